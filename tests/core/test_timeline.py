"""The timeline: read with every fault named, and where it stands on any day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core import timeline as timelines
from neaspec_cli.core.timeline import Activity, Timeline, read_timeline

REAL = (Path(__file__).resolve().parents[2] / "timeline.yaml").read_text("utf-8")
WORDS = """\
Convene initial discussions at SOM-27 on the overall approach and timeline for the development of the \
NEASPEC Strategic Plan 2026-2030
Draft an annotated outline of the strategic plan
Circulate the draft annotated outline to member States (through National Focal Points) for preliminary feedback
Organize consultations with member States to refine the strategic direction, goals, and programmatic areas
Develop a draft of the strategic plan
Share the draft strategic plan with member States (through National Focal Points) and stakeholders for review
Revise the draft strategic plan based on received feedback
Organize a National Focal Points meeting to review the revised draft and agree on final draft of the \
NEASPEC Strategic Plan 2026-2030 for submission to SOM-28
Present the final draft of the NEASPEC Strategic Plan 2026-2030 for adoption at SOM-28
"""
TIMES = [
    ("2024-12-13", "2024-12-13", "meeting", None),
    ("2025-01-01", "2025-02-28", "drafting", None),
    ("2025-03-01", "2025-03-31", "circulation", "outline"),
    ("2025-04-01", "2025-04-30", "consultation", "outline"),
    ("2025-05-01", "2025-06-30", "drafting", None),
    ("2025-07-01", "2025-07-31", "circulation", "draft"),
    ("2025-08-01", "2025-08-31", "revision", "draft"),
    ("2025-09-01", "2025-10-31", "meeting", "revised"),
    (None, None, "adoption", "final"),
]

SMALL = """\
title: A plan
status: indicative
events: {SUMMIT: }
activities:
  - {id: a, when: 2025-01, activity: Draft, kind: drafting, to: outlined}
  - {id: b, when: 2025-02, activity: Send, kind: circulation, round: outline}
  - {id: c, when: SUMMIT, activity: Adopt, kind: adoption}
