"""An OpenDocument spreadsheet as tables; cells give the words they show (OpenDocument 1.3, part 3, chapter 9)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from lxml import etree

from neaspec_cli.core.feedback import MOMENT
from neaspec_cli.intake import guard
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.form import signed
from neaspec_cli.intake.grid import Grid, Merge, Note, check_size, clean
from neaspec_cli.intake.ods_rows import count_filled, count_notes
from neaspec_cli.intake.provenance import META, user_defined
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.intake.tables import read_tables

SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
CONTENT = "content.xml"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
SIGNS = {"tab": "\t", "line-break": "\n"}
MOST_SPACES = 1_000


def read(data: bytes, against: Against) -> Intake:
    """Comments and receipt of a spreadsheet; raises an `Unreadable` that names why it cannot be read."""
    package = guard.open_package(data)
    part = package.parts.get(CONTENT)
    if part is None:
        raise guard.Broken("its content.xml is missing")
    count_filled(part, 0, 0, frozenset())
    intake = read_tables(list(_grids(part)), against)
    said = package.parts.get(META)
    return signed(intake, user_defined(said) if said else {})


def _grids(part: bytes) -> Iterator[Grid]:
    """Every sheet; a table inside of a cell is words of the cell alone where it has any."""
    tables = [one for one in guard.tree(part).iter(f"{{{TABLE}}}table") if not _is_in_cell(one)]
    for number, one in enumerate(tables, 1):
        sheet = _Sheet()
        for row in one.iter(f"{{{TABLE}}}table-row"):
            if not _is_in_cell(row):
                sheet.add(row)
        name = one.get(f"{{{TABLE}}}name", "") or f"Sheet {number}"
        notes = tuple(_notes(one, sheet.seats))
        noted = count_notes(part, number)
        count = partial(count_filled, part, number)
        yield Grid(name, sheet.rows, count, tuple(sheet.merges), notes=notes, noted=noted)


def _notes(table: etree._Element, seats: Mapping[etree._Element, tuple[int, int]]) -> Iterator[Note]:
    """The notes stuck on the cells of a sheet, and on its drawings."""
    for one in table.iter(f"{{{OFFICE}}}annotation"):
        around = one.iterancestors(f"{{{TABLE}}}table-cell", f"{{{TABLE}}}covered-table-cell")
        row, column = next((seats[cell] for cell in around if cell in seats), (0, 0))
        words = "\n".join("".join(_words(each)) for each in one.iter(f"{{{TEXT}}}p"))
        said = {str(each.tag).rpartition("}")[2]: each.text or "" for each in one}
        date = said.get("date", "")
        moment = date if re.fullmatch(MOMENT, date) else ""
        yield Note(row, column, clean(words).strip(), said.get("creator", "").strip(), moment)


def _is_in_cell(element: etree._Element) -> bool:
    return next(element.iterancestors(f"{{{TABLE}}}table-cell"), None) is not None


class _Sheet:
    """The rows of a sheet; what is repeated stands there as often as it says."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[int, str]] = {}
        self.seats: dict[etree._Element, tuple[int, int]] = {}
        self.merges: list[Merge] = []
        self.row = 1
        self.cells = 0

    def add(self, row: etree._Element) -> None:
        """One row, or as many equal ones as it stands for; empty ones cost nothing."""
        repeated = _number(row, "number-rows-repeated")
        cells = dict(self._cells(row))
        for number in range(self.row, self.row + repeated) if cells else ():
            self.rows[number] = cells
            self.cells += len(cells)
            check_size(len(self.rows), self.cells)
        self.row += repeated

    def _cells(self, row: etree._Element) -> Iterator[tuple[int, str]]:
        column = 1
        for cell in row:
            if cell.tag not in (f"{{{TABLE}}}table-cell", f"{{{TABLE}}}covered-table-cell"):
                continue
            repeated = _number(cell, "number-columns-repeated")
            text = clean(_shown(cell))
            if cell.find(f"{{{OFFICE}}}annotation") is not None:
                self.seats[cell] = (self.row, column)
            for place in range(column, column + repeated) if text else ():
                check_size(0, self.cells + place - column)
                yield place, text
            self._merge(cell, column)
            column += repeated

    def _merge(self, cell: etree._Element, column: int) -> None:
        right = column + _number(cell, "number-columns-spanned") - 1
        bottom = self.row + _number(cell, "number-rows-spanned") - 1
        if right > column or bottom > self.row:
            self.merges.append(Merge(self.row, column, bottom, right))


def _number(element: etree._Element, name: str) -> int:
    """A count that is 1 where it is not given."""
    text = element.get(f"{{{TABLE}}}{name}", "")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _shown(cell: etree._Element) -> str:
    """The paragraphs of a cell; notes stuck on it are none."""
    return "\n".join("".join(_words(one)) for one in cell if one.tag in (f"{{{TEXT}}}p", f"{{{TEXT}}}h"))


def _words(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for one in element:
        space, _, name = str(one.tag)[1:].rpartition("}")
        if space == TEXT and name == "s":
            count = one.get(f"{{{TEXT}}}c", "1")
            yield " " * min(int(count) if count.isascii() and count.isdigit() else 1, MOST_SPACES)
        elif space == TEXT and name in SIGNS:
            yield SIGNS[name]
        elif space == TEXT and name not in ("ruby-text", "note"):
            yield from _words(one)
        yield one.tail or ""
