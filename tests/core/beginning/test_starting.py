"""The files of a new plan."""

from __future__ import annotations

from datetime import date

from neaspec_cli.core.beginning import starting
from neaspec_cli.core.plan import Participant, read_settings
from neaspec_cli.core.timeline import conflicts, read_timeline


def test_the_timeline_counts_months_from_the_day_and_is_in_order() -> None:
    timeline, faults = read_timeline(starting.timeline_yaml("Plan: 2030", date(2025, 11, 20)))
    assert not faults
    assert timeline is not None
    assert timeline.title == "Indicative timeline of Plan: 2030"
    assert [one.when_text for one in timeline.activities][:2] == ["2025-11/2025-12", "2026-01"]
    assert [one.kind for one in timeline.activities][-2:] == ["meeting", "adoption"]
    assert conflicts(timeline) == ()


def test_settings_say_what_was_asked() -> None:
    members = (Participant("JPN", "Japan", "member"), Participant("CHN", "China", "member"))
    settings, faults = read_settings(starting.settings_yaml("Yes: no", "A [body]", members))
    assert not faults
    assert settings is not None
    assert (settings.title, settings.body) == ("Yes: no", "A [body]")
    assert [one.id for one in settings.participants] == ["CHN", "JPN"]


def test_lines_that_are_missing_are_added_once() -> None:
    once = starting.with_missing_lines("*.png binary", starting.ATTRIBUTES)
    assert once.startswith("*.png binary\n\n")
    assert "*.md text eol=lf\n" in once
    assert starting.with_missing_lines(once, starting.ATTRIBUTES) == once
