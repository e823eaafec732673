"""Somebody puts words of the plan in brackets: to keep them, to have them out, to have other or more words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from neaspec_cli.core.bracketed.bracketing import bracket_words
from neaspec_cli.core.bracketed.fencing import KINDS, bracket_arrival, bracket_blocks
from neaspec_cli.core.bracketed.holding import join
from neaspec_cli.core.bracketed.rows import bracket_row
from neaspec_cli.core.brackets import Bracket, read_brackets
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Alternative
from neaspec_cli.core.plan import Section
from neaspec_cli.core.text.rewriting import CannotPlace, SourceEdit
from neaspec_cli.core.text.spacing import CLOSERS
from neaspec_cli.core.text.words import UNSPACED

_UNSPACED = re.compile(f"[{UNSPACED}]")


@dataclass(frozen=True)
class Position:
    """What somebody wants of words: others (`text`), none (`text` ""), more after them, or (None) just these."""

    by: tuple[str, ...]
    text: str | None = None
    after: bool = False


def add(section: Section, numbers: Sequence[int], quote: str, position: Position, name: str) -> SourceEdit:
    """The edit that records a position on a block (on all cells of a row), or on the words of it that are quoted.

    Where these words are in brackets already, the holders join; then `name` is not used.
    """
    source, blocks = section.source, section.blocks
    if len(numbers) > 1:
        if quote or position.after or position.text != "":
            raise CannotPlace("a row as a whole can only be wished away; name a column for more")
        return bracket_row(source, blocks, numbers, [Alternative("", position.by, ())], name)
    block = blocks[numbers[0]]
    if not quote and block.kind in KINDS:
        return _on_block(section, numbers[0], position, name)
    start = _start(block, quote) if quote else 0
    return _on_words(section, (numbers[0], start, start + len(quote or block.text)), position, name)


def _on_block(section: Section, number: int, position: Position, name: str) -> SourceEdit:
    source, blocks = section.source, section.blocks
    if position.after:
        return bracket_arrival(source, blocks, number, _held(position, position.text or ""), name)
    for one in read_brackets(section):
        for wording in one.wordings if one.kind == "blocks" else ():
            if any(part.first <= number <= part.last for part in wording.parts):
                return _join(source, blocks, one, position, wording.text)
    insisting = position.by if position.text is None else ()
    held = [] if position.text is None else _held(position, position.text)
    return bracket_blocks(source, blocks, (number, number), held, name, insisting)


def _on_words(section: Section, place: tuple[int, int, int], position: Position, name: str) -> SourceEdit:
    source, blocks, (number, start, end) = section.source, section.blocks, place
    text = blocks[number].text
    if position.after:
        more = _parted(text[start:end], position.text or "")
        return bracket_words(source, blocks, (number, end, end), _held(position, more), name)
    for one in read_brackets(section):
        for wording in one.wordings:
            whole = [(part.first, part.start, part.end) for part in wording.parts]
            if whole == [place] or (one.kind == "typed" and _inside(whole[0]) == place):
                return _join(source, blocks, one, position, wording.text)
    if position.text is None:
        return bracket_words(source, blocks, place, [], name, position.by)
    return bracket_words(source, blocks, place, _held(position, position.text), name)


def _inside(whole: tuple[int, int, int]) -> tuple[int, int, int]:
    return whole[0], whole[1] + 1, whole[2] - 1


def _join(
    source: str, blocks: Sequence[Block], bracket: Bracket, position: Position, words: str
) -> SourceEdit:
    text = words if position.text is None else position.text
    return join(source, blocks, bracket, position.by, text or None)


def _held(position: Position, text: str) -> list[Alternative]:
    return [Alternative(text, position.by, ())]


def _parted(before: str, text: str) -> str:
    """With a space before it where words are parted by spaces."""
    if not text or text[0] == " " or text[0] in CLOSERS or before.endswith(" "):
        return text
    return text if _UNSPACED.match(text) or _UNSPACED.match(before[-1:]) else f" {text}"


def _start(block: Block, quote: str) -> int:
    times = block.text.count(quote)
    if times != 1:
        found = "not there" if not times else f"there {times} times; quote more of the sentence"
        raise CannotPlace(f"the words {quote!r} are {found}")
    return block.text.index(quote)
