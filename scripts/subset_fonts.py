"""Make the font files that the package carries, and the table of the characters they can display.

Liberation is copied unchanged, because its name is reserved for unmodified files.
Noto Sans CJK is cut down to the characters of the national character sets of the subregion,
keeping the forms of each character that its languages ask for (the OpenType feature `locl`).

The sources are the Debian package fonts-liberation2 (2.1.5) and the PyPI package noto-cjk-sans-otc (0.0.1):

    python scripts/subset_fonts.py --liberation LIBERATION_FOLDER --cjk NotoSansCJK-Regular.ttc
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from unicodedata import normalize

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "neaspec_cli" / "publish" / "fonts"
LIBERATION = tuple(
    f"Liberation{family}-{face}.ttf"
    for family in ("Serif", "Sans")
    for face in ("Regular", "Bold", "Italic", "BoldItalic")
)
CJK = "NotoSansCJKsc-Regular-subset.otf"
CJK_FAMILY = "Noto Sans CJK SC"
# Rows 16 to 47 of JIS X 0208 are its level 1; the rows before them are kana, symbols and other letters.
JIS_LEVEL_1_LAST_ROW = 47
ROWS = range(1, 95)
# Symbols of forms and tables that the three sets lack or that Liberation does not have.
EXTRA_SYMBOLS = "✓‼⁇⁈⁉～－"


def two_byte_characters(codec: str, rows: Iterable[int]) -> Iterator[str]:
    """The characters of a 94 by 94 set in its EUC encoding, row by row."""
    for row in rows:
        for cell in ROWS:
            yield from bytes((0xA0 + row, 0xA0 + cell)).decode(codec, "ignore")


def wanted_characters() -> set[str]:
    """GB 2312, JIS X 0208 level 1, KS X 1001, ASCII, half- and full-width forms, CJK punctuation."""
    ascii_letters = {chr(code) for code in range(0x20, 0x7F)}
    punctuation = {chr(code) for code in range(0x3000, 0x3100)}
    width_forms = {chr(code) for code in range(0xFF00, 0xFFF0)}
    return {
        *ascii_letters,
        *punctuation,
        *width_forms,
        *EXTRA_SYMBOLS,
        *two_byte_characters("gb2312", ROWS),
        *two_byte_characters("euc_jp", range(1, JIS_LEVEL_1_LAST_ROW + 1)),
        *two_byte_characters("euc_kr", ROWS),
    }


def family_number(collection: Path, family: str) -> int:
    """The place in a font collection of the family with this name."""
    number = 0
    while True:
        names = TTFont(collection, fontNumber=number, lazy=True)["name"]
        if names.getBestFamilyName() == family:
            return number
        number += 1


def write_cjk_subset(collection: Path, target: Path) -> None:
    """Write the subset font; the same source gives the same bytes."""
    options = subset.Options(
        layout_features=["locl", "ccmp"],
        hinting=False,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 7, 13, 14],
        name_languages=[0x409],
        drop_tables=["VORG", "vhea", "vmtx"],
        recalc_timestamp=False,
    )
    options.font_number = family_number(collection, CJK_FAMILY)
    font = subset.load_font(str(collection), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(character) for character in wanted_characters()])
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def displayed_code_points(folder: Path) -> set[int]:
    """Code points that the serif faces all show, or the sans faces all show, or the CJK font shows."""
    serif = set.intersection(*(shown_by(folder / name) for name in LIBERATION if "Serif" in name))
    sans = set.intersection(*(shown_by(folder / name) for name in LIBERATION if "Sans" in name))
    return serif | sans | shown_by(folder / CJK)


def shown_by(font: Path) -> set[int]:
    """Code points with a glyph, and those that a text shaper draws from canonical parts with glyphs."""
    held = set(TTFont(font, lazy=True).getBestCmap())
    composed = {
        code
        for code in range(sys.maxunicode + 1)
        if normalize("NFD", chr(code)) != chr(code)
        and all(ord(part) in held for part in normalize("NFD", chr(code)))
    }
    return held | composed


def ranges(code_points: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Unbroken runs of code points, in order, first and last included."""
    ordered = sorted(code_points)
    start = 0
    for here in range(1, len(ordered) + 1):
        if here == len(ordered) or ordered[here] != ordered[here - 1] + 1:
            yield ordered[start], ordered[here - 1]
            start = here


def write_coverage(folder: Path) -> None:
    """Write the table that `neaspec_cli.publish.coverage` reads: one hexadecimal range a word."""
    words = [
        f"{first:X}" if first == last else f"{first:X}-{last:X}"
        for first, last in ranges(displayed_code_points(folder))
    ]
    lines = [" ".join(words[start : start + 12]) for start in range(0, len(words), 12)]
    (folder / "coverage.txt").write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")


def main() -> None:
    """Read the arguments and write the font folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--liberation", type=Path, required=True, help="folder with the Liberation 2 TTF files"
    )
    parser.add_argument("--cjk", type=Path, required=True, help="NotoSansCJK-Regular.ttc")
    arguments = parser.parse_args()
    FONTS.mkdir(parents=True, exist_ok=True)
    for name in LIBERATION:
        shutil.copyfile(arguments.liberation / name, FONTS / name)
    write_cjk_subset(arguments.cjk, FONTS / CJK)
    write_coverage(FONTS)


if __name__ == "__main__":
    main()
