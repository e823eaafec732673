"""What every source wants as tracked changes on one text, so that accepting those of one alone gives its text.

Changes of several in the same words are one change of all of them. A source that takes a block away, or moves it,
changes nothing else in it. A second wish of one source for the same words is that of a source of its own, `JPN (2)`.
What no tracked change can say is left over, to be told beside the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from neaspec_cli.core.comparing.sliding import trimmed
from neaspec_cli.core.compiling.printing import outwards
from neaspec_cli.core.compiling.side_by_side import applied, asked_words, compatible
from neaspec_cli.core.compiling.wants import (
    DELETE,
    DELETE_NOTE,
    DELETE_ROW,
    JOIN,
    JOIN_CLOSE,
    MOVE,
    NEW_NOTE,
    Act,
    Arrival,
    Want,
    Words,
    comes_at,
    following,
    row_of,
)
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.core.text.table_rows import parsed_rows
from neaspec_cli.core.text.words import tokens

_IN_PLACE = frozenset({"cell", "note", "caption"})
"""Kinds of block whose paragraph stays where it is: their words alone go elsewhere or come in."""
MOST_WISHES = 9
"""So many wishes of one source for the same words are told apart."""
_JOINS = (JOIN, JOIN_CLOSE)


@dataclass(frozen=True)
class By:
    """Who wants a change, in alphabetical order, and since when: the earliest day or moment."""

    holders: tuple[str, ...]
    date: str


@dataclass(frozen=True)
class Coming:
    """New paragraphs or a new row; of a block that moves here, its number is `source`."""

    arrival: Arrival
    by: By
    source: int = -1


@dataclass(frozen=True)
class Tracked:
    """Changes by the number of their block: words, blocks that go, words between two that are joined, rows that go."""

    edits: Mapping[int, tuple[tuple[Words, By], ...]]
    gone: Mapping[int, By]
    joins: Mapping[int, tuple[tuple[str, By], ...]]
    rows: Mapping[int, By]
    """By the first block of the row."""
    notes: Mapping[int, tuple[tuple[Act, By], ...]]
    coming: tuple[Coming, ...]
    left: tuple[Want, ...]

    @property
    def holders(self) -> list[str]:
        """All who want any of it, second wishes of one told apart."""
        found = [
            by for some in (self.edits, self.joins, self.notes) for pairs in some.values() for _, by in pairs
        ]
        found += [*self.gone.values(), *self.rows.values(), *(one.by for one in self.coming)]
        return sorted({holder for by in found for holder in by.holders})


def tracked(
    blocks: Sequence[Block],
    wants: Iterable[Want],
    is_joinable: Callable[[int], bool],
    is_in_flow: Callable[[int], bool],
) -> Tracked:
    """The changes.

    `is_joinable` tells whether a block and the one after it stand in one flow of paragraphs, `is_in_flow` whether a
    block, or the table that it is in, stands in that of the document.
    """
    gathered = _Gathering(blocks, is_joinable, is_in_flow)
    known = [_narrowed(one, blocks) for one in wants]
    waiting = known
    for number in range(1, MOST_WISHES + 1):
        for holder in sorted({one.holder for one in waiting}):
            gathered.take(holder, [one for one in waiting if one.holder == holder], [*known, *waiting])
        waiting = [replace(one, holder=_again(one.holder, number + 1)) for one in gathered.further]
        gathered.further = []
    gathered.left += waiting
    return gathered.made()


def _again(holder: str, number: int) -> str:
    return f"{holder.partition(' (')[0]} ({number})"


def _narrowed(want: Want, blocks: Sequence[Block]) -> Want:
    """A replacement less the words that it only repeats, so that the same change of several is known as one."""
    words = want.what
    if not isinstance(words, Words) or words.start == words.end or not words.new:
        return want
    before = tokens(blocks[words.block].text[words.start : words.end])
    after = tokens(words.new)
    i1, i2, j1, j2 = trimmed((0, len(before), 0, len(after)), before, after)
    if i1 == i2 and j1 == j2:
        return want
    start = words.start + len("".join(before[:i1]))
    end = start + len("".join(before[i1:i2]))
    return replace(want, what=Words(words.block, start, end, "".join(after[j1:j2])))


class _Gathering:
    """Takes in one source after the other; equal changes become one with all who want it."""

    def __init__(
        self,
        blocks: Sequence[Block],
        is_joinable: Callable[[int], bool],
        is_in_flow: Callable[[int], bool],
    ) -> None:
        self.blocks = blocks
        self.is_joinable = is_joinable
        self.is_in_flow = is_in_flow
        self.further: list[Want] = []
        """Wishes of a source that exclude others of its own."""
        self.edits: dict[Words, list[Want]] = defaultdict(list)
        self.gone: dict[int, list[Want]] = defaultdict(list)
        self.joins: dict[tuple[int, str], list[Want]] = defaultdict(list)
        self.rows: dict[int, list[Want]] = defaultdict(list)
        self.notes: dict[Act, list[Want]] = defaultdict(list)
        self.coming: dict[tuple[Arrival, int], list[Want]] = defaultdict(list)
        self.left: list[Want] = []

    def take(self, holder: str, mine: Sequence[Want], everybody: Sequence[Want]) -> None:
        """All that one source wants."""
        rows = self._rows(mine)
        away = {one.what.block: one for one in mine if isinstance(one.what, Act) and self._goes(one.what)}
        away = {block: one for block, one in away.items() if block not in rows}
        for want in mine:
            match want.what:
                case Arrival():
                    self._arrives(want, want.what)
                case Act(name=name) if want.what.block not in rows and want.what.block not in away:
                    self._acts(want, want.what, name, mine, away, rows)
                case Act() if want.what.name != DELETE_ROW and away.get(want.what.block) is not want:
                    self.left.append(want)
        for block in {one.what.block for one in mine if isinstance(one.what, Words)}:
            self._words(holder, block, away.get(block), block in rows, everybody)
        for block, want in away.items():
            self._leaves(block, want, holder, everybody)

    def _rows(self, mine: Sequence[Want]) -> set[int]:
        """Every block of the rows that go."""
        found: set[int] = set()
        for want in mine:
            if isinstance(want.what, Act) and want.what.name == DELETE_ROW:
                if self.blocks[want.what.block].kind != "cell":
                    self.left.append(want)
                    continue
                first, after = row_of(self.blocks, want.what.block)
                self.rows[first].append(want)
                for block in range(first, after):
                    if self.blocks[block].kind == "cell" and self.blocks[block].text and block not in found:
                        self.edits[Words(block, 0, len(self.blocks[block].text), "")].append(want)
                found |= set(range(first, after))
        return found

    def _goes(self, act: Act) -> bool:
        if act.name == DELETE:
            return True
        kinds = {self.blocks[act.block].kind, self.blocks[act.to].kind}
        return act.name == MOVE and act.to != act.block and "note" not in kinds

    def _arrives(self, want: Want, arrival: Arrival) -> None:
        has_no_place = not self.is_in_flow(arrival.block) or not parsed_rows("\n".join(arrival.texts))
        if arrival.form == "table" and has_no_place:
            self.left.append(want)
        else:
            self.coming[arrival, -1].append(want)

    def _acts(
        self,
        want: Want,
        act: Act,
        name: str,
        mine: Sequence[Want],
        away: Mapping[int, Want],
        rows: set[int],
    ) -> None:
        after = following(self.blocks, act.block)
        if name in (NEW_NOTE, DELETE_NOTE) and self.blocks[act.block].kind != "note":
            self.notes[act].append(want)
        elif name in _JOINS and not {after} & {*away, *rows} and self._is_joined(act.block, after, mine):
            self.joins[act.block, act.words or ("" if name == JOIN_CLOSE else " ")].append(want)
        elif name in _JOINS and not {after} & {*away, *rows} and self._takes_words(act.block, after, mine):
            text, more = (self.blocks[one].text for one in (act.block, after))
            between = act.words or ("" if name == JOIN_CLOSE else " ")
            self.edits[Words(act.block, len(text), len(text), between + more)].append(want)
            self.edits[Words(after, 0, len(more), "")].append(want)
        else:
            self.left.append(want)

    def _takes_words(self, block: int, after: int, mine: Sequence[Want]) -> bool:
        """Whether the words of the next cell or caption can come to a block, whose paragraphs stay where they are."""
        if after >= len(self.blocks) or not {self.blocks[one].kind for one in (block, after)} & {
            "cell",
            "caption",
        }:
            return False
        others = [one.what for one in mine if not isinstance(one.what, Arrival)]
        is_alone = sum(one.block in (block, after) for one in others) == 1
        has_note = any(mark.kind == "note" for mark in self.blocks[after].marks)
        return is_alone and not has_note and bool(self.blocks[after].text)

    def _is_joined(self, block: int, after: int, mine: Sequence[Want]) -> bool:
        """Nothing that the source itself wants comes in between, nor does it join them in two ways."""
        kinds = {self.blocks[one].kind for one in (block, after) if one < len(self.blocks)}
        places = {comes_at(self.blocks, one.what) for one in mine if isinstance(one.what, Arrival)}
        places |= {
            one.what.to if one.what.where == "before" else following(self.blocks, one.what.to)
            for one in mine
            if isinstance(one.what, Act) and one.what.name == MOVE
        }
        joins = {
            one.what
            for one in mine
            if isinstance(one.what, Act) and one.what.block == block and one.what.name in _JOINS
        }
        is_free = after not in places and len(joins) == 1
        return is_free and not kinds & _IN_PLACE and self.is_joinable(block)

    def _words(
        self, holder: str, block: int, away: Want | None, in_row: bool, everybody: Sequence[Want]
    ) -> None:
        mine = self._asked(holder, block, everybody)
        chosen = set(compatible(words for _, words in mine)[0])
        for want, words in mine:
            is_moved = away is not None and isinstance(away.what, Act) and away.what.name == MOVE
            if in_row or (away is not None and not is_moved):
                self.left.append(want)
            elif words not in chosen:
                (self.further if away is None else self.left).append(want)
            elif away is None:
                self.edits[words].append(want)

    def _asked(self, holder: str, block: int, everybody: Sequence[Want]) -> list[tuple[Want, Words]]:
        of_block = [one for one in everybody if isinstance(one.what, Words) and one.what.block == block]
        asked = asked_words(self.blocks[block].text, of_block)
        return [(want, words) for want, words in asked if want.holder == holder]

    def _leaves(self, block: int, want: Want, holder: str, everybody: Sequence[Want]) -> None:
        """A block is taken out; one that moves comes in elsewhere with its words as the source wants them."""
        assert isinstance(want.what, Act)
        text = self.blocks[block].text
        self.gone[block].append(want)
        if text:
            self.edits[Words(block, 0, len(text), "")].append(want)
        if want.what.name == MOVE:
            words = compatible(words for _, words in self._asked(holder, block, everybody))[0]
            texts = tuple(part for part in applied(text, words).split(BREAK) if part)
            self.coming[Arrival(want.what.to, want.what.where, "moved", texts or ("",)), block].append(want)

    def made(self) -> Tracked:
        """Everything taken in."""
        edits: dict[int, list[tuple[Words, By]]] = defaultdict(list)
        for words, wants in sorted(self.edits.items()):
            edits[words.block].append((words, _by(wants)))
        joins: dict[int, list[tuple[str, By]]] = defaultdict(list)
        for (block, between), wants in sorted(self.joins.items()):
            joins[block].append((between, _by(wants)))
        notes: dict[int, list[tuple[Act, By]]] = defaultdict(list)
        for act, wants in sorted(self.notes.items()):
            notes[act.block].append((act, _by(wants)))
        coming = [Coming(arrival, _by(wants), source) for (arrival, source), wants in self.coming.items()]
        coming.sort(
            key=lambda one: (comes_at(self.blocks, one.arrival), outwards(one.arrival, one.by.holders))
        )
        return Tracked(
            {block: tuple(found) for block, found in edits.items()},
            {block: _by(wants) for block, wants in self.gone.items()},
            {block: tuple(found) for block, found in joins.items()},
            {block: _by(wants) for block, wants in self.rows.items()},
            {block: tuple(found) for block, found in notes.items()},
            tuple(coming),
            tuple(sorted(self.left, key=lambda one: (one.holder, one.key))),
        )


def _by(wants: Iterable[Want]) -> By:
    known = list(wants)
    dates = [one.date for one in known if one.date]
    return By(tuple(sorted({one.holder for one in known})), min(dates, default=""))
