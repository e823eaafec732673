"""Paragraphs that were given another form in Word: headings, items, levels; tracked, or told by their styles alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from neaspec_cli.core import proposals as p
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import circulated
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.intake.word import read
from tests.intake.test_word import told
from tests.intake.wordfiles import BY, SPACES, gone, ins, par, run, word

BLOCKS = (
    Block("heading", "Goals", level=1),
    Block("paragraph", "Clean air for all cities."),
    Block("heading", "Means", level=2),
    Block("paragraph", "Finance comes from the core fund."),
    Block("item", "fewer plastics in rivers", level=1, path=(1,)),
    Block("item", "more protected areas", level=1, path=(2,)),
)
LABELS = ["heading I", "1", "heading I.A", "2", "2(a)", "2(b)"]
SENT = circulated("draft-1", "Plan", "", [("areas", BLOCKS, LABELS)])
STYLES = {
    "Heading1": "heading 1",
    "Heading2": "heading 2",
    "NumberedParagraph": "Numbered Paragraph",
    "ListItem": "List Item",
    "Normal": "Normal",
}
AS_SENT = ("Heading1", "NumberedParagraph", "Heading2", "NumberedParagraph", "ListItem", "ListItem")


def listed(level: int, number: int = 6) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def was(properties: str) -> str:
    return f'<w:pPrChange w:id="7" {BY}><w:pPr>{properties}</w:pPr></w:pPrChange>'


def styled(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def returned(changed: Mapping[int, str], styles: Mapping[str, str] = STYLES) -> Intake:
    """The file in its styles, with other paragraphs in the place of some, counted from 0."""
    made = [
        par(run(block.text), marker=n + 1, style=style, more=listed(0) if style == "ListItem" else "")
        for n, (block, style) in enumerate(zip(BLOCKS, AS_SENT, strict=True))
    ]
    for number, one in changed.items():
        made[number] = one
    names = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in styles.items()
    )
    parts = [("word/styles.xml", f"<w:styles {SPACES}>{names}</w:styles>")]
    return read(word(*made, parts=parts), SENT)


def paragraph(number: int, style: str, more: str = "") -> str:
    return par(run(BLOCKS[number].text), marker=number + 1, style=style, more=more)


@pytest.mark.parametrize(
    ("number", "style", "more", "form"),
    [
        (1, "Heading2", was(styled("NumberedParagraph")), "heading 2"),
        (2, "Heading1", was(styled("Heading2")), "heading 1"),
        (2, "", was(styled("Heading2")), "paragraph"),
        (3, "ListItem", listed(0) + was(styled("NumberedParagraph")), "item 1"),
        (3, "NumberedParagraph", listed(0, 11) + was(styled("NumberedParagraph")), "item 1"),
        (5, "ListItem", listed(1) + was(styled("ListItem") + listed(0)), "item 2"),
        (5, "NumberedParagraph", was(styled("ListItem") + listed(0)), "paragraph"),
        (5, "ListItem", listed(0, 0) + was(styled("ListItem") + listed(0)), "paragraph"),
    ],
)
def test_a_tracked_form_of_a_block_is_told_by_its_name(number: int, style: str, more: str, form: str) -> None:
    intake = returned({number: paragraph(number, style, more)})
    assert told(intake) == [(LABELS[number], p.FormatChange(form))]
    assert (intake.receipt.placed, intake.receipt.silent) == (1, ())


def test_words_and_form_of_one_paragraph_are_told_apart() -> None:
    words = [run("Clean "), gone("air"), ins("water"), run(" for all cities.")]
    one = par(*words, marker=2, style="Heading2", more=was(styled("NumberedParagraph")))
    assert told(returned({1: one})) == [
        ("1", p.FormatChange("heading 2")),
        ("1", p.ReplaceWords("air", "water", 6)),
    ]


@pytest.mark.parametrize(
    ("number", "style", "more", "form"),
    [
        (1, "Heading2", "", "heading 2"),
        (2, "NumberedParagraph", "", "paragraph"),
        (5, "ListItem", listed(1), "item 2"),
        (5, "NumberedParagraph", "", "paragraph"),
    ],
)
def test_a_form_that_changed_without_a_mark_is_silent(number: int, style: str, more: str, form: str) -> None:
    intake = returned({number: paragraph(number, style, more)})
    assert told(intake) == [(LABELS[number], p.FormatChange(form))]
    assert intake.receipt.silent == (f"areas {LABELS[number]}: format {form}",)


def test_forms_of_a_file_that_kept_none_of_the_styles_are_noise() -> None:
    plain = {number: paragraph(number, "") for number in range(len(BLOCKS))}
    assert told(returned(plain)) == []
    assert told(returned({1: paragraph(1, "Heading2")}, {"Heading2": "heading 2"})) == []


def test_another_form_of_the_same_kind_stays_a_change_of_style() -> None:
    one = paragraph(1, "Normal", was(styled("NumberedParagraph")))
    assert told(returned({1: one})) == [("1", p.FormatChange("paragraph style"))]


def test_a_new_heading_is_known_in_the_words_of_any_language() -> None:
    new = par(ins("Outlook"), style="berschrift2", mark="ins")
    styles = {**STYLES, "berschrift2": "heading 2"}
    made = paragraph(1, "NumberedParagraph") + new
    assert told(returned({1: made}, styles)) == [("1", p.InsertBlock("Outlook", "after", "heading", 2))]
