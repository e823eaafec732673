"""`neaspec status`: what people type most."""

from __future__ import annotations

from datetime import date

import typer

from neaspec_cli.commands.options import HERE, AsJson, OnDate, PlanFolder, print_json, today
from neaspec_cli.commands.standing import CirculationStanding, facts, standing, unmerged
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core import timeline
from neaspec_cli.core.calendar.gates import Condition, gate
from neaspec_cli.core.calendar.status import CirculationState, Status, as_json, next_steps
from neaspec_cli.core.text import scan

app = typer.Typer(add_completion=False)


@app.command()
def status(folder: PlanFolder = HERE, on: OnDate = None, as_json_output: AsJson = False) -> None:
    """Show where the plan stands, on record and by the calendar, and what to do next.

    Examples:

    - `neaspec status`
    - `neaspec status --on 2025-03-15`
    - `neaspec status --json`
    """
    found = read_status(Workspace.open(folder), today(on))
    if as_json_output:
        print_json(as_json(found))
        return
    from neaspec_cli.terminal.console import console
    from neaspec_cli.terminal.status_view import view

    out = console()
    for part in view(found):
        out.print(part)


def read_status(workspace: Workspace, on: date) -> Status:
    """The status of a plan repository on a day."""
    planned = workspace.timeline()
    current = timeline.current(planned)
    known = standing(workspace)
    tallies = [tally for one in known.circulations for tally in one.tallies]
    found = Status(
        plan=workspace.settings().title,
        on=on,
        activity=current,
        by_calendar=timeline.by_calendar(planned, on),
        gate=tuple(map(_without_checks, gate(current, facts(workspace, current, known, thorough=False))))
        if current
        else (),
        circulated=tuple(map(_state, known.circulations)),
        comments=sum(one.comments for one in tallies),
        undisposed=tuple(identifier for one in tallies for identifier in one.undisposed),
        unmerged=unmerged(tallies, known.merged),
        brackets=scan.brackets(*workspace.section_files().values()),
    )
    return found._replace(next=next_steps(found))


def _state(standing: CirculationStanding) -> CirculationState:
    from neaspec_cli.core.rounds import effective_deadline

    one = standing.circulation
    deadline = effective_deadline(one)
    return CirculationState(one.name, one.round, one.date, deadline, one.closed is not None, standing.replies)


def _without_checks(condition: Condition) -> Condition:
    """`status` reads no section with pandoc, so it says where the answer is to be had."""
    if condition.condition.startswith("check"):
        return condition._replace(detail="as far as seen without reading the sections; ask neaspec check")
    return condition
