"""Decisions and their rules; taking a source in again keeps ids and decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.comments import Comment, Disposition, Place, SourceFeedback, with_ids
from neaspec_cli.core.register.dispositions import (
    CannotDispose,
    Reimport,
    dispose,
    is_settled,
    is_to_merge,
    reimport,
)

ON = date(2025, 8, 1)
WORD = ("comment", "tracked", "silent")
COMMENT = Comment("JPN-001", Place("areas", "3"), "substantive", "Say more.")


def said(*words: str, author: str = "A") -> SourceFeedback:
    comments = tuple(
        Comment(place=Place("areas", word[0]), comment=word, author=author, origin="comment")
        for word in words
    )
    return SourceFeedback("draft-1", "JPN", comments=comments)


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


@settings(max_examples=60)
@given(st.lists(st.sampled_from(("1 one", "1 other", "2 two", "3 three")), max_size=6))
def test_the_same_again_changes_nothing(words: list[str]) -> None:
    old = with_ids(said(*words))
    again, changes = reimport(old, said(*words), on=ON, replaces=WORD)
    assert again == replace(old, reply=again.reply)
    assert changes == Reimport()


def test_new_comments_get_new_ids_and_old_ones_keep_theirs() -> None:
    merged, changes = reimport(
        with_ids(said("1 one", "2 two")), said("3 three", "2 two", "1 one"), on=ON, replaces=WORD
    )
    assert [(one.id, one.comment) for one in merged.comments] == [
        ("JPN-001", "1 one"),
        ("JPN-002", "2 two"),
        ("JPN-003", "3 three"),
    ]
    assert changes == Reimport(added=("JPN-003",))


def test_new_words_at_one_place_keep_the_id_and_ask_for_agreement_again() -> None:
    old = with_ids(said("1 one", "2 two"))
    old = replace(old, comments=(dispose(old.comments[0], "accepted"), old.comments[1]))
    merged, changes = reimport(old, said("1 won", "2 two"), on=ON, replaces=WORD)
    assert changes == Reimport(changed=("JPN-001",))
    assert merged.comments[0].comment == "1 won"
    assert merged.comments[0].disposition == Disposition("accepted", agreed=False)


def test_what_is_withdrawn_keeps_its_id_and_its_decision() -> None:
    old = with_ids(said("1 one", "2 two"))
    old = replace(old, comments=(dispose(old.comments[0], "accepted"), old.comments[1]))
    merged, changes = reimport(old, said("3 three"), on=ON, replaces=WORD)
    assert changes == Reimport(added=("JPN-003",), withdrawn=("JPN-001", "JPN-002"))
    assert merged.comments[0] == old.comments[0]
    decision = merged.comments[1].disposition
    assert decision is not None
    assert decision.verdict == "noted"
    again, changes = reimport(merged, said("3 three"), on=ON, replaces=WORD)
    assert changes == Reimport(withdrawn=("JPN-001",))
    assert again == merged


def test_an_addition_withdraws_nothing() -> None:
    old = with_ids(said("1 one"))
    merged, changes = reimport(old, said("1 other", author="B"), on=ON)
    assert [one.id for one in merged.comments] == ["JPN-001", "JPN-002"]
    assert changes == Reimport(added=("JPN-002",))


def test_another_kind_of_file_withdraws_only_its_own() -> None:
    old = with_ids(said("1 one"))
    form = SourceFeedback("draft-1", "JPN", comments=(Comment(comment="form", origin="form"),))
    assert reimport(old, form, on=ON, replaces=("form",))[1] == Reimport(added=("JPN-002",))
