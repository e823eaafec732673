"""A source that says more than one file holds: every command reads and writes its files as one answer."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from neaspec_cli.core.register import answer_parts, feedback_edit
from tests.commands.office import answer, circulated, done, neaspec
from tests.sandbox import Sandbox

SOURCE = "feedback/draft-1/PUBLIC"


@pytest.fixture(scope="module", autouse=True)
def _small_files() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answer_parts, "FULL", 1_500)
        for one in (answer_parts, feedback_edit):
            patch.setattr(one, "MOST_CHARACTERS", 3_000)
        yield


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory, _small_files: None) -> Sandbox:
    box = circulated(tmp_path_factory.mktemp("large") / "plan")
    done(
        box,
        "feedback",
        "import",
        table(box, "first.csv", range(30)),
        "--from",
        "PUBLIC",
        "--on",
        "2025-07-20",
    )
    return box


@pytest.fixture
def box(begun: Sandbox, tmp_path: Path) -> Sandbox:
    shutil.copytree(begun.root, tmp_path / "plan")
    return Sandbox(tmp_path / "plan")


def table(box: Sandbox, name: str, numbers: range) -> str:
    """A list of remarks on the first paragraphs, each by somebody else."""
    file = box.root.parent / name
    with file.open("w", encoding="utf-8", newline="") as opened:
        rows = [(number % 4 + 1, f"Remark {number} on the seas.", f"Body {number}") for number in numbers]
        csv.writer(opened).writerows([("Paragraph", "Comment", "Institution"), *rows])
    return str(file)


def files(box: Sandbox) -> dict[str, str]:
    return {one.name: one.read_text() for one in (box.root / "feedback/draft-1").glob("PUBLIC*.yaml")}


def test_all_of_it_is_listed_counted_and_reported(box: Sandbox) -> None:
    assert len(files(box)) > 3
    listed = answer(box, "feedback", "list")
    assert [one["id"] for one in listed] == [f"PUBLIC-{number:03d}" for number in range(1, 31)]
    assert counted(box) == (30, 30)
    (round_,) = answer(box, "round", "list")
    assert round_["comments"]["total"] == 30
    assert round_["others"] == ["PUBLIC"]
    assert answer(box, "check")["faults"] == []
    report = box.root.parent / "report.csv"
    assert "30 comments" in done(box, "feedback", "report", str(report))
    assert report.read_text(encoding="utf-8-sig").count("on the seas.") == 30


def test_reading_in_again_changes_nothing(box: Sandbox) -> None:
    before = box.state()
    file = table(box, "first.csv", range(30))
    assert "imported before" in neaspec(box, "feedback", "import", file, "--from", "PUBLIC").output
    assert box.state() == before


def test_a_later_file_adds_and_withdraws_and_leaves_other_files_alone(box: Sandbox) -> None:
    before = files(box)
    (receipt,) = answer(
        box,
        "feedback",
        "import",
        table(box, "second.csv", range(2, 36)),
        "--from",
        "PUBLIC",
        "--on",
        "2025-07-21",
    )
    assert receipt["supersedes"] == ["originals/PUBLIC.csv"]
    assert receipt["comments"] == {
        "added": [f"PUBLIC-{number:03d}" for number in range(31, 37)],
        "changed": [],
        "withdrawn": ["PUBLIC-001", "PUBLIC-002"],
    }
    after = files(box)
    untouched = {name for name in before if name not in ("PUBLIC.yaml", f"PUBLIC.{len(before)}.yaml")}
    assert untouched
    assert {name: after[name] for name in untouched} == {name: before[name] for name in untouched}
    assert len(answer(box, "feedback", "list")) == 36


def test_a_decision_and_a_place_change_one_file_each(box: Sandbox) -> None:
    done(box, "feedback", "dispose", "PUBLIC-020", "--as", "noted")
    assert len(changed(box)) == 1
    done(box, "feedback", "place", "PUBLIC-030", "2")
    assert len(changed(box)) == 1
    done(box, "feedback", "add", "--from", "PUBLIC", "--submitter", "Blue Coast", "--comment", "One more.")
    assert len(changed(box)) == 1
    assert answer(box, "feedback", "show", "PUBLIC-031")["submitter"] == "Blue Coast"


def test_decisions_on_all_of_it_are_kept_where_files_overflow(box: Sandbox) -> None:
    reason = "This was agreed at the meeting of the national focal points in September. " * 3
    done(box, "feedback", "dispose", "--from", "PUBLIC", "--as", "not accepted", "--reason", reason)
    assert all(len(text) <= 3_000 for text in files(box).values())
    listed = answer(box, "feedback", "list")
    assert [one["id"] for one in listed] == [f"PUBLIC-{number:03d}" for number in range(1, 31)]
    assert {one["reason"] for one in listed} == {reason.strip()}
    assert counted(box) == (30, 0)
    assert answer(box, "check")["faults"] == []


def test_faults_between_the_files_are_named_with_their_line(box: Sandbox) -> None:
    second = box.root / f"{SOURCE}.2.yaml"
    second.write_text(second.read_text() + "  - {id: PUBLIC-001, comment: Twice.}\n")
    (fault,) = answer_of(box, "check")["faults"]
    assert (fault["file"], fault["line"]) == (f"{SOURCE}.2.yaml", second.read_text().count("\n"))
    assert "used twice" in neaspec(box, "feedback", "list").output
    second.rename(box.root / f"{SOURCE}.9.yaml")
    assert "is missing" in neaspec(box, "feedback", "list").output


def test_a_file_that_cannot_be_read_is_not_called_missing(box: Sandbox) -> None:
    first = box.root / f"{SOURCE}.yaml"
    first.write_text(first.read_text() + "nonsense\n")
    (fault,) = answer_of(box, "check")["faults"]
    assert (fault["file"], fault["line"]) == (f"{SOURCE}.yaml", first.read_text().count("\n") + 1)


def answer_of(box: Sandbox, *arguments: str) -> dict[str, list[dict[str, object]]]:
    import json

    value: dict[str, list[dict[str, object]]] = json.loads(neaspec(box, *arguments, "--json").stdout)
    return value


def counted(box: Sandbox) -> tuple[int, int]:
    """What `status` counts: all comments, and those that wait for a decision."""
    said = answer(box, "status", "--on", "2025-07-20")["comments"]
    return said["total"], said["undisposed"]


def changed(box: Sandbox) -> list[str]:
    """The files of the last commit."""
    return box.git("show", "--format=", "--name-only", "HEAD").split()
