"""Our own redline of two texts, in this process, or in one of its own to measure its memory.

python -m benchmarks.own BLOCKS          prints the seconds that comparing the pickled blocks takes
"""

from __future__ import annotations

import gc
import pickle
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.marks import Op, Redline
from benchmarks.texts import Version
from neaspec_cli.app import RARELY
from neaspec_cli.core.comparison import PlacedChange, compare_plans
from neaspec_cli.core.plan import Plan, PlanSettings, Section
from neaspec_cli.core.prosediff import BREAK


def timed(old: Version, new: Version) -> tuple[tuple[PlacedChange, ...], float]:
    """The changes that `neaspec diff` shows and the seconds they took."""
    before, after = _plan(old), _plan(new)
    start = time.perf_counter()
    found = compare_plans(before, after)
    seconds = time.perf_counter() - start
    return tuple(change for section in found.sections for change in section.changes), seconds


def _plan(version: Version) -> Plan:
    return Plan(PlanSettings("A text"), (Section("text", "text", "", blocks=tuple(version)),))


def redline(old: Version, new: Version) -> tuple[Redline, float]:
    """The changes as runs in reading order, and the seconds they took."""
    changes, seconds = timed(old, new)
    return list(_runs(changes)), seconds


def _runs(changes: tuple[PlacedChange, ...]) -> Iterator[tuple[Op, str]]:
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
    """Compare what the file holds, as the tool does it."""
    gc.set_threshold(*RARELY)
    with Path(sys.argv[1]).open("rb") as file:
        old, new = pickle.load(file)
    print(timed(old, new)[1])


if __name__ == "__main__":
    main()
