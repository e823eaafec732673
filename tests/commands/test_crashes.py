"""Whole commands cut off at any moment: after the next command has run the state is the old one or the new one."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from neaspec_cli.adapters.failpoints import EXIT_CODE, FAILPOINTS
from tests.commands.office import circulated, done, secretariat
from tests.sandbox import Sandbox

PROJECT = Path(__file__).resolve().parents[2]
DATED = {"GIT_AUTHOR_DATE": "2025-07-10T09:00:00Z", "GIT_COMMITTER_DATE": "2025-07-10T09:00:00Z"}
ANSWER = """circulation: draft-1
source: JPN
received: 2025-07-20
comments:
  - place: {section: goals, block: "3"}
    kind: substantive
    proposal: {op: replace, old: ninety days, new: sixty days}
  - place: {section: introduction, block: "2"}
    kind: editorial
    proposal: {op: replace, old: every year, new: once a year}
"""


def imported(root: Path) -> Sandbox:
    """An answer came in and was accepted."""
    box = circulated(root)
    answer = box.root.parent / "JPN.yaml"
    answer.write_text(ANSWER)
    done(box, "feedback", "import", str(answer), "--round", "draft", "--from", "JPN", "--on", "2025-07-20")
    ids = ("JPN-001", "JPN-002")
    done(box, "feedback", "dispose", *ids, "--as", "accepted", "--reason", "Agreed.", "--on", "2025-08-01")
    return box


COMMANDS: dict[str, tuple[Callable[[Path], Sandbox], tuple[str, ...]]] = {
    "circulate": (secretariat, ("circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-31")),
    "import": (
        circulated,
        ("feedback", "import", "../JPN.yaml", "--round", "draft", "--from", "JPN", "--on", "2025-07-20"),
    ),
    "merge": (imported, ("merge", "draft")),
    "advance": (circulated, ("advance", "--on", "2025-07-31")),
}


@dataclass(frozen=True)
class Stage:
    """A command with the repository before it, and what is to be seen before and after."""

    template: Path
    command: tuple[str, ...]
    old: dict[str, object]
    new: dict[str, object]

    def fresh(self, folder: Path) -> Sandbox:
        shutil.rmtree(folder.parent, ignore_errors=True)
        folder.parent.mkdir(parents=True)
        (folder.parent / "JPN.yaml").write_text(ANSWER)
        shutil.copytree(self.template, folder)
        return Sandbox(folder)


def start(box: Sandbox, command: tuple[str, ...], failpoint: str = "") -> subprocess.Popen[bytes]:
    environment = {**os.environ, **DATED, "PYTHONPATH": str(PROJECT), "NEASPEC_FAILPOINT": failpoint}
    return subprocess.Popen(
        [sys.executable, "-m", "neaspec_cli", *command],
        cwd=box.root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def finished(box: Sandbox, command: tuple[str, ...], failpoint: str = "") -> int:
    process = start(box, command, failpoint)
    _, said = process.communicate(timeout=60)
    assert process.returncode in (0, EXIT_CODE), said.decode()
    return process.returncode


def seen(box: Sandbox) -> dict[str, object]:
    """What a user sees once the next command has run."""
    assert finished(box, ("status", "--on", "2025-07-20")) == 0
    return box.state()


@pytest.fixture(scope="module", params=COMMANDS)
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    prepare, command = COMMANDS[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    template = prepare(folder / "template").root
    made = Stage(template, command, Sandbox(template).state(), {})
    box = made.fresh(folder / "finished" / "plan")
    assert finished(box, command) == 0
    return Stage(template, command, made.old, box.state())


@pytest.mark.parametrize("failpoint", [*FAILPOINTS, "object-built:3", "file-written:2"])
def test_a_command_cut_off_at_a_failpoint_leaves_old_or_new(
    stage: Stage, failpoint: str, tmp_path: Path
) -> None:
    box = stage.fresh(tmp_path / "try" / "plan")
    code = finished(box, stage.command, failpoint)
    assert code == EXIT_CODE or failpoint == "file-written:2"
    before = FAILPOINTS.index(failpoint.partition(":")[0]) < FAILPOINTS.index("refs-moved")
    assert seen(box) == (stage.old if before and code else stage.new)


def test_a_command_killed_at_any_moment_leaves_old_or_new(stage: Stage, tmp_path: Path) -> None:
    generator = random.Random(str(stage.command))
    begin = time.monotonic()
    finished(stage.fresh(tmp_path / "first" / "plan"), stage.command)
    whole = time.monotonic() - begin
    for number in range(5):
        box = stage.fresh(tmp_path / f"try{number}" / "plan")
        process = start(box, stage.command)
        time.sleep(whole * generator.uniform(0.3, 1.1))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert seen(box) in (stage.old, stage.new)
