"""What kind of block a paragraph of a Word file is by its style and its list: a heading, an item, or a paragraph.

Styles are known by the names that every language of Word keeps in English (ECMA-376 Part 1, 17.7.4.9), lists by what
their levels number (17.9). What has another look, such as a caption or a quotation, is of no kind here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from neaspec_cli.intake.word_marks import attribute, child, word_name

_HEADING = re.compile(r"heading([1-6])")
_PARAGRAPHS = frozenset("normal standard bodytext textbody singletext numberedparagraph".split())
_ITEMS = frozenset("listitem listparagraph listbullet listnumber".split())
_DEEPEST = 9


@dataclass(frozen=True)
class WordForms:
    """The styles of a file by id with their names, and of each list the style that numbers by its first level."""

    styles: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)

    @property
    def are_ours(self) -> bool:
        """Are these the styles with which a plan is sent, whatever has become of the paragraphs?"""
        return any(name.lower() == "numbered paragraph" for name in self.styles.values())

    def of(self, properties: etree._Element | None, *, with_lists: bool = True) -> str:
        """The form that properties of a paragraph give, as a proposal names it; empty where it is none of these.

        Without lists only the level of an item is taken from its list.
        """
        style = self.name(properties)
        heading = _HEADING.fullmatch(style)
        if heading:
            return f"heading {heading[1]}"
        is_item = style in _ITEMS
        if not is_item and style not in _PARAGRAPHS:
            return ""
        numbering = child(properties, "numPr")
        number = _value(child(numbering, "numId"))
        if number == "0" and with_lists:
            return "paragraph"
        if not is_item and (not with_lists or not number or self.lists.get(number)):
            return "paragraph"
        level = _value(child(numbering, "ilvl"))
        return f"item {min(int(level[:3]) if level.isascii() and level.isdigit() else 0, _DEEPEST - 1) + 1}"

    def name(self, properties: etree._Element | None) -> str:
        """The name of the style that properties of a paragraph name, in small letters without spaces."""
        said = _value(child(properties, "pStyle"))
        return self.styles.get(said, said).lower().replace(" ", "") if said else "normal"


def is_prompt(properties: etree._Element | None, content: etree._Element, forms: WordForms) -> bool:
    """Does a content control show nothing but the prompt of the word processor, such as “Click here to enter text”?"""
    if child(properties, "showingPlcHdr") is None:
        return False
    runs = [one for one in content.iter() if word_name(one) == "r"]
    styles = (_value(child(child(one, "rPr"), "rStyle")) for one in runs)
    return all(forms.styles.get(one, one).lower().replace(" ", "") == "placeholdertext" for one in styles)


def read_forms(roots: Iterable[etree._Element]) -> WordForms:
    """Styles and lists from the parts that hold them."""
    styles: dict[str, str] = {}
    lists: dict[str, str] = {}
    for root in roots:
        if word_name(root) == "styles":
            styles |= {
                attribute(one, "styleId"): _value(child(one, "name"))
                for one in root
                if word_name(one) == "style"
            }
        elif word_name(root) == "numbering":
            lists |= _lists(root)
    return WordForms(styles, lists)


def _lists(root: etree._Element) -> dict[str, str]:
    numbered = {
        attribute(one, "abstractNumId"): _value(child(child(one, "lvl"), "pStyle"))
        for one in root
        if word_name(one) == "abstractNum"
    }
    return {
        attribute(one, "numId"): numbered.get(_value(child(one, "abstractNumId")), "")
        for one in root
        if word_name(one) == "num"
    }


def _value(element: etree._Element | None) -> str:
    return "" if element is None else attribute(element, "val")
