"""Which words of the circulated text stand where on the pages of its PDF.

The letters of the PDF are set against the words of the blocks, spaces and hyphens left out on both sides. Long blocks
are found first, each only where it stands once and in its turn; short ones then between them, from the end backwards,
so that a heading is not mistaken for its line in the table of contents. A block that breaks over a page goes on at the
top of the next.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from neaspec_cli.core.register.circulated import CirculatedLeaf
from neaspec_cli.intake import guard
from neaspec_cli.intake.pdf_glyphs import Glyph

HYPHENS = "-\u00ad\u2010"
LONG = 30
"""Letters from which on a block is looked for by itself."""
NEAR = 18.0
"""How far from a line, in points, a sign in the margin may stand that is meant for it."""
GAP = 2.5
"""How far, in points, a caret may stand from the edge of a word and still be between words."""
MOST_LOOKED_AT = 3_000_000
"""Letters and lines that all marks together may lie over: a thousand pages marked from top to bottom."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@dataclass(frozen=True)
class Stretch:
    """Words of one block: `text[start:end]` of what is printed of it."""

    leaf: CirculatedLeaf
    start: int
    end: int

    @property
    def is_whole(self) -> bool:
        """Are these all of its words?"""
        return not (self.leaf.text[: self.start].strip() or self.leaf.text[self.end :].strip())


@dataclass
class _Letters:
    """A block's letters without spaces, and where each stands in its printed words."""

    text: str
    places: list[int]


@dataclass(frozen=True)
class _Line:
    """Letters of blocks on one line of a page, each with the number of its block and its place in it."""

    bottom: float
    top: float
    letters: tuple[tuple[Glyph, int, int], ...]


