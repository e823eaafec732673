"""The text of a circulation as its readers hold it: what a returned file is set against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from neaspec_cli.core.comments import Place
from neaspec_cli.core.markdown import Block

MARKER = "_np_"


@dataclass(frozen=True)
class CirculatedLeaf:
    """A block as printed: the n-th leaf of the Word file bears the marker `_np_` and n in four digits, from 1.

    `printed` are its words on paper where they differ from the block's (brackets, references); `offsets[i]` is where
    the i-th printed character stands in the block's text, with one more for the end.
    """

    section: str
    label: str
    block: Block
    printed: str = ""
    offsets: tuple[int, ...] = ()

    @cached_property
    def text(self) -> str:
        """Its words as printed."""
        return self.printed if self.offsets else self.block.text

    def offset(self, printed: int) -> int:
        """Where a printed character stands in the text of the block."""
        return self.offsets[printed] if self.offsets else printed

    def place(self, quote: str = "") -> Place:
        """The leaf as the place of a comment."""
        return Place(self.section, self.label, quote)


@dataclass(frozen=True)
class CirculatedText:
    """All leaves in the order in which they are printed; `text` is git's tree id, `plan` the title.

    `furniture` are lines that the file prints beside the leaves: masthead, title, headings of lists.
    """

    circulation: str
    plan: str
    text: str
    leaves: tuple[CirculatedLeaf, ...]
    furniture: tuple[str, ...] = ()

    @cached_property
    def _numbers(self) -> dict[tuple[str, str], int]:
        numbers: dict[tuple[str, str], int] = {}
        for number, leaf in enumerate(self.leaves):
            numbers.setdefault((leaf.section, leaf.label), number)
            numbers.setdefault(("", leaf.label), number)
        return numbers

    def leaf(self, place: Place) -> CirculatedLeaf | None:
        """The leaf that a place names; without a section, the first of that label."""
        number = self._numbers.get((place.section, place.block)) if place.block else None
        return None if number is None else self.leaves[number]

    @cached_property
    def sections(self) -> tuple[str, ...]:
        """Ids of its sections in reading order."""
        return tuple(dict.fromkeys(leaf.section for leaf in self.leaves))


def circulated(
    circulation: str, plan: str, text: str, sections: Iterable[tuple[str, Sequence[Block], Sequence[str]]]
) -> CirculatedText:
    """A circulated text from each section's id, blocks and labels; blocks without a label were left out of the copy."""
    leaves = tuple(
        CirculatedLeaf(section, label, block)
        for section, blocks, labels in sections
        for block, label in zip(blocks, labels, strict=True)
        if label
    )
    return CirculatedText(circulation, plan, text, leaves)


@lru_cache(maxsize=4_096)
def marker_number(name: str) -> int:
    """`_np_0007`, `_np_0007_Copy_1` or `_np_0007 Copy 1` (as LibreOffice names copies) -> 7; 0 for other names."""
    digits = name[len(MARKER) :].replace(" ", "_").partition("_")[0] if name.startswith(MARKER) else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 0
