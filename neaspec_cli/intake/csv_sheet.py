"""Lists of values parted by commas, semicolons or tabs, as one table.

In a report of ours, known by its headings, the signs that keep spreadsheets from running its cells are taken off.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import partial

from neaspec_cli.core.register import iso_layout, report
from neaspec_cli.core.register.formulas import unguarded
from neaspec_cli.intake import guard
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.encodings import read_text
from neaspec_cli.intake.grid import MOST_ROWS, Cells, Grid, check_size
from neaspec_cli.intake.headings import recognise
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.intake.tables import read_tables

SEPARATORS = (",", ";", "\t", "|")
MOST_CELL = 1_000_000
"""Characters; a whole plan has fewer."""
MOST_COLUMNS = 16_384
"""No spreadsheet has more."""
LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
FIRST_LINES = 64 * 1024
OURS = frozenset(title for _, title, _ in (*report.COLUMNS, *iso_layout.COLUMNS))
FEWEST_TITLES = 4
"""Headings by which a report of ours is known."""


def read(data: bytes, against: Against) -> Intake:
    """Comments and receipt of a list of values; raises an `Unreadable` that names why it cannot be read."""
    told = read_text(data, guard.MOST_TABLE)
    separator = _separator(told.text, against)
    grid = Grid(
        "The list",
        _cells(told.text, separator),
        partial(_count, told.text, separator),
        warnings=told.warnings,
    )
    return read_tables([grid], against)


def _cells(text: str, separator: str) -> dict[int, Cells]:
    """Cells by row and column; reading stops where there are more than any review has."""
    found: dict[int, Cells] = {}
    count = 0
    for number, row in enumerate(_plain(rows_of(text, separator)), 1):
        cells = {column: words for column, words in enumerate(row, 1) if words}
        if cells:
            found[number] = cells
            count += len(cells)
            check_size(len(found), count)
    return found


def _plain(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows as they were before they were made harmless to spreadsheet programs."""
    heading = next(rows, [])
    yield heading
    is_ours = len(heading) >= FEWEST_TITLES and OURS.issuperset(heading)
    for row in rows:
        yield [unguarded(cell) for cell in row] if is_ours else row


def holds_table(text: str) -> bool:
    """Is a text a table of comments parted by tabs, as spreadsheets save it?"""
    return "\t" in text[:FIRST_LINES] and recognise(_sample(text, "\t"), {}) is not None


def _separator(text: str, against: Against) -> str:
    """The one with which the columns are known best; where none are, the one that parts the first row most."""

    def fitness(separator: str) -> tuple[int, int]:
        sample = _sample(text, separator)
        found = recognise(sample, {}) if not against.columns else None
        widths = [len(row) for row in sample.rows.values()]
        return (len(found.roles) if found else 0, widths[0] if widths else 0)

    return max(SEPARATORS, key=fitness)


def _sample(text: str, separator: str) -> Grid:
    rows = rows_of(text[:FIRST_LINES], separator)
    few = {number: dict(enumerate(row, 1)) for number, row in zip(range(1, 40), rows, strict=False) if row}
    return Grid("", few, lambda *_: 0)


def rows_of(text: str, separator: str) -> Iterator[list[str]]:
    """The rows of a list; raises `TooMuch` where there are more than any review has."""
    csv.field_size_limit(MOST_CELL)
    try:
        for number, row in enumerate(csv.reader(_lines(text, separator), delimiter=separator)):
            if number > 2 * MOST_ROWS:
                raise guard.TooMuch(f"it has more than {MOST_ROWS:,} rows")
            yield row
    except csv.Error as error:
        raise guard.TooMuch(f"a cell has more than {MOST_CELL:,} characters") from error


def _lines(text: str, separator: str) -> Iterator[str]:
    """The lines with their ends, one at a time: a list of a million empty cells takes more memory than its text."""
    for found in LINE.finditer(text):
        if found.group().count(separator) > MOST_COLUMNS:
            raise guard.TooMuch(f"a line has more than {MOST_COLUMNS:,} columns")
        yield found.group()


def _count(text: str, separator: str, heading: int, quiet: frozenset[int]) -> int:
    """Lines below the heading with a character outside the quiet columns, words in quotation marks taken out first."""
    part = re.escape(separator)
    quoted = re.compile(rf'(?:(?<=^)|(?<=[\n{part}]))"((?:[^"]|"")*)(?:"|\Z)')
    flat = quoted.sub(lambda found: "x" if found.group(1) else "", text)
    lines = flat.split("\n")[heading:]
    return sum(
        any(cell for column, cell in enumerate(line.split(separator), 1) if column not in quiet)
        for line in lines
    )
