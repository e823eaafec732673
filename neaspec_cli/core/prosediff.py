"""What changed between two texts, block by block and word by word.

A paragraph break counts as a token: two blocks in one change are joined by "\\n\\n", so that a split or a join costs one
mark. A moved block is one change, placed where it stands now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.rewording import Op as Op
from neaspec_cli.core.rewording import Run as Run
from neaspec_cli.core.rewording import compare_texts as compare_texts
from neaspec_cli.core.words import count

Fate = Literal["same", "edited", "inserted", "deleted", "moved", "split", "joined", "formatted"]
BREAK = "\n\n"


@dataclass(frozen=True)
class Change:
    """What became of some blocks.

    `old` and `new` are indexes into the two sequences, in order; the runs cover their texts joined by "\\n\\n".
    `move` above 0 numbers a move; `formatted` is the same words under other marks or as another kind of block.
    """

    kind: Fate
    old: tuple[int, ...]
    new: tuple[int, ...]
    runs: tuple[Run, ...]
    move: int = 0


@dataclass(frozen=True)
class Summary:
    """How much changed; moved words are counted apart, words changed inside a move as inserted and deleted."""

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
    changes = []
    for index, (before, after) in enumerate(zip(old, new, strict=False)):
        same = before.text == after.text
        runs = compare_texts(before.text, after.text)
        changes.append(Change("same" if same else "edited", (index,), (index,), runs))
    for index in range(len(new), len(old)):
        changes.append(Change("deleted", (index,), (), compare_texts(old[index].text, "")))
    for index in range(len(old), len(new)):
        changes.append(Change("inserted", (), (index,), compare_texts("", new[index].text)))
    return tuple(changes)


def summary(changes: Iterable[Change]) -> Summary:
    """Words, runs and blocks changed, over any number of changes."""
    total = Summary()
    for change in changes:
        if change.kind == "same":
            continue
        lengths = {op: sum(count(run.text) for run in change.runs if run.op == op) for op in ("insert", "delete", "keep")}
        moved = change.move > 0
        total = Summary(
            total.words_inserted + lengths["insert"],
            total.words_deleted + lengths["delete"],
            total.words_moved + (lengths["keep"] if moved else 0),
            total.runs + sum(run.op != "keep" for run in change.runs),
            total.blocks_changed + 1,
            total.blocks_moved + moved,
        )
    return total
