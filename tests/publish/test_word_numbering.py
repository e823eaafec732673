"""Numbers that Word counts are those that the plan computes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.publish.copy import Copy
from neaspec_cli.publish.printed import printed_leaves
from neaspec_cli.publish.word import write_word
from neaspec_cli.publish.word_numbering import HEADINGS, ITEMS, PARAGRAPHS, Numbering
from tests.publish.copies import ANNEXES, RICH, copy_of
from tests.publish.wordcheck import NO_SOFFICE, SOFFICE, displayed_numbers, office, squeezed

NUMBERED = ("heading", "paragraph", "item", "caption", "quote", "code")


def wanted(copy: Copy) -> dict[str, str]:
    """Numbers by marker; words in cells and notes are numbered by none."""
    return {leaf.marker: leaf.label.number for leaf in copy.leaves if leaf.block.kind in NUMBERED}


def shown(copy: Copy) -> dict[str, str]:
    found = displayed_numbers(write_word(copy))
    return {marker: found[marker] for marker in wanted(copy)}


@pytest.mark.parametrize("kind", ["official", "review", "annotated"])
def test_every_number_of_a_rich_plan_is_counted_by_word(kind: str) -> None:
    copy = copy_of(RICH, annexes=ANNEXES, kind=kind)  # type: ignore[arg-type]
    assert shown(copy) == wanted(copy)
    assert {"I.", "A.", "(a)", "(i)", "i.", "Annex II.", "Table 2."} <= set(shown(copy).values())


def test_annex_paragraphs_begin_again_at_one_in_each_annex() -> None:
    copy = copy_of("Body one.\n\nBody two.\n", annexes=("# A\n\nOne.\n\nTwo.\n", "# B\n\nOne.\n"))
    assert [number for number in shown(copy).values() if number[0].isdigit()] == [
        "1.",
        "2.",
        "1.",
        "2.",
        "1.",
    ]


def test_letters_behind_the_alphabet_are_ours_and_not_those_of_word() -> None:
    parts = "".join(f"## Part {number}\n\nLead:\n\n### Point\n\n" for number in range(1, 31))
    items = "".join(f"- item {number}\n" for number in range(1, 31))
    copy = copy_of(f"# One\n\n{parts}{items}\nEnd.\n")
    assert shown(copy) == wanted(copy)
    assert {"AA.", "AB.", "AD.", "(aa)", "(ab)", "(ad)"} <= set(shown(copy).values())


BLOCKS = st.sampled_from(
    [
        "# Chapter",
        "## Part",
        "### Point",
        "##### Deep",
        "Words of a paragraph.",
        "- one\n- two\n    - deep\n\n        - deeper\n- three",
        "7. odd\n8. start",
        "- - nested at once\n  - again\n- after",
        "> Quoted.\n>\n> - listed",
        "| A | B |\n|---|---|\n| c | d |",
        "::: {.table}\nCaption\n\n| A |\n|---|\n| b |\n:::",
        "::: annotation\nNoted.\n\n- item\n\n## Inner\n:::",
        "```\ncode\n```",
        "- item\n\n  ```\n  code in it\n  ```\n\n  > quoted in it",
        "***",
    ]
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(BLOCKS, max_size=12), st.lists(BLOCKS, max_size=6), st.lists(BLOCKS, max_size=4), st.booleans()
)
def test_numbers_agree_whatever_the_plan_holds(
    body: list[str], first: list[str], second: list[str], annotated: bool
) -> None:
    annexes = ("\n\n".join(first), "\n\n".join(second))
    copy = copy_of("\n\n".join(body), annexes=annexes, kind="annotated" if annotated else "review")
    assert shown(copy) == wanted(copy)


def test_a_list_that_counts_on_needs_no_new_list() -> None:
    numbering = Numbering()
    numbers = [numbering.number(PARAGRAPHS, 0, f"{count}.").number for count in (1, 2, 3)]
    assert len(set(numbers)) == 1
    assert numbering.number(PARAGRAPHS, 0, "5.").number not in numbers


def test_a_number_that_no_counting_gives_is_printed_and_does_not_count() -> None:
    numbering = Numbering()
    first = numbering.number(PARAGRAPHS, 0, "4 bis.")
    assert numbering.number(PARAGRAPHS, 0, "4 bis.") == first
    assert numbering.number(PARAGRAPHS, 0, "1.").by_style
    assert b'w:lvlText w:val="4 bis."' in numbering.content()


def test_levels_deeper_than_word_has_take_the_same_letters() -> None:
    numbering = Numbering()
    assert numbering.number(ITEMS, 9, "i.").level == 7
    assert numbering.number(ITEMS, 10, "a.").level == 8


def test_heading_after_a_skipped_level_restarts_rather_than_guesses() -> None:
    numbering = Numbering()
    numbering.number(HEADINGS, 1, "A.")
    assert not numbering.number(HEADINGS, 0, "I.").by_style


@pytest.mark.skipif(SOFFICE is None, reason=NO_SOFFICE)
def test_libreoffice_shows_the_same_numbers(tmp_path: Path) -> None:
    awkward = "## Part first\n\nWords.\n\n# Chapter\n\n- - nested at once\n  - again\n- after it\n\n## Part second\n"
    copy = copy_of(
        RICH, awkward, annexes=(*ANNEXES, "No heading here.\n\n# One\n\n# Two\n"), kind="annotated"
    )
    text = office(write_word(copy), "txt:Text (encoded):UTF8", tmp_path).read_text(encoding="utf-8-sig")
    lines = {squeezed(line) for line in text.split("\n")}
    wanted_lines = [
        squeezed(f"{leaf.label.number} {one.text}")
        for leaf, one in zip(copy.leaves, printed_leaves(copy), strict=True)
        if leaf.label.number and not any(mark.kind == "note" for mark in leaf.block.marks)
    ]
    missing = [line for line in wanted_lines if line not in lines]
    assert missing == []


def test_a_number_that_takes_all_its_room_is_parted_from_the_words_by_a_space() -> None:
    for family, level, printed, suffix in (
        (PARAGRAPHS, 0, "4 bis.", "tab"),
        (PARAGRAPHS, 0, "114 quater.", "space"),
        (HEADINGS, 1, "A bis.", "space"),
        (ITEMS, 0, "(a) bis", "space"),
    ):
        numbering = Numbering()
        numbering.number(family, level, printed)
        content = numbering.content().decode()
        after = content[content.index(f'w:lvlText w:val="{printed}"') - 120 :][:240]
        assert f'w:suff w:val="{suffix}"' in after
