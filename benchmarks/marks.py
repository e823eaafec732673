"""What a redline marks, whoever made it: words, changed stretches, islands between them.

A redline is a list of runs in reading order; a line break in a run's text ends a block.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

WORD = re.compile(r"\w+(?:[.,'’]\w+)*")
ISLAND = 2
Op = Literal["keep", "insert", "delete", "moved"]
Redline = Sequence[tuple[Op, str]]
"""`moved` is text that stood elsewhere before, shown where it stands now."""


@dataclass(frozen=True)
class Figures:
    """Words deleted and inserted, changed stretches, and stretches of one or two words kept between two of them.

    `lost` is the share of the words of both texts that the redline leaves out or says too often.
    """

    marked: int
    runs: int
    islands: int
    lost: float


def figures(redline: Redline, old: str, new: str) -> Figures:
    """The figures of a redline that leads from old to new."""
    marked = sum(count(text) for op, text in redline if op in ("insert", "delete"))
    runs = islands = 0
    for kept in _kept_before_changes(redline):
        runs += 1
        islands += kept is not None and 0 < kept <= ISLAND
    return Figures(marked, runs, islands, _lost(redline, old, new))


def count(text: str) -> int:
    """Words of a text."""
    return len(WORD.findall(text))


def _kept_before_changes(redline: Redline) -> Iterator[int | None]:
    """For each changed stretch how many words part it from the one before; None: it is the first of its block."""
    kept: int | None = None
    is_open = False
    for op, line, starts_block in _lines(redline):
        if starts_block:
            kept, is_open = None, False
        if op in ("keep", "moved"):
            words = count(line)
            is_open = is_open and not words
            kept = kept + words if kept is not None else None
        elif line.strip():
            if not is_open:
                yield kept
            kept, is_open = 0, True


def _lines(redline: Redline) -> Iterator[tuple[Op, str, bool]]:
    for op, text in redline:
        for number, line in enumerate(text.split("\n")):
            yield op, line, number > 0


def _lost(redline: Redline, old: str, new: str) -> float:
    said_old = Counter(WORD.findall("".join(text for op, text in redline if op != "insert")))
    said_new = Counter(WORD.findall("".join(text for op, text in redline if op != "delete")))
    words_old, words_new = Counter(WORD.findall(old)), Counter(WORD.findall(new))
    wrong = sum(
        ((said - words) | (words - said)).total()
        for said, words in ((said_old, words_old), (said_new, words_new))
    )
    return wrong / max(1, words_old.total() + words_new.total())
