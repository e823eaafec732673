"""A workbook as tables: every sheet of it as plain text, read in one pass.

A cell gives what it shows: a formula its last result and never the formula, a date its day, rich text its words without
phonetic readings. Nothing in the file is run or followed. Element names: ECMA-376 Part 1, chapter 18 (SpreadsheetML).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol
from xml.parsers import expat

from neaspec_cli.core.text.counted import counted
from neaspec_cli.intake import form, guard
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.grid import MOST_CELLS, Counter, Grid, Merge, check_size, clean, column_number
from neaspec_cli.intake.provenance import CUSTOM, properties
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.intake.rows import blank_texts, count_below, count_notes
from neaspec_cli.intake.tables import read_tables
from neaspec_cli.intake.xlsx_notes import note_parts, notes_of

MOST_SHEETS = 200
MOST_DEPTH = 60
MOST_IN_CELL = 100
"""Characters, on the average of as many cells as may be."""
REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
IN_DATES = re.compile(r"[ymdhs]", re.IGNORECASE)
NOT_IN_DATES = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|general|red', re.IGNORECASE)
EPOCHS = tuple(datetime.datetime(*day, tzinfo=datetime.UTC) for day in ((1899, 12, 30), (1904, 1, 1)))


def read(data: bytes, against: Against) -> Intake:
    """Comments and receipt of a workbook: our own form, or any sheet that heads a column as comments."""
    parts = guard.open_package(data, guard.limits_of(data)).parts
    grids = sheets(parts)
    first = grids[0].rows.get(1, {}) if grids else {}
    if not against.columns and form.is_heading([first.get(place, "") for place in range(1, len(first) + 1)]):
        return form.read(data, against.text, against.kind, grids)
    intake = read_tables(grids, against)
    said = properties(parts[CUSTOM]) if CUSTOM in parts else {}
    return form.signed(intake, said)


def sheets(parts: Mapping[str, bytes], most_cells: int = MOST_CELLS) -> list[Grid]:
    """Every sheet of a workbook in the order of its tabs; raises `Unreadable` where there is none."""
    book = _Book()
    if "xl/workbook.xml" in parts:
        _parse(parts["xl/workbook.xml"], book)
    if "xl/_rels/workbook.xml.rels" in parts:
        _parse(parts["xl/_rels/workbook.xml.rels"], book)
    listed = [(name, book.targets.get(key, "")) for name, key in book.sheets]
    known = [(name, part) for name, part in listed if part in parts]
    if not known:
        sheets_of = (one for one in parts if one.startswith("xl/worksheets/") and one.endswith(".xml"))
        known = [(part, part) for part in sorted(sheets_of, key=_number)]
    if not known:
        raise guard.NotKnown("a zip without a worksheet in it")
    if len(known) > MOST_SHEETS:
        raise guard.TooMuch(f"it has more than {MOST_SHEETS} sheets")
    shared = _Texts()
    if "xl/sharedStrings.xml" in parts:
        _parse(parts["xl/sharedStrings.xml"], shared)
    styles = _Styles()
    if "xl/styles.xml" in parts:
        _parse(parts["xl/styles.xml"], styles)
    blank = blank_texts(parts)
    grids = []
    for name, part in known:
        sheet = _Sheet(shared.texts, styles, EPOCHS[book.since_1904], most_cells)
        _parse(parts[part], sheet)
        grid = _grid(name, sheet, partial(count_below, parts[part], blank))
        noted = sum(count_notes(parts[one]) for one in note_parts(parts, part))
        grids.append(replace(grid, notes=notes_of(parts, part), noted=noted) if noted else grid)
    return grids


def _grid(name: str, sheet: _Sheet, count: Counter) -> Grid:
    shows = f"{counted(sheet.unshown, 'formulas')} {'shows' if sheet.unshown == 1 else 'show'}"
    told = f"{name}: {shows} no result; open the file in a spreadsheet and save it."
    return Grid(name, sheet.rows, count, tuple(sheet.merges), warnings=(told,) if sheet.unshown else ())


class _Handler(Protocol):
    """Takes the elements of a part as they come."""

    def start(self, tag: str, values: Mapping[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def text(self, data: str) -> None: ...


@dataclass
class _Book:
    """Names of the sheets, and in which part each one is."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)
    since_1904: bool = False

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "sheet":
            key = next((text for name, text in values.items() if name.rpartition(":")[2] == "id"), "")
            self.sheets.append((values.get("name", ""), key))
        elif tag == "Relationship":
            target = values.get("Target", "")
            self.targets[values.get("Id", "")] = (
                target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            )
        elif tag == "workbookPr":
            self.since_1904 = values.get("date1904", "") in ("1", "true")

    def end(self, tag: str) -> None: ...

    def text(self, data: str) -> None: ...


@dataclass
class _Texts:
    """The texts that cells share."""

    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pieces: list[str] = []
        self.open = False
        self.phonetic = 0

    def start(self, tag: str, _: Mapping[str, str]) -> None:
        if tag == "si":
            self.pieces = []
        elif tag == "rPh":
            self.phonetic += 1
        self.open = tag == "t" and not self.phonetic

    def end(self, tag: str) -> None:
        if tag == "si":
            self.texts.append(clean(_unescaped("".join(self.pieces))))
        elif tag == "rPh":
            self.phonetic -= 1
        self.open = False

    def text(self, data: str) -> None:
        if self.open:
            self.pieces.append(data)


