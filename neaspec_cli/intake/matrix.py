"""The workbook of dispositions as it comes back: its rows, wherever columns and rows were moved to in the meantime."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from neaspec_cli.core.register.matrix import MARK, STOOD, read_stood
from neaspec_cli.core.register.matrix_update import MatrixRow
from neaspec_cli.intake import guard
from neaspec_cli.intake.grid import Grid
from neaspec_cli.intake.provenance import CUSTOM, properties
from neaspec_cli.intake.xlsx import sheets

MOST_CELLS = 2_000_000
"""The largest review known (78,007 comments) in all columns of the report."""
HEADING_WITHIN = 20
"""The heading stands in one of the first rows, even where somebody put lines above it."""


@dataclass(frozen=True)
class Matrix:
    """What a workbook holds: the plan and circulation that it says it is of, and its rows."""

    plan: str
    circulation: str
    rows: tuple[MatrixRow, ...]


class NoMatrix(guard.NotKnown):
    """A workbook that is not one of `neaspec feedback report`, or whose hidden columns are gone."""

    def __init__(self) -> None:
        super().__init__("no workbook of dispositions with its two hidden columns")
        self.hint = "Fill in one that neaspec feedback report FILE.xlsx wrote, without --public."


def read_matrix(data: bytes, titles: Mapping[str, str]) -> Matrix:
    """The rows of a workbook; `titles` are the headings of columns by name.

    Raises an `Unreadable` that says why it cannot be read.
    """
    parts = guard.open_package(data, guard.roomy(data)).parts
    said = properties(parts[CUSTOM]) if CUSTOM in parts else {}
    for grid in sheets(parts, MOST_CELLS):
        heading = _heading(grid)
        if heading:
            rows = tuple(_rows(grid, heading, {title: name for name, title in titles.items()}))
            return Matrix(said.get("neaspec-plan", ""), said.get("neaspec-circulation", ""), rows)
    raise NoMatrix


def _heading(grid: Grid) -> int:
    """The number of the row that names the columns; 0 where there is none."""
    wanted = {MARK, STOOD}
    near = [number for number in sorted(grid.rows) if number <= HEADING_WITHIN]
    return next((number for number in near if wanted <= set(grid.rows[number].values())), 0)


def _rows(grid: Grid, heading: int, names: Mapping[str, str]) -> Iterator[MatrixRow]:
    """Every row below the heading that holds anything; of two columns with one heading the first counts."""
    columns: dict[str, int] = {}
    for column, title in sorted(grid.rows[heading].items()):
        columns.setdefault(title, column)
    shown = {names[title]: column for title, column in columns.items() if title in names}
    for number in sorted(grid.rows):
        row = grid.rows[number]
        if number > heading and row:
            cells = {name: row.get(column, "") for name, column in shown.items()}
            stood = read_stood(row.get(columns[STOOD], ""))
            yield MatrixRow(number, row.get(columns[MARK], "").strip(), cells, stood)
