"""Two sequences set against each other: which unit of one is which of the other.

Equal and similar units are candidates; the heaviest chain of them that rises on both sides stays in
place, the gaps between are filled by comparing all with all where they are small. Weights are words kept.
What would grow with the square is capped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from neaspec_cli.core.comparing.chains import Pair, Weighted, heaviest_chain
from neaspec_cli.core.comparing.likeness import EXACT, SAME_KIND, STRAY, STRAY_WORDS, Unit, is_moved, likeness

DENSE = 2_500
"""Pairs compared all with all in one gap."""
COMMON_SHINGLE = 8
"""A run of three words in more units than this tells nothing."""
NEAR = 0.5
"""Likeness from which units anywhere in the text are candidates for each other."""


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
    arrived = frozenset().union(*(new[j].shingles for j in news))
    for i in olds:
        for shingle in old[i].shingles & arrived:
            index[shingle].append(i)
    pairs: list[Weighted] = []
    for j in news:
        shared: dict[int, int] = {}
        for shingle in index.keys() & new[j].shingles:
            holders = index[shingle]
            if len(holders) <= COMMON_SHINGLE:
                for i in holders:
                    shared[i] = shared.get(i, 0) + 1
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
