"""Workbooks of dispositions for tests: written by the report, filled in as a colleague would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from tests.commands.office import answer, done
from tests.sandbox import Sandbox

REMARKS = (
    "=1+1",
    "+41 22",
    "-5 per cent",
    "@all",
    "\tA tab first.",
    "Two\n\nlines",
    "<b>&amp; 你好 𠮷",
    " spaced ",
)


def with_comments(box: Sandbox) -> Sandbox:
    """Comments of three sources, among them what looks like a formula."""
    for number, words in enumerate(REMARKS):
        source = ("JPN", "KOR", "WWF")[number % 3]
        done(box, "feedback", "add", "--from", source, "--at", "3", f"--comment={words}")
    reason = ["--reason", '=HYPERLINK("http://x")', "--on", "2025-07-20", "--proposed"]
    done(box, "feedback", "dispose", "JPN-001", "--as", "noted", *reason)
    return box


def written(box: Sandbox, name: str = "matrix.xlsx", *arguments: str) -> Path:
    """The workbook of the report."""
    place = box.root.parent / name
    done(box, "feedback", "report", str(place), *arguments)
    return place


def filled(source: Path, target: Path, edits: dict[str, dict[str, Any]]) -> Path:
    """The workbook with cells filled in: by the number of the comment, then by the heading of the column."""
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[0]
    titles = {str(cell.value): cell.column for cell in sheet[1]}
    for row in sheet.iter_rows(min_row=2):
        for title, value in edits.get(str(row[0].value), {}).items():
            cell = sheet.cell(row[0].row, titles[title])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(target)
    return target


def register(box: Sandbox) -> dict[str, dict[str, Any]]:
    """Every comment by its id, as `feedback list` gives it."""
    return {one["id"]: one for one in answer(box, "feedback", "list")}
