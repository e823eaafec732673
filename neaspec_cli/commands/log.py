"""`neaspec log`: what this tool did, newest first."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from neaspec_cli.adapters.history import Commit
from neaspec_cli.commands.options import HERE, AsJson, PlanFolder, print_json
from neaspec_cli.commands.workspace import Workspace

app = typer.Typer(add_completion=False)


@app.command()
def log(
    folder: PlanFolder = HERE,
    number: Annotated[int, typer.Option("-n", "--number", min=0, help="Show only so many; 0 shows all.")] = 0,
    as_json: AsJson = False,
) -> None:
    """List the acts of this tool, newest first: day, act, who, subject.

    Examples:

    - `neaspec log`
    - `neaspec log -n 10`
    - `neaspec log --json`
    """
    acts = Workspace.open(folder).repository.acts()
    shown = acts[:number] if number else acts
    if as_json:
        print_json([act_json(one) for one in shown])
        return
    show(shown)


def act_json(commit: Commit) -> dict[str, Any]:
    """One act for another program; `comments` are those it carried out."""
    return {
        "date": commit.date.isoformat(),
        "act": act_of(commit),
        "who": commit.author,
        "subject": commit.subject,
        "commit": commit.id,
        "comments": commit.trailers.get("Comment", []),
    }


def act_of(commit: Commit) -> str:
    """What the commit's trailer says that it did."""
    return ", ".join(commit.trailers.get("Neaspec", ()))


def show(commits: tuple[Commit, ...]) -> None:
    """Print for people."""
    from rich.table import Table
    from rich.text import Text

    from neaspec_cli.terminal.console import console, safe

    out = console()
    if not commits:
        out.print("Nothing yet: this tool has made no commit here.")
        return
    table = Table.grid(padding=(0, 2))
    for column in ("date", "act", "who"):
        table.add_column(column, no_wrap=column != "who", overflow="fold", max_width=20)
    table.add_column("subject", overflow="fold", ratio=1)
    for one in commits:
        day, act = Text(one.date.date().isoformat(), style="quiet"), Text(safe(act_of(one)), style="label")
        table.add_row(day, act, Text(safe(one.author)), Text(safe(one.subject)))
    out.print(table)
