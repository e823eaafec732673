"""What a section's text is made of: blocks of words, each word with its place in the source.

Places are offsets in code points into the whole section file, the end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

Node = dict[str, Any]
Kind = Literal["heading", "paragraph", "item", "cell", "caption", "note", "quote", "code"]


class Piece(NamedTuple):
    """A run of plain text and the stretch of source that says it; unequal only for escapes, entities and breaks."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Mark:
    """Formatting over `text[start:end]` of a block, and the source it takes with its delimiters."""

    kind: str
    start: int
    end: int
    source: tuple[int, int] = (-1, -1)
    detail: str = ""
    classes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Fence:
    """A fenced div of bracketed text around a block, and the source from its first to its last line."""

    id: str
    classes: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...]
    source: tuple[int, int] = (-1, -1)

    @property
    def alternative(self) -> str:
        """The name that it shares with the other wordings of its place; empty where there is none."""
        return dict(self.attributes).get("alt", "")

    @property
    def stood(self) -> bool:
        """Whether it is the one of several wordings that was there before."""
        values = dict(self.attributes)
        return "alt" in values and ("del" in values or not values.get("by"))


@dataclass(frozen=True)
class Block:
    """One paragraph, heading, list item, table cell, caption or note, as its reader sees it."""

    kind: Kind
    text: str
    pieces: tuple[Piece, ...] = ()
    marks: tuple[Mark, ...] = ()
    start: int = -1
    end: int = -1
    level: int = 0
    """Of a heading from 1, of a list item its depth from 1."""
    path: tuple[int, ...] = ()
    """Of an item its numbers from the outer list inwards, of a cell its row and column, from 1."""
    part: int = 1
    """Which paragraph of the item, cell or note this is."""
    table: int = 0
    note: int = 0
    inside: tuple[str, ...] = ()
    """Classes of the fenced divs around it, outermost first."""
    id: str = ""
    fences: tuple[Fence, ...] = ()
    """The fenced divs of bracketed text around it, outermost first; notes have none."""

    def saying(
        self, text: str, pieces: tuple[Piece, ...], marks: tuple[Mark, ...], start: int, end: int
    ) -> Block:
        """The block with words: `dataclasses.replace` would take several times as long, and all blocks come by here."""
        return Block(
            self.kind,
            text,
            pieces,
            marks,
            start,
            end,
            self.level,
            self.path,
            self.part,
            self.table,
            self.note,
            self.inside,
            self.id,
            self.fences,
        )

    @property
    def is_annotation(self) -> bool:
        """Says what a section will hold; shown in the annotated outline alone."""
        return "annotation" in self.inside

    @property
    def is_placeholder(self) -> bool:
        """Text still to come."""
        return "placeholder" in self.inside


@dataclass(frozen=True)
class Leaf:
    """A block and the inlines of the tree that hold its words; changing the list changes the tree."""

    block: Block
    inlines: list[Node]
    node: Node
