"""The commenting template of ISO, IEC and CEN comes back filled in every edition; no cell of it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from neaspec_cli.core.proposals import DeleteBlock
from neaspec_cli.core.register.wording_asked import without_wording
from neaspec_cli.intake import guard, iso_form
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.receipt import Intake
from tests.intake.circulations import as_sent
from tests.intake.isoforms import COLUMNS_2001, COLUMNS_2012, filled, header, rows_of_yaml, table, template
from tests.intake.wordfiles import comment, gone, ins, on, par, run, word
from tests.publish.copies import ANNEXES, RICH, copy_of

SENT = as_sent(copy_of(RICH, annexes=ANNEXES))


def read(data: bytes) -> Intake:
    assert iso_form.is_form(guard.open_package(data).parts)
    intake = iso_form.read(data, Against(SENT))
    assert intake.receipt.balance == 0
    return intake


def iec(*rows: tuple[str, ...]) -> bytes:
    return word(table([("Date", "Document", "Project Nr.")]), par(), table([COLUMNS_2012, *rows]))


def test_the_empty_template_says_nothing(shared_data: Path) -> None:
    intake = read(template(shared_data))
    assert (intake.comments, intake.reply, intake.receipt.elements) == ((), "no comments", {})


def test_the_comments_of_a_real_committee_arrive_whole(shared_data: Path) -> None:
    rows = rows_of_yaml(shared_data)
    intake = read(filled(template(shared_data), rows))
    assert len(intake.comments) == 28
    for row, one in zip(rows, intake.comments, strict=True):
        identifier, _, clause, element, kind, remark, change, observation = row
        assert (one.author, one.kind) == ("DE", "technical" if kind == "te" else kind)
        assert without_wording(one.comment) == (remark.strip(), change.strip())
        assert [answer.comment for answer in one.replies] == [observation.strip()]
        assert f"MB/NC: {identifier}" in one.note
        assert one.place.quote == f"{clause}, {element}"
    assert len(intake.receipt.unplaced) == 28


DIRTY: dict[tuple[str, ...], tuple[str, bool]] = {
    ("", "Whole document", "", "ge"): ("", True),
    ("", "_whole document", "", "Te"): ("", True),
    ("", "2", "", "te"): ("2", True),
    ("", "2", "(b)", "ed"): ("2(b)", True),
    ("", "I.A", "", "TE "): ("heading I.A", True),
    ("", "", "Table 2", "te"): ("caption Table 2", True),
    ("", "", "Items2-8.42-10.172", "te"): ("", False),
    ("", "8", "2-8.8,4th column", "te"): ("", False),
    ("17", "", "", "te"): ("", False),
    ("", "", "", "te"): ("", False),
    ("", "", "", "ge"): ("", True),
    ("", "3.1", "", "te"): ("", False),
}


@pytest.mark.parametrize("cells", DIRTY)
def test_anchors_of_real_use_are_placed_where_that_is_certain(
    cells: tuple[str, ...], shared_data: Path
) -> None:
    block, is_placed = DIRTY[cells]
    line, clause, element, kind = cells
    intake = read(filled(template(shared_data), [("JP", line, clause, element, kind, "X", "", "")]))
    (one,) = intake.comments
    assert (one.place.block, intake.receipt.placed) == (block, int(is_placed))
    assert one.kind == {"ge": "general", "ed": "editorial"}.get(kind, "technical")


def test_paragraphs_of_a_cell_stay_paragraphs(shared_data: Path) -> None:
    intake = read(
        filled(template(shared_data), [("JP", "", "2", "", "te", "One.\n\nTwo.", "delete", "A.\nB.")])
    )
    (one,) = intake.comments
    assert one.comment == "One.\n\nTwo."
    assert isinstance(one.proposal, DeleteBlock)
    assert one.replies[0].comment == "A.\nB."


def test_the_form_of_seven_columns_is_headed_in_the_page_header() -> None:
    data = word(
        table([("JP", "2", "", "ed", "X", "", "")]),
        parts=[header(COLUMNS_2012, ("1", "2", "3", "4", "5", "(6)", "(7)"), COLUMNS_2001)],
    )
    (one,) = read(data).comments
    assert (one.place.block, one.kind, one.comment) == ("2", "editorial", "X")


def test_the_form_of_iec_has_a_table_for_its_date() -> None:
    intake = read(iec(("JP", "", "2", "", "te", "X", "", "")))
    assert len(intake.comments) == 1
    assert "Table 1 holds no comments: Date | Document | Project Nr." in intake.receipt.warnings


def test_what_the_page_header_and_the_body_say_is_told() -> None:
    data = word(
        par(run("Kind regards")),
        table([COLUMNS_2012, ("JP", "", "2", "", "te", "X", "", "")]),
        parts=[header(("Date: 2025-07-20", "Document: NEASPEC/2025/3", "Project:"))],
    )
    assert read(data).receipt.warnings == (
        "Beside the table stands: Kind regards",
        "The form says Date: 2025-07-20",
        "The form says Document: NEASPEC/2025/3",
    )


def test_tracked_changes_inside_of_a_form_count_as_accepted_and_margins_are_told() -> None:
    row = "".join(
        f"<w:tc>{par(one)}</w:tc>"
        for one in (run("JP"), run(""), run("2"), run(""), run("te"), ins("new") + gone("old"), run(""))
    )
    last = f"<w:tc>{par(on(1, run('why')))}</w:tc>"
    body = table([COLUMNS_2012]).replace("</w:tbl>", f"<w:tr>{row}{last}</w:tr></w:tbl>")
    intake = read(word(body, comments=[comment(1, "In the margin")]))
    assert intake.comments[0].comment == "new"
    assert intake.receipt.elements == {"rows": 1, "comments": 1}
    assert intake.receipt.unsupported[0].text == "In the margin"


def test_merged_cells_keep_rows_apart_and_speak_for_each() -> None:
    rows = (
        '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>JP</w:t></w:r></w:p></w:tc>'
        '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p/></w:tc>{rest}</w:tr>'
        "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"
        '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p/></w:tc>{rest}</w:tr>'
    )
    rest = "".join(
        f"<w:tc><w:p><w:r><w:t>{one}</w:t></w:r></w:p></w:tc>" for one in ("2(b)", "te", "X", "", "")
    )
    body = table([COLUMNS_2012]).replace("</w:tbl>", f"{rows.format(rest=rest)}</w:tbl>")
    assert [(one.author, one.place.block) for one in read(word(body)).comments] == [("JP", "2(b)")] * 2


def test_a_text_that_was_circulated_is_no_form() -> None:
    words = table([("Paragraph", "Comment", "Proposed change", "Name")])
    assert iso_form.is_form(guard.open_package(word(words)).parts)
    assert not iso_form.is_form(guard.open_package(word(words, par(run("x"), marker=1))).parts)
    assert not iso_form.is_form(guard.open_package(word(table([("Time", "Activity")]))).parts)
