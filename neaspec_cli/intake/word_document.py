"""A whole Word file: its parts found by what they are, their stories read, its comments with their threads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from neaspec_cli.intake import guard
from neaspec_cli.intake.provenance import CUSTOM, properties
from neaspec_cli.intake.word_addresses import Addresses, targets_of
from neaspec_cli.intake.word_forms import read_forms
from neaspec_cli.intake.word_marks import W14, W15, Marks, attribute, collect, word_name
from neaspec_cli.intake.word_reader import StoryReader
from neaspec_cli.intake.word_text import Document, Remark

OFFICE_DOCUMENT = re.compile(rb'Target="/?(?:\./)?([^"]+)"')


def read_document(package: guard.Package) -> Document:
    """Everything that the parts of a Word file say; raises `Unreadable` where it is none."""
    trees = {
        name: guard.tree(data)
        for name, data in package.parts.items()
        if name.startswith("word/") and name.endswith(".xml")
    }
    main = _main_part(trees, package.parts)
    document = Document(
        properties=properties(package.parts[CUSTOM]) if CUSTOM in package.parts else {},
        forms=read_forms(trees.values()),
        warnings=package.warnings,
        tells_links=True,
    )
    marks: dict[str, Marks] = {
        name: collect(root) for name, root in trees.items() if word_name(root) in STORIES
    }
    document.marks = [mark for of_part in marks.values() for mark in of_part.values()]
    body = StoryReader(document, marks[main], "body", links=Addresses(targets_of(package.parts, main)))
    for one in trees[main]:
        if word_name(one) == "body":
            body.read(one)
    containers = body.containers
    for name, root in sorted(trees.items()):
        kind = word_name(root)
        if kind in ("footnotes", "endnotes"):
            relations = targets_of(package.parts, name)
            containers = _notes(document, root, marks[name], body.note_order, containers, relations)
        elif kind in ("hdr", "ftr") or (kind == "document" and name != main):
            reader = StoryReader(document, marks[name], STORIES[kind], containers=containers)
            reader.read(root)
            containers = reader.containers
        elif kind == "comments":
            document.remarks += _remarks(root, marks[name])
    _thread(document.remarks, trees.values())
    return document


STORIES = {
    "document": "another document inside the file",
    "footnotes": "note",
    "endnotes": "note",
    "comments": "comment",
    "hdr": "header",
    "ftr": "footer",
}


def _main_part(trees: Mapping[str, etree._Element], parts: Mapping[str, bytes]) -> str:
    documents = sorted(name for name, root in trees.items() if word_name(root) == "document")
    named = [
        match.decode(errors="replace") for match in OFFICE_DOCUMENT.findall(parts.get("_rels/.rels", b""))
    ]
    main = next((name for name in named if name in documents), documents[0] if documents else "")
    if main:
        return main
    if any(name.startswith("xl/") for name in parts):
        raise guard.NotKnown("a workbook under the name of a Word file")
    raise guard.NotKnown("a zip without a Word document in it")


def _notes(
    document: Document,
    root: etree._Element,
    marks: Marks,
    order: list[str],
    containers: int,
    relations: Mapping[str, str],
) -> int:
    """Notes in the order in which the body refers to them, then those that nothing refers to."""
    kind = word_name(root).removesuffix("s")
    notes = {
        f"{kind} {attribute(one, 'id')}": one
        for one in root
        if word_name(one) == kind and attribute(one, "type") in ("", "normal")
    }
    known = dict.fromkeys(name for name in order if name in notes)
    for name in dict.fromkeys((*known, *notes)):
        reader = StoryReader(document, marks, name, containers=containers, links=Addresses(relations))
        reader.read(notes[name])
        containers = reader.containers
    return containers


def _remarks(root: etree._Element, marks: Marks) -> Iterator[Remark]:
    for one in root:
        if word_name(one) != "comment":
            continue
        inner = Document()
        StoryReader(inner, marks, "comment").read(one)
        text = "\n".join(paragraph.accepted for paragraph in inner.paragraphs).strip()
        paragraphs = [below for below in one.iter() if word_name(below) == "p"]
        last = paragraphs[-1].get(f"{{{W14}}}paraId", "") if paragraphs else ""
        marks[one].text = text
        yield Remark(marks[one], attribute(one, "id"), text, last)


def _thread(remarks: list[Remark], roots: Iterable[etree._Element]) -> None:
    """Which comment answers which, and which are marked as resolved (the part commentsExtended)."""
    by_paragraph = {remark.paragraph: remark for remark in remarks if remark.paragraph}
    for root in roots:
        for one in root.iter(f"{{{W15}}}commentEx"):
            remark = by_paragraph.get(one.get(f"{{{W15}}}paraId", ""))
            if remark is not None:
                remark.resolved = one.get(f"{{{W15}}}done") in ("1", "true", "on")
                parent = by_paragraph.get(one.get(f"{{{W15}}}paraIdParent", ""))
                remark.parent = parent if parent is not remark else None
