"""Edits of timeline.yaml, text to text: one value at its place, every other byte kept.

While the timeline is indicative a move rewrites `when`; once it is approved `when` is the baseline and a move
writes `forecast`. Each function refuses what the timeline's own rules would refuse in the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from neaspec_cli.core import timeline
from neaspec_cli.core.calendar import spans
from neaspec_cli.core.calendar.activities import APPROVED, Activity, Timeline
from neaspec_cli.core.calendar.spans import Span
from neaspec_cli.core.yaml import yamltext
from neaspec_cli.errors import InvalidInput, NeaspecError


class UnknownActivity(NeaspecError):
    """No activity has that id."""

    def __init__(self, identifier: str, known: Timeline) -> None:
        super().__init__(
            f"No activity of the timeline is called {identifier}.",
            f"Activities are {', '.join(one.id for one in known.activities)}.",
        )


class UnknownTime(NeaspecError):
    """A time that is neither a date nor an event."""

    def __init__(self, when: str, known: Timeline) -> None:
        events = f" Events are {', '.join(one.name for one in known.events)}." if known.events else ""
        super().__init__(f"{when!r} is no time.", f"Write {spans.EXPECTED}, or the name of an event.{events}")


class CannotChange(NeaspecError):
    """A change that would contradict what the timeline records."""


def move(text: str, identifier: str, when: str, *, reason: str, on: date, push: bool = False) -> str:
    """Give an activity another time and record why; `push` moves all that comes after it by as much."""
    known = read(text)
    activity = _find(known, identifier)
    span = time_of(known, when)
    if activity.ended:
        raise CannotChange(f"{identifier} is done since {activity.ended}; its time cannot be moved.")
    if not reason.strip():
        raise CannotChange("A move needs a reason.", "Say it with --reason.")
    if when == activity.expected_text:
        raise CannotChange(f"{identifier} is planned for {when} already.")
    moved = _moved(text, known, activity, when, reason.strip(), on)
    if not push:
        return moved
    for one, later in _pushed(known, activity, span):
        moved = _moved(moved, known, one, later, f"Pushed by {identifier}: {reason.strip()}", on)
    return moved


def set_event(text: str, name: str, when: str) -> str:
    """Fix the date of an event, or unfix it with an empty `when`; a new name adds an event."""
    known = read(text)
    if when and spans.parse_span(when) is None:
        raise CannotChange(f"{when!r} is not the date of an event.", f"Write {spans.EXPECTED}.")
    if any(one.name == name and one.text == when for one in known.events):
        stands = f"stands at {when}" if when else "has no date"
        raise CannotChange(f"The event {name} {stands} already.")
    return _checked(yamltext.set_value(text, ("events", name), when or None))


def add(text: str, entry: Mapping[str, Any], after: str = "") -> str:
    """Put a new activity below the one called `after`, or where its time belongs."""
    known = read(text)
    if known.find(entry["id"]):
        raise CannotChange(
            f"There is an activity called {entry['id']} already.", "Give the new one another id."
        )
    span = time_of(known, entry["when"])
    position = known.activities.index(_find(known, after)) + 1 if after else _place_in_time(known, span)
    item = {key: value for key, value in entry.items() if value not in ("", [], (), None)}
    return _checked(yamltext.insert(text, ("activities", position), item))


def remove(text: str, identifier: str) -> str:
    """Take out an activity that has not begun; what came after it comes after what it came after."""
    known = read(text)
    activity = _find(known, identifier)
    if activity.started or activity.ended:
        raise CannotChange(f"{identifier} has begun; what happened stays on the timeline.")
    raw = _raw_activities(text)
    for number, one in enumerate(raw):
        if identifier in one.get("after", ()):
            rest = [name for name in one["after"] if name != identifier]
            before = [name for name in activity.after if name not in rest]
            text = yamltext.set_value(text, ("activities", number, "after"), [*rest, *before])
    return _checked(yamltext.remove(text, ("activities", known.activities.index(activity))))


def approve(text: str) -> str:
    """Freeze `when` of every activity as the baseline."""
    if read(text).is_approved:
        raise CannotChange("The timeline is approved already.")
    return _checked(yamltext.set_value(text, ("status",), APPROVED))


def start(text: str, identifier: str, *, on: date) -> str:
    """Record the day on which an activity started, unless one is recorded."""
    known = read(text)
    activity = _find(known, identifier)
    if activity.started:
        return text
    return _checked(yamltext.set_value(text, (*_path(known, activity), "actual", "start"), on))


def advance(text: str, *, on: date, outcome: str = "", despite: str = "") -> str:
    """Record the end of the current activity, its outcome and why its gate was waived, and begin the next."""
    known = read(text)
    activity = timeline.current(known)
    if activity is None:
        raise CannotChange("Every activity of the timeline is done.")
    if activity.started and on < activity.started:
        raise CannotChange(f"{activity.id} began on {activity.started}; it cannot end on {on}.")
    path = _path(known, activity)
    text = yamltext.set_value(text, (*path, "actual", "end"), on)
    for key, value in (("outcome", outcome.strip()), ("despite", despite.strip())):
        if value:
            text = yamltext.set_value(text, (*path, key), value)
    following = timeline.following(known, activity)
    return start(text, following.id, on=on) if following else _checked(text)


def read(text: str) -> Timeline:
    """The timeline of a text; InvalidInput names every fault in it."""
    found, faults = timeline.read_timeline(text)
    if found is None or faults:
        raise InvalidInput(faults, "Mend timeline.yaml first; neaspec check lists every fault.")
    return found


def time_of(known: Timeline, when: str) -> Span | None:
    """The stretch a time means: a date, or an event that may have none yet."""
    event = next((one for one in known.events if one.name == when), None)
    if event:
        return event.span
    span = spans.parse_span(when)
    if span is None:
        raise UnknownTime(when, known)
    return span


def _checked(text: str) -> str:
    _, faults = timeline.read_timeline(text)
    if faults:
        raise CannotChange(
            "The timeline would not hold together:\n"
            + "\n".join(f"{one.field}: {one.message}" for one in faults)
        )
    return text


def _find(known: Timeline, identifier: str) -> Activity:
    activity = known.find(identifier)
    if activity is None:
        raise UnknownActivity(identifier, known)
    return activity


def _path(known: Timeline, activity: Activity) -> yamltext.Path:
    return ("activities", [one.id for one in known.activities].index(activity.id))


def _moved(text: str, known: Timeline, activity: Activity, when: str, reason: str, on: date) -> str:
    path = _path(known, activity)
    if not known.is_approved:
        text = yamltext.set_value(text, (*path, "when"), when)
    elif when != activity.when_text:
        text = yamltext.set_value(text, (*path, "forecast"), when)
    if activity.forecast_text and (not known.is_approved or when == activity.when_text):
        text = yamltext.remove(text, (*path, "forecast"))
    return _checked(yamltext.append(text, (*path, "moved"), {"date": on, "to": when, "reason": reason}))


def _pushed(known: Timeline, activity: Activity, span: Span | None) -> Iterable[tuple[Activity, str]]:
    """What comes after an activity and is not done, each with its later time; events stay as others fix them."""
    if activity.expected is None or span is None or span.end <= activity.expected.end:
        raise CannotChange(
            f"{activity.id} does not move to a later date, so nothing can be pushed.", "Leave out --push."
        )
    days = (span.end - activity.expected.end).days
    months = spans.months_between(activity.expected.end, span.end)
    for one in timeline.comes_after(known, activity.id):
        later = spans.shifted(one.expected_text, days=days, months=months)
        if not one.ended and later != one.expected_text:
            yield one, later


def _place_in_time(known: Timeline, span: Span | None) -> int:
    """Below the last activity that begins no later; what has no date stands last."""
    if span is None:
        return len(known.activities)
    earlier = [
        number
        for number, one in enumerate(known.activities, 1)
        if one.ended or (one.expected and one.expected.start <= span.start)
    ]
    return max(earlier, default=0)


def _raw_activities(text: str) -> list[dict[str, Any]]:
    node, _ = yamltext.parse(text, timeline.TIMELINE_FILE)
    assert node
    activities: list[dict[str, Any]] = yamltext.plain(node)["activities"]
    return activities
