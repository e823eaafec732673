"""Comment forms in Word: the commenting template of ISO, IEC and CEN in its editions, and tables like it.

The template of 2012 has its headings, date, document and project in the page header, and none in the body; the one of
2001 has seven columns; IEC puts date, document and project into a table of their own. A Word file is such a form where
one of its tables is headed as one and the file is none that was circulated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from lxml import etree

from neaspec_cli.core.register.circulated import MARKER
from neaspec_cli.intake import census, guard
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.form_rows import count_rows_of
from neaspec_cli.intake.grid import Grid, Merge, check_size, clean
from neaspec_cli.intake.headings import SAID, recognise
from neaspec_cli.intake.receipt import Intake, Left
from neaspec_cli.intake.tables import read_tables
from neaspec_cli.intake.word_document import read_document
from neaspec_cli.intake.word_marks import Marks, attribute, child, collect, word_name
from neaspec_cli.intake.word_reader import StoryReader
from neaspec_cli.intake.word_text import Document

OURS = re.compile(rb'"' + MARKER.encode() + rb"\d{4}")
"""The mark of a block in a file that was circulated."""
SAYS = re.compile(r"\s*(Date|Document|Project(?: N[ro]\.?)?)\s*:\s*(\S.*?)\s*", re.DOTALL)
LONGEST_SAYING = 200
FEWEST_ROLES = 3
"""Columns that a table must be known by, for the file to be a form."""


def read(data: bytes, against: Against) -> Intake:
    """Comments and receipt of a filled form; raises an `Unreadable` that names why it cannot be read."""
    parts = guard.open_package(data).parts
    counts = census.count(parts).elements_by_kind()
    document = read_document(guard.Package(parts))
    intake = read_tables(_grids(parts), against)
    remarks = tuple(
        Left("comment", "it stands in the margin of the form", one.text, one.mark.author)
        for one in document.remarks
    )
    in_margin = counts.get("comments", 0) + counts.get("replies", 0)
    receipt = replace(
        intake.receipt,
        elements={**intake.receipt.elements, **({"comments": in_margin} if in_margin else {})},
        unsupported=(*intake.receipt.unsupported, *remarks),
        warnings=(*intake.receipt.warnings, *_beside(document)),
    )
    return replace(intake, receipt=receipt)


def is_form(parts: Mapping[str, bytes]) -> bool:
    """Is a Word file a comment form, rather than a text that was circulated and came back?"""
    bodies = [data for name, data in parts.items() if _is_body(name)]
    if any(map(OURS.search, bodies)) or not any(b"tbl>" in data for data in bodies):
        return False
    census.count(parts)
    return any(_is_headed(grid) for grid in _grids(parts))


def _is_headed(grid: Grid) -> bool:
    columns = recognise(grid, {})
    roles = set(columns.roles.values()) if columns else set()
    return len(roles) >= FEWEST_ROLES and not roles.isdisjoint(SAID)


def _is_body(name: str) -> bool:
    return name.startswith("word/document") and name.endswith(".xml")


def _grids(parts: Mapping[str, bytes]) -> list[Grid]:
    """The tables of the body; one that has no headings takes those of a page header of as many columns."""
    heads = [
        grid.rows[number]
        for name in sorted(parts)
        if name.startswith("word/header")
        for grid in _tables(parts[name])
        for number in sorted(grid.rows)
    ]
    found: list[Grid] = []
    for name in sorted(filter(_is_body, parts)):
        for grid in _tables(parts[name]):
            found.append(grid if recognise(grid, {}) else _headed(grid, heads))
    return found


def _headed(grid: Grid, heads: Sequence[Mapping[int, str]]) -> Grid:
    for head in heads:
        with_head = replace(grid, head=head)
        if max(head) == grid.width and _is_headed(with_head):
            return with_head
    return grid


def _tables(part: bytes) -> Iterator[Grid]:
    """Every table of a part that stands in no other."""
    root = guard.tree(part)
    marks = collect(root)
    outer = [one for one in root.iter("{*}tbl") if word_name(one) and not _within(one, "tc")]
    for number, one in enumerate(outer, 1):
        table = _Table(marks)
        for row in one.iter("{*}tr"):
            if next(row.iterancestors("{*}tbl")) is one:
                table.add(row)
        merges = tuple(table.merges.values())
        count = partial(count_rows_of, part, number)
        yield Grid(f"Table {number}", table.rows, count, merges, width=table.width)


def _within(element: etree._Element, name: str) -> bool:
    return any(word_name(one) == name for one in element.iterancestors())


@dataclass
class _Table:
    """A table row by row: what its cells say with all changes accepted, and which of them are one."""

    marks: Marks
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    number: int = 0
    width: int = 0

    def __post_init__(self) -> None:
        self.starts: dict[int, int] = {}
        self.merges: dict[tuple[int, int], Merge] = {}
        self.cells = 0

    def add(self, row: etree._Element) -> None:
        """One more row."""
        self.number += 1
        column = 1 + _number(child(child(row, "trPr"), "gridBefore"))
        for cell in row.iter("{*}tc"):
            if next(cell.iterancestors("{*}tr")) is not row:
                continue
            properties = child(cell, "tcPr")
            span = _number(child(properties, "gridSpan"), 1)
            text = clean(self._text(cell))
            if text.strip():
                self.rows.setdefault(self.number, {})[column] = text
            self._merge(column, span, child(properties, "vMerge"))
            column += span
            self.cells += 1
        self.width = max(self.width, column - 1)
        check_size(self.number, self.cells)

    def _merge(self, column: int, span: int, down: etree._Element | None) -> None:
        goes_on = down is not None and attribute(down, "val") in ("", "continue")
        top = self.starts.get(column, self.number) if goes_on else self.number
        self.starts[column] = top
        if top < self.number or span > 1:
            self.merges[(top, column)] = Merge(top, column, self.number, column + span - 1)

    def _text(self, cell: etree._Element) -> str:
        inner = Document()
        StoryReader(inner, self.marks, "cell").read(cell)
        return "\n".join(paragraph.accepted for paragraph in inner.paragraphs).strip()


def _number(element: etree._Element | None, otherwise: int = 0) -> int:
    text = attribute(element, "val") if element is not None else ""
    return min(int(text), 63) if text.isascii() and text.isdigit() and len(text) < 4 else otherwise


def _beside(document: Document) -> Iterator[str]:
    """What stands outside of the tables, and what the page header says of the form: told, since it is no comment."""
    for paragraph in document.paragraphs:
        text = paragraph.accepted.strip()
        if paragraph.story == "body" and not paragraph.rows and text:
            yield f"Beside the table stands: {text}"
        elif paragraph.story == "header" and len(text) < LONGEST_SAYING and SAYS.fullmatch(text):
            yield f"The form says {' '.join(text.split())}"
