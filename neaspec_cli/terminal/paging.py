"""What is longer than the screen goes through a pager, as git does; what is piped never does.

The pager is `PAGER`, else `less`; an empty one or `cat` means none.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, cast

from neaspec_cli.terminal.console import console

if TYPE_CHECKING:
    from typing import IO

    from rich.console import Console

# less: leave at once what fits, keep colours, leave the text on the screen.
DEFAULTS = {"LESS": "FRX", "LV": "-c"}
MARGIN = 2
"""Lines of the screen for the prompts before and after."""


class PagerLeft(Exception):
    """Whoever reads has seen enough."""


@contextmanager
def paged() -> Iterator[Console]:
    """A console whose output is paged where somebody would have to scroll; leaving the pager ends the output."""
    command = _command()
    if not sys.stdout.isatty() or not command:
        yield console()
        return
    size = shutil.get_terminal_size()
    screen = _Screen(command, max(1, size.lines - MARGIN))
    try:
        yield console(file=cast("IO[str]", screen), width=size.columns)
    except PagerLeft:
        pass
    finally:
        screen.close()


def _command() -> list[str]:
    named = os.environ.get("PAGER")
    if os.environ.get("TERM") == "dumb" or named in ("", "cat"):
        return []
    if named is None:
        return ["less"] if shutil.which("less") else []
    with suppress(ValueError):  # a quotation mark that is not closed
        return shlex.split(named)
    return []


class _Screen:
    """Holds what is written until it is more than a screen, then hands it and the rest to the pager."""

    def __init__(self, command: list[str], lines: int) -> None:
        self.command, self.lines = command, lines
        self.held: list[str] = []
        self.count = 0
        self.pager: subprocess.Popen[str] | None = None

    def write(self, text: str) -> int:
        """To the pager where there is one."""
        if self.pager is not None and self.pager.stdin:
            try:
                return self.pager.stdin.write(text)
            except BrokenPipeError as error:
                raise PagerLeft from error
        self.held.append(text)
        self.count += text.count("\n")
        if self.command and self.count > self.lines:
            self._page()
        return len(text)

    def flush(self) -> None:
        """What is held stays held, and the pager takes what it can."""

    def isatty(self) -> bool:
        """It is shown on a terminal in the end."""
        return True

    def _page(self) -> None:
        sys.stdout.flush()
        try:
            self.pager = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                env={**DEFAULTS, **os.environ},
                encoding="utf-8",
                errors="replace",
            )
        except OSError:  # no such program
            self.command = []
            return
        # Ctrl-C is the pager's while it runs.
        self.interrupted = signal.signal(signal.SIGINT, signal.SIG_IGN)
        held, self.held = "".join(self.held), []
        self.write(held)

    def close(self) -> None:
        """Show what is left, and wait until whoever reads has left the pager."""
        if self.pager is None:
            sys.stdout.write("".join(self.held))
            sys.stdout.flush()
            return
        with suppress(BrokenPipeError):
            if self.pager.stdin:
                self.pager.stdin.close()
        self.pager.wait()
        signal.signal(signal.SIGINT, self.interrupted)
