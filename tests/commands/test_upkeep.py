"""`neaspec outline`, `log` and `doctor`, and the names that the shell completes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from neaspec_cli.adapters import lock
from neaspec_cli.app import app
from neaspec_cli.commands import completion
from tests.sandbox import Sandbox

SETTINGS = (
    "title: A [plan]\nparticipants:\n  - {id: JPN, name: Japan, kind: member}\nrules: {word_limit: 5}\n"
)
TIMELINE = """title: Timeline
status: indicative
events:
  SOM-28:
activities:
  - {id: outline, when: 2025-01, activity: Write, kind: drafting, to: outlined}
  - {id: send, when: 2025-02, activity: Send, kind: circulation, round: draft, addressees: [members]}
"""
ROUND = "circulation: draft-1\nround: draft\ndate: 2025-02-01\ndeadline: 2025-02-28\naddressees: [JPN]\n"
REPLY = """circulation: draft-1
source: JPN
comments:
  - {id: JPN-001, place: {section: goals, block: "2"}, comment: More., disposition: noted}
  - {id: JPN-002, place: {section: goals}, comment: Less.}
  - {id: JPN-003, comment: In general.}
"""


@pytest.fixture
def plan(sandbox: Sandbox) -> Sandbox:
    sandbox.write("plan/plan.yaml", SETTINGS)
    sandbox.write("timeline.yaml", TIMELINE)
    sandbox.write(
        "plan/02-goals.md", "---\nstatus: drafted\nlead: JPN\n---\n# Goals\n\nBy [2030].\n\nMore words.\n"
    )
    sandbox.write("feedback/draft-1/round.yaml", ROUND)
    sandbox.save("Circulate draft-1\n\nNeaspec: circulate")
    sandbox.git("tag", "-a", "circulated/draft-1", "-m", "Circulated")
    sandbox.write("feedback/draft-1/JPN.yaml", REPLY)
    return sandbox


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


def test_outline_shows_each_section_within_eighty_columns(plan: Sandbox) -> None:
    result = run("outline", "-C", plan.root)
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "A [plan]" in result.stdout
    assert "1/2" in result.stdout
    assert "9/5 over" in result.stdout


def test_outline_json_counts_words_brackets_and_comments(plan: Sandbox) -> None:
    found = json.loads(run("outline", "-C", plan.root, "--json").stdout)
    goals = found["sections"][1]
    assert (goals["section"], goals["status"], goals["lead"]) == ("goals", "drafted", "JPN")
    assert (goals["paragraphs"], goals["words"], goals["brackets"]) == (2, 5, 1)
    assert goals["comments"] == {"total": 2, "undisposed": 1}
    assert found["elsewhere"] == {"total": 1, "undisposed": 1}
    assert (found["circulation"], found["words"], found["word_limit"]) == ("draft-1", 9, 5)


def test_outline_reads_a_circulation(plan: Sandbox) -> None:
    plan.write("plan/02-goals.md", "# Goals\n\nNothing.\n")
    found = json.loads(run("outline", "-C", plan.root, "--at", "draft", "--json").stdout)
    assert (found["at"], found["sections"][1]["words"]) == ("draft-1", 5)


def test_log_lists_acts_of_the_tool_alone_newest_first(plan: Sandbox) -> None:
    plan.save("By hand")
    plan.save("Merge one\n\nNeaspec: merge\nComment: draft-1/JPN-001")
    found = json.loads(run("log", "-C", plan.root, "--json").stdout)
    assert [(one["act"], one["subject"], one["comments"]) for one in found] == [
        ("merge", "Merge one", ["draft-1/JPN-001"]),
        ("circulate", "Circulate draft-1", []),
    ]
    assert run("log", "-C", plan.root, "-n", "1").stdout == "2025-01-10  merge  Secretariat  Merge one\n"


def test_log_of_nothing_says_so(sandbox: Sandbox) -> None:
    assert "no commit here" in run("log", "-C", sandbox.root).stdout


def diagnoses(place: Path) -> dict[str, tuple[str, str]]:
    return {
        one["name"]: (one["state"], one["detail"])
        for one in json.loads(run("doctor", "-C", place, "--json").stdout)
    }


def test_doctor_works_outside_a_repository(tmp_path: Path) -> None:
    found = diagnoses(tmp_path)
    assert found["repository"][0] == "advice"
    assert [found[name][0] for name in ("git", "pandoc", "PDF engine", "fonts")] == ["ok"] * 4
    assert run("doctor", "-C", tmp_path).exit_code == 0


def test_doctor_names_what_is_wrong_with_the_repository(
    plan: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.git("tag", "-d", "circulated/draft-1")
    plan.write(".git/neaspec/journal.json", "{}")
    plan.write(".gitattributes", "")
    monkeypatch.delenv("GIT_COMMITTER_EMAIL")
    found = diagnoses(plan.root)
    assert found["circulations"][0] == "fault"
    assert "circulated/draft-1 is missing" in found["circulations"][1]
    assert found["identity"][0] == "fault"
    assert (found["journal"][0], found["attributes"][0], found["remote"][0]) == ("advice", "advice", "advice")
    assert run("doctor", "-C", plan.root).exit_code == 1
    assert (plan.root / ".git/neaspec/journal.json").exists()


def test_doctor_sees_a_lock_that_is_held_and_a_circulation_that_no_remote_has(plan: Sandbox) -> None:
    plan.git("remote", "add", "origin", "https://example.org/plan")
    with lock.held(plan.repository.place):
        assert diagnoses(plan.root)["lock"][0] == "advice"
    shown = run("doctor", "-C", plan.root)
    assert "lock" not in diagnoses(plan.root)
    assert "git push --atomic origin HEAD refs/tags/circulated/draft-1" in " ".join(shown.stdout.split())


def context(place: Path) -> typer.Context:
    return typer.Context(typer.main.get_command(app), resilient_parsing=True)


def test_the_shell_completes_names_of_the_plan(plan: Sandbox) -> None:
    ctx = context(plan.root)
    ctx.params["folder"] = plan.root / "plan"
    assert completion.sections(ctx, "") == ["introduction", "goals"]
    assert completion.circulations(ctx, "d") == ["draft-1", "draft"]
    assert completion.comments(ctx, "JPN-00") == ["JPN-001", "JPN-002", "JPN-003"]
    assert completion.activities(ctx, "s") == ["send"]
    assert completion.participants(ctx, "") == ["JPN", "PUBLIC"]
    assert completion.events(ctx, "") == ["SOM-28"]
    assert {"main", "draft-1", "circulated/draft-1"} <= set(completion.revisions(ctx, ""))


def test_completion_is_silent_where_there_is_nothing(tmp_path: Path) -> None:
    ctx = context(tmp_path)
    ctx.params["folder"] = tmp_path
    assert completion.sections(ctx, "") == []
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "plan.yaml").write_bytes(b"\xff")
    assert completion.activities(ctx, "") == []
