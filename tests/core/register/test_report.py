"""The disposition of comments: who stands where in it, and what its public form keeps back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from neaspec_cli.core.comments import KINDS, Comment, Disposition, Place, SourceFeedback, selected
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.plan import Participant, PlanSettings
from neaspec_cli.core.proposals import ReplaceWords
from neaspec_cli.core.register.circulated import CirculatedLeaf, CirculatedText
from neaspec_cli.core.register.figures import NOT_AGREED
from neaspec_cli.core.register.report import Report, counts, in_order, report

STATES = PlanSettings(
    "A plan",
    participants=(
        Participant("WWF", "A fund for nature", "stakeholder"),
        Participant("JPN", "Japan", "member"),
        Participant("PRK", "Democratic People's Republic of Korea", "member"),
        Participant("CHN", "China", "member"),
    ),
)
TEXT = CirculatedText(
    "draft-1",
    "A plan",
    "",
    tuple(CirculatedLeaf("goals", label, Block("paragraph", f"Text of {label}.")) for label in ("1", "2")),
)


def said(source: str, *comments: Comment) -> SourceFeedback:
    return SourceFeedback("draft-1", source, comments=comments)


def on(block: str, words: str, decision: Disposition | None = None, public: bool = True) -> Comment:
    return Comment(
        f"X-{words}", Place("goals", block), comment=words, disposition=decision, public=public, note="Hm."
    )


def made(*feedback: SourceFeedback, public: bool, attributed: bool) -> Report:
    sources = in_order(STATES)
    return report("A plan", TEXT, selected(feedback), public=public, attributed=attributed, sources=sources)


def test_states_stand_in_the_alphabetical_order_of_their_names_and_others_after_them() -> None:
    feedback = [said(source, on("1", "a")) for source in ("JPN", "WWF", "PRK", "CHN", "XXX")]
    table = made(*feedback, public=False, attributed=True)
    assert [row["source"] for row in table.rows] == ["CHN", "PRK", "JPN", "WWF", "XXX"]


def test_comments_follow_the_text_and_general_ones_come_first() -> None:
    feedback = said("JPN", on("2", "b"), on("1", "a"), on("", "whole"))
    table = made(feedback, public=True, attributed=True)
    assert [row["place"] for row in table.rows] == ["General", "1", "2"]
    assert [row["text"] for row in table.rows] == ["", "Text of 1.", "Text of 2."]


def test_what_has_no_certain_place_is_not_called_general() -> None:
    planned = Comment("JPN-000", Place(activity="review"), comment="b")
    lost = Comment("JPN-001", Place(quote="clause 9"), comment="a")
    wish = Comment("JPN-002", proposal=ReplaceWords("a", "b"))
    table = made(said("JPN", planned, lost, wish, on("", "whole")), public=True, attributed=True)
    told = ["General", "Not placed: clause 9", "Not placed", "review"]
    assert [row["place"] for row in table.rows] == told


def test_the_public_form_keeps_back_notes_withheld_comments_and_what_is_only_proposed() -> None:
    feedback = said(
        "JPN",
        on("1", "a", Disposition("accepted with modification", "words", "why", agreed=False)),
        on("1", "b", Disposition("noted", reason="So it is.")),
        on("1", "c", public=False),
    )
    full = made(feedback, public=False, attributed=True)
    assert [row["disposition"] for row in full.rows] == ["accepted with modification (proposed)", "noted", ""]
    table = made(feedback, public=True, attributed=False)
    assert [row["comment"] for row in table.rows] == ["a", "b"]
    assert {"note", "source"}.isdisjoint(table.rows[0])
    assert [table.rows[0][name] for name in ("disposition", "wording", "reason")] == ["", "", ""]
    assert table.rows[1]["reason"] == "So it is."


def test_every_disposition_is_counted_and_what_is_open_or_proposed_is_not_agreed() -> None:
    feedback = said(
        "JPN",
        on("1", "a", Disposition("accepted")),
        on("1", "b", Disposition("accepted", agreed=False)),
        on("1", "c"),
    )
    found = counts(made(feedback, public=False, attributed=True))
    assert (found["accepted"], found["deferred"], found[NOT_AGREED]) == (1, 0, 2)
    assert sum(found.values()) == 3


REMARKS = st.builds(
    Comment,
    place=st.sampled_from([Place(), Place("goals", "1"), Place("goals", "2")]),
    kind=st.sampled_from(KINDS),
    comment=st.text("ab", min_size=1, max_size=3),
)


@given(st.lists(st.tuples(st.sampled_from(["CHN", "JPN", "PRK"]), REMARKS), max_size=8))
def test_a_table_without_names_does_not_tell_by_its_order_who_spoke(
    remarks: list[tuple[str, Comment]],
) -> None:
    others = [(source, comment) for (source, _), (_, comment) in zip(remarks, reversed(remarks), strict=True)]
    first = made(*(said(source, one) for source, one in remarks), public=True, attributed=False)
    second = made(*(said(source, one) for source, one in others), public=True, attributed=False)
    assert first == second


def test_who_asks_for_the_same_is_named_beside_it_but_not_where_nobody_is_named() -> None:
    wish = ReplaceWords("Text", "Words")
    feedback = [
        said(source, Comment(f"{source}-001", Place("goals", "1"), proposal=wish, public=source != "PRK"))
        for source in ("JPN", "WWF", "PRK")
    ]
    whole = made(*feedback, public=False, attributed=True)
    assert [row["also"] for row in whole.rows] == ["JPN; WWF", "PRK; WWF", "JPN; PRK"]
    named = made(*feedback, public=True, attributed=True)
    assert [row["also"] for row in named.rows] == ["WWF", "JPN"]
    assert "also" not in made(*feedback, public=True, attributed=False).rows[0]


def test_figures_count_by_who_said_it_by_kind_and_by_section() -> None:
    yes, perhaps = Disposition("accepted"), Disposition("accepted", agreed=False)
    feedback = [said("JPN", on("1", "a", yes), on("", "b", perhaps)), said("CHN", on("2", "c", yes))]
    table = made(*feedback, public=False, attributed=True)
    by_source, by_kind, by_section = table.figures
    assert by_source.rows == (
        ("CHN", (1, 1, 0, 0, 0, 0, 0)),
        ("JPN", (2, 1, 0, 0, 0, 0, 1)),
        ("All", (3, 2, 0, 0, 0, 0, 1)),
    )
    assert [name for name, _ in by_kind.rows] == ["general", "All"]
    assert [name for name, _ in by_section.rows] == ["goals", "All"]
    unnamed = made(*feedback, public=True, attributed=False)
    assert [one.by for one in unnamed.figures] == ["Kind", "Section"]
    assert unnamed.said == ()
