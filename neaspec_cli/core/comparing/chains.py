"""The heaviest chain of pairs that rises on both sides: what stayed in place when the rest moved around it."""

from __future__ import annotations

from collections.abc import Iterable

Pair = tuple[int, int]
Weighted = tuple[int, int, float]


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
