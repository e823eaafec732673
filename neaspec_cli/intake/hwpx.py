"""A returned Korean HWPX document: its marks counted, its sections read, what they say taken in as of a Word file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.intake import guard
from neaspec_cli.intake.census import Counts, Scan
from neaspec_cli.intake.hwpx_reader import Head, Walk, read_head
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.intake.receiving import take_in
from neaspec_cli.intake.whole_rows import tell_whole_rows
from neaspec_cli.intake.word_text import Document

SECTION = re.compile(r"Contents/section(\d{1,4})\.xml")
TAGS = {"insertBegin": "ins", "deleteBegin": "del"}


def read(data: bytes, circulated: CirculatedText, kind: str = "substantive") -> Intake:
    """Comments and receipt of an HWPX document; raises an `Unreadable` that names why it cannot be read."""
    package = guard.open_package(data)
    sections = _sections(package.parts)
    if not sections:
        raise guard.Broken("no section of it is there")
    counts = count(package.parts)
    document = Document(warnings=package.warnings)
    head = package.parts.get(guard.HANGUL)
    walk = Walk(document, read_head(guard.tree(head)) if head else Head())
    for name in sections:
        walk.section(guard.tree(package.parts[name]))
    tell_whole_rows(document.paragraphs)
    return take_in(document, counts.elements_by_kind(), circulated, kind)


def count(parts: Mapping[str, bytes]) -> Counts:
    """All marks of an HWPX document; refuses what has too much of anything."""
    counts = Counts()
    for name in [*_sections(parts), guard.HANGUL]:
        if name in parts:
            _Scan(counts, is_story=name != guard.HANGUL).run(parts[name])
    return counts


class _Scan(Scan):
    """Marks of OWPML."""

    def element(self, space: str, tag: str, attributes: dict[str, str]) -> None:
        if not self.is_story:
            return
        if tag == "p":
            self.paragraph()
        elif tag in TAGS:
            self.mark(TAGS[tag])
        elif tag == "fieldBegin" and attributes.get("type") == "MEMO":
            self.mark("comment")


def _sections(parts: Mapping[str, bytes]) -> list[str]:
    found = [(int(one.group(1)), name) for name in parts if (one := SECTION.fullmatch(name))]
    return [name for _, name in sorted(found)]
