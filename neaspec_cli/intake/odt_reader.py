"""One walk over a story of an OpenDocument text: every paragraph, with the tracked changes around every piece of it.

What a deletion took out is put back where the text points at it; each is put back once. White space: OpenDocument 1.3,
part 3, 6.1.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from neaspec_cli.intake.guard import TooMuch
from neaspec_cli.intake.odt_marks import DRAW, EXTENSIONS, OFFICE, TABLE, TEXT, Region, Styles, qualified
from neaspec_cli.intake.odt_rows import Rows
from neaspec_cli.intake.word_marks import Mark, settle_all
from neaspec_cli.intake.word_text import Anchor, Document, Paragraph, Remark, Segment

MOST_DEPTH = 180
"""Elements within one another, those that deletions put back included."""
MOST_OPEN = 50
"""Changes around the same words; each word is kept with all of them."""
MOST_DELETIONS = 20
"""Deletions within one another; no word processor makes more than two."""
UNREAD = frozenset(
    "tracked-changes note-citation ruby-text sequence-decls variable-decls user-field-decls "
    "table-of-content-source illustration-index-source table-index-source object-index-source "
    "user-index-source alphabetical-index-source bibliography-source".split()
)
CONTENTS = frozenset("table-of-content illustration-index table-index object-index user-index".split())
LINK = "{http://www.w3.org/1999/xlink}href"
SPACE = re.compile(r"[ \t\r\n]+")
COPIED_REMARK = re.compile(r"(__Annotation__.+?)_+ Copy \d+")


@dataclass
class Shared:
    """What all stories of a file have in common."""

    document: Document
    regions: dict[str, Region]
    remarks: dict[etree._Element, Remark]
    styles: Styles = Styles()
    containers: int = 0
    tables: int = 0

    def container(self) -> int:
        """A number for a new cell, note, or stretch between tables."""
        self.containers += 1
        return self.containers


@dataclass
class StoryReader:
    """Reads the paragraphs under an element into the document; `around` are changes that stand around all of it."""

    shared: Shared
    story: str
    around: tuple[Mark, ...] = ()
    notes: list[tuple[str, etree._Element, tuple[Mark, ...]]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.document = self.shared.document
        self.open: dict[str, Region] = {}
        self.deleted: tuple[Mark, ...] = ()
        self.formats: tuple[Mark, ...] = ()
        self.changes = self.around
        self.forms: frozenset[str] = frozenset()
        self.rows = Rows(self.document)
        self.container = 0
        self.in_contents = False
        self.link = ""
        self.paragraph: Paragraph | None = None
        self.after_space = True
        self.depth = 0
        self.putting_back = 0
        self.names: list[str] = []
        self.opened: dict[str, tuple[tuple[int, int], int]] = {}
        self.remarks_seen = 0
        self.named_remarks: dict[str, Anchor] = {}
        self.copied: dict[str, tuple[int, int]] = {}

    def read(self, element: Iterable[etree._Element]) -> None:
        """Read all blocks under an element, then its notes and text boxes as stories of their own."""
        self.container = self.shared.container()
        self._blocks(element)
        for name, body, around in self.notes:
            StoryReader(self.shared, name, around).read(body)
        for box in self.boxes:
            StoryReader(self.shared, "text box").read(box)

    # Blocks

    def _blocks(self, element: Iterable[etree._Element]) -> None:
        self.depth += 1
        for one in element if self.depth < MOST_DEPTH else ():
            self._block(one)
        self.depth -= 1

    def _block(self, one: etree._Element) -> None:
        space, name = qualified(one)
        if (space, name) in ((TEXT, "p"), (TEXT, "h")):
            self._begin(self.shared.styles.style(one))
            self._inlines(one)
            self._end()
        elif (space, name) == (TABLE, "table"):
            self._table(one)
        elif space == DRAW:
            self._blocks(one) if self.story == "text box" else self.boxes.append(one)
        elif name in CONTENTS and space == TEXT:
            self.in_contents, outer = True, self.in_contents
            self._blocks(one)
            self.in_contents = outer
        elif not self._point(one, space, name) and name not in UNREAD:
            self._blocks(one)

    def _begin(self, style: str) -> None:
        rows, column = self.rows.here
        self.paragraph = Paragraph(
            self.story, self.container, rows, column, style, in_contents=self.in_contents
        )
        self.document.paragraphs.append(self.paragraph)
        self.after_space = True
        self.names = []

    def _end(self) -> None:
        if self.paragraph is not None:
            self.paragraph.mark_changes = self.changes
            self.paragraph.seal()
        self.paragraph = None

    def _table(self, element: etree._Element) -> None:
        self.shared.tables += 1
        self.rows.enter(self.shared.tables)
        self._rows(element)
        self.rows.leave()
        self.container = self.shared.container()

    def _rows(self, element: etree._Element) -> None:
        for one in element:
            space, name = qualified(one)
            if (space, name) == (TABLE, "table-row"):
                self.rows.begin(self.changes)
                self._cells(one)
                self.rows.end(self.changes)
            elif space == TABLE and name in ("table-header-rows", "table-rows", "table-row-group"):
                self._rows(one)
            else:
                self._point(one, space, name)

    def _cells(self, element: etree._Element) -> None:
        for one in element:
            if qualified(one) in ((TABLE, "table-cell"), (TABLE, "covered-table-cell")):
                self.rows.cell(one.get(f"{{{TABLE}}}number-columns-repeated", "1"))
                self.container = self.shared.container()
                self._blocks(one)

    # Inlines

    def _inlines(self, element: etree._Element) -> None:
        self.depth += 1
        if self.depth < MOST_DEPTH:
            self._characters(element.text)
            for one in element:
                self._inline(one)
                self._characters(one.tail)
        self.depth -= 1

    def _inline(self, one: etree._Element) -> None:
        space, name = qualified(one)
        if space == TEXT and name == "s":
            number = one.get(f"{{{TEXT}}}c", "1")
            self._add(" " * (int(number[:9]) if number.isascii() and number.isdigit() else 1))
        elif space == TEXT and name in ("tab", "line-break"):
            self._add("\t" if name == "tab" else "\n")
        elif space == TEXT and name == "span":
            outer = self.forms
            self.forms = outer | self.shared.styles.forms.get(
                one.get(f"{{{TEXT}}}style-name", ""), frozenset()
            )
            self._inlines(one)
            self.forms = outer
        elif space == TEXT and name == "note":
            self._note(one)
        elif space == TEXT and name == "a":
            outer_link, self.link = self.link, one.get(LINK, "")
            self._inlines(one)
            self.link = outer_link
        elif space == DRAW and name != "a":
            self.boxes.append(one)
        elif not self._point(one, space, name) and space in (TEXT, EXTENSIONS, DRAW) and name not in UNREAD:
            self._inlines(one)

    def _characters(self, text: str | None) -> None:
        """White space counts as one space, at the beginning of a paragraph as none."""
        if not text:
            return
        said = SPACE.sub(" ", text)
        if self.after_space:
            said = said.removeprefix(" ")
        if said:
            self._add(said)
            self.after_space = said.endswith(" ")

    def _add(self, text: str) -> None:
        self.after_space = False
        if self.paragraph is None or not text:
            return
        for mark in self.formats:
            words = {*mark.text.split(", "), *self.forms} - {"", "form"}
            mark.text = ", ".join(sorted(words)) or "form"
        self.paragraph.segments.append(Segment(text, self.changes, self.formats, link=self.link))
        if not self.deleted:
            self.names = []

    def _note(self, element: etree._Element) -> None:
        body = element.find(f"{{{TEXT}}}note-body")
        kind = "endnote" if element.get(f"{{{TEXT}}}note-class") == "endnote" else "footnote"
        if body is not None and self.paragraph is not None:
            name = f"{kind} {self.shared.container()}"
            self.paragraph.segments.append(Segment("", self.changes, (), name))
            self.notes.append((name, body, self.changes))

    # Points

    def _point(self, one: etree._Element, space: str, name: str) -> bool:
        """Where changes, bookmarks and remarks begin and end, between other things; is this such a point?"""
        if space == OFFICE and name.startswith("annotation"):
            self._remark(one, name)
        elif space == TEXT and name in ("change", "change-start", "change-end"):
            self._change(one.get(f"{{{TEXT}}}change-id", ""), name)
        elif space == TEXT and name in ("bookmark", "bookmark-start", "bookmark-end"):
            self._bookmark(one.get(f"{{{TEXT}}}name", ""), name)
        else:
            return False
        return True

    def _change(self, identifier: str, name: str) -> None:
        region = self.shared.regions.get(identifier)
        if region is None:
            return
        if name == "change" and not region.is_read and self.putting_back < MOST_DELETIONS:
            region.is_read = True
            self.putting_back += 1
            self._put_back(region)
            self.putting_back -= 1
        elif name == "change-start":
            self.open[identifier] = region
            if len(self.open) > MOST_OPEN:
                raise TooMuch(f"more than {MOST_OPEN} tracked changes stand around the same words")
            self.opened[identifier] = (self._here(), self.remarks_seen)
        elif name == "change-end" and identifier in self.open:
            del self.open[identifier]
            # LibreOffice tracks the sign that it puts where a remark ends.
            where, seen = self.opened[identifier]
            if where == self._here() and seen != self.remarks_seen:
                settle_all(region.marks, "placed")
        self._now()

    def _now(self) -> None:
        """What stands around the text from here on."""
        inserted = (mark for region in self.open.values() for mark in region.insertions)
        self.changes = (*self.around, *inserted, *self.deleted)
        self.formats = tuple(mark for region in self.open.values() for mark in region.formats)

    def _put_back(self, region: Region) -> None:
        outer = self.deleted
        self.deleted = (*outer, *region.marks)
        self._now()
        if self.paragraph is None:
            self._blocks(region.content)
        else:
            self._joined(self.paragraph, list(_leaves(region.content)))
        self.deleted = outer

    def _joined(self, into: Paragraph, leaves: list[etree._Element]) -> None:
        """Deleted blocks inside a paragraph: the first runs on from what stands before, the last into what follows.

        Bookmarks right before the point may belong to either side, so both have them.
        """
        names, after_space = self.names, self.after_space
        if leaves and not into.segments and qualified(leaves[0])[0] == TEXT:
            into.style = self.shared.styles.style(leaves[0])
        for number, leaf in enumerate(leaves):
            if qualified(leaf) == (TABLE, "table"):
                self._end()
                self._table(leaf)
                continue
            if number:
                self._end()
                self._begin(self.shared.styles.style(leaf))
            self.after_space = True
            self._inlines(leaf)
        if self.paragraph is None:
            self._begin(into.style)
        if self.paragraph is not into and self.paragraph is not None:
            self.paragraph.bookmarks += names
        self.names, self.after_space = names, after_space

    def _bookmark(self, name: str, what: str) -> None:
        copied = COPIED_REMARK.fullmatch(name)
        if copied and what == "bookmark-start":
            self.copied[copied.group(1)] = self._here()
        elif self.paragraph is not None and what != "bookmark-end":
            self.paragraph.bookmarks.append(name)
            self.names.append(name)

    def _remark(self, one: etree._Element, name: str) -> None:
        self.remarks_seen += 1
        called = one.get(f"{{{OFFICE}}}name", "")
        if name == "annotation-end":
            if called in self.named_remarks:
                self.named_remarks[called].end = self._here()
            return
        remark = self.shared.remarks.get(one)
        if remark is not None:
            anchor = Anchor(self.copied.get(called, self._here()), self._here())
            self.named_remarks[called] = self.document.anchors.setdefault(remark.id, anchor)

    def _here(self) -> tuple[int, int]:
        if self.paragraph is None:
            return len(self.document.paragraphs), 0
        return len(self.document.paragraphs) - 1, len(self.paragraph.segments)


def _leaves(content: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """Paragraphs and tables, whatever lists and sections they stand in."""
    for one in content:
        if qualified(one) in ((TEXT, "p"), (TEXT, "h"), (TABLE, "table")):
            yield one
        elif qualified(one)[1] not in UNREAD:
            yield from _leaves(one)
