"""A copy as PDF: all its words, its properties, the same bytes anywhere, and lines that lead back to paragraphs."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from neaspec_cli.adapters import pandoc, typst
from neaspec_cli.core.plan import Masthead, Participant, PlanSettings, Rules
from neaspec_cli.publish import pdf, typstcode
from neaspec_cli.publish.copy import Copy, Kind, Provenance, SectionTree, prepare
from neaspec_cli.publish.redline import redline

PLAN = PlanSettings(
    "NEASPEC Strategic Plan 2026-2030",
    "North-East Asian Subregional Programme",
    Masthead(("United Nations", "Economic and Social Commission"), "NEASPEC/SOM(28)/1", "Limited", "English"),
    (Participant("JPN", "Japan", "member"),),
)
PROVENANCE = Provenance("Plan", "8f3c" * 10, "draft-1", "JPN", date(2025, 8, 4), date(2025, 8, 29))
TEXT = """# Introduction

Words of the [first paragraph]{#b-JPN-1 .bracket by="JPN MNG" del="CHN"} stand here.[^1]

[^1]: A note at the foot.

- the first item
- the second item

## Background

> A quotation.

::: annotation
What this section will hold.
:::

::: placeholder
Figures.
:::

::: {#tbl-one .table}
Caption of the table

| Month | Activity |
|---|---|
| March | Circulate |
:::

See table [#](#tbl-one) and paragraph [#](#p-last).

## Process

[]{#p-last}The last words.
"""


def copy_of(
    *texts: str, kind: Kind = "review", settings: PlanSettings = PLAN, annexes: Sequence[str] = ()
) -> Copy:
    sections = [SectionTree(f"s-{n}", False, pandoc.parse(text)) for n, text in enumerate(texts)]
    sections += [SectionTree(f"annex-{n}", True, pandoc.parse(text)) for n, text in enumerate(annexes)]
    return prepare(kind, settings, PROVENANCE, sections)


def text_of(data: bytes) -> str:
    """The words of all pages, read by a program that shares no code with ours."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run([program, "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode()


def said(data: bytes) -> str:
    return " ".join(text_of(data).split())


def streams(data: bytes) -> list[bytes]:
    """Every stream of the file, unpacked where it is packed."""
    found = []
    for raw in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            found.append(zlib.decompress(raw))
        except zlib.error:
            found.append(raw)
    return found


def test_everything_is_printed_with_its_number() -> None:
    printed = said(pdf.write_pdf(copy_of(TEXT, kind="annotated", annexes=["# Programme\n\nOf work."])))
    for words in (
        "NEASPEC/SOM(28)/1",
        "Distr.: Limited",
        "4 August 2025",
        "Original: English",
        "Comments on this draft are requested by 29 August 2025.",
        "I. Introduction",
        "1. Words of the [first paragraph] stand here.",
        "(a) the first item",
        "(b) the second item",
        "A. Background",
        "A quotation.",
        "2. What this section will hold.",
        "TEXT TO COME",
        "Table 1. Caption of the table",
        "March Circulate",
        "See table Table 1 and paragraph 5.",
        "5. The last words.",
        "A note at the foot.",
        "Annex I",
        "Page 1 of 3",
        "Copy for Japan",
        "Text 8f3c8f3c8f3c",
        "DRAFT · draft-1",
    ):
        assert words in re.sub(r"(?<= )\d+ (?=[A-Z(\d])", "", printed) or words in printed, words


def test_official_copy_has_no_mark_of_a_draft() -> None:
    printed = said(pdf.write_pdf(copy_of(TEXT, kind="official")))
    assert "DRAFT" not in printed
    assert "Comments on this draft" not in printed
    assert "What this section will hold" not in printed


def test_holders_are_named_only_when_asked() -> None:
    copy = copy_of('Words [by 2030]{#b-1 .bracket by="JPN MNG" del="CHN"} end.')
    assert "JPN" not in said(pdf.write_pdf(copy)).replace("JPN draft", "")
    assert "[by 2030] (JPN, MNG; CHN: delete) end" in said(pdf.write_pdf(copy, attributed=True))


def test_brackets_over_emphasis_and_blocks_are_printed_once() -> None:
    pieces = '[cut *deep*]{#b-1 .bracket by=""}[ and soon]{#b-1 .bracket by=""}'
    printed = said(pdf.write_pdf(copy_of(f"{pieces} now.\n\n::: {{.bracket #b-2}}\nOne.\n\nTwo.\n:::\n")))
    assert "[cut deep and soon] now." in printed
    assert re.search(r"\[One\..*Two\.\]", printed)


HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0": *',
    "$x^2$ and *stars* and _bars_",
    "@reference and <label> and // comment /* block */",
    'back\\slash and "quotes" and `ticks`',
    "-- --- ... ~ ' \" -? #[a] #{b} ]]",
    "= no heading",
    "A & B <x> \\u{41} \\n",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_printed_as_typed(words: str) -> None:
    escaped = re.sub(r"([^A-Za-z0-9\s])", r"\\\1", words)
    settings = PlanSettings(words, "", Masthead(symbol=words))
    printed = said(pdf.write_pdf(copy_of(f"{escaped}\n\nNote.[^1]\n\n[^1]: {escaped}\n", settings=settings)))
    assert printed.count(" ".join(words.split())) >= 4


def test_text_in_the_scripts_of_the_subregion_is_printed() -> None:
    words = "환경부 生态环境部 環境省は東京 Министерство Байгаль орчин өө"
    assert words in said(pdf.write_pdf(copy_of(words)))


def test_same_bytes_in_any_place_zone_and_locale(tmp_path: Path) -> None:
    script = tmp_path / "write.py"
    script.write_text(
        "import hashlib\n"
        "from tests.publish.test_pdf import TEXT, copy_of\n"
        "from neaspec_cli.publish import pdf\n"
        "print(hashlib.sha256(pdf.write_pdf(copy_of(TEXT))).hexdigest())\n"
    )
    root = Path(__file__).resolve().parents[2]
    environment = os.environ | {
        "PYTHONPATH": str(root),
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(pdf.write_pdf(copy_of(TEXT))).hexdigest()


def test_character_without_a_font_is_named_with_its_paragraph() -> None:
    with pytest.raises(pdf.UnprintableText, match=r"1 character has no font: 🙂 \(U\+1F642\) in paragraph 2"):
        pdf.write_pdf(copy_of("Plain.\n\nA smile 🙂 here."))


def test_character_without_a_font_is_named_though_the_table_of_fonts_errs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("neaspec_cli.publish.coverage.missing", lambda text: ())
    with pytest.raises(pdf.UnprintableText, match=r"🙂.*in paragraph 1"):
        pdf.write_pdf(copy_of("A smile 🙂 here."))


def test_properties_are_in_keywords_and_in_an_attachment() -> None:
    unpacked = streams(pdf.write_pdf(copy_of(TEXT)))
    attached = [json.loads(one) for one in unpacked if one.startswith(b"{\n")]
    assert attached == [PROVENANCE.properties()]
    metadata = next(one.decode() for one in unpacked if b"x:xmpmeta" in one)
    for key, value in PROVENANCE.properties().items():
        assert f"{key}={value}" in metadata
    assert "pdfuaid" in metadata
    assert "pdfaid" in metadata


def test_holders_and_contacts_do_not_leave_the_house() -> None:
    assert not any(b"MNG" in one for one in streams(pdf.write_pdf(copy_of(TEXT))))


def test_lines_lead_to_paragraphs() -> None:
    copy = copy_of(TEXT)
    labels = {line.label for line in pdf.lines(copy)}
    assert {"1", "1(a)", "1(b)", "heading I", "heading I.A", "2", "3", "4", "caption Table 1"} <= labels
    assert {"Table 1 row 1 column 1", "Table 1 row 2 column 1"} <= labels


def test_lines_count_from_one_on_each_page() -> None:
    long = "\n\n".join(
        f"Paragraph {n} goes on for a while, so that it takes more than a line of the page."
        for n in range(60)
    )
    found = pdf.lines(copy_of(long))
    pages = {line.page for line in found}
    assert len(pages) > 1
    for page in pages:
        numbers = [line.line for line in found if line.page == page]
        assert numbers == list(range(1, len(numbers) + 1))
    first = [line.label for line in found if line.label]
    assert first == sorted(first, key=int)


def test_each_line_of_a_printed_page_leads_where_it_says() -> None:
    copy = copy_of("\n\n".join(f"Number {n} {'word ' * 30}" for n in range(1, 40)))
    printed = text_of(pdf.write_pdf(copy)).split("\f")
    for line in pdf.lines(copy):
        shown = re.search(rf"^ *{line.line} +(\d+)\. +Number (\d+) ", printed[line.page - 1], re.MULTILINE)
        if shown:
            assert line.label == shown[1] == shown[2]


def test_headings_may_leave_out_levels() -> None:
    printed = said(
        pdf.write_pdf(copy_of("### Deep\n\nText.\n\n# High\n\n###### Deepest\n\n## Middle\n\nMore."))
    )
    assert "Middle" in printed


def test_same_heading_twice_and_references_between_sections() -> None:
    sections = ["# Goals\n\nSee [#](#p-x) and [goals](#goals).", "# Goals\n\n[]{#p-x}Here. [back](#goals)"]
    assert "See 2 and goals." in said(pdf.write_pdf(copy_of(*sections)))


def test_footnote_in_a_heading_and_a_table_is_printed_once() -> None:
    text = (
        "[^1]: Of a heading.\n\n[^2]: Of a head.\n\n# One[^1]\n\n## Two\n\n## Three\n\n## Four\n\n"
        "| A[^2] |\n|---|\n" + "| row |\n" * 80
    )
    printed = said(pdf.write_pdf(copy_of(text)))
    assert printed.count("Of a heading.") == 1
    assert printed.count("Of a head.") >= 1


def test_head_of_a_table_returns_on_each_page() -> None:
    text = "| Month | Activity |\n|---|---|\n" + "| March | Circulate the draft |\n" * 120
    pages = [page for page in text_of(pdf.write_pdf(copy_of(text))).split("\f") if "March" in page]
    assert len(pages) > 1
    assert all("Month" in page for page in pages)


@pytest.mark.parametrize(
    "text", ["", "# Only a heading", "- \n- \n", "|  |\n|---|\n|  |\n", "***", "![a picture](x.png)"]
)
def test_hardly_anything_is_enough(text: str) -> None:
    assert pdf.write_pdf(
        copy_of(text, settings=PlanSettings("Plan", rules=Rules(paper="Letter", language="fr")))
    )


@pytest.mark.parametrize("text", ["> " * 60 + "x", "*a **b " * 60 + "x" + "** c*" * 60, "x" * 40_000])
def test_what_cannot_be_set_is_refused_with_advice(text: str) -> None:
    with pytest.raises(typst.CannotBeSet):
        pdf.write_pdf(copy_of(text))


def test_only_fonts_of_the_package_are_used() -> None:
    assert typst.families() == ("Liberation Sans", "Liberation Serif", "Noto Sans CJK SC")


def test_program_cannot_read_outside_its_folder() -> None:
    with pytest.raises(Exception, match=r"escape|outside|not found|denied|failed"):
        typst.answer({"main.typ": b'#read("../../etc/passwd")'}, "1")


def test_redline_shows_both_and_lists_changes_in_words() -> None:
    old = copy_of("# A\n\nThe old words stay here.\n\nThis one goes away for good.\n")
    new = copy_of(
        "# A\n\nThe new words stay here.\n\nQuite another paragraph comes in its stead, with more.\n"
    )
    printed = said(pdf.write_pdf(redline(old, new)))
    for words in (
        "REDLINE · draft-1",
        "This one goes away for good.",
        "List of changes",
        "Paragraph 1 “old” replaced by “new”.",
        "Former paragraph 2 Deleted: “This one goes away for good.”",
        "Paragraph 2 New: “Quite another paragraph comes in its stead, with more.”",
    ):
        assert words in printed, words


HEADED = "# Aims\n\nText.\n\n# Old means\n\nText.\n\n# Gone\n\n# Last\n\nText.\n\n# End\n\nText.\n"


def test_contents_of_a_redline_are_those_of_the_new_text() -> None:
    new = HEADED.replace("Old means", "New means").replace("# Gone\n\n", "").replace("# End", "# End of it")
    printed = said(pdf.write_pdf(redline(copy_of(HEADED), copy_of(new))))
    contents = printed[printed.index("Contents") : printed.index("List of changes")]
    assert "II. New means" in contents
    assert "Old" not in contents
    assert "Gone" not in contents
    assert "IV. End of it" in contents
    assert "“Old” replaced by “New”" in printed
    assert "OldNew means" in printed


Box = tuple[str, float, float, float, float]
"""A word and where it stands: left, top, right and bottom in points."""


def boxes(data: bytes) -> list[Box]:
    """Every word and its place, read by a program that shares no code with ours."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run([program, "-bbox", "-", "-"], input=data, capture_output=True, check=True)
    found = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<',
        done.stdout.decode(),
    )
    return [(word, *(float(one) for one in place)) for *place, word in found]


def test_no_number_covers_words() -> None:
    items = "".join(f"  - Entry{number}\n" for number in range(1, 41))
    found = boxes(pdf.write_pdf(copy_of(f"Lead.\n\n- outer\n{items}")))
    numbers = {word: (right, top) for word, _, top, right, _ in found if re.fullmatch(r"\([ivxl]+\)", word)}
    right, top = numbers["(xxxviii)"]
    assert [word for word, left, height, _, _ in found if abs(height - top) < 2 and left >= right] == [
        "Entry38"
    ]


def test_a_heading_that_changed_keeps_its_distance() -> None:
    old, new = "One.\n\n# The means\n\nTwo.\n", "One.\n\n# The new means\n\nTwo.\n"

    def distance(data: bytes) -> float:
        places = {word: (top, bottom) for word, _, top, _, bottom in boxes(data)}
        return places["means"][0] - places["One."][1]

    plain = distance(pdf.write_pdf(copy_of(new)))
    assert distance(pdf.write_pdf(redline(copy_of(old), copy_of(new)))) == pytest.approx(plain, abs=0.5)


def test_the_bar_beside_a_wide_table_stands_outside_of_it() -> None:
    wide = "| A | B | C | D |\n|---|---|---|---|\n| one | two | three | four |\n"
    narrow = "| A | B |\n|---|---|\n| one | two |\n"
    for text, is_wide in ((wide, "true"), (narrow, "false")):
        made = typstcode.code(redline(copy_of(text), copy_of(text.replace("two", "2"))))
        assert f"changed-table({is_wide}, tabular(" in made


def test_a_heading_that_is_gone_from_a_list_looks_like_one() -> None:
    old = copy_of("Lead:\n\n- the first item here\n\n## Gone heading\n\n- the second item here\n")
    both = redline(old, copy_of("Lead:\n\n- the first item here\n- the second item here\n"))
    made = typstcode.code(both)
    assert 'former-title(2, deleted("A."), ' in made
    assert "A. Gone heading" in said(pdf.write_pdf(both))


def test_a_paragraph_of_which_only_the_form_changed_has_a_bar_and_is_listed() -> None:
    made = typstcode.code(redline(copy_of("It *shall* be.\n"), copy_of("It shall be.\n")))
    assert "changed(numbered(" in made
    assert "Italics taken from" in made


def test_lines_under_and_through_words_may_be_nested() -> None:
    nested = "~~gone [under]{.underline}~~ and [under ~~gone~~]{.underline}[^1]\n\n[^1]: ~~Gone.~~\n"
    assert "gone under" in said(pdf.write_pdf(copy_of(nested)))
    assert pdf.write_pdf(redline(copy_of(nested), copy_of("Nothing of it is left in this text.")))


def test_a_draft_and_the_lines_of_it_are_laid_out_from_the_same_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = []

    def made(texts: dict[str, bytes], _: object) -> bytes:
        given.append(texts)
        return b""

    def asked(texts: dict[str, bytes], _: str) -> dict[str, list[object]]:
        given.append(texts)
        return {"leaves": [], "lines": []}

    monkeypatch.setattr(typst, "pdf", made)
    monkeypatch.setattr(typst, "answer", asked)
    draft = copy_of(TEXT)
    pdf.write_pdf(draft)
    pdf.lines(draft)
    assert given[0] == given[1], "Typst lays out once what it is given twice"
