"""Two sequences set against each other: which unit of one is which of the other, in order as far as
possible.

Equal and similar units are candidates; the heaviest chain of them that rises on both sides stays in
place, the gaps between are filled by comparing all with all where they are small. Weights are words kept.
What would grow with the square is capped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import LCSseq

from neaspec_cli.core.words import is_word, tokens

Pair = tuple[int, int]
Weighted = tuple[int, int, float]

DENSE = 2_500
"""Pairs compared all with all in one gap."""
EXACT = 100_000_000
"""Pairs of equal units compared at once when a gap is too large for that."""
SHINGLE = 3
COMMON_SHINGLE = 8
"""A run of three words in more units than this tells nothing."""
NEAR = 0.5
SAME_KIND = 0.4
OTHER_KIND = 0.6
STRAY = 0.5
SHORT_STRAY = 0.6
SHORT = 12
STRAY_WORDS = 5
CONVERTIBLE = frozenset({"paragraph", "item", "quote", "heading", "code"})
LOOSE = {"table": 0.25, "row": 0.25}
"""Kinds that are the same thing at less likeness: their form holds them together."""


@dataclass(frozen=True)
class Unit:
    """One thing to be aligned: its kind, what makes it equal to another, and its text."""

    kind: str
    key: Hashable
    text: str

    @cached_property
    def words(self) -> list[str]:
        """Its words; of a text without any, its signs."""
        cut = tokens(self.text)
        return [token for token in cut if is_word(token)] or [token for token in cut if not token.isspace()]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Its different words."""
        return frozenset(self.words)

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """Its runs of three words."""
        words = self.words
        return frozenset(zip(words, words[1:], words[2:], strict=False))


@dataclass(frozen=True)
class Alignment:
    """Pairs in place, rising on both sides, and strays: pairs that crossed them."""

    pairs: list[Pair]
    strays: list[Pair]


def align(old: Sequence[Unit], new: Sequence[Unit]) -> Alignment:
    """Which old unit is which new one."""
    olds, news = list(range(len(old))), list(range(len(new)))
    ends, olds, news = _common_ends(old, new, olds, news)
    candidates = _candidates(old, new, olds, news, NEAR)
    chain = heaviest_chain(candidates)
    strays = _strays(old, new, candidates, chain)
    taken_old, taken_new = {i for i, _ in strays}, {j for _, j in strays}
    filled = _between(
        old, new, chain, [i for i in olds if i not in taken_old], [j for j in news if j not in taken_new], 0
    )
    return Alignment(sorted([*ends, *chain, *filled]), strays)


def likeness(one: Unit, other: Unit) -> tuple[float, int]:
    """How alike two units are, from 0 to 1, and how many words they share in order; 0 where they cannot
    be one.
    """
    least = _least(one, other)
    if least is None:
        return 0.0, 0
    if one.text == other.text:
        return 1.0, max(1, len(one.words))
    a, b = one.words, other.words
    total = len(a) + len(b)
    if not a or not b or one.vocabulary.isdisjoint(other.vocabulary):
        return 0.0, 0
    if 2 * min(len(a), len(b)) < least * total:
        return _contained(one, other)
    kept = _kept(one, other, int(least * total / 2))
    if 2 * kept >= least * total:
        return 2 * kept / total, kept
    return _contained(one, other)


def kept_words(one: Sequence[str], other: Sequence[str]) -> int:
    """Words in common in the same order; of very long texts, in any order."""
    if len(one) * len(other) > EXACT:
        return (Counter(one) & Counter(other)).total()
    return int(LCSseq.similarity(one, other))


def heaviest_chain(candidates: Iterable[Weighted]) -> list[Pair]:
    """The chain of pairs that rises on both sides with the greatest sum of weights."""
    ordered = sorted(candidates, key=lambda pair: (pair[0], -pair[1]))
    if not ordered:
        return []
    places = {j: place for place, j in enumerate(sorted({j for _, j, _ in ordered}), 1)}
    best = _Prefix(len(places))
    back: list[int] = []
    for number, (_, j, weight) in enumerate(ordered):
        before, previous = best.upto(places[j] - 1)
        back.append(previous)
        best.put(places[j], before + weight, number)
    chain: list[Pair] = []
    number = best.upto(len(places))[1]
    while number >= 0:
        chain.append(ordered[number][:2])
        number = back[number]
    return chain[::-1]


