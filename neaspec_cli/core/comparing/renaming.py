"""Which headings were renamed: those that stand over what stayed, or are still called something alike."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from neaspec_cli.core.comparing.chains import Pair
from neaspec_cli.core.comparing.likeness import Unit, likeness
from neaspec_cli.core.markdown import Block

TELLING = 4
"""Letters from which a word in both names tells that they are one heading."""


def without_strangers(
    old: Sequence[Block],
    new: Sequence[Block],
    olds: Sequence[Unit],
    news: Sequence[Unit],
    pairs: Sequence[Pair],
) -> list[Pair]:
    """The pairs, which rise on both sides, without headings that have nothing to do with each other but their place."""
    doubtful = {
        pair for pair in pairs if _is_doubtful(old[pair[0]], new[pair[1]], olds[pair[0]], news[pair[1]])
    }
    if not doubtful:
        return list(pairs)
    certain = [pair for pair in pairs if pair not in doubtful]
    left, right = [i for i, _ in certain], [j for _, j in certain]
    old_ends, new_ends = _ends(old), _ends(new)

    def stands_over_the_same(i: int, j: int) -> bool:
        if old_ends[i] == i + 1 and new_ends[j] == j + 1:
            return True
        first = max(bisect_left(left, i + 1), bisect_left(right, j + 1))
        return first < min(bisect_left(left, old_ends[i]), bisect_left(right, new_ends[j]))

    return [pair for pair in pairs if pair not in doubtful or stands_over_the_same(*pair)]


def _is_doubtful(old: Block, new: Block, one: Unit, other: Unit) -> bool:
    if old.kind != "heading" or new.kind != "heading" or likeness(one, other)[0]:
        return False
    shared = one.vocabulary & other.vocabulary
    return old.level != new.level or not any(len(word) >= TELLING and word.isalpha() for word in shared)


def _ends(blocks: Sequence[Block]) -> dict[int, int]:
    """For each heading the block behind the last one that stands under it."""
    ends: dict[int, int] = {}
    open_ones: list[int] = []
    for index, block in enumerate(blocks):
        if block.kind != "heading":
            continue
        while open_ones and blocks[open_ones[-1]].level >= block.level:
            ends[open_ones.pop()] = index
        open_ones.append(index)
    return ends | dict.fromkeys(open_ones, len(blocks))
