"""Korean HWPX documents: their words set against what was circulated, with tracked changes, memos and tables."""

from __future__ import annotations

import io
import zipfile

import pytest

from neaspec_cli.core import proposals
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import circulated
from neaspec_cli.intake import guard, hwpx
from neaspec_cli.intake.receipt import Intake
from tests.effort import within
from tests.intake.hwpxfiles import HEAD, SPACES, bookmark, gone, ins, memo, note, par, t, table
from tests.intake.hwpxfiles import hwpx as made

WORDS = (
    "Introduction",
    "The programme keeps the seas of the region clean.",
    "Member States meet every year to review progress.",
    "Resources come from voluntary contributions.",
)
BLOCKS = [Block("heading", WORDS[0], level=1), *(Block("paragraph", one) for one in WORDS[1:])]
CELLS = [
    Block("cell", one, table=1, path=(row, column), part=1)
    for row, line in enumerate((("Time", "Activity"), ("July", "Share the draft")), 1)
    for column, one in enumerate(line, 1)
]
LABELS = ["heading I", "1", "2", "3", *(f"Table 1 row {one.path[0]} column {one.path[1]}" for one in CELLS)]
SENT = circulated("draft-1", "Plan", "", [("introduction", [*BLOCKS, *CELLS], LABELS)])
TABLE = table(("Time", "Activity"), ("July", "Share the draft"))


def read(*paragraphs: str) -> Intake:
    intake = hwpx.read(made("".join(paragraphs)), SENT)
    assert intake.receipt.balance == 0
    return intake


def whole(**changed: str) -> list[str]:
    """The circulated text, some paragraphs of it (p0 to p3) given otherwise."""
    return [changed.get(f"p{number}", par(words)) for number, words in enumerate(WORDS)] + [
        changed.get("table", TABLE)
    ]


def test_the_text_as_it_was_sent_says_nothing() -> None:
    intake = read(*whole())
    assert (intake.comments, intake.reply, intake.is_this_text) == ((), "no comments", True)


def test_other_words_are_a_silent_change() -> None:
    intake = read(*whole(p2=par(WORDS[2].replace("every year", "twice a year"))))
    (one,) = intake.comments
    assert (one.place.block, one.origin) == ("2", "silent")
    assert one.proposal == proposals.ReplaceWords("every", "twice a", 19)
    assert intake.receipt.elements == {}
    assert len(intake.receipt.silent) == 1


def test_paragraphs_added_and_taken_out_are_told() -> None:
    intake = read(*whole(p1=par(WORDS[1]) + par("누구나 볼 수 있어야 한다."), p3=""))
    told = {(type(one.proposal).__name__, one.place.block) for one in intake.comments}
    assert told == {("InsertBlock", "1"), ("DeleteBlock", "3")}


def test_tracked_words_are_placed_with_who_changed_them() -> None:
    changed = par(t("Member States meet ", gone("every"), ins("twice a"), " year to review progress."))
    intake = read(*whole(p2=changed))
    (one,) = intake.comments
    assert (one.proposal, one.origin) == (proposals.ReplaceWords("every", "twice a", 19), "tracked")
    assert (one.author, one.date) == ("김검토", "2025-07-20T00:00:00Z")
    assert (intake.receipt.elements, intake.receipt.placed) == ({"insertions": 1, "deletions": 1}, 2)


def test_a_change_over_the_end_of_a_paragraph_adds_one() -> None:
    marks = 'Id="3" TcId="1"'
    first = par(t(WORDS[2], f'<hp:insertBegin {marks} paraend="1"/>'))
    second = par(t("A new one.", f'<hp:insertEnd {marks} paraend="0"/>'))
    intake = read(*whole(p2=first + second))
    (one,) = intake.comments
    assert isinstance(one.proposal, proposals.InsertBlock)
    assert one.proposal.new.strip() == "A new one."


def test_memos_are_remarks_on_their_words() -> None:
    intake = read(
        *whole(p2=par(t("Member States meet "), memo("더 자주?", "every year"), t(" to review progress.")))
    )
    (one,) = intake.comments
    assert (one.place.block, one.place.quote, one.comment) == ("2", "every year", "더 자주?")
    assert (one.author, one.date, one.origin) == ("김검토", "2025-07-20T09:00:00", "comment")
    assert (intake.receipt.elements, intake.receipt.placed) == ({"comments": 1}, 1)


