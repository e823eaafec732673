from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.office import answer, circulated, done, neaspec, secretariat
from tests.sandbox import Sandbox


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    made = circulated(tmp_path / "plan")
    path = made.root / "plan/02-goals.md"
    path.write_text(path.read_text().replace("ninety days", "sixty days"))
    return made


def test_without_names_the_newest_circulation_is_compared_with_the_working_tree(box: Sandbox) -> None:
    shown = done(box, "diff")
    assert "From draft-1 to working tree" in shown
    assert "[-ninety-]{+sixty+}" in shown


def test_the_answer_for_machines_names_section_label_and_runs(box: Sandbox) -> None:
    found = answer(box, "diff", "draft")
    assert (found["from"], found["to"]) == ("draft-1", "working tree")
    (section,) = found["sections"]
    (change,) = section["changes"]
    assert (section["section"], change["kind"], change["label_from"], change["label_to"]) == (
        "goals",
        "edited",
        "3",
        "3",
    )
    assert [run for run in change["runs"] if run["op"] != "keep"] == [
        {"op": "delete", "text": "ninety"},
        {"op": "insert", "text": "sixty"},
    ]
    assert found["summary"]["words_inserted"] == 1


def test_stat_shows_words_by_section(box: Sandbox) -> None:
    shown = done(box, "diff", "--stat")
    assert "goals" in shown
    assert "introduction" not in shown
    assert "[-" not in shown


def test_two_revisions_that_read_the_same_differ_in_nothing(box: Sandbox) -> None:
    assert "Nothing changed" in done(box, "diff", "draft-1", "HEAD")


def test_the_exit_code_tells_when_asked(box: Sandbox) -> None:
    assert neaspec(box, "diff", "--exit-code").exit_code == 1
    assert neaspec(box, "diff", "draft-1", "HEAD", "--exit-code").exit_code == 0


def test_with_nothing_circulated_a_name_is_asked_for(tmp_path: Path) -> None:
    result = neaspec(secretariat(tmp_path / "plan"), "diff")
    assert result.exit_code == 1
    assert "neaspec diff FROM" in result.stderr


def test_an_unknown_revision_is_named(box: Sandbox) -> None:
    result = neaspec(box, "diff", "draft-9")
    assert result.exit_code == 1
    assert "draft-9" in result.stderr
