"""Whole columns of tables put in or taken out, marked or not, as word processors do it: few of them track a column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from neaspec_cli.core import proposals
from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.intake.placing import Placement, longest_rising, target_of
from neaspec_cli.intake.word_grid import Cell, Grid, grids
from neaspec_cli.intake.word_items import NOWHERE, Item
from neaspec_cli.intake.word_links import Links
from neaspec_cli.intake.word_marks import Mark
from neaspec_cli.intake.word_text import Paragraph

Layout = tuple[int | None, ...]


@dataclass
class Columns:
    """What happened to the columns of all tables.

    `layouts` says for each table of the file that has other columns than circulated which of its columns, from 0,
    stands at which place; None stands where a column went out.
    """

    items: list[Item] = field(default_factory=list)
    layouts: dict[int, Layout] = field(default_factory=dict)


def changed_columns(
    paragraphs: Sequence[Paragraph], links: Links, placement: Placement, circulated: CirculatedText
) -> Columns:
    """Every column that came or went, told once: its paragraphs are marked as told, the cells beside it placed anew."""
    found = Columns()
    for grid in grids(paragraphs, links, placement, circulated):
        new, gone = _new(grid), _gone(grid)
        for number in new:
            found.items.append(_put_in(grid, number))
        for column in gone:
            found.items.append(_taken_out(grid, column))
        found.items += _elsewhere(grid)
        if new or gone:
            table = next(iter(grid.cells)).table
            found.layouts[table] = _layout(
                grid, [column for column in gone if column not in grid.columns.values()]
            )
            _place_anew(grid, links, placement, circulated)
            lost = {number for seat, number in grid.of.numbers.items() if seat[1] in gone}
            placement.missing = tuple(one for one in placement.missing if one not in lost)
    return found


def spread(cells: Sequence[str], layout: Layout | None) -> tuple[str, ...]:
    """The cells of a row of the file, with an empty one where a column went out."""
    if layout is None or len(cells) != sum(one is not None for one in layout):
        return tuple(cells)
    return tuple("" if one is None else cells[one] for one in layout)


def _new(grid: Grid) -> list[int]:
    """Columns of the file that are no circulated ones; one without words may be one that was empty already."""
    unknown = [number for number in range(grid.width) if number not in grid.columns]
    empty = max(grid.of.columns) - len(grid.of.columns)
    for number in list(unknown):
        if empty and not _is_marked(grid, number, "cellIns") and not _had_words(grid, number):
            unknown.remove(number)
            empty -= 1
    return [number for number in unknown if _marks(grid, number) or any(_words(grid, number))]


def _had_words(grid: Grid, number: int) -> bool:
    return any(one.original.strip() for _, cell in grid.column(number) for one in cell)


def _missing(grid: Grid) -> list[int]:
    """Circulated columns that no column of the file is; none where most of the other cells are not there either."""
    missing = sorted(grid.of.columns - set(grid.columns.values()))
    left = sum(column not in missing for _, column in grid.of.leaves)
    return missing if 2 * len(grid.placed) > left else []


def _gone(grid: Grid) -> list[int]:
    """Circulated columns that went out, with a mark on each cell or with all their cells."""
    marked = [column for number, column in grid.columns.items() if _is_marked(grid, number, "cellDel")]
    return sorted({*marked, *_missing(grid)})


def _is_marked(grid: Grid, number: int, tag: str) -> bool:
    """Does every cell of a column that stood there before, or came then, bear the mark?"""
    cells = [cell for row, cell in grid.column(number) if not row.changes]
    return bool(cells) and all(any(mark.tag == tag for one in cell for mark in one.formats) for cell in cells)


def _put_in(grid: Grid, number: int) -> Item:
    left = [column for at, column in sorted(grid.columns.items()) if at < number]
    right = [column for at, column in sorted(grid.columns.items()) if at > number]
    where, beside = ("after", left[-1]) if left else ("before", right[0])
    at, leaf = grid.of.first(beside)
    words = _words(grid, number)
    for _, cell in grid.column(number):
        for one in cell:
            one.in_column = True
    order = (at, NOWHERE + (number if where == "after" else number - grid.width))
    marks = _marks(grid, number)
    if any(words):
        return Item(order, leaf.place(), proposals.InsertColumn(words, where), marks)
    return Item(order, leaf.place(), None, marks, f"An empty column put in {where} this one")


def _words(grid: Grid, number: int) -> tuple[str, ...]:
    """What a column of the file says once all is accepted, under the rows that were circulated."""
    said = {grid.rows[row]: _said(cell) for row, cell in grid.column(number) if row in grid.rows}
    return tuple(said.get(row, "") for row in range(1, grid.of.rows + 1))


def _said(cell: Cell) -> str:
    return " ".join(" ".join(one.accepted for one in cell).split())


def _marks(grid: Grid, number: int) -> tuple[Mark, ...]:
    """All marks in a column; those of words in new rows are of these rows."""
    found: list[Mark] = []
    for row, cell in grid.column(number):
        for one in cell:
            found += one.formats
            if not row.changes:
                found += one.mark_changes
                found += (mark for part in one.segments for mark in (*part.changes, *part.formats))
    return tuple(dict.fromkeys(found))


def _taken_out(grid: Grid, column: int) -> Item:
    at, leaf = grid.of.first(column)
    numbers = [number for number, of in grid.columns.items() if of == column]
    for number in numbers:
        for _, cell in grid.column(number):
            for one in cell:
                one.in_column = True
    marks = tuple(mark for number in numbers for mark in _marks(grid, number))
    return Item((at, 0), leaf.place(), proposals.DeleteColumn(grid.of.column(column)), marks)


def _elsewhere(grid: Grid) -> Iterator[Item]:
    """Columns that stand in another order, told in words."""
    numbers = sorted(grid.columns)
    stay = longest_rising([grid.columns[number] for number in numbers])
    for index, number in enumerate(numbers):
        if index not in stay:
            at, leaf = grid.of.first(grid.columns[number])
            before = [one for one in numbers[:index] if one != number]
            beside = grid.of.first(grid.columns[before[-1] if before else numbers[index + 1]])[1]
            where = "after" if before else "before"
            said = f"The column moved {where} the column “{' '.join(beside.block.text.split())}”"
            yield Item((at, 0), leaf.place(), None, (), said)


def _layout(grid: Grid, missing: Sequence[int]) -> Layout:
    """The columns of the file with the places of those that are missing between them."""
    layout: list[int | None] = list(range(grid.width))
    for column in reversed(missing):
        behind = [number for number, of in grid.columns.items() if of > column]
        layout.insert(layout.index(min(behind)) if behind else len(layout), None)
    return tuple(layout)


def _place_anew(grid: Grid, links: Links, placement: Placement, circulated: CirculatedText) -> None:
    """Cells taken for those of another column where they are, as far as row and column tell."""
    wrong: Mapping[int, int] = {
        links.original_of[one]: number
        for number in range(grid.width)
        for _, cell in grid.column(number)
        for one in cell
        if cell[0].container in grid.placed
        and grid.placed[cell[0].container][1] != grid.columns.get(number)
        and one in links.original_of
    }
    for number in wrong:
        placement.drop(number)
    taken = {leaf for target in placement.targets.values() for leaf in target.numbers}
    for number, column in grid.columns.items():
        for row, cell in grid.column(number):
            seat = grid.of.numbers.get((grid.rows.get(row, 0), column))
            parts = [at for one in cell if (at := links.original_of.get(one)) is not None]
            with_words = [at for at in dict.fromkeys(parts) if links.originals[at].text.strip()]
            free = with_words and not any(at in placement.heads for at in with_words)
            if seat is not None and free and seat not in taken:
                placement.put(with_words[0], target_of(circulated, [seat]), with_words[1:])
                taken.add(seat)
    placement.missing = tuple(one for one in placement.missing if one not in taken)
