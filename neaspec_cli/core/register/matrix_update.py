"""What colleagues filled in on the workbook of dispositions, compared with what it held and with what is on record now.

A row goes in when it was changed in the workbook and nothing of it was changed on record meanwhile, whether by a
decision or by other words of the source; a row that cannot go in is refused whole, and the others go in.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from neaspec_cli.core.comments import KINDS, VERDICTS, Comment, Disposition, SourceFeedback
from neaspec_cli.core.register.dispositions import why_not
from neaspec_cli.core.register.matrix import (
    OPEN,
    PROPOSED,
    SAID,
    Stood,
    as_cell,
    digest,
    mark,
    open_cells,
    plain,
    said,
)
from neaspec_cli.errors import NeaspecError

DECISION = ("disposition", "wording", "reason")
CHOSEN = ("kind", "disposition")
"""Names of the columns that hold one of a few words, whatever their capitals and spaces."""
TYPED = {
    "accept": "accepted",
    "accepted with modifications": "accepted with modification",
    "accepted with changes": "accepted with modification",
    "reject": "not accepted",
    "rejected": "not accepted",
    "note": "noted",
    "defer": "deferred",
}
"""What people type where they do not choose, and what they mean by it."""


@dataclass(frozen=True)
class MatrixRow:
    """A row of a workbook that came back: whose it is, what its cells hold by name, and what they held when written."""

    number: int
    mark: str
    cells: Mapping[str, str]
    stood: Mapping[str, Stood]


@dataclass(frozen=True)
class CellChange:
    """A cell by the name of its column: what is on record, and what the workbook says."""

    name: str
    on_record: str
    workbook: str


@dataclass(frozen=True)
class Edited:
    """A comment that was changed by its row."""

    id: str
    cells: tuple[CellChange, ...]


@dataclass(frozen=True)
class RefusedRow:
    """A row that did not go in, and why; `cells` where two values stand against each other."""

    number: int
    id: str
    reason: str
    cells: tuple[CellChange, ...] = ()


@dataclass
class Update:
    """The feedback with all rows taken in, what was changed, what was refused, and cut cells that were left alone."""

    after: dict[str, SourceFeedback]
    edited: list[Edited] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    left: list[tuple[int, str, str]] = field(default_factory=list)


class RowRefused(NeaspecError):
    """A row that cannot go in; caught row by row."""

    def __init__(self, reason: str, cells: Sequence[CellChange] = ()) -> None:
        super().__init__(reason)
        self.cells = tuple(cells)


def update(
    rows: Iterable[MatrixRow],
    feedbacks: Iterable[SourceFeedback],
    *,
    by: str,
    on: datetime.date,
    titles: Mapping[str, str],
) -> Update:
    """Take the rows in; `titles` are the headings of the columns by name, for what is told of them."""
    result = Update({one.source: one for one in feedbacks})
    known = {
        mark(one, comment): (one.source, comment) for one in result.after.values() for comment in one.comments
    }
    changed: dict[str, dict[str, Comment]] = defaultdict(dict)
    for row in _once(rows, result):
        try:
            source, comment = _comment_of(row, known)
            result.left += [(row.number, comment.id, name) for name in _cut_and_changed(row)]
            cells = _own_edits(row, comment, titles)
            if cells:
                changed[source][comment.id] = _with_cells(comment, cells, by, on)
                result.edited.append(Edited(comment.id, cells))
        except RowRefused as refusal:
            identifier = row.mark.rpartition("/")[2]
            result.refused.append(RefusedRow(row.number, identifier, refusal.message, refusal.cells))
    for source, comments in changed.items():
        feedback = result.after[source]
        after = tuple(comments.get(one.id, one) for one in feedback.comments)
        result.after[source] = replace(feedback, comments=after)
    return result


def _once(rows: Iterable[MatrixRow], result: Update) -> Iterator[MatrixRow]:
    """Each comment's row; of rows copied within the workbook one where they agree, none where they differ."""
    by_mark: dict[str, list[MatrixRow]] = defaultdict(list)
    for row in rows:
        by_mark[row.mark or f"row {row.number}"].append(row)
    for copies in by_mark.values():
        first = copies[0]
        if all((one.cells, one.stood) == (first.cells, first.stood) for one in copies):
            yield first
            continue
        numbers = " and ".join(str(one.number) for one in copies)
        reason = f"the comment stands in rows {numbers}, which differ"
        result.refused.append(RefusedRow(first.number, first.mark.rpartition("/")[2], reason))


