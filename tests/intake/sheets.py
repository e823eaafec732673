"""Workbooks as reviewers send them, made with a library that the project itself does not use."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl

Row = Sequence[object]


def workbook(*rows: Row, merged: Sequence[str] = (), more: Sequence[tuple[str, Sequence[Row]]] = ()) -> bytes:
    """A workbook of one sheet of these rows, and more sheets by name."""
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Comments"
    for name, content in (("", rows), *more):
        sheet = book.create_sheet(name) if name else book.worksheets[0]
        for row in content:
            sheet.append(list(row))
    for one in merged:
        book.worksheets[0].merge_cells(one)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
