"""The workbook of dispositions as LibreOffice saves it reads back with exactly the edits made."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands.matrices import filled, register, with_comments, written
from tests.commands.office import answer, circulated, done

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
