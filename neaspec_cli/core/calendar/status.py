"""Where the plan stands, on record and by the calendar, and what to do next."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

from neaspec_cli.core.calendar.activities import Activity
from neaspec_cli.core.calendar.gates import Condition, is_met, named
from neaspec_cli.core.timeline import days_behind, span_json


class CirculationState(NamedTuple):
    """One circulation with its last deadline and who has replied (`awaited` where nobody has)."""

    circulation: str
    round: str
    date: datetime.date
    deadline: datetime.date
    is_closed: bool
    replies: Mapping[str, str]

    @property
    def awaited(self) -> tuple[str, ...]:
        """Addressees without a reply."""
        return tuple(one for one, reply in self.replies.items() if reply == "awaited")


class Status(NamedTuple):
    """All that `neaspec status` says."""

    plan: str
    on: datetime.date
    activity: Activity | None
    by_calendar: Activity | None
    gate: tuple[Condition, ...]
    circulated: tuple[CirculationState, ...]
    comments: int
    undisposed: tuple[str, ...]
    unmerged: tuple[str, ...]
    brackets: int
    next: tuple[str, ...] = ()


def next_steps(status: Status) -> tuple[str, ...]:
    """What to do next, most urgent first, each with the command that does it."""
    activity = status.activity
    if activity is None:
        return ("Every activity is complete.",)
    steps = [*_answers(status), *_decisions(status)]
    if is_met(status.gate):
        return (*steps, "The gate is met. Complete the activity: neaspec advance")
    steps += _work(activity, status)
    return tuple(dict.fromkeys(steps))


def _answers(status: Status) -> list[str]:
    steps = []
    for one in status.circulated[-1:]:
        if one.is_closed or not one.awaited:
            continue
        steps.append(
            f"Read in what comes back from {named(one.awaited)}: "
            f"neaspec feedback import FILE --round {one.circulation} --from ID"
        )
        if status.on > one.deadline:
            steps.append(
                f"The deadline of {one.circulation} passed on {one.deadline.isoformat()}: "
                f"neaspec round close {one.circulation} (or: neaspec round extend)"
            )
    return steps


def _decisions(status: Status) -> list[str]:
    steps = []
    if status.undisposed:
        noun = "comment waits" if len(status.undisposed) == 1 else "comments wait"
        steps.append(
            f"{len(status.undisposed)} {noun} for a decision: neaspec feedback review "
            "(or in a workbook: neaspec feedback report FILE.xlsx)"
        )
    if status.unmerged:
        noun = "comment is" if len(status.unmerged) == 1 else "comments are"
        steps.append(f"{len(status.unmerged)} accepted {noun} not in the plan yet: neaspec merge")
    return steps


def _work(activity: Activity, status: Status) -> list[str]:
    match activity.kind:
        case "drafting":
            return [f"Write the sections and set their status to {activity.to}: neaspec outline"]
        case "circulation":
            return [f"Circulate the round: neaspec circulate {activity.round}"]
        case "meeting":
            return ["Record what the meeting decided: neaspec advance --outcome TEXT"]
        case "adoption":
            return ["Record the adoption: neaspec adopt"]
        case _ if not any(one.round == activity.round for one in status.circulated):
            return [f"Circulate the round: neaspec circulate {activity.round}"]
        case _:
            return []


def as_json(status: Status) -> dict[str, Any]:
    """`status --json`."""
    activity, calendar = status.activity, status.by_calendar
    return {
        "plan": status.plan,
        "on": status.on,
        "activity": _activity(activity, status.on) if activity else None,
        "by_calendar": {"id": calendar.id, "activity": calendar.activity} if calendar else None,
        "next": list(status.next),
        "gate": [one._asdict() for one in status.gate],
        "circulated": [
            {
                "circulation": one.circulation,
                "round": one.round,
                "date": one.date,
                "deadline": one.deadline,
                "closed": one.is_closed,
                "replies": dict(one.replies),
            }
            for one in status.circulated
        ],
        "comments": {
            "total": status.comments,
            "undisposed": len(status.undisposed),
            "unmerged": len(status.unmerged),
        },
        "brackets": status.brackets,
    }


def _activity(activity: Activity, on: datetime.date) -> dict[str, Any]:
    return {
        "id": activity.id,
        "activity": activity.activity,
        "when": span_json(activity.when),
        "forecast": span_json(activity.forecast),
        "days_behind": days_behind(activity, on),
    }
