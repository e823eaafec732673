"""Everything that `neaspec check` knows of a plan repository, for the commands that refuse to go on with a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from neaspec_cli.adapters.trees import SYMLINK
from neaspec_cli.commands.workspace import TIMELINE_FILE, Workspace
from neaspec_cli.core import checks, timeline
from neaspec_cli.core.beginning.mending import mended
from neaspec_cli.core.bracketed import bracket_checks
from neaspec_cli.core.checks import Findings, Goal, findings
from neaspec_cli.core.markdown import text_faults
from neaspec_cli.core.plan import (
    PUBLIC,
    SETTINGS_FILE,
    PlanSettings,
    Section,
    is_section,
    read_section,
    reading_order,
)
from neaspec_cli.core.timeline import Timeline
from neaspec_cli.errors import Fault, InvalidInput, NeaspecError

Value = TypeVar("Value")
GROUPS = ("members", "stakeholders")


def faults(workspace: Workspace, goal: Goal = "") -> list[Fault]:
    """Every fault in the order of files and lines; advice is left out."""
    return list(check(workspace, goal).faults)


def check(workspace: Workspace, goal: Goal = "") -> Findings:
    """All findings in plan, timeline, references and feedback."""
    from neaspec_cli.commands.feedback_faults import check_feedback

    found = Found(workspace)
    settings = found.take(SETTINGS_FILE, workspace.settings)
    planned = found.take(TIMELINE_FILE, workspace.timeline)
    for file in (SETTINGS_FILE, TIMELINE_FILE):
        _check_bytes(found, file)
    participants = {PUBLIC, *(one.id for one in settings.participants)} if settings else None
    _check_links(found)
    _check_sections(found, settings, participants, goal)
    if planned is not None:
        _check_timeline(found, planned, participants)
    check_feedback(found, participants, {one.id for one in planned.activities} if planned else None)
    return found.findings


@dataclass
class Found:
    """What was found so far; one bad file never hides the others."""

    workspace: Workspace
    findings: Findings = field(default_factory=Findings)

    def add(self, faults: Iterable[Fault], advice: Iterable[Fault] = ()) -> None:
        """Keep these too."""
        self.findings += findings(faults, advice)

    def take(self, file: str, read: Callable[[], Value]) -> Value | None:
        """What reading gives; where faults of the file stand in its way, these are kept."""
        try:
            return read()
        except InvalidInput as error:
            self.add(error.faults)
        except NeaspecError as error:
            self.add([Fault(file, 0, "", error.message)])
        return None


def _check_bytes(found: Found, file: str) -> None:
    """What a YAML reader takes without a word, but git and other readers do not."""
    if not found.workspace.repository.exists(file):
        return
    text = found.take(file, lambda: found.workspace.text(file))
    _, needed = mended(text or "", tabs=False)
    found.add(
        Fault(file, 0, "", f"{name}: neaspec check --fix mends them")
        for name in needed
        if name in ("line ends", "decomposed characters")
    )


def _check_links(found: Found) -> None:
    """A link is no file of the plan: it is neither printed nor circulated, wherever it leads."""
    entries = found.take("plan", lambda: found.workspace.repository.entries("plan")) or {}
    message = "is a symbolic link, which is left out of the plan; put the file itself there"
    found.add(Fault(path, 0, "", message) for path, one in entries.items() if one.mode == SYMLINK)


def _check_sections(
    found: Found, settings: PlanSettings | None, participants: set[str] | None, goal: Goal
) -> None:
    paths = sorted(filter(is_section, found.workspace.repository.files("plan")), key=reading_order)
    if not paths:
        found.add([Fault("plan", 0, "", "holds no section; write one such as plan/01-introduction.md")])
    sections = [one for one in (_section(found, path) for path in paths) if one is not None]
    found.add(bracket_checks.bracket_faults(sections, participants))
    # Numbers and references run through the plan: what is left of it would be judged wrongly.
    if len(sections) == len(paths) and all(one.blocks or not _has_text(one) for one in sections):
        found.findings += checks.plan_findings(settings, sections, goal)


def _has_text(section: Section) -> bool:
    return bool(section.source[section.body_start :].strip())


def _section(found: Found, path: str) -> Section | None:
    """The section, with its blocks where they can be read; None where it is no text."""
    source = found.take(path, lambda: found.workspace.text(path))
    if source is None:
        return None
    section, wrong = read_section(path, source)
    wrong += text_faults(source, path)
    if source.startswith("---\n") and not section.body_start:
        wrong.append(Fault(path, 1, "", "begins with --- but no --- closes the front matter"))
    found.add(wrong)
    return section if wrong else found.take(path, lambda: found.workspace.with_blocks(section)) or section


def _check_timeline(found: Found, planned: Timeline, participants: set[str] | None) -> None:
    strangers = [
        Fault(
            TIMELINE_FILE, 0, f"{one.id}.addressees", f"{name} is no participant, nor {' or '.join(GROUPS)}"
        )
        for one in planned.activities
        for name in one.addressees
        if participants is not None and name not in participants and name not in GROUPS
    ]
    found.add(strangers, [Fault(TIMELINE_FILE, 0, "", one.detail) for one in timeline.conflicts(planned)])
