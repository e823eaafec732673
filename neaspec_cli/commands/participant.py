"""`neaspec participant`: who takes part, edited in plan.yaml one value at its place."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from neaspec_cli.commands.completion import participants
from neaspec_cli.commands.options import HERE, AsJson, DryRun, PlanFolder, print_json
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.plan import SETTINGS_FILE, Participant, PlanSettings, read_settings
from neaspec_cli.core.yaml import yamltext
from neaspec_cli.errors import InvalidInput, NeaspecError
from neaspec_cli.terminal.console import tell

HELP = """Say who takes part: States, stakeholders, meetings.

Examples:

- `neaspec participant list`
- `neaspec participant add WWF --name "World Wide Fund for Nature"`
"""

app = typer.Typer(no_args_is_help=True, add_completion=False, help=HELP)


class ParticipantKind(StrEnum):
    """What a participant is."""

    member = "member"
    stakeholder = "stakeholder"
    meeting = "meeting"


class KnownAlready(NeaspecError):
    """Somebody of that id takes part."""

    def __init__(self, one: Participant) -> None:
        super().__init__(
            f"{one.id} takes part already: {one.name}.", "Change plan/plan.yaml to correct the entry."
        )


class HasAnswered(NeaspecError):
    """Feedback of a participant is on record, so it cannot go."""

    def __init__(self, identifier: str, circulations: list[str]) -> None:
        super().__init__(
            f"{identifier} is on record in {', '.join(circulations)}.",
            "A participant who was asked or has answered stays listed.",
        )


@app.command()
def add(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="Of a State its ISO 3166-1 alpha-3 code; else short capitals.")
    ],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Name as it is printed.")],
    kind: Annotated[
        ParticipantKind, typer.Option("--kind", help="What it is.")
    ] = ParticipantKind.stakeholder,
    contact: Annotated[
        str, typer.Option("--contact", metavar="NAME", help="Who receives what is sent.")
    ] = "",
    email: Annotated[str, typer.Option("--email", metavar="ADDRESS", help="Where it is sent.")] = "",
    folder: PlanFolder = HERE,
    dry_run: DryRun = False,
) -> None:
    """Add a State, stakeholder or meeting.

    Examples:

    - `neaspec participant add JPN --name Japan --kind member --email focal.point@example.org`
    - `neaspec participant add WWF --name WWF`
    """
    workspace = Workspace.open(folder, writing=True)
    settings = workspace.settings()
    known = next((one for one in settings.participants if one.id == identifier), None)
    if known is not None:
        raise KnownAlready(known)
    entry: dict[str, Any] = {"id": identifier, "name": name, "kind": kind.value}
    reached = {key: value for key, value in (("name", contact), ("email", email)) if value}
    entry |= {"contact": reached} if reached else {}
    text = workspace.text(SETTINGS_FILE)
    if settings.participants:
        text = yamltext.append(text, ("participants",), entry)
    else:
        text = yamltext.set_value(text, ("participants",), [entry])
    _write(workspace, text, f"Add {identifier} to the participants", dry_run)
    tell(f"{'Would add' if dry_run else 'Added'} {identifier}, {name} ({kind.value})")


@app.command("list")
def list_participants(folder: PlanFolder = HERE, as_json: AsJson = False) -> None:
    """List who takes part, members in the alphabetical order of their names.

    Examples:

    - `neaspec participant list`
    - `neaspec participant list --json`
    """
    listed = in_order(Workspace.open(folder).settings())
    if as_json:
        print_json([_value(one) for one in listed])
        return
    from neaspec_cli.terminal.console import console
    from neaspec_cli.terminal.participants_view import table

    console().print(table(listed))


def _value(one: Participant) -> dict[str, object]:
    contact = {"name": one.contact.name, "email": one.contact.email}
    return {"id": one.id, "name": one.name, "kind": one.kind, "contact": contact}


@app.command()
def remove(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="Who no longer takes part.", autocompletion=participants)
    ],
    folder: PlanFolder = HERE,
    dry_run: DryRun = False,
) -> None:
    """Take somebody off the list who was never asked and never answered.

    Examples:

    - `neaspec participant remove WWF`
    """
    workspace = Workspace.open(folder, writing=True)
    settings = workspace.settings()
    known = settings.participant(identifier)
    asked = [one.name for one in workspace.circulations() if identifier in one.addressees]
    answered = [
        one.name
        for one in workspace.circulations()
        if any(source.source == identifier for source in workspace.feedback(one.name))
    ]
    if asked or answered:
        raise HasAnswered(identifier, list(dict.fromkeys((*asked, *answered))))
    if known not in settings.participants:
        raise NeaspecError(f"{identifier} is always there.", "Public submissions need no entry.")
    place = settings.participants.index(known)
    text = yamltext.remove(workspace.text(SETTINGS_FILE), ("participants", place))
    _write(workspace, text, f"Remove {identifier} from the participants", dry_run)
    tell(f"{'Would remove' if dry_run else 'Removed'} {identifier}, {known.name}")


def in_order(settings: PlanSettings) -> list[Participant]:
    """Members first, then stakeholders, then meetings, each by name."""
    return [one for kind in ParticipantKind for one in settings.of_kind(kind.value)]


def _write(workspace: Workspace, text: str, message: str, dry_run: bool) -> None:
    """Commit plan.yaml, unless what was typed makes it one that cannot be read."""
    settings, faults = read_settings(text)
    if settings is None or faults:
        raise InvalidInput(faults)
    workspace.commit({SETTINGS_FILE: text}, message, {"Neaspec": ["participant"]}, dry_run)
