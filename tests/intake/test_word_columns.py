"""Whole columns, and rows and tables without a mark, in returned Word files: told once, on the circulated table."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from neaspec_cli.core import proposals as p
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import CirculatedText, circulated
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.intake.word import read
from tests.intake.test_word import only, told
from tests.intake.test_word_tables import cell
from tests.intake.wordfiles import gone, ins, par, run, word

TEXTS = (("Area", "Share", "Lead"), ("Rivers", "forty", "China"), ("Coasts", "sixty", "Japan"))
SHARE = ("Share", "forty", "sixty")
TOP = [f"Table 1 row 1 column {column}" for column in (1, 2, 3)]
BEFORE, AFTER = "What the budget pays for.", "More words."


def sent(texts: Sequence[Sequence[str]] = TEXTS) -> CirculatedText:
    """A paragraph, the table without its empty cells, another paragraph."""
    seats = [
        (row, column) for row, cells in enumerate(texts, 1) for column, one in enumerate(cells, 1) if one
    ]
    cells = [Block("cell", texts[row - 1][column - 1], path=(row, column), table=1) for row, column in seats]
    labels = [f"Table 1 row {row} column {column}" for row, column in seats]
    blocks = [Block("paragraph", BEFORE), *cells, Block("paragraph", AFTER)]
    return circulated("draft-1", "Plan", "", [("means", blocks, ["1", *labels, "2"])])


def marked(texts: Sequence[Sequence[str]] = TEXTS) -> list[list[str]]:
    """The cells as they were sent, with their bookmarks."""
    made: list[list[str]] = []
    number = 1
    for row in texts:
        made.append([])
        for text in row:
            number += bool(text)
            made[-1].append(cell(par(run(text), marker=number) if text else par()))
    return made


def plain(texts: Sequence[Sequence[str]] = TEXTS) -> list[list[str]]:
    """The same as somebody typed it anew."""
    return [[cell(par(run(text))) for text in row] for row in texts]


def returned(rows: Sequence[Sequence[str]], text: CirculatedText | None = None) -> Intake:
    """The file with these rows of cells."""
    made = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    last = len((text or sent()).leaves)
    content = [par(run(BEFORE), marker=1), f"<w:tbl>{made}</w:tbl>", par(run(AFTER), marker=last)]
    return read(word(*content), text or sent())


def put(rows: Sequence[Sequence[str]], at: int, made: Sequence[str]) -> list[list[str]]:
    return [[*row[:at], one, *row[at:]] for row, one in zip(rows, made, strict=True)]


@pytest.mark.parametrize("rows", [marked(), plain()], ids=["marked", "plain"])
@pytest.mark.parametrize("change", ["", "cellIns"])
@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_a_new_column_is_one_proposal_whether_it_is_tracked_or_not(
    rows: list[list[str]], change: str, at: int
) -> None:
    words = ("Unit", "tonnes", "")
    made = [cell(par(ins(one) if change and one else run(one)), change) for one in words]
    intake = returned(put(rows, at, made))
    place, where = (TOP[at - 1], "after") if at else (TOP[0], "before")
    assert told(intake) == [(place, p.InsertColumn(words, where))]
    assert intake.comments[0].origin == ("tracked" if change else "silent")
    assert intake.receipt.placed == (5 if change else 0)


def test_a_new_column_whose_cells_alone_are_untracked_has_its_tracked_words() -> None:
    made = [cell(par(ins(one))) for one in ("Unit", "tonnes", "litres")]
    intake = returned(put(marked(), 1, made))
    assert told(intake) == [(TOP[0], p.InsertColumn(("Unit", "tonnes", "litres")))]
    assert (intake.comments[0].origin, intake.receipt.placed) == ("tracked", 3)


@pytest.mark.parametrize("rows", [marked(), plain()], ids=["marked", "plain"])
def test_a_column_that_is_not_there_is_one_proposal(rows: list[list[str]]) -> None:
    intake = returned([[row[0], row[2]] for row in rows])
    assert told(intake) == [(TOP[1], p.DeleteColumn(SHARE))]
    assert len(intake.receipt.silent) == 1


def test_a_column_marked_as_taken_out_is_one_proposal() -> None:
    made = [
        [row[0], cell(par(gone(text), marker=3 + 3 * number), "cellDel"), row[2]]
        for number, (row, text) in enumerate(zip(marked(), SHARE, strict=True))
    ]
    intake = returned(made)
    assert told(intake) == [(TOP[1], p.DeleteColumn(SHARE))]
    assert (intake.comments[0].origin, intake.receipt.placed) == ("tracked", 6)


def test_words_changed_beside_a_new_column_are_told_in_their_own_cells() -> None:
    for rows in (marked(), plain()):
        rows = put(rows, 1, [cell(par(run(one))) for one in ("Unit", "tonnes", "litres")])
        number = 6 if rows[0][0] == marked()[0][0] else 0
        rows[1][2] = cell(par(gone("forty"), ins("fifty"), marker=number))
        intake = returned(rows)
        assert told(intake) == [
            (TOP[0], p.InsertColumn(("Unit", "tonnes", "litres"))),
            ("Table 1 row 2 column 2", p.ReplaceWords("forty", "fifty", 0)),
        ]


def test_columns_put_in_and_taken_out_at_once_are_both_told() -> None:
    made = put(
        [[row[0], row[2]] for row in marked()], 2, [cell(par(run(one))) for one in ("Year", "2026", "")]
    )
    assert told(returned(made)) == [
        (TOP[1], p.DeleteColumn(SHARE)),
        (TOP[2], p.InsertColumn(("Year", "2026", ""))),
    ]


def test_a_column_in_another_place_is_told_in_words() -> None:
    one = only(returned([[row[0], row[2], row[1]] for row in marked()]))
    assert (one.proposal, one.origin) == (None, "silent")
    assert "column moved" in one.comment


def test_a_cell_that_was_empty_is_no_new_column() -> None:
    texts = (("Area", "Share", "Lead"), ("Rivers", "", "China"), ("Coasts", "", "Japan"))
    rows = marked(texts)
    assert told(returned(rows, sent(texts))) == []
    rows[1][1] = cell(par(run("forty")))
    assert told(returned(rows, sent(texts))) == [("Table 1 row 2 column 2", p.InsertWords("forty", at=0))]
    without = (("Area", "", "Lead"), ("Rivers", "", "China"))
    assert told(returned(marked(without), sent(without))) == []


def test_rows_that_came_without_a_mark_are_told_where_they_stand() -> None:
    row = [cell(par(run(one))) for one in ("Deltas", "ten", "")]
    rows = marked()
    assert told(returned([*rows[:2], row, rows[2]])) == [
        ("Table 1 row 2 column 1", p.InsertRow(("Deltas", "ten", "")))
    ]
    assert told(returned([row, *rows])) == [(TOP[0], p.InsertRow(("Deltas", "ten", ""), "before"))]


def test_rows_of_a_table_with_other_columns_have_their_cells_in_these() -> None:
    row = [cell(par(run(one))) for one in ("Deltas", "Korea")]
    rows = [[one[0], one[2]] for one in marked()]
    assert told(returned([*rows, row])) == [
        (TOP[1], p.DeleteColumn(SHARE)),
        ("Table 1 row 3 column 1", p.InsertRow(("Deltas", "", "Korea"))),
    ]


def test_a_table_that_came_without_a_mark_is_one_proposal() -> None:
    made = (
        "<w:tbl>"
        + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in plain((("a", "b"), ("c", "d|e"))))
        + "</w:tbl>"
    )
    whole = "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in marked()) + "</w:tbl>"
    content = [par(run(BEFORE), marker=1), made, par(), whole, par(run(AFTER), marker=11)]
    intake = read(word(*content), sent())
    assert told(intake) == [("1", p.InsertBlock("a | b\nc | d\\|e", "after", "table"))]
    assert intake.comments[0].origin == "silent"


def test_a_table_whose_rows_have_other_cells_is_told_in_words_as_before() -> None:
    rows = marked()
    rows[1].insert(1, cell(par(ins("tonnes")), "cellIns"))
    one = only(returned(rows))
    assert (one.proposal, one.comment) == (None, "Table cells put in, row by row: tonnes")
