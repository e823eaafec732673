"""One key, one answer: keys are read as they are pressed, or as lines where there is no terminal that can do that."""

from __future__ import annotations

import os
import sys


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
    """A line of text, without spaces at its ends. Raises EOFError at the end of input."""
    return input(prompt).strip()


def _line() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()
