"""What looks like a formula is made harmless, and every text reads back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from neaspec_cli.core.register.formulas import guarded, unguarded


@pytest.mark.parametrize(
    "text", ["=1+1", "+41 22", "-5 %", "@all", "\t=1", "\rx", "\n=1", "  =1", "'=1", "＝1+1", "－1", "'"]
)
def test_no_cell_begins_with_the_sign_of_a_formula(text: str) -> None:
    cell = guarded(text)
    assert cell == "'" or cell.lstrip()[0] == "'"
    assert unguarded(cell) == text


@pytest.mark.parametrize("text", ["", "a=b", "’twas", "'tis", "5-6", "“=”", "first;\nsecond; third"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


def as_a_list(rows: list[list[str]]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(
        [guarded(cell) for cell in row] for row in rows
    )
    return buffer.getvalue()


def begins_a_formula(cell: str) -> bool:
    return cell.lstrip()[:1] in tuple("=+-@＝＋－＠")


@given(st.lists(st.lists(st.text("'\"=+-@\t\r\n ;,a＝", max_size=9), min_size=2, max_size=3), max_size=3))
@example([["a", "b;=cmd|' /C calc'!A0"]])
@example([["a", 'b;"=1+1"']])
@example([["a", "one\n- two"]])
@example([["a;", "=1"], [';"', "=1"]])
def test_no_cell_begins_a_formula_whatever_parts_the_cells(rows: list[list[str]]) -> None:
    for separator in (",", ";"):
        read = list(csv.reader(io.StringIO(as_a_list(rows), newline=""), delimiter=separator))
        assert [cell for row in read for cell in row if begins_a_formula(cell)] == []
    read = list(csv.reader(io.StringIO(as_a_list(rows), newline="")))
    assert [[unguarded(cell) for cell in row] for row in read] == rows


def test_long_runs_of_line_breaks_take_no_time() -> None:
    text = ";\n \t" * 200_000 + "x"
    assert unguarded(guarded(text)) == text


@given(st.text("'\";=+-@\t\r\n a＝", max_size=8) | st.text())
def test_every_text_reads_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
