"""The same wish from several sides is found, whatever the order in which it came in."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.comments import Comment, Disposition, Place, SourceFeedback
from neaspec_cli.core.proposals import DeleteWords, InsertWords, Proposal, ReplaceWords, Split
from neaspec_cli.core.register.dispositions import WITHDRAWN
from neaspec_cli.core.register.grouping import Said, by_id, groups

TEXT = "Cities report within ninety days. Cities meet each year."
TEXTS = {("goals", "3"): TEXT}
AT_THREE = Place("goals", "3")


def asks(identifier: str, proposal: Proposal | None = None, words: str = "", place: Place = AT_THREE) -> Said:
    source = identifier.partition("-")[0]
    return SourceFeedback("draft-1", source), Comment(identifier, place, comment=words, proposal=proposal)


def test_proposals_are_the_same_when_the_paragraph_would_read_the_same() -> None:
    found = groups(
        [
            asks("JPN-001", ReplaceWords("ninety", "sixty", at=21)),
            asks("KOR-004", ReplaceWords("ninety days", "sixty days"), "Too long."),
            asks("CHN-002", ReplaceWords("within ninety", "within  sixty ")),
            asks("RUS-001", ReplaceWords("ninety", "thirty")),
            asks("MNG-001", ReplaceWords("ninety", "sixty"), place=Place("goals", "4")),
        ],
        TEXTS,
    )
    (group,) = found
    assert group.ids == ("CHN-002", "JPN-001", "KOR-004")
    assert group.sources == ("CHN", "JPN", "KOR")
    assert (group.is_proposal, group.is_identical) == (True, True)
    assert by_id(found)["KOR-004"].others("KOR-004") == ("CHN-002", "JPN-001")


def test_case_and_punctuation_make_proposals_nearly_the_same_unless_they_are_all_that_changes() -> None:
    near = [
        asks("JPN-001", InsertWords(" and towns", after="Cities", at=6)),
        asks("KOR-001", InsertWords(", and towns,", after="Cities", at=6)),
    ]
    (group,) = groups(near, TEXTS)
    assert not group.is_identical
    only_signs = [
        asks("JPN-001", InsertWords(",", after="each year")),
        asks("KOR-001", DeleteWords(".", at=len(TEXT) - 1)),
        asks("CHN-001", Split("Cities meet")),
        asks("RUS-001", ReplaceWords("each", "Each")),
    ]
    assert groups(only_signs, TEXTS) == ()


def test_signs_and_numbers_are_words() -> None:
    assert (
        groups(
            [asks("JPN-001", ReplaceWords("ninety", "5")), asks("KOR-001", ReplaceWords("ninety", "5%"))],
            TEXTS,
        )
        == ()
    )


def test_proposals_of_which_the_place_is_not_known_are_compared_as_they_stand() -> None:
    lost = [asks(one, ReplaceWords("x", "y"), place=Place(quote="x is")) for one in ("JPN-001", "KOR-001")]
    other = asks("CHN-001", ReplaceWords("x", "y"), place=Place(quote="another x"))
    (group,) = groups([*lost, other], TEXTS)
    assert group.ids == ("JPN-001", "KOR-001")


def test_what_was_withdrawn_is_nobodys_wish() -> None:
    feedback, comment = asks("JPN-001", words="Please clarify.")
    gone = Comment(
        "JPN-001",
        AT_THREE,
        comment=comment.comment,
        disposition=Disposition("noted", reason=f"{WITHDRAWN} today."),
    )
    assert groups([(feedback, gone), asks("KOR-001", words="Please clarify.")], TEXTS) == ()


def test_public_submissions_are_named_by_who_made_them() -> None:
    public = SourceFeedback("draft-1", "PUBLIC")
    said = [
        (public, Comment(f"PUBLIC-00{number}", AT_THREE, comment="Save the river!", submitter=name))
        for number, name in enumerate(("Blue Coast", "Ann"), 1)
    ]
    (group,) = groups(said, TEXTS)
    assert group.sources == ("Ann", "Blue Coast")


REMARKS = st.sampled_from(
    [
        "Please clarify.",
        "please clarify",
        "Say who pays for the centres and who runs them in each year of the plan.",
        "Say who pays for centres and who runs them in each year of the plan.",
        "Say who pays for centres and who may run them in each year of the plan.",
        "Welcome.",
    ]
)
PLACES = st.sampled_from([AT_THREE, Place("goals", "4"), Place()])
PROPOSALS = st.sampled_from([None, None, ReplaceWords("ninety", "sixty"), DeleteWords(" within ninety days")])


@settings(max_examples=60)
@given(st.lists(st.tuples(REMARKS, PLACES, PROPOSALS), max_size=12), st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_comments(
    wanted: list[tuple[str, Place, Proposal | None]], chance: random.Random
) -> None:
    comments = [
        asks(f"{'JPN' if number % 2 else 'KOR'}-{number:03d}", proposal, words, place)
        for number, (words, place, proposal) in enumerate(wanted, 1)
    ]
    shuffled = list(comments)
    chance.shuffle(shuffled)
    found = groups(comments, TEXTS)
    assert found == groups(shuffled, TEXTS)
    ids = [one for group in found for one in group.ids]
    assert len(ids) == len(set(ids))
