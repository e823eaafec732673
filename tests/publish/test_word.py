"""Word files: every word in its bookmark, known again, safe, and the same bytes everywhere."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from neaspec_cli.core.plan import Masthead, PlanSettings
from neaspec_cli.publish.copy import Provenance
from neaspec_cli.publish.printed import printed_leaves
from neaspec_cli.publish.word import furniture, write_word
from neaspec_cli.publish.word_package import MAP
from neaspec_cli.publish.wordml import _PARAGRAPH_ORDER, _RUN_ORDER
from tests.publish.copies import ANNEXES, PROVENANCE, RICH, SETTINGS, TEXT_ID, copy_of
from tests.publish.wordcheck import NO_SOFFICE, SOFFICE, W, bookmarked, ids, office, part, words

ROOT = Path(__file__).resolve().parents[2]


def all_bookmarked(data: bytes) -> dict[str, str]:
    return bookmarked(part(data, "word/document.xml")) | bookmarked(part(data, "word/footnotes.xml"))


def test_each_leaf_has_one_bookmark_that_holds_its_printed_words() -> None:
    copy = copy_of(RICH, annexes=ANNEXES, kind="annotated")
    found = all_bookmarked(write_word(copy))
    assert found == {
        leaf.marker: one.text for leaf, one in zip(copy.leaves, printed_leaves(copy), strict=True)
    }
    assert "code  line 1\nline 2" in found.values()


WORDS = st.text(alphabet="ab [](){}*_^~`<>#|\\&;:!-1.é한中カЖө\n", max_size=60)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4))
def test_no_word_is_lost_whatever_people_type(paragraphs: list[str]) -> None:
    copy = copy_of("\n\n".join(paragraphs))
    found = all_bookmarked(write_word(copy))
    assert found == {
        leaf.marker: one.text for leaf, one in zip(copy.leaves, printed_leaves(copy), strict=True)
    }


@settings(max_examples=40, deadline=None)
@given(WORDS)
def test_offsets_lead_back_to_the_words_of_the_block(source: str) -> None:
    copy = copy_of(source)
    for leaf, one in zip(copy.leaves, printed_leaves(copy), strict=True):
        kept = [(char, place) for char, place in zip(one.text, one.offsets, strict=False)]
        assert one.offsets[-1] == len(leaf.block.text)
        assert list(one.offsets) == sorted(one.offsets)
        if one.text == leaf.block.text:
            assert all(leaf.block.text[place] == char for char, place in kept)


def test_brackets_and_references_are_printed_and_traced() -> None:
    copy = copy_of("[]{#p-a}One [by **2030**]{#b-J-1 .bracket by=J} as [#](#p-a) says.\n")
    (one,) = printed_leaves(copy)
    assert one.text == "One [by 2030] as 1 says."
    text = next(copy.leaves).block.text
    assert text == "One by 2030 as # says."
    assert [text[one.offsets[place]] for place in (5, 17, 19)] == ["b", "#", "s"]


def test_bracketed_blocks_print_one_pair_around_all_of_them() -> None:
    copy = copy_of("::: {.bracket by=CHN}\nOne.[^1]\n\n- Two.\n:::\n\n[^1]: Note.\n")
    assert [one.text for one in printed_leaves(copy)] == ["[One.", "Note.", "Two.]"]
    assert "Two.] (CHN)" in words(part(write_word(copy, attributed=True), "word/document.xml"))


def test_a_bracket_over_emphasis_prints_one_pair() -> None:
    copy = copy_of("[by]{#b-1 .bracket by=J}*[ 2030]{#b-1 .bracket by=J}* x\n")
    assert printed_leaves(copy)[0].text == "[by 2030] x"


@pytest.mark.parametrize(("kind", "tracked"), [("review", True), ("annotated", True), ("official", False)])
def test_review_copies_alone_open_with_tracking_on_and_kept_on(kind: str, tracked: bool) -> None:
    root = part(write_word(copy_of("Words.", kind=kind)), "word/settings.xml")  # type: ignore[arg-type]
    protection = root.find(f"{W}documentProtection")
    assert (root.find(f"{W}trackRevisions") is not None) == tracked
    assert (protection is not None) == tracked
    if protection is not None:
        assert (protection.get(f"{W}edit"), protection.get(f"{W}enforcement")) == ("trackedChanges", "1")


def test_properties_name_plan_circulation_text_and_addressee() -> None:
    root = part(write_word(copy_of("Words.")), "docProps/custom.xml")
    found = {str(one.get("name")): one[0].text or "" for one in root}
    assert found == PROVENANCE.properties()
    assert found["neaspec-text"] == TEXT_ID


def test_without_markers_references_lead_on_and_nothing_else_is_bookmarked() -> None:
    data = write_word(copy_of(RICH), markers=False)
    root = part(data, "word/document.xml")
    names = [str(one.get(f"{W}name")) for one in root.iter(f"{W}bookmarkStart")]
    ends = [one.get(f"{W}id") for one in root.iter(f"{W}bookmarkEnd")]
    anchors = {str(one.get(f"{W}anchor")) for one in root.iter(f"{W}hyperlink") if one.get(f"{W}anchor")}
    assert len(anchors) == len(names) == len(ends) > 0
    assert anchors == set(names)
    assert all(name.startswith("_Ref") for name in names)
    marked = part(write_word(copy_of(RICH)), "word/document.xml")
    assert words(root) == words(marked)


def test_dates_are_those_of_the_circulation_or_absent() -> None:
    dated = zip_text(write_word(copy_of("Words.")), "docProps/core.xml")
    assert dated.count("2025-07-01T00:00:00Z") == 2
    undated = copy_of("Words.", provenance=Provenance("Plan", TEXT_ID))
    assert "dcterms:created" not in zip_text(write_word(undated), "docProps/core.xml")


def test_map_leads_from_bookmark_to_block_and_holds_no_source() -> None:
    copy = copy_of("# Head\n\nSecret *words*.", annexes=("Annexed.",))
    data = write_word(copy)
    leaves = list(part(data, "customXml/item1.xml").iter(f"{{{MAP}}}leaf"))
    assert [one.get("section") for one in leaves] == ["section-1", "section-1", "annex-1"]
    assert [one.get("block") for one in leaves] == ["0", "1", "0"]
    assert [one.get("label") for one in leaves] == ["heading I", "1", "Annex I 1"]
    assert leaves[1].get("sha256") == hashlib.sha256(b"Secret words.").hexdigest()
    assert "Secret" not in zip_text(data, "customXml/item1.xml")


def zip_text(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_ids_are_unique_and_properties_stand_in_the_order_of_the_schema() -> None:
    data = write_word(copy_of(RICH, annexes=ANNEXES, kind="annotated"))
    bookmarks = list(ids(data, "bookmarkStart"))
    assert len(set(bookmarks)) == len(bookmarks)
    for name in ("word/document.xml", "word/footnotes.xml", "word/styles.xml"):
        root = part(data, name)
        for tag, order in (("pPr", _PARAGRAPH_ORDER), ("rPr", _RUN_ORDER)):
            for one in root.iter(f"{W}{tag}"):
                places = [order.index(etree.QName(child).localname) for child in one]
                assert places == sorted(set(places))


def test_links_that_could_run_something_are_words_alone() -> None:
    source = (
        "[a](javascript:alert) [b](file:///etc/passwd) [c](https://x.example/?q=1&r=2) <mailto:a@x.example>\n"
    )
    relations = zip_text(write_word(copy_of(source)), "word/_rels/document.xml.rels")
    assert "javascript" not in relations
    assert "file:" not in relations
    assert "https://x.example/?q=1&amp;r=2" in relations
    assert "mailto:a@x.example" in relations


def test_an_address_too_long_for_word_is_words_alone() -> None:
    assert b"hyperlink" not in part_bytes(write_word(copy_of(f"[a](https://x.example/{'a' * 3000})\n")))


def part_bytes(data: bytes) -> bytes:
    return etree.tostring(part(data, "word/document.xml"))


def test_letters_that_xml_cannot_hold_do_no_harm() -> None:
    bad = replace(SETTINGS, title="A\x00B\ufffe")
    data = write_word(copy_of("Words.", settings=bad, provenance=replace(PROVENANCE, plan="A\x0b" * 400)))
    assert "A\ufffdB\ufffd" in words(part(data, "word/document.xml"))


def test_east_asian_words_carry_their_language() -> None:
    root = part(
        write_word(copy_of("中国 one\n\n한국어 漢字\n\n日本の環境\n\nРусский\n\nӨргөн чөлөө\n")),
        "word/document.xml",
    )
    tongues = [one.get(f"{W}eastAsia") or one.get(f"{W}val") for one in root.iter(f"{W}lang")]
    assert list(dict.fromkeys(tongues)) == ["zh-CN", "ko-KR", "ja-JP", "ru-RU", "mn-MN"]


def test_table_heads_return_on_each_page_and_captions_stay_with_their_table() -> None:
    root = part(
        write_word(copy_of("::: {.table}\nCaption\n\n| A | B |\n|---|---|\n| c | |\n:::\n")),
        "word/document.xml",
    )
    rows = [row for row in root.iter(f"{W}tr") if list(row.iter(f"{W}bookmarkStart"))]
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False]
    assert all(cell[-1].tag == f"{W}p" for cell in root.iter(f"{W}tc"))
    styles = part(write_word(copy_of("")), "word/styles.xml")
    keeping = [
        s.get(f"{W}styleId") for s in styles.iter(f"{W}style") if s.find(f"{W}pPr/{W}keepNext") is not None
    ]
    assert {"Caption", "Heading1", "Heading5"} <= set(keeping)


def test_a_heading_with_nothing_under_it_lets_go_of_the_next() -> None:
    root = part(write_word(copy_of("# One\n\n## Empty\n\n## Full\n\nWords.\n")), "word/document.xml")
    found = {words(one): one.find(f"{W}pPr/{W}keepNext") is None for one in root.iter(f"{W}p")}
    assert [found[name] for name in ("One", "Empty", "Full")] == [True, False, True]


def test_contents_show_the_pages_that_are_known() -> None:
    copy = copy_of("# One\n\n## Two\n\n# Three\n\n# Four\n", annexes=("# Five\n",))
    root = part(write_word(copy, pages={"_np_0001": 3, "_np_0005": 12}), "word/document.xml")
    entries = [
        words(one)
        for one in root.iter(f"{W}p")
        if (style := one.find(f"{W}pPr/{W}pStyle")) is not None and "TOC" in str(style.get(f"{W}val"))
    ]
    assert entries == [
        "Contents",
        "I.\tOne\t3",
        "A.\tTwo",
        "II.\tThree",
        "III.\tFour",
        "Annex I. Five\t12",
    ]


def test_furniture_names_every_paragraph_that_holds_no_leaf() -> None:
    copy = copy_of(RICH, annexes=ANNEXES)
    root = part(write_word(copy, pages={"_np_0001": 2}), "word/document.xml")
    bare = {words(one) for one in root.iter(f"{W}p") if one.find(f"{W}bookmarkStart") is None}
    found = furniture(copy, {"_np_0001": 2})
    assert bare - {""} <= set(found)
    assert {"DRAFT  ·  draft-1", "I.\tIntroduction\t2", "Strategic Plan 2026-2030"} <= set(found)


def test_annotations_stand_in_boxes_and_only_in_annotated_copies() -> None:
    source = "::: annotation\nWhat will stand here.\n:::\n\nWords.\n"
    assert "What will" in words(part(write_word(copy_of(source, kind="annotated")), "word/document.xml"))
    assert "What will" not in words(part(write_word(copy_of(source)), "word/document.xml"))


def test_a_plan_without_masthead_and_without_words_is_still_a_file() -> None:
    bare = copy_of(
        "", settings=PlanSettings("Plan", masthead=Masthead()), provenance=Provenance("Plan", TEXT_ID)
    )
    assert words(part(write_word(bare), "word/document.xml")).endswith("Plan")


def test_writing_leaves_the_copy_as_it_was() -> None:
    copy = copy_of(RICH, annexes=ANNEXES)
    assert write_word(copy) == write_word(copy)


_ELSEWHERE = """
import hashlib, os, sys
os.umask(0o077)
from tests.publish.copies import ANNEXES, RICH, copy_of
from neaspec_cli.publish.word import furniture, write_word
print(hashlib.sha256(write_word(copy_of(RICH, annexes=ANNEXES, kind="annotated"))).hexdigest())
"""


def test_same_bytes_in_another_directory_zone_locale_and_year(tmp_path: Path) -> None:
    here = hashlib.sha256(write_word(copy_of(RICH, annexes=ANNEXES, kind="annotated"))).hexdigest()
    for seed, zone, locale, epoch in (
        ("1", "Asia/Tokyo", "C", "0"),
        ("2", "Pacific/Apia", "de_DE.UTF-8", "1999999999"),
    ):
        changed = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "SOURCE_DATE_EPOCH": epoch}
        environment = {**os.environ, **changed, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-c", _ELSEWHERE],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == here


def test_an_auditor_of_the_format_finds_nothing(tmp_path: Path) -> None:
    auditor = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed")
    file = tmp_path / "plan.docx"
    file.write_bytes(write_word(copy_of(RICH, annexes=ANNEXES, kind="annotated")))
    assert list(auditor.OpenXmlValidator().validate(file).errors) == []


@pytest.mark.skipif(SOFFICE is None, reason=NO_SOFFICE)
def test_bookmarks_properties_and_tracking_survive_libreoffice(tmp_path: Path) -> None:
    copy = copy_of(RICH, annexes=ANNEXES, kind="annotated")
    saved = office(write_word(copy), "docx:MS Word 2007 XML", tmp_path).read_bytes()
    found = bookmarked(part(saved, "word/document.xml"))
    body = {leaf.marker for leaf in copy.leaves if leaf.block.kind != "note"}
    assert body <= set(found)
    assert (
        PROVENANCE.properties().items()
        <= {str(one.get("name")): one[0].text or "" for one in part(saved, "docProps/custom.xml")}.items()
    )
    kept = part(saved, "word/settings.xml")
    assert kept.find(f"{W}trackRevisions") is not None
    assert kept.find(f"{W}documentProtection") is not None


@pytest.mark.skipif(SOFFICE is None, reason=NO_SOFFICE)
def test_libreoffice_prints_every_word(tmp_path: Path) -> None:
    copy = copy_of(RICH, annexes=ANNEXES, kind="annotated")
    text = office(write_word(copy), "txt:Text (encoded):UTF8", tmp_path).read_text(encoding="utf-8-sig")
    squeezed = re.sub(r"\s+", "", text)
    for leaf, one in zip(copy.leaves, printed_leaves(copy), strict=True):
        if leaf.block.kind != "note" and not any(mark.kind == "note" for mark in leaf.block.marks):
            assert re.sub(r"\s+", "", one.text) in squeezed


def test_a_line_that_somebody_ended_is_not_spread_over_the_width() -> None:
    settings = part(write_word(copy_of("One\\\nTwo\n")), "word/settings.xml")
    compatible = settings.find(f"{W}compat")
    assert compatible is not None
    assert [str(one.tag).removeprefix(W) for one in compatible] == ["doNotExpandShiftReturn", "compatSetting"]
