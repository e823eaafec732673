"""Notes put into a section's Markdown or taken out: the reference in the text and the definition that it names.

A new definition stands where the section keeps its own: after that of the note before, else before that of the note
behind, else at the end (https://pandoc.org/MANUAL.html#extension-footnotes).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from neaspec_cli.core.markdown import Block, Mark
from neaspec_cli.core.text.edits import Cut, SourceEdit
from neaspec_cli.core.text.escaping import BREAK, escape
from neaspec_cli.core.text.inlines import inside_code
from neaspec_cli.core.text.rewriting import CannotPlace, insertion_place, line_end, line_start

_KEY = re.compile(r"\[\^([^\]\s]+)\]")
_DEFINITION = re.compile(r"\[\^[^\]\s]+\]:")
_INDENT = " " * 4


@dataclass(frozen=True)
class Note:
    """A reference to a note in a block, and the blocks that the note is read as."""

    block: int
    mark: Mark
    parts: tuple[int, ...]


def notes_of(blocks: Sequence[Block], index: int) -> tuple[Note, ...]:
    """The notes to which a block refers, in the order of its text."""
    groups: list[list[int]] = []
    at = index + 1
    while at < len(blocks) and blocks[at].kind == "note":
        if groups and blocks[groups[-1][0]].note == blocks[at].note:
            groups[-1].append(at)
        else:
            groups.append([at])
        at += 1
    marks = [mark for mark in blocks[index].marks if mark.kind == "note"]
    return tuple(Note(index, mark, tuple(parts)) for mark, parts in zip(marks, groups, strict=False))


def note_text(blocks: Sequence[Block], note: Note) -> str:
    """What a note says, its paragraphs parted by an empty line."""
    return BREAK.join(blocks[at].text for at in note.parts)


def fresh_key(source: str, taken: Collection[str]) -> str:
    """A name for a new note: the next number where all notes have numbers, else `note-1`; none that is there."""
    known = {key.casefold() for key in (*_KEY.findall(source), *taken)}
    if all(key.isdecimal() for key in known):
        return str(max((int(key) for key in known), default=0) + 1)
    return next(key for number in range(1, len(known) + 2) if (key := f"note-{number}") not in known)


def add_note(
    source: str, blocks: Sequence[Block], index: int, offset: int, text: str, key: str
) -> SourceEdit:
    """A note behind `offset` of a block's text, under a name that is free."""
    block = blocks[index]
    if block.kind in ("note", "code") or inside_code(block, offset, offset):
        raise CannotPlace(f"a note cannot stand in {'code' if block.kind != 'note' else 'a note'}")
    if not block.pieces or block.start < 0:
        raise CannotPlace("the words of this block have no certain place in the source")
    paragraphs = [" ".join(part.split()) for part in text.split(BREAK) if part.strip()]
    lines = f"{BREAK}{_INDENT}".join(escape(part, line_start=True) for part in paragraphs)
    reference = insertion_place(block, offset)
    before = [one for one in notes_of(blocks, index) if one.mark.source[0] < reference]
    after = before[-1].parts[-1] if before else index
    return SourceEdit(
        (
            (reference, reference, f"[^{key}]"),
            _definition(source, blocks, index, reference, f"[^{key}]: {lines}"),
        ),
        noted=((after, tuple(("note", part) for part in paragraphs)),),
        definitions=1,
    )


def drop_note(source: str, blocks: Sequence[Block], note: Note) -> SourceEdit:
    """The reference goes out and, where nothing else refers to it, the definition."""
    if note.mark.source[0] < 0 or not _KEY.fullmatch(source[slice(*note.mark.source)]):
        raise CannotPlace("the reference to the note has no certain place in the source")
    definitions = unreferred(source, blocks, note.parts)
    return SourceEdit(((*note.mark.source, ""), *definitions), gone=note.parts, definitions=-len(definitions))


def unreferred(source: str, blocks: Sequence[Block], gone: Collection[int]) -> tuple[Cut, ...]:
    """The definitions that nothing refers to any more once these blocks are gone, cut out."""
    notes = _all_notes(blocks)
    kept = {_start(source, blocks, one) for one in notes if not set(one.parts) & set(gone)}
    lost = [one for one in notes if set(one.parts) & set(gone)]
    cuts = {_cut(source, blocks, one) for one in lost if _start(source, blocks, one) not in kept}
    return tuple(sorted(cuts))


def definition_place(source: str, blocks: Sequence[Block], note: Note) -> tuple[int, int]:
    """From the start to the end of the lines on which a note is defined."""
    start = _start(source, blocks, note)
    if start < 0:
        raise CannotPlace("the definition of its note cannot be told from the text around it")
    return start, _end(source, blocks, note)


def _all_notes(blocks: Sequence[Block]) -> list[Note]:
    found = (index for index, block in enumerate(blocks) if any(mark.kind == "note" for mark in block.marks))
    return [note for index in found for note in notes_of(blocks, index)]


def _start(source: str, blocks: Sequence[Block], note: Note) -> int:
    """Where the line begins on which a note is defined; -1 where that cannot be told."""
    first = blocks[note.parts[0]].start
    start = line_start(source, first) if first >= 0 else -1
    return start if start >= 0 and _DEFINITION.match(source, start) else -1


def _end(source: str, blocks: Sequence[Block], note: Note) -> int:
    ends = [
        end for at in note.parts for end in (blocks[at].end, *(mark.source[1] for mark in blocks[at].marks))
    ]
    return line_end(source, max(ends))


def _cut(source: str, blocks: Sequence[Block], note: Note) -> Cut:
    """The lines of a definition with the empty line before them, so that neighbours can go in the same step."""
    start, end = _start(source, blocks, note), _end(source, blocks, note)
    if start < 0:
        raise CannotPlace("the definition of its note cannot be told from the text around it")
    if start == 0:
        return 0, min(end + 1, len(source)), ""
    return start - (2 if source[:start].endswith("\n\n") else 1), end, ""


def _definition(source: str, blocks: Sequence[Block], index: int, reference: int, lines: str) -> Cut:
    """The cut that puts a new definition in."""
    end = blocks[index].end
    known = [one for one in _all_notes(blocks) if _start(source, blocks, one) >= 0]
    before = [one for one in known if one.mark.source[0] < reference]
    behind = [one for one in known if one.mark.source[0] >= reference]
    gap = "\n" if _is_close(source, blocks, known) else BREAK
    if before and _start(source, blocks, before[-1]) > end:
        at = _end(source, blocks, before[-1])
        return at, at, gap + lines
    if behind and _start(source, blocks, behind[0]) > end:
        at = _start(source, blocks, behind[0])
        if gap == BREAK and source[:at].endswith(BREAK):
            at -= len(BREAK)
            return at, at, BREAK + lines
        return at, at, lines + gap
    if known and blocks[index].kind == "paragraph" and not blocks[index].inside:
        at = line_end(source, max(end, reference))
        return at, at, BREAK + lines
    at = len(source)
    if not source.endswith("\n"):
        return at, at, BREAK + lines
    return at, at, ("" if source.endswith("\n\n") else "\n") + lines + "\n"


def _is_close(source: str, blocks: Sequence[Block], notes: Sequence[Note]) -> bool:
    """Whether the definitions of the section follow each other line by line."""
    starts = {_start(source, blocks, one) for one in notes}
    return any(_end(source, blocks, one) + 1 in starts for one in notes)
