"""The comment form goes out, is filled in, and comes back with every row accounted for."""

from __future__ import annotations

import io

import openpyxl
import pytest

from neaspec_cli.core.proposals import DeleteBlock, InsertWords, ReplaceWords
from neaspec_cli.intake import guard
from neaspec_cli.intake.form import read
from neaspec_cli.publish.form import write_form
from tests.intake.circulations import as_sent
from tests.publish.copies import ANNEXES, RICH, copy_of

COPY = copy_of(RICH, annexes=ANNEXES)
SENT = as_sent(COPY)
FORM = write_form(COPY)


def filled(answers: dict[str, tuple[str, str, str]], *, drop_marks: bool = False) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(FORM))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value in answers:
            for cell, text in zip(row[2:5], answers[str(row[0].value)], strict=True):
                cell.value = text or None
        if drop_marks:
            row[5].value = None
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_the_same_copy_gives_the_same_bytes_and_all_leaves() -> None:
    assert write_form(copy_of(RICH, annexes=ANNEXES)) == FORM
    sheet = openpyxl.load_workbook(io.BytesIO(FORM)).worksheets[0]
    rows = [(row[0], row[1] or "") for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert rows == [(leaf.label, leaf.text) for leaf in SENT.leaves]


def test_an_empty_form_says_nothing_and_names_its_circulation() -> None:
    intake = read(FORM, SENT)
    assert intake.comments == ()
    assert intake.reply == "no comments"
    assert (intake.circulation, intake.addressee, intake.text) == ("draft-1", "JPN", SENT.text)
    assert intake.receipt.balance == 0


@pytest.mark.parametrize("drop_marks", [False, True])
def test_answers_are_placed_and_wording_becomes_word_edits(drop_marks: bool) -> None:
    first = next(leaf for leaf in SENT.leaves if leaf.label == "1")
    wording = first.text.replace("guide", "steer")
    answers = {
        "General": ("", "Japan welcomes the plan.", ""),
        "1": ("editorial", "A better word.", wording),
        "2": ("", "", "delete"),
        "heading I": ("", "", "Introduction and scope"),
    }
    intake = read(filled(answers, drop_marks=drop_marks), SENT)
    told = {one.place.block: one for one in intake.comments}
    assert intake.receipt.elements == {"rows": 4}
    assert (intake.receipt.placed, intake.receipt.balance) == (4, 0)
    assert (told[""].kind, told[""].comment) == ("general", "Japan welcomes the plan.")
    assert told["1"].kind == "editorial"
    change = told["1"].proposal
    assert isinstance(change, ReplaceWords)
    assert (change.old, change.new) == ("guide", "steer")
    assert first.block.text[change.at or 0 :].startswith("guide")
    assert isinstance(told["2"].proposal, DeleteBlock)
    assert isinstance(told["heading I"].proposal, InsertWords)


def test_wording_for_nobody_knows_which_words_stays_a_comment() -> None:
    intake = read(filled({"1": ("", "", "by 2030")}), SENT)
    (comment,) = intake.comments
    assert comment.proposal is None
    assert comment.comment == "Proposed wording: by 2030"


def test_spaces_are_accounted_for_and_say_nothing() -> None:
    intake = read(filled({"1": ("", "  ", "")}), SENT)
    assert intake.comments == ()
    assert (len(intake.receipt.unsupported), intake.receipt.balance) == (1, 0)


def test_another_workbook_is_refused() -> None:
    book = openpyxl.Workbook()
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(guard.NotKnown):
        read(buffer.getvalue(), SENT)


def test_a_formula_that_never_showed_anything_is_taken_in_as_it_was_typed() -> None:
    intake = read(filled({"1": ("", "=1+1", "")}), SENT)
    assert [one.comment for one in intake.comments] == ["=1+1"]
    assert (intake.receipt.elements, intake.receipt.balance) == ({"rows": 1}, 0)


def test_formulas_and_links_go_out_as_plain_text() -> None:
    data = write_form(copy_of('# =HYPERLINK("http://x","y")\n\n=1+1 and <http://example.org>\n'))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert not sheet._hyperlinks
