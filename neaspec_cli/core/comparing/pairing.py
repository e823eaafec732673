"""Which block of one text is which block of another: in place, moved, split or joined.

A table is aligned as a whole, then its rows, then its cells by column. Notes pair with notes, headings with
headings; paragraphs, items and quotes may turn into each other when most words stay.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from neaspec_cli.core.comparing.aligning import COMMON_SHINGLE, moves_among
from neaspec_cli.core.comparing.chains import Pair, Weighted, heaviest_chain
from neaspec_cli.core.comparing.likeness import (
    PHRASE,
    REWRITTEN,
    SAME_KIND,
    Unit,
    is_moved,
    is_rewritten,
    kept_words,
)
from neaspec_cli.core.comparing.renaming import without_strangers
from neaspec_cli.core.comparing.table_pairing import Side, align_blocks
from neaspec_cli.core.markdown import Block

Group = tuple[tuple[int, ...], tuple[int, ...]]
PART = 0.6
"""Share of a block's words that must come from the block it was split from."""
PART_WORDS = 3
BESIDE = 2
"""Blocks that a rewritten one passes at most."""
CANDIDATES = 3
"""Old blocks that are compared with one new block at most."""
LARGEST_PART = 4_000_000
"""Pairs of words up to which a split is looked for."""
SPLITTING = frozenset({"paragraph", "item", "quote"})


@dataclass(frozen=True)
class Pairing:
    """What belongs together; `places` rises on both sides, a group has several old or several new blocks."""

    places: tuple[Group, ...]
    moves: tuple[Pair, ...]


def pair_blocks(old: Sequence[Block], new: Sequence[Block]) -> Pairing:
    """Pairs, groups and moves; a block in none of them was deleted or inserted."""
    olds, news = [_unit(block) for block in old], [_unit(block) for block in new]
    pairs, moves = align_blocks(Side(old, olds), Side(new, news))
    pairs = without_strangers(old, new, olds, news, pairs)
    groups = _with_splits(old, new, olds, news, pairs, moves)
    moves += _left_moves(olds, news, groups, moves)
    moves += _beside(olds, news, groups, moves)
    rewritten, crossed = _rewritten(olds, news, groups, moves)
    groups += rewritten
    moves += crossed
    back = _not_crossing(olds, groups, moves)
    groups += [((i,), (j,)) for i, j in back]
    return Pairing(tuple(sorted(groups)), tuple(sorted(set(moves) - set(back), key=lambda pair: pair[1])))


def _unit(block: Block) -> Unit:
    return Unit(block.kind, (block.kind, block.text), block.text)


# --- splits and joins -------------------------------------------------------------------------------------


def _with_splits(
    old: Sequence[Block],
    new: Sequence[Block],
    olds: Sequence[Unit],
    news: Sequence[Unit],
    pairs: Sequence[Pair],
    moves: Sequence[Pair],
) -> list[Group]:
    """The pairs as groups, each with the free neighbours that were one with it on the other side."""
    free_old = set(range(len(old))) - {i for i, _ in pairs} - {i for i, _ in moves}
    free_new = set(range(len(new))) - {j for _, j in pairs} - {j for _, j in moves}
    split = _parts(olds, news, _flow(new), {j: i for i, j in pairs}, free_new)
    whole = {i: j for i, j in pairs if i not in split}
    joined = _parts(news, olds, _flow(old), whole, free_old)
    groups: list[Group] = []
    for i, j in pairs:
        groups.append((tuple(joined.get(j, [i])), tuple(split.get(i, [j]))))
    return groups


def _flow(blocks: Sequence[Block]) -> list[int]:
    """The blocks that follow each other in the text; notes stand below it."""
    return [index for index, block in enumerate(blocks) if block.kind != "note"]


def _parts(
    wholes: Sequence[Unit], parts: Sequence[Unit], flow: Sequence[int], owner: dict[int, int], free: set[int]
) -> dict[int, list[int]]:
    """For each whole that was cut, its parts in order; `owner` says which part each whole is paired with."""
    owner = dict(owner)
    found: dict[int, list[int]] = {}
    for order in (flow, flow[::-1]):
        for before, part in pairwise(order):
            whole = owner.get(before)
            if part not in free or part in owner or whole is None or wholes[whole].kind not in SPLITTING:
                continue
            known = found.get(whole, [before])
            if before in (known[0], known[-1]) and _is_part(
                wholes[whole], [parts[k] for k in known], parts[part]
            ):
                found[whole] = sorted([*known, part])
                owner[part] = whole
    return found


def _is_part(whole: Unit, known: Sequence[Unit], part: Unit) -> bool:
    """Whether most of a block stands in what the whole has beyond its known parts; of a word or two, all of it."""
    if part.kind not in SPLITTING or not part.words:
        return False
    others = [word for unit in known for word in unit.words]
    if len(part.words) < PART_WORDS:
        return whole.words in ([*others, *part.words], [*part.words, *others])
    if 3 * len(part.shingles & whole.shingles) < len(part.shingles):
        return False
    if len(whole.words) * (len(others) + len(part.words)) > LARGEST_PART:
        return False
    gained = max(
        kept_words(whole.words, [*others, *part.words]), kept_words(whole.words, [*part.words, *others])
    ) - kept_words(whole.words, others)
    return gained >= PART * len(part.words)


