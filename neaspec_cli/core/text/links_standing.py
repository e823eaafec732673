"""Where the words of a section lead once edits are carried out: to compare with what is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from neaspec_cli.core.markdown import Block, Mark
from neaspec_cli.core.text.edits import Edit, Link, SourceEdit, TextEdit

Character = tuple[str, str | None]
"""A character and where it leads; None: that does not matter."""


def links_of(block: Block) -> list[Mark]:
    """The links on words of a block."""
    return [mark for mark in block.marks if mark.kind == "link" and mark.start < mark.end]


def links_stand(
    blocks: Sequence[Block], edits: Sequence[Edit], read: Sequence[Block], at: Callable[[int], int]
) -> bool:
    """Whether all words that were to lead to another address do, and those around them lead where they led.

    `at` tells for a block by its number which of those that were read it is.
    """
    wanted: dict[int, list[Link]] = {}
    for edit in edits:
        for link in edit.links if isinstance(edit, SourceEdit) else ():
            wanted.setdefault(link.block, []).append(link)
    words = [one for edit in edits for one in _words_of(edit)]
    for number, links in wanted.items():
        mine = [one for one in words if one.block == number]
        parts = 1 + sum(one.text.count("\n\n") for one in mine)
        known = _led(blocks[number])
        for link in links:
            for place in range(link.start, link.end):
                known[place] = (known[place][0], link.target)
        for one in sorted(mine, key=lambda edit: (edit.start, edit.end), reverse=True):
            known[one.start : one.end] = [(char, None) for char in one.text]
        found = [one for block in read[at(number) : at(number) + parts] for one in _led(block)]
        if not _agree(known, found):
            return False
    return True


def _led(block: Block) -> list[Character]:
    led = [""] * len(block.text)
    for mark in links_of(block):
        led[mark.start : mark.end] = [mark.detail] * (mark.end - mark.start)
    return list(zip(block.text, led, strict=True))


def _agree(known: Sequence[Character], found: Sequence[Character]) -> bool:
    pairs = zip(
        [one for one in known if not one[0].isspace()],
        [one for one in found if not one[0].isspace()],
        strict=False,
    )
    return all(one[0] == other[0] and one[1] in (None, other[1]) for one, other in pairs)


def _words_of(edit: Edit) -> Sequence[TextEdit]:
    if isinstance(edit, SourceEdit):
        return edit.words
    return [edit] if isinstance(edit, TextEdit) else []
