"""The disposition of comments in every format and layout: whole for the house, silent on what others may not know."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import subprocess
import zipfile
import zlib
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from neaspec_cli.publish import report_pdf
from tests.commands.office import answer, circulated, done, neaspec
from tests.intake.isoforms import filled, rows_of_yaml, template
from tests.publish.wordcheck import part, words
from tests.sandbox import Sandbox

ENDINGS = (".csv", ".docx", ".html", ".json", ".md", ".pdf", ".xlsx")
LAYOUTS = ("audit-trail", "iso", "by-paragraph")
EACH = [(ending, LAYOUTS[place % 3]) for place, ending in enumerate(ENDINGS)]
"""Every format once, with the layouts in turn."""
SHOWN = ("Make it sixty days.", "Sixty days are enough.")
WITHHELD = (
    "withheld words",
    "careful now",
    "perhaps later",
    "Kim Minseo",
    "Decider Tanaka",
    "Answering Person",
    "Submitting Person",
    "originals/",
)
NAMES = ("JPN", "KOR", "Japan", "Republic of Korea")


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    """Comments with all that is not for others around them."""
    box = circulated(tmp_path_factory.mktemp("reports") / "plan")
    said = (("JPN", SHOWN[0], "3"), ("JPN", "withheld words", "3"), ("KOR", "Shorten it.", "1"))
    for source, remark, place in said:
        done(
            box,
            "feedback",
            "add",
            "--from",
            source,
            "--at",
            place,
            "--comment",
            remark,
            "--author",
            "Kim Minseo",
        )
    on = ["--on", "2025-08-04", "--by", "Decider Tanaka"]
    done(box, "feedback", "dispose", "JPN-001", "--as", "accepted", "--reason", SHOWN[1], *on)
    done(
        box, "feedback", "dispose", "KOR-001", "--as", "noted", "--reason", "perhaps later", "--proposed", *on
    )
    path = box.root / "feedback/draft-1/JPN.yaml"
    text = path.read_text("utf-8").rstrip("\n")
    path.write_text(
        f"{text}\n    public: no\n    note: careful now\n    submitter: Submitting Person\n"
        "    replies:\n      - {author: Answering Person, comment: x}\n",
        "utf-8",
    )
    shown = path.read_text("utf-8").replace(
        "    origin: hand\n", "    origin: hand\n    note: careful now\n    submitter: Submitting Person\n", 1
    )
    path.write_text(shown, "utf-8")
    box.save("Notes")
    return box


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    """A circulation without a comment."""
    return circulated(tmp_path_factory.mktemp("silent") / "plan")


def written(box: Sandbox, ending: str, layout: str, *arguments: str) -> bytes:
    file = box.root.parent / f"report{ending}"
    done(box, "feedback", "report", str(file), "--layout", layout, *arguments)
    return file.read_bytes()


def inside(data: bytes, ending: str) -> str:
    """All that a file holds, unpacked: parts of a zip, streams of a PDF, and its own bytes."""
    pieces = [data]
    if ending in (".docx", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            pieces += [archive.read(name) for name in archive.namelist()]
    if ending == ".pdf":
        for found in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
            try:
                pieces.append(zlib.decompress(found[1]))
            except zlib.error:
                pieces.append(found[1])
    return b"\n".join(pieces).decode("utf-8", "replace")


def legible(file: Path) -> str:
    """The words of a PDF as a reader sees them, by way of the texts that its fonts stand for."""
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("pdftotext is not installed")
    return subprocess.run([pdftotext, str(file), "-"], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize(("ending", "layout"), list(product(ENDINGS, LAYOUTS)))
def test_in_public_no_withheld_word_is_anywhere_in_the_file(box: Sandbox, ending: str, layout: str) -> None:
    data = written(box, ending, layout, "--public")
    found = inside(data, ending)
    if ending == ".pdf":
        found += legible(box.root.parent / "report.pdf")
    for secret in (*WITHHELD, *NAMES):
        assert secret not in found, secret
    for shown in SHOWN:
        assert shown in found.replace("\\", "").replace("\n", " ")


@pytest.mark.parametrize(("ending", "layout"), EACH)
def test_in_public_with_names_it_names_states_and_no_person(box: Sandbox, ending: str, layout: str) -> None:
    found = inside(written(box, ending, layout, "--public", "--attributed"), ending)
    if ending == ".pdf":
        found += legible(box.root.parent / "report.pdf")
    assert "Japan" in found or "JPN" in found
    assert not [secret for secret in WITHHELD if secret in found]


@pytest.mark.parametrize(("ending", "layout"), EACH)
def test_the_same_report_gives_the_same_bytes(
    box: Sandbox, ending: str, layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = written(box, ending, layout)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "C")
    assert written(box, ending, layout) == first


@pytest.mark.parametrize(("ending", "layout"), EACH)
def test_without_comments_every_format_is_a_whole_file(silent: Sandbox, ending: str, layout: str) -> None:
    data = written(silent, ending, layout, "--public")
    if ending == ".html":
        assert b"There are no comments to report." in data


# The form of ISO


def test_a_filled_form_comes_in_goes_out_and_comes_in_again_the_same(
    tmp_path: Path, shared_data: Path
) -> None:
    box = circulated(tmp_path / "plan")
    sent = tmp_path / "DE.docx"
    sent.write_bytes(filled(template(shared_data), rows_of_yaml(shared_data)))
    done(box, "feedback", "import", str(sent), "--from", "JPN")
    first = answer(box, "feedback", "list")
    written(box, ".docx", "iso")
    other = circulated(tmp_path / "other")
    (receipt,) = answer(other, "feedback", "import", str(tmp_path / "report.docx"), "--from", "JPN")
    assert receipt["balance"] == 0
    second = answer(other, "feedback", "list")
    assert len(first) == len(second) == 28
    assert [said(one) for one in second] == [said(one) for one in first]
    rows = [[" ".join(cell.split()) for cell in row] for row in cells_of(tmp_path / "report.docx")]
    asked = [[" ".join(cell.split()) for cell in row] for row in rows_of_yaml(shared_data)]
    assert sorted(rows) == sorted(asked)


def test_the_words_that_a_remark_is_on_come_back_from_the_form(tmp_path: Path) -> None:
    box = circulated(tmp_path / "plan")
    given = ("--at", "3", "--quote", "ninety days", "--comment", "Why so many?")
    done(box, "feedback", "add", "--from", "JPN", *given)
    written(box, ".docx", "iso")
    other = circulated(tmp_path / "other")
    done(other, "feedback", "import", str(tmp_path / "report.docx"), "--from", "JPN")
    (one,) = answer(other, "feedback", "list")
    assert one["place"] == {"section": "goals", "block": "3", "quote": "ninety days"}
    assert one["comment"] == "Why so many?"


def said(one: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in one.items() if key not in ("circulation", "received")}


def cells_of(file: Path) -> list[list[str]]:
    """The cells of the table in the body, paragraphs on lines."""
    (table,) = part(file.read_bytes(), "word/document.xml").iter("{*}tbl")
    return [
        ["\n".join(words(one) for one in cell.iter("{*}p")) for cell in row.iter("{*}tc")]
        for row in table.iter("{*}tr")
    ]


def test_the_form_has_its_headings_and_what_it_is_on_in_the_page_header(box: Sandbox) -> None:
    head = words(part(written(box, ".docx", "iso"), "word/header1.xml"))
    for title in ("Date: 2025-07-04", "Document: draft-1", "MB/NC1", "Type of comment2", "Proposed change"):
        assert title in head
    assert [row[0] for row in cells_of(box.root.parent / "report.docx")] == ["KOR-001", "JPN-001", "JPN-002"]


def test_decisions_made_here_stand_as_observations(box: Sandbox) -> None:
    rows = cells_of_written(box)
    assert rows["JPN-001"][1:] == [
        "",
        "II",
        "3",
        "te",
        "Make it sixty days.",
        "",
        "Accepted.\nSixty days are enough.",
    ]
    assert rows["KOR-001"][-1] == "Noted (proposed).\nperhaps later"


def cells_of_written(box: Sandbox) -> dict[str, list[str]]:
    written(box, ".docx", "iso")
    return {row[0]: row for row in cells_of(box.root.parent / "report.docx")}


# Lists of values


FORMULAS = (
    "=1+1",
    "+41 22",
    "-5 per cent",
    "@all",
    '=HYPERLINK("http://x")',
    "'=quoted",
    "Two\n\n=lines",
    "a, b; c",
)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_list_of_values_runs_nothing_and_comes_back_through_our_own_door(
    tmp_path: Path, layout: str
) -> None:
    box = circulated(tmp_path / "plan")
    for one in FORMULAS:
        done(box, "feedback", "add", "--from", "JPN", "--at", "3", f"--comment={one}")
    reason = ["--as", "noted", "--reason", "-1 and so on", "--on", "2025-07-20"]
    done(box, "feedback", "dispose", "JPN-001", *reason)
    data = written(box, ".csv", layout)
    assert data.startswith(b"\xef\xbb\xbf")
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        assert not [cell for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]
    other = circulated(tmp_path / "other")
    (receipt,) = answer(other, "feedback", "import", str(tmp_path / "report.csv"), "--from", "KOR")
    assert (receipt["balance"], receipt["placed"]) == (0, len(FORMULAS))
    assert [one["comment"] for one in answer(other, "feedback", "list")] == list(FORMULAS)


def test_a_list_of_somebody_else_keeps_its_apostrophes(tmp_path: Path) -> None:
    box = circulated(tmp_path / "plan")
    file = tmp_path / "JPN.csv"
    file.write_text("Paragraph,Comment\n3,'=x\n", "utf-8")
    answer(box, "feedback", "import", str(file), "--from", "JPN")
    assert [one["comment"] for one in answer(box, "feedback", "list")] == ["'=x"]


# Other formats


def test_by_paragraph_the_words_stand_over_the_comments(box: Sandbox) -> None:
    text = written(box, ".md", "by-paragraph").decode()
    first, second = text.index("### Paragraph 1"), text.index("### Paragraph 3")
    assert "> The programme keeps the seas of the region clean" in text[first:second]
    assert (
        text.index("## I. Introduction")
        < first
        < text.index("Shorten it.")
        < text.index("## II. Goals")
        < second
    )
    body = words(part(written(box, ".docx", "by-paragraph"), "word/document.xml"))
    assert body.index("Paragraph 3") < body.index("Within ninety days") < body.index("Make it sixty days.")
    page = written(box, ".html", "by-paragraph").decode()
    assert (
        page.index("Paragraph 3</h3>") < page.index("Within ninety days") < page.index("Make it sixty days.")
    )


@pytest.mark.parametrize("ending", [".md", ".docx", ".html", ".xlsx", ".pdf", ".json"])
def test_by_paragraph_what_nobody_commented_on_may_stand_there_too(box: Sandbox, ending: str) -> None:
    file = box.root.parent / f"report{ending}"
    done(box, "feedback", "report", str(file), "--layout", "by-paragraph", "--all-paragraphs")
    if ending == ".json":
        places = {
            one["place"]["block"]: one
            for one in json.loads(file.read_bytes())["paragraphs"]
            if "block" in one["place"]
        }
        assert (places["2"]["comments"], len(places["3"]["comments"])) == ([], 2)
    elif ending in (".md", ".html"):
        text = file.read_text("utf-8")
        assert text.index("Paragraph 2: no comments") < text.rindex("Paragraph 3")
    elif ending == ".docx":
        body = words(part(file.read_bytes(), "word/document.xml"))
        assert body.index("Paragraph 2: no comments") < body.index("Paragraph 3")


@pytest.mark.parametrize("arguments", [("report.docx",), ("report.csv", "--layout", "by-paragraph")])
def test_all_paragraphs_need_a_layout_that_has_paragraphs(box: Sandbox, arguments: tuple[str, ...]) -> None:
    result = neaspec(box, "feedback", "report", *arguments, "--all-paragraphs")
    assert result.exit_code == 2


def test_json_has_the_keys_of_a_feedback_file(box: Sandbox) -> None:
    value = json.loads(written(box, ".json", "audit-trail"))
    last = next(one for one in value["comments"] if one["id"] == "JPN-001")
    assert (last["source"], last["place"]) == ("JPN", {"section": "goals", "block": "3"})
    assert (last["disposition"], last["reason"], last["agreed"]) == ("accepted", SHOWN[1], True)
    assert last["circulated"].startswith("Within ninety days")
    assert value["figures"][0]["rows"][-1]["comments"] == 3
    public = json.loads(written(box, ".json", "by-paragraph", "--public"))
    assert [one["place"]["block"] for one in public["paragraphs"]] == ["1", "3"]
    (one,) = public["paragraphs"][1]["comments"]
    assert {"id", "place", "kind", "comment", "disposition", "reason"} == one.keys()


def test_the_page_asks_for_nothing_and_is_told_apart_by_ears(box: Sandbox) -> None:
    for layout in LAYOUTS:
        page = written(box, ".html", layout).decode()
        assert not re.search(r"https?:|src=|url\(|<script|<link|@import| style=", page)
        assert "default-src 'none'" in page
        assert '<html lang="en-GB">' in page
        assert page.count("<table>") == page.count("<caption>") > 0
        assert page.count('<th scope="row">') == 3
        assert "@media print" in page


def test_a_workbook_by_paragraph_has_bands_of_the_words(box: Sandbox) -> None:
    written(box, ".xlsx", "by-paragraph")
    sheet: Any = openpyxl.load_workbook(box.root.parent / "report.xlsx").worksheets[0]
    assert sorted(one.coord for one in sheet.merged_cells.ranges) == ["A2:C2", "A4:C4"]
    assert sheet["A4"].value.startswith("II. Goals: Paragraph 3\nWithin ninety days")
    assert "Proposed" not in sheet["B5"].value
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_only_the_workbook_of_the_house_is_read_back(box: Sandbox) -> None:
    for layout in ("iso", "by-paragraph"):
        written(box, ".xlsx", layout)
        refused = neaspec(box, "feedback", "update", str(box.root.parent / "report.xlsx"))
        assert refused.exit_code == 1
        assert "report" in refused.output


def test_a_pdf_shows_the_code_of_what_no_font_has_and_parts_endless_words(tmp_path: Path) -> None:
    box = circulated(tmp_path / "plan")
    remark = f"Good \U0001f600 e\ufb03cient {'x' * 40_000}"
    done(box, "feedback", "add", "--from", "JPN", "--at", "3", "--comment", remark)
    result = neaspec(box, "feedback", "report", str(tmp_path / "report.pdf"))
    assert result.exit_code == 0, result.output
    assert "No font has U+1F600; the PDF shows the code" in result.stderr
    assert "Good [U+1F600] efficient" in " ".join(legible(tmp_path / "report.pdf").split())


HOSTILE = '<script>alert(1)</script> #panic("x") $x$ `y` [a](javascript:x) {{z}} \\end'


def test_what_people_write_is_text_and_nothing_else(tmp_path: Path) -> None:
    box = circulated(tmp_path / "plan")
    done(box, "feedback", "add", "--from", "JPN", "--at", "3", "--comment", HOSTILE)
    for layout in LAYOUTS:
        page = written(box, ".html", layout).decode()
        assert "<script" not in page
        assert html.escape(HOSTILE) in page
        written(box, ".pdf", layout)
        assert HOSTILE.replace(" ", "") in "".join(legible(tmp_path / "report.pdf").split())


def test_a_pdf_of_more_comments_than_memory_holds_is_refused(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_pdf, "MOST_IN_ALL", 2)
    refused = neaspec(box, "feedback", "report", str(box.root.parent / "many.pdf"))
    assert refused.exit_code == 1
    assert "One PDF of 3 comments" in " ".join(refused.output.split())
    assert not (box.root.parent / "many.pdf").exists()
    done(box, "feedback", "report", str(box.root.parent / "few.pdf"), "--from", "KOR")


def test_an_unknown_layout_is_wrong_usage(box: Sandbox) -> None:
    assert neaspec(box, "feedback", "report", "x.md", "--layout", "sideways").exit_code == 2
    assert neaspec(box, "feedback", "report", "x.odt").exit_code == 1


def test_an_auditor_of_the_format_finds_nothing_in_word_files(box: Sandbox) -> None:
    auditor = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed")
    for layout in LAYOUTS:
        written(box, ".docx", layout)
        assert list(auditor.OpenXmlValidator().validate(box.root.parent / "report.docx").errors) == []
