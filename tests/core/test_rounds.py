"""Circulations: reading and writing round.yaml, names, deadlines, replies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.rounds import (
    AlreadyClosed,
    CannotExtend,
    Circulation,
    Extension,
    SentFile,
    UnknownRound,
    effective_deadline,
    extend,
    is_overdue,
    named,
    newest,
    next_name,
    read_round,
    reply_states,
    round_of,
    round_yaml,
)

FILE = "feedback/draft-1/round.yaml"
DRAFT = Circulation("draft-1", "draft", date(2025, 7, 1), date(2025, 7, 31), ("CHN", "JPN"))

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
IDS = st.from_regex(r"[A-Z][A-Z0-9-]{0,5}", fullmatch=True)


@st.composite
def circulations(draw: st.DrawFn) -> Circulation:
    round_name = draw(st.from_regex(r"[a-z][a-z-]{0,8}", fullmatch=True))
    day = draw(DAYS)
    deadline = day + timedelta(draw(st.integers(0, 90)))
    extensions = draw(
        st.lists(
            st.builds(Extension, DAYS, st.just(deadline + timedelta(3)), st.text(min_size=1)), max_size=2
        )
    )
    return Circulation(
        name=f"{round_name}-{draw(st.integers(1, 300))}",
        round=round_name,
        date=day,
        deadline=deadline,
        addressees=tuple(draw(st.lists(IDS, unique=True, max_size=4))),
        kind=draw(st.sampled_from(("annotated", "review", "official"))),
        text=draw(st.sampled_from(("", "0123456789" * 4))),
        silence_announced=draw(st.booleans()),
        extensions=tuple(extensions),
        files=tuple(draw(st.lists(st.builds(SentFile, st.text(min_size=1), st.just("ab" * 32)), max_size=2))),
        closed=draw(st.none() | DAYS),
    )


@settings(max_examples=60)
@given(circulations())
def test_what_is_written_reads_back_the_same(circulation: Circulation) -> None:
    assert read_round(round_yaml(circulation), FILE) == (circulation, [])


def test_faults_come_all_at_once_with_line_and_field() -> None:
    text = "circulation: draft\nround: Draft 1\ndate: July\naddressees: [jpn]\nsilent: yes\n"
    read, faults = read_round(text, FILE)
    assert read is None
    assert {(fault.line, fault.field) for fault in faults} == {
        (1, "circulation"),
        (2, "round"),
        (3, "date"),
        (1, "deadline"),
        (4, "addressees[0]"),
        (5, "silent"),
    }


def test_contradictions_are_faults_at_their_lines() -> None:
    text = "circulation: draft-1\nround: final\ndate: 2025-07-02\ndeadline: 2025-07-01\naddressees: [A, A]\n"
    read, faults = read_round(text, FILE)
    assert read is None
    assert [(fault.line, fault.field) for fault in faults] == [
        (1, "circulation"),
        (4, "deadline"),
        (5, "addressees"),
    ]


def test_an_empty_file_is_a_fault() -> None:
    assert read_round("", FILE)[1][0].file == FILE


def test_names_count_on_from_the_highest() -> None:
    assert next_name("draft", []) == "draft-1"
    assert next_name("draft", ["draft-2", "draft-9", "draft-10", "redraft-40", "outline-3"]) == "draft-11"
    assert round_of("re-draft-2") == "re-draft"
    assert round_of("draft") == ""


def test_a_bare_round_means_its_newest_circulation() -> None:
    second = replace(DRAFT, name="draft-2")
    outline = Circulation("outline-1", "outline", date(2025, 3, 1), date(2025, 3, 31))
    known = [second, outline, DRAFT]
    assert named("draft", known) is second
    assert named("draft-1", known) is DRAFT
    assert newest(known) is second
    assert newest([]) is None


def test_an_unknown_round_suggests_what_is_near() -> None:
    with pytest.raises(UnknownRound) as caught:
        named("darft-1", [DRAFT])
    assert "draft-1" in caught.value.hint
    with pytest.raises(UnknownRound) as caught:
        named("", [])
    assert "neaspec circulate" in caught.value.hint


def test_the_last_extension_is_the_deadline() -> None:
    longer = extend(DRAFT, date(2025, 8, 15), " two States asked ", date(2025, 7, 30))
    assert effective_deadline(longer) == date(2025, 8, 15)
    assert longer.extensions == (Extension(date(2025, 7, 30), date(2025, 8, 15), "two States asked"),)
    assert not is_overdue(longer, date(2025, 8, 15))
    assert is_overdue(longer, date(2025, 8, 16))


def test_an_extension_must_be_later_reasoned_and_open() -> None:
    with pytest.raises(CannotExtend):
        extend(DRAFT, DRAFT.deadline, "why", DRAFT.date)
    with pytest.raises(CannotExtend):
        extend(DRAFT, date(2025, 9, 1), "  ", DRAFT.date)
    with pytest.raises(AlreadyClosed):
        extend(replace(DRAFT, closed=date(2025, 8, 1)), date(2025, 9, 1), "why", DRAFT.date)


def test_who_has_not_answered_is_awaited() -> None:
    assert reply_states(DRAFT, {"JPN": "no comments", "WWF": "comments"}) == {
        "CHN": "awaited",
        "JPN": "no comments",
    }
