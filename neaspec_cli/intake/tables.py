"""Tables of comments, whatever file they came in: one comment a row, and a receipt of the rows.

What a column means is told by its heading; a column that nobody knows is kept in the words of the comment, under its
heading. Numbers, contacts and the like are kept as an internal note. What a secretariat wrote beside a comment is kept
as a reply to it; it decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from neaspec_cli.core.comments import KINDS, Answer, Comment, Place
from neaspec_cli.core.feedback import MOMENT
from neaspec_cli.core.register.quoted_words import without_quote
from neaspec_cli.core.register.wording_asked import with_wording
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.anchors import Anchors, Found
from neaspec_cli.intake.cell_notes import left_note, note_comment
from neaspec_cli.intake.form import wording_proposal
from neaspec_cli.intake.grid import Cells, Grid, Note, words
from neaspec_cli.intake.headings import Columns, NoComments, headings, recognise
from neaspec_cli.intake.receipt import Intake, Left, Receipt

KIND_WORDS: Mapping[str, str] = {
    **{word: kind for kind in KINDS for word in (kind, f"{kind} comment")},
    **dict.fromkeys("ge gen g overall 一般 总体 全般 일반 общий общее".split(), "general"),
    **dict.fromkeys("te tech t 技术 技術 기술 технический техническое".split(), "technical"),
    **dict.fromkeys(
        "ed e edit administrative 编辑 文字 編集 편집 редакционный редакционное".split(), "editorial"
    ),
    **dict.fromkeys(
        "sub substantial critical major 实质 实质性 実質 실질 существенное".split(), "substantive"
    ),
    **dict.fromkeys("tr transl 翻译 翻訳 번역 перевод".split(), "translation"),
    "по существу": "substantive",
}
LONGEST_SIGNATURE = 240
SIGNED = re.compile(r"\bSubmitted by:?\s+(.{2,200}?)\s*\.?\s*$", re.IGNORECASE | re.DOTALL)
BODY_ID = re.compile(r"([A-Z]{2,3}|\*\*)[- ]?(\d{2,3}(?:-\d{2,3})?)")
"""A member body with the number of its comment, as ISO's form has them in one cell."""
OTHER_KINDS = re.compile("[/,;+]")
_MOMENT = re.compile(MOMENT)
FEW_ROWS = 3
LOCATING = ("section", "clause", "paragraph", "element", "page", "line", "page line", "text")
NOTED = ("number", "contact", "aside", "to page", "to line", "to page line")
SPREAD = (*LOCATING, "name", "institution", "kind", "date")
"""What a cell merged over several rows says of each of them."""


@dataclass(frozen=True)
class _Row:
    """A row below the headings: its cells, and what they say by role."""

    number: int
    cells: Cells
    said: Mapping[str, str]

    @property
    def where(self) -> str:
        return f"row {self.number}"


@dataclass(frozen=True)
class _Told:
    """What became of a row or a note: who speaks in it, its comment, why that has no place, or why there is none."""

    body: str
    comment: Comment | None
    left: Left | None
    is_note: bool = False


def read_tables(grids: Sequence[Grid], against: Against) -> Intake:
    """Comments and receipt of the tables that hold comments; raises `NoComments` where none does."""
    fitting = [(grid, columns) for grid in grids if (columns := recognise(grid, against.columns)) is not None]
    if not fitting:
        raise NoComments("; ".join(filter(None, map(headings, grids))))
    anchors = Anchors(against)
    tables = [_Table(grid, columns, anchors, against.kind) for grid, columns in fitting]
    told = [row for table in tables for row in (*table.read(), *table.notes())]
    beside = [grid for grid in grids if not any(grid is one for one, _ in fitting)]
    others = [grid for grid in beside if grid.rows]
    warnings = [warning for grid in grids for warning in grid.warnings]
    warnings += [line for grid, columns in fitting for line in _above(grid, columns)]
    warnings += [_unread(grid) for grid in others]
    told += [_on_no_row(note, grid.name, against.kind) for grid in beside for note in grid.notes]
    rows = sum(grid.count(columns.row, columns.quiet) for grid, columns in fitting)
    notes = sum(grid.noted for grid in grids)
    by_body: dict[str, list[_Told]] = {}
    for row in told:
        by_body.setdefault(row.body, []).append(row)
    parts = (
        tuple((body, _intake(listed, *_counted(listed))) for body, listed in by_body.items())
        if len(by_body) > 1
        else ()
    )
    return replace(_intake(told, rows, notes, warnings), by_body=parts)


def _counted(told: Sequence[_Told]) -> tuple[int, int]:
    notes = sum(one.is_note for one in told)
    return len(told) - notes, notes


