"""`neaspec timeline`: Table 1, a Gantt chart, and edits of one value at its place."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from neaspec_cli.commands.completion import activities, events, rounds
from neaspec_cli.commands.options import HERE, AsJson, DryRun, OnDate, PlanFolder, print_json, today
from neaspec_cli.commands.workspace import TIMELINE_FILE, Workspace
from neaspec_cli.core import timeline as timelines

app = typer.Typer(invoke_without_command=True, add_completion=False)

ActivityId = Annotated[
    str, typer.Argument(metavar="ID", help="Id of an activity.", autocompletion=activities)
]
When = Annotated[
    str,
    typer.Argument(
        metavar="WHEN", help="Day, day/day, month, month/month, or an event.", autocompletion=events
    ),
]


@app.callback()
def show(ctx: typer.Context, folder: PlanFolder = HERE, on: OnDate = None, as_json: AsJson = False) -> None:
    """Show the activities with their months as Table 1 and as a chart; with a subcommand, edit them.

    Examples:

    - `neaspec timeline`
    - `neaspec timeline --on 2025-03-15`
    - `neaspec timeline --json`
    """
    if ctx.invoked_subcommand:
        if folder != HERE or on or as_json:
            command = f"neaspec timeline {ctx.invoked_subcommand}"
            raise typer.BadParameter(f"options stand after the subcommand: {command} … -C DIR --on DATE")
        return
    found, day = Workspace.open(folder).timeline(), today(on)
    if as_json:
        print_json(timelines.as_json(found, day))
        return
    from neaspec_cli.terminal.console import console
    from neaspec_cli.terminal.timeline_view import view

    out = console()
    for part in view(found, day, out.width):
        out.print(part)


@app.command()
def move(
    identifier: ActivityId,
    when: When,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it moves; goes on record.")],
    push: Annotated[bool, typer.Option("--push", help="Move all that comes after it by as much.")] = False,
    folder: PlanFolder = HERE,
    on: OnDate = None,
    dry_run: DryRun = False,
) -> None:
    """Give an activity another time; while the timeline is indicative its plan, later its forecast.

    Examples:

    - `neaspec timeline move draft-review 2025-08 --reason "Two States asked for more time"`
    - `neaspec timeline move draft-review 2025-08/2025-09 --push --reason "Summer"`
    """
    from neaspec_cli.core.calendar import timeline_edit

    workspace, day = Workspace.open(folder, writing=True), today(on)
    text = workspace.text(TIMELINE_FILE)
    edited = timeline_edit.move(text, identifier, when, reason=reason, on=day, push=push)
    others = " and push what comes after it" if push else ""
    subject = f"Move {identifier} to {_in_words(when)}{others}"
    record(workspace, edited, f"{subject}\n\n{reason.strip()}", "move", day, dry_run)


@app.command()
def event(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="An event such as SOM-28.", autocompletion=events)
    ],
    when: Annotated[
        str, typer.Argument(metavar="[WHEN]", help="Its date; left out, it has none yet.", show_default=False)
    ] = "",
    folder: PlanFolder = HERE,
    on: OnDate = None,
    dry_run: DryRun = False,
) -> None:
    """Fix the date of an event that others set, or say that it has none yet.

    Examples:

    - `neaspec timeline event SOM-28 2025-11-20/2025-11-21`
    - `neaspec timeline event SOM-28`
    """
    from neaspec_cli.core.calendar import timeline_edit

    workspace = Workspace.open(folder, writing=True)
    edited = timeline_edit.set_event(workspace.text(TIMELINE_FILE), name, when)
    subject = f"Fix the date of {name}: {_in_words(when)}" if when else f"Leave the date of {name} open"
    record(workspace, edited, subject, "event", today(on), dry_run)


@app.command()
def add(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="A new id such as expert-review.")],
    when: When,
    activity: Annotated[str, typer.Argument(metavar="ACTIVITY", help="What is done, in a sentence.")],
    kind: Annotated[
        str,
        typer.Option(
            "--kind", metavar="KIND", help=f"One of {', '.join(timelines.KINDS)}: decides the gate."
        ),
    ] = "meeting",
    phase: Annotated[str, typer.Option("--phase", metavar="TEXT", help="Group of activities.")] = "",
    round_name: Annotated[
        str,
        typer.Option("--round", metavar="ROUND", help="Round that it deals with.", autocompletion=rounds),
    ] = "",
    to: Annotated[
        str, typer.Option("--to", metavar="STATUS", help="For drafting: the status its sections reach.")
    ] = "",
    addressee: Annotated[
        list[str] | None,
        typer.Option("--addressee", metavar="WHO", help="members, stakeholders or an id; may be repeated."),
    ] = None,
    after: Annotated[
        str,
        typer.Option(
            "--after",
            metavar="ID",
            help="Put it below this one; else where its time belongs.",
            autocompletion=activities,
        ),
    ] = "",
    folder: PlanFolder = HERE,
    on: OnDate = None,
    dry_run: DryRun = False,
) -> None:
    """Add an activity that States propose.

    Examples:

    - `neaspec timeline add expert-review 2025-06 "Ask experts to review the draft"`
    - `neaspec timeline add second-draft 2025-09 "Share the draft again" --kind circulation --round revised
      --addressee members --after revision`
    """
    from neaspec_cli.core.calendar import timeline_edit

    workspace = Workspace.open(folder, writing=True)
    entry = {
        "id": identifier,
        "when": when,
        "activity": activity,
        "kind": kind,
        "phase": phase,
        "round": round_name,
        "to": to,
        "addressees": addressee,
    }
    edited = timeline_edit.add(workspace.text(TIMELINE_FILE), entry, after)
    subject = f"Add {identifier} to the timeline"
    record(workspace, edited, f"{subject}\n\n{activity.strip()}", "add", today(on), dry_run)


@app.command()
def remove(
    identifier: ActivityId, folder: PlanFolder = HERE, on: OnDate = None, dry_run: DryRun = False
) -> None:
    """Take out an activity that has not begun.

    Examples:

    - `neaspec timeline remove expert-review --dry-run`
    - `neaspec timeline remove expert-review`
    """
    from neaspec_cli.core.calendar import timeline_edit

    workspace = Workspace.open(folder, writing=True)
    edited = timeline_edit.remove(workspace.text(TIMELINE_FILE), identifier)
    record(workspace, edited, f"Take {identifier} off the timeline", "remove", today(on), dry_run)


@app.command()
def approve(folder: PlanFolder = HERE, on: OnDate = None, dry_run: DryRun = False) -> None:
    """Freeze the planned times as the baseline; from then on moves change forecasts.

    Examples:

    - `neaspec timeline approve --dry-run`
    - `neaspec timeline approve`
    """
    from neaspec_cli.core.calendar import timeline_edit

    workspace = Workspace.open(folder, writing=True)
    edited = timeline_edit.approve(workspace.text(TIMELINE_FILE))
    record(workspace, edited, "Approve the timeline", "approve", today(on), dry_run)


def record(workspace: Workspace, edited: str, message: str, act: str, on: date, dry_run: bool) -> None:
    """Commit an edited timeline and tell what changed, conflicts included."""
    from neaspec_cli.core.calendar import timeline_edit
    from neaspec_cli.terminal.changes_view import view
    from neaspec_cli.terminal.console import console, safe

    before, after = workspace.timeline(), timeline_edit.read(edited)
    workspace.commit({TIMELINE_FILE: edited}, message, {"Neaspec": [f"timeline {act}"]}, dry_run)
    out = console()
    done = "Nothing was written. It would be recorded as" if dry_run else "Recorded"
    out.print(f"{done}: {safe(message.partition(chr(10))[0])}")
    for part in view(before, after, on):
        out.print(part)


def _in_words(when: str) -> str:
    from neaspec_cli.core.calendar.spans import in_words

    return in_words(when)
