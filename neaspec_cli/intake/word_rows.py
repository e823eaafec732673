"""Rows and tables put in or taken out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from neaspec_cli.core import proposals
from neaspec_cli.core.comments import Place
from neaspec_cli.intake.placing import Placement, Target
from neaspec_cli.intake.word_columns import Layout, spread
from neaspec_cli.intake.word_items import NOWHERE, QUOTE, Item
from neaspec_cli.intake.word_links import Links, marks_of
from neaspec_cli.intake.word_marks import Mark
from neaspec_cli.intake.word_text import Paragraph, Row


def changed_rows(
    paragraphs: Sequence[Paragraph], links: Links, placement: Placement, layouts: Mapping[int, Layout]
) -> Iterator[Item]:
    """Inserted and deleted table rows, one item each; a table that is new as a whole is one item.

    `layouts` are those of tables of which columns came or went.
    """
    rows: dict[Row, list[Paragraph]] = {}
    for paragraph in paragraphs:
        for row in paragraph.rows[-1:]:
            rows.setdefault(row, []).append(paragraph)
    around = _around(paragraphs, links, placement)
    beside = _beside({row: _target_of(inside, links, placement) for row, inside in rows.items()})
    new_tables = _new_tables(rows)
    for inside in new_tables.values():
        yield table_item(around.get(inside[0].rows[-1], (None, "after")), inside)
    for row, inside in rows.items():
        if not row.changes or row.table in new_tables:
            continue
        marks = marks_of(inside)
        if inside[0].row_in_original:
            target, cells = _target_of(inside, links, placement), cells_of(inside, original=True)
            if target is not None or any(cell.strip() for cell in cells):
                yield _row_item(target, proposals.DeleteRow(cells), marks)
        elif inside[0].row_in_accepted:
            target, where = beside.get(row, around.get(row, (None, "after")))
            cells = spread(cells_of(inside, original=False), layouts.get(row.table))
            yield _row_item(target, proposals.InsertRow(cells, where), marks)


def _around(
    paragraphs: Sequence[Paragraph], links: Links, placement: Placement
) -> dict[Row, tuple[Target, str]]:
    """For every row the placed paragraph that it stands after, else the one that it stands before."""
    found: dict[Row, tuple[Target, str]] = {}
    for one_by_one, where in ((paragraphs, "after"), (paragraphs[::-1], "before")):
        last: Target | None = None
        for paragraph in one_by_one:
            last = placement.targets.get(links.original_of.get(paragraph, -1), last)
            if last is not None and paragraph.rows:
                found.setdefault(paragraph.rows[-1], (last, where))
    return found


def _new_tables(rows: Mapping[Row, Sequence[Paragraph]]) -> dict[int, list[Paragraph]]:
    """Tables of which no row stands when all changes are rejected, with what stands when they are accepted."""
    old = {row.table for row, inside in rows.items() if inside[0].row_in_original}
    tables: dict[int, list[Paragraph]] = {}
    for row, inside in rows.items():
        if row.table not in old and inside[0].row_in_accepted:
            tables.setdefault(row.table, []).extend(inside)
    return tables


def table_item(beside: tuple[Target | None, str], inside: Sequence[Paragraph]) -> Item:
    """A new table beside a paragraph."""
    target, where = beside
    by_row = groupby(inside, key=lambda one: one.rows[-1])
    lines = [" | ".join(map(_escaped, cells_of(list(row), original=False))) for _, row in by_row]
    proposal = proposals.InsertBlock("\n".join(lines), where, "table")
    marks = marks_of(inside)
    if target is None:
        return Item((NOWHERE, 0), Place(quote=lines[0][:QUOTE]), proposal, marks)
    return Item((target.numbers[0], NOWHERE), target.leaves[0].place(), proposal, marks)


def _escaped(cell: str) -> str:
    return " ".join(cell.split()).replace("|", "\\|")


def _row_item(
    target: Target | None, proposal: proposals.InsertRow | proposals.DeleteRow, marks: tuple[Mark, ...]
) -> Item:
    if target is None:
        return Item((NOWHERE, 0), Place(quote=" | ".join(proposal.cells)[:QUOTE]), proposal, marks)
    return Item((target.numbers[0], NOWHERE), target.leaves[0].place(), proposal, marks)


def cells_of(inside: Sequence[Paragraph], *, original: bool) -> tuple[str, ...]:
    """What the cells of a row say, with all changes rejected or accepted."""
    by_cell = groupby(inside, key=lambda one: (one.column, one.container))
    return tuple(
        "\n\n".join(one.original if original else one.accepted for one in cell) for _, cell in by_cell
    )


def _target_of(inside: Sequence[Paragraph], links: Links, placement: Placement) -> Target | None:
    numbers = (links.original_of.get(one) for one in inside)
    return next((placement.targets[one] for one in numbers if one in placement.targets), None)


def _beside(targets: Mapping[Row, Target | None]) -> dict[Row, tuple[Target, str]]:
    """For every row the circulated row of its table that it stands after, else the one that it stands before."""
    found: dict[Row, tuple[Target, str]] = {}
    for rows, where in ((list(targets), "after"), (list(targets)[::-1], "before")):
        known: dict[int, Target] = {}
        for row in rows:
            if row.table in known:
                found.setdefault(row, (known[row.table], where))
            target = targets[row]
            if target is not None:
                known[row.table] = target
    return found
