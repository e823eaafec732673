"""Whole sections that came, went or moved in a returned Word file are told once each."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from neaspec_cli.core import proposals as p
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import circulated
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.intake.word import read
from tests.intake.test_word import only, told
from tests.intake.wordfiles import gone, ins, par, run, table, word

SECTIONS = {
    "introduction": [
        "Introduction",
        "The programme keeps the seas of the region clean.",
        "States meet every year in May.",
    ],
    "goals": [
        "Goals",
        "Within ninety days of a meeting a report is published.",
        "Fewer plastics reach the rivers.",
    ],
    "means": [
        "Means",
        "Voluntary contributions of the States pay for the work.",
        "A review of it is made at mid-term.",
    ],
}
TEXTS = [text for texts in SECTIONS.values() for text in texts]
LABELS = ["heading I", "1", "2", "heading II", "3", "4", "heading III", "5", "6"]


def blocks(texts: Sequence[str]) -> list[Block]:
    return [Block("heading", texts[0], level=1), *(Block("paragraph", text) for text in texts[1:])]


SENT = circulated(
    "draft-1",
    "Plan",
    "",
    [(name, blocks(texts), LABELS[3 * n : 3 * n + 3]) for n, (name, texts) in enumerate(SECTIONS.items())],
)


def style(number: int) -> str:
    return "Heading1" if number % 3 == 1 else ""


def as_sent(number: int, *, marked: bool = True) -> str:
    """One of the nine paragraphs, counted from 1."""
    return par(run(TEXTS[number - 1]), marker=number if marked else 0, style=style(number))


def moved_from(number: int) -> str:
    return par(gone(TEXTS[number - 1]), marker=number, mark="del", style=style(number))


def new(text: str, heading: int = 0) -> str:
    return par(ins(text), mark="ins", style=f"Heading{heading}" if heading else "")


def plain(text: str, heading: int = 0) -> str:
    return par(run(text), style=f"Heading{heading}" if heading else "")


def returned(*content: str) -> Intake:
    return read(word(*content), SENT)


def paragraphs(first: int, last: int, *, marked: bool = True) -> list[str]:
    return [as_sent(number, marked=marked) for number in range(first, last + 1)]


TYPED = [("Follow-up", 1), ("A conference is held every year.", 0), ("Reports", 2), ("They are public.", 0)]
WORDS = "Follow-up\n\nA conference is held every year.\n\n## Reports\n\nThey are public."


@pytest.mark.parametrize("made", [new, plain], ids=["tracked", "silent"])
def test_a_new_heading_of_the_first_level_with_its_paragraphs_is_a_new_section(made: object) -> None:
    typed = [made(*one) for one in TYPED]  # type: ignore[operator]
    intake = returned(*paragraphs(1, 6), *typed, *paragraphs(7, 9))
    assert told(intake) == [("heading II", p.InsertSection(WORDS))]
    one = only(intake)
    assert (one.place.section, one.origin) == ("goals", "tracked" if made is new else "silent")
    assert intake.receipt.placed == (8 if made is new else 0)


def test_new_headings_at_both_ends_are_sections_before_and_after() -> None:
    intake = returned(
        new("First of all", 1), new("Clean seas."), *paragraphs(1, 9), new("Last", 1), new("Adopted.")
    )
    assert told(intake) == [
        ("heading I", p.InsertSection("First of all\n\nClean seas.", "before")),
        ("heading III", p.InsertSection("Last\n\nAdopted.")),
    ]


def test_two_new_headings_are_two_sections_and_a_heading_within_a_section_is_none() -> None:
    intake = returned(*paragraphs(1, 3), new("One", 1), new("Its words."), new("Two", 1), *paragraphs(4, 9))
    assert [one for _, one in told(intake)] == [p.InsertSection("One\n\nIts words."), p.InsertSection("Two")]
    inside = returned(*paragraphs(1, 2), new("One", 1), *paragraphs(3, 9))
    assert [one for _, one in told(inside)] == [p.InsertBlock("One", "after", "heading", 1)]


def test_a_paragraph_after_the_next_title_is_not_in_the_new_section() -> None:
    intake = returned(
        *paragraphs(1, 3), new("One", 1), *paragraphs(4, 4), new("More on goals."), *paragraphs(5, 9)
    )
    assert [one for _, one in told(intake)] == [p.InsertSection("One"), p.InsertBlock("More on goals.")]


def test_silent_headings_below_the_first_level_keep_their_level() -> None:
    typed = [plain("More words on it."), plain("Rivers", 2), plain("No dams are built.")]
    intake = returned(*paragraphs(1, 5), *typed, *paragraphs(6, 9))
    assert [one for _, one in told(intake)] == [
        p.InsertBlock("More words on it."),
        p.InsertBlock("Rivers\n\nNo dams are built.", "after", "heading", 2),
    ]


def test_a_section_taken_out_is_told_once_tracked_or_not() -> None:
    tracked = returned(*paragraphs(1, 3), *map(moved_from, (4, 5, 6)), *paragraphs(7, 9))
    assert told(tracked) == [("heading II", p.DeleteSection("Goals"))]
    assert (tracked.comments[0].origin, tracked.receipt.placed) == ("tracked", 6)
    silent = returned(*paragraphs(1, 3), *paragraphs(7, 9))
    assert told(silent) == [("heading II", p.DeleteSection("Goals"))]
    part = returned(*paragraphs(1, 3), *map(moved_from, (4, 5)), *paragraphs(6, 9))
    assert [type(one) for _, one in told(part)] == [p.DeleteBlock, p.DeleteBlock]


@pytest.mark.parametrize("marked", [True, False])
def test_a_section_moved_without_a_mark_is_told_once(marked: bool) -> None:
    intake = returned(
        *paragraphs(1, 3, marked=marked), *paragraphs(7, 9, marked=marked), *paragraphs(4, 6, marked=marked)
    )
    (found,) = told(intake)
    assert found in (("heading III", p.MoveSection("introduction")), ("heading II", p.MoveSection("means")))


def test_a_section_moved_with_tracking_is_told_once() -> None:
    there = [new(TEXTS[number - 1], 1 if number == 7 else 0) for number in (7, 8, 9)]
    intake = returned(*paragraphs(1, 3), *there, *paragraphs(4, 6), *map(moved_from, (7, 8, 9)))
    assert told(intake) == [("heading III", p.MoveSection("introduction"))]
    assert intake.receipt.placed == 12
    first = returned(*there, *paragraphs(1, 6), *map(moved_from, (7, 8, 9)))
    assert told(first) == [("heading III", p.MoveSection("introduction", "before"))]


def test_paragraphs_that_move_into_another_section_move_by_themselves() -> None:
    there = [new(TEXTS[number - 1]) for number in (8, 9)]
    intake = returned(*paragraphs(1, 3), *there, *paragraphs(4, 7), *map(moved_from, (8, 9)))
    assert [type(one) for _, one in told(intake)] == [p.Move, p.Move]


def test_a_section_with_a_table_goes_out_with_its_rows() -> None:
    cells = [
        Block("cell", text, path=(n // 2 + 1, n % 2 + 1), table=1)
        for n, text in enumerate(("a", "b", "c", "d"))
    ]
    labels = [f"Table 1 row {n // 2 + 1} column {n % 2 + 1}" for n in range(4)]
    sections = [("goals", blocks(SECTIONS["goals"]), LABELS[:3])]
    sections.append(("means", [Block("heading", "Means", level=1), *cells], ["heading II", *labels]))
    sent = circulated("draft-1", "Plan", "", sections)
    first = [par(run(text), marker=n) for n, text in enumerate(SECTIONS["goals"], 1)]
    rows = [
        [par(gone(text), marker=5 + 2 * row + n) for n, text in enumerate(texts)]
        for row, texts in enumerate(("ab", "cd"))
    ]
    intake = read(
        word(*first, par(gone("Means"), marker=4, mark="del"), table(*rows, changes=["del", "del"])), sent
    )
    assert told(intake) == [("heading II", p.DeleteSection("Means"))]
    assert told(read(word(*first), sent)) == [("heading II", p.DeleteSection("Means"))]
