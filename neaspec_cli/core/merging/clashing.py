"""Which edits on one base exclude each other, and the wordings that people then have to choose from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Alternative
from neaspec_cli.core.merging.asking import (
    BREAK,
    Arrival,
    Asked,
    Edit,
    Join,
    Move,
    Removal,
    Words,
    before_gap,
    in_gap_order,
    sort_key,
    worded,
)
from neaspec_cli.core.text.words import SENTENCE_ENDS


@dataclass(frozen=True)
class Cluster:
    """Edits to be decided together; alone and free, or a clash."""

    edits: tuple[Edit, ...]
    is_clash: bool


def clusters(base: Sequence[Block], asked: dict[Edit, Asked]) -> list[Cluster]:
    """The edits in groups: those that exclude each other, with what belongs to them, and all others alone."""
    groups = Groups(asked)
    for one, other in chain(pairs(base, asked), word_pairs(base, asked)):
        if groups.are_one(one, other):
            continue
        if excludes(one, other) or (
            asked[one].holders != asked[other].holders and disturbs(base, one, other)
        ):
            groups.unite(one, other)
    _pull_in(base, asked, groups)
    return groups.clusters()


def excludes(one: Edit, other: Edit) -> bool:
    """Whether not even one and the same holder can have both."""
    if isinstance(one, Words) and isinstance(other, Words):
        if one.start == one.end == other.start == other.end:
            return one.block == other.block
        return one.block == other.block and one.start < other.end and other.start < one.end
    if isinstance(one, Join) or isinstance(other, Join):
        return _parts_or_takes(one, other) or _parts_or_takes(other, one)
    if isinstance(one, Arrival) or isinstance(other, Arrival):
        return False
    if {type(one), type(other)} == {Move, Words}:
        return False
    return one.block == other.block


def _parts_or_takes(join: Edit, other: Edit) -> bool:
    """Whether an edit takes away one of two blocks that are to be one, or comes between them."""
    match join, other:
        case Join(), Join():
            return join.block == other.block
        case Join(), Removal():
            return other.block in (join.block, join.following)
        case Join(), Move():
            return other.block in (join.block, join.following) or other.gap == join.following
        case Join(), Arrival():
            return other.gap == join.following
        case _:
            return False


def disturbs(base: Sequence[Block], one: Edit, other: Edit) -> bool:
    """Whether two edits of different holders are too near each other to be both right."""
    if isinstance(one, Words) and isinstance(other, Words):
        first, second = sorted((one, other))
        return first.block == second.block and is_near(base[first.block].text, first.end, second.start)
    if isinstance(one, Join) or isinstance(other, Join):
        return _at_seam(base, one, other) or _at_seam(base, other, one)
    if isinstance(one, Words) or isinstance(other, Words):
        return False
    if isinstance(one, Move) and isinstance(other, Move) and _cross(one, other):
        return True
    return bool(_gaps(one) & _gaps(other)) or beside(base, one, other) or beside(base, other, one)


def _at_seam(base: Sequence[Block], join: Edit, other: Edit) -> bool:
    """Whether words change right where two blocks are to be joined."""
    if not isinstance(join, Join) or not isinstance(other, Words):
        return False
    text = base[other.block].text
    ends = other.block == join.block and is_near(text, other.end, len(text))
    return ends or (other.block == join.following and is_near(text, 0, other.start))


def is_near(text: str, end: int, start: int) -> bool:
    """Whether not one word and no end of a sentence stands between two places of a text."""
    return not any(char.isalnum() or char in SENTENCE_ENDS or char == "\n" for char in text[end:start])


def alternatives(
    cluster: Cluster, asked: dict[Edit, Asked], wording: dict[int, str], span: tuple[int, int] | None
) -> tuple[Alternative, ...]:
    """The different wordings of a clash, each with all who hold it.

    `wording` gives the text of each block, `span` the stretch of the one block when no whole block is at
    stake.
    """
    held: dict[str, Asked] = defaultdict(Asked)
    edits_of: dict[str, list[Edit]] = defaultdict(list)
    for edit in cluster.edits:
        for holder in asked[edit].holders:
            edits_of[holder].append(edit)
    for holder, mine in sorted(edits_of.items()):
        apart = any(excludes(one, other) for one, other in combinations(mine, 2))
        for edits in [[edit] for edit in mine] if apart else [mine]:
            text = _wording(cluster, edits, asked, wording, span)
            for key in (key for edit in edits for key in asked[edit].by_holder[holder]):
                held[text].add(holder, key)
    return tuple(
        Alternative(text, tuple(sorted(who.holders)), tuple(sorted(who.keys)))
        for text, who in sorted(held.items())
    )


def blocks_of(edits: Iterable[Edit]) -> tuple[int, ...]:
    """Blocks of the base that are changed, taken out or moved by these edits."""
    edits = list(edits)
    joined = {edit.following for edit in edits if isinstance(edit, Join)}
    return tuple(sorted(joined | {edit.block for edit in edits if not isinstance(edit, Arrival)}))


def _wording(
    cluster: Cluster,
    edits: Sequence[Edit],
    asked: dict[Edit, Asked],
    wording: dict[int, str],
    span: tuple[int, int] | None,
) -> str:
    words = [edit for edit in edits if isinstance(edit, Words)]
    if span is not None:
        return worded(wording[words[0].block], words, *span)
    gone = {edit.block for edit in edits if isinstance(edit, Removal | Move)}
    joins = {edit.following: edit for edit in edits if isinstance(edit, Join)}
    parts: list[tuple[int, int, str]] = []
    stands_in: dict[int, int] = {}
    for block in blocks_of(cluster.edits):
        text = worded(wording[block], (edit for edit in words if edit.block == block))
        if block in joins:
            at = stands_in[block] = stands_in[joins[block].block]
            parts[at] = (*parts[at][:2], parts[at][2] + joins[block].between + text)
        elif block not in gone:
            stands_in[block] = len(parts)
            parts.append((block, 1, text))
        parts += [(edit.gap, 0, text) for edit in edits if isinstance(edit, Move) and edit.block == block]
    for edit in sorted(edits, key=lambda one: in_gap_order(one, asked)):
        if isinstance(edit, Arrival):
            parts.append((edit.gap, 0, BREAK.join(edit.texts)))
    return BREAK.join(text for _, _, text in sorted(parts, key=lambda part: part[:2]))


# --- what is near what ------------------------------------------------------------------------------------


def pairs(
    base: Sequence[Block], asked: Iterable[Edit], *, crossing: bool = True
) -> Iterator[tuple[Edit, Edit]]:
    """Pairs at the same block or gap of which one at least takes, moves or adds a block; every pair of
    moves, unless those that only cross do not matter.
    """
    places: dict[tuple[str, int], list[Edit]] = defaultdict(list)
    for edit in asked:
        for place in _places(base, edit):
            if crossing or place[0] != "moves":
                places[place].append(edit)
    for edits in places.values():
        others = [edit for edit in edits if not isinstance(edit, Words)]
        yield from combinations(others, 2)
        yield from product(others, (edit for edit in edits if isinstance(edit, Words)))


def word_pairs(base: Sequence[Block], asked: Iterable[Edit]) -> Iterator[tuple[Edit, Edit]]:
    """Pairs of edits of words in one block that meet or are near each other."""
    words = sorted(edit for edit in asked if isinstance(edit, Words))
    for number, one in enumerate(words):
        text = base[one.block].text
        for place in range(number + 1, len(words)):
            other = words[place]
            if other.block != one.block or not is_near(text, one.end, other.start):
                break
            yield one, other


def _places(base: Sequence[Block], edit: Edit) -> set[tuple[str, int]]:
    places = {("gap", gap) for gap in _gaps(edit)}
    if not isinstance(edit, Arrival):
        places.add(("block", edit.block))
    if isinstance(edit, Join):
        places |= {("block", edit.following), ("gap", edit.following)}
    if isinstance(edit, Removal | Move):
        places |= {("gap", gap) for gap in _around(base, edit.block)}
    if isinstance(edit, Move):
        places.add(("moves", 0))
    return places


def _gaps(edit: Edit) -> set[int]:
    return {edit.gap} if isinstance(edit, Arrival | Move) else set()


def _around(base: Sequence[Block], block: int) -> set[int]:
    """The gaps before and behind a block."""
    after = block + 1
    while after < len(base) and base[after].kind == "note":
        after += 1
    return {block, after}


def beside(base: Sequence[Block], one: Edit, other: Edit) -> bool:
    """Whether one arrives right beside a block that the other takes away."""
    if not isinstance(one, Arrival | Move) or not isinstance(other, Removal | Move):
        return False
    return one.gap in _around(base, other.block) or before_gap(base, one.gap) == other.block


def _cross(one: Move, other: Move) -> bool:
    """Whether the ways of two moves overlap."""
    return max(min(one.block, one.gap), min(other.block, other.gap)) < min(
        max(one.block, one.gap), max(other.block, other.gap)
    )


def _pull_in(base: Sequence[Block], asked: dict[Edit, Asked], groups: Groups) -> None:
    """A holder's deletion and arrival side by side are one act, and so are a move and what clashes in its
    block, and all edits of one wish.

    They stay together when one of them is in a clash; words and the move or join of their block when both are.
    """
    near = list(pairs(base, asked, crossing=False))
    acts = [
        (one, other)
        for one, other in near
        if (
            asked[one].holders & asked[other].holders
            and (beside(base, one, other) or beside(base, other, one))
        )
        or ({type(one), type(other)} == {Move, Words} and blocks_of([one]) == blocks_of([other]))
        or (Join in (type(one), type(other)) and disturbs(base, one, other))
    ]
    inside = [
        (one, other)
        for one, other in near
        if isinstance(one, Move | Join) and isinstance(other, Words) and other.block in blocks_of([one])
    ]
    wishes = list(same_wish(asked))
    changed = True
    while changed:
        changed = False
        for one, other in acts:
            if groups.in_clash(one) != groups.in_clash(other):
                groups.unite(one, other)
                changed = True
        for one, other in inside:
            if groups.in_clash(one) and groups.in_clash(other) and not groups.are_one(one, other):
                groups.unite(one, other)
                changed = True
        for one, other in wishes:
            if not groups.are_one(one, other) and (groups.in_clash(one) or groups.in_clash(other)):
                groups.unite(one, other)
                changed = True


def same_wish(asked: dict[Edit, Asked]) -> Iterator[tuple[Edit, Edit]]:
    """The first edit of each wish with each other one."""
    first: dict[str, Edit] = {}
    for edit, who in asked.items():
        for key in sorted(who.keys):
            if (one := first.setdefault(key, edit)) != edit:
                yield one, edit


class Groups:
    """Edits united step by step; those that are united clash."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self.members: dict[Edit, list[Edit]] = {edit: [edit] for edit in edits}

    def are_one(self, one: Edit, other: Edit) -> bool:
        """Are two edits in one group already?"""
        return self.members[one] is self.members[other]

    def unite(self, one: Edit, other: Edit) -> None:
        """Make one group of those of two edits."""
        if self.are_one(one, other):
            return
        more, less = sorted((self.members[one], self.members[other]), key=len, reverse=True)
        more += less
        for edit in less:
            self.members[edit] = more

    def in_clash(self, edit: Edit) -> bool:
        """Is an edit in a group with others?"""
        return len(self.members[edit]) > 1

    def clusters(self) -> list[Cluster]:
        """The groups, in which edits have a fixed order."""
        groups = {id(members): members for members in self.members.values()}
        return [Cluster(tuple(sorted(edits, key=sort_key)), len(edits) > 1) for edits in groups.values()]
