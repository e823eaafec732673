"""`neaspec round`: circulations, who has answered, longer deadlines, closing."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Annotated, Any

import typer

from neaspec_cli.commands.completion import circulations
from neaspec_cli.commands.feedback_options import RoundArgument
from neaspec_cli.commands.options import (
    HERE,
    AsJson,
    DryRun,
    OnDate,
    PlanFolder,
    parse_day,
    print_json,
    today,
)
from neaspec_cli.commands.reminding import remind
from neaspec_cli.commands.standing import CirculationStanding, circulation_standing
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core import rounds
from neaspec_cli.core.comments import SourceFeedback
from neaspec_cli.core.feedback import feedback_yaml
from neaspec_cli.core.plan import PlanSettings
from neaspec_cli.core.rounds import Circulation, effective_deadline, extend, is_overdue, round_yaml
from neaspec_cli.errors import NeaspecError
from neaspec_cli.terminal.console import tell

HELP = """Follow circulations: who has answered, until when, what was sent.

Examples:

- `neaspec round show`
- `neaspec round extend 2025-08-15 --reason "Two States asked for more time"`
- `neaspec round close`
"""

app = typer.Typer(no_args_is_help=True, add_completion=False, help=HELP)


class StillOpen(NeaspecError):
    """The deadline has not passed."""

    def __init__(self, circulation: Circulation, awaited: tuple[str, ...]) -> None:
        super().__init__(
            f"Answers to {circulation.name} may come until {effective_deadline(circulation)}; "
            f"no reply yet from {', '.join(awaited)}.",
            "Close it after that day, or with --early.",
        )


@app.command("list")
def list_rounds(folder: PlanFolder = HERE, on: OnDate = None, as_json: AsJson = False) -> None:
    """List circulations with their deadlines and how many have answered.

    Examples:

    - `neaspec round list`
    - `neaspec round list --json`
    """
    workspace, day = Workspace.open(folder), today(on)
    found = [circulation_standing(workspace, one) for one in workspace.circulations()]
    if as_json:
        print_json([standing_value(one, day) for one in found])
        return
    from neaspec_cli.terminal.console import console
    from neaspec_cli.terminal.round_view import table

    console().print(table([standing_value(one, day) for one in found]))


@app.command()
def show(
    round_name: RoundArgument = None, folder: PlanFolder = HERE, on: OnDate = None, as_json: AsJson = False
) -> None:
    """Show one circulation: dates, addressees and their replies, comments, what was sent.

    Examples:

    - `neaspec round show`
    - `neaspec round show draft-1 --json`
    """
    workspace, day = Workspace.open(folder), today(on)
    value = standing_value(circulation_standing(workspace, workspace.circulation(round_name)), day)
    if as_json:
        print_json(value)
        return
    from neaspec_cli.terminal.console import console
    from neaspec_cli.terminal.round_view import details

    for part in details(value):
        console().print(part)


@app.command("extend")
def extend_deadline(
    words: Annotated[
        list[str],
        typer.Argument(metavar="[ROUND] DATE", help="New last day for answers.", autocompletion=circulations),
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; goes on record.")],
    folder: PlanFolder = HERE,
    on: OnDate = None,
    dry_run: DryRun = False,
) -> None:
    """Give more time for answers.

    Examples:

    - `neaspec round extend 2025-08-15 --reason "Two States asked for more time"`
    - `neaspec round extend outline-1 2025-04-11 --reason "Holidays"`
    """
    if len(words) > 2:
        raise typer.BadParameter("name at most a round and a day")
    round_name, deadline = (None, *words)[-2], parse_day(words[-1])
    workspace = Workspace.open(folder, writing=True)
    circulation = workspace.circulation(round_name)
    longer = extend(circulation, deadline, reason, today(on))
    message = f"Extend {circulation.name} to {deadline}\n\n{reason.strip()}"
    _write(workspace, longer, {}, message, "round extend", dry_run)
    tell(f"Answers to {circulation.name} {'would be' if dry_run else 'are'} awaited until {deadline}")


app.command("remind")(remind)


@app.command()
def close(
    round_name: RoundArgument = None,
    early: Annotated[
        bool, typer.Option("--early", help="Close it although the deadline has not passed.")
    ] = False,
    folder: PlanFolder = HERE,
    on: OnDate = None,
    dry_run: DryRun = False,
) -> None:
    """Close a circulation: those who did not answer are recorded so.

    `no objection` is recorded of a member only where the silence procedure is set and was announced.

    Examples:

    - `neaspec round close`
    - `neaspec round close draft-1 --early`
    """
    workspace, day = Workspace.open(folder, writing=True), today(on)
    circulation = workspace.circulation(round_name)
    if circulation.closed is not None:
        raise rounds.AlreadyClosed(circulation)
    awaited = circulation_standing(workspace, circulation).awaited
    if awaited and not early and not is_overdue(circulation, day):
        raise StillOpen(circulation, awaited)
    settings = workspace.settings()
    silent = {
        one: SourceFeedback(circulation.name, one, silence(one, circulation, settings)) for one in awaited
    }
    closed = replace(circulation, closed=day)
    message = f"Close {circulation.name}"
    message += f"\n\nNo reply from {', '.join(awaited)}." if awaited else "\n\nEvery addressee replied."
    _write(workspace, closed, silent, message, "round close", dry_run)
    told = ", ".join(f"{one.source} ({one.reply})" for one in silent.values()) or "everybody answered"
    tell(f"{'Would close' if dry_run else 'Closed'} {circulation.name}: {told}")


@app.command()
def files(round_name: RoundArgument = None, folder: PlanFolder = HERE, as_json: AsJson = False) -> None:
    """List the files that were sent, with their hashes.

    Examples:

    - `neaspec round files draft-1`
    """
    workspace = Workspace.open(folder)
    circulation = workspace.circulation(round_name)
    sent = f"feedback/{circulation.name}/sent"
    if as_json:
        print_json(
            [
                {"name": one.name, "path": f"{sent}/{one.name}", "sha256": one.sha256}
                for one in circulation.files
            ]
        )
        return
    for one in circulation.files:
        tell(f"{one.sha256}  {sent}/{one.name}")


def silence(source: str, circulation: Circulation, settings: PlanSettings) -> str:
    """What the silence of an addressee is recorded as."""
    binding = settings.rules.silence_procedure and circulation.silence_announced
    is_member = any(one.id == source and one.kind == "member" for one in settings.participants)
    return "no objection" if binding and is_member else "no reply"


def standing_value(standing: CirculationStanding, on: datetime.date) -> dict[str, Any]:
    """A circulation as `round list --json` gives it."""
    one = standing.circulation
    return {
        "circulation": one.name,
        "round": one.round,
        "date": one.date,
        "deadline": effective_deadline(one),
        "extensions": [{"date": each.date, "to": each.to, "reason": each.reason} for each in one.extensions],
        "closed": one.closed,
        "state": _state(standing, on),
        "as": one.kind,
        "text": one.text,
        "replies": standing.replies,
        "others": [one.source for one in standing.tallies if one.source not in standing.replies],
        "comments": {
            "total": sum(each.comments for each in standing.tallies),
            "undisposed": sum(len(each.undisposed) for each in standing.tallies),
        },
        "files": [each.name for each in one.files],
    }


def _state(standing: CirculationStanding, on: datetime.date) -> str:
    """Overdue is what somebody is awaited for; what everybody has answered is only still open."""
    if standing.circulation.closed:
        return "closed"
    return "overdue" if standing.awaited and is_overdue(standing.circulation, on) else "open"


def _write(
    workspace: Workspace,
    circulation: Circulation,
    silent: dict[str, SourceFeedback],
    message: str,
    act: str,
    dry_run: bool,
) -> None:
    folder = f"feedback/{circulation.name}"
    changes: dict[str, str | bytes | None] = {f"{folder}/round.yaml": round_yaml(circulation)}
    changes |= {f"{folder}/{source}.yaml": feedback_yaml(one) for source, one in silent.items()}
    trailers = {"Neaspec": [act], "Circulation": [circulation.name]}
    workspace.commit(changes, message, trailers, dry_run)
