"""A redline as Markdown with CriticMarkup: `{++new++}`, `{--old--}`, `{>>what happened<<}`; and back to both texts.

The text is the plain words of each block, escaped so that neither Markdown nor CriticMarkup sees a mark in them: the
marks that are there are ours. What leads a block (`## `, `- `, `*Table 1 row 2 column 1:* `) is no part of its words.
A paragraph break is a blank line; one inside `{++ ++}` or `{-- --}` is there in one of the two texts alone.
Brackets without a backslash are those of bracketed text, which part its alternatives and are no words either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from neaspec_cli.core.comparing.changes_in_words import (
    FATES,
    Moves,
    move_in_words,
    moves,
    passage_in_words,
    total_in_words,
)
from neaspec_cli.core.comparing.formatting import formatting_in_words
from neaspec_cli.core.comparing.stretches import Ending, paragraphs
from neaspec_cli.core.comparing.tracing import in_words
from neaspec_cli.core.comparison import AWAY, Comparison, PlacedChange
from neaspec_cli.core.prosediff import BREAK, Op
from neaspec_cli.core.text.blocks import Block
from neaspec_cli.core.text.signs import pieces
from neaspec_cli.errors import NeaspecError

_MARKS: dict[Op, tuple[str, str]] = {"keep": ("", ""), "insert": ("{++", "++}"), "delete": ("{--", "--}")}
_PUNCTUATION = re.compile(r"[\\`*_{}\[\]<>#|~^+=-]|&(?=[#\w])|:(?=:)")
_BREAKS: dict[Ending, Op] = {"": "keep", "inserted": "insert", "deleted": "delete"}
# In a word a hyphen or a low line is a letter like others.
_HARMLESS = re.compile(r"(?<=[^\W_])[-_](?=[^\W_])")
_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")
_HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_LEAD = re.compile(r"#{1,6} |(?:  )*- |> |\*(?:[^*\\\n]|\\.)*:\* ")
_TOKEN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])|(?P<newline>\\\n)|&#(?P<code>\d+);|(?P<open>\{\+\+|\{--|\{>>|\{==|\{~~)"
    r"|(?P<close>\+\+\}|--\}|<<\}|==\}|~~\})|(?P<sign>[\[\]])|(?P<over>~>)|(?P<break>\n{2,})",
)
_CLOSERS = {"{++": "++}", "{--": "--}", "{>>": "<<}", "{==": "==}", "{~~": "~~}"}


class Unbalanced(NeaspecError):
    """A mark of CriticMarkup is not closed, or closes nothing."""

    def __init__(self, mark: str, line: int) -> None:
        super().__init__(
            f"Line {line}: {mark} has no counterpart.", "Open and close each mark in one passage."
        )


@dataclass(frozen=True)
class BothTexts:
    """The plain words of each block before and after, in order; blocks without words are left out."""

    old: tuple[str, ...]
    new: tuple[str, ...]


def write_critic(title: str, names: tuple[str, str], comparison: Comparison) -> str:
    """The whole text with what changed marked in its place; title and totals stand in a comment on top."""
    moved = moves(comparison)
    said = f"{title}: what changed from {names[0]} to {names[1]}. {total_in_words(comparison.summary)}."
    made = [_comment([said])]
    for section in comparison.sections:
        made += [_change(change, moved) for change in section.changes]
    return BREAK.join(one for one in made if one) + "\n"


def read_critic(text: str) -> BothTexts:
    """Both texts of what `write_critic` wrote; also `{~~old~>new~~}` and `{==words==}` are understood.

    Raises `Unbalanced` where a mark has no counterpart.
    """
    old, new = _Words(), _Words()
    for op, part in _read(text):
        if op != "insert":
            old.add(part)
        if op != "delete":
            new.add(part)
    return BothTexts(old.blocks(), new.blocks())


# Writing


def _change(change: PlacedChange, moved: Moves) -> str:
    note = _comment(_told(change, moved))
    if change.kind == AWAY:
        inner = BREAK.join(_words(one) for one in change.before)
        return _lead(change.before[0], change.label_from) + _marked("delete", inner) + note
    if change.move:
        return _lead(change.after[0], change.label_to) + _marked("insert", _words(change.after[0])) + note
    block, label = (change.after or change.before)[0], change.label_to or change.label_from
    return _lead(block, label) + "".join(_runs(change, moved)) + note


def _runs(change: PlacedChange, moved: Moves) -> Iterator[str]:
    old, new = [one.text for one in change.before], [one.text for one in change.after]
    made = list(paragraphs(change.runs, old, new))
    for place, (stretches, end) in enumerate(made, 1):
        for one in stretches:
            block, span = (
                (change.before[one.old], one.old_span)
                if one.op == "delete"
                else (change.after[one.new], one.new_span)
            )
            yield _marked(one.op, _words(block, *span))
            yield _comment([passage_in_words(one.op, one.move, change, moved)]) if one.move else ""
        if place < len(made):
            yield _marked(_BREAKS[end], BREAK)


def _words(block: Block, start: int = 0, end: int | None = None) -> str:
    """The words of a stretch with the brackets of bracketed text, which make no link or definition of what follows."""
    made = ""
    for text, is_sign in pieces(block, start, len(block.text) if end is None else end):
        escaped = text if is_sign else _escaped(text)
        made += f"\\{escaped}" if made.endswith("]") and escaped[:1] in ("(", ":") else escaped
    return made


def _marked(op: Op, inner: str) -> str:
    opening, closing = _MARKS[op]
    return f"{opening}{inner}{closing}" if inner else ""


def _comment(told: Iterable[str]) -> str:
    said = " ".join("; ".join(one for one in told if one).split())
    return "{>>" + _escaped(said) + "<<}" if said else ""


def _told(change: PlacedChange, moved: Moves) -> Iterator[str]:
    if not change.is_change:
        return
    if change.move:
        yield move_in_words(change, moved)
    else:
        there = change.label_from
        here = change.label_to or f"was {there}"
        was = f" (was {there})" if change.label_to and there and there != here else ""
        yield f"{here}{was}, {FATES.get(change.kind, change.kind)}"
    yield formatting_in_words(change)
    yield from map(in_words, change.why)


def _lead(block: Block, label: str) -> str:
    """What stands before the words of a block to say what it is."""
    if block.kind == "heading":
        return "#" * min(block.level, 6) + " "
    if block.kind == "item":
        return "  " * (block.level - 1) + "- "
    if block.kind == "quote":
        return "> "
    return "" if block.kind == "paragraph" else f"*{_escaped(label)}:* "


def _escaped(text: str) -> str:
    """Words as Markdown that means no more than these words; a line break is a backslash at the line's end."""
    harmless = {found.start() for found in _HARMLESS.finditer(text)}
    text = _PUNCTUATION.sub(lambda one: one[0] if one.start() in harmless else f"\\{one[0]}", text)
    text = _NUMBER.sub(r"\1\\\2", text)
    return _HIDDEN.sub(lambda one: f"&#{ord(one[0])};", text).replace("\n", "\\\n")


