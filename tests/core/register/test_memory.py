"""A comment that was answered before is recalled with its answer, and no other."""

from __future__ import annotations

from neaspec_cli.core.comments import Comment, Disposition, Place, SourceFeedback
from neaspec_cli.core.proposals import Proposal, ReplaceWords
from neaspec_cli.core.register.dispositions import WITHDRAWN
from neaspec_cli.core.register.memory import Past, answers, recall

THEN = {("goals", "3"): "Cities report within ninety days."}
NOW = {("goals", "4"): "Cities report within eighty days."}
HERE = Place("goals", "4")
LONG = "The secretariat might explain how the new centres are paid for and who runs them."
NOT_ACCEPTED = Disposition("not accepted", reason="Outside the mandate.")


def past(
    words: str = "",
    proposal: Proposal | None = None,
    decision: Disposition | None = NOT_ACCEPTED,
    place: Place = HERE,
) -> list[Past]:
    comment = Comment("KOR-002", Place("goals", "3"), comment=words, proposal=proposal, disposition=decision)
    feedback = SourceFeedback("draft-1", "KOR", comments=(comment,))
    return [Past(one, place, THEN) for one in answers(feedback)]


def recalled(comment: Comment, *known: Past) -> list[str]:
    found = recall([(SourceFeedback("draft-2", "JPN"), comment)], known, NOW)
    return [f"{one.circulation}/{one.comment.id}" for one in found.get(comment.id, ())]


def test_the_same_remark_of_another_source_is_recalled_at_the_place_that_followed() -> None:
    again = Comment("JPN-001", HERE, comment=LONG.replace("might explain", "might kindly explain"))
    assert recalled(again, *past(LONG)) == ["draft-1/KOR-002"]
    assert recalled(again, *past(LONG, place=Place("goals", "9"))) == []
    assert recalled(Comment("JPN-001", HERE, comment="Something else."), *past(LONG)) == []


def test_a_proposal_is_the_same_by_its_words_or_by_what_comes_of_them() -> None:
    asked = past(proposal=ReplaceWords("ninety", "sixty", at=21))
    same_words = Comment("JPN-001", HERE, proposal=ReplaceWords("ninety", "sixty", at=40))
    same_end = Comment("JPN-001", HERE, proposal=ReplaceWords("eighty", "sixty"))
    other = Comment("JPN-001", HERE, proposal=ReplaceWords("eighty", "seventy"))
    assert [bool(recalled(one, *asked)) for one in (same_words, same_end, other)] == [True, True, False]


def test_few_words_beside_two_proposals_do_not_make_them_the_same() -> None:
    asked = past("Too long.", ReplaceWords("ninety", "sixty"))
    assert recalled(Comment("JPN-001", HERE, comment="Too long!"), *asked) == ["draft-1/KOR-002"]
    other = Comment("JPN-001", HERE, comment="Too long!", proposal=ReplaceWords("eighty", "seventy"))
    assert recalled(other, *asked) == []


def test_only_what_was_agreed_and_not_withdrawn_is_an_answer() -> None:
    again = Comment("JPN-001", HERE, comment=LONG)
    proposed = Disposition("accepted", agreed=False)
    gone = Disposition("noted", reason=f"{WITHDRAWN} 2025-08-01.")
    assert [recalled(again, *past(LONG, decision=one)) for one in (None, proposed, gone)] == [[], [], []]


def test_of_several_answers_the_first_given_comes_first() -> None:
    newer = past(LONG)
    older = [Past(one.answered, one.place, one.texts) for one in past("  " + LONG)]
    found = recall(
        [(SourceFeedback("draft-3", "JPN"), Comment("JPN-001", HERE, comment=LONG))], [*newer, *older], NOW
    )
    assert [one.comment.comment for one in found["JPN-001"]] == [LONG, "  " + LONG]
