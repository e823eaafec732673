"""Headings joined with what stands behind or before them, and parted; captions and cells parted."""

from __future__ import annotations

import pytest

from neaspec_cli.core.text.edits import Edit
from neaspec_cli.core.text.joining import join
from neaspec_cli.core.text.rewriting import CannotPlace, TextEdit, apply_edits
from tests.core.reading import read


def joined(source: str, index: int, between: str = " ") -> str:
    blocks = read(source)
    applied = apply_edits(source, blocks, [join(source, blocks, index, between)], read)
    assert applied.refused == ()
    return applied.source


def parted(source: str, before: str, *, index: int = 1, by: str = "\n\n") -> str:
    """The block parted at the space before some words."""
    blocks = read(source)
    start = blocks[index].text.index(f" {before}")
    applied = apply_edits(source, blocks, [TextEdit(index, start, start + 1, by)], read)
    assert applied.refused == ()
    return applied.source


@pytest.mark.parametrize(
    ("source", "index", "becomes"),
    [
        (
            "# T\n\n## Goals {#goals .x}\n\nClean *air\nand water*[^1]\\\nfor all.\n\n[^1]: N.\n\nNext.\n",
            1,
            "# T\n\n## Goals Clean *air and water*[^1] for all. {#goals .x}\n\n[^1]: N.\n\nNext.\n",
        ),
        ("# T\n\n## A[^1]\n\n[^1]: N.\n\nBeta.\n", 1, "# T\n\n## A[^1] Beta.\n\n[^1]: N.\n"),
        ("# T\n\n## Goals\n- one\n- two\n", 1, "# T\n\n## Goals one\n- two\n"),
        ("# T\n\n## A {#a}\n\n### B {#b}\n\nx\n", 1, "# T\n\n## A []{#b}B {#a}\n\nx\n"),
        ("# T\n\n## A ##\n\n### B ##\n\nx\n", 1, "# T\n\n## A B ##\n\nx\n"),
        ("# T\n\n## Sharp\n\nthe sign #\n", 1, "# T\n\n## Sharp the sign \\#\n"),
        (
            "# T\n\nFirst[^1].\n\n[^1]: N.\n\n## Goals *too* {#goals .x}\n\nNext.\n",
            1,
            "# T\n\nFirst[^1]. []{#goals}Goals *too*\n\n[^1]: N.\n\nNext.\n",
        ),
        ("# T\n\nFirst.\n## Goals\nNext.\n", 1, "# T\n\nFirst. Goals\n\nNext.\n"),
        ("# T\n\n- one\n- two\n\n## Goals\n\nx\n", 2, "# T\n\n- one\n- two Goals\n\nx\n"),
    ],
)
def test_a_heading_and_its_neighbour_become_what_the_first_one_was(
    source: str, index: int, becomes: str
) -> None:
    assert joined(source, index) == becomes


def test_words_that_change_in_both_stand_in_the_joined_heading() -> None:
    source = "# T\n\n## Goals\n\nClean air\nfor all.\n"
    blocks = read(source)
    edits: list[Edit] = [join(source, blocks, 1, ": "), TextEdit(1, 0, 5, "Aims"), TextEdit(2, 6, 9, "water")]
    applied = apply_edits(source, blocks, edits, read)
    assert (applied.refused, applied.source) == ((), "# T\n\n## Aims: Clean water for all.\n")


@pytest.mark.parametrize(
    ("source", "index", "why"),
    [
        ("# T\n\nA\n-\n\nb\n", 1, "underlined"),
        ("# T\n\nb\n\nA\n-\n\nc\n", 1, "underlined"),
        ("# T\n\n## Goals\n\n- one\n  - more\n", 1, "below it"),
        ("# T\n\n## Goals\n\n| a |\n|---|\n| b |\n", 1, "a cell cannot be joined"),
    ],
)
def test_what_markdown_cannot_join_is_refused_with_the_reason(source: str, index: int, why: str) -> None:
    with pytest.raises(CannotPlace, match=why):
        join(source, read(source), index, " ")


@pytest.mark.parametrize(
    ("source", "before", "becomes"),
    [
        (
            "# T\n\n## Goals *and targets* {#goals}\n\nx\n",
            "targets",
            "# T\n\n## Goals *and* {#goals}\n\n## *targets*\n\nx\n",
        ),
        ("# T\n\n### A 1. B ###\nx\n", "1.", "# T\n\n### A ###\n\n### 1. B\nx\n"),
        ("# T\n\nSee 1. below\nand above.\n", "1.", "# T\n\nSee\n\n1\\. below\nand above.\n"),
        ("# T\n\n- two - three\n", "-", "# T\n\n- two\n- \\- three\n"),
    ],
)
def test_a_heading_is_parted_in_two_of_its_level_and_no_part_becomes_a_list(
    source: str, before: str, becomes: str
) -> None:
    assert parted(source, before) == becomes


@pytest.mark.parametrize("by", ["\n", "\n\n"])
def test_a_caption_is_parted_by_a_line_break(by: str) -> None:
    source = "::: {#tbl-b .table}\nBudget *of the* programme\n\n| a |\n|---|\n| c |\n:::\n"
    assert parted(source, "programme", index=0, by=by) == source.replace(" programme", "\\\nprogramme")


def test_a_cell_is_not_parted_since_it_is_one_line() -> None:
    source = "| a b |\n|---|\n| c |\n"
    applied = apply_edits(source, read(source), [TextEdit(0, 1, 2, "\n\n")], read)
    assert [one.reason for one in applied.refused] == [
        "a cell holds one paragraph in one line, so that its words cannot be parted in two"
    ]
