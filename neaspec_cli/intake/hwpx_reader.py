"""One walk over a Korean HWPX document: every paragraph with the tracked changes around its words, memos and tables.

Element names: KS X 6101 (OWPML), in whichever of its years' namespaces. Tables, notes and text boxes stand inside of a
run; they are read after the paragraph that holds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from neaspec_cli.core.feedback import MOMENT
from neaspec_cli.intake.guard import TooMuch
from neaspec_cli.intake.word_marks import Mark
from neaspec_cli.intake.word_text import Anchor, Document, Paragraph, Remark, Row, Segment

MOST_OPEN = 50
"""Changes around the same words; each word is kept with all of them."""
SIGNS = {"tab": "\t", "lineBreak": "\n", "nbSpace": "\u00a0", "fwSpace": " ", "hyphen": "-"}
NOTES = {"footNote": "footnote", "endNote": "endnote"}
MARGINS = ("header", "footer")
CHANGES = {"insertBegin": "ins", "deleteBegin": "del"}
OUTLINE = re.compile(r"(?:outline|개요)\s*([1-6])", re.IGNORECASE)


@dataclass(frozen=True)
class Head:
    """What the head of a document says: who made which change and when, and what styles are called."""

    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    styles: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Walk:
    """Reads a section into the document."""

    document: Document
    head: Head
    containers: int = 0
    tables: int = 0
    marks: dict[etree._Element, Mark] = field(default_factory=dict)
    open: dict[str, Mark] = field(default_factory=dict)
    named: dict[str, Anchor] = field(default_factory=dict)

    def section(self, root: etree._Element) -> None:
        """A whole section, and every mark in it; those in places that are not read are told."""
        self.story(root, Paragraph("body", self.container()))
        for one in root.iter():
            if is_mark(one) and one not in self.marks:
                tag = CHANGES.get(local(one), "comment")
                why = "it stands where no words of the text are"
                self.marks[one] = Mark(tag, outcome="unsupported", reason=why)
        self.document.marks = list(self.marks.values())

    def container(self) -> int:
        """A number for a new cell, note, or stretch between tables."""
        self.containers += 1
        return self.containers

    def story(self, paragraphs: Iterable[etree._Element], seat: Paragraph) -> None:
        """Paragraphs that follow each other, each placed as `seat` is."""
        container = seat.container
        for one in paragraphs:
            if local(one) != "p":
                continue
            tables = self.tables
            made = Paragraph(seat.story, container, seat.rows, seat.column)
            self._paragraph(one, made)
            # Nothing joins across a table.
            container = self.container() if self.tables > tables else container

    def _paragraph(self, element: etree._Element, made: Paragraph) -> None:
        made.style = self.head.styles.get(element.get("styleIDRef", ""), "")
        self.document.paragraphs.append(made)
        ended: list[Mark] = []
        later: list[tuple[str, etree._Element]] = []
        for run in element:
            for one in run if local(run) == "run" else ():
                self._inside(one, made, ended, later)
        made.mark_changes = (*self.open.values(), *ended)
        made.seal()
        for name, one in later:
            self._below(name, one, made)

    def _inside(
        self, one: etree._Element, made: Paragraph, ended: list[Mark], later: list[tuple[str, etree._Element]]
    ) -> None:
        """What a run holds: words, controls, and objects that are read later."""
        name = local(one)
        if name == "t":
            self._add(made, one.text or "")
            for inner in one:
                if local(inner) in SIGNS:
                    self._add(made, SIGNS[local(inner)])
                else:
                    self._inside(inner, made, ended, later)
                self._add(made, inner.tail or "")
        elif name == "ctrl":
            for inner in one:
                self._inside(inner, made, ended, later)
        elif name in CHANGES or name in ("insertEnd", "deleteEnd"):
            self._change(one, name, ended)
        elif name == "bookmark":
            made.bookmarks.append(one.get("name", ""))
        elif name in ("fieldBegin", "fieldEnd"):
            self._field(one, name)
        elif name in NOTES:
            story = f"{NOTES[name]} {self.container()}"
            made.segments.append(Segment("", tuple(self.open.values()), (), story))
            later.append((story, one))
        elif name == "container":
            for inner in one:
                self._inside(inner, made, ended, later)
        elif name == "tbl" or name in MARGINS or any(local(inner) == "drawText" for inner in one):
            later.append((name if name in (*MARGINS, "tbl") else "text box", one))

    def _below(self, name: str, element: etree._Element, holder: Paragraph) -> None:
        if name == "tbl":
            self._table(element, holder)
            return
        seat = Paragraph(name, self.container())
        for inner in _lists(element):
            self.story(inner, seat)

    def _table(self, element: etree._Element, holder: Paragraph) -> None:
        self.tables += 1
        table = self.tables
        for number, row in enumerate((one for one in element if local(one) == "tr"), 1):
            here = Row(table, number)
            for index, cell in enumerate(one for one in row if local(one) == "tc"):
                places = (_number(one, "colAddr", index) for one in cell if local(one) == "cellAddr")
                column = next(places, index) + 1
                seat = Paragraph(holder.story, self.container(), (*holder.rows, here), column)
                for inner in cell:
                    if local(inner) == "subList":
                        self.story(inner, seat)

    def _add(self, made: Paragraph, text: str) -> None:
        if text:
            made.segments.append(Segment(text, tuple(self.open.values())))

    def _change(self, one: etree._Element, name: str, ended: list[Mark]) -> None:
        """Where a tracked change begins or ends; one that ends with its paragraph is of the end of that too."""
        identifier = f"{name[:6]} {one.get('Id', '')}"
        if name in CHANGES:
            author, date = self.head.changes.get(one.get("TcId", ""), ("", ""))
            self.open[identifier] = self.marks[one] = Mark(CHANGES[name], author, date)
            if len(self.open) > MOST_OPEN:
                raise TooMuch(f"more than {MOST_OPEN} tracked changes stand around the same words")
        else:
            mark = self.open.pop(identifier, None)
            if mark is not None and one.get("paraend") == "1":
                ended.append(mark)

    def _field(self, one: etree._Element, name: str) -> None:
        """Where the words of a memo begin and end."""
        here = (len(self.document.paragraphs) - 1, len(self.document.paragraphs[-1].segments))
        if name == "fieldEnd":
            if one.get("beginIDRef", "") in self.named:
                self.named[one.get("beginIDRef", "")].end = here
            return
        if not is_mark(one):
            return
        said = {
            inner.get("name", ""): inner.text or "" for inner in one.iter() if local(inner) == "stringParam"
        }
        date = said.get("CreateDateTime", "").strip().replace(" ", "T")
        words = "\n".join(map(words_of, _paragraphs(one))).strip()
        mark = Mark("comment", said.get("Author", ""), date if re.fullmatch(MOMENT, date) else "", text=words)
        self.marks[one] = mark
        self.document.remarks.append(Remark(mark, str(len(self.document.remarks)), words))
        anchor = Anchor(here, here)
        self.document.anchors[self.document.remarks[-1].id] = anchor
        self.named.setdefault(one.get("id", ""), anchor)


def is_mark(element: etree._Element) -> bool:
    """Does a tracked change or a memo begin there?"""
    name = local(element)
    return name in CHANGES or (name == "fieldBegin" and element.get("type") == "MEMO")


def read_head(root: etree._Element) -> Head:
    """Authors and moments of changes by their number, and the names of styles by theirs."""
    authors = {
        one.get("id", ""): one.get("name", "") for one in root.iter() if local(one) == "trackChangeAuthor"
    }
    changes = {}
    styles = {}
    for one in root.iter():
        if local(one) == "trackChange":
            date = one.get("date", "")
            changes[one.get("id", "")] = (
                authors.get(one.get("authorID", ""), ""),
                date if re.fullmatch(MOMENT, date) else "",
            )
        elif local(one) == "style":
            called = str(one.get("engName") or one.get("name", ""))
            outline = OUTLINE.fullmatch(called)
            styles[one.get("id", "")] = f"heading {outline.group(1)}" if outline else called
    return Head(changes, styles)


def words_of(paragraph: etree._Element) -> str:
    """The words of a paragraph of a memo."""
    pieces: list[str] = []
    for one in paragraph.iter():
        name = local(one)
        if name == "t":
            pieces.append(one.text or "")
        elif name in SIGNS:
            pieces.append(SIGNS[name])
        parent = one.getparent()
        if parent is not None and local(parent) == "t":
            pieces.append(one.tail or "")
    return "".join(pieces)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _lists(element: etree._Element) -> Iterator[etree._Element]:
    """The lists of paragraphs in a note or a box, those inside of others left to these."""
    for one in element:
        if local(one) == "subList":
            yield one
        else:
            yield from _lists(one)


def _paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    return (one for one in element.iter() if local(one) == "p")


def _number(element: etree._Element, name: str, otherwise: int) -> int:
    text = element.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise
