"""The proof that a redline holds both texts: without what was inserted it says the old one, without what was deleted
the new one, paragraph by paragraph in their order, notes apart."""

from __future__ import annotations

from collections.abc import Iterable

from neaspec_cli.errors import InternalFault
from neaspec_cli.publish.copy import Fate, PrintedLeaf
from neaspec_cli.publish.sides import Side

_DROPPED: dict[str, tuple[Fate, Fate]] = {
    "insertion": ("inserted", "moved-here"),
    "deletion": ("deleted", "moved-away"),
}


Said = tuple[list[str], list[str]]
"""The paragraphs of the body in order, and those of notes in order of their words; empty ones left out."""


def said(side: Side) -> Said:
    """What one side says."""
    found: Said = ([], [])
    for leaf in side.leaves:
        found[leaf.printed.block.kind == "note"].append(leaf.text)
    return _ordered(*found)


def prove(made: Iterable[PrintedLeaf], old: Said, new: Said) -> None:
    """InternalFault unless the leaves of a redline say what both sides say."""
    body: list[PrintedLeaf] = []
    notes: list[PrintedLeaf] = []
    for leaf in made:
        (notes if leaf.block.kind == "note" else body).append(leaf)
    for dropped, wanted in (("insertion", old), ("deletion", new)):
        if _ordered(_without(dropped, body), _without(dropped, notes)) != wanted:
            raise InternalFault(f"The redline does not hold the text without every {dropped}.")


def _ordered(body: Iterable[str], notes: Iterable[str]) -> Said:
    return [one for one in body if one.strip()], sorted(one for one in notes if one.strip())


def _without(dropped: str, leaves: Iterable[PrintedLeaf]) -> list[str]:
    """The paragraphs that are left; one whose mark goes is one with the next."""
    found = [""]
    for leaf in leaves:
        found[-1] += _left(leaf, dropped)
        if leaf.change not in _DROPPED[dropped]:
            found.append("")
    return found


def _left(leaf: PrintedLeaf, dropped: str) -> str:
    parts, here = [], 0
    for mark in leaf.block.marks:
        if mark.kind == "span" and dropped in mark.classes:
            parts.append(leaf.block.text[here : mark.start])
            here = max(here, mark.end)
    return "".join([*parts, leaf.block.text[here:]])
