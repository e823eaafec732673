"""Two texts word by word: what was kept, deleted and inserted, marked the way an editor would.

First the longest common run of tokens, then what a reader expects of it: kept stretches of a word or two
between larger changes are given up, a change starts at a sentence or a word where it may, a text nearly
all rewritten is replaced whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from rapidfuzz.distance import LCSseq

from neaspec_cli.core.comparing.sliding import Span, joined, slid, trimmed
from neaspec_cli.core.text.words import ends_sentence, is_word, tokens

Op = Literal["keep", "insert", "delete"]
CELLS = 100_000_000
"""Most pairs of tokens compared at once: the comparison takes a bit of memory for each."""
ISLAND_WORDS = 2
TELLING = 4
"""Letters from which a word kept between two insertions is no chance."""
APART = 16
"""Tokens between two changes from which they are two."""
REWRITTEN = 0.75
"""Share of changed words from which a text is rewritten: only phrases are kept in it."""
PHRASE = 5
"""Words in a row that are no chance."""


@dataclass(frozen=True)
class Run:
    """A stretch of text with one fate.

    `move` above 0 numbers words that went elsewhere: one run that was deleted and one inserted have the same number.
    """

    op: Op
    text: str
    move: int = 0


def compare_texts(old: str, new: str) -> tuple[Run, ...]:
    """Runs of which keep + delete spell `old`, keep + insert `new`; a deletion goes before what replaces
    it.
    """
    if old == new:
        return (Run("keep", old),) if old else ()
    if not old or not new:
        return (Run("delete", old) if old else Run("insert", new),)
    before, after = tokens(old), tokens(new)
    return _runs(changed_spans(before, after), before, after)


def reworded(old: str, new: str) -> tuple[Run, ...]:
    """The same for the eye: fewer and larger changes where a reader would hop over a word or two."""
    if old == new or not old or not new:
        return compare_texts(old, new)
    before, after = tokens(old), tokens(new)
    return _runs(changed_spans(before, after, for_the_eye=True), before, after)


def changed_spans(before: Sequence[str], after: Sequence[str], for_the_eye: bool = False) -> list[Span]:
    """Changed stretches in order, as a reader would mark them; what lies between them is equal."""
    spans = minimal_spans(before, after)
    spans = slid(spans, before, after)
    spans = _without_islands(spans, before, after, for_the_eye)
    spans = slid([trimmed(span, before, after) for span in spans], before, after)
    return _whole_if_rewritten(spans, before, after)


def minimal_spans(before: Sequence[str], after: Sequence[str]) -> list[Span]:
    """Changed stretches with as many tokens kept as can be found, whatever they look like."""
    found: list[Span] = []
    waiting: list[Span] = [(0, len(before), 0, len(after))]
    while waiting:
        span = trimmed(waiting.pop(), before, after)
        i1, i2, j1, j2 = span
        if i1 == i2 and j1 == j2:
            continue
        if i1 == i2 or j1 == j2:
            found.append(span)
        elif (i2 - i1) * (j2 - j1) <= CELLS:
            found += _exact(span, before, after)
        else:
            waiting += reversed(_parts(span, before, after))
    return joined(found)


def _exact(span: Span, before: Sequence[str], after: Sequence[str]) -> list[Span]:
    """Compared without spaces, which would be kept at the price of words; they follow the words beside
    them.
    """
    i1, i2, j1, j2 = span
    olds = [i for i in range(i1, i2) if before[i][0] == "\n" or not before[i].isspace()]
    news = [j for j in range(j1, j2) if after[j][0] == "\n" or not after[j].isspace()]
    gaps: list[Span] = []
    at_old, at_new = i1, j1
    for op in LCSseq.opcodes([before[i] for i in olds], [after[j] for j in news]):
        if op.tag != "equal":
            continue
        pairs = zip(olds[op.src_start : op.src_end], news[op.dest_start : op.dest_end], strict=True)
        for i, j in pairs:
            gaps.append((at_old, i, at_new, j))
            at_old, at_new = i + 1, j + 1
    gaps.append((at_old, i2, at_new, j2))
    return [trimmed(gap, before, after) for gap in gaps if gap[0] < gap[1] or gap[2] < gap[3]]


def _parts(span: Span, before: Sequence[str], after: Sequence[str]) -> list[Span]:
    """A stretch too large to compare at once, cut at tokens that stand once on each side, else in halves."""
    i1, i2, j1, j2 = span
    anchors = _increasing(_once_on_both(before, after, span))
    anchors = [(i, j) for i, j in anchors if (i, j) > (i1, j1)]
    if not anchors:
        i, j = (i1 + i2) // 2, (j1 + j2) // 2
        return [(i1, i, j1, j), (i, i2, j, j2)]
    ends = [*anchors[1:], (i2, j2)]
    first = (i1, anchors[0][0], j1, anchors[0][1])
    return [first, *((i, to_i, j, to_j) for (i, j), (to_i, to_j) in zip(anchors, ends, strict=True))]


def _once_on_both(before: Sequence[str], after: Sequence[str], span: Span) -> list[tuple[int, int]]:
    i1, i2, j1, j2 = span
    old, new = Counter(before[i1:i2]), Counter(after[j1:j2])
    place = {after[j]: j for j in range(j1, j2) if new[after[j]] == 1}
    return [(i, place[before[i]]) for i in range(i1, i2) if old[before[i]] == 1 and before[i] in place]


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pairs, already in order of the first number, in which the second rises as well."""
    tails: list[int] = []
    last: list[int] = []
    back: list[int] = []
    for number, (_, j) in enumerate(pairs):
        place = bisect_right(tails, j)
        back.append(last[place - 1] if place else -1)
        tails[place : place + 1] = [j]
        last[place : place + 1] = [number]
    chain = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = back[number]
    return chain[::-1]


