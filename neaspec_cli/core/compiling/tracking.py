"""What every source wants as tracked changes on one text, so that accepting those of one alone gives its text.

Changes of several in the same words are one change of all of them. A source that takes a block away, or moves it,
changes nothing else in it. What no tracked change can say is left over, to be told beside the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from neaspec_cli.core.comparing.sliding import trimmed
from neaspec_cli.core.compiling.printing import outwards
from neaspec_cli.core.compiling.side_by_side import applied, asked_words, compatible
from neaspec_cli.core.compiling.wants import (
    DELETE,
    DELETE_NOTE,
    DELETE_ROW,
    JOIN,
    JOIN_CLOSE,
    MOVE,
    NEW_NOTE,
    Act,
    Arrival,
    Want,
    Words,
    following,
    put_at,
    row_of,
)
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.core.text.words import tokens

_IN_PLACE = frozenset({"cell", "note", "caption"})
"""Kinds of block that no tracked change moves or joins."""
_JOINS = (JOIN, JOIN_CLOSE)


@dataclass(frozen=True)
class By:
    """Who wants a change, in alphabetical order, and since when: the earliest day or moment."""

    holders: tuple[str, ...]
    date: str


@dataclass(frozen=True)
class Coming:
    """New paragraphs or a new row; of a block that moves here, its number is `source`."""

    arrival: Arrival
    by: By
    source: int = -1


@dataclass(frozen=True)
class Tracked:
    """Changes by the number of their block: words, blocks that go, words between two that are joined, rows that go."""

    edits: Mapping[int, tuple[tuple[Words, By], ...]]
    gone: Mapping[int, By]
    joins: Mapping[int, tuple[tuple[str, By], ...]]
    rows: Mapping[int, By]
    """By the first block of the row."""
    notes: Mapping[int, tuple[tuple[Act, By], ...]]
    coming: tuple[Coming, ...]
    left: tuple[Want, ...]


def tracked(blocks: Sequence[Block], wants: Iterable[Want], is_joinable: Callable[[int], bool]) -> Tracked:
    """The changes; `is_joinable` tells whether a block and the one after it stand in one flow of paragraphs."""
    gathered = _Gathering(blocks, is_joinable)
    known = [_narrowed(one, blocks) for one in wants]
    for holder in sorted({one.holder for one in known}):
        gathered.take(holder, [one for one in known if one.holder == holder], known)
    return gathered.made()


def _narrowed(want: Want, blocks: Sequence[Block]) -> Want:
    """A replacement less the words that it only repeats, so that the same change of several is known as one."""
    words = want.what
    if not isinstance(words, Words) or words.start == words.end or not words.new:
        return want
    before = tokens(blocks[words.block].text[words.start : words.end])
    after = tokens(words.new)
    i1, i2, j1, j2 = trimmed((0, len(before), 0, len(after)), before, after)
    if i1 == i2 and j1 == j2:
        return want
    start = words.start + len("".join(before[:i1]))
    end = start + len("".join(before[i1:i2]))
    return replace(want, what=Words(words.block, start, end, "".join(after[j1:j2])))


class _Gathering:
    """Takes in one source after the other; equal changes become one with all who want it."""

    def __init__(self, blocks: Sequence[Block], is_joinable: Callable[[int], bool]) -> None:
        self.blocks = blocks
        self.is_joinable = is_joinable
        self.edits: dict[Words, list[Want]] = defaultdict(list)
        self.gone: dict[int, list[Want]] = defaultdict(list)
        self.joins: dict[tuple[int, str], list[Want]] = defaultdict(list)
        self.rows: dict[int, list[Want]] = defaultdict(list)
        self.notes: dict[Act, list[Want]] = defaultdict(list)
        self.coming: dict[tuple[Arrival, int], list[Want]] = defaultdict(list)
        self.left: list[Want] = []

    def take(self, holder: str, mine: Sequence[Want], everybody: Sequence[Want]) -> None:
        """All that one source wants."""
        rows = self._rows(mine)
        away = {one.what.block: one for one in mine if isinstance(one.what, Act) and self._goes(one.what)}
        away = {block: one for block, one in away.items() if block not in rows}
        for want in mine:
            match want.what:
                case Arrival():
                    self._arrives(want, want.what)
                case Act(name=name) if want.what.block not in rows and want.what.block not in away:
                    self._acts(want, want.what, name, mine, away, rows)
                case Act() if want.what.name != DELETE_ROW and away.get(want.what.block) is not want:
                    self.left.append(want)
        for block in {one.what.block for one in mine if isinstance(one.what, Words)}:
            self._words(holder, block, away.get(block), block in rows, everybody)
        for block, want in away.items():
            self._leaves(block, want, holder, everybody)

    def _rows(self, mine: Sequence[Want]) -> set[int]:
        """Every block of the rows that go."""
        found: set[int] = set()
        for want in mine:
            if isinstance(want.what, Act) and want.what.name == DELETE_ROW:
                if self.blocks[want.what.block].kind != "cell":
                    self.left.append(want)
                    continue
                first, after = row_of(self.blocks, want.what.block)
                self.rows[first].append(want)
                for block in range(first, after):
                    if self.blocks[block].kind == "cell" and self.blocks[block].text and block not in found:
                        self.edits[Words(block, 0, len(self.blocks[block].text), "")].append(want)
                found |= set(range(first, after))
        return found

    def _goes(self, act: Act) -> bool:
        if act.name == DELETE:
            return True
        kinds = {self.blocks[act.block].kind, self.blocks[act.to].kind}
        return act.name == MOVE and act.to != act.block and not kinds & _IN_PLACE

    def _arrives(self, want: Want, arrival: Arrival) -> None:
        if arrival.form == "table":
            self.left.append(want)
        else:
            self.coming[arrival, -1].append(want)

    def _acts(
        self,
        want: Want,
        act: Act,
        name: str,
        mine: Sequence[Want],
        away: Mapping[int, Want],
        rows: set[int],
    ) -> None:
        after = following(self.blocks, act.block)
        if name in (NEW_NOTE, DELETE_NOTE) and self.blocks[act.block].kind != "note":
            self.notes[act].append(want)
        elif name in _JOINS and not {after} & {*away, *rows} and self._is_joined(act.block, after, mine):
            self.joins[act.block, act.words or ("" if name == JOIN_CLOSE else " ")].append(want)
        else:
            self.left.append(want)

    def _is_joined(self, block: int, after: int, mine: Sequence[Want]) -> bool:
        """Nothing that the source itself wants comes in between, nor does it join them in two ways."""
        kinds = {self.blocks[one].kind for one in (block, after) if one < len(self.blocks)}
        places = {put_at(self.blocks, one.what) for one in mine if isinstance(one.what, Arrival)}
        places |= {
            one.what.to if one.what.where == "before" else following(self.blocks, one.what.to)
            for one in mine
            if isinstance(one.what, Act) and one.what.name == MOVE
        }
        joins = {
            one.what
            for one in mine
            if isinstance(one.what, Act) and one.what.block == block and one.what.name in _JOINS
        }
        is_free = after not in places and len(joins) == 1
        return is_free and not kinds & _IN_PLACE and self.is_joinable(block)

    def _words(
        self, holder: str, block: int, away: Want | None, in_row: bool, everybody: Sequence[Want]
    ) -> None:
        mine = self._asked(holder, block, everybody)
        chosen = set(compatible(words for _, words in mine)[0])
        for want, words in mine:
            is_moved = away is not None and isinstance(away.what, Act) and away.what.name == MOVE
            if in_row or (away is not None and not is_moved) or words not in chosen:
                self.left.append(want)
            elif away is None:
                self.edits[words].append(want)

    def _asked(self, holder: str, block: int, everybody: Sequence[Want]) -> list[tuple[Want, Words]]:
        of_block = [one for one in everybody if isinstance(one.what, Words) and one.what.block == block]
        asked = asked_words(self.blocks[block].text, of_block)
        return [(want, words) for want, words in asked if want.holder == holder]

    def _leaves(self, block: int, want: Want, holder: str, everybody: Sequence[Want]) -> None:
        """A block is taken out; one that moves comes in elsewhere with its words as the source wants them."""
        assert isinstance(want.what, Act)
        text = self.blocks[block].text
        self.gone[block].append(want)
        if text:
            self.edits[Words(block, 0, len(text), "")].append(want)
        if want.what.name == MOVE:
            words = compatible(words for _, words in self._asked(holder, block, everybody))[0]
            texts = tuple(part for part in applied(text, words).split(BREAK) if part)
            self.coming[Arrival(want.what.to, want.what.where, "moved", texts or ("",)), block].append(want)

    def made(self) -> Tracked:
        """Everything taken in."""
        edits: dict[int, list[tuple[Words, By]]] = defaultdict(list)
        for words, wants in sorted(self.edits.items()):
            edits[words.block].append((words, _by(wants)))
        joins: dict[int, list[tuple[str, By]]] = defaultdict(list)
        for (block, between), wants in sorted(self.joins.items()):
            joins[block].append((between, _by(wants)))
        notes: dict[int, list[tuple[Act, By]]] = defaultdict(list)
        for act, wants in sorted(self.notes.items()):
            notes[act.block].append((act, _by(wants)))
        coming = [Coming(arrival, _by(wants), source) for (arrival, source), wants in self.coming.items()]
        coming.sort(key=lambda one: (put_at(self.blocks, one.arrival), outwards(one.arrival, one.by.holders)))
        return Tracked(
            {block: tuple(found) for block, found in edits.items()},
            {block: _by(wants) for block, wants in self.gone.items()},
            {block: tuple(found) for block, found in joins.items()},
            {block: _by(wants) for block, wants in self.rows.items()},
            {block: tuple(found) for block, found in notes.items()},
            tuple(coming),
            tuple(sorted(self.left, key=lambda one: (one.holder, one.key))),
        )


def _by(wants: Iterable[Want]) -> By:
    known = list(wants)
    dates = [one.date for one in known if one.date]
    return By(tuple(sorted({one.holder for one in known})), min(dates, default=""))


# --- the text of one source -------------------------------------------------------------------------------


def alone(
    blocks: Sequence[Block],
    changes: Tracked,
    holder: str,
    spoken: Callable[[int, Sequence[Words]], str],
) -> list[str]:
    """The paragraphs and cells of the body with the changes of one source alone; those without words are left out.

    `spoken` gives the words of a block with some changes in it.
    """
    coming: dict[int, list[str]] = defaultdict(list)
    for one in changes.coming:
        if holder in one.by.holders and blocks[one.arrival.block].kind != "note":
            coming[put_at(blocks, one.arrival)] += [
                part for text in one.arrival.texts for part in text.split(BREAK)
            ]
    out: list[str] = []
    held = ""
    rows = {
        block
        for first, by in changes.rows.items()
        if holder in by.holders
        for block in range(*row_of(blocks, first))
    }
    for number in range(len(blocks) + 1):
        out += coming.get(number, ())
        if number == len(blocks) or blocks[number].kind == "note" or number in rows:
            continue
        if number in changes.gone and holder in changes.gone[number].holders:
            continue
        words = [edit for edit, by in changes.edits.get(number, ()) if holder in by.holders]
        held += spoken(number, words)
        between = next((text for text, by in changes.joins.get(number, ()) if holder in by.holders), None)
        if between is not None:
            held += between
            continue
        out += held.split(BREAK)
        held = ""
    return [one for one in [*out, *held.split(BREAK)] if one.strip()]
