"""The runs of a change as stretches of single blocks, paragraph by paragraph: a run may reach over several blocks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from neaspec_cli.core.prosediff import BREAK, Op, Run
from neaspec_cli.core.text.blocks import Block
from neaspec_cli.core.text.signs import bracketed, printed, signs

Ending = Literal["", "inserted", "deleted"]
_ENDINGS: dict[Op, Ending] = {"keep": "", "insert": "inserted", "delete": "deleted"}
_BREAKS: dict[Ending, Op] = {"": "keep", "inserted": "insert", "deleted": "delete"}


@dataclass(frozen=True)
class Stretch:
    """Words of one block, the old one (number `old` of the change) or the new one, or of both where they are kept."""

    op: Op
    old: int = 0
    old_span: tuple[int, int] = (0, 0)
    new: int = 0
    new_span: tuple[int, int] = (0, 0)
    move: int = 0
    """The number of the passage that they are part of, where they went to another paragraph or came from one."""


def paragraphs(
    runs: Sequence[Run], old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[list[Stretch], Ending]]:
    """The paragraphs that show both sides of a change, and what became of the mark that ends each."""
    olds, news = _Line(old), _Line(new)
    held: list[Stretch] = []
    for run in runs:
        leading = olds if run.op == "delete" else news
        for start, end in leading.pieces(len(run.text)):
            if end < 0:
                yield held, _ENDINGS[run.op]
                held = []
                continue
            held.append(_stretch(run, olds, news, start - leading.here, end - leading.here))
        for line, ops in ((olds, ("keep", "delete")), (news, ("keep", "insert"))):
            line.here += len(run.text) if run.op in ops else 0
    yield held, ""


def _stretch(run: Run, olds: _Line, news: _Line, start: int, end: int) -> Stretch:
    old, old_span = olds.place(start, end) if run.op != "insert" else (0, (0, 0))
    new, new_span = news.place(start, end) if run.op != "delete" else (0, (0, 0))
    return Stretch(run.op, old, old_span, new, new_span, run.move)


def printed_runs(runs: Sequence[Run], old: Sequence[Block], new: Sequence[Block]) -> tuple[Run, ...]:
    """The runs as people read them: with the square brackets of bracketed text, which the plain text leaves out."""
    if not any(block.inside or bracketed(block.marks) for block in (*old, *new)):
        return tuple(runs)
    texts = [block.text for block in old], [block.text for block in new]
    made: list[Run] = []
    for stretches, end in paragraphs(runs, *texts):
        for one in stretches:
            if one.op == "keep":
                made += _kept(one, old[one.old], new[one.new])
            else:
                is_old = one.op == "delete"
                block, span = (old[one.old], one.old_span) if is_old else (new[one.new], one.new_span)
                made.append(Run(one.op, printed(block, *span), one.move))
        made.append(Run(_BREAKS[end], BREAK))
    return tuple(run for run in made[:-1] if run.text)


def _kept(one: Stretch, old: Block, new: Block) -> Iterator[Run]:
    """Words that stay, and the brackets that came to them or went."""
    before, after = signs(old, *one.old_span), signs(new, *one.new_span)
    start, end = one.new_span
    done = 0
    held = ""
    for at in sorted({*before, *after, end - start}):
        held += new.text[start + done : start + at]
        done = at
        gone, came = before.get(at, ""), after.get(at, "")
        if gone == came:
            held += came
            continue
        yield Run("keep", held)
        yield Run("delete", gone)
        yield Run("insert", came)
        held = ""
    yield Run("keep", held)


class _Line:
    """Texts joined by paragraph breaks, read from left to right."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.starts = [0]
        for text in texts[:-1]:
            self.starts.append(self.starts[-1] + len(text) + len(BREAK))
        self.here = 0

    def pieces(self, length: int) -> Iterator[tuple[int, int]]:
        """The next characters cut at the breaks; a break itself is (its place, -1)."""
        at, stop = self.here, self.here + length
        for start in self.starts[1:]:
            joint = start - len(BREAK)
            if not at <= joint < stop:
                continue
            if at < joint:
                yield at, joint
            yield joint, -1
            at = start
        if at < stop:
            yield at, stop

    def place(self, start: int, end: int) -> tuple[int, tuple[int, int]]:
        """Which text holds this stretch, counted from where reading stands, and where in it."""
        first, last = self.here + start, self.here + end
        number = bisect_right(self.starts, first) - 1
        base = self.starts[number]
        return number, (first - base, min(last - base, len(self.texts[number])))
