"""Workbooks whose bytes depend on their content alone, with a heading that stays in sight.

Cells are written as text: nothing that people wrote becomes a formula or a link.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

LONG_AGO = datetime.date(2000, 1, 1)
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class Workbook:
    """A workbook under way; `on` is the day that it says it was made."""

    def __init__(self, title: str, on: datetime.date | None, properties: Mapping[str, str]) -> None:
        self._buffer = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._buffer, OPTIONS)
        moment = datetime.datetime.combine(on or LONG_AGO, datetime.time())
        self._book.set_properties({"title": title, "created": moment})
        for name, value in properties.items():
            if value:
                self._book.set_custom_property(name, value, "text")
        top = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#BFBFBF"}
        self.heading: Any = self._book.add_format({**top, "bold": True, "bg_color": "#DCE6F1"})
        self.locked: Any = self._book.add_format({**top, "bg_color": "#F7F7F7"})
        self.open: Any = self._book.add_format({**top, "locked": False})

    def sheet(self, name: str, columns: Sequence[tuple[str, int]]) -> Any:
        """A sheet whose first row names its columns (their widths in characters) and stays in sight."""
        sheet = self._book.add_worksheet(name)
        for number, (title, width) in enumerate(columns):
            sheet.set_column(number, number, width)
            sheet.write_string(0, number, title, self.heading)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def content(self) -> bytes:
        """The workbook as the bytes of its file."""
        self._book.close()
        return self._buffer.getvalue()