# Reading


class _Words:
    """Gathers the words of one side, block by block."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.done: list[str] = []

    def add(self, part: str | None) -> None:
        """Words, or None for a paragraph break."""
        if part is not None:
            self.parts.append(part)
            return
        words = "".join(self.parts)
        self.done += [words] if words else []
        self.parts = []

    def blocks(self) -> tuple[str, ...]:
        """All blocks, the last one included."""
        self.add(None)
        return tuple(self.done)


def _read(text: str) -> Iterator[tuple[Op, str | None]]:
    """Words with their fate; None stands for a paragraph break."""
    text = text.removesuffix("\n")
    stack: list[tuple[str, int]] = []
    at, is_start = 0, True
    while at < len(text):
        lead = _LEAD.match(text, at) if is_start else None
        at = lead.end() if lead else at
        found = _TOKEN.search(text, at)
        stop = found.start() if found else len(text)
        op = _op(stack)
        if op and stop > at:
            yield op, text[at:stop]
        at, is_start = (found.end() if found else stop), False
        if found is None:
            break
        match found.lastgroup:
            case "open":
                stack.append((found[0], found.start()))
            case "close":
                _close(stack, found[0], text, found.start())
            case "over" if stack and stack[-1][0] == "{~~":
                stack[-1] = ("~>", stack[-1][1])
            case "sign":
                pass
            case "break":
                is_start = not stack
                yield from [(op, None)] if op else []
            case _:
                yield from [(op, _plain(found))] if op else []
    if stack:
        raise Unbalanced(stack[-1][0], text.count("\n", 0, stack[-1][1]) + 1)


def _plain(found: re.Match[str]) -> str:
    if found["escaped"]:
        return found["escaped"]
    if found["code"]:
        return chr(int(found["code"]))
    return "\n" if found["newline"] else found[0]


def _close(stack: list[tuple[str, int]], mark: str, text: str, at: int) -> None:
    opening = stack.pop()[0] if stack else ""
    if _CLOSERS.get("{~~" if opening == "~>" else opening) != mark:
        raise Unbalanced(mark, text.count("\n", 0, at) + 1)


def _op(stack: list[tuple[str, int]]) -> Op | None:
    """The fate of words inside these marks; None in a comment."""
    marks = {mark for mark, _ in stack}
    if "{>>" in marks or {"{++", "{--"} <= marks:
        return None
    if marks & {"{++", "~>"}:
        return "insert"
    return "delete" if marks & {"{--", "{~~"} else "keep"