def test_cells_are_read_by_row_and_column() -> None:
    intake = read(*whole(table=table(("Time", "Activity"), ("August", "Share the draft"))))
    (one,) = intake.comments
    assert (one.place.block, one.proposal) == (
        "Table 1 row 2 column 1",
        proposals.ReplaceWords("July", "August", 0),
    )


def test_a_bookmark_of_ours_tells_the_paragraph() -> None:
    intake = read(*whole(p3=par(bookmark("_np_0004"), "Money comes by itself.")))
    assert [one.place.block for one in intake.comments] == ["3"]


def test_signs_for_spaces_and_breaks_are_words_like_others() -> None:
    broken = par(
        t("Member States", "<hp:nbSpace/>", "meet every", "<hp:lineBreak/>", "year to review progress.")
    )
    intake = read(*whole(p2=broken))
    assert (intake.comments, intake.receipt.noise) == ((), 1)


def test_a_note_that_was_put_in_is_told() -> None:
    marks = 'Id="3" TcId="1"'
    held = f"{t(f'<hp:insertBegin {marks}/>')}{note('Since 1993.')}{t(f'<hp:insertEnd {marks}/>')}"
    intake = read(*whole(p2=par(t(WORDS[2]), held)))
    (one,) = intake.comments
    assert isinstance(one.proposal, proposals.NoteChange)
    assert (one.proposal.new, one.place.block) == ("Since 1993.", "2")


def test_marks_where_no_words_are_read_are_told() -> None:
    inside = f"<hp:equation><hp:script>x</hp:script>{t(ins('y'))}</hp:equation>"
    intake = read(*whole(p2=par(WORDS[2], inside)))
    assert intake.receipt.elements == {"insertions": 1}
    assert "no words of the text" in intake.receipt.unsupported[0].reason


def test_sections_come_in_the_order_of_their_numbers() -> None:
    data = made(*[par(words) for words in WORDS], TABLE)
    assert hwpx.read(data, SENT).comments == ()


def package(*parts: tuple[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("mimetype", guard.HANGUL_MIMETYPE), ("Contents/header.xml", HEAD), *parts):
            archive.writestr(name, content)
    return buffer.getvalue()


def section(inside: str) -> tuple[str, str]:
    return "Contents/section0.xml", f"<hs:sec {SPACES}>{inside}</hs:sec>"


DTD = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
REFUSED = {
    "no section": (package(), guard.Broken),
    "no XML": (package(("Contents/section0.xml", "<hs:sec")), guard.Broken),
    "an entity": (package(("Contents/section0.xml", DTD)), guard.Hostile),
    "too deep": (package(section("<hp:p>" * 300 + "</hp:p>" * 300)), guard.TooMuch),
    "too many paragraphs": (package(section("<hp:p/>" * (guard.MOST_PARAGRAPHS + 1))), guard.TooMuch),
    "too large unpacked": (package(section(" " * guard.MOST_PART)), guard.TooMuch),
    "locked": (package(section(""), ("META-INF/manifest.xml", "<m><encryption-data/></m>")), guard.Locked),
    "too many changes at once": (
        package(section(par(t(*(f'<hp:insertBegin Id="{n}" TcId="1"/>' for n in range(60)))))),
        guard.TooMuch,
    ),
    "the older kind": (guard.COMPOUND + "HwpSummaryInformation".encode("utf-16-le"), guard.OldHangul),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_by_reason(name: str) -> None:
    data, reason = REFUSED[name]
    with within(2), pytest.raises(reason):
        hwpx.read(data, SENT)


SHAPES = {
    "paragraphs alike": par("the same again and again") * 15_000,
    "changes in one paragraph": par(t(*(ins("x ", n) + "y " for n in range(10_000)))),
    "memos": par(*(memo("Why?", "words ", n) for n in range(4_000))),
    "cells": table(*[["a", "b"]] * 9_000),
    "memos in memos": par(memo("", "x").replace("<hp:t></hp:t>", memo("why", "y") * 4_000)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_large_documents_of_any_shape_end_in_time_and_balance(shape: str) -> None:
    with within(6):
        assert hwpx.read(package(section(SHAPES[shape])), SENT).receipt.balance == 0
