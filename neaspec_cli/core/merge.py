"""Many hands on one text: what they agree on, where they clash, what can no longer be placed.

Three sides: `base` as circulated, `current` as the plan stands, and wishes, which are changes that people
ask for on the base. Words of different holders that overlap, touch, or have no unchanged word between
them within a sentence are a clash. A disagreement is a result, never an error, and nobody's wish is
dropped: each is in exactly one of four parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Agreed as Agreed
from neaspec_cli.core.merging.agreement import Already as Already
from neaspec_cli.core.merging.agreement import Alternative as Alternative
from neaspec_cli.core.merging.agreement import BlockWish as BlockWish
from neaspec_cli.core.merging.agreement import Clash as Clash
from neaspec_cli.core.merging.agreement import Lifted as Lifted
from neaspec_cli.core.merging.agreement import Merged as Merged
from neaspec_cli.core.merging.agreement import New as New
from neaspec_cli.core.merging.agreement import Op
from neaspec_cli.core.merging.agreement import Unplaced as Unplaced
from neaspec_cli.core.merging.agreement import Wish as Wish
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
    carried_out,
    collect,
    in_gap_order,
    worded,
)
from neaspec_cli.core.merging.clashing import Cluster, alternatives, blocks_of, clusters
from neaspec_cli.core.merging.placing import Lost, Placed, Placing, There
from neaspec_cli.core.merging.questions import EndsClash, ends_of, is_of_places, question, questions
from neaspec_cli.core.merging.returning import wishes_between as wishes_between


def merge(
    base: Sequence[Block],
    current: Sequence[Block],
    wishes: Iterable[Wish | BlockWish],
    firm: Collection[str] | None = None,
) -> Merged:
    """Decide every wish; the order of the wishes makes no difference.

    `firm` are the keys of wishes that are decided, where not all are: only their words go along with a block of which
    it is contested where it is to stand.
    """
    asked, already = collect(base, wishes)
    placing = Placing(base, current)
    there = _carried_out_already(base, current, placing, asked)
    placed: dict[Edit, Edit] = {}
    unplaced: list[Unplaced] = []
    for edit, who in asked.items():
        verdict = There() if edit in there else placing.verdict(edit)
        match verdict:
            case Placed(now):
                placed[edit] = now
            case There():
                already |= who.keys
            case Lost(reason):
                unplaced += [Unplaced(key, reason, *placing.texts(edit)) for key in who.keys]
    lost = {one.key for one in unplaced}
    live = _without(lost, {edit: asked[edit] for edit in placed})
    agreed, clashes = _decided(placing, live, placed, firm)
    already -= lost.union(*(one.keys for one in agreed), *(_keys(clash) for clash in clashes))
    return Merged(
        tuple(sorted(agreed, key=lambda one: (one.block, one.start, one.end, one.op, one.text, one.keys))),
        tuple(sorted(clashes, key=lambda one: (one.block, one.start, one.end))),
        tuple({one.key: one for one in sorted(unplaced, key=lambda one: one.key)}.values()),
        tuple(Already(key) for key in sorted(already)),
    )


def _carried_out_already(
    base: Sequence[Block], current: Sequence[Block], placing: Placing, asked: dict[Edit, Asked]
) -> set[Edit]:
    """Edits that together, as all that is agreed or as all of one holder, make the current text of the
    base.
    """
    now = [part for block in current for part in block.text.split(BREAK)]
    if now == [part for block in base for part in block.text.split(BREAK)]:
        return set()
    sets = [[edit for cluster in clusters(base, asked) if not cluster.is_clash for edit in cluster.edits]]
    sets += [[edit for edit in asked if holder in asked[edit].holders] for holder in _holders(asked)]
    found: set[Edit] = set()
    for edits in sets:
        if now == carried_out(base, edits, asked):
            found.update(edits)
        by_block: dict[int, list[Words]] = defaultdict(list)
        for edit in edits:
            if isinstance(edit, Words) and placing.is_changed(edit.block):
                by_block[edit.block].append(edit)
        for block, words in by_block.items():
            if worded(base[block].text, words) == placing.current_text(block):
                found.update(words)
    return found


def _holders(asked: dict[Edit, Asked]) -> list[str]:
    return sorted({holder for who in asked.values() for holder in who.holders})


def _decided(
    placing: Placing,
    live: dict[Edit, Asked],
    placed: dict[Edit, Edit],
    firm: Collection[str] | None,
) -> tuple[list[Agreed], list[Clash]]:
    free: list[Edit] = []
    clashes: list[Clash] = []
    for cluster in clusters(placing.base, live):
        if not cluster.is_clash:
            free += cluster.edits
        elif all(isinstance(edit, Words) for edit in cluster.edits):
            clash = _clash_of_ends(placing, cluster, live, placed)
            if len(clash.alternatives) > 1:
                clashes.append(clash)
            else:
                free += _shared(cluster, live)
        elif is_of_places(placing.base, cluster.edits):
            parts, along = questions(placing.base, cluster.edits, live, firm)
            free += along
            clashes += [question(placing.base, placing.current, part, live, placed) for part in parts]
        elif len((clash := _clash(placing, cluster, live, placed)).alternatives) > 1:
            clashes.append(clash)
        else:
            free += _shared(cluster, live)
    whole = _without({key for one in clashes for key in _keys(one)}, live)
    return list(_agreed(placing.current, [edit for edit in free if edit in whole], whole, placed)), clashes


def _without(keys: Collection[str], asked: dict[Edit, Asked]) -> dict[Edit, Asked]:
    """Edits that somebody asks for in other wishes than these: a wish of several edits is carried out whole or not."""
    left = {edit: who if who.keys.isdisjoint(keys) else who.without(keys) for edit, who in asked.items()}
    return {edit: who for edit, who in left.items() if who.keys}


def _keys(clash: Clash) -> set[str]:
    return {key for one in clash.alternatives for key in one.keys}


def _shared(cluster: Cluster, live: dict[Edit, Asked]) -> list[Edit]:
    """The edits of the first holder, now asked for by all: different edits came to the same wording."""
    everyone = Asked()
    for edit in cluster.edits:
        for holder, keys in live[edit].by_holder.items():
            for key in keys:
                everyone.add(holder, key)
    first = min(everyone.holders)
    chosen = [edit for edit in cluster.edits if first in live[edit].holders]
    live.update(dict.fromkeys(chosen, everyone))
    return chosen


def _clash(placing: Placing, cluster: Cluster, live: dict[Edit, Asked], placed: dict[Edit, Edit]) -> Clash:
    edits = cluster.edits
    blocks = blocks_of(edits)
    held = alternatives(cluster, live, {block: placing.base[block].text for block in blocks}, None)
    if not blocks:
        gap = next(edit.gap for edit in edits if isinstance(edit, Arrival))
        new = next(edit.gap for one, edit in placed.items() if one in edits and isinstance(edit, Arrival))
        after = before_gap(placing.base, gap)
        place = (before_gap(placing.current, new), -1, -1)
        return Clash(after, -1, -1, "", held, "paragraphs at one place", (), place)
    base = BREAK.join(placing.base[block].text for block in blocks)
    now = tuple(found for block in blocks if (found := placing.following.block(block).block) is not None)
    assert now, "an edit was placed in these blocks"
    place = (now[0], 0, len(placing.current[now[0]].text))
    end = len(placing.base[blocks[0]].text)
    return Clash(blocks[0], 0, end, base, held, "delete against edit", blocks, place, now)


def _clash_of_ends(
    placing: Placing, cluster: Cluster, live: dict[Edit, Asked], placed: dict[Edit, Edit]
) -> Clash:
    """A clash of words, or of several stretches of them that somebody's one wish is about."""
    words = [edit for edit in cluster.edits if isinstance(edit, Words)]
    ends = [
        _clash_of_words(placing, Cluster(tuple(end), True), end, live, placed)
        for end in ends_of(placing.base, words)
    ]
    if len(ends) == 1:
        return ends[0]
    held = tuple(one for end in ends for one in end.alternatives)
    first = ends[0]
    return EndsClash(
        first.block, first.start, first.end, first.base, held, "overlap", (), first.place, ends=tuple(ends)
    )


