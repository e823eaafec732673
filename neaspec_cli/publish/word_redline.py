"""Tracked changes of whole paragraphs and rows, and the proof that a redline holds both texts.

Accepting all changes gives the new words of every block, rejecting all the old ones. The proof reads the finished file
with rules of its own (ECMA-376 Part 1, 17.13.5) and compares it with the copy that it was made from.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from lxml import etree

from neaspec_cli.core.comparing.attributing import Signature
from neaspec_cli.errors import InternalFault
from neaspec_cli.publish.copy import Copy, Fate, PrintedLeaf
from neaspec_cli.publish.printed import Atom, Change, Frame, atoms, frames
from neaspec_cli.publish.word_comments import AUTHOR
from neaspec_cli.publish.wordml import Element, W, attribute, local, w

View = Literal["insertion", "deletion"]
"""The kind of change that a view leaves out: `deletion` when all is accepted, `insertion` when all is rejected."""
_VIEWS: tuple[View, View] = ("deletion", "insertion")
_DROPPED = {"deletion": ("del", "moveFrom"), "insertion": ("ins", "moveTo")}
_OF_ROWS = {"ins": "ins", "moveTo": "ins", "del": "del", "moveFrom": "del"}
"""By the change of a paragraph's mark that of its row, which Word never moves."""
_FATES: dict[Fate, View] = {
    "inserted": "insertion",
    "moved-here": "insertion",
    "deleted": "deletion",
    "moved-away": "deletion",
}
_MIDNIGHT, _LATER = "T00:00:00Z", "T00:05:00Z"


def mark_change(leaf: PrintedLeaf, read: Sequence[Atom], day: date | None) -> Change | None:
    """What becomes of the mark that ends the paragraph of a leaf; by whom and when, its words tell."""
    kind = _FATES.get(leaf.change)
    if kind is None:
        return None
    changes = [one.look.change for one in read if one.look.change and one.look.change.kind == kind]
    known = next((one for one in changes if one.move), changes[0] if changes else None)
    dated = f"{day.isoformat()}T00:00:00Z" if day else ""
    is_moved = known is not None and leaf.change in ("moved-here", "moved-away")
    move = known.move if known and is_moved else ""
    by = leaf.behind.whole
    author, when = (known.author, known.date) if known else (by.author, by.date or dated)
    return Change(kind, author, when, move)


def form_change(leaf: PrintedLeaf, day: date | None) -> Signature:
    """By whom and when a paragraph got another form."""
    by = leaf.behind.whole
    return by if by.author else Signature(AUTHOR, f"{day.isoformat()}T00:00:00Z" if day else "")


def set_apart(paragraph: Element, number: int) -> None:
    """Changes of every other paragraph some minutes later than those of its neighbours.

    LibreOffice (7.4) takes changes of one author that meet at the end of a paragraph for one, unless a minute lies
    between them, and then joins paragraphs or gives one the style of another when it rejects or accepts them.
    """
    name = f"{{{W}}}date"
    for element in paragraph.iter() if number % 2 else ():
        when = element.get(name)
        if when:
            element.set(name, str(when).replace(_MIDNIGHT, _LATER))


def mark_rows(blocks: Iterable[Element], next_id: Callable[[], int]) -> None:
    """A row whose paragraphs all come or all go does so as a row; elsewhere a cell keeps its last paragraph."""
    for block in blocks:
        for row in reversed(list(block.iter(f"{{{W}}}tr"))):
            marks = [_mark(one) for one in row.iter(f"{{{W}}}p") if _is_leaf(one)]
            kinds = {_OF_ROWS[local(one)] if one is not None else "" for one in marks}
            first = marks[0] if marks else None
            if first is not None and len(kinds) == 1:
                _mark_row(row, first, next_id())
            else:
                _keep_last_paragraphs(row)


def _mark_row(row: Element, mark: Element, identifier: int) -> None:
    facts = {name: attribute(mark, name) for name in ("author", "date") if attribute(mark, name)}
    properties = row.find(f"{{{W}}}trPr")
    if properties is None:
        # The schema asks for a property beside the change.
        properties = w("trPr", w("cantSplit", val="off"))
        row.insert(0, properties)
    properties.append(w(_OF_ROWS[local(mark)], id=identifier, **facts))


def _keep_last_paragraphs(row: Element) -> None:
    for cell in row.iterchildren(f"{{{W}}}tc"):
        mark = _mark(cell[-1])
        if mark is not None:
            _remove(mark)


def _mark(paragraph: Element) -> Element | None:
    """The tracked change of a paragraph's mark."""
    for kind in _OF_ROWS:
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


def prove(data: bytes, copy: Copy, *, attributed: bool = False) -> None:
    """InternalFault unless file and copy leave out the same words and marks of each block, in both views."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "footnotes")]
    wanted = _wanted(copy, _enders(parts), attributed)
    for dropped in _VIEWS:
        shown: dict[str, tuple[str, bool]] = {}
        for part in parts:
            shown |= dict(_shown(part, dropped))
        if shown != wanted[dropped]:
            raise InternalFault(f"The redline in Word does not hold the text without every {dropped}.")


def _wanted(copy: Copy, enders: set[str], attributed: bool) -> dict[View, dict[str, tuple[str, bool]]]:
    """For each view by marker the words that are left, and whether the mark of the paragraph goes."""
    found: dict[View, dict[str, tuple[str, bool]]] = {dropped: {} for dropped in _VIEWS}
    for section in copy.sections:
        around = frames(section, attributed=attributed)
        for leaf in section.leaves:
            read = atoms(leaf, around.get(leaf.marker, Frame()), attributed=attributed)
            words = [(one.text, one.look.change.kind if one.look.change else "") for one in read]
            for dropped in _VIEWS:
                kept = "".join([text for text, kind in words if kind != dropped])
                goes = _FATES.get(leaf.change) == dropped and leaf.marker not in enders
                found[dropped][leaf.marker] = (kept, goes)
    return found


def _enders(parts: Iterable[Element]) -> set[str]:
    """Markers of paragraphs that end a cell or note and have no mark of their own to lose, unless their row goes."""
    found = set()
    for part in parts:
        for tag in ("tc", "footnote"):
            for cell in part.iter(f"{{{W}}}{tag}"):
                found |= {_marker(cell[-1])} if _mark(cell[-1]) is None else set()
    return found


def _shown(part: Element, dropped: View) -> Iterator[tuple[str, tuple[str, bool]]]:
    """By marker the words between the ends of its bookmark that are left, and whether the paragraph's mark goes."""
    gone = [f"{{{W}}}{tag}" for tag in _DROPPED[dropped]]
    for paragraph in part.iter(f"{{{W}}}p"):
        words, inside = "", False
        for child in paragraph:
            if local(child) in ("bookmarkStart", "bookmarkEnd"):
                inside = local(child) == "bookmarkStart"
            elif inside:
                words += _left(child, gone)
        if name := _marker(paragraph):
            mark = _mark(paragraph)
            yield name, (words, mark is not None and mark.tag in gone)


def _marker(paragraph: Element) -> str:
    start = paragraph.find(f"{{{W}}}bookmarkStart")
    return attribute(start, "name") if start is not None else ""


def _left(element: Element, gone: Sequence[str]) -> str:
    """Words of runs that are not inside a change of the kind that goes."""
    if element.tag in gone:
        return ""
    if local(element) in ("t", "delText"):
        return element.text or ""
    if local(element) == "br":
        return "\n"
    return "".join(_left(child, gone) for child in element)
