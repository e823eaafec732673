"""What every source wants as tracked changes by that source on the Word file that was circulated.

Accepting the changes of one source alone gives its text, rejecting all gives what was circulated; both are proved on
the finished file. What no tracked change can say stands in a comment by that source.
"""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from itertools import count

from lxml import etree

from neaspec_cli.core.compilation import Compilation
from neaspec_cli.core.compiling.alone import alone
from neaspec_cli.core.compiling.tracking import By, Coming, Tracked, tracked
from neaspec_cli.core.compiling.wants import NEW_NOTE, following
from neaspec_cli.core.proposals import BEFORE
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.errors import InternalFault
from neaspec_cli.publish.copy import Copy
from neaspec_cli.publish.package import xml, zip_bytes
from neaspec_cli.publish.printed import Frame, frames
from neaspec_cli.publish.tracked_notes import in_order, new_note
from neaspec_cli.publish.tracked_remarks import add_remarks
from neaspec_cli.publish.tracked_tables import new_table, row_properties, stands_beside
from neaspec_cli.publish.tracked_views import notes_of, paragraphs_of
from neaspec_cli.publish.tracked_words import (
    Line,
    Rewriting,
    Signer,
    Spoken,
    pieces,
    rewritten,
    spoken,
    together,
)
from neaspec_cli.publish.word import write_word
from neaspec_cli.publish.wordml import Element, W, attribute, clean, local, paragraph, plain, w

_DOCUMENT, _FOOTNOTES, _SETTINGS = "word/document.xml", "word/footnotes.xml", "word/settings.xml"


