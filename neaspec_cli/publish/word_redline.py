"""Tracked changes of whole paragraphs and rows, and the proof that a redline holds both texts.

Accepting all changes gives the new words of every block, rejecting all the old ones. The proof reads the finished file
with rules of its own (ECMA-376 Part 1, 17.13.5) and compares it with the copy that it was made from.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from lxml import etree

from neaspec_cli.errors import InternalFault
from neaspec_cli.publish.copy import Copy
from neaspec_cli.publish.printed import Frame, atoms, frames
from neaspec_cli.publish.wordml import Element, W, attribute, local, w

View = Literal["insertion", "deletion"]
"""The kind of change that a view leaves out: `deletion` when all is accepted, `insertion` when all is rejected."""
_DROPPED = {"deletion": "del", "insertion": "ins"}


def mark_rows(blocks: Iterable[Element], next_id: Callable[[], int]) -> None:
    """A row whose paragraphs all come or all go does so as a row; elsewhere a cell keeps its last paragraph."""
    for block in blocks:
        for row in reversed(list(block.iter(f"{{{W}}}tr"))):
            marks = [_mark(one) for one in row.iter(f"{{{W}}}p") if _is_leaf(one)]
            kinds = {local(one) if one is not None else "" for one in marks}
            first = marks[0] if marks else None
            if first is not None and len(kinds) == 1:
                _mark_row(row, first, next_id())
            else:
                _keep_last_paragraphs(row)


def _mark_row(row: Element, mark: Element, identifier: int) -> None:
    facts = {name: attribute(mark, name) for name in ("author", "date") if attribute(mark, name)}
    properties = row.find(f"{{{W}}}trPr")
    if properties is None:
        properties = w("trPr")
        row.insert(0, properties)
    properties.append(w(local(mark), id=identifier, **facts))


def _keep_last_paragraphs(row: Element) -> None:
    for cell in row.iterchildren(f"{{{W}}}tc"):
        mark = _mark(cell[-1])
        if mark is not None:
            _remove(mark)


def _mark(paragraph: Element) -> Element | None:
    """The tracked change of a paragraph's mark."""
    for kind in ("ins", "del"):
        found = paragraph.find(f"{{{W}}}pPr/{{{W}}}rPr/{{{W}}}{kind}")
        if found is not None:
            return found
    return None


def _is_leaf(paragraph: Element) -> bool:
    return paragraph.find(f"{{{W}}}bookmarkStart") is not None


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


# --- the proof --------------------------------------------------------------------------------------------------


def prove(data: bytes, copy: Copy) -> None:
    """InternalFault unless both views of the file are those of the copy, block by block."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "footnotes")]
    views: tuple[View, View] = ("deletion", "insertion")
    for dropped in views:
        shown: dict[str, str] = {}
        for part in parts:
            shown |= _shown(part, dropped)
        wanted = {marker: words for marker, words in _wanted(copy, dropped) if words}
        if {marker: words for marker, words in shown.items() if words} != wanted:
            raise InternalFault(f"The redline in Word does not hold the text without every {dropped}.")


def _wanted(copy: Copy, dropped: View) -> Iterator[tuple[str, str]]:
    for section in copy.sections:
        around = frames(section)
        for leaf in section.leaves:
            read = atoms(leaf, around.get(leaf.marker, Frame()))
            kept = (one.text for one in read if one.look.change is None or one.look.change.kind != dropped)
            yield leaf.marker, "".join(kept)


def _shown(part: Element, dropped: View) -> dict[str, str]:
    """Words that are left by the bookmark that they stand in."""
    found: dict[str, str] = {}
    gone = f"{{{W}}}{_DROPPED[dropped]}"
    for paragraph in part.iter(f"{{{W}}}p"):
        name = ""
        for child in paragraph:
            if local(child) == "bookmarkStart":
                name = attribute(child, "name")
            elif local(child) == "bookmarkEnd":
                name = ""
            elif name and not (_goes(paragraph, gone) and _left(child, gone)):
                found[name] = found.get(name, "") + _left(child, gone)
    return found


def _goes(paragraph: Element, gone: str) -> bool:
    """Does the mark of the paragraph go? Then no word may be left in it, or it would run into the next."""
    return paragraph.find(f"{{{W}}}pPr/{{{W}}}rPr/{gone}") is not None


def _left(element: Element, gone: str) -> str:
    """Words of runs that are not inside a change of the kind that goes."""
    if element.tag == gone:
        return ""
    if local(element) in ("t", "delText"):
        return element.text or ""
    if local(element) == "br":
        return "\n"
    return "".join(_left(child, gone) for child in element)
