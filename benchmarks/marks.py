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

    Of the islands `in_words` stand between two stretches of words; the others beside one of brackets or commas alone.
    `lost` is the share of the words of both texts that the redline leaves out or says too often.
    """

    marked: int
    runs: int
    islands: int
    in_words: int
    lost: float


def figures(redline: Redline, old: str, new: str) -> Figures:
    """The figures of a redline that leads from old to new."""
    marked = sum(count(text) for op, text in redline if op in ("insert", "delete"))
    runs = islands = in_words = before = 0
    for kept, words in _stretches(redline):
        runs += 1
        is_island = kept is not None and 0 < kept <= ISLAND
        islands += is_island
        in_words += is_island and before > 0 and words > 0
        before = words
    return Figures(marked, runs, islands, in_words, _lost(redline, old, new))


def count(text: str) -> int:
    """Words of a text."""
    return len(WORD.findall(text))


def _stretches(redline: Redline) -> Iterator[tuple[int | None, int]]:
    """For each changed stretch the words between it and the one before, None for the first of a block, and its own."""
    kept: int | None = None
    before: int | None = None
    own = 0
    is_open = False
    for op, line, starts_block in _lines(redline):
        words = count(line)
        if is_open and (starts_block or (op in ("keep", "moved") and words)):
            yield before, own
            is_open = False
        kept = None if starts_block else kept
        if op in ("keep", "moved"):
            kept = kept + words if kept is not None else None
        elif line.strip():
            before, own = (before, own + words) if is_open else (kept, words)
            kept, is_open = 0, True
    if is_open:
        yield before, own


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
