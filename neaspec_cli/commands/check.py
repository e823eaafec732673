"""`neaspec check`: every fault at once, and the mending of those that need no thought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Annotated

import typer

from neaspec_cli.commands.options import HERE, AsJson, DryRun, PlanFolder, print_json
from neaspec_cli.commands.workspace import TIMELINE_FILE, Workspace
from neaspec_cli.core.checks import Findings
from neaspec_cli.core.plan import SETTINGS_FILE, is_section
from neaspec_cli.errors import Fault

app = typer.Typer(add_completion=False)


class Goal(StrEnum):
    """What the text must be fit for."""

    REVIEW = "review"
    FINAL = "final"


@dataclass(frozen=True)
class Mended:
    """A file that was mended, and what in it."""

    file: str
    mended: tuple[str, ...]


@app.command()
def check(
    folder: PlanFolder = HERE,
    goal: Annotated[
        Goal | None,
        typer.Option(
            "--for",
            help="review: every section is drafted; final: no bracket, placeholder or annotation is left.",
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help="Mend tabs, line ends, byte-order marks, decomposed characters, file ends."
        ),
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Find every fault in plan, timeline, feedback and references.

    Ends with 1 when there is a fault; advice alone ends with 0.
    With `--fix` the working tree is mended, and nothing is committed.

    Examples:

    - `neaspec check`
    - `neaspec check --for final`
    - `neaspec check --fix`
    - `neaspec check --json`
    """
    from neaspec_cli.commands.faults import check as find

    workspace = Workspace.open(folder)
    mended = mend(workspace, dry_run) if fix else ()
    found = find(workspace, goal.value if goal else "")
    if as_json:
        print_json(
            {
                "faults": [asdict(one) for one in found.faults],
                "advice": [asdict(one) for one in found.advice],
                "mended": [asdict(one) for one in mended],
            }
        )
    else:
        show(found, mended, dry_run)
    if found.faults:
        raise typer.Exit(1)


def mend(workspace: Workspace, dry_run: bool) -> tuple[Mended, ...]:
    """Mend sections, plan.yaml and timeline.yaml in the working tree; files that are not UTF-8 are left alone."""
    from neaspec_cli.adapters import files
    from neaspec_cli.core.beginning.mending import mended

    repository = workspace.repository
    found = []
    for path in repository.files():
        if not (is_section(path) or path in (SETTINGS_FILE, TIMELINE_FILE)):
            continue
        try:
            before = repository.read(path).decode()
        except UnicodeDecodeError:
            continue
        after, words = mended(before, tabs=is_section(path))
        if words:
            found.append(Mended(path, words))
        if words and not dry_run:
            files.write(files.to_write(repository.root, path), after.encode())
    return tuple(found)


def show(found: Findings, mended: Sequence[Mended], dry_run: bool) -> None:
    """Print for people: what was mended, faults, advice, and how many."""
    from rich.text import Text

    from neaspec_cli.terminal.console import console, safe

    out = console()
    for one in mended:
        out.print(
            Text(f"{'Would mend' if dry_run else 'Mended'} {safe(one.file)}: {', '.join(one.mended)}"),
            soft_wrap=True,
        )
    for name, style, entries in (("fault", "fault", found.faults), ("advice", "warning", found.advice)):
        for entry in entries:
            out.print(Text.assemble((name, style), " ", safe(str(entry))), soft_wrap=True)
    out.print(summary(found.faults, found.advice))


def summary(faults: Sequence[Fault], advice: Sequence[Fault]) -> str:
    """`2 faults, no advice.`"""
    counted = "No fault" if not faults else "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    return f"{counted}{f', {len(advice)} of advice' if advice else ''}."
