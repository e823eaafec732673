"""Where a timeline stands on a day: what is current, what is behind, what is out of order.

Slippage is in days and positive when late. Today is always an argument.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from neaspec_cli.core.calendar.activities import (
    KINDS,
    ROUNDS,
    TIMELINE_FILE,
    Activity,
    Conflict,
    Event,
    Move,
    Timeline,
)
from neaspec_cli.core.calendar.spans import Span
from neaspec_cli.core.calendar.timeline_file import TIMELINE_SCHEMA, read_timeline

__all__ = [
    "KINDS",
    "ROUNDS",
    "TIMELINE_FILE",
    "TIMELINE_SCHEMA",
    "Activity",
    "Conflict",
    "Event",
    "Move",
    "State",
    "Timeline",
    "as_json",
    "by_calendar",
    "comes_after",
    "conflicts",
    "conflicts_json",
    "current",
    "days_behind",
    "following",
    "read_timeline",
    "slippage_days",
    "span_json",
    "state",
]

State = Literal["done", "under way", "due", "late", "planned", "undated"]


def current(timeline: Timeline) -> Activity | None:
    """The first activity without a recorded end; None when all are done."""
    return next((one for one in timeline.activities if one.ended is None), None)


def following(timeline: Timeline, activity: Activity) -> Activity | None:
    """The first activity without a recorded end other than this one: what starts when this is completed."""
    return current(timeline._replace(activities=tuple(one for one in timeline.activities if one != activity)))


def days_behind(activity: Activity, on: date) -> int:
    """Days by which today has passed the planned end of an activity; 0 where it has not or is undated."""
    return max(0, (on - activity.when.end).days) if activity.when and activity.ended is None else 0


def by_calendar(timeline: Timeline, on: date) -> Activity | None:
    """The activity whose planned stretch holds today, else the next one, else the first that has no date."""
    dated = [(one.when, one) for one in timeline.activities if one.when]
    for span, one in dated:
        if on in span:
            return one
    later = [(span.start, number, one) for number, (span, one) in enumerate(dated) if span.start > on]
    if later:
        return min(later, key=lambda entry: entry[:2])[2]
    return next((one for one in timeline.activities if one.when is None), None)


def slippage_days(activity: Activity, on: date) -> int | None:
    """Days by which its actual or expected end passes the planned one; None where nothing is planned.

    What is not done by today cannot end before today, whatever the forecast says.
    """
    if activity.when is None:
        return None
    if activity.ended:
        return (activity.ended - activity.when.end).days
    end = activity.forecast.end if activity.forecast else activity.when.end
    return (max(end, on) - activity.when.end).days


def state(activity: Activity, on: date) -> State:
    """Where an activity stands: late when today has passed its expected end, under way or not."""
    if activity.ended:
        return "done"
    if activity.expected and on > activity.expected.end:
        return "late"
    if activity.started:
        return "under way"
    if activity.expected is None:
        return "undated"
    return "due" if on in activity.expected else "planned"


def conflicts(timeline: Timeline) -> tuple[Conflict, ...]:
    """Every pair out of order; what is done conflicts with nothing, and what is undated is looked through."""
    known = {one.id: one for one in timeline.activities}
    return tuple(
        Conflict(earlier, later)
        for later in timeline.activities
        if later.expected and not later.ended
        for earlier in _dated_before(known, later)
        if earlier.expected and not earlier.ended and earlier.expected.end >= later.expected.start
    )


def comes_after(timeline: Timeline, identifier: str) -> tuple[Activity, ...]:
    """Every activity that follows the one of that id, directly or through others, in order."""
    found = {identifier}
    while True:
        grown = found | {one.id for one in timeline.activities if found & set(one.after)}
        if grown == found:
            break
        found = grown
    return tuple(one for one in timeline.activities if one.id in found - {identifier})


def as_json(timeline: Timeline, on: date) -> dict[str, Any]:
    """The timeline as other programs may rely on it."""
    return {
        "title": timeline.title,
        "status": timeline.status,
        "activities": [_activity_json(one, on) for one in timeline.activities],
        "conflicts": conflicts_json(conflicts(timeline)),
    }


def conflicts_json(found: tuple[Conflict, ...]) -> list[dict[str, Any]]:
    """Conflicts as other programs may rely on them."""
    return [{"activities": [one.earlier.id, one.later.id], "detail": one.detail} for one in found]


def span_json(span: Span | None) -> dict[str, Any]:
    """A stretch with ISO dates, null where it is not fixed."""
    return (
        {"start": span.start.isoformat(), "end": span.end.isoformat()}
        if span
        else {"start": None, "end": None}
    )


def _activity_json(one: Activity, on: date) -> dict[str, Any]:
    return {
        "id": one.id,
        "activity": one.activity,
        "kind": one.kind,
        "phase": one.phase,
        "round": one.round or None,
        "when": span_json(one.when),
        "forecast": span_json(one.forecast),
        "actual": {
            "start": one.started.isoformat() if one.started else None,
            "end": one.ended.isoformat() if one.ended else None,
        },
        "slippage_days": slippage_days(one, on),
        "state": state(one, on),
    }


def _dated_before(known: dict[str, Activity], later: Activity) -> list[Activity]:
    """The nearest dated activities that the later one follows."""
    found: dict[str, Activity] = {}
    seen: set[str] = set()
    waiting = list(later.after)
    while waiting:
        one = known.get(waiting.pop(0))
        if one is None or one.id in seen:
            continue
        seen.add(one.id)
        if one.expected:
            found[one.id] = one
        else:
            waiting.extend(one.after)
    return list(found.values())
