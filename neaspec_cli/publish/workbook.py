"""Workbooks whose bytes depend on their content alone, with a heading that stays in sight.

Cells are written as text: nothing that people wrote becomes a formula or a link.
"""

from __future__ import annotations

import datetime
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

LONG_AGO = datetime.date(2000, 1, 1)
LINE_POINTS = 15
MOST_POINTS = 405
"""Excel shows no row higher than 409 points."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that spreadsheet programs take for those of a formula when a cell is typed."""
WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
    "\U0001f300-\U0001faff\U00020000-\U0003fffd]"
)
"""What takes two places (Unicode Standard Annex 11), in whole blocks."""
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
        self.plain: Any = self._book.add_format(top)
        self.band: Any = self._book.add_format({**top, "bg_color": "#F1F5F9"})
        self._quoted: dict[Any, Any] = {
            self.plain: self._book.add_format({**top, "quote_prefix": True}),
            self.locked: self._book.add_format({**top, "bg_color": "#F7F7F7", "quote_prefix": True}),
            self.open: self._book.add_format({**top, "locked": False, "quote_prefix": True}),
        }

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

    def write(self, sheet: Any, row: int, column: int, text: str, style: Any) -> None:
        """A cell of text; what looks like a formula stays text even when somebody edits the cell."""
        style = self._quoted.get(style, style) if text.startswith(FORMULA_STARTS) else style
        sheet.write_string(row, column, text, style)

    def fit(self, sheet: Any, row: int, cells: Iterable[tuple[str, int]]) -> None:
        """Make a row as high as its texts need in columns of that many characters; not every program does it itself."""
        lines = max((_lines(text, width) for text, width in cells), default=1)
        if lines > 1:
            sheet.set_row(row, min(MOST_POINTS, LINE_POINTS * lines))

    def content(self) -> bytes:
        """The workbook as the bytes of its file."""
        self._book.close()
        return self._buffer.getvalue()


def _lines(text: str, width: int) -> int:
    """Lines that a text takes when wrapped; Chinese, Japanese and Korean characters take two places each."""
    return sum(max(1, math.ceil(_places(line) / max(1, width - 2))) for line in text.split("\n"))


def _places(text: str) -> int:
    return len(text) if text.isascii() else len(text) + len(WIDE.findall(text))
