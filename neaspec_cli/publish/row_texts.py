"""Rows of Word tables as text: a table of ten thousand comments is a million elements, which take ten times as long.

Each kind of cell, paragraph and run is made once as an element, written, and from then on filled with other words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from lxml import etree

from neaspec_cli.core.register.layouts import Cell, LaidRow, Line
from neaspec_cli.publish.printed import Look
from neaspec_cli.publish.word_inlines import properties, tongues
from neaspec_cli.publish.word_styles import QUIET, bold, size
from neaspec_cli.publish.wordml import NAMESPACES, Element, clean, paragraph, plain, w

STYLE = "TableText"
_TARGET = "rows"
_DECLARED = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
_HELD = re.compile(rf"<\?{_TARGET} ([0-9]+)\?>".encode())
_HOLDER = "words"
_SIGNS = re.compile("([\n\t])")
CellOf = Callable[[list[Element], int], Element]
"""A cell of paragraphs, so many twentieths of a point wide."""


class RowTexts:
    """Rows that wait as text; in the document stands what holds their places until it is written."""

    def __init__(self) -> None:
        self._waiting: list[bytes | bytearray] = []

    def hold(self, rows: Iterable[LaidRow], widths: Sequence[int], cell: CellOf) -> Element:
        """What stands in a table for these rows."""
        frames = [_around(cell([w("p")], width), "<w:p/>") for width in widths]
        written = bytearray()
        for row in rows:
            written += _row(row, frames).encode()
        self._waiting.append(written)
        return etree.ProcessingInstruction(_TARGET, str(len(self._waiting) - 1))

    def filled(self, document: bytes) -> bytes:
        """The document as it is written, with the rows in their places."""
        return _HELD.sub(lambda found: self._waiting[int(found[1])], document)


def _row(row: LaidRow, frames: Sequence[tuple[str, str]]) -> str:
    cells = (
        f"{before}{_content(cell)}{after}" for cell, (before, after) in zip(row.cells, frames, strict=True)
    )
    whole = "" if row.may_part else "<w:trPr><w:cantSplit/></w:trPr>"
    return f"<w:tr>{whole}{''.join(cells)}</w:tr>"


def _content(cell: Cell) -> str:
    """The paragraphs of a cell; a cell without words has an empty one."""
    before, after = _paragraph()
    return "".join(f"{before}{_words(line)}{after}" for line in cell) or _written(paragraph(STYLE))


def _words(line: Line) -> str:
    label = _run(f"{line.label}: ", "label", "") if line.label else ""
    return label + "".join(_run(part, line.look, tongue) for part, tongue in tongues(line.words, line.words))


def _run(words: str, look: str, language: str) -> str:
    before, after = _run_frame(look, language)
    if "\n" not in words and "\t" not in words:
        return f"{before}{_text(words)}{after}"
    parts = (
        "<w:br/>" if one == "\n" else "<w:tab/>" if one == "\t" else _text(one) for one in _SIGNS.split(words)
    )
    return f"{before}{''.join(parts)}{after}"


def _text(words: str) -> str:
    if not words:
        return ""
    safe = clean(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return f'<w:t xml:space="preserve">{safe}</w:t>'


# --- what is made once --------------------------------------------------------------------------------------------


@cache
def _paragraph() -> tuple[str, str]:
    return _around(paragraph(STYLE, w("r")), "<w:r/>")


@cache
def _run_frame(look: str, language: str) -> tuple[str, str]:
    made = plain(_HOLDER, *_look(look), *properties(Look(language=language)))
    return _around(made, _text(_HOLDER))


def _look(look: str) -> tuple[Element, ...]:
    match look:
        case "strong":
            return bold()
        case "quiet":
            return w("color", val=QUIET), *size(16)
        case "label":
            return w("i"), w("iCs"), w("color", val=QUIET)
        case _:
            return ()


def _around(element: Element, holder: str) -> tuple[str, str]:
    """How an element is written before and after what holds the place of its words."""
    before, _, after = _written(element).partition(holder)
    return before, after


def _written(element: Element) -> str:
    return etree.tostring(element, encoding="unicode").replace(_DECLARED, "", 1)
