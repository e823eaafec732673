"""The changes of a redline in words, for those who do not see colours and lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from neaspec_cli.publish.changelist_forms import Run, forms_in_words
from neaspec_cli.publish.changelist_rows import whole_rows
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
    why: tuple[str, ...] = ()
    """What is known of its reasons."""


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


Read = tuple[PrintedLeaf, list[Run]]
"""A leaf and its words in runs of one look."""


@dataclass(frozen=True)
class _Ends:
    """Where moves lead: of passages by number and kind of change, of whole blocks by number and fate."""

    passages: Mapping[tuple[str, str], PrintedLeaf]
    blocks: Mapping[tuple[str, Fate], PrintedLeaf]


def entries(copy: Copy) -> tuple[Entry, ...]:
    """One entry for each block that changed, in reading order; a table row that came or went whole is one."""
    read = [(leaf, _runs(leaf, around)) for around, leaf in _leaves(copy)]
    ends = _ends(read)
    rows = _rows(read, whole_rows(copy))
    said = (
        _row(rows[leaf.marker], ends) if leaf.marker in rows else _entry(leaf, runs, ends)
        for leaf, runs in read
    )
    return tuple(one for one in said if one.said)


def _rows(read: Sequence[Read], row_of: Mapping[str, int]) -> dict[str, list[Read]]:
    """By marker of the cells of whole rows: all cells of the row at the first, none at the others."""
    cells: dict[int, list[Read]] = {}
    for one in read:
        if one[0].marker in row_of:
            cells.setdefault(row_of[one[0].marker], []).append(one)
    others: dict[str, list[Read]] = {
        leaf.marker: [] for together in cells.values() for leaf, _ in together[1:]
    }
    return others | {together[0][0].marker: together for together in cells.values()}


def _row(cells: Sequence[Read], ends: _Ends) -> Entry:
    """A row that came or went, its cells divided by a line."""
    if not cells:
        return Entry("", "")
    first = cells[0][0]
    text = " | ".join("".join(run.text for run in runs) for _, runs in cells)
    what = "New row" if first.change == "inserted" else "Deleted row"
    moved = [said for leaf, runs in cells for said in _passages(_parts(leaf, runs, ends))]
    why = dict.fromkeys(remark for leaf, _ in cells for remark in leaf.behind.remarks)
    said = " ".join([f"{what}: {_ended(text)}", *moved])
    return Entry(_place(first).partition(" column ")[0], said, tuple(why))


def _entry(leaf: PrintedLeaf, runs: Sequence[Run], ends: _Ends) -> Entry:
    words = in_words(leaf.change, _parts(leaf, runs, ends), _other_end(leaf, runs, ends))
    form = forms_in_words(leaf, runs)
    is_form_alone = not words and (form or leaf.behind.remarks)
    said = f"{'Only the formatting changed.' if is_form_alone else words} {form}".strip()
    return Entry(_place(leaf), said, leaf.behind.remarks)


def _leaves(copy: Copy) -> Iterator[tuple[Frame, PrintedLeaf]]:
    for section in copy.sections:
        around = frames(section)
        yield from ((around.get(leaf.marker, Frame()), leaf) for leaf in section.leaves)


def _runs(leaf: PrintedLeaf, around: Frame) -> list[Run]:
    read = [one for one in atoms(leaf, around) if one.text]
    runs = groupby(
        read, key=lambda one: (one.look.change, one.look.was, one.look.marks if one.look.was else None)
    )
    return [
        Run(change, was, marks or frozenset(), "".join(one.text for one in together))
        for (change, was, marks), together in runs
    ]


# --- moves ------------------------------------------------------------------------------------------------------------


def _ends(read: Sequence[Read]) -> _Ends:
    passages: dict[tuple[str, str], PrintedLeaf] = {}
    blocks: dict[tuple[str, Fate], PrintedLeaf] = {}
    for leaf, runs in read:
        own = _own_move(leaf, runs)
        if own:
            blocks[own, leaf.change] = leaf
        for run in runs:
            if run.change and run.change.move and run.change.move != own:
                passages[run.change.move, run.change.kind] = leaf
    return _Ends(passages, blocks)


def _own_move(leaf: PrintedLeaf, runs: Sequence[Run]) -> str:
    """The number of the move of the block itself: passages are numbered after those."""
    numbers = [int(run.change.move) for run in runs if run.change and run.change.move]
    return str(min(numbers)) if numbers and leaf.change.startswith("moved-") else ""


def _other_end(leaf: PrintedLeaf, runs: Sequence[Run], ends: _Ends) -> str:
    """Where a block that moved went or came from."""
    there: Fate = "moved-here" if leaf.change == "moved-away" else "moved-away"
    found = ends.blocks.get((_own_move(leaf, runs), there))
    return _called(found) if found else ""


def _place(leaf: PrintedLeaf) -> str:
    said = _called(leaf)
    return said[:1].upper() + said[1:]


def _called(leaf: PrintedLeaf) -> str:
    """`paragraph 27`, `former paragraph 27` of one that is there no more."""
    label = leaf.label.text
    named = f"paragraph {label}" if label[:1].isdigit() else label
    return f"former {named}" if leaf.change in _GONE else named


def _parts(leaf: PrintedLeaf, runs: Sequence[Run], ends: _Ends) -> list[Part]:
    own = _own_move(leaf, runs)
    found = []
    for change, together in groupby(runs, key=lambda run: run.change):
        text = "".join(run.text for run in together)
        kind, move = (change.kind, change.move) if change else ("", "")
        moved = _moved(leaf, kind, move, ends) if move and move != own else ""
        found.append(Part(kind, text, bool(move) and move == own, moved))
    return found


def _moved(leaf: PrintedLeaf, kind: str, move: str, ends: _Ends) -> str:
    """Where words went or came from."""
    there = ends.passages.get((move, "insertion" if kind == "deletion" else "deletion"), leaf)
    way = "moved to" if kind == "deletion" else "moved here from"
    if there is leaf:
        return "moved within the paragraph" if kind == "deletion" else "moved here within the paragraph"
    return f"{way} {_called(there)}"


def in_words(change: Fate, parts: Sequence[Part], other_end: str = "") -> str:
    """What became of a paragraph: of its mark, and of its words; empty where nothing did.

    `other_end` is what the place is called where it moved to or came from.
    """
    kinds = {part.kind for part in parts}
    whole = _ended("".join(part.text for part in parts))
    if change == "moved-here":
        opening = f"Moved here from {other_end}" if other_end else "Moved to here"
        return " ".join([f"{opening}: {whole}", *_sentences(parts)])
    if change == "moved-away":
        return f"Moved to {other_end or 'another place'}; the words are given there."
    if change == "inserted" and kinds <= {"insertion"}:
        return " ".join([f"New: {whole}", *_passages(parts)]) if parts else ""
    if change == "deleted" and kinds <= {"deletion"}:
        return " ".join([f"Deleted: {whole}", *_passages(parts)]) if parts else ""
    ending = {"inserted": ["Divided after this."], "deleted": ["Joined with what follows."]}.get(change, [])
    return " ".join([*_sentences(parts), *ending])


def _sentences(parts: Sequence[Part]) -> Iterator[str]:
    """What was replaced, inserted, deleted and moved, in order; words that came along with a block are no change.

    Of passages that went to one place, or came from one, all are told with the first.
    """
    before = ""
    place = 0
    told: set[str] = set()
    while place < len(parts):
        part = parts[place]
        following = parts[place + 1] if place + 1 < len(parts) else None
        if not part.kind or part.came_along:
            before = part.text
        elif part.moved:
            if part.moved not in told:
                yield from _passages([one for one in parts if one.moved == part.moved])
            told.add(part.moved)
            before = before if part.kind == "deletion" else part.text
        elif part.kind == "deletion" and following and _is_plainly_new(following):
            gone = _quoted(part.text)
            yield f"{gone[:1].upper()}{gone[1:]} replaced by {_ended(following.text)}"
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
    """What moved, each place that it went to or came from once."""
    by_place: dict[str, list[str]] = {}
    for part in parts:
        if part.moved:
            by_place.setdefault(part.moved, []).append(part.text)
    for place, (*others, last) in by_place.items():
        listed = ", ".join(map(_quoted, others)) + " and " if others else ""
        yield f"{place[:1].upper()}{place[1:]}: {listed}{_ended(last)}"


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
