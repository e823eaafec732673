"""The tables of a text as its blocks give them: rows, cells and caption. A cell that is empty is no block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from neaspec_cli.core.markdown import Block

DIVIDED = " | "
"""What stands between cells where a row is told in one line."""
CELL = re.compile(r"(?P<row>(?P<table>Table \d+) row \d+) column (?P<column>\d{1,3})")
"""The label of a cell."""


def extent(blocks: Sequence[Block], index: int) -> tuple[int, int]:
    """The first and the last block of the table that a cell is in."""
    first = last = at = index
    while at > 0 and blocks[at - 1].kind in ("cell", "note"):
        at -= 1
        if blocks[at].kind == "cell":
            if not _follows(blocks[at], blocks[first]):
                break
            first = at
    at = index
    while at + 1 < len(blocks) and blocks[at + 1].kind in ("cell", "note"):
        at += 1
        if blocks[at].kind == "cell":
            if not _follows(blocks[last], blocks[at]):
                return first, with_notes(blocks, last)
            last = at
    return first, with_notes(blocks, last)


def row_of(blocks: Sequence[Block], index: int) -> tuple[int, ...]:
    """The blocks of the row that a cell is in, notes included."""
    first = last = at = index
    while at > 0 and (blocks[at - 1].kind == "note" or _is_beside(blocks[at - 1], blocks[first])):
        at -= 1
        first = at if blocks[at].kind == "cell" else first
    while last + 1 < len(blocks) and (
        blocks[last + 1].kind == "note" or _is_beside(blocks[index], blocks[last + 1])
    ):
        last += 1
    return tuple(range(first, last + 1))


def cells_of(blocks: Sequence[Block], index: int) -> tuple[int, ...]:
    """The cells of the row that a cell is in, without notes."""
    return tuple(at for at in row_of(blocks, index) if blocks[at].kind == "cell")


def row_text(blocks: Sequence[Block], index: int) -> str:
    """A row in one line."""
    return DIVIDED.join(blocks[at].text for at in cells_of(blocks, index))


def first_cells(blocks: Sequence[Block], index: int) -> list[int]:
    """The first cell of each row of a table."""
    first, last = extent(blocks, index)
    cells = [at for at in range(first, last + 1) if blocks[at].kind == "cell"]
    return list({blocks[at].path[0]: at for at in reversed(cells)}.values())[::-1]


def rows_of(blocks: Sequence[Block], index: int) -> list[tuple[str, ...]]:
    """What the cells of each row of a table say, spaces folded; empty ones are left out."""
    first, last = extent(blocks, index)
    rows: dict[int, list[str]] = {}
    for block in blocks[first : last + 1]:
        if block.kind == "cell":
            rows.setdefault(block.path[0], []).append(" ".join(block.text.split()))
    return [tuple(row) for row in rows.values()]


def row_above(blocks: Sequence[Block], index: int) -> int | None:
    """The first cell of the row above, None where there is none with words."""
    return next(
        (at for at in first_cells(blocks, index) if blocks[at].path[0] == blocks[index].path[0] - 1), None
    )


def caption_of(blocks: Sequence[Block], first: int) -> int | None:
    """The caption that stands before a table, of which `first` is the first block."""
    at = first - 1
    while at >= 0 and blocks[at].kind == "note":
        at -= 1
    is_own = at >= 0 and blocks[at].kind == "caption" and blocks[at].table == blocks[first].table
    return at if is_own else None


def _is_beside(one: Block, other: Block) -> bool:
    """Whether two cells that no other row parts are of one row."""
    return one.kind == other.kind == "cell" and _follows(one, other) and one.path[0] == other.path[0]


def _follows(one: Block, other: Block) -> bool:
    return one.table == other.table and one.path <= other.path


def with_notes(blocks: Sequence[Block], index: int) -> int:
    """The last of the notes that follow a block, or the block."""
    while index + 1 < len(blocks) and blocks[index + 1].kind == "note":
        index += 1
    return index


def is_empty_cell(label: str, labels: Iterable[str]) -> bool:
    """Whether a label that no block bears names a cell; its row and its column have words among these labels."""
    wanted = CELL.fullmatch(label)
    if wanted is None:
        return False
    known = [found for other in labels if (found := CELL.match(other)) and found["table"] == wanted["table"]]
    in_row = any(one["row"] == wanted["row"] for one in known)
    return in_row and any(one["column"] == wanted["column"] for one in known)