class _Change(NamedTuple):
    """A stretch, and how many words it takes out and puts in."""

    span: Span
    deleted: int
    inserted: int

    @property
    def size(self) -> int:
        return self.deleted + self.inserted

    def with_next(self, other: _Change, kept: int) -> _Change:
        """One stretch in the place of two, with the words that stayed between them."""
        span = (self.span[0], other.span[1], self.span[2], other.span[3])
        return _Change(span, self.deleted + kept + other.deleted, self.inserted + kept + other.inserted)


def _without_islands(
    spans: Sequence[Span], before: Sequence[str], after: Sequence[str], for_the_eye: bool
) -> list[Span]:
    """Stretches with what is kept between them given up where more was changed on either side."""
    changes = [
        _Change(span, _count(before[span[0] : span[1]]), _count(after[span[2] : span[3]])) for span in spans
    ]
    changes = _joined(changes, before, lambda one, other, kept: _is_island(one, other, kept, before))
    if for_the_eye:
        numbers = {change.span for change in changes if _is_number(change, before, after)}
        changes = _without_small_ones(changes, numbers, before, "[" in before or "[" in after)
    return [change.span for change in changes]


def _joined(
    changes: Sequence[_Change], before: Sequence[str], is_one: Callable[[_Change, _Change, int], bool]
) -> list[_Change]:
    """Changes with those made one that are one; where a sentence, a clause or a cell ends between them, none is."""
    result: list[_Change] = []
    for change in changes:
        while result and (kept := _kept(result[-1], change, before)) is not None:
            if not is_one(result[-1], change, kept):
                break
            change = result.pop().with_next(change, kept)
        result.append(change)
    return result


def _is_island(one: _Change, other: _Change, kept: int, before: Sequence[str]) -> bool:
    """Is what is kept less than what changed before and behind it, and does it not stand there in its own right?"""
    if kept == 0:
        return True
    if kept > ISLAND_WORDS or kept >= min(one.size, other.size):
        return False
    return _is_replaced(one, other) or all(map(_is_little, before[one.span[1] : other.span[0]]))


