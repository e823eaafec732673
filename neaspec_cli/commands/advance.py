"""`neaspec advance`: the current activity is completed when its gate is met, and the next begins."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from neaspec_cli.commands.options import HERE, AsJson, DryRun, OnDate, PlanFolder, print_json, today
from neaspec_cli.commands.workspace import TIMELINE_FILE, Workspace
from neaspec_cli.core import timeline as timelines
from neaspec_cli.core.calendar.activities import Activity
from neaspec_cli.core.calendar.gates import Condition, gate, is_met
from neaspec_cli.errors import NeaspecError

app = typer.Typer(add_completion=False)


class NothingLeft(NeaspecError):
    """Every activity is done."""

    def __init__(self) -> None:
        super().__init__(
            "Every activity of the timeline is done.",
            "Add another with: neaspec timeline add ID WHEN ACTIVITY",
        )


class GateNotMet(NeaspecError):
    """Conditions of the gate do not hold."""

    def __init__(self, activity: Activity, conditions: tuple[Condition, ...]) -> None:
        unmet = sum(not one.met for one in conditions)
        verb = "is" if unmet == 1 else "are"
        super().__init__(
            f"The gate of {activity.id} is closed: {unmet} of its {len(conditions)} conditions {verb} not met.",
            'Meet them, or complete it all the same and say why: neaspec advance --despite "REASON"',
        )


class NoReason(NeaspecError):
    """An empty --despite."""

    def __init__(self) -> None:
        super().__init__(
            "Completing an activity despite its gate needs a reason.", 'Write --despite "REASON".'
        )


@app.command()
def advance(
    outcome: Annotated[
        str, typer.Option("--outcome", metavar="TEXT", help="What it led to; goes on record.")
    ] = "",
    despite: Annotated[
        str | None,
        typer.Option("--despite", metavar="REASON", help="Complete it although its gate is not met."),
    ] = None,
    folder: PlanFolder = HERE,
    on: OnDate = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Complete the current activity when its gate is met, and start the next one.

    Each condition of the gate is printed, met or not; when one is not, nothing is written and the exit code is 1.

    Examples:

    - `neaspec advance --dry-run`
    - `neaspec advance --outcome "The approach and the timeline were agreed" --on 2024-12-13`
    - `neaspec advance --despite "Annex I follows after the meeting"`
    """
    workspace, day = Workspace.open(folder, writing=True), today(on)
    timeline = workspace.timeline()
    current = timelines.current(timeline)
    if current is None:
        raise NothingLeft
    if despite is not None and not despite.strip():
        raise NoReason
    conditions = _gate(workspace, current, outcome.strip())
    following = timelines.following(timeline, current)
    may_advance = is_met(conditions) or bool(despite)
    if as_json:
        print_json(_as_json(current, following, conditions, may_advance and not dry_run))
    else:
        _show_gate(current, conditions)
    if not may_advance:
        raise GateNotMet(current, conditions)
    _write(workspace, current, outcome, "" if is_met(conditions) else despite or "", day, dry_run)
    if not as_json:
        _say(current, following, dry_run)


def _gate(workspace: Workspace, activity: Activity, outcome: str) -> tuple[Condition, ...]:
    from neaspec_cli.commands.standing import facts

    return gate(activity, facts(workspace, activity, outcome=outcome))


def _write(
    workspace: Workspace, activity: Activity, outcome: str, despite: str, day: date, dry_run: bool
) -> None:
    from neaspec_cli.core.calendar import timeline_edit

    edited = timeline_edit.advance(workspace.text(TIMELINE_FILE), on=day, outcome=outcome, despite=despite)
    body = [
        part for part in (outcome.strip(), f"Despite its gate: {despite.strip()}" if despite else "") if part
    ]
    message = "\n\n".join([f"Complete {activity.id}", *body])
    workspace.commit({TIMELINE_FILE: edited}, message, {"Neaspec": ["advance"]}, dry_run)


def _show_gate(activity: Activity, conditions: tuple[Condition, ...]) -> None:
    from neaspec_cli.terminal.console import console, safe
    from neaspec_cli.terminal.gate_view import view

    out = console()
    out.print(f"Gate of {activity.id}: {safe(activity.activity)}", style="title")
    out.print(view(conditions))


def _say(activity: Activity, following: Activity | None, dry_run: bool) -> None:
    from neaspec_cli.terminal.console import console, safe

    done = "would be complete; nothing was written" if dry_run else "is complete"
    out = console()
    out.print(f"{activity.id} {done}.")
    if following:
        out.print(f"Next: {following.id}, {safe(following.activity)}")


def _as_json(
    activity: Activity, following: Activity | None, conditions: tuple[Condition, ...], completed: bool
) -> dict[str, object]:
    return {
        "activity": activity.id,
        "gate": [one._asdict() for one in conditions],
        "completed": completed,
        "next": following.id if following else None,
    }
