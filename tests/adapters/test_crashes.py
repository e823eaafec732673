"""A process that ends at any moment leaves the old state or the new one, after the next command has run."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from neaspec_cli.adapters import failpoints, journal, refs
from neaspec_cli.adapters.failpoints import FAILPOINTS
from neaspec_cli.adapters.transaction import CommitPlan
from tests.adapters import scenarios
from tests.sandbox import Sandbox

BEFORE_THE_MOVE = FAILPOINTS[: FAILPOINTS.index("refs-moved")]
PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Stage:
    """A scenario with its state before and after, and a repository to copy for each try."""

    name: str
    template: Path
    old: dict[str, object]
    new: dict[str, object]

    def copy(self, folder: Path) -> Sandbox:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.template, folder)
        return Sandbox(folder)


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stage]:
    return {name: make_stage(name, tmp_path_factory.mktemp(name)) for name in scenarios.SCENARIOS}


@pytest.fixture
def single(stages: dict[str, Stage]) -> Stage:
    return stages["single"]


@pytest.fixture
def circulation(stages: dict[str, Stage]) -> Stage:
    return stages["circulation"]


def make_stage(name: str, folder: Path) -> Stage:
    template = scenarios.prepare(folder / "template")
    finished = Sandbox(folder / "finished")
    shutil.copytree(template.root, finished.root)
    scenarios.write(finished.root, name)
    old, new = template.state(), finished.state()
    assert old != new
    return Stage(name, template.root, old, new)


def start(root: Path, name: str, failpoint: str = "") -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.adapters.scenarios", str(root), name],
        cwd=PROJECT,
        env={**os.environ, failpoints.VARIABLE: failpoint},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def left_over(box: Sandbox) -> set[str]:
    git = box.root / ".git"
    return {path.name for path in (git / "neaspec").iterdir()} | {path.name for path in git.rglob("*.lock")}


@pytest.mark.parametrize("failpoint", FAILPOINTS)
@pytest.mark.parametrize("name", scenarios.SCENARIOS)
def test_cut_off_at_a_failpoint_is_old_or_new(
    stages: dict[str, Stage], tmp_path: Path, name: str, failpoint: str
) -> None:
    stage = stages[name]
    passes = 0
    while True:
        box = stage.copy(tmp_path / "try")
        with start(box.root, stage.name, f"{failpoint}:{passes + 1}") as process:
            process.communicate()
        if process.returncode == 0:
            break
        assert process.returncode == failpoints.EXIT_CODE
        passes += 1
        box.repository.recover()
        assert box.state() == (stage.old if failpoint in BEFORE_THE_MOVE else stage.new)
        scenario_can_go_on(box, stage)
    assert passes > 0


def scenario_can_go_on(box: Sandbox, stage: Stage) -> None:
    """What was taken back can be done again, and leaves nothing behind."""
    if box.state() == stage.old:
        scenarios.write(box.root, stage.name)
        assert box.state() == stage.new
        assert left_over(box) == {"lock"}
    assert left_over(box) <= {"lock", "work"}  # the next writing clears work in progress


def test_recovery_that_is_cut_off_is_taken_up_again(circulation: Stage, tmp_path: Path) -> None:
    box = circulation.copy(tmp_path / "try")
    for failpoint in ("refs-moved", "file-written:2", "index-staged", "index-updated"):
        command = [sys.executable, "-m", "tests.adapters.scenarios", str(box.root), "circulation"]
        environment = {**os.environ, failpoints.VARIABLE: failpoint}
        done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, check=False)
        assert done.returncode == failpoints.EXIT_CODE
    recovery = box.repository.recover()
    assert recovery is not None
    assert recovery.finished
    assert recovery.commit == box.git("rev-parse", "main")
    assert box.state() == circulation.new
    assert box.repository.recover() is None


@pytest.mark.parametrize("seed", range(16))
def test_killed_at_a_random_moment_is_old_or_new(circulation: Stage, tmp_path: Path, seed: int) -> None:
    box = circulation.copy(tmp_path / "try")
    chance = random.Random(seed)
    with start(box.root, circulation.name) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.12))
        # With or without the git that runs at this moment.
        kill = os.killpg if seed % 2 else os.kill
        kill(process.pid, signal.SIGKILL)
    box.repository.recover()
    assert box.state() in (circulation.old, circulation.new)
    scenario_can_go_on(box, circulation)


@pytest.mark.parametrize("moved", [0, 1])
def test_refs_of_which_only_one_has_moved_both_move(circulation: Stage, tmp_path: Path, moved: int) -> None:
    """A power cut inside git's own transaction can leave this."""
    box = circulation.copy(tmp_path / "try")
    stop_at(box, "journal-written")
    written = journal.read(box.repository.place)
    assert written is not None
    box.git("update-ref", written.refs[moved].name, written.refs[moved].new)
    box.repository.recover()
    assert box.state() == circulation.new


