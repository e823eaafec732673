"""Where paragraphs are to stand, or whether they are to be one, when that is contested: questions with their places.

What a group of edits is at odds over falls into questions that are settled one by one. Each has spots, which are
stretches of the current text, and says of each spot what stands there, who wants just that, and what others want there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations, pairwise

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Alternative, Clash, Lifted, New, Reason
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
    gap_after,
    in_gap_order,
    sort_key,
    worded,
)
from neaspec_cli.core.merging.clashing import (
    Groups,
    beside,
    blocks_of,
    disturbs,
    excludes,
    pairs,
    same_wish,
    word_pairs,
)


@dataclass(frozen=True)
class Joined:
    """Blocks that go as they are written, made one, with what stands between their words."""

    parts: tuple[Lifted, ...]
    between: tuple[str, ...]


Piece = New | Lifted | Joined


@dataclass(frozen=True)
class Wanted:
    """What some want to stand in a spot; without pieces they want nothing there."""

    pieces: tuple[Piece, ...]
    text: str
    holders: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Spot:
    """A place of a question: the blocks that stand there, or (none) the gap after the block `after`, -1: before all.

    `staying` are those who want just what stands there.
    """

    stands: tuple[int, ...]
    after: int
    wanted: tuple[Wanted, ...]
    staying: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlaceClash(Clash):
    """A question of places; without spots one and the same holder wants what excludes itself."""

    spots: tuple[Spot, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True)
class EndsClash(Clash):
    """Words that are at odds in several stretches, as where they go from one to the other; each as a clash of its own.

    What is wished of all of them is one wish.
    """

    ends: tuple[Clash, ...] = field(default=(), kw_only=True)


_REASONS: tuple[tuple[type, Reason], ...] = ((Join, "join against edit"), (Move, "moves"))


def is_of_places(base: Sequence[Block], edits: Collection[Edit]) -> bool:
    """Whether edits that are at odds move or join blocks, or are about headings or blocks that stand apart."""
    blocks = blocks_of(edits)
    if any(isinstance(edit, Move | Join) for edit in edits) or any(
        base[at].kind == "heading" for at in blocks
    ):
        return True
    return any(gap_after(base, one) != other for one, other in pairwise(blocks))


def ends_of(base: Sequence[Block], words: Sequence[Words]) -> list[list[Words]]:
    """Words stretch by stretch."""
    groups = Groups(words)
    for one, other in word_pairs(base, words):
        if excludes(one, other) or disturbs(base, one, other):
            groups.unite(one, other)
    return [[edit for edit in cluster.edits if isinstance(edit, Words)] for cluster in groups.clusters()]


def questions(
    base: Sequence[Block], edits: Sequence[Edit], asked: dict[Edit, Asked], firm: Collection[str] | None
) -> tuple[list[list[Edit]], list[Edit]]:
    """Edits that are at odds, question by question; and those that are at odds with none but by standing near.

    Words that nobody else touches go along wherever their block goes; those of wishes that are not `firm` do not.
    """
    groups = Groups(edits)
    for one, other in same_wish({edit: asked[edit] for edit in edits}):
        groups.unite(one, other)
    for one, other in chain(pairs(base, edits, crossing=False), word_pairs(base, edits)):
        is_one_act = not asked[one].holders.isdisjoint(asked[other].holders) and (
            beside(base, one, other) or beside(base, other, one)
        )
        if is_one_act or excludes(one, other) or _is_near(base, one, other):
            groups.unite(one, other)
    taking = {at: edit for edit in edits if isinstance(edit, Move | Join) for at in blocks_of([edit])}
    for edit in edits:
        if isinstance(edit, Words) and edit.block in taking:
            is_firm = firm is None or asked[edit].keys <= set(firm)
            if groups.in_clash(edit) or not is_firm:
                groups.unite(edit, taking[edit.block])
    found = [list(cluster.edits) for cluster in groups.clusters()]
    free: list[Edit] = [one for one, *others in found if not others and isinstance(one, Words)]
    alone = set(free)
    return [one for one in found if one[0] not in alone], free


def _is_near(base: Sequence[Block], one: Edit, other: Edit) -> bool:
    """Whether words are too near each other, or to a seam, to be both right."""
    near = (Words, Join)
    return isinstance(one, near) and isinstance(other, near) and disturbs(base, one, other)


def question(
    base: Sequence[Block],
    current: Sequence[Block],
    edits: Sequence[Edit],
    asked: dict[Edit, Asked],
    placed: dict[Edit, Edit],
) -> PlaceClash:
    """One question: what each holder wants of it, spot by spot."""
    ways = _ways(edits, asked)
    spots: tuple[Spot, ...] = ()
    texts: dict[frozenset[Edit], list[str]] = {way: [] for way in ways}
    for stretch in _stretches(current, [placed[edit] for edit in edits]):
        pieces = {
            way: tuple(_pieces(stretch, sorted(way, key=sort_key), asked, placed, current)) for way in ways
        }
        spots = (*spots, _spot(current, stretch, pieces, ways))
        for way, mine in pieces.items():
            texts[way] += [text_of(current, one) for one in mine]
    held = tuple(
        Alternative(BREAK.join(texts[way]), tuple(sorted(who.holders)), tuple(sorted(who.keys)))
        for way, who in ways.items()
    )
    holders = [holder for who in ways.values() for holder in who.holders]
    blocks = blocks_of(edits)
    here = tuple(at for spot in spots for at in spot.stands)
    reason: Reason = "delete against edit"
    for kind, name in _REASONS:
        reason = name if any(isinstance(edit, kind) for edit in edits) else reason
    first = (
        blocks[0] if blocks else min(before_gap(base, one.gap) for one in edits if isinstance(one, Arrival))
    )
    return PlaceClash(
        first,
        0 if blocks else -1,
        len(base[first].text) if blocks else -1,
        BREAK.join(base[block].text for block in blocks),
        held,
        reason,
        blocks,
        (here[0], 0, len(current[here[0]].text)) if here else (spots[0].after, -1, -1),
        here,
        spots=spots if len(holders) == len(set(holders)) else (),
    )  # fmt: skip


def text_of(current: Sequence[Block], piece: Piece) -> str:
    """What a piece says."""
    match piece:
        case New(text):
            return text
        case Lifted(block, words):
            return worded(current[block].text, (Words(0, *one) for one in words))
        case Joined(parts, between):
            result = text_of(current, parts[0])
            for sign, part in zip(between, parts[1:], strict=True):
                result += sign + text_of(current, part)
            return result


def _ways(edits: Sequence[Edit], asked: dict[Edit, Asked]) -> dict[frozenset[Edit], Asked]:
    """The edits of each holder, with all who want just these; one by one where they exclude each other."""
    mine: dict[str, set[Edit]] = defaultdict(set)
    for edit in edits:
        for holder in asked[edit].holders:
            mine[holder].add(edit)
    ways: dict[frozenset[Edit], Asked] = {}
    for holder, own in sorted(mine.items()):
        apart = any(excludes(one, other) for one, other in combinations(own, 2))
        for way in [{edit} for edit in sorted(own, key=sort_key)] if apart else [own]:
            who = ways.setdefault(frozenset(way), Asked())
            for key in (key for edit in way for key in asked[edit].by_holder[holder]):
                who.add(holder, key)
    return ways


Stretch = list[tuple[int, bool]]
"""Gaps and blocks (True) that adjoin, in the order of the text."""


def _stretches(current: Sequence[Block], edits: Sequence[Edit]) -> list[Stretch]:
    blocks = {edit.block for edit in edits if not isinstance(edit, Arrival)}
    blocks |= {edit.following for edit in edits if isinstance(edit, Join)}
    places = {(at, True) for at in blocks} | {
        (edit.gap, False) for edit in edits if isinstance(edit, Arrival | Move)
    }
    found: list[Stretch] = []
    end = -1
    for at, is_block in sorted(places):
        if not found or at != end:
            found.append([])
        found[-1].append((at, is_block))
        end = gap_after(current, at) if is_block else at
    return found


def _pieces(
    stretch: Stretch,
    way: Sequence[Edit],
    asked: dict[Edit, Asked],
    placed: dict[Edit, Edit],
    current: Sequence[Block],
) -> Iterator[Piece]:
    """What stands in a stretch once these edits are carried out."""
    mine = [placed[edit] for edit in sorted(way, key=lambda one: in_gap_order(one, asked))]
    leaving = {edit.block for edit in mine if isinstance(edit, Removal | Move)}
    joins = {edit.following: edit for edit in mine if isinstance(edit, Join)}
    last: Piece | None = None
    for at, is_block in stretch:
        if is_block and at in joins and last is not None:
            earlier = (
                last
                if isinstance(last, Joined)
                else Joined((last,), ())
                if isinstance(last, Lifted)
                else None
            )
            if earlier is not None and earlier.parts[-1].block == joins[at].block:
                last = Joined((*earlier.parts, _lifted(at, mine)), (*earlier.between, joins[at].between))
                continue
        if is_block and at in leaving:
            continue
        arriving = [_lifted(at, mine)] if is_block else list(_arriving(at, mine))
        for piece in arriving:
            if last is not None:
                yield last
            last = piece
    if last is not None:
        yield last


def _arriving(gap: int, mine: Sequence[Edit]) -> Iterator[New | Lifted]:
    for edit in mine:
        if isinstance(edit, Arrival) and edit.gap == gap:
            yield from (New(text, 0 if number else edit.level) for number, text in enumerate(edit.texts))
        elif isinstance(edit, Move) and edit.gap == gap:
            yield _lifted(edit.block, mine)


def _lifted(block: int, mine: Sequence[Edit]) -> Lifted:
    words = sorted(edit for edit in mine if isinstance(edit, Words) and edit.block == block)
    return Lifted(block, tuple((one.start, one.end, one.text) for one in words))


def _spot(
    current: Sequence[Block],
    stretch: Stretch,
    pieces: dict[frozenset[Edit], tuple[Piece, ...]],
    ways: dict[frozenset[Edit], Asked],
) -> Spot:
    stands = tuple(at for at, is_block in stretch if is_block)
    staying: set[str] = set()
    wanted: dict[tuple[Piece, ...], Asked] = {}
    for way, mine in pieces.items():
        if stands and mine == tuple(Lifted(at) for at in stands):
            staying |= ways[way].holders
        elif mine or stands:
            who = wanted.setdefault(mine, Asked())
            for holder, keys in ways[way].by_holder.items():
                for key in keys:
                    who.add(holder, key)
    held = [
        Wanted(
            mine,
            BREAK.join(text_of(current, one) for one in mine),
            tuple(sorted(who.holders)),
            tuple(sorted(who.keys)),
        )
        for mine, who in wanted.items()
    ]
    held.sort(key=lambda one: (one.holders, one.text))
    after = before_gap(current, stretch[0][0])
    return Spot(stands, after, tuple(held), tuple(sorted(staying)))
