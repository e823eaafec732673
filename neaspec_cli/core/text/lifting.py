"""Blocks taken out of a section as they are written, with words of them changed, to be put elsewhere.

What is lifted keeps its emphasis, links and references to notes; only what stands before its lines (indent and list
marker) is left behind.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.edits import Cut, TextEdit
from neaspec_cli.core.text.escaping import escape
from neaspec_cli.core.text.expecting import expected
from neaspec_cli.core.text.rewriting import MARKER, CannotPlace, cuts, has_more, line_end, line_start
from neaspec_cli.core.text.word_cuts import SIGNS, outline

_ATTRIBUTES_AT_END = re.compile(r"[ ]*(?<!\\)\{[^{}\n]*\}[ #]*$", re.MULTILINE)


@dataclass(frozen=True)
class Written:
    """A block as it stands in Markdown, without what stands before its lines, and as what it is read.

    `depth` and `bullet` are of a list item: how deep it stands, and what it has before its words.
    """

    kind: str
    markdown: str
    reads: tuple[tuple[str, str], ...]
    depth: int = 0
    bullet: str = ""
    inside: tuple[str, ...] | None = field(default=None, compare=False)
    """Classes of the divs that it was lifted from; None where it is new."""


def fresh(text: str, level: int = 0, item: Block | None = None) -> Written:
    """New words as a heading of that level, as an item such as `item`, or as a paragraph."""
    words = " ".join(text.split())
    if level:
        return Written("heading", f"{'#' * level} {escape(words)}", (("heading", words),))
    markdown = escape(words, line_start=True)
    if item is not None:
        return Written("item", markdown, (("item", words),), len(item.path), "- ")
    return Written("paragraph", markdown, (("paragraph", words),))


def lift(
    source: str,
    blocks: Sequence[Block],
    index: int,
    words: Sequence[tuple[int, int, str]],
    going: Collection[int],
) -> tuple[Written, ...]:
    """A block of the section with edits of its words; `going` are all blocks that are lifted together.

    An item that these edits part gives several; what all of them read, notes included, is told by the first.
    """
    block = blocks[index]
    _refuse(source, blocks, index, going)
    begin, end = region(source, block)
    prefix = source[line_start(source, begin) : begin]
    edits = [TextEdit(index, start, stop, text) for start, stop, text in words]
    markdown = _edited(source, blocks, (begin, end), edits)
    with_notes = blocks[index : notes_behind(blocks, index).stop]
    reads = tuple(expected(with_notes, [replace(one, block=0) for one in edits]))
    if block.kind == "heading":
        return (Written("heading", prefix.lstrip() + markdown, reads, inside=block.inside),)
    if block.kind != "item":
        return (Written("paragraph", _dedented(markdown, len(prefix)), reads, inside=block.inside),)
    found = MARKER.fullmatch(prefix)
    assert found is not None
    parts = re.split(rf"\n{{1,2}}{re.escape(prefix)}", markdown)
    return tuple(
        Written(
            "item",
            _dedented(part, len(prefix)),
            () if number else reads,
            len(block.path),
            found["bullet"],
            block.inside,
        )
        for number, part in enumerate(parts)
    )


def take_out(source: str, block: Block) -> Cut:
    """The lines of a block go, with the empty line after them where there is one before them too."""
    begin, end = region(source, block)
    start, end = line_start(source, begin), min(line_end(source, end) + 1, len(source))
    if source.startswith("\n", end) and (start == 0 or source[:start].endswith("\n\n")):
        end += 1
    return start, end, ""


def region(source: str, block: Block) -> tuple[int, int]:
    """From the first to the last sign of a block's words, with all delimiters; of a heading to the end of its line."""
    begin, end = outline(block)
    return begin, line_end(source, end) if block.kind == "heading" else end


