"""Columns that cannot be carried out beside what others want of the same table: left to people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from neaspec_cli.core.following import Following
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Alternative, BlockWish, Reason, Wish
from neaspec_cli.core.merging.asking import Asked, Words, worded
from neaspec_cli.core.merging.columns_today import cells_in, column_of
from neaspec_cli.core.merging.parts import (
    CellFilled,
    ColumnOut,
    ColumnPart,
    Formed,
    Linked,
    NewColumn,
    NewNote,
    NoteOut,
    PartWish,
    RowClash,
)
from neaspec_cli.core.text.tables import DIVIDED

AnyWish = Wish | BlockWish | PartWish


def clashing(
    base: Sequence[Block],
    here: Sequence[Block],
    following: Following,
    asked: dict[ColumnPart, Asked],
    wishes: Collection[AnyWish],
) -> list[RowClash]:
    """All clashes among these columns, and between one that goes out and what others want of its words."""
    found = []
    for part, who in asked.items():
        if isinstance(part, ColumnOut):
            cells = column_of(base, part.block)
            others = [one for one in wishes if one.holder not in who.holders and _changes(base, cells, one)]
            if others:
                held = [_alternative("", who), *_as_wished(base, cells, others)]
                found.append(_clash(base, here, following, part, held, "delete against edit"))
    places: dict[tuple[int, str, str], list[NewColumn]] = defaultdict(list)
    for part in asked:
        if isinstance(part, NewColumn) and part.cells[:1]:
            places[part.block, part.where, part.cells[0]].append(part)
    for parts in places.values():
        if len(parts) > 1 and parts[0].cells[0]:
            held = [_alternative(DIVIDED.join(one.cells), asked[one]) for one in parts]
            found.append(_clash(base, here, following, parts[0], held, "overlap"))
    return sorted(found, key=lambda one: (one.block, one.alternatives[0].keys))


def _changes(base: Sequence[Block], cells: Sequence[int], wish: AnyWish) -> bool:
    """Whether a wish is for words in a column, or for their notes or form; emptying a cell wholly is none."""
    if isinstance(wish, Wish):
        comes = wish.to is not None and wish.to[0] in cells
        is_emptied = not wish.text and (wish.start, wish.end) == (0, len(base[wish.block].text))
        return comes or (wish.block in cells and not is_emptied)
    if isinstance(wish, BlockWish):
        return False
    match wish.part:
        case Formed(block=block) | Linked(block=block) | NewNote(block=block) | NoteOut(block=block):
            return block in cells
        case CellFilled(block, column, _):
            return column == base[cells[0]].path[1] and block in cells_in(base, cells[0])
        case _:
            return False


def _as_wished(
    base: Sequence[Block], cells: Sequence[int], wishes: Sequence[AnyWish]
) -> Iterator[Alternative]:
    """The column as each holder would have its words."""
    by_holder: dict[str, list[AnyWish]] = defaultdict(list)
    for one in wishes:
        by_holder[one.holder].append(one)
    for holder, own in sorted(by_holder.items()):
        texts = []
        for at in cells:
            mine = [
                Words(0, one.start, one.end, one.text)
                for one in own
                if isinstance(one, Wish) and one.block == at
            ]
            apart = all(
                one.end <= other.start for one, other in zip(sorted(mine), sorted(mine)[1:], strict=False)
            )
            texts.append(worded(base[at].text, mine) if apart else base[at].text)
        texts += [
            one.part.text for one in own if isinstance(one, PartWish) and isinstance(one.part, CellFilled)
        ]
        yield Alternative(DIVIDED.join(texts), (holder,), tuple(sorted({one.key for one in own})))


def _alternative(text: str, who: Asked) -> Alternative:
    return Alternative(text, tuple(sorted(who.holders)), tuple(sorted(who.keys)))


def _clash(
    base: Sequence[Block],
    here: Sequence[Block],
    following: Following,
    part: ColumnPart,
    held: Sequence[Alternative],
    reason: Reason,
) -> RowClash:
    text = DIVIDED.join(base[at].text for at in column_of(base, part.block))
    now = following.block(part.block).block
    place = (now or 0, 0, len(here[now].text) if now is not None else 0)
    return RowClash(
        part.block, -1, -1, text if isinstance(part, ColumnOut) else "", tuple(held), reason, (), place
    )
