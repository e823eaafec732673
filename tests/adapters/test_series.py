from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from neaspec_cli.adapters import transaction
from neaspec_cli.adapters.transaction import CommitPlan
from tests.sandbox import Sandbox

WHEN = datetime(2025, 8, 1, 9, 0, tzinfo=UTC)
PLANS = [
    CommitPlan(
        {f"plan/{number % 3}.md": f"# Part {number}\n\nЗдравствуйте\n".encode(), "plan.txt": b"one\n"},
        f"Merge {number}\n\nWhy: ünï\n",
        {"Comment": [f"draft-1/JPN-{number:03d}"]},
    )
    for number in range(20)
] + [
    CommitPlan({"plan/0.md": None, "plan-b/x/y.md": b"deep\n"}, "Take out"),
    CommitPlan({}, "Note", allow_empty=True),
]


@pytest.mark.parametrize("options", [(), ("--object-format=sha256",)])
def test_many_commits_at_once_are_those_that_git_makes_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    one = Sandbox.begin(tmp_path / "one", *options)
    shutil.copytree(one.root, tmp_path / "other")
    other = Sandbox(tmp_path / "other")
    quick = one.repository.commit(PLANS, when=WHEN)
    monkeypatch.setattr(transaction, "MANY", len(PLANS) + 1)
    slow = other.repository.commit(PLANS, when=WHEN)
    assert quick.commits == slow.commits
    assert one.git("fsck", "--strict") == ""
    assert one.state() == other.state()


def test_a_dry_run_of_many_commits_stores_nothing(tmp_path: Path) -> None:
    box = Sandbox.begin(tmp_path / "plan")
    before, objects = box.state(), box.git("count-objects")
    assert len(box.repository.commit(PLANS, when=WHEN, dry_run=True).commits) == len(PLANS)
    assert (box.state(), box.git("count-objects")) == (before, objects)
