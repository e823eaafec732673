"""One key, one answer: keys are read as they are pressed, or as lines where there is no terminal that can do that."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

ESCAPE = "\x1b"
CANCEL = ".."
"""A line that takes a question back, for terminals where Escape does not."""


UP = ("\x1b[A", "\x1bOA")
AFTER_ESCAPE = 0.05
"""Seconds in which the rest of what a key sends arrives."""
_CANCELS = rf'"\C-g": "\C-e\C-u{CANCEL}\C-m"'


class Cancelled(Exception):
    """Whoever was asked does not want to answer after all."""


def is_terminal() -> bool:
    """Is there somebody who can be asked?"""
    return sys.stdin.isatty() and sys.stdout.isatty()


def key(prompt: str) -> str:
    """The key pressed, in small letters; `""` for Enter, arrows or an empty line, `ESCAPE` for that key.

    Raises EOFError at the end of input.
    """
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
    return ESCAPE if pressed == ESCAPE else shown.strip().lower()


def answer(prompt: str) -> str:
    """A line of text, without spaces at its ends; arrows move in it and bring back earlier ones.

    Raises EOFError at the end of input, and Cancelled where the line is `..`, on Ctrl-G, and on Escape where it is the
    first key.
    """
    return edited(prompt, "")


def edited(prompt: str, text: str) -> str:
    """The same, with a text standing there to be changed; where lines cannot be edited, it is typed anew."""
    readline = _be_editable()
    if readline is None or not _reads_keys():
        return _not_cancelled(input(prompt))
    sys.stdout.write(prompt + text)
    sys.stdout.flush()
    pressed = _first_key()
    sys.stdout.write("\n" if pressed in (ESCAPE, "\n") else "\r")
    if pressed == ESCAPE:
        raise Cancelled
    if pressed == "\n":
        return text.strip()
    last = readline.get_history_item(readline.get_current_history_length()) if pressed in UP else ""
    begun = _begun(text, pressed) + (last or "")
    readline.set_startup_hook(lambda: readline.insert_text(begun))
    try:
        return _not_cancelled(input(prompt))
    except Cancelled:
        readline.remove_history_item(readline.get_current_history_length() - 1)
        raise
    finally:
        readline.set_startup_hook(None)


def _begun(text: str, pressed: str) -> str:
    """The line after its first key, which readline does not get to see: a letter, or one that takes away."""
    match pressed:
        case "\x7f" | "\x08":
            return text[:-1]
        case "\x15":
            return ""
        case "\x17":
            return text.rstrip().rpartition(" ")[0] + (" " if " " in text.rstrip() else "")
        case _:
            return text + (pressed if pressed.isprintable() else "")


def _not_cancelled(line: str) -> str:
    if line.strip() == CANCEL:
        raise Cancelled
    return line.strip()


def _first_key() -> str:
    """The key with which a line begins: readline would wait after Escape for what might follow it."""
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal)
    try:
        return _one_key(terminal)
    finally:
        with suppress(termios.error):  # the terminal was closed
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _one_key(terminal: int) -> str:
    """One letter, whole, or the sequence that a key sends; no byte more is taken from the terminal."""
    import select

    try:
        data = os.read(terminal, 1)
    except OSError as error:  # the terminal was closed
        raise EOFError from error
    if data in (b"", b"\x04"):
        raise EOFError
    if data == b"\x1b":
        while (
            not data[2:].isalpha()
            and data[-1:] != b"~"
            and select.select([terminal], [], [], AFTER_ESCAPE)[0]
        ):
            data += os.read(terminal, 1)
    else:
        for _ in range(_follow(data[0])):
            data += os.read(terminal, 1)
    text = data.decode("utf-8", "replace")
    return "\n" if text == "\r" else text


def _follow(lead: int) -> int:
    """How many bytes of UTF-8 follow the first one of a letter."""
    return (lead >= 0xC0) + (lead >= 0xE0) + (lead >= 0xF0)


def _reads_keys() -> bool:
    """Can keys be read one by one here?"""
    if not sys.stdin.isatty() or os.environ.get("TERM") == "dumb":
        return False
    try:
        import termios  # noqa: F401
    except ImportError:  # Windows
        return False
    return True


@contextmanager
def undisturbed() -> Iterator[None]:
    """While the block runs, neither Ctrl-C nor a closed terminal nor a call to end cuts it off."""
    ends = [getattr(signal, name) for name in ("SIGINT", "SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = [signal.signal(one, signal.SIG_IGN) for one in ends]
    try:
        yield
    finally:
        for one, handler in zip(ends, before, strict=True):
            signal.signal(one, handler)


@contextmanager
def closing_interrupts() -> Iterator[None]:
    """While the block runs, Ctrl-C, a closed terminal or a call to end raise KeyboardInterrupt; the last two once."""
    ends = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]

    def interrupt(number: int, frame: FrameType | None) -> None:
        for one in ends:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = [(one, signal.signal(one, interrupt)) for one in ends]
    before.append((signal.SIGINT, signal.signal(signal.SIGINT, signal.default_int_handler)))
    try:
        yield
    finally:
        for one, handler in before:
            signal.signal(one, handler)


def _be_editable() -> Any:
    """With readline loaded, `input` edits lines; without a completer, Tab would offer names of files."""
    try:
        import readline
    except ImportError:  # not there on every system
        return None
    readline.set_completer(lambda text, state: None)
    if "libedit" not in (readline.__doc__ or ""):
        readline.parse_and_bind(_CANCELS)
    return readline


def _line() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()
