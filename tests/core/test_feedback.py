"""Feedback files: what is written reads back, faults are named, ids are given and never used twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core import proposals as p
from neaspec_cli.core.comments import (
    KINDS,
    ORIGINS,
    Answer,
    Comment,
    Disposition,
    Place,
    ReturnedFile,
    SourceFeedback,
    UnknownComment,
    find,
    selected,
    undisposed,
    with_comment,
    with_ids,
)
from neaspec_cli.core.feedback import feedback_yaml, read_feedback

FILE = "feedback/draft-1/JPN.yaml"
HAND_WRITTEN = """\
circulation: draft-1
source: JPN
received: 2025-07-28
comments:
  - place: {section: programmatic-areas, block: "27(b)", quote: low carbon cities}
    comment: Align with the wording of the programme.
    proposal: {op: replace, old: low carbon cities, new: low-carbon and resilient cities}
  - comment: Japan welcomes the outline.
"""

TEXT = st.text(max_size=20)
WORDS = st.text(min_size=1, max_size=20)
AT = st.none() | st.integers(0, 999)
WHERE = st.sampled_from(("after", "before"))
PROPOSALS = st.one_of(
    st.builds(p.InsertWords, WORDS, after=WORDS, at=AT),
    st.builds(p.DeleteWords, WORDS, at=AT),
    st.builds(p.ReplaceWords, WORDS, WORDS, at=AT),
    st.builds(p.Move, WORDS, WORDS, WHERE, TEXT, AT, AT),
    st.builds(p.Split, WORDS, at=AT),
    st.builds(p.Join, WORDS),
    st.builds(p.InsertBlock, WORDS, WHERE, st.sampled_from(("paragraph", "heading", "item"))),
    st.builds(p.DeleteBlock, TEXT),
    st.builds(p.InsertRow, st.lists(TEXT, min_size=1, max_size=3).map(tuple), WHERE),
    st.builds(p.DeleteRow, st.lists(TEXT, max_size=3).map(tuple)),
    st.builds(p.NoteChange, WORDS, after=WORDS),
    st.builds(p.FormatChange, WORDS, old=TEXT),
)
DECISIONS = st.one_of(
    st.builds(Disposition, st.just("accepted"), by=TEXT, agreed=st.booleans()),
    st.builds(
        Disposition,
        st.just("accepted with modification"),
        st.just("so"),
        decided=st.dates(date(1900, 1, 1), date(2999, 12, 31)),
    ),
    st.builds(Disposition, st.sampled_from(("not accepted", "deferred")), reason=st.just("because")),
)
COMMENTS = st.builds(
    Comment,
    place=st.builds(Place, TEXT, TEXT, TEXT, TEXT),
    kind=st.sampled_from(KINDS),
    comment=st.text(min_size=1).filter(str.strip),
    proposal=st.none() | PROPOSALS,
    origin=st.sampled_from(ORIGINS),
    author=TEXT,
    date=st.sampled_from(("", "2025-07-20", "2025-07-20T10:11:12Z")),
    submitter=TEXT,
    replies=st.lists(st.builds(Answer, WORDS, TEXT), max_size=2).map(tuple),
    resolved=st.booleans(),
    disposition=st.none() | DECISIONS,
    note=TEXT,
    public=st.booleans(),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(COMMENTS, max_size=4))
def test_what_is_written_reads_back_the_same(comments: list[Comment]) -> None:
    files = (ReturnedFile("originals/JPN.docx", "ab" * 32, "Author"),)
    reply = "comments" if comments else "no comments"
    feedback = with_ids(SourceFeedback("draft-1", "JPN", reply, date(2025, 7, 28), files, tuple(comments)))
    text = feedback_yaml(feedback)
    assert read_feedback(text, FILE) == (feedback, [])
    assert feedback_yaml(feedback) == text


def test_people_may_write_it_by_hand_without_ids() -> None:
    read, faults = read_feedback(HAND_WRITTEN, FILE, numbered=False)
    assert faults == []
    assert read is not None
    first, second = with_ids(read).comments
    assert (first.id, first.kind, first.origin) == ("JPN-001", "substantive", "hand")
    assert first.proposal == p.ReplaceWords("low carbon cities", "low-carbon and resilient cities")
    assert (second.id, second.kind, second.place) == ("JPN-002", "general", Place())


def test_a_stored_file_needs_ids() -> None:
    read, faults = read_feedback(HAND_WRITTEN, FILE)
    assert read is None
    assert [(fault.line, fault.field) for fault in faults] == [(5, "comments[0].id"), (8, "comments[1].id")]


def test_all_faults_come_at_once_with_line_and_field() -> None:
    text = """\
