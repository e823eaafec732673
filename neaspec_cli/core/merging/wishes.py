"""Decided comments as wishes on the circulated text: what `core.merge` takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from neaspec_cli.core import proposals
from neaspec_cli.core.comments import Comment, Place
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merge import BlockWish, Wish
from neaspec_cli.core.merging.block_wishes import TITLE, block_wish
from neaspec_cli.core.merging.part_wishes import Asking, filled_cell, part_of
from neaspec_cli.core.merging.parts import PartWish
from neaspec_cli.core.merging.section_wishes import SectionWish, section_change
from neaspec_cli.core.merging.wording_edges import edged
from neaspec_cli.core.proposals import (
    BEFORE,
    DeleteBlock,
    DeleteColumn,
    DeleteRow,
    DeleteWords,
    FormatChange,
    InsertBlock,
    InsertColumn,
    InsertRow,
    InsertWords,
    Join,
    LinkChange,
    Move,
    NoteChange,
    ReplaceWords,
    Split,
)

MODIFIED = "accepted with modification"
ONE_LINE = (
    "a cell of the plan's tables holds one paragraph in one line, and its words stand in it already; "
    "make two rows of it, or record with neaspec merge --done what comes of it"
)


@dataclass(frozen=True)
class Listed:
    """The blocks of a plan in reading order, and where the block of a section and label stands among them."""

    blocks: tuple[Block, ...]
    index: Mapping[tuple[str, str], int]
    starts: frozenset[int] = frozenset()
    """Blocks with which a section begins."""


@dataclass(frozen=True)
class Unwished:
    """An accepted comment that names no change that can be carried out by itself, and why."""

    key: str
    reason: str


def wish(
    comment: Comment, key: str, holder: str, base: Listed
) -> Wish | BlockWish | PartWish | SectionWish | Unwished:
    """The change that an accepted comment asks for, with the wording that was agreed."""
    found = _wish(comment, key, holder, base)
    match found:
        case BlockWish(op="delete", block=number):
            is_emptied, is_parted = True, False
        case Wish(block=number, start=start, end=end, text=new, to=to):
            text = base.blocks[number].text
            is_parted = to is None and "\n\n" in new
            is_emptied = not (text[:start] + ("" if to else new) + text[end:]).strip()
        case _:
            return found
    if (is_emptied or is_parted) and number in base.starts and base.blocks[number].kind == "heading":
        return Unwished(key, TITLE)
    if is_emptied and base.blocks[number].kind == "note":
        # A note without words goes out with its reference.
        return _part(DeleteBlock(), comment, key, holder, base, number, None)
    return found


def _wish(
    comment: Comment, key: str, holder: str, base: Listed
) -> Wish | BlockWish | PartWish | SectionWish | Unwished:
    number = base.index.get((comment.place.section, comment.place.block))
    decision = comment.disposition
    wording = edged(decision.text, comment.proposal) if decision and decision.verdict == MODIFIED else None
    if number is None:
        part = filled_cell(comment, base.index, wording)
        return PartWish(key, holder, part) if part else Unwished(key, _no_place(comment.place))
    change = section_change(comment, base.blocks, base.starts, base.index, wording)
    if change is not None:
        return Unwished(key, change) if isinstance(change, str) else SectionWish(key, holder, change)
    text = base.blocks[number].text
    match comment.proposal:
        case Move() | Join() | InsertBlock(kind="heading"):
            found = block_wish(
                comment.proposal,
                comment,
                (key, holder),
                base.blocks,
                base.starts,
                base.index,
                number,
                wording,
            )
            return Unwished(key, found) if isinstance(found, str) else found
        case InsertBlock(where="before") if number in base.starts:
            return Unwished(key, "nothing can stand before the title of a section; carry it out by hand")
        case InsertBlock(new, where, "paragraph" | "item", _):
            paragraphs = tuple(part for part in (wording or new).split("\n\n") if part.strip())
            return BlockWish(
                key, holder, "insert-after", number - 1 if where == BEFORE else number, paragraphs
            )
        case InsertBlock(kind="table") | InsertRow() | DeleteRow() | NoteChange() | FormatChange():
            return _part(comment.proposal, comment, key, holder, base, number, wording)
        case InsertColumn() | DeleteColumn() | LinkChange():
            return _part(comment.proposal, comment, key, holder, base, number, wording)
        case DeleteBlock() if base.blocks[number].kind == "note":
            return _part(comment.proposal, comment, key, holder, base, number, wording)
        case DeleteBlock() if wording is None and base.blocks[number].kind == "cell":
            return Wish(key, holder, number, 0, len(text), "")
        case DeleteBlock() if wording is None:
            return BlockWish(key, holder, "delete", number)
        case InsertWords() | DeleteWords() | ReplaceWords() | Split() | DeleteBlock():
            if isinstance(comment.proposal, Split) and base.blocks[number].kind == "cell":
                return Unwished(key, ONE_LINE)
            parting = "\n" if base.blocks[number].kind == "caption" else "\n\n"
            return _words(comment.proposal, key, holder, number, text, comment.place.quote, wording, parting)
        case None:
            return _remark(comment, key, holder, number, text, wording)
        case other:
            return Unwished(key, f"a proposal to {proposals.operation(other)} is to be carried out by hand")


def _part(
    proposal: Asking,
    comment: Comment,
    key: str,
    holder: str,
    base: Listed,
    number: int,
    wording: str | None,
) -> PartWish | Unwished:
    part = part_of(proposal, comment.place.quote, base.blocks, number, wording)
    return Unwished(key, part) if isinstance(part, str) else PartWish(key, holder, part)


def _words(
    proposal: InsertWords | DeleteWords | ReplaceWords | Split | DeleteBlock,
    key: str,
    holder: str,
    number: int,
    text: str,
    quote: str,
    wording: str | None,
    parting: str,
) -> Wish | Unwished:
    """The change of words; `parting` is what parts a block of this kind: a caption breaks its line."""
    place = proposals.span(proposal, text, quote)
    if place is None:
        return Unwished(key, "its words are not, or not only once, in the circulated text")
    start, end = place
    match proposal:
        case InsertWords(new) | ReplaceWords(_, new):
            wanted = new
        case Split() if not text[:start].strip():
            return Unwished(key, "its words are the first ones, so that nothing is to be parted")
        case Split():
            start = len(text[:start].rstrip())
            wanted = parting
        case _:
            wanted = ""
    return Wish(key, holder, number, start, end, wanted if wording is None else wording)


def _remark(
    comment: Comment, key: str, holder: str, number: int, text: str, wording: str | None
) -> Wish | Unwished:
    """A comment without a proposal: what was decided replaces the words that it quotes."""
    quote = comment.place.quote
    if wording is None:
        return Unwished(key, "it proposes no wording; carry it out by hand, then neaspec merge --done")
    if not quote or text.count(quote) != 1:
        return Unwished(key, "it does not say which words the new wording replaces; carry it out by hand")
    start = text.index(quote)
    return Wish(key, holder, number, start, start + len(quote), wording)


def _no_place(place: Place) -> str:
    if not place.section and not place.activity:
        return "it speaks of the plan as a whole; carry it out by hand, then neaspec merge --done"
    if place.activity:
        return "it speaks of the timeline; use neaspec timeline, then neaspec merge --done"
    return f"{place.section} {place.block}".strip() + " is no single block of the circulated text"


def listed(sections: Sequence[tuple[str, Sequence[Block], Sequence[str]]]) -> Listed:
    """Sections' ids, blocks and labels as one list."""
    blocks: list[Block] = []
    index: dict[tuple[str, str], int] = {}
    starts: set[int] = set()
    for section, of_section, labels in sections:
        starts.add(len(blocks))
        for block, label in zip(of_section, labels, strict=True):
            if label:
                index.setdefault((section, label), len(blocks))
            blocks.append(block)
    return Listed(tuple(blocks), index, frozenset(starts))
