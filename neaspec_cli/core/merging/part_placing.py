"""Wishes for rows, tables, notes and emphasis: where they stand today, what agrees, what clashes with words.

Rows that come in at one place are all kept, in the order of their comments. A row that one wishes away and in which
another wishes for words is a clash. The same wish of two is one change. The order of the wishes makes no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from neaspec_cli.core.following import Followed, Following, follow
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Already, Merged, Unplaced
from neaspec_cli.core.merging.asking import Arrival, Asked, before_gap, gap_after
from neaspec_cli.core.merging.columns_today import cells_in, row_today, seats_now
from neaspec_cli.core.merging.part_clashing import absorbed, add, against_words, apart
from neaspec_cli.core.merging.part_conflicts import conflicting, without_halves
from neaspec_cli.core.merging.parts import (
    AgreedPart,
    CellFilled,
    ColumnOut,
    Formed,
    Linked,
    NewColumn,
    NewNote,
    NewRow,
    NewTable,
    NoteOut,
    Part,
    PartWish,
    Reformed,
    RowClash,
    RowOut,
    TableOut,
    place_in,
    sort_key,
)
from neaspec_cli.core.merging.placing import Lost, Placed, Placing, There
from neaspec_cli.core.text.forms_edit import has_form
from neaspec_cli.core.text.links_edit import link_of
from neaspec_cli.core.text.notes_edit import note_text, notes_of
from neaspec_cli.core.text.tables import (
    DIVIDED,
    cells_of,
    extent,
    first_cells,
    row_above,
    row_text,
    rows_of,
)

UNCHANGED = ("same", "moved", "split", "joined")


def with_parts(
    base: Sequence[Block], current: Sequence[Block], wishes: Iterable[PartWish], merged: Merged
) -> Merged:
    """What was merged of words and paragraphs, with these wishes decided as well."""
    asked: dict[Part, Asked] = {}
    for wish in wishes:
        asked.setdefault(wish.part, Asked()).add(wish.holder, wish.key)
    if not asked:
        return merged
    today = _Today(base, current)
    live: dict[Part, Asked] = {}
    unplaced, already = list(merged.unplaced), list(merged.already)
    for part, who in sorted(asked.items(), key=lambda item: sort_key(item[0])):
        match today.verdict(part):
            case There():
                already += [Already(key) for key in who.keys]
            case Lost(reason):
                unplaced += [Unplaced(key, reason, *today.texts(part)) for key in who.keys]
            case placed:
                add(live.setdefault(placed, Asked()), who)
    live = _whole_tables(current, _united(live))
    live, contested = apart(current, live)
    agreed, clashes = against_words(base, current, today.following, live, merged)
    agreed = absorbed(current, live, agreed)
    free = {part: who for part, who in live.items() if not _is_in(part, clashes, current)}
    free, agreed, apart_from_words = conflicting(current, free, agreed)
    clashes += [*contested, *apart_from_words]
    agreed, clashes = without_halves(agreed, clashes)
    return Merged(
        (*agreed, *_signed(free.items())),
        tuple(sorted((*merged.clashes, *clashes), key=lambda one: (one.block, one.start, one.end))),
        tuple(sorted(unplaced, key=lambda one: one.key)),
        tuple(sorted(already, key=lambda one: one.key)),
    )


class _Today:
    """Where parts of the base stand in the current text."""

    def __init__(self, base: Sequence[Block], current: Sequence[Block]) -> None:
        self.base = base
        self.current = current
        self.following: Following = follow(base, current)
        self._columns: dict[int, tuple[dict[int, int], int]] = {}

    def verdict(self, part: Part) -> Part | There | Lost:
        """The same part of the current text."""
        match part:
            case NewRow():
                return self._new_row(part)
            case RowOut(block):
                return self._row_out(block)
            case CellFilled():
                return self._filled(part)
            case NewTable():
                return self._new_table(part)
            case NewNote():
                return self._new_note(part)
            case NoteOut():
                return self._note_out(part)
            case Formed():
                return self._formed(part)
            case Linked():
                return self._linked(part)
            case Reformed():
                return self._reformed(part)
            case TableOut() | NewColumn() | ColumnOut():
                raise AssertionError("tables go row by row, and columns are carried out before all else")

    def texts(self, part: Part) -> tuple[str, str, str]:
        """What it is about in the base, now, and as wished."""
        block = self.base[part.block]
        found = self.following.block(part.block).block
        now = self.current[found].text if found is not None else ""
        match part:
            case NewRow(_, _, cells):
                return row_text(self.base, part.block), now, DIVIDED.join(cells)
            case RowOut():
                return row_text(self.base, part.block), now, ""
            case CellFilled(_, _, text):
                return "", self._cell_now(part) or "", text
            case NewTable(_, rows):
                return "", "", "\n".join(DIVIDED.join(row) for row in rows)
            case NewNote(_, _, text):
                return block.text, now, text
            case NoteOut(_, number):
                return note_text(self.base, notes_of(self.base, part.block)[number]), now, ""
            case _:
                return block.text, now, block.text

    def _row(self, block: int) -> int | Lost:
        """The first cell of the row that a row of the base has become."""
        found = [self.following.block(at) for at in cells_of(self.base, block)]
        if any(one.state == "ambiguous" for one in found):
            return Lost("ambiguous")
        now = [one.block for one in found if one.block is not None]
        rows = {cells_of(self.current, at)[0] for at in now if self.current[at].kind == "cell"}
        if not rows:
            return Lost("gone")
        return rows.pop() if len(rows) == 1 else Lost("ambiguous")

    def _new_row(self, part: NewRow) -> Part | There | Lost:
        row = self._row(part.block)
        if isinstance(row, Lost):
            return row
        wanted = tuple(text for cell in part.cells if (text := " ".join(cell.split())))
        more = Counter(rows_of(self.current, row)) - Counter(rows_of(self.base, part.block))
        if more[wanted]:
            return There()
        cells = row_today(*self._columns_of(part.block), part.cells)
        if cells is None:
            return Lost("reworded")
        above = row_above(self.current, row) if part.where == "before" else row
        return NewRow(row, "before", cells) if above is None else NewRow(above, "after", cells)

    def _columns_of(self, block: int) -> tuple[dict[int, int], int]:
        """Where the columns of a circulated table are today, and how many it had."""
        table = extent(self.base, block)[0]
        if table not in self._columns:
            widest = max(self.base[at].path[1] for at in cells_in(self.base, block))
            self._columns[table] = seats_now(self.base, self.current, self.following, block, 1), widest
        return self._columns[table]

    def _row_out(self, block: int) -> Part | There | Lost:
        row = self._row(block)
        if isinstance(row, Lost):
            return There() if row.reason == "gone" else row
        same = row_text(self.base, block) == row_text(self.current, row)
        return RowOut(row) if same else Lost("reworded")

    def _filled(self, part: CellFilled) -> Part | There | Lost:
        row = self._row(part.block)
        if isinstance(row, Lost):
            return row
        now = self._cell_now(part)
        if now is not None:
            return There() if now.split() == part.text.split() else Lost("reworded")
        return replace(part, block=row)

    def _cell_now(self, part: CellFilled) -> str | None:
        """What the cell says today, None while it is empty."""
        row = self._row(part.block)
        cells = () if isinstance(row, Lost) else cells_of(self.current, row)
        return next((self.current[at].text for at in cells if self.current[at].path[1] == part.column), None)

    def _new_table(self, part: NewTable) -> Part | There | Lost:
        texts = tuple(text for row in part.rows for cell in row if (text := " ".join(cell.split())))
        verdict = Placing(self.base, self.current).verdict(Arrival(gap_after(self.base, part.block), texts))
        if isinstance(verdict, Placed) and isinstance(verdict.edit, Arrival):
            return replace(part, block=before_gap(self.current, verdict.edit.gap))
        return verdict if isinstance(verdict, There | Lost) else Lost("ambiguous")

    def _new_note(self, part: NewNote) -> Part | There | Lost:
        found = self.following.place(part.block, part.at, part.at)
        lost = _lost(found)
        if lost or found.block is None:
            return lost or Lost("gone")
        known = [note_text(self.base, one).split() for one in notes_of(self.base, part.block)]
        now = [note_text(self.current, one).split() for one in notes_of(self.current, found.block)]
        wanted = part.text.split()
        if now.count(wanted) > known.count(wanted):
            return There()
        return replace(part, block=found.block, at=found.start)

    def _note_out(self, part: NoteOut) -> Part | There | Lost:
        note = notes_of(self.base, part.block)[part.number]
        found = self.following.block(note.parts[0])
        if found.block is None:
            return There()
        if found.state == "ambiguous":
            return Lost("ambiguous")
        owner = before_gap(self.current, found.block + 1)
        known = notes_of(self.current, owner)
        number = next((at for at, one in enumerate(known) if found.block in one.parts), None)
        if number is None or note_text(self.current, known[number]) != note_text(self.base, note):
            return Lost("reworded")
        return NoteOut(owner, number)

    def _formed(self, part: Formed) -> Part | There | Lost:
        found = self.following.place(part.block, part.start, part.end)
        lost = _lost(found)
        if lost or found.block is None:
            return lost or Lost("gone")
        block = self.current[found.block]
        if all(_has(block, found, kind, has) for kind, has in part.forms):
            return There()
        return replace(part, block=found.block, start=found.start, end=found.end)

    def _reformed(self, part: Reformed) -> Part | There | Lost:
        found = self.following.block(part.block)
        if found.block is None or found.state == "ambiguous":
            return Lost("gone" if found.block is None else "ambiguous")
        was, now = self.base[part.block], self.current[found.block]
        if (now.kind, now.level) == (part.kind, part.level):
            return There()
        is_same = (now.kind, now.level) == (was.kind, was.level)
        return replace(part, block=found.block) if is_same else Lost("reworded")

    def _linked(self, part: Linked) -> Part | There | Lost:
        found = self.following.place(part.block, part.start, part.end)
        lost = _lost(found)
        if lost or found.block is None:
            return lost or Lost("gone")
        now = link_of(self.current[found.block], found.start, found.end)
        if now == part.target:
            return There()
        if now != link_of(self.base[part.block], part.start, part.end):
            return Lost("reworded")
        return replace(part, block=found.block, start=found.start, end=found.end)


def _lost(found: Followed) -> Lost | None:
    if found.state == "ambiguous":
        return Lost("ambiguous")
    if found.block is None or found.state == "gone":
        return Lost("gone")
    return None if found.state in UNCHANGED else Lost("reworded")


def _has(block: Block, found: Followed, kind: str, has: bool) -> bool:
    """Whether words have a form, or no word of them has it."""
    if has:
        return has_form(block, found.start, found.end, kind)
    return not any(
        mark.kind == kind and mark.start < found.end and found.start < mark.end for mark in block.marks
    )


def _whole_tables(current: Sequence[Block], live: dict[Part, Asked]) -> dict[Part, Asked]:
    """Where all rows of a table go out and none comes in, the table goes."""
    result = dict(live)
    coming = {extent(current, part.block) for part in live if isinstance(part, NewRow)}
    for table in {extent(current, part.block) for part in live if isinstance(part, RowOut)} - coming:
        rows: list[Part] = [RowOut(at) for at in first_cells(current, table[0])]
        if all(row in live for row in rows):
            who = result.setdefault(TableOut(table[0]), Asked())
            for row in rows:
                add(who, result.pop(row))
    return result


def _united(live: dict[Part, Asked]) -> dict[Part, Asked]:
    """Words that overlap and take the same form are one stretch."""
    result: dict[Part, Asked] = {}
    last: Formed | None = None
    for part, who in sorted(live.items(), key=lambda item: sort_key(item[0])):
        meets = isinstance(part, Formed) and last is not None and last.block == part.block
        if (
            meets
            and isinstance(part, Formed)
            and last
            and last.forms == part.forms
            and part.start <= last.end
        ):
            both = result.pop(last)
            add(both, who)
            last = replace(last, end=max(last.end, part.end))
            result[last] = both
            continue
        result[part] = who
        last = part if isinstance(part, Formed) else last
    return result


def _is_in(part: Part, clashes: Sequence[RowClash], current: Sequence[Block]) -> bool:
    return isinstance(part, RowOut) and any(part.block in clash.here for clash in clashes)


def _signed(parts: Iterable[tuple[Part, Asked]]) -> Iterable[AgreedPart]:
    for part, who in sorted(parts, key=lambda item: sort_key(item[0])):
        place, keys, holders = place_in(part), tuple(sorted(who.keys)), tuple(sorted(who.holders))
        yield AgreedPart("part", part.block, place, place, "", (), keys, holders, part=part)
