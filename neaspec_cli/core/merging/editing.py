"""What is agreed as edits of the sections' Markdown: a block that moves to another section is one edit in each."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import accumulate

from neaspec_cli.core.merging.agreement import Agreed, Lifted, New
from neaspec_cli.core.merging.arriving import Arriving, Words, last_of_part, united
from neaspec_cli.core.merging.parts import AgreedPart, edit_of_part
from neaspec_cli.core.plan import Section
from neaspec_cli.core.text.edits import BlockEdit, Edit, SourceEdit, TextEdit
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.core.text.joining import join
from neaspec_cli.core.text.lifting import Written, fresh, lift, notes_behind, take_out
from neaspec_cli.core.text.notes_edit import unreferred
from neaspec_cli.core.text.putting import put

Edits = dict[int, Edit]
"""An edit for each section that is changed, by its number."""


class Editing:
    """Turns agreed edits, which count the blocks of all sections in a row, into edits of single sections."""

    def __init__(self, sections: Sequence[Section], agreed: Collection[Agreed]) -> None:
        self.sections = sections
        self.starts = list(accumulate((len(one.blocks) for one in sections[:-1]), initial=0))
        self._moved = {part.block for one in agreed for part in one.parts if isinstance(part, Lifted)}
        self._leaving: dict[int, set[int]] = defaultdict(set)
        self._note_keys: dict[int, set[str]] = defaultdict(set)
        for block in self._moved | {one.block for one in agreed if one.op == "delete"}:
            number, at = self.place(block)
            self._leaving[number].add(at)

    def place(self, block: int) -> tuple[int, int]:
        """The section that a block stands in, and its number there; -1 is before all."""
        number = max(bisect_right(self.starts, block) - 1, 0)
        while number > 0 and not self.sections[number].blocks:
            number -= 1
        return number, block - self.starts[number]

    def rides_along(self, one: Agreed) -> bool:
        """Whether an agreed deletion is the one end of a move, which its other end carries out."""
        return one.op == "delete" and one.block in self._moved

    def edits(self, one: Agreed) -> Edits:
        """What carries out an agreed edit; CannotPlace where its text has no certain place for it."""
        number, at = self.place(one.block)
        section, key = self.sections[number], " ".join(one.keys)
        match one.op:
            case "replace":
                return {number: TextEdit(at, one.start, one.end, one.text, key)}
            case "join":
                return {number: join(section.source, section.blocks, at, one.text, key)}
            case "delete":
                return {number: _deletion(section, at, key)}
            case "part":
                assert isinstance(one, AgreedPart), "what it is about is said there"
                return {number: edit_of_part(one.part, section, self.starts[number], self._note_keys[number])}
            case _:
                return self._arrival(number, at, one, key)

    def written(self, parts: Sequence[New | Lifted]) -> tuple[str, tuple[tuple[str, str], ...]] | None:
        """Paragraphs and headings as Markdown, and as what it reads; None where notes or items are among them."""
        found: list[Written] = []
        for part in parts:
            if isinstance(part, New):
                found.append(fresh(part.text, part.level))
                continue
            number, at = self.place(part.block)
            section = self.sections[number]
            if notes_behind(section.blocks, at) or section.blocks[at].kind == "item":
                return None
            found += lift(section.source, section.blocks, at, part.words, ())
        lines = BREAK.join(one.markdown for one in found)
        return (lines, tuple(read for one in found for read in one.reads)) if found else None

    def _arrival(self, number: int, after: int, one: Agreed, key: str) -> Edits:
        target = self.sections[number]
        beside = target.blocks[after] if after >= 0 else None
        arriving = Arriving(target, beside if beside and beside.kind == "item" else None)
        going = {self.place(part.block) for part in one.parts if isinstance(part, Lifted)}
        parts = list(one.parts or (New(text) for text in one.texts))
        while parts:
            part = parts.pop(0)
            if isinstance(part, New):
                arriving.new(part)
                continue
            origin, at = self.place(part.block)
            section = self.sections[origin]
            together = {local for other, local in going if other == origin}
            last = last_of_part(section.blocks, at, together)
            count = sum(at < local <= last for local in together) if last is not None else 0
            words = self._words_of([part, *parts[:count]], origin)
            if last is not None and len(words) == count + 1 and max(words) == last:
                del parts[:count]
                arriving.part(section, (at, last), words)
            else:
                arriving.block(section, at, part.words, together)
        put_in = put(target.source, target.blocks, after, arriving.written, self._leaving[number])
        by_section = arriving.edits(after, put_in, key)
        return {self.sections.index(section): edit for section, edit in by_section}

    def _words_of(self, parts: Sequence[New | Lifted], section: int) -> dict[int, Words]:
        """The changes of words of those that are lifted from a section, by their number there."""
        lifted = [one for one in parts if isinstance(one, Lifted)]
        places = [(*self.place(one.block), one.words) for one in lifted]
        return {at: words for number, at, words in places if number == section}


def _deletion(section: Section, at: int, key: str) -> Edit:
    """A block goes out with the definitions of notes to which nothing else refers."""
    notes = notes_behind(section.blocks, at)
    if not notes:
        return BlockEdit("delete", at, key=key)
    definitions = unreferred(section.source, section.blocks, notes)
    return SourceEdit(
        united(section.source, [take_out(section.source, section.blocks[at]), *definitions]),
        gone=(at, *notes),
        definitions=-len(definitions),
        key=key,
    )
