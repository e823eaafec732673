"""One key, one answer: keys are read as they are pressed, or as lines where there is no terminal that can do that."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


def is_terminal() -> bool:
    """Is there somebody who can be asked?"""
    return sys.stdin.isatty() and sys.stdout.isatty()


def key(prompt: str) -> str:
    """The key pressed, in small letters; `""` for Enter or an empty line. Raises EOFError at the end of input."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    if not sys.stdin.isatty() or os.environ.get("TERM") == "dumb":
        return _line()[:1].lower()
    import typer

    pressed = typer.getchar()
    if pressed == "\x04":
        raise EOFError
    shown = pressed if pressed.isprintable() else ""
    sys.stdout.write(f"{shown}\n")
    return shown.strip().lower()


def answer(prompt: str) -> str:
    """A line of text, without spaces at its ends; arrows move in it and bring back earlier ones.

    Raises EOFError at the end of input.
    """
    _be_editable()
    return input(prompt).strip()


@contextmanager
def closing_interrupts() -> Iterator[None]:
    """While the block runs, a terminal that is closed, or a call to end, raises KeyboardInterrupt, once."""
    ends = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]

    def interrupt(number: int, frame: FrameType | None) -> None:
        for one in ends:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = [signal.signal(one, interrupt) for one in ends]
    try:
        yield
    finally:
        for one, handler in zip(ends, before, strict=True):
            signal.signal(one, handler)


def _be_editable() -> None:
    """With readline loaded, `input` edits lines; without a completer, Tab would offer names of files."""
    try:
        import readline
    except ImportError:  # not there on every system
        return
    readline.set_completer(lambda text, state: None)


def _line() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()
