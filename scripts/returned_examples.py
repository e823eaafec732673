"""Make the returned files of the demonstration: the circulated outline, edited by real programs.

    python scripts/returned_examples.py

The Word files are edited in LibreOffice (see office_edits.py), the form in openpyxl as a spreadsheet program would.
What is written by hand (`examples/returned/*.yaml`) is left as it is.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

ROOT = Path(__file__).resolve().parents[1]
RETURNED = ROOT / "examples" / "returned"
OFFICE_PYTHON = os.environ.get("OFFICE_PYTHON", "/usr/bin/python3")
CIRCULATE = ["circulate", "outline", "--on", "2025-03-10", "--deadline", "2025-04-30"]
STEM = "NEASPEC-Strategic-Plan-2026-2030-outline-1"

WORD = {
    "JPN": {
        "author": "Sato Hanako",
        "edits": [
            {"op": "replace", "find": "four to six paragraphs", "text": "four paragraphs"},
            {"op": "insert", "find": "many cities with light support", "text": " and shared tools"},
            {"op": "replace", "find": "to strengthen subregional", "text": "to deepen subregional"},
            {
                "op": "paragraph",
                "find": "It will relate the objective to Goals 11 and 13",
                "text": "It will name the cities that have offered to share their experience.",
            },
            {"op": "delete", "find": " or guidance,"},
            {"op": "comment", "find": "review at mid-term", "text": "We support a review in 2028."},
        ],
    },
    "CHN": {
        "author": "Li Wei",
        "edits": [
            {"op": "replace", "find": "to strengthen subregional", "text": "to widen subregional"},
            {"op": "insert", "find": "species and habitats", "text": ", including migratory birds,"},
            {
                "op": "comment",
                "find": "transboundary movement",
                "text": "请在此处引用最近的联合评估。 Please cite the recent joint assessment here.",
            },
        ],
    },
}
FORM = {
    "KOR": [
        (
            "37",
            "substantive",
            "Low carbon cities should also be resilient.",
            "low carbon cities",
            "low carbon and resilient cities",
        ),
        ("heading IV.D", "editorial", "지속가능성을 제목에 반영하면 좋겠습니다.", "", ""),
        ("General", "general", "The outline is clear and well structured.", "", ""),
    ],
}


def run(*command: str, stdin: str = "") -> None:
    """One program, which must succeed."""
    subprocess.run(command, input=stdin, text=True, check=True)


def circulated(folder: Path) -> Path:
    """A plan repository with the outline circulated; gives the folder of what was sent."""
    for name in ("plan", "timeline.yaml", ".gitattributes"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    git = [
        "git",
        "-C",
        str(folder),
        "-c",
        "user.name=Secretariat",
        "-c",
        "user.email=secretariat@example.org",
    ]
    run(*git, "init", "--quiet", "--initial-branch=main")
    run(*git, "config", "user.name", "Secretariat")
    run(*git, "config", "user.email", "secretariat@example.org")
    run(*git, "add", ".")
    run(*git, "commit", "--quiet", "-m", "Begin")
    run(sys.executable, "-m", "neaspec_cli", *CIRCULATE, "-C", str(folder))
    return folder / "feedback" / "outline-1" / "sent"


def fill(form: Path, target: Path, answers: Sequence[tuple[str, ...]]) -> None:
    """The form with kind, comment and proposed wording in the rows of these labels."""
    book = openpyxl.load_workbook(form)
    sheet: Any = book["Comments"]
    heading = next(row for row in sheet.iter_rows() if any(cell.value == "Comment" for cell in row))
    columns = {cell.value: cell.column for cell in heading if cell.value}
    rows = {
        str(row[columns["Paragraph"] - 1].value): row for row in sheet.iter_rows(min_row=heading[0].row + 1)
    }
    for label, kind, remark, old, new in answers:
        row = rows[label]
        row[columns["Kind of comment"] - 1].value = kind
        row[columns["Comment"] - 1].value = remark
        if old:
            text = str(row[columns["Text as circulated"] - 1].value)
            assert old in text, (label, text)
            row[columns["Proposed wording of the paragraph"] - 1].value = text.replace(old, new, 1)
    book.save(target)


def main() -> None:
    """Circulate in a folder of its own and answer."""
    with tempfile.TemporaryDirectory() as folder:
        sent = circulated(Path(folder))
        for name, wanted in WORD.items():
            driver = str(ROOT / "scripts" / "office_edits.py")
            run(
                OFFICE_PYTHON,
                driver,
                str(sent / f"{STEM}.docx"),
                str(RETURNED / f"{name}.docx"),
                stdin=json.dumps(wanted),
            )
        for name, answers in FORM.items():
            fill(sent / "comment-form-outline-1.xlsx", RETURNED / f"{name}.xlsx", answers)


if __name__ == "__main__":
    main()