circulation: draft-1
source: JPN
reply: maybe
comments:
  - id: JPN-001
    proposal: {op: replace, old: a, wher: after}
  - id: JPN-002
    proposal: {op: delete, old: a, new: b}
  - id: JPN-003
  - id: JPN-004
    comment: x
    disposition: not accepted
  - id: JPN-005
    comment: x
    reason: none was given
"""
    read, faults = read_feedback(text, FILE)
    assert read is None
    assert [(fault.line, fault.field) for fault in sorted(faults)] == [
        (3, "reply"),
        (6, "comments[0].proposal.wher"),
        (8, "comments[1].proposal.new"),
        (9, "comments[2]"),
        (10, "comments[3].disposition"),
        (13, "comments[4].reason"),
    ]


def test_ids_are_of_the_source_and_used_once() -> None:
    text = "circulation: draft-1\nsource: JPN\ncomments:\n" + "".join(
        f"  - {{id: {identifier}, comment: x}}\n" for identifier in ("JPN-001", "JPN-001", "CHN-002")
    )
    assert [fault.field for fault in read_feedback(text, FILE)[1]] == ["comments[1].id", "comments[2].id"]


def test_faults_of_ids_and_reply_are_told_beside_those_of_other_fields() -> None:
    text = """\
circulation: draft-1
source: JPN
reply: no objection
received: yesterday
comments:
  - {id: JPN-001, comment: x, colour: red}
  - {id: JPN-001, comment: x}
  - {id: JPN-2, comment: x}
  - just words
"""
    assert [(fault.line, fault.field) for fault in sorted(read_feedback(text, FILE)[1])] == [
        (3, "reply"),
        (4, "received"),
        (6, "comments[0].colour"),
        (7, "comments[1].id"),
        (8, "comments[2].id"),
        (9, "comments[3]"),
        (9, "comments[3].id"),
    ]


def test_a_reply_without_comments_has_none() -> None:
    text = "circulation: draft-1\nsource: JPN\nreply: no comments\ncomments: [{id: JPN-001, comment: x}]\n"
    assert [(fault.line, fault.field) for fault in read_feedback(text, FILE)[1]] == [(3, "reply")]


def test_ids_count_on_from_the_highest() -> None:
    given_ids = ("JPN-007", "", "JPN-1002", "")
    comments = tuple(Comment(identifier, comment="x") for identifier in given_ids)
    numbered = with_ids(SourceFeedback("draft-1", "JPN", comments=comments))
    assert [one.id for one in numbered.comments] == ["JPN-007", "JPN-1003", "JPN-1002", "JPN-1004"]


def test_comments_are_found_and_selected() -> None:
    decided = Comment("CHN-001", comment="x", disposition=Disposition("noted"))
    proposed = replace(decided, id="CHN-002", disposition=Disposition("noted", agreed=False))
    other = Comment("JPN-001", Place(section="areas"), "editorial", "y")
    china = SourceFeedback("draft-1", "CHN", comments=(decided, proposed))
    japan = SourceFeedback("draft-1", "JPN", comments=(other,))
    assert undisposed([china, japan]) == (proposed, other)
    assert [one.id for _, one in selected([japan, china], only_undisposed=True)] == ["CHN-002", "JPN-001"]
    assert [one.id for _, one in selected([japan, china], section="areas", kind="editorial")] == ["JPN-001"]
    assert find("CHN-002", [japan, china]) == (china, proposed)
    with pytest.raises(UnknownComment):
        find("MNG-001", [japan, china])
    changed = replace(other, note="ours")
    assert with_comment(japan, changed).comments == (changed,)
