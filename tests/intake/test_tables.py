"""Tables of comments in the layouts that reviews use, whatever their columns are called and wherever they stand."""

from __future__ import annotations

import itertools

import pytest

from neaspec_cli.core.comments import Comment, Place
from neaspec_cli.core.proposals import ReplaceWords
from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.core.register.wording_asked import with_wording, without_wording
from neaspec_cli.intake import xlsx
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.headings import NoComments, role_of
from neaspec_cli.intake.receipt import Intake
from tests.intake.circulations import as_sent
from tests.intake.sheets import Row, workbook
from tests.publish.copies import ANNEXES, RICH, copy_of

SENT = as_sent(copy_of(RICH, annexes=ANNEXES))
LINES = {(2, 1): "heading I", (2, 2): "1", (2, 3): "2"}
FIRST = next(leaf for leaf in SENT.leaves if leaf.label == "1")


def read(*rows: Row, merged: tuple[str, ...] = (), columns: dict[str, str] | None = None) -> Intake:
    against = Against(SENT, lines=lambda: LINES, columns=columns or {})
    intake = xlsx.read(workbook(*rows, merged=merged), against)
    assert intake.receipt.balance == 0
    return intake


def only(*rows: Row, merged: tuple[str, ...] = ()) -> Comment:
    (comment,) = read(*rows, merged=merged).comments
    return comment


LAYOUTS: dict[str, tuple[Row, Row, str]] = {
    "AR5": (
        ["Comment ID", "From Page", "From Line", "To Page", "To Line", "Comment"],
        [7, 2, 3, 2, 9, "X"],
        "2",
    ),
    "AR4 WGI": (
        ["No.", "Batch", "Page:line From", "To", "Comment [Govt. of X]"],
        [1, "A", "2:3", "2:4", "X"],
        "2",
    ),
    "AR4 SYR": (
        ["Running number", "Topic-Comment", "Page", "Line", "Comment", "Considerations by the writing team"],
        [1, "2-4", 2, 2, "X", None],
        "1",
    ),
    "OCS": (
        ["Paragraph identifier", "Original paragraph text", "Comment type", "Comments", "Status"],
        ["2(a)", None, "Technical", "X", "Submitted"],
        "2(a)",
    ),
    "IPPC": (["Para", "Text", "T", "Comment", "Member"], ["para. 3", None, "TE", "X", "Japan"], "3"),
    "UNDP": (
        ["Institution/Author", "#", "Para No./comment location", "Comment/Feedback on the draft", "Response"],
        ["UNDP", 1, "Paragraph 2 (b)", "X", None],
        "2(b)",
    ),
    "IEEE": (
        ["Comment #", "Reviewer Name", "Email", "Category", "Page#", "Sub-clause", "Line #", "Comment"],
        [1, "Ann", "a@b.org", "General", 2, "I", 3, "X"],
        "2",
    ),
    "ISO": (
        [
            "MB/NC1",
            "Line number (e.g. 17)",
            "Clause/Subclause",
            "Paragraph/Figure/Table/",
            "Type of comment2",
            "Comments",
        ],
        ["JP", None, "Introduction", "1", "te", "X"],
        "1",
    ),
    "Chinese": (["序号", "姓名", "国家/机构", "段落编号", "意见"], [1, "王", "中国", "第2段", "X"], "2"),
    "Japanese": (["番号", "氏名", "該当箇所", "種類", "ご意見"], [1, "山", "2(b)", "技術", "X"], "2(b)"),
    "Korean": (["번호", "기관명", "문단", "의견"], [1, "환경부", "제2항", "X"], "2"),
    "Russian": (["№ п/п", "ФИО", "Пункт", "Тип", "Замечание"], [1, "И", "п. 2", "технический", "X"], "2"),
    "our form as others keep it": (
        ["Comment", "Mark", "Paragraph", "Text as circulated"],
        ["X", "", "1", ""],
        "1",
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_known_layout_is_placed(name: str) -> None:
    heading, row, label = LAYOUTS[name]
    comment = only(heading, row)
    assert (comment.place.block, comment.comment) == (label, "X")


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_columns_does_not_matter(order: tuple[int, ...]) -> None:
    heading, row = ["Paragraph", "Comment", "Name"], ["2(a)", "X", "Ann"]
    comment = only([heading[one] for one in order], [row[one] for one in order])
    assert (comment.place.block, comment.comment, comment.author) == ("2(a)", "X", "Ann")


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Comment date", "date"),
        ("Date of comment", "date"),
        ("Type of comment²", "kind"),
        ("Observations of the secretariat", "answer"),
        ("Observations of the secretariat on each comment submitted", "answer"),
        ("Comments on the draft plan", "comment"),
        ("Comment (justification for change)", "comment"),
        ("Proposed change", "wording"),
        ("修改建议", "wording"),
        ("Reviewer's Name", "name"),
        ("Comment ID", "number"),
        ("Colour of the sky", ""),
        ("", ""),
    ],
)
def test_headings_say_what_they_mean(heading: str, role: str) -> None:
    assert role_of(heading) == role


