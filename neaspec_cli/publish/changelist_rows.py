"""Rows of tables that came or went whole, so that a list of changes tells each as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from neaspec_cli.core import markdown
from neaspec_cli.core.markdown import Node
from neaspec_cli.publish.copy import Copy, PrintedLeaf, walk_blocks
from neaspec_cli.publish.printed import leaf_key


def whole_rows(copy: Copy) -> dict[str, int]:
    """By marker of each cell of such a row a number that its cells share; empty cells do not count."""
    leaf_of = {leaf_key(leaf): leaf for leaf in copy.leaves}
    found: dict[str, int] = {}
    for number, row in enumerate(row for section in copy.sections for row in _rows(section.tree)):
        cells = list(_cells(row, leaf_of))
        fates = {cell.change for cell in cells}
        if fates in ({"inserted"}, {"deleted"}):
            found |= {cell.marker: number for cell in cells}
    return found


def _rows(tree: list[Node]) -> Iterator[Sequence[Any]]:
    """The rows of all tables, each as pandoc gives it: attributes and cells."""
    for node in walk_blocks(tree):
        if node["t"] == "Table":
            _, _, _, head, bodies, foot = node["c"]
            yield from head[1]
            for body in bodies:
                yield from (*body[2], *body[3])
            yield from foot[1]


def _cells(row: Sequence[Any], leaf_of: Mapping[int, PrintedLeaf]) -> Iterator[PrintedLeaf]:
    """The paragraphs in the cells of a row, without those of notes."""
    for cell in row[1]:
        for read in markdown.leaves(cell[4]):
            leaf = leaf_of.get(id(read.inlines))
            if leaf is not None and leaf.block.kind == "cell":
                yield leaf
