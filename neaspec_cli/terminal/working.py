"""A sign of life for work that takes longer than people like to wait without one."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds before anything is shown."""


@contextmanager
def working(what: str, patience: float = PATIENCE) -> Iterator[None]:
    """While the block runs, a bar and the time on stderr once that many seconds are over; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    shown: list[Progress] = []
    lock, over = threading.Lock(), threading.Event()

    def begin() -> None:
        with lock:
            if not over.is_set():
                shown.append(_bar(what))
                shown[0].start()

    timer = threading.Timer(patience, begin)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        with lock:
            over.set()
            for one in shown:
                one.stop()


def _bar(what: str) -> Progress:
    """A bar that moves without saying how far the work is, and goes away when it is done."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from neaspec_cli.terminal.console import console

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=console(stderr=True), transient=True)
    bar.add_task(what, total=None)
    return bar
