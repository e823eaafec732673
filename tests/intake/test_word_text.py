"""What a returned Word file prints is what is read: fields, links, signs, breaks, scripts of all directions."""

from __future__ import annotations

from neaspec_cli.core import proposals as p
from tests.intake.test_word import TEXTS, only, returned, told
from tests.intake.wordfiles import ins, par, run


def test_fields_links_symbols_and_breaks_read_as_printed() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("air")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    link = f"<w:hyperlink>{run(' for all cities')}</w:hyperlink>"
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run(' of the region.')}</w:sdtContent></w:sdt>"
    assert told(returned(par(run("Clean "), field, link, control, marker=1))) == []


def test_signs_of_symbol_fonts_are_the_characters_that_they_show() -> None:
    signs = "".join(
        f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
        for font, code in (("Symbol", "F0B1"), ("Symbol", "006D"), ("Wingdings", "F0FE"), ("Other", "F041"))
    )
    intake = returned(par(run(TEXTS[0]), f'<w:ins w:id="1" w:author="A">{signs}</w:ins>', marker=1))
    assert only(intake).proposal == p.InsertWords("±μ☑\uf041", TEXTS[0][-40:], "", len(TEXTS[0]))


def test_text_from_right_to_left_and_composed_characters_keep_their_order() -> None:
    arabic = run("\u0627\u0644\u0628\u062d\u0631", "<w:rtl/>")
    intake = returned(
        par(run(TEXTS[0]), f'<w:bdo w:val="rtl">{ins("@").replace(run("@"), arabic)}</w:bdo>', marker=1)
    )
    assert only(intake).proposal == p.InsertWords(
        "\u0627\u0644\u0628\u062d\u0631", TEXTS[0][-40:], "", len(TEXTS[0])
    )
    decomposed = par(run("Que\u0301bec"), run(TEXTS[0][5:]), marker=1)
    assert told(returned(decomposed)) == [("1", p.ReplaceWords("Clean", "Qu\u00e9bec", 0))]