def test_titles_above_the_headings_are_told_and_headings_of_two_rows_are_joined() -> None:
    intake = read(
        ["Review of the plan"],
        ["No", "From", None, "To", None, "Comment"],
        [None, "Page", "Line", "Page", "Line", None],
        [1, 2, 3, 2, 4, "X"],
        merged=("B2:C2", "D2:E2"),
    )
    assert intake.comments[0].place.block == "2"
    assert "Review of the plan" in intake.receipt.warnings[0]


def test_a_cell_merged_over_rows_speaks_for_each_of_them() -> None:
    rows = (["Country", "Para", "Comment"], ["Japan", "1", "X"], [None, "2", "Y"], ["China", None, "Z"])
    intake = read(*rows, merged=("A2:A3",))
    assert [one.author for one in intake.comments] == ["Japan", "Japan", "China"]


def test_a_comment_merged_over_the_row_is_kept() -> None:
    comment = only(["No", "Para", "Comment"], ["We welcome the whole plan", None, None], merged=("A2:C2",))
    assert comment.comment == "We welcome the whole plan"


def test_no_column_is_lost() -> None:
    comment = only(
        ["ID", "E-mail", "Paragraph", "Comment", "Rationale", "Response", "Type", "Status", "Date"],
        [14, "a@b.org", "2, second sentence", "X", "It is unclear", "Noted.", "minor", "open", "2025-07-20"],
    )
    assert comment.comment == "X\n\nRationale: It is unclear"
    assert comment.note == "ID: 14; E-mail: a@b.org; Paragraph: 2, second sentence; Type: minor; Status: open"
    assert [(one.author, one.comment) for one in comment.replies] == [("Response", "Noted.")]
    assert comment.date == "2025-07-20"


def test_rows_without_a_comment_are_accounted_for() -> None:
    intake = read(
        ["No", "Para", "Comment"], ["Chapter 1"], [1, "2", "X"], ["No", "Para", "Comment"], [2, "3", "  "]
    )
    assert len(intake.comments) == 1
    reasons = [one.reason for one in intake.receipt.unsupported]
    assert reasons == ["no comment stands in it", "the headings once more", "no comment stands in it"]


def test_what_was_printed_before_anybody_commented_is_no_row() -> None:
    heading = ["Paragraph", "Original text", "Comment"]
    intake = read(heading, ["1", FIRST.text, None], ["2", "Member States", "X"])
    assert intake.receipt.elements == {"rows": 1}


