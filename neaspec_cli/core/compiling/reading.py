"""A printed compilation text read back by its signs alone: the circulated text, and what each source wants.

It shares no code with what prints: it is how a file is proved before it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from neaspec_cli.core.text.escaping import BREAK

_SIGN = re.compile(
    r"\[(?P<who>[A-Z][A-Z0-9-]*(?:, [A-Z][A-Z0-9-]*)*):(?P<act>[^\[\]]*)|(?P<base>\[)|(?P<end>\])"
)
_WITHOUT_WORDS = {"delete": "", "begin a new paragraph": BREAK}
_BESIDE = re.compile(r"new (paragraph|heading|item|row|table)|comment|proposal")
Piece = tuple[str, str]
"""Role and text of a run, as `core.compiling.printing` names the roles."""


@dataclass(frozen=True)
class Wished:
    """One bracket: who wants it, what (empty for other words), and its words by line."""

    who: tuple[str, ...]
    act: str
    words: tuple[str, ...] = ()


@dataclass
class Open:
    """A stretch of circulated words with the wordings beside it."""

    base: str = ""
    wordings: list[Wished] = field(default_factory=list)


@dataclass
class ReadLine:
    """A circulated block as it was printed: its words and stretches, and what else is wanted of it."""

    parts: list[str | Open] = field(default_factory=list)
    acts: list[Wished] = field(default_factory=list)

    @property
    def stripped(self) -> str:
        """The circulated words, without any proposal."""
        return "".join(part if isinstance(part, str) else part.base for part in self.parts)

    def wordings(self) -> Iterator[tuple[int, int, Wished]]:
        """Each wording with the stretch of circulated words that it would take the place of."""
        here = 0
        for part in self.parts:
            start, here = here, here + len(part if isinstance(part, str) else part.base)
            yield from () if isinstance(part, str) else ((start, here, one) for one in part.wordings)

    def picked(self, holder: str) -> str:
        """The words as one source wants them."""
        return "".join(part if isinstance(part, str) else _picked(part, holder) for part in self.parts)


@dataclass
class Reading:
    """All circulated lines, and what is new, each with the number of circulated lines before it."""

    lines: list[ReadLine] = field(default_factory=list)
    beside: list[tuple[int, Wished]] = field(default_factory=list)


class Unreadable(ValueError):
    """The signs of a compilation text do not fit together."""


def read(printed: Iterable[Sequence[Piece]]) -> Reading:
    """Read lines of runs; raises `Unreadable` where a bracket is not closed, or closes nothing."""
    reader = _Reader()
    for line in printed:
        reader.line(line)
    if reader.held is not None:
        raise Unreadable(f"a bracket of {', '.join(reader.held.who)} is not closed")
    return reader.found


def _picked(one: Open, holder: str) -> str:
    for wording in one.wordings:
        if holder in wording.who:
            return "".join(wording.words)
    return one.base


class _Reader:
    def __init__(self) -> None:
        self.found = Reading()
        self.held: Wished | None = None
        """A bracket that is open, with the words in it so far."""
        self.words: list[str] = []
        self.now = ReadLine()
        self.in_base = False
        self.is_circulated = True

    def line(self, runs: Sequence[Piece]) -> None:
        self.now = ReadLine()
        self.is_circulated = self.held is None
        self.words.append("")
        for role, text in runs:
            match role:
                case "text":
                    self._text(text)
                case "words" | "break":
                    self._word(text)
                case "sign":
                    self._sign(text)
        if self.in_base:
            raise Unreadable("a stretch is not closed at the end of its line")
        if self.is_circulated:
            if self.held is not None:
                raise Unreadable("a bracket is not closed at the end of its line")
            self.found.lines.append(self.now)

    def _text(self, text: str) -> None:
        if self.held is not None or not self.is_circulated:
            raise Unreadable(f"circulated words stand inside a proposal: {text}")
        if self.in_base:
            last = self.now.parts[-1]
            assert isinstance(last, Open)
            last.base += text
        else:
            self.now.parts.append(text)

    def _word(self, text: str) -> None:
        if self.held is None:
            raise Unreadable(f"proposed words stand outside of a bracket: {text}")
        self.words[-1] += text

    def _sign(self, sign: str) -> None:
        found = list(_SIGN.finditer(sign))
        if not found and sign.strip():
            self.is_circulated = False
        for one in found:
            if one["base"]:
                self.now.parts.append(Open())
                self.in_base = True
            elif one["end"]:
                self._close()
            else:
                self._open(tuple(one["who"].split(", ")), one["act"].strip().removesuffix(":"))

    def _open(self, who: tuple[str, ...], act: str) -> None:
        if self.held is not None or self.in_base:
            raise Unreadable("a bracket begins inside another")
        self.held = Wished(who, act)
        self.words = [""]
        if _BESIDE.fullmatch(act):
            self.is_circulated = False

    def _close(self) -> None:
        if self.in_base:
            self.in_base = False
            return
        if self.held is None:
            raise Unreadable("a bracket is closed that was not opened")
        wished, self.held = Wished(self.held.who, self.held.act, tuple(self.words)), None
        if not self.is_circulated:
            self.found.beside.append((len(self.found.lines), wished))
        elif wished.act == "" or wished.act in _WITHOUT_WORDS:
            if not (self.now.parts and isinstance(self.now.parts[-1], Open)):
                self.now.parts.append(Open())
            last = self.now.parts[-1]
            assert isinstance(last, Open)
            words = (_WITHOUT_WORDS[wished.act],) if wished.act else wished.words
            last.wordings.append(Wished(wished.who, "", words))
        else:
            self.now.acts.append(wished)
