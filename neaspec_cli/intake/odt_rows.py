"""Table rows of an OpenDocument text, in which a new row is known by nothing but its words.

OpenDocument tracks no rows. A row all of whose words were inserted, without a bookmark of ours in it, is a new one; a
row all of whose words were deleted was taken out; so is one that stands within a change as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from neaspec_cli.core.circulated import marker_number
from neaspec_cli.intake.word_marks import Mark
from neaspec_cli.intake.word_text import Document, Paragraph, Row

MOST_COLUMNS = 1_000


@dataclass
class _Table:
    """A table that is being read: how many rows so far, and the one that is open with its first paragraph."""

    number: int
    rows: int = 0
    column: int = 0
    row: Row | None = None
    first: int = 0
    changes: tuple[Mark, ...] = ()


@dataclass
class Rows:
    """Where in which tables the reader stands."""

    document: Document
    _tables: list[_Table] = field(default_factory=list)

    @property
    def here(self) -> tuple[tuple[Row, ...], int]:
        """The rows around, outermost first, and the column in the innermost."""
        rows = tuple(one.row for one in self._tables if one.row is not None)
        return rows, self._tables[-1].column if self._tables else 0

    def enter(self, number: int) -> None:
        """A table begins."""
        self._tables.append(_Table(number))

    def leave(self) -> None:
        """The table ends."""
        self._tables.pop()

    def begin(self, changes: tuple[Mark, ...]) -> None:
        """A row begins inside these changes."""
        table = self._tables[-1]
        table.rows += 1
        table.row, table.column = Row(table.number, table.rows), 0
        table.first, table.changes = len(self.document.paragraphs), changes

    def cell(self, repeated: str) -> None:
        """A cell begins, or several that are alike."""
        number = int(repeated[:9]) if repeated.isascii() and repeated.isdigit() else 1
        self._tables[-1].column += min(number, MOST_COLUMNS)

    def end(self, changes: tuple[Mark, ...]) -> None:
        """The row ends inside these changes: was it put in or taken out as a whole?"""
        table = self._tables[-1]
        inside = self.document.paragraphs[table.first :]
        if table.row is not None and inside:
            around = tuple(mark for mark in table.changes if mark in changes)
            table.row.changes = around or _whole(inside, table.row)
            for paragraph in inside if table.row.changes else ():
                paragraph.stand_in_rows()
        table.row = None


def _whole(inside: Sequence[Paragraph], row: Row) -> tuple[Mark, ...]:
    own = [one for one in inside if one.rows[-1] is row]
    marks = dict.fromkeys(mark for one in own for part in one.segments for mark in part.changes)
    has_original = any(one.original.strip() for one in own)
    has_accepted = any(one.accepted.strip() for one in own)
    is_ours = any(marker_number(name) for one in own for name in one.bookmarks)
    if has_accepted and not has_original and not is_ours:
        return tuple(mark for mark in marks if mark.is_insertion)
    if has_original and not has_accepted:
        return tuple(mark for mark in marks if mark.is_deletion)
    return ()
