"""CriticMarkup found in a text: `{++new++}`, `{--old--}`, `{~~old~>new~~}`, `{==words==}`, `{>>remark<<}`.

The text goes on as plain Markdown in which each mark has a sign of its own, of those for private use, at its beginning
and at its end, so that Markdown is read around them. A backslash before a mark makes words of it (http://criticmarkup.com/spec.php).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from neaspec_cli.intake import guard
from neaspec_cli.intake.word_marks import Mark

FIRST_SIGN, MOST_MARKS = 0xF0000, 30_000
SIGN = re.compile("[\U000f0000-\U000fffff]")
TOKEN = re.compile(
    r"\\.|(?P<open>\{(?:\+\+|--|~~|==|>>))|(?P<close>(?:\+\+|--|~~|==|<<)\})|(?P<over>~>)", re.DOTALL
)
CLOSERS = {"{++": "++}", "{--": "--}", "~>": "~~}", "{==": "==}", "{>>": "<<}"}
WHOLE = (("{++", "++}"), ("{--", "--}"), ("~>", "~~}"), ("{==", "==}"), ("{>>", "<<}"))
LEAD = re.compile(r"(?:#{1,6}|[-*+]|\d{1,3}[.)]|>) +")
KINDS = {"++}": "insertions", "--}": "deletions", "==}": "highlights", "<<}": "comments"}


class Unbalanced(guard.Unreadable):
    """A mark is not closed, or closes nothing."""

    def __init__(self, mark: str, line: int) -> None:
        super().__init__(
            f"The file has marks that do not fit together: line {line}, {mark}.",
            "Open and close each mark in one passage; write \\{++ where no mark is meant.",
        )


@dataclass
class Marked:
    """A text with signs in the place of its marks, and the marks in the order of their signs."""

    text: str = ""
    marks: list[Mark] = field(default_factory=list)

    def mark_at(self, sign: str) -> tuple[Mark, bool]:
        """The mark that a sign is of, and whether it begins there."""
        number, ends = divmod(ord(sign) - FIRST_SIGN, 2)
        return self.marks[number], not ends


def has_marks(text: str) -> bool:
    """Is there at least one whole mark?"""
    return any(text.find(ends, text.find(opens)) > text.find(opens) >= 0 for opens, ends in WHOLE)


def count_marks(text: str) -> dict[str, int]:
    """Marks by kind, counted by their ends alone: the other side of the receipt's balance."""
    ends = re.findall(r"\\.|(\+\+\}|--\}|~~\}|==\}|<<\})", text, re.DOTALL)
    counts = {kind: ends.count(end) for end, kind in KINDS.items()}
    counts["insertions"] += ends.count("~~}")
    counts["deletions"] += ends.count("~~}")
    return {kind: count for kind, count in counts.items() if count}


def read_marks(text: str) -> Marked:
    """The text with its marks as signs; raises `Unbalanced` where one has no counterpart."""
    return _Reader(SIGN.sub("\ufffd", text)).read()


class _Reader:
    """Goes over a text once; `stack` holds the marks that are open: how, where, and the end of their sign."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.parts: list[str] = []
        self.found = Marked()
        self.stack: list[tuple[str, int, str]] = []
        self.remark: list[str] = []

    def read(self) -> Marked:
        """All of it."""
        at = 0
        for token in TOKEN.finditer(self.source):
            self._words(self.source[at : token.start()])
            at = max(at, token.end())
            if token.lastgroup == "open":
                at = self._open(token[0], token.start(), token.end())
            elif token.lastgroup == "close":
                self._close(token[0], token.start())
            elif token.lastgroup == "over" and self.stack and self.stack[-1][0] == "{~~":
                _, start, end = self.stack.pop()
                self.parts += [end, self._begin(Mark("ins"), "~>", start)]
            else:
                self._words(token[0])
        self._words(self.source[at:])
        if self.stack:
            raise self._unbalanced(*self.stack[-1][:2])
        self.found.text = "".join(self.parts)
        return self.found

    def _words(self, text: str) -> None:
        (self.remark if self._in_remark() else self.parts).append(text)

    def _in_remark(self) -> bool:
        return any(mark == "{>>" for mark, *_ in self.stack)

    def _open(self, mark: str, start: int, end: int) -> int:
        """A sign for the mark; what leads a block comes before it, since Markdown must see it first."""
        if mark == "{>>":
            inner = self._in_remark()
            made = Mark("comment", outcome="duplicate" if inner else "")
            sign = self._begin(made, mark, start)
            self.parts += [] if inner else [sign]
            return end
        lead = LEAD.match(self.source, end) if self._begins_block(start) and not self._in_remark() else None
        made = Mark({"{++": "ins", "{==": "rPrChange"}.get(mark, "del"))
        self._words((lead[0] if lead else "") + self._begin(made, mark, start))
        return lead.end() if lead else end

    def _begin(self, mark: Mark, opening: str, start: int) -> str:
        if len(self.found.marks) >= MOST_MARKS:
            raise guard.TooMuch(f"it has more than {MOST_MARKS:,} marks")
        number = FIRST_SIGN + 2 * len(self.found.marks)
        self.found.marks.append(mark)
        self.stack.append((opening, start, chr(number + 1)))
        return chr(number)

    def _begins_block(self, start: int) -> bool:
        return not self.source[self.source.rfind("\n", 0, start) + 1 : start].strip()

    def _close(self, closing: str, start: int) -> None:
        opening, _, sign = self.stack.pop() if self.stack else ("", 0, "")
        if CLOSERS.get(opening) != closing:
            raise self._unbalanced(closing, start)
        if opening != "{>>":
            self._words(sign)
        elif not self._in_remark():
            number = (ord(sign) - FIRST_SIGN) // 2
            self.found.marks[number].text = SIGN.sub("", "".join(self.remark)).strip()
            self.remark = []

    def _unbalanced(self, mark: str, at: int) -> Unbalanced:
        return Unbalanced(mark, self.source.count("\n", 0, at) + 1)