# --- what was rewritten -----------------------------------------------------------------------------------


def _rewritten(
    olds: Sequence[Unit], news: Sequence[Unit], groups: Sequence[Group], moves: Sequence[Pair]
) -> tuple[list[Group], list[Pair]]:
    """Blocks that nothing else explains and of which one is the other rewritten: in place, and moved past a few."""
    free_old, free_new = _free(olds, news, groups, moves)
    left, right = sorted(group[0] for group, _ in groups), sorted(group[0] for _, group in groups)
    stayed: list[Weighted] = []
    crossed: list[Weighted] = []
    for j, candidates in _with_words_in_common(olds, news, free_old, free_new):
        place = bisect_left(right, j)
        near = (i for i in candidates if abs(bisect_left(left, i) - place) <= BESIDE)
        for i in islice(near, CANDIDATES):
            passed = bisect_left(left, i) != place
            if is_rewritten(olds[i], news[j], SAME_KIND if passed else REWRITTEN):
                kept = kept_words(olds[i].words, news[j].words)
                (crossed if passed else stayed).append((i, j, kept))
    pairs = heaviest_chain(stayed)
    return [((i,), (j,)) for i, j in pairs], _disjoint(crossed, pairs)


def _with_words_in_common(
    olds: Sequence[Unit], news: Sequence[Unit], free_old: Iterable[int], free_new: Iterable[int]
) -> Iterator[tuple[int, list[int]]]:
    """For each new block the old ones that share runs of words with it, those with the most first."""
    longer = [j for j in free_new if len(news[j].words) >= PHRASE]
    arrived = frozenset().union(*(news[j].shingles for j in longer))
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in sorted(free_old) if arrived else ():
        for shingle in olds[i].shingles & arrived if len(olds[i].words) >= PHRASE else ():
            index[shingle].append(i)
    for j in sorted(longer) if index else ():
        known = [index[shingle] for shingle in index.keys() & news[j].shingles]
        shared = Counter(chain.from_iterable(one for one in known if len(one) <= COMMON_SHINGLE))
        yield j, sorted(shared, key=lambda i: (-shared[i], i))


def _disjoint(candidates: Sequence[Weighted], pairs: Sequence[Pair]) -> list[Pair]:
    """The heaviest of these pairs, no block in two of them nor in one of those that are known."""
    taken_old, taken_new = {i for i, _ in pairs}, {j for _, j in pairs}
    found: list[Pair] = []
    for i, j, _ in sorted(candidates, key=lambda pair: -pair[2]):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            found.append((i, j))
    return found


# --- moves ------------------------------------------------------------------------------------------------


def _left_moves(
    olds: Sequence[Unit], news: Sequence[Unit], groups: Sequence[Group], moves: Sequence[Pair]
) -> list[Pair]:
    """Moves among the blocks that nothing else explains; equal ones that stand several times go in order."""
    free_old, free_new = _free(olds, news, groups, moves)
    return moves_among(olds, news, sorted(free_old), sorted(free_new))


def _free(
    olds: Sequence[Unit], news: Sequence[Unit], groups: Sequence[Group], moves: Sequence[Pair]
) -> tuple[set[int], set[int]]:
    free_old = set(range(len(olds))) - {i for group, _ in groups for i in group} - {i for i, _ in moves}
    free_new = set(range(len(news))) - {j for _, group in groups for j in group} - {j for _, j in moves}
    return free_old, free_new


def _beside(
    olds: Sequence[Unit], news: Sequence[Unit], groups: Sequence[Group], moves: Sequence[Pair]
) -> list[Pair]:
    """Short neighbours that went along with a moved block, such as the heading of a moved section."""
    free_old, free_new = _free(olds, news, groups, moves)
    found: list[Pair] = []
    for i, j in sorted(moves):
        for step in (-1, 1):
            k, m = i + step, j + step
            while k in free_old and m in free_new and _went_along(olds[k], news[m]):
                free_old.discard(k)
                free_new.discard(m)
                found.append((k, m))
                k, m = k + step, m + step
    return found


def _went_along(one: Unit, other: Unit) -> bool:
    return one.kind == other.kind and (one.text == other.text or is_moved(one, other))


def _not_crossing(olds: Sequence[Unit], groups: Sequence[Group], moves: Sequence[Pair]) -> list[Pair]:
    """Moves that cross nothing are no moves."""
    left = sorted(group[0] for group, _ in groups)
    right = sorted(group[0] for _, group in groups)
    inside = [
        (i, j, 1.0 + len(olds[i].text)) for i, j in moves if bisect_left(left, i) == bisect_left(right, j)
    ]
    return heaviest_chain(inside)
