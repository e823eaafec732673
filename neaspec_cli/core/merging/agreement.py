"""What goes into a merge and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Op = Literal["replace", "insert-after", "delete", "join", "part"]
Reason = Literal["overlap", "delete against edit", "paragraphs at one place", "moves", "join against edit"]


@dataclass(frozen=True)
class Wish:
    """Replace `base[block].text[start:end]` by `text`.

    "" deletes, `start == end` inserts, "\\n\\n" in the text splits the block. With `to`, a block and an offset in
    it, the text goes there and nothing comes in its place.
    """

    key: str
    holder: str
    block: int
    start: int
    end: int
    text: str
    to: tuple[int, int] | None = None


@dataclass(frozen=True)
class BlockWish:
    """Put paragraphs after a block of the base (-1: before the first), take a block out, move it, or join it.

    A move takes `block`, with all to the block `last` where that is given, to the place after the block `after`,
    of the base as well. A join makes one of `block` and the one behind it, with the one text between their words.
    Of new paragraphs the first is a heading where a `level` is given. `again` counts those that come to the same
    place with the same words, all of which are wanted: where it differs, wishes are not one and the same.
    """

    key: str
    holder: str
    op: Literal["insert-after", "delete", "move", "join"]
    block: int
    texts: tuple[str, ...] = ()
    after: int = -1
    last: int = -1
    level: int = 0
    again: int = 0


@dataclass(frozen=True)
class New:
    """A new paragraph or item, or a heading where it has a `level`."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Lifted:
    """A block of the current text that goes along as it is written, with words of it changed.

    Each of `words` is start, end and the words that come there instead.
    """

    block: int
    words: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True)
class Agreed:
    """An edit to carry out on the current blocks, with all who asked for it.

    `replace` puts `text` in the place of `text[start:end]` of the block, `insert-after` puts `texts`
    after it (-1: before the first), `delete` takes it out, `join` makes one of it and the block behind it, with
    `text` between their words. A move is an insertion, of whose `parts` one is the moved block, and a deletion.
    `parts` say where the `texts` come from. `part` is for rows, tables, notes and emphasis (`core.merging.parts`).
    """

    op: Op
    block: int
    start: int
    end: int
    text: str
    texts: tuple[str, ...]
    keys: tuple[str, ...]
    holders: tuple[str, ...]
    parts: tuple[New | Lifted, ...] = ()


@dataclass(frozen=True)
class Alternative:
    """One wording and who holds it; "" is a deletion, "\\n\\n" parts paragraphs."""

    text: str
    holders: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Clash:
    """Wordings that exclude each other.

    Within one block: `base` is `base[block].text[start:end]`, `blocks` is empty. Of whole blocks: `base`
    is the text of all `blocks` joined by "\\n\\n", `block` the first of them. Of paragraphs that compete
    for one place: `blocks` is empty, `start == end == -1`, the place is after `block` (-1: before the
    first). `place` is block, start and end of the same stretch in the current text, `here` are the `blocks` there.
    """

    block: int
    start: int
    end: int
    base: str
    alternatives: tuple[Alternative, ...]
    reason: Reason
    blocks: tuple[int, ...]
    place: tuple[int, int, int]
    here: tuple[int, ...] = ()


@dataclass(frozen=True)
class Unplaced:
    """A wish whose place in the current text cannot be told: gone, reworded since, or not certain.

    `base` and `current` are the whole block then and now, `proposed` is the block of the base as wished.
    """

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

    def beside(self, other: Merged) -> Merged:
        """This with what came of other wishes."""
        return Merged(
            (*self.agreed, *other.agreed),
            (*self.clashes, *other.clashes),
            (*self.unplaced, *other.unplaced),
            (*self.already, *other.already),
        )
