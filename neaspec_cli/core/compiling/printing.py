"""A compilation text as lines of runs, the same for every format: circulated words, proposed words, and our signs.

`low [carbon] [CHN: delete] [JPN, KOR: carbon-neutral] cities [MNG: and towns]`

Only runs of the role `text` are the circulated text. Signs hold brackets, names and what is wanted, never a word that
anybody wrote, so that what is printed can be read back (`core.compiling.reading`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from neaspec_cli.core.compiling.side_by_side import Stretch, stretches
from neaspec_cli.core.compiling.wants import (
    ASKS,
    DELETE,
    DELETE_NOTE,
    DELETE_ROW,
    FORM,
    JOIN,
    JOIN_CLOSE,
    MOVE,
    NEW_NOTE,
    Act,
    Arrival,
    Want,
    put_at,
)
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.proposals import BEFORE
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.core.text.signs import bracketed, closes, opens

Role = Literal["text", "bracket", "words", "break", "sign"]
WITHOUT_WORDS = {"": "delete", BREAK: "begin a new paragraph"}
"""How a wording is told that has no words to show."""
REMARKS = "Comments and proposals without a place in the text"
COMMENT, PROPOSAL = "comment", "proposal"
_NOUNS = {"cell": "cell", "quote": "quotation", "code": "block of code"}
_ACTS = {
    DELETE_ROW: "delete this row",
    JOIN: "join with the next paragraph",
    JOIN_CLOSE: "join with the next paragraph, no space between",
    NEW_NOTE: "new note",
    DELETE_NOTE: "delete the note",
    FORM: "form",
    ASKS: "asks",
}
_INSIDE = frozenset({"cell", "note"})
"""Kinds of block that a new paragraph beside them becomes part of."""


@dataclass(frozen=True)
class Run:
    """A piece of a line; of circulated words and brackets, `at` is their place in the block's text."""

    role: Role
    text: str
    at: int = -1


@dataclass(frozen=True)
class Line:
    """A block as it is printed, or what is new beside the block `block`, `where` of it; `block` is -1 for the list."""

    block: int
    kind: str
    runs: tuple[Run, ...]
    level: int = 0
    where: str = ""
    form: str = ""
    """What a new line is: paragraph, heading, item, table, row, or remark."""
    part: int = 0
    """Which paragraph or cell of what is new this is, from 0."""

    @property
    def is_new(self) -> bool:
        """Is it no block of the circulated text?"""
        return bool(self.form)


@dataclass(frozen=True)
class Said:
    """A remark, or a proposal without a place, with where it belongs, and who said it."""

    kind: str
    place: str
    text: str
    holders: tuple[str, ...]


def lines(
    blocks: Sequence[Block], labels: Sequence[str], wants: Iterable[Want], said: Sequence[Said]
) -> tuple[Line, ...]:
    """The whole compilation text, the list of remarks at its end."""
    of_block: dict[int, list[Want]] = defaultdict(list)
    arriving: dict[int, dict[Arrival, set[str]]] = defaultdict(lambda: defaultdict(set))
    for want in wants:
        if isinstance(want.what, Arrival):
            arriving[put_at(blocks, want.what)][want.what].add(want.holder)
        else:
            of_block[want.what.block].append(want)
    made: list[Line] = []
    for number, block in enumerate(blocks):
        made += _arrivals(blocks, arriving.get(number, {}))
        runs = _runs(block, labels, of_block.get(number, ()))
        made.append(Line(number, block.kind, runs, block.level))
    made += _arrivals(blocks, arriving.get(len(blocks), {}))
    return (*made, *_remarks(said))


# --- blocks -----------------------------------------------------------------------------------------------


