"""Table cells put in, taken out, merged or divided: told in words, since a table of Markdown has whole rows only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from neaspec_cli.core.comments import Place
from neaspec_cli.intake.placing import Placement, Target
from neaspec_cli.intake.word_items import NOWHERE, QUOTE, Item
from neaspec_cli.intake.word_links import Links, marks_of
from neaspec_cli.intake.word_marks import CELLS, Mark
from neaspec_cli.intake.word_text import Paragraph

SAID = {
    "cellIns": "Table cells put in, row by row",
    "cellDel": "Table cells taken out, row by row",
    "cellMerge": "Table cells merged or divided, row by row",
}


def changed_cells(paragraphs: Sequence[Paragraph], links: Links, placement: Placement) -> Iterator[Item]:
    """One item for each table and kind of change, placed on the first cell of the table that is known beside them."""
    in_tables = [one for one in paragraphs if one.rows and not one.in_column]
    for _, group in groupby(in_tables, key=lambda one: one.rows[-1].table):
        inside = list(group)
        for tag in CELLS:
            changed = {one.container for one in inside if any(mark.tag == tag for mark in one.formats)}
            if changed:
                cells = [one for one in inside if one.container in changed]
                yield _item(tag, cells, _beside(inside, cells, links, placement))


def _item(tag: str, cells: Sequence[Paragraph], target: Target | None) -> Item:
    said = f"{SAID[tag]}: {_words(tag, cells)}"
    marks = _marks(tag, cells)
    if target is None:
        return Item((NOWHERE, 0), Place(quote=_words(tag, cells)[:QUOTE]), None, marks, said)
    return Item((target.numbers[0], NOWHERE), target.leaves[0].place(), None, marks, said)


def _words(tag: str, cells: Sequence[Paragraph]) -> str:
    rows = groupby(cells, key=lambda one: one.rows[-1])
    return "; ".join(" | ".join(_of_row(tag, list(row))) for _, row in rows)


def _of_row(tag: str, cells: Sequence[Paragraph]) -> Iterator[str]:
    for _, cell in groupby(cells, key=lambda one: one.container):
        texts = (one.original if tag == "cellDel" else one.accepted for one in cell)
        yield " ".join(" ".join(texts).split()) or "(empty)"


def _marks(tag: str, cells: Sequence[Paragraph]) -> tuple[Mark, ...]:
    """Those of the cells; what was written into new cells came with them."""
    own = [mark for one in cells for mark in one.formats if mark.tag == tag or one.in_new_cell]
    return tuple(dict.fromkeys([*own, *marks_of([one for one in cells if one.in_new_cell])]))


def _beside(
    inside: Sequence[Paragraph], cells: Sequence[Paragraph], links: Links, placement: Placement
) -> Target | None:
    rows = {one.rows[-1] for one in cells}
    in_rows = [one for one in inside if one.rows[-1] in rows]
    numbers = (links.original_of.get(one) for one in (*in_rows, *inside))
    return next((placement.targets[one] for one in numbers if one in placement.targets), None)
