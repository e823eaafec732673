"""Cells give what they show, wherever a program put it in the file; broken workbooks cost nothing."""

from __future__ import annotations

import contextlib
import datetime
import io
import tracemalloc
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.intake import guard, xlsx
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.rows import blank_texts, count_below
from tests.effort import within
from tests.intake.sheets import workbook

NOTHING = Against(CirculatedText("draft-1", "Plan", "", ()))
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def bare(sheet: str, shared: str = "", more: Sequence[tuple[str, str]] = ()) -> bytes:
    """A workbook with nothing but what must be there."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{SPACE}">{sheet}</worksheet>')
        if shared:
            archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{SPACE}">{shared}</sst>')
        for name, content in more:
            archive.writestr(name, content)
    return buffer.getvalue()


def cells(data: bytes) -> dict[int, dict[int, str]]:
    (grid,) = xlsx.sheets(guard.open_package(data).parts)
    return {number: dict(row) for number, row in grid.rows.items()}


def test_formulas_give_their_last_result_and_dates_their_day() -> None:
    sheet = (
        '<sheetData><row r="1"><c r="A1" t="str"><f>CONCAT("a","b")</f><v>ab</v></c><c r="B1"><f>1+1</f><v>2</v></c>'
        '<c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#REF!</v></c><c r="E1"><f>NOW()</f></c></row></sheetData>'
    )
    assert cells(bare(sheet)) == {1: {1: "ab", 2: "2", 3: "TRUE", 4: "#REF!"}}
    assert "1 formula shows no result" in xlsx.sheets(guard.open_package(bare(sheet)).parts)[0].warnings[0]
    dated = workbook(["x", datetime.date(2025, 7, 20), datetime.datetime(2025, 7, 20, 9, 30), 45.5])
    assert cells(dated)[1] == {1: "x", 2: "2025-07-20", 3: "2025-07-20T09:30:00", 4: "45.5"}


def test_rich_text_is_joined_without_its_readings() -> None:
    runs = '<r><t>東</t></r><r><t xml:space="preserve">京 </t></r>'
    shared = f'<si>{runs}<rPh sb="0" eb="1"><t>トウ</t></rPh></si><si><t/></si>'
    inline = '<c t="inlineStr"><is><t>x</t></is></c>'
    sheet = f'<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c>{inline}</row></sheetData>'
    assert cells(bare(sheet, shared)) == {1: {1: "東京 ", 3: "x"}}


def test_what_excel_escapes_is_read_back() -> None:
    sheet = (
        '<sheetData><row><c t="inlineStr"><is><t>a_x000D_\nb_x0009_c_x0007_</t></is></c></row></sheetData>'
    )
    assert cells(bare(sheet)) == {1: {1: "a\nb\tc␇"}}


def test_a_cell_that_begins_like_a_formula_is_text() -> None:
    texts = ["=1+1", "+a", "-b", "@c", "\td"]
    made = "".join(f'<c t="str"><v>{text}</v></c>' for text in texts)
    assert list(cells(bare(f"<sheetData><row>{made}</row></sheetData>"))[1].values()) == texts


@given(
    st.lists(
        st.lists(st.sampled_from([None, "", " ", "a", "b\nc", "_x0041_"]), min_size=1, max_size=4), max_size=6
    )
)
@settings(max_examples=40)
def test_the_plain_count_agrees_with_the_reader(rows: list[list[str | None]]) -> None:
    parts = guard.open_package(workbook(["Comment"], *rows)).parts
    (grid,) = xlsx.sheets(parts)
    for quiet in (frozenset[int](), frozenset({1, 2})):
        filled = [number for number, row in grid.rows.items() if number > 1 and row.keys() - quiet]
        assert count_below(parts["xl/worksheets/sheet1.xml"], blank_texts(parts), 1, quiet) == len(filled)


def test_a_workbook_of_too_many_cells_is_refused_in_time() -> None:
    sheet = "<sheetData>" + "<row>" + "<c><v>1</v></c>" * 800_000 + "</row></sheetData>"
    with within(6), pytest.raises(guard.TooMuch):
        xlsx.read(bare(sheet), NOTHING)


def test_broken_workbooks_of_others_are_read_or_refused_cheaply(shared_data: Path) -> None:
    for file in sorted((shared_data / "malformed/xlsx").rglob("*.xlsx")):
        data = file.read_bytes()
        tracemalloc.start()
        with within(2, file), contextlib.suppress(guard.Unreadable):
            assert xlsx.read(data, NOTHING).receipt.balance == 0
        assert tracemalloc.get_traced_memory()[1] < 200 * guard.MEGABYTE, file
        tracemalloc.stop()


def test_a_long_text_that_many_cells_share_is_refused() -> None:
    sheet = "<sheetData>" + '<row><c t="s"><v>0</v></c></row>' * 20_000 + "</sheetData>"
    with pytest.raises(guard.TooMuch, match="characters"):
        xlsx.read(bare(sheet, f"<sst><si><t>{'comment ' * 1_000}</t></si></sst>"), NOTHING)
