"""Stretches of days as people write them: a day, day/day, month, month/month (ISO 8601).

A stretch includes its first and its last day; a month is its first to its last day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from neaspec_cli.core.yaml.schema import YEARS

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
EXPECTED = "a day, day/day, month or month/month such as 2025-07-04 or 2025-05/2025-06"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


@dataclass(frozen=True)
class Span:
    """From a first to a last day, both included."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def looks_like_date(text: str) -> bool:
    """Whether the text means a date, right or wrong, rather than the name of an event."""
    return text[:1].isdigit() and bool(re.fullmatch(r"[0-9/.:T -]*", text))


def parse_span(text: str) -> Span | None:
    """The stretch a text means; None where it is not written as one or ends before it starts."""
    first, slash, last = text.partition("/")
    start = _one(first)
    end = _one(last) if slash else start
    if start is None or end is None or len(first) != len(last or first):
        return None
    span = Span(start.start, end.end)
    return span if span.start <= span.end and {span.start.year, span.end.year} <= set(YEARS) else None


def in_words(text: str) -> str:
    """A stretch as a reader of a timeline expects it: `January-February 2025`, `13 December 2024`.

    Other text, such as the name of an event, is given back as it is.
    """
    span = parse_span(text)
    if span is None:
        return text
    if _MONTH.fullmatch(text.partition("/")[0]):
        return _months_in_words(span)
    return _days_in_words(span)


def day_in_words(day: date) -> str:
    """`31 October 2025`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def shifted(text: str, *, days: int, months: int) -> str:
    """The stretch later, one of days by `days`, one of months by `months`; other text as it is."""
    if parse_span(text) is None:
        return text
    return "/".join(
        (date.fromisoformat(part) + timedelta(days=days)).isoformat()
        if _DAY.fullmatch(part)
        else _shifted_month(part, months)
        for part in text.split("/")
    )


def months_between(first: date, second: date) -> int:
    """How many calendar months the second day lies after the first."""
    return (second.year - first.year) * 12 + second.month - first.month


def _one(text: str) -> Span | None:
    try:
        if _DAY.fullmatch(text):
            day = date.fromisoformat(text)
            return Span(day, day)
        if _MONTH.fullmatch(text):
            start = date.fromisoformat(f"{text}-01")
            return Span(start, date.fromisoformat(f"{_shifted_month(text, 1)}-01") - timedelta(days=1))
    except ValueError:
        return None
    return None


def _months_in_words(span: Span) -> str:
    first, last = MONTHS[span.start.month - 1], MONTHS[span.end.month - 1]
    if span.start.year != span.end.year:
        return f"{first} {span.start.year}-{last} {span.end.year}"
    months = first if span.start.month == span.end.month else f"{first}-{last}"
    return f"{months} {span.end.year}"


def _days_in_words(span: Span) -> str:
    last = day_in_words(span.end)
    if span.start == span.end:
        return last
    if span.start.year != span.end.year:
        return f"{day_in_words(span.start)}-{last}"
    if span.start.month != span.end.month:
        return f"{span.start.day} {MONTHS[span.start.month - 1]}-{last}"
    return f"{span.start.day}-{last}"


def _shifted_month(text: str, months: int) -> str:
    count = int(text[:4]) * 12 + int(text[5:]) - 1 + months
    return f"{count // 12:04d}-{count % 12 + 1:02d}"