@pytest.mark.parametrize(
    ("cell", "block"),
    [
        ("2(b)(i)", "2(b)(i)"),
        ("2 b i", "2(b)(i)"),
        ("Annex I, para. 2", "Annex I 2"),
        ("Table 2", "caption Table 2"),
        ("footnote 1", "note 1"),
        ("Section I.A", "heading I.A"),
        ("Mandate", "heading I.A"),
        ("I.A Mandate", "heading I.A"),
        ("Items2-8.42-10.172", ""),
        ("2-5.7,4th column", ""),
        ("99", ""),
        ("the part on money", ""),
        ("Section 2", ""),
        ("2, second sentence", "2"),
        ("2(b), 1st line", "2(b)"),
        ("", ""),
    ],
)
def test_a_place_is_given_where_it_is_certain(cell: str, block: str) -> None:
    intake = read(["Paragraph", "Comment"], [cell, "X"])
    assert intake.comments[0].place.block == block
    assert len(intake.receipt.unplaced) == (0 if block else 1)


@pytest.mark.parametrize("cell", ["General", "Whole document", "_whole document", "全文", "전반", "в целом"])
def test_the_whole_text_is_a_place(cell: str) -> None:
    intake = read(["Paragraph", "Comment"], [cell, "X"])
    assert (intake.comments[0].place, intake.comments[0].kind) == (Place(), "general")
    assert intake.receipt.placed == 1


def test_lines_that_the_pdf_does_not_have_are_listed_and_kept() -> None:
    intake = read(["Page", "Line", "Comment"], [9, 4, "X"], [2, None, "Y"])
    assert [one.reason for one in intake.receipt.unplaced] == [
        "the circulated PDF has no text on page 9 line 4",
        "a place in the PDF needs both page and line",
    ]
    assert intake.comments[0].place.quote == "9, 4"


def test_words_that_are_printed_settle_a_number_that_slipped() -> None:
    heading = ["Paragraph", "Original text", "Comment"]
    assert only(heading, ["2", FIRST.text, "X"]).place.block == "1"
    intake = read(heading, ["2", "Words of another text altogether", "X"])
    assert intake.receipt.unplaced[0].reason == "2 does not read as the row prints it"


def test_a_paragraph_as_it_should_read_becomes_a_change_of_words() -> None:
    wording = FIRST.text.replace("guide", "steer")
    comment = only(["Paragraph", "Comment", "Proposed wording"], ["1", "Better", wording])
    assert isinstance(comment.proposal, ReplaceWords)
    assert (comment.proposal.old, comment.proposal.new, comment.comment) == ("guide", "steer", "Better")


def test_an_instruction_is_no_wording_and_stays_whole() -> None:
    told = (
        "Please say something else about finance here, since the paragraph is long and nobody will read it."
    )
    comment = only(["Paragraph", "Comment", "Proposed change"], ["heading I", "Vague", told])
    assert comment.proposal is None
    assert without_wording(comment.comment) == ("Vague", told)
    assert without_wording(with_wording("", told)) == ("", told)


def test_public_texts_have_no_other_column() -> None:
    intake = read(["Summary"], ["All is well. Submitted by: Ann Bee."], ["Nothing is well"])
    assert [(one.submitter, one.place) for one in intake.comments] == [("Ann Bee", Place()), ("", Place())]


def test_a_sheet_that_fits_nothing_is_refused_with_its_headings() -> None:
    with pytest.raises(NoComments, match="A: Apples, B: Pears") as caught:
        read(["Apples", "Pears"], [1, 2])
    assert "--map" in caught.value.hint


def test_a_map_goes_before_headings_and_needs_none() -> None:
    intake = read(["2(a)", "X"], ["2(b)", "Y"], columns={"row": "0", "comment": "B", "paragraph": "A"})
    assert [(one.place.block, one.comment) for one in intake.comments] == [("2(a)", "X"), ("2(b)", "Y")]


def test_sheets_without_comments_are_named() -> None:
    data = workbook(["Comment"], ["X"], more=[("Guide", [["How to fill in"]])])
    intake = xlsx.read(data, Against(CirculatedText("draft-1", "Plan", "", ())))
    assert len(intake.comments) == 1
    assert intake.receipt.warnings == ("Guide holds no comments: How to fill in",)
