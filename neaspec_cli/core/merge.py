"""Many hands on one text: what they agree on, where they clash, what can no longer be placed.

Three sides: `base` as circulated, `current` as the plan stands, and wishes, which are changes that people
ask for on the base. Words of different holders that overlap, touch, or have no unchanged word between
them within a sentence are a clash. A disagreement is a result, never an error, and nobody's wish is
dropped: each is in exactly one of the four parts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from neaspec_cli.core.markdown import Block


@dataclass(frozen=True)
class Wish:
    """Replace `base[block].text[start:end]` by `text`: "" deletes, `start == end` inserts, "\\n\\n" in it
    splits the block.
    """

    key: str
    holder: str
    block: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class BlockWish:
    """Put paragraphs after a block of the base (-1: before the first), or take the block out."""

    key: str
    holder: str
    op: Literal["insert-after", "delete"]
    block: int
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agreed:
    """An edit to carry out on the current blocks, with all who asked for it.

    `replace` puts `text` in the place of `text[start:end]` of the block, `insert-after` puts `texts` after it
    (-1: before the first), `delete` takes it out.
    """

    op: Literal["replace", "insert-after", "delete"]
    block: int
    start: int
    end: int
    text: str
    texts: tuple[str, ...]
    keys: tuple[str, ...]
    holders: tuple[str, ...]


@dataclass(frozen=True)
class Alternative:
    """One wording and who holds it; "" is a deletion, "\\n\\n" parts paragraphs."""

    text: str
    holders: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Clash:
    """Wordings that exclude each other.

    `base` is `base[block].text[start:end]`, or the text of all of `blocks` joined by "\\n\\n" when whole
    blocks are at stake; with no `blocks` and `start == end == -1` paragraphs compete for the place after
    `block` (-1: before the first). `place` is the same stretch in the current blocks: block, start, end.
    """

    block: int
    start: int
    end: int
    base: str
    alternatives: tuple[Alternative, ...]
    reason: Literal["overlap", "delete against edit", "paragraphs at one place"]
    blocks: tuple[int, ...]
    place: tuple[int, int, int]


@dataclass(frozen=True)
class Unplaced:
    """A wish whose place in the current text cannot be told: gone, reworded since, or not certain."""

    key: str
    reason: Literal["gone", "reworded", "ambiguous"]
    base: str
    current: str
    proposed: str


@dataclass(frozen=True)
class Already:
    """A wish whose wording stands there already."""

    key: str


@dataclass(frozen=True)
class Merged:
    """What came of all wishes; each key is in exactly one part."""

    agreed: tuple[Agreed, ...] = ()
    clashes: tuple[Clash, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    already: tuple[Already, ...] = ()


def merge(base: Sequence[Block], current: Sequence[Block], wishes: Sequence[Wish | BlockWish]) -> Merged:
    """Decide every wish; the order of the wishes makes no difference."""
    return Merged()


def wishes_between(
    base: Sequence[Block], returned: Sequence[Block], holder: str, key_of: Callable[[int], str]
) -> tuple[Wish | BlockWish, ...]:
    """A whole returned text as wishes on the base; `key_of` names the n-th of them, from 0."""
    return ()