def write_tracked(
    copy: Copy, compilation: Compilation, names: Mapping[str, str], pages: Mapping[str, int] | None = None
) -> bytes:
    """The Word file; `names` are those of the sources, by which their changes are signed.

    InternalFault unless every source's text, and what was circulated, can be had from the finished file.
    """
    with zipfile.ZipFile(io.BytesIO(write_word(copy, pages=pages))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    document, footnotes = etree.fromstring(files[_DOCUMENT]), etree.fromstring(files[_FOOTNOTES])
    day = copy.provenance.date
    signer = Signer(names, count(_highest(document, footnotes) + 1), day.isoformat() if day else "")
    writer = _Writer(copy, compilation, document, footnotes, signer)
    writer.write()
    remarks = add_remarks(files, compilation, writer.changes.left, writer.paragraphs, signer)
    files |= {_DOCUMENT: xml(document), _FOOTNOTES: xml(footnotes), **remarks}
    files[_SETTINGS] = _open_to_decide(files[_SETTINGS])
    writer.prove(etree.fromstring(files[_DOCUMENT]), etree.fromstring(files[_FOOTNOTES]))
    return zip_bytes(files)


def _highest(*parts: Element) -> int:
    numbers = (attribute(one, "id") for part in parts for one in part.iter(etree.Element))
    return max((int(one) for one in numbers if one.isdigit()), default=0)


def _open_to_decide(settings: bytes) -> bytes:
    """Without the protection that keeps reviewers from accepting and rejecting."""
    root = etree.fromstring(settings)
    for tag in ("trackRevisions", "documentProtection"):
        for one in root.findall(f"{{{W}}}{tag}"):
            root.remove(one)
    return xml(root)


class _Writer:
    """Puts the changes into the parts of the file."""

    def __init__(
        self, copy: Copy, compilation: Compilation, document: Element, footnotes: Element, signer: Signer
    ) -> None:
        self.compilation = compilation
        self.footnotes = footnotes
        self.signer = signer
        self.blocks = compilation.blocks
        marked = {
            attribute(start, "name"): start.getparent()
            for part in (document, footnotes)
            for start in part.iter(f"{{{W}}}bookmarkStart")
        }
        around: dict[str, Frame] = {}
        for section in copy.sections:
            around |= frames(section)
        self.said: list[Spoken] = []
        self.paragraphs: list[Element] = []
        for leaf in copy.leaves:
            self.said.append(spoken(leaf, around.get(leaf.marker, Frame())))
            self.paragraphs.append(_known(marked[leaf.marker]))
        self.changes: Tracked = tracked(self.blocks, compilation.wants, self._is_joinable, self._is_in_flow)
        self.last: dict[Element, Element] = {}
        """By paragraph or row, the newest that was put after it."""

    def _is_joinable(self, block: int) -> bool:
        after = following(self.blocks, block)
        return after < len(self.blocks) and self.paragraphs[block].getnext() is self.paragraphs[after]

    def _is_in_flow(self, block: int) -> bool:
        element = self.paragraphs[block]
        if self.blocks[block].kind == "cell":
            element = _known(next(element.iterancestors(f"{{{W}}}tbl")))
        parent = element.getparent()
        return parent is not None and local(parent) == "body"

    def write(self) -> None:
        """All of them; what comes in between paragraphs before these are cut into several."""
        for one in self.changes.coming:
            self._arrive(one)
        for number in range(len(self.blocks)):
            self._rewrite(number)
        for first, by in self.changes.rows.items():
            row = _known(next(self.paragraphs[first].iterancestors(f"{{{W}}}tr")))
            row_properties(row).append(self.signer.sign("del", by))
        in_order(self.footnotes, self.paragraphs[0])

    # --- words ---

    def _rewrite(self, number: int) -> None:
        change = self._rewriting(number)
        marked = self.paragraphs[number]
        if change is not None:
            lines = rewritten(pieces(marked), change, self.signer)
            self._fill(marked, lines)
        goes = [self.changes.gone[number]] if number in self.changes.gone else []
        goes += [by for _, by in self.changes.joins.get(number, ())]
        after = marked.getnext()
        if goes and after is not None and local(after) == "p":
            self._mark("del", marked, together(goes))

    def _rewriting(self, number: int) -> Rewriting | None:
        said, length = self.said[number], len(self.blocks[number].text)
        change = Rewriting()
        coming: dict[int, list[tuple[str | Element, By]]] = defaultdict(list)
        for words, by in self.changes.edits.get(number, ()):
            start, end = said.span(words, length)
            if start < end:
                change.gone.append((start, end, by))
            if words.new:
                coming[end].append((words.new, by))
        for act, by in self.changes.notes.get(number, ()):
            at = said.place(act.at)
            if act.name == NEW_NOTE:
                coming[at].append((new_note(self.footnotes, act.words, by, self.signer), by))
            else:
                change.notes_gone.setdefault(at, []).append(by)
        for between, by in self.changes.joins.get(number, ()):
            if between:
                coming[len(said.characters)].append((between, by))
        change.coming = dict(coming)
        return change if change.gone or change.coming or change.notes_gone else None

    def _fill(self, marked: Element, lines: Sequence[Line]) -> None:
        """The words of one paragraph, or of several whose marks but the last are insertions."""
        parts = list(marked)
        places = [n for n, one in enumerate(parts) if local(one) in ("bookmarkStart", "bookmarkEnd")]
        start, end = parts[places[0]], parts[places[-1]]
        head = [one for one in parts[: places[0]] if local(one) != "pPr"]
        tail = parts[places[-1] + 1 :]
        own = marked.find(f"{{{W}}}pPr")
        for part in parts:
            if part is not own:
                marked.remove(part)
        for number, (content, by) in enumerate(lines):
            elements = [*(head if number == 0 else []), *([start] if number == 0 else []), *content]
            if by is None:
                marked.extend([*elements, end, *tail])
                continue
            first = w("p", deepcopy(own) if own is not None else None, *elements)
            marked.addprevious(first)
            self._mark("ins", first, by)

    def _mark(self, tag: str, marked: Element, by: By) -> None:
        """The mark that ends a paragraph comes or goes."""
        properties = marked.find(f"{{{W}}}pPr")
        if properties is None:
            properties = w("pPr")
            marked.insert(0, properties)
        look = properties.find(f"{{{W}}}rPr")
        if look is None:
            look = w("rPr")
            properties.append(look)
        place = 1 if tag == "del" and look.find(f"{{{W}}}ins") is not None else 0
        look.insert(place, self.signer.sign(tag, by))

    # --- what comes in ---

    def _arrive(self, one: Coming) -> None:
        anchor = self.paragraphs[one.arrival.block]
        if one.arrival.form == "row":
            row = _known(next(anchor.iterancestors(f"{{{W}}}tr")))
            self._put(row, [self._row(row, one)], one.arrival.where)
            return
        if self.blocks[one.arrival.block].kind == "caption" and one.arrival.where != BEFORE:
            table = next((each for each in anchor.itersiblings() if local(each) == "tbl"), None)
            anchor = anchor if table is None else table
        if one.arrival.form == "table":
            beside = stands_beside(self.blocks, self.paragraphs, one.arrival)
            self._put(anchor if beside is None else beside, self._table(one), one.arrival.where)
            return
        stays = {self.blocks[at].kind for at in (one.arrival.block, one.source) if at >= 0} & {
            "cell",
            "caption",
        }
        like = self.paragraphs[one.source if one.source >= 0 and not stays else one.arrival.block]
        made = [self._paragraph(part, one, like) for text in one.arrival.texts for part in text.split(BREAK)]
        if one.arrival.where != BEFORE and _ends_container(self.last.get(anchor, anchor)):
            marks = [self.last.get(anchor, anchor), *made[:-1]]
        else:
            marks = made
        self._put(anchor, made, one.arrival.where)
        for each in marks:
            self._mark("ins", each, one.by)

    def _table(self, one: Coming) -> list[Element]:
        """A new table and the paragraph that parts it from what follows."""
        made, behind = new_table(one.arrival.texts, one.by, self.signer), paragraph("Spacer")
        self._mark("ins", behind, one.by)
        return [made, behind]

    def _put(self, anchor: Element, made: Sequence[Element], where: str) -> None:
        for one in made:
            if where == BEFORE:
                anchor.addprevious(one)
            else:
                self.last.get(anchor, anchor).addnext(one)
                self.last[anchor] = one

    def _paragraph(self, words: str, one: Coming, like: Element) -> Element:
        """A new paragraph that looks like another but has no number, so that the numbers of the others stay."""
        if one.arrival.form == "heading":
            properties = w(
                "pPr", w("pStyle", val=f"Heading{min(max(one.arrival.level, 1), 6)}"), _unnumbered()
            )
        else:
            properties = _like(like)
        return w("p", properties, *([self.signer.sign("ins", one.by, plain(words))] if words else []))

    def _row(self, row: Element, one: Coming) -> Element:
        """A row like another one, with new words in its cells."""
        made = deepcopy(row)
        for part in made.findall(f"{{{W}}}trPr/*"):
            if local(part) in ("tblHeader", "ins", "del"):
                _known(part.getparent()).remove(part)
        cells = made.findall(f"{{{W}}}tc")
        texts = [*one.arrival.texts[: len(cells) - 1], BREAK.join(one.arrival.texts[len(cells) - 1 :])]
        for cell, text in zip(cells, [*texts, *[""] * len(cells)], strict=False):
            first = _known(cell.find(f"{{{W}}}p"))
            parts = [self._paragraph(part, one, first) for part in text.split(BREAK)]
            for old in [part for part in cell if local(part) != "tcPr"]:
                cell.remove(old)
            cell.extend(parts)
            for each in parts[:-1]:
                self._mark("ins", each, one.by)
        row_properties(made).append(self.signer.sign("ins", one.by))
        return made

    # --- the proof ---

    def prove(self, document: Element, footnotes: Element) -> None:
        """InternalFault unless the file gives what was circulated, and what each source wants."""
        for holder in ("", *self.changes.holders):
            wanted = [clean(one) for one in alone(self.blocks, self.changes, holder, self._with)]
            if paragraphs_of(document, self.signer.name(holder)) != wanted:
                raise InternalFault(
                    f"The tracked changes do not give the text of {holder or 'the circulation'}."
                )
            if notes_of(footnotes, self.signer.name(holder)) != sorted(map(clean, self._notes(holder))):
                raise InternalFault(
                    f"The tracked changes do not give the notes of {holder or 'the circulation'}."
                )

    def _with(self, number: int, words: Sequence[object]) -> str:
        return self.said[number].with_words(words, len(self.blocks[number].text))  # type: ignore[arg-type]

    def _notes(self, holder: str) -> Iterable[str]:
        for number, block in enumerate(self.blocks):
            edits = [words for words, by in self.changes.edits.get(number, ()) if holder in by.holders]
            acts = [act for act, by in self.changes.notes.get(number, ()) if holder in by.holders]
            found = [self._with(number, edits)] if block.kind == "note" else []
            found += [act.words for act in acts if act.name == NEW_NOTE]
            found += [
                text
                for one in self.changes.coming
                if one.arrival.block == number and block.kind == "note" and holder in one.by.holders
                for text in one.arrival.texts
            ]
            yield from (part.strip() for text in found for part in text.split(BREAK) if part.strip())


def _known(element: Element | None) -> Element:
    assert element is not None
    return element


def _ends_container(element: Element) -> bool:
    """Is it the last of its cell or note, whose mark can neither come nor go?"""
    parent = element.getparent()
    return element.getnext() is None and parent is not None and local(parent) in ("tc", "footnote")


def _unnumbered() -> Element:
    return w("numPr", w("ilvl", val=0), w("numId", val=0))


def _like(marked: Element) -> Element:
    """The properties of a paragraph less its number and what happens to its mark."""
    found = marked.find(f"{{{W}}}pPr")
    made = deepcopy(found) if found is not None else w("pPr")
    for tag in ("numPr", "rPr", "pageBreakBefore"):
        for one in made.findall(f"{{{W}}}{tag}"):
            made.remove(one)
    for one in made.findall(f"{{{W}}}ind"):
        for name in ("hanging", "firstLine"):
            one.attrib.pop(f"{{{W}}}{name}", "")
        one.set(f"{{{W}}}hanging", "0")
    style = made.find(f"{{{W}}}pStyle")
    place = 0 if style is None else 1
    while place < len(made) and local(made[place]) in ("keepNext", "keepLines", "widowControl"):
        place += 1
    made.insert(place, _unnumbered())
    return made
