"""Paragraphs moved on purpose: how many of them a redline finds, and how many it says have moved that have not."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.marks import Redline, count
from benchmarks.texts import Version

LEVELS = (0, 10, 25, 40)
"""Per cent of words replaced on the way."""
EACH = 10
LEAST_WORDS = 25
LEAST_MOVED = 0.3
LEAST_WAY = 12
"""Blocks that a moved one passes at least."""


@dataclass(frozen=True)
class Planted:
    """A text, the same with moved blocks, and the words of each of them by how much it was edited."""

    old: Version
    new: Version
    moved: dict[int, tuple[str, ...]]


def planted(version: Version, seed: int) -> Planted:
    """Ten blocks moved at each level, all else as it was."""
    chosen = random.Random(seed)
    words = [word for block in version for word in block.text.split()]
    fit = [
        index
        for index, block in enumerate(version)
        if block.kind in ("paragraph", "item") and count(block.text) >= LEAST_WORDS
    ]
    picked = chosen.sample(fit, EACH * len(LEVELS))
    moved: dict[int, tuple[str, ...]] = {}
    order = [(index, block) for index, block in enumerate(version) if index not in picked]
    for number, level in enumerate(LEVELS):
        blocks = [version[index] for index in picked[EACH * number : EACH * (number + 1)]]
        edited = [replace(one, text=_edited(one.text, level, words, chosen), marks=()) for one in blocks]
        moved[level] = tuple(" ".join(one.text.split()) for one in edited)
        for index, block in zip(picked[EACH * number :], edited, strict=False):
            while True:
                place = chosen.randrange(len(order))
                if abs(order[place][0] - index) > LEAST_WAY:
                    break
            order.insert(place, (order[place][0], block))
    return Planted(version, tuple(block for _, block in order), moved)


def _edited(text: str, level: int, words: Sequence[str], chosen: random.Random) -> str:
    cut = text.split()
    for place in chosen.sample(range(len(cut)), round(len(cut) * level / 100)):
        cut[place] = chosen.choice(words)
    return " ".join(cut)


def found(redline: Redline, planted: Planted) -> tuple[dict[int, int], float]:
    """How many of the moved blocks of each level are shown as moved, and the precision in per cent."""
    shown = [_letters(line) for line in _moved_lines(redline)]
    wanted = {level: [_letters(text) for text in texts] for level, texts in planted.moved.items()}
    hits = {level: sum(text in shown for text in texts) for level, texts in wanted.items()}
    right = sum(any(line in texts for texts in wanted.values()) for line in shown)
    return hits, 100 * right / len(shown) if shown else 100.0


def _moved_lines(redline: Redline) -> list[str]:
    """The lines of the new text that are shown as come from elsewhere, edited or not."""
    lines: list[list[tuple[str, str]]] = [[]]
    for op, text in redline:
        for number, line in enumerate(text.split("\n")):
            if number:
                lines.append([])
            if op != "delete":
                lines[-1].append((op, line))
    return ["".join(text for _, text in line) for line in lines if _is_moved(line)]


def _is_moved(line: Sequence[tuple[str, str]]) -> bool:
    """Whether nothing of it stayed, and a good part of it moved: the rest was edited on the way."""
    words = {op: sum(count(text) for one, text in line if one == op) for op in ("keep", "moved", "insert")}
    return not words["keep"] and words["moved"] >= LEAST_MOVED * sum(words.values()) > 0


def _letters(text: str) -> str:
    """Spaces and signs are written in many ways."""
    return re.sub(r"\W", "", text)
