"""A whole OpenDocument text in the values of a Word file: its stories, remarks with their threads, and properties."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from neaspec_cli.intake import guard
from neaspec_cli.intake.odt_marks import OFFICE, STYLE, TEXT, collect, qualified, read_styles, regions
from neaspec_cli.intake.odt_reader import Shared, StoryReader
from neaspec_cli.intake.provenance import META, user_defined
from neaspec_cli.intake.word_marks import Mark
from neaspec_cli.intake.word_text import Document, Remark

TEXT_DOCUMENT = "application/vnd.oasis.opendocument.text"
CONTENT, STYLES = "content.xml", "styles.xml"
MARGINS = {"header": "header", "footer": "footer"}


def read_document(package: guard.Package) -> Document:
    """Everything that the parts of an OpenDocument text say; raises `Unreadable` where it is none."""
    if not package.mimetype.startswith(TEXT_DOCUMENT):
        raise guard.NotKnown(f"an OpenDocument file, but no text ({package.mimetype[:60]})")
    roots = {name: guard.tree(package.parts[name]) for name in (CONTENT, STYLES) if name in package.parts}
    if CONTENT not in roots:
        raise guard.Broken("its content.xml is missing")
    said = package.parts.get(META)
    own = user_defined(said) if said else {}
    document = Document(properties=own, warnings=package.warnings, tells_links=True)
    styles = read_styles(roots.values())
    containers = 0
    for name, root in roots.items():
        marks = collect(root)
        document.marks += marks.values()
        remarks = _remarks(marks, len(document.remarks))
        document.remarks += remarks.values()
        shared = Shared(document, regions(root, marks), remarks, styles, containers)
        for story, element in _stories(name, root):
            StoryReader(shared, story).read(element)
        containers = shared.containers
    return document


def _stories(part: str, root: etree._Element) -> list[tuple[str, etree._Element]]:
    if part == CONTENT:
        return [("body", one) for one in root.iter(f"{{{OFFICE}}}text")]
    margins = root.iter(
        *(f"{{{STYLE}}}{name}{ending}" for name in MARGINS for ending in ("", "-left", "-first"))
    )
    return [(MARGINS[qualified(one)[1].partition("-")[0]], one) for one in margins]


def _remarks(marks: Mapping[etree._Element, Mark], first: int) -> dict[etree._Element, Remark]:
    """Remarks with what they answer and whether they are settled (LibreOffice's own attributes)."""
    remarks: dict[etree._Element, Remark] = {}
    by_name: dict[str, Remark] = {}
    for element, mark in marks.items():
        if mark.tag != "comment":
            continue
        mark.text = _words(element)
        remark = Remark(
            mark, str(first + len(remarks)), mark.text, resolved=_extra(element, "resolved") == "true"
        )
        remarks[element] = remark
        by_name.setdefault(element.get(f"{{{OFFICE}}}name", ""), remark)
    for element, remark in remarks.items():
        parent = by_name.get(_extra(element, "parent-name"))
        remark.parent = parent if parent is not remark else None
    return remarks


def _words(remark: etree._Element) -> str:
    inner = Shared(Document(), {}, {})
    StoryReader(inner, "comment").read([one for one in remark if qualified(one)[0] == TEXT])
    return "\n".join(one.accepted for one in inner.document.paragraphs).strip()


def _extra(element: etree._Element, name: str) -> str:
    """An attribute that LibreOffice had before the standard did, in whichever namespace."""
    found = (value for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name)
    return next((str(value) for value in found), "")
