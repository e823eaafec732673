"""Where the square brackets of bracketed text stand in the words of a block, which its plain text leaves out.

Pieces of one wording that adjoin, as over emphasis, are printed in one pair; the wordings of one place in a pair each.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from neaspec_cli.core.text.blocks import Block, Mark

BRACKET = "bracket"


def bracketed(marks: Sequence[Mark]) -> list[Mark]:
    """The marks that are bracketed text."""
    return [mark for mark in marks if BRACKET in mark.classes]


def opens(mark: Mark, brackets: Sequence[Mark]) -> bool:
    """Is a bracket printed before this piece of bracketed text?"""
    wording = _wording(mark)
    return not wording or not any(one.end == mark.start and _wording(one) == wording for one in brackets)


def closes(mark: Mark, brackets: Sequence[Mark]) -> bool:
    """Is a bracket printed after this piece of bracketed text?"""
    wording = _wording(mark)
    return not wording or not any(one.start == mark.end and _wording(one) == wording for one in brackets)


def _wording(mark: Mark) -> str:
    """What the pieces of one wording share; wordings of one place differ in their holders."""
    said = dict(mark.attributes)
    if "alt" not in said:
        return mark.detail
    return "\0".join((said["alt"], said.get("by", ""), said.get("del", "")))


def pieces(block: Block, start: int, end: int) -> list[tuple[str, bool]]:
    """The words of a stretch and the brackets among them; True says that it is a bracket.

    What stands at the ends of bracketed text has its bracket with it, also of a fenced div around the block.
    """
    brackets = [one for one in bracketed(block.marks) if one.start < end and one.end > start]
    is_fenced = BRACKET in block.inside and start < end
    if not brackets and not is_fenced:
        return [(block.text[start:end], False)]
    edges = {start, end, *(at for one in brackets for at in (one.start, one.end) if start < at < end)}
    made = [("[", True)] if is_fenced and start == 0 else []
    for here, there in pairwise(sorted(edges)):
        made += [("[", True) for one in brackets if one.start == here and opens(one, brackets)]
        made.append((block.text[here:there], False))
        made += [("]", True) for one in brackets if one.end == there and closes(one, brackets)]
    return [*made, ("]", True)] if is_fenced and end == len(block.text) else made


def printed(block: Block, start: int = 0, end: int | None = None) -> str:
    """The words of a stretch with its brackets: alternatives are parted by them."""
    return "".join(text for text, _ in pieces(block, start, len(block.text) if end is None else end))


def signs(block: Block, start: int, end: int) -> dict[int, str]:
    """The brackets of a stretch by how far behind its start they stand."""
    found: dict[int, str] = {}
    at = 0
    for text, is_sign in pieces(block, start, end):
        if is_sign:
            found[at] = found.get(at, "") + text
        else:
            at += len(text)
    return found
