"""OpenDocument sheets give the words that their cells show, repeated as often as they say, each row accounted for."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.intake import guard, ods
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.receipt import Intake
from tests.effort import within
from tests.intake.circulations import as_sent
from tests.publish.copies import ANNEXES, RICH, copy_of

SENT = as_sent(copy_of(RICH, annexes=ANNEXES))
NAMES = " ".join(
    f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
)


def cell(text: str = "", more: str = "", inside: str = "") -> str:
    """A cell of paragraphs; `more` are attributes, `inside` what stands before its words."""
    words = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n")) if text else ""
    return f"<table:table-cell {more}>{inside}{words}</table:table-cell>"


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def sheet(*rows: str, name: str = "Comments") -> str:
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


def book(*sheets: str) -> bytes:
    body = f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ods.SPREADSHEET)
        archive.writestr("content.xml", f"<office:document-content {NAMES}>{body}</office:document-content>")
    return buffer.getvalue()


HEAD = row(cell("Para"), cell("Comment"), cell("Name"))


def read(*sheets: str) -> Intake:
    intake = ods.read(book(*sheets), Against(SENT))
    assert intake.receipt.balance == 0
    return intake


def test_rows_are_read_as_they_are_shown() -> None:
    spaced = '<text:p>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p>'
    intake = read(
        sheet(HEAD, row(cell("2"), cell("One\nTwo"), cell("Ann")), row(cell("3"), cell(inside=spaced)))
    )
    told = [(one.place.block, one.comment, one.author) for one in intake.comments]
    assert told == [("2", "One\nTwo", "Ann"), ("3", "a  b\tc\nd", "")]


def test_what_is_repeated_stands_there_as_often() -> None:
    gap = cell(more='table:number-columns-repeated="2"')
    lines = (
        row(cell(), times=3),
        HEAD,
        row(cell("2"), cell("Same"), times=2),
        row(gap, cell("Ann"), times=1),
    )
    intake = read(sheet(*lines, row(cell(), times=1_000_000)))
    assert [one.comment for one in intake.comments] == ["Same", "Same"]
    assert [one.reason for one in intake.receipt.unsupported] == ["no comment stands in it"]


def test_merged_cells_speak_for_their_rows_and_notes_are_remarks_on_them() -> None:
    note = "<office:annotation><text:p>Why?</text:p><text:p>Say.</text:p></office:annotation>"
    tall = cell("2(b)", 'table:number-rows-spanned="2"')
    intake = read(
        sheet(HEAD, row(tall, cell("X", inside=note)), row("<table:covered-table-cell/>", cell("Y"))),
        sheet(row(cell("Guide")), name="Help"),
    )
    assert [(one.place.block, one.comment) for one in intake.comments] == [
        ("2(b)", "X"),
        ("2(b)", "Y"),
        ("2(b)", "Why?\nSay."),
    ]
    assert (intake.receipt.elements, intake.receipt.placed) == ({"rows": 2, "notes": 1}, 3)
    assert intake.receipt.warnings == ("Help holds no comments: Guide",)


def test_a_note_that_libreoffice_wrote_says_who_and_when() -> None:
    said = "<dc:creator>Ann</dc:creator><dc:date>2025-07-20T09:00:00</dc:date><text:p>Why?</text:p>"
    note = f'<office:annotation xmlns:dc="http://purl.org/dc/elements/1.1/">{said}</office:annotation>'
    intake = read(sheet(HEAD, row(cell("99", inside=note), cell("X"))))
    made = intake.comments[1]
    assert (made.author, made.date, made.comment) == ("Ann", "2025-07-20T09:00:00", "Why?")
    assert [(left.element, left.text) for left in intake.receipt.unplaced] == [("row", "X"), ("note", "Why?")]


TEXTS = st.sampled_from(["", "a", "\n", " ", "b\nc"])


@given(st.lists(st.tuples(TEXTS, TEXTS, st.integers(1, 3)), max_size=6))
@settings(max_examples=40)
def test_the_plain_count_agrees_with_the_reader(rows: list[tuple[str, str, int]]) -> None:
    read(sheet(HEAD, *(row(cell(one), cell(other), times=times) for one, other, times in rows)))


HOSTILE = {
    "rows": book(sheet(row(cell("x"), times=1_000_000))),
    "columns": book(sheet(row(cell("x", 'table:number-columns-repeated="9999999"')))),
    "both": book(sheet(row(cell("x", 'table:number-columns-repeated="16384"'), times=1_000_000))),
    "depth": book("<text:p>" * 400 + "</text:p>" * 400),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_sheets_beyond_measure_are_refused_in_time(name: str) -> None:
    with within(6), pytest.raises(guard.TooMuch):
        ods.read(HOSTILE[name], Against(CirculatedText("draft-1", "Plan", "", ())))
