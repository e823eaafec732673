"""Annotated PDFs: what was marked, struck out, put in and noted on the pages that were circulated."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest

from neaspec_cli.core import proposals
from neaspec_cli.core.comments import Comment
from neaspec_cli.intake import pdf
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.pdf_glyphs import glyphs
from neaspec_cli.intake.pdf_places import places
from neaspec_cli.intake.pdf_reader import open_pdf
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.publish.pdf import write_pdf
from tests.intake.circulations import as_sent
from tests.intake.pdffiles import Mark, annotated, boxes_of, on
from tests.publish.copies import ANNEXES, RICH, copy_of

COPY = copy_of(RICH, annexes=ANNEXES)
SENT, DATA = as_sent(COPY), write_pdf(COPY)
FIRST = "The plan is set to guide efforts across North-East Asia."


def read(*marks: Mark, data: bytes = DATA) -> Intake:
    intake = pdf.read(annotated(data, *marks), Against(SENT, pdf=lambda: DATA))
    assert intake.receipt.balance == 0
    return intake


def one(*marks: Mark) -> Comment:
    intake = read(*marks)
    assert (len(intake.comments), intake.receipt.unplaced, intake.receipt.unsupported) == (1, (), ())
    return intake.comments[0]


def after(words: str, gap: float = 1.0) -> Mark:
    """A caret behind words."""
    page, boxes = boxes_of(DATA, words)
    at, bottom = boxes[-1][2] + gap, boxes[-1][1]
    return Mark("Caret", page, ((at - 3, bottom - 2, at + 3, bottom + 5),), "new")


@pytest.mark.parametrize("kind", ["Highlight", "Underline", "Squiggly"])
def test_a_remark_on_marked_words_is_placed_on_them(kind: str) -> None:
    made = one(on(DATA, kind, "guide efforts", "Better say steer."))
    assert (made.place.section, made.place.block, made.place.quote) == ("section-1", "1", "guide efforts")
    assert (made.comment, made.author, made.date) == ("Better say steer.", "Ann", "2025-07-20T09:00:00+09:00")
    assert (made.origin, made.proposal) == ("comment", None)


def test_words_that_stand_twice_are_those_under_the_mark() -> None:
    page, (box,) = boxes_of(DATA, "item")
    assert one(Mark("Highlight", page, (box,), "Which?")).place.block == "Annex I 2(b)"
    page, (_, box) = boxes_of(DATA, "Annex paragraph two. (a) item")
    first = (box[0] + 20, box[1], box[2], box[3])
    assert one(Mark("Highlight", page, (first,), "Which?")).place.block == "Annex I 2(a)"


def test_words_struck_out_are_to_go_out() -> None:
    made = one(on(DATA, "StrikeOut", "guide efforts", "Too much."))
    assert made.proposal == proposals.DeleteWords(" guide efforts", 18)
    assert (made.comment, made.origin, made.place.quote) == ("Too much.", "tracked", "guide efforts")
    whole = one(on(DATA, "StrikeOut", FIRST))
    assert whole.proposal == proposals.DeleteBlock(SENT.leaves[1].text)


def test_a_strike_over_several_paragraphs_is_a_comment_on_each() -> None:
    page, boxes = boxes_of(DATA, "for people; a. children;")
    intake = read(Mark("StrikeOut", page, boxes, "All of it."))
    assert [made.place.block for made in intake.comments] == ["2(b)(ii)", "2(b)(ii)a"]
    assert [made.comment for made in intake.comments] == ["All of it.", ""]
    assert intake.receipt.placed == 1


def test_a_caret_between_words_puts_words_in() -> None:
    made = one(after("guide"))
    assert made.proposal == proposals.InsertWords(" new", "The plan is set to guide", "", 24)
    at_the_end = one(replace(after("Asia."), words="It is new."))
    assert isinstance(at_the_end.proposal, proposals.InsertWords)
    assert (at_the_end.proposal.new, at_the_end.proposal.at) == (" It is new.", len(FIRST))
    before_a_comma = one(replace(after("envisioned"), words=", again"))
    assert isinstance(before_a_comma.proposal, proposals.InsertWords)
    assert before_a_comma.proposal.new == ", again"


def test_a_caret_within_a_word_is_a_remark() -> None:
    made = one(after("gui", gap=-3.0))
    assert (made.proposal, made.comment, made.place.block) == (None, "Insert: new", "1")


def test_a_caret_and_a_strike_that_belong_together_replace_words() -> None:
    caret = replace(after("guide"), words="steer", more="/IT /Replace")
    strike = on(DATA, "StrikeOut", "guide", above=0, more="/RT /Group /IT /StrikeOutTextEdit")
    intake = read(caret, strike)
    assert intake.receipt.elements == {"carets": 1, "strike-outs": 1}
    (made,) = intake.comments
    assert (made.proposal, intake.receipt.placed) == (proposals.ReplaceWords("guide", "steer", 19), 2)


def test_notes_are_placed_on_the_line_beside_them() -> None:
    page, (box, *_) = boxes_of(DATA, FIRST)
    beside = (540.0, box[1] - 5, 560.0, box[3] + 5)
    assert one(Mark("Text", page, (beside,), "Why?")).place.block == "1"
    assert one(Mark("FreeText", page, ((box[0], box[1], box[2], box[3]),), "Why?")).place.block == "1"
    tall = (540.0, box[1] - 100, 560.0, box[3])
    (left,) = read(Mark("FreeText", page, (tall,), "Shorten all this.")).receipt.unplaced
    assert "stands beside several paragraphs (1, 2" in left.reason
    assert (left.text, left.place) == ("Shorten all this.", f"page {page}")
    far = (300.0, 20.0, 320.0, 40.0)
    assert (
        read(Mark("Text", page, (far,), "At the foot.")).receipt.unplaced[0].reason
        == "no words stand beside it"
    )


def test_answers_and_states_go_with_what_they_answer() -> None:
    intake = read(
        on(DATA, "Highlight", "guide efforts", "Why?"),
        on(DATA, "Text", "guide", "Since 2024.", author="Bob", above=0),
        on(DATA, "Text", "guide", "I see.", above=1),
        on(DATA, "Text", "guide", above=0, more="/State (Accepted) /StateModel (Review)"),
    )
    (made,) = intake.comments
    told = [(answer.author, answer.comment) for answer in made.replies]
    assert told == [("Bob", "Since 2024."), ("Ann", "I see."), ("Ann", "Accepted")]
    assert (intake.receipt.elements, intake.receipt.placed) == ({"highlights": 1, "notes": 3}, 4)


def test_answers_in_a_circle_end() -> None:
    page, boxes = boxes_of(DATA, "guide")
    first = Mark("Text", page, boxes, "One.", above=1)
    assert len(read(first, Mark("Text", page, boxes, "Two.", above=0)).comments) == 2


def test_what_says_nothing_is_told() -> None:
    intake = read(on(DATA, "Highlight", "guide efforts"), Mark("Ink", 2, ((10, 10, 20, 20),)))
    assert intake.comments == ()
    assert [(left.element, left.text) for left in intake.receipt.unsupported] == [
        ("highlight", "guide efforts"),
        ("drawing", ""),
    ]
    assert intake.reply == "no comments"


def test_words_in_other_scripts_and_in_rich_text_are_read() -> None:
    made = one(on(DATA, "Highlight", "Русский", "Не ясно: 「環境省」"))
    assert (made.place.block, made.place.quote, made.comment) == ("5", "Русский", "Не ясно: 「環境省」")
    rich = "/RC (<body><p>Say <b>more</b>.</p></body>)"
    assert one(on(DATA, "Highlight", "guide", more=rich)).comment == "Say more."


def test_marks_on_another_pdf_are_kept_without_a_place() -> None:
    other = write_pdf(copy_of(RICH.replace("is set to", "is meant to"), annexes=ANNEXES))
    intake = read(Mark("Highlight", 1, ((10, 10, 20, 20),), "Fine."), data=other)
    (made,) = intake.comments
    assert (made.place.block, made.comment) == ("", "Fine.")
    assert "its pages tell no place" in intake.receipt.unplaced[0].reason


def test_a_pdf_without_annotations_says_that_it_is_ours() -> None:
    intake = pdf.read(DATA, Against(SENT, pdf=lambda: DATA))
    assert (intake.reply, intake.circulation, intake.is_this_text) == ("no comments", "draft-1", True)
    assert intake.receipt.elements == {}


def test_every_word_of_a_long_plan_is_found_over_pages_notes_and_hyphens() -> None:
    long = "Transformational capabilities require transboundary environmental responsibilities "
    paragraphs = [f"{long * 4}of number {number}.[^{number}]" for number in range(1, 41)]
    notes = [f"[^{number}]: A note of number {number}, {long * 2}" for number in range(1, 41)]
    copy = copy_of("# Introduction\n\n" + "\n\n".join([*paragraphs, *notes]))
    sent = as_sent(copy)
    found = places(glyphs(open_pdf(write_pdf(copy))), sent.leaves)
    told: dict[int, list[int]] = {}
    for number in sorted(found.seats):
        of, place = found.seats[number]
        told.setdefault(of, []).append(place)
    assert len({one.page for one in found.glyphs}) > 3
    for number, leaf in enumerate(sent.leaves):
        letters = [place for place, one in enumerate(leaf.text) if not one.isspace() and one != "-"]
        assert told[number] == letters, leaf.label


def test_a_file_that_was_written_anew_is_known_by_what_is_on_its_pages() -> None:
    for is_silent in (False, True):
        marked = annotated(DATA, on(DATA, "Highlight", "guide", "Steer."))
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(marked))
        out = io.BytesIO()
        writer.write(out)
        written = out.getvalue().replace(b"neaspec", b"nothing") if is_silent else out.getvalue()
        intake = pdf.read(written, Against(SENT, pdf=lambda: DATA))
        assert (intake.comments[0].place.block, intake.receipt.balance) == ("1", 0)
        assert (intake.circulation, intake.is_this_text) == ("" if is_silent else "draft-1", True)
