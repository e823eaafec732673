"""Changes told in words: what became of a block, of a passage, of a section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from neaspec_cli.core.comparison import AWAY, Comparison, PlacedChange, SectionChanges
from neaspec_cli.core.prosediff import Op, Run, Summary
from neaspec_cli.core.text.blocks import Block
from neaspec_cli.core.text.signs import printed

ROW = "row"
NOUNS = {
    "heading": ("heading", "headings"),
    "paragraph": ("paragraph", "paragraphs"),
    "item": ("list item", "list items"),
    ROW: ("table row", "table rows"),
    "cell": ("table cell", "table cells"),
    "caption": ("caption", "captions"),
    "note": ("note", "notes"),
    "quote": ("quotation", "quotations"),
    "code": ("block of code", "blocks of code"),
}
FATES = {
    "edited": "edited",
    "inserted": "new",
    "deleted": "deleted",
    "split": "divided",
    "joined": "joined",
    "formatted": "changed in formatting only",
}


class Moves(NamedTuple):
    """Each moved block by its number, where it stands now, and what sections are called.

    `left` and `came` say of each passage that went to another paragraph which it left and which it came to.
    """

    now: Mapping[int, PlacedChange]
    titles: Mapping[str, str]
    left: Mapping[int, PlacedChange] = MappingProxyType({})
    came: Mapping[int, PlacedChange] = MappingProxyType({})


def moves(comparison: Comparison) -> Moves:
    """What the words of a move need of the whole comparison."""
    changes = [change for section in comparison.sections for change in section.changes]
    ends = [(run, change) for change in changes for run in change.runs if run.move]
    return Moves(
        {change.move: change for change in changes if change.move and change.kind != AWAY},
        {section.section: section.title for section in comparison.sections},
        {run.move: change for run, change in ends if run.op == "delete"},
        {run.move: change for run, change in ends if run.op == "insert"},
    )


def named(label: str) -> str:
    """A label as a sentence names it: `paragraph 27(b)`, `heading II.A`."""
    return f"paragraph {label}" if label[:1].isdigit() else label


def rows_together(changes: Sequence[PlacedChange]) -> tuple[PlacedChange, ...]:
    """The changes with the cells of each row side by side: notes on them stand behind the row."""
    made: list[PlacedChange] = []
    notes: list[PlacedChange] = []
    here: tuple[bool, int, int] | None = None
    for change in changes:
        row = _row(change)
        if here is not None and row is None and change.block == "note":
            notes.append(change)
            continue
        if row != here:
            made += notes
            notes, here = [], row
        made.append(change)
    return (*made, *notes)


def gathered(changes: Sequence[PlacedChange]) -> list[tuple[PlacedChange, int]]:
    """Changes as people count them, each with how many it stands for: a whole row that came or went is one.

    They come in the order of `rows_together`.
    """
    made: list[tuple[PlacedChange, int]] = []
    stayed = {
        (one.table, one.path[0]) for change in changes if change.after for one in _cells_of(change.before)
    }
    for _, together in groupby(enumerate(rows_together(changes)), key=lambda one: _row(one[1]) or one[0]):
        cells = [change for _, change in together]
        kinds = {cell.kind for cell in cells}
        gone = {
            (one.table, one.path[0]) for cell in cells if not cell.after for one in _cells_of(cell.before)
        }
        is_row = cells[0].block == "cell" and kinds in ({"inserted"}, {"deleted"})
        is_whole = is_row and stayed.isdisjoint(gone)
        made += [(_as_row(cells), len(cells))] if is_whole else [(cell, 1) for cell in cells]
    return made


def total_in_words(total: Summary) -> str:
    """`12 words inserted, 3 deleted, 40 moved; 5 places changed`."""
    words = _number(total.words_inserted, "word", "words")
    return (
        f"{words} inserted, {total.words_deleted} deleted, {total.words_moved} moved; "
        f"{_number(total.blocks_changed, 'place', 'places')} changed"
    )


def section_in_words(section: SectionChanges, moved: Moves) -> str:
    """`2 paragraphs edited, 1 new; paragraph 27 moved to 31 in Means`; empty where nothing changed."""
    counts = Counter(
        (change.block, change.kind)
        for change, _ in gathered(section.changes)
        if change.is_change and not change.move
    )
    told = [_counted(kind, counts) for kind in NOUNS if any(kind == one for one, _ in counts)]
    told += [move_in_words(change, moved) for change in section.changes if change.move]
    came = {run.move for one in section.changes for run in one.runs if run.move and run.op == "insert"}
    told += [f"{_number(len(came), 'passage', 'passages')} moved here from other places"] if came else []
    return "; ".join(told)


def move_in_words(change: PlacedChange, moved: Moves) -> str:
    """One end of a move: `paragraph 27 moved to 31 in Means`, `paragraph 31 moved here from 27, and edited`."""
    label = change.label_from if change.kind == AWAY else change.label_to
    return f"{named(label)} {where_moved(change, moved)}"


def where_moved(change: PlacedChange, moved: Moves) -> str:
    """The same without what moved: `moved to 31 in Means`."""
    if change.kind == AWAY:
        there = moved.now[change.move]
        where = f" in {moved.titles[there.section]}" if there.section != change.section else ""
        return f"moved to {there.label_to}{where}"
    edited = ", and edited" if any(run.op != "keep" for run in change.runs) else ""
    return f"moved here from {change.label_from}{edited}"


def passage_in_words(op: Op, move: int, change: PlacedChange, moved: Moves) -> str:
    """Where the words of one run went or came from: `moved to paragraph 31 in Means`, `moved here from heading II`.

    Places are called as they are now; one that is gone is `former paragraph 8`.
    """
    there = (moved.came if op == "delete" else moved.left).get(move, change)
    said = "moved to" if op == "delete" else "moved here from"
    if there is change:
        return "moved within the paragraph" if op == "delete" else "moved here within the paragraph"
    label = named(there.label_to) if there.label_to else f"former {named(there.label_from)}"
    where = f" in {moved.titles[there.section]}" if there.section != change.section else ""
    return f"{said} {label}{where}"


def _cells_of(blocks: Sequence[Block]) -> list[Block]:
    return [block for block in blocks if block.kind == "cell"]


def _row(change: PlacedChange) -> tuple[bool, int, int] | None:
    """Which row of which table a cell is in; those that are gone are counted as they were."""
    blocks = change.after or change.before
    if change.block != "cell" or change.kind == AWAY or not blocks:
        return None
    return bool(change.after), blocks[0].table, blocks[0].path[0]


def _as_row(cells: Sequence[PlacedChange]) -> PlacedChange:
    first = cells[0]
    text = " | ".join(printed(block) for cell in cells for block in cell.after or cell.before)
    label = (first.label_to or first.label_from).partition(" column ")[0]
    return replace(
        first,
        block=ROW,
        label_from=label if first.label_from else "",
        label_to=label if first.label_to else "",
        runs=(Run("insert" if first.after else "delete", text),),
        why=tuple(dict.fromkeys(reason for cell in cells for reason in cell.why)),
    )


def _counted(kind: str, counts: Mapping[tuple[str, str], int]) -> str:
    """`2 paragraphs edited, 1 new`: the noun is said once."""
    told: list[str] = []
    for fate, words in FATES.items():
        if count := counts.get((kind, fate), 0):
            told.append(f"{count if told else _number(count, *NOUNS[kind])} {words}")
    return ", ".join(told)


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
