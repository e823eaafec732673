"""A sign of life for work that takes longer than people like to wait without one."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds before anything is shown."""


@contextmanager
def working(what: str, patience: float = PATIENCE, steps: int = 1) -> Iterator[Callable[[], None]]:
    """While the block runs, a bar and the time on stderr once that many seconds are over; nothing in a pipe.

    The block is given what to call after each of its steps; of a single one nobody knows how far it is.
    """
    if not sys.stderr.isatty():
        yield lambda: None
        return
    shown: list[Progress] = []
    lock, over = threading.Lock(), threading.Event()
    done = 0

    def begin() -> None:
        with lock:
            if not over.is_set():
                shown.append(_bar(what, steps, done))
                shown[0].start()

    def advance() -> None:
        nonlocal done
        with lock:
            done += 1
            for one in shown:
                one.update(one.task_ids[0], completed=done)

    timer = threading.Timer(patience, begin)
    timer.daemon = True
    timer.start()
    try:
        yield advance
    finally:
        timer.cancel()
        with lock:
            over.set()
            for one in shown:
                one.stop()


def _bar(what: str, steps: int, done: int) -> Progress:
    """A bar that says how far the work is, or moves without saying so, and goes away when it is done."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    from neaspec_cli.terminal.console import console

    columns: list[ProgressColumn] = [TextColumn("{task.description}", markup=False), BarColumn()]
    columns += [MofNCompleteColumn()] if steps > 1 else []
    bar = Progress(*columns, TimeElapsedColumn(), console=console(stderr=True), transient=True)
    bar.add_task(what, total=steps if steps > 1 else None, completed=done)
    return bar
