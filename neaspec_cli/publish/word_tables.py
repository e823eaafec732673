"""Tables of Word: those of the plan, whose head returns on each page, and boxes of one cell around annotations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any

from neaspec_cli.core.markdown import Node
from neaspec_cli.publish.word_styles import EDGE, MARGIN, PAPERS, RULE, SIDE, TINT, border, shading
from neaspec_cli.publish.wordml import Element, cell_width, local, paragraph, w

WIDE_FROM_COLUMNS = 4
"""From here a table takes the whole width between the margins."""
_ALIGNMENTS = {"AlignRight": "right", "AlignCenter": "center"}
_PADDING = 108
_LETTER = 105
"""Room for a letter of the bold words of a head, in twentieths of a point."""
_THICK = 8
_ROOM = 227
BOXES = {
    "annotation": ((("left", "single", 16, EDGE),), TINT),
    "placeholder": (
        tuple((side, "dashed", 6, EDGE) for side in ("top", "left", "bottom", "right")),
        "FFF8E5",
    ),
}
"""By class of the div: the sides of its box and its ground."""
Cell = Callable[[Sequence[Node], bool, str], list[Element]]


def box(content: list[Element], look: str, left: int, width: int) -> Element:
    """A box around blocks, its text `width` wide: a table of one cell, since borders of paragraphs break at lists."""
    sides, ground = BOXES[look]
    padding = {"top": 100, "left": _ROOM, "bottom": 20, "right": _ROOM}
    margins = w("tblCellMar", *(w(side, w=space, type="dxa") for side, space in padding.items()))
    outer = width + 2 * _ROOM
    properties = table_properties(
        left - _ROOM, outer, w("tblBorders", *(_side(*side) for side in sides)), margins
    )
    cell = w("tc", w("tcPr", cell_width(outer), shading(ground)), *_ended(content, "Spacer"))
    return w("tbl", properties, grid([outer]), w("tr", cell))


def _side(side: str, kind: str, thickness: int, color: str) -> Element:
    return w(side, val=kind, sz=thickness, space=0, color=color)


def table(node: Node, cell: Cell, left: int, width: int, right: int) -> Element:
    """A table of the tree; `cell` writes the blocks of a cell, given whether it is a head and how it aligns."""
    _, _, columns, head, bodies, foot = node["c"]
    heads = list(head[1])
    rows = [row for body in bodies for row in (*body[2], *body[3])] + list(foot[1])
    count = max([len(columns), *(len(row[1]) for row in (*heads, *rows))])
    if count >= WIDE_FROM_COLUMNS:
        left, width = 0, left + width + right
    widths = column_widths([[_length(one) for one in row[1]] for row in (*heads, *rows)], count, width)
    alignments = [_ALIGNMENTS.get(column[0]["t"], "") for column in columns] + [""] * (count - len(columns))
    made = [_row(row, cell, widths, alignments, is_head=True) for row in heads]
    made += [_row(row, cell, widths, alignments, is_head=False) for row in rows]
    inside = border("insideH", 2, 0, RULE)
    borders = w("tblBorders", border("top", _THICK, 0), border("bottom", _THICK, 0), inside)
    return w("tbl", table_properties(left, width, borders, None), grid(widths), *made)


def plain_table(rows: Sequence[Sequence[str]], words: Callable[[str], Element]) -> Element:
    """A table of plain words, as wide as the text; `words` writes those of a cell, and the first row is its head."""
    count = max(map(len, rows))
    lengths = [[(len(cell), max(map(len, cell.split()), default=0)) for cell in row] for row in rows]
    widths = column_widths(lengths, count, PAPERS["A4"][0] - 2 * (MARGIN + SIDE))
    made = []
    for number, row in enumerate(rows):
        style = "TableText" if number else "TableHead"
        cells = [[paragraph(style, words(cell))] if cell else [] for cell in row] + [[]] * (count - len(row))
        boxes = [table_cell(cell, width, number == 0) for cell, width in zip(cells, widths, strict=True)]
        made.append(w("tr", w("trPr", w("cantSplit"), None if number else w("tblHeader")), *boxes))
    inside = border("insideH", 2, 0, RULE)
    borders = w("tblBorders", border("top", _THICK, 0), border("bottom", _THICK, 0), inside)
    return w("tbl", table_properties(SIDE, sum(widths), borders, None), grid(widths), *made)


def column_widths(lengths: Sequence[Sequence[tuple[int, int]]], count: int, width: int) -> list[int]:
    """Widths by the words of the columns; `lengths` has for each cell its length and that of its longest word.

    No word is broken as long as the longest of all columns find room beside each other.
    """
    weights = [1.0] * count
    least = [2 * _PADDING] * count
    for row in lengths:
        for column, (length, word) in enumerate(row):
            weights[column] = max(weights[column], word + 3, min(length, 20) + 3 * sqrt(max(length - 20, 0)))
            least[column] = max(least[column], 2 * _PADDING + _LETTER * (word + 1))
    shares = _shared(weights, least if sum(least) <= width else [0] * count, width)
    widths = [int(share) for share in shares]
    widths[-1] += width - sum(widths)
    return widths


def _shared(weights: Sequence[float], least: Sequence[int], width: int) -> list[float]:
    """The width in proportion to the weights, but for columns that need more than that: these get what they need."""
    narrow: set[int] = set()
    while True:
        rest = width - sum(least[column] for column in narrow)
        total = sum(weight for column, weight in enumerate(weights) if column not in narrow) or 1.0
        shares = [
            float(least[column]) if column in narrow else rest * weight / total
            for column, weight in enumerate(weights)
        ]
        further = {column for column, share in enumerate(shares) if share < least[column]}
        if not further:
            return shares
        narrow |= further


def _row(row: Any, cell: Cell, widths: list[int], alignments: list[str], is_head: bool) -> Element:
    cells = [
        table_cell(cell(content[4], is_head, alignments[column]), widths[column], is_head)
        for column, content in enumerate(row[1])
    ]
    cells += [table_cell([], width, is_head) for width in widths[len(cells) :]]
    return w("tr", w("trPr", w("cantSplit"), w("tblHeader") if is_head else None), *cells)


def table_cell(content: list[Element], width: int, is_head: bool = False, ground: str = "") -> Element:
    """A cell of paragraphs on a ground of that colour; those of a head stand on a rule."""
    borders = w("tcBorders", border("bottom", _THICK, 0)) if is_head else None
    side = w("vAlign", val="bottom" if is_head else "top")
    return w(
        "tc",
        w("tcPr", cell_width(width), borders, shading(ground) if ground else None, side),
        *_ended(content, "TableText"),
    )


def table_properties(left: int, width: int, borders: Element, margins: Element | None) -> Element:
    """A table of fixed columns that begins `left` of the margin."""
    return w(
        "tblPr",
        w("tblW", w=width, type="dxa"),
        w("tblInd", w=left, type="dxa"),
        borders,
        w("tblLayout", type="fixed"),
        margins,
        w("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
    )


def grid(widths: Sequence[int]) -> Element:
    """The widths of the columns."""
    return w("tblGrid", *(w("gridCol", w=width) for width in widths))


def _ended(content: list[Element], style: str) -> list[Element]:
    """A cell ends with a paragraph (ECMA-376 Part 1, 17.4.65)."""
    return content if content and local(content[-1]) == "p" else [*content, paragraph(style)]


def _length(cell: Any) -> tuple[int, int]:
    words = list(_words(cell[4]))
    return sum(map(len, words)) + len(words), max(map(len, words), default=0)


def _words(value: object) -> list[str]:
    """The words of a cell, as pandoc separates them."""
    if isinstance(value, dict):
        if value.get("t") == "Str":
            return [value["c"]]
        return _words(value.get("c"))
    return [word for part in value for word in _words(part)] if isinstance(value, list) else []
