"""A paragraph or item made one with the one behind it: what stands between their words goes, nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.edits import Cut, SourceEdit, TextEdit
from neaspec_cli.core.text.escaping import BREAK, escape
from neaspec_cli.core.text.lifting import notes_behind, region
from neaspec_cli.core.text.rewriting import MARKER, CannotPlace, line_end, line_start

_DEFINITIONS = re.compile(r"(?:\[[^\]\n]+\]:[^\n]*(?:\n(?: {2,}[^\n]*|(?!\[)\S[^\n]*))*\s*)+")
_BEFORE = re.compile(r"[ >]*")


def join(source: str, blocks: Sequence[Block], index: int, between: str, key: str = "") -> SourceEdit:
    """The edit that joins a block and the next; definitions of notes between them then stand behind both."""
    following = notes_behind(blocks, index).stop
    if following >= len(blocks):
        raise CannotPlace("nothing stands behind it in its section")
    one, other = blocks[index], blocks[following]
    _refuse(one, other)
    end, begin = region(source, one)[1], region(source, other)[0]
    first_line = line_start(source, begin)
    marker = source[first_line:begin]
    if not (
        MARKER.fullmatch(marker) if other.part == 1 and other.kind == "item" else _BEFORE.fullmatch(marker)
    ):
        raise CannotPlace(f"this {other.kind} shares its line with others")
    aside = source[end:first_line].strip(" >\n")
    cuts: list[Cut] = [(end, begin, escape(between))]
    if aside:
        if not _DEFINITIONS.fullmatch(aside + "\n"):
            raise CannotPlace("something else stands between them")
        at = line_end(source, region(source, other)[1])
        cuts.append((at, at, BREAK + aside))
    words = TextEdit(index, len(one.text), len(one.text), between)
    return SourceEdit(tuple(cuts), (words,), joined=((index, following),), key=key)


def _refuse(one: Block, other: Block) -> None:
    for block in (one, other):
        if block.kind not in ("paragraph", "item", "heading") or block.start < 0:
            raise CannotPlace(f"a {block.kind} cannot be joined to another block")
        if block.fences:
            raise CannotPlace("it stands in bracketed text, which is to be settled first")
    if "heading" in (one.kind, other.kind):
        raise CannotPlace("a heading cannot be joined to another block")
    if one.inside != other.inside:
        raise CannotPlace("one of the two stands in an annotation")
