"""Where words of a block begin and end in the source, with the delimiters of the formatting that goes along."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from neaspec_cli.core.brackets import NOWHERE, place_of
from neaspec_cli.core.comparing.rewording import compare_texts
from neaspec_cli.core.markdown import Block, Mark
from neaspec_cli.core.merging.placing import spots_of
from neaspec_cli.core.text.rewriting import CannotPlace, TextEdit, cuts


def stretches(block: Block, start: int, end: int) -> list[tuple[int, int]]:
    """`text[start:end]` cut where formatting begins or ends that reaches beyond it."""
    bounds = {start, end}
    for mark in _formatting(block):
        if mark.start < start < mark.end < end:
            bounds.add(mark.end)
        if start < mark.start < end < mark.end:
            bounds.add(mark.start)
    return list(pairwise(sorted(bounds)))


def opening(block: Block, start: int, end: int) -> int:
    """Where the source of these words begins, before the delimiters of all formatting within them."""
    if inside_code(block, start, end):
        raise CannotPlace("brackets cannot stand in code")
    found = (
        place_of(block, start)[0] if place_of(block, start) != NOWHERE else _piece(block, start, at_end=False)
    )
    return min([found, *(mark.source[0] for mark in _within(block, start, end) if mark.start == start)])


def closing(block: Block, start: int, end: int) -> int:
    """Where the source of these words ends, after those delimiters."""
    last = place_of(block, end - 1)
    found = last[1] if last != NOWHERE else _piece(block, end, at_end=True)
    return max([found, *(mark.source[1] for mark in _within(block, start, end) if mark.end == end)])


def inside_code(block: Block, start: int, end: int) -> bool:
    """Whether a stretch, or a place between two characters, is a part of code."""
    return any(
        mark.kind == "code"
        and mark.start <= start
        and end <= mark.end
        and (mark.start, mark.end) != (start, end)
        and not (start == end and start in (mark.start, mark.end))
        for mark in block.marks
    )


def like(source: str, block: Block, start: int, end: int, text: str) -> str | None:
    """The source of `text[start:end]` with only the differing words changed, so that formatting stays.

    None where nothing is formatted, where a note would come twice, or where formatting reaches beyond the stretch.
    """
    inner = [mark for mark in block.marks if start <= mark.start and mark.end <= end]
    if not any(mark.kind != "note" for mark in inner) or any(mark.kind == "note" for mark in inner):
        return None
    if len(stretches(block, start, end)) > 1:
        return None
    try:
        return reworded(
            source, block, (start, end), (opening(block, start, end), closing(block, start, end)), text
        )
    except CannotPlace:
        return None


def as_written(source: str, block: Block, start: int, end: int) -> str | None:
    """The source of `text[start:end]` with its formatting; None where that reaches beyond, or where a note is in it."""
    has_note = any(mark.kind == "note" and start <= mark.start <= end for mark in block.marks)
    if has_note or len(stretches(block, start, end)) != 1:
        return None
    try:
        low, high = opening(block, start, end), closing(block, start, end)
    except CannotPlace:
        return None
    around = [mark for mark in _formatting(block) if mark.start <= start and end <= mark.end]
    if any(
        mark.source == NOWHERE or not (low <= mark.source[0] and mark.source[1] <= high) for mark in around
    ):
        return None
    names = [mark for mark in block.marks if mark.kind == "span" and mark.start == mark.end and mark.detail]
    if any(low <= mark.source[0] < high for mark in names):
        return None
    return source[low:high]


def reworded(source: str, block: Block, span: tuple[int, int], stretch: tuple[int, int], text: str) -> str:
    """A stretch of source, which holds `text[span]` of the block, with these words turned into others.

    What only names a place (`[]{#p-finance}`) is left out: a name stands once.
    """
    base = block.text[slice(*span)]
    names = [mark for mark in block.marks if mark.kind == "span" and mark.start == mark.end and mark.detail]
    found = [(*mark.source, "") for mark in names if stretch[0] <= mark.source[0] < stretch[1]]
    found += [
        cut
        for start, end, _, new in spots_of(compare_texts(base, text))
        for cut in cuts(source, [block], TextEdit(0, span[0] + start, span[0] + end, new))
    ]
    result, at = [], stretch[0]
    for low, high, new in sorted(found, key=lambda cut: cut[:2]):
        if low < at or high > stretch[1]:
            raise CannotPlace("the words cannot be changed one by one")
        result += [source[at:low], new]
        at = high
    return "".join([*result, source[at : stretch[1]]])


def _formatting(block: Block) -> Sequence[Mark]:
    return [mark for mark in block.marks if mark.kind != "note" and mark.start < mark.end]


def _within(block: Block, start: int, end: int) -> Sequence[Mark]:
    return [
        mark
        for mark in _formatting(block)
        if start <= mark.start and mark.end <= end and mark.source != NOWHERE
    ]


def _piece(block: Block, offset: int, *, at_end: bool) -> int:
    """The source place of an offset that is the end of a piece, or its start."""
    at = 0
    for piece in block.pieces:
        here = at + len(piece.text) if at_end else at
        if here == offset and piece.text and piece.start >= 0:
            return piece.end if at_end else piece.start
        at += len(piece.text)
    raise CannotPlace("these words cannot be taken apart in the source")
