"""What stayed and looks otherwise than before: words in bold, in italics, raised, or not any more; paragraphs that are
of another kind or level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from neaspec_cli.core.markdown import Block
from neaspec_cli.publish.copy import PrintedLeaf

CLASS = "changed form"
"""Of the span around such words, whose attribute `was` names their marks of before; nobody can type such a class."""
FORMS = frozenset(["emphasis", "strong", "underline", "strikeout", "superscript", "subscript", "smallcaps"])
Form = tuple[int, int, str]
SHAPES = frozenset(["heading", "paragraph", "item", "quote", "code"])
"""Kinds of paragraphs that can become one another where they stand: a cell stays in its row, a note at its sign."""


def looks(
    old: Block, new: Block, back: int, start: int, end: int
) -> Iterator[tuple[int, int, frozenset[str] | None]]:
    """`new.text[start:end]`, which stood `back` characters later in `old`, in stretches of one look then and now.

    Each comes with its marks of before where those were others, else with None.
    """
    before = [(one[0] - back, one[1] - back, one[2]) for one in _forms(old)]
    after = _forms(new)
    edges = {place for first, last, _ in (*before, *after) for place in (first, last) if start < place < end}
    places = [start, *sorted(edges), end]
    here, known = start, _look(before, after, start)
    for place in places[1:-1]:
        look = _look(before, after, place)
        if look != known:
            yield here, place, known
            here, known = place, look
    yield here, end, known


def reshaped(now: PrintedLeaf, before: PrintedLeaf) -> PrintedLeaf:
    """The leaf with the one that it was, where that is of another kind or level."""
    old, new = before.block, now.block
    is_same = (old.kind, old.level) == (new.kind, new.level)
    return now if is_same or not {old.kind, new.kind} <= SHAPES else replace(now, was=before)


def _forms(block: Block) -> list[Form]:
    return [(mark.start, mark.end, mark.kind) for mark in block.marks if mark.kind in FORMS]


def _look(before: list[Form], after: list[Form], place: int) -> frozenset[str] | None:
    """The marks of before at a place where they were others than now."""
    was, now = (
        frozenset(name for first, last, name in forms if first <= place < last) for forms in (before, after)
    )
    return None if was == now else was
