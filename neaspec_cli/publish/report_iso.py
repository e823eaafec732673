"""The disposition of comments as a filled commenting form of ISO, IEC and CEN in Word (edition of 2012).

As in the form, the headings and what it is about stand in the page header and come again on each page; the table of the
body begins with the first comment.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from neaspec_cli.core.plan import PlanSettings
from neaspec_cli.core.register.layouts import LaidRow, as_it_is
from neaspec_cli.core.register.report import Report
from neaspec_cli.core.rounds import Circulation
from neaspec_cli.publish import report_front, word_package
from neaspec_cli.publish.package import Package
from neaspec_cli.publish.report_table import shared, tongued
from neaspec_cli.publish.report_word import add_parts, footer
from neaspec_cli.publish.row_texts import RowTexts
from neaspec_cli.publish.word_styles import PAPERS, border, size
from neaspec_cli.publish.word_tables import grid, table_properties
from neaspec_cli.publish.wordml import Element, cell_width, paragraph, plain, w

TITLE = "Comments and secretariat observations"
WEIGHTS = (1100, 880, 1260, 1340, 1060, 3900, 3900, 2436)
"""How the columns share the width of the page."""
EXAMPLES = {"line": "(e.g. 17)", "clause": "(e.g. 3.1)", "element": "(e.g. Table 1)"}
NOTED = {"body": "1", "type": "2"}
LEGEND = (
    ("1", " Who commented, by country code and number.   "),
    ("2", " Type of comment: ge = general, te = technical, ed = editorial."),
)
_MARGIN = 851
_HEAD_WEIGHTS = (7740, 2410, 3119, 2607)
_LINE = 6


def write_iso_form(
    report: Report,
    settings: PlanSettings,
    circulation: Circulation,
    properties: Mapping[str, str],
    day: datetime.date,
) -> bytes:
    """A report in the columns of the form (`core.register.iso_layout`); `day` is when the file says it was made."""
    package = Package()
    rules = settings.rules
    width = PAPERS[rules.paper][1] - 2 * _MARGIN
    add_parts(package, rules.language, width)
    front = report_front.front(report, settings, circulation, day)
    foot = footer(front)
    foot.insert(0, paragraph("Footer", *_legend()))
    page = _page(package, rules.paper, _header(report, settings, circulation, width), foot)
    word_package.add_properties(package, report.title, settings, day, properties)
    texts = RowTexts()
    body = [_table(report, width, texts), paragraph("Spacer")]
    word_package.add_document(package, w("document", w("body", *body, page)), texts.filled)
    return package.content()


def _table(report: Report, width: int, texts: RowTexts) -> Element:
    """One row a comment, and a row to be filled in where there is none."""
    laid = as_it_is(report, WEIGHTS)
    blank = LaidRow(((),) * len(laid.columns))
    rows = [row for passage in laid.passages for row in passage.rows] or [blank]
    widths = shared(width, WEIGHTS)
    return _framed([texts.hold(rows, widths, _cell)], widths)


def _header(report: Report, settings: PlanSettings, circulation: Circulation, width: int) -> Element:
    """What the form is on, and its headings."""
    about = [
        [paragraph("TableText", plain(TITLE, w("b"), w("bCs"), *size(22)))],
        _says("Date", circulation.date.isoformat()),
        _says("Document", circulation.name),
        _says("Project", settings.title),
    ]
    heads = [_head(name, title) for name, title, _ in report.columns]
    return w(
        "hdr",
        _framed_row(about, shared(width, _HEAD_WEIGHTS)),
        paragraph("Spacer"),
        _framed_row(heads, shared(width, WEIGHTS)),
        paragraph("Spacer"),
    )


def _says(name: str, words: str) -> list[Element]:
    return [paragraph("TableText", plain(f"{name}: "), *tongued(words, w("b"), w("bCs")))]


def _head(name: str, title: str) -> list[Element]:
    middle = [w("jc", val="center")]
    note = [_raised(NOTED[name])] if name in NOTED else []
    made = [paragraph("TableHead", plain(title, *size(16)), *note, properties=middle)]
    if name in EXAMPLES:
        made.append(paragraph("TableText", plain(EXAMPLES[name], *size(16)), properties=middle))
    return made


def _legend() -> list[Element]:
    return [one for sign, words in LEGEND for one in (_raised(sign), plain(words))]


def _raised(sign: str) -> Element:
    return plain(sign, w("vertAlign", val="superscript"))


def _framed(rows: Sequence[Element], widths: Sequence[int]) -> Element:
    """A table with lines around every cell."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    edges = w("tblBorders", *(border(side, _LINE, 0) for side in sides))
    return w("tbl", table_properties(0, sum(widths), edges, None), grid(widths), *rows)


def _framed_row(cells: Sequence[list[Element]], widths: Sequence[int]) -> Element:
    """A table of one row, which does not go on overleaf."""
    made = [_cell(cell, room) for cell, room in zip(cells, widths, strict=True)]
    return _framed([w("tr", w("trPr", w("cantSplit")), *made)], widths)


def _cell(content: list[Element], width: int) -> Element:
    return w("tc", w("tcPr", cell_width(width)), *content)


def _page(package: Package, paper: str, header: Element, foot: Element) -> Element:
    """Landscape paper, the same head and foot on every page."""
    height, width = PAPERS[paper]
    parts = (("header", "default", "header1.xml", header), ("footer", "default", "footer1.xml", foot))
    sizes = dict.fromkeys(("top", "right", "bottom", "left"), _MARGIN)
    return w(
        "sectPr",
        *word_package.page_parts(package, parts),
        w("pgSz", w=width, h=height, orient="landscape"),
        w("pgMar", **sizes, header=567, footer=567, gutter=0),
    )
