"""Where the blocks and words of one revision stand in another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.prosediff import Change, compare

State = Literal["same", "drifted", "moved", "split", "joined", "gone", "ambiguous"]


@dataclass(frozen=True)
class Followed:
    """A place in the new blocks; `block` is None when it is gone.

    same: these words stand unchanged; drifted: they were changed; moved, split, joined: the words are
    unchanged, their block is not.
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

    def block(self, index: int) -> Followed:
        """Where an old block stands."""
        return self.place(index, 0, len(self.old[index].text))

    def place(self, index: int, start: int, end: int) -> Followed:
        """Where `text[start:end]` of an old block stands."""
        change = self._change_of[index]
        if not change.new:
            return GONE
        block = change.new[0]
        if change.kind == "same":
            return Followed(block, "same", start, end)
        return Followed(block, "drifted", 0, len(self.new[block].text))


def follow(old: Sequence[Block], new: Sequence[Block]) -> Following:
    """How to get from places in `old` to places in `new`."""
    return Following(old, new, compare(old, new))


def then(first: Following, second: Following) -> Following:
    """One step after another: places of the first's old text in the second's new text."""
    return _Steps(first, second)


class _Steps(Following):
    """Two steps as one."""

    def __init__(self, first: Following, second: Following) -> None:
        super().__init__(first.old, second.new, ())
        self.first = first
        self.second = second

    def place(self, index: int, start: int, end: int) -> Followed:
        middle = self.first.place(index, start, end)
        if middle.block is None:
            return middle
        return self.second.place(middle.block, middle.start, middle.end)
