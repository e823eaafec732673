"""A feedback file brought up to date says what it should, and keeps what people wrote."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.comments import Comment, Disposition, Place, SourceFeedback, with_ids
from neaspec_cli.core.feedback import feedback_yaml, read_feedback
from neaspec_cli.core.register.feedback_edit import updated

FILE = "feedback/draft-1/JPN.yaml"
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12
).filter(str.strip)
COMMENTS = st.lists(
    st.builds(Comment, place=st.builds(Place, section=WORDS), comment=WORDS, note=st.just("") | WORDS),
    max_size=3,
)
HAND = """\
# From the e-mail of 28 July
circulation: draft-1
source:   JPN
comments:
  - {id: JPN-001, comment: Say more., kind: general}   # by telephone
  - id: "JPN-002"
    comment: >-
      Folded
      words.
"""


def feedback(comments: list[Comment]) -> SourceFeedback:
    return with_ids(
        SourceFeedback("draft-1", "JPN", "comments" if comments else "no comments", comments=tuple(comments))
    )


@settings(max_examples=60, deadline=None)
@given(COMMENTS, COMMENTS, st.booleans())
def test_it_says_the_new_and_reads_back(first: list[Comment], more: list[Comment], decided: bool) -> None:
    old = feedback(first)
    grown = feedback([*old.comments, *more])
    if decided:
        noted = [replace(one, disposition=Disposition("noted", reason="x")) for one in grown.comments]
        grown = replace(grown, comments=tuple(noted))
    for text in (feedback_yaml(old), "# mine\n" + feedback_yaml(old)):
        assert read_feedback(updated(text, old, grown), FILE) == (grown, [])


def test_every_other_byte_stays() -> None:
    old, faults = read_feedback(HAND, FILE)
    assert old is not None, faults
    second = replace(old.comments[1], disposition=Disposition("noted"))
    new = replace(old, comments=(old.comments[0], second))
    text = updated(HAND, old, new)
    assert text == HAND + "    disposition: noted\n    agreed: yes\n"
    third = replace(new, comments=(*new.comments, Comment("JPN-003", comment="New.")))
    assert updated(text, new, third).startswith(text)


def test_nothing_new_changes_nothing() -> None:
    old, _ = read_feedback(HAND, FILE)
    assert old is not None
    assert updated(HAND, old, old) == HAND
