"""`neaspec check` on a real repository."""

from __future__ import annotations

import hashlib
import json

import pytest
from typer.testing import CliRunner, Result

from neaspec_cli.app import app
from tests.sandbox import Sandbox

TIMELINE = """title: Timeline
status: indicative
activities:
  - {id: outline, when: 2025-01, activity: Write an outline, kind: drafting, to: outlined}
"""
SETTINGS = "title: A plan\nparticipants:\n  - {id: JPN, name: Japan, kind: member}\n"
ROUND = """circulation: draft-1
round: draft
date: 2025-02-01
deadline: 2025-02-28
text: {text}
addressees: [JPN]
files:
  - {{name: plan.docx, sha256: {sha}}}
"""
SENT = b"what was sent"
REPLY = """circulation: draft-1
source: JPN
received: 2025-02-10
files:
  - {{name: originals/JPN.docx, sha256: {sha}}}
comments:
  - id: JPN-001
    place: {{section: goals, block: "{block}"}}
    comment: Please say more.
"""


@pytest.fixture
def plan(sandbox: Sandbox) -> Sandbox:
    sandbox.write("plan/plan.yaml", SETTINGS)
    sandbox.write("timeline.yaml", TIMELINE)
    sandbox.save()
    return sandbox


def run(box: Sandbox, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", "-C", str(box.root), *arguments])


def circulate(box: Sandbox) -> None:
    text = box.git("rev-parse", "HEAD:plan")
    box.write("feedback/draft-1/round.yaml", ROUND.format(text=text, sha=hashlib.sha256(SENT).hexdigest()))
    box.write("feedback/draft-1/sent/plan.docx", SENT)
    box.save("Circulate draft-1")
    box.git("tag", "-a", "circulated/draft-1", "-m", "Circulated")


def answer(box: Sandbox, block: str = "2", data: bytes = b"returned") -> None:
    sha = hashlib.sha256(b"returned").hexdigest()
    box.write("feedback/draft-1/JPN.yaml", REPLY.format(sha=sha, block=block))
    box.write("feedback/draft-1/originals/JPN.docx", data)


def test_a_plan_in_order_has_no_fault(plan: Sandbox) -> None:
    circulate(plan)
    answer(plan)
    result = run(plan)
    assert (result.exit_code, result.stdout) == (0, "No fault.\n")


def test_every_fault_is_named_at_once_with_file_and_line(plan: Sandbox) -> None:
    plan.write("plan/plan.yaml", "titel: A plan\n")
    plan.write("timeline.yaml", TIMELINE.replace("2025-01", "soon"))
    plan.write("plan/01-introduction.md", "---\nstatus: ready\n---\n# Introduction\n\nText.\n")
    plan.write("plan/02-goals.md", b"# Goals\n\nT\xff\n")
    result = run(plan, "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)["faults"]
    assert {(one["file"], one["line"]) for one in found} >= {
        ("plan/plan.yaml", 1),
        ("timeline.yaml", 4),
        ("plan/01-introduction.md", 2),
        ("plan/02-goals.md", 3),
    }


def test_fix_mends_bytes_and_leaves_the_words(plan: Sandbox) -> None:
    plan.write("plan/02-goals.md", "\ufeff# Goals\r\n\r\n- one\r\n\t- cafe\u0301  \r\n\r\n\r\n")
    assert run(plan).exit_code == 1
    dry = run(plan, "--fix", "--dry-run")
    assert dry.exit_code == 1
    assert "Would mend plan/02-goals.md" in dry.stdout
    result = run(plan, "--fix")
    assert result.exit_code == 0
    assert (plan.root / "plan/02-goals.md").read_bytes() == "# Goals\n\n- one\n    - café\n".encode()
    assert plan.git("status", "--short") == " M plan/02-goals.md"
    assert "Mended" not in run(plan, "--fix").stdout


def test_for_review_asks_for_drafted_sections_and_for_final_for_settled_text(plan: Sandbox) -> None:
    text = "---\nstatus: drafted\n---\n# Goals\n\n::: placeholder\nTo come.\n:::\n\nWe [shall].\n"
    plan.write("plan/02-goals.md", text)
    review = run(plan, "--for", "review")
    assert "plan/01-introduction.md:1: status: is not set" in review.stdout
    assert "02-goals" not in review.stdout
    final = run(plan, "--for", "final")
    assert "plan/02-goals.md:6: a placeholder stands here" in final.stdout
    assert "plan/02-goals.md:10: square brackets typed by hand" in final.stdout


def test_a_moved_or_missing_tag_is_a_fault(plan: Sandbox) -> None:
    circulate(plan)
    plan.git("tag", "-d", "circulated/draft-1")
    assert "its tag circulated/draft-1 is missing" in run(plan).stdout
    plan.write("plan/01-introduction.md", "# Introduction\n\nOther words.\n")
    plan.save()
    plan.git("tag", "-a", "circulated/draft-1", "-m", "Moved")
    assert "the tag circulated/draft-1 was moved" in run(plan).stdout


def test_altered_files_are_faults(plan: Sandbox) -> None:
    circulate(plan)
    answer(plan, data=b"altered")
    plan.write("feedback/draft-1/sent/plan.docx", b"altered")
    plan.write("feedback/draft-1/sent/more.docx", b"more")
    shown = " ".join(run(plan).stdout.split())
    assert "feedback/draft-1/originals/JPN.docx: is not the file that came back" in shown
    assert "feedback/draft-1/sent/plan.docx: is not the file that was sent" in shown
    assert "feedback/draft-1/sent/more.docx: is not on record" in shown


def test_a_comment_on_a_place_that_was_not_circulated_is_a_fault(plan: Sandbox) -> None:
    circulate(plan)
    answer(plan, block="27(b)")
    found = json.loads(run(plan, "--json").stdout)["faults"]
    assert [(one["line"], one["field"]) for one in found] == [(7, "comments[0].place.block")]


def test_a_source_that_takes_no_part_and_a_folder_without_record_are_faults(plan: Sandbox) -> None:
    circulate(plan)
    plan.write("feedback/draft-1/MNG.yaml", "circulation: draft-1\nsource: MNG\nreply: no comments\n")
    plan.write("feedback/draft-2/JPN.yaml", "circulation: draft-2\nsource: JPN\nreply: no comments\n")
    shown = run(plan).stdout
    assert "MNG takes no part" in shown
    assert "feedback/draft-2: has no round.yaml" in shown


def test_faults_between_files_are_told_beside_those_within_one(plan: Sandbox) -> None:
    circulate(plan)
    answer(plan, block="27(b)", data=b"altered")
    path = "feedback/draft-1/JPN.yaml"
    text = (plan.root / path).read_text().replace("source: JPN", "source: MNG")
    broken = "  - {id: MNG-001, kind: loud, comment: Loud.}\n"
    plan.write(path, text.replace("JPN-001", "MNG-002").replace("comments:\n", "comments:\n" + broken))
    found = json.loads(run(plan, "--json").stdout)["faults"]
    assert [(one["file"].rpartition("/")[2], one["line"], one["field"]) for one in found] == [
        ("JPN.yaml", 1, "source"),
        ("JPN.yaml", 1, "source"),
        ("JPN.yaml", 7, "comments[0].kind"),
        ("JPN.yaml", 8, "comments[1].place.block"),
        ("JPN.docx", 0, ""),
    ]


@pytest.mark.parametrize("text", ["", "comments: 5\n", "- x\n", "circulation: draft-1\nfiles: [{name: x}]\n"])
def test_a_file_that_does_not_tell_whose_it_is_has_faults_of_its_own(plan: Sandbox, text: str) -> None:
    circulate(plan)
    plan.write("feedback/draft-1/JPN.yaml", text)
    found = json.loads(run(plan, "--json").stdout)["faults"]
    assert found
    assert {one["file"] for one in found} == {"feedback/draft-1/JPN.yaml"}


def test_a_link_in_the_plan_is_a_fault(plan: Sandbox) -> None:
    (plan.root / "plan/03-means.md").symlink_to("02-goals.md")
    for _ in range(2):
        result = run(plan)
        assert result.exit_code == 1
        assert "plan/03-means.md: is a symbolic link" in result.stdout
        plan.save()


def test_without_a_timeline_the_way_to_one_is_named(plan: Sandbox) -> None:
    (plan.root / "timeline.yaml").unlink()
    assert "timeline.yaml: The plan has no timeline.yaml." in run(plan).stdout
    result = CliRunner().invoke(app, ["status", "-C", str(plan.root)])
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: The plan has no timeline.yaml.\nHint: ")


def test_words_that_are_taken_for_attributes_are_told(plan: Sandbox) -> None:
    plan.write("plan/02-goals.md", "# Goals {#goals}\n\nSet {RATE=5} here, `{RATE=5}` and \\{RATE=5}.\n")
    result = run(plan, "--json")
    assert result.exit_code == 0
    (told,) = json.loads(result.stdout)["advice"]
    assert (told["file"], told["line"]) == ("plan/02-goals.md", 3)
    assert told["message"].startswith("{RATE=5} is taken for attributes")
