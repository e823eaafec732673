"""What is agreed as edits of the sections' Markdown: a block that moves to another section is one edit in each."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from neaspec_cli.core.merging.agreement import Agreed, Lifted, New
from neaspec_cli.core.merging.parts import AgreedPart, edit_of_part
from neaspec_cli.core.plan import Section
from neaspec_cli.core.text.edits import BlockEdit, Cut, Edit, SourceEdit, TextEdit
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.core.text.joining import join
from neaspec_cli.core.text.lifting import Written, fresh, lift, notes_behind, take_out
from neaspec_cli.core.text.notes_along import at_end, take_along
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
            found.append(lift(section.source, section.blocks, at, part.words, ()))
        lines = BREAK.join(one.markdown for one in found)
        return (lines, tuple(read for one in found for read in one.reads)) if found else None

    def _arrival(self, number: int, after: int, one: Agreed, key: str) -> Edits:
        target = self.sections[number]
        beside = target.blocks[after] if after >= 0 else None
        item = beside if beside and beside.kind == "item" else None
        found: dict[int, _Parts] = defaultdict(_Parts)
        taken: set[str] = set()
        going = {self.place(part.block) for part in one.parts if isinstance(part, Lifted)}
        written: list[Written] = []
        definitions: list[str] = []
        for part in one.parts or tuple(New(text) for text in one.texts):
            if isinstance(part, New):
                written.append(fresh(part.text, part.level, None if part.level else item))
                continue
            origin, at = self.place(part.block)
            section = self.sections[origin]
            together = {local for other, local in going if other == origin}
            lifted = lift(section.source, section.blocks, at, part.words, together)
            parts = found[origin]
            parts.cuts.append(take_out(section.source, section.blocks[at]))
            parts.gone += [at, *notes_behind(section.blocks, at)]
            if origin != number:
                along = take_along(section.source, section.blocks, at, target.source, taken)
                lifted = replace(lifted, markdown=along.renamed(lifted.markdown))
                definitions += along.definitions
                parts.cuts += along.cuts
                parts.definitions -= len(along.cuts)
            written.append(lifted)
        cut = put(target.source, target.blocks, after, written, self._leaving[number])
        here = found[number]
        here.cuts += [cut, *([at_end(target.source, definitions)] if definitions else [])]
        here.added = ((after, tuple(read for other in written for read in other.reads)),)
        here.definitions += len(definitions)
        return {at: parts.edit(key) for at, parts in found.items()}


@dataclass
class _Parts:
    """What an edit of one section is made of."""

    cuts: list[Cut] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    added: tuple[tuple[int, tuple[tuple[str, str], ...]], ...] = ()
    definitions: int = 0

    def edit(self, key: str) -> SourceEdit:
        return SourceEdit(
            _united(self.cuts),
            gone=tuple(sorted(self.gone)),
            added=self.added,
            definitions=self.definitions,
            key=key,
        )


def _deletion(section: Section, at: int, key: str) -> Edit:
    """A block goes out with the definitions of notes to which nothing else refers."""
    notes = notes_behind(section.blocks, at)
    if not notes:
        return BlockEdit("delete", at, key=key)
    definitions = unreferred(section.source, section.blocks, notes)
    return SourceEdit(
        _united([take_out(section.source, section.blocks[at]), *definitions]),
        gone=(at, *notes),
        definitions=-len(definitions),
        key=key,
    )


def _united(cuts: Sequence[Cut]) -> tuple[Cut, ...]:
    """Cuts in the order of the text; lines that two of them take out are taken out once."""
    result: list[Cut] = []
    for start, end, text in sorted(cuts, key=lambda cut: cut[:2]):
        if result and start < result[-1][1] and not text and not result[-1][2]:
            result[-1] = (result[-1][0], max(end, result[-1][1]), "")
        else:
            result.append((start, end, text))
    return tuple(result)