class _Prefix:
    """The greatest value put at or before a place (a Fenwick tree), with the number that came with it."""

    def __init__(self, size: int) -> None:
        self.tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)

    def upto(self, place: int) -> tuple[float, int]:
        found = (0.0, -1)
        while place > 0:
            if self.tree[place][0] > found[0]:
                found = self.tree[place]
            place -= place & -place
        return found

    def put(self, place: int, value: float, number: int) -> None:
        while place < len(self.tree):
            if value > self.tree[place][0]:
                self.tree[place] = (value, number)
            place += place & -place


def _least(one: Unit, other: Unit) -> float | None:
    """From which likeness on two units are the same thing; None: never."""
    if one.kind == other.kind:
        return LOOSE.get(one.kind, SAME_KIND)
    return OTHER_KIND if one.kind in CONVERTIBLE and other.kind in CONVERTIBLE else None


def _kept(one: Unit, other: Unit, cutoff: int) -> int:
    if len(one.words) * len(other.words) > EXACT:
        return kept_words(one.words, other.words)
    return int(LCSseq.similarity(one.words, other.words, score_cutoff=cutoff))


def _contained(one: Unit, other: Unit) -> tuple[float, int]:
    """A unit that stands nearly whole in a longer one of its kind, as after a split, is like it."""
    short, long = sorted((one, other), key=lambda unit: len(unit.words))
    if one.kind != other.kind or len(short.words) < 2 * SHINGLE:
        return 0.0, 0
    shared = len(short.shingles & long.shingles)
    return (SAME_KIND, shared) if shared >= OTHER_KIND * len(short.shingles) else (0.0, 0)


def _common_ends(
    old: Sequence[Unit], new: Sequence[Unit], olds: list[int], news: list[int]
) -> tuple[list[Pair], list[int], list[int]]:
    """Equal units at the start and at the end as pairs, and what is left between."""
    shorter = min(len(olds), len(news))
    first = 0
    while first < shorter and old[olds[first]].key == new[news[first]].key:
        first += 1
    last = 0
    while last < shorter - first and old[olds[-1 - last]].key == new[news[-1 - last]].key:
        last += 1
    middle = slice(first, -last if last else None)
    ends = [*zip(olds[:first], news[:first], strict=True)]
    if last:
        ends += zip(olds[-last:], news[-last:], strict=True)
    return ends, olds[middle], news[middle]


def _candidates(
    old: Sequence[Unit], new: Sequence[Unit], olds: Sequence[int], news: Sequence[int], least: float
) -> list[Weighted]:
    """Pairs of units equal and found once on each side, and pairs of similar ones among the others."""
    times_old = Counter(old[i].key for i in olds)
    times_new = Counter(new[j].key for j in news)
    place = {new[j].key: j for j in news}
    exact = [i for i in olds if times_old[old[i].key] == 1 == times_new[old[i].key]]
    pairs: list[Weighted] = [(i, place[old[i].key], 1 + len(old[i].text) / 6) for i in exact]
    done = {j for _, j, _ in pairs}
    left_old = [i for i in olds if not times_new[old[i].key]]
    left_new = [j for j in news if j not in done and not times_old[new[j].key]]
    return pairs + _near(old, new, left_old, left_new, least)


def _near(
    old: Sequence[Unit], new: Sequence[Unit], olds: Sequence[int], news: Sequence[int], least: float
) -> list[Weighted]:
    """Similar pairs, found by the runs of three words that they share."""
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    if not olds or not news:
        return []
    for i in olds:
        for shingle in old[i].shingles:
            index[shingle].append(i)
    pairs: list[Weighted] = []
    for j in news:
        shared: Counter[int] = Counter()
        for shingle in new[j].shingles:
            holders = index.get(shingle, ())
            if len(holders) <= COMMON_SHINGLE:
                shared.update(holders)
        for i, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:3]:
            alike, kept = likeness(old[i], new[j])
            if alike >= least:
                pairs.append((i, j, kept))
    return pairs


