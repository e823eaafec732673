"""What is wished of parts of a text that are neither words nor paragraphs: rows, tables, notes, emphasis."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from neaspec_cli.core.merging.agreement import Agreed, Clash
from neaspec_cli.core.plan import Section
from neaspec_cli.core.text.edits import Form, SourceEdit
from neaspec_cli.core.text.forms_edit import set_forms
from neaspec_cli.core.text.links_edit import set_link
from neaspec_cli.core.text.notes_edit import add_note, drop_note, fresh_key, notes_of
from neaspec_cli.core.text.reforming import reform
from neaspec_cli.core.text.table_columns import delete_column, insert_column
from neaspec_cli.core.text.table_rows import delete_row, delete_table, fill_cell, insert_row, insert_table


@dataclass(frozen=True)
class NewRow:
    """A row comes after the one that the cell `block` is in, or before it."""

    block: int
    where: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class RowOut:
    """The row of the cell `block` goes out."""

    block: int


@dataclass(frozen=True)
class NewColumn:
    """A column comes after the one that the cell `block` is in, or before it; its cells from the heading row down."""

    block: int
    where: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ColumnOut:
    """The column of the cell `block` goes out."""

    block: int


@dataclass(frozen=True)
class CellFilled:
    """Words come into the empty cell of a column, from 1, in the row that the cell `block` is in."""

    block: int
    column: int
    text: str


@dataclass(frozen=True)
class NewTable:
    """A table comes after a block; the first of its rows is the heading row."""

    block: int
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class TableOut:
    """The table of the cell `block` goes out."""

    block: int


@dataclass(frozen=True)
class NewNote:
    """A note comes behind the offset `at` of a block's text."""

    block: int
    at: int
    text: str


@dataclass(frozen=True)
class NoteOut:
    """The note goes out that is the `number`-th, from 0, to which a block refers."""

    block: int
    number: int


@dataclass(frozen=True)
class Formed:
    """Words of a block take a form or lose it; `forms` are kinds, such as `strong`, and whether they are had then."""

    block: int
    start: int
    end: int
    forms: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Reformed:
    """A paragraph, heading or item becomes one of this kind, with this level where it is a heading or an item."""

    block: int
    kind: str
    level: int

    @property
    def name(self) -> str:
        """The form as a proposal names it."""
        return f"{self.kind} {self.level}" if self.level else self.kind


@dataclass(frozen=True)
class Linked:
    """Words of a block lead to an address, or nowhere where it is empty."""

    block: int
    start: int
    end: int
    target: str


ColumnPart = NewColumn | ColumnOut
OfWords = Formed | Reformed | Linked
Part = NewRow | RowOut | ColumnPart | CellFilled | NewTable | TableOut | NewNote | NoteOut | OfWords
_IN_ORDER = (
    Formed, Linked, NoteOut, NewNote, CellFilled, NewRow, RowOut, NewColumn, ColumnOut, TableOut, NewTable, Reformed
)  # fmt: skip
ORDER: dict[type, int] = {kind: number for number, kind in enumerate(_IN_ORDER)}


@dataclass(frozen=True)
class PartWish:
    """One wish of that kind, on the base."""

    key: str
    holder: str
    part: Part


@dataclass(frozen=True)
class AgreedPart(Agreed):
    """A part to carry out on the current blocks."""

    part: Part = field(default=RowOut(-1), kw_only=True)


@dataclass(frozen=True)
class RowClash(Clash):
    """A row that one wishes away and in which another wishes for words, which are kept here; both are of today.

    Without words it is of wishes that only people can bring together.
    """

    words: tuple[Agreed, ...] = field(default=(), kw_only=True)


def sort_key(part: Part) -> tuple[Any, ...]:
    """Puts parts in a fixed order, by place and kind."""
    return part.block, place_in(part), ORDER[type(part)], repr(part)


def place_in(part: Part) -> int:
    """Where in the text of its block a part begins, 0 for those of whole blocks."""
    match part:
        case NewNote(at=at) | Formed(start=at) | Linked(start=at):
            return at
        case _:
            return 0


def edit_of_part(part: Part, section: Section, start: int, keys: set[str]) -> SourceEdit:
    """The edit that carries out a part; `start` is the number of the section's first block, `keys` are names of
    notes given already, to which that of a new note is added.
    """
    source, blocks = section.source, section.blocks
    at = part.block - start
    match part:
        case NewRow(_, where, cells):
            return insert_row(source, blocks, at, where, cells)
        case RowOut():
            return delete_row(source, blocks, at)
        case NewColumn(_, where, cells):
            return insert_column(source, blocks, at, where, cells)
        case ColumnOut():
            return delete_column(source, blocks, at)
        case CellFilled(_, column, text):
            return fill_cell(source, blocks, at, column, text)
        case NewTable(_, rows):
            return insert_table(source, blocks, at, rows)
        case TableOut():
            return delete_table(source, blocks, at)
        case NewNote(_, offset, text):
            key = fresh_key(source, keys)
            keys.add(key)
            return add_note(source, blocks, at, offset, text, key)
        case NoteOut(_, number):
            return drop_note(source, blocks, notes_of(blocks, at)[number])
        case Linked(_, low, high, target):
            return set_link(source, blocks, at, low, high, target)
        case Formed(_, low, high, forms):
            return set_forms(source, blocks, *(Form(at, low, high, kind, has) for kind, has in forms))
        case Reformed(_, kind, level):
            return reform(source, blocks, at, kind, level)
