"""What changed between two texts, block by block and word by word.

A paragraph break counts as a token: two blocks in one change are joined by "\\n\\n", so that a split or a
join costs one mark. A moved block is one change, placed where it stands now.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from itertools import groupby
from typing import Literal

from neaspec_cli.core.comparing.pairing import pair_blocks
from neaspec_cli.core.comparing.rewording import Op as Op
from neaspec_cli.core.comparing.rewording import Run as Run
from neaspec_cli.core.comparing.rewording import compare_texts as compare_texts
from neaspec_cli.core.comparing.rewording import reworded
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.words import count

Fate = Literal["same", "edited", "inserted", "deleted", "moved", "split", "joined", "formatted"]
BREAK = "\n\n"


@dataclass(frozen=True)
class Change:
    """What became of some blocks.

    `old` and `new` are indexes into the two sequences, in order; the runs cover their texts joined by
    "\\n\\n". `move` above 0 numbers a move; `formatted` is the same words under other marks or as another
    kind of block.
    """

    kind: Fate
    old: tuple[int, ...]
    new: tuple[int, ...]
    runs: tuple[Run, ...]
    move: int = 0


@dataclass(frozen=True)
class Summary:
    """How much changed; words that only moved are counted apart from those inserted and deleted."""

    words_inserted: int = 0
    words_deleted: int = 0
    words_moved: int = 0
    runs: int = 0
    blocks_changed: int = 0
    blocks_moved: int = 0


def compare(old: Sequence[Block], new: Sequence[Block]) -> tuple[Change, ...]:
    """All changes between two texts in the reading order of the new one, deletions where they stood.

    Every old and every new block is in exactly one change.
    """
    pairing = pair_blocks(old, new)
    changes = [_in_place(old, new, olds, news) for olds, news in pairing.places]
    anchors = list(changes)
    for number, (i, j) in enumerate(pairing.moves, 1):
        changes.append(Change("moved", (i,), (j,), reworded(old[i].text, new[j].text), number))
    gone = set(range(len(old))).difference(*(change.old for change in changes))
    arrived = set(range(len(new))).difference(*(change.new for change in changes))
    changes += [Change("deleted", (i,), (), compare_texts(old[i].text, "")) for i in gone]
    changes += [Change("inserted", (), (j,), compare_texts("", new[j].text)) for j in arrived]
    return _in_reading_order(changes, anchors)


def _in_reading_order(changes: Sequence[Change], anchors: Sequence[Change]) -> tuple[Change, ...]:
    """Changes by their place among those that stayed, which rise on both sides: deletions before arrivals."""
    first_old = [change.old[0] for change in anchors]
    first_new = [change.new[0] for change in anchors]

    def place(change: Change) -> tuple[int, int, int]:
        if not change.new:
            return bisect_right(first_old, change.old[0]), 1, change.old[0]
        before = bisect_right(first_new, change.new[0])
        stayed = before > 0 and anchors[before - 1].new == change.new
        return before, 0 if stayed else 2, change.new[0]

    return tuple(sorted(changes, key=place))


def _in_place(
    old: Sequence[Block], new: Sequence[Block], olds: tuple[int, ...], news: tuple[int, ...]
) -> Change:
    before = BREAK.join([old[i].text for i in olds])
    after = BREAK.join([new[j].text for j in news])
    runs = reworded(before, after)
    if len(olds) > 1 or len(news) > 1:
        return Change("joined" if len(olds) > 1 else "split", olds, news, runs)
    if before != after:
        return Change("edited", olds, news, runs)
    return Change("same" if _form(old[olds[0]]) == _form(new[news[0]]) else "formatted", olds, news, runs)


def _form(block: Block) -> tuple[object, ...]:
    """What a reader sees of a block besides its words."""
    marks = [
        (mark.kind, mark.start, mark.end, mark.detail, mark.classes, mark.attributes) for mark in block.marks
    ]
    return (block.kind, block.level, block.inside, marks)


def summary(changes: Iterable[Change]) -> Summary:
    """Words, runs and blocks changed, over any number of changes; words of a passage that went elsewhere are moved."""
    words: Counter[str] = Counter()
    runs = blocks = moves = 0
    for change in changes:
        if change.kind == "same":
            continue
        blocks += 1
        moves += change.move > 0
        runs += sum(op != "keep" for op, _ in groupby(change.runs, key=lambda run: run.op))
        for run in change.runs:
            if run.op != "keep" or change.move:
                words[_fate(change, run)] += count(run.text)
    return Summary(words["insert"], words["delete"], words["moved"], runs, blocks, moves)


def total(summaries: Iterable[Summary]) -> Summary:
    """How much changed in all."""
    return Summary(*map(sum, zip(*map(astuple, summaries), strict=True)))


def _fate(change: Change, run: Run) -> str:
    """How the words of a run are counted; of a passage that went elsewhere the end where it stands now."""
    if run.move:
        return "moved" if run.op == "insert" else "moved away"
    return "moved" if run.op == "keep" and change.move else run.op
