"""ISO's commenting template filled in as its users do, and its other editions, element by element."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import yaml
from lxml import etree

from tests.intake.wordfiles import SPACES, W

COLUMNS_2001 = (
    "MB", "Clause/ Subclause/ Annex/ Figure/ Table (e.g. 3.1)", "Paragraph/ List item/ Note/ (e.g. Note 2)",
    "Type of com-ment", "Comment (justification for change) by the MB", "Proposed change by the MB",
    "Secretariat observations on each comment submitted",
)  # fmt: skip
COLUMNS_2012 = (
    "MB/NC1", "Line number (e.g. 17)", "Clause/ Subclause (e.g. 3.1)", "Paragraph/ Figure/ Table/ (e.g. Table 1)",
    "Type of comment2", "Comments", "Proposed change", "Observations of the secretariat",
)  # fmt: skip


def template(folder: Path) -> bytes:
    """The empty template of 2012."""
    return (folder / "comment-forms/iso/iso_comment_template_2012-03.docx").read_bytes()


def filled(form: bytes, rows: Sequence[Sequence[str]]) -> bytes:
    """The template with these rows in its table; a line break begins a new paragraph of the cell."""
    source = zipfile.ZipFile(io.BytesIO(form))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, _with_rows(data, rows) if name == "word/document.xml" else data)
    return buffer.getvalue()


def _with_rows(part: bytes, rows: Sequence[Sequence[str]]) -> bytes:
    root = etree.fromstring(part)
    table = next(root.iter(f"{{{W}}}tbl"))
    old = list(table.iter(f"{{{W}}}tr"))
    for texts in rows:
        row = copy.deepcopy(old[0])
        for cell, text in zip(row.iter(f"{{{W}}}tc"), texts, strict=True):
            _fill(cell, text)
        table.append(row)
    for row in old:
        table.remove(row)
    return etree.tostring(root)


def _fill(cell: etree._Element, text: str) -> None:
    first = next(cell.iter(f"{{{W}}}p"))
    for number, line in enumerate(text.split("\n")):
        paragraph = first if number == 0 else copy.deepcopy(first)
        if number:
            cell.append(paragraph)
        for run in list(paragraph.iter(f"{{{W}}}r")):
            paragraph.remove(run)
        run = etree.SubElement(paragraph, f"{{{W}}}r")
        etree.SubElement(run, f"{{{W}}}t").text = line


def rows_of_yaml(folder: Path) -> list[list[str]]:
    """The comments of a real committee, cell by cell."""
    told = yaml.safe_load((folder / "comment-forms/iso/comments-01-28.yaml").read_text(encoding="utf-8"))
    return [
        [
            one["id"],
            one["locality"]["line_number"] or "",
            one["locality"]["clause"],
            one["locality"]["element"] or "",
            one["type"],
            one["comments"],
            one["proposed_change"],
            one["observations"] or "",
        ]
        for one in told["comments"]
    ]


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table of cells of one paragraph each."""
    made = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl>{made}</w:tbl>"


def _cell(text: str) -> str:
    return f'<w:tc><w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'


def header(*rows: Sequence[str]) -> tuple[str, str]:
    """A page header with a table."""
    return "word/header1.xml", f"<w:hdr {SPACES}>{table(rows)}</w:hdr>"
