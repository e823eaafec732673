from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.commands.office import answer, done, neaspec, secretariat
from tests.sandbox import Sandbox

ADOPT = (
    "adopt",
    "--meeting",
    "SOM-28",
    "--decision",
    "The Meeting adopted the plan by consensus.",
    "--on",
    "2025-12-10",
)


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    return secretariat(tmp_path / "plan")


def test_the_record_the_official_files_and_the_dossier_are_one_commit_and_one_tag(box: Sandbox) -> None:
    done(box, *ADOPT, "--reservation", "JPN: Paragraph 4 is without prejudice to the budget.")
    assert box.git("cat-file", "-t", "adopted/2025-12-10") == "tag"
    assert box.git("rev-parse", "adopted/2025-12-10^{commit}") == box.git("rev-parse", "HEAD")
    folder = box.root / "adopted/2025-12-10"
    stem = "Plan-for-Clean-Seas-2026-2030"
    assert {path.name for path in folder.iterdir()} == {
        "adoption.yaml",
        "dossier.md",
        f"{stem}.docx",
        f"{stem}.pdf",
    }
    dossier = (folder / "dossier.md").read_text()
    assert "The Meeting adopted the plan by consensus." in dossier
    assert "- Japan: Paragraph 4 is without prejudice to the budget." in dossier
    assert "jpn@example.org" not in dossier
    record = yaml.load((folder / "adoption.yaml").read_text(), yaml.BaseLoader)
    assert record["text"] == box.git("rev-parse", "HEAD:plan")


def test_the_last_activity_can_be_completed_afterwards(box: Sandbox) -> None:
    done(box, *ADOPT)
    for _ in range(3):
        done(box, "advance", "--on", "2025-12-09", "--despite", "Not needed here", "--outcome", "Done")
    done(box, "advance", "--on", "2025-12-10", "--outcome", "Adopted")
    assert answer(box, "status", "--on", "2025-12-11")["activity"] is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Within [sixty]{#b-JPN-1 .bracket by=JPN} days.", "bracket"),
        ("Within [sixty] days.", "bracket"),
        ("::: placeholder\nTo come.\n:::", "placeholder"),
        ("::: annotation\nWhat will stand here.\n:::", "annotation"),
    ],
)
def test_a_plan_that_is_not_final_is_refused_and_nothing_changes(box: Sandbox, text: str, words: str) -> None:
    box.write("plan/02-goals.md", f"---\nstatus: drafted\n---\n# Goals\n\n{text}\n\nMore words.\n")
    box.save()
    before = box.state()
    result = neaspec(box, *ADOPT)
    assert result.exit_code == 1
    assert words in result.stderr
    assert box.state() == before


def test_a_reservation_must_say_whose_it_is(box: Sandbox) -> None:
    assert "whose reservation" in neaspec(box, *ADOPT, "--reservation", "We disagree.").stderr
    assert "XXX" in neaspec(box, *ADOPT, "--reservation", "XXX: We disagree.").stderr


def test_a_dry_run_writes_nothing(box: Sandbox) -> None:
    before = box.state()
    assert "Would record" in done(box, *ADOPT, "--dry-run")
    assert box.state() == before
