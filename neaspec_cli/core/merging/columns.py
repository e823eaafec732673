"""Whole columns of tables: carried out one by one before all else, which then finds the table as it is by then.

A column that one wishes away and in which another wishes for words is a clash, and so are two new ones at one place
under one heading with different words. The same column of two is one change. Columns that come in at one place are all
kept, in the order of their comments; the order of the wishes makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from neaspec_cli.core.following import Following, follow
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Already, BlockWish, Merged, Unplaced, Wish
from neaspec_cli.core.merging.asking import Asked, natural
from neaspec_cli.core.merging.carrying import NotCarried, Parse, Step, carry_out
from neaspec_cli.core.merging.column_clashing import clashing
from neaspec_cli.core.merging.columns_today import cells_in, column_of, seats_now, words_of_column
from neaspec_cli.core.merging.parts import AgreedPart, ColumnOut, ColumnPart, NewColumn, PartWish
from neaspec_cli.core.merging.placing import Lost, There
from neaspec_cli.core.plan import Section
from neaspec_cli.core.text.tables import DIVIDED

Labels = Callable[[Sequence[Section]], Sequence[Sequence[str]]]
UNCHANGED = ("same", "moved")


@dataclass(frozen=True)
class Columns:
    """The sections with all agreed columns in them or out, the steps to it, and what became of every other wish.

    `withheld` are the wishes for words that stand in a clash here.
    """

    sections: tuple[Section, ...]
    steps: tuple[Step, ...] = ()
    refused: tuple[NotCarried, ...] = ()
    merged: Merged = Merged()
    withheld: frozenset[str] = frozenset()


def carry_columns(
    base: Sequence[Block],
    sections: Sequence[Section],
    wishes: Collection[Wish | BlockWish | PartWish],
    parse: Parse,
    labels: Labels,
) -> Columns:
    """Carry out all wishes for columns among these; `labels` gives those of all blocks of sections."""
    asked = _asked(base, wishes)
    if not asked:
        return Columns(tuple(sections))
    here = [block for section in sections for block in section.blocks]
    clashes = clashing(base, here, follow(base, here), asked, wishes)
    keys = {key for clash in clashes for one in clash.alternatives for key in one.keys}
    working = _Working(base, list(sections), parse, labels)
    for part, who in sorted(asked.items(), key=_in_turn):
        if who.keys.isdisjoint(keys):
            working.carry(part, who)
    done = working.done()
    merged = replace(done.merged, clashes=tuple(clashes))
    return replace(done, merged=merged, withheld=frozenset(keys))


def _asked(base: Sequence[Block], wishes: Iterable[Wish | BlockWish | PartWish]) -> dict[ColumnPart, Asked]:
    """Each different column with all who ask for it."""
    asked: dict[ColumnPart, Asked] = {}
    for wish in wishes:
        if isinstance(wish, PartWish) and isinstance(wish.part, NewColumn | ColumnOut):
            asked.setdefault(_plain(base, wish.part), Asked()).add(wish.holder, wish.key)
    return asked


def _plain(base: Sequence[Block], part: ColumnPart) -> ColumnPart:
    """The same wish from two sides in one form: at the uppermost cell of its column, behind it where it can be."""
    if isinstance(part, ColumnOut):
        return ColumnOut(column_of(base, part.block)[0])
    where, column = part.where, base[part.block].path[1]
    if where == "before":
        left = [at for at in cells_in(base, part.block) if base[at].path[1] == column - 1]
        part = replace(part, block=left[0], where="after") if left else part
    cells = [" ".join(cell.split()) for cell in part.cells]
    while cells and not cells[-1]:
        cells.pop()
    return NewColumn(column_of(base, part.block)[0], part.where, tuple(cells))


def _in_turn(asked: tuple[ColumnPart, Asked]) -> tuple[bool, list[tuple[int, str]]]:
    """New columns first, the one of the last comment before the others, so that it comes to stand behind them."""
    part, who = asked
    key = natural(min(who.keys, key=natural))
    if isinstance(part, NewColumn) and part.where == "after":
        return False, [(-number, "".join(chr(0x10FFFF - ord(char)) for char in text)) for number, text in key]
    return isinstance(part, ColumnOut), key


class _Working:
    """The sections as they become, one column after the other."""

    def __init__(self, base: Sequence[Block], sections: list[Section], parse: Parse, labels: Labels) -> None:
        self.base = base
        self.sections = sections
        self._parse = parse
        self._labels = labels
        self._steps: list[Step] = []
        self._refused: list[NotCarried] = []
        self._unplaced: list[Unplaced] = []
        self._already: list[Already] = []

    def carry(self, part: ColumnPart, who: Asked) -> None:
        """Put a column in or take it out where the table stands by now."""
        here = [block for section in self.sections for block in section.blocks]
        match verdict(self.base, here, follow(self.base, here), part):
            case There():
                self._already += [Already(key) for key in sorted(who.keys)]
            case Lost(reason):
                words = DIVIDED.join(_words(self.base, part))
                texts = ("", "", words) if isinstance(part, NewColumn) else (words, "", "")
                self._unplaced += [Unplaced(key, reason, *texts) for key in sorted(who.keys)]
            case placed:
                keys, holders = tuple(sorted(who.keys)), tuple(sorted(who.holders))
                self._carry(AgreedPart("part", placed.block, 0, 0, "", (), keys, holders, part=placed))

    def _carry(self, agreed: AgreedPart) -> None:
        carried = carry_out(self.sections, self._labels(self.sections), [agreed], self._parse)
        self._refused += carried.refused
        for step in carried.steps:
            at = next(at for at, one in enumerate(self.sections) if one.path == step.section.path)
            blocks = tuple(self._parse(step.section, step.source))
            if _seats(blocks) != _expected(self.sections[at].blocks, agreed, self._first(at)):
                reason = "the table did not read back as expected after this column"
                self._refused.append(NotCarried(agreed, reason))
                continue
            self._steps.append(step)
            self.sections[at] = replace(self.sections[at], source=step.source, blocks=blocks)

    def _first(self, number: int) -> int:
        return sum(len(one.blocks) for one in self.sections[:number])

    def done(self) -> Columns:
        """What all came to."""
        merged = Merged((), (), tuple(self._unplaced), tuple(self._already))
        return Columns(tuple(self.sections), tuple(self._steps), tuple(self._refused), merged)


def verdict(
    base: Sequence[Block], here: Sequence[Block], following: Following, part: ColumnPart
) -> ColumnPart | There | Lost:
    """The same column of the current text."""
    columns = seats_now(base, here, following, part.block, 1)
    column = columns.get(base[part.block].path[1])
    found = [following.block(at) for at in column_of(base, part.block)]
    if any(one.state == "ambiguous" for one in found):
        return Lost("ambiguous")
    now = [one.block for one in found if one.block is not None and here[one.block].kind == "cell"]
    if column is None:
        return There() if isinstance(part, ColumnOut) and not now else Lost("ambiguous" if now else "gone")
    cell = next(at for at in now if here[at].path[1] == column)
    if isinstance(part, ColumnOut):
        words = list(words_of_column(base, part.block, base[part.block].path[1]).values())
        same = words == list(words_of_column(here, cell, column).values())
        return ColumnOut(column_of(here, cell)[0]) if same else Lost("reworded")
    wanted = _under_rows_of_today(base, here, following, part)
    if isinstance(wanted, Lost):
        return wanted
    others = {here[at].path[1] for at in cells_in(here, cell)} - set(columns.values())
    if any(words_of_column(here, cell, other) == wanted for other in others):
        return There()
    cells = tuple(wanted.get(number, "") for number in range(1, max(wanted, default=0) + 1))
    return NewColumn(column_of(here, cell)[0], part.where, cells)


def _under_rows_of_today(
    base: Sequence[Block], here: Sequence[Block], following: Following, part: NewColumn
) -> dict[int, str] | Lost:
    """The words of a new column by the rows that they belong to by now."""
    rows = seats_now(base, here, following, part.block, 0)
    words = {number: cell for number, cell in enumerate(part.cells, 1) if cell}
    if not set(words) <= set(rows):
        return Lost("gone")
    return {rows[number]: cell for number, cell in words.items()}


def _words(base: Sequence[Block], part: ColumnPart) -> Iterable[str]:
    if isinstance(part, NewColumn):
        return part.cells
    return (base[at].text for at in column_of(base, part.block))


def _seats(blocks: Sequence[Block]) -> dict[tuple[int, ...], str]:
    """What every cell of a section says, by table, row and column."""
    return {(one.table, *one.path): " ".join(one.text.split()) for one in blocks if one.kind == "cell"}


def _expected(blocks: Sequence[Block], agreed: AgreedPart, first: int) -> dict[tuple[int, ...], str]:
    """The same once a column came in or went out."""
    part = agreed.part
    assert isinstance(part, NewColumn | ColumnOut), "nothing else is carried out here"
    table, at = blocks[part.block - first].table, blocks[part.block - first].path[1]
    known = _seats(blocks).items()
    if isinstance(part, ColumnOut):
        return {_shifted(seat, table, at + 1, -1): text for seat, text in known if seat[::2] != (table, at)}
    edge = at + (part.where == "after")
    wanted = {(table, row, edge): text for row, text in enumerate(part.cells, 1) if text}
    return {_shifted(seat, table, edge, 1): text for seat, text in known} | wanted


def _shifted(seat: tuple[int, ...], table: int, edge: int, by: int) -> tuple[int, ...]:
    """A place in a table, of which the columns from `edge` on have moved."""
    of, row, column = seat
    return (of, row, column + by) if of == table and column >= edge else seat
