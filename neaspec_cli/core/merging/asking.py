"""Wishes in one form, so that the same wish from two sides is the same value.

A text wish is cut down to the tokens that really change; deleting
all words of a paragraph is deleting the paragraph. A gap is the place before a block, by its index; a
block's notes belong to it, so no gap lies between them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, field, replace
from itertools import accumulate
from typing import Any

from neaspec_cli.core.comparing.sliding import trimmed
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import BlockWish, Wish
from neaspec_cli.core.text.words import tokens

BREAK = "\n\n"


@dataclass(frozen=True, order=True)
class Words:
    """Other words in the place of `text[start:end]` of a block."""

    block: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, order=True)
class Removal:
    """A block taken out."""

    block: int


@dataclass(frozen=True, order=True)
class Arrival:
    """New paragraphs in a gap, the first a heading where there is a level; `again` as in BlockWish."""

    gap: int
    texts: tuple[str, ...]
    level: int = 0
    again: int = 0


@dataclass(frozen=True, order=True)
class Move:
    """A block taken to a gap."""

    block: int
    gap: int


@dataclass(frozen=True, order=True)
class Join:
    """A block made one with the block that follows it and its notes."""

    block: int
    following: int
    between: str


Edit = Words | Removal | Arrival | Move | Join
ORDER: dict[type, int] = {Words: 0, Removal: 1, Arrival: 2, Move: 3, Join: 4}


@dataclass
class Asked:
    """Who asks for an edit, and in which wishes."""

    holders: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    by_holder: dict[str, set[str]] = field(default_factory=dict)

    def add(self, holder: str, key: str) -> None:
        """One more who asks."""
        self.holders.add(holder)
        self.keys.add(key)
        self.by_holder.setdefault(holder, set()).add(key)

    def without(self, keys: Collection[str]) -> Asked:
        """Those who ask for it in other wishes than these."""
        left = Asked()
        for holder, own in self.by_holder.items():
            for key in own.difference(keys):
                left.add(holder, key)
        return left


def collect(base: Sequence[Block], wishes: Iterable[Wish | BlockWish]) -> tuple[dict[Edit, Asked], set[str]]:
    """Each different edit with all who ask for it, in a fixed order, and the keys of wishes that change
    nothing.
    """
    asked: dict[Edit, Asked] = {}
    idle: set[str] = set()
    for wish in wishes:
        edits = list(_edits(base, wish))
        if not edits:
            idle.add(wish.key)
        for edit in edits:
            asked.setdefault(edit, Asked()).add(wish.holder, wish.key)
    return _without_twins(base, dict(sorted(asked.items(), key=lambda item: sort_key(item[0])))), idle


def sort_key(edit: Edit) -> tuple[Any, ...]:
    """Puts edits in a fixed order, kind by kind."""
    return (ORDER[type(edit)], *astuple(edit))


def natural(key: str) -> list[tuple[int, str]]:
    """Puts JPN-2 before JPN-10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", key)]


def gap_after(base: Sequence[Block], block: int) -> int:
    """The gap behind a block and its notes; -1 gives the gap before the first block."""
    gap = block + 1
    while 0 < gap < len(base) and base[gap].kind == "note":
        gap += 1
    return gap


def before_gap(blocks: Sequence[Block], gap: int) -> int:
    """The block before a gap, -1 where there is none."""
    block = gap - 1
    while block > 0 and blocks[block].kind == "note":
        block -= 1
    return block


def worded(text: str, edits: Iterable[Words], start: int = 0, end: int | None = None) -> str:
    """`text[start:end]` with edits in it that do not overlap."""
    at, parts = start, []
    for edit in sorted(edits):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at : len(text) if end is None else end]])


def carried_out(base: Sequence[Block], edits: Iterable[Edit], asked: dict[Edit, Asked]) -> list[str]:
    """The texts of all blocks once edits are carried out that exclude each other nowhere."""
    words: dict[int, list[Words]] = {}
    gone: set[int] = set()
    arriving: dict[int, list[Arrival | Move]] = {}
    joins: dict[int, Join] = {}
    for edit in edits:
        if isinstance(edit, Join):
            joins[edit.following] = edit
        if isinstance(edit, Words):
            words.setdefault(edit.block, []).append(edit)
        if isinstance(edit, Removal | Move):
            gone.add(edit.block)
        if isinstance(edit, Arrival | Move):
            arriving.setdefault(edit.gap, []).append(edit)
    texts = [worded(block.text, words.get(index, ())).split(BREAK) for index, block in enumerate(base)]
    result: list[str] = []
    ends: dict[int, int] = {}
    for index in range(len(base) + 1):
        for edit in sorted(arriving.get(index, ()), key=lambda one: in_gap_order(one, asked)):
            result += edit.texts if isinstance(edit, Arrival) else texts[edit.block]
        if index == len(base) or index in gone:
            continue
        if index in joins and (at := ends.get(joins[index].block)) is not None:
            first, *others = texts[index]
            result[at : at + 1] = [result[at] + joins[index].between + first, *others]
            ends[index] = at + len(others)
        else:
            result += texts[index]
            ends[index] = len(result) - 1
    return result


