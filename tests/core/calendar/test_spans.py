"""Stretches of days are read from ISO dates and told in the words of a timeline."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neaspec_cli.core.calendar.spans import (
    Span,
    in_words,
    looks_like_date,
    months_between,
    parse_span,
    shifted,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("2024-12-13", "2024-12-13", "2024-12-13", "13 December 2024"),
        ("2024-12-12/2024-12-13", "2024-12-12", "2024-12-13", "12-13 December 2024"),
        ("2025-06-30/2025-07-02", "2025-06-30", "2025-07-02", "30 June-2 July 2025"),
        ("2025-12-30/2026-01-02", "2025-12-30", "2026-01-02", "30 December 2025-2 January 2026"),
        ("2025-03", "2025-03-01", "2025-03-31", "March 2025"),
        ("2024-01/2024-02", "2024-01-01", "2024-02-29", "January-February 2024"),
        ("2025-12/2026-01", "2025-12-01", "2026-01-31", "December 2025-January 2026"),
    ],
)
def test_a_stretch_is_read_and_told_in_words(text: str, start: str, end: str, words: str) -> None:
    assert parse_span(text) == Span(date.fromisoformat(start), date.fromisoformat(end))
    assert in_words(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "", "2025", "2025-3", "2025-13", "2025-02-30", "2025-03/2025-02", "2025-03/2025-03-31",
        "2025-03-01/2025-04", "2025-03/", "/2025-03", "2025-W10", "2025-03-01/2025-03-02/2025-03-03",
        "20250301", "0205-03", "9999-12", "SOM-28", "\u0662025-03",
    ],
)  # fmt: skip
def test_what_is_no_stretch_is_not_read(text: str) -> None:
    assert parse_span(text) is None
    assert in_words(text) == text


def test_a_wrong_date_is_told_from_the_name_of_an_event() -> None:
    assert looks_like_date("2025-13")
    assert not looks_like_date("SOM-28")
    assert not looks_like_date("28th SOM")


@given(DAYS, st.integers(-500, 500))
def test_a_stretch_of_days_moves_by_days_and_one_of_months_by_months(day: date, count: int) -> None:
    moved = parse_span(shifted(day.isoformat(), days=count, months=0))
    assert moved is not None
    assert (moved.start - day).days == count
    month = parse_span(shifted(day.isoformat()[:7], days=0, months=count))
    assert month is not None
    assert months_between(day, month.start) == count
    assert month.start.day == 1


def test_the_name_of_an_event_does_not_move() -> None:
    assert shifted("SOM-28", days=10, months=2) == "SOM-28"
