"""`neaspec outline`: the sections at a glance."""

from __future__ import annotations

from typing import Annotated

import typer

from neaspec_cli.commands.completion import revisions
from neaspec_cli.commands.options import HERE, AsJson, PlanFolder, print_json
from neaspec_cli.commands.workspace import Revision, Workspace
from neaspec_cli.core.rounds import newest

app = typer.Typer(add_completion=False)
WORKING_TREE = "working tree"


@app.command()
def outline(
    folder: PlanFolder = HERE,
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar="REV", help="A round, a circulation or a git revision.", autocompletion=revisions
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the sections with status, length, comments and brackets.

    Notes are annotations and placeholders.
    Comments are those of the circulation that is shown, else of the newest.

    Examples:

    - `neaspec outline`
    - `neaspec outline --at draft-1`
    - `neaspec outline --json`
    """
    from neaspec_cli.core.outline import as_json as outline_json
    from neaspec_cli.core.outline import outline as outline_of

    workspace = Workspace.open(folder)
    revision = workspace.revision(at) if at else Revision(WORKING_TREE, None)
    circulation = revision.circulation or newest(workspace.circulations())
    feedback = workspace.feedback(circulation.name) if circulation else ()
    name = circulation.name if circulation else ""
    found = outline_of(workspace.plan(revision.git), revision.name, name, feedback)
    if as_json:
        print_json(outline_json(found))
        return
    from neaspec_cli.terminal.console import console
    from neaspec_cli.terminal.outline_view import view

    out = console()
    for part in view(found):
        out.print(part)
