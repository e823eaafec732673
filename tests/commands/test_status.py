from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from neaspec_cli.app import app
from neaspec_cli.commands.workspace import Workspace
from tests.commands.office import answer, circulated, done, neaspec, secretariat
from tests.sandbox import Sandbox

HERE = Path(__file__).resolve().parents[2]
# What other commands need and `neaspec status` must not wait for.
SLOW = {
    *("pypandoc", "typst", "lxml", "openpyxl", "xlsxwriter", "git", "rapidfuzz", "jinja2", "pydantic"),
    *("hashlib", "shlex"),
}
LOADED = """
import atexit, json, sys
atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))
from neaspec_cli.app import main
main()
"""


class Project(Sandbox):
    """This project's own plan."""


def test_by_the_calendar_the_outline_is_due_for_circulation_in_march() -> None:
    shown = " ".join(done(Project(HERE), "status", "--on", "2025-03-15").split())
    calendar = shown[shown.index("By the calendar") :]
    assert calendar.startswith("By the calendar Circulate the draft annotated outline to member States")
    assert "(March 2025; due; outline-circulation)" in calendar


def test_with_nothing_recorded_the_first_activity_is_281_days_behind_in_september() -> None:
    found = answer(Project(HERE), "status", "--on", "2025-09-20")
    assert found["activity"]["id"] == "initial-discussions"
    assert found["activity"]["days_behind"] == (date(2025, 9, 20) - date(2024, 12, 13)).days == 281


def test_replies_and_deadline_of_a_circulation_are_shown(tmp_path: Path) -> None:
    box = circulated(tmp_path / "plan")
    shown = done(box, "status", "--on", "2025-07-21")
    assert "answers until 31 July 2025, 10 days left" in " ".join(shown.split())
    found = answer(box, "status", "--on", "2025-07-21")
    (sent,) = found["circulated"]
    assert sent["replies"] == {"JPN": "awaited", "KOR": "awaited", "WWF": "awaited"}
    assert found["gate"] == [
        {"condition": "the round draft is circulated", "met": True, "detail": "as draft-1"}
    ]
    assert any("neaspec advance" in step for step in found["next"])


def test_after_the_deadline_closing_the_round_is_what_to_do_next(tmp_path: Path) -> None:
    box = circulated(tmp_path / "plan")
    found = answer(box, "status", "--on", "2025-08-02")
    assert any("round close draft-1" in step for step in found["next"])


def test_a_broken_timeline_is_named_with_every_fault(tmp_path: Path) -> None:
    box = secretariat(tmp_path / "plan")
    box.write(
        "timeline.yaml",
        "title: T\nstatus: maybe\nactivities:\n  - {id: a, when: 2025-13, activity: A, kind: feast}\n",
    )
    result = neaspec(box, "status")
    assert result.exit_code == 1
    assert {
        line.split(": ")[0] for line in result.stderr.split("\n") if line.startswith("timeline.yaml")
    } == {
        "timeline.yaml:2",
        "timeline.yaml:4",
    }


def test_outside_a_plan_the_next_step_is_named(tmp_path: Path) -> None:
    result = neaspec(Sandbox(tmp_path), "status")
    assert result.exit_code == 1
    assert "neaspec init" in result.stderr


def test_it_starts_without_what_it_does_not_use() -> None:
    command = [sys.executable, "-c", LOADED, "status", "-C", str(HERE)]
    loaded = set(json.loads(subprocess.run(command, check=True, capture_output=True).stderr))
    assert {"typer", "yaml", "neaspec_cli.commands.status"} <= loaded
    assert SLOW & loaded == set()
    assert {f"neaspec_cli.adapters.{name}" for name in ("pandoc", "transaction", "history")} & loaded == set()


@pytest.mark.parametrize("is_dirty", [False, True])
def test_git_is_asked_at_most_three_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_dirty: bool
) -> None:
    box = circulated(tmp_path / "plan")
    if is_dirty:
        box.write("plan/02-goals.md", "# Goals\n\nNothing is [agreed].\n")
        box.write("plan/03-means.md", "# Means\n")
    started = asked_of_git(box, tmp_path, monkeypatch)
    assert 1 <= len(started) <= 3, started


