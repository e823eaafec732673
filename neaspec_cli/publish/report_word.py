"""The disposition of comments as a Word file: a table on landscape pages, to be read and decided on in a meeting."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from neaspec_cli.core.plan import PlanSettings
from neaspec_cli.core.register.report import INTERNAL, Report, counts
from neaspec_cli.core.rounds import Circulation, effective_deadline
from neaspec_cli.publish import days, word_package, word_styles
from neaspec_cli.publish.front import TEXT_ID_SHOWN
from neaspec_cli.publish.package import Package
from neaspec_cli.publish.report_table import table, tally, tongued
from neaspec_cli.publish.word_front import empty_header, page_numbers
from neaspec_cli.publish.word_styles import MARGIN, PAPERS, RULE, border
from neaspec_cli.publish.wordml import Element, paragraph, plain, run, w

SUBJECT = "Disposition of comments"
_INTERNAL_MARK = "INTERNAL: holds notes that do not leave the secretariat"
_NONE = "There are no comments to report."


def write_report_word(
    report: Report,
    settings: PlanSettings,
    circulation: Circulation,
    properties: Mapping[str, str],
    day: datetime.date,
) -> bytes:
    """The report on a circulation's comments; `day` is the day that the file says it was made.

    It is shown where it is later than the circulation. `properties` are the custom properties of the file.
    """
    package = Package()
    rules = settings.rules
    width = PAPERS[rules.paper][1] - 2 * MARGIN
    styles = word_styles.styles(rules.language, width, {})
    word_package.add_word_part(package, "styles.xml", "styles", styles)
    word_package.add_word_part(
        package, "settings.xml", "settings", word_package.settings(rules.language, False)
    )
    word_package.add_word_part(package, "footnotes.xml", "footnotes", word_package.footnotes([]))
    word_package.add_word_part(package, "fontTable.xml", "fontTable", word_package.fonts())
    word_package.add_theme(package)
    page = _page(package, rules.paper, _header(report, settings, circulation), _footer(circulation))
    word_package.add_properties(package, report.title, settings, day, properties)
    body = [*_heading(report, settings, circulation, day), *_content(report, settings, width)]
    word_package.add_document(package, w("document", w("body", *body, page)))
    return package.content()


def _heading(
    report: Report, settings: PlanSettings, circulation: Circulation, day: datetime.date
) -> list[Element]:
    """What the report is on, and how it came to be."""
    made = [paragraph("DraftMark", _mark())] if _is_internal(report) else []
    owner = settings.body or " ".join(settings.masthead.organization)
    rule = [w("pBdr", border("bottom", 6, 4, RULE))]
    if owner:
        made.append(paragraph("MastheadOrganization", *tongued(owner), properties=rule))
    return [
        *made,
        paragraph("Title", *tongued(settings.title)),
        paragraph("Subtitle", plain(SUBJECT)),
        paragraph("MastheadMeeting", plain(" ".join(_facts(circulation, day)))),
    ]


def _facts(circulation: Circulation, day: datetime.date) -> list[str]:
    deadline = days.in_words(effective_deadline(circulation))
    facts = [
        f"Circulation {circulation.name} of {days.in_words(circulation.date)}.",
        f"Comments were requested by {deadline}.",
    ]
    return [*facts, f"As at {days.in_words(day)}."] if day > circulation.date else facts


def _content(report: Report, settings: PlanSettings, width: int) -> list[Element]:
    """The counts and the table, or the words that say that there is nothing."""
    if not report.rows:
        return [paragraph("Spacer"), paragraph("MastheadMeeting", plain(_NONE))]
    names = {one.id: one.name for one in settings.participants}
    return [
        paragraph("Spacer"),
        tally(len(report.rows), counts(report), width),
        paragraph("Spacer"),
        table(report, names, width),
        paragraph("Spacer"),
    ]


def _is_internal(report: Report) -> bool:
    return any(name in INTERNAL for name, _, _ in report.columns)


def _mark() -> Element:
    return plain(_INTERNAL_MARK, w("rStyle", val="DraftSign"), w("b"), w("bCs"))


# --- pages ------------------------------------------------------------------------------------------------------


def _header(report: Report, settings: PlanSettings, circulation: Circulation) -> Element:
    """The running head: plan and subject left; the circulation, and whether the report is internal, right."""
    mark = [_mark(), plain("   ")] if _is_internal(report) else []
    right = [*mark, plain(circulation.name, w("b"), w("bCs"))]
    return w("hdr", paragraph("Header", *tongued(f"{settings.title}: {SUBJECT}"), run(w("tab")), *right))


def _footer(circulation: Circulation) -> Element:
    """Which text the comments are on, and the page."""
    parts = [f"Comments on {circulation.name}", days.in_words(circulation.date)]
    parts += [f"Text {circulation.text[:TEXT_ID_SHOWN]}"] if circulation.text else []
    return w("ftr", paragraph("Footer", plain("   ·   ".join(parts)), run(w("tab")), *page_numbers()))


def _page(package: Package, paper: str, header: Element, footer: Element) -> Element:
    """Landscape paper; the first page has the heading instead of a head."""
    height, width = PAPERS[paper]
    parts = (
        ("header", "default", "header1.xml", header),
        ("header", "first", "header2.xml", empty_header()),
        ("footer", "default", "footer1.xml", footer),
        ("footer", "first", "footer2.xml", footer),
    )
    sizes = {"top": 1304, "right": MARGIN, "bottom": 1021, "left": MARGIN}
    sizes |= {"header": 737, "footer": 510, "gutter": 0}
    return w(
        "sectPr",
        *word_package.page_parts(package, parts),
        w("pgSz", w=width, h=height, orient="landscape"),
        w("pgMar", **sizes),
        w("titlePg"),
    )
