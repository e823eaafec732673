"""The tables of a returned file as rows of cells, each table set against the circulated one that its cells are of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from neaspec_cli.core.register.circulated import CirculatedLeaf, CirculatedText
from neaspec_cli.intake.placing import Placement
from neaspec_cli.intake.word_links import Links
from neaspec_cli.intake.word_text import Paragraph, Row

Cell = list[Paragraph]


@dataclass(frozen=True)
class Leaves:
    """A circulated table: the numbers and leaves of its cells with words, by row and column."""

    numbers: Mapping[tuple[int, ...], int]
    leaves: Mapping[tuple[int, ...], CirculatedLeaf]

    @property
    def columns(self) -> set[int]:
        """Columns, from 1, that have words."""
        return {column for _, column in self.leaves}

    @property
    def rows(self) -> int:
        """The last row that has words."""
        return max(row for row, _ in self.leaves)

    def column(self, column: int) -> tuple[str, ...]:
        """The words of a column from the heading row downwards."""
        return tuple(
            self.leaves[row, column].block.text if (row, column) in self.leaves else ""
            for row in range(1, self.rows + 1)
        )

    def first(self, column: int) -> tuple[int, CirculatedLeaf]:
        """Number and leaf of the uppermost cell of a column."""
        seat = min(seat for seat in self.leaves if seat[1] == column)
        return self.numbers[seat], self.leaves[seat]


@dataclass
class Grid:
    """A returned table with as many cells in each row, and the circulated table that it is.

    `columns` says for each column of the file, from 0, which circulated one it is, where it is one; `rows` the same of
    rows that stood there before.
    """

    cells: dict[Row, list[Cell]]
    of: Leaves
    placed: dict[int, tuple[int, ...]]
    """For the container of a cell the row and column of the circulated cell that it is."""
    columns: dict[int, int] = field(default_factory=dict)
    rows: dict[Row, int] = field(default_factory=dict)

    @cached_property
    def width(self) -> int:
        """How many columns it has on file."""
        return len(next(iter(self.cells.values())))

    def column(self, number: int) -> list[tuple[Row, Cell]]:
        """The cells of a column of the file, from 0."""
        return [(row, cells[number]) for row, cells in self.cells.items()]


def grids(
    paragraphs: Sequence[Paragraph], links: Links, placement: Placement, circulated: CirculatedText
) -> Iterator[Grid]:
    """Every table of the body that is a circulated one and even: a row with other cells than the rest is no such."""
    tables: dict[int, dict[Row, dict[int, Cell]]] = {}
    for one in paragraphs:
        if one.rows and one.story == "body":
            row = tables.setdefault(one.rows[-1].table, {}).setdefault(one.rows[-1], {})
            row.setdefault(one.container, []).append(one)
    known = _circulated_tables(circulated) if tables else {}
    for rows in tables.values():
        cells = {row: list(inside.values()) for row, inside in rows.items()}
        placed = {
            cell[0].container: seat
            for row in cells.values()
            for cell in row
            if (seat := _seat(cell, links, placement)) is not None
        }
        owners = Counter(seat[0] for seat in placed.values())
        if not owners or len({len(row) for row in cells.values()}) != 1:
            continue
        owner = owners.most_common(1)[0][0]
        grid = Grid(cells, known[owner], {at: seat for at, (of, seat) in placed.items() if of == owner})
        grid.columns, grid.rows = _columns(grid), _rows(grid)
        yield grid


def _circulated_tables(circulated: CirculatedText) -> dict[tuple[str, int], Leaves]:
    found: dict[tuple[str, int], dict[tuple[int, ...], int]] = {}
    for number, leaf in enumerate(circulated.leaves):
        if leaf.block.kind == "cell" and leaf.block.part == 1 and leaf.text.strip():
            found.setdefault((leaf.section, leaf.block.table), {})[leaf.block.path] = number
    return {
        table: Leaves(seats, {seat: circulated.leaves[number] for seat, number in seats.items()})
        for table, seats in found.items()
    }


def _seat(cell: Cell, links: Links, placement: Placement) -> tuple[tuple[str, int], tuple[int, ...]] | None:
    """The circulated table, and row and column in it, that a cell was placed on."""
    for one in cell:
        target = placement.targets.get(links.original_of.get(one, -1))
        if target is not None and target.leaves[0].block.kind == "cell":
            leaf = target.leaves[0]
            return (leaf.section, leaf.block.table), leaf.block.path
    return None


def _columns(grid: Grid) -> dict[int, int]:
    """Which circulated column each is, as most of its cells say; of two that are the same, the one with more."""
    votes: dict[int, tuple[int, int]] = {}
    for number in range(grid.width):
        said = Counter(
            grid.placed[cell[0].container][1]
            for _, cell in grid.column(number)
            if cell[0].container in grid.placed
        )
        if said and 2 * said.most_common(1)[0][1] > said.total():
            column, count = said.most_common(1)[0]
            if column not in votes or votes[column][1] < count:
                votes[column] = (number, count)
    return {number: column for column, (number, _) in votes.items()}


def _rows(grid: Grid) -> dict[Row, int]:
    found: dict[Row, int] = {}
    for row, cells in grid.cells.items():
        said = Counter(
            grid.placed[cell[0].container][0] for cell in cells if cell[0].container in grid.placed
        )
        if said and 2 * said.most_common(1)[0][1] > said.total():
            found[row] = said.most_common(1)[0][0]
    return found
