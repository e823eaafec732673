"""The files of a new plan repository, for any body: settings, an outline to fill, a timeline to adapt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from neaspec_cli.core.plan import Participant
from neaspec_cli.core.yaml import yamltext

ATTRIBUTES = """\
# What people and tools compare byte for byte keeps one line ending on every system.
*.md text eol=lf
*.yaml text eol=lf

# What was sent and what came back is kept exactly, whatever its kind.
feedback/**/originals/** -text -filter -diff
feedback/**/sent/** -text -filter -diff
"""
IGNORED = """\
# Exports other than what was circulated
/dist/
"""
FEEDBACK = """\
# Feedback

Each circulation has a folder here, such as `outline-1`.
It holds the record of the circulation (`round.yaml`), the exact files that were sent (`sent/`), one file for each
source that answered, and the returned files byte for byte (`originals/`).

All answers are here in full: access is the secretariat's, and others see what the commands that publish make.
"""
GITHUB = """\
name: Check the plan
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install neaspec
      - run: neaspec check
"""
GITLAB = """\
check:
  image: python:3.12
  variables:
    GIT_DEPTH: 0
  script:
    - pip install neaspec
    - neaspec check
"""
CI_FILES = {"github": (".github/workflows/check.yml", GITHUB), "gitlab": (".gitlab-ci.yml", GITLAB)}

_OUTLINE = (
    ("Introduction", "what the plan is for, whom it concerns and how it came about"),
    (
        "Context and lessons",
        "the situation that the plan answers, its mandate, and what was learned from earlier plans",
    ),
    (
        "Vision and goals",
        "where the body wishes to stand at the end of the plan, and by which goals that is reached",
    ),
    (
        "Areas of work",
        "the areas in which work is done, each with its objective, activities, outputs and partners",
    ),
    ("Implementation and resources", "who does what, and with which means"),
    ("Monitoring and review", "how progress is followed, reported and reviewed"),
)


@dataclass(frozen=True)
class _Step:
    """One activity of the skeleton; `months` count from the month of the beginning."""

    id: str
    months: tuple[int, int]
    activity: str
    kind: str
    phase: str
    more: tuple[tuple[str, str], ...] = ()


_STEPS = (
    _Step("outline", (0, 1), "Draft an annotated outline", "drafting", "Outline", (("to", "outlined"),)),
    _Step(
        "outline-circulation",
        (2, 2),
        "Circulate the annotated outline for preliminary feedback",
        "circulation",
        "Outline",
        (("round", "outline"), ("addressees", "[members]")),
    ),
    _Step(
        "consultation",
        (3, 3),
        "Consult on the direction, goals and areas of work",
        "consultation",
        "Outline",
        (("round", "outline"),),
    ),
    _Step("draft", (4, 5), "Develop a draft", "drafting", "Draft", (("to", "drafted"),)),
    _Step(
        "draft-review",
        (6, 6),
        "Circulate the draft for review",
        "circulation",
        "Draft",
        (("round", "draft"), ("addressees", "[members, stakeholders]")),
    ),
    _Step(
        "revision",
        (7, 7),
        "Revise the draft in the light of the comments",
        "revision",
        "Draft",
        (("round", "draft"),),
    ),
    _Step(
        "final-review",
        (8, 9),
        "Hold a meeting to review the revised draft and agree on the final draft",
        "meeting",
        "Agreement and adoption",
        (("round", "revised"),),
    ),
    _Step(
        "adoption",
        (10, 10),
        "Present the final draft for adoption",
        "adoption",
        "Agreement and adoption",
        (("round", "final"),),
    ),
)
_HEAD = """\
# when      day, day/day, month or month/month (ISO 8601), or the name of an event
# kind      meeting, drafting, circulation, consultation, revision or adoption: decides what must hold
#           before the activity counts as done
# after     ids of what an activity follows; where it is left out, the activity above
"""


def settings_yaml(title: str, body: str, participants: Sequence[Participant], language: str = "en-GB") -> str:
    """plan.yaml; participants in the alphabetical order of their names."""
    listed = [
        {"id": one.id, "name": one.name, "kind": one.kind}
        for one in sorted(participants, key=lambda one: one.name)
    ]
    masthead = {"masthead": {"organization": [body]}} if body else {}
    rules = {"paper": "A4", "language": language, "silence_procedure": False}
    return yamltext.dump({"title": title, "body": body, **masthead, "participants": listed, "rules": rules})


def timeline_yaml(title: str, on: date) -> str:
    """timeline.yaml with the usual activities in months counted from the month of that day; indicative."""
    head = f"title: {yamltext.scalar(f'Indicative timeline of {title}')}\nstatus: indicative\nactivities:\n"
    return _HEAD + head + "\n".join(_activity(step, on) for step in _STEPS)


def outline_sections() -> dict[str, str]:
    """Sections of a new plan by path: a heading each, and a note on what the section will hold."""
    return {
        f"plan/{number:02d}-{title.casefold().replace(' ', '-')}.md": (
            f"# {title}\n\n::: annotation\nThis section will say {holds}.\n:::\n"
        )
        for number, (title, holds) in enumerate(_OUTLINE, 1)
    }


def fixed_files(ci: str = "") -> dict[str, str]:
    """Files that are the same for every plan; `ci` is github, gitlab or nothing."""
    files = {".gitattributes": ATTRIBUTES, ".gitignore": IGNORED, "feedback/README.md": FEEDBACK}
    return files | (dict([CI_FILES[ci]]) if ci else {})


def with_missing_lines(text: str, wanted: str) -> str:
    """The file that was there, with those wanted lines added that it lacks."""
    have = set(text.splitlines())
    missing = [line for line in wanted.splitlines() if line.strip() and line not in have]
    if not missing:
        return text
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{gap}" + "\n".join(missing) + "\n"


def _activity(step: _Step, on: date) -> str:
    first, last = (_month(on, count) for count in step.months)
    lines = [
        ("id", step.id),
        ("when", first if first == last else f"{first}/{last}"),
        ("activity", yamltext.scalar(step.activity)),
        ("kind", step.kind),
        ("phase", step.phase),
        *step.more,
    ]
    return "".join(f"  {'- ' if key == 'id' else '  '}{key}: {value}\n" for key, value in lines)


def _month(on: date, later: int) -> str:
    count = on.year * 12 + on.month - 1 + later
    return f"{count // 12:04d}-{count % 12 + 1:02d}"
