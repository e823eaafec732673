"""What a source says beside its tracked changes: a comment of Word by that source, on the block that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from neaspec_cli.core.compilation import Compilation
from neaspec_cli.core.compiling.tracking import By
from neaspec_cli.core.compiling.wants import Act, Arrival, Want, Words
from neaspec_cli.publish.package import CONTENT_TYPES, OFFICE, relations_name, xml
from neaspec_cli.publish.tracked_words import Signer
from neaspec_cli.publish.wordml import Element, local, paragraph, plain, run, w

_RELATIONS = relations_name("word/document.xml")
_PART = "word/comments.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


def add_remarks(
    files: Mapping[str, bytes],
    compilation: Compilation,
    left: Sequence[Want],
    paragraphs: Sequence[Element],
    signer: Signer,
) -> dict[str, bytes]:
    """Put a comment for each on its paragraph, general ones on the first; the parts of the file that this changes."""
    comments = []
    for block, by, text in _told(compilation, left):
        identifier = next(signer.ids)
        body = [paragraph("TableText", plain(part)) for part in text.split("\n\n")]
        comments.append(w("comment", *body, id=identifier, initials=by.holders[0], **signer.facts(by)))
        while block > 0 and compilation.blocks[block].kind == "note":
            block -= 1  # Word keeps no comments in notes.
        _anchor(paragraphs[max(block, 0)], identifier)
    if not comments:
        return {}
    types, relations = etree.fromstring(files[CONTENT_TYPES]), etree.fromstring(files[_RELATIONS])
    namespace = types.tag.rpartition("}")[0] + "}"
    etree.SubElement(types, f"{namespace}Override", PartName=f"/{_PART}", ContentType=_TYPE)
    namespace = relations.tag.rpartition("}")[0] + "}"
    known = {"Id": f"rId{len(relations) + 1}", "Type": f"{OFFICE}/comments", "Target": "comments.xml"}
    etree.SubElement(relations, f"{namespace}Relationship", known)
    return {CONTENT_TYPES: xml(types), _RELATIONS: xml(relations), _PART: xml(w("comments", *comments))}


def _told(compilation: Compilation, left: Sequence[Want]) -> Iterator[tuple[int, By, str]]:
    for want in left:
        yield want.what.block, By((want.holder,), want.date), _in_words(want.what, compilation)
    for one in compilation.said:
        number = compilation.labels.index(one.place) if one.place in compilation.labels else -1
        words = one.text if number >= 0 or not one.place else f"{one.place}: {one.text}"
        yield number, By(one.holders, ""), f"Proposal: {words}" if one.kind == "proposal" else words


def _in_words(what: Words | Act | Arrival, compilation: Compilation) -> str:
    """A change in words, with all words of the proposal."""
    match what:
        case Words(block, start, end, new):
            old = compilation.blocks[block].text[start:end]
            return f"Proposal: “{old}” → “{new}”"
        case Arrival(texts=texts, form=form, where=where):
            return f"Proposal: new {form} {where} this: {' ¶ '.join(texts)}"
        case Act(name=name, words=words, to=to, where=where):
            target = f" {where} {compilation.labels[to]}" if to >= 0 else ""
            return f"Proposal: {name.replace('-', ' ')}{target}{f': {words}' if words else ''}"


def _anchor(marked: Element, identifier: int) -> None:
    """From the start of a paragraph to its end, with the sign that refers to the comment."""
    place = 1 if len(marked) and local(marked[0]) == "pPr" else 0
    marked.insert(place, w("commentRangeStart", id=identifier))
    marked.append(w("commentRangeEnd", id=identifier))
    marked.append(run(w("commentReference", id=identifier)))
