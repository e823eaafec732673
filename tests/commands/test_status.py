from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.commands.office import answer, circulated, done, neaspec, secretariat
from tests.sandbox import Sandbox

HERE = Path(__file__).resolve().parents[2]


class Project(Sandbox):
    """This project's own plan."""


def test_by_the_calendar_the_outline_is_due_for_circulation_in_march() -> None:
    shown = " ".join(done(Project(HERE), "status", "--on", "2025-03-15").split())
    calendar = shown[shown.index("By the calendar") :]
    assert calendar.startswith("By the calendar Circulate the draft annotated outline to member States")
    assert "(March 2025; due; outline-circulation)" in calendar


def test_with_nothing_recorded_the_first_activity_is_281_days_behind_in_september() -> None:
    found = answer(Project(HERE), "status", "--on", "2025-09-20")
    assert found["activity"]["id"] == "initial-discussions"
    assert found["activity"]["days_behind"] == (date(2025, 9, 20) - date(2024, 12, 13)).days == 281


def test_replies_and_deadline_of_a_circulation_are_shown(tmp_path: Path) -> None:
    box = circulated(tmp_path / "plan")
    shown = done(box, "status", "--on", "2025-07-21")
    assert "answers until 31 July 2025, 10 days left" in " ".join(shown.split())
    found = answer(box, "status", "--on", "2025-07-21")
    (sent,) = found["circulated"]
    assert sent["replies"] == {"JPN": "awaited", "KOR": "awaited", "WWF": "awaited"}
    assert found["gate"] == [
        {"condition": "the round draft is circulated", "met": True, "detail": "as draft-1"}
    ]
    assert any("neaspec advance" in step for step in found["next"])


def test_after_the_deadline_closing_the_round_is_what_to_do_next(tmp_path: Path) -> None:
    box = circulated(tmp_path / "plan")
    found = answer(box, "status", "--on", "2025-08-02")
    assert any("round close draft-1" in step for step in found["next"])


def test_a_broken_timeline_is_named_with_every_fault(tmp_path: Path) -> None:
    box = secretariat(tmp_path / "plan")
    box.write(
        "timeline.yaml",
        "title: T\nstatus: maybe\nactivities:\n  - {id: a, when: 2025-13, activity: A, kind: feast}\n",
    )
    result = neaspec(box, "status")
    assert result.exit_code == 1
    assert {
        line.split(": ")[0] for line in result.stderr.split("\n") if line.startswith("timeline.yaml")
    } == {
        "timeline.yaml:2",
        "timeline.yaml:4",
    }


def test_outside_a_plan_the_next_step_is_named(tmp_path: Path) -> None:
    result = neaspec(Sandbox(tmp_path), "status")
    assert result.exit_code == 1
    assert "neaspec init" in result.stderr
