"""Days in words, the same in every locale."""

from __future__ import annotations

from datetime import date

MONTHS = ("January February March April May June July August September October November December").split()


def in_words(day: date) -> str:
    """`4 August 2025`, as the United Nations Editorial Manual writes dates."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
