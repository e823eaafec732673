"""Where the blocks and words of one revision stand in another."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from neaspec_cli.core.comparing.elsewhere import Elsewhere
from neaspec_cli.core.comparing.passages import with_passages
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.prosediff import BREAK, Change, Fate, compare

State = Literal["same", "drifted", "moved", "split", "joined", "gone", "ambiguous"]

STATE_OF: dict[Fate, State] = {
    "same": "same",
    "formatted": "same",
    "edited": "drifted",
    "moved": "moved",
    "split": "split",
    "joined": "joined",
}
WORST_FIRST: tuple[State, ...] = ("gone", "ambiguous", "drifted", "split", "joined", "moved", "same")


@dataclass(frozen=True)
class Followed:
    """A place in the new blocks, `text[start:end]` of one of them; `block` is None where the block is
    gone.

    same: the words are unchanged; drifted: they were changed or replaced; moved, split, joined: the words
    are unchanged, their block is not; gone: they were taken out, `block` is where they stood; ambiguous:
    the block stands several times and nothing tells which copy it is.
    """

    block: int | None
    state: State
    start: int = 0
    end: int = 0


GONE = Followed(None, "gone")


class Following:
    """Places carried from one sequence of blocks to another, by what `compare` found."""

    def __init__(self, old: Sequence[Block], new: Sequence[Block], changes: Sequence[Change]) -> None:
        self.old = old
        self.new = new
        self.changes = changes
        self._change_of = {index: change for change in changes for index in change.old}
        self._maps: dict[tuple[int, ...], _Map] = {}

    def block(self, index: int) -> Followed:
        """Where a whole old block stands; of a split one the first part, of a joined one its stretch."""
        change = self._change_of[index]
        if not change.new:
            return GONE
        state: State = "ambiguous" if index in self._uncertain else STATE_OF[change.kind]
        if change.kind == "joined":
            found = self._map(change).place(change.old.index(index), 0, len(self.old[index].text))
            return replace(found, state=state)
        return Followed(change.new[0], state, 0, len(self.new[change.new[0]].text))

    def place(self, index: int, start: int, end: int) -> Followed:
        """Where `text[start:end]` of an old block stands; an empty stretch is a point between two
        characters.
        """
        change = self._change_of[index]
        if change.kind in ("same", "formatted"):
            found = Followed(change.new[0], "same", start, end)
        else:
            found = self._map(change).place(change.old.index(index), start, end) if change.new else GONE
        if found.state in ("gone", "drifted"):
            found = self._elsewhere(index, start, end) or found
        uncertain = index in self._uncertain and found.state != "gone"
        return replace(found, state="ambiguous") if uncertain else found

    def _elsewhere(self, index: int, start: int, end: int) -> Followed | None:
        """Where words went that their block lost."""
        there = self._went.place(index, start, end)
        if there is None:
            return None
        block, at, to = there
        is_same = self.new[block].text[at:to] == self.old[index].text[start:end]
        return Followed(block, "moved" if is_same else "drifted", at, to)

    @cached_property
    def _went(self) -> Elsewhere:
        return Elsewhere(self.old, self.new, self.changes)

    def _map(self, change: Change) -> _Map:
        if change.old not in self._maps:
            self._maps[change.old] = _Map(change, self.old, self.new)
        return self._maps[change.old]

    @cached_property
    def _uncertain(self) -> frozenset[int]:
        """Old blocks of which there are more copies on one side, and whose neighbours did not come along."""
        copies_old = Counter((block.kind, block.text) for block in self.old)
        copies_new = Counter((block.kind, block.text) for block in self.new)
        one = {
            change.old[0]: change.new[0] for change in self.changes if len(change.old) == len(change.new) == 1
        }
        one |= {-1: -1, len(self.old): len(self.new)}
        found = set()
        for i, j in one.items():
            key = (self.old[i].kind, self.old[i].text) if 0 <= i < len(self.old) else None
            if key is None or copies_old[key] == copies_new[key] or self.new[j].text != key[1]:
                continue
            if one.get(i - 1) != j - 1 and one.get(i + 1) != j + 1:
                found.add(i)
        return frozenset(found)


def follow(old: Sequence[Block], new: Sequence[Block]) -> Following:
    """How to get from places in `old` to places in `new`."""
    return Following(old, new, with_passages(compare(old, new)))


def then(first: Following, second: Following) -> Following:
    """One step after another: places of the first's old text in the second's new text."""
    return _Steps(first, second)


class _Steps(Following):
    """Two steps as one; the worse of the two states counts."""

    def __init__(self, first: Following, second: Following) -> None:
        super().__init__(first.old, second.new, ())
        self._first = first
        self._second = second

    def block(self, index: int) -> Followed:
        middle = self._first.block(index)
        if middle.block is None:
            return middle
        is_whole = (middle.start, middle.end) == (0, len(self._first.new[middle.block].text))
        return _worse(middle, self._second.block(middle.block) if is_whole else self._onwards(middle))

    def place(self, index: int, start: int, end: int) -> Followed:
        middle = self._first.place(index, start, end)
        return _worse(middle, self._onwards(middle))

    def _onwards(self, middle: Followed) -> Followed:
        if middle.block is None:
            return middle
        return self._second.place(middle.block, middle.start, middle.end)


def _worse(one: Followed, other: Followed) -> Followed:
    return replace(other, state=min(one.state, other.state, key=WORST_FIRST.index))


@dataclass(frozen=True)
class _Stretch:
    """A kept stretch, or one deleted or replaced, in the joined old and new texts."""

    old: int
    old_end: int
    new: int
    new_end: int
    kept: bool
    blank: bool
    """Holds nothing but space."""


class _Map:
    """Offsets in the blocks of one change, old to new."""

    def __init__(self, change: Change, old: Sequence[Block], new: Sequence[Block]) -> None:
        self.news = change.new
        self.unchanged: State = "same" if change.kind == "edited" else STATE_OF[change.kind]
        self.starts_old = _starts([old[i].text for i in change.old])
        self.lengths = [len(new[j].text) for j in change.new]
        self.starts_new = _starts([new[j].text for j in change.new])
        self.stretches = _stretches(change)
        self.firsts = [stretch.old for stretch in self.stretches]

    def place(self, part: int, start: int, end: int) -> Followed:
        """Where `text[start:end]` of the change's `part`-th old block stands."""
        start, end = start + self.starts_old[part], end + self.starts_old[part]
        touched = self._touching(start, end)
        at, to = self._start(start, touched), self._end(end, touched)
        state: State = "drifted" if any(not one.kept and not one.blank for one in touched) else self.unchanged
        if start < end and all(not one.kept for one in touched) and at == to:
            state = "gone"
        return self._in_block(at, max(at, to), state)

    def _touching(self, start: int, end: int) -> list[_Stretch]:
        """Stretches that hold some of the characters, or a point; of two that meet in a point the first."""
        if not self.stretches:
            return []
        number = max(0, bisect_right(self.firsts, start) - 1)
        if start == end:
            while number > 0 and self.stretches[number].old >= start:
                number -= 1
            first = self.stretches[number]
            return [first] if first.old < first.old_end else []
        while number > 0 and self.stretches[number].old == self.stretches[number - 1].old:
            number -= 1
        found = []
        for one in self.stretches[number:]:
            if one.old >= end:
                break
            if one.old_end > start or (one.old == one.old_end and one.old > start):
                found.append(one)
        return found

    def _start(self, start: int, touched: Sequence[_Stretch]) -> int:
        if not touched:
            return 0
        first = touched[0]
        return first.new + min(start, first.old_end) - first.old if first.kept else first.new

    def _end(self, end: int, touched: Sequence[_Stretch]) -> int:
        if not touched:
            return 0
        last = touched[-1]
        return last.new + min(end, last.old_end) - last.old if last.kept else last.new_end

    def _in_block(self, start: int, end: int, state: State) -> Followed:
        number = bisect_right(self.starts_new, start) - 1
        if end > start == self.starts_new[number] + self.lengths[number] and number + 1 < len(self.news):
            number += 1
        at, length = self.starts_new[number], self.lengths[number]
        return Followed(self.news[number], state, min(max(0, start - at), length), min(end - at, length))


def _starts(texts: Sequence[str]) -> list[int]:
    starts = [0]
    for text in texts[:-1]:
        starts.append(starts[-1] + len(text) + len(BREAK))
    return starts


def _stretches(change: Change) -> list[_Stretch]:
    """The runs; deletions and what replaces them are one."""
    found: list[_Stretch] = []
    old = new = 0
    for run in change.runs:
        old_end = old + (len(run.text) if run.op != "insert" else 0)
        new_end = new + (len(run.text) if run.op != "delete" else 0)
        last = found[-1] if found else None
        if run.op != "keep" and last and not last.kept:
            blank = last.blank and run.text.isspace()
            found[-1] = replace(last, old_end=old_end, new_end=new_end, blank=blank)
        else:
            found.append(_Stretch(old, old_end, new, new_end, run.op == "keep", run.text.isspace()))
        old, new = old_end, new_end
    return found
