"""Bracketed text as a section holds it: what is not agreed, each wording with those who hold it.

A span in a line, a fenced div around whole blocks:

    [by 2030]{#b-JPN-014 .bracket by="JPN MNG"}             these want the words in
    [by 2030]{#b-CHN-003 .bracket del="CHN"}                these want the words out, which stood there before
    [ninety]{.bracket alt=b-1 by=""}[sixty]{.bracket alt=b-1 by="JPN"}     one or the other

Spans that share a name and their holders are pieces of one wording: over emphasis or links, over the cells of a row.
The wording that stood there before is the one with `del=` or without holders: when all wishes fall, it remains.
Wordings that share a name may stand apart, also in several sections, as where it is open to which place a paragraph
goes: that is one question, and what somebody wants of it is all that names them with `by=`.
Square brackets that somebody typed are bracketed text without a holder.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Literal

from neaspec_cli.core.plan import Section
from neaspec_cli.core.text.blocks import Block, Fence, Mark
from neaspec_cli.core.text.delimiters import CLASS as CLASS
from neaspec_cli.core.text.delimiters import NOWHERE as NOWHERE
from neaspec_cli.core.text.delimiters import Attributes, inside, lines_of
from neaspec_cli.core.text.delimiters import attribute_list as attribute_list
from neaspec_cli.core.text.scan import DEEPEST

BREAK = "\n\n"
_FIRST = re.compile(r"\s*\S")
_CONTEXT = 15

Kind = Literal["words", "blocks", "typed"]
Signature = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Words (spaces folded) of a wording, who wants them in, who wants them out."""


@dataclass(frozen=True)
class Part:
    """Words of one block, or whole blocks from `first` to `last`, with their source with and without delimiters.

    Parts of a bracket that stand side by side have one `place`, counted from 0 in their section.
    """

    first: int
    last: int
    start: int
    end: int
    outer: tuple[int, int] = NOWHERE
    inner: tuple[int, int] = NOWHERE
    section: str = ""
    place: int = 0


@dataclass(frozen=True)
class Wording:
    """What may stand in a place, who wants it there, and who wants it away; `stood`: it was there before."""

    text: str
    by: tuple[str, ...]
    against: tuple[str, ...]
    stood: bool
    parts: tuple[Part, ...]
    classes: tuple[str, ...] = (CLASS,)
    others: Attributes = ()
    """Attributes of which the grammar says nothing."""


@dataclass(frozen=True)
class Bracket:
    """One passage that is not agreed; `is_open` when several wordings compete (`alt=`)."""

    id: str
    section: str
    kind: Kind
    is_open: bool
    wordings: tuple[Wording, ...]

    @property
    def holders(self) -> tuple[str, ...]:
        """All who want something here, by name."""
        return tuple(sorted({name for one in self.wordings for name in (*one.by, *one.against)}))

    @property
    def block(self) -> int:
        """The first block that it stands in."""
        return self.wordings[0].parts[0].first

    @property
    def places(self) -> tuple[tuple[str, int], ...]:
        """Section and number of each place that it stands in."""
        parts = [part for one in self.wordings for part in one.parts]
        return tuple(dict.fromkeys((part.section, part.place) for part in parts))

    @property
    def stood(self) -> Wording | None:
        """The wording that was there before, None where there was nothing."""
        return next((one for one in self.wordings if one.stood), None)


@dataclass(frozen=True)
class _Found:
    """One span, div or typed pair as it is met."""

    name: str
    kind: Kind
    is_open: bool
    by: tuple[str, ...]
    against: tuple[str, ...]
    stood: bool
    text: str
    part: Part
    classes: tuple[str, ...]
    others: Attributes


def read_brackets(section: Section) -> tuple[Bracket, ...]:
    """The bracketed text of a section with its blocks read, in the order of the text."""
    return bracketed(section.blocks, section.source, section.id)


