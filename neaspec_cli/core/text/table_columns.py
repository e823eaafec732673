"""Columns of pipe tables put into a section's Markdown or taken out of it; all other cells keep their bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.edits import Cut, SourceEdit
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.core.text.notes_edit import unreferred
from neaspec_cli.core.text.rewriting import CannotPlace, line_end
from neaspec_cli.core.text.table_rows import Row, Table, as_blocks, row_at, table_of, written_cell
from neaspec_cli.core.text.tables import with_notes

_NARROWEST = 5
"""Of a new column the signs between two `|`."""


@dataclass(frozen=True)
class _Line:
    """A line of a table: where it starts, which row it is (0: that of the delimiters), and its cells."""

    start: int
    number: int
    row: Row

    def cell(self, column: int) -> tuple[int, int]:
        """Where the cell of a column, from 1, begins and ends between its `|`."""
        before = self.row.cells[: column - 1]
        start = self.start + len(self.row.indent) + self.row.opens + sum(len(one) + 1 for one in before)
        return start, start + len(self.row.cells[column - 1])


def insert_column(
    source: str, blocks: Sequence[Block], index: int, where: str, cells: Sequence[str]
) -> SourceEdit:
    """A new column before or after that of a cell; `cells` are its words from the heading row downwards."""
    table = table_of(source, blocks, index)
    lines = list(_lines(source, table))
    if any(BREAK in cell.strip() for cell in cells):
        raise CannotPlace("a cell of a table holds one paragraph")
    if len(cells) >= len(lines):
        raise CannotPlace(f"the table has {len(lines) - 1} rows, and the new column has more")
    texts = [written_cell(cell) for cell in cells]
    width = max(_NARROWEST, *(len(text) + 2 for text in texts))
    column = blocks[index].path[1] - (where == "before")
    cuts: list[Cut] = []
    for line in lines:
        text = texts[line.number - 1] if 0 < line.number <= len(texts) else ""
        cell = f" {text} ".ljust(width) if line.number else _delimiter(line.row, width)
        cuts += _put(line, column, cell, is_empty=line.number > 0 and not text)
    added = tuple(
        (_before(blocks, table, number, column), as_blocks([[cell]]))
        for number, cell in enumerate(cells, 1)
        if cell.strip()
    )
    return SourceEdit(tuple(cuts), added=added)


def delete_column(source: str, blocks: Sequence[Block], index: int) -> SourceEdit:
    """The column of a cell goes out with its notes; the last one only with its table."""
    table = table_of(source, blocks, index)
    column = blocks[index].path[1]
    lines = list(_lines(source, table))
    if max(len(line.row.cells) for line in lines if not line.number) < 2:
        raise CannotPlace("the only column of a table goes out with the whole table")
    gone = [at for at in range(table.first, table.last + 1) if _is_in(blocks[at], column)]
    if any("bracket" in mark.classes for at in gone for mark in blocks[at].marks):
        raise CannotPlace("it holds bracketed text, which is to be settled first")
    gone = [one for at in gone for one in range(at, with_notes(blocks, at) + 1)]
    cuts = [cut for line in lines if len(line.row.cells) >= column for cut in _take(source, line, column)]
    notes = unreferred(source, blocks, gone)
    return SourceEdit((*cuts, *notes), gone=tuple(gone), definitions=-len(notes))


def _lines(source: str, table: Table) -> Iterator[_Line]:
    start, number = table.start, 0
    while start < table.end:
        is_row = start != table.delimiters
        number += is_row
        yield _Line(start, number if is_row else 0, row_at(source, start))
        start = line_end(source, start) + 1


def _delimiter(row: Row, width: int) -> str:
    """Dashes spaced as those of the line are; how a new column is aligned is left open."""
    return f" {'-' * (width - 2)} " if row.cells[0].startswith(" ") else "-" * width


def _put(line: _Line, column: int, cell: str, *, is_empty: bool) -> Iterator[Cut]:
    """A cell behind that of a column (0: before all); a line that ends before needs none for nothing."""
    known = len(line.row.cells)
    if not column:
        start, _ = line.cell(1)
        yield start, start, f"{'' if line.row.opens else '|'}{cell}|"
    elif column <= known:
        _, end = line.cell(column)
        is_last = column == known and not line.row.closes
        space = " " if is_last and not line.row.cells[-1].endswith(" ") else ""
        yield end, end, f"{space}|{cell}{'|' if is_last else ''}"
    elif not is_empty:
        _, end = line.cell(known)
        empty = "  |" * (column - known)
        yield end + line.row.closes, end + line.row.closes, f"{'' if line.row.closes else ' |'}{empty}{cell}|"


def _take(source: str, line: _Line, column: int) -> Iterator[Cut]:
    """The cell of a column out with one of the `|` beside it; a line that would keep none gets one."""
    start, end = line.cell(column)
    row = line.row
    is_bare = not row.opens and len(row.cells) > 1
    begins_empty = column == 1 and is_bare and not row.cells[1].strip()
    sign = "| " if begins_empty or (is_bare and len(row.cells) == 2 and not row.closes) else ""
    if column > 1:
        yield start - 1, end, ""
        if sign:
            first, _ = line.cell(1)
            yield first, first, sign
    elif len(row.cells) > 1:
        following = source[end + 1 : line_end(source, end)]
        yield start, end + 1 + (0 if row.opens else len(following) - len(following.lstrip(" "))), sign
    else:
        yield start, end, "  " if row.opens else "|  "


def _before(blocks: Sequence[Block], table: Table, row: int, column: int) -> int:
    """The block, notes included, behind which a cell comes in a row, right of a column."""
    before = [
        at
        for at in range(table.first, table.last + 1)
        if blocks[at].kind == "cell" and blocks[at].path <= (row, column)
    ]
    return with_notes(blocks, before[-1]) if before else table.first - 1


def _is_in(block: Block, column: int) -> bool:
    return block.kind == "cell" and block.path[1] == column