def _comment_of(row: MatrixRow, known: Mapping[str, tuple[str, Comment]]) -> tuple[str, Comment]:
    if not row.mark:
        raise RowRefused("the row was added by hand; put new comments on record with neaspec feedback add")
    if row.mark not in known:
        raise RowRefused(f"there is no comment {row.mark} on record")
    if SAID not in row.stood or not set(OPEN) <= set(row.stood):
        raise RowRefused(
            "its hidden cells were changed; write the workbook anew with neaspec feedback report"
        )
    return known[row.mark]


def _cut_and_changed(row: MatrixRow) -> list[str]:
    """Cells that the workbook holds only the beginning of are never read, whatever they say."""
    return [
        name for name, one in row.stood.items() if one.is_cut and name in row.cells and _is_edited(row, name)
    ]


def _is_edited(row: MatrixRow, name: str) -> bool:
    return name in row.stood and digest(row.cells[name]) != row.stood[name].digest


def _own_edits(row: MatrixRow, comment: Comment, titles: Mapping[str, str]) -> tuple[CellChange, ...]:
    """The cells that the workbook changes; refuses the row where that cannot be, or not any more."""
    edited = [name for name in row.cells if _is_edited(row, name) and not row.stood[name].is_cut]
    closed = [titles[name] for name in edited if name not in OPEN]
    if closed:
        raise RowRefused(f"{' and '.join(closed)} was changed, which is not decided in this table")
    now = open_cells(comment)
    change = {name: CellChange(name, now[name], row.cells[name]) for name in OPEN if name in row.cells}
    own = [one for name, one in change.items() if name in edited and _differs(one)]
    if own:
        _check_still_stands(row, comment, change, own)
    return tuple(own)


def _check_still_stands(
    row: MatrixRow, comment: Comment, change: Mapping[str, CellChange], own: Sequence[CellChange]
) -> None:
    """Refuse where somebody else changed the comment since the workbook was written."""
    if row.stood[SAID].digest != said(comment):
        raise RowRefused("the source has said it in other words since the workbook was written")
    meanwhile = [
        one
        for name, one in change.items()
        if digest(one.on_record) != row.stood[name].digest and _differs(one)
    ]
    if meanwhile:
        both = [one for one in change.values() if one in own or one in meanwhile]
        raise RowRefused("it was changed on record since the workbook was written", both)


def _differs(one: CellChange) -> bool:
    """Does the workbook say something else than the record?"""
    return as_cell(one.on_record) != as_cell(_chosen(one.workbook) if one.name in CHOSEN else one.workbook)


def _chosen(cell: str) -> str:
    """One of a few words as the record has it."""
    words = " ".join(plain(cell).lower().split())
    verdict = words.removesuffix(PROPOSED)
    return TYPED.get(verdict, verdict) + words[len(verdict) :]


def _with_cells(comment: Comment, cells: Sequence[CellChange], by: str, on: datetime.date) -> Comment:
    """The comment as its row has it."""
    said_now = {one.name: plain(one.workbook) for one in cells}
    kind = _chosen(said_now.get("kind", comment.kind))
    if kind not in KINDS:
        raise RowRefused(f"{kind!r} is no kind of comment; kinds are {', '.join(KINDS)}")
    changed = replace(comment, kind=kind, note=said_now.get("note", comment.note))
    if said_now.keys().isdisjoint(DECISION):
        return changed
    return replace(changed, disposition=_decision({**open_cells(comment), **said_now}, by, on))


def _decision(cells: Mapping[str, str], by: str, on: datetime.date) -> Disposition | None:
    words = _chosen(cells["disposition"])
    if not words:
        if cells["wording"] or cells["reason"]:
            raise RowRefused("a wording or a reason stands without a disposition")
        return None
    verdict = words.removesuffix(PROPOSED)
    if verdict not in VERDICTS:
        raise RowRefused(
            f"{cells['disposition']!r} is no disposition; dispositions are {', '.join(VERDICTS)}"
        )
    decision = Disposition(
        verdict, cells["wording"].strip(), cells["reason"].strip(), by, on, verdict == words
    )
    problem = why_not(decision)
    if problem:
        raise RowRefused(problem)
    return decision