def _intake(told: Sequence[_Told], rows: int, notes: int, warnings: Sequence[str] = ()) -> Intake:
    """What these rows and notes say, with the receipt of so many."""
    comments = tuple(one.comment for one in told if one.comment is not None)
    unplaced = tuple(one.left for one in told if one.left is not None and one.comment is not None)
    unsupported = tuple(one.left for one in told if one.left is not None and one.comment is None)
    counted = {name: count for name, count in (("rows", rows), ("notes", notes)) if count}
    receipt = Receipt(counted, len(comments) - len(unplaced), unplaced, unsupported, warnings=tuple(warnings))
    return Intake(comments, receipt, "comments" if comments else "no comments")


def _unread(grid: Grid) -> str:
    """A table that holds no comments; a small one is told in full."""
    if len(grid.rows) > FEW_ROWS:
        return f"{grid.name} holds no comments; its {len(grid.rows)} rows were not read."
    told = " | ".join(
        text.strip() for number in sorted(grid.rows) for _, text in sorted(grid.rows[number].items())
    )
    return f"{grid.name} holds no comments: {told}"


def _above(grid: Grid, columns: Columns) -> Iterator[str]:
    """What stands over the headings: told, since it is no comment."""
    for number in sorted(grid.rows):
        told = " | ".join(text.strip() for _, text in sorted(grid.rows[number].items()) if text.strip())
        if number < columns.row and told:
            yield f"{grid.name}, above the headings: {told}"


@dataclass
class _Table:
    """One table on its way into comments."""

    grid: Grid
    columns: Columns
    anchors: Anchors
    kind: str

    def notes(self) -> Iterator[_Told]:
        """Notes on cells: remarks on what the row of the cell is about."""
        spread = _spread(self.grid, self.columns)
        for note in self.grid.notes:
            cells = self.grid.rows.get(note.row)
            if not note.words or cells is None or note.row <= self.columns.row:
                yield _on_no_row(note, self.grid.name, self.kind)
                continue
            row = self._row(note.row, cells, spread)
            found = self.anchors.find(self._place_cells(row))
            comment = note_comment(note, found.place, self.kind, _body(row))
            left = self._left(row, found.reason, note.words) if found.reason else None
            yield _Told(_body(row), comment, replace(left, element="note") if left else None, is_note=True)

    def read(self) -> Iterator[_Told]:
        """What stands in the rows."""
        for row in self._rows():
            body = _body(row)
            if not self._is_said(row):
                yield _Told(body, None, self._left(row, self._why_not(row)))
                continue
            found = self.anchors.find(self._place_cells(row), is_general=self._kind(row) == "general")
            comment = self._comment(row, found)
            left = self._left(row, found.reason, comment.comment) if found.reason else None
            yield _Told(body, comment, left)

    def _rows(self) -> Iterator[_Row]:
        """Every row below the headings with anything that was not there before anybody commented."""
        spread = _spread(self.grid, self.columns)
        for number in sorted(self.grid.rows):
            cells = self.grid.rows[number]
            if number <= self.columns.row or not cells.keys() - self.columns.quiet:
                continue
            yield self._row(number, cells, spread)

    def _row(self, number: int, cells: Cells, spread: Mapping[int, Mapping[int, str]]) -> _Row:
        """The row with what its cells say by role."""
        cells = {**spread.get(number, {}), **self._unmerged(number, cells)}
        said: dict[str, str] = {}
        for column, role in sorted(self.columns.roles.items()):
            text = cells.get(column, "").strip()
            if text:
                said[role] = f"{said[role]}, {text}" if role in said else text
        body = BODY_ID.fullmatch(said.get("institution", ""))
        if body:
            said |= {"institution": body.group(1)}
        return _Row(number, cells, said)

    def _unmerged(self, number: int, cells: Cells) -> Cells:
        """A cell merged over the column of comments is a comment, whichever column it begins in."""
        comment = next(iter(self.columns.of("comment")), 0)
        for one in self.grid.merges:
            if one.top <= number <= one.bottom and one.left < comment <= one.right and one.left in cells:
                rest = {column: text for column, text in cells.items() if column != one.left}
                return {**rest, comment: cells[one.left]}
        return cells

    def _is_said(self, row: _Row) -> bool:
        if self._is_heading(row):
            return False
        return any(role in row.said for role in ("comment", "wording")) or any(
            len(text.split()) > 3 for _, text in self._extras(row)
        )

    def _is_heading(self, row: _Row) -> bool:
        filled = {column: text for column, text in row.cells.items() if text.strip()}
        if not self._titles or filled.keys() != self._titles.keys():
            return False
        return all(words(text) == self._titles[column] for column, text in filled.items())

    @cached_property
    def _titles(self) -> dict[int, str]:
        return {column: words(text) for column, text in self.columns.titles.items() if text.strip()}

    def _why_not(self, row: _Row) -> str:
        if not any(text.strip() for text in row.cells.values()):
            return "nothing but spaces stands in it"
        return "the headings once more" if self._is_heading(row) else "no comment stands in it"

    def _left(self, row: _Row, reason: str, text: str = "") -> Left:
        told = text or " | ".join(text.strip() for _, text in sorted(row.cells.items()) if text.strip())
        return Left("row", reason, told, _signature(row.said), f"{self.grid.name} {row.where}".strip())

    def _extras(self, row: _Row) -> Iterator[tuple[int, str]]:
        for column in sorted(row.cells):
            if column not in self.columns.roles and row.cells[column].strip():
                yield column, row.cells[column].strip()

    def _place_cells(self, row: _Row) -> dict[str, str]:
        """Cells that say where, also the empty ones of columns that ask for it."""
        asked = {role: "" for role in self.columns.roles.values() if role in LOCATING}
        return asked | {role: text for role, text in row.said.items() if role in LOCATING}

    def _kind(self, row: _Row) -> str:
        told = row.said.get("kind", "")
        return KIND_WORDS.get(words(OTHER_KINDS.split(told)[0]), "") if told else ""

    def _comment(self, row: _Row, found: Found) -> Comment:
        wording = row.said.get("wording", "")
        proposal = wording_proposal(wording, found.leaf, whole_only=True) if found.leaf and wording else None
        extras = [f"{self.columns.title(column)}: {text}" for column, text in self._extras(row)]
        place, said = _quoted(row.said.get("comment", ""), found)
        remark = "\n\n".join(one for one in (said, *extras) if one)
        signature = _signature(row.said) or _signed(row.said.get("comment", ""))
        date = row.said.get("date", "")
        return Comment(
            place=place,
            kind=self._kind(row) or ("general" if found.is_whole else self.kind),
            comment=remark if proposal else with_wording(remark, wording),
            proposal=proposal,
            origin="form",
            author=signature,
            date=date if _MOMENT.fullmatch(date) else "",
            submitter=row.said.get("institution", "") or signature,
            replies=tuple(self._answers(row)),
            note="; ".join(self._notes(row, found)),
        )

    def _answers(self, row: _Row) -> Iterator[Answer]:
        for column in self.columns.of("answer"):
            if row.cells.get(column, "").strip():
                yield Answer(row.cells[column].strip(), self.columns.title(column))

    def _notes(self, row: _Row, found: Found) -> Iterator[str]:
        """What belongs to the row and not to the remark, under its headings."""
        noted = set(NOTED) | (set(LOCATING) if _says_more(row.said, found) else set())
        if row.said.get("kind") and not self._kind(row):
            noted.add("kind")
        if not _MOMENT.fullmatch(row.said.get("date", "")):
            noted.add("date")
        for column in sorted(row.cells):
            text = " ".join(row.cells[column].split())
            role = self.columns.roles.get(column, "")
            if text and (role in noted or (role == "institution" and BODY_ID.fullmatch(text))):
                yield f"{self.columns.title(column)}: {text}"


