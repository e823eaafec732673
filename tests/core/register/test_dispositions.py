"""Decisions and their rules."""

from __future__ import annotations

from datetime import date

import pytest

from neaspec_cli.core.comments import Comment, Disposition, Place
from neaspec_cli.core.register.dispositions import (
    CannotDispose,
    dispose,
    is_settled,
    is_to_merge,
)

ON = date(2025, 8, 1)
COMMENT = Comment("JPN-001", Place("areas", "3"), "substantive", "Say more.")


@pytest.mark.parametrize(
    ("verdict", "reason", "text"),
    [
        ("rejected", "why", ""),
        ("accepted", "", "other words"),
        ("accepted with modification", "", " "),
        ("not accepted", "", ""),
        ("deferred", " ", ""),
    ],
)
def test_a_decision_that_says_too_little_is_refused(verdict: str, reason: str, text: str) -> None:
    with pytest.raises(CannotDispose):
        dispose(COMMENT, verdict, reason=reason, text=text)


def test_a_decision_is_recorded_and_counts_when_agreed() -> None:
    proposed = dispose(COMMENT, "accepted", by="secretariat", decided=ON, agreed=False)
    assert proposed.disposition == Disposition("accepted", by="secretariat", decided=ON, agreed=False)
    assert not is_settled(proposed)
    assert not is_to_merge(proposed)
    assert is_to_merge(dispose(COMMENT, "accepted with modification", text="more words"))
    deferred = dispose(COMMENT, "deferred", reason="to SOM-28")
    assert not is_settled(deferred)
    assert not is_to_merge(deferred)
    assert is_settled(dispose(COMMENT, "noted"))
