"""One walk over the XML of a story: every paragraph in it, with every tracked change around every piece of its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from neaspec_cli.intake.word_addresses import Addresses
from neaspec_cli.intake.word_forms import is_prompt
from neaspec_cli.intake.word_marks import (
    CHANGES,
    COMPATIBILITY,
    MATHS,
    Mark,
    Marks,
    attribute,
    child,
    space_and_name,
    word_name,
)
from neaspec_cli.intake.word_symbols import sign
from neaspec_cli.intake.word_text import Anchor, Document, Paragraph, Row, Segment

CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "\u2011"}
WRAPPERS = frozenset(
    "hyperlink smartTag sdt sdtContent customXml fldSimple bdo dir ruby rubyBase subDoc".split()
)
DRAWN = frozenset("drawing pict object".split())


@dataclass
class StoryReader:
    """Reads the paragraphs under an element into the document; `story` names where they stand."""

    document: Document
    marks: Marks
    story: str
    note_order: list[str] = field(default_factory=list)
    """Ids of the notes in the order of their references, `footnote 2` or `endnote 1`."""
    boxes: list[etree._Element] = field(default_factory=list)
    containers: int = 0
    tables: int = 0
    links: Addresses = field(default_factory=Addresses)
    moves: dict[str, dict[str, str]] = field(default_factory=lambda: {"moveFrom": {}, "moveTo": {}})
    """Names of the ranges that are open, by kind and id."""

    def __post_init__(self) -> None:
        self.changes: tuple[Mark, ...] = ()
        self.rows: tuple[Row, ...] = ()
        self.column = 0
        self.container = 0
        self.in_contents = False
        self.in_new_cell = False
        self.paragraph: Paragraph | None = None

    def read(self, element: etree._Element) -> None:
        """Read all blocks under an element, then its text boxes as stories of their own."""
        self._new_container()
        self._blocks(element)
        while self.boxes:
            box = self.boxes.pop(0)
            inner = StoryReader(self.document, self.marks, "text box", containers=self.containers)
            inner.read(box)
            self.containers = inner.containers

    # Blocks

    def _blocks(self, element: etree._Element) -> None:
        for one in element:
            name = word_name(one)
            if name == "p":
                self._paragraph(one)
            elif name == "tbl":
                self._table(one)
            elif name in CHANGES:
                self._inside(one, self._blocks)
            elif name == "sdt":
                self._content_control(one, self._blocks)
            elif name in ("customXml", "sdtContent", "smartTag"):
                self._blocks(one)
            elif name:
                self._range(one, name)
            elif one.tag == f"{{{COMPATIBILITY}}}AlternateContent":
                self._chosen(one, self._blocks)

    def _paragraph(self, element: etree._Element) -> None:
        paragraph = Paragraph(
            self.story, self.container, self.rows, self.column, in_contents=self.in_contents
        )
        paragraph.in_new_cell = self.in_new_cell
        self.document.paragraphs.append(paragraph)
        self.paragraph = paragraph
        self._paragraph_properties(child(element, "pPr"), paragraph)
        self._inlines(element)
        paragraph.seal()
        self.paragraph = None

    def _paragraph_properties(self, properties: etree._Element | None, paragraph: Paragraph) -> None:
        if properties is None:
            return
        style = child(properties, "pStyle")
        named = attribute(style, "val") if style is not None else ""
        # Every language of Word has ids of its own for styles, and keeps their names in English.
        paragraph.style = self.document.forms.styles.get(named, named)
        forms, change = self.document.forms, child(properties, "pPrChange")
        before = properties if change is None else child(change, "pPr")
        paragraph.form, paragraph.becomes = forms.of(before, with_lists=False), forms.of(properties)
        paragraph.is_reformed = change is not None and forms.of(before) != paragraph.becomes
        of_mark = child(properties, "rPr")
        of_the_mark = [] if of_mark is None else [one for one in of_mark if word_name(one) in CHANGES]
        paragraph.mark_changes = tuple(self._named(self.marks[one]) for one in of_the_mark)
        paragraph.formats += [
            self.marks[one] for one in properties.iter() if one in self.marks and one not in of_the_mark
        ]

    def _table(self, element: etree._Element) -> None:
        self.tables += 1
        number = self.tables
        first = len(self.document.paragraphs)
        outer = (self.rows, self.column)
        self._rows(element, number, [0])
        self.rows, self.column = outer
        self._new_container()
        formats = [
            mark
            for part in ("tblPr", "tblGrid")
            for one in (child(element, part),)
            if one is not None
            for mark in self._marks_under(one)
        ]
        self._formats_to(first, formats)

    def _rows(self, element: etree._Element, table: int, count: list[int]) -> None:
        for one in element:
            name = word_name(one)
            if name == "tr":
                count[0] += 1
                self._row(one, Row(table, count[0]))
            elif name in ("sdt", "sdtContent", "customXml"):
                self._rows(one, table, count)
            elif name in CHANGES:
                self._inside(one, lambda inner: self._rows(inner, table, count))
            elif name:
                self._range(one, name)

    def _row(self, element: etree._Element, row: Row) -> None:
        outer = self.rows
        properties = child(element, "trPr")
        exceptions = child(element, "tblPrEx")
        own = [] if properties is None else [one for one in properties if word_name(one) in CHANGES]
        row.changes = (*self.changes, *(self.marks[one] for one in own))
        self.rows = (*outer, row)
        first = len(self.document.paragraphs)
        self._cells(element, [_number(child(properties, "gridBefore"), 0)])
        formats = [
            mark for part in (properties, exceptions) if part is not None for mark in self._marks_under(part)
        ]
        self._formats_to(first, [mark for mark in formats if mark not in row.changes])
        self.rows = outer

    def _cells(self, element: etree._Element, count: list[int]) -> None:
        for one in element:
            name = word_name(one)
            if name == "tc":
                properties = child(one, "tcPr")
                self.in_new_cell = child(properties, "cellIns") is not None
                self._cell(one, 0 if self.in_new_cell else count[0] + 1)
                count[0] += 0 if self.in_new_cell else _number(child(properties, "gridSpan"), 1)
                self.in_new_cell = False
            elif name in ("sdt", "sdtContent", "customXml"):
                self._cells(one, count)
            elif name:
                self._range(one, name)

    def _cell(self, element: etree._Element, column: int) -> None:
        self.column = column
        self._new_container()
        first = len(self.document.paragraphs)
        self._blocks(element)
        properties = child(element, "tcPr")
        if properties is not None:
            self._formats_to(first, self._marks_under(properties))

    # Inlines

    def _inlines(self, element: etree._Element) -> None:
        for one in element:
            name = word_name(one)
            if name == "r":
                self._run(one)
            elif name in CHANGES:
                self._inside(one, self._inlines)
            elif name == "sdt":
                self._content_control(one, self._inlines)
            elif name in WRAPPERS:
                self.links.around(one, self._inlines)
            elif name:
                self._range(one, name)
            elif one.tag == f"{{{COMPATIBILITY}}}AlternateContent":
                self._chosen(one, self._inlines)
            elif space_and_name(one)[0] in MATHS:
                self._formula(one)

    def _run(self, element: etree._Element) -> None:
        properties = child(element, "rPr")
        formats = () if properties is None else tuple(self._marks_under(properties))
        self._run_content(element, formats)

    def _run_content(self, element: etree._Element, formats: tuple[Mark, ...]) -> None:
        for one in element:
            name = word_name(one)
            if name in ("t", "delText"):
                self._add(one.text or "", formats)
            elif name in CHARACTERS:
                self._add(CHARACTERS[name], formats)
            elif name == "br":
                self._add("\n" if attribute(one, "type") in ("", "textWrapping") else "", formats)
            elif name == "sym":
                self._add(sign(attribute(one, "font"), attribute(one, "char")), formats)
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(f"{name.removesuffix('Reference')} {attribute(one, 'id')}")
            elif name in ("footnoteRef", "endnoteRef") and self.paragraph is not None:
                # The number at the head of a note has no words, but may have changed with them.
                self.paragraph.segments.append(Segment("", self.changes, formats))
            elif name in ("fldChar", "instrText"):
                self.links.field(one, name)
            elif name == "ruby":
                self._inlines(one)
            elif name in DRAWN:
                self._drawing(one)
            elif name == "commentReference":
                self._range(one, name)
            elif one.tag == f"{{{COMPATIBILITY}}}AlternateContent":
                self._chosen(one, self._drawing)

    def _formula(self, element: etree._Element) -> None:
        for one in element:
            name = word_name(one)
            if name in CHANGES:
                self._inside(one, self._formula)
            elif name == "r":
                self._run(one)
            elif space_and_name(one)[1] == "t":
                self._add(one.text or "", ())
            elif space_and_name(one)[1] != "ctrlPr":
                self._formula(one)

    def _drawing(self, element: etree._Element) -> None:
        """Text boxes are read when the story is at its end; of two forms of one drawing the first is taken."""
        for one in element:
            if word_name(one) == "txbxContent":
                self.boxes.append(one)
            elif one.tag == f"{{{COMPATIBILITY}}}AlternateContent":
                self._chosen(one, self._drawing)
            else:
                self._drawing(one)

    # Around

    def _inside(self, element: etree._Element, read: Callable[[etree._Element], None]) -> None:
        outer = self.changes
        mark = self._named(self.marks[element])
        before = self._here()
        self.changes = (*outer, mark)
        read(element)
        self.changes = outer
        if self._here() == before and _ends_comment(element):
            # LibreOffice tracks the sign that it puts where a comment ends.
            mark.settle("placed")

    def _content_control(self, element: etree._Element, read: Callable[[etree._Element], None]) -> None:
        outer = self.in_contents
        properties = child(element, "sdtPr")
        gallery = child(child(properties, "docPartObj"), "docPartGallery")
        if gallery is not None and attribute(gallery, "val") == "Table of Contents":
            self.in_contents = True
        for one in element:
            if word_name(one) == "sdtContent" and not is_prompt(properties, one, self.document.forms):
                read(one)
            elif word_name(one) not in ("sdtPr", "sdtEndPr", "sdtContent", ""):
                self._range(one, word_name(one))
        self.in_contents = outer

    def _chosen(self, element: etree._Element, read: Callable[[etree._Element], None]) -> None:
        choice = next((one for one in element if one.tag == f"{{{COMPATIBILITY}}}Choice"), None)
        if choice is not None:
            read(choice)

    def _range(self, element: etree._Element, name: str) -> None:
        """Bookmarks, comments and moves begin and end between other things, inside paragraphs and out."""
        identifier = attribute(element, "id")
        anchors = self.document.anchors
        if name == "bookmarkStart" and self.paragraph is not None:
            self.paragraph.bookmarks.append(attribute(element, "name"))
        elif name == "commentRangeStart":
            anchors.setdefault(identifier, Anchor(self._here(), self._here()))
        elif name == "commentRangeEnd" and identifier in anchors:
            anchors[identifier].end = self._here()
        elif name == "commentReference":
            anchors.setdefault(identifier, Anchor(self._here(), self._here()))
        elif name in ("moveFromRangeStart", "moveToRangeStart"):
            self.moves[name[:-10]][identifier] = attribute(element, "name")
        elif name in ("moveFromRangeEnd", "moveToRangeEnd"):
            self.moves[name[:-8]].pop(identifier, None)

    def _here(self) -> tuple[int, int]:
        if self.paragraph is None:
            return len(self.document.paragraphs), 0
        return len(self.document.paragraphs) - 1, len(self.paragraph.segments)

    def _named(self, mark: Mark) -> Mark:
        """A move knows what Word calls it, when it stands in a named range."""
        if mark.tag.startswith("move") and not mark.name:
            mark.name = next(reversed(self.moves[mark.tag].values()), "")
        return mark

    def _note(self, identifier: str) -> None:
        self.note_order.append(identifier)
        if self.paragraph is not None:
            self.paragraph.segments.append(Segment("", self.changes, (), identifier))

    def _add(self, text: str, formats: tuple[Mark, ...]) -> None:
        if self.paragraph is None or not (text or formats):
            return
        self.paragraph.segments.append(Segment(text, self.changes, formats, link=self.links.here))

    def _new_container(self) -> None:
        self.containers += 1
        self.container = self.containers

    def _marks_under(self, element: etree._Element) -> list[Mark]:
        return [self.marks[one] for one in element.iter() if one in self.marks]

    def _formats_to(self, first: int, marks: list[Mark]) -> None:
        """What happened to the form of a table, row or cell is told at its first paragraph."""
        if marks and first < len(self.document.paragraphs):
            self.document.paragraphs[first].formats += marks


def _ends_comment(element: etree._Element) -> bool:
    following = element.getnext()
    return following is not None and word_name(following) == "commentRangeEnd"


def _number(element: etree._Element | None, default: int) -> int:
    """How many columns of the grid an element says, of which Word has no more than 63."""
    said = "" if element is None else attribute(element, "val")
    return min(int(said[:4]), 63) if said.isascii() and said.isdigit() else default
