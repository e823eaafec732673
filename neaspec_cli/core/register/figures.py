"""How many comments there are of each sort, and what was decided on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from neaspec_cli.core.comments import VERDICTS

NOT_AGREED = "not yet agreed"
WAYS = (*VERDICTS, NOT_AGREED)
"""All ways in which a comment can stand; what is only proposed is not agreed."""


@dataclass(frozen=True)
class Figures:
    """A table of numbers: for each sort of comments how many there are, then how many stand each way.

    `by` says what they are sorted by; the last row is the sum of all.
    """

    by: str
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def figures(by: str, sorts: Sequence[str], ways: Sequence[str], order: Iterable[str]) -> Figures:
    """Count comments, given by their sort and the way that they stand; sorts come in this order, others after it."""
    counted = Counter(zip(sorts, ways, strict=True))
    present = dict.fromkeys(sorts)
    named = [one for one in order if one in present]
    others = sorted(present.keys() - set(named))
    rows = [(one, _row([counted[one, way] for way in WAYS])) for one in (*named, *others)]
    total = _row([sum(row[1][place] for row in rows) for place in range(1, len(WAYS) + 1)])
    return Figures(by, (*rows, ("All", total)))


def _row(numbers: Sequence[int]) -> tuple[int, ...]:
    return (sum(numbers), *numbers)
