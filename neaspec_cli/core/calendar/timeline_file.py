"""timeline.yaml to a Timeline, with every fault in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from neaspec_cli.core.calendar import spans
from neaspec_cli.core.calendar.activities import (
    APPROVED,
    INDICATIVE,
    KINDS,
    ROUNDS,
    TIMELINE_FILE,
    Activity,
    Event,
    Move,
    Timeline,
)
from neaspec_cli.core.text.hidden import hidden_faults
from neaspec_cli.core.yaml import schema, yamlread
from neaspec_cli.core.yaml.schema import Choice, Day, Field, ListOf, MapOf, Record, Text
from neaspec_cli.errors import Fault

ID = "[a-z0-9][a-z0-9-]*"
ROUND = "[a-z][a-z-]*"
STATUSES = ("outlined", "drafted", "cleared")
COPIES = ("annotated", "review", "official", "compilation")

_NAME = Text(ID, means="an id of lower-case letters, digits and hyphens")
_WHEN = Text(means=f"{spans.EXPECTED}, or an event's name")
_MOVE = Record({"date": Field(Day(), True), "to": Field(_WHEN, True), "reason": Field(Text(), True)})
ACTIVITY_SCHEMA = Record(
    {
        "id": Field(_NAME, True),
        "when": Field(_WHEN, True, "What was planned; frozen once the timeline is approved."),
        "activity": Field(Text(), True, "What is done, in a sentence."),
        "kind": Field(Choice(*KINDS), True, "Decides the gate."),
        "phase": Field(Text(), about="Groups activities."),
        "round": Field(
            Text(ROUND, means="a round's name such as draft"), about="What it circulates or deals with."
        ),
        "addressees": Field(ListOf(Text()), about="members, stakeholders, or ids of participants."),
        "after": Field(ListOf(_NAME), about="Ids of what it follows; left out, the activity above."),
        "to": Field(Choice(*STATUSES), about="For drafting: the status that the sections reach."),
        "as": Field(Choice(*COPIES), about="The copy that is circulated, where not the round's usual one."),
        "forecast": Field(_WHEN, about="Where it differs from `when`."),
        "actual": Field(Record({"start": Field(Day()), "end": Field(Day())})),
        "outcome": Field(Text()),
        "despite": Field(Text(), about="Why it was completed although its gate was not met."),
        "moved": Field(ListOf(_MOVE), about="Each change of its time."),
    }
)
TIMELINE_SCHEMA = Record(
    {
        "title": Field(Text(), True),
        "status": Field(Choice(INDICATIVE, APPROVED), True),
        "events": Field(MapOf(Text(empty=True)), about="Days that others fix; empty while not fixed."),
        "activities": Field(ListOf(ACTIVITY_SCHEMA), True),
    }
)

Report = Callable[[schema.Path, str], None]


def read_timeline(text: str, file: str = TIMELINE_FILE) -> tuple[Timeline | None, list[Fault]]:
    """The timeline and every fault found; None where faults leave nothing to rely on."""
    node, faults = yamlread.parse(text, file)
    if node is None:
        return None, faults
    value, found = schema.read(TIMELINE_SCHEMA, node, file)
    faults += [*found, *hidden_faults(node, file)]
    if value is None or _is_unlike(node, value):
        return None, faults

    def report(path: schema.Path, message: str) -> None:
        faults.append(Fault(file, _line(node, path), yamlread.dotted(path), message))

    entries = value.get("activities", [])
    timeline = _timeline(value, report)
    for number, activity in enumerate(timeline.activities):
        _check_activity(timeline, number, activity, report)
    # Where an id could not be read, what names it is not at fault.
    if all("id" in entry for entry in entries):
        _check_order(timeline, entries, report)
    return (None if faults else timeline), sorted(faults)


def _is_unlike(node: yamlread.Node, value: dict[str, Any]) -> bool:
    """Whether an activity was no group of fields at all, so that places can no longer be counted."""
    written = node.value.get("activities") if isinstance(node.value, dict) else None
    return written is None or len(written.value) != len(value.get("activities", ()))


def _line(node: yamlread.Node, path: schema.Path) -> int:
    line = node.line
    found: Any = node
    for step in path:
        try:
            found = found.value[step]
        except (KeyError, IndexError, TypeError):
            break
        line = found.line
    return line


def _timeline(value: dict[str, Any], report: Report) -> Timeline:
    events = tuple(_events(value.get("events", {}), report))
    when = {event.name: event.span for event in events}
    activities: list[Activity] = []
    for number, entry in enumerate(value.get("activities", ())):
        above = (activities[-1].id,) if activities else ()
        activities.append(_activity(entry, above, when, ("activities", number), report))
    return Timeline(value.get("title", ""), value.get("status", ""), events, tuple(activities))


def _events(entries: dict[str, str], report: Report) -> Iterator[Event]:
    for name, text in entries.items():
        span = spans.parse_span(text)
        if text and span is None:
            report(
                ("events", name),
                f"{text!r} is not {spans.EXPECTED}; leave it empty while the date is not fixed",
            )
        if not name or spans.looks_like_date(name):
            report(("events", name), f"{name!r} is no name for an event")
        yield Event(name, text, span)


def _activity(
    entry: dict[str, Any],
    above: tuple[str, ...],
    events: dict[str, spans.Span | None],
    path: schema.Path,
    report: Report,
) -> Activity:
    actual = entry.get("actual", {})
    return Activity(
        id=entry.get("id", ""),
        activity=entry.get("activity", ""),
        kind=entry.get("kind", ""),
        when_text=entry.get("when", ""),
        when=_span(entry.get("when", ""), events, (*path, "when"), report),
        phase=entry.get("phase", ""),
        round=entry.get("round", ""),
        addressees=tuple(entry.get("addressees", ())),
        after=tuple(entry["after"]) if "after" in entry else above,
        to=entry.get("to", ""),
        copy=entry.get("as", ""),
        forecast_text=entry.get("forecast", ""),
        forecast=_span(entry.get("forecast", ""), events, (*path, "forecast"), report),
        started=actual.get("start"),
        ended=actual.get("end"),
        outcome=entry.get("outcome", ""),
        despite=entry.get("despite", ""),
        moved=tuple(_moves(entry)),
    )


def _moves(entry: dict[str, Any]) -> Iterator[Move]:
    for one in entry.get("moved", ()):
        if len(one) == len(_MOVE.fields):
            yield Move(one["date"], one["to"], one["reason"])


def _span(
    text: str, events: dict[str, spans.Span | None], path: schema.Path, report: Report
) -> spans.Span | None:
    if not text:
        return None
    if text in events:
        return events[text]
    span = spans.parse_span(text)
    if span is None and spans.looks_like_date(text):
        report(path, f"{text!r} is not {spans.EXPECTED}")
    elif span is None:
        known = f"; known are {', '.join(events)}" if events else ""
        report(path, f"{text!r} is neither a date nor an event under `events`{known}")
    return span


def _check_activity(timeline: Timeline, number: int, activity: Activity, report: Report) -> None:
    path = ("activities", number)
    if activity.id and any(one.id == activity.id for one in timeline.activities[:number]):
        report((*path, "id"), f"the id {activity.id} stands here a second time")
    _check_kind(timeline, path, activity, report)
    if activity.started and activity.ended and activity.ended < activity.started:
        report((*path, "actual", "end"), "the activity ends before it starts")


def _check_kind(timeline: Timeline, path: schema.Path, activity: Activity, report: Report) -> None:
    if activity.kind == "drafting" and not activity.to:
        report((*path, "to"), f"is missing; drafting needs the status it drafts to: {', '.join(STATUSES)}")
    if activity.kind in ("circulation", "consultation", "revision") and not activity.round:
        report((*path, "round"), f"is missing; a {activity.kind} deals with a round")
    circulated = {one.round for one in timeline.activities if one.kind == "circulation"}
    known = (*ROUNDS, *sorted(circulated - {*ROUNDS}))
    if activity.round and activity.round not in known:
        report(
            (*path, "round"), f"no activity circulates a round {activity.round}; known are {', '.join(known)}"
        )


def _check_order(timeline: Timeline, entries: list[dict[str, Any]], report: Report) -> None:
    known = {one.id: one for one in timeline.activities}
    for number, entry in enumerate(entries):
        for place, name in enumerate(entry.get("after", ())):
            path = ("activities", number, "after", place)
            if name not in known:
                report(path, f"no activity has the id {name}")
            elif name == entry["id"]:
                report(path, f"{name} cannot come after itself")
    for identifier in _in_a_circle(known):
        number = [one.id for one in timeline.activities].index(identifier)
        report(("activities", number, "after"), f"{identifier} comes after itself by way of other activities")


def _in_a_circle(known: dict[str, Activity]) -> list[str]:
    """Ids that cannot be put in an order: found by taking away, again and again, what waits for nothing."""
    waiting = {
        name: {one for one in activity.after if one in known and one != name}
        for name, activity in known.items()
    }
    while free := {name for name, before in waiting.items() if not before & set(waiting)}:
        waiting = {name: before for name, before in waiting.items() if name not in free}
    # What waits for a circle without being in one is not at fault.
    while idle := {name for name in waiting if not any(name in before for before in waiting.values())}:
        waiting = {name: before for name, before in waiting.items() if name not in idle}
    return list(waiting)
