"""Rows of tables that a merge leaves open: one that is to come, or one that is to go while others change its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neaspec_cli.core.bracketed.bracketing import bracket_words
from neaspec_cli.core.bracketed.rows import bracket_new_row, bracket_row
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Agreed, Alternative
from neaspec_cli.core.text.edits import SourceEdit
from neaspec_cli.core.text.rewriting import CannotPlace


@dataclass(frozen=True)
class InRow:
    """A row that some want out; `words` are changes in its cells, each with the name of its own bracket."""

    block: int
    cells: tuple[int, ...]
    against: tuple[str, ...]
    words: tuple[tuple[str, Agreed], ...] = ()


@dataclass(frozen=True)
class RowArrival:
    """A new row beside that of a cell."""

    block: int
    where: str
    cells: tuple[str, ...]
    holders: tuple[str, ...]


def edit_of_row(
    place: InRow | RowArrival, name: str, source: str, blocks: Sequence[Block], start: int
) -> SourceEdit:
    """The edit that writes it; `start` is the number of the section's first block."""
    if isinstance(place, RowArrival):
        beside = (place.block - start, place.where)
        return bracket_new_row(source, blocks, beside, place.cells, place.holders, name)
    if any("\n\n" in one.text for _, one in place.words):
        raise CannotPlace("brackets cannot part paragraphs within a cell")
    inner = [
        bracket_words(
            source,
            blocks,
            (one.block - start, one.start, one.end),
            [Alternative(one.text, one.holders, one.keys)],
            own,
        )
        for own, one in place.words
    ]
    held = [Alternative("", place.against, ())]
    return bracket_row(source, blocks, [at - start for at in place.cells], held, name, inner)