def _clash_of_words(
    placing: Placing,
    cluster: Cluster,
    words: Sequence[Words],
    live: dict[Edit, Asked],
    placed: dict[Edit, Edit],
) -> Clash:
    """The alternatives hold the current words of the stretch where they differ from those of the base."""
    block = words[0].block
    start, end = min(edit.start for edit in words), max(edit.end for edit in words)
    base = placing.base[block].text
    now: dict[Edit, Asked] = {placed[one]: live[one] for one in words}
    moved = [edit for edit in now if isinstance(edit, Words)]
    here = moved[0].block
    inside = [edit for edit in moved if edit.block == here]
    place = (here, min(edit.start for edit in inside), max(edit.end for edit in inside))
    if len(inside) == len(words):
        current = {here: placing.current[here].text}
        held = alternatives(Cluster(tuple(inside), True), now, current, place[1:])
    else:
        held = alternatives(cluster, live, {block: base}, (start, end))
    return Clash(block, start, end, base[start:end], held, "overlap", (), place)


def _agreed(
    current: Sequence[Block], free: Iterable[Edit], live: dict[Edit, Asked], placed: dict[Edit, Edit]
) -> Iterator[Agreed]:
    """The edits as they are to be carried out; a moved block takes the edits of its words along."""
    free = list(free)
    moving = {edit.block: edit for edit in free if isinstance(edit, Move)}
    riding: dict[Edit, list[Edit]] = defaultdict(list)
    by_gap: dict[int, list[Edit]] = defaultdict(list)
    for edit in free:
        now = placed[edit]
        if isinstance(edit, Words) and edit.block in moving:
            riding[moving[edit.block]].append(edit)
        elif isinstance(now, Words):
            yield _signed("replace", now.block, [edit], live, start=now.start, end=now.end, text=now.text)
        elif isinstance(now, Removal):
            yield _signed("delete", now.block, [edit], live)
        elif isinstance(now, Join):
            yield _signed("join", now.block, [edit], live, text=now.between)
        else:
            by_gap[now.gap].append(edit)
    for gap, edits in by_gap.items():
        yield from _arriving(current, gap, edits, riding, live, placed)


