"""The ledger of what is not agreed: each bracket with its place and age, and counts by holder and section.

Counts come from the text alone, so that every circulation of the past is counted without pandoc. A bracket counts once
for each of its holders and of its sections, so these counts may add up to more than there are.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

from neaspec_cli.core.brackets import Bracket, Part, Wording
from neaspec_cli.core.plan import Plan
from neaspec_cli.core.text import scan

Places = tuple[tuple[str, ...], ...]
NOBODY = ""
"""Counts brackets that have no holder."""


@dataclass(frozen=True)
class Since:
    """When a bracket came into the text: the first circulation that has it, else the day of its commit.

    Both are empty for one that is in no commit yet.
    """

    circulation: str = ""
    date: datetime.date | None = None


@dataclass(frozen=True)
class Entry:
    """One bracket, where it stands, since when, and for how many days.

    `places` are of each wording the labels where it stands, when the bracket has several places.
    """

    bracket: Bracket
    label: str
    since: Since
    age: int
    places: Places = ()


@dataclass(frozen=True)
class Count:
    """How many brackets a plan has, in all, by holder and by section."""

    total: int
    by_holder: Mapping[str, int]
    by_section: Mapping[str, int]


@dataclass(frozen=True)
class Point:
    """The count at one circulation; today's has no name."""

    circulation: str
    date: datetime.date
    count: Count


@dataclass(frozen=True)
class Ledger:
    """All brackets of a plan, and the course of their number over the circulations, today last."""

    plan: str
    on: datetime.date
    entries: tuple[Entry, ...]
    course: tuple[Point, ...]

    @property
    def now(self) -> Count:
        """Today's count."""
        return self.course[-1].count


def only(ledger: Ledger, *, section: str = "", holder: str = "") -> Ledger:
    """The ledger with the entries of one section, or of one holder; the counts stay those of the whole plan."""
    entries = tuple(
        one
        for one in ledger.entries
        if section in ("", one.bracket.section) and (not holder or holder in one.bracket.holders)
    )
    return replace(ledger, entries=entries)


def count(texts: Mapping[str, str]) -> Count:
    """Counts of sections' texts, by their ids."""
    by_holder: Counter[str] = Counter()
    by_section = {section: scan.brackets(text) for section, text in texts.items()}
    held = scan.held_brackets(*texts.values())
    for holders in held:
        by_holder.update(holders or {NOBODY})
    ordered = dict(sorted(by_holder.items()))
    return Count(len(held), ordered, {name: n for name, n in by_section.items() if n})


def has(bracket: Bracket, text: str) -> bool:
    """Whether a section's text holds this bracket: by its name, one that was typed by its words."""
    if not bracket.id.startswith("t-"):
        return bracket.id in scan.bracket_names(text)
    words = " ".join(bracket.wordings[0].text.split())
    return f"[{words}]" in " ".join(re.sub(r"\\(.)", r"\1", text).split())


def find(plan: Plan, brackets: Sequence[Bracket]) -> list[tuple[Bracket, str, Places]]:
    """Each bracket with the label of the block that it begins in, and with the places of its wordings, if several."""
    labels = {
        section.id: [label.text for label in of_section]
        for section, of_section in zip(plan.sections, plan.labels(annotated=True), strict=True)
    }
    return [(one, labels[one.section][one.block], _places(one, labels)) for one in brackets]


def _places(bracket: Bracket, labels: Mapping[str, Sequence[str]]) -> Places:
    """Labels of the blocks with which wordings begin, in another section with its name."""
    if len(bracket.places) == 1:
        return ()
    return tuple(
        tuple(dict.fromkeys(_place(part, bracket, labels) for part in _first_parts(one)))
        for one in bracket.wordings
    )


def _place(part: Part, bracket: Bracket, labels: Mapping[str, Sequence[str]]) -> str:
    label = labels[part.section][part.first]
    return label if part.section == bracket.section else f"{part.section} {label}"


def _first_parts(wording: Wording) -> Iterable[Part]:
    """The part with which a wording begins in each of its places."""
    found: dict[tuple[str, int], Part] = {}
    for part in wording.parts:
        found.setdefault((part.section, part.place), part)
    return found.values()


def as_json(ledger: Ledger) -> dict[str, Any]:
    """`brackets --json`."""
    return {
        "plan": ledger.plan,
        "on": ledger.on,
        **_count_json(ledger.now),
        "brackets": [_entry_json(one) for one in ledger.entries],
        "course": [
            {"circulation": one.circulation or None, "date": one.date, **_count_json(one.count)}
            for one in ledger.course
        ],
    }


def _count_json(one: Count) -> dict[str, Any]:
    by_holder = {holder or "nobody": number for holder, number in one.by_holder.items()}
    return {"total": one.total, "by_holder": by_holder, "by_section": one.by_section}


def _entry_json(one: Entry) -> dict[str, Any]:
    bracket = one.bracket
    return {
        "id": bracket.id,
        "section": bracket.section,
        "label": one.label,
        "kind": bracket.kind,
        "holders": bracket.holders,
        "alternatives": [
            {**_wording_json(wording), "places": places}
            for wording, places in zip(bracket.wordings, one.places or repeat(()), strict=False)
        ],
        "since": {"circulation": one.since.circulation or None, "date": one.since.date},
        "age_days": one.age,
    }


def _wording_json(one: Wording) -> dict[str, Any]:
    return {"text": one.text, "by": one.by, "del": one.against, "stood": one.stood}
