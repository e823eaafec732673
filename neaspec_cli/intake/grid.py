"""A table of a returned file as plain text, wherever it came from: a sheet, a list of values, a table of a document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from neaspec_cli.core.comments import Answer
from neaspec_cli.intake import guard

MOST_ROWS = 100_000
MOST_CELLS = 700_000
"""The largest review known (78,007 comments) has seven columns."""
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
RAISED, WORD = re.compile("[¹²³⁰⁴-⁹]"), re.compile(r"[^\W_]+")
SHORT = 100
"""Characters up to which words are remembered."""
BREAKS = {"\x0b": "\n", "\x0c": "\n", "\x85": "\n"}

Cells = Mapping[int, str]
Counter = Callable[[int, frozenset[int]], int]
"""Rows below a row (0 for none) with anything outside some columns: the other side of the receipt's balance."""


@dataclass(frozen=True)
class Merge:
    """Cells that are shown as one: what it says stands in its first."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Note:
    """A note stuck on a cell; row and column are 0 where it is on none."""

    row: int
    column: int
    words: str
    author: str = ""
    date: str = ""
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Grid:
    """Rows by number and in them cells by number of their column, both from 1; what holds nothing is not there.

    `count` shares no code with what made the rows; `head` are headings that stand outside of the table, `width` is its
    number of columns where its file says so. `noted` are the notes as they were counted by themselves.
    """

    name: str
    rows: Mapping[int, Cells]
    count: Counter
    merges: tuple[Merge, ...] = ()
    head: Cells | None = None
    width: int = 0
    warnings: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    noted: int = 0


def clean(text: str) -> str:
    """The text with one sign for a line break, and control characters as signs that can be seen and written."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub(lambda found: _shown(found.group()), text) if CONTROL.search(text) else text


def column_number(letters: str) -> int:
    """`A` -> 1, `AB` -> 28; 0 for what is no name of a column."""
    if not re.fullmatch(r"[A-Za-z]{1,3}", letters):
        return 0
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """1 -> `A`, 28 -> `AB`."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def check_size(rows: int, cells: int, most_cells: int = MOST_CELLS) -> None:
    """Stop where a table is larger than any review known."""
    if rows > MOST_ROWS:
        raise guard.TooMuch(f"it has more than {MOST_ROWS:,} rows")
    if cells > most_cells:
        raise guard.TooMuch(f"it has more than {most_cells:,} cells")


def _shown(char: str) -> str:
    if char in BREAKS:
        return BREAKS[char]
    if char < " ":
        return chr(0x2400 + ord(char))
    return "\u2421" if char == "\x7f" else "\ufffd"


def words(text: str) -> str:
    """Text as headings and anchors are compared: small letters of one width, nothing but letters and digits."""
    return _words_again(text) if len(text) <= SHORT else _words(text)


def _words(text: str) -> str:
    text = unicodedata.normalize("NFKC", RAISED.sub(" ", text)).casefold()
    return " ".join(WORD.findall(text))


# Labels, kinds and names stand in every row of a table.
_words_again = lru_cache(maxsize=4_096)(_words)
