"""Paragraphs that people make in a cell or behind a caption, which the plan holds as one."""

from __future__ import annotations

import pytest

from neaspec_cli.core import proposals as p
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import circulated
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.intake.word import read
from tests.intake.test_word import told
from tests.intake.wordfiles import gone, ins, par, run, table, word

CAPTION, AREA, LEAD = "Budget of the programme", "Yellow Sea", "forty per cent"
SENT = circulated(
    "draft-1",
    "Plan",
    "",
    [
        (
            "areas",
            [
                Block("caption", CAPTION, table=1),
                Block("cell", AREA, path=(1, 1), table=1),
                Block("cell", LEAD, path=(1, 2), table=1),
            ],
            ["caption Table 1", "Table 1 row 1 column 1", "Table 1 row 1 column 2"],
        )
    ],
)
CELL = "Table 1 row 1 column 2"


def returned(cell: str, caption: str = "") -> Intake:
    area = par(run(AREA), marker=2)
    above = caption or par(run(CAPTION), marker=1)
    return read(word(above, table([area, cell or par(run(LEAD), marker=3)])), SENT)


@pytest.mark.parametrize(
    ("cell", "proposals"),
    [
        (
            par(run(LEAD), marker=3, mark="ins") + par(ins("at least")),
            [p.InsertWords(" at least", LEAD, "", 14)],
        ),
        (
            par(run(LEAD), marker=3) + par(ins("at least"), mark="ins"),
            [p.InsertWords(" at least", LEAD, "", 14)],
        ),
        (
            par(ins("now"), mark="ins")
            + par(run(LEAD), ins(" or"), marker=3, mark="ins")
            + par(ins("half"), mark="ins")
            + par(ins("of it")),
            [p.InsertWords("now ", "", LEAD, 0), p.InsertWords(" or half of it", LEAD, "", 14)],
        ),
        (par(gone(LEAD), marker=3, mark="ins") + par(ins("half")), [p.ReplaceWords(LEAD, "half", 0)]),
    ],
)
def test_new_paragraphs_of_a_cell_are_words_of_it(cell: str, proposals: list[p.Proposal]) -> None:
    intake = returned(cell)
    assert told(intake) == [(CELL, one) for one in proposals]
    assert intake.receipt.unplaced == ()


def test_what_was_typed_into_a_cell_silently_is_found() -> None:
    intake = returned(par(run("now")) + par(run("forty "), gone("per cent"), marker=3) + par(run("at least")))
    assert told(intake) == [
        (CELL, p.InsertWords("now ", "", LEAD, 0)),
        (CELL, p.ReplaceWords("per cent", " at least", 6)),
    ]


def test_a_cell_that_was_cut_into_paragraphs_without_a_mark_says_the_same() -> None:
    intake = returned(par(run("forty"), marker=3) + par(run("per cent")))
    assert (told(intake), intake.receipt.silent) == ([], ())


@pytest.mark.parametrize(
    "caption",
    [
        par(run(CAPTION), marker=1, mark="ins") + par(ins("in dollars")),
        par(run(CAPTION), marker=1) + par(run("in dollars")),
    ],
)
def test_a_new_paragraph_behind_a_caption_is_a_line_of_it(caption: str) -> None:
    assert told(returned("", caption)) == [
        ("caption Table 1", p.InsertWords("\nin dollars", CAPTION, "", 23))
    ]
