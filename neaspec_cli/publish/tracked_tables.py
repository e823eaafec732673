"""Whole tables that come in as tracked changes: every row is an insertion, and so are the words of its cells."""

from __future__ import annotations

from collections.abc import Sequence

from neaspec_cli.core.compiling.tracking import By
from neaspec_cli.core.compiling.wants import Arrival
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.proposals import BEFORE
from neaspec_cli.core.text.table_rows import parsed_rows
from neaspec_cli.core.text.tables import caption_of, extent
from neaspec_cli.publish.tracked_words import Signer
from neaspec_cli.publish.word_tables import plain_table
from neaspec_cli.publish.wordml import Element, W, plain, w


def new_table(lines: Sequence[str], by: By, signer: Signer) -> Element:
    """A table of rows whose cells are divided by `|`, by those who want it."""
    rows = parsed_rows("\n".join(lines))
    made = plain_table(rows, lambda words: signer.sign("ins", by, plain(words)))
    for row in made.iter(f"{{{W}}}tr"):
        row_properties(row).append(signer.sign("ins", by))
    return made


def stands_beside(blocks: Sequence[Block], paragraphs: Sequence[Element], arrival: Arrival) -> Element | None:
    """What a new table stands beside where that is a cell: the table of the cell, or before it its caption."""
    if blocks[arrival.block].kind != "cell":
        return None
    caption = caption_of(blocks, extent(blocks, arrival.block)[0])
    if caption is not None and arrival.where == BEFORE:
        return paragraphs[caption]
    return next(paragraphs[arrival.block].iterancestors(f"{{{W}}}tbl"))


def row_properties(row: Element) -> Element:
    """The properties of a row, made where there are none."""
    found = row.find(f"{{{W}}}trPr")
    if found is None:
        found = w("trPr")
        row.insert(0, found)
    return found
