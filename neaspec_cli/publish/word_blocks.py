"""Blocks of a section as paragraphs, boxes and tables of Word; each leaf is one paragraph with its hidden bookmark.

The tree is written straight to WordprocessingML rather than through pandoc's Word writer: so each printed leaf and its
paragraph are one and the same, nothing has to be found again, and the bytes depend on this code alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from neaspec_cli.core.markdown import Node
from neaspec_cli.core.numbering import letter
from neaspec_cli.publish import word_numbering as lists
from neaspec_cli.publish.copy import Copy, PrintedLeaf, PrintedSection
from neaspec_cli.publish.package import Relations
from neaspec_cli.publish.printed import Frame, atoms, frames, leaf_key
from neaspec_cli.publish.word_inlines import Inlines
from neaspec_cli.publish.word_numbering import Family, Numbered, Numbering
from neaspec_cli.publish.word_styles import NUMBER_ROOM, SIDE, STEP, border, indent, numbered_with
from neaspec_cli.publish.word_tables import BOXES, box, table
from neaspec_cli.publish.wordml import (
    Element,
    W,
    attribute,
    local,
    paragraph,
    paragraph_properties,
    plain,
    run,
    w,
)

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


class Body:
    """Writes the blocks of one copy; `notes` are the footnotes met on the way."""

    def __init__(self, copy: Copy, width: int, relations: Relations, attributed: bool) -> None:
        self.copy = copy
        self.width = width
        self.attributed = attributed
        self.numbering = Numbering()
        self.notes: list[Element] = []
        self.note_relations = Relations()
        self.leaf_of = {leaf_key(leaf): leaf for leaf in copy.leaves}
        self.frames: dict[str, Frame] = {}
        self._last_id = 0
        anchors = _anchors(copy)
        self.inlines = Inlines(relations, anchors, self.next_id, self.note)
        self.note_inlines = Inlines(self.note_relations, anchors, self.next_id, self.note)

    def next_id(self) -> int:
        """An id that no bookmark and no change of the file has yet."""
        self._last_id += 1
        return self._last_id

    def section(self, section: PrintedSection) -> list[Element]:
        """A section; an annex begins a page."""
        self.frames = frames(section, attributed=self.attributed)
        found = list(self.blocks(section.tree, Place(self.width, is_annex=section.is_annex)))
        return page_begun(found) if section.is_annex else found

    def blocks(self, nodes: Sequence[Node], place: Place) -> Iterator[Element]:
        """Paragraphs and tables of these blocks."""
        for node in nodes:
            for element in self._block(node, place):
                if local(element) == "p":
                    place = replace(place, pending="")
                yield element

    def _block(self, node: Node, place: Place) -> Iterator[Element]:
        match node["t"]:
            case "Para" | "Plain":
                yield self.leaf(self.leaf_of[id(node["c"])], place)
            case "Header":
                yield self.leaf(self.leaf_of[id(node["c"][2])], place)
            case "CodeBlock":
                yield self.leaf(self.leaf_of[id(node)], place)
            case "LineBlock":
                yield from (self.leaf(self.leaf_of[id(line)], place) for line in node["c"])
            case "BulletList" | "OrderedList":
                yield from self._list(node, place)
            case "BlockQuote":
                yield from self.blocks(node["c"], place)
            case "DefinitionList":
                yield from self._definitions(node, place)
            case "Div":
                yield from self._div(node, place)
            case "Table":
                yield from self._table(node, place)
            case "Figure":
                yield from self.blocks(node["c"][2], place)
                yield from self.blocks(node["c"][1][1], place)
            case "HorizontalRule":
                yield paragraph("Spacer", properties=[w("pBdr", border("bottom", 4))])

    def _list(self, node: Node, place: Place) -> Iterator[Element]:
        start, items = (node["c"][0][0], node["c"][1]) if node["t"] == "OrderedList" else (1, node["c"])
        depth = place.depth + 1
        for number, item in enumerate(items, start):
            pending = letter(depth, number) if place.kind in FLOWS else ""
            yield from self.blocks(item, replace(place, depth=depth, pending=pending))

    def _definitions(self, node: Node, place: Place) -> Iterator[Element]:
        for term, definitions in node["c"]:
            made = self.leaf(self.leaf_of[id(term)], place)
            if place.kind == "body":
                _restyle(made, "QuotedText", "DefinedTerm")
            yield made
            for definition in definitions:
                yield from self.blocks(definition, place)

    def _div(self, node: Node, place: Place) -> Iterator[Element]:
        (_, classes, _), content = node["c"]
        look = next((name for name in BOXES if name in classes), "")
        if not look or place.kind != "body" or place.depth:
            yield from self.blocks(content, place)
            return
        inner = replace(
            place, kind="box", shift=NUMBER_ROOM - SIDE, width=place.width - 2 * SIDE + NUMBER_ROOM
        )
        yield box(list(self.blocks(content, inner)), look, SIDE - NUMBER_ROOM, inner.width)
        yield paragraph("Spacer")

    def _table(self, node: Node, place: Place) -> Iterator[Element]:
        cell_place = replace(place, kind="cell", shift=-SIDE, depth=0, pending="")
        left = place.shift + SIDE
        width = place.width - left - place.right

        def cell(content: Sequence[Node], is_head: bool, justify: str) -> list[Element]:
            return list(self.blocks(content, replace(cell_place, is_head=is_head, justify=justify)))

        yield table(node, cell, left, width, place.right)
        yield paragraph("Spacer")

    def note(self, node: Node) -> Element:
        """The reference to a footnote; its text goes to `notes`."""
        number = len(self.notes) + 1
        holder = w("footnote", id=number)
        self.notes.append(holder)
        content = list(self.blocks(node["c"], Place(self.width, kind="note")))
        if not content or local(content[0]) != "p":
            content.insert(0, paragraph("FootnoteText"))
        sign = run(w("footnoteRef"), properties=[w("rStyle", val="FootnoteReference")])
        content[0].insert(1, sign)
        content[0].insert(2, plain(" "))
        holder.extend(content)
        return w("footnoteReference", id=number)

    # --- paragraphs ---

    def leaf(self, leaf: PrintedLeaf, place: Place) -> Element:
        """The paragraph of a leaf; its bookmark holds exactly its printed words."""
        style = _style(leaf, place)
        inlines = self.note_inlines if place.kind == "note" else self.inlines
        identifier = self.next_id()
        read = atoms(leaf, self.frames.get(leaf.marker, Frame()), attributed=self.attributed)
        words = inlines.runs(read, leaf.block.text)
        return paragraph(
            style,
            w("bookmarkStart", id=identifier, name=leaf.marker),
            *words,
            w("bookmarkEnd", id=identifier),
            properties=self._properties(leaf, style, place),
        )

    def _properties(self, leaf: PrintedLeaf, style: str, place: Place) -> list[Element | None]:
        numbered = self._numbered(leaf, place)
        found: list[Element | None] = [w("jc", val=place.justify) if place.justify else None]
        if numbered is None:
            found.append(numbered_with(NO_LIST) if style in lists.style_numbers() else None)
            found.append(self._unnumbered_indent(leaf, style, place))
            return found
        if not numbered.by_style:
            found.append(numbered_with(numbered.number, numbered.level))
        if place.shift or not numbered.by_style:
            found += _numbered_indent(numbered, place)
        return found

    def _numbered(self, leaf: PrintedLeaf, place: Place) -> Numbered | None:
        if place.pending and not leaf.label.number:
            return self.numbering.number(lists.ITEMS, place.depth - 1, place.pending)
        known = _family(leaf, place)
        return self.numbering.number(*known, leaf.label.number) if known and leaf.label.number else None

    def _unnumbered_indent(self, leaf: PrintedLeaf, style: str, place: Place) -> Element | None:
        further = STEP * place.depth
        if leaf.block.kind == "quote" or style == "CodeText":
            further = max(further, STEP)
        if place.kind in FLOWS:
            return indent(place.edge + STEP * place.depth, place.edge) if place.depth else None
        return indent(SIDE + place.shift + further, place.right) if place.shift or further else None


def _style(leaf: PrintedLeaf, place: Place) -> str:
    if leaf.node["t"] == "CodeBlock" and place.kind not in FLOWS:
        return "CodeText"
    match leaf.block.kind:
        case "heading":
            return (
                "AnnexTitle"
                if place.is_annex and leaf.block.level == 1
                else f"Heading{min(leaf.block.level, 6)}"
            )
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


def _family(leaf: PrintedLeaf, place: Place) -> tuple[Family, int] | None:
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


def _numbered_indent(numbered: Numbered, place: Place) -> list[Element | None]:
    """Indents stand in the paragraph too: programs differ in whether list or style goes first."""
    if place.kind in FLOWS:
        return [indent(place.edge + STEP * (numbered.level + 1), place.edge, hanging=STEP)]
    left = max(numbered.left + place.shift, numbered.hanging)
    first = {"hanging": numbered.hanging} if numbered.hanging else {"firstLine": 0}
    return [indent(left, place.right, **first)]


def _anchors(copy: Copy) -> dict[str, str]:
    """Which bookmark holds the block that a reference names."""
    found: dict[str, str] = {}
    for leaf in copy.leaves:
        names = [leaf.block.id, *(mark.detail for mark in leaf.block.marks if mark.kind == "span")]
        for name in names:
            if name:
                found.setdefault(name, leaf.marker)
    return found


def page_begun(found: list[Element]) -> list[Element]:
    """The same blocks from the top of a page."""
    if not found or local(found[0]) != "p":
        return [paragraph("Spacer", properties=[w("pageBreakBefore")]), *found]
    properties = found[0][0]
    found[0].replace(properties, paragraph_properties([*properties, w("pageBreakBefore")]))
    return found


def _style_of(element: Element) -> Element | None:
    return element.find(f"{{{W}}}pPr/{{{W}}}pStyle")


def _is_style(element: Element, style: str) -> bool:
    named = _style_of(element)
    return named is not None and attribute(named, "val") == style


def _restyle(element: Element, old: str, new: str) -> None:
    named = _style_of(element)
    if named is not None and attribute(named, "val") == old:
        named.set(f"{{{W}}}val", new)
