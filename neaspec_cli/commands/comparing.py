"""What `neaspec diff` compares: two revisions of the plan, or two documents from anywhere."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import typer

from neaspec_cli.commands.documents import Read, Tracked, read_plans
from neaspec_cli.commands.histories import steps_between
from neaspec_cli.commands.workspace import Revision, Workspace
from neaspec_cli.core.comparing.disclosing import Disclosure, disclosure
from neaspec_cli.core.comparing.tracing import Reason, Step
from neaspec_cli.core.comparison import Comparison, compare_plans, explained
from neaspec_cli.core.plan import Plan
from neaspec_cli.core.rounds import newest
from neaspec_cli.errors import NeaspecError

WORKING_TREE = "working tree"


class NothingCirculated(NeaspecError):
    """There is no circulation to compare with."""

    def __init__(self) -> None:
        super().__init__("Nothing has been circulated yet.", "Name what to compare with: neaspec diff FROM")


@dataclass(frozen=True)
class Side:
    """One side of a comparison; a document outside a repository has no revision and is `read` from its file."""

    name: str
    plan: Plan
    revision: Revision | None = None
    read: Read | None = None


@dataclass(frozen=True)
class Redline:
    """Two sides compared, and what a file of it shall show; without a workspace they are documents of their own."""

    old: Side
    new: Side
    comparison: Comparison
    workspace: Workspace | None = None
    annotated: bool = True
    full: bool = False
    attributed: bool = False
    on: datetime.date | None = None
    """Today, where it is asked whose a change is."""


def of_revisions(
    folder: Path, older: str | None, newer: str | None, on: datetime.date | None, *, annotated: bool
) -> Redline:
    """Two revisions of the plan compared, with the reasons of each change where `on` gives today."""
    workspace = Workspace.open(folder)
    old = revision(workspace, older or default_base(workspace))
    new = revision(workspace, newer)
    comparison = compare_plans(old.plan, new.plan, annotated)
    if on is not None:
        comparison = with_reasons(workspace, comparison, old, new, on)
    return Redline(old, new, comparison, workspace, annotated)


def of_documents(
    older: str | None,
    newer: str | None,
    folder: Path,
    tracked: Tracked,
    why: bool,
    admit: Callable[[Plan, Plan], None] | None = None,
    *,
    is_printed: bool = False,
) -> Redline:
    """Two documents compared; why something changed is known of a plan in a repository alone.

    Where it becomes a file, `admit` refuses what is too long before it is compared; pages are printed from the trees.
    """
    if older is None or newer is None:
        raise typer.BadParameter("name two documents: neaspec diff --files OLD NEW")
    if why:
        raise typer.BadParameter("--why needs the commits of a plan; it does not go with --files")
    paths = folder / older, folder / newer
    names = (older, newer) if paths[0].name == paths[1].name else (paths[0].name, paths[1].name)
    read = read_plans(paths, tracked, with_trees=is_printed)
    if admit is not None:
        admit(*(one.plan for one in read))
    old, new = (Side(name, one.plan, read=one) for name, one in zip(names, read, strict=True))
    return Redline(old, new, compare_plans(old.plan, new.plan))


def default_base(workspace: Workspace) -> str:
    """The newest circulation's name."""
    latest = newest(workspace.circulations())
    if latest is None:
        raise NothingCirculated
    return latest.name


def revision(workspace: Workspace, name: str | None) -> Side:
    """The plan at a revision; without a name as it stands in the working tree."""
    found = workspace.revision(name) if name else Revision(WORKING_TREE, None)
    return Side(found.name, workspace.plan(found.git), found)


def with_reasons(
    workspace: Workspace, comparison: Comparison, old: Side, new: Side, on: datetime.date
) -> Comparison:
    """The comparison with the commits behind each change."""
    return explained(comparison, steps(workspace, old, new, on))


def steps(workspace: Workspace, old: Side, new: Side, on: datetime.date) -> list[Step]:
    """The commits from one revision to the other, newest first."""
    since, until = (one.revision.git if one.revision else None for one in (old, new))
    return steps_between(workspace, since, until, on)


def disclosed(redline: Redline, reasons: Iterable[Reason]) -> Disclosure:
    """What may be told of these reasons in a file that leaves the house."""
    if redline.workspace is None:
        return Disclosure()
    circulations = sorted({name.partition("/")[0] for why in reasons for name in why.comments})
    feedback = [one for name in circulations for one in redline.workspace.feedback(name)]
    return disclosure(redline.new.plan.settings.participants, feedback, redline.attributed)
