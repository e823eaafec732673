"""Where edits on the base stand in the current text, which others may have changed meanwhile.

An edit is placed when its stretch, and a word on either side of it, is unchanged; a paragraph when the
blocks around its gap still stand side by side. What stands there already as wished needs nothing.
Everything else is left to people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from neaspec_cli.core.comparing.rewording import Run, compare_texts
from neaspec_cli.core.following import Following, follow
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.asking import (
    BREAK,
    Arrival,
    Edit,
    Join,
    Move,
    Removal,
    Words,
    before_gap,
    gap_after,
    worded,
)
from neaspec_cli.core.merging.clashing import is_near
from neaspec_cli.core.prosediff import Change
from neaspec_cli.core.text.words import tokens

CELLS = 100_000_000
Reason = Literal["gone", "reworded", "ambiguous"]
Spot = tuple[int, int, int, str]
"""Old start and end and new start of a change, and the new text."""


@dataclass(frozen=True)
class Placed:
    """The same edit in terms of the current blocks; a gap is the place before the block of its number."""

    edit: Edit


@dataclass(frozen=True)
class There:
    """The wording stands there already."""


@dataclass(frozen=True)
class Lost:
    """The edit has no certain place any more."""

    reason: Reason


Verdict = Placed | There | Lost


class Placing:
    """Carries edits from the base to the current text."""

    def __init__(self, base: Sequence[Block], current: Sequence[Block]) -> None:
        self.base = base
        self.current = current
        self.following: Following = follow(base, current)
        self._change_of: dict[int, Change] = {
            i: change for change in self.following.changes for i in change.old
        }

    def verdict(self, edit: Edit) -> Verdict:
        """Where an edit stands now."""
        match edit:
            case Words():
                return self._words(edit)
            case Removal():
                return self._removal(edit)
            case Arrival():
                return self._arrival(edit)
            case Move():
                return self._move(edit)
            case Join():
                return self._join(edit)

    def texts(self, edit: Edit) -> tuple[str, str, str]:
        """The block in the base, now, and as wished."""
        if isinstance(edit, Arrival):
            return "", "", BREAK.join(edit.texts)
        base = self.base[edit.block].text
        current = self.current_text(edit.block)
        if isinstance(edit, Join):
            one, other = base, self.base[edit.following].text
            now = {self._change_of[at]: self.current_text(at) for at in (edit.block, edit.following)}
            return one + BREAK + other, BREAK.join(filter(None, now.values())), one + edit.between + other
        if isinstance(edit, Words):
            return base, current, worded(base, [edit])
        return base, current, "" if isinstance(edit, Removal) else base

    def current_text(self, block: int) -> str:
        """What became of a block, "" when it is gone."""
        return BREAK.join(self.current[j].text for j in self._change_of[block].new)

    def is_changed(self, block: int) -> bool:
        """Whether the words of a block are no longer those of the base."""
        return self.current_text(block) != self.base[block].text

    def _words(self, edit: Words) -> Verdict:
        change = self._change_of[edit.block]
        found = self.following.block(edit.block)
        if found.block is None:
            return Lost("gone")
        if found.state == "ambiguous":
            return Lost("ambiguous")
        if not self.is_changed(edit.block):
            return Placed(Words(found.block, edit.start, edit.end, edit.text))
        if change.kind != "joined" and self._brings_nearer(edit):
            return There() if self._is_undisturbed(edit) else Lost("reworded")
        shift = sum(len(self.base[i].text) + len(BREAK) for i in change.old[: change.old.index(edit.block)])
        start, end = edit.start + shift, edit.end + shift
        text = BREAK.join(self.base[i].text for i in change.old)
        spots = spots_of(change.runs)
        if not is_clear(text, spots, start, end):
            return self._among_brackets(change, edit)
        return self._in_current(change, start + moved_by(spots, start), edit)

    def _among_brackets(self, change: Change, edit: Words) -> Verdict:
        """Where the words stand when only other wordings, in brackets, came beside them."""
        if len(change.old) != 1 or len(change.new) != 1:
            return Lost("reworded")
        base, now = self.base[edit.block].text, self.current[change.new[0]]
        kept = list(_stood(now))
        spots = spots_of(compare_texts(base, "".join(now.text[at] for at in kept)))
        if (
            len(kept) == len(now.text)
            or edit.start == edit.end
            or not is_clear(base, spots, edit.start, edit.end)
        ):
            return Lost("reworded")
        at = edit.start + moved_by(spots, edit.start)
        start, end = kept[at], kept[at + edit.end - edit.start - 1] + 1
        if end - start != edit.end - edit.start:
            return Lost("reworded")
        return Placed(Words(change.new[0], start, end, edit.text))

    def _in_current(self, change: Change, start: int, edit: Words) -> Verdict:
        for j in change.new:
            length = len(self.current[j].text)
            if start + edit.end - edit.start <= length:
                return Placed(Words(j, start, start + edit.end - edit.start, edit.text))
            start -= length + len(BREAK)
        return Lost("reworded")

    def _brings_nearer(self, edit: Words) -> bool:
        """Whether the base with this edit is nearer to the current block by just the size of the edit."""
        base = self.base[edit.block].text
        old, new, now = tokens(base), tokens(worded(base, [edit])), tokens(self.current_text(edit.block))
        if max(len(old), len(new)) * len(now) > CELLS:
            return False
        return int(Indel.distance(new, now)) == Indel.distance(old, now) - Indel.distance(old, new)

    def _is_undisturbed(self, edit: Words) -> bool:
        """Whether the current block has the wished words and nothing else changed beside them."""
        wished = worded(self.base[edit.block].text, [edit])
        spots = spots_of(compare_texts(wished, self.current_text(edit.block)))
        return is_clear(wished, spots, edit.start, edit.start + len(edit.text))

    def _removal(self, edit: Removal) -> Verdict:
        found = self.following.block(edit.block)
        if found.block is None:
            return There()
        if found.state == "ambiguous":
            return Lost("ambiguous")
        return Lost("reworded") if self.is_changed(edit.block) else Placed(Removal(found.block))

    def _arrival(self, edit: Arrival) -> Verdict:
        if self._stands_between(edit.gap, edit.texts):
            return There()
        gap = self._gap(edit.gap)
        return gap if isinstance(gap, Lost) else Placed(Arrival(gap, edit.texts, edit.level, edit.again))

    def _move(self, edit: Move) -> Verdict:
        found = self.following.block(edit.block)
        if found.block is None:
            there = self._stands_between(edit.gap, (self.base[edit.block].text,))
            return There() if there else Lost("gone")
        if found.state in ("ambiguous", "split", "joined"):
            return Lost("ambiguous" if found.state == "ambiguous" else "reworded")
        left, right = self._sides(edit.gap)
        follows = left is not None and gap_after(self.current, left) == found.block
        if follows and gap_after(self.current, found.block) == right:
            return There()
        gap = self._gap(edit.gap)
        return gap if isinstance(gap, Lost) else Placed(Move(found.block, gap))

    def _join(self, edit: Join) -> Verdict:
        one, other = self._change_of[edit.block], self._change_of[edit.following]
        if not one.new or not other.new:
            return Lost("gone")
        if one is other:
            return There()
        left, right = self._sides(edit.following)
        if left is None or right is None or gap_after(self.current, left) != right:
            return Lost("ambiguous")
        return Placed(Join(left, right, edit.between))

    def _gap(self, gap: int) -> int | Lost:
        """The same gap in the current text, when the blocks on both sides still stand side by side."""
        left, right = self._sides(gap)
        if left is None and right is None:
            return Lost("gone")
        behind = gap_after(self.current, left) if left is not None else -1
        if left is not None and left >= 0 and _is_end(self.base, gap) and _is_end(self.current, behind):
            return behind
        if left is None or right is None or behind != right:
            return Lost("ambiguous")
        return right

    def _sides(self, gap: int) -> tuple[int | None, int | None]:
        """Where the block before a gap ends now and the one behind it starts; None where it is gone or
        unsure.
        """
        left = before_gap(self.base, gap)
        return (
            self._now(left, -1) if left >= 0 else -1,
            self._now(gap, 0) if gap < len(self.base) else len(self.current),
        )

    def _now(self, block: int, part: int) -> int | None:
        change = self._change_of[block]
        if not change.new or self.following.block(block).state == "ambiguous":
            return None
        return change.new[part]

    def _stands_between(self, gap: int, texts: tuple[str, ...]) -> bool:
        """Whether these very paragraphs were put in between the nearest blocks that stayed in place."""
        left = next((j for i in range(gap - 1, -1, -1) if (j := self._stayed(i)) is not None), -1)
        right = next(
            (j for i in range(gap, len(self.base)) if (j := self._stayed(i)) is not None), len(self.current)
        )
        new = [block.text for block in self.current[left + 1 : right] if block.kind != "note"]
        return any(tuple(new[at : at + len(texts)]) == texts for at in range(len(new) - len(texts) + 1))

    def _stayed(self, block: int) -> int | None:
        change = self._change_of[block]
        return change.new[-1] if change.new and not change.move else None


def _is_end(blocks: Sequence[Block], gap: int) -> bool:
    """Whether a section ends at a gap; which one comes next does not matter to it."""
    return gap >= len(blocks) or (blocks[gap].kind, blocks[gap].level) == ("heading", 1)


def _stood(block: Block) -> Iterator[int]:
    """The characters of a block that are in no bracketed wording that somebody wants to come in."""
    wished = [
        range(mark.start, mark.end)
        for mark in block.marks
        if "bracket" in mark.classes
        and dict(mark.attributes).get("by")
        and "del" not in dict(mark.attributes)
    ]
    return (at for at in range(len(block.text)) if not any(at in one for one in wished))


def spots_of(runs: Sequence[Run]) -> list[Spot]:
    """The changes among runs: deletions and insertions with nothing kept between them are one."""
    spots: list[Spot] = []
    old = new = 0
    for run in runs:
        if run.op == "keep":
            old, new = old + len(run.text), new + len(run.text)
            continue
        gone, came = (len(run.text), "") if run.op == "delete" else (0, run.text)
        start, _, at, text = spots.pop() if spots and _ends_at(spots[-1], old, new) else (old, old, new, "")
        spots.append((start, old + gone, at, text + came))
        old, new = old + gone, new + len(came)
    return spots


def _ends_at(spot: Spot, old: int, new: int) -> bool:
    return spot[1] == old and spot[2] + len(spot[3]) == new


def is_clear(text: str, spots: Sequence[Spot], start: int, end: int) -> bool:
    """Whether no change stands in a stretch, nor so near that no word parts them."""
    return not any(
        (spot[0] < end and start < spot[1])
        or (is_near(text, end, spot[0]) and spot[0] >= end)
        or (is_near(text, spot[1], start) and spot[1] <= start)
        for spot in spots
    )


def moved_by(spots: Sequence[Spot], place: int) -> int:
    """By how much a place behind some changes stands further on now."""
    return sum(len(text) - (end - start) for start, end, _, text in spots if end <= place)
