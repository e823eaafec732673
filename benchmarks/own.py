"""Our own redline of two texts, in this process, or in one of its own to measure its memory.

python -m benchmarks.own BLOCKS          prints the seconds that comparing the pickled blocks takes
"""

from __future__ import annotations

import pickle
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.marks import Op, Redline
from benchmarks.texts import Version
from neaspec_cli.core.comparing.passages import with_passages
from neaspec_cli.core.prosediff import BREAK, Change, compare


def timed(old: Version, new: Version) -> tuple[tuple[Change, ...], float]:
    """The changes and the seconds they took."""
    start = time.perf_counter()
    changes = with_passages(compare(old, new))
    return changes, time.perf_counter() - start


def redline(old: Version, new: Version) -> tuple[Redline, float]:
    """The changes as runs in reading order, and the seconds they took."""
    changes, seconds = timed(old, new)
    return list(_runs(changes)), seconds


def _runs(changes: tuple[Change, ...]) -> Iterator[tuple[Op, str]]:
    for change in changes:
        for run in change.runs:
            op: Op = run.op
            text = "\n".join(" ".join(part.split("\n")) for part in run.text.split(BREAK))
            if run.move and run.op == "delete":
                text = " "
            elif run.move or (change.move and run.op == "keep"):
                op = "moved"
            yield op, text
        yield "keep", "\n"


def main() -> None:
    """Compare what the file holds."""
    with Path(sys.argv[1]).open("rb") as file:
        old, new = pickle.load(file)
    print(timed(old, new)[1])


if __name__ == "__main__":
    main()
