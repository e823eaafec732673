"""Edits on a section's plain text, carried out on its Markdown source; every other byte stays.

Compare, then decide, then apply: this is the third step. Edits are spliced in together, the result is read once again
(by a callable handed in) and compared with what was expected. On a difference the edit at fault is found by halving,
left out and reported: a merge never writes what it has not read back.
What writes markup of its own says beforehand what the blocks will then read like, and is compared like everything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.edits import BlockEdit as BlockEdit
from neaspec_cli.core.text.edits import CannotPlace as CannotPlace
from neaspec_cli.core.text.edits import Cut as Cut
from neaspec_cli.core.text.edits import Edit as Edit
from neaspec_cli.core.text.edits import SourceEdit as SourceEdit
from neaspec_cli.core.text.edits import TextEdit as TextEdit
from neaspec_cli.core.text.escaping import BREAK as BREAK
from neaspec_cli.core.text.escaping import escape as escape
from neaspec_cli.core.text.expecting import expected as expected
from neaspec_cli.core.text.expecting import is_as_expected
from neaspec_cli.core.text.word_cuts import MARKER as MARKER
from neaspec_cli.core.text.word_cuts import insertion_place as insertion_place
from neaspec_cli.core.text.word_cuts import line_end as line_end
from neaspec_cli.core.text.word_cuts import line_start as line_start
from neaspec_cli.core.text.word_cuts import word_cuts

_DEFINES = re.compile(r"^[ >]*\[[^\]\n]+\]:", re.MULTILINE)
"""What a note or a link refers to; pandoc does not come to an end where a note refers to itself."""
_CLOSES = re.compile(r"\n[ >]*:::(?:\n|\Z)")
_OPENS = re.compile(r"[ >]*::: [^\n]*\n")

Parse = Callable[[str], Sequence[Block]]


@dataclass(frozen=True)
class Refused:
    """An edit left out, and why."""

    edit: Edit
    reason: str


@dataclass(frozen=True)
class Applied:
    """The new source, with the edits that are in it and those that could not be carried out safely."""

    source: str
    done: tuple[Edit, ...]
    refused: tuple[Refused, ...]


def apply_edits(source: str, blocks: Sequence[Block], edits: Sequence[Edit], parse: Parse) -> Applied:
    """Carry out as many of the edits as can be read back exactly; the rest is refused with the reason."""
    refused: list[Refused] = []
    placeable = []
    for edit in edits:
        try:
            cuts(source, blocks, edit)
            placeable.append(edit)
        except CannotPlace as reason:
            refused.append(Refused(edit, reason.message))
    done = _settle(source, blocks, placeable, [], parse, refused)
    return Applied(splice(source, blocks, done), tuple(done), tuple(refused))


def splice(source: str, blocks: Sequence[Block], edits: Sequence[Edit]) -> str:
    """The source with the edits in it, not yet read back."""
    return spliced(source, [cut for edit in edits for cut in cuts(source, blocks, edit)])


def spliced(source: str, all_cuts: Sequence[Cut]) -> str:
    """The source with all cuts made; two that overlap are refused."""
    result, at = [], 0
    for start, end, text in sorted(all_cuts, key=lambda cut: (*cut[:2], _rank(cut[2]))):
        if start < at:
            raise CannotPlace("two edits take the same words")
        result += [source[at:start], text]
        at = end
    rewritten = "".join([*result, source[at:]])
    while rewritten.endswith("\n\n") and not source.endswith("\n\n"):
        rewritten = rewritten[:-1]
    return rewritten


def _rank(text: str) -> int:
    """At one place a div ends first, and one that goes around what stands behind begins last."""
    return 0 if _CLOSES.match(text) else 2 if _OPENS.fullmatch(text) else 1


def _settle(
    source: str,
    blocks: Sequence[Block],
    edits: Sequence[Edit],
    done: list[Edit],
    parse: Parse,
    refused: list[Refused],
) -> list[Edit]:
    if not edits or _reads_back(source, blocks, [*done, *edits], parse):
        return [*done, *edits]
    if len(edits) == 1:
        refused.append(Refused(edits[0], "the text did not read back as expected after this edit"))
        return done
    half = len(edits) // 2
    done = _settle(source, blocks, edits[:half], done, parse, refused)
    return _settle(source, blocks, edits[half:], done, parse, refused)


def _reads_back(source: str, blocks: Sequence[Block], edits: Sequence[Edit], parse: Parse) -> bool:
    try:
        rewritten = splice(source, blocks, edits)
    except CannotPlace:
        return False
    more = sum(edit.definitions for edit in edits if isinstance(edit, SourceEdit))
    if len(_DEFINES.findall(rewritten)) != len(_DEFINES.findall(source)) + more:
        return False
    return is_as_expected(blocks, edits, parse(rewritten))


def cuts(source: str, blocks: Sequence[Block], edit: Edit) -> list[Cut]:
    """Stretches of source to replace, first to last; the new text goes to the first."""
    if isinstance(edit, SourceEdit):
        return list(edit.cuts)
    if not -1 <= edit.block < len(blocks) or (edit.block == -1 and isinstance(edit, TextEdit)):
        raise CannotPlace("the block is not there")
    if isinstance(edit, BlockEdit):
        return _delete(source, blocks[edit.block]) if edit.op == "delete" else _insert(source, blocks, edit)
    return word_cuts(source, blocks[edit.block], edit)


def _insert(source: str, blocks: Sequence[Block], edit: BlockEdit) -> list[Cut]:
    if edit.block == -1:
        if not blocks or blocks[0].start < 0:
            raise CannotPlace("the section is empty")
        at = line_start(source, blocks[0].start)
        return [(at, at, "".join(escape(text, line_start=True) + BREAK for text in edit.texts))]
    anchor = blocks[edit.block]
    if anchor.kind not in ("paragraph", "heading", "item") or anchor.start < 0:
        raise CannotPlace(f"nothing can be inserted after a {anchor.kind}")
    if anchor.fences:
        raise CannotPlace("it would come into bracketed text, which is to be settled first")
    at = line_end(source, anchor.end)
    if anchor.kind == "item":
        if has_more(blocks, edit.block):
            raise CannotPlace("the item has paragraphs or items below it")
        marker = source[line_start(source, anchor.start) : anchor.start]
        if not MARKER.fullmatch(marker):
            raise CannotPlace("nothing can be inserted inside a list item")
        return [(at, at, "".join("\n" + marker + escape(text, line_start=True) for text in edit.texts))]
    return [(at, at, "".join(BREAK + escape(text, line_start=True) for text in edit.texts))]


def has_more(blocks: Sequence[Block], index: int) -> bool:
    """Whether an item has further paragraphs or items below it."""
    after = index + 1
    while after < len(blocks) and blocks[after].kind == "note":
        after += 1
    path = blocks[index].path
    return after < len(blocks) and blocks[after].kind == "item" and blocks[after].path[: len(path)] == path


def _delete(source: str, block: Block) -> list[Cut]:
    if block.kind not in ("paragraph", "item", "heading", "quote", "caption") or block.start < 0:
        raise CannotPlace(f"a {block.kind} cannot be deleted by itself")
    start, end = line_start(source, block.start), min(line_end(source, block.end) + 1, len(source))
    if source.startswith("\n", end) and (start == 0 or source[:start].endswith("\n\n")):
        end += 1
    return [(start, end, "")]
