"""Rows that one wishes away and in which another wishes for words; a table that goes takes its caption along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from neaspec_cli.core.following import Following
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Agreed, Alternative, Merged
from neaspec_cli.core.merging.asking import Asked, Words, worded
from neaspec_cli.core.merging.parts import CellFilled, Part, Reformed, RowClash, RowOut, TableOut
from neaspec_cli.core.text.tables import DIVIDED, caption_of, cells_of


def absorbed(current: Sequence[Block], live: dict[Part, Asked], agreed: Sequence[Agreed]) -> list[Agreed]:
    """Without the deletions of captions whose tables go: these are signed by all who wish for either."""
    gone = {
        caption: part
        for part in live
        if isinstance(part, TableOut) and (caption := caption_of(current, part.block)) is not None
    }
    left = []
    for one in agreed:
        if one.op == "delete" and one.block in gone:
            for holder in one.holders:
                for key in one.keys:
                    live[gone[one.block]].add(holder, key)
        else:
            left.append(one)
    return left


def apart(current: Sequence[Block], live: dict[Part, Asked]) -> tuple[dict[Part, Asked], list[RowClash]]:
    """The parts without empty cells and forms of blocks of which there are several, and these as clashes."""
    places: dict[tuple[int, int], list[CellFilled | Reformed]] = defaultdict(list)
    for part in live:
        if isinstance(part, CellFilled | Reformed):
            places[part.block, part.column if isinstance(part, CellFilled) else 0].append(part)
    clashes = []
    left = dict(live)
    for (block, column), parts in places.items():
        if len(parts) == 1:
            continue
        held = [(_wording(part), left.pop(part)) for part in sorted(parts, key=_wording)]
        wordings = tuple(
            Alternative(text, tuple(sorted(who.holders)), tuple(sorted(who.keys))) for text, who in held
        )
        place = (block, 0, len(current[block].text))
        here = cells_of(current, block) if column else (block,)
        clashes.append(RowClash(block, -1, -1, "", wordings, "overlap", (), place, here))
    return left, clashes


def _wording(part: CellFilled | Reformed) -> str:
    return part.text if isinstance(part, CellFilled) else part.name


def add(one: Asked, other: Asked) -> None:
    """All who ask for the other ask for this as well."""
    for holder, keys in other.by_holder.items():
        for key in keys:
            one.add(holder, key)


def against_words(
    base: Sequence[Block],
    current: Sequence[Block],
    following: Following,
    live: dict[Part, Asked],
    merged: Merged,
) -> tuple[list[Agreed], list[RowClash]]:
    """The edits that stay agreed, and the rows that go out in which others change words or do not agree on them."""
    left, clashes = list(merged.agreed), []
    back = {
        found: at
        for at in range(len(base))
        if base[at].kind == "cell" and (found := following.block(at).block) is not None
    }
    for part, who in live.items():
        if not isinstance(part, RowOut):
            continue
        cells = cells_of(current, part.block)
        words = [one for one in left if one.op == "replace" and one.block in cells]
        if any(one.place[0] in cells for one in merged.clashes):
            words = []
        elif not words:
            continue
        left = [one for one in left if one not in words]
        clashes.append(_row_clash(current, cells, [back.get(at, 0) for at in cells], words, who))
    return left, clashes


def _row_clash(
    current: Sequence[Block],
    cells: Sequence[int],
    of_base: Sequence[int],
    words: Sequence[Agreed],
    who: Asked,
) -> RowClash:
    text = DIVIDED.join(current[at].text for at in cells)
    held = [Alternative("", tuple(sorted(who.holders)), tuple(sorted(who.keys)))]
    for holders in sorted({one.holders for one in words}):
        mine = [one for one in words if one.holders == holders]
        row = DIVIDED.join(
            worded(
                current[at].text, (Words(0, one.start, one.end, one.text) for one in mine if one.block == at)
            )
            for at in cells
        )
        held.append(Alternative(row, holders, tuple(sorted({key for one in mine for key in one.keys}))))
    place = (cells[0], 0, len(current[cells[0]].text))
    return RowClash(
        of_base[0], 0, place[2], text, tuple(held), "delete against edit", tuple(of_base), place, tuple(cells),
        words=tuple(words),
    )  # fmt: skip
