"""Which characters no font of the package can display.

The table is made together with the fonts (scripts/subset_fonts.py), so nothing reads a font when this runs.
A character counts as displayed when every face of one Liberation family has it, or the CJK font has it.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from importlib.resources import files

# White space that sets lines and words apart without a glyph.
_SPACE = frozenset("\t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | frozenset(
    map(chr, range(0x2000, 0x200B))
)
# Default_Ignorable_Code_Point of the Unicode Character Database: drawn as nothing where a font lacks them.
# U+FEFF is left out, because PDF/A forbids it.
_IGNORABLE = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)
# The shaper draws the first with the glyph of the second where a font lacks it (HarfBuzz, `hb-ot-shape-normalize`).
_DRAWN_AS = {"\u2011": "\u2010"}


def missing(text: str) -> tuple[str, ...]:
    """The characters of `text` that no font of the package displays, each once, in order of appearance."""
    return tuple(character for character in dict.fromkeys(text) if not _is_displayed(character))


def _is_displayed(character: str) -> bool:
    character = _DRAWN_AS.get(character, character)
    return character in _SPACE or _within(ord(character), _IGNORABLE) or _within(ord(character), _covered())


def _within(code_point: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    place = bisect_right(ranges, (code_point, 0x110000)) - 1
    return place >= 0 and code_point <= ranges[place][1]


@cache
def _covered() -> tuple[tuple[int, int], ...]:
    table = (files(__package__) / "fonts" / "coverage.txt").read_text(encoding="ascii")
    return tuple(_range(word) for word in table.split())


def _range(word: str) -> tuple[int, int]:
    first, _, last = word.partition("-")
    return int(first, 16), int(last or first, 16)
