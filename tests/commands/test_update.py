"""`neaspec feedback update`: the workbook goes out, is filled in, and comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from neaspec_cli.core.register.matrix import CHOICES, FIGURES, MARK, STOOD
from tests.commands.matrices import filled, register, with_comments, written
from tests.commands.office import answer, circulated, done, neaspec
from tests.sandbox import Sandbox


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    return with_comments(circulated(tmp_path / "plan"))


def test_the_workbook_is_made_to_be_worked_in(box: Sandbox) -> None:
    book = openpyxl.load_workbook(written(box))
    sheet: Any = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    assert titles[-2:] == [MARK, STOOD]
    hidden = sheet.column_dimensions[sheet.cell(1, len(titles) - 1).column_letter]
    assert (hidden.hidden, hidden.max - hidden.min) == (True, 1)
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.endswith(f"{sheet.max_row}")
    lists = {one.formula1 for one in sheet.data_validations.dataValidation}
    assert f'"{",".join(CHOICES)}"' in lists
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    figures = {row[0]: row[1:4] for row in book[FIGURES].iter_rows(values_only=True)}
    assert figures["JPN"] == (3, 0, 0)
    assert figures["All"] == (8, 0, 0)
    assert {"From", "Kind", "Section", "substantive", "goals"} <= set(figures)


def test_what_was_not_touched_changes_nothing(box: Sandbox) -> None:
    before = box.state()
    place = written(box)
    assert "Nothing was changed" in done(box, "feedback", "update", str(place))
    assert answer(box, "feedback", "update", str(place))["changed"] == []
    assert box.state() == before


def test_exactly_the_cells_that_changed_are_read_back_in_one_commit(box: Sandbox) -> None:
    before = register(box)
    edits = {
        "JPN-002": {"Disposition": "not accepted", "Reason": "=1+1", "Kind": "technical"},
        "KOR-001": {"Internal note": "- ask Seoul\n- then decide"},
    }
    place = filled(written(box), box.root.parent / "back.xlsx", edits)
    dry = answer(box, "feedback", "update", str(place), "--dry-run")
    assert register(box) == before
    given = answer(box, "feedback", "update", str(place), "--by", "Desk", "--on", "2025-08-01")
    assert given == dry
    assert [one["id"] for one in given["changed"]] == ["JPN-002", "KOR-001"]
    assert given["changed"][0]["cells"]["kind"] == {"from": "substantive", "to": "technical"}
    after = register(box)
    decision = {
        "disposition": "not accepted",
        "reason": "=1+1",
        "by": "Desk",
        "decided": "2025-08-01",
        "agreed": True,
    }
    assert after.pop("JPN-002") == {**before.pop("JPN-002"), "kind": "technical", **decision}
    assert after.pop("KOR-001") == {**before.pop("KOR-001"), "note": "- ask Seoul\n- then decide"}
    assert after == before
    assert box.git("log", "-1", "--format=%(trailers:key=Neaspec,valueonly)").strip() == "feedback update"
    assert box.git("status", "--porcelain") == ""


def test_two_people_fill_in_different_rows_of_the_same_workbook(box: Sandbox) -> None:
    place = written(box)
    one = filled(place, box.root.parent / "one.xlsx", {"JPN-001": {"Disposition": "noted"}})
    other = filled(place, box.root.parent / "other.xlsx", {"WWF-001": {"Disposition": "accepted"}})
    done(box, "feedback", "update", str(one))
    done(box, "feedback", "update", str(other))
    after = register(box)
    assert (after["JPN-001"]["agreed"], after["WWF-001"]["disposition"]) == (True, "accepted")


def test_a_row_that_somebody_else_changed_is_refused_with_both_values_and_the_others_go_in(
    box: Sandbox,
) -> None:
    edits = {"KOR-001": {"Disposition": "accepted"}, "WWF-001": {"Disposition": "noted"}}
    place = filled(written(box), box.root.parent / "back.xlsx", edits)
    done(box, "feedback", "dispose", "KOR-001", "--as", "not accepted", "--reason", "Outside the mandate.")
    result = neaspec(box, "feedback", "update", str(place))
    assert result.exit_code == 1
    assert "(KOR-001) is refused: it was changed on record since the workbook was written" in result.stderr
    assert "Disposition: “not accepted” on record, “accepted” in the workbook" in result.stderr
    after = register(box)
    assert (after["KOR-001"]["disposition"], after["WWF-001"]["disposition"]) == ("not accepted", "noted")
    again = neaspec(box, "feedback", "update", str(place), "--json")
    assert again.exit_code == 1
    assert '"changed": []' in again.stdout


def test_a_decision_without_its_reason_is_refused_as_dispose_refuses_it(box: Sandbox) -> None:
    place = filled(written(box), box.root.parent / "back.xlsx", {"KOR-002": {"Disposition": "not accepted"}})
    result = neaspec(box, "feedback", "update", str(place))
    assert (result.exit_code, "not accepted needs a reason" in result.stderr) == (1, True)


def test_rows_and_columns_may_be_moved_about(box: Sandbox) -> None:
    place = filled(written(box), box.root.parent / "back.xlsx", {"WWF-002": {"Disposition": "noted"}})
    book = openpyxl.load_workbook(place)
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    moved = openpyxl.Workbook()
    sheet: Any = moved.active
    sheet.append(["Worked on by the group"])
    for row in (rows[0], *reversed(rows[1:])):
        sheet.append([None, *reversed(row)])
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.data_type = "s" if cell.value else cell.data_type
    moved.save(place)
    given = answer(box, "feedback", "update", str(place))
    assert [(one["id"], list(one["cells"])) for one in given["changed"]] == [("WWF-002", ["disposition"])]
    assert given["circulation"] == "draft-1"


def test_other_workbooks_are_refused_by_reason(box: Sandbox) -> None:
    public = neaspec(box, "feedback", "update", str(written(box, "public.xlsx", "--public", "--attributed")))
    assert (public.exit_code, "no workbook of dispositions" in public.stderr) == (1, True)
    assert "without --public" in public.stderr
    form = box.root / "feedback/draft-1/sent/comment-form-draft-1.xlsx"
    assert neaspec(box, "feedback", "update", str(form)).exit_code == 1
    assert neaspec(box, "feedback", "update", "missing.xlsx").exit_code == 1
    place = written(box)
    settings = (box.root / "plan/plan.yaml").read_text("utf-8")
    box.write("plan/plan.yaml", settings.replace("Plan for Clean Seas", "Another Plan"))
    box.save("Take another title")
    assert "of the plan “Plan for Clean Seas" in neaspec(box, "feedback", "update", str(place)).stderr
