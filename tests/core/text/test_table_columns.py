"""Columns put into the Markdown of tables and taken out of it: every other cell keeps its bytes."""

from __future__ import annotations

import pytest

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.rewriting import CannotPlace, apply_edits
from neaspec_cli.core.text.table_columns import delete_column, insert_column
from tests.core.reading import read

CLOSED = """# A

| Area   | Share          |
|--------|---------------:|
| Rivers | *forty* \\| 40 |
| Coasts | sixty[^1] |

After.

[^1]: Note.
"""
OPEN = "Area | Share\n--|--:\nRivers | forty\n"
BARE = "Area | Share | Lead |\n--|--|--|\nRivers |  | China |\n |  | Japan |\nCoasts |\n"
RAGGED = "| a | b | c |\n| :-- | :-: | -- |\n| 1 |\n|  | 2 | 3 |\n"


def heading(blocks: tuple[Block, ...], column: int) -> int:
    return next(at for at, one in enumerate(blocks) if one.kind == "cell" and one.path == (1, column))


def put(source: str, column: int, where: str, *cells: str) -> str:
    blocks = read(source)
    done = apply_edits(
        source, blocks, [insert_column(source, blocks, heading(blocks, column), where, cells)], read
    )
    assert done.refused == ()
    return done.source


def taken(source: str, column: int) -> str:
    blocks = read(source)
    done = apply_edits(source, blocks, [delete_column(source, blocks, heading(blocks, column))], read)
    assert done.refused == ()
    return done.source


def grid(source: str) -> dict[tuple[int, ...], str]:
    return {one.path: one.text for one in read(source) if one.kind == "cell"}


def test_a_column_comes_between_two_and_the_line_of_dashes_has_it_too() -> None:
    assert put(CLOSED, 1, "after", "Lead", "CHN | JPN", "") == (
        CLOSED.replace("| Area   |", "| Area   | Lead       |")
        .replace("|--------|", "|--------|------------|")
        .replace("| Rivers |", "| Rivers | CHN \\| JPN |")
        .replace("| Coasts |", "| Coasts |            |")
    )
    assert put(CLOSED, 2, "before", "Lead") == put(CLOSED, 1, "after", "Lead")


@pytest.mark.parametrize("source", [CLOSED, OPEN, RAGGED])
def test_all_other_cells_stay_in_their_rows_and_shift_by_one_column(source: str) -> None:
    known = grid(source)
    for column in {path[1] for path in known}:
        for where, edge in (("before", column), ("after", column + 1)):
            wanted = {(row, at + (at >= edge)): text for (row, at), text in known.items()}
            assert grid(put(source, column, where, "New", "x")) == wanted | {(1, edge): "New", (2, edge): "x"}


@pytest.mark.parametrize("source", [CLOSED, OPEN, BARE, RAGGED])
def test_a_column_taken_out_again_leaves_the_cells_as_they_were(source: str) -> None:
    known = grid(source)
    for column in {path[1] for path in known}:
        assert grid(taken(put(source, column, "after", "New", "x"), column + 1)) == known
        left = {(row, at - (at > column)): text for (row, at), text in known.items() if at != column}
        assert grid(taken(source, column)) == left


def test_notes_of_a_column_go_with_it() -> None:
    assert taken(CLOSED, 2) == "# A\n\n| Area   |\n|--------|\n| Rivers |\n| Coasts |\n\nAfter.\n"
    assert "[^1]: Note." in taken(CLOSED, 1)


def test_the_only_column_one_in_brackets_and_one_of_too_many_rows_are_refused() -> None:
    for source, column in (
        ("| a |\n|---|\n| b |\n", 1),
        (CLOSED.replace("Area", '[Area]{.bracket by="JPN"}'), 1),
    ):
        blocks = read(source)
        with pytest.raises(CannotPlace):
            delete_column(source, blocks, heading(blocks, column))
    blocks = read(CLOSED)
    with pytest.raises(CannotPlace, match="3 rows"):
        insert_column(CLOSED, blocks, heading(blocks, 1), "after", ["a", "b", "c", "d"])
    with pytest.raises(CannotPlace, match="one paragraph"):
        insert_column(CLOSED, blocks, heading(blocks, 1), "after", ["a\n\nb"])
