"""Proposals as changes of the circulated blocks, by number: what is printed in its place in a compilation text.

A place is the number of a block and an offset in its plain text. A proposal with no certain place is told in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from neaspec_cli.core import proposals
from neaspec_cli.core.comments import Comment
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.wishes import Listed
from neaspec_cli.core.proposals import (
    BEFORE,
    DeleteBlock,
    DeleteRow,
    DeleteWords,
    FormatChange,
    InsertBlock,
    InsertRow,
    InsertWords,
    Join,
    Move,
    NoteChange,
    Proposal,
    ReplaceWords,
    Split,
)
from neaspec_cli.core.register.proposals_in_words import in_words
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.core.text.tables import caption_of, extent

DELETE, DELETE_ROW, MOVE = "delete-block", "delete-row", "move"
JOIN, JOIN_CLOSE = "join", "join-close"
"""Two paragraphs become one with words or a space between them, or with nothing."""
TABLE = ("cell", "note")
NEW_NOTE, DELETE_NOTE, FORM, ASKS = "new-note", "delete-note", "form", "asks"


@dataclass(frozen=True, order=True)
class Words:
    """`new` in the place of `text[start:end]` of a block; an empty line in it parts the paragraph."""

    block: int
    start: int
    end: int
    new: str


@dataclass(frozen=True, order=True)
class Act:
    """What else is wanted of a block, told at the offset `at`; `words` are those of the proposal.

    A block that moves goes to the place before or after (`where`) the block `to`.
    """

    block: int
    at: int
    name: str
    words: str = ""
    to: int = -1
    where: str = ""


@dataclass(frozen=True, order=True)
class Arrival:
    """New paragraphs, or the cells of a new row, before or after a block (of a row, the row of that cell)."""

    block: int
    where: str
    form: str
    texts: tuple[str, ...]
    level: int = 0


What: TypeAlias = Words | Act | Arrival


@dataclass(frozen=True)
class Want:
    """One change with who asks for it; `date` is the day or moment of the comment."""

    what: What
    holder: str
    key: str
    date: str = ""


def changes(comment: Comment, base: Listed) -> tuple[What, ...] | str:
    """The changes that a comment's proposal makes to the circulated blocks; else why it has no certain place."""
    assert comment.proposal is not None
    number = base.index.get((comment.place.section, comment.place.block))
    if number is None:
        return "its place is no single block of the circulated text"
    found = tuple(_changes(comment.proposal, number, comment.place.quote, base))
    return found or "its words are not, or not only once, in the circulated text"


def _changes(proposal: Proposal, number: int, quote: str, base: Listed) -> Iterator[What]:
    text = base.blocks[number].text
    match proposal:
        case InsertWords() | DeleteWords() | ReplaceWords() | Split() | NoteChange() | FormatChange():
            yield from _in_words(proposal, number, text, quote)
        case Move():
            yield from _moved(proposal, number, text, quote, base)
        case Join(between):
            if following(base.blocks, number) < len(base.blocks):
                name = JOIN if between else JOIN_CLOSE
                yield Act(number, len(text), name, "" if between == " " else between)
        case DeleteBlock():
            yield Act(number, len(text), DELETE)
        case DeleteRow():
            yield Act(number, len(text), DELETE_ROW)
        case InsertBlock(new, where, "table", _):
            yield Arrival(number, where, "table", tuple(new.split("\n")))
        case InsertBlock(new, where, kind, level):
            texts = tuple(part for part in new.split(BREAK) if part.strip()) or (new,)
            yield Arrival(number, where, kind, texts, (level or 1) if kind == "heading" else 0)
        case InsertRow(cells, where) if base.blocks[number].kind == "cell":
            yield Arrival(number, where, "row", cells)
        case _:
            yield Act(number, len(text), ASKS, in_words(proposal))


def _in_words(
    proposal: InsertWords | DeleteWords | ReplaceWords | Split | NoteChange | FormatChange,
    number: int,
    text: str,
    quote: str,
) -> Iterator[What]:
    if isinstance(proposal, FormatChange) and not proposal.old:
        yield Act(number, len(text), FORM, proposal.format)
        return
    place = proposals.span(proposal, text, quote)
    if place is None:
        return
    start, end = place
    match proposal:
        case InsertWords(new) | ReplaceWords(_, new):
            yield Words(number, start, end, new)
        case DeleteWords():
            yield Words(number, start, end, "")
        case Split():
            yield Words(number, start, start, BREAK)
        case NoteChange(new, old):
            yield from [Act(number, start, DELETE_NOTE, old)] if old else []
            yield from [Act(number, start, NEW_NOTE, new)] if new else []
        case FormatChange(form, old):
            yield Act(number, end, FORM, f"{form}: {old}")


def _moved(proposal: Move, number: int, text: str, quote: str, base: Listed) -> Iterator[What]:
    """A block with the place that it goes to; words as taken out here and put in there."""
    to = base.index.get((proposal.section, proposal.block))
    place = proposals.span(proposal, text, quote)
    if to is None or place is None:
        return
    if not proposal.old:
        yield Act(number, len(text), MOVE, "", to, proposal.where)
        return
    yield Words(number, *place, "")
    if proposal.to is None:
        yield Arrival(to, proposal.where, "paragraph", (proposal.old,))
    else:
        at = min(proposal.to, len(base.blocks[to].text))
        yield Words(to, at, at, proposal.old)


def following(blocks: Sequence[Block], number: int) -> int:
    """The block after this one and its notes."""
    after = number + 1
    while after < len(blocks) and blocks[after].kind == "note" != blocks[number].kind:
        after += 1
    return after


def row_of(blocks: Sequence[Block], number: int) -> tuple[int, int]:
    """The first block of the row that a cell is in, and the one after the last with its notes."""
    seat = (blocks[number].table, blocks[number].path[:1])

    def inside(at: int) -> bool:
        block = blocks[at]
        return block.kind == "note" or (block.kind == "cell" and (block.table, block.path[:1]) == seat)

    first = last = number
    while first > 0 and inside(first - 1):
        first -= 1
    while last + 1 < len(blocks) and inside(last + 1):
        last += 1
    while blocks[first].kind == "note":
        first += 1
    return first, last + 1


def put_at(blocks: Sequence[Block], arrival: Arrival) -> int:
    """The number of the block before which an arrival stands; after a block means after its notes, or its table."""
    if arrival.form == "row":
        return row_of(blocks, arrival.block)[arrival.where != BEFORE]
    if arrival.where == BEFORE:
        return arrival.block
    after = following(blocks, arrival.block)
    if blocks[arrival.block].kind == "caption":
        table = blocks[after].table if after < len(blocks) and blocks[after].kind == "cell" else 0
        while (
            after < len(blocks)
            and table
            and blocks[after].table in (table, 0)
            and blocks[after].kind in TABLE
        ):
            after += 1
    return after


def comes_at(blocks: Sequence[Block], arrival: Arrival) -> int:
    """The number of the block before which an arrival stands; a table beside a cell stands beside the table of it."""
    if arrival.form != "table" or blocks[arrival.block].kind != "cell":
        return put_at(blocks, arrival)
    first, last = extent(blocks, arrival.block)
    caption = caption_of(blocks, first)
    return last + 1 if arrival.where != BEFORE else first if caption is None else caption


def rotated(words: Words, text: str) -> Words:
    """An insertion of `x ` before a word as one of ` x` after the word before it: the same text comes out."""
    at = words.start
    if at == words.end and at and text[at - 1] == " " == words.new[-1:] and words.new[:1] != " ":
        return replace(words, start=at - 1, end=at - 1, new=f" {words.new[:-1]}")
    return words