def asked_of_git(box: Sandbox, place: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What `status` asks git, as it stands in git's own trace."""
    trace, settings = place / "trace", place / "gitconfig"
    settings.write_text(f"[trace2]\n\teventTarget = {trace}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    done(box, "status")
    events = [json.loads(line) for line in trace.read_text().split("\n") if line]
    return [event["argv"] for event in events if event["event"] == "start"]


def answered(root: Path) -> Sandbox:
    """A circulation on which three sources commented, during the revision of the draft."""
    box = circulated(root)
    for source in ("JPN", "KOR", "WWF"):
        done(box, "feedback", "add", "--from", source, "--at", "3", "--comment", f"As {source} sees it.")
    done(box, "advance", "--on", "2025-07-31")
    return box


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The feedback files that are read from now on."""
    from neaspec_cli.core import feedback

    read, files = feedback.read_feedback, []

    def counted(text: str, file: str, *, numbered: bool = True) -> object:
        files.append(file)
        return read(text, file, numbered=numbered)

    monkeypatch.setattr(feedback, "read_feedback", counted)
    return files


def test_answers_that_are_as_they_were_are_not_read_again(tmp_path: Path, read_files: list[str]) -> None:
    box = answered(tmp_path / "plan")
    shutil.rmtree(box.root / ".git/neaspec/cache")
    read_files.clear()
    first = answer(box, "status")
    assert sorted(read_files) == [f"feedback/draft-1/{one}.yaml" for one in ("JPN", "KOR", "WWF")]
    assert first["comments"] == {"total": 3, "undisposed": 3, "unmerged": 0}
    read_files.clear()
    assert answer(box, "status") == first
    assert read_files == []
    done(box, "feedback", "dispose", "KOR-001", "--as", "noted")
    read_files.clear()
    assert answer(box, "status")["comments"]["undisposed"] == 2
    assert read_files == ["feedback/draft-1/KOR.yaml"]


@pytest.mark.parametrize("kept", [None, b"", b"[]", b'{"x": 1}', b"\xff"])
def test_what_is_kept_may_be_deleted_or_broken(tmp_path: Path, kept: bytes | None) -> None:
    box = answered(tmp_path / "plan")
    first = answer(box, "status")
    (place,) = (box.root / ".git/neaspec/cache").glob("tallies-*.json")
    values = json.loads(place.read_bytes())
    place.write_bytes(
        kept if kept is not None else json.dumps({one: ["no", "tally"] for one in values}).encode()
    )
    assert answer(box, "status") == first
    assert json.loads(place.read_bytes()) == values
    place.unlink()
    assert answer(box, "status") == first


def test_an_answer_that_is_being_edited_is_read_as_it_stands(tmp_path: Path, read_files: list[str]) -> None:
    box = answered(tmp_path / "plan")
    assert answer(box, "status")["comments"]["total"] == 3
    path = "feedback/draft-1/JPN.yaml"
    text = (box.root / path).read_text()
    box.write(path, text + text[text.index("  - id: ") :].replace("JPN-001", "JPN-002"))
    read_files.clear()
    assert answer(box, "status")["comments"]["total"] == 4
    assert read_files == [path]
    box.write(path, text.replace("JPN-001", "KOR-001"))
    assert "JPN.yaml:" in neaspec(box, "status").stderr


def test_the_commits_are_asked_once_however_many_were_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = answered(tmp_path / "plan")
    asked = asked_of_git(box, tmp_path, monkeypatch)
    assert sum("log" in words for words in asked) == 1
    assert len(asked) <= 4, asked


def test_what_is_committed_is_read_anew(tmp_path: Path) -> None:
    workspace = Workspace.open(circulated(tmp_path / "plan").root)
    assert workspace.feedback("draft-1") == ()
    text = "circulation: draft-1\nsource: JPN\nreceived: 2025-07-20\nreply: no comments\n"
    workspace.commit({"feedback/draft-1/JPN.yaml": text}, "Record the answer of Japan", {})
    assert [one.source for one in workspace.feedback("draft-1")] == ["JPN"]


@pytest.mark.parametrize("command", [("status",), ("feedback", "list")])
def test_the_folder_may_be_named_before_the_command(tmp_path: Path, command: tuple[str, ...]) -> None:
    box = circulated(tmp_path / "plan")
    before = CliRunner().invoke(app, ["-C", str(box.root), *command])
    behind = CliRunner().invoke(app, [*command, "-C", str(box.root)])
    assert (before.exit_code, before.stdout) == (0, behind.stdout)
    # What stands nearer to the command counts.
    other = CliRunner().invoke(app, ["-C", str(tmp_path), *command, "-C", str(box.root)])
    assert (other.exit_code, other.stdout) == (0, behind.stdout)
