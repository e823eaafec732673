"""Table rows of an OpenDocument text: which table, which row, which column, and what stands around the whole row."""

from __future__ import annotations

from dataclasses import dataclass, field

from neaspec_cli.intake.word_marks import Mark
from neaspec_cli.intake.word_text import Document, Row

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
        """The row ends inside these changes; those that stood around its beginning too stand around the row."""
        table = self._tables[-1]
        if table.row is not None:
            table.row.changes = tuple(mark for mark in table.changes if mark in changes)
            for paragraph in self.document.paragraphs[table.first :] if table.row.changes else ():
                paragraph.stand_in_rows()
        table.row = None
