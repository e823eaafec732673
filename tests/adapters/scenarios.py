"""Writing that is cut off on purpose; `python -m tests.adapters.scenarios FOLDER NAME` does it once."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from neaspec_cli.adapters.repository import Repository
from neaspec_cli.adapters.transaction import CommitPlan, TagPlan
from tests.sandbox import Sandbox

WHEN = datetime(2025, 3, 15, 12, 0, tzinfo=UTC)
SINGLE = [
    CommitPlan({"plan/02-goals.md": b"# Goals\n\nNew goals.\n"}, "Change the goals", {"Neaspec": ["merge"]})
]
CIRCULATION = [
    CommitPlan({"plan/02-goals.md": b"# Goals\n\nNew goals.\n"}, "Change the goals"),
    CommitPlan(
        {"plan/02-goals.md": b"# Goals\n\nNewer goals.\n", "plan/01-introduction.md": None}, "Shorten"
    ),
    CommitPlan(
        {
            "feedback/draft-1/round.yaml": b"round: draft\n",
            "feedback/draft-1/sent/\u8ba1\u5212 draft.docx": b"PK\r\n\x00binary\r\n",
            "timeline.yaml": b"title: Timeline\nactual: 2025-03-15\n",
        },
        "Circulate draft-1",
        {"Neaspec": ["circulate"]},
    ),
]
SCENARIOS = {
    "single": (SINGLE, None),
    "circulation": (CIRCULATION, TagPlan("circulated/draft-1", "Date: 2025-03-15")),
}


def prepare(root: Path, *options: str) -> Sandbox:
    """A plan in which the user is at work on other files: one staged, one changed, one new."""
    box = Sandbox.begin(root, *options)
    box.write("notes.md", "first\n")
    box.write("plan/03-means.md", "# Means\n")
    box.save("Add means")
    box.write("notes.md", "staged\n")
    box.git("add", "notes.md")
    box.write("plan/03-means.md", "# Means\n\nNot yet committed.\n")
    box.write("ideas.txt", "new\n")
    return box


def write(root: Path, name: str) -> None:
    """Do all the writing of a scenario."""
    plans, tag = SCENARIOS[name]
    Repository.find(root).commit(plans, tag=tag, when=WHEN)


if __name__ == "__main__":
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    write(Path(sys.argv[1]), sys.argv[2])
