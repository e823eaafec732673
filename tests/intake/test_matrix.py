"""The workbook of dispositions is read within limits that a large register needs and a bomb does not get."""

from __future__ import annotations

import datetime
import io
import zipfile

import pytest

from neaspec_cli.core.comments import Comment, SourceFeedback
from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.core.register.report import COLUMNS, report
from neaspec_cli.intake import guard, matrix
from neaspec_cli.publish.sheet import write_report

TITLES = {name: title for name, title, _ in COLUMNS}


def workbook(*comments: Comment) -> bytes:
    text = CirculatedText("draft-1", "A plan", "", ())
    said = [(SourceFeedback("draft-1", "JPN", comments=comments), one) for one in comments]
    made = report("A plan", text, said, public=False, attributed=True)
    return write_report(made, datetime.date(2025, 7, 1), {"neaspec-circulation": "draft-1"})


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one part in the place of its own."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == name else old.read(entry))
    return made.getvalue()


def test_rows_come_back_as_they_were_written() -> None:
    comments = [Comment(f"JPN-00{number}", comment=f"={number}+1\nand more") for number in (1, 2)]
    read = matrix.read_matrix(workbook(*comments), TITLES)
    assert read.circulation == "draft-1"
    assert [(row.number, row.mark, row.cells["comment"]) for row in read.rows] == [
        (2, "draft-1/JPN-001", "=1+1\nand more"),
        (3, "draft-1/JPN-002", "=2+1\nand more"),
    ]
    assert set(read.rows[0].stood) == {*(name for name in TITLES), "said"}


def test_a_bomb_gets_no_more_room_than_elsewhere() -> None:
    bomb = with_part(
        workbook(Comment("JPN-001", comment="x")), "xl/sharedStrings.xml", b" " * (guard.MOST_PART + 1)
    )
    assert len(bomb) < guard.MEGABYTE
    with pytest.raises(guard.TooMuch):
        matrix.read_matrix(bomb, TITLES)


def test_entities_and_damage_are_refused_by_name() -> None:
    data = workbook(Comment("JPN-001", comment="x"))
    entities = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'
    with pytest.raises(guard.Hostile):
        matrix.read_matrix(with_part(data, "xl/worksheets/sheet1.xml", entities), TITLES)
    with pytest.raises(guard.Broken):
        matrix.read_matrix(data[:-40], TITLES)
    with pytest.raises(guard.NotKnown):
        matrix.read_matrix(b"Dear colleagues", TITLES)


def test_a_large_table_packs_less_well_than_its_room() -> None:
    tens = guard.roomy(b" " * 10 * guard.MEGABYTE)
    assert (tens.part, tens.total) == (100 * guard.MEGABYTE, 100 * guard.MEGABYTE)
    assert guard.roomy(b" " * 100) == guard.Limits(guard.MOST_REGISTER, guard.MOST_PART, guard.MOST_TOTAL)
