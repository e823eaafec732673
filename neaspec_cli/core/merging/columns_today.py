"""Where the columns and rows of a circulated table stand in the current text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from neaspec_cli.core.following import Following
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.tables import extent


def cells_in(blocks: Sequence[Block], index: int) -> list[int]:
    """All cells of the table that a cell is in; empty ones are no blocks."""
    first, last = extent(blocks, index)
    return [at for at in range(first, last + 1) if blocks[at].kind == "cell"]


def column_of(blocks: Sequence[Block], index: int) -> list[int]:
    """The cells of the column that a cell is in, from above."""
    return [at for at in cells_in(blocks, index) if blocks[at].path[1] == blocks[index].path[1]]


def words_of_column(blocks: Sequence[Block], index: int, column: int) -> dict[int, str]:
    """What the cells of a column, from 1, say by their rows, spaces folded; `index` is a cell of the table."""
    cells = (blocks[at] for at in cells_in(blocks, index))
    return {one.path[0]: " ".join(one.text.split()) for one in cells if one.path[1] == column}


def seats_now(
    base: Sequence[Block], current: Sequence[Block], following: Following, index: int, axis: int
) -> dict[int, int]:
    """For the rows (axis 0) or columns (axis 1) of a circulated table the ones that hold their cells today.

    `index` is a cell of it. One whose cells went to several is not among them, nor is one of which no cell is left.
    """
    went: dict[int, Counter[int]] = {}
    for at in cells_in(base, index):
        found = following.block(at)
        if found.block is not None and current[found.block].kind == "cell":
            seat = went.setdefault(base[at].path[axis], Counter())
            seat[current[found.block].path[axis]] += 1
    likely = {seat: there.most_common(1)[0] for seat, there in went.items()}
    return {seat: now for seat, (now, count) in likely.items() if 2 * count > went[seat].total()}


def row_today(columns: Mapping[int, int], widest: int, cells: Sequence[str]) -> tuple[str, ...] | None:
    """The cells of a new row, of as many columns as the circulated table had (`widest`), under the columns of today.

    `columns` are what `seats_now` says of these. None where a cell with words has lost its column.
    """
    if len(cells) > widest or all(before == now for before, now in columns.items()):
        return tuple(cells)
    placed: dict[int, str] = {}
    for number, text in enumerate(cells, 1):
        if number in columns:
            placed[columns[number]] = text
        elif text.strip():
            return None
    return tuple(placed.get(number, "") for number in range(1, max(placed, default=0) + 1))
