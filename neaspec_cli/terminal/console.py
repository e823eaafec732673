"""The one place that makes Rich consoles, and the one table from what is shown to its colour.

Colour never says anything alone: what is late or deleted is told by a word or a shape as well.
"""

from __future__ import annotations

import sys
import unicodedata
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import IO

    from rich.console import Console, RenderableType

AT_A_TIME = 200

STYLES = {
    "done": "green",
    "under way": "bold cyan",
    "due": "bold yellow",
    "late": "bold red",
    "planned": "blue",
    "undated": "dim",
    "today": "bold magenta",
    "met": "green",
    "not met": "bold red",
    "awaited": "yellow",
    "replied": "green",
    "inserted": "green underline",
    "deleted": "red strike",
    "moved": "cyan",
    "bracketed": "magenta",
    "label": "bold",
    "title": "bold",
    "warning": "yellow",
    "fault": "bold red",
    "quiet": "dim",
}

# Joiners belong to the spelling of some scripts, and a soft hyphen is not seen.
HARMLESS = {"\u00ad", "\u200c", "\u200d"}
HIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def console(*, stderr: bool = False, width: int | None = None, file: IO[str] | None = None) -> Console:
    """A console for people: no colour in a pipe or under NO_COLOR, square brackets shown as they are.

    `file` is where it is shown instead; it says itself whether it is a terminal.
    """
    from rich.theme import Theme

    from neaspec_cli.terminal.guarded import GuardedConsole

    return GuardedConsole(
        file=file,
        stderr=stderr,
        width=width,
        theme=Theme(STYLES),
        markup=False,
        highlight=False,
        emoji=False,
    )


def print_many(out: Console, parts: Iterable[RenderableType]) -> None:
    """Print any number of parts, many at a time: each printing asks the terminal anew what it is."""
    from rich.console import Group

    waiting = iter(parts)
    while some := list(islice(waiting, AT_A_TIME)):
        out.print(Group(*some))


def tell(text: str) -> None:
    """A line of the answer, as it is: to stdout, not wrapped, with nothing hidden in it."""
    sys.stdout.write(safe(text) + "\n")


def say(text: str) -> None:
    """A line for people beside the answer: to stderr, with nothing hidden in it."""
    sys.stderr.write(safe(text) + "\n")


def safe(text: str) -> str:
    """What people wrote, with terminal escapes and other hidden characters shown as `\\x1b`, `\\u202e`.

    Line breaks and tabs stay. A hidden character could move the cursor, or recolour or reorder what is seen.
    """
    if text.isascii() and (text.isprintable() or text.replace("\n", "").isprintable()):
        return text
    return "".join(_shown(char) if _is_hidden(char) else char for char in text)


def safe_json(text: str) -> str:
    """JSON with hidden characters as escapes: the same value, and nothing that a terminal would act upon."""
    if all(line.isprintable() for line in text.split("\n")):
        return text
    return "".join(_escaped(char) if _is_hidden(char) else char for char in text)


def _is_hidden(char: str) -> bool:
    if char in "\n\t" or char in HARMLESS:
        return False
    return unicodedata.category(char) in HIDDEN_CATEGORIES


def _shown(char: str) -> str:
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _escaped(char: str) -> str:
    """As JSON writes it: two halves of a surrogate pair for what has more than four digits."""
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{int.from_bytes(units[at : at + 2]):04x}" for at in range(0, len(units), 2))