def _runs(block: Block, labels: Sequence[str], wants: Iterable[Want]) -> tuple[Run, ...]:
    """The words of a block with every proposal on it in its place."""
    wants = list(wants)
    acts: dict[Act, set[str]] = defaultdict(set)
    for want in wants:
        if isinstance(want.what, Act):
            acts[want.what].add(want.holder)
    waiting = sorted(acts.items(), key=lambda one: (one[0].at, sorted(one[1]), one[0]))
    writer = _Writer(block)
    for stretch in stretches(block.text, wants):
        while waiting and _comes_first(waiting[0][0], stretch):
            writer.act(*waiting.pop(0), labels)
        writer.stretch(stretch)
    for act, who in waiting:
        writer.act(act, who, labels)
    return writer.finished()


def _comes_first(act: Act, stretch: Stretch) -> bool:
    return act.at < stretch.start or act.at == stretch.start < stretch.end


class _Writer:
    """Puts the runs of one line together, with a space before each sign that would touch a word."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.here = 0
        self.runs: list[Run] = []
        self.brackets = sorted(_brackets(block))
        self.is_act = False

    def stretch(self, stretch: Stretch) -> None:
        """The words of a stretch in brackets, then each wording in its own."""
        self._text(stretch.start)
        if stretch.start < stretch.end:
            self._sign("[")
            self._text(stretch.end, inside=True)
            self._sign("]", apart=False)
        for wording in stretch.wordings:
            if wording.text in WITHOUT_WORDS:
                self.said(wording.holders, WITHOUT_WORDS[wording.text])
            else:
                joined = stretch.start == stretch.end and wording.text[0].isalnum()
                self.said(wording.holders, "", wording.text, apart=not joined)

    def act(self, act: Act, who: Iterable[str], labels: Sequence[str]) -> None:
        """What else is wanted, at its place in the words."""
        self._text(act.at)
        self.said(sorted(who), _phrase(act, self.block, labels), act.words)

    def said(self, who: Sequence[str], phrase: str, words: str = "", *, apart: bool = True) -> None:
        """One bracket with names, what is wanted, and the words."""
        self._sign(opening(who, phrase, words), apart=apart)
        self.runs += of_words(words)
        self._sign("]", apart=False)
        self.is_act = bool(phrase)

    def finished(self) -> tuple[Run, ...]:
        """All runs, with the rest of the words."""
        self._text(len(self.block.text))
        self.runs += [Run("bracket", sign, at) for at, _, sign in self.brackets]
        return tuple(_joined(self.runs))

    def _text(self, end: int, inside: bool = False) -> None:
        """Circulated words up to a place, with the brackets that stand among them."""
        if end > self.here and not inside and self._touches(self.block.text[self.here]):
            self._sign("", apart=True)
        while self.brackets and (self.brackets[0][0] < end or self.brackets[0][:2] <= (end, 0)):
            at, _, sign = self.brackets.pop(0)
            self._words(max(at, self.here))
            self.runs.append(Run("bracket", sign, at))
        self._words(end)

    def _words(self, end: int) -> None:
        if end > self.here:
            self.runs.append(Run("text", self.block.text[self.here : end], self.here))
            self.here = end

    def _touches(self, following: str) -> bool:
        """Does a bracket of ours that is no part of the next word stand right before it?"""
        if not following.isalnum() or len(self.runs) < 2 or self.runs[-1] != Run("sign", "]"):
            return False
        before = self.runs[-2]
        return self.is_act or before.role == "sign" or before.text[-1:].isspace()

    def _sign(self, sign: str, apart: bool = True) -> None:
        last = self.runs[-1].text[-1:] if self.runs else " "
        needed = apart and not last.isspace() and last not in "(“‘"
        self.runs.append(Run("sign", f" {sign}" if needed else sign))


def of_words(words: str) -> Iterator[Run]:
    """Proposed words as runs, an empty line in them as a sign of its own."""
    for number, part in enumerate(words.split(BREAK)):
        if number:
            yield Run("break", BREAK)
        if part:
            yield Run("words", part)


def opening(who: Sequence[str], phrase: str, words: str) -> str:
    """`[JPN, MNG: new note: `: what stands before the proposed words; a space where these bring none."""
    said = f"[{', '.join(who)}:" + (f" {phrase}" if phrase else "") + (":" if phrase and words else "")
    return said + (" " if words and words[0] != " " else "")


def _phrase(act: Act, block: Block, labels: Sequence[str]) -> str:
    if act.name == DELETE:
        return f"delete this {_NOUNS.get(block.kind, block.kind)}"
    if act.name == MOVE:
        return f"move {act.where} {labels[act.to] or 'the start'}"
    return _ACTS[act.name]


def _brackets(block: Block) -> Iterator[tuple[int, int, str]]:
    """Where the brackets of text that is not agreed stand, closing ones before opening ones at one place."""
    inner = bracketed(block.marks)
    for mark in inner:
        if opens(mark, inner):
            yield mark.start, 1, "["
        if closes(mark, inner):
            yield mark.end, 0, "]"
    for _ in block.fences:
        yield 0, 1, "["
        yield len(block.text), 2, "]"


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Signs that follow each other as one."""
    held: Run | None = None
    for run in runs:
        if held is not None and run.role == held.role == "sign":
            held = Run("sign", held.text + run.text)
            continue
        if held is not None:
            yield held
        held = run
    if held is not None:
        yield held


