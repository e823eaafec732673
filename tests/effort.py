"""Bounds of time that hold on a busy machine: seconds of the processor, by how fast it does a fixed piece of work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from xml.parsers import expat

ROUNDS = 30_000
FLOOR = 0.0055
"""Seconds that the fixed piece of work takes on the machine for which the bounds of the tests were set, when quiet."""


@contextmanager
def within(seconds: float, said: object = "") -> Iterator[None]:
    """Fail where what is done inside takes more than that; what slows the machine slows the fixed work as much."""
    before = _floor()
    start = time.process_time()
    try:
        yield
    finally:
        took = time.process_time() - start
        slower = max(1.0, max(before, _floor()) / FLOOR)
        assert took < seconds * slower, (
            f"{took:.2f} s of the processor, {slower:.1f} times slowed down {said}"
        )


def _floor() -> float:
    """XML read element by element, which is what reading a returned file is made of."""
    seen: dict[str, int] = {}

    def count(name: str, _: dict[str, str]) -> None:
        seen[name] = seen.get(name, 0) + 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = count
    start = time.process_time()
    parser.Parse("<a>" + "<b/>" * ROUNDS + "</a>", True)
    return time.process_time() - start
