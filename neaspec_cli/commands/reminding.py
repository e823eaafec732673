"""`neaspec round remind`: letters to those who have not answered, ready to send; nothing of it is committed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neaspec_cli.commands.copies import write_file
from neaspec_cli.commands.feedback_options import RoundArgument
from neaspec_cli.commands.options import HERE, AsJson, DryRun, OnDate, PlanFolder, print_json, today
from neaspec_cli.commands.pack import Names
from neaspec_cli.commands.standing import circulation_standing
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.plan import Participant, PlanSettings
from neaspec_cli.core.rounds import AlreadyClosed, Circulation
from neaspec_cli.errors import NeaspecError
from neaspec_cli.terminal.console import tell

if TYPE_CHECKING:
    from neaspec_cli.publish.letter import Encoded


class NoForm(NeaspecError):
    """The circulation's record names no comment form."""

    def __init__(self, circulation: Circulation) -> None:
        super().__init__(
            f"No comment form is on record for {circulation.name}, so a letter would have nothing attached.",
            "See what was sent with: neaspec round files",
        )


def remind(
    round_name: RoundArgument = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="Where to write them; dist/ of the plan.")
    ] = None,
    folder: PlanFolder = HERE,
    on: OnDate = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Write letters to those who have not answered, with the comment form attached.

    They are files for a mail program (.eml) and are not committed; the words fit the day, before or after the deadline.

    Examples:

    - `neaspec round remind`
    - `neaspec round remind draft-1 --to letters --on 2025-07-25`
    """
    workspace, day = Workspace.open(folder), today(on)
    circulation = workspace.circulation(round_name)
    if circulation.closed is not None:
        raise AlreadyClosed(circulation)
    awaited = circulation_standing(workspace, circulation).awaited
    target = to or workspace.repository.place.root / "dist"
    settings = workspace.settings()
    addressees = [settings.participant(one) for one in awaited]
    enclosed = _form(workspace, circulation) if addressees else {}
    written = [_write(settings, circulation, one, enclosed, day, target, dry_run) for one in addressees]
    if as_json:
        print_json(
            [
                {"addressee": one.id, "email": one.contact.email or None, "file": str(place)}
                for one, place in zip(addressees, written, strict=True)
            ]
        )
        return
    for one, place in zip(addressees, written, strict=True):
        unknown = "" if one.contact.email else f" ({one.name} has no e-mail address on record)"
        tell(f"{'Would write' if dry_run else 'Wrote'} {place}{unknown}")
    if not addressees:
        tell(f"Every addressee of {circulation.name} has answered")


def _write(
    settings: PlanSettings,
    circulation: Circulation,
    who: Participant,
    enclosed: Mapping[str, Encoded],
    day: datetime.date,
    target: Path,
    dry_run: bool,
) -> Path:
    from neaspec_cli.publish.letter import write_reminder

    place = target / f"reminder-{circulation.name}-{who.id}.eml"
    data = write_reminder(settings, circulation, who, enclosed, day)
    if not dry_run:
        write_file(place, data)
    return place


def _form(workspace: Workspace, circulation: Circulation) -> dict[str, Encoded]:
    """The comment form as it was sent."""
    name = Names.of(workspace.settings(), circulation).form
    if name not in [one.name for one in circulation.files]:
        raise NoForm(circulation)
    from neaspec_cli.publish.letter import encoded

    return {name: encoded(workspace.repository.read(f"feedback/{circulation.name}/sent/{name}"))}
