"""The timeline for people: Table 1 in the words of the note, and a chart that fits the terminal."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from neaspec_cli.core.calendar import timeline_edit as edit
from neaspec_cli.core.calendar.activities import Timeline
from neaspec_cli.core.calendar.gates import Condition
from neaspec_cli.terminal import changes_view, gate_view, timeline_view
from neaspec_cli.terminal.console import console

REAL = (Path(__file__).resolve().parents[2] / "timeline.yaml").read_text("utf-8")


def shown(parts: Iterable[object], width: int = 80) -> str:
    target = console(width=width)
    target.file = io.StringIO()
    for part in parts:
        target.print(part)
    return target.file.getvalue()


def view(timeline: Timeline, on: str, width: int = 80) -> str:
    return shown(timeline_view.view(timeline, date.fromisoformat(on), width), width)


def test_table_1_has_the_words_of_the_note() -> None:
    text = view(edit.read(REAL), "2025-03-15", 200)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert lines[0] == (
        "Table 1. Indicative Timeline for the Development of NEASPEC Strategic Plan 2026-2030 (draft)"
    )
    assert "Time Activity" in lines
    assert "January-February 2025 Draft an annotated outline of the strategic plan" in lines
    times = ["13 December 2024", "March 2025", "April 2025", "May-June 2025", "July 2025", "August 2025"]
    for time in [*times, "September-October 2025", "SOM-28"]:
        assert any(line.startswith(time) for line in lines)


def test_the_chart_shows_by_shape_what_is_done_under_way_planned_and_moved() -> None:
    text = edit.approve(edit.advance(REAL, on=date(2025, 1, 6), outcome="Agreed"))
    text = edit.move(text, "draft-review", "2025-08", reason="Asked for", on=date(2025, 1, 7))
    text = edit.set_event(text, "SOM-28", "2025-11-20/2025-11-21")
    found = view(edit.read(text), "2025-01-20")
    rows = {line.split()[0]: line for line in found.splitlines() if line.strip()}
    assert "◆" in rows["initial-discussions"]
    assert "done +24 d" in rows["initial-discussions"]
    assert "under way" in rows["annotated-outline"]
    assert "▓" in rows["annotated-outline"]
    assert "░" in rows["outline-circulation"]
    assert "planned +31 d" in rows["draft-review"]
    assert rows["draft-review"].index("·") < rows["draft-review"].index("░")
    assert "now August 2025" in found
    assert "│ today, 20 January 2025" in " ".join(found.split())
    assert "Conflict: draft-review (August 2025)" in found


def test_what_has_no_date_says_so_and_a_day_outside_is_told() -> None:
    found = view(edit.read(REAL), "2030-01-01")
    assert "SOM-28: no date yet" in found
    assert "outside the chart" in found
    assert "▼" not in found


def test_a_timeline_without_any_date_has_no_chart() -> None:
    text = "title: T\nstatus: indicative\nevents: {E: }\nactivities: [{id: a, when: E, activity: A, kind: meeting}]\n"
    assert list(timeline_view.gantt(edit.read(text), date(2025, 1, 1), 80)) == []


@given(st.integers(40, 200), st.dates(date(2024, 1, 1), date(2026, 12, 31)))
@settings(max_examples=40, deadline=None)
def test_the_chart_never_passes_the_width_and_grows_with_it(width: int, on: date) -> None:
    lines = list(timeline_view.gantt(edit.read(REAL), on, width))
    assert all(cell_len(line.plain) <= max(width, 60) for line in lines[:-1])
    if width >= 80:
        assert max(cell_len(line.plain) for line in lines[:-1]) >= width - 4


@pytest.mark.parametrize("width", [30, 80])
def test_words_of_others_are_shown_as_text(width: int) -> None:
    real = edit.read(REAL)
    hostile = tuple(
        one._replace(phase="[red]\x1b[31m Review", activity="[shall] \u202e develop")
        if one.id == "draft"
        else one
        for one in real.activities
    )
    found = view(real._replace(activities=hostile), "2025-03-15", width)
    assert "\x1b" not in found
    assert "\u202e" not in found
    assert "[shall]" in found
    assert "[red]\\x1b[31m" in found


def test_changes_name_old_and_new_times_and_only_new_conflicts() -> None:
    before = edit.move(REAL, "draft-review", "2025-08", reason="r", on=date(2025, 6, 1))
    after = edit.set_event(before, "SOM-28", "2025-08-20/2025-08-21")
    after = edit.add(after, {"id": "experts", "when": "2025-06-03", "activity": "Ask", "kind": "meeting"})
    after = edit.remove(after, "consultations")
    found = shown(changes_view.view(edit.read(before), edit.read(after), date(2025, 6, 1)), 300).splitlines()
    assert found[:3] == [
        "consultations: April 2025, removed",
        "adoption: SOM-28 (no date yet) → SOM-28 (20-21 August 2025), planned",
        "experts: 3 June 2025, added, planned",
    ]
    assert [line.partition(" (")[0] for line in found[3:]] == [
        "Conflict: draft",
        "Conflict: focal-points-meeting",
    ]


def test_a_gate_shows_each_condition_met_or_not() -> None:
    found = shown(
        [gate_view.view([Condition("all is well", True), Condition("[shall] be", False, "not yet")])]
    )
    assert [line.strip() for line in found.splitlines()] == [
        "✓ met      all is well",
        "✗ not met  [shall] be: not yet",
    ]
