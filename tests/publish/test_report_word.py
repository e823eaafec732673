"""The disposition of comments in Word: every comment in it, nothing internal in its public form, the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.comments import (
    Answer,
    Comment,
    Disposition,
    Place,
    ReturnedFile,
    SourceFeedback,
    selected,
)
from neaspec_cli.core.plan import Contact, Participant, PlanSettings
from neaspec_cli.core.proposals import ReplaceWords
from neaspec_cli.core.register.circulated import CirculatedLeaf, CirculatedText
from neaspec_cli.core.register.report import in_order, report
from neaspec_cli.core.rounds import Circulation, Extension
from neaspec_cli.publish.report_word import write_report_word
from neaspec_cli.publish.wordml import _PARAGRAPH_ORDER, _RUN_ORDER, clean
from tests.publish.copies import SETTINGS, TEXT_ID, copy_of
from tests.publish.wordcheck import W, part, words

DRAFT = Circulation(
    "draft-1",
    "draft",
    date(2025, 7, 4),
    date(2025, 7, 31),
    ("JPN", "PRK"),
    text=TEXT_ID,
    extensions=(Extension(date(2025, 7, 30), date(2025, 8, 8), "Asked for."),),
)
MEMBERS = (
    Participant("JPN", "Japan", "member", Contact("Focal Contact", "focal@example.org")),
    Participant("PRK", "Democratic People's Republic of Korea", "member"),
)
PLAN = PlanSettings(SETTINGS.title, SETTINGS.body, SETTINGS.masthead, MEMBERS, SETTINGS.rules)
SENT = date(2025, 9, 1)
PROPERTIES = {"neaspec-plan": PLAN.title, "neaspec-circulation": "draft-2", "neaspec-report": "draft-1"}
AGREED = Disposition("accepted with modification", "sixty working days", "Clearer.", "Decider", SENT)
FEEDBACK = (
    SourceFeedback(
        "draft-1",
        "JPN",
        files=(ReturnedFile("originals/JPN.docx", "0" * 64, "File Author"),),
        comments=(
            Comment(
                "JPN-001",
                Place("section-1", "1", "ninety days"),
                "substantive",
                "Too long.",
                ReplaceWords("ninety days", "sixty days"),
                author="Comment Author",
                submitter="Submitting Body",
                replies=(Answer("An answer within the ministry", "Answering Author"),),
                disposition=AGREED,
                note="An internal note",
            ),
            Comment("JPN-002", Place(), comment="A withheld comment", public=False),
        ),
    ),
    SourceFeedback(
        "draft-1",
        "PRK",
        comments=(
            Comment(
                "PRK-001",
                Place("section-1", "1"),
                comment="Keep it.",
                disposition=Disposition("not accepted", reason="A reason not agreed", agreed=False),
            ),
        ),
    ),
)
INTERNAL = (
    "An internal note",
    "A withheld comment",
    "A reason not agreed",
    "An answer within the ministry",
    "Comment Author",
    "File Author",
    "Answering Author",
    "Submitting Body",
    "Decider",
    "Focal Contact",
    "focal@example.org",
    "INTERNAL",
)
NAMES = ("JPN", "PRK", "Japan", "Korea")


def written(
    *feedback: SourceFeedback, public: bool = True, attributed: bool = False, day: date = SENT
) -> bytes:
    copy = copy_of("Within ninety days the secretariat reports.\n")
    leaves = tuple(
        CirculatedLeaf(section.id, leaf.label.text, leaf.block)
        for section in copy.sections
        for leaf in section.leaves
    )
    text = CirculatedText("draft-1", PLAN.title, TEXT_ID, leaves)
    table = report(
        PLAN.title,
        text,
        selected(feedback),
        public=public,
        attributed=attributed,
        sources=in_order(PLAN),
    )
    return write_report_word(table, PLAN, DRAFT, PROPERTIES, day)


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def rows(data: bytes) -> list[list[str]]:
    """Cells of the table of comments, paragraphs on lines."""
    table = list(part(data, "word/document.xml").iter(f"{W}tbl"))[-1]
    return [
        ["\n".join(words(one) for one in cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc")]
        for row in table.iter(f"{W}tr")
    ]


def test_each_comment_has_its_row_with_what_was_decided() -> None:
    assert rows(written(*FEEDBACK)) == [
        ["No.", "Paragraph", "Comment", "Proposed change", "Disposition", "Reason"],
        ["1", "1\ngeneral", "Keep it.", "", "not yet agreed", ""],
        [
            "2",
            "1\nsubstantive",
            "Too long.",
            "Replace “ninety days” with “sixty days”",
            "Accepted with modification",
            "Clearer.\nWording used: sixty working days",
        ],
    ]


def test_the_heading_names_plan_circulation_last_deadline_day_and_counts() -> None:
    body = words(part(written(*FEEDBACK), "word/document.xml"))
    assert PLAN.title in body
    assert "Circulation draft-1 of 4 July 2025. Comments were requested by 8 August 2025." in body
    assert "As at 1 September 2025." in body
    assert "2Comments0Accepted1Accepted with modification0Not accepted0Noted0Deferred1Not yet agreed" in body


def test_the_day_is_not_shown_where_the_file_is_as_old_as_the_circulation() -> None:
    assert "As at" not in words(part(written(*FEEDBACK, day=DRAFT.date), "word/document.xml"))


def test_nothing_internal_and_nobody_is_in_any_part_of_the_public_form() -> None:
    for name, content in parts(written(*FEEDBACK)).items():
        for secret in (*INTERNAL, *NAMES):
            assert secret not in content, (name, secret)


def test_the_attributed_form_names_states_in_the_order_of_their_names_and_no_person() -> None:
    data = written(*FEEDBACK, attributed=True)
    column = rows(data)[0].index("From")
    assert [row[column] for row in rows(data)[1:]] == [
        "Democratic People's Republic of Korea",
        "Japan",
    ]
    for name, content in parts(data).items():
        for secret in INTERNAL:
            assert secret not in content, (name, secret)


def test_the_full_form_holds_notes_and_says_on_every_page_that_it_is_internal() -> None:
    data = written(*FEEDBACK, public=False, attributed=True)
    assert "Internal note: An internal note" in words(part(data, "word/document.xml"))
    assert "Not accepted (proposed)" in words(part(data, "word/document.xml"))
    assert "INTERNAL" in words(part(data, "word/document.xml"))
    assert "INTERNAL" in words(part(data, "word/header1.xml"))


def test_pages_are_landscape_with_head_foot_and_numbers_and_the_head_of_the_table_returns() -> None:
    data = written(*FEEDBACK)
    body = part(data, "word/document.xml")
    page = body.find(f".//{W}pgSz")
    assert page is not None
    assert [page.get(f"{W}{name}") for name in ("w", "h", "orient")] == ["16840", "11907", "landscape"]
    heads = [row for row in body.iter(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
    assert ["".join(map(words, row.iter(f"{W}tc"))) for row in heads] == ["".join(rows(data)[0])]
    assert words(part(data, "word/header1.xml")).startswith(f"{PLAN.title}: Disposition of comments\t")
    foot = part(data, "word/footer2.xml")
    assert words(foot) == f"Comments on draft-1   ·   4 July 2025   ·   Text {TEXT_ID[:12]}\tPage 1 of 1"
    assert [one.text for one in foot.iter(f"{W}instrText")] == [" PAGE ", " NUMPAGES "]


def test_every_reference_of_the_package_leads_to_a_part_in_it() -> None:
    found = parts(written(*FEEDBACK))
    body = part(written(*FEEDBACK), "word/document.xml")
    relations = part(written(*FEEDBACK), "word/_rels/document.xml.rels")
    assert all(f"word/{one.get('Target')}" in found for one in relations)
    assert all(one.get("TargetMode") is None for one in relations)
    known = {one.get("Id") for one in relations}
    used = [value for one in body.iter() for name, value in one.attrib.items() if str(name).endswith("}id")]
    assert len(used) == 4
    assert set(used) <= known


def test_words_are_marked_with_their_language() -> None:
    said = ("環境省として", "한국은", "中文译文", "Просим уточнить", "Монгол Улс цөлжилт")
    comments = tuple(Comment(f"JPN-{n:03d}", comment=one) for n, one in enumerate(said, 1))
    body = part(written(SourceFeedback("draft-1", "JPN", comments=comments)), "word/document.xml")
    marked: dict[str, str] = {}
    for run in body.iter(f"{W}r"):
        language = run.find(f"{W}rPr/{W}lang")
        if language is not None:
            marked[words(run)] = str(language.get(f"{W}eastAsia") or language.get(f"{W}val"))
    tags = ("ja-JP", "ko-KR", "zh-CN", "ru-RU", "mn-MN")
    assert marked == dict(zip(said, tags, strict=True))


HOSTILE = st.text(alphabet="a <>&\"'={}\\@+-[]()\n\t\x00\x0b\ufffe\u202eé한中Ж", max_size=40)


@settings(max_examples=60, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_whatever_people_write_is_text_and_nothing_else(comment: str, new: str, reason: str) -> None:
    one = Comment(
        "JPN-001",
        comment=comment,
        proposal=ReplaceWords("old", new),
        disposition=Disposition("noted", reason=reason),
    )
    data = written(SourceFeedback("draft-1", "JPN", comments=(one,)))
    body = part(data, "word/document.xml")
    cells = rows(data)[1]
    assert cells[2] == clean(comment)
    assert cells[3] == clean(f"Replace “old” with “{new}”")
    assert cells[5] == clean(reason)
    assert not list(body.iter(f"{W}instrText", f"{W}hyperlink", f"{W}fldSimple", f"{W}object"))


@pytest.mark.parametrize(("tag", "order"), [("pPr", _PARAGRAPH_ORDER), ("rPr", _RUN_ORDER)])
def test_properties_stand_in_the_order_of_the_schema(tag: str, order: list[str]) -> None:
    data = written(*FEEDBACK, public=False, attributed=True)
    for name in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        for one in part(data, name).iter(f"{W}{tag}"):
            places = [order.index(str(child.tag).removeprefix(W)) for child in one]
            assert places == sorted(places)


def test_widths_of_columns_add_up_to_the_room_between_the_margins() -> None:
    for attributed in (False, True):
        for table in part(written(*FEEDBACK, attributed=attributed), "word/document.xml").iter(f"{W}tbl"):
            widths = [int(str(one.get(f"{W}w"))) for one in table.iter(f"{W}gridCol")]
            assert sum(widths) == 16840 - 2 * 1134
            assert min(widths) > 600


def test_a_short_row_stays_whole_and_a_long_one_may_go_on_overleaf() -> None:
    comments = (Comment("JPN-001", comment="a short one"), Comment("JPN-002", comment="long " * 400))
    body = part(written(SourceFeedback("draft-1", "JPN", comments=comments)), "word/document.xml")
    table = list(body.iter(f"{W}tbl"))[-1]
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in table.iter(f"{W}tr")] == [
        True,
        True,
        False,
    ]


def test_the_file_is_known_by_its_properties_and_dated_by_its_day() -> None:
    found = parts(written(*FEEDBACK))
    custom = part(written(*FEEDBACK), "docProps/custom.xml")
    assert {str(one.get("name")): one[0].text for one in custom} == PROPERTIES
    assert "2025-09-01T00:00:00Z" in found["docProps/core.xml"]
    assert f"{PLAN.title}: disposition of comments" in found["docProps/core.xml"]


def test_the_same_report_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = written(*FEEDBACK)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "C")
    assert written(*reversed(FEEDBACK)) == first


def test_an_auditor_of_the_format_finds_nothing(tmp_path: Path) -> None:
    auditor = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed")
    for name, data in {"full": written(*FEEDBACK, public=False, attributed=True), "none": written()}.items():
        file = tmp_path / f"{name}.docx"
        file.write_bytes(data)
        assert list(auditor.OpenXmlValidator().validate(file).errors) == []


def test_without_comments_the_file_says_so() -> None:
    body = part(written(), "word/document.xml")
    assert "There are no comments to report." in words(body)
    assert not list(body.iter(f"{W}tbl"))
