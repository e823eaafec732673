"""Moves as Word tracks them: words out of one place and into another, both ends in ranges of one name.

Word takes a move for a deletion and an insertion unless each of its ends stands in such a range (ECMA-376 Part 1,
17.13.5.21 to 28). It moves neither between text and notes nor whole paragraphs of cells: those stay insertions and
deletions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from neaspec_cli.publish.copy import Copy, PrintedLeaf
from neaspec_cli.publish.printed import Atom, Change
from neaspec_cli.publish.wordml import Element, W, local, w

TAGS = {"insertion": "moveTo", "deletion": "moveFrom"}
_WHOLE = ("moved-here", "moved-away")
Ends = dict[str, list[PrintedLeaf]]
"""By kind of change the leaves that hold words of a move, in order."""


class Moves:
    """The moves of a redline that Word can track."""

    def __init__(self, copy: Copy, next_id: Callable[[], int]) -> None:
        self._known = {number: ends for number, ends in _ends(copy).items() if _is_trackable(ends)}
        self._next_id = next_id
        self._ids: dict[tuple[str, str], int] = {}

    def told(self, atom: Atom) -> Atom:
        """The atom; words of a move that Word cannot track are inserted or deleted."""
        change = atom.look.change
        if change is None or not change.move or change.move in self._known:
            return atom
        return replace(atom, look=replace(atom.look, change=replace(change, move="")))

    def framed(
        self, leaf: PrintedLeaf, parts: Sequence[tuple[Change | None, list[Element]]]
    ) -> list[Element]:
        """The elements of a leaf, each part with the move that it belongs to, and marks around what moved."""
        before: dict[int, list[Element]] = defaultdict(list)
        after: dict[int, list[Element]] = defaultdict(list)
        for end in dict.fromkeys((one.kind, one.move) for one, _ in parts if one):
            places = [number for number, (one, _) in enumerate(parts) if one and (one.kind, one.move) == end]
            change = parts[places[0]][0]
            assert change is not None
            leaves = self._known[change.move][change.kind]
            if leaf is leaves[0]:
                before[places[0]].append(self._start(change))
            if leaf is leaves[-1]:
                after[places[-1]].append(w(f"{TAGS[change.kind]}RangeEnd", id=self._id(change)))
        return [
            element
            for number, (_, elements) in enumerate(parts)
            for element in (*before[number], *elements, *after[number])
        ]

    def _start(self, change: Change) -> Element:
        dated = {"date": change.date} if change.date else {}
        facts = {"author": change.author, **dated, "name": f"move{change.move}"}
        return w(f"{TAGS[change.kind]}RangeStart", id=self._id(change), **facts)

    def _id(self, change: Change) -> int:
        key = (change.kind, change.move)
        if key not in self._ids:
            self._ids[key] = self._next_id()
        return self._ids[key]


def _ends(copy: Copy) -> dict[str, Ends]:
    found: dict[str, Ends] = defaultdict(lambda: {kind: [] for kind in TAGS})
    for leaf in copy.leaves if copy.since else ():
        for number, kind in dict.fromkeys(_moved(leaf)):
            found[number][kind].append(leaf)
    return found


def _moved(leaf: PrintedLeaf) -> Iterator[tuple[str, str]]:
    """Number and kind of each stretch of moved words in a leaf."""
    for mark in leaf.block.marks:
        number = dict(mark.attributes).get("move", "") if mark.kind == "span" else ""
        if number:
            yield from ((number, kind) for kind in TAGS if kind in mark.classes)


def _is_trackable(ends: Ends) -> bool:
    leaves = [leaf for kind in TAGS for leaf in ends[kind]]
    whole_cell = any(leaf.block.kind == "cell" and leaf.change in _WHOLE for leaf in leaves)
    in_one_cell = all(len(ends[kind]) == 1 for kind in TAGS) or all(
        one.block.kind != "cell" for one in leaves
    )
    in_note = any(leaf.block.kind == "note" for leaf in leaves)
    return all(ends.values()) and in_one_cell and not whole_cell and not in_note


def ends_after_marks(body: Element) -> None:
    """Let the range of a paragraph that moved whole end behind its mark, which moved with it, but in its own cell."""
    for kind in TAGS.values():
        for paragraph in body.iter(f"{{{W}}}p"):
            is_whole = paragraph.find(f"{{{W}}}pPr/{{{W}}}rPr/{{{W}}}{kind}") is not None
            if is_whole and paragraph.getnext() is not None:
                for end in [one for one in paragraph if local(one) == f"{kind}RangeEnd"]:
                    paragraph.addnext(end)
