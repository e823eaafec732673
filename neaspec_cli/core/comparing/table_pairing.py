"""Blocks aligned with each table taken as one, then row by row and cell by cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from neaspec_cli.core.comparing.aligning import align
from neaspec_cli.core.comparing.chains import Pair
from neaspec_cli.core.comparing.likeness import Unit
from neaspec_cli.core.markdown import Block

Cells = dict[int, dict[int, list[int]]]
"""Block indexes by row and column."""


@dataclass(frozen=True)
class Side:
    """The blocks of one text, and each as a unit."""

    blocks: Sequence[Block]
    units: Sequence[Unit]


def align_blocks(old: Side, new: Side) -> tuple[list[Pair], list[Pair]]:
    """Pairs in place and pairs that crossed them, whole tables taken apart again."""
    olds, news = list(_stretches(old.blocks)), list(_stretches(new.blocks))
    found = align([_whole(old, stretch) for stretch in olds], [_whole(new, stretch) for stretch in news])
    pairs: list[Pair] = []
    moves: list[Pair] = []
    for chosen, into in ((found.pairs, pairs), (found.strays, moves)):
        for i, j in chosen:
            inside, crossed = _within(old, new, olds[i], news[j])
            into += inside
            moves += crossed
    return sorted(pairs), moves


def _stretches(blocks: Sequence[Block]) -> Iterator[range]:
    """The indexes of each table with the notes in it, and each other block alone."""
    start = 0
    while start < len(blocks):
        end = start + 1
        if blocks[start].kind == "cell":
            end = _table_end(blocks, start)
        yield range(start, end)
        start = end


def _table_end(blocks: Sequence[Block], start: int) -> int:
    end, last = start + 1, start
    while end < len(blocks) and blocks[end].kind in ("cell", "note"):
        if blocks[end].kind == "cell":
            if blocks[end].table != blocks[start].table or blocks[end].path < blocks[last].path:
                return end
            last = end
        end += 1
    return end


def _whole(side: Side, stretch: range) -> Unit:
    if side.blocks[stretch[0]].kind != "cell":
        return side.units[stretch[0]]
    cells = [side.blocks[index] for index in stretch]
    return Unit(
        "table",
        ("table", *((cell.kind, cell.path, cell.text) for cell in cells)),
        "\n".join(cell.text for cell in cells),
    )


def _within(old: Side, new: Side, olds: range, news: range) -> tuple[list[Pair], list[Pair]]:
    if old.blocks[olds[0]].kind != "cell" or new.blocks[news[0]].kind != "cell":
        return [(olds[0], news[0])], []
    if _whole(old, olds).key == _whole(new, news).key:
        return list(zip(olds, news, strict=True)), []
    return _rows(old, new, _cells(old.blocks, olds), _cells(new.blocks, news))


def _cells(blocks: Sequence[Block], stretch: range) -> Cells:
    """Block indexes by row and column; a note belongs to the cell before it."""
    rows: Cells = defaultdict(lambda: defaultdict(list))
    row, column = 1, 1
    for index in stretch:
        if blocks[index].kind == "cell":
            row, column = blocks[index].path[:2]
        rows[row][column].append(index)
    return rows


def _rows(old: Side, new: Side, olds: Cells, news: Cells) -> tuple[list[Pair], list[Pair]]:
    old_rows, new_rows = sorted(olds), sorted(news)
    found = align(_row_units(old, olds, old_rows), _row_units(new, news, new_rows))
    columns = _columns(old, new, olds, news)
    result: tuple[list[Pair], list[Pair]] = ([], [])
    for chosen, into in ((found.pairs, result[0]), (found.strays, result[1])):
        for i, j in chosen:
            for left, right in columns:
                into += _in_cell(old, new, olds[old_rows[i]].get(left, []), news[new_rows[j]].get(right, []))
    return result


def _row_units(side: Side, cells: Cells, rows: Sequence[int]) -> list[Unit]:
    texts = [
        tuple(side.blocks[index].text for column in sorted(cells[row]) for index in cells[row][column])
        for row in rows
    ]
    return [Unit("row", text, "\n".join(text)) for text in texts]


def _columns(old: Side, new: Side, olds: Cells, news: Cells) -> list[Pair]:
    """Which column is which: by number, or by their words where one was put in, taken out, or both."""
    left = sorted({column for row in olds.values() for column in row})
    right = sorted({column for row in news.values() for column in row})
    before, after = (
        ["\n".join(_column_text(side, cells, one)) for one in columns]
        for side, cells, columns in ((old, olds, left), (new, news, right))
    )
    went = set(before) & set(after)
    if left == right and all(
        one == other or one not in went for one, other in zip(before, after, strict=True)
    ):
        return [(column, column) for column in left]
    units = [[Unit("row", text, text) for text in texts] for texts in (before, after)]
    return [(left[i], right[j]) for i, j in align(*units).pairs]


def _column_text(side: Side, cells: Cells, column: int) -> Iterator[str]:
    for row in sorted(cells):
        for index in cells[row].get(column, ()):
            yield side.blocks[index].text


def _in_cell(old: Side, new: Side, olds: Sequence[int], news: Sequence[int]) -> list[Pair]:
    """The paragraphs and notes of one cell; the first paragraph is the cell and stays it whatever it says."""
    found = align([old.units[i] for i in olds], [new.units[j] for j in news]).pairs
    pairs = [(olds[i], news[j]) for i, j in found]
    if olds and news and all(olds[0] != i and news[0] != j for i, j in pairs):
        pairs.insert(0, (olds[0], news[0]))
    return pairs if all(old.blocks[i].kind == new.blocks[j].kind for i, j in pairs) else []
