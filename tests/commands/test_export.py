from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.commands.office import circulated, done, neaspec
from tests.sandbox import Sandbox


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    return circulated(tmp_path / "plan")


def test_a_circulation_is_exported_as_it_was_sent(box: Sandbox, tmp_path: Path) -> None:
    box.write("plan/02-goals.md", "# Goals\n\nOther words.\n")
    files = [str(tmp_path / f"out/plan{ending}") for ending in (".docx", ".pdf")]
    done(box, "export", *files, "--at", "draft-1")
    sent = box.root / "feedback/draft-1/sent"
    for file, name in zip(
        files,
        ("Plan-for-Clean-Seas-2026-2030-draft-1.docx", "Plan-for-Clean-Seas-2026-2030-draft-1.pdf"),
        strict=True,
    ):
        assert Path(file).read_bytes() == (sent / name).read_bytes()


def test_an_accessible_copy_holds_no_marks_that_lead_back(box: Sandbox, tmp_path: Path) -> None:
    done(box, "export", str(tmp_path / "plan.docx"), "--no-markers")
    with zipfile.ZipFile(tmp_path / "plan.docx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name, data in parts.items() if b"_np_" in data or b"neaspec-" in data]
    assert not [name for name in parts if name.startswith("customXml") or name == "docProps/custom.xml"]


def test_markdown_has_the_numbers_that_readers_see(box: Sandbox, tmp_path: Path) -> None:
    done(box, "export", str(tmp_path / "plan.md"))
    text = (tmp_path / "plan.md").read_text()
    assert "# II. Goals" in text
    assert "3\\. Within ninety days" in text
    assert "(a) fewer plastics in rivers" in text


def test_an_unknown_ending_or_participant_is_refused_before_anything_is_written(
    box: Sandbox, tmp_path: Path
) -> None:
    result = neaspec(box, "export", str(tmp_path / "plan.pdf"), str(tmp_path / "plan.xyz"))
    assert result.exit_code == 1
    assert ".docx" in result.stderr
    assert neaspec(box, "export", str(tmp_path / "plan.pdf"), "--for", "XXX").exit_code == 1
    assert not (tmp_path / "plan.pdf").exists()


def test_a_dry_run_writes_no_file(box: Sandbox, tmp_path: Path) -> None:
    assert "Would write" in done(box, "export", str(tmp_path / "plan.pdf"), "--dry-run")
    assert not (tmp_path / "plan.pdf").exists()
