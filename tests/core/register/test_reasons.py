"""Reasons are offered for choice: the nearest first, each once."""

from __future__ import annotations

from neaspec_cli.core.comments import Comment, Disposition
from neaspec_cli.core.register.dispositions import WITHDRAWN
from neaspec_cli.core.register.reasons import offered


def decided(reason: str, verdict: str = "not accepted") -> Comment:
    return Comment(disposition=Disposition(verdict, reason=reason))


def test_reasons_of_the_same_wish_come_before_the_latest_and_these_before_the_most_frequent() -> None:
    known = [decided("rare"), decided("often"), decided("often"), decided("early"), Comment()]
    latest = [decided("early"), decided("late"), decided("other", "noted"), decided("")]
    assert offered("not accepted", [decided("same")], latest, known) == (
        "same",
        "late",
        "early",
        "often",
        "rare",
    )
    assert offered("not accepted", [decided("same")], latest, known, most=2) == ("same", "late")
    assert offered("deferred", [], latest, known) == ()


def test_what_the_tool_says_of_withdrawn_comments_is_no_reason_to_choose() -> None:
    assert offered("noted", [], [], [decided(f"{WITHDRAWN} 2025-08-01", "noted")]) == ()
