"""A plain count of the marks in an OpenDocument text, through expat: the other side of its receipt's balance.

Marks: OpenDocument 1.3, part 3, 5.5 (tracked changes) and 14.1 (annotations). Spaces that an element stands for count
as the characters that they are.
"""

from __future__ import annotations

from collections.abc import Mapping

from neaspec_cli.intake.census import Counts, Scan

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
TAGS = {"insertion": "ins", "deletion": "del", "format-change": "rPrChange"}
PARTS = ("content.xml", "styles.xml")


def count(parts: Mapping[str, bytes]) -> Counts:
    """All marks of an OpenDocument text; raises an `Unreadable` when there is too much or the XML is no good."""
    counts = Counts()
    for name in PARTS:
        if name in parts:
            _OdtScan(counts, is_story=True).run(parts[name])
    return counts


class _OdtScan(Scan):
    """Marks of an OpenDocument text."""

    def element(self, space: str, tag: str, attributes: dict[str, str]) -> None:
        if space == TEXT and tag in ("p", "h"):
            self.paragraph()
        elif space == TEXT and tag == "s":
            self.characters(_number(attributes.get(f"{TEXT} c", "1")))
        elif space == TEXT and tag in TAGS:
            self.mark(TAGS[tag])
        elif space == OFFICE and tag == "annotation":
            self.mark("comment")
            self.counts.replies += any(name.endswith(" parent-name") for name in attributes)


def _number(text: str) -> int:
    return int(text[:9]) if text.isascii() and text.isdigit() else 1
