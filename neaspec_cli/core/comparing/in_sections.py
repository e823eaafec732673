"""Following with the sections known: what is found nowhere else is looked for in the section of the same id.

A section that moved may be reworded on its way, until its words alone no longer tell where it went; its file does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from neaspec_cli.core.following import Followed, Following, follow
from neaspec_cli.core.markdown import Block

Sections = Sequence[tuple[str, Sequence[Block]]]
"""Ids and blocks of sections in reading order."""


@dataclass(frozen=True)
class _Home:
    """How to get from the old blocks of a section to its new ones, and where both begin among all."""

    following: Following
    old: int
    new: int


def follow_sections(old: Sections, new: Sections) -> Following:
    """How to get from places in all blocks of the old sections, one after the other, to places in the new ones."""
    return _InSections(old, new)


class _InSections(Following):
    def __init__(self, old: Sections, new: Sections) -> None:
        whole = follow(_all(old), _all(new))
        super().__init__(whole.old, whole.new, whole.changes)
        self._whole = whole
        self._sections = (old, new)

    def block(self, index: int) -> Followed:
        return self._or_at_home(self._whole.block(index), index, lambda home, at: home.block(at))

    def place(self, index: int, start: int, end: int) -> Followed:
        found = self._whole.place(index, start, end)
        return self._or_at_home(found, index, lambda home, at: home.place(at, start, end))

    def _or_at_home(self, found: Followed, index: int, ask: Callable[[Following, int], Followed]) -> Followed:
        if found.block is not None or not self.changes:
            return found
        home = self._homes.get(index)
        there = ask(home.following, index - home.old) if home else found
        if home is None or there.block is None or there.block + home.new in self._taken:
            return found
        return replace(there, block=there.block + home.new)

    @cached_property
    def _taken(self) -> set[int]:
        """New blocks that some old one is known to have become."""
        return {at for change in self.changes if change.old for at in change.new}

    @cached_property
    def _homes(self) -> dict[int, _Home]:
        old, new = self._sections
        begins: dict[str, tuple[int, Sequence[Block]]] = {}
        at = 0
        for name, blocks in new:
            begins[name] = (at, blocks)
            at += len(blocks)
        homes: dict[int, _Home] = {}
        at = 0
        for name, blocks in old:
            lost = any(self._whole.block(at + number).block is None for number in range(len(blocks)))
            if lost and name in begins:
                start, now = begins[name]
                home = _Home(follow(blocks, now), at, start)
                homes.update(dict.fromkeys(range(at, at + len(blocks)), home))
            at += len(blocks)
        return homes


def _all(sections: Sections) -> tuple[Block, ...]:
    return tuple(block for _, blocks in sections for block in blocks)