@dataclass
class Places:
    """The letters of the PDF with the block and the place in it that each one is."""

    glyphs: Sequence[Glyph]
    leaves: Sequence[CirculatedLeaf]
    seats: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By number of the glyph the number of its leaf and the place in its printed words."""
    looked_at: int = 0
    """Lines and letters so far."""

    @cached_property
    def _lines(self) -> dict[int, list[_Line]]:
        """The lines of each page, from the lowest up."""
        found: dict[int, dict[float, list[tuple[Glyph, int, int]]]] = {}
        for number, (leaf, place) in self.seats.items():
            glyph = self.glyphs[number]
            found.setdefault(glyph.page, {}).setdefault(round(glyph.line, 1), []).append((glyph, leaf, place))
        return {page: [_line(here) for _, here in sorted(lines.items())] for page, lines in found.items()}

    def _between(self, page: int, bottom: float, top: float) -> Iterator[_Line]:
        return (one for one in self._lines.get(page, ()) if one.bottom <= top and one.top >= bottom)

    def under(self, page: int, boxes: Iterable[Box]) -> list[Stretch]:
        """The words under some boxes, block by block in reading order; a letter counts where its middle is."""
        found: dict[int, list[int]] = {}
        for left, bottom, right, top in boxes:
            lines = list(self._between(page, bottom, top))
            self._count(len(self._lines.get(page, ())) + sum(len(line.letters) for line in lines))
            for glyph, leaf, place in (one for line in lines for one in line.letters):
                x, y = (glyph.left + glyph.right) / 2, glyph.line + glyph.size / 4
                if left <= x <= right and bottom <= y <= top:
                    found.setdefault(leaf, []).append(place)
        return [
            Stretch(self.leaves[leaf], min(places), max(places) + 1) for leaf, places in sorted(found.items())
        ]

    def _count(self, number: int) -> None:
        self.looked_at += number
        if self.looked_at > MOST_LOOKED_AT:
            raise guard.TooMuch(f"its annotations cover more than {MOST_LOOKED_AT:,} letters in all")

    def beside(self, page: int, box: Box) -> list[CirculatedLeaf]:
        """The blocks of the lines beside a box; where there is none, that of the nearest line."""
        middle = (box[1] + box[3]) / 2
        level = sorted({leaf for line in self._between(page, box[1], box[3]) for _, leaf, _ in line.letters})
        if level:
            return [self.leaves[leaf] for leaf in level]
        lines = self._lines.get(page, ())
        near = min(lines, key=lambda one: abs((one.bottom + one.top) / 2 - middle), default=None)
        if near is None or min(abs(near.bottom - middle), abs(near.top - middle)) > NEAR:
            return []
        return [self.leaves[leaf] for leaf in sorted({leaf for _, leaf, _ in near.letters})]

    def gap(self, page: int, box: Box) -> Stretch | None:
        """The place between two words that a caret stands at, as an empty stretch; None where that is not certain."""
        at, height = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        line = [one for here in self._between(page, height, height) for one in here.letters]
        leaves = {leaf for _, leaf, _ in line}
        if len(leaves) != 1:
            return None
        leaf = self.leaves[leaves.pop()]
        ends = [(abs(one.right - at), place + 1) for one, _, place in line if _is_edge(leaf.text, place + 1)]
        starts = [(abs(one.left - at), place) for one, _, place in line if _is_edge(leaf.text, place)]
        distance, place = min([*ends, *starts], default=(GAP + 1, 0))
        inside = any(one.left + GAP < at < one.right - GAP for one, _, _ in line)
        wide = any(one.right <= at <= two.left for (one, _, _), (two, _, _) in pairwise(line))
        return Stretch(leaf, place, place) if not inside and (distance <= GAP or wide) else None


def _line(letters: list[tuple[Glyph, int, int]]) -> _Line:
    ordered = tuple(sorted(letters, key=lambda one: one[0].left))
    return _Line(min(one.bottom for one, _, _ in ordered), max(one.top for one, _, _ in ordered), ordered)


def places(glyphs: Iterable[Glyph], leaves: Sequence[CirculatedLeaf]) -> Places:
    """The letters of a PDF set against the blocks that it prints."""
    letters = [one for one in glyphs if _counts(one.text)]
    found = Places(letters, leaves)
    _Fitting(found).fit()
    return found


class _Fitting:
    """Blocks found in the run of letters."""

    def __init__(self, found: Places) -> None:
        self.found = found
        self.run = "".join(_lower(one.text) for one in found.glyphs)
        self.pages = [one.page for one in found.glyphs]
        self.blocks = [_letters(one) for one in found.leaves]
        self.starts: dict[int, int] = {}
        self.ends: dict[int, int] = {}

    def fit(self) -> None:
        body = [number for number, one in enumerate(self.found.leaves) if one.block.kind != "note"]
        notes = [number for number, one in enumerate(self.found.leaves) if one.block.kind == "note"]
        for order in (body, notes):
            self._long(order)
            self._short(order)

    def _long(self, order: Sequence[int]) -> None:
        """Blocks of many letters that stand once, in the order of the text."""
        at = 0
        for number in order:
            text = self.blocks[number].text
            if len(text) < LONG:
                continue
            start = self.run.find(text, at)
            if start < 0:
                self._break(number, at)
            elif self.run.find(text, start + 1) < 0:
                self._seat(number, 0, start, len(text))
            at = max(at, self.ends.get(number, 0))

    def _break(self, number: int, at: int) -> None:
        """Seat a block that goes on at the top of a later page, where it first begins so that all of it is there."""
        text = self.blocks[number].text
        start = self.run.find(text[:LONG], at)
        while start >= 0:
            parts = list(self._parts(text, start))
            if sum(length for _, _, length in parts) == len(text):
                for part in parts:
                    self._seat(number, *part)
                return
            start = self.run.find(text[:LONG], start + 1)

    def _parts(self, text: str, start: int) -> Iterator[tuple[int, int, int]]:
        """As much of a block as goes on from a place over the pages: from which letter, where, how many letters."""
        here, done = start, 0
        while 0 <= here < len(self.run):
            same = _common(text, done, self.run, here)
            yield done, here, same
            done += same
            if done == len(text) or not same:
                return
            page = self.pages[min(here + same, len(self.pages) - 1)]
            top, end = bisect_left(self.pages, page + 1), bisect_left(self.pages, page + 2)
            here = self.run.find(text[done : done + LONG], top, end)

    def _short(self, order: Sequence[int]) -> None:
        """What is left, from the end backwards, between the blocks that are known."""
        before = [0] * len(order)
        for place in range(1, len(order)):
            before[place] = max(before[place - 1], self.ends.get(order[place - 1], 0))
        limit = len(self.run)
        for place in reversed(range(len(order))):
            number = order[place]
            if number not in self.starts:
                text = self.blocks[number].text
                start = self.run.rfind(text, before[place], limit) if text else -1
                if start >= 0:
                    self._seat(number, 0, start, len(text))
            limit = min(limit, self.starts.get(number, limit))

    def _seat(self, number: int, first: int, start: int, length: int) -> None:
        self.starts.setdefault(number, start)
        self.ends[number] = start + length
        for offset in range(length):
            self.found.seats[start + offset] = (number, self.blocks[number].places[first + offset])


def _letters(leaf: CirculatedLeaf) -> _Letters:
    kept = [(place, one) for place, one in enumerate(leaf.text) if _counts(one)]
    return _Letters("".join(_lower(one) for _, one in kept), [place for place, _ in kept])


def _counts(character: str) -> bool:
    """Is it a letter to go by? Hyphens are not, since lines end in some that the text does not have."""
    return not character.isspace() and character not in HYPHENS


def _lower(character: str) -> str:
    """Headings may be printed in capitals; a letter stays one letter."""
    lower = character.lower()
    return lower if len(lower) == 1 else character


def _common(one: str, at: int, other: str, there: int) -> int:
    """How many characters are the same from there on."""
    length = 0
    while (
        at + length < len(one) and there + length < len(other) and one[at + length] == other[there + length]
    ):
        length += 1
    return length


def _is_edge(text: str, place: int) -> bool:
    """Does a word begin or end there?"""
    before, after = text[place - 1 : place], text[place : place + 1]
    return not (before.isalnum() and after.isalnum())