def _quoted(comment: str, found: Found) -> tuple[Place, str]:
    """The place with the words that a remark begins by naming, and the rest of the remark."""
    if found.leaf is None or found.place.quote:
        return found.place, comment
    rest, quote = without_quote(comment, found.leaf.text)
    return replace(found.place, quote=quote), rest


def _on_no_row(note: Note, sheet: str, kind: str) -> _Told:
    """A note on no row of comments: kept without a place, or told where it says nothing."""
    comment = note_comment(note, Place(quote=sheet), kind) if note.words else None
    return _Told("", comment, left_note(note, sheet, "it stands on no row of comments"), is_note=True)


def _body(row: _Row) -> str:
    """Who speaks in a row."""
    return " ".join((row.said.get("institution") or row.said.get("name", "")).split())


def _spread(grid: Grid, columns: Columns) -> dict[int, dict[int, str]]:
    """Cells by row that take their words from a cell merged over several rows."""
    found: dict[int, dict[int, str]] = {}
    for one in grid.merges:
        text = grid.rows.get(one.top, {}).get(one.left, "")
        if text and one.bottom > one.top > columns.row and columns.roles.get(one.left) in SPREAD:
            for number in range(one.top + 1, min(one.bottom, max(grid.rows)) + 1):
                found.setdefault(number, {})[one.left] = text
    return found


def _says_more(said: Mapping[str, str], found: Found) -> bool:
    """Do the cells that say where hold more than the place that is kept of them?"""
    where = [said[role] for role in LOCATING if role in said and role != "text"]
    if found.leaf is not None:
        return any(words(one) != words(found.leaf.label) for one in where)
    return bool(found.reason)


def _signature(said: Mapping[str, str]) -> str:
    """Who wrote a row: a name and whom it speaks for, in one line."""
    name, body = (" ".join(said.get(role, "").split()) for role in ("name", "institution"))
    return f"{name} ({body})" if name and body and name != body else name or body


def _signed(text: str) -> str:
    """Who a text says at its end that it is from."""
    found = SIGNED.search(text[-LONGEST_SIGNATURE:])
    return " ".join(found.group(1).split()) if found else ""
