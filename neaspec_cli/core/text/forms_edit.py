"""Words set in bold or italics, or in neither any more: only the delimiters around them change."""

from __future__ import annotations

from collections.abc import Sequence

from neaspec_cli.core.markdown import Block, Mark
from neaspec_cli.core.text.edits import Cut, Form, SourceEdit
from neaspec_cli.core.text.inlines import closing, opening, stretches
from neaspec_cli.core.text.rewriting import CannotPlace

DELIMITERS = {"strong": "**", "emphasis": "*"}


def has_form(block: Block, start: int, end: int, kind: str) -> bool:
    """Whether every word of `text[start:end]` has this formatting."""
    marks = _marks(block, kind)
    return all(
        block.text[at].isspace() or any(mark.start <= at < mark.end for mark in marks)
        for at in range(start, end)
    )


def set_forms(source: str, blocks: Sequence[Block], form: Form, *more: Form) -> SourceEdit:
    """The edit after which words have these forms, or have them no longer."""
    cuts: list[Cut] = []
    for one in (form, *more):
        block = blocks[one.block]
        if block.kind == "code" or not block.pieces or block.start < 0:
            raise CannotPlace("the words of this block have no certain place in the source")
        words = block.text[one.start : one.end]
        start = one.start + len(words) - len(words.lstrip())
        end = start + len(words.strip())
        if start < end:
            cuts += (_on if one.has else _off)(source, block, start, end, one.kind)
    if not cuts:
        raise CannotPlace("there are no words whose form could change")
    return SourceEdit(tuple(cuts), forms=(form, *more))


def _on(source: str, block: Block, start: int, end: int, kind: str) -> list[Cut]:
    """Delimiters around the words; what stands in this form and meets them becomes one with them."""
    meeting = [mark for mark in _marks(block, kind) if mark.start <= end and start <= mark.end]
    cuts = [cut for mark in meeting for cut in _delimiters(source, mark, kind)]
    low = min([start, *(mark.start for mark in meeting)])
    high = max([end, *(mark.end for mark in meeting)])
    for first, last in stretches(block, low, high):
        words = block.text[first:last]
        left = first + len(words) - len(words.lstrip())
        right = left + len(words.strip())
        if left < right:
            begin, finish = opening(block, left, right), closing(block, left, right)
            cuts += [(begin, begin, DELIMITERS[kind]), (finish, finish, DELIMITERS[kind])]
    return cuts


def _off(source: str, block: Block, start: int, end: int, kind: str) -> list[Cut]:
    """The delimiters go, or come nearer where words on either side keep the form."""
    cuts: list[Cut] = []
    for mark in _marks(block, kind):
        if mark.end <= start or end <= mark.start:
            continue
        begins, ends = _delimiters(source, mark, kind)
        left = mark.start + len(block.text[mark.start : start].rstrip())
        right = mark.end - len(block.text[end : mark.end].lstrip())
        cuts.append(_beside(closing(block, mark.start, left), kind) if mark.start < left else begins)
        cuts.append(_beside(opening(block, right, mark.end), kind) if right < mark.end else ends)
    return cuts


def _beside(at: int, kind: str) -> Cut:
    return at, at, DELIMITERS[kind]


def _delimiters(source: str, mark: Mark, kind: str) -> tuple[Cut, Cut]:
    """The signs on both sides of words in a form, cut out."""
    (start, end), sign = mark.source, DELIMITERS[kind]
    for one in (sign, sign.replace("*", "_")):
        is_there = start >= 0 and source.startswith(one, start) and source.endswith(one, start, end)
        if is_there and end - start >= 2 * len(one):
            return (start, start + len(one), ""), (end - len(one), end, "")
    raise CannotPlace("the form of these words cannot be told in the source")


def _marks(block: Block, kind: str) -> list[Mark]:
    return [mark for mark in block.marks if mark.kind == kind and mark.start < mark.end]