def stop_at(box: Sandbox, failpoint: str, name: str = "circulation") -> None:
    with start(box.root, name, failpoint) as process:
        process.communicate()
    assert process.returncode == failpoints.EXIT_CODE


def test_locks_of_a_git_that_was_killed_are_cleared(
    circulation: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refs, "PATIENCE", 0.1)
    box = circulation.copy(tmp_path / "try")
    stop_at(box, "journal-written")
    written = journal.read(box.repository.place)
    assert written is not None
    box.write(".git/refs/heads/main.lock", written.branch.new + "\n")
    box.write(".git/HEAD.lock", "")
    box.repository.recover()
    assert box.state() == circulation.old
    scenario_can_go_on(box, circulation)


def test_a_lock_of_another_git_is_left_alone(
    circulation: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refs, "PATIENCE", 0.1)
    box = circulation.copy(tmp_path / "try")
    stop_at(box, "journal-written")
    other = box.write(".git/refs/heads/main.lock", "0123456789\n")
    index = box.write(".git/index.lock", "someone else's")
    box.repository.recover()
    assert other.exists()
    assert index.exists()


def test_what_others_keep_in_the_folder_survives(single: Stage, tmp_path: Path) -> None:
    box = single.copy(tmp_path / "try")
    kept = box.write(".git/neaspec/cache/tree", "worth keeping")
    stop_at(box, "refs-moved", "single")
    box.repository.recover()
    box.repository.commit([CommitPlan({"timeline.yaml": b"x"}, "Go on")])
    assert kept.exists()


def test_a_file_that_someone_changed_after_the_crash_is_kept(circulation: Stage, tmp_path: Path) -> None:
    box = circulation.copy(tmp_path / "try")
    stop_at(box, "refs-moved")
    box.write("timeline.yaml", "title: Mine\n")
    recovery = box.repository.recover()
    assert recovery is not None
    assert recovery.kept == ("timeline.yaml",)
    assert "Left as you changed them: timeline.yaml." in str(recovery)
    assert (box.root / "timeline.yaml").read_text() == "title: Mine\n"
    assert box.repository.dirty(["timeline.yaml", "plan/02-goals.md"]) == ("timeline.yaml",)


def test_an_entry_that_someone_staged_after_the_crash_is_kept(single: Stage, tmp_path: Path) -> None:
    box = single.copy(tmp_path / "try")
    stop_at(box, "refs-moved", "single")
    (box.root / ".git" / "index.lock").unlink()  # as git advises
    box.write("plan/02-goals.md", "# Goals\n\nMine.\n")
    box.git("add", "plan/02-goals.md")
    recovery = box.repository.recover()
    assert recovery is not None
    assert recovery.kept == ("plan/02-goals.md",)
    assert "Mine" in box.git("show", ":plan/02-goals.md")


def test_another_branch_is_not_given_the_files_of_the_crash(single: Stage, tmp_path: Path) -> None:
    box = single.copy(tmp_path / "try")
    box.git("branch", "other")
    stop_at(box, "refs-moved", "single")
    box.git("symbolic-ref", "HEAD", "refs/heads/other")
    box.repository.recover()
    assert (box.root / "plan/02-goals.md").read_text() == "# Goals\n\nThe goals are these.\n"
    assert box.repository.is_clean(["plan/02-goals.md"])


def test_commits_made_on_top_of_the_crash_count_as_moved(circulation: Stage, tmp_path: Path) -> None:
    box = circulation.copy(tmp_path / "try")
    stop_at(box, "refs-moved")
    (box.root / ".git" / "index.lock").unlink()  # as git advises
    box.git("update-ref", "-d", "refs/tags/circulated/draft-1")
    box.git("commit", "--quiet", "--only", "-m", "Go on", "notes.md")
    recovery = box.repository.recover()
    assert recovery is not None
    assert recovery.finished
    assert box.repository.is_clean(["timeline.yaml", "plan/02-goals.md", "feedback"])
    assert [tag.name for tag in box.repository.tags()] == ["circulated/draft-1"]


def test_a_journal_that_cannot_be_read_is_named(sandbox: Sandbox) -> None:
    sandbox.write(".git/neaspec/journal.json", "{}")
    with pytest.raises(journal.BrokenJournal, match="journal"):
        sandbox.repository.recover()
