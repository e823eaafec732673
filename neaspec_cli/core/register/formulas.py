"""Cells of a list of values that no spreadsheet program takes for formulas, and the same texts read back.

A cell that begins with one of the signs below, be it after spaces, gets an apostrophe before it. Where semicolons part
the cells of a list, as in much of Europe, a program that takes our commas for words begins a cell after each semicolon,
and a row after each line break, in the midst of ours: there the same is done. So is it to what would look as if it had
got an apostrophe, which makes reading back certain.
"""

from __future__ import annotations

import re

GUARD = "'"
_SIGNS = "=+\\-@＝＋－＠\t\r"
"""Those that begin a formula in Excel, LibreOffice and others, in both widths of Chinese and Japanese programs."""
_AT_THE_BEGINNING = rf"[\s']*[{_SIGNS}\n]"
_IN_THE_MIDST = rf"(?:[^\S\r\n]|['\"])*[{_SIGNS}]"
"""A quotation mark of the text is doubled in the file, and opens and closes nothing there."""
_LIKE_A_FORMULA = re.compile(rf"\A(?={_AT_THE_BEGINNING})|(?<=[;\r\n])(?={_IN_THE_MIDST})")
_GUARDED = re.compile(rf"\A{GUARD}(?={_AT_THE_BEGINNING})|(?<=[;\r\n]){GUARD}(?={_IN_THE_MIDST})")


def guarded(text: str) -> str:
    """The text as a cell holds it."""
    return _LIKE_A_FORMULA.sub(GUARD, text)


def unguarded(cell: str) -> str:
    """The text that a cell of ours holds."""
    return _GUARDED.sub("", cell)