def _is_little(token: str) -> bool:
    """Is it a number, a sign or a word as short as `the`, which a text may hold by chance?"""
    return len(token) < TELLING or not token[0].isalpha()


def _without_small_ones(
    changes: Sequence[_Change], numbers: Container[Span], before: Sequence[str], in_brackets: bool
) -> list[_Change]:
    """The same without what is kept where it is no more than what changed before and behind it.

    A text with brackets has its small marks for a reason: there a word is given up only in a row of islands.
    A number that changed, as that of a heading, is a change of its own.
    """
    in_a_row = _in_a_row(changes, before) if in_brackets else frozenset()

    def is_one(one: _Change, other: _Change, kept: int) -> bool:
        if one.span in numbers or other.span in numbers:
            return False
        if in_brackets and (kept > 1 or (one.span[1], other.span[0]) not in in_a_row):
            return False
        return kept <= min(ISLAND_WORDS, one.size, other.size) and _is_replaced(one, other)

    return _joined(changes, before, is_one)


def _is_number(change: _Change, before: Sequence[str], after: Sequence[str]) -> bool:
    i1, i2, j1, j2 = change.span
    return not any(sign.isalpha() for token in (*before[i1:i2], *after[j1:j2]) for sign in token)


def _in_a_row(changes: Sequence[_Change], before: Sequence[str]) -> frozenset[tuple[int, int]]:
    """Where an island begins and ends that has another one beside it."""
    small = [_is_small(one, other, before) for one, other in pairwise(changes)]
    return frozenset(
        (changes[number].span[1], changes[number + 1].span[0])
        for number, is_small in enumerate(small)
        if is_small and any(small[max(number - 1, 0) : number] + small[number + 1 : number + 2])
    )


def _is_small(one: _Change, other: _Change, before: Sequence[str]) -> bool:
    """Is what stays between two stretches of words a word or two of one sentence?"""
    kept = _kept(one, other, before)
    return kept is not None and kept <= ISLAND_WORDS and bool(one.size and other.size)


def _is_replaced(one: _Change, other: _Change) -> bool:
    """Were words both deleted and inserted? What stays between two insertions is read in its place as it stands."""
    return bool((one.deleted or other.deleted) and (one.inserted or other.inserted))


def _kept(one: _Change, other: _Change, before: Sequence[str]) -> int | None:
    """Words that stay between two stretches; None where they are far apart, or a clause or a cell ends in between."""
    start, end = one.span[1], other.span[0]
    if end - start > APART or any(ends_sentence(token) or token == "|" for token in before[start:end]):
        return None
    return _count(before[start:end])


def _count(part: Sequence[str]) -> int:
    return sum(map(is_word, part))


def _whole_if_rewritten(spans: list[Span], before: Sequence[str], after: Sequence[str]) -> list[Span]:
    """Few replacements in the place of many where hardly a word of the texts was kept; whole phrases stay."""
    if len(spans) <= 2:
        return spans
    changed = sum(_count(before[i1:i2]) + _count(after[j1:j2]) for i1, i2, j1, j2 in spans)
    if changed <= REWRITTEN * (_count(before) + _count(after)):
        return spans
    result = [spans[0]]
    for span in spans[1:]:
        i1, i2, j1, _ = result[-1]
        if _count(before[i2 : span[0]]) < PHRASE:
            result[-1] = (i1, span[1], j1, span[3])
        else:
            result.append(span)
    return result


def _runs(spans: Sequence[Span], before: Sequence[str], after: Sequence[str]) -> tuple[Run, ...]:
    runs: list[Run] = []
    kept = 0
    for i1, i2, j1, j2 in spans:
        runs.append(Run("keep", "".join(before[kept:i1])))
        runs.append(Run("delete", "".join(before[i1:i2])))
        runs.append(Run("insert", "".join(after[j1:j2])))
        kept = i2
    runs.append(Run("keep", "".join(before[kept:])))
    return tuple(run for run in runs if run.text)
