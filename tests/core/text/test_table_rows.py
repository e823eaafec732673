from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.text.edits import Edit, TextEdit
from neaspec_cli.core.text.rewriting import CannotPlace, apply_edits
from neaspec_cli.core.text.table_rows import (
    delete_row,
    delete_table,
    fill_cell,
    insert_row,
    insert_table,
    parsed_rows,
)
from tests.core.reading import read

SOURCE = """# Means

The budget is as follows.

::: {#tbl-budget .table}
Budget of the programme

| Area   | Share          | Lead              |
|:-------|---------------:|-------------------|
| Rivers | forty per cent | the secretariat   |
| Coasts |                | all member States |
:::

More words.
"""
ROWS = (
    "| Rivers | forty per cent | the secretariat   |\n",
    "| Coasts |                | all member States |\n",
)


def at(text: str, source: str = SOURCE) -> int:
    return next(index for index, block in enumerate(read(source)) if block.text == text)


def apply(source: str, *edits: Edit) -> str:
    applied = apply_edits(source, read(source), edits, read)
    assert applied.refused == ()
    return applied.source


def inserted(beside: str, where: str, *cells: str, source: str = SOURCE) -> str:
    return apply(source, insert_row(source, read(source), at(beside, source), where, cells))


@pytest.mark.parametrize(
    ("beside", "where", "follows"),
    [
        ("Rivers", "after", ROWS[0]),
        ("the secretariat", "after", ROWS[0]),
        ("Coasts", "before", ROWS[0]),
        ("Coasts", "after", ROWS[1]),
        ("Lead", "after", "|:-------|---------------:|-------------------|\n"),
        ("Rivers", "before", "|:-------|---------------:|-------------------|\n"),
    ],
)
def test_a_new_row_stands_where_asked_and_is_padded_like_its_neighbour(
    beside: str, where: str, follows: str
) -> None:
    new = "| Deltas | ten per cent   |                   |\n"
    assert inserted(beside, where, "Deltas", "ten per cent", "") == SOURCE.replace(follows, follows + new)


def test_a_row_that_is_too_long_for_its_columns_leaves_the_others_as_they_are() -> None:
    new = inserted("Rivers", "after", "Wetlands and deltas", "|", "日本")
    assert new == SOURCE.replace(
        ROWS[0], ROWS[0] + "| Wetlands and deltas | \\|             | 日本                |\n"
    )


def test_a_row_with_fewer_cells_gets_empty_ones_and_one_with_more_is_refused() -> None:
    assert "| Deltas |                |                   |\n" in inserted("Rivers", "after", "Deltas")
    with pytest.raises(CannotPlace, match="3 columns"):
        insert_row(SOURCE, read(SOURCE), at("Rivers"), "after", ("a", "b", "c", "d"))


def test_nothing_stands_above_the_heading_row_nor_does_it_go_alone() -> None:
    with pytest.raises(CannotPlace, match="above the heading row"):
        insert_row(SOURCE, read(SOURCE), at("Area"), "before", ("a",))
    with pytest.raises(CannotPlace, match="whole table"):
        delete_row(SOURCE, read(SOURCE), at("Area"))


@pytest.mark.parametrize(("of", "row"), [("the secretariat", ROWS[0]), ("Coasts", ROWS[1])])
def test_a_row_goes_out_and_nothing_else(of: str, row: str) -> None:
    assert apply(SOURCE, delete_row(SOURCE, read(SOURCE), at(of))) == SOURCE.replace(row, "")


@pytest.mark.parametrize(
    "source",
    [
        "# T\n\nA | B\n--|--\nx | y\nz | w\n",
        "# T\n\n| A | B |\n|---|---|\n| x | y |\n| z | w |",
        "# T\n\n> | A | B |\n> |---|---|\n> | x | y |\n> | z | w |\n",
        "# T\n\n- item\n\n  | A | B\n  |---|---\n  | x | y\n  | z | w\n",
    ],
)
def test_tables_in_any_dress_take_and_give_rows(source: str) -> None:
    lines = source.split("\n")
    blocks = read(source)
    more = apply(source, insert_row(source, blocks, at("z", source), "after", ("new", "")))
    assert [line for line in more.split("\n") if "new" not in line] == lines
    assert [block.path for block in read(more) if block.text == "new"] == [(4, 1)]
    less = apply(source, delete_row(source, blocks, at("z", source)))
    assert less.split("\n") == [line for line in lines if "z" not in line]
    both = [
        delete_row(source, blocks, at("z", source)),
        insert_row(source, blocks, at("z", source), "after", "ab"),
    ]
    assert [block.text for block in read(apply(source, *both)) if block.kind == "cell"] == list("ABxyab")


