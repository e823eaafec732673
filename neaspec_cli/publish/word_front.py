"""The first page of a Word file: masthead, title, notice and contents; head and foot of its pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from neaspec_cli.publish import days, front
from neaspec_cli.publish.copy import Copy, PrintedLeaf
from neaspec_cli.publish.printed import atoms
from neaspec_cli.publish.word_styles import MARGIN, PAPERS, border
from neaspec_cli.publish.wordml import Element, cell_width, complex_field, paragraph, plain, run, w

CONTENTS_DEPTH = 3
_FURTHER = (
    "Please refer to paragraphs by their numbers. Changes are tracked, and comments may be added anywhere."
)
_FACTS_WIDTH = 2500
_RULE, _HEAVY_RULE = 6, 18


def text_width(paper: str) -> int:
    """Room between the margins."""
    return PAPERS[paper][0] - 2 * MARGIN


def first_page(copy: Copy, pages: Mapping[str, int]) -> list[Element]:
    """All that stands before the body; `pages` by marker are the page numbers that the contents show until updated."""
    settings, masthead = copy.settings, copy.settings.masthead
    made = [paragraph("DraftMark", *_draft_mark(copy))] if front.mark(copy) else []
    if front.has_masthead(copy):
        made.append(_masthead_table(copy, text_width(settings.rules.paper)))
    made.append(paragraph("Spacer"))
    if masthead.organization and settings.body:
        made.append(paragraph("MastheadMeeting", plain(settings.body, w("b"), w("bCs"))))
    for place, line in enumerate(masthead.meeting):
        strong = () if place else (w("b"), w("bCs"))
        made.append(paragraph("MastheadMeeting", plain(line, *strong)))
    if masthead.agenda_item:
        made.append(paragraph("MastheadMeeting", plain(masthead.agenda_item)))
    made.append(paragraph("Title", plain(settings.title)))
    if masthead.author:
        made.append(paragraph("Subtitle", plain(masthead.author)))
    if notice := front.notice(copy, _FURTHER):
        made.append(paragraph("Notice", plain(notice)))
    return made + (list(contents(copy, pages)) if front.has_contents(copy) else [])


def _masthead_table(copy: Copy, width: int) -> Element:
    """Organization and symbol over a rule; organ and facts over a heavy rule."""
    settings, masthead = copy.settings, copy.settings.masthead
    organization, *organs = masthead.organization or (settings.body,)
    facts = [[plain("Distr.: "), plain(masthead.distribution, w("b"))]] if masthead.distribution else []
    facts += [[plain(days.in_words(copy.provenance.date))]] if copy.provenance.date else []
    facts += [[plain(f"Original: {masthead.original}")]] if masthead.original else []
    widths = (width - _FACTS_WIDTH, _FACTS_WIDTH)
    symbol_widths = (width // 2, width - width // 2)
    top = _row(
        ([paragraph("MastheadOrganization", plain(organization))], symbol_widths[0], 1),
        ([paragraph("MastheadSymbol", plain(masthead.symbol))], symbol_widths[1], 2),
        _RULE,
        "bottom",
    )
    bottom = _row(
        ([paragraph("MastheadOrgan", plain("\n".join(organs)))], widths[0], 2),
        (
            [paragraph("MastheadFacts", *fact) for fact in facts] or [paragraph("MastheadFacts")],
            widths[1],
            1,
        ),
        _HEAVY_RULE,
        "top",
    )
    properties = w(
        "tblPr",
        w("tblW", w=width, type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblCellMar", w("left", w=0, type="dxa"), w("right", w=0, type="dxa")),
    )
    columns = (symbol_widths[0], widths[0] - symbol_widths[0], widths[1])
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=column) for column in columns)), top, bottom)


def _row(
    left: tuple[list[Element], int, int], right: tuple[list[Element], int, int], rule: int, side: str
) -> Element:
    """Two cells over a rule; each is its content, its width and the columns that it spans."""
    return w("tr", w("trPr", w("cantSplit")), _cell(*left, rule, side), _cell(*right, rule, side))


def _cell(content: list[Element], width: int, span: int, rule: int, side: str) -> Element:
    borders = w("tcBorders", border("bottom", rule, 0))
    spans = w("gridSpan", val=span) if span > 1 else None
    return w("tc", w("tcPr", cell_width(width), spans, borders, w("vAlign", val=side)), *content)


def _draft_mark(copy: Copy) -> list[Element]:
    circulation = f"  ·  {copy.provenance.circulation}" if copy.provenance.circulation else ""
    style = w("rStyle", val="DraftSign")
    return [
        plain(front.mark(copy), style, w("b"), w("bCs")),
        plain(circulation, w("rStyle", val="DraftSign")),
    ]


# --- contents ---------------------------------------------------------------------------------------------------


def contents(copy: Copy, pages: Mapping[str, int]) -> Iterator[Element]:
    """A table of contents that Word can update, with entries ready to be read."""
    yield paragraph("TOCHeading", plain("Contents"))
    entries = [
        (leaf, section.is_annex)
        for section in copy.sections
        for leaf in section.leaves
        if leaf.block.kind == "heading" and leaf.block.level <= CONTENTS_DEPTH and _new_words(leaf)
    ]
    instruction = f'TOC \\o "1-{CONTENTS_DEPTH}" \\h \\z \\t "Annex Title,1"'
    begin, code, separate, end = complex_field(instruction)
    for place, (leaf, is_annex) in enumerate(entries):
        head = (begin, code, separate) if place == 0 else ()
        tail = (end,) if place == len(entries) - 1 else ()
        page = pages.get(leaf.marker)
        yield paragraph(f"TOC{leaf.block.level}", *head, _entry(leaf, is_annex, page), *tail)


def _entry(leaf: PrintedLeaf, is_annex: bool, page: int | None) -> Element:
    """Label, words and page of a heading, leading to it."""
    between = " " if is_annex and leaf.block.level == 1 else "\t"
    label = f"{leaf.label.number}{between}" if leaf.label.number else ""
    words = _new_words(leaf).replace("\n", " ")
    number = [run(w("tab")), *complex_field(f"PAGEREF {leaf.marker} \\h", plain(str(page)))] if page else []
    return w("hyperlink", plain(f"{label}{words}"), *number, anchor=leaf.marker, history=1)


def _new_words(leaf: PrintedLeaf) -> str:
    """Words of a heading without those that a redline strikes out."""
    kept = (one.text for one in atoms(leaf) if one.look.change is None or one.look.change.kind != "deletion")
    return "".join(kept)


# --- head and foot ----------------------------------------------------------------------------------------------


def header(copy: Copy) -> Element:
    """The running head: title left; mark of a draft and symbol right."""
    symbol = copy.settings.masthead.symbol
    bold = (w("b"), w("bCs"))
    title = plain(copy.settings.title, *(() if symbol else bold))
    mark = _draft_mark(copy) if front.mark(copy) else []
    between = plain("   ") if mark and symbol else None
    right = [*mark, between, plain(symbol, w("b"), w("bCs")) if symbol else None]
    return w("hdr", paragraph("Header", title, run(w("tab")), *right))


def empty_header() -> Element:
    """The first page has its masthead instead."""
    return w("hdr", paragraph("Spacer"))


def footer(copy: Copy) -> Element:
    """What the copy is, and the page."""
    known = plain("   ·   ".join(front.foot(copy)))
    return w("ftr", paragraph("Footer", known, run(w("tab")), *page_numbers()))


def page_numbers() -> list[Element]:
    """`Page 1 of 9`, as Word counts them."""
    return [
        plain("Page "),
        *complex_field("PAGE", plain("1")),
        plain(" of "),
        *complex_field("NUMPAGES", plain("1")),
    ]