def _arriving(
    current: Sequence[Block],
    gap: int,
    edits: Sequence[Edit],
    riding: dict[Edit, list[Edit]],
    live: dict[Edit, Asked],
    placed: dict[Edit, Edit],
) -> Iterator[Agreed]:
    """All that comes into one gap as one insertion, and a deletion where a moved block stood."""
    texts: list[str] = []
    parts: list[New | Lifted] = []
    sources: list[Edit] = []
    for edit in sorted(edits, key=lambda one: in_gap_order(one, live)):
        now = placed[edit]
        sources += [edit, *riding[edit]]
        if isinstance(now, Arrival):
            texts += now.texts
            parts += [New(text, 0 if number else now.level) for number, text in enumerate(now.texts)]
        elif isinstance(now, Move):
            words = [one for other in riding[edit] if isinstance(one := placed[other], Words)]
            texts += worded(current[now.block].text, words).split(BREAK)
            parts.append(Lifted(now.block, tuple((one.start, one.end, one.text) for one in sorted(words))))
            yield _signed("delete", now.block, [edit, *riding[edit]], live)
    after = before_gap(current, gap)
    yield _signed("insert-after", after, sources, live, texts=tuple(texts), parts=tuple(parts))


def _signed(
    op: Op,
    block: int,
    edits: Sequence[Edit],
    live: dict[Edit, Asked],
    *,
    start: int = 0,
    end: int = 0,
    text: str = "",
    texts: tuple[str, ...] = (),
    parts: tuple[New | Lifted, ...] = (),
) -> Agreed:
    keys = tuple(sorted({key for edit in edits for key in live[edit].keys}))
    holders = tuple(sorted({holder for edit in edits for holder in live[edit].holders}))
    return Agreed(op, block, start, end, text, texts, keys, holders, parts)
