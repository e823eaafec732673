"""The text of one source: what was circulated with its tracked changes alone, as a reader who accepts them has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from neaspec_cli.core.compiling.tracking import Tracked
from neaspec_cli.core.compiling.wants import Words, comes_at, row_of
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.core.text.table_rows import parsed_rows


def alone(
    blocks: Sequence[Block],
    changes: Tracked,
    holder: str,
    spoken: Callable[[int, Sequence[Words]], str],
) -> list[str]:
    """The paragraphs and cells of the body with the changes of one source alone; those without words are left out.

    `spoken` gives the words of a block with some changes in it.
    """
    coming: dict[int, list[str]] = defaultdict(list)
    for one in changes.coming:
        if holder in one.by.holders and blocks[one.arrival.block].kind != "note":
            texts = one.arrival.texts
            if one.arrival.form == "table":
                texts = tuple(cell for row in parsed_rows("\n".join(texts)) for cell in row)
            coming[comes_at(blocks, one.arrival)] += [part for text in texts for part in text.split(BREAK)]
    out: list[str] = []
    held = ""
    rows = {
        block
        for first, by in changes.rows.items()
        if holder in by.holders
        for block in range(*row_of(blocks, first))
    }
    for number in range(len(blocks) + 1):
        out += coming.get(number, ())
        if number == len(blocks) or blocks[number].kind == "note" or number in rows:
            continue
        if number in changes.gone and holder in changes.gone[number].holders:
            continue
        words = [edit for edit, by in changes.edits.get(number, ()) if holder in by.holders]
        held += spoken(number, words)
        between = next((text for text, by in changes.joins.get(number, ()) if holder in by.holders), None)
        if between is not None:
            held += between
            continue
        out += held.split(BREAK)
        held = ""
    return [one for one in [*out, *held.split(BREAK)] if one.strip()]