def bracketed(blocks: Sequence[Block], source: str = "", section: str = "") -> tuple[Bracket, ...]:
    """The bracketed text of these blocks; without `source` nothing is known of its places there."""
    groups: dict[str, list[_Found]] = {}
    nameless: Counter[str] = Counter()
    for one in _found(blocks, source):
        name = one.name
        if not name:
            seed = "\0".join([section, *_surroundings(blocks, one.part), one.text])
            nameless[seed] += 1
            name = "t-" + hashlib.sha256(f"{seed}\0{nameless[seed]}".encode()).hexdigest()[:8]
        groups.setdefault(name, []).append(one)
    return tuple(
        Bracket(
            name,
            section,
            found[0].kind,
            found[0].is_open,
            tuple(_wordings(list(_placed(blocks, section, found)))),
        )
        for name, found in groups.items()
    )


def _placed(blocks: Sequence[Block], section: str, found: Sequence[_Found]) -> Iterator[_Found]:
    """Spans and divs with the section and the place of each."""
    place, before = 0, found[0].part
    for one in found:
        place += one is not found[0] and not _is_beside(blocks, before, one)
        before = one.part
        yield replace(one, part=replace(one.part, section=section, place=place))


def _is_beside(blocks: Sequence[Block], one: Part, found: _Found) -> bool:
    other = found.part
    if found.kind == "words":
        return one.first == other.first and not blocks[one.first].text[one.end : other.start].strip()
    after = one.last + 1
    while after < len(blocks) and blocks[after].kind == "note":
        after += 1
    return after == other.first


def signatures(blocks: Sequence[Block]) -> dict[str, frozenset[Signature]]:
    """What each named bracket says, to compare before and after."""
    return {
        one.id: frozenset(signature(wording.text, wording.by, wording.against) for wording in one.wordings)
        for one in bracketed(blocks)
    }


def signature(text: str, by: Sequence[str], against: Sequence[str]) -> Signature:
    """A wording in a form that may be compared."""
    return " ".join(text.split()), tuple(sorted(set(by))), tuple(sorted(set(against)))


def said(wordings: Sequence[Wording]) -> frozenset[Signature]:
    """What is read of wordings of one section; those with the same holders are read as one."""
    groups: dict[tuple[tuple[str, ...], tuple[str, ...], bool], list[Wording]] = {}
    for one in sorted(wordings, key=lambda one: (one.parts[0].first, one.parts[0].start)):
        groups.setdefault((one.by, one.against, one.stood), []).append(one)
    return frozenset(
        signature(_joined([(one.parts[0], one.parts[-1], one.text) for one in group]), by, against)
        for (by, against, _), group in groups.items()
    )


def _found(blocks: Sequence[Block], source: str) -> Iterator[_Found]:
    for index, block in enumerate(blocks):
        for depth, fence in enumerate(block.fences):
            if not _goes_on(blocks, index, depth, fence):
                yield _fenced(blocks, index, depth, fence, source)
        marks = [one for one in block.marks if one.kind == "span" and CLASS in one.classes]
        spans = [(mark.start, -mark.end, _spanned(block, index, mark, source)) for mark in marks]
        begins = piece_begins(block)
        typed = [
            (start, -end, _typed(block, index, (start, end), begins)) for start, end in typed_pairs(block)
        ]
        yield from (one for _, _, one in sorted([*spans, *typed], key=lambda one: one[:2]))


def _goes_on(blocks: Sequence[Block], index: int, depth: int, fence: Fence) -> bool:
    """Whether a div began in a block before; a note that stands between belongs to it."""
    before = index - 1
    while before >= 0 and blocks[before].kind == "note":
        before -= 1
    return before >= 0 and blocks[before].fences[depth : depth + 1] == (fence,)


def _fenced(blocks: Sequence[Block], index: int, depth: int, fence: Fence, source: str) -> _Found:
    last, texts = index, []
    for at in range(index, len(blocks)):
        if blocks[at].kind == "note":
            continue
        if blocks[at].fences[depth : depth + 1] != (fence,):
            break
        last = at
        texts.append(blocks[at].text)
    part = Part(index, last, 0, len(blocks[last].text), *lines_of(fence, source))
    return _of(fence.id, fence.classes, fence.attributes, "blocks", BREAK.join(texts), part)


def _spanned(block: Block, index: int, mark: Mark, source: str) -> _Found:
    part = Part(index, index, mark.start, mark.end, mark.source, inside(mark.source, source))
    text = block.text[mark.start : mark.end]
    return _of(mark.detail, mark.classes, mark.attributes, "words", text, part)