@dataclass
class _Styles:
    """Which styles of cells show a number as a date."""

    formats: dict[int, str] = field(default_factory=dict)
    used: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.inside = False

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "numFmt":
            self.formats[_whole(values.get("numFmtId"))] = values.get("formatCode", "")
        elif tag == "cellXfs":
            self.inside = True
        elif tag == "xf" and self.inside:
            self.used.append(_whole(values.get("numFmtId")))

    def end(self, tag: str) -> None:
        self.inside = self.inside and tag != "cellXfs"

    def text(self, data: str) -> None: ...

    def is_date(self, style: int) -> bool:
        """Does a cell of that style show a date?"""
        number = self.used[style] if 0 <= style < len(self.used) else 0
        return number in DATE_FORMATS or bool(
            IN_DATES.search(NOT_IN_DATES.sub("", self.formats.get(number, "")))
        )


class _Sheet:
    """The cells of one sheet; a cell that does not say where it stands comes after the one before."""

    def __init__(self, shared: list[str], styles: _Styles, epoch: datetime.datetime, most_cells: int) -> None:
        self.most_cells = most_cells
        self.shared, self.styles, self.epoch = shared, styles, epoch
        self.rows: dict[int, dict[int, str]] = {}
        self.merges: list[Merge] = []
        self.characters = self.unshown = self.cells = self.row = self.column = self.phonetic = 0
        self.kind = self.style = ""
        self.pieces: list[str] | None = None
        self.held = self.has_formula = self.open = False

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "row":
            self.row = _whole(values.get("r")) or self.row + 1
            self.column = 0
        elif tag == "c":
            self._cell(values)
        elif tag in ("v", "is") and self.pieces is not None:
            self.held = True
        elif tag == "f":
            self.has_formula = self.pieces is not None
        elif tag == "rPh":
            self.phonetic += 1
        elif tag == "mergeCell":
            self._merge(values.get("ref", ""))
        self.open = tag in ("v", "t") and not self.phonetic

    def _cell(self, values: Mapping[str, str]) -> None:
        place = REFERENCE.fullmatch(values.get("r", ""))
        self.column = column_number(place.group(1)) if place else self.column + 1
        self.row = int(place.group(2)) if place else self.row
        self.kind, self.style = values.get("t", ""), values.get("s", "")
        self.pieces, self.held, self.has_formula = [], False, False
        self.cells += 1
        check_size(len(self.rows), self.cells, self.most_cells)

    def _count(self, shown: str) -> None:
        """A text that is shared costs nothing in the file, and its length in each comment that it becomes."""
        self.characters += len(shown)
        if self.characters > MOST_IN_CELL * self.most_cells:
            raise guard.TooMuch(f"its cells hold more than {MOST_IN_CELL * self.most_cells:,} characters")

    def _merge(self, reference: str) -> None:
        ends = [REFERENCE.fullmatch(one) for one in reference.split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:
            (left, top), (right, bottom) = ends[0].groups(), ends[1].groups()
            self.merges.append(Merge(int(top), column_number(left), int(bottom), column_number(right)))
            check_size(0, len(self.merges))

    def end(self, tag: str) -> None:
        if tag == "c" and self.pieces is not None:
            shown = self._shown("".join(self.pieces)) if self.held else ""
            if shown:
                # A shared text was cleaned when it was read, once for all cells.
                self.rows.setdefault(self.row, {})[self.column] = shown if self.kind == "s" else clean(shown)
                self._count(shown)
            self.unshown += self.has_formula and not shown
            self.pieces = None
        elif tag == "rPh":
            self.phonetic -= 1
        self.open = False

    def text(self, data: str) -> None:
        if self.open and self.pieces is not None:
            self.pieces.append(data)

    def _shown(self, value: str) -> str:
        match self.kind:
            case "s":
                number = _whole(value, -1)
                return self.shared[number] if 0 <= number < len(self.shared) else ""
            case "b":
                return "TRUE" if value == "1" else "FALSE"
            case "inlineStr" | "str":
                return _unescaped(value)
            case "e" | "d":
                return value
        return self._date(value) if self.styles.is_date(_whole(self.style, -1)) else value

    def _date(self, value: str) -> str:
        """A number as the day, and the time of day where it has one, that the cell shows."""
        try:
            moment = self.epoch + datetime.timedelta(days=float(value))
        except (ValueError, OverflowError):
            return value
        moment = (moment + datetime.timedelta(milliseconds=500)).replace(microsecond=0)
        return moment.date().isoformat() if moment.time() == datetime.time() else moment.isoformat()[:19]


def _parse(part: bytes, into: _Handler) -> None:
    """Run a handler over a part; entities and document types are refused, and depth has an end."""
    depth = 0

    def start(name: str, values: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_DEPTH:
            raise guard.TooMuch("its elements are nested too deep")
        into.start(name.rpartition(":")[2], values)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        into.end(name.rpartition(":")[2])

    def refuse(*_: object) -> None:
        raise guard.document_type()

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = into.text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError) as error:
        raise guard.Broken(f"a part is no well-formed XML ({error})") from error


def _whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _unescaped(text: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def _number(name: str) -> tuple[int, str]:
    digits = re.search(r"(\d+)\.xml$", name)
    return (int(digits.group(1)) if digits else 0, name)
