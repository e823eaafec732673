"""A gate tells each condition, met or not, from the facts it is given."""

from __future__ import annotations

from typing import Any

import pytest

from neaspec_cli.core.calendar.activities import Activity
from neaspec_cli.core.calendar.gates import Facts, gate, is_met, named

GOOD = Facts(
    outcome="Agreed",
    section_statuses=(("introduction", "drafted"), ("goals", "cleared")),
    circulation="draft-1",
    is_closed=True,
    adopted="adopted/2025-11-20",
)
KINDS = ("meeting", "drafting", "circulation", "consultation", "revision", "adoption")


def activity(kind: str, round_name: str = "draft") -> Activity:
    return Activity(id="x", activity="X", kind=kind, when_text="", round=round_name, to="drafted")


@pytest.mark.parametrize("kind", KINDS)
def test_every_gate_opens_when_all_is_well(kind: str) -> None:
    assert is_met(gate(activity(kind), GOOD))


@pytest.mark.parametrize(
    ("kind", "spoiled", "condition", "detail"),
    [
        ("meeting", {"outcome": ""}, "the outcome is recorded", "--outcome"),
        ("meeting", {"circulation": ""}, "the round draft is circulated", "neaspec circulate draft"),
        ("meeting", {"undisposed": ("draft-1/JPN-001",)}, "every comment has", "draft-1/JPN-001"),
        ("meeting", {"unmerged": ("JPN-001",)}, "every accepted comment is merged", "JPN-001"),
        ("meeting", {"final_faults": 1}, "check --for final finds no fault", "1 fault"),
        ("drafting", {"section_statuses": (("a", ""), ("b", "outlined"))}, "every section is", "a, b"),
        ("drafting", {"section_statuses": ()}, "every section is drafted", "no section"),
        ("drafting", {"check_faults": 2}, "check finds no fault", "2 faults"),
        ("circulation", {"circulation": ""}, "the round draft is circulated", "neaspec circulate draft"),
        ("consultation", {"is_closed": False, "awaited": ("MNG", "RUS")}, "the round draft", "MNG, RUS"),
        ("revision", {"circulation": ""}, "the round draft is closed", "not circulated"),
        ("revision", {"undisposed": tuple("abcdefgh")}, "every comment has", "a, b, c, d, e, f and 2 more"),
        ("revision", {"unmerged": ("a",)}, "every accepted comment is merged", "a"),
        ("adoption", {"adopted": ""}, "the plan is adopted", "neaspec adopt"),
        ("adoption", {"brackets": 2}, "no bracketed text remains", "2 brackets"),
        ("adoption", {"placeholders": 1}, "no placeholder remains", "1 placeholder"),
        ("adoption", {"annotations": 3}, "no annotation remains", "3 annotations"),
        ("adoption", {"final_faults": 3}, "check --for final finds no fault", "3 faults"),
    ],
)  # fmt: skip
def test_one_thing_wrong_closes_exactly_its_condition(
    kind: str, spoiled: dict[str, Any], condition: str, detail: str
) -> None:
    conditions = gate(activity(kind), GOOD._replace(**spoiled))
    (unmet,) = [one for one in conditions if not one.met]
    assert unmet.condition.startswith(condition)
    assert detail in unmet.detail


def test_a_meeting_without_a_round_asks_for_its_outcome_alone() -> None:
    assert [one.condition for one in gate(activity("meeting", ""), Facts())] == ["the outcome is recorded"]


def test_of_many_names_a_few_are_told() -> None:
    assert named([]) == ""
    assert named("ABCDEF") == "A, B, C, D, E, F"
    assert named(f"S{number}" for number in range(1_500)) == "S0, S1, S2, S3, S4, S5 and 1494 more"
