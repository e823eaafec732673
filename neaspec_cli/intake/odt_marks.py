"""Names in an OpenDocument text, its tracked changes and remarks as values, and what its styles look like.

Tracked changes: OpenDocument 1.3, part 3, 5.5. They stand apart in regions; the text points at them: an insertion is
what lies between two points, a deletion keeps what it took out, to be put back at its point. LibreOffice writes a
deletion inside an insertion as a region that has both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from neaspec_cli.intake.word_marks import Mark

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE = f"{_ODF}office:1.0", f"{_ODF}text:1.0", f"{_ODF}table:1.0"
DRAW, STYLE = f"{_ODF}drawing:1.0", f"{_ODF}style:1.0"
FO = f"{_ODF}xsl-fo-compatible:1.0"
EXTENSIONS = "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"
DC = "http://purl.org/dc/elements/1.1/"

CHANGES = {
    f"{{{TEXT}}}insertion": "ins",
    f"{{{TEXT}}}deletion": "del",
    f"{{{TEXT}}}format-change": "rPrChange",
}
FRACTION = re.compile(r"\.\d+")
FORMS = {
    (FO, "font-weight"): "bold",
    (FO, "font-style"): "italic",
    (STYLE, "text-underline-style"): "underline",
    (STYLE, "text-line-through-style"): "strikethrough",
    (STYLE, "text-position"): "superscript or subscript",
    (FO, "color"): "colour",
    (FO, "background-color"): "highlighting",
    (FO, "font-size"): "size",
    (STYLE, "font-name"): "font",
}


@dataclass(eq=False)
class Region:
    """A tracked change: its marks, outermost first, and what it took out, which is read where it is pointed at."""

    marks: tuple[Mark, ...] = ()
    content: tuple[etree._Element, ...] = ()
    is_read: bool = False

    @property
    def insertions(self) -> tuple[Mark, ...]:
        """Its marks on text that stands."""
        return tuple(mark for mark in self.marks if mark.is_insertion)

    @property
    def formats(self) -> tuple[Mark, ...]:
        """Its marks on the form of text."""
        return tuple(mark for mark in self.marks if not (mark.is_insertion or mark.is_deletion))


@dataclass(frozen=True)
class Styles:
    """What the automatic styles are made from and which forms they set, by name."""

    parents: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def style(self, element: etree._Element) -> str:
        """The style of a paragraph as people name it, `heading 2` where it is one."""
        if element.tag == f"{{{TEXT}}}h":
            return f"heading {element.get(f'{{{TEXT}}}outline-level', '1')}"
        name = element.get(f"{{{TEXT}}}style-name", "")
        return (self.parents.get(name) or name).replace("_20_", " ")


def qualified(element: etree._Element) -> tuple[str, str]:
    """The namespace and the local name of an element."""
    space, _, name = str(element.tag)[1:].rpartition("}")
    return space, name


def collect(root: etree._Element) -> dict[etree._Element, Mark]:
    """Every mark of a part: tracked changes wherever they stand, and remarks."""
    marks = {}
    for element in root.iter(*CHANGES, f"{{{OFFICE}}}annotation"):
        info = element.find(f"{{{OFFICE}}}change-info")
        told = element if info is None else info
        tag = CHANGES.get(str(element.tag), "comment")
        marks[element] = Mark(tag, _said(told, "creator"), _moment(_said(told, "date")))
    return marks


def regions(root: etree._Element, marks: Mapping[etree._Element, Mark]) -> dict[str, Region]:
    """The tracked changes of a part by the names that its text points at them with."""
    found: dict[str, Region] = {}
    for element in root.iter(f"{{{TEXT}}}changed-region"):
        inside = [one for one in element if one in marks]
        content = tuple(
            one
            for change in inside
            if marks[change].is_deletion
            for one in change
            if one.tag != f"{{{OFFICE}}}change-info"
        )
        # What was inserted first is written last.
        region = Region(tuple(marks[one] for one in reversed(inside)), content)
        for name in (element.get(f"{{{TEXT}}}id"), element.get("{http://www.w3.org/XML/1998/namespace}id")):
            if name:
                found.setdefault(name, region)
    return found


def read_styles(roots: Iterable[etree._Element]) -> Styles:
    """The styles that the parts define."""
    parents, forms = {}, {}
    for root in roots:
        for style in root.iter(f"{{{STYLE}}}style"):
            name = style.get(f"{{{STYLE}}}name", "")
            parents[name] = style.get(f"{{{STYLE}}}parent-style-name", "")
            forms[name] = frozenset(_forms(style))
    return Styles(parents, forms)


def _forms(style: etree._Element) -> Iterator[str]:
    for properties in style.iter(f"{{{STYLE}}}text-properties"):
        for (space, name), form in FORMS.items():
            if properties.get(f"{{{space}}}{name}"):
                yield form


def _moment(text: str) -> str:
    """Without fractions of a second; nothing where LibreOffice was told no time."""
    return "" if text.startswith("0000-") else FRACTION.sub("", text)


def _said(element: etree._Element, name: str) -> str:
    return (element.findtext(f"{{{DC}}}{name}") or "").strip()
