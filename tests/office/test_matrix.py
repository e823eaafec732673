"""The workbook of dispositions as LibreOffice saves it reads back with exactly the edits made."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands.matrices import filled, register, with_comments, written
from tests.commands.office import answer, circulated, done, neaspec
from tests.office.roundtrip import DRIVER, OFFICE_PYTHON, needs_office, plain_environment
from tests.sandbox import Sandbox

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"
)


def saved(folder: Path, *files: Path) -> list[Path]:
    """The files as LibreOffice writes them after opening them."""
    out = folder / "saved"
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=120)
    return [out / file.name for file in files]


def test_saved_by_libreoffice_it_reads_back_with_exactly_the_edits_made(tmp_path: Path) -> None:
    box = with_comments(circulated(tmp_path / "plan"))
    before = register(box)
    first = written(box)
    edits = {
        "JPN-002": {"Disposition": "not accepted", "Reason": "=1+1 is 2\n\nand “so” on", "Wording used": ""},
        "WWF-001": {"Internal note": "@later"},
    }
    other = filled(first, tmp_path / "other.xlsx", {"KOR-001": {"Disposition": "accepted (proposed)"}})
    done(box, "feedback", "add", "--from", "KOR", "--comment", "A sign of a spreadsheet: _x000D_ here.")
    place = written(box, "untouched.xlsx")
    untouched, one, another = saved(tmp_path, place, filled(first, tmp_path / "one.xlsx", edits), other)
    assert answer(box, "feedback", "update", str(untouched))["changed"] == []
    given = answer(box, "feedback", "update", str(one))
    assert {each["id"]: set(each["cells"]) for each in given["changed"]} == {
        "JPN-002": {"disposition", "reason"},
        "WWF-001": {"note"},
    }
    assert answer(box, "feedback", "update", str(another))["refused"] == []
    after = register(box)
    assert after["JPN-002"]["reason"] == "=1+1 is 2\n\nand “so” on"
    assert (after["WWF-001"]["note"], after["KOR-001"]["agreed"]) == ("@later", False)
    assert all(after[name]["comment"] == said["comment"] for name, said in before.items())


def filled_in(source: Path, **edits: list[tuple[str, str, str]]) -> list[Path]:
    """A copy of the workbook for each person, all open in LibreOffice at once and filled in: row, column, text."""
    targets = [source.with_name(f"{name}.xlsx") for name in edits]
    command = [OFFICE_PYTHON, str(DRIVER.with_name("office_cells.py"))]
    command += [str(path) for target in targets for path in (source, target)]
    wanted = [
        [dict(zip(("row", "column", "text"), one, strict=True)) for one in each] for each in edits.values()
    ]
    run = subprocess.run(
        command,
        input=json.dumps(wanted),
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
        env=plain_environment(),
    )
    assert run.returncode == 0, run.stderr
    return targets


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    return with_comments(circulated(tmp_path / "plan"))


@needs_office
def test_two_people_who_edit_different_rows_in_libreoffice_both_go_in(box: Sandbox) -> None:
    before = register(box)
    ann, bob = filled_in(
        written(box),
        ann=[
            ("JPN-002", "Disposition", "not accepted"),
            ("JPN-002", "Reason", "In line with paragraph 4"),
            ("KOR-001", "Internal note", "12"),
        ],
        bob=[
            ("KOR-002", "Disposition", "accepted with modification (proposed)"),
            ("KOR-002", "Wording used", "“five” — 五"),
            ("KOR-002", "Reason", "Clearer"),
            ("WWF-001", "Kind", "editorial"),
        ],
    )
    first = answer(box, "feedback", "update", str(ann), "--by", "Ann")
    second = answer(box, "feedback", "update", str(bob), "--by", "Bob")
    assert (first["refused"], second["refused"]) == ([], [])
    assert {one["id"]: set(one["cells"]) for one in first["changed"]} == {
        "JPN-002": {"disposition", "reason"},
        "KOR-001": {"note"},
    }
    assert {one["id"]: set(one["cells"]) for one in second["changed"]} == {
        "KOR-002": {"disposition", "wording", "reason"},
        "WWF-001": {"kind"},
    }
    after = register(box)
    assert (after["JPN-002"]["disposition"], after["JPN-002"]["by"]) == ("not accepted", "Ann")
    assert (after["KOR-002"]["text"], after["KOR-002"]["by"]) == ("“five” — 五", "Bob")
    assert (after["KOR-001"]["note"], after["WWF-001"]["kind"]) == ("12", "editorial")
    untouched = before.keys() - {"JPN-002", "KOR-001", "KOR-002", "WWF-001"}
    assert {one: after[one] for one in untouched} == {one: before[one] for one in untouched}


@needs_office
def test_a_row_that_two_people_edit_in_libreoffice_is_refused_with_both_values(box: Sandbox) -> None:
    ann, bob = filled_in(
        written(box),
        ann=[("JPN-002", "Disposition", "noted"), ("JPN-002", "Reason", "Said before")],
        bob=[
            ("JPN-002", "Disposition", "accepted"),
            ("JPN-002", "Reason", "Clearer"),
            ("WWF-002", "Disposition", "noted"),
        ],
    )
    done(box, "feedback", "update", str(ann), "--by", "Ann")
    result = neaspec(box, "feedback", "update", str(bob), "--by", "Bob", "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert [one["id"] for one in told["changed"]] == ["WWF-002"]
    (refused,) = told["refused"]
    assert refused["id"] == "JPN-002"
    assert refused["cells"] == {
        "disposition": {"on_record": "noted", "workbook": "accepted"},
        "reason": {"on_record": "Said before", "workbook": "Clearer"},
    }
    again = neaspec(box, "feedback", "update", str(bob))
    assert "Disposition: “noted” on record, “accepted” in the workbook" in again.stderr
    assert "Reason: “Said before” on record, “Clearer” in the workbook" in again.stderr
    after = register(box)
    assert (after["JPN-002"]["disposition"], after["JPN-002"]["by"]) == ("noted", "Ann")
    assert after["WWF-002"]["by"] == "Bob"