"""


def read(text: str) -> Timeline:
    found, faults = read_timeline(text)
    assert faults == []
    assert found is not None
    return found


def named(timeline: Timeline, identifier: str) -> Activity:
    found = timeline.find(identifier)
    assert found is not None
    return found


def test_the_timeline_of_this_plan_is_table_1_of_the_note() -> None:
    found = timelines.as_json(read(REAL), date(2024, 12, 1))
    assert found["title"] == (
        "Indicative Timeline for the Development of NEASPEC Strategic Plan 2026-2030 (draft)"
    )
    assert found["status"] == "indicative"
    assert [one["activity"] for one in found["activities"]] == WORDS.splitlines()
    assert [
        (one["when"]["start"], one["when"]["end"], one["kind"], one["round"]) for one in found["activities"]
    ] == TIMES
    assert [one.addressees for one in read(REAL).activities if one.kind == "circulation"] == [
        ("members",),
        ("members", "stakeholders"),
    ]
    assert [one.to for one in read(REAL).activities if one.kind == "drafting"] == ["outlined", "drafted"]
    assert found["conflicts"] == []


def test_in_march_2025_the_outline_is_due_for_circulation_by_the_calendar() -> None:
    due = timelines.by_calendar(read(REAL), date(2025, 3, 15))
    assert due is not None
    assert due.id == "outline-circulation"


def test_with_nothing_recorded_the_first_activity_is_current_and_281_days_behind() -> None:
    current = timelines.current(read(REAL))
    assert current is not None
    assert current.id == "initial-discussions"
    assert timelines.days_behind(current, date(2025, 9, 20)) == 281
    assert timelines.days_behind(current, date(2024, 12, 13)) == 0


def test_a_session_in_august_conflicts_with_the_focal_points_meeting() -> None:
    (conflict,) = timelines.conflicts(read(REAL.replace("SOM-28:   #", "SOM-28: 2025-08-20  #")))
    assert (conflict.earlier.id, conflict.later.id) == ("focal-points-meeting", "adoption")
    assert conflict.detail == (
        "focal-points-meeting (September-October 2025) ends on 31 October 2025, but adoption (SOM-28), "
        "which comes after it, begins on 20 August 2025."
    )


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2024-12-31", "a"), ("2025-01-31", "a"), ("2025-02-01", "b"), ("2025-03-01", "c"), ("1999-01-01", "a")],
)
def test_by_the_calendar_is_what_holds_today_else_the_next_else_the_undated(on: str, expected: str) -> None:
    found = timelines.by_calendar(read(SMALL), date.fromisoformat(on))
    assert found is not None
    assert found.id == expected


def test_nothing_is_left_by_the_calendar_after_the_last_date() -> None:
    assert (
        timelines.by_calendar(read(SMALL.replace("SUMMIT: ", "SUMMIT: 2025-03-01")), date(2025, 4, 1)) is None
    )


@pytest.mark.parametrize(
    ("more", "on", "state", "slippage"),
    [
        ("", "2025-01-31", "planned", 0),
        ("", "2025-02-28", "due", 0),
        ("", "2025-03-02", "late", 2),
        (", actual: {start: 2025-02-03}", "2025-02-04", "under way", 0),
        (", actual: {start: 2025-02-03, end: 2025-02-20}", "2025-09-01", "done", -8),
        (", actual: {end: 2025-03-10}", "2025-09-01", "done", 10),
        (", forecast: 2025-03", "2025-03-15", "due", 31),
        (", forecast: 2025-03", "2025-04-01", "late", 32),
        (", forecast: SUMMIT", "2025-02-01", "due", 0),
    ],
)
def test_state_and_slippage_follow_from_plan_forecast_and_record(
    more: str, on: str, state: str, slippage: int
) -> None:
    activity = named(read(SMALL.replace("round: outline", f"round: outline{more}")), "b")
    day = date.fromisoformat(on)
    assert timelines.state(activity, day) == state
    assert timelines.slippage_days(activity, day) == slippage


def test_what_has_no_date_is_undated_and_slips_by_nothing_known() -> None:
    activity = named(read(SMALL), "c")
    assert timelines.state(activity, date(2030, 1, 1)) == "undated"
    assert timelines.slippage_days(activity, date(2030, 1, 1)) is None
    assert timelines.days_behind(activity, date(2030, 1, 1)) == 0


def test_after_left_out_means_the_activity_above_and_an_empty_list_means_nothing() -> None:
    timeline = read(SMALL.replace("round: outline", "round: outline, after: []"))
    assert [one.after for one in timeline.activities] == [(), (), ("b",)]
    assert [one.id for one in timelines.comes_after(timeline, "b")] == ["c"]
    assert timelines.comes_after(timeline, "a") == ()


def test_a_conflict_is_seen_through_an_undated_activity_and_not_for_what_is_done() -> None:
    text = SMALL + "  - {id: d, when: 2025-02-10, activity: Print, kind: meeting}\n"
    (conflict,) = timelines.conflicts(read(text))
    assert (conflict.earlier.id, conflict.later.id) == ("b", "d")
    assert (
        timelines.conflicts(read(text.replace("round: outline", "round: outline, actual: {end: 2025-02-09}")))
        == ()
    )


def test_the_end_on_the_day_of_the_start_is_a_conflict() -> None:
    text = SMALL + "  - {id: d, when: 2025-02-28, activity: Print, kind: meeting}\n"
    assert len(timelines.conflicts(read(text))) == 1
    assert timelines.conflicts(read(text.replace("2025-02-28", "2025-03-01"))) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "part"),
    [
        ("when: 2025-02,", "when: 2025-02-30,", 6, "activities[1].when", "'2025-02-30' is not a day"),
        ("when: 2025-02,", "when: SUMIT,", 6, "activities[1].when", "known are SUMMIT"),
        ("SUMMIT: ", "SUMMIT: soon", 3, "events.SUMMIT", "leave it empty"),
        ("id: b", "id: a", 6, "activities[1].id", "second time"),
        ("round: outline", "round: outline, after: [x]", 6, "activities[1].after[0]", "has the id x"),
        ("round: outline", "round: outline, after: [b]", 6, "activities[1].after[0]", "after itself"),
        (", round: outline", "", 6, "activities[1].round", "is missing"),
        (", to: outlined", "", 5, "activities[0].to", "is missing"),
        ("kind: adoption", "kind: adoption, round: finale", 7, "activities[2].round", "known are"),
        ("kind: adoption", "kind: adopt", 7, "activities[2].kind", "one of meeting"),
        ("round: outline", "round: outline, actual: {start: 2025-02-02, end: 2025-02-01}", 6,
         "activities[1].actual.end", "before it starts"),
        ("status: indicative", "status: final", 2, "status", "one of indicative, approved"),
        ("title: A plan\n", "", 1, "title", "is missing"),
        ("round: outline", "round: outline, addresses: [members]", 6, "activities[1].addresses", "ssees?"),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_line_and_field(
    old: str, new: str, line: int, field: str, part: str
) -> None:
    assert SMALL.count(old) == 1
    found, faults = read_timeline(SMALL.replace(old, new))
    assert found is None
    assert [(fault.file, fault.line, fault.field) for fault in faults] == [("timeline.yaml", line, field)]
    assert part in faults[0].message


def test_activities_that_wait_for_each_other_are_named_and_others_are_not() -> None:
    text = SMALL.replace("to: outlined", "to: outlined, after: [b]")
    _, faults = read_timeline(text)
    assert [fault.field for fault in faults] == ["activities[0].after", "activities[1].after"]


def test_an_activity_that_is_no_group_does_not_shift_the_others() -> None:
    text = SMALL.replace("activities:\n", "activities:\n  - soon\n").replace("kind: adoption", "kind: adopt")
    _, faults = read_timeline(text)
    assert [(fault.line, fault.field) for fault in faults] == [
        (5, "activities[0]"),
        (8, "activities[3].kind"),
    ]


def test_all_faults_are_found_at_once() -> None:
    text = (
        SMALL.replace("kind: drafting", "kind: draft").replace("2025-02", "2025-2").replace("id: c", "id: C")
    )
    _, faults = read_timeline(text)
    assert [fault.field for fault in faults] == [
        "activities[0].kind",
        "activities[1].when",
        "activities[2].id",
    ]


def test_the_activity_that_circulates_a_round_is_found() -> None:
    timeline = read(REAL)
    assert timeline.rounds == ("outline", "draft", "revised", "final")
    assert [one.id for name in timeline.rounds if (one := timeline.circulating(name))] == [
        "outline-circulation",
        "draft-review",
        "focal-points-meeting",
        "adoption",
    ]
    assert timeline.circulating("other") is None


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
@settings(max_examples=60)
def test_every_day_has_an_answer(on: date) -> None:
    timeline = read(REAL)
    assert timelines.by_calendar(timeline, on) is not None
    states = [timelines.state(one, on) for one in timeline.activities]
    assert states.count("due") == (
        1 if any(one.when and on in one.when for one in timeline.activities) else 0
    )
    for one, found in zip(timeline.activities, states, strict=True):
        slippage = timelines.slippage_days(one, on)
        assert (found == "late") == (slippage is not None and slippage > 0)
