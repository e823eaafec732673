"""From tracked runs to the word edits that a person would describe: whole words, as few as will do.

Edits stand in the original text first (all changes rejected); changes that nothing tracked lie between that and the
circulated text, onto which the edits are carried.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from neaspec_cli.core.prosediff import compare_texts
from neaspec_cli.core.text.words import tokens
from neaspec_cli.intake.folding import Folded, Shift, fold, shifts
from neaspec_cli.intake.word_marks import Mark

HARDLY_ALIKE = 0.5


@dataclass(frozen=True)
class Stroke:
    """A stretch of a paragraph: kept, deleted or inserted, and the marks that say so."""

    op: str
    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Edit:
    """`new` takes the place of `text[start:end]`; without marks it is silent."""

    start: int
    end: int
    new: str
    marks: tuple[Mark, ...] = ()


def word_edits(strokes: Sequence[Stroke]) -> list[Edit]:
    """The strokes as edits of the original text, widened to whole words and cut to those that changed."""
    original = "".join(one.text for one in strokes if one.op != "insert")
    accepted = "".join(one.text for one in strokes if one.op != "delete")
    edits: list[Edit] = []
    for hunk in _whole_words(original, _hunks(strokes)):
        edits += _cut(original, hunk)
    return _whole_if_rewritten(original, accepted, edits)


def carry(circulated: str, original: str, edits: Sequence[Edit]) -> tuple[list[Edit], bool]:
    """The edits on the circulated text with those that nothing tracked, and whether mere noise lay between.

    A tracked edit that touches silent ones is told together with them.
    """
    if circulated == original:
        return list(edits), False
    before, after = fold(circulated), fold(original)
    unmarked = shifts(before, after)
    result: list[Edit] = []
    for group in _groups(edits, unmarked, after):
        place = before.span(*_back(group.start, group.end, group.silent, unmarked))
        if not group.silent:
            edit = group.tracked[0]
            before_it = original[max(edit.start - 1, 0) : edit.start]
            new = _spaced(edit.new, before_it, circulated[max(place[0] - 1, 0) : place[0]])
            result.append(Edit(*place, new, edit.marks))
            continue
        left, right = after.span(group.start, group.end)
        left = min([left, *(one.start for one in group.tracked)])
        right = max([right, *(one.end for one in group.tracked)])
        result.append(replace(_applied(original, left, right, group.tracked), start=place[0], end=place[1]))
    # A note's text follows its number after a space.
    return result, not unmarked and circulated.strip() != original.strip()


def _spaced(new: str, before: str, circulated: str) -> str:
    """The new words after a space, where the space before them is only in the returned text and was folded away."""
    lacks = before[-1:].isspace() and bool(circulated) and not circulated[-1].isspace()
    return f" {new}" if new and lacks and not new[0].isspace() else new


def carried_place(circulated: str, original: str, place: int) -> int:
    """A place in the original text as a place in the circulated one."""
    if circulated == original:
        return place
    before, after = fold(circulated), fold(original)
    index = after.index(place)
    return before.span(*_back(index, index, [], shifts(before, after)))[0]


@dataclass
class _Group:
    """Edits that are told as one: a tracked one alone, or silent ones with all that touch them; folded places."""

    start: int
    end: int
    tracked: list[Edit]
    silent: list[Shift]


def _groups(edits: Sequence[Edit], unmarked: Sequence[Shift], after: Folded) -> list[_Group]:
    alone = [_Group(after.index(one.start), after.index(one.end), [one], []) for one in edits]
    alone += [_Group(one.new_start, one.new_end, [], [one]) for one in unmarked]
    groups: list[_Group] = []
    for one in sorted(alone, key=lambda group: (group.start, group.end)):
        last = groups[-1] if groups else None
        if last is not None and one.start <= last.end and (one.silent or last.silent):
            last.end = max(last.end, one.end)
            last.tracked += one.tracked
            last.silent += one.silent
        else:
            groups.append(one)
    return groups


def _hunks(strokes: Iterable[Stroke]) -> list[Edit]:
    """Neighbouring deletions and insertions are one edit."""
    hunks: list[Edit] = []
    place = 0
    for changed, group in groupby((one for one in strokes if one.text), key=lambda one: one.op != "keep"):
        together = list(group)
        removed = sum(len(one.text) for one in together if one.op != "insert")
        if changed:
            new = "".join(one.text for one in together if one.op == "insert")
            hunks.append(Edit(place, place + removed, new, _all_marks(together)))
        place += removed
    return hunks


def _widened(text: str, edges: Sequence[int], edit: Edit) -> tuple[int, int]:
    """The edit's stretch with the rest of each word that it cuts into, or that its new text grows on to."""
    start, end = edit.start, edit.end
    before, behind = text[start - 1 : start] if start else "", text[end : end + 1]
    first, last = (edit.new[0], edit.new[-1]) if edit.new else (behind, before)
    if edges[bisect_left(edges, start)] != start or _glues(before, first):
        start = edges[max(bisect_left(edges, start) - 1, 0)]
    if edges[bisect_left(edges, end)] != end or _glues(last, behind):
        end = edges[min(bisect_right(edges, end), len(edges) - 1)]
    return start, end


