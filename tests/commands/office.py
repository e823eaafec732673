"""A small secretariat to try whole commands on: a plan of two sections, three members, a timeline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from neaspec_cli.app import app
from tests.sandbox import Sandbox

FILES = {
    ".gitattributes": "*.md text eol=lf\n*.yaml text eol=lf\n"
    "feedback/**/originals/** -text -filter -diff\nfeedback/**/sent/** -text -filter -diff\n",
    "plan/plan.yaml": """title: Plan for Clean Seas 2026-2030
body: Regional Seas Programme
participants:
  - {id: JPN, name: Japan, kind: member, contact: {name: Focal Point, email: jpn@example.org}}
  - {id: KOR, name: Republic of Korea, kind: member}
  - {id: WWF, name: World Wide Fund for Nature, kind: stakeholder}
""",
    "plan/01-introduction.md": """---
status: drafted
---
# Introduction

The programme keeps the seas of the region clean.
It was begun by the member States in 1993.

Member States meet every year to review progress.
""",
    "plan/02-goals.md": """---
status: drafted
---
# Goals

Within ninety days of each meeting the secretariat shall publish a report.

- fewer plastics in rivers
- more protected areas

Resources come from voluntary contributions.
""",
    "timeline.yaml": """title: Timeline of the plan (draft)
status: indicative
activities:
  - id: review
    when: 2025-07
    activity: Share the draft for review
    kind: circulation
    round: draft
    addressees: [members, stakeholders]
  - {id: revision, when: 2025-08, activity: Revise the draft, kind: revision, round: draft}
  - {id: meeting, when: 2025-09, activity: Agree on the final draft, kind: meeting}
  - {id: adoption, when: 2025-12-10, activity: Adopt the plan, kind: adoption, round: final}
""",
}


def secretariat(root: Path) -> Sandbox:
    """The repository, with one commit."""
    return Sandbox.begin(root, files=FILES)


def neaspec(box: Sandbox, *arguments: str, keys: str = "") -> Result:
    """Run a command in the repository, as typed; `keys` is what it is answered."""
    return CliRunner().invoke(app, [*arguments, "-C", str(box.root)], input=keys)


def done(box: Sandbox, *arguments: str) -> str:
    """Run a command that must succeed; gives what it printed."""
    result = neaspec(box, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def answer(box: Sandbox, *arguments: str) -> Any:
    """The JSON that a command prints."""
    return json.loads(done(box, *arguments, "--json"))


def circulated(root: Path) -> Sandbox:
    """The repository with draft-1 circulated on 4 July 2025."""
    box = secretariat(root)
    done(box, "circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-31")
    return box
