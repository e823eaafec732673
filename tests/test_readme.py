"""The walk through one round in README.md works as it is written."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from neaspec_cli.app import app

ROOT = Path(__file__).resolve().parent.parent


def walk() -> list[str]:
    """The commands of the walk, without those that need the Word file that a reader edits."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text[text.index("## One round in ten minutes") : text.index("## Read on")]
    blocks = re.findall(r"^```\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("neaspec ")]
    return [line for line in lines if "JPN" not in line]


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The plan of this repository as the first commit of another."""
    for name in ("plan", "timeline.yaml", ".gitattributes", ".gitignore"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, tmp_path / name)
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "The plan"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_step_of_the_walk_is_done(plan: Path) -> None:
    commands = walk()
    assert len(commands) > 10
    for line in commands:
        done = CliRunner().invoke(app, shlex.split(line)[1:])
        assert done.exit_code == 0, f"{line}\n{done.output}"
    sections = plan / "plan"
    assert "practices, measures or sites" in (sections / "04-programmatic-areas.md").read_text(
        encoding="utf-8"
    )
    assert (plan / "dist" / "dispositions.xlsx").stat().st_size > 0
