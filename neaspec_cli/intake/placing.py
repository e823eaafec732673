"""Which returned paragraph is which circulated block: by marker, by its words, by likeness.

Cells are placed by marker, by their words within the order of the tables, or by the row and column of a cell beside
them, never by likeness alone. Notes are placed among notes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from neaspec_cli.core.comparing.aligning import align
from neaspec_cli.core.comparing.likeness import Unit
from neaspec_cli.core.register.circulated import CirculatedLeaf, CirculatedText, marker_number
from neaspec_cli.intake.folding import fold, likeness
from neaspec_cli.intake.trusting import (
    ALIKE_ENOUGH,
    MOST_SEARCHES,
    are_of_another_text,
    better_elsewhere,
    meant,
)
from neaspec_cli.intake.word_views import Joined

CONTENTS_STYLE = re.compile(r"toc|contents", re.IGNORECASE)
MOST_COMPARED = 2_000
"""Paragraphs without a marker that are compared by likeness; more than that is not this plan."""


@dataclass(frozen=True)
class Target:
    """The leaves that a returned paragraph is: mostly one, more where paragraphs were joined without a mark."""

    numbers: tuple[int, ...]
    leaves: tuple[CirculatedLeaf, ...]

    @property
    def text(self) -> str:
        """The circulated words, of joined leaves with a space between."""
        return " ".join(leaf.text for leaf in self.leaves)

    def at(self, place: int) -> tuple[int, int]:
        """Which of the leaves a place in `text` is in, and where in its printed words."""
        for index, leaf in enumerate(self.leaves):
            if place <= len(leaf.text) or index == len(self.leaves) - 1:
                return index, min(place, len(leaf.text))
            place -= len(leaf.text) + 1
        return 0, 0


@dataclass
class Placement:
    """Targets by the number of the returned paragraph; tails are second halves of paragraphs split without a mark."""

    targets: dict[int, Target] = field(default_factory=dict)
    tails: dict[int, list[int]] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)
    missing: tuple[int, ...] = ()
    """Numbers of leaves that no returned paragraph is."""
    heads: dict[int, int] = field(default_factory=dict)
    """For every returned paragraph that is placed the first one of its leaf: mostly itself."""

    def put(self, number: int, target: Target, tails: Iterable[int] = ()) -> None:
        """A returned paragraph is that leaf, together with further ones."""
        self.targets[number] = target
        further = list(tails)
        if further:
            self.tails[number] = further
        self.heads.update(dict.fromkeys((number, *further), number))

    def drop(self, number: int) -> None:
        """A returned paragraph is no leaf after all."""
        self.targets.pop(number, None)
        for one in (number, *self.tails.pop(number, ())):
            self.heads.pop(one, None)

    def target_of(self, number: int) -> Target | None:
        """The leaf that a returned paragraph is, or is a later part of."""
        return self.targets.get(self.heads.get(number, -1))

    def group(self, number: int) -> tuple[int, ...]:
        """All returned paragraphs that are the same leaf as this one."""
        head = self.heads.get(number, number)
        return (head, *self.tails.get(head, ()))


def place(originals: Sequence[Joined], circulated: CirculatedText, *, is_known: bool = False) -> Placement:
    """Place every paragraph of a returned file (all changes rejected) that can be placed.

    `is_known` says that the file names this circulation as its own.
    """
    placement = Placement()
    trusts_markers = is_known or not are_of_another_text(originals, circulated)
    stories = [_story(one) for one in originals]
    for story in ("body", "note"):
        numbers = [number for number, one in enumerate(stories) if one == story]
        leaves = [
            number
            for number, leaf in enumerate(circulated.leaves)
            if (leaf.block.kind == "note") == (story == "note")
        ]
        if trusts_markers:
            _by_marker(placement, originals, circulated, numbers, set(leaves))
        _place_story(placement, originals, circulated, numbers, leaves)
    taken = {number for target in placement.targets.values() for number in target.numbers}
    placement.missing = tuple(number for number in range(len(circulated.leaves)) if number not in taken)
    placement.moved |= _out_of_order(placement, originals, circulated)
    return placement


def _story(original: Joined) -> str:
    story = original.first.story
    if story == "body":
        return "contents" if is_contents(original) else "body"
    return "note" if story.startswith(("footnote ", "endnote ")) else "other"


def is_contents(original: Joined) -> bool:
    """Does it stand in a table of contents, which the word processor makes?"""
    first = original.first
    return first.in_contents or bool(first.style and CONTENTS_STYLE.match(first.style))


def _place_story(
    placement: Placement,
    originals: Sequence[Joined],
    circulated: CirculatedText,
    numbers: Sequence[int],
    leaves: Sequence[int],
) -> None:
    _whole_cells(placement, originals, circulated, numbers, leaves)
    left = [number for number in numbers if number not in placement.heads and originals[number].text.strip()]
    taken = {one for target in placement.targets.values() for one in target.numbers}
    free = [number for number in leaves if number not in taken and circulated.leaves[number].text.strip()]
    cells = [number for number in left if originals[number].first.rows]
    others = [number for number in left if not originals[number].first.rows]
    free_cells = [number for number in free if circulated.leaves[number].block.kind == "cell"]
    free_others = [number for number in free if circulated.leaves[number].block.kind != "cell"]
    _by_words(placement, originals, circulated, others, free_others, exact_only=False)
    _by_words(placement, originals, circulated, cells, free_cells, exact_only=True)
    _by_row_and_column(placement, originals, circulated, numbers)
    _rest_of_cells(placement, originals, numbers)


def _by_marker(
    placement: Placement,
    originals: Sequence[Joined],
    circulated: CirculatedText,
    numbers: Sequence[int],
    leaves: set[int],
) -> None:
    claims: dict[int, list[int]] = defaultdict(list)
    joins: dict[int, tuple[int, ...]] = {}
    by_text: dict[str, list[int]] = defaultdict(list)
    for leaf in sorted(leaves):
        by_text[fold(circulated.leaves[leaf].text).text].append(leaf)
    searches = iter(range(MOST_SEARCHES))
    for number in numbers:
        marked = dict.fromkeys(marker_number(name) - 1 for name in originals[number].bookmarks)
        named = meant(originals[number].text, [leaf for leaf in marked if leaf in leaves], circulated)
        if named and not better_elsewhere(originals[number].text, named[0], circulated, by_text, searches):
            claims[named[0]].append(number)
            joins[number] = tuple(named)
    for leaf, claimants in sorted(claims.items()):
        chosen = max(claimants, key=lambda one: likeness(originals[one].text, circulated.leaves[leaf].text))
        named = [one for one in joins[chosen] if one == leaf or one not in claims]
        rising = named[: next((n for n, one in enumerate(named) if one != leaf + n), len(named))]
        placement.put(chosen, target_of(circulated, rising))
        tails = [one for one in claimants if one > chosen and originals[one].text.strip()]
        heads = [one for one in claimants if one < chosen and originals[one].text.strip()]
        if tails or heads:
            _split_without_mark(placement, originals, circulated, leaf, (*heads, chosen, *tails))


def _split_without_mark(
    placement: Placement,
    originals: Sequence[Joined],
    circulated: CirculatedText,
    leaf: int,
    parts: tuple[int, ...],
) -> None:
    """Several paragraphs bear one marker: halves of one paragraph when together they are more like it."""
    chosen = next(one for one in parts if one in placement.targets)
    whole = " ".join(originals[one].text for one in parts)
    words = circulated.leaves[leaf].text
    if likeness(whole, words) > likeness(originals[chosen].text, words):
        placement.put(parts[0], placement.targets.pop(chosen), parts[1:])


def _by_words(
    placement: Placement,
    originals: Sequence[Joined],
    circulated: CirculatedText,
    numbers: Sequence[int],
    leaves: Sequence[int],
    *,
    exact_only: bool,
) -> None:
    if not numbers or not leaves:
        return
    old = [_unit(circulated.leaves[leaf].text) for leaf in leaves]
    new = [_unit(originals[number].text) for number in numbers]
    if exact_only or len(new) > MOST_COMPARED:
        known = {one.key for one in old}
        kept = [index for index, one in enumerate(new) if one.key in known]
    else:
        kept = list(range(len(new)))
    found = align(old, [new[index] for index in kept])
    for pairs, strayed in ((found.pairs, False), (found.strays, True)):
        for i, j in pairs:
            number = numbers[kept[j]]
            same = old[i].key == new[kept[j]].key
            if same or (not exact_only and likeness(old[i].text, new[kept[j]].text) >= ALIKE_ENOUGH):
                placement.put(number, target_of(circulated, [leaves[i]]))
                if strayed:
                    placement.moved.add(number)


def _by_row_and_column(
    placement: Placement, originals: Sequence[Joined], circulated: CirculatedText, numbers: Iterable[int]
) -> None:
    """Cells in a row of which another cell is known."""
    rows: dict[tuple[int, int], tuple[str, int, int]] = {}
    seats: dict[tuple[str, int, int, int], int] = {}
    for index, leaf in enumerate(circulated.leaves):
        if leaf.block.kind == "cell" and leaf.block.part == 1:
            seats[(leaf.section, leaf.block.table, *leaf.block.path)] = index  # type: ignore[index]
    for number, target in placement.targets.items():
        row, block = originals[number].first.rows[-1:], target.leaves[0].block
        if row and block.kind == "cell" and originals[number].first.column == block.path[1]:
            rows[(row[0].table, row[0].number)] = (target.leaves[0].section, block.table, block.path[0])
    taken = {one for target in placement.targets.values() for one in target.numbers}
    rest = {first: further for first, *further in _cells(placement, originals, numbers)}
    for number in numbers:
        row, column = originals[number].first.rows[-1:], originals[number].first.column
        if not row or number in placement.heads:
            continue
        known = rows.get((row[0].table, row[0].number))
        seat = seats.get((*known, column)) if known else None
        if seat is not None and seat not in taken:
            placement.put(number, target_of(circulated, [seat]), rest.get(number, ()))
            taken.add(seat)


def _whole_cells(
    placement: Placement,
    originals: Sequence[Joined],
    circulated: CirculatedText,
    numbers: Sequence[int],
    leaves: Sequence[int],
) -> None:
    """Cells of several paragraphs that together read as a circulated cell does, in the order of the tables."""
    taken = {one for target in placement.targets.values() for one in target.numbers}
    by_text: dict[str, deque[int]] = defaultdict(deque)
    for leaf in leaves:
        if leaf not in taken and circulated.leaves[leaf].block.kind == "cell":
            by_text[fold(circulated.leaves[leaf].text).text].append(leaf)
    for first, *further in _cells(placement, originals, numbers) if by_text else ():
        same = by_text.get(fold(" ".join(originals[one].text for one in (first, *further))).text)
        if further and same:
            placement.put(first, target_of(circulated, [same.popleft()]), further)


def _rest_of_cells(placement: Placement, originals: Sequence[Joined], numbers: Iterable[int]) -> None:
    """What else was written into a cell that is known belongs to it: a cell of the plan is one paragraph."""
    inside: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        one = originals[number]
        if one.first.rows and (number in placement.heads or one.text.strip()):
            inside[one.first.container].append(number)
    for cell in inside.values():
        heads = {placement.heads[number] for number in cell if number in placement.heads}
        if len(heads) == 1 and len(cell) > 1:
            placement.put(cell[0], placement.targets.pop(heads.pop()), cell[1:])


def _cells(placement: Placement, originals: Sequence[Joined], numbers: Iterable[int]) -> list[list[int]]:
    """The paragraphs with words of each cell of which nothing is placed."""
    inside: dict[int, list[int]] = defaultdict(list)
    known: set[int] = set()
    for number in numbers:
        one = originals[number]
        if one.first.rows and number in placement.heads:
            known.add(one.first.container)
        elif one.first.rows and one.text.strip():
            inside[one.first.container].append(number)
    return [cell for container, cell in inside.items() if container not in known]


def _out_of_order(placement: Placement, originals: Sequence[Joined], circulated: CirculatedText) -> set[int]:
    """Paragraphs of the body that no longer stand in the order of their leaves: all but the longest rising chain."""
    numbers = [
        number
        for number in sorted(placement.targets)
        if not originals[number].first.rows and placement.targets[number].leaves[0].block.kind != "note"
    ]
    sequence = [placement.targets[number].numbers[0] for number in numbers]
    chain = longest_rising(sequence)
    return {number for index, number in enumerate(numbers) if index not in chain}


def longest_rising(sequence: Sequence[int]) -> set[int]:
    """The places of a longest chain of rising numbers in a sequence."""
    ends: list[int] = []
    tops: list[int] = []
    back: list[int] = []
    for index, value in enumerate(sequence):
        seat = bisect_left(tops, value)
        back.append(ends[seat - 1] if seat else -1)
        tops[seat : seat + 1] = [value]
        ends[seat : seat + 1] = [index]
    chain: set[int] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.add(index)
        index = back[index]
    return chain


def _unit(text: str) -> Unit:
    folded = fold(text).text
    return Unit("paragraph", folded, folded)


def target_of(circulated: CirculatedText, numbers: Sequence[int]) -> Target:
    """The leaves of these numbers as what a returned paragraph is."""
    return Target(tuple(numbers), tuple(circulated.leaves[number] for number in numbers))
