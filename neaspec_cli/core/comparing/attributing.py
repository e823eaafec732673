"""Whose words they are: each stretch that a block gained or lost, with the commit that brought it in or took it out.

A block is followed through the commits that touched it. What no words account for, such as a move, is by the commits
that did the same to it, and by all of them together where none did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from neaspec_cli.core.comparing.tracing import Reason, Spot, Step, Touch, departures, trace
from neaspec_cli.core.comparison import AWAY, Comparison, PlacedChange
from neaspec_cli.core.prosediff import Op


@dataclass(frozen=True)
class Signature:
    """By whom and when something was changed; empty where that is not told."""

    author: str = ""
    date: str = ""


Part = tuple[int, int, Signature]
Signing = Callable[[Sequence[Reason]], Signature]


@dataclass(frozen=True)
class Behind:
    """What stands behind the change of a block: whose its words are, and remarks on it.

    `parts` are stretches of its text in order; `whole` signs what lies between them.
    """

    whole: Signature = Signature()
    parts: tuple[Part, ...] = ()
    remarks: tuple[str, ...] = ()

    def of(self, start: int, end: int) -> Iterator[Part]:
        """The stretches of one signature each that `text[start:end]` is made of; at least one."""
        here = start
        for first, last, signature in self.parts:
            first, last = max(first, here), min(last, end)
            if first < last:
                if here < first:
                    yield here, first, self.whole
                yield first, last, signature
                here = last
        if here < end or start == end:
            yield here, end, self.whole

    def carried(self, old: str, new: str) -> Behind:
        """The same for a text that has further signs among its characters."""
        places, at = [], 0
        for character in old:
            found = new.find(character, at)
            at = found if found >= 0 else at
            places.append(at)
            at += 1
        places.append(len(new))
        parts = tuple(
            (places[start], places[end - 1] + 1, by) for start, end, by in self.parts if end > start
        )
        return replace(self, parts=parts)


@dataclass(frozen=True)
class Attribution:
    """What stands behind the blocks that changed, of the new revision and of the old one."""

    new: Mapping[Spot, Behind] = field(default_factory=dict)
    old: Mapping[Spot, Behind] = field(default_factory=dict)


def attribution(comparison: Comparison, steps: Sequence[Step], sign: Signing) -> Attribution:
    """Whose each changed word is; `steps` lead from old to new, newest first, `sign` says what may be told of them."""
    changes = [
        one for section in comparison.sections for one in section.changes if one.kind not in ("same", AWAY)
    ]
    histories = trace(steps, {spot for one in changes for spot in one.new})
    gone = departures(steps, {spot for one in changes if not one.new for spot in one.old})
    new: dict[Spot, Behind] = {}
    old: dict[Spot, Behind] = {}
    for change in changes:
        touches = [
            touch for spot in change.new for touch in (histories[spot].touches if spot in histories else ())
        ]
        # What moved, was split or joined is by who did that, whoever else changed words of it.
        alike = [touch for touch in touches if touch.kind == change.kind]
        reasons = [touch.reason for touch in alike or touches]
        reasons += [reason for spot in change.old if not change.new for reason in gone.get(spot, ())]
        whole = sign(tuple(dict.fromkeys(reasons)))
        for spot, block in zip(change.new, change.after, strict=True):
            own = histories[spot].touches if spot in histories else ()
            new[spot] = Behind(whole, _parts(block.text, own, "insert", sign))
        for spot, block in zip(change.old, change.before, strict=True):
            old[spot] = Behind(whole, _parts(block.text, touches[::-1], "delete", sign))
    return Attribution(new, old)


def with_remarks(found: Attribution, remarks: Iterable[tuple[PlacedChange, Sequence[str]]]) -> Attribution:
    """The same with remarks on changes, each at the first block that the change is of."""
    new, old = dict(found.new), dict(found.old)
    for change, words in remarks:
        spots, known = (change.new, new) if change.new else (change.old, old)
        if words and spots:
            known[spots[0]] = replace(known.get(spots[0], Behind()), remarks=tuple(words))
    return Attribution(new, old)


def _parts(text: str, touches: Iterable[Touch], own: Op, sign: Signing) -> tuple[Part, ...]:
    """Stretches of a text that one touch each brought in (`insert`, newest first) or took out (`delete`, oldest)."""
    owners: list[Reason | None] = [None] * len(text)
    current, at = text, list(range(len(text)))
    for touch in touches:
        near = "".join(run.text for run in touch.runs if run.op in ("keep", own))
        start = near.find(current) if current else -1
        if start < 0:
            continue
        around = [-1] * start + at + [-1] * (len(near) - start - len(current))
        current, at, here = "", [], 0
        for run in touch.runs:
            places = around[here : here + len(run.text)] if run.op in ("keep", own) else [-1] * len(run.text)
            here += len(run.text) if run.op in ("keep", own) else 0
            if run.op != own:
                current, at = current + run.text, at + places
                continue
            for place in places:
                if place >= 0:
                    owners[place] = touch.reason
    return tuple(_signed(owners, sign))


def _signed(owners: Sequence[Reason | None], sign: Signing) -> Iterator[Part]:
    here = 0
    for owner, group in groupby(owners):
        length = len(list(group))
        if owner is not None:
            yield here, here + length, sign((owner,))
        here += length
