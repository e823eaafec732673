"""Whole sections from the feedback file into the plan: new files, files that go, files under another number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.office import FILES, answer, done, neaspec
from tests.commands.test_merge import replies
from tests.sandbox import Sandbox

MEANS = "---\nstatus: drafted\nlead: JPN\n---\n# Means\n\nThe States pay for the work.\n"
ANNEX = "# Calendar\n\nThe meeting is in May.\n"
NEW = 'op: insert-section, new: "Follow-up\\n\\nA review is made.\\n\\n## Reports\\n\\n- every year"'
FOLLOW_UP = "---\nstatus: drafted\n---\n# Follow-up\n\nA review is made.\n\n## Reports\n\n- every year\n"


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    more = {"plan/03-means.md": MEANS, "plan/annex-1-calendar.md": ANNEX}
    made = Sandbox.begin(tmp_path / "plan", files={**FILES, **more})
    done(made, "circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-31")
    return made


def proposal(section: str, block: str, fields: str) -> str:
    return f'place: {{section: {section}, block: "{block}"}}, proposal: {{{fields}}}'


def unfinished(box: Sandbox, *arguments: str) -> Any:
    result = neaspec(box, "merge", "--json", *arguments)
    assert result.exit_code == 1
    return json.loads(result.stdout)


def plan_files(box: Sandbox) -> list[str]:
    return sorted(path.name for path in (box.root / "plan").glob("*.md"))


def test_sections_come_move_and_go_one_commit_each_and_words_follow_them(box: Sandbox) -> None:
    replies(
        box,
        "JPN",
        proposal("goals", "heading II", NEW),
        proposal("introduction", "1", "op: delete, old: clean"),
    )
    replies(box, "KOR", proposal("means", "heading III", "op: move-section, section: introduction"))
    replies(box, "WWF", proposal("means", "5", "op: replace, old: The States, new: All States"))
    before = plan_files(box)
    planned = answer(box, "merge", "--dry-run")
    assert plan_files(box) == before
    found = answer(box, "merge")
    assert found == planned
    assert [(one["comments"], one["section"]) for one in found["merged"]][:2] == [
        (["draft-1/JPN-001"], "follow-up"),
        (["draft-1/KOR-001"], "means"),
    ]
    assert plan_files(box) == [
        "01-introduction.md", "02-means.md", "03-goals.md", "04-follow-up.md", "annex-1-calendar.md",
    ]  # fmt: skip
    assert (box.root / "plan/02-means.md").read_text() == MEANS.replace("The States", "All States")
    assert (box.root / "plan/04-follow-up.md").read_text() == FOLLOW_UP
    renames = box.git("log", "-4", "--diff-filter=R", "-M100%", "--name-status", "--format=").split()
    assert "plan/02-goals.md" in renames
    done(box, "check")
    assert answer(box, "merge")["merged"] == []
    listed = {one["id"]: one["current"] for one in answer(box, "feedback", "list")}
    assert (listed["WWF-001"]["section"], listed["WWF-001"]["label"]) == ("means", "3")
    outline = answer(box, "outline")
    assert [one["section"] for one in outline["sections"]][:4] == [
        "introduction",
        "means",
        "goals",
        "follow-up",
    ]


def test_a_section_that_goes_is_gone_with_its_file(box: Sandbox) -> None:
    replies(box, "JPN", proposal("means", "heading III", "op: delete-section, old: Means"))
    assert [one["section"] for one in answer(box, "merge")["merged"]] == ["means"]
    assert "03-means.md" not in plan_files(box)
    done(box, "check")
    assert box.git("log", "-1", "--format=%(trailers:key=Comment,valueonly)").strip() == "draft-1/JPN-001"


def test_a_section_that_one_wants_out_and_another_changes_is_a_clash(box: Sandbox) -> None:
    replies(box, "JPN", proposal("means", "heading III", "op: delete-section"))
    replies(box, "KOR", proposal("means", "5", "op: replace, old: The States, new: All States"))
    found = unfinished(box)
    assert [one["reason"] for one in found["clashes"]] == ["delete against edit"]
    assert (box.root / "plan/03-means.md").read_text() == MEANS


def test_undecided_sections_are_told_and_compiled(box: Sandbox) -> None:
    head = "circulation: draft-1\nsource: JPN\nreceived: 2025-07-20\nreply: comments\ncomments:\n"
    wanted = [
        proposal("goals", "heading II", NEW),
        proposal("means", "heading III", "op: delete-section, old: Means"),
        proposal("means", "heading III", "op: move-section, section: introduction"),
    ]
    lines = [f"  - {{id: JPN-{n:03d}, kind: technical, {one}}}" for n, one in enumerate(wanted, 1)]
    box.write("feedback/draft-1/JPN.yaml", head + "\n".join(lines) + "\n")
    box.save("Take in what JPN said")
    done(box, "compile", "draft", str(box.root / "dist/all.md"))
    compiled = (box.root / "dist/all.md").read_text()
    assert "new section after this one" in compiled
    assert "delete the section “Means”" in compiled
    assert "move the section after introduction" in compiled
    for suffix in ("docx", "html"):
        done(box, "compile", "draft", str(box.root / f"dist/all.{suffix}"))
    done(box, "compile", "draft", "--tracked", str(box.root / "dist/tracked.docx"))
    assert {one["proposal"]["op"] for one in answer(box, "feedback", "list")} == {
        "insert-section", "delete-section", "move-section",
    }  # fmt: skip


def undecided(box: Sandbox, *wanted: str) -> None:
    head = "circulation: draft-1\nsource: JPN\nreceived: 2025-07-20\nreply: comments\ncomments:\n"
    lines = [f"  - {{id: JPN-{n:03d}, kind: technical, {one}}}" for n, one in enumerate(wanted, 1)]
    box.write("feedback/draft-1/JPN.yaml", head + "\n".join(lines) + "\n")
    box.save("Take in what JPN said")


BRACKETED = """
::: {#b-JPN-001 .bracket by="JPN"}
# Follow-up

A review is made.

## Reports

every year
:::
"""


def test_an_undecided_new_section_stands_in_brackets_and_becomes_a_file_when_it_is_taken(
    box: Sandbox,
) -> None:
    undecided(box, proposal("goals", "heading II", NEW))
    found = answer(box, "merge", "--together")
    assert [(one["id"], one["section"]) for one in found["bracketed"]] == [("b-JPN-001", "goals")]
    goals = FILES["plan/02-goals.md"]
    assert (box.root / "plan/02-goals.md").read_text() == goals + BRACKETED
    done(box, "export", str(box.root / "dist/a.docx"))
    done(box, "brackets", "settle", "b-JPN-001", "--take", "JPN", "--reason", "Agreed.")
    assert plan_files(box)[2:4] == ["03-follow-up.md", "04-means.md"]
    assert (box.root / "plan/02-goals.md").read_text() == goals
    assert (box.root / "plan/03-follow-up.md").read_text() == FOLLOW_UP.replace("- every", "every")
    assert (box.root / "plan/04-means.md").read_text() == MEANS
    done(box, "check")


def test_an_undecided_new_section_that_is_dropped_leaves_nothing(box: Sandbox) -> None:
    undecided(box, proposal("goals", "heading II", NEW))
    before = plan_files(box)
    answer(box, "merge", "--together")
    done(box, "brackets", "settle", "b-JPN-001", "--drop")
    assert plan_files(box) == before
    assert (box.root / "plan/02-goals.md").read_text() == FILES["plan/02-goals.md"]


@pytest.mark.parametrize("how", ["--take", "--drop"])
def test_an_undecided_section_that_is_to_go_stands_in_brackets_until_it_is_settled(
    box: Sandbox, how: str
) -> None:
    undecided(box, proposal("means", "heading III", "op: delete-section, old: Means"))
    found = answer(box, "merge", "--together")
    assert [(one["id"], one["section"]) for one in found["bracketed"]] == [("b-JPN-001", "means")]
    assert '::: {#b-JPN-001 .bracket del="JPN"}' in (box.root / "plan/03-means.md").read_text()
    before = plan_files(box)
    done(box, "brackets", "settle", "b-JPN-001", *((how, "JPN") if how == "--take" else (how,)), "--dry-run")
    assert plan_files(box) == before
    done(box, "brackets", "settle", "b-JPN-001", *((how, "JPN") if how == "--take" else (how,)))
    if how == "--take":
        assert "03-means.md" not in plan_files(box)
    else:
        assert (box.root / "plan/03-means.md").read_text() == MEANS
    done(box, "check")


def test_where_an_undecided_section_is_to_stand_is_left_to_people(box: Sandbox) -> None:
    undecided(box, proposal("means", "heading III", "op: move-section, section: introduction"))
    (left,) = unfinished(box, "--together")["by_hand"]
    assert "where a section is to stand" in left["reason"]


def test_paragraphs_at_the_end_of_a_section_stay_there_whatever_section_comes_next(box: Sandbox) -> None:
    last = 'op: insert-block, new: "Last words of {}."'
    replies(box, "JPN", proposal("goals", "heading II", NEW), proposal("goals", "4", last.format("goals")))
    replies(
        box,
        "KOR",
        proposal("means", "heading III", "op: move-section, section: introduction"),
        proposal("means", "5", last.format("means")),
        proposal("introduction", "2", last.format("introduction")),
        proposal("goals", "3", "op: move, section: introduction, block: '2'"),
    )
    found = answer(box, "merge")
    assert len([key for one in found["merged"] for key in one["comments"]]) == 6
    for name, words in (("01-introduction", "introduction"), ("02-means", "means"), ("03-goals", "goals")):
        assert f"Last words of {words}." in (box.root / f"plan/{name}.md").read_text()
    assert "Within ninety days" in (box.root / "plan/01-introduction.md").read_text()
    done(box, "check")


def test_a_section_before_a_new_one_keeps_its_notes_when_that_is_taken(tmp_path: Path) -> None:
    goals = FILES["plan/02-goals.md"] + "\nMore is said elsewhere.[^more]\n\n[^more]: In the annex.\n"
    box = Sandbox.begin(tmp_path / "plan", files={**FILES, "plan/02-goals.md": goals})
    done(box, "circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-31")
    undecided(box, proposal("goals", "heading II", NEW))
    answer(box, "merge", "--together")
    done(box, "check")
    done(box, "brackets", "settle", "b-JPN-001", "--take", "JPN", "--reason", "Agreed.")
    assert (box.root / "plan/02-goals.md").read_text() == goals
    assert (box.root / "plan/03-follow-up.md").read_text() == FOLLOW_UP.replace("- every", "every")
    done(box, "check")
