"""Somebody puts words of the plan in brackets: to keep them, to have them out, to have other or more words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from neaspec_cli.core.bracketed.across import Edits, follow, standing
from neaspec_cli.core.bracketed.bracketing import bracket_words
from neaspec_cli.core.bracketed.fencing import KINDS, bracket_arrival, bracket_blocks
from neaspec_cli.core.bracketed.holding import join
from neaspec_cli.core.bracketed.rows import bracket_row
from neaspec_cli.core.brackets import Bracket, Part, Wording, read_brackets
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


def add(
    section: Section,
    numbers: Sequence[int],
    quote: str,
    position: Position,
    name: str,
    sections: Sequence[Section] = (),
) -> Edits:
    """The edits that record a position on a block (on all cells of a row), or on the words of it that are quoted.

    Where these words are in brackets already, the holders join, in all `sections` where these have places; then `name`
    is not used.
    """
    source, blocks = section.source, section.blocks
    if len(numbers) > 1:
        if quote or position.after or position.text != "":
            raise CannotPlace("a row as a whole can only be wished away; name a column for more")
        return [(section, bracket_row(source, blocks, numbers, [Alternative("", position.by, ())], name))]
    block = blocks[numbers[0]]
    whole = not quote and block.kind in KINDS
    start = _start(block, quote) if quote else 0
    place = (numbers[0], start, start + len(quote or block.text))
    known = None if position.after else (_around if whole else _at)(section, place)
    if known is not None:
        return _join(section, sections or [section], *known, position)
    return [(section, _on_block(section, place[0], position, name) if whole else
             _on_words(section, place, position, name))]  # fmt: skip


def _around(section: Section, place: tuple[int, int, int]) -> tuple[Bracket, Wording, Part] | None:
    """The wording in which a whole block stands."""
    for one in read_brackets(section):
        for wording in one.wordings if one.kind == "blocks" else ():
            for part in wording.parts:
                if part.first <= place[0] <= part.last:
                    return one, wording, part
    return None


def _at(section: Section, place: tuple[int, int, int]) -> tuple[Bracket, Wording, Part] | None:
    """The wording that is just these words."""
    for one in read_brackets(section):
        for wording in one.wordings:
            pieces = [(part.first, part.start, part.end) for part in wording.parts]
            if place in (pieces if len(one.places) > 1 or len(pieces) == 1 else ()) or (
                one.kind == "typed" and _inside(pieces[0]) == place
            ):
                return one, wording, wording.parts[pieces.index(place) if place in pieces else 0]
    return None


def _on_block(section: Section, number: int, position: Position, name: str) -> SourceEdit:
    source, blocks = section.source, section.blocks
    if position.after:
        return bracket_arrival(source, blocks, number, _held(position, position.text or ""), name)
    insisting = position.by if position.text is None else ()
    held = [] if position.text is None else _held(position, position.text)
    return bracket_blocks(source, blocks, (number, number), held, name, insisting)


def _on_words(section: Section, place: tuple[int, int, int], position: Position, name: str) -> SourceEdit:
    source, blocks, (number, start, end) = section.source, section.blocks, place
    if position.after:
        more = _parted(blocks[number].text[start:end], position.text or "")
        return bracket_words(source, blocks, (number, end, end), _held(position, more), name)
    if position.text is None:
        return bracket_words(source, blocks, place, [], name, position.by)
    return bracket_words(source, blocks, place, _held(position, position.text), name)


def _inside(whole: tuple[int, int, int]) -> tuple[int, int, int]:
    return whole[0], whole[1] + 1, whole[2] - 1


def _join(
    section: Section,
    sections: Sequence[Section],
    bracket: Bracket,
    wording: Wording,
    part: Part,
    position: Position,
) -> Edits:
    """Holders join a bracket; where it has several places, what they want stands in all of them."""
    found = standing(sections, bracket.id) if bracket.is_open else [(section, bracket)]
    has_places = sum(len(one.places) for _, one in found) > 1
    same = position.text is None or position.text.split() == wording.text.split()
    if has_places and same and position.text != "":
        return follow(found, position.by, "" if wording.stood else wording.by[0])
    text = wording.text if position.text is None else position.text
    edit = join(section.source, section.blocks, bracket, position.by, text or None, part.place)
    return [(section, edit)]


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
