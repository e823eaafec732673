"""Tables of other documents as plain rows and columns: one line a cell, one head row, no joined cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from neaspec_cli.core.beginning.remarks import Remark
from neaspec_cli.core.text.blocks import Node

Tidy = Callable[[Sequence[Node]], list[Node]]
_NO_ATTRIBUTES: list[Any] = ["", [], []]


def plain_table(node: Node, tidy: Tidy) -> tuple[Node, tuple[Remark, ...]]:
    """The table without its caption; words of joined cells stand in the first of them."""
    _, _, columns, head, bodies, foot = node["c"]
    rows = [*head[1], *(row for body in bodies for row in [*body[2], *body[3]]), *foot[1]]
    remarks: list[Remark] = []
    width = len(columns)
    grid = _grid([row[1] for row in rows], width, tidy, remarks)
    if not head[1] and grid:
        remarks.append(Remark("table without a head: its first row is the head"))
    cells = [[_NO_ATTRIBUTES, [_cell(one) for one in row]] for row in grid]
    alignments = [[alignment, {"t": "ColWidthDefault"}] for alignment, _ in columns]
    body = [_NO_ATTRIBUTES, 0, [], cells[1:]]
    content = [
        _NO_ATTRIBUTES,
        [None, []],
        alignments,
        [_NO_ATTRIBUTES, cells[:1]],
        [body],
        [_NO_ATTRIBUTES, []],
    ]
    return {"t": "Table", "c": content}, tuple(remarks)


def _grid(
    rows: Sequence[Sequence[Any]], width: int, tidy: Tidy, remarks: list[Remark]
) -> list[list[list[Node]]]:
    """Inlines of every cell, cells that are joined over rows or columns set out one by one."""
    grid: list[list[list[Node]]] = []
    taken: set[tuple[int, int]] = set()
    for number, cells in enumerate(rows):
        row: list[list[Node]] = [[] for _ in range(width)]
        column = 0
        for _, _, height, breadth, content in cells:
            while (number, column) in taken:
                column += 1
            if column >= width:
                break
            row[column] = _line(tidy(content), remarks)
            taken |= {(number + down, column + right) for down in range(height) for right in range(breadth)}
            if height > 1 or breadth > 1:
                remarks.append(Remark("joined cells of a table set apart"))
        grid.append(row)
    return grid


def _line(blocks: Sequence[Node], remarks: list[Remark]) -> list[Node]:
    """All inlines of a cell in one line."""
    parts = [part for part in _paragraphs(blocks) if part]
    if len(parts) > 1:
        remarks.append(Remark("paragraphs of a table cell joined"))
    line: list[Node] = []
    for part in parts:
        line += [{"t": "Space"}] if line else []
        line += [{"t": "Space"} if one["t"] in ("LineBreak", "SoftBreak") else one for one in part]
    return line


def _paragraphs(blocks: Sequence[Any]) -> Iterator[list[Node]]:
    for node in blocks:
        match node["t"]:
            case "Para" | "Plain":
                yield node["c"]
            case "CodeBlock":
                yield [{"t": "Code", "c": [_NO_ATTRIBUTES, " ".join(node["c"][1].split())]}]
            case "BulletList":
                yield from (part for item in node["c"] for part in _paragraphs(item))
            case "OrderedList":
                yield from (part for item in node["c"][1] for part in _paragraphs(item))
            case "DefinitionList":
                for term, definitions in node["c"]:
                    yield term
                    yield from (part for one in definitions for part in _paragraphs(one))
            case "BlockQuote":
                yield from _paragraphs(node["c"])
            case "Div":
                yield from _paragraphs(node["c"][1])
            case "Table":
                for row in [*node["c"][3][1], *node["c"][4][0][3]]:
                    yield from (part for cell in row[1] for part in _paragraphs(cell[4]))


def _cell(inlines: list[Node]) -> list[Any]:
    content = [{"t": "Plain", "c": inlines}] if inlines else []
    return [_NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, content]
