"""The styles of Word files: sizes, indents and spaces of an official document of the United Nations.

Lengths are twentieths of a point, sizes half points; measures are those of documents issued at Geneva. Built-in styles
keep their English names, by which Word knows them in every language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from neaspec_cli.publish.package import xml
from neaspec_cli.publish.wordml import Element, paragraph_properties, run_properties, w

FONT = "Times New Roman"
SANS = "Arial"
MONO = "Courier New"
EAST_ASIAN_FONT = "SimSun"
MARGIN = 1134
"""Left, right and bottom margin of the page."""
SIDE = 1247
"""Text is indented by this much on both sides; headings, numbers and boxes reach into it."""
NUMBER_ROOM = 624
"""How far the number of a paragraph hangs left of its text."""
STEP = 510
"""The same for the letter of a list item, and the indent of each level."""
PAPERS = {"A4": (11907, 16840), "Letter": (12240, 15840)}
BODY_SIZE = 20
QUIET = "5C6873"
PROPOSAL = "0B4FA8"
RULE = "9AA3AB"
EDGE = "7D93A8"
TINT = "F1F5F9"
DRAFT = "B3261E"
_NOTICE_ROOM = 227


def size(half_points: int) -> tuple[Element, Element]:
    """Size of letters, in Latin and in complex scripts."""
    return w("sz", val=half_points), w("szCs", val=half_points)


def bold() -> tuple[Element, Element]:
    """Bold, in Latin and in complex scripts."""
    return w("b"), w("bCs")


def spacing(before: int = 0, after: int = 0, line: int = 0) -> Element:
    """Space around a paragraph; `line` is the exact line height, 0 for a little more than single."""
    if line:
        return w("spacing", before=before, after=after, line=line, lineRule="exact")
    return w("spacing", before=before, after=after, line=250, lineRule="auto")


def indent(left: int = 0, right: int = 0, **first: int) -> Element:
    """Indents; `first` is `hanging=` or `firstLine=`."""
    return w("ind", left=left, right=right, **first)


def tabs(*stops: tuple[str, int] | tuple[str, int, str]) -> Element:
    """Tab stops as (kind, position[, leader])."""
    return w("tabs", *(w("tab", val=stop[0], **_leader(stop[2:]), pos=stop[1]) for stop in stops))


def _leader(rest: tuple[object, ...]) -> dict[str, object]:
    return {"leader": rest[0]} if rest else {}


def border(side: str, thickness: int, space: int = 1, color: str = "auto") -> Element:
    """One side of a border; thickness in eighths of a point."""
    return w(side, val="single", sz=thickness, space=space, color=color)


def shading(fill: str) -> Element:
    """A flat ground colour."""
    return w("shd", val="clear", color="auto", fill=fill)


def numbered_with(number: int, level: int = 0) -> Element:
    """Automatic numbering of a paragraph or style."""
    return w("numPr", w("ilvl", val=level), w("numId", val=number))


def styles(language: str, width: int, style_numbers: Mapping[str, tuple[int, int]]) -> bytes:
    """styles.xml for a room of that width between the margins.

    `style_numbers` says which styles number by themselves, as style -> (list, level).
    """
    made = [*_basic(), *_masthead(width), *_headings(), *_body(), *_apparatus(width), *_tables()]
    for style in made:
        identifier = str(style.get(style.tag.replace("}style", "}styleId")))
        if identifier in style_numbers:
            _number(style, *style_numbers[identifier])
    return xml(w("styles", _defaults(language), *made))


def _number(style: Element, number: int, level: int) -> None:
    properties = style.find(style.tag.replace("}style", "}pPr"))
    assert properties is not None
    style.replace(properties, paragraph_properties([*properties, numbered_with(number, level)]))


def _defaults(language: str) -> Element:
    fonts = w("rFonts", ascii=FONT, hAnsi=FONT, cs=FONT, eastAsia=EAST_ASIAN_FONT)
    lang = w("lang", val=language, eastAsia="zh-CN", bidi="ar-SA")
    run = w("rPrDefault", run_properties([fonts, *size(BODY_SIZE), lang]))
    return w("docDefaults", run, w("pPrDefault", paragraph_properties([])))


def _style(
    identifier: str,
    name: str,
    paragraph: Iterable[Element] = (),
    letters: Iterable[Element] = (),
    based: str = "Normal",
    follows: str = "",
) -> Element:
    """A paragraph style."""
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val=based) if based else None,
        w("next", val=follows) if follows else None,
        w("qFormat"),
        paragraph_properties(paragraph),
        run_properties(letters),
        type="paragraph",
        styleId=identifier,
        **({"default": 1} if identifier == "Normal" else {}),
    )


def _letters(identifier: str, name: str, properties: Sequence[Element]) -> Element:
    """A character style."""
    known = (w("name", val=name), w("basedOn", val="DefaultParagraphFont"), run_properties(properties))
    return w("style", *known, type="character", styleId=identifier)


def _basic() -> list[Element]:
    margins = w(
        "tblCellMar", *(w(side, w=108 if side in ("left", "right") else 0, type="dxa") for side in _SIDES)
    )
    table = w("tblPr", w("tblInd", w=0, type="dxa"), margins)
    return [
        _style("Normal", "Normal", [w("widowControl"), spacing()], based=""),
        w("style", w("name", val="Default Paragraph Font"), w("semiHidden"), type="character", default=1,
          styleId="DefaultParagraphFont"),
        w("style", w("name", val="Normal Table"), w("semiHidden"), table, type="table", default=1,
          styleId="TableNormal"),
        w("style", w("name", val="No List"), w("semiHidden"), type="numbering", default=1, styleId="NoList"),
        _letters("FootnoteReference", "footnote reference", [w("vertAlign", val="superscript")]),
        _letters("Hyperlink", "Hyperlink", [w("color", val="1F4E79"), w("u", val="single")]),
        _letters("BracketSign", "Bracket Sign", []),
        _letters("Holders", "Holders", [w("color", val=QUIET), *size(16)]),
        _letters("ProposalSign", "Proposal Sign", [w("b"), w("bCs"), w("color", val=PROPOSAL)]),
        _letters("ProposalWords", "Proposal Words", [w("color", val=PROPOSAL), w("u", val="single")]),
        _letters("DraftSign", "Draft Sign", _mark()),
        _letters("Verbatim", "Verbatim", [w("rFonts", ascii=MONO, hAnsi=MONO, cs=MONO)]),
    ]  # fmt: skip


_SIDES = ("top", "left", "bottom", "right")


def _masthead(width: int) -> list[Element]:
    notice = [spacing(240, 240), indent(_NOTICE_ROOM, _NOTICE_ROOM), shading(TINT)]
    edges = w("pBdr", *(border(side, 4, 6, TINT) for side in ("top", "bottom")))
    edges.insert(1, border("left", 16, 10, EDGE))
    contents = [w("keepNext"), w("keepLines"), spacing(360, 120)]
    return [
        _style("DraftMark", "Draft Mark", [spacing(0, 60)], _mark()),
        _style("MastheadOrganization", "Masthead Organization", [spacing(0, 40)], [*size(24)]),
        _style("MastheadOrgan", "Masthead Organ", [spacing(100, 60), _free()], [*bold(), *size(34)]),
        _style(
            "MastheadSymbol", "Masthead Symbol", [w("jc", val="right"), spacing(0, 40)], [*bold(), *size(30)]
        ),
        _style("MastheadFacts", "Masthead Facts", [spacing(60, 20)], [*size(19)]),
        _style("MastheadMeeting", "Masthead Meeting", [spacing(0, 40)]),
        _style("Title", "Title", [w("keepNext"), spacing(400, 120), _free()], [*bold(), *size(34)]),
        _style("Subtitle", "Subtitle", [w("keepNext"), spacing(0, 200), _free()], [*bold(), *size(24)]),
        _style("Notice", "Notice", [*notice, edges], [*size(18)]),
        _style("TOCHeading", "TOC Heading", contents, [*bold(), *size(24)]),
        *(_contents(level, width) for level in (1, 2, 3)),
    ]


def _mark() -> list[Element]:
    """Letters of the word that says this is a draft."""
    return [w("color", val=DRAFT), *size(15), w("rFonts", ascii=SANS, hAnsi=SANS, cs=SANS)]


def _free() -> Element:
    return w("suppressAutoHyphens")


def _contents(level: int, width: int) -> Element:
    """Entries hang behind their label; the page stands at the right margin."""
    left = STEP * level
    stops = tabs(("left", left), ("right", width, "dot"))
    around = indent(left, 0, hanging=STEP)
    return _style(f"TOC{level}", f"toc {level}", [spacing(100 if level == 1 else 30), around, stops])


def _headings() -> list[Element]:
    looks = {1: (28, 400, 200), 2: (24, 300, 160), 3: (20, 220, 120), 4: (20, 200, 120)}
    found = []
    for level in range(1, 7):
        letters, before, after = looks.get(level, (20, 180, 100))
        weight = bold() if level <= 4 else (w("i"), w("iCs"))
        room = heading_room(level)
        properties = [w("keepNext"), w("keepLines"), _free(), spacing(before, after)]
        properties += [indent(SIDE, SIDE, hanging=room), w("outlineLvl", val=level - 1)]
        look = [*weight, *size(letters)]
        found.append(
            _style(f"Heading{level}", f"heading {level}", properties, look, follows="NumberedParagraph")
        )
    annex = [w("pageBreakBefore"), spacing(0, 240), indent(0, 0, firstLine=0)]
    found.append(_style("AnnexTitle", "Annex Title", annex, based="Heading1", follows="NumberedParagraph"))
    return found


def heading_room(level: int) -> int:
    """How far the label of a heading hangs left of its words."""
    return SIDE if level == 1 else NUMBER_ROOM


def _body() -> list[Element]:
    text = [spacing(0, 140), indent(SIDE, SIDE), w("jc", val="both")]
    numbered = [indent(SIDE, SIDE, hanging=NUMBER_ROOM)]
    quote = indent(SIDE + STEP, SIDE + STEP)
    lines = [w("jc", val="left"), indent(SIDE + STEP, SIDE), spacing(0, 140)]
    mono = w("rFonts", ascii=MONO, hAnsi=MONO, cs=MONO)
    return [
        _style("SingleText", "Single Text", text, follows="SingleText"),
        _style(
            "NumberedParagraph",
            "Numbered Paragraph",
            numbered,
            based="SingleText",
            follows="NumberedParagraph",
        ),
        _style("ListItem", "List Item", [], based="SingleText", follows="ListItem"),
        _style("QuotedText", "Quoted Text", [quote], based="SingleText"),
        _style(
            "DefinedTerm", "Defined Term", [w("keepNext"), indent(SIDE, SIDE)], [*bold()], based="SingleText"
        ),
        _style("CodeText", "Code Text", lines, [mono, *size(18)], based="SingleText"),
        _style("Spacer", "Spacer", [spacing(0, 0, line=160)], [*size(8)]),
    ]


def _apparatus(width: int) -> list[Element]:
    stop = tabs(("right", width))
    head = w("pBdr", border("bottom", 4, 4))
    note = [spacing(0, 60), indent(SIDE, SIDE), w("jc", val="both")]
    caption = [w("keepNext"), w("keepLines"), _free(), spacing(160, 120), indent(SIDE, SIDE)]
    foot = [w("color", val=QUIET), *size(15), w("rFonts", ascii=SANS, hAnsi=SANS, cs=SANS)]
    return [
        _style("Caption", "caption", caption),
        _style("FootnoteText", "footnote text", note, [*size(17)]),
        _style("Header", "header", [head, stop, spacing()], [*size(17)]),
        _style("Footer", "footer", [tabs(("right", width)), spacing()], foot),
    ]


def _tables() -> list[Element]:
    cell = [w("jc", val="left"), spacing(50, 50), _free()]
    return [
        _style("TableText", "Table Text", cell, [*size(18)]),
        _style("TableHead", "Table Head", [w("keepNext")], [*bold()], based="TableText"),
    ]
