"""Notes that came or went without a mark, in words and in cells."""

from __future__ import annotations

from neaspec_cli.core import proposals as p
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import circulated
from neaspec_cli.intake.word import read
from tests.intake.test_word import TEXTS, told
from tests.intake.wordfiles import ins, note, par, run, word

BLOCKS = [Block("paragraph", TEXTS[0]), Block("note", "See the report."), Block("paragraph", TEXTS[1])]
SENT = circulated("draft-1", "Plan", "", [("areas", BLOCKS, ["1", "note 1", "2"])])


def test_a_note_that_was_put_in_without_a_mark_is_silent() -> None:
    first = par(run("Clean air"), note(2), run(TEXTS[0][9:]), note(1), marker=1)
    notes = [par(run("See the report."), marker=2), par(run(" A source."))]
    intake = read(word(first, par(run(TEXTS[1]), marker=3), footnotes=notes), SENT)
    assert told(intake) == [("1", p.NoteChange("A source.", "", "Clean air", 9))]
    assert len(intake.receipt.silent) == 1


def test_words_tracked_in_such_a_note_come_with_it() -> None:
    first = par(run(TEXTS[0]), note(1), marker=1)
    notes = [par(run("See the report."), marker=2), par(run("A "), ins("good "), run("source."))]
    second = par(run("States"), note(2), run(TEXTS[1][6:]), marker=3)
    intake = read(word(first, second, footnotes=notes), SENT)
    assert told(intake) == [("2", p.NoteChange("A good source.", "", "States", 6))]
    assert (intake.receipt.placed, intake.receipt.unplaced) == (1, ())


def test_a_note_that_was_reworded_without_a_mark_is_no_new_one() -> None:
    first = par(run(TEXTS[0]), note(1), marker=1)
    intake = read(
        word(first, par(run(TEXTS[1]), marker=3), footnotes=[par(run("See the annual report."))]), SENT
    )
    assert told(intake) == [("note 1", p.InsertWords("annual ", "See the ", "", 8))]
