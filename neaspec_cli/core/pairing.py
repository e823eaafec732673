"""Which block of one text is which block of another: in place, moved, split or joined.

A table is aligned as a whole, then its rows, then its cells by column. Notes pair with notes, headings with
headings; paragraphs, items and quotes may turn into each other when most words stay.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from neaspec_cli.core.aligning import (
    Pair,
    Unit,
    align,
    heaviest_chain,
    is_moved,
    kept_words,
    likeness,
    moves_among,
)
from neaspec_cli.core.markdown import Block

Group = tuple[tuple[int, ...], tuple[int, ...]]
PART = 0.6
"""Share of a block's words that must come from the block it was split from."""
PART_WORDS = 3
LARGEST_PART = 4_000_000
"""Pairs of words up to which a split is looked for."""
SPLITTING = frozenset({"paragraph", "item", "quote"})


@dataclass(frozen=True)
class Pairing:
    """What belongs together; `places` rises on both sides, a group has several old or several new blocks."""

    places: tuple[Group, ...]
    moves: tuple[Pair, ...]


def pair_blocks(old: Sequence[Block], new: Sequence[Block]) -> Pairing:
    """Pairs, groups and moves; a block in none of them was deleted or inserted."""
    olds, news = [_unit(block) for block in old], [_unit(block) for block in new]
    pairs, moves = _aligned(_Side(old, olds), _Side(new, news))
    groups = _with_splits(old, new, olds, news, pairs, moves)
    moves += _left_moves(olds, news, groups, moves)
    moves += _beside(olds, news, groups, moves)
    back = _not_crossing(olds, groups, moves)
    groups += [((i,), (j,)) for i, j in back]
    return Pairing(tuple(sorted(groups)), tuple(sorted(set(moves) - set(back), key=lambda pair: pair[1])))


@dataclass(frozen=True)
class _Side:
    blocks: Sequence[Block]
    units: Sequence[Unit]


def _unit(block: Block) -> Unit:
    return Unit(block.kind, (block.kind, block.text), block.text)


# --- tables, rows and cells -------------------------------------------------------------------------------


def _aligned(old: _Side, new: _Side) -> tuple[list[Pair], list[Pair]]:
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


def _whole(side: _Side, stretch: range) -> Unit:
    if side.blocks[stretch[0]].kind != "cell":
        return side.units[stretch[0]]
    cells = [side.blocks[index] for index in stretch]
    return Unit(
        "table",
        ("table", *((cell.kind, cell.path, cell.text) for cell in cells)),
        "\n".join(cell.text for cell in cells),
    )


def _within(old: _Side, new: _Side, olds: range, news: range) -> tuple[list[Pair], list[Pair]]:
    if old.blocks[olds[0]].kind != "cell" or new.blocks[news[0]].kind != "cell":
        return [(olds[0], news[0])], []
    if _whole(old, olds).key == _whole(new, news).key:
        return list(zip(olds, news, strict=True)), []
    return _rows(old, new, _cells(old.blocks, olds), _cells(new.blocks, news))


Cells = dict[int, dict[int, list[int]]]


def _cells(blocks: Sequence[Block], stretch: range) -> Cells:
    """Block indexes by row and column; a note belongs to the cell before it."""
    rows: Cells = defaultdict(lambda: defaultdict(list))
    row, column = 1, 1
    for index in stretch:
        if blocks[index].kind == "cell":
            row, column = blocks[index].path[:2]
        rows[row][column].append(index)
    return rows


def _rows(old: _Side, new: _Side, olds: Cells, news: Cells) -> tuple[list[Pair], list[Pair]]:
    old_rows, new_rows = sorted(olds), sorted(news)
    found = align(_row_units(old, olds, old_rows), _row_units(new, news, new_rows))
    columns = _columns(old, new, olds, news)
    result: tuple[list[Pair], list[Pair]] = ([], [])
    for chosen, into in ((found.pairs, result[0]), (found.strays, result[1])):
        for i, j in chosen:
            for left, right in columns:
                into += _in_cell(old, new, olds[old_rows[i]].get(left, []), news[new_rows[j]].get(right, []))
    return result


def _row_units(side: _Side, cells: Cells, rows: Sequence[int]) -> list[Unit]:
    texts = [
        tuple(side.blocks[index].text for column in sorted(cells[row]) for index in cells[row][column])
        for row in rows
    ]
    return [Unit("row", text, "\n".join(text)) for text in texts]


def _columns(old: _Side, new: _Side, olds: Cells, news: Cells) -> list[Pair]:
    """Which column is which: by number, or by their words where one was put in or taken out."""
    left = sorted({column for row in olds.values() for column in row})
    right = sorted({column for row in news.values() for column in row})
    if left == right:
        return [(column, column) for column in left]
    units = [
        [Unit("row", column, "\n".join(_column_text(side, cells, column))) for column in columns]
        for side, cells, columns in ((old, olds, left), (new, news, right))
    ]
    weighed = (
        (i, j, likeness(one, other)[1]) for i, one in enumerate(units[0]) for j, other in enumerate(units[1])
    )
    return [(left[i], right[j]) for i, j in heaviest_chain(pair for pair in weighed if pair[2])]


def _column_text(side: _Side, cells: Cells, column: int) -> Iterator[str]:
    for row in sorted(cells):
        for index in cells[row].get(column, ()):
            yield side.blocks[index].text


