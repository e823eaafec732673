"""Rows, cells and whole tables that come, go and change in a returned Word file, and what stands around them."""

from __future__ import annotations

from neaspec_cli.core import proposals as p
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import circulated
from neaspec_cli.intake.word import read
from tests.intake.test_word import SENT, TEXTS, grid, only, returned, rows, told
from tests.intake.wordfiles import BY, comment, gone, ins, on, par, run, table, word


def cell(inside: str, change: str = "") -> str:
    """A cell, put in (cellIns) or taken out (cellDel)."""
    properties = f'<w:tcPr><w:{change} w:id="7" {BY}/></w:tcPr>' if change else ""
    return f"<w:tc>{properties}{inside}</w:tc>"


def test_a_new_table_is_one_proposal() -> None:
    new = table(["", ""], ["", ""], changes=["ins", "ins"])
    made = new
    for text in ("Sea", "Share | part", "Yellow", "40"):
        made = made.replace("<w:tc></w:tc>", cell(par(ins(text))), 1)
    intake = returned("", par(run(TEXTS[1]), marker=2) + made)
    assert told(intake) == [("2", p.InsertBlock("Sea | Share \\| part\nYellow | 40", "after", "table"))]
    assert intake.receipt.placed == sum(intake.receipt.elements.values())


def test_a_new_table_before_everything() -> None:
    made = table([par(ins("Sea"))], changes=["ins"])
    intake = read(word(made, *(par(run(text), marker=n) for n, text in enumerate(TEXTS, 1))), SENT)
    assert told(intake) == [("1", p.InsertBlock("Sea", "before", "table"))]


def test_a_new_column_is_one_proposal_on_the_column_beside_it() -> None:
    first, second = rows(marked=True)
    made = [
        "".join([cell(one[0]), cell(par(ins(text)), "cellIns"), cell(one[1])])
        for one, text in ((first, "Lead"), (second, "CHN"))
    ]
    intake = read(word("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in made) + "</w:tbl>"), grid())
    one = only(intake)
    assert (one.place.block, one.proposal) == ("Table 1 row 1 column 1", p.InsertColumn(("Lead", "CHN")))
    assert one.comment == ""
    assert (one.origin, one.author) == ("tracked", "A")
    assert intake.receipt.placed == 4


def test_cells_after_a_new_column_keep_their_columns_without_markers() -> None:
    made = [
        cell(par(run("Sea"))) + cell(par(ins("CHN")), "cellIns") + cell(par(gone("150"), ins("175"))),
    ]
    first = "".join(cell(one) for one in rows(marked=False)[0])
    intake = read(word(f"<w:tbl><w:tr>{first}</w:tr><w:tr>{made[0]}</w:tr></w:tbl>"), grid())
    assert ("Table 1 row 2 column 2", p.ReplaceWords("150", "175", 0)) in told(intake)


def test_cells_taken_out_are_told_with_their_words() -> None:
    first, second = rows(marked=True)
    last = cell(second[0]) + cell(par(gone("150"), marker=4), "cellDel")
    row = "".join(map(cell, first))
    intake = read(word(f"<w:tbl><w:tr>{row}</w:tr><w:tr>{last}</w:tr></w:tbl>"), grid())
    assert ("Table 1 row 2 column 2", p.DeleteBlock("150")) in told(intake)
    assert [one.comment for one in intake.comments if one.proposal is None] == [
        "Table cells taken out, row by row: 150"
    ]


def test_a_cell_of_several_paragraphs_is_the_cell_that_reads_so() -> None:
    texts = ["Area", "Lead", "Yellow Sea East Sea", "China"]
    cells = [Block("cell", text, path=(n // 2 + 1, n % 2 + 1), table=1) for n, text in enumerate(texts)]
    labels = [f"Table 1 row {n // 2 + 1} column {n % 2 + 1}" for n in range(4)]
    sent = circulated("draft-1", "Plan", "", [("areas", cells, labels)])
    both = par(run("Yellow Sea")) + par(run("East "), gone("Sea"), ins("Coast"))
    intake = read(word(table([par(run("Area")), par(run("Lead"))], [both, par(run("China"))])), sent)
    assert told(intake) == [("Table 1 row 2 column 1", p.ReplaceWords("Sea", "Coast", 16))]
    assert intake.receipt.silent == ()


def test_rows_without_a_word_are_not_proposed() -> None:
    intake = read(word(table([par(), par()], changes=["del"]), *(par(run(one)) for one in TEXTS)), SENT)
    assert told(intake) == []
    assert [one.element for one in intake.receipt.unsupported] == ["deletion"]


def test_words_typed_into_an_empty_line_that_was_joined_to_the_next_are_told_there() -> None:
    typed = par(ins("In short, "), mark="del")
    intake = returned("", typed + par(run(TEXTS[1]), marker=2))
    assert told(intake) == [("2", p.InsertWords("In short, ", "", TEXTS[1][:40], 0))]
    assert intake.receipt.placed == 2


def test_a_remark_on_an_empty_line_is_one_on_the_paragraph_above() -> None:
    intake = returned("", par(run(TEXTS[1]), marker=2) + par(on(1)), comments=[comment(1, "More here.")])
    assert [(one.place.block, one.comment) for one in intake.comments] == [("2", "More here.")]


def test_a_remark_in_the_second_half_of_a_paragraph_split_without_a_mark_stands_on_its_words() -> None:
    second = par(on(1, run("dust")), run(TEXTS[1][28:]), marker=2)
    intake = returned("", par(run(TEXTS[1][:24]), marker=2) + second, comments=[comment(1, "Where?")])
    remark = next(one for one in intake.comments if one.comment)
    assert (remark.place.block, remark.place.quote) == ("2", "dust")
    assert intake.receipt.unplaced == ()


def test_the_form_of_new_words_is_told_with_them() -> None:
    bold = run("well ", '<w:b/><w:rPrChange w:id="3" w:author="B"><w:rPr/></w:rPrChange>')
    intake = returned(
        "",
        "",
        par(
            run("Marine protected areas are "),
            ins("@").replace(run("@"), bold),
            run("linked by 2030."),
            marker=3,
        ),
    )
    one = only(intake)
    assert one.proposal == p.InsertWords("well ", "Marine protected areas are ", "", 27)
    assert intake.receipt.placed == 2


def test_what_a_form_of_before_says_again_is_counted_as_such() -> None:
    before = f'<w:rPrChange w:id="5" {BY}><w:rPr><w:del w:id="6" {BY}/></w:rPr></w:rPrChange>'
    again = f'<w:rPr><w:del w:id="4" {BY}/>{before}</w:rPr>'
    intake = returned("", par(gone(TEXTS[1]), marker=2, more=again))
    assert [one for one in told(intake) if one[1] == p.DeleteBlock(TEXTS[1])]
    assert intake.receipt.duplicates == 1
