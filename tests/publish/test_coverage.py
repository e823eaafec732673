"""What the fonts of the package can display."""

from __future__ import annotations

import unicodedata
from importlib.resources import files
from pathlib import Path

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neaspec_cli.publish.coverage import missing

FONTS = Path(str(files("neaspec_cli.publish") / "fonts"))
FACES = 'font: ("Liberation Serif", "Noto Sans CJK SC")'


@pytest.mark.parametrize(
    "words",
    [
        "North-East Asian “Subregional” Programme – 2026…",
        "Монгол Улс: Өвөрхангай, Үүл",
        "Российская Федерация",
        "大气污染 生物多样性",
        "気候変動に関する ｶﾀｶﾅ",
        "환경부 의견 大韓民國",
        "ＡＢＣ（１２３）、。「」",
    ],
)
def test_languages_of_the_subregion_are_displayed(words: str) -> None:
    assert missing(words) == ()


def test_missing_characters_are_named_once_in_order_of_appearance() -> None:
    assert missing("a☃b😀c☃ᠮ") == ("☃", "😀", "ᠮ")


def test_spaces_and_joiners_need_no_font() -> None:
    assert missing("a\tb\nc\u00a0d\u200be\u00adf\u2060g\ufe0f\u3000h") == ()


def test_a_hyphen_that_does_not_break_is_drawn_as_a_hyphen() -> None:
    assert missing("mid\u2011term") == ()


def test_control_characters_and_byte_order_marks_are_missing() -> None:
    assert missing("\x00a\x1b\ufeff") == ("\x00", "\x1b", "\ufeff")


@pytest.fixture(scope="module")
def fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def refused(character: str, fonts: typst.Fonts, folder: Path) -> bool:
    """Whether the PDF engine, with these fonts alone, refuses a document that holds the character."""
    source = folder / "page.typ"
    source.write_text(
        f'#set document(title: "t")\n#set text({FACES})\na \\u{{{ord(character):x}}} b\n', encoding="utf-8"
    )
    compiler = typst.Compiler(source, root=folder, font_paths=fonts)
    try:
        compiler.compile(format="pdf", pdf_standards=["a-3a", "ua-1"])
    except typst.TypstError:
        return True
    return False


# Private and unassigned code points are left out: the engine has rules of its own for them.
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    character=st.one_of(
        st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs", "Co", "Cn", "Mn", "Me", "Mc"]),
        st.sampled_from("骨気환Ө“…☃😀ᠮ☑\x00\ufeff\u200d\u3000"),
    )
)
def test_the_table_agrees_with_the_pdf_engine(character: str, fonts: typst.Fonts, tmp_path: Path) -> None:
    assert bool(missing(character)) == refused(character, fonts, tmp_path), unicodedata.name(character, "?")


def test_every_font_comes_with_its_licence() -> None:
    names = {entry.name for entry in FONTS.iterdir()}
    assert {"LICENSE-Liberation.txt", "LICENSE-NotoSansCJK.txt"} <= names
    assert {
        f"Liberation{family}-{face}.ttf" for family in ("Serif", "Sans") for face in ("Regular", "Bold")
    } <= names
