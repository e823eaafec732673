"""The disposition of comments as a workbook."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from neaspec_cli.core.comments import KINDS
from neaspec_cli.core.register import matrix
from neaspec_cli.core.register.figures import WAYS
from neaspec_cli.core.register.layouts import Laid, Line
from neaspec_cli.core.register.report import Report
from neaspec_cli.publish.workbook import Workbook

MARK_WIDTH = 14
NAME_WIDTH, NUMBER_WIDTH = 36, 16
WIDTHS = (24, 70, 50)
"""Of the columns of a workbook by paragraph: who, what, and what was decided."""
CHOICES = {"disposition": matrix.CHOICES, "kind": KINDS}


def write_report(report: Report, on: datetime.date | None, properties: Mapping[str, str]) -> bytes:
    """A workbook with one row a comment, a filter on every column, drop-down lists, and a sheet of figures.

    The form for the house carries in hidden cells what `neaspec feedback update` needs to read it back.
    """
    book = Workbook(report.title, on, properties)
    columns = [(title, width) for _, title, width in report.columns]
    hidden = [(title, MARK_WIDTH) for title in (matrix.MARK, matrix.STOOD)] if report.said else []
    sheet = book.sheet(matrix.SHEET, [*columns, *hidden])
    book.fit(sheet, 0, [(title, width) for title, width in columns])
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(report.rows, 1):
        cells = {name: matrix.as_cell(row[name]) for name, _, _ in report.columns}
        for column, (name, text) in enumerate(cells.items()):
            is_open = name in matrix.OPEN or not report.said
            book.write(sheet, number, column, text, book.open if is_open else book.locked)
        book.fit(sheet, number, [(cells[name], width) for name, _, width in report.columns])
        if report.said:
            feedback, comment = report.said[number - 1]
            sheet.write_string(number, len(columns), matrix.mark(feedback, comment))
            sheet.write_string(number, len(columns) + 1, matrix.stood(row, comment))
    _add_lists(sheet, [name for name, _, _ in report.columns], max(1, len(report.rows)))
    if hidden:
        sheet.set_column(len(columns), len(columns) + 1, MARK_WIDTH, None, {"hidden": True})
    sheet.autofilter(0, 0, max(1, len(report.rows)), len(columns) + len(hidden) - 1)
    _add_figures(book, report)
    return book.content()


def _add_lists(sheet: Any, names: Sequence[str], last: int) -> None:
    """Drop-down lists on what is chosen rather than written."""
    for name, choices in CHOICES.items():
        if name not in names:
            continue
        column = names.index(name)
        told = f"Choose one of: {', '.join(choices)}."
        sheet.data_validation(
            1,
            column,
            last,
            column,
            {
                "validate": "list",
                "source": list(choices),
                "error_title": "Not in the list",
                "error_message": told,
            },
        )


def _add_figures(book: Workbook, report: Report) -> None:
    """A table of numbers for each way to sort the comments, one below the other."""
    sheet = book.sheet(matrix.FIGURES, [(f"Circulation {report.circulation}", NAME_WIDTH)])
    sheet.set_column(1, 1 + len(WAYS), NUMBER_WIDTH)
    place = 2
    for one in report.figures:
        titles = (one.by, "comments", *WAYS)
        for column, title in enumerate(titles):
            sheet.write_string(place, column, title, book.heading)
        book.fit(sheet, place, [(title, NUMBER_WIDTH) for title in titles])
        for name, numbers in one.rows:
            place += 1
            book.write(sheet, place, 0, name, book.locked)
            for column, number in enumerate(numbers, 1):
                sheet.write_number(place, column, number, book.locked)
        place += 2


def write_passages(
    laid: Laid, report: Report, on: datetime.date | None, properties: Mapping[str, str]
) -> bytes:
    """A workbook by paragraph: the words as circulated across the sheet, the comments on them in rows beneath."""
    book = Workbook(report.title, on, properties)
    sheet = book.sheet(
        matrix.SHEET, [(one.title, width) for one, width in zip(laid.columns, WIDTHS, strict=True)]
    )
    place = 0
    for passage in laid.passages:
        place += 1
        named = ": ".join(one for one in (passage.section, passage.name) if one)
        words = matrix.as_cell(f"{named}\n{passage.text}" if passage.text else named)
        sheet.merge_range(place, 0, place, len(WIDTHS) - 1, "", book.band)
        sheet.write_string(place, 0, words, book.band)
        book.fit(sheet, place, [(words, sum(WIDTHS))])
        for row in passage.rows:
            place += 1
            cells = [matrix.as_cell("\n".join(map(_said, cell))) for cell in row.cells]
            for column, text in enumerate(cells):
                book.write(sheet, place, column, text, book.plain)
            book.fit(sheet, place, zip(cells, WIDTHS, strict=True))
    _add_figures(book, report)
    return book.content()


def _said(line: Line) -> str:
    return f"{line.label}: {line.words}" if line.label else line.words