def _in_cell(old: _Side, new: _Side, olds: Sequence[int], news: Sequence[int]) -> list[Pair]:
    """The paragraphs and notes of one cell; the first paragraph is the cell and stays it whatever it says."""
    found = align([old.units[i] for i in olds], [new.units[j] for j in news]).pairs
    pairs = [(olds[i], news[j]) for i, j in found]
    if olds and news and all(olds[0] != i and news[0] != j for i, j in pairs):
        pairs.insert(0, (olds[0], news[0]))
    return pairs if all(old.blocks[i].kind == new.blocks[j].kind for i, j in pairs) else []


# --- splits and joins -------------------------------------------------------------------------------------


def _with_splits(
    old: Sequence[Block],
    new: Sequence[Block],
    olds: Sequence[Unit],
    news: Sequence[Unit],
    pairs: Sequence[Pair],
    moves: Sequence[Pair],
) -> list[Group]:
    """The pairs as groups, each with the free neighbours that were one with it on the other side."""
    free_old = set(range(len(old))) - {i for i, _ in pairs} - {i for i, _ in moves}
    free_new = set(range(len(new))) - {j for _, j in pairs} - {j for _, j in moves}
    split = _parts(olds, news, _flow(new), {j: i for i, j in pairs}, free_new)
    whole = {i: j for i, j in pairs if i not in split}
    joined = _parts(news, olds, _flow(old), whole, free_old)
    groups: list[Group] = []
    for i, j in pairs:
        groups.append((tuple(joined.get(j, [i])), tuple(split.get(i, [j]))))
    return groups


def _flow(blocks: Sequence[Block]) -> list[int]:
    return [
        index
        for index, block in enumerate(blocks)
        if block.kind in (*SPLITTING, "heading", "cell", "caption")
    ]


def _parts(
    wholes: Sequence[Unit], parts: Sequence[Unit], flow: Sequence[int], owner: dict[int, int], free: set[int]
) -> dict[int, list[int]]:
    """For each whole that was cut, its parts in order; `owner` says which part each whole is paired with."""
    owner = dict(owner)
    found: dict[int, list[int]] = {}
    for order in (flow, flow[::-1]):
        for before, part in pairwise(order):
            whole = owner.get(before)
            if part not in free or part in owner or whole is None or wholes[whole].kind not in SPLITTING:
                continue
            known = found.get(whole, [before])
            if before in (known[0], known[-1]) and _is_part(
                wholes[whole], [parts[k] for k in known], parts[part]
            ):
                found[whole] = sorted([*known, part])
                owner[part] = whole
    return found


def _is_part(whole: Unit, known: Sequence[Unit], part: Unit) -> bool:
    """Whether most of a block stands in what the whole has beyond its known parts."""
    if part.kind not in SPLITTING or len(part.words) < PART_WORDS:
        return False
    if 3 * len(part.shingles & whole.shingles) < len(part.shingles):
        return False
    others = [word for unit in known for word in unit.words]
    if len(whole.words) * (len(others) + len(part.words)) > LARGEST_PART:
        return False
    gained = max(
        kept_words(whole.words, [*others, *part.words]), kept_words(whole.words, [*part.words, *others])
    ) - kept_words(whole.words, others)
    return gained >= PART * len(part.words)


# --- moves ------------------------------------------------------------------------------------------------


def _left_moves(
    olds: Sequence[Unit], news: Sequence[Unit], groups: Sequence[Group], moves: Sequence[Pair]
) -> list[Pair]:
    """Moves among the blocks that nothing else explains; equal ones that stand several times go in order."""
    free_old, free_new = _free(olds, news, groups, moves)
    return moves_among(olds, news, sorted(free_old), sorted(free_new))


def _free(
    olds: Sequence[Unit], news: Sequence[Unit], groups: Sequence[Group], moves: Sequence[Pair]
) -> tuple[set[int], set[int]]:
    free_old = set(range(len(olds))) - {i for group, _ in groups for i in group} - {i for i, _ in moves}
    free_new = set(range(len(news))) - {j for _, group in groups for j in group} - {j for _, j in moves}
    return free_old, free_new


def _beside(
    olds: Sequence[Unit], news: Sequence[Unit], groups: Sequence[Group], moves: Sequence[Pair]
) -> list[Pair]:
    """Short neighbours that went along with a moved block, such as the heading of a moved section."""
    free_old, free_new = _free(olds, news, groups, moves)
    found: list[Pair] = []
    for i, j in sorted(moves):
        for step in (-1, 1):
            k, m = i + step, j + step
            while k in free_old and m in free_new and _went_along(olds[k], news[m]):
                free_old.discard(k)
                free_new.discard(m)
                found.append((k, m))
                k, m = k + step, m + step
    return found


def _went_along(one: Unit, other: Unit) -> bool:
    return one.kind == other.kind and (one.text == other.text or is_moved(one, other))


def _not_crossing(olds: Sequence[Unit], groups: Sequence[Group], moves: Sequence[Pair]) -> list[Pair]:
    """Moves that cross nothing are no moves."""
    left = sorted(group[0] for group, _ in groups)
    right = sorted(group[0] for _, group in groups)
    inside = [
        (i, j, 1.0 + len(olds[i].text)) for i, j in moves if bisect_left(left, i) == bisect_left(right, j)
    ]
    return heaviest_chain(inside)