def _of(
    identifier: str, classes: Sequence[str], attributes: Attributes, kind: Kind, text: str, part: Part
) -> _Found:
    values = dict(attributes)
    by, against = (tuple(sorted(set(values.get(key, "").split()))) for key in ("by", "del"))
    others = tuple((key, value) for key, value in attributes if key not in ("by", "del", "alt"))
    name = values.get("alt") or identifier
    is_open = bool(values.get("alt"))
    stood = "del" in values or (is_open and not by)
    return _Found(name, kind, is_open, by, against, stood, text, part, tuple(classes), others)


def _typed(block: Block, index: int, pair: tuple[int, int], begins: Sequence[int]) -> _Found:
    start, end = pair
    left, right = place_of(block, start, begins), place_of(block, end - 1, begins)
    known = left != NOWHERE and right != NOWHERE
    outer, inner = ((left[0], right[1]), (left[1], right[0])) if known else (NOWHERE, NOWHERE)
    part = Part(index, index, start, end, outer, inner)
    return _Found("", "typed", False, (), (), False, block.text[start + 1 : end - 1], part, (), ())


def typed_pairs(block: Block) -> list[tuple[int, int]]:
    """Start and end of each pair of square brackets that stands in the words of a block; code has none."""
    if block.kind == "code":
        return []
    text = block.text
    for mark in block.marks:
        if mark.kind == "code":
            text = text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
    opened: list[int] = []
    found = []
    for at, char in enumerate(text):
        if char == "[":
            opened.append(at)
        elif char == "]" and opened:
            start = opened.pop()
            first = _FIRST.match(block.text, start + 1)
            if first and first.end() <= at and len(opened) < DEEPEST and first.group()[-1] != "^":
                found.append((start, at + 1))
    return sorted(found)


def place_of(block: Block, offset: int, begins: Sequence[int] | None = None) -> tuple[int, int]:
    """The source of one character of a block's text; NOWHERE when it cannot be told.

    `begins` are the offsets at which its pieces begin, for who asks often.
    """
    known = piece_begins(block) if begins is None else begins
    number = bisect_right(known, offset) - 1
    if number < 0 or offset < 0:
        return NOWHERE
    piece, at = block.pieces[number], known[number]
    if offset >= at + len(piece.text) or piece.start < 0:
        return NOWHERE
    if len(piece.text) == 1:
        return piece.start, piece.end
    is_even = piece.end - piece.start == len(piece.text)
    return (piece.start + offset - at, piece.start + offset - at + 1) if is_even else NOWHERE


def piece_begins(block: Block) -> list[int]:
    """The offset in the text at which each piece of a block begins."""
    return (
        list(accumulate((len(piece.text) for piece in block.pieces[:-1]), initial=0)) if block.pieces else []
    )


def _surroundings(blocks: Sequence[Block], part: Part) -> tuple[str, str]:
    """A few words on both sides, by which a bracket without a name is known while others are settled."""
    before, after = blocks[part.first].text, blocks[part.last].text
    return before[max(part.start - _CONTEXT, 0) : part.start], after[part.end : part.end + _CONTEXT]


def _wordings(found: Sequence[_Found]) -> Iterator[Wording]:
    groups: dict[tuple[tuple[str, ...], tuple[str, ...], bool], list[_Found]] = {}
    for one in found:
        groups.setdefault((one.by, one.against, one.stood), []).append(one)
    for (by, against, stood), pieces in groups.items():
        parts = tuple(one.part for one in pieces)
        text = _joined([(one.part, one.part, one.text) for one in _once(pieces)])
        yield Wording(text, by, against, stood, parts, pieces[0].classes, pieces[0].others)


def _once(pieces: Sequence[_Found]) -> list[_Found]:
    """Pieces without those that are read again, since several words refer to the note that they stand in."""
    places = [one.part.outer for one in pieces]
    return [one for at, one in enumerate(pieces) if places[at] == NOWHERE or places[at] not in places[:at]]


def _joined(texts: Sequence[tuple[Part, Part, str]]) -> str:
    """Texts in a row, each with its first and last part."""
    result = texts[0][2]
    for before, after in pairwise(texts):
        result += _between(before[1], after[0]) + after[2]
    return result


def _between(before: Part, after: Part) -> str:
    if before.last != after.first:
        return BREAK
    return "" if before.end == after.start else " … "
