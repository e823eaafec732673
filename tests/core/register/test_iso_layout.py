"""The commenting form of ISO holds what was said in its own columns, and leads back to the same place."""

from __future__ import annotations

from typing import Any

from neaspec_cli.core.comments import Answer, Comment, Disposition, Place, SourceFeedback, selected
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.proposals import DeleteBlock, ReplaceWords
from neaspec_cli.core.register.circulated import CirculatedLeaf, CirculatedText
from neaspec_cli.core.register.iso_layout import iso
from neaspec_cli.core.register.report import report
from neaspec_cli.core.register.wording_asked import with_wording
from neaspec_cli.core.text.blocks import Kind
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.anchors import Anchors

LEAVES: tuple[tuple[str, Kind, str], ...] = (
    ("heading I", "heading", "Goals"),
    ("1", "paragraph", "One paragraph."),
    ("heading I.A", "heading", "Air"),
    ("2", "paragraph", "Two paragraphs."),
    ("2(a)", "item", "an item"),
    ("heading I.A.3", "heading", "Cities"),
    ("3", "paragraph", "Three paragraphs."),
    ("Table 1 row 2 column 1", "cell", "a cell"),
)
TEXT = CirculatedText(
    "draft-1",
    "A plan",
    "",
    tuple(CirculatedLeaf("goals", label, Block(kind, words)) for label, kind, words in LEAVES),
)


def row(*, public: bool = False, **values: Any) -> dict[str, str]:
    """The cells of a form with one comment."""
    one = Comment("JPN-001", **{"place": Place("goals", "2"), "kind": "technical", **values})
    found = selected([SourceFeedback("draft-1", "JPN", comments=(one,))])
    table = report("A plan", TEXT, found, public=public, attributed=not public, sources=("JPN",))
    return dict(iso(table, TEXT).rows[0])


def test_every_place_leads_back_to_its_block() -> None:
    for label, _, _ in LEAVES:
        cells = row(place=Place("goals", label))
        found = Anchors(Against(TEXT)).find({"clause": cells["clause"], "element": cells["element"]})
        assert (found.place, found.reason) == (Place("goals", label), ""), cells
    assert [row(place=Place("goals", one))["clause"] for one in ("1", "2", "2(a)")] == ["I", "I.A", "I.A"]


def test_a_clause_that_would_be_read_as_another_heading_is_left_open() -> None:
    leaves = (*TEXT.leaves[:3], CirculatedLeaf("goals", "3", Block("paragraph", "X")), TEXT.leaves[5])
    text = CirculatedText("draft-1", "A plan", "", leaves)
    one = Comment("JPN-001", Place("goals", "3"), comment="a")
    found = selected([SourceFeedback("draft-1", "JPN", comments=(one,))])
    cells = iso(report("", text, found, public=False, attributed=True), text).rows[0]
    assert (cells["clause"], cells["element"]) == ("", "3")


def test_the_whole_and_the_timeline_are_named() -> None:
    whole, activity = row(place=Place(), kind="general"), row(place=Place(activity="review"))
    assert (whole["clause"], whole["element"], whole["type"]) == ("Whole document", "", "ge")
    assert (activity["clause"], activity["element"]) == ("Timeline", "review")


def test_kinds_are_told_in_the_letters_of_the_form() -> None:
    kinds = ("general", "substantive", "technical", "editorial", "translation")
    assert [row(kind=one)["type"] for one in kinds] == ["ge", "te", "te", "ed", "ed"]


def test_what_came_in_a_form_goes_out_in_the_same_words() -> None:
    note = "MB/NC: DE-002; Line number: 17; Clause/ Subclause: 5; x: y; Paragraph/ Figure/ Table/: 2-5.7,4th column"
    cells = row(
        place=Place(quote="17, 5; x: y, 2-5.7,4th column"),
        comment=with_wording("Why?", "Add “x”"),
        origin="form",
        submitter="DE",
        note=note,
        replies=(Answer("Accepted.", "Observations of the secretariat"),),
    )
    assert cells == {
        "body": "DE-002",
        "line": "17",
        "clause": "5; x: y",
        "element": "2-5.7,4th column",
        "type": "te",
        "comment": "Why?",
        "change": "Add “x”",
        "observations": "Accepted.",
    }


def test_a_paragraph_as_it_should_read_is_written_whole_again() -> None:
    wish = ReplaceWords("paragraphs", "pages")
    assert row(proposal=wish, origin="form")["change"] == "Two pages."
    assert row(proposal=wish)["change"] == "Replace “paragraphs” with “pages”"
    assert row(proposal=DeleteBlock("Two paragraphs."), origin="form")["change"] == "delete"


def test_observations_hold_the_decision_and_no_reply_from_the_margin_of_a_text() -> None:
    decided = Disposition("accepted with modification", "Two pages.", "Shorter.")
    replies = (Answer("Between us", "A person"),)
    cells = row(comment="a", disposition=decided, replies=replies, origin="comment")
    assert cells["observations"] == "Accepted with modification.\nShorter.\nWording used: Two pages."


def test_the_words_that_a_remark_is_on_stand_before_it() -> None:
    on = Place("goals", "2", "paragraphs")
    assert row(place=on, comment="Why?")["comment"] == "On “paragraphs”: Why?"
    assert row(place=on, comment="Why?", public=True)["comment"] == "On “paragraphs”: Why?"
    assert row(place=on, comment="Why?", proposal=ReplaceWords("paragraphs", "pages"))["comment"] == "Why?"
    assert row(place=Place("goals", "2", "not there"), comment="Why?")["comment"] == "Why?"


def test_in_public_nobody_is_named_and_nothing_proposed_is_told() -> None:
    cells = row(
        public=True,
        comment="a",
        note="MB/NC: DE-002",
        origin="form",
        submitter="A person",
        replies=(Answer("An observation", "Observations of the secretariat"),),
        disposition=Disposition("noted", reason="Perhaps.", agreed=False),
    )
    assert (cells["body"], cells["observations"]) == ("1", "")
