"""The tables of a disposition of comments in Word: how many were decided which way, and each comment in its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from itertools import accumulate, pairwise

from neaspec_cli.core.register.layouts import Column, LaidRow, capital
from neaspec_cli.publish.printed import Look
from neaspec_cli.publish.row_texts import RowTexts
from neaspec_cli.publish.word_inlines import properties, tongues
from neaspec_cli.publish.word_styles import QUIET, RULE, TINT, border, size
from neaspec_cli.publish.word_tables import grid, table_cell, table_properties
from neaspec_cli.publish.wordml import Element, paragraph, plain, w

_THICK = 8


def tongued(words: str, *looks: Element) -> list[Element]:
    """Runs of what people wrote, each in its language; nothing in it has a meaning to Word."""
    return [
        plain(part, *map(deepcopy, looks), *properties(Look(language=language)))
        for part, language in tongues(words, words)
    ]


def tally(total: int, counts: Mapping[str, int], width: int) -> Element:
    """One row: all comments, then how many were disposed of in each way."""
    entries = [("comment" if total == 1 else "comments", total), *counts.items()]
    widths = shared(width, [1] * len(entries))
    cells = []
    for (label, count), room in zip(entries, widths, strict=True):
        look = [] if count else [w("color", val=RULE)]
        number = plain(str(count), w("b"), w("bCs"), *size(32), *look)
        inner = [paragraph("TableText", number), _quiet(capital(label))]
        cells.append(table_cell(inner, room, ground=TINT))
    edges = w("tblBorders", border("top", _THICK, 0, RULE), border("bottom", _THICK, 0, RULE))
    row = w("tr", w("trPr", w("cantSplit")), *cells)
    return w("tbl", table_properties(0, width, edges, None), grid(widths), row)


def table(columns: Sequence[Column], rows: Sequence[LaidRow], width: int, texts: RowTexts) -> Element:
    """One row a comment under a head that returns on each page; the rows wait in `texts`."""
    widths = widths_of(columns, width)
    head = [
        table_cell([paragraph("TableHead", plain(one.title))], room, is_head=True)
        for one, room in zip(columns, widths, strict=True)
    ]
    made = [
        w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *head),
        texts.hold(rows, widths, table_cell),
    ]
    inside = border("insideH", 2, 0, RULE)
    edges = w("tblBorders", border("top", _THICK, 0), border("bottom", _THICK, 0), inside)
    return w("tbl", table_properties(0, width, edges, None), grid(widths), *made)


def widths_of(columns: Sequence[Column], width: int) -> list[int]:
    """The widths of the columns in a room; those without a width of their own share what is left by their weights."""
    rest = width - sum(one.width for one in columns)
    shares = iter(shared(rest, [one.weight for one in columns if not one.width]))
    return [one.width or next(shares) for one in columns]


def shared(width: int, weights: Sequence[int]) -> list[int]:
    """The width in parts by their weights, nothing left over."""
    shares = list(accumulate(weights, initial=0))
    return [width * end // shares[-1] - width * start // shares[-1] for start, end in pairwise(shares)]


def _quiet(words: str) -> Element:
    return paragraph("TableText", *tongued(words, w("color", val=QUIET), *size(16)))