def test_rows_put_in_at_one_place_stand_in_the_order_of_their_edits() -> None:
    blocks = read(SOURCE)
    edits = [insert_row(SOURCE, blocks, at("Rivers"), "after", (name,)) for name in ("One", "Two")]
    cells = [block.text for block in read(apply(SOURCE, *edits)) if block.kind == "cell"]
    assert cells[5:8] == ["the secretariat", "One", "Two"]


def test_cells_beside_rows_that_come_and_go_can_be_edited_in_the_same_step() -> None:
    blocks = read(SOURCE)
    changed = apply(
        SOURCE,
        TextEdit(at("Coasts"), 0, 6, "Seas"),
        delete_row(SOURCE, blocks, at("Rivers")),
        insert_row(SOURCE, blocks, at("Rivers"), "before", ("New",)),
    )
    assert [block.text for block in read(changed) if block.kind == "cell"][3:] == [
        "New",
        "Seas",
        "all member States",
    ]


def test_the_definition_of_a_note_goes_with_the_only_row_that_refers_to_it() -> None:
    source = "# T\n\n| A |\n|---|\n| x[^n] |\n| y[^m] |\n\n[^n]: Gone.\n\n[^m]: Stays.\n"
    changed = apply(source, delete_row(source, read(source), at("x", source)))
    assert changed == "# T\n\n| A |\n|---|\n| y[^m] |\n\n[^m]: Stays.\n"
    twice = source.replace("# T\n\n", "# T\n\nWords.[^n]\n\n")
    assert "[^n]: Gone." in apply(twice, delete_row(twice, read(twice), at("x", twice)))


@pytest.mark.parametrize(
    ("old", "column", "new"),
    [
        ("| x | y |   |\n", 3, "| x | y | new|\n"),
        ("|   | y | z |\n", 1, "| new | y | z |\n"),
        ("|          | y | z |\n", 1, "| new      | y | z |\n"),
        ("| x | y |\n", 3, "| x | y | new |\n"),
        ("x | y\n", 3, "x | y| new |\n"),
        ("| x |\n", 3, "| x || new |\n"),
    ],
)
def test_an_empty_cell_is_filled_and_the_others_stay(old: str, column: int, new: str) -> None:
    source = f"# T\n\n| A | B | C |\n|---|---|---|\n{old}"
    index = next(at for at, block in enumerate(read(source)) if block.path[:1] == (2,))
    found = apply(source, fill_cell(source, read(source), index, column, "new"))
    assert found.split("\n")[:4] == source.split("\n")[:4]
    assert [block.path for block in read(found) if block.text == "new"] == [(2, column)]
    assert found.endswith(new.replace("| new|", "| new |"))
    with pytest.raises(CannotPlace):
        fill_cell(source, read(source), index, 4, "new")


def test_a_table_goes_with_its_caption_and_the_div_around_both() -> None:
    start, end = SOURCE.index(":::"), SOURCE.index("More")
    assert apply(SOURCE, delete_table(SOURCE, read(SOURCE), at("Coasts"))) == SOURCE[:start] + SOURCE[end:]
    plain = "# T\n\nBefore.\n\n| A |\n|---|\n| x |\n"
    assert apply(plain, delete_table(plain, read(plain), at("A", plain))) == "# T\n\nBefore.\n"


@pytest.mark.parametrize(
    ("after", "before"),
    [
        ("The budget is as follows.", "\n\n::: {#tbl-budget"),
        ("all member States", "\n\nMore words."),
        ("More words.", "\n"),
    ],
)
def test_a_new_table_stands_after_a_paragraph_or_after_another_table(after: str, before: str) -> None:
    new = "\n\n| Year | Cost a\\|b |\n|------|-----------|\n| 2026 |           |"
    edit = insert_table(SOURCE, read(SOURCE), at(after), parsed_rows("Year | Cost a\\|b\n2026"))
    place = SOURCE.rindex(before) if before == "\n" else SOURCE.index(before)
    assert apply(SOURCE, edit) == SOURCE[:place] + new + SOURCE[place:]


CELLS = st.text(alphabet="ab Ж中 .*_`[]<>&#-+|~^$\\{}():=1", max_size=12).map(
    lambda text: " ".join(text.split())
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(CELLS, min_size=3, max_size=3).filter(lambda cells: any(cells)),
    st.sampled_from(["Rivers", "Coasts"]),
)
def test_whatever_a_new_row_says_is_read_back_in_its_columns(cells: list[str], beside: str) -> None:
    source = inserted(beside, "after", *cells)
    row = 3 if beside == "Rivers" else 4
    found = {
        block.path[1]: block.text for block in read(source) if block.kind == "cell" and block.path[0] == row
    }
    assert found == {column: cell for column, cell in enumerate(cells, 1) if cell}
    assert [line for line in source.split("\n") if line in SOURCE.split("\n")] == SOURCE.split("\n")
