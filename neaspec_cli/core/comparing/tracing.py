"""How blocks came to say what they say: followed back through the commits, each change with who asked for it and why.

A step is one commit with the sections it changed, before and after. Blocks of other sections are as they were.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from neaspec_cli.core.comparing.stretches import printed_runs
from neaspec_cli.core.prosediff import Change, Run, compare
from neaspec_cli.core.text.blocks import Block

Spot = tuple[str, int]
"""A section's path and the index of a block in it."""
SectionBlocks = Mapping[str, Sequence[Block]]


@dataclass(frozen=True)
class Reason:
    """What a commit says of itself: which comments it carried out, who proposed them, why."""

    commit: str
    date: datetime.date
    subject: str
    comments: tuple[str, ...] = ()
    proposed_by: tuple[str, ...] = ()
    reason: str = ""


def in_words(reason: Reason) -> str:
    """Who asked for a change, why, in which comments, and the commit that made it; what is not known is left out."""
    who = f"{', '.join(reason.proposed_by)}: " if reason.proposed_by else ""
    comments = f" ({', '.join(reason.comments)})" if reason.comments else ""
    commit = f" · {reason.commit[:10]}" if reason.commit else ""
    return f"{who}{reason.reason or reason.subject}{comments}{commit}"


@dataclass(frozen=True)
class Step:
    """One commit: the blocks of the sections it changed, before and after."""

    reason: Reason
    before: SectionBlocks
    after: SectionBlocks


@dataclass(frozen=True)
class Touch:
    """What one commit did to a block: edited, moved, split, …, with the words, `printed` also with their brackets."""

    reason: Reason
    kind: str
    runs: tuple[Run, ...]
    printed: tuple[Run, ...] = ()


@dataclass(frozen=True)
class History:
    """The touches of a block, newest first, and where it stood at the start (nowhere when it was added since)."""

    touches: tuple[Touch, ...] = ()
    origins: tuple[Spot, ...] = ()


def trace(steps: Sequence[Step], spots: Iterable[Spot]) -> dict[Spot, History]:
    """Follow blocks back through the steps, which come newest first."""
    now = {spot: History(origins=(spot,)) for spot in spots}
    for step in steps:
        changed = _changes_of(step)
        now = {spot: _before(history, changed) for spot, history in now.items()}
    return now


def departures(steps: Sequence[Step], spots: Iterable[Spot]) -> dict[Spot, tuple[Reason, ...]]:
    """Follow blocks forward through the steps (newest first): by which commits those that are gone went out."""
    now: dict[Spot, tuple[Spot, ...]] = {spot: (spot,) for spot in spots}
    found: dict[Spot, tuple[Reason, ...]] = {}
    for step in reversed(steps):
        after = _changes_from(step)
        for spot, places in now.items():
            left = tuple(dict.fromkeys(one for place in places for one in after.get(place, (place,))))
            if places and not left:
                found[spot] = (step.reason,)
            now[spot] = left
    return found


def _changes_from(step: Step) -> dict[Spot, tuple[Spot, ...]]:
    """For each block of the changed sections before the step, where it stands after it."""
    old, new = _listed(step.before), _listed(step.after)
    changes = compare([block for _, block in old], [block for _, block in new])
    return {
        old[index][0]: tuple(new[one][0] for one in change.new) for change in changes for index in change.old
    }


def _changes_of(step: Step) -> dict[Spot, tuple[Touch, tuple[Spot, ...]]]:
    """For each block of the changed sections after the step, what was done to it and where it stood before."""
    old, new = _listed(step.before), _listed(step.after)
    changes = compare([block for _, block in old], [block for _, block in new])
    return {
        new[index][0]: (touch, tuple(old[one][0] for one in change.old))
        for change, touch in ((one, _touch(one, step.reason, old, new)) for one in changes)
        for index in change.new
    }


def _touch(
    change: Change, reason: Reason, old: Sequence[tuple[Spot, Block]], new: Sequence[tuple[Spot, Block]]
) -> Touch:
    before, after = [old[index][1] for index in change.old], [new[index][1] for index in change.new]
    return Touch(reason, change.kind, change.runs, printed_runs(change.runs, before, after))


def _listed(sections: SectionBlocks) -> list[tuple[Spot, Block]]:
    return [((path, index), block) for path, blocks in sections.items() for index, block in enumerate(blocks)]


def _before(history: History, changed: Mapping[Spot, tuple[Touch, tuple[Spot, ...]]]) -> History:
    touches = list(history.touches)
    origins: list[Spot] = []
    for spot in history.origins:
        if spot not in changed:
            origins.append(spot)
            continue
        touch, places = changed[spot]
        origins += places
        if touch.kind != "same" and touch not in touches:
            touches.append(touch)
    return History(tuple(touches), tuple(dict.fromkeys(origins)))
