"""Accepted comments that ask for rows, tables, notes or emphasis, as wishes on the circulated text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from neaspec_cli.core import proposals
from neaspec_cli.core.comments import Comment
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.asking import before_gap
from neaspec_cli.core.merging.block_wishes import TITLE
from neaspec_cli.core.merging.parts import (
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
    Reformed,
    RowOut,
)
from neaspec_cli.core.proposals import (
    BEFORE,
    DeleteBlock,
    DeleteColumn,
    DeleteRow,
    FormatChange,
    InsertBlock,
    InsertColumn,
    InsertRow,
    InsertWords,
    LinkChange,
    NoteChange,
)
from neaspec_cli.core.text.addresses import is_address
from neaspec_cli.core.text.forms_edit import has_form
from neaspec_cli.core.text.notes_edit import note_text, notes_of
from neaspec_cli.core.text.reforming import REFORMED
from neaspec_cli.core.text.table_rows import parsed_rows
from neaspec_cli.core.text.tables import CELL, extent, row_of

Asking = (
    InsertRow
    | DeleteRow
    | InsertColumn
    | DeleteColumn
    | NoteChange
    | FormatChange
    | LinkChange
    | InsertBlock
    | DeleteBlock
)
FORMS = {
    "bold": ("strong",),
    "strong": ("strong",),
    "italic": ("emphasis",),
    "italics": ("emphasis",),
    "emphasis": ("emphasis",),
}
"""Forms that Markdown text carries; a proposal names the one that changes, whichever way."""
NO_COLUMN = "it is no column of a table"
PLAIN = ("plain", "regular", "roman")


def part_of(
    proposal: Asking, quote: str, blocks: Sequence[Block], number: int, wording: str | None
) -> Part | str:
    """What is wished, or why it is nothing that can be done.

    `number` is the block of the comment's place, `quote` words of it, `wording` what was agreed instead.
    """
    match proposal:
        case InsertRow(cells, where):
            return _new_row(blocks, number, where, cells, wording)
        case InsertColumn(cells, where):
            return _new_column(blocks, number, where, cells, wording)
        case InsertBlock(new, where):
            rows = parsed_rows(wording or new)
            return NewTable(_anchor(blocks, number, where), rows) if rows else "it gives no rows"
        case NoteChange(new) if new:
            place = proposals.span(proposal, blocks[number].text, quote)
            if place is None:
                return "the place of its note is not, or not only once, in the circulated text"
            return NewNote(number, place[0], wording or new)
        case _ if wording is not None:
            return "another wording was agreed on for it; carry it out by hand"
        case DeleteRow():
            return (
                RowOut(row_of(blocks, number)[0]) if _is_cell(blocks, number) else "it is no row of a table"
            )
        case DeleteColumn():
            return ColumnOut(number) if _is_cell(blocks, number) else NO_COLUMN
        case NoteChange(old=old):
            return _note_out(blocks, number, old)
        case DeleteBlock():
            return _note_out(blocks, number, "")
        case FormatChange():
            return _formed(proposal, quote, blocks, number)
        case LinkChange():
            return _linked(proposal, quote, blocks, number)


def filled_cell(
    comment: Comment, index: Mapping[tuple[str, str], int], wording: str | None
) -> CellFilled | None:
    """Words for a cell that is empty in the circulated text, which its label tells by the other cells of its row."""
    label = CELL.fullmatch(comment.place.block)
    if label is None or not isinstance(comment.proposal, InsertWords):
        return None
    beside = (
        number
        for (section, other), number in index.items()
        if section == comment.place.section and other.startswith(f"{label['row']} column ")
    )
    block = next(beside, None)
    text = wording or comment.proposal.new
    return None if block is None else CellFilled(block, int(label["column"]), " ".join(text.split()))


def _is_cell(blocks: Sequence[Block], number: int) -> bool:
    return blocks[number].kind == "cell"


def _new_row(
    blocks: Sequence[Block], number: int, where: str, cells: Sequence[str], wording: str | None
) -> Part | str:
    if not _is_cell(blocks, number):
        return "it is no row of a table"
    rows = parsed_rows(wording) if wording else ()
    if len(rows) > 1:
        return "several rows were agreed on for one; carry them out by hand"
    return NewRow(row_of(blocks, number)[0], where, tuple(rows[0] if rows else cells))


def _new_column(
    blocks: Sequence[Block], number: int, where: str, cells: Sequence[str], wording: str | None
) -> Part | str:
    """Another wording has a line for each cell, or one line with `|` between them."""
    if not _is_cell(blocks, number):
        return NO_COLUMN
    rows = parsed_rows(wording) if wording else ()
    if len(rows) > 1 and any(len(row) != 1 for row in rows):
        return "several columns were agreed on for one; carry them out by hand"
    agreed = rows[0] if len(rows) == 1 else tuple(row[0] for row in rows)
    return NewColumn(number, where, tuple(agreed or cells))


def _anchor(blocks: Sequence[Block], number: int, where: str) -> int:
    """The block after which a table comes; beside a cell it comes beside the table of that cell."""
    first, last = extent(blocks, number) if _is_cell(blocks, number) else (number, number)
    if where == BEFORE:
        first = next(at for at in range(first, -1, -1) if at == 0 or blocks[at - 1].kind != "caption")
        return before_gap(blocks, first)
    return before_gap(blocks, last + 1)


def _note_out(blocks: Sequence[Block], number: int, old: str) -> Part | str:
    """A note known by what it says, or as the block that it is."""
    owner = number
    while owner > 0 and blocks[owner].kind == "note":
        owner -= 1
    known = notes_of(blocks, owner)
    wanted = [
        at
        for at, note in enumerate(known)
        if (number in note.parts if owner != number else note_text(blocks, note).split() == old.split())
    ]
    if len(wanted) != 1:
        return "its note is not, or not only once, in the circulated text"
    return NoteOut(owner, wanted[0])


def _reformed(form: re.Match[str], blocks: Sequence[Block], number: int) -> Part | str:
    """A form of the block as a whole."""
    kind, level = form["kind"], int(form["level"] or (1 if form["kind"] == "item" else 0))
    if blocks[number].kind not in REFORMED:
        return f"a {blocks[number].kind} cannot become another kind of block; carry it out by hand"
    if (kind, level) == ("heading", 1) or (blocks[number].kind, blocks[number].level) == ("heading", 1):
        return TITLE
    return Reformed(number, kind, level)


def _linked(proposal: LinkChange, quote: str, blocks: Sequence[Block], number: int) -> Part | str:
    place = proposals.span(proposal, blocks[number].text, quote)
    if place is None:
        return "its words are not, or not only once, in the circulated text"
    if proposal.target and not is_address(proposal.target):
        return f"no link of a plan leads to {proposal.target}"
    return Linked(number, *place, proposal.target)


def _formed(proposal: FormatChange, quote: str, blocks: Sequence[Block], number: int) -> Part | str:
    form = proposals.BLOCK_FORM.fullmatch(proposal.format.strip().casefold())
    if form and not proposal.old:
        return _reformed(form, blocks, number)
    block = blocks[number]
    place = proposals.span(proposal, block.text, quote) if proposal.old else (0, len(block.text))
    if place is None:
        return "its words are not, or not only once, in the circulated text"
    names = [one.strip().casefold() for one in proposal.format.split(",")]
    if names and all(one in PLAIN for one in names):
        had = [kind for kind in ("strong", "emphasis") if any(mark.kind == kind for mark in block.marks)]
        return Formed(number, *place, tuple((kind, False) for kind in had or ["strong"]))
    if any(one not in FORMS for one in names):
        return f"the text of a plan carries no {proposal.format}; record with neaspec merge --done what comes of it"
    kinds = sorted({kind for one in names for kind in FORMS[one]})
    return Formed(number, *place, tuple((kind, not has_form(block, *place, kind)) for kind in kinds))
