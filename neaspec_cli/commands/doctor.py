"""`neaspec doctor`: is all there that this tool needs?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import typer

from neaspec_cli.commands.diagnosis import Diagnosis, of_repository, of_tools
from neaspec_cli.commands.options import HERE, AsJson, PlanFolder, print_json

app = typer.Typer(add_completion=False)
STYLES = {"ok": "met", "advice": "warning", "fault": "fault"}


@app.command()
def doctor(folder: PlanFolder = HERE, as_json: AsJson = False) -> None:
    """Check that git, pandoc, the PDF engine, fonts and repository are in order.

    Works outside a plan repository too.
    Changes nothing and asks nothing of the network.
    Ends with 1 on a fault.

    Examples:

    - `neaspec doctor`
    - `neaspec doctor --json`
    """
    found = [*of_tools(folder), *of_repository(folder)]
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        show(found)
    if any(one.state == "fault" for one in found):
        raise typer.Exit(1)


def show(found: Sequence[Diagnosis]) -> None:
    """Print for people: a line each, and below it what to do."""
    from rich.table import Table
    from rich.text import Text

    from neaspec_cli.terminal.console import console, safe

    table = Table.grid(padding=(0, 2))
    table.add_column("state", no_wrap=True)
    table.add_column("name", no_wrap=True)
    table.add_column("detail", overflow="fold")
    for one in found:
        table.add_row(Text(one.state, style=STYLES[one.state]), one.name, Text(safe(one.detail)))
        if one.remedy:
            table.add_row("", "", Text(f"→ {safe(one.remedy)}", style="quiet"))
    console().print(table)
