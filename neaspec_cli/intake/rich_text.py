"""Words of rich text as Outlook packs it into a message ([MS-OXRTFCP]; Rich Text Format 1.9.1).

Of rich text made from a page the words are read, not the page's marks, which stand beside them.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

PACKED, PLAIN = b"LZFu", b"MELA"
WINDOW = 4096
MOST_UNPACKED = 1_000_000
MOST_GROUPS = 1_000
"""Braces within one another."""
BEGINNING = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n"
    b"\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What the window holds before anything is unpacked."""
TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)", re.DOTALL
)
UNREAD = frozenset(
    b"fonttbl colortbl stylesheet info pict object header footer generator listtable listoverridetable "
    b"themedata datastore xmlnstbl rsidtbl latentstyles fldinst".split()
)
SIGNS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"row": "\n", b"cell": "\t", b"emdash": "—", b"endash": "–",
         b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•"}  # fmt: skip
ESCAPED = {b"~": "\u00a0", b"_": "-", b"\n": "\n", b"\r": "\n", b"\\": "\\", b"{": "{", b"}": "}"}


class NotRich(ValueError):
    """Bytes that are no packed rich text."""


def unpacked(data: bytes) -> bytes:
    """The rich text that was packed; raises `NotRich` where it is none, or far too much."""
    size, kind = int.from_bytes(data[4:8], "little"), data[8:12]
    if kind == PLAIN:
        return data[16 : 16 + min(size, MOST_UNPACKED)]
    if kind != PACKED or size > MOST_UNPACKED:
        raise NotRich
    window = bytearray(BEGINNING.ljust(WINDOW, b"\0"))
    at, place = len(BEGINNING), 16
    made = bytearray()
    while place < len(data) and len(made) < size:
        flags = data[place]
        place += 1
        for bit in range(8):
            if flags & (1 << bit):
                both = int.from_bytes(data[place : place + 2], "big")
                place += 2
                start, length = both >> 4, (both & 15) + 2
                if start == at or place > len(data):
                    return bytes(made[:size])
            else:
                start, length = -1, 1
            for number in range(length):
                one = (
                    window[(start + number) % WINDOW]
                    if start >= 0
                    else data[place]
                    if place < len(data)
                    else 0
                )
                made.append(one)
                window[at] = one
                at = (at + 1) % WINDOW
            place += start < 0
    return bytes(made[:size])


@dataclass
class _Group:
    """What holds inside of braces: whether words are read there, and how many signs stand in for one of Unicode."""

    is_read: bool = True
    stand_in: int = 1


@dataclass
class _Reader:
    """Goes over rich text once; `pending` are bytes of letters that may take more than one."""

    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    charset: str = "cp1252"
    skipped: int = 0
    pending: bytearray = field(default_factory=bytearray)
    words: list[str] = field(default_factory=list)

    def read(self, data: bytes) -> str:
        for found in TOKEN.finditer(data):
            word, number, code, sign, brace, text = found.groups()
            if code is not None:
                self._code(bytes.fromhex(code.decode()))
                continue
            self._settle()
            if brace is not None:
                self._brace(brace)
            elif word is not None:
                self._control(word, int(number or 0))
            elif sign is not None:
                self.groups[-1].is_read = self.groups[-1].is_read and sign != b"*"
                self._add(ESCAPED.get(sign, ""))
            else:
                self._add(text[self.skipped :].decode(self.charset, "replace"))
                self.skipped = max(0, self.skipped - len(text))
        self._settle()
        return "".join(self.words)

    def _add(self, words: str) -> None:
        if self.groups[-1].is_read and words:
            self.words.append(words)

    def _code(self, byte: bytes) -> None:
        if self.skipped:
            self.skipped -= 1
        else:
            self.pending += byte

    def _settle(self) -> None:
        if self.pending:
            self._add(self.pending.decode(self.charset, "replace"))
            self.pending.clear()

    def _brace(self, brace: bytes) -> None:
        if brace == b"{":
            if len(self.groups) > MOST_GROUPS:
                raise NotRich
            self.groups.append(replace(self.groups[-1]))
        elif len(self.groups) > 1:
            self.groups.pop()

    def _control(self, word: bytes, number: int) -> None:
        if word == b"ansicpg":
            self.charset = _charset(number)
        elif word == b"uc":
            self.groups[-1].stand_in = max(0, min(number, 8))
        elif word == b"u":
            self.skipped = self.groups[-1].stand_in
            self._add(chr(number % 0x10000))
        elif word in UNREAD:
            self.groups[-1].is_read = False
        else:
            self._add(SIGNS.get(word, ""))


def rich_words(data: bytes) -> str:
    """The words of rich text; raises `NotRich` where it is none that a program would write."""
    # Letters beyond the first plane are written as two halves.
    words = _Reader().read(data).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return re.sub(r"\n{3,}", "\n\n", words).strip()


def _charset(page: int) -> str:
    """What Python calls a code page; that of Western Europe where it knows none of the number."""
    if page == 65001:
        return "utf-8"
    try:
        return codecs.lookup(f"cp{page}").name
    except LookupError:
        return "cp1252"
