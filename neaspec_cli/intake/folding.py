"""What word processors change on their own — quotation marks, dashes, spaces, composed characters — made equal.

A folded text keeps for each of its characters the place in the text that it came from.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from neaspec_cli.core.prosediff import compare_texts

ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
    }
)
NOISE = re.compile(rf"^\s|\s$|\s\s|--|[^\S ]|[{''.join(map(chr, ALIKE))}]")


@dataclass(frozen=True)
class Folded:
    """A folded text; character i came from `[starts[i], ends[i])` of the text as it was, which has `length`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the folded text as a stretch of the text as it was."""
        if start < end:
            return self.starts[start], self.ends[end - 1]
        if not self.text:
            return 0, self.length
        place = self.starts[start] if start < len(self.text) else self.ends[-1]
        return place, place

    def index(self, place: int) -> int:
        """The folded place of a place in the text as it was."""
        return bisect_left(self.starts, place)


@dataclass(frozen=True)
class Shift:
    """`old[start:end]` became `new[new_start:new_end]`."""

    start: int
    end: int
    new_start: int
    new_end: int


@lru_cache(maxsize=2048)
def fold(text: str) -> Folded:
    """The text with all that word processors change on their own made equal, spaces at its ends left out."""
    if unicodedata.is_normalized("NFC", text) and not NOISE.search(text):
        return Folded(text, range(len(text)), range(1, len(text) + 1), len(text))
    chars: list[str] = []
    starts, ends = array("I"), array("I")
    for start, end in _clusters(text):
        for char in unicodedata.normalize("NFC", text[start:end]).translate(ALIKE):
            same = " " if char.isspace() else char
            if same in " -" and chars and chars[-1] == same:
                ends[-1] = end
                continue
            chars.append(same)
            starts.append(start)
            ends.append(end)
    if chars[:1] == [" "]:
        del chars[0], starts[0], ends[0]
    if chars[-1:] == [" "]:
        del chars[-1], starts[-1], ends[-1]
    return Folded("".join(chars), starts, ends, len(text))


def shifts(old: Folded, new: Folded) -> Sequence[Shift]:
    """Real changes between two folded texts, in folded places, as a reader would mark them."""
    return () if old.text == new.text else _shifts(old.text, new.text)


@lru_cache(maxsize=64)
def _shifts(old: str, new: str) -> tuple[Shift, ...]:
    """Asked again for every remark on a paragraph."""
    result: list[Shift] = []
    i = j = 0
    for run in compare_texts(old, new):
        size = len(run.text)
        if run.op == "keep":
            i, j = i + size, j + size
            continue
        last = result[-1] if result and (result[-1].end, result[-1].new_end) == (i, j) else None
        begin = (last.start, last.new_start) if last else (i, j)
        i, j = (i + size, j) if run.op == "delete" else (i, j + size)
        if last:
            result.pop()
        result.append(Shift(begin[0], i, begin[1], j))
    return tuple(result)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that normalization may change as a whole: mostly single characters."""
    if unicodedata.is_normalized("NFC", text):
        yield from ((place, place + 1) for place in range(len(text)))
        return
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not _continues(text[place]):
            yield start, place
            start = place


def _continues(char: str) -> bool:
    """Can it melt into the character before: a combining mark, or a Hangul vowel or final."""
    return unicodedata.combining(char) != 0 or "\u1160" <= char <= "\u11ff"


def likeness(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1, whatever their quotation marks and spaces."""
    return fuzz.ratio(fold(one).text, fold(other).text) / 100
