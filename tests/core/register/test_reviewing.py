"""A sitting remembers where it is and what was decided, and gives way to what others did meanwhile."""

from __future__ import annotations

from dataclasses import replace

from neaspec_cli.core.comments import Comment, Place, SourceFeedback
from neaspec_cli.core.register.dispositions import dispose
from neaspec_cli.core.register.grouping import by_id, groups
from neaspec_cli.core.register.reviewing import Sitting, settled

COMMENTS = tuple(
    Comment(f"JPN-00{number}", Place("goals", "3"), comment=words) for number, words in enumerate("aab", 1)
)
FEEDBACK = SourceFeedback("draft-1", "JPN", comments=COMMENTS)
SAID = [(FEEDBACK, one) for one in COMMENTS]


def sitting() -> Sitting:
    return Sitting(SAID, by_id(groups(SAID, {})))


def test_going_forward_passes_over_what_is_decided_and_going_back_does_not() -> None:
    one = sitting()
    assert not one.back()
    one.decide(dispose(COMMENTS[1], "noted"))
    one.forward()
    assert one.current[1].id == "JPN-003"
    assert one.back()
    assert one.current[1].disposition is not None
    one.forward()
    one.forward()
    assert one.is_over


def test_others_who_ask_the_same_are_offered_until_they_are_decided() -> None:
    one = sitting()
    assert [each.id for each in one.alike()] == ["JPN-002"]
    one.decide(dispose(COMMENTS[1], "noted"))
    assert one.alike() == ()


def test_decisions_go_on_the_newest_record_but_not_over_those_of_others() -> None:
    one = sitting()
    for comment in COMMENTS:
        one.decide(dispose(comment, "noted"))
    theirs = dispose(COMMENTS[0], "accepted")
    newest = replace(FEEDBACK, comments=(theirs, COMMENTS[1], Comment("JPN-004", comment="new")))
    after, refused = settled(one, [newest])
    assert after["JPN"].comments == (theirs, dispose(COMMENTS[1], "noted"), Comment("JPN-004", comment="new"))
    assert refused == [(dispose(COMMENTS[0], "noted"), theirs), (dispose(COMMENTS[2], "noted"), None)]
    _, refused = settled(one, [replace(newest, comments=(dispose(COMMENTS[0], "noted"),))])
    assert [decided.id for decided, _ in refused] == ["JPN-002", "JPN-003"]
