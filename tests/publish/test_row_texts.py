"""Rows written as text are to the letter what the elements that they stand for would be written as."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from neaspec_cli.core.register.layouts import LaidRow, Line
from neaspec_cli.publish.package import xml
from neaspec_cli.publish.printed import Look
from neaspec_cli.publish.row_texts import RowTexts
from neaspec_cli.publish.word_inlines import properties, tongues
from neaspec_cli.publish.word_styles import QUIET, bold, size
from neaspec_cli.publish.word_tables import table_cell
from neaspec_cli.publish.wordml import Element, paragraph, plain, w

WIDTHS = (1000, 2500)
WORDS = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    ["", "a\tb\nc", "<w:p/> & <?rows 0?>", "\r\n", "Улаанбаатар өдөр", "東京で開く", "words", "]]>"]
)
LINES = st.builds(
    Line, WORDS, st.sampled_from(["plain", "strong", "quiet"]), st.sampled_from(["", "Wording <used>"])
)
CELLS = st.lists(LINES, max_size=3).map(tuple)
ROWS = st.lists(st.builds(LaidRow, st.tuples(CELLS, CELLS), st.booleans()), max_size=4)


def as_element(row: LaidRow) -> Element:
    cells = [
        table_cell([line_of(one) for one in cell] or [paragraph("TableText")], width)
        for cell, width in zip(row.cells, WIDTHS, strict=True)
    ]
    return w("tr", None if row.may_part else w("trPr", w("cantSplit")), *cells)


def line_of(line: Line) -> Element:
    looks = {"plain": [], "strong": [*bold()], "quiet": [w("color", val=QUIET), *size(16)]}[line.look]
    label = [plain(f"{line.label}: ", w("i"), w("iCs"), w("color", val=QUIET))] if line.label else []
    runs = [
        plain(part, *map(deepcopy, looks), *properties(Look(language=language)))
        for part, language in tongues(line.words, line.words)
    ]
    return paragraph("TableText", *label, *runs)


@given(ROWS, ROWS)
@example([LaidRow(((Line("<?rows 1?>"),), ()))], [LaidRow(((), (Line("", label="Wording used"),)))])
def test_they_are_what_elements_would_be(first: list[LaidRow], second: list[LaidRow]) -> None:
    texts = RowTexts()
    held = w("document", *(w("tbl", texts.hold(rows, WIDTHS, table_cell)) for rows in (first, second)))
    made = w("document", *(w("tbl", w("tr"), *map(as_element, rows), w("tr")) for rows in (first, second)))
    written = (
        texts.filled(xml(held))
        .replace(b"<w:tbl>", b"<w:tbl><w:tr/>")
        .replace(b"</w:tbl>", b"<w:tr/></w:tbl>")
    )
    assert written == xml(made)
    assert etree.tostring(etree.fromstring(written), method="c14n") == etree.tostring(made, method="c14n")
