"""What stands between an opening and its closing in a text of another tool, found in time that grows with the text.

A regular expression such as `<!--.*?-->` looks through the whole rest for each opening that nothing closes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Enclosed(NamedTuple):
    """The opening that was found, and the whole from it to the end of its closing."""

    opening: re.Match[str]
    inner: str
    end: int


Find = Callable[[str], Iterator[Enclosed]]


def between(opening: str, closing: Callable[[re.Match[str]], str]) -> Find:
    """A finder of what an opening, a pattern without regard to case, encloses with the closing that belongs to it."""
    opens = re.compile(opening, re.IGNORECASE)

    def find(text: str) -> Iterator[Enclosed]:
        unclosed: set[str] = set()
        at = 0
        lowered = text.lower() if text.isascii() else "".join(map(_lower, text))
        while found := opens.search(text, at):
            at = found.end()
            closer = closing(found).lower()
            start = -1 if closer in unclosed else lowered.find(closer, at)
            if start < 0:
                unclosed.add(closer)
                at = found.start() + 1
                continue
            at = start + len(closer)
            yield Enclosed(found, text[found.end() : start], at)

    return find


def _lower(char: str) -> str:
    """The small letter where it is one character too, so that places stay."""
    small = char.lower()
    return small if len(small) == 1 else char


def replaced(text: str, find: Find, by: Callable[[Enclosed], str | None]) -> str:
    """The text with what was found in other words; None leaves the opening as it is, and what stands behind it."""
    made: list[str] = []
    done = 0
    for one in find(text):
        words = by(one)
        if words is not None:
            made += [text[done : one.opening.start()], words]
            done = one.end
    return "".join([*made, text[done:]])


_CODE_OPENS = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n|(?P<ticks>`+)|\n", re.MULTILINE)
_TICKS = re.compile(r"`+")


def by_code(text: str) -> Iterator[tuple[str, bool]]:
    """The text in parts that are by turns words and code (then it is True): fenced blocks, and spans within a line."""
    done = at = 0
    line = _Line(text, 0)
    while found := _CODE_OPENS.search(text, at):
        at = found.end()
        if found["fence"]:
            end = _fence_end(text, found["fence"], at)
        elif found["ticks"]:
            end = line.closing(len(found["ticks"]), at)
        else:
            line, end = _Line(text, at), -1
        if end >= 0:
            yield text[done : found.start()], False
            yield text[found.start() : end], True
            done = at = end
            if found["fence"]:
                line = _Line(text, at)
    yield text[done:], False


def _fence_end(text: str, fence: str, start: int) -> int:
    closing = re.compile(rf"^ {{0,3}}{re.escape(fence)}[`~]*[ ]*$", re.MULTILINE).search(text, start)
    return closing.end() if closing else len(text)


class _Line:
    """Where on a line, from `start` on, backticks stand, by how many there are together."""

    def __init__(self, text: str, start: int) -> None:
        self.text, self.start = text, start
        self.runs: dict[int, list[int]] | None = None

    def closing(self, length: int, start: int) -> int:
        """The end of the next run of that many behind some words; -1 where there is none."""
        if self.runs is None:
            self.runs = defaultdict(list)
            end = self.text.find("\n", self.start)
            for one in _TICKS.finditer(self.text, self.start, len(self.text) if end < 0 else end):
                self.runs[one.end() - one.start()].append(one.start())
        places = self.runs.get(length, [])
        place = bisect_left(places, start)
        return places[place] + length if place < len(places) else -1