# --- what is new ------------------------------------------------------------------------------------------


def _arrivals(blocks: Sequence[Block], found: dict[Arrival, set[str]]) -> Iterator[Line]:
    """What comes into one place: what is to follow a block, then what is to precede one."""
    merged: dict[tuple[object, ...], tuple[Arrival, set[str]]] = {}
    for arrival, who in sorted(found.items()):
        inside = blocks[arrival.block].kind in _INSIDE
        key = (arrival.form, arrival.texts, arrival.level, inside)
        merged.setdefault(key, (arrival, set()))[1].update(who)
    for arrival, who in sorted(merged.values(), key=lambda one: outwards(*one)):
        yield from _arriving(blocks[arrival.block], arrival, sorted(who))


def outwards(arrival: Arrival, who: Iterable[str]) -> tuple[object, ...]:
    """After a block what is inside of it or its cell goes before what comes after all of it; before it, the reverse."""
    is_row = arrival.form == "row"
    if arrival.where == BEFORE:
        return (1, not is_row, arrival.block, sorted(who), arrival)
    return (0, -arrival.block, is_row, sorted(who), arrival)


def _arriving(anchor: Block, arrival: Arrival, who: Sequence[str]) -> Iterator[Line]:
    """The paragraphs or cells of one arrival, from the sign that opens it to the one that closes it."""
    kind = anchor.kind if anchor.kind in _INSIDE else arrival.form
    if arrival.form == "row":
        kind = "cell"
    level = arrival.level or (max(anchor.level, 1) if arrival.form == "item" else 0)
    last = len(arrival.texts) - 1
    for number, text in enumerate(arrival.texts):
        begins = [Run("sign", opening(who, f"new {arrival.form}", text or " "))] if number == 0 else []
        ends = [Run("sign", "]")] if number == last else []
        runs = tuple(_joined([*begins, *of_words(text), *ends]))
        yield Line(arrival.block, kind, runs, level, arrival.where, arrival.form, number)


def _remarks(said: Sequence[Said]) -> Iterator[Line]:
    if said:
        yield Line(-1, "heading", (Run("sign", REMARKS),), 1, "", "remark")
    for one in said:
        words = f"{one.place}: {one.text}" if one.place else one.text
        runs = (Run("sign", opening(one.holders, one.kind, words)), *of_words(words), Run("sign", "]"))
        yield Line(-1, "paragraph", runs, 0, "", "remark")


def names(wants: Iterable[Want], said: Iterable[Said]) -> tuple[str, ...]:
    """All who want or said something, in alphabetical order."""
    return tuple(sorted({want.holder for want in wants} | {who for one in said for who in one.holders}))
