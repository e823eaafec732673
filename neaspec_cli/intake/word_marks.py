"""Names in a Word file, and its tracked changes as values that can say what became of them.

Element names: ECMA-376 Part 1, chapter 17 (WordprocessingML); both its namespaces, transitional and strict.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lxml import etree

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
MATHS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"

CHANGES = ("ins", "del", "moveFrom", "moveTo")
FORMATS = (
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "tblPrExChange",
    "tblGridChange",
    "trPrChange",
    "tcPrChange",
    "numberingChange",
)
CELLS = ("cellIns", "cellDel", "cellMerge")
CONTROLS = tuple(f"customXml{what}RangeStart" for what in ("Ins", "Del", "MoveFrom", "MoveTo"))
NAMES = {
    "ins": "insertion",
    "del": "deletion",
    "moveFrom": "move (from)",
    "moveTo": "move (to)",
    **dict.fromkeys(FORMATS, "format"),
    **dict.fromkeys(CELLS, "table cell"),
    **dict.fromkeys(CONTROLS, "content control"),
    "comment": "comment",
}
FORMS = {
    "b": "bold",
    "i": "italic",
    "u": "underline",
    "strike": "strikethrough",
    "vertAlign": "superscript or subscript",
    "color": "colour",
    "highlight": "highlighting",
    "sz": "size",
    "rFonts": "font",
    "rStyle": "character style",
    "pStyle": "paragraph style",
    "jc": "alignment",
    "ind": "indent",
    "spacing": "spacing",
    "numPr": "numbering",
    "lang": "language",
    "caps": "capitals",
    "smallCaps": "small capitals",
}
Outcome = Literal["", "placed", "unplaced", "unsupported", "duplicate"]


@dataclass(eq=False)
class Mark:
    """One element of the census: a tracked change or a comment, and what became of it."""

    tag: str
    author: str = ""
    date: str = ""
    name: str = ""
    """Of a move, what Word calls it on both ends."""
    text: str = ""
    """Of a comment its words, of a format what changed in it."""
    outcome: Outcome = ""
    reason: str = ""

    @property
    def is_insertion(self) -> bool:
        """Absent when all changes are rejected."""
        return self.tag in ("ins", "moveTo")

    @property
    def is_deletion(self) -> bool:
        """Absent when all changes are accepted."""
        return self.tag in ("del", "moveFrom")

    def settle(self, outcome: Outcome, reason: str = "") -> None:
        """Say what became of it, once: what was placed stays placed."""
        if not self.outcome or (outcome == "placed" and self.outcome != "duplicate"):
            self.outcome, self.reason = outcome, reason


Marks = dict[etree._Element, Mark]


def settle_all(marks: Iterable[Mark], outcome: Outcome, reason: str = "") -> None:
    """Settle several marks alike."""
    for mark in marks:
        mark.settle(outcome, reason)


def word_name(element: etree._Element) -> str:
    """The local name of an element of WordprocessingML; empty for others."""
    return _word_name(str(element.tag))


@lru_cache(maxsize=4096)
def _word_name(tag: str) -> str:
    space, _, name = tag[1:].rpartition("}")
    return name if space in (TRANSITIONAL, STRICT) else ""


def space_and_name(element: etree._Element) -> tuple[str, str]:
    """The namespace and the local name of an element; the trees of the guard hold nothing but elements."""
    space, _, name = str(element.tag)[1:].rpartition("}")
    return space, name


def attribute(element: etree._Element, name: str) -> str:
    """An attribute in either namespace of WordprocessingML, empty where it is missing."""
    return element.get(f"{{{TRANSITIONAL}}}{name}") or element.get(f"{{{STRICT}}}{name}") or ""


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that local name."""
    if element is None:
        return None
    return next((one for one in element if word_name(one) == name), None)


def collect(root: etree._Element) -> Marks:
    """Every mark of a part; those in a fall-back drawing or in a form of before are there a second time, settled so."""
    wanted = (*CHANGES, *FORMATS, *CELLS, *CONTROLS, "comment")
    tags = [f"{{{space}}}{name}" for space in (TRANSITIONAL, STRICT) for name in wanted]
    marks: Marks = {}
    for element in root.iter(*tags):
        moment = attribute(element, "date")
        name = word_name(element)
        text = _changed_form(element) if name in FORMATS else ""
        marks[element] = Mark(name, attribute(element, "author"), moment, text=text)
    again = [f"{{{COMPATIBILITY}}}Fallback", *(tag for tag in tags if tag.endswith("Change"))]
    for outer in root.iter(*again):
        for element in outer.iterdescendants(*tags):
            marks[element].settle("duplicate")
    return marks


def _changed_form(change: etree._Element) -> str:
    """What a change of form changed, in words: the properties that differ between before and now."""
    parent = change.getparent()
    now = _forms(parent) if parent is not None else set()
    before = {form for properties in change for form in _forms(properties)}
    names = {FORMS[name] for name, _ in now ^ before if name in FORMS}
    return ", ".join(sorted(names)) or "form"


def _forms(properties: etree._Element) -> set[tuple[str, str]]:
    return {
        (word_name(one), "".join(str(value) for value in one.attrib.values()))
        for one in properties
        if word_name(one) not in FORMATS
    }
