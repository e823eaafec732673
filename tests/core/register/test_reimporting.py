"""Taking a source in again keeps ids and decisions, and tells what was added, changed and withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.comments import Answer, Comment, Disposition, Place, SourceFeedback, with_ids
from neaspec_cli.core.register.dispositions import dispose, is_withdrawn
from neaspec_cli.core.register.reimporting import Reimport, is_later_version, reimport

ON = date(2025, 8, 1)


def said(*words: str, author: str = "A") -> SourceFeedback:
    comments = tuple(
        Comment(place=Place("areas", word[0]), comment=word, author=author, origin="comment")
        for word in words
    )
    return SourceFeedback("draft-1", "JPN", comments=comments)


def later(
    old: SourceFeedback, new: SourceFeedback, earlier: SourceFeedback
) -> tuple[SourceFeedback, Reimport]:
    """`new` taken in, in the place of a file that said `earlier`."""
    return reimport(old, new, on=ON, superseded=earlier.comments)


WORDS = st.lists(st.sampled_from(("1 one", "1 other", "2 two", "3 three")), max_size=6)


@settings(max_examples=60)
@given(WORDS)
def test_the_same_again_changes_nothing(words: list[str]) -> None:
    old = with_ids(said(*words))
    again, changes = later(old, said(*words), said(*words))
    assert again == replace(old, reply=again.reply)
    assert changes == Reimport()


@settings(max_examples=100)
@given(WORDS, WORDS, WORDS)
def test_what_stands_is_what_the_last_file_says_and_no_record_goes(
    first: list[str], second: list[str], third: list[str]
) -> None:
    old = with_ids(said(*first))
    for before, now in ((first, second), (second, third)):
        merged, _ = later(old, said(*now), said(*before))
        standing = sorted(one.comment for one in merged.comments if not is_withdrawn(one))
        assert standing == sorted(now)
        assert [one.id for one in merged.comments][: len(old.comments)] == [one.id for one in old.comments]
        old = merged


def test_new_comments_get_new_ids_and_old_ones_keep_theirs() -> None:
    before = said("1 one", "2 two")
    merged, changes = later(with_ids(before), said("3 three", "2 two", "1 one"), before)
    assert [(one.id, one.comment) for one in merged.comments] == [
        ("JPN-001", "1 one"),
        ("JPN-002", "2 two"),
        ("JPN-003", "3 three"),
    ]
    assert changes == Reimport(added=("JPN-003",))


def test_new_words_at_one_place_keep_the_id_and_ask_for_agreement_again() -> None:
    before = said("1 one", "2 two")
    old = with_ids(before)
    old = replace(old, comments=(dispose(old.comments[0], "accepted"), old.comments[1]))
    merged, changes = later(old, said("1 won", "2 two"), before)
    assert changes == Reimport(changed=("JPN-001",))
    assert merged.comments[0].comment == "1 won"
    assert merged.comments[0].disposition == Disposition("accepted", agreed=False)


def test_of_several_comments_at_a_place_the_one_that_reads_alike_is_the_changed_one() -> None:
    before = said("1 we would like to see figures", "1 too long")
    merged, changes = later(
        with_ids(before), said("1 too long by far", "1 we would like to see a figure"), before
    )
    assert changes == Reimport(changed=("JPN-001", "JPN-002"))
    assert merged.comments[1].comment == "1 too long by far"


def test_what_is_withdrawn_keeps_its_id_and_its_decision() -> None:
    before = said("1 one", "2 two")
    old = with_ids(before)
    old = replace(old, comments=(dispose(old.comments[0], "accepted"), old.comments[1]))
    merged, changes = later(old, said("3 three"), before)
    assert changes == Reimport(added=("JPN-003",), withdrawn=("JPN-001", "JPN-002"))
    decided, undecided, _ = merged.comments
    assert decided.disposition == old.comments[0].disposition
    assert "2025-08-01; what was decided on it stands" in decided.note
    assert undecided.disposition is not None
    assert undecided.disposition.verdict == "noted"
    assert later(merged, said("3 three"), said("3 three")) == (merged, Reimport())


def test_what_was_withdrawn_and_is_said_again_stands_again() -> None:
    before = said("1 one", "2 two")
    merged, _ = later(with_ids(before), said("1 one"), before)
    again, changes = later(merged, said("1 one", "2 two"), said("1 one"))
    assert changes == Reimport(changed=("JPN-002",))
    assert again.comments[1].disposition is None


def test_an_addition_withdraws_nothing() -> None:
    old = with_ids(said("1 one"))
    merged, changes = reimport(old, said("1 other", author="B"), on=ON)
    assert [one.id for one in merged.comments] == ["JPN-001", "JPN-002"]
    assert changes == Reimport(added=("JPN-002",))


def test_only_what_the_earlier_file_said_is_withdrawn() -> None:
    first, form = said("1 one"), said("2 form", author="B")
    old, _ = reimport(with_ids(first), form, on=ON)
    assert later(old, said("3 new", author="B"), form)[1] == Reimport(("JPN-003",), withdrawn=("JPN-002",))


def test_new_answers_are_added_and_those_of_before_kept() -> None:
    before = said("1 one")
    old = with_ids(before)
    old = replace(old, comments=(replace(old.comments[0], replies=(Answer("Ours"),)),))
    old = replace(old, comments=(dispose(old.comments[0], "accepted"),))
    new = replace(before, comments=(replace(before.comments[0], replies=(Answer("Theirs"),), resolved=True),))
    merged, changes = later(old, new, before)
    assert changes == Reimport(changed=("JPN-001",))
    assert [one.comment for one in merged.comments[0].replies] == ["Ours", "Theirs"]
    assert merged.comments[0].disposition == old.comments[0].disposition
    assert later(merged, new, before) == (merged, Reimport())


def test_a_comment_that_was_put_in_its_place_by_hand_stays_there() -> None:
    adrift = replace(said("?"), comments=(Comment(place=Place(quote="x"), comment="Why?", author="A"),))
    old = with_ids(adrift)
    old = replace(old, comments=(replace(old.comments[0], place=Place("areas", "3", "x")),))
    assert later(old, adrift, adrift) == (old, Reimport())
    elsewhere = replace(with_ids(said("1 one")).comments[0], place=Place("goals", "9"))
    moved = replace(said("1 one"), comments=(elsewhere,))
    assert later(moved, said("1 one"), said("1 one")) == (moved, Reimport())
    assert reimport(moved, said("1 one"), on=ON)[1] == Reimport(added=("JPN-002",))


def test_many_comments_in_the_same_words_are_known_again_at_once() -> None:
    many = said(*["1 Delete."] * 20_000)
    assert later(with_ids(many), many, many)[1] == Reimport()


def test_a_later_version_shares_an_author_or_half_of_what_was_said() -> None:
    earlier = said("1 one", "2 two").comments
    assert is_later_version(earlier, said("3 three").comments, by_author=True)
    assert not is_later_version(earlier, said("3 three", author="B").comments, by_author=True)
    assert not is_later_version(earlier, said("3 three").comments, by_author=False)
    assert is_later_version(earlier, said("1 one", "3 three").comments, by_author=False)
    assert is_later_version(earlier, said("1 other words").comments, by_author=False)
    assert not is_later_version(earlier, (), by_author=True)
    nobody = said("1 one", "2 two", author="Author").comments
    assert not is_later_version(nobody, said("3 three", author="Author").comments, by_author=True)
