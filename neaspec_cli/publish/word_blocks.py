"""Blocks of a section as paragraphs, boxes and tables of Word; each leaf is one paragraph with its hidden bookmark.

The tree is written straight to WordprocessingML rather than through pandoc's Word writer: so each printed leaf and its
paragraph are one and the same, nothing has to be found again, and the bytes depend on this code alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from neaspec_cli.core.markdown import Node
from neaspec_cli.core.text.numbering import letter
from neaspec_cli.publish import word_numbering as lists
from neaspec_cli.publish.copy import Copy, PrintedLeaf, PrintedSection
from neaspec_cli.publish.package import Relations
from neaspec_cli.publish.printed import Change, Frame, atoms, frames, leaf_key
from neaspec_cli.publish.word_comments import Remarks
from neaspec_cli.publish.word_inlines import Inlines, changed
from neaspec_cli.publish.word_moves import Moves
from neaspec_cli.publish.word_numbering import Numbered, Numbering
from neaspec_cli.publish.word_paragraphs import (
    FLOWS,
    NO_LIST,
    Place,
    family_of,
    numbered_indent,
    page_begun,
    restyle,
    style_of,
    unnumbered_indent,
)
from neaspec_cli.publish.word_redline import form_change, mark_change, set_apart
from neaspec_cli.publish.word_styles import NUMBER_ROOM, SIDE, border, numbered_with
from neaspec_cli.publish.word_tables import BOXES, box, table
from neaspec_cli.publish.wordml import (
    Element,
    local,
    paragraph,
    paragraph_properties,
    plain,
    run,
    run_properties,
    w,
)


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
        self.moves = Moves(copy, self.next_id)
        self.remarks = Remarks(copy.provenance.date, self.next_id)
        self._on_notes: list[str] = []
        self._said: dict[str, str] = {}
        self._turns = [-1, -1]
        """How many paragraphs of the body and of notes have been written before this one."""
        anchors = _anchors(copy)
        self.inlines = Inlines(relations, anchors, self.next_id, self.note)
        self.note_inlines = Inlines(self.note_relations, anchors, self.next_id, self.note)

    def next_id(self) -> int:
        """An id that no bookmark and no change of the file has yet."""
        self._last_id += 1
        return self._last_id

    @property
    def said(self) -> list[str]:
        """The printed words of every leaf, when all sections are written."""
        return [self._said[leaf.marker] for leaf in self.copy.leaves]

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
                restyle(made, "QuotedText", "DefinedTerm")
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
        style = style_of(leaf, place)
        inlines = self.note_inlines if place.kind == "note" else self.inlines
        identifier = self.next_id()
        printed = atoms(leaf, self.frames.get(leaf.marker, Frame()), attributed=self.attributed)
        read = [self.moves.told(atom) for atom in printed]
        self._said[leaf.marker] = "".join([atom.text for atom in read])
        words = self.moves.framed(leaf, inlines.runs(read, leaf.block.text))
        change = mark_change(leaf, read, self.copy.marked_on)
        mark = run_properties([changed(change, self.next_id())]) if change else None
        # A row takes the sign of a remark along by itself; LibreOffice keeps the row when the sign is tracked as well.
        of_sign = None if place.kind == "cell" else change
        words = self.remarks.put(words, self._remarks_on(leaf, place), of_sign)
        made = paragraph(
            style,
            w("bookmarkStart", id=identifier, name=leaf.marker),
            *words,
            w("bookmarkEnd", id=identifier),
            properties=[
                *self._properties(leaf, style, place, _is_gone(change)),
                mark,
                self._reshaped(leaf, place),
            ],
        )
        if self.copy.since is not None:
            self._turns[place.kind == "note"] += 1
            set_apart(made, self._turns[place.kind == "note"])
        return made

    def _reshaped(self, leaf: PrintedLeaf, place: Place) -> Element | None:
        """The tracked change of a paragraph's form: the style, the list and the indents that it had."""
        if leaf.was is None or place.kind in FLOWS:
            return None
        depth = leaf.was.block.level if leaf.was.block.kind == "item" else 0
        before = replace(place, depth=depth, pending="")
        style = style_of(leaf.was, before)
        known = [w("pStyle", val=style), *self._properties(leaf.was, style, before, True)]
        by = form_change(leaf, self.copy.marked_on)
        dated = {"date": by.date} if by.date else {}
        return w("pPrChange", paragraph_properties(known), id=self.next_id(), author=by.author, **dated)

    def _remarks_on(self, leaf: PrintedLeaf, place: Place) -> list[str]:
        """Remarks to put to a paragraph: its own, and those on its notes, which are written before."""
        if place.kind == "note":
            self._on_notes += leaf.behind.remarks
            return []
        of_notes, self._on_notes = self._on_notes, []
        return [*leaf.behind.remarks, *of_notes]

    def _properties(self, leaf: PrintedLeaf, style: str, place: Place, gone: bool) -> list[Element | None]:
        numbered = self._numbered(leaf, place, gone)
        found: list[Element | None] = [w("jc", val=place.justify) if place.justify else None]
        if numbered is None:
            found.append(numbered_with(NO_LIST) if style in lists.style_numbers() else None)
            found.append(unnumbered_indent(leaf, style, place))
            return found
        if not numbered.by_style:
            found.append(numbered_with(numbered.number, numbered.level))
        if place.shift or not numbered.by_style:
            found += numbered_indent(numbered, place)
        return found

    def _numbered(self, leaf: PrintedLeaf, place: Place, gone: bool) -> Numbered | None:
        """The list of a paragraph; one that is struck out shows its number and counts no more."""
        if place.pending and not leaf.label.number:
            return self.numbering.number(lists.ITEMS, place.depth - 1, place.pending)
        known = family_of(leaf, place)
        if known is None or not leaf.label.number:
            return None
        number = self.numbering.literal if gone else self.numbering.number
        return number(*known, leaf.label.number)


def _is_gone(change: Change | None) -> bool:
    return change is not None and change.kind == "deletion"


def _anchors(copy: Copy) -> dict[str, str]:
    """Which bookmark holds the block that a reference names."""
    found: dict[str, str] = {}
    for leaf in copy.leaves:
        names = [leaf.block.id, *(mark.detail for mark in leaf.block.marks if mark.kind == "span")]
        for name in names:
            if name:
                found.setdefault(name, leaf.marker)
    return found
