"""The changes of a redline in words, for those who do not see colours and lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from neaspec_cli.publish.copy import Copy, Fate, PrintedLeaf
from neaspec_cli.publish.printed import Change, Frame, atoms, frames

LONGEST = 40
"""Words of a quotation; of longer ones the beginning and the end are given."""
_HEAD, _TAIL = 25, 10
_CONTEXT = 4
Run = tuple[Change | None, str]
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
    text: str
    came_along: bool = False
    """Are they words of a moved block that were in it before?"""
    moved: str = ""
    """Of words that went to another paragraph or came from one, what to say of it: `moved to paragraph 31`."""


def entries(copy: Copy) -> tuple[Entry, ...]:
    """One entry for each block that changed, in reading order."""
    read = [(leaf, _looks(leaf, section)) for section, leaf in _leaves(copy)]
    ends = _ends(read)
    said = [(leaf, in_words(leaf.change, _parts(leaf, looks, ends))) for leaf, looks in read]
    return tuple(Entry(_place(leaf), words) for leaf, words in said if words)


def _leaves(copy: Copy) -> Iterator[tuple[dict[str, Frame], PrintedLeaf]]:
    for section in copy.sections:
        around = frames(section)
        yield from ((around, leaf) for leaf in section.leaves)


def _looks(leaf: PrintedLeaf, around: Mapping[str, Frame]) -> list[Run]:
    """The words of a leaf with the tracked change that each is part of."""
    read = [one for one in atoms(leaf, around.get(leaf.marker, Frame())) if one.text]
    runs = groupby(read, key=lambda one: one.look.change)
    return [(change, "".join(one.text for one in together)) for change, together in runs]


def _ends(read: Sequence[tuple[PrintedLeaf, Sequence[Run]]]) -> dict[tuple[str, str], PrintedLeaf]:
    """The leaves that a passage left (`deletion`) and came to (`insertion`), by its number."""
    return {
        (change.move, change.kind): leaf
        for leaf, looks in read
        for change, _ in looks
        if change and change.move and change.move != _own_move(leaf, looks)
    }


def _own_move(leaf: PrintedLeaf, looks: Sequence[Run]) -> str:
    """The number of the move of the block itself: passages are numbered after those."""
    numbers = [int(change.move) for change, _ in looks if change and change.move]
    return str(min(numbers)) if numbers and leaf.change.startswith("moved-") else ""


def _place(leaf: PrintedLeaf) -> str:
    said = _named(leaf)
    return f"Former {said}" if leaf.change in _GONE else said[:1].upper() + said[1:]


def _named(leaf: PrintedLeaf) -> str:
    label = leaf.label.text
    return f"paragraph {label}" if label[:1].isdigit() else label


def _parts(
    leaf: PrintedLeaf, looks: Sequence[Run], ends: Mapping[tuple[str, str], PrintedLeaf]
) -> list[Part]:
    own = _own_move(leaf, looks)
    found = []
    for change, text in looks:
        kind, move = (change.kind, change.move) if change else ("", "")
        moved = _moved(leaf, kind, move, ends) if move and move != own else ""
        found.append(Part(kind, text, bool(move) and move == own, moved))
    return found


def _moved(leaf: PrintedLeaf, kind: str, move: str, ends: Mapping[tuple[str, str], PrintedLeaf]) -> str:
    """Where words went or came from."""
    there = ends.get((move, "insertion" if kind == "deletion" else "deletion"), leaf)
    way = "moved to" if kind == "deletion" else "moved here from"
    if there is leaf:
        return "moved within the paragraph" if kind == "deletion" else "moved here within the paragraph"
    return f"{way} {'former ' if there.change in _GONE else ''}{_named(there)}"


def in_words(change: Fate, parts: Sequence[Part]) -> str:
    """What became of a paragraph: of its mark, and of its words; empty where nothing did."""
    kinds = {part.kind for part in parts}
    whole = _ended("".join(part.text for part in parts))
    if change == "moved-here":
        return " ".join([f"Moved to here: {whole}", *_sentences(parts)])
    if change == "moved-away":
        return "Moved from here; the words are given where they stand now."
    if change == "inserted" and kinds <= {"insertion"}:
        return " ".join([f"New: {whole}", *_passages(parts)]) if parts else ""
    if change == "deleted" and kinds <= {"deletion"}:
        return " ".join([f"Deleted: {whole}", *_passages(parts)]) if parts else ""
    ending = {"inserted": ["Divided after this."], "deleted": ["Joined with what follows."]}.get(change, [])
    return " ".join([*_sentences(parts), *ending])


def _sentences(parts: Sequence[Part]) -> Iterator[str]:
    """What was replaced, inserted, deleted and moved, in order; words that came along with a block are no change."""
    before = ""
    place = 0
    while place < len(parts):
        part = parts[place]
        following = parts[place + 1] if place + 1 < len(parts) else None
        if not part.kind or part.came_along:
            before = part.text
        elif part.moved:
            yield from _passages([part])
            before = before if part.kind == "deletion" else part.text
        elif part.kind == "deletion" and following and _is_plainly_new(following):
            yield f"{_quoted(part.text)} replaced by {_ended(following.text)}"
            before = following.text
            place += 1
        else:
            word = "Inserted" if part.kind == "insertion" else "Deleted"
            yield f"{word} {after(before)}: {_ended(part.text)}"
            before = before if part.kind == "deletion" else part.text
        place += 1


def _is_plainly_new(part: Part) -> bool:
    return part.kind == "insertion" and not part.came_along and not part.moved


def _passages(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if part.moved:
            yield f"{part.moved[:1].upper()}{part.moved[1:]}: {_ended(part.text)}"


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
