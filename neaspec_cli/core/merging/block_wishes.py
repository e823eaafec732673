"""Accepted comments that move, join or head paragraphs, as wishes on the circulated text."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from neaspec_cli.core import proposals
from neaspec_cli.core.comments import Comment
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import BlockWish, Wish
from neaspec_cli.core.merging.asking import BREAK, before_gap, gap_after
from neaspec_cli.core.proposals import BEFORE, InsertBlock, Join, Move

MOVABLE = ("paragraph", "item", "heading")
SEEN_BY_READERS = ("tracked", "silent")
"""Origins of what was marked paragraph by paragraph: a heading or an item that moves there moves alone."""
TITLE = "it is the title of a section; rename or make the file by hand, then neaspec merge --done"
REWORDED = "another wording was agreed on for it; carry it out by hand, then neaspec merge --done"


def block_wish(
    proposal: Move | Join | InsertBlock,
    comment: Comment,
    who: tuple[str, str],
    blocks: Sequence[Block],
    starts: Collection[int],
    index: Mapping[tuple[str, str], int],
    number: int,
    wording: str | None,
) -> Wish | BlockWish | str:
    """The wish, or why there is none; `who` is key and holder, `number` the block of the comment's place.

    `starts` are the blocks with which sections begin, `index` tells the blocks by section and label.
    """
    match proposal:
        case InsertBlock():
            return _headed(proposal, who, blocks, starts, number, wording)
        case _ if wording is not None:
            return REWORDED
        case Join(between):
            following = gap_after(blocks, number)
            if following >= len(blocks) or following in starts:
                return "nothing stands behind it in its section; carry it out by hand"
            return BlockWish(*who, "join", number, (between,))
        case Move(section, block):
            target = index.get((section, block))
            if target is None:
                return f"{section} {block} is no single block of the circulated text"
            if proposal.old:
                return _words_moved(proposal, comment, who, blocks, number, target)
            return _moved(proposal, comment, who, blocks, starts, number, target)


def _headed(
    proposal: InsertBlock,
    who: tuple[str, str],
    blocks: Sequence[Block],
    starts: Collection[int],
    number: int,
    wording: str | None,
) -> BlockWish | str:
    level = proposal.level or _level_at(blocks, number)
    if level < 2 or (proposal.where == BEFORE and number in starts):
        return TITLE
    texts = tuple(part for part in (wording or proposal.new).split(BREAK) if part.strip())
    after = before_gap(blocks, number) if proposal.where == BEFORE else number
    return BlockWish(*who, "insert-after", after, texts, level=level)


def _moved(
    proposal: Move,
    comment: Comment,
    who: tuple[str, str],
    blocks: Sequence[Block],
    starts: Collection[int],
    number: int,
    target: int,
) -> BlockWish | str:
    if blocks[number].kind not in MOVABLE:
        return f"a {blocks[number].kind} cannot be moved by itself; carry it out by hand"
    if number in starts or (proposal.where == BEFORE and target in starts):
        return TITLE
    is_part = blocks[number].kind == "heading" and comment.origin not in SEEN_BY_READERS
    last = _end_of_part(blocks, starts, number) if is_part else number
    if blocks[number].kind == "item" and comment.origin not in SEEN_BY_READERS:
        last = _end_of_item(blocks, number)
    after = target
    if proposal.where == BEFORE:
        after = before_gap(blocks, target)
    elif is_part and blocks[target].kind == "heading" and target not in starts:
        after = _end_of_part(blocks, starts, target)
    if number <= after < last:
        return "it would move into itself; carry it out by hand"
    return BlockWish(*who, "move", number, after=after, last=last)


def _words_moved(
    proposal: Move,
    comment: Comment,
    who: tuple[str, str],
    blocks: Sequence[Block],
    number: int,
    target: int,
) -> Wish | str:
    place = proposals.span(proposal, blocks[number].text, comment.place.quote)
    if place is None:
        return "its words are not, or not only once, in the circulated text"
    length = len(blocks[target].text)
    at = proposal.to if proposal.to is not None else 0 if proposal.where == BEFORE else length
    if at > length or (target == number and place[0] <= at <= place[1]):
        return "where its words are to go is not certain; carry it out by hand"
    return Wish(*who, number, *place, proposal.old, to=(target, at))


def _level_at(blocks: Sequence[Block], number: int) -> int:
    """The level of the heading that a block stands below, of a title one more."""
    levels = (blocks[at].level for at in range(number, -1, -1) if blocks[at].kind == "heading")
    return max(next(levels, 2), 2)


def _end_of_part(blocks: Sequence[Block], starts: Collection[int], heading: int) -> int:
    """The last block below a heading, notes aside."""
    end = heading + 1
    while end < len(blocks) and end not in starts:
        if blocks[end].kind == "heading" and blocks[end].level <= blocks[heading].level:
            break
        end += 1
    return before_gap(blocks, end)


def _end_of_item(blocks: Sequence[Block], item: int) -> int:
    """The last paragraph or item below an item, itself where there is none."""
    path, end = blocks[item].path, item + 1
    while end < len(blocks):
        block = blocks[end]
        if block.kind != "note" and (block.kind != "item" or block.path[: len(path)] != path):
            break
        end += 1
    return before_gap(blocks, end)
