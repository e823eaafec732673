"""A plain count of the marks in a Word file, part by part: the other side of the receipt's balance.

It streams the XML through expat and knows nothing of the reader, which goes over trees; what one of them overlooks
makes the balance differ from 0. Since it comes first, it also stops files that have too much of anything.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from neaspec_cli.intake import guard

WORD = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
THREADS = "http://schemas.microsoft.com/office/word/2012/wordml"
STORIES = frozenset({"document", "footnotes", "endnotes", "comments", "hdr", "ftr"})
KINDS = {
    "ins": "insertions",
    "del": "deletions",
    "moveFrom": "moves",
    "moveTo": "moves",
    **dict.fromkeys(
        (
            "rPrChange",
            "pPrChange",
            "sectPrChange",
            "tblPrChange",
            "tblPrExChange",
            "tblGridChange",
            "trPrChange",
            "tcPrChange",
            "numberingChange",
        ),
        "formats",
    ),
    **dict.fromkeys(("cellIns", "cellDel", "cellMerge"), "cells"),
    **dict.fromkeys(
        (
            "customXmlInsRangeStart",
            "customXmlDelRangeStart",
            "customXmlMoveFromRangeStart",
            "customXmlMoveToRangeStart",
        ),
        "controls",
    ),
    "comment": "comments",
}


@dataclass
class Counts:
    """What was counted so far, over all parts."""

    by_tag: dict[str, int] = field(default_factory=dict)
    paragraphs: int = 0
    elements: int = 0
    characters: int = 0
    replies: int = 0
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Namespace and local name of each kind of element."""

    def elements_by_kind(self) -> dict[str, int]:
        """Marks by kind as the receipt names them; a reply is a comment that answers another."""
        kinds: dict[str, int] = {}
        for tag, count in self.by_tag.items():
            kinds[KINDS[tag]] = kinds.get(KINDS[tag], 0) + count
        replies = min(self.replies, kinds.get("comments", 0))
        if replies:
            kinds["replies"] = replies
            kinds["comments"] -= replies
        order = [*dict.fromkeys(KINDS.values()), "replies"]
        return {kind: kinds[kind] for kind in order if kinds.get(kind)}


@dataclass
class Scan(ABC):
    """One pass over one part; which marks there are is the vocabulary's own, the limits are the same for all."""

    counts: Counts
    depth: int = 0
    is_story: bool = False

    def run(self, data: bytes) -> None:
        """Count; raises an `Unreadable` when there is too much of anything or the XML is no good."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self.doctype
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise guard.Broken(f"a part is no well-formed XML ({error})") from error
        except ValueError as error:
            raise guard.Broken(f"a part is in an unknown encoding ({error})") from error

    def doctype(self, *_: object) -> None:
        """No Office file declares one."""
        raise guard.document_type()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        self.counts.elements += 1
        if self.depth > guard.MOST_DEPTH:
            raise guard.TooMuch("its elements are nested too deep")
        if self.counts.elements > guard.MOST_ELEMENTS:
            raise guard.TooMuch(f"it has more than {guard.MOST_ELEMENTS:,} elements")
        space, tag = self.counts.names.get(name) or self._named(name)
        self.element(space, tag, attributes)

    def _named(self, name: str) -> tuple[str, str]:
        space, _, tag = name.rpartition(" ")
        self.counts.names[name] = space, tag
        if len(self.counts.names) > guard.MOST_NAMES:
            raise guard.Hostile("it has more kinds of element than there are in any format")
        return space, tag

    @abstractmethod
    def element(self, space: str, tag: str, attributes: dict[str, str]) -> None:
        """What it is in this vocabulary."""

    def paragraph(self) -> None:
        """One more paragraph."""
        self.counts.paragraphs += 1
        if self.counts.paragraphs > guard.MOST_PARAGRAPHS:
            raise guard.TooMuch(f"it has more than {guard.MOST_PARAGRAPHS:,} paragraphs")

    def mark(self, tag: str) -> None:
        """One more mark of that name."""
        number = self.counts.by_tag.get(tag, 0) + 1
        self.counts.by_tag[tag] = number
        if tag == "comment" and number > guard.MOST_COMMENTS:
            raise guard.TooMuch(f"it has more than {guard.MOST_COMMENTS:,} comments")
        if number > guard.MOST_REVISIONS:
            raise guard.TooMuch(f"it has more than {guard.MOST_REVISIONS:,} tracked changes")

    def text(self, data: str) -> None:
        """Characters of the text."""
        self.characters(len(data) if self.is_story else 0)

    def characters(self, number: int) -> None:
        """So many characters more."""
        self.counts.characters += number
        if self.counts.characters > guard.MOST_CHARACTERS:
            raise guard.TooMuch(f"it has more than {guard.MOST_CHARACTERS:,} characters of text")

    def end(self, _: str) -> None:
        """An element ends."""
        self.depth -= 1


class _WordScan(Scan):
    """Marks of WordprocessingML."""

    def element(self, space: str, tag: str, attributes: dict[str, str]) -> None:
        if space in WORD:
            if self.depth == 1:
                self.is_story = tag in STORIES
            elif self.is_story and tag == "p":
                self.paragraph()
            elif self.is_story and tag in KINDS:
                self.mark(tag)
        elif tag == "commentEx" and space == THREADS and f"{THREADS} paraIdParent" in attributes:
            self.counts.replies += 1


def count(parts: Mapping[str, bytes]) -> Counts:
    """All marks of a Word file; raises an `Unreadable` when there is too much of anything or the XML is no good."""
    counts = Counts()
    for name in sorted(parts):
        if name.endswith(".xml"):
            _WordScan(counts).run(parts[name])
    return counts
