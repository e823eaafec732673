"""Which column of a table holds what, told by its headings; the user's own word goes before every guess."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from neaspec_cli.errors import NeaspecError
from neaspec_cli.intake import guard
from neaspec_cli.intake.grid import Cells, Grid, column_letters, column_number, words
from neaspec_cli.intake.heading_words import ROLES, WEAK, split

FIRST_ROWS = 40
BESIDE = re.compile(r"\s*\(e\.? ?g\.[^()]*\)|(?<=[A-Za-z])[\d¹²³]$")
OF = re.compile(r" (?:of|on|for|by|from|to|in|with) ")
LONGEST_HEADING = 160
SAID = ("comment", "wording")
SEVERAL = ("answer", "contact", "aside", "number", "institution")
"""Roles that more than one column may have."""
_KNOWN = {word: role for role, listed in ROLES.items() for word in split(listed)}
_WEAK = frozenset(split(WEAK))
_LONG_ENOUGH = frozenset(one for one in _KNOWN if len(one) > 2 - (not one.isascii()))
"""What is known by a part of a heading; shorter words are too often something else."""


@dataclass(frozen=True)
class Columns:
    """The number of the heading row (0 where it stands outside), what each column holds, and their headings."""

    row: int
    roles: Mapping[int, str]
    titles: Mapping[int, str] = field(default_factory=dict)

    def of(self, role: str) -> list[int]:
        """The columns of that role, from the left."""
        return sorted(column for column, one in self.roles.items() if one == role)

    def title(self, column: int) -> str:
        """The heading of a column in one line, without examples and footnotes; its letter where it has none."""
        title = BESIDE.sub("", " ".join(self.titles.get(column, "").split()))
        return title or f"Column {column_letters(column)}"

    @property
    def quiet(self) -> frozenset[int]:
        """Columns that are filled in before anybody comments, where the table prints the text to comment on."""
        before = (
            "text",
            "paragraph",
            "section",
            "element",
            "number",
            "mark",
            "kind",
            "aside",
            "page",
            "line",
        )
        known = (column for column, role in self.roles.items() if role in before)
        return frozenset(known) if "text" in self.roles.values() else frozenset()


class NoComments(guard.NotKnown):
    """No table of the file has a column of comments."""

    def __init__(self, headings: str) -> None:
        super().__init__(f"no table of comments; its headings are {headings or 'none'}")
        self.hint = "Say which column is which: --map comment=B,name=C"


class NoSuchColumn(NeaspecError):
    """`--map` names a column that is not there."""

    def __init__(self, column: str, headings: str) -> None:
        super().__init__(f"No column is {column!r}.", f"Columns are {headings}.")


def recognise(grid: Grid, mapping: Mapping[str, str]) -> Columns | None:
    """The columns of a table; None where none of them holds comments or proposed words."""
    if mapping:
        return _as_told(grid, mapping)
    best, fits = None, 0
    for found in _candidates(grid):
        known = len(found.roles)
        if known > fits and any(role in SAID for role in found.roles.values()):
            best, fits = found, known
    return best


def headings(grid: Grid) -> str:
    """The first row of a table with anything in it, as a message names it."""
    row = grid.head or next((grid.rows[number] for number in sorted(grid.rows)), {})
    return _listed(row)


@lru_cache(maxsize=1024)
def role_of(heading: str) -> str:
    """What a heading says of its column; empty where it says nothing known.

    In English the last word says what it is ("comment date"), or the last before "of", "on", "by" and their like.
    """
    told = _plain(heading)
    if not told:
        return ""
    head = OF.split(told)[0]
    tries = (_exactly(told), _exactly(head), _ending(head), _beginning(head), _beginning(told))
    return next((role for role in tries if role), "")


def _plain(heading: str) -> str:
    """The words of a heading without its brackets and without the sign of a footnote; none of a long text."""
    if len(heading) > LONGEST_HEADING:
        return ""
    told = words(
        re.sub(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|【[^【】]*】", " ", heading.replace("#", " number "))
    )
    return re.sub(r"(?<=[^\W\d_])\d+\b", "", told)


def _exactly(told: str) -> str:
    return _KNOWN.get(told, "")


def _ending(told: str) -> str:
    ends = ((told[place:], told[:place]) for place in range(len(told)))
    return next((_KNOWN[end] for end, rest in ends if _stands_apart(end, rest.endswith(" "), told)), "")


def _beginning(told: str) -> str:
    starts = ((told[:place], told[place:]) for place in range(len(told), 0, -1))
    return next(
        (_KNOWN[start] for start, rest in starts if _stands_apart(start, rest.startswith(" "), told)), ""
    )


def _stands_apart(word: str, is_parted: bool, told: str) -> bool:
    """A known word with a space between it and the others; scripts that set no spaces need none."""
    return word in _LONG_ENOUGH and (is_parted or not (word.isascii() or " " in told))


def _candidates(grid: Grid) -> Iterator[Columns]:
    """Every row that could head the table, alone and with the row below it; a head that stands outside first."""
    if grid.head:
        yield _columns(0, grid.head, is_first=True)
        return
    numbers = sorted(grid.rows)[:FIRST_ROWS]
    for place, number in enumerate(numbers):
        yield _columns(number, grid.rows[number], is_first=place == 0)
    for number in numbers:
        below = grid.rows.get(number + 1)
        if below and all(len(one) <= LONGEST_HEADING for one in below.values()):
            joined = _columns(number + 1, _joined(grid, number), is_first=False)
            alone = _columns(number, grid.rows[number], is_first=False)
            if len(joined.roles) >= len(alone.roles) + 2:
                yield joined


def _joined(grid: Grid, number: int) -> dict[int, str]:
    """Headings of two rows as one; one that is merged over several columns belongs to each of them."""
    upper = dict(grid.rows[number])
    for one in grid.merges:
        if one.top == number and one.left in upper:
            upper.update(dict.fromkeys(range(one.left, one.right + 1), upper[one.left]))
    lower = grid.rows[number + 1]
    return {
        column: f"{upper.get(column, '')} {lower.get(column, '')}".strip()
        for column in sorted(upper.keys() | lower.keys())
    }


def _columns(row: int, cells: Cells, *, is_first: bool) -> Columns:
    roles: dict[int, str] = {}
    exact = {column: role for column, title in cells.items() if (role := _exactly(_plain(title)))}
    for column in sorted(cells, key=lambda one: (one not in exact, one)):
        role = role_of(cells[column])
        if role and (role in SEVERAL or role not in roles.values()):
            roles[column] = role
    if not any(role in SAID for role in roles.values()) and (is_first or len(roles) > 1):
        weak = next((column for column in sorted(cells) if _plain(cells[column]) in _WEAK), 0)
        roles |= {weak: "comment"} if weak else {}
    return Columns(row, roles, dict(cells))


def _as_told(grid: Grid, mapping: Mapping[str, str]) -> Columns:
    """Columns as the user names them; `row` says which row heads them, 0 for none."""
    numbers = sorted(grid.rows)
    row = int(mapping["row"]) if "row" in mapping else 0 if grid.head else next(iter(numbers), 0)
    titles = grid.head or grid.rows.get(row, {})
    guessed = dict(_columns(row, titles, is_first=False).roles)
    told = {_named(name, titles, grid): role for role, name in mapping.items() if role != "row"}
    kept = {
        column: role
        for column, role in guessed.items()
        if column not in told and (role in SEVERAL or role not in told.values())
    }
    return Columns(row, {**kept, **told}, dict(titles))


def _named(name: str, titles: Cells, grid: Grid) -> int:
    same = [column for column, title in titles.items() if words(title) == words(name)]
    widest = max((max(row, default=0) for row in grid.rows.values()), default=0)
    column = same[0] if same else column_number(name)
    if not 0 < column <= max([widest, *titles]):
        raise NoSuchColumn(name, _listed(titles))
    return column


def _listed(cells: Cells) -> str:
    short = {column: " ".join(text.split())[:40] for column, text in cells.items()}
    return ", ".join(f"{column_letters(column)}: {short[column]}" for column in sorted(short))
