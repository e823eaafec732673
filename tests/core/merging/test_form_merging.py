"""A block that is to be a heading, an item or a paragraph: decided beside what others want of it, and carried out."""

from __future__ import annotations

import pytest

from neaspec_cli.core.merging.wishes import Unwished
from neaspec_cli.core.proposals import DeleteBlock, FormatChange, InsertBlock, ReplaceWords
from tests.core.merging.test_part_merging import SOURCE, after, merged, wished

WORDS = "More words."


def test_a_paragraph_takes_the_form_of_a_heading_while_its_words_change() -> None:
    form = ("JPN", "2", FormatChange("heading 2"))
    assert after(form) == SOURCE.replace(WORDS, f"## {WORDS}")
    words = ("KOR", "2", ReplaceWords("More", "Other", 0))
    assert after(form, words) == SOURCE.replace(WORDS, "## Other words.")


@pytest.mark.parametrize("form", ["item", "item 1"])
def test_a_paragraph_takes_the_form_of_an_item(form: str) -> None:
    assert after(("JPN", "2", FormatChange(form))) == SOURCE.replace(WORDS, f"- {WORDS}")


def test_the_same_form_of_two_is_one_change_and_what_has_that_form_needs_none() -> None:
    decided = merged(("JPN", "2", FormatChange("heading 2")), ("RUS", "2", FormatChange("heading 2")))
    assert [one.holders for one in decided.agreed] == [("JPN", "RUS")]
    there = SOURCE.replace(WORDS, f"## {WORDS}")
    assert [one.key for one in merged(("JPN", "2", FormatChange("heading 2")), current=there).already] == [
        "draft-1/JPN-1"
    ]
    other = SOURCE.replace(WORDS, f"- {WORDS}")
    (lost,) = merged(("JPN", "2", FormatChange("heading 2")), current=other).unplaced
    assert lost.reason == "reworded"


def test_two_forms_of_one_block_are_left_to_people_with_both() -> None:
    decided = merged(("JPN", "2", FormatChange("heading 2")), ("RUS", "2", FormatChange("item")))
    (clash,) = decided.clashes
    assert [(one.text, one.holders) for one in clash.alternatives] == [
        ("heading 2", ("JPN",)),
        ("item 1", ("RUS",)),
    ]
    assert decided.agreed == ()


def test_a_form_against_a_deletion_of_the_block_is_a_clash() -> None:
    decided = merged(("JPN", "2", FormatChange("heading 2")), ("RUS", "2", DeleteBlock(WORDS)))
    assert (len(decided.clashes), decided.agreed) == (1, ())


@pytest.mark.parametrize(
    ("block", "form", "why"),
    [
        ("heading I", "paragraph", "title of a section"),
        ("2", "heading 1", "title of a section"),
        ("Table 1 row 2 column 1", "heading 2", "cannot become another kind of block"),
        ("2", "heading 7", "carries no heading 7"),
    ],
)
def test_a_form_that_a_block_cannot_have_is_left_to_people(block: str, form: str, why: str) -> None:
    found = wished(1, ("JPN", block, FormatChange(form)))
    assert isinstance(found, Unwished)
    assert why in found.reason


def test_a_note_takes_a_form_while_paragraphs_come_behind_the_one_that_refers_to_it() -> None:
    form = ("JPN", "note 1", FormatChange("bold"))
    arrival = ("KOR", "1", InsertBlock("New words.", "after"))
    noted = SOURCE.replace(": By the scale of 2024.", ": **By the scale of 2024.**")
    assert after(form, arrival) == noted.replace("[^share]\n", "[^share]\n\nNew words.\n", 1)
