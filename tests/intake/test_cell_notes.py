"""Notes stuck on the cells of workbooks: remarks on what their row is about, threads with their answers."""

from __future__ import annotations

import io
import zipfile

import openpyxl
from openpyxl.comments import Comment as CellComment

from neaspec_cli.core.comments import Answer
from neaspec_cli.intake import xlsx
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.publish.form import write_form
from tests.intake.circulations import as_sent
from tests.intake.sheets import workbook
from tests.publish.copies import ANNEXES, RICH, copy_of

COPY = copy_of(RICH, annexes=ANNEXES)
SENT = as_sent(COPY)
TABLE = workbook(
    ["Country", "Paragraph", "Comment"], ["Japan", "2(b)", "Say more."], ["Mongolia", "99", "Less."]
)


def noted(data: bytes, **notes: str) -> bytes:
    """The workbook with notes by cell."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for cell, words in notes.items():
        book.worksheets[0][cell].comment = CellComment(words, "Ann")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(data: bytes) -> Intake:
    intake = xlsx.read(data, Against(SENT))
    assert intake.receipt.balance == 0
    return intake


def test_a_note_is_a_remark_on_what_its_row_is_about() -> None:
    intake = read(noted(TABLE, C2="Ann:\nAs in 2024?", B3="Which?", A1="A heading."))
    assert intake.receipt.elements == {"rows": 2, "notes": 3}
    made = intake.comments[2:]
    assert [(one.place.block, one.comment, one.author, one.origin) for one in made] == [
        ("", "A heading.", "Ann", "comment"),
        ("2(b)", "As in 2024?", "Ann", "comment"),
        ("", "Which?", "Ann", "comment"),
    ]
    assert [(left.element, left.text) for left in intake.receipt.unplaced] == [
        ("row", "Less."),
        ("note", "A heading."),
        ("note", "Which?"),
    ]


def test_a_note_belongs_to_whom_its_row_names() -> None:
    parts = dict(read(noted(TABLE, B3="Which?")).by_body)
    assert [one.comment for one in parts["Mongolia"].comments] == ["Less.", "Which?"]
    assert parts["Mongolia"].receipt.elements == {"rows": 1, "notes": 1}
    assert parts["Mongolia"].receipt.balance == 0


def test_an_empty_note_is_told() -> None:
    (left,) = read(noted(TABLE, C2=" ")).receipt.unsupported
    assert (left.element, left.reason) == ("note", "it says nothing")


def test_notes_on_our_form_are_placed_by_their_rows() -> None:
    rows = list(
        openpyxl.load_workbook(io.BytesIO(write_form(COPY))).worksheets[0].iter_rows(values_only=True)
    )
    number = next(place for place, row in enumerate(rows, 1) if row[0] == "2(b)")
    intake = read(noted(write_form(COPY), **{f"B{number}": "Why?", "A1": "Title", "A2": "All of it."}))
    told = [(one.place.block, one.comment) for one in intake.comments]
    assert told == [("", "Title"), ("", "All of it."), ("2(b)", "Why?")]
    assert (intake.receipt.elements, intake.receipt.placed) == ({"notes": 3}, 2)
    assert intake.receipt.unplaced[0].text == "Title"


def test_threads_of_excel_come_with_their_answers() -> None:
    """openpyxl writes no threads; the parts of one are put into a workbook of its notes."""
    thread = "{11111111-2222-3333-4444-555555555555}"
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    made = (
        f'<ThreadedComments xmlns="{space}">'
        f'<threadedComment ref="C2" dT="2025-07-20T09:00:00.00" personId="{{P}}" id="{thread}"><text>Why?</text>'
        f'</threadedComment><threadedComment ref="C2" personId="{{Q}}" id="{{X}}" parentId="{thread}">'
        "<text>So.</text></threadedComment></ThreadedComments>"
    )
    persons = (
        f'<personList xmlns="{space}"><person displayName="Ann" id="{{P}}"/>'
        '<person displayName="Bob" id="{Q}"/></personList>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(noted(TABLE, C2="[Threaded comment] Why?"))) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    relations = next(name for name in parts if name.endswith("sheet1.xml.rels"))
    notes = next(name for name in parts if name.startswith("xl/comments"))
    more = (
        b'<Relationship Id="t" Type="x" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    parts[relations] = parts[relations].replace(b"</Relationships>", more)
    parts[notes] = parts[notes].replace(b">Ann<", f">tc={thread}<".encode())
    parts |= {
        "xl/threadedComments/threadedComment1.xml": made.encode(),
        "xl/persons/person.xml": persons.encode(),
    }
    with zipfile.ZipFile(out, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    one = read(out.getvalue()).comments[-1]
    assert (one.comment, one.author, one.date) == ("Why?", "Ann", "2025-07-20T09:00:00.00")
    assert one.replies == (Answer("So.", "Bob"),)
