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


def test_the_last_step_is_taken_back_with_all_that_was_joined_to_it() -> None:
    one = sitting()
    assert one.undo() == ()
    one.decide(dispose(COMMENTS[0], "noted"))
    one.decide(dispose(COMMENTS[1], "noted"), joined=True)
    one.forward()
    one.decide(dispose(COMMENTS[2], "accepted"))
    one.forward()
    assert [each.id for each in one.undo()] == ["JPN-003"]
    assert (one.place, one.left) == (2, (2,))
    assert one.undo() == COMMENTS[:2]
    assert (one.place, one.changed, one.decided) == (0, {}, ())


def test_what_was_saved_is_undone_by_another_change() -> None:
    one = sitting()
    one.decide(dispose(COMMENTS[0], "noted"))
    one.saved([settled(one, [FEEDBACK])[0]["JPN"]])
    assert one.changed == {}
    assert [each.id for each in one.decided] == ["JPN-001"]
    one.undo()
    assert one.changed == {"JPN-001": COMMENTS[0]}


def test_one_goes_to_an_id_a_number_or_the_next_of_a_source() -> None:
    others = SourceFeedback("draft-1", "CHN", comments=(Comment("CHN-1001", comment="c"), Comment("CHN-002")))
    one = Sitting([*SAID, *((others, each) for each in others.comments)])
    for words, expected in (("jpn 3", 2), ("JPN-002", 1), (" chn1001", 3), ("5", 4), ("jpn", 0), ("CHN", 3)):
        assert one.go_to(words)
        assert one.place == expected, words
    assert one.go_to("CHN")
    assert one.place == 4
    for words in ("", "0", "6", "RUS", "JPN-004", "-"):
        assert not one.go_to(words)
    assert one.place == 4


def test_another_kind_is_no_decision() -> None:
    one = sitting()
    one.decide(replace(COMMENTS[0], kind="editorial"))
    assert (one.decided, one.progress()) == ((), {"JPN": (0, 3)})
    one.decide(dispose(one.current[1], "noted"))
    assert one.progress() == {"JPN": (1, 3)}
    assert settled(one, [FEEDBACK])[0]["JPN"].comments[0].kind == "editorial"


def test_those_beyond_a_filter_who_ask_the_same_are_offered_too() -> None:
    one = Sitting(SAID[:1], by_id(groups(SAID, {})), COMMENTS)
    assert [each.id for each in one.alike()] == ["JPN-002"]
    one.decide(dispose(COMMENTS[0], "noted"))
    one.decide(dispose(COMMENTS[1], "noted"), joined=True)
    assert [each.id for each in settled(one, [FEEDBACK])[0]["JPN"].comments if each.disposition] == [
        "JPN-001",
        "JPN-002",
    ]
