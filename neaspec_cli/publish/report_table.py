"""The tables of a disposition of comments in Word: how many were decided which way, and each comment in its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from neaspec_cli.core.register.figures import NOT_AGREED
from neaspec_cli.core.register.report import Report
from neaspec_cli.publish.printed import Look
from neaspec_cli.publish.word_inlines import properties, tongues
from neaspec_cli.publish.word_styles import QUIET, RULE, TINT, border, size
from neaspec_cli.publish.word_tables import grid, table_cell, table_properties
from neaspec_cli.publish.wordml import Element, paragraph, plain, w

WIDTHS = {"id": 640, "place": 1500, "source": 1560, "disposition": 1560}
"""Columns of a fixed width, in twentieths of a point; the others share the rest by their weights."""
WEIGHTS = {"comment": 9, "proposal": 8, "reason": 7}
LONG_ID = 1000
WHOLE_UNTIL = 900
"""A row with more characters than this in one cell may go on overleaf: whole it could be longer than a page."""
_THICK = 8


def tongued(words: str, *looks: Element) -> list[Element]:
    """Runs of what people wrote, each in its language; nothing in it has a meaning to Word."""
    return [
        plain(part, *looks, *properties(Look(language=language))) for part, language in tongues(words, words)
    ]


def tally(total: int, counts: Mapping[str, int], width: int) -> Element:
    """One row: all comments, then how many were disposed of in each way."""
    entries = [("comment" if total == 1 else "comments", total), *counts.items()]
    widths = _shared(width, [1] * len(entries))
    cells = []
    for (label, count), room in zip(entries, widths, strict=True):
        look = [] if count else [w("color", val=RULE)]
        number = plain(str(count), w("b"), w("bCs"), *size(32), *look)
        content = [paragraph("TableText", number), _quiet(_capital(label))]
        cells.append(table_cell(content, room, ground=TINT))
    edges = w("tblBorders", border("top", _THICK, 0, RULE), border("bottom", _THICK, 0, RULE))
    row = w("tr", w("trPr", w("cantSplit")), *cells)
    return w("tbl", table_properties(0, width, edges, None), grid(widths), row)


def table(report: Report, names: Mapping[str, str], width: int) -> Element:
    """One row a comment under a head that returns on each page; `names` are those of sources by their id."""
    titles = {name: title for name, title, _ in report.columns}
    columns = [name for name in ("id", "place", "source", *WEIGHTS) if name in titles]
    columns.insert(columns.index("reason"), "disposition")
    widths = _widths(report, columns, width)
    head = [
        table_cell([paragraph("TableHead", plain(titles[name]))], room, is_head=True)
        for name, room in zip(columns, widths, strict=True)
    ]
    rows = [w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *head)]
    for row in report.rows:
        cells = [
            table_cell(_content(name, row, names), room) for name, room in zip(columns, widths, strict=True)
        ]
        whole = max(map(len, row.values()), default=0) <= WHOLE_UNTIL
        rows.append(w("tr", w("trPr", w("cantSplit")) if whole else None, *cells))
    inside = border("insideH", 2, 0, RULE)
    edges = w("tblBorders", border("top", _THICK, 0), border("bottom", _THICK, 0), inside)
    return w("tbl", table_properties(0, width, edges, None), grid(widths), *rows)


def _widths(report: Report, columns: Sequence[str], width: int) -> list[int]:
    fixed = dict(WIDTHS)
    if any(len(row["id"]) > len(str(len(report.rows))) for row in report.rows):
        fixed["id"] = LONG_ID
    rest = width - sum(fixed[name] for name in columns if name in fixed)
    found = fixed | dict(zip(WEIGHTS, _shared(rest, list(WEIGHTS.values())), strict=True))
    return [found[name] for name in columns]


def _shared(width: int, weights: Sequence[int]) -> list[int]:
    """The width in parts by their weights, nothing left over."""
    shares = list(accumulate(weights, initial=0))
    return [width * end // shares[-1] - width * start // shares[-1] for start, end in pairwise(shares)]


def _content(name: str, row: Mapping[str, str], names: Mapping[str, str]) -> list[Element]:
    """The paragraphs of one cell."""
    words = row[name]
    match name:
        case "source":
            return [_said(names.get(words, words)), *_sponsors(row.get("also", ""), names)]
        case "place":
            kind = [_quiet(row["kind"])] if row["kind"] != words.lower() else []
            return [_said(_capital(words), w("b"), w("bCs")), *kind]
        case "disposition":
            return [_said(_capital(words), w("b"), w("bCs")) if words else _quiet(NOT_AGREED)]
        case "proposal":
            return [_said(_capital(words))]
        case "reason":
            return _reason(row)
        case _:
            return [_said(words)]


def _sponsors(also: str, names: Mapping[str, str]) -> list[Element]:
    """Others who ask for the same."""
    named = "; ".join(names.get(one, one) for one in also.split("; ")) if also else ""
    return [_quiet(f"Also asked by {named}")] if named else []


def _reason(row: Mapping[str, str]) -> list[Element]:
    """Why, the wording used where it is another than was proposed, and the note where the report shows it."""
    labelled = (("Wording used", row["wording"]), ("Internal note", row.get("note", "")))
    said = [_said(row["reason"])] if row["reason"] else []
    for label, words in labelled:
        if words:
            mark = plain(f"{label}: ", w("i"), w("iCs"), w("color", val=QUIET))
            said.append(paragraph("TableText", mark, *tongued(words)))
    return said or [paragraph("TableText")]


def _quiet(words: str) -> Element:
    return paragraph("TableText", *tongued(words, w("color", val=QUIET), *size(16)))


def _said(words: str, *looks: Element) -> Element:
    return paragraph("TableText", *tongued(words, *looks))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
