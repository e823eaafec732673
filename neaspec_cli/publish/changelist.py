"""The changes of a redline in words, for those who do not see colours and lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from neaspec_cli.publish.copy import Copy, Fate, PrintedLeaf
from neaspec_cli.publish.printed import Frame, atoms, frames

LONGEST = 40
"""Words of a quotation; of longer ones the beginning and the end are given."""
_HEAD, _TAIL = 25, 10
_CONTEXT = 4
_GONE = ("deleted", "moved-away")


@dataclass(frozen=True)
class Entry:
    """What changed in one block."""

    place: str
    said: str


@dataclass(frozen=True)
class Part:
    """Words with one fate."""

    kind: str
    """`insertion`, `deletion` or empty for words that stay; `note` is no word."""
    is_moved: bool
    text: str


def entries(copy: Copy) -> tuple[Entry, ...]:
    """One entry for each block that changed, in reading order."""
    found = []
    for section in copy.sections:
        around = frames(section)
        for leaf in section.leaves:
            said = in_words(leaf.change, _parts(leaf, around.get(leaf.marker, Frame())))
            if said:
                found.append(Entry(_place(leaf), said))
    return tuple(found)


def _place(leaf: PrintedLeaf) -> str:
    label = leaf.label.text
    named = f"paragraph {label}" if label[:1].isdigit() else label
    return f"Former {named}" if leaf.change in _GONE else named[:1].upper() + named[1:]


def _parts(leaf: PrintedLeaf, frame: Frame) -> list[Part]:
    read = [one for one in atoms(leaf, frame) if one.text]
    found = []
    for change, together in groupby(read, key=lambda one: one.look.change):
        text = "".join(one.text for one in together)
        found.append(Part(change.kind if change else "", bool(change and change.move), text))
    return found


def in_words(change: Fate, parts: Sequence[Part]) -> str:
    """What became of a paragraph: of its mark, and of its words; empty where nothing did."""
    kinds = {part.kind for part in parts}
    whole = _ended("".join(part.text for part in parts))
    if change == "moved-here":
        return " ".join([f"Moved to here: {whole}", *_sentences(parts, is_moved=True)])
    if change == "moved-away":
        return "Moved from here; the words are given where they stand now."
    if change == "inserted" and kinds <= {"insertion"}:
        return f"New: {whole}" if parts else ""
    if change == "deleted" and kinds <= {"deletion"}:
        return f"Deleted: {whole}" if parts else ""
    ending = {"inserted": ["Divided after this."], "deleted": ["Joined with what follows."]}.get(change, [])
    return " ".join([*_sentences(parts), *ending])


def _sentences(parts: Sequence[Part], is_moved: bool = False) -> Iterator[str]:
    """What was replaced, inserted and deleted, in order; in a moved block words that came along are no change."""
    before = ""
    place = 0
    while place < len(parts):
        part = parts[place]
        following = parts[place + 1] if place + 1 < len(parts) else None
        if not part.kind or (is_moved and part.is_moved):
            before = part.text
        elif (
            part.kind == "deletion" and following and following.kind == "insertion" and not following.is_moved
        ):
            yield f"{_quoted(part.text)} replaced by {_ended(following.text)}"
            before = following.text
            place += 1
        else:
            word = "Inserted" if part.kind == "insertion" else "Deleted"
            yield f"{word} {after(before)}: {_ended(part.text)}"
            before = before if part.kind == "deletion" else part.text
        place += 1


def after(before: str) -> str:
    """Where something was put in or taken out, by the words before it."""
    words = before.split()
    return f"after {_quoted(' '.join(words[-_CONTEXT:]))}" if words else "at the beginning"


def _quoted(text: str) -> str:
    words = text.split()
    if len(words) > LONGEST:
        words = [*words[:_HEAD], "[…]", *words[-_TAIL:]]
    return f"“{' '.join(words)}”" if words else "a space"


def _ended(text: str) -> str:
    """A quotation at the end of a sentence: a full stop of its own is enough."""
    quoted = _quoted(text)
    return quoted if quoted[-2:-1] in (".", ";", ":", "!", "?") else f"{quoted}."
