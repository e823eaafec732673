"""Rows, cells and tables that came without a mark; only for files that are this text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from neaspec_cli.core import proposals
from neaspec_cli.core.comments import Place
from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.intake.folding import fold
from neaspec_cli.intake.placing import Placement, Target
from neaspec_cli.intake.word_columns import Layout, spread
from neaspec_cli.intake.word_items import NOWHERE, Item
from neaspec_cli.intake.word_links import Links, marks_of
from neaspec_cli.intake.word_rows import cells_of, table_item
from neaspec_cli.intake.word_text import Paragraph, Row

_COLUMN = re.compile(r"column \d+\Z")


def silent_tables(
    paragraphs: Sequence[Paragraph],
    links: Links,
    placement: Placement,
    circulated: CirculatedText,
    layouts: Mapping[int, Layout],
) -> Iterator[Item]:
    """What is new in tables that nothing marks; tables that the file itself prints, such as a masthead, are none."""
    printed = {fold(line).text for line in circulated.furniture}
    beside: Target | None = None
    for table, group in groupby(paragraphs, key=lambda one: one.rows[-1].table if one.rows else 0):
        inside = [one for one in group if one.story == "body"]
        targets = {
            one: target
            for one in inside
            if (target := placement.targets.get(links.original_of.get(one, -1))) is not None
        }
        if table and not targets and beside is not None and _is_new(inside, printed):
            yield table_item((beside, "after"), inside)
        elif table and targets:
            yield from _in_table(inside, targets, links, placement, layouts.get(table))
        beside = [*targets.values()][-1] if targets else beside


def _is_new(inside: Sequence[Paragraph], printed: set[str]) -> bool:
    words = [one.original for one in inside if one.original.strip() and one.row_in_original]
    return (
        bool(words)
        and not any(one.in_contents for one in inside)
        and not all(fold(text).text in printed for text in words)
    )


def _in_table(
    inside: Sequence[Paragraph],
    targets: Mapping[Paragraph, Target],
    links: Links,
    placement: Placement,
    layout: Layout | None,
) -> Iterator[Item]:
    """Its new rows, and words in cells that were empty; a table of other columns than circulated is known by these."""
    rows = [(row, list(group)) for row, group in groupby(inside, key=lambda one: one.rows[-1])]
    above: Target | None = None
    for index, (row, of_row) in enumerate(rows):
        known = [targets[one] for one in of_row if one in targets]
        if known:
            above = known[0]
            yield from _filled(of_row, known[0], links, placement) if layout is None else ()
        elif _came(row, of_row):
            where = "after" if above is not None else "before"
            target = above or next(
                targets[one] for _, later in rows[index:] for one in later if one in targets
            )
            cells = spread(cells_of(of_row, original=False), layout)
            order = (target.numbers[0], NOWHERE)
            yield Item(order, target.leaves[0].place(), proposals.InsertRow(cells, where), marks_of(of_row))


def _came(row: Row, of_row: Sequence[Paragraph]) -> bool:
    """Did a row come whole, with words that nothing marks?"""
    return not row.changes and any(one.original.strip() and one.accepted.strip() for one in of_row)


def _filled(of_row: Sequence[Paragraph], known: Target, links: Links, placement: Placement) -> Iterator[Item]:
    leaf = known.leaves[0]
    if leaf.block.kind != "cell":
        return
    for _, group in groupby(of_row, key=lambda one: one.container):
        cell = list(group)
        numbers = [links.original_of.get(one, -1) for one in cell]
        is_known = any(one in placement.heads for one in numbers) or cell[0].in_new_cell or cell[0].in_column
        words = " ".join(" ".join(one.accepted for one in cell if one.original.strip()).split())
        if not is_known and words and cell[0].column:
            place = Place(leaf.section, _COLUMN.sub(f"column {cell[0].column}", leaf.label))
            yield Item((known.numbers[0], NOWHERE), place, proposals.InsertWords(words, at=0), marks_of(cell))
