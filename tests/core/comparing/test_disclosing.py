"""What leaves the house tells no name, no withheld comment and no words written for the house alone."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from neaspec_cli.core.comments import Comment, SourceFeedback
from neaspec_cli.core.comparing import tracing
from neaspec_cli.core.comparing.disclosing import ACCEPTED, UNNAMED, WITHHELD, Disclosure, disclosure
from neaspec_cli.core.comparing.tracing import Reason
from neaspec_cli.core.comparison import compare_plans
from neaspec_cli.core.plan import Participant
from tests.core.plans import plan

DAY = datetime.date(2025, 8, 1)
PARTICIPANTS = (Participant("JPN", "Japan", "member"), Participant("IS", "Iceland", "member"))
FEEDBACK = (
    SourceFeedback("draft-1", "JPN", comments=(Comment("JPN-001"), Comment("JPN-002", public=False))),
    SourceFeedback("draft-1", "IS", comments=(Comment("IS-001"),)),
)
QUIET = disclosure(PARTICIPANTS, FEEDBACK, attributed=False)
NAMING = disclosure(PARTICIPANTS, FEEDBACK, attributed=True)


def merged(*comments: str, words: str = "It is shorter.") -> Reason:
    holders = tuple(one.rpartition("/")[2].rpartition("-")[0] for one in comments)
    return Reason("c0ffee", DAY, f"Merge {', '.join(comments)}", comments, holders, words)


@pytest.mark.parametrize(
    ("reason", "quiet", "naming"),
    [
        (merged("draft-1/JPN-001"), "It is shorter.", "Japan: It is shorter. (draft-1/JPN-001) · c0ffee"),
        (merged("draft-1/JPN-002"), WITHHELD, f"{WITHHELD} · c0ffee"),
        (merged("draft-9/JPN-001"), WITHHELD, f"{WITHHELD} · c0ffee"),
        (
            merged("draft-1/JPN-002", "draft-1/IS-001"),
            ACCEPTED,
            f"Iceland: {ACCEPTED} (draft-1/IS-001) · c0ffee",
        ),
        (
            merged("draft-1/IS-001", words="As JAPAN said."),
            ACCEPTED,
            "Iceland: As JAPAN said. (draft-1/IS-001) · c0ffee",
        ),
        (merged("draft-1/IS-001", words=""), ACCEPTED, f"Iceland: {ACCEPTED} (draft-1/IS-001) · c0ffee"),
        (Reason("c0ffee", DAY, "Say it well", reason="A note."), "Say it well", "Say it well · c0ffee"),
        (Reason("c0ffee", DAY, "Call with JPN"), UNNAMED, "Call with JPN · c0ffee"),
    ],
)
def test_a_reason_tells_what_it_may(reason: Reason, quiet: str, naming: str) -> None:
    assert in_words(QUIET, reason) == quiet
    assert in_words(NAMING, reason) == naming


def in_words(rule: Disclosure, reason: Reason) -> str:
    return tracing.in_words(rule.reason(reason))


def test_an_id_is_no_other_word_and_a_name_no_part_of_one() -> None:
    text = "This is Japanese."
    assert QUIET.reason(merged("draft-1/JPN-001", words=text)).subject == text


def test_nobody_takes_part_and_nothing_is_hidden_by_that() -> None:
    assert Disclosure().reason(Reason("", DAY, "Say what is meant")).subject == "Say what is meant"


def test_reasons_that_then_say_the_same_are_one() -> None:
    comparison = compare_plans(plan(goals="Old words.\n"), plan(goals="New words.\n"))
    (section,) = comparison.sections
    (change,) = section.changes
    why = (merged("draft-1/JPN-002"), merged("draft-9/JPN-001"))
    told = QUIET.told(replace(comparison, sections=(replace(section, changes=(replace(change, why=why),)),)))
    assert [one.subject for one in told.sections[0].changes[0].why] == [WITHHELD]
