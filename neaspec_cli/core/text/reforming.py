"""A paragraph made a heading or a list item, and back; a heading or an item of another level: only its signs change.

A heading is one line, so line breaks in what becomes one are spaces. The id of a heading that is none any more stays as
the name of a place (`[]{#goals}`), so that references to it still lead there. An item goes into the list that stands
beside it, with the marker of that list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.edits import Cut, SourceEdit
from neaspec_cli.core.text.escaping import guard
from neaspec_cli.core.text.joining import closing_signs, name_of
from neaspec_cli.core.text.lifting import notes_behind, region
from neaspec_cli.core.text.rewriting import MARKER, CannotPlace, has_more, line_end, line_start
from neaspec_cli.core.text.word_cuts import SIGNS, outline

REFORMED = ("paragraph", "heading", "item")
_PLAIN = re.compile(r" {0,3}")
_FITS = {"paragraph": _PLAIN, "heading": SIGNS, "item": MARKER}


def reform(source: str, blocks: Sequence[Block], index: int, kind: str, level: int) -> SourceEdit:
    """The edit after which a block is of that kind; `level` is of a heading from 1, of an item its depth from 1."""
    block = blocks[index]
    _refuse(source, blocks, index, kind)
    begin, end = region(source, block)
    start, last = line_start(source, begin), outline(block)[1]
    lead = {"heading": "#" * level + " ", "paragraph": ""}.get(kind) or (
        _list_marker(source, blocks, index, level) if kind == "item" else ""
    )
    cuts: list[Cut] = [(start, begin, lead + _words_lead(source, block, kind, begin))]
    cuts += _breaks(source, block, kind, len(lead))
    cuts += [(last, end, "")] if block.kind == "heading" != kind and last < end else []
    before, behind = _beside(blocks, index)
    is_loose = _is_loose(source, blocks, before) or _is_loose(source, blocks, behind)
    cuts += _gap_before(source, blocks, before, start, kind, is_loose)
    cuts += _gap_behind(source, blocks, behind, line_end(source, end), kind, is_loose)
    return SourceEdit(tuple(cuts), reformed=((index, kind, level if kind != "paragraph" else 0),))


def _refuse(source: str, blocks: Sequence[Block], index: int, kind: str) -> None:
    block = blocks[index]
    if block.kind not in REFORMED or block.start < 0:
        raise CannotPlace(f"a {block.kind} cannot become a {kind}")
    if block.fences:
        raise CannotPlace("it stands in bracketed text, which is to be settled first")
    begin, end = region(source, block)
    before = source[line_start(source, begin) : begin]
    behind = "" if block.kind == "heading" else source[end : line_end(source, end)].strip()
    if block.part != 1 or behind or not _FITS[block.kind].fullmatch(before):
        raise CannotPlace(f"this {block.kind} shares its lines with others")
    if block.kind == "item" != kind and has_more(blocks, index):
        raise CannotPlace("the item has paragraphs or items below it")
    following = _beside(blocks, index)[1]
    is_above = following is not None and len(blocks[following].path) > 1 and blocks[following].kind == "item"
    if block.kind == "item" != kind and is_above:
        raise CannotPlace("items of a list follow that could not stand there without it")


def _words_lead(source: str, block: Block, kind: str, begin: int) -> str:
    """What stands right before the words: the name of a heading that is none any more, a guard against a list."""
    if kind == "heading":
        return ""
    name = name_of(source, block)
    sign = None if name else guard(source[begin : line_end(source, begin)])
    return name or ("\\" if sign == 0 else "")


def _breaks(source: str, block: Block, kind: str, width: int) -> Iterator[Cut]:
    """The line breaks among the words: none in a heading, else with the indent of what stands there."""
    begin = region(source, block)[0]
    if kind == "heading":
        yield from closing_signs(source, block)
    elif block.kind == "heading" and (sign := guard(source[begin : line_end(source, begin)])):
        yield begin + sign, begin + sign, "\\"
    for piece in block.pieces:
        signs, has_break, _ = source[piece.start : piece.end].partition("\n")
        if has_break:
            yield piece.start, piece.end, " " if kind == "heading" else f"{signs}\n{' ' * width}"


def _beside(blocks: Sequence[Block], index: int) -> tuple[int | None, int | None]:
    """The blocks before and behind, notes aside."""
    before = next((at for at in range(index - 1, -1, -1) if blocks[at].kind != "note"), None)
    after = notes_behind(blocks, index).stop
    return before, after if after < len(blocks) else None


def _list_marker(source: str, blocks: Sequence[Block], index: int, level: int) -> str:
    """Indent and marker of a new item of that depth: those of its list, else one below the item before it."""
    for at in range(index - 1, -1, -1):
        if blocks[at].kind == "note":
            continue
        if blocks[at].kind != "item" or len(blocks[at].path) < level - 1:
            break
        marker = _marker(source, blocks[at]) if blocks[at].part == 1 else ""
        if marker and len(blocks[at].path) == level:
            return marker
        if marker and len(blocks[at].path) == level - 1:
            return " " * len(marker) + "- "
    behind = _beside(blocks, index)[1]
    if level > 1:
        raise CannotPlace(f"no item stands before it below which it could stand at level {level}")
    if behind is not None and blocks[behind].kind == "item" and len(blocks[behind].path) == 1:
        return _marker(source, blocks[behind]) or "- "
    return "- "


def _marker(source: str, block: Block) -> str:
    begin = region(source, block)[0]
    before = source[line_start(source, begin) : begin]
    return before if MARKER.fullmatch(before) else ""


def _gap_before(
    source: str, blocks: Sequence[Block], before: int | None, start: int, kind: str, is_loose: bool
) -> Iterator[Cut]:
    """An empty line before it, or none where it goes on a list of which the items follow each other."""
    is_apart = start == 0 or source[:start].endswith("\n\n")
    if kind == "item" and before is not None and blocks[before].kind == "item":
        if is_apart and not is_loose and line_end(source, region(source, blocks[before])[1]) + 2 == start:
            yield start - 1, start, ""
    elif not is_apart:
        yield start, start, "\n"


def _gap_behind(
    source: str, blocks: Sequence[Block], behind: int | None, end: int, kind: str, is_loose: bool
) -> Iterator[Cut]:
    if kind == "item" and behind is not None and blocks[behind].kind == "item":
        if not is_loose and line_start(source, region(source, blocks[behind])[0]) == end + 2:
            yield end, end + 1, ""
    elif source[end + 1 : line_end(source, end + 1)].strip():
        yield end, end, "\n"


def _is_loose(source: str, blocks: Sequence[Block], beside: int | None) -> bool:
    """Whether an empty line parts the items of the list that an item is in."""
    around = [] if beside is None else range(max(beside - 1, 0), min(beside + 2, len(blocks)))
    return any(
        blocks[at].kind == blocks[at - 1].kind == "item"
        and blocks[at].part == 1
        and source[: line_start(source, blocks[at].start)].endswith("\n\n")
        for at in around
        if at
    )
