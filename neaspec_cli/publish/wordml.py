"""Words of WordprocessingML: elements made shortly, properties put in the order that the schema asks for.

Word offers to repair a file whose properties stand in another order (ECMA-376 Part 1, CT_PPr and CT_RPr).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from neaspec_cli.publish.package import OFFICE

Element = etree._Element
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = {"w": W, "r": OFFICE}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
RELATION_ID = f"{{{OFFICE}}}id"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_PARAGRAPH_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens bidi spacing ind contextualSpacing jc textAlignment outlineLvl rPr sectPr pPrChange"
).split()
_RUN_ORDER = (
    "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike noProof vanish color spacing kern "
    "position sz szCs highlight u shd vertAlign rtl cs lang rPrChange"
).split()


def w(tag: str, /, *children: Element | None, **attributes: object) -> Element:
    """A `w:` element with `w:` attributes; children that are None are left out."""
    made = etree.Element(f"{{{W}}}{tag}", nsmap=NAMESPACES)
    for name, value in attributes.items():
        made.set(f"{{{W}}}{name}", clean(str(value)))
    made.extend([child for child in children if child is not None])
    return made


def clean(text: str) -> str:
    """The text with U+FFFD for each character that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def paragraph_properties(parts: Iterable[Element | None]) -> Element:
    """`w:pPr` of these properties in the order of the schema, the first of a kind winning."""
    return _ordered("pPr", parts, _PARAGRAPH_ORDER)


def run_properties(parts: Iterable[Element | None]) -> Element:
    """`w:rPr` of these properties in the order of the schema, the first of a kind winning."""
    return _ordered("rPr", parts, _RUN_ORDER)


def _ordered(tag: str, parts: Iterable[Element | None], order: list[str]) -> Element:
    found: dict[int, Element] = {}
    for part in parts:
        if part is not None:
            found.setdefault(order.index(etree.QName(part).localname), part)
    return w(tag, *(found[place] for place in sorted(found)))


def paragraph(style: str, *content: Element | None, properties: Iterable[Element | None] = ()) -> Element:
    """A paragraph of a style."""
    return w("p", paragraph_properties([w("pStyle", val=style), *properties]), *content)


def run(*content: Element | None, properties: Iterable[Element | None] = ()) -> Element:
    """A run; without properties it has no `w:rPr`."""
    known = [part for part in properties if part is not None]
    return w("r", run_properties(known) if known else None, *content)


def text(words: str, tag: str = "t") -> Element:
    """Words as they stand, spaces at their ends included; `tag` is `delText` in a deletion."""
    made = w(tag)
    made.text = clean(words)
    made.set(SPACE, "preserve")
    return made


def plain(words: str, *properties: Element | None) -> Element:
    """A run of words, a line break for each line end and a tab for each tab."""
    content: list[Element] = []
    for part in re.split("([\n\t])", words):
        if part:
            content.append(w("br") if part == "\n" else w("tab") if part == "\t" else text(part))
    return run(*content, properties=properties)


def complex_field(instruction: str, *result: Element) -> list[Element]:
    """A field with its result as last computed (ECMA-376 Part 1, 17.16)."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set(SPACE, "preserve")
    return [
        run(w("fldChar", fldCharType="begin")),
        run(code),
        run(w("fldChar", fldCharType="separate")),
        *result,
        run(w("fldChar", fldCharType="end")),
    ]


def cell_width(width: int) -> Element:
    """Width of a cell in twentieths of a point."""
    return w("tcW", w=width, type="dxa")


def local(element: Element) -> str:
    """Name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """A `w:` attribute, "" when it is not there."""
    return str(element.get(f"{{{W}}}{name}") or "")
