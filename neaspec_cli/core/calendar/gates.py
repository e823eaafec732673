"""Gates: what must hold before an activity counts as done, as pure functions over facts handed in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from neaspec_cli.core.calendar.activities import Activity

STATUS_ORDER = ("", "outlined", "drafted", "cleared")
MOST_NAMED = 6


class Facts(NamedTuple):
    """How things stand, as far as the gate of one activity asks; `round_…` and comments are its round's."""

    outcome: str = ""
    section_statuses: tuple[tuple[str, str], ...] = ()
    """Section id and status, in the order of the plan."""
    check_faults: int = 0
    final_faults: int = 0
    """Faults that `check --for final` finds."""
    circulation: str = ""
    """The newest circulation of the activity's round, such as draft-1; empty where there is none."""
    is_closed: bool = False
    """Whether that circulation was closed, or all its addressees have replied."""
    awaited: tuple[str, ...] = ()
    undisposed: tuple[str, ...] = ()
    """Comments without an agreed disposition, or deferred."""
    unmerged: tuple[str, ...] = ()
    """Comments accepted and not yet carried out."""
    brackets: int = 0
    placeholders: int = 0
    annotations: int = 0
    adopted: str = ""
    """The tag of the adoption; empty where there is none."""


class Condition(NamedTuple):
    """One condition of a gate, whether it is met, and what is known about it."""

    condition: str
    met: bool
    detail: str = ""


def gate(activity: Activity, facts: Facts) -> tuple[Condition, ...]:
    """Every condition of an activity's gate, met or not."""
    match activity.kind:
        case "meeting":
            outcome = Condition(
                "the outcome is recorded", bool(facts.outcome), facts.outcome or "say it with --outcome"
            )
            of_round = (_circulated(activity, facts), *_dealt_with(facts), _clean_for_final(facts))
            return (outcome, *(of_round if activity.round else ()))
        case "drafting":
            return (_drafted(activity, facts), _none("check finds no fault", facts.check_faults, "fault"))
        case "circulation":
            return (_circulated(activity, facts),)
        case "consultation" | "revision":
            return (_closed(activity, facts), *_dealt_with(facts))
        case _:
            return _adoption(facts)


def is_met(conditions: Iterable[Condition]) -> bool:
    """Whether every condition holds."""
    return all(one.met for one in conditions)


def _circulated(activity: Activity, facts: Facts) -> Condition:
    detail = f"as {facts.circulation}" if facts.circulation else f"neaspec circulate {activity.round}"
    return Condition(f"the round {activity.round} is circulated", bool(facts.circulation), detail)


def _closed(activity: Activity, facts: Facts) -> Condition:
    words = f"the round {activity.round} is closed"
    if not facts.circulation:
        return Condition(words, False, "it is not circulated yet")
    if facts.is_closed:
        return Condition(words, True, facts.circulation)
    return Condition(
        words, False, f"no reply yet from {named(facts.awaited)}" if facts.awaited else "still open"
    )


def _dealt_with(facts: Facts) -> tuple[Condition, Condition]:
    return (
        _empty("every comment has an agreed disposition other than deferred", facts.undisposed),
        _empty("every accepted comment is merged", facts.unmerged),
    )


def _drafted(activity: Activity, facts: Facts) -> Condition:
    wanted = STATUS_ORDER.index(activity.to)
    behind = [name for name, status in facts.section_statuses if STATUS_ORDER.index(status) < wanted]
    words = f"every section is {activity.to}"
    if not facts.section_statuses:
        return Condition(words, False, "the plan has no section")
    return Condition(words, not behind, f"not yet: {named(behind)}" if behind else "")


def _clean_for_final(facts: Facts) -> Condition:
    return _none("check --for final finds no fault", facts.final_faults, "fault")


def _adoption(facts: Facts) -> tuple[Condition, ...]:
    return (
        Condition("the plan is adopted", bool(facts.adopted), facts.adopted or "neaspec adopt"),
        _none("no bracketed text remains", facts.brackets, "bracket"),
        _none("no placeholder remains", facts.placeholders, "placeholder"),
        _none("no annotation remains", facts.annotations, "annotation"),
        _clean_for_final(facts),
    )


def _empty(words: str, left: tuple[str, ...]) -> Condition:
    return Condition(words, not left, f"not yet: {named(left)}" if left else "")


def _none(words: str, count: int, noun: str) -> Condition:
    return Condition(words, count == 0, "" if count == 0 else f"{count} {noun}{'' if count == 1 else 's'}")


def named(names: Iterable[str]) -> str:
    """The first few of many names, and how many more there are."""
    listed = list(names)
    shown = ", ".join(listed[:MOST_NAMED])
    more = len(listed) - MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown
