"""What every command promises: examples, --on and -C, a dry run that writes nothing, pure JSON, exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer.main

from neaspec_cli.app import app
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.terminal import keys
from tests.commands.office import circulated, done, neaspec
from tests.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]
ON = ("--on", "2025-07-22")
# One call for each command that writes; FILE stands for a file outside the repository, FORM for what was sent.
WRITING: dict[str, tuple[str, ...]] = {
    "timeline move": ("meeting", "2025-10", "--reason", "Asked for"),
    "timeline event": ("SOM-28", "2025-12-12"),
    "timeline add": ("extra", "2025-08", "Hold a workshop"),
    "timeline remove": ("meeting",),
    "timeline approve": (),
    "circulate": ("draft",),
    "advance": (),
    "adopt": ("--meeting", "SOM-28", "--decision", "Adopted."),
    "round extend": ("2025-08-15", "--reason", "Holidays"),
    "round remind": ("--to", "FILE"),
    "round close": ("--early",),
    "feedback import": ("FORM", "--from", "WWF"),
    "feedback add": ("--from", "KOR", "--comment", "Good."),
    "feedback dispose": ("JPN-001", "--as", "noted"),
    "feedback place": ("KOR-001", "4"),
    "feedback report": ("FILE.xlsx",),
    "feedback update": ("MATRIX",),
    "feedback review": (),
    "brackets add": ("goals", "4", "--quote", "voluntary", "--delete", "--by", "JPN"),
    "brackets settle": ("b-1", "--take", "JPN"),
    "brackets withdraw": ("b-1", "--by", "JPN"),
    "merge": (),
    "participant add": ("CHN", "--name", "China", "--kind", "member"),
    "participant remove": ("EGM",),
    "export": ("FILE.docx", "FILE.md"),
    "compile": ("draft-1", "FILE.docx"),
    "check": ("--fix",),
    "init": (),
}
REVIEWED = "o\nTo be borne in mind.\nq\n"
"""What is typed where a command asks: a comment is noted with a reason."""
READING: dict[str, tuple[str, ...]] = {
    "feedback show": ("JPN-001",),
    "verify": ("draft-1",),
    "timeline export": ("FILE.csv",),
    "why": ("3",),
    **WRITING,
    "check": (),
}


def commands() -> Iterator[tuple[str, Any]]:
    """Every command of the tool by its full name."""

    def below(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
        yield " ".join(path), command
        for name in command.list_commands(None) if hasattr(command, "list_commands") else ():
            yield from below(command.get_command(None, name), (*path, name))

    yield from below(typer.main.get_command(app), ())


ALL = dict(commands())
LEAVES = {name: one for name, one in ALL.items() if not getattr(one, "commands", {}) and name}


def options(command: Any) -> set[str]:
    return {name for one in command.params if one.param_type_name == "option" for name in one.opts}


WITH_DRY_RUN = sorted(name for name, one in LEAVES.items() if "--dry-run" in options(one))
WITH_JSON = sorted(name for name, one in ALL.items() if "--json" in options(one))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    """A circulated plan with answers, a word to merge, a fault to mend and somebody to take off the list."""
    box = circulated(tmp_path_factory.mktemp("promises") / "plan")
    done(box, "participant", "add", "EGM", "--name", "Experts", "--kind", "meeting")
    change = ("--replace", "ninety days", "--with", "sixty days")
    done(box, "feedback", "add", "--from", "JPN", "--at", "3", *change, *ON)
    done(box, "feedback", "add", "--from", "KOR", "--comment", "Well done.", *ON)
    done(box, "feedback", "dispose", "JPN-001", "--as", "accepted", *ON)
    return box


@pytest.fixture
def box(office: Sandbox, tmp_path: Path) -> Sandbox:
    return Sandbox(Path(shutil.copytree(office.root, tmp_path / "plan")))


def call(box: Sandbox, name: str, words: tuple[str, ...]) -> list[str]:
    """The command as typed, without options that it lacks."""
    sent = box.root / "feedback/draft-1/sent/comment-form-draft-1.xlsx"
    files = {"FORM": str(sent), "FILE": str(box.root.parent / "outside")}
    if "b-1" in words:
        wanted = ("--quote", "contributions", "--text", "dues", "--by", "JPN", "--id", "b-1")
        neaspec(box, "brackets", "add", "goals", "4", *wanted)
    if "MATRIX" in words:
        files["MATRIX"] = str(filled_in(box))
    typed = [files.get(word, word.replace("FILE", files["FILE"])) for word in words]
    if name == "init":
        typed = [str(box.root.parent / "new")]
    return [*name.split(), *typed, *ON]


def filled_in(box: Sandbox) -> Path:
    """The workbook of dispositions with one decision filled in; none where there is no plan to report on."""
    file = box.root.parent / "matrix.xlsx"
    if neaspec(box, "feedback", "report", str(file)).exit_code:
        return file
    book = openpyxl.load_workbook(file)
    sheet: Any = book["Disposition of comments"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(row[0].row for row in sheet.iter_rows() if any(cell.value == "KOR-001" for cell in row))
    sheet.cell(row, columns["Disposition"]).value = "noted"
    sheet.cell(row, columns["Reason"]).value = "To be borne in mind."
    book.save(file)
    return file


@pytest.mark.parametrize("name", sorted(ALL))
def test_help_gives_examples(name: str) -> None:
    text = ALL[name].help or ""
    if name:
        assert "Examples:" in text, f"neaspec {name} has none"
        assert f"`neaspec {name}" in text
        assert len(text.split("\n")[0]) <= 110


@pytest.mark.parametrize("name", sorted(LEAVES))
def test_every_command_takes_a_folder_and_a_day(name: str) -> None:
    assert {"-C", "--on"} <= options(LEAVES[name])


def test_every_command_with_a_dry_run_is_tried_here() -> None:
    assert set(WITH_DRY_RUN) <= set(WRITING)


def everything(box: Sandbox) -> tuple[dict[str, object], list[Path]]:
    """The state of the repository, and what lies beside it; git's own folder holds a cache that may grow."""
    beside = [one for one in box.root.parent.rglob("*") if not one.is_relative_to(box.root / ".git")]
    return box.state(), sorted(beside)


@pytest.mark.parametrize("name", WITH_DRY_RUN)
def test_a_dry_run_writes_nothing(box: Sandbox, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "is_terminal", lambda: True)
    if name == "check":
        box.write("plan/02-goals.md", "# Goals\r\n\r\nA\ttab.\r\n")
    command = call(box, name, WRITING[name])
    before = everything(box)
    result = neaspec(box, *command, "--dry-run", keys=REVIEWED)
    assert result.exit_code in (0, 1), result.output
    assert everything(box) == before
    # The same without it does write, so that the above can fail.
    again = neaspec(box, *command, keys=REVIEWED)
    assert again.exit_code == (0 if name == "check" else result.exit_code), again.output
    assert everything(box) != before


@pytest.mark.parametrize("name", WITH_JSON)
def test_json_is_one_value_and_nothing_else(box: Sandbox, name: str) -> None:
    result = neaspec(box, *call(box, name, READING.get(name, ())), "--json")
    assert result.exit_code in (0, 1), result.output
    json.loads(result.stdout)
    assert "\x1b" not in result.output


@pytest.mark.parametrize("name", WITH_JSON)
def test_with_json_an_error_leaves_stdout_empty(tmp_path: Path, name: str) -> None:
    box = Sandbox.begin(tmp_path / "empty", files={"README": "No plan here.\n"})
    result = neaspec(box, *call(box, name, READING.get(name, ())), "--json")
    if name == "doctor":
        json.loads(result.stdout)
        return
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert "Hint: " in result.stderr


@pytest.mark.parametrize("columns", [40, 300])
@pytest.mark.parametrize("name", WITH_JSON)
def test_views_fit_narrow_and_wide_terminals(
    box: Sandbox, name: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")
    result = neaspec(box, *call(box, name, READING.get(name, ())))
    assert result.exit_code in (0, 1), result.output
    assert "Traceback" not in result.output
    assert "\x1b" not in result.output


def run(box: Sandbox, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "neaspec_cli", *arguments, "-C", str(box.root)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, **options)


def test_exit_codes_are_the_documented_ones(box: Sandbox) -> None:
    assert run(box, "status", *ON).returncode == 0
    assert run(box, "round", "show", "nothing").returncode == 1
    assert run(box, "status", "--loudly").returncode == 2
    assert run(box, "nothing").returncode == 2
    assert run(box, "timeline", "move").returncode == 2


def test_an_interruption_ends_with_130_and_a_word(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Workspace, "open", interrupted)
    result = neaspec(box, "status")
    assert result.exit_code == 130
    assert result.stderr.startswith("Interrupted.")


def test_a_reader_that_goes_away_is_no_fault(box: Sandbox) -> None:
    command = [sys.executable, "-m", "neaspec_cli", "diff", "--full", "--json", "-C", str(box.root)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        assert started.stderr.read() == b""
    assert started.returncode in (0, 1)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
@pytest.mark.parametrize("arguments", ["status --json", "check", "init new --title X"])
def test_a_closed_stream_is_no_fault(box: Sandbox, closed: str, arguments: str) -> None:
    line = f"cd {box.root.parent} && {sys.executable} -m neaspec_cli {arguments} {closed}"
    folder = "" if arguments.startswith("init") else f" -C {box.root}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        ["sh", "-c", line + folder], capture_output=True, text=True, check=False, env=environment, timeout=60
    )
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr


def test_nothing_is_asked_where_nobody_can_answer(box: Sandbox) -> None:
    for name, words in {"init": (), **READING}.items():
        if name in LEAVES:
            ended = run(box, *call(box, name, words), "--help", stdin=subprocess.DEVNULL, timeout=60)
            assert ended.returncode == 0, ended.stderr
    new = run(box, "init", str(box.root.parent / "asked"), stdin=subprocess.DEVNULL, timeout=60)
    assert new.returncode == 0, new.stderr
