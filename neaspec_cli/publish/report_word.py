"""The disposition of comments as a Word file, to be read and decided on in a meeting.

The audit trail is a table on landscape pages; by paragraph, tables stand under the words that they are on, upright.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from neaspec_cli.core.plan import PlanSettings
from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.core.register.layouts import Laid, Passage, audit_trail, by_paragraph
from neaspec_cli.core.register.report import Report, counts
from neaspec_cli.core.rounds import Circulation
from neaspec_cli.publish import report_front, word_package, word_styles
from neaspec_cli.publish.package import Package
from neaspec_cli.publish.report_front import Front
from neaspec_cli.publish.report_table import table, tally, tongued
from neaspec_cli.publish.row_texts import RowTexts
from neaspec_cli.publish.word_front import empty_header, page_numbers
from neaspec_cli.publish.word_styles import MARGIN, PAPERS, RULE, border, indent
from neaspec_cli.publish.wordml import Element, paragraph, plain, run, w


def write_report_word(
    report: Report,
    settings: PlanSettings,
    circulation: Circulation,
    properties: Mapping[str, str],
    day: datetime.date,
    passages_of: CirculatedText | None = None,
) -> bytes:
    """The report on a circulation's comments; `day` is the day that the file says it was made.

    It is shown where it is later than the circulation. `properties` are the custom properties of the file. With the
    circulated text in `passages_of` the report goes by paragraph.
    """
    names = report_front.names(settings)
    laid = by_paragraph(report, names, passages_of) if passages_of else audit_trail(report, names)
    front = report_front.front(report, settings, circulation, day)
    package = Package()
    rules = settings.rules
    width = PAPERS[rules.paper][0 if passages_of else 1] - 2 * MARGIN
    add_parts(package, rules.language, width)
    page = _page(package, rules.paper, front, is_upright=passages_of is not None)
    word_package.add_properties(package, report.title, settings, day, properties)
    texts = RowTexts()
    body = [*_heading(front), *_content(report, laid, width, texts)]
    word_package.add_document(package, w("document", w("body", *body, page)), texts.filled)
    return package.content()


def add_parts(package: Package, language: str, width: int) -> None:
    """Styles, settings, fonts and what else Word looks for, for a room of that width between the margins."""
    styles = word_styles.styles(language, width, {})
    word_package.add_word_part(package, "styles.xml", "styles", styles)
    word_package.add_word_part(package, "settings.xml", "settings", word_package.settings(language, False))
    word_package.add_word_part(package, "footnotes.xml", "footnotes", word_package.footnotes([]))
    word_package.add_word_part(package, "fontTable.xml", "fontTable", word_package.fonts())
    word_package.add_theme(package)


def _heading(front: Front) -> list[Element]:
    """What the report is on, and how it came to be."""
    made = [paragraph("DraftMark", _mark(front.mark))] if front.mark else []
    rule = [w("pBdr", border("bottom", 6, 4, RULE))]
    if front.owner:
        made.append(paragraph("MastheadOrganization", *tongued(front.owner), properties=rule))
    return [
        *made,
        paragraph("Title", *tongued(front.title)),
        paragraph("Subtitle", plain(front.subject)),
        paragraph("MastheadMeeting", plain(" ".join(front.facts))),
    ]


def _content(report: Report, laid: Laid, width: int, texts: RowTexts) -> list[Element]:
    """The counts and the tables, or the words that say that there is nothing."""
    if not report.rows:
        return [paragraph("Spacer"), paragraph("MastheadMeeting", plain(report_front.NONE))]
    made = [paragraph("Spacer"), tally(len(report.rows), counts(report), width)]
    section = ""
    for passage in laid.passages:
        if passage.section not in ("", section):
            section = passage.section
            made.append(_titled("Heading1", section))
        made += _above(passage)
        if passage.rows:
            made += [table(laid.columns, passage.rows, width, texts), paragraph("Spacer")]
    return made


def _above(passage: Passage) -> list[Element]:
    """What stands over the table of a passage: its name and its words as circulated."""
    if not passage.name:
        return [paragraph("Spacer")]
    made = [_titled("Heading2", passage.name)]
    if passage.text:
        made.append(
            paragraph("Notice", *tongued(passage.text), properties=[w("keepNext")] if passage.rows else [])
        )
    return made


def _titled(style: str, words: str) -> Element:
    return paragraph(style, *tongued(words), properties=[indent(0, 0, firstLine=0)])


def _mark(words: str) -> Element:
    return plain(words, w("rStyle", val="DraftSign"), w("b"), w("bCs"))


# --- pages ------------------------------------------------------------------------------------------------------


def _header(front: Front) -> Element:
    """The running head: plan and subject left; the circulation, and whether the report is internal, right."""
    mark = [_mark(front.mark), plain("   ")] if front.mark else []
    right = [*mark, plain(front.circulation, w("b"), w("bCs"))]
    return w("hdr", paragraph("Header", *tongued(f"{front.title}: {front.subject}"), run(w("tab")), *right))


def footer(front: Front) -> Element:
    """Which text the comments are on, and the page."""
    return w("ftr", paragraph("Footer", plain("   ·   ".join(front.foot)), run(w("tab")), *page_numbers()))


def _page(package: Package, paper: str, front: Front, *, is_upright: bool) -> Element:
    """The page and its margins; the first one has the heading instead of a head."""
    width, height = PAPERS[paper]
    foot = footer(front)
    parts = (
        ("header", "default", "header1.xml", _header(front)),
        ("header", "first", "header2.xml", empty_header()),
        ("footer", "default", "footer1.xml", foot),
        ("footer", "first", "footer2.xml", foot),
    )
    sizes = {"top": 1304, "right": MARGIN, "bottom": 1021, "left": MARGIN}
    sizes |= {"header": 737, "footer": 510, "gutter": 0}
    lying = w("pgSz", w=height, h=width, orient="landscape")
    return w(
        "sectPr",
        *word_package.page_parts(package, parts),
        w("pgSz", w=width, h=height) if is_upright else lying,
        w("pgMar", **sizes),
        w("titlePg"),
    )
