"""How the disposition of comments is laid out: by paragraph, general comments first, States in alphabetical order."""

from __future__ import annotations

from dataclasses import replace

from neaspec_cli.core.comments import Comment, Disposition, Place, SourceFeedback, selected
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.plan import Participant, PlanSettings
from neaspec_cli.core.proposals import ReplaceWords
from neaspec_cli.core.register.circulated import CirculatedLeaf, CirculatedText
from neaspec_cli.core.register.layouts import Laid, Line, audit_trail, by_paragraph
from neaspec_cli.core.register.report import Report, in_order, report, uncommented

STATES = PlanSettings(
    "A plan",
    participants=(
        Participant("JPN", "Japan", "member"),
        Participant("PRK", "Democratic People's Republic of Korea", "member"),
        Participant("CHN", "China", "member"),
    ),
)
NAMES = {one.id: one.name for one in STATES.participants}
TEXT = CirculatedText(
    "draft-1",
    "A plan",
    "",
    (
        CirculatedLeaf("goals", "heading II", Block("heading", "Goals")),
        CirculatedLeaf("goals", "4", Block("paragraph", "Four.")),
        CirculatedLeaf("goals", "5", Block("paragraph", "Five.")),
    ),
)


def on(source: str, block: str, words: str, **more: object) -> SourceFeedback:
    section = "goals" if block else ""
    place = Place(section, block, str(more.pop("quote", "")), str(more.pop("activity", "")))
    one = Comment(f"{source}-001", place, "substantive", words, **more)  # type: ignore[arg-type]
    return SourceFeedback("draft-1", source, comments=(one,))


def made(*feedback: SourceFeedback, public: bool = False) -> Report:
    found = selected(feedback)
    return report("A plan", TEXT, found, public=public, attributed=not public, sources=in_order(STATES))


def passages(laid: Laid) -> list[tuple[str, str, str, list[str]]]:
    return [
        (one.section, one.name, one.text, [row.cells[0][0].words for row in one.rows])
        for one in laid.passages
    ]


def test_comments_stand_under_the_words_that_they_are_on_general_ones_first() -> None:
    table = made(
        on("JPN", "5", "a"),
        on("PRK", "5", "b"),
        on("CHN", "4", "c"),
        on("CHN", "", "d", activity="review"),
        on("JPN", "", "e", quote="clause 9"),
        on("PRK", "", "f"),
        on("JPN", "heading II", "g"),
    )
    korea = "Democratic People's Republic of Korea"
    assert passages(by_paragraph(table, NAMES, TEXT)) == [
        ("", "General comments", "", [korea]),
        ("", "Not placed in the text", "", ["Japan"]),
        ("", "Timeline: review", "", ["China"]),
        ("II. Goals", "Heading II", "Goals", ["Japan"]),
        ("II. Goals", "Paragraph 4", "Four.", ["China"]),
        ("II. Goals", "Paragraph 5", "Five.", [korea, "Japan"]),
    ]


def test_a_comment_says_who_what_and_how_it_was_decided() -> None:
    decided = Disposition("accepted with modification", "Quintet.", "Both are met.")
    wish = ReplaceWords("Five", "Six")
    table = made(on("JPN", "5", "Too few.", proposal=wish, disposition=decided))
    (passage,) = by_paragraph(table, NAMES, TEXT).passages
    assert passage.rows[0].cells == (
        (Line("Japan", "strong"), Line("JPN-001", "quiet"), Line("substantive", "quiet")),
        (Line("Too few."), Line("replace “Five” with “Six”", label="Proposed change")),
        (
            Line("Accepted with modification", "strong"),
            Line("Both are met."),
            Line("Quintet.", label="Wording used"),
        ),
    )


def test_a_remark_is_shown_with_the_words_that_it_is_on_or_with_what_it_names_instead() -> None:
    table = made(on("JPN", "", "a", quote="clause 9"), on("PRK", "5", "b", quote="Five"))
    first, second = (one.rows[0].cells[1] for one in by_paragraph(table, NAMES, TEXT).passages)
    assert first == (Line("“clause 9”", "quiet", "On"), Line("a"))
    assert second == (Line("“Five”", "quiet", "On"), Line("b"))


def test_where_nobody_is_named_a_number_stands_instead_and_what_is_proposed_is_open() -> None:
    proposed = Disposition("noted", reason="Not yet.", agreed=False)
    table = made(on("JPN", "5", "a", disposition=proposed), public=True)
    laid = by_paragraph(table, NAMES, TEXT)
    assert laid.columns[0].title == "No."
    assert laid.passages[0].rows[0].cells == (
        (Line("1", "strong"), Line("substantive", "quiet")),
        (Line("a"),),
        (Line("not yet agreed", "quiet"),),
    )


def test_a_label_that_the_text_does_not_have_comes_last() -> None:
    laid = by_paragraph(made(on("JPN", "99", "a"), on("CHN", "5", "b")), NAMES, TEXT)
    assert [one.name for one in laid.passages] == ["Paragraph 5", "Paragraph 99"]


def test_what_nobody_commented_on_stands_in_its_place_where_it_is_wanted() -> None:
    table = made(on("JPN", "5", "a"))
    table = replace(table, silent=uncommented(TEXT, table.places))
    first, second = by_paragraph(table, NAMES, TEXT).passages
    assert (first.name, first.text, first.rows) == ("Paragraph 4: no comments", "Four.", ())
    assert (second.name, len(second.rows)) == ("Paragraph 5", 1)


def test_the_audit_trail_is_one_table_and_nothing_where_there_are_no_comments() -> None:
    laid = audit_trail(made(on("JPN", "5", "a"), on("CHN", "4", "b")), NAMES)
    assert [[row.cells[0][0].words for row in one.rows] for one in laid.passages] == [["CHN-001", "JPN-001"]]
    assert audit_trail(made(), NAMES).passages == by_paragraph(made(), NAMES, TEXT).passages == ()
