"""How the paragraph of a leaf looks where it stands: its style, the list that numbers it, its indents."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from neaspec_cli.publish import word_numbering as lists
from neaspec_cli.publish.copy import PrintedLeaf
from neaspec_cli.publish.word_numbering import Family, Numbered
from neaspec_cli.publish.word_styles import SIDE, STEP, indent
from neaspec_cli.publish.wordml import Element, W, attribute, local, paragraph, paragraph_properties, w

NO_LIST = 0
FLOWS = ("cell", "note")
"""Where lists are lettered but their items are parts of something else."""


@dataclass(frozen=True)
class Place:
    """Where blocks stand: what they are part of, and how far the indents of the body are moved."""

    width: int
    kind: str = "body"
    is_annex: bool = False
    shift: int = 0
    depth: int = 0
    pending: str = ""
    """Letter of a list item that its first paragraph is to show."""
    is_head: bool = False
    justify: str = ""

    @property
    def right(self) -> int:
        """Right indent: none in boxes and cells."""
        return 0 if self.shift else SIDE

    @property
    def edge(self) -> int:
        """Where words of a note or cell begin."""
        return SIDE if self.kind == "note" else 0


def style_of(leaf: PrintedLeaf, place: Place) -> str:
    """The style of the paragraph of a leaf."""
    if leaf.node["t"] == "CodeBlock" and place.kind not in FLOWS:
        return "CodeText"
    match leaf.block.kind:
        case "heading":
            is_title = place.is_annex and leaf.block.level == 1
            return "AnnexTitle" if is_title else f"Heading{min(leaf.block.level, 6)}"
        case "cell":
            return "TableHead" if place.is_head else "TableText"
        case kind:
            return _STYLES[kind]


_STYLES = {
    "paragraph": "NumberedParagraph",
    "item": "ListItem",
    "caption": "Caption",
    "note": "FootnoteText",
    "quote": "QuotedText",
    "code": "CodeText",
}


def family_of(leaf: PrintedLeaf, place: Place) -> tuple[Family, int] | None:
    """The list that numbers a leaf and the level in it."""
    match leaf.block.kind:
        case "heading":
            return (lists.ANNEXES if place.is_annex else lists.HEADINGS), leaf.block.level - 1
        case "paragraph":
            return (lists.ANNEX_PARAGRAPHS if place.is_annex else lists.PARAGRAPHS), 0
        case "item":
            return lists.ITEMS, leaf.block.level - 1
        case "caption":
            return lists.CAPTIONS, 0
        case _:
            return None


def numbered_indent(numbered: Numbered, place: Place) -> list[Element | None]:
    """Indents stand in the paragraph too: programs differ in whether list or style goes first."""
    if place.kind in FLOWS:
        return [indent(place.edge + STEP * (numbered.level + 1), place.edge, hanging=STEP)]
    left = max(numbered.left + place.shift, numbered.hanging)
    first = {"hanging": numbered.hanging} if numbered.hanging else {"firstLine": 0}
    return [indent(left, place.right, **first)]


def unnumbered_indent(leaf: PrintedLeaf, style: str, place: Place) -> Element | None:
    """Indents where they differ from those of the style."""
    further = STEP * place.depth
    if leaf.block.kind == "quote" or style == "CodeText":
        further = max(further, STEP)
    if place.kind in FLOWS:
        return indent(place.edge + STEP * place.depth, place.edge) if place.depth else None
    if not place.shift and not further and style not in lists.style_numbers():
        return None
    return indent(SIDE + place.shift + further, place.right, firstLine=0)


def page_begun(found: list[Element]) -> list[Element]:
    """The same blocks from the top of a page."""
    if not found or local(found[0]) != "p":
        return [paragraph("Spacer", properties=[w("pageBreakBefore")]), *found]
    properties = found[0][0]
    found[0].replace(properties, paragraph_properties([*properties, w("pageBreakBefore")]))
    return found


def unchained(blocks: list[Element]) -> None:
    """Let an empty heading go from the next one: a chain longer than a page would keep nothing together."""
    for one, following in pairwise(blocks):
        if 0 < _heading_level(following) <= _heading_level(one):
            one.replace(one[0], paragraph_properties([*one[0], w("keepNext", val=0)]))


def _heading_level(element: Element) -> int:
    named = element.find(f"{{{W}}}pPr/{{{W}}}pStyle")
    style = attribute(named, "val") if named is not None else ""
    return int(style.removeprefix("Heading")) if style.startswith("Heading") else int(style == "AnnexTitle")


def restyle(element: Element, old: str, new: str) -> None:
    """Give a paragraph of one style another."""
    named = element.find(f"{{{W}}}pPr/{{{W}}}pStyle")
    if named is not None and attribute(named, "val") == old:
        named.set(f"{{{W}}}val", new)