def _strays(
    old: Sequence[Unit], new: Sequence[Unit], candidates: Sequence[Weighted], chain: Sequence[Pair]
) -> list[Pair]:
    """Good pairs outside the chain whose units are both free, the heaviest first: what was moved."""
    used_old, used_new = {i for i, _ in chain}, {j for _, j in chain}
    strays: list[Pair] = []
    for i, j, _ in sorted(candidates, key=lambda pair: (-pair[2], pair[0], pair[1])):
        if i in used_old or j in used_new or not is_moved(old[i], new[j]):
            continue
        used_old.add(i)
        used_new.add(j)
        strays.append((i, j))
    return strays


def moves_among(
    old: Sequence[Unit], new: Sequence[Unit], olds: Sequence[int], news: Sequence[int]
) -> list[Pair]:
    """Which of these old units went to which of these new places: equal ones in order, then similar ones."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for j in reversed(news):
        if len(new[j].words) >= STRAY_WORDS:
            waiting[new[j].key].append(j)
    moves = [(i, waiting[old[i].key].pop()) for i in olds if waiting.get(old[i].key)]
    free_old = sorted(set(olds) - {i for i, _ in moves})
    free_new = sorted(set(news) - {j for _, j in moves})
    return moves + _strays(old, new, _near(old, new, free_old, free_new, STRAY), [])


def is_moved(one: Unit, other: Unit) -> bool:
    """Whether two units in different places are alike enough to say that one became the other."""
    shorter = min(len(one.words), len(other.words))
    return shorter >= STRAY_WORDS and likeness(one, other)[0] >= (STRAY if shorter >= SHORT else SHORT_STRAY)


def _between(
    old: Sequence[Unit],
    new: Sequence[Unit],
    chain: Sequence[Pair],
    olds: list[int],
    news: list[int],
    depth: int,
) -> list[Pair]:
    """More pairs, from the gaps that the chain leaves."""
    filled: list[Pair] = []
    at_old = at_new = 0
    for i, j in [*chain, (len(old), len(new))]:
        gap_old, gap_new = [], []
        while at_old < len(olds) and olds[at_old] <= i:
            gap_old.append(olds[at_old])
            at_old += 1
        while at_new < len(news) and news[at_new] <= j:
            gap_new.append(news[at_new])
            at_new += 1
        filled += _fill(old, new, [k for k in gap_old if k != i], [k for k in gap_new if k != j], depth)
    return filled


def _fill(
    old: Sequence[Unit], new: Sequence[Unit], olds: list[int], news: list[int], depth: int
) -> list[Pair]:
    ends, olds, news = _common_ends(old, new, olds, news)
    if not olds or not news:
        return ends
    if len(olds) * len(news) <= DENSE:
        return ends + _dense(old, new, olds, news)
    chain = heaviest_chain(_candidates(old, new, olds, news, SAME_KIND)) or _equal(old, new, olds, news)
    if not chain or depth > 3:
        return ends + chain
    return ends + chain + _between(old, new, chain, olds, news, depth + 1)


def _equal(old: Sequence[Unit], new: Sequence[Unit], olds: list[int], news: list[int]) -> list[Pair]:
    """Equal units in order, for a large gap that holds many alike; halved until it can be compared."""
    if len(olds) * len(news) > EXACT:
        i, j = len(olds) // 2, len(news) // 2
        return _equal(old, new, olds[:i], news[:j]) + _equal(old, new, olds[i:], news[j:])
    opcodes = LCSseq.opcodes([old[i].key for i in olds], [new[j].key for j in news])
    return [
        pair
        for op in opcodes
        if op.tag == "equal"
        for pair in zip(olds[op.src_start : op.src_end], news[op.dest_start : op.dest_end], strict=True)
    ]


def _dense(old: Sequence[Unit], new: Sequence[Unit], olds: list[int], news: list[int]) -> list[Pair]:
    """The pairs in order that keep the most words, all compared with all."""
    lone = len(olds) == len(news) == 1
    weighed = (
        (i, j, likeness(old[i], new[j])[1] or _by_form(old[i], new[j], lone)) for i in olds for j in news
    )
    return heaviest_chain(pair for pair in weighed if pair[2])


def _by_form(one: Unit, other: Unit, lone: bool) -> float:
    """Units that are one thing by their form and place alone: headings, tables, and short ones with no
    rival.
    """
    if one.kind != other.kind:
        return 0.0
    if one.kind in ("heading", "table", "caption"):
        return 0.25
    return 0.25 if lone and max(len(one.words), len(other.words)) <= STRAY_WORDS else 0.0
