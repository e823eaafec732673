"""Cells of a list of values that no spreadsheet program takes for formulas, and the same texts read back.

A cell that begins with one of the signs below, be it after spaces, gets an apostrophe before it; so does one that
would look as if it had got one, which makes reading back certain.
"""

from __future__ import annotations

import re

GUARD = "'"
_LIKE_A_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠\t\r\n]")
"""The signs that begin a formula in Excel, LibreOffice and others, in both widths of Chinese and Japanese programs."""
_GUARDED = re.compile(GUARD + _LIKE_A_FORMULA.pattern)


def guarded(text: str) -> str:
    """The text as a cell holds it."""
    return GUARD + text if _LIKE_A_FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text that a cell of ours holds."""
    return cell[len(GUARD) :] if _GUARDED.match(cell) else cell
