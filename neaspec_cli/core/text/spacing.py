"""The one space too many that words leave behind when they go out of a sentence."""

from __future__ import annotations

from neaspec_cli.core.brackets import NOWHERE, place_of
from neaspec_cli.core.markdown import Block

CLOSERS = frozenset(".,;:!?)]}’”»。，；：！？）」』、،؛؟")
_BLANK = frozenset([" ", "\n", ""])
_NOTE = "*"
"""Stands for the sign of a note, which has no character in the text."""


def spare_space(
    source: str, block: Block, start: int, end: int, before: str = "", after: str = ""
) -> tuple[int, int] | None:
    """The source of the space that goes along with `text[start:end]`, None where all spaces are needed.

    `before` and `after` are spaces about to be put in on both sides; when one of them goes, (-1, -1) is given.
    """
    text = block.text
    noted = {mark.start for mark in block.marks if mark.kind == "note"}
    left = before[-1:] or (text[start - 1] if start else "")
    right = after[:1] or (_NOTE if end in noted else text[end : end + 1])
    if start in noted and start < end:
        left = _NOTE
    if left in _BLANK and right == " " and (found := _literal(source, block, end, bool(after))):
        return found
    if left == " " and (right in _BLANK or right in CLOSERS):
        return _literal(source, block, start - 1, bool(before))
    return None


def _literal(source: str, block: Block, offset: int, is_new: bool) -> tuple[int, int] | None:
    """A space of the source that is one: a line break keeps its line."""
    if is_new:
        return NOWHERE
    place = place_of(block, offset)
    return place if place != NOWHERE and source[place[0] : place[1]] == " " else None