def in_gap_order(edit: Edit, asked: dict[Edit, Asked]) -> tuple[list[tuple[int, str]], tuple[Any, ...]]:
    """Several arrivals in one gap stand in the order of their wishes."""
    return natural(min(asked[edit].keys, key=natural)), sort_key(edit)


def _edits(base: Sequence[Block], wish: Wish | BlockWish) -> Iterator[Edit]:
    """What a wish comes to: nothing, one edit, one for each block that moves, two where words move."""
    if isinstance(wish, Wish):
        wishes = [wish]
        if wish.to is not None:
            block, at = wish.to
            wishes = [replace(wish, text="", to=None), Wish(wish.key, wish.holder, block, at, at, wish.text)]
        yield from filter(None, (_words(base[one.block], one) for one in wishes))
    elif wish.op == "delete":
        yield Removal(wish.block)
    elif wish.op == "move":
        yield from _moves(base, wish.block, max(wish.block, wish.last), gap_after(base, wish.after))
    elif wish.op == "join":
        following = gap_after(base, wish.block)
        if following < len(base):
            yield Join(wish.block, following, *wish.texts)
    else:
        texts = tuple(text for text in wish.texts if text.strip())
        yield from [Arrival(gap_after(base, wish.block), texts, wish.level, wish.again)] if texts else []


def _moves(base: Sequence[Block], first: int, last: int, gap: int) -> Iterator[Move]:
    """Nothing where the text would read the same: the blocks stay, or pass only blocks that say the same."""
    behind = gap_after(base, last)
    passed = base[gap:first] if gap <= first else base[behind:gap]
    moving = [at for at in range(first, last + 1) if base[at].kind != "note"]
    if {other.text for other in passed} - {base[at].text for at in moving} or (passed and len(moving) > 1):
        yield from (Move(at, gap) for at in moving)


def _words(block: Block, wish: Wish) -> Words | Removal | None:
    start = min(max(wish.start, 0), len(block.text))
    end = min(max(wish.end, start), len(block.text))
    wished = block.text[:start] + wish.text + block.text[end:]
    if wished == block.text:
        return None
    if not wished.strip() and block.kind != "cell":
        return Removal(wish.block)
    start, end = _whole_tokens(block.text, wished, start, end)
    before, after = tokens(block.text[start:end]), tokens(wished[start : end + len(wished) - len(block.text)])
    i1, i2, j1, j2 = trimmed((0, len(before), 0, len(after)), before, after)
    at = start + len("".join(before[:i1]))
    return Words(wish.block, at, at + len("".join(before[i1:i2])), "".join(after[j1:j2]))


def _whole_tokens(old: str, new: str, start: int, end: int) -> tuple[int, int]:
    """The stretch `old[start:end]` widened until it cuts no token of either text."""
    longer = len(new) - len(old)
    bounds = set(accumulate(map(len, tokens(new)), initial=0))
    both = list(accumulate(map(len, tokens(old)), initial=0))
    return (
        max(at for at in both if at <= start and at in bounds),
        min(at for at in both if at >= end and at + longer in bounds),
    )


def _without_twins(base: Sequence[Block], asked: dict[Edit, Asked]) -> dict[Edit, Asked]:
    """Edits of words that give the same text, as of either of two equal words, made one."""
    first: dict[tuple[int, str], Edit] = {}
    result: dict[Edit, Asked] = {}
    for edit, who in asked.items():
        same = edit
        if isinstance(edit, Words):
            same = first.setdefault((edit.block, worded(base[edit.block].text, [edit])), edit)
        known = result.setdefault(same, Asked())
        for holder, keys in who.by_holder.items():
            for key in keys:
                known.add(holder, key)
    return result
