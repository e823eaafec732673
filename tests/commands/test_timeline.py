"""`neaspec timeline` and `neaspec advance` end to end, in a real repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from neaspec_cli.app import app
from tests.sandbox import Sandbox

REAL = (Path(__file__).resolve().parents[2] / "timeline.yaml").read_text("utf-8")
OUTLINED = "---\nstatus: outlined\n---\n\n# Goals\n\nThe goals are these.\n"


@pytest.fixture
def plan(tmp_path: Path) -> Sandbox:
    files = {
        ".gitattributes": "*.md *.yaml text eol=lf\n",
        "plan/plan.yaml": "title: A plan\n",
        "plan/01-goals.md": OUTLINED,
        "timeline.yaml": REAL,
    }
    return Sandbox.begin(tmp_path / "plan", files=files)


def run(plan: Sandbox, *arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [*arguments, "-C", str(plan.root)])
    assert result.exit_code == code, (result.output, result.stderr)
    return result


def timeline(plan: Sandbox, on: str = "2025-03-15") -> dict[str, dict[str, Any]]:
    found = json.loads(run(plan, "timeline", "--json", "--on", on).stdout)
    return {one["id"]: one for one in found["activities"]}


def message(plan: Sandbox) -> str:
    return plan.git("log", "-1", "--format=%B")


def test_json_gives_the_nine_activities_and_conflicts(plan: Sandbox) -> None:
    found = json.loads(run(plan, "timeline", "--json", "--on", "2025-03-15").stdout)
    assert list(found) == ["title", "status", "activities", "conflicts"]
    assert len(found["activities"]) == 9
    assert list(found["activities"][0]) == [
        "id", "activity", "kind", "phase", "round", "when", "forecast", "actual", "slippage_days", "state",
    ]  # fmt: skip
    assert found["activities"][8]["when"] == {"start": None, "end": None}


def test_the_table_and_the_chart_are_shown(plan: Sandbox) -> None:
    found = run(plan, "timeline", "--on", "2025-03-15").stdout
    assert "13 December 2024" in found
    assert "today, 15 March 2025" in found
    assert all(len(line) <= 80 for line in found.splitlines())


def test_a_move_is_one_commit_that_says_why_and_names_the_conflict(plan: Sandbox) -> None:
    before = plan.git("rev-parse", "HEAD")
    result = run(
        plan, "timeline", "move", "draft-review", "2025-08", "--reason", "Summer", "--on", "2025-06-20"
    )
    assert "July 2025 → August 2025" in result.stdout
    assert "Conflict: draft-review" in result.stdout
    assert message(plan) == "Move draft-review to August 2025\n\nSummer\n\nNeaspec: timeline move\n"
    assert plan.git("rev-parse", "HEAD~1") == before
    assert plan.git("diff", "--name-only", "HEAD~1") == "timeline.yaml"
    assert plan.git("status", "--porcelain") == ""
    assert "date: 2025-06-20" in (plan.root / "timeline.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["move", "draft-review", "2025-08", "--reason", "r"],
        ["event", "SOM-28", "2025-11"],
        ["add", "experts", "2025-06", "Ask experts"],
        ["remove", "draft"],
        ["approve"],
    ],
)
def test_every_edit_can_be_tried_and_then_made(plan: Sandbox, arguments: list[str]) -> None:
    before = plan.state()
    tried = run(plan, "timeline", *arguments, "--dry-run")
    assert "Nothing was written." in tried.stdout
    assert plan.state() == before
    run(plan, "timeline", *arguments)
    assert message(plan).endswith(f"\n\nNeaspec: timeline {arguments[0]}\n")
    assert (plan.root / "timeline.yaml").read_text("utf-8") != REAL


def test_a_session_in_august_names_the_focal_points_meeting(plan: Sandbox) -> None:
    result = run(plan, "timeline", "event", "SOM-28", "2025-08-20")
    assert "Conflict: focal-points-meeting (September-October 2025)" in " ".join(result.stdout.split())


def test_an_added_activity_has_all_that_was_said(plan: Sandbox) -> None:
    options = ["--kind", "circulation", "--round", "revised", "--addressee", "members", "--after", "revision"]
    run(
        plan,
        "timeline",
        "add",
        "second",
        "2025-09",
        "Share it again",
        *options,
        "--phase",
        "Review of the draft",
    )
    found = timeline(plan)
    assert list(found)[7] == "second"
    assert (found["second"]["kind"], found["second"]["round"]) == ("circulation", "revised")


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["timeline", "move", "nobody", "2025-08", "--reason", "r"], 1, "Activities are initial-discussions"),
        (["timeline", "move", "draft", "August", "--reason", "r"], 1, "Events are SOM-27, SOM-28"),
        (["timeline", "move", "draft", "2025-08"], 2, "--reason"),
        (["timeline", "event", "SOM-28", "soon"], 1, "is not the date of an event"),
        (["timeline", "remove", "nobody"], 1, "called nobody"),
        (["timeline", "--on", "yesterday"], 2, "is no date"),
        (["timeline", "--json", "approve"], 2, "after the subcommand"),
        (["advance", "--despite", " "], 1, "needs a reason"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    plan: Sandbox, arguments: list[str], code: int, part: str
) -> None:
    before = plan.state()
    result = run(plan, *arguments, code=code)
    assert part in " ".join(result.stderr.split())
    assert plan.state() == before


def test_every_fault_of_a_broken_timeline_is_named_at_once(plan: Sandbox) -> None:
    plan.write("timeline.yaml", REAL.replace("kind: revision", "kind: revising").replace("2025-03", "2025-3"))
    plan.save()
    lines = (plan.root / "timeline.yaml").read_text("utf-8").splitlines()
    when, kind = lines.index("    when: 2025-3") + 1, lines.index("    kind: revising") + 1
    for arguments in (["timeline"], ["timeline", "approve"], ["advance"]):
        result = run(plan, *arguments, code=1)
        assert f"timeline.yaml:{when}: activities[2].when: '2025-3' is not a day" in result.stderr
        assert f"timeline.yaml:{kind}: activities[6].kind: 'revising' is not one of" in result.stderr


def test_a_hand_edit_that_is_not_committed_is_not_swept_along(plan: Sandbox) -> None:
    plan.write("timeline.yaml", REAL.replace("March", "march") + "# mine\n")
    before = plan.state()
    result = run(plan, "timeline", "approve", code=1)
    assert "timeline.yaml" in result.stderr
    assert plan.state() == before


def test_advancing_needs_the_gate_and_records_the_outcome(plan: Sandbox) -> None:
    before = plan.state()
    refused = run(plan, "advance", "--on", "2024-12-13", code=1)
    assert "✗ not met  the outcome is recorded" in refused.stdout
    assert "--despite" in refused.stderr
    assert plan.state() == before
    run(plan, "advance", "--on", "2024-12-13", "--outcome", "The approach was agreed")
    found = timeline(plan)
    assert found["initial-discussions"]["actual"] == {"start": None, "end": "2024-12-13"}
    assert found["annotated-outline"]["actual"] == {"start": "2024-12-13", "end": None}
    assert message(plan) == "Complete initial-discussions\n\nThe approach was agreed\n\nNeaspec: advance\n"


def test_advancing_despite_the_gate_records_the_reason(plan: Sandbox) -> None:
    tried = run(plan, "advance", "--on", "2024-12-13", "--despite", "Minutes follow", "--dry-run")
    assert "would be complete; nothing was written" in tried.stdout
    assert (plan.root / "timeline.yaml").read_text("utf-8") == REAL
    run(plan, "advance", "--on", "2024-12-13", "--despite", "Minutes follow")
    assert "despite: Minutes follow" in (plan.root / "timeline.yaml").read_text("utf-8")
    assert "Despite its gate: Minutes follow" in message(plan)


def test_advancing_can_be_read_by_a_program(plan: Sandbox) -> None:
    found = json.loads(run(plan, "advance", "--on", "2024-12-13", "--outcome", "Agreed", "--json").stdout)
    assert found == {
        "activity": "initial-discussions",
        "gate": [{"condition": "the outcome is recorded", "met": True, "detail": "Agreed"}],
        "completed": True,
        "next": "annotated-outline",
    }


def test_a_reason_is_not_recorded_where_the_gate_is_met(plan: Sandbox) -> None:
    run(plan, "advance", "--on", "2024-12-13", "--outcome", "Agreed", "--despite", "To be sure")
    assert "despite" not in (plan.root / "timeline.yaml").read_text("utf-8")


def test_after_the_last_activity_there_is_nothing_left(plan: Sandbox) -> None:
    for _ in range(9):
        run(plan, "advance", "--on", "2025-12-01", "--despite", "r")
    assert "Every activity of the timeline is done." in run(plan, "advance", "--despite", "r", code=1).stderr
