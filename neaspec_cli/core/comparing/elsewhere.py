"""Where words stand that went to another paragraph while theirs stayed or was taken out."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from neaspec_cli.core.comparing.rewording import Op
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.prosediff import BREAK, Change

Stretch = tuple[int, int, int]
"""A block, and a start and an end in its text."""
Way = tuple[Stretch, Stretch]
LEAST = 0.5
"""Share of a place that must have gone along."""


class Elsewhere:
    """The passages of a comparison (see `passages`), as ways from an old block to a new one."""

    def __init__(self, old: Sequence[Block], new: Sequence[Block], changes: Sequence[Change]) -> None:
        self._texts = [block.text for block in new]
        self._ways: dict[int, list[Way]] = defaultdict(list)
        left, came = _ends(old, changes, "delete"), _ends(new, changes, "insert")
        for number, stretches in left.items():
            for way in zip(stretches, came[number], strict=True):
                self._ways[way[0][0]].append(way)

    def place(self, block: int, start: int, end: int) -> Stretch | None:
        """Where most of `text[start:end]` of an old block stands now, where it went elsewhere."""
        ways = [way for way in self._ways.get(block, ()) if way[0][1] < end and start < way[0][2]]
        ways = [way for way in ways if way[1][0] == ways[0][1][0]]
        along = sum(min(end, old[2]) - max(start, old[1]) for old, _ in ways)
        if not ways or along < LEAST * (end - start):
            return None
        (first, new_first), (last, new_last) = ways[0], ways[-1]
        here = _moved(start, first, new_first) if start > first[1] else new_first[1]
        there = _moved(end, last, new_last) if end < last[2] else new_last[2]
        return new_first[0], min(here, there), max(here, there)


def _moved(place: int, old: Stretch, new: Stretch) -> int:
    """A place inside a stretch; only the case of letters and spaces may differ, so it is near the same distance in."""
    return min(new[1] + place - old[1], new[2])


def _ends(blocks: Sequence[Block], changes: Sequence[Change], op: Op) -> dict[int, list[Stretch]]:
    """The stretches of each passage on one side, in order."""
    ends: dict[int, list[Stretch]] = defaultdict(list)
    for change in changes:
        if any(run.move for run in change.runs):
            for number, stretch in _in_change(blocks, change, op):
                ends[number].append(stretch)
    return ends


def _in_change(blocks: Sequence[Block], change: Change, op: Op) -> Iterator[tuple[int, Stretch]]:
    members = change.old if op == "delete" else change.new
    starts = [0]
    for index in members[:-1]:
        starts.append(starts[-1] + len(blocks[index].text) + len(BREAK))
    at = 0
    for run in change.runs:
        if run.op not in ("keep", op):
            continue
        if run.move:
            part = bisect_right(starts, at) - 1
            start, length = at - starts[part], len(blocks[members[part]].text)
            yield run.move, (members[part], start, min(start + len(run.text), length))
        at += len(run.text)