def nameless(source: str, block: Block, markdown: str) -> str:
    """A block's lines without the names by which references know it: a name stands once."""
    for mark in block.marks:
        if mark.kind == "span" and mark.start == mark.end and mark.detail:
            markdown = markdown.replace(source[slice(*mark.source)], "", 1)
    return _ATTRIBUTES_AT_END.sub("", markdown).rstrip() if block.kind == "heading" else markdown


def notes_behind(blocks: Sequence[Block], index: int) -> range:
    """The notes of a block, which are read right after it."""
    end = index + 1
    while end < len(blocks) and blocks[end].kind == "note":
        end += 1
    return range(index + 1, end)


def _refuse(source: str, blocks: Sequence[Block], index: int, going: Collection[int]) -> None:
    block = blocks[index]
    if block.kind not in ("paragraph", "item", "heading") or block.start < 0:
        raise CannotPlace(f"a {block.kind} cannot be moved by itself")
    if block.fences:
        raise CannotPlace("it stands in bracketed text, which is to be settled first")
    begin, end = region(source, block)
    before = source[line_start(source, begin) : begin]
    fits = {"paragraph": re.compile(r" {0,3}"), "heading": SIGNS, "item": MARKER}[block.kind]
    if block.part != 1 or not fits.fullmatch(before) or source[end : line_end(source, end)].strip():
        raise CannotPlace(f"this {block.kind} shares its lines with others")
    if block.kind == "item" and has_more(blocks, index) and not set(_below(blocks, index)) <= set(going):
        raise CannotPlace("the item has paragraphs or items below it")


def _below(blocks: Sequence[Block], index: int) -> Iterator[int]:
    """The paragraphs and items below an item."""
    path = blocks[index].path
    for at in range(index + 1, len(blocks)):
        if blocks[at].kind != "note":
            if blocks[at].kind != "item" or blocks[at].path[: len(path)] != path:
                return
            yield at


def _edited(source: str, blocks: Sequence[Block], span: tuple[int, int], edits: Sequence[TextEdit]) -> str:
    """A stretch of source with edits of its words."""
    result, at = [], span[0]
    for start, end, new in sorted(cut for edit in edits for cut in cuts(source, blocks, edit)):
        if start < at or end > span[1]:
            raise CannotPlace("two edits take the same words")
        result += [source[at:start], new]
        at = end
    return "".join([*result, source[at : span[1]]])


def _dedented(markdown: str, width: int) -> str:
    """Lines after the first without up to so many spaces before them."""
    return re.sub(rf"\n {{0,{width}}}", "\n", markdown) if width else markdown


def lift_part(
    source: str,
    blocks: Sequence[Block],
    span: tuple[int, int],
    words: Mapping[int, Sequence[tuple[int, int, str]]],
) -> tuple[Written, Cut]:
    """A heading with all that stands below it, tables and code included, as its lines stand, and what takes it out.

    `span` is its first and its last block, `words` are changes by block.
    """
    first, last = span
    after = notes_behind(blocks, last).stop
    start = line_start(source, region(source, blocks[first])[0])
    end = _end_of_lines(source, blocks, last, after)
    edits = [TextEdit(at, low, high, new) for at, mine in words.items() for low, high, new in mine]
    markdown = _edited(source, blocks, (start, end), edits).rstrip("\n")
    inner = [replace(one, block=one.block - first) for one in edits]
    reads = tuple(expected(blocks[first:after], inner))
    return Written("part", markdown, reads, inside=blocks[first].inside), (start, end, "")


def _end_of_lines(source: str, blocks: Sequence[Block], last: int, after: int) -> int:
    """Where the lines of a part end: before the next heading, or before the notes that are defined behind all."""
    if after < len(blocks):
        if blocks[after].inside or blocks[after].fences:
            raise CannotPlace("where this part ends cannot be told")
        return line_start(source, region(source, blocks[after])[0])
    behind = region(source, blocks[last])[1]
    notes = [line_start(source, one.start) for one in blocks if one.kind == "note" and one.start > behind]
    return min([len(source), *notes])
