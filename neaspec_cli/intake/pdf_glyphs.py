"""The letters of a PDF of ours and where each stands on its page, in points from the lower left corner.

Only what our own compiler writes is understood: two-byte fonts with widths and a table to Unicode, upright lines.
What stands in the margins of every page is marked there as an artifact, and left out (ISO 32000-1, 9.4 and 14.8.2.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

PAIR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
TRIPLE = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>")
RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
SINGLES = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
ASCENT, DESCENT = 0.75, 0.25
"""How far letters reach above and below their line, as parts of their size."""
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Glyph:
    """A character on a page, with the box that it takes; `line` is the height of the line that it stands on."""

    text: str
    page: int
    left: float
    right: float
    line: float
    size: float

    @property
    def bottom(self) -> float:
        """Where its box begins."""
        return self.line - DESCENT * self.size

    @property
    def top(self) -> float:
        """Where its box ends."""
        return self.line + ASCENT * self.size


@dataclass(frozen=True)
class Font:
    """What a font of the file says of its glyphs: their characters, and their widths in thousandths of the size."""

    characters: dict[int, str]
    widths: dict[int, float]


@dataclass
class _State:
    """Where the pen of a page is: the whole page's matrix, the text's, and the font."""

    matrix: Matrix = IDENTITY
    text: Matrix = IDENTITY
    font: Font | None = None
    size: float = 0.0


@dataclass
class _Page:
    """A page on its way into glyphs; `marked` are the kinds of content that are open."""

    number: int
    fonts: dict[str, Font]
    state: _State = field(default_factory=_State)
    saved: list[_State] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)

    def read(self, operations: list[tuple[Any, bytes]]) -> Iterator[Glyph]:
        for operands, operator in operations:
            match operator:
                case b"q":
                    self.saved.append(_State(**vars(self.state)))
                case b"Q" if self.saved:
                    self.state = self.saved.pop()
                case b"cm":
                    self.state.matrix = _product(_matrix(operands), self.state.matrix)
                case b"BT":
                    self.state.text = IDENTITY
                case b"Tm":
                    self.state.text = _matrix(operands)
                case b"Tf":
                    self.state.font = self.fonts.get(str(operands[0]))
                    self.state.size = float(operands[1])
                case b"BDC" | b"BMC":
                    self.marked.append(str(operands[0]))
                case b"EMC" if self.marked:
                    self.marked.pop()
                case b"TJ":
                    yield from self._shown(operands[0])
                case b"Tj":
                    yield from self._shown(operands[:1])

    def _shown(self, pieces: list[Any]) -> Iterator[Glyph]:
        """The glyphs of a run; numbers between them move the pen."""
        state = self.state
        at = 0.0
        for piece in pieces:
            if isinstance(piece, (int, float)):
                at -= float(piece) / 1000 * state.size
                continue
            for code in _codes(piece):
                width = (state.font.widths.get(code, 0.0) if state.font else 0.0) / 1000 * state.size
                text = state.font.characters.get(code, "") if state.font else ""
                if "/Artifact" not in self.marked:
                    yield from self._glyphs(text, at, width)
                at += width

    def _glyphs(self, text: str, at: float, width: float) -> Iterator[Glyph]:
        """The characters of one glyph, side by side in its box."""
        place = _product(self.state.text, self.state.matrix)
        each = width / max(1, len(text))
        scale = abs(place[0]) or abs(place[1])
        for number, character in enumerate(text):
            left = place[4] + (at + number * each) * place[0]
            yield Glyph(
                character, self.number, left, left + each * place[0], place[5], self.state.size * scale
            )


def glyphs(document: Any) -> Iterator[Glyph]:
    """All letters of a PDF of ours in the order in which they were set; `document` is a reader of pypdf."""
    from pypdf.generic import ContentStream

    fonts: dict[int, Font] = {}
    for number, page in enumerate(document.pages, 1):
        named = {}
        for name, reference in page["/Resources"].get("/Font", {}).items():
            if reference.idnum not in fonts:
                fonts[reference.idnum] = _font(reference.get_object())
            named[str(name)] = fonts[reference.idnum]
        operations = ContentStream(page["/Contents"].get_object(), document).operations
        yield from _Page(number, named).read(operations)


def _font(font: Any) -> Font:
    table = font["/ToUnicode"].get_object().get_data()
    characters: dict[int, str] = {}
    for block in SINGLES.findall(table):
        for code, text in PAIR.findall(block):
            characters[int(code, 16)] = _unicode(text)
    for block in RANGES.findall(table):
        for first, last, text in TRIPLE.findall(block):
            for number in range(int(first, 16), int(last, 16) + 1):
                characters[number] = chr(ord(_unicode(text)[-1:] or "\0") + number - int(first, 16))
    return Font(characters, dict(_widths(font["/DescendantFonts"][0].get_object())))


def _widths(font: Any) -> Iterator[tuple[int, float]]:
    """Widths by glyph, from either form of the list (ISO 32000-1, 9.7.4.3)."""
    listed = list(font.get("/W", ()))
    while len(listed) >= 2:
        first = int(listed.pop(0))
        second = listed.pop(0)
        if isinstance(second, list):
            yield from ((first + number, float(width)) for number, width in enumerate(second))
        else:
            width = float(listed.pop(0))
            yield from ((number, width) for number in range(first, int(second) + 1))


def _codes(piece: Any) -> Iterator[int]:
    data = getattr(piece, "original_bytes", piece)
    yield from (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))


def _unicode(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in operands)
    return (a, b, c, d, e, f)


def _product(one: Matrix, other: Matrix) -> Matrix:
    """First the one, then the other."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)