def _glues(left: str, right: str) -> bool:
    """Would the two characters be one word? Never in scripts that set no spaces."""
    return (
        bool(left) and bool(right) and len(tokens(left + right)) == 1 and left.isalnum() and right.isalnum()
    )


def _whole_words(text: str, hunks: Sequence[Edit]) -> list[Edit]:
    """The hunks widened to whole words; those that meet in a word become one."""
    edges = [0]
    for token in tokens(text):
        edges.append(edges[-1] + len(token))
    regions: list[tuple[int, int, list[Edit]]] = []
    for hunk in hunks:
        start, end = _widened(text, edges, hunk)
        if regions and start < regions[-1][1]:
            begin, until, inside = regions.pop()
            regions.append((begin, max(end, until), [*inside, hunk]))
        else:
            regions.append((start, end, [hunk]))
    return [_applied(text, *region) for region in regions]


def _applied(text: str, start: int, end: int, hunks: Sequence[Edit]) -> Edit:
    """One edit of a stretch that does what the hunks in it do."""
    pieces, place = [], start
    for hunk in hunks:
        pieces += [text[place : hunk.start], hunk.new]
        place = hunk.end
    return Edit(start, end, "".join([*pieces, text[place:end]]), _all_marks(hunks))


def _cut(text: str, edit: Edit) -> list[Edit]:
    """The edit as the words in it that really changed."""
    if edit.start == edit.end or not edit.new:
        return [edit]
    result: list[Edit] = []
    place, is_open = edit.start, False
    for run in compare_texts(text[edit.start : edit.end], edit.new):
        if run.op == "keep":
            place += len(run.text)
            is_open = False
            continue
        removed = len(run.text) if run.op == "delete" else 0
        added = run.text if run.op == "insert" else ""
        if is_open:
            last = result.pop()
            result.append(Edit(last.start, last.end + removed, last.new + added, edit.marks))
        else:
            result.append(Edit(place, place + removed, added, edit.marks))
        place += removed
        is_open = True
    return result


def _whole_if_rewritten(original: str, accepted: str, edits: list[Edit]) -> list[Edit]:
    """One replacement of the whole where under half of two texts is in common: many edits would be word salad."""
    removed = sum(one.end - one.start for one in edits)
    total = len(original) + len(accepted)
    if len(edits) < 2 or 2 * (len(original) - removed) >= HARDLY_ALIKE * total:
        return edits
    return [Edit(0, len(original), accepted, _all_marks(edits))]


def _back(start: int, end: int, inside: Sequence[Shift], unmarked: Sequence[Shift]) -> tuple[int, int]:
    """A stretch of the new folded text in the old one; `inside` are the changes that it covers, of all."""
    if inside:
        first, last = inside[0], inside[-1]
        return start - first.new_start + first.start, end - last.new_end + last.end
    earlier = [one for one in unmarked if one.new_end <= start]
    shift = earlier[-1].new_end - earlier[-1].end if earlier else 0
    return start - shift, end - shift


def _all_marks(told: Iterable[Edit | Stroke]) -> tuple[Mark, ...]:
    return tuple(dict.fromkeys(mark for one in told for mark in one.marks))
