"""A paragraph, item or heading made one with the one behind it: what stands between their words goes, nothing else.

What comes of it is what the first one was. A heading is one line, so what goes on in it comes to stand in that line,
before the attributes of the heading; a heading that goes on in a paragraph leaves its signs behind, and its id stays
as the name of a place (`[]{#goals}`), so that references to it still lead there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.edits import Cut, SourceEdit, TextEdit
from neaspec_cli.core.text.escaping import BREAK, escape
from neaspec_cli.core.text.lifting import notes_behind, region
from neaspec_cli.core.text.rewriting import MARKER, CannotPlace, has_more, line_end, line_start
from neaspec_cli.core.text.word_cuts import SIGNS, outline

_DEFINITIONS = re.compile(r"(?:\[[^\]\n]+\]:[^\n]*(?:\n(?: {2,}[^\n]*|(?!\[)\S[^\n]*))*\s*)+")
_BEFORE = re.compile(r"[ >]*")
_CLOSING = re.compile(r"(?<!\S)#+$")
"""What would end a heading without being shown."""
_ID = re.compile(r"\{[^{}]*?(#[^\s{}]+)[^{}]*\}[ #]*")
"""The attributes of a heading that give it an id."""


def join(source: str, blocks: Sequence[Block], index: int, between: str, key: str = "") -> SourceEdit:
    """The edit that joins a block and the next; definitions of notes between them then stand behind both."""
    following = notes_behind(blocks, index).stop
    if following >= len(blocks):
        raise CannotPlace("nothing stands behind it in its section")
    one, other = blocks[index], blocks[following]
    _refuse(source, one, other)
    words = TextEdit(index, len(one.text), len(one.text), between)
    return SourceEdit(
        tuple(_cuts(source, blocks, (index, following), between)),
        (words,),
        joined=((index, following),),
        key=key,
    )


def _cuts(source: str, blocks: Sequence[Block], both: tuple[int, int], between: str) -> list[Cut]:
    """What stands between the two goes; what belongs to the line of the first comes behind the words of the second."""
    one, other = (blocks[at] for at in both)
    begin, behind = region(source, other)[0], line_end(source, region(source, other)[1])
    first_line = line_start(source, begin)
    _marker(source, other, begin)
    end, last = outline(one)[1], outline(other)[1]
    rest = source[end : line_end(source, end)] if one.kind == "heading" else ""
    aside = source[end + len(rest) : first_line].strip(" >\n")
    if aside and not _DEFINITIONS.fullmatch(aside + "\n"):
        raise CannotPlace("something else stands between them")
    is_close = (
        one.kind != other.kind == "heading" and source[behind + 1 : line_end(source, behind + 1)].strip()
    )
    after = BREAK + aside if aside else "\n" if is_close else ""
    cuts: list[Cut] = [(end, begin, escape(between) + name_of(source, other))]
    cuts += _in_one_line(source, blocks, both[1]) if one.kind == "heading" else []
    if other.kind == "heading" and last < behind:
        return [*cuts, (last, behind, rest + after)]
    return [*cuts, (last, last, rest), (behind, behind, after)]


def _in_one_line(source: str, blocks: Sequence[Block], index: int) -> list[Cut]:
    """The line breaks of what comes into the line of a heading, and signs at its end that would not be shown there."""
    block, last = blocks[index], outline(blocks[index])[1]
    if block.kind == "item" and has_more(blocks, index):
        raise CannotPlace("the item has paragraphs or items below it, which a heading cannot have")
    if block.kind != "heading" and source[last : line_end(source, last)].strip():
        raise CannotPlace(f"this {block.kind} shares its lines with others")
    breaks = [piece for piece in block.pieces if "\n" in source[piece.start : piece.end]]
    return [*((piece.start, piece.end, " ") for piece in breaks), *closing_signs(source, block)]


def closing_signs(source: str, block: Block) -> list[Cut]:
    """A guard for signs at the end of a block's words that would end a heading and not be shown."""
    found = _CLOSING.search(source, block.start, outline(block)[1])
    return [(found.start(), found.start(), "\\")] if found and block.kind != "heading" else []


def name_of(source: str, block: Block) -> str:
    """The id of a heading as the name of a place."""
    end = outline(block)[1]
    found = _ID.search(source, end, line_end(source, end)) if block.kind == "heading" else None
    return f"[]{{{found[1]}}}" if found else ""


def _marker(source: str, block: Block, begin: int) -> None:
    """Only the sign of an item or a heading may stand before its words on their line."""
    expected = {"item": MARKER, "heading": SIGNS}.get(block.kind if block.part == 1 else "", _BEFORE)
    if not expected.fullmatch(source[line_start(source, begin) : begin]):
        raise CannotPlace(f"this {block.kind} shares its line with others")


def _refuse(source: str, one: Block, other: Block) -> None:
    for block in (one, other):
        if block.kind not in ("paragraph", "item", "heading") or block.start < 0:
            raise CannotPlace(f"a {block.kind} cannot be joined to another block")
        if block.fences:
            raise CannotPlace("it stands in bracketed text, which is to be settled first")
        begin = region(source, block)[0]
        if block.kind == "heading" and not SIGNS.fullmatch(source[line_start(source, begin) : begin]):
            raise CannotPlace(
                "a heading that is underlined cannot be joined; write it with # before its words"
            )
    if one.inside != other.inside:
        raise CannotPlace("one of the two stands in an annotation")
