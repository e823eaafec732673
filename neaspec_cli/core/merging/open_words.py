"""Words that somebody wants elsewhere, in brackets at both ends under one name, with their emphasis and links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from neaspec_cli.core.bracketed.bracketing import bracket_words
from neaspec_cli.core.brackets import Signature, signature
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Agreed, Alternative
from neaspec_cli.core.merging.editing import Editing
from neaspec_cli.core.merging.questions import EndsClash
from neaspec_cli.core.text.edits import SourceEdit
from neaspec_cli.core.text.inlines import as_written
from neaspec_cli.core.text.rewriting import CannotPlace


@dataclass(frozen=True)
class End:
    """A stretch of words, or a place between two, and what others want there."""

    block: int
    start: int
    end: int
    held: tuple[Alternative, ...]

    @property
    def holders(self) -> set[str]:
        """All who want something else than what stands here."""
        return {name for one in self.held for name in one.holders}


@dataclass(frozen=True)
class Ends:
    """All the stretches that one question of words is about."""

    ends: tuple[End, ...]

    @property
    def block(self) -> int:
        """The block of the first words that stand there already."""
        return next((end.block for end in self.ends if end.start < end.end), self.ends[0].block)


def of_ends(clash: EndsClash, current: Sequence[Block]) -> Ends:
    """The ends of a clash; refused where words were changed since."""
    for end in clash.ends:
        block, start, stop = end.place
        if current[block].text[start:stop] != end.base:
            raise CannotPlace("the words were changed since")
    return Ends(tuple(End(*end.place, end.alternatives) for end in clash.ends))


def of_replacements(agreed: Sequence[Agreed]) -> Ends:
    """The ends of a wish of several edits of words that nobody opposes."""
    return Ends(
        tuple(
            End(one.block, one.start, one.end, (Alternative(one.text, one.holders, one.keys),))
            for one in sorted(agreed, key=lambda one: (one.block, one.start))
        )
    )


def ends_in(ends: Ends, editing: Editing, number: int) -> Iterator[tuple[End, int]]:
    """The ends in one section, each with the number of its block there."""
    for end in ends.ends:
        section, at = editing.place(end.block)
        if section == number:
            yield end, at


def edits_of_ends(ends: Ends, name: str, editing: Editing) -> dict[int, SourceEdit]:
    """An edit for each section in which the question has an end."""
    everyone = {name for end in ends.ends for name in end.holders}
    written = _moving(ends, editing)
    edits: dict[int, SourceEdit] = {}
    for number in sorted({editing.place(end.block)[0] for end in ends.ends}):
        section = editing.sections[number]
        parts: list[tuple[SourceEdit, tuple[str, ...]]] = []
        for end, at in ends_in(ends, editing, number):
            staying = tuple(sorted(everyone - end.holders))
            place = (at, end.start, end.end)
            edit = bracket_words(
                section.source, section.blocks, place, end.held, name, staying, is_open=True, written=written
            )
            parts.append((edit, staying))
        edits[number] = _together(parts, name)
    return edits


def _together(parts: Sequence[tuple[SourceEdit, tuple[str, ...]]], name: str) -> SourceEdit:
    """Brackets in several places of a section as one edit, each with those who want what stands there.

    Wordings of the same holders are read as one.
    """
    said: dict[tuple[tuple[str, ...], tuple[str, ...], bool], list[str]] = defaultdict(list)
    last: dict[tuple[tuple[str, ...], tuple[str, ...], bool], int] = {}
    for part, staying in parts:
        block = part.words[0].block
        for text, by, against in sorted(one for _, known in part.brackets for one in known):
            who = by, against, by == staying
            said[who] += ["…", text] if last.get(who) == block else [text]
            last[who] = block
    signatures: frozenset[Signature] = frozenset(
        signature(" ".join(texts), by, against) for (by, against, _), texts in said.items()
    )
    return SourceEdit(
        tuple(cut for part, _ in parts for cut in part.cuts),
        tuple(one for part, _ in parts for one in part.words),
        brackets=((name, signatures),),
        key=name,
    )


def _moving(ends: Ends, editing: Editing) -> dict[str, str]:
    """Words that stand at one end, as they are written, to be written so at the others."""
    found: dict[str, str] = {}
    for end in ends.ends:
        number, at = editing.place(end.block)
        section = editing.sections[number]
        words = section.blocks[at].text[end.start : end.end]
        lead = len(words) - len(words.lstrip(" "))
        span = end.start + lead, end.start + len(words.rstrip(" "))
        if words.strip() and (written := as_written(section.source, section.blocks[at], *span)):
            found.setdefault(words.strip(), written)
    return found
