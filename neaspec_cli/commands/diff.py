"""`neaspec diff`: what changed between two circulations, revisions or the working tree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from neaspec_cli.commands.completion import revisions
from neaspec_cli.commands.histories import steps_between
from neaspec_cli.commands.options import HERE, AsJson, OnDate, PlanFolder, print_json, today
from neaspec_cli.commands.workspace import Revision, Workspace
from neaspec_cli.core.comparison import Comparison, compare_plans, explained
from neaspec_cli.core.comparison import as_json as comparison_json
from neaspec_cli.core.plan import Plan
from neaspec_cli.core.rounds import newest
from neaspec_cli.errors import NeaspecError
from neaspec_cli.publish.copy import Kind
from neaspec_cli.terminal.console import tell

app = typer.Typer(add_completion=False)
WORKING_TREE = "working tree"


class NothingCirculated(NeaspecError):
    """There is no circulation to compare with."""

    def __init__(self) -> None:
        super().__init__("Nothing has been circulated yet.", "Name what to compare with: neaspec diff FROM")


@dataclass(frozen=True)
class Side:
    """One side of the comparison."""

    name: str
    plan: Plan
    revision: Revision


Older = Annotated[
    str | None,
    typer.Argument(metavar="[FROM]", help="Round, circulation or git revision.", autocompletion=revisions),
]
Newer = Annotated[
    str | None,
    typer.Argument(metavar="[TO]", help="The same; the working tree if left out.", autocompletion=revisions),
]
Stat = Annotated[bool, typer.Option("--stat", help="Show only the words changed in each section.")]
Full = Annotated[bool, typer.Option("--full", help="With --json: list unchanged blocks too.")]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write the redline as .docx or .pdf."),
]
TextOnly = Annotated[bool, typer.Option("--text-only", help="Leave the annotations of the outline out.")]
Why = Annotated[
    bool, typer.Option("--why", help="Put to each change the commit, the comment and the State behind it.")
]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="End with 1 when something changed.")]


@app.command()
def diff(
    older: Older = None,
    newer: Newer = None,
    folder: PlanFolder = HERE,
    on: OnDate = None,
    as_json: AsJson = False,
    stat: Stat = False,
    full: Full = False,
    output: Output = None,
    text_only: TextOnly = False,
    why: Why = False,
    exit_code: ExitCode = False,
) -> None:
    """Show what changed between two circulations or revisions.

    Without names: from the newest circulation to the working tree.

    Examples:

    - `neaspec diff` (since the newest circulation)
    - `neaspec diff outline draft`
    - `neaspec diff draft-1 draft-2 --stat`
    - `neaspec diff draft-1 -o redline.docx` (with Word's own tracked changes)
    - `neaspec diff draft-1 --why`
    - `neaspec diff main~3 --json`
    """
    workspace = Workspace.open(folder)
    old = side(workspace, older or default_base(workspace))
    new = side(workspace, newer)
    comparison = compare_plans(old.plan, new.plan, annotated=not text_only)
    if why:
        steps = steps_between(workspace, old.revision.git, new.revision.git, today(on))
        comparison = explained(comparison, steps)
    if output is not None:
        write_redline(workspace, old, new, output, annotated=not text_only)
    elif as_json:
        print_json(comparison_json(comparison, (old.name, new.name), full))
    else:
        show(old, new, comparison, stat)
    if exit_code and not comparison.is_empty:
        raise typer.Exit(1)


def default_base(workspace: Workspace) -> str:
    """The newest circulation's name."""
    latest = newest(workspace.circulations())
    if latest is None:
        raise NothingCirculated
    return latest.name


def side(workspace: Workspace, name: str | None) -> Side:
    """The plan at a revision; without a name as it stands in the working tree."""
    revision = workspace.revision(name) if name else Revision(WORKING_TREE, None)
    return Side(revision.name, workspace.plan(revision.git), revision)


def show(old: Side, new: Side, comparison: Comparison, stat: bool) -> None:
    """Print for people."""
    from neaspec_cli.terminal import redline_view
    from neaspec_cli.terminal.console import console

    out = console()
    if comparison.is_empty:
        out.print(f"Nothing changed from {old.name} to {new.name}.")
        return
    out.print(f"From {old.name} to {new.name}", style="quiet")
    if not stat:
        for part in redline_view.redline(comparison):
            out.print(part)
    out.print(redline_view.stat(comparison))


def write_redline(workspace: Workspace, old: Side, new: Side, file: Path, *, annotated: bool) -> None:
    """The redline as a file; accepting all its changes gives the new text, rejecting them the old."""
    from neaspec_cli.commands.copies import copy_of, write_file
    from neaspec_cli.publish.pdf import write_pdf
    from neaspec_cli.publish.redline import redline
    from neaspec_cli.publish.word import write_word_redline

    writers = {".docx": write_word_redline, ".pdf": write_pdf}
    if file.suffix.lower() not in writers:
        raise NeaspecError(
            f"{file} does not end in a known format.", "Name a file that ends in .docx or .pdf."
        )
    kind: Kind = "annotated" if annotated else "review"
    before = copy_of(workspace, old.revision, kind)
    after = copy_of(workspace, new.revision, kind)
    write_file(file, writers[file.suffix.lower()](redline(before, after)))
    tell(f"Wrote {file}")
