"""`neaspec circulate`: one commit, one tag, the files to send; all or nothing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, NamedTuple

import typer

from neaspec_cli.adapters.content import Content, bytes_of
from neaspec_cli.adapters.files import digest
from neaspec_cli.commands.completion import rounds
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
from neaspec_cli.commands.workspace import TAGS, TIMELINE_FILE, Revision, Workspace
from neaspec_cli.core import timeline as timelines
from neaspec_cli.core.calendar.activities import Activity, Timeline
from neaspec_cli.core.calendar.gates import named
from neaspec_cli.core.plan import PlanSettings
from neaspec_cli.core.rounds import Circulation, SentFile, next_name, round_yaml
from neaspec_cli.errors import InvalidInput, NeaspecError

app = typer.Typer(add_completion=False)
FIRST_KINDS = {"outline": "annotated", "final": "official"}
WATCHED = ("plan", TIMELINE_FILE, "feedback")


class UncommittedChanges(NeaspecError):
    """A circulation sends what is committed, and nothing else."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(
            f"These files have changes that are not committed: {', '.join(paths)}.",
            "Commit or undo them first: what goes out must be what is on record.",
        )


class NoRound(NeaspecError):
    """The timeline plans no such round, or none that is left to circulate."""

    def __init__(self, name: str | None, known: Sequence[str]) -> None:
        what = (
            f"The timeline plans no round {name}." if name else "The timeline leaves no round to circulate."
        )
        super().__init__(what, f"Its rounds are {', '.join(known)}; name one: neaspec circulate ROUND")


class DeadlinePassed(NeaspecError):
    """The last day for answers would lie before the day of sending."""

    def __init__(self, deadline: datetime.date | None, on: datetime.date) -> None:
        when = (
            f"The deadline would be {deadline}, before {on}." if deadline else "The activity has no date yet."
        )
        super().__init__(when, "Name a later day: --deadline DATE")


class NobodyToSendTo(NeaspecError):
    """No participant is among the addressees."""

    def __init__(self) -> None:
        super().__init__(
            "This round has no addressee among the participants.",
            "Add who takes part: neaspec participant add ID --name NAME --kind member",
        )


@dataclass(frozen=True)
class Prepared:
    """A circulation that only waits to be written."""

    circulation: Circulation
    files: dict[str, Content]
    sizes: dict[str, int]
    timeline: str
    warnings: tuple[str, ...]


@app.command()
def circulate(
    round_name: Annotated[
        str | None,
        typer.Argument(
            metavar="[ROUND]", help="Round of the timeline; the current one.", autocompletion=rounds
        ),
    ] = None,
    deadline: Annotated[
        datetime.date | None,
        typer.Option("--deadline", metavar="DATE", parser=parse_day, help="Last day for answers."),
    ] = None,
    per_addressee: Annotated[
        bool, typer.Option("--per-addressee", help="Add a Word copy marked for each addressee.")
    ] = False,
    no_markers: Annotated[
        bool, typer.Option("--no-markers", help="Add a Word copy without what screen readers stumble over.")
    ] = False,
    folder: PlanFolder = HERE,
    on: OnDate = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Send a round: tag the plan as it stands and write the Word, PDF, form and letters to send.

    Makes one commit (the record and the files under `feedback/…/sent/`) and one annotated tag, or nothing at all.

    Examples:

    - `neaspec circulate --deadline 2025-04-30`
    - `neaspec circulate draft --dry-run`
    - `neaspec circulate draft --per-addressee`
    - `neaspec circulate draft --no-markers`
    """
    workspace = Workspace.open(folder, writing=True)
    day = today(on)
    refuse_unready(workspace)
    prepared = prepare(workspace, round_name, deadline, Extras(per_addressee, no_markers), day)
    write(workspace, prepared, dry_run)
    if as_json:
        print_json(_as_json(prepared))
    else:
        _say(prepared, dry_run)


def refuse_unready(workspace: Workspace) -> None:
    """Uncommitted changes and faults are refused before anything is made."""
    from neaspec_cli.commands.faults import faults

    workspace.repository.identity()
    dirty = workspace.repository.dirty(WATCHED)
    if dirty:
        raise UncommittedChanges(dirty)
    found = faults(workspace)
    if found:
        raise InvalidInput(found, "Mend them and commit; neaspec check lists them again.")


class Extras(NamedTuple):
    """Copies that are made where they are asked for."""

    per_addressee: bool = False
    accessible: bool = False


def prepare(
    workspace: Workspace,
    round_name: str | None,
    deadline: datetime.date | None,
    extras: Extras,
    on: datetime.date,
) -> Prepared:
    """Everything that the circulation consists of; nothing is written yet."""
    from neaspec_cli.commands.pack import build, previous_of
    from neaspec_cli.core.calendar.timeline_edit import start
    from neaspec_cli.terminal.console import console

    planned, settings = workspace.timeline(), workspace.settings()
    activity = activity_of(planned, round_name)
    record = new_circulation(workspace, settings, activity, deadline, on)
    with console(stderr=True).status(f"Making the files of {record.name}"):
        files = build(
            workspace,
            Revision(record.name, None),
            record,
            previous=previous_of(record, workspace),
            per_addressee=extras.per_addressee,
            accessible=extras.accessible,
        )
        sent, sizes = _measured(files)
    text = workspace.text(TIMELINE_FILE)
    started = text if activity.started else start(text, activity.id, on=on)
    return Prepared(
        replace(record, files=sent), files, sizes, started, _warnings(planned, activity, settings, record)
    )


def _measured(files: Mapping[str, Content]) -> tuple[tuple[SentFile, ...], dict[str, int]]:
    """The files as they go on record, and how many bytes each has."""
    sent, sizes = [], {}
    for name in sorted(files):
        data = bytes_of(files[name])
        sent.append(SentFile(name, digest(data)))
        sizes[name] = len(data)
    return tuple(sent), sizes


def activity_of(planned: Timeline, round_name: str | None) -> Activity:
    """The activity that circulates the round; without a name the first circulation that is not done."""
    if round_name is None:
        waiting = [one for one in planned.activities if one.kind == "circulation" and not one.ended]
        found = waiting[0] if waiting else None
    else:
        found = planned.circulating(round_name)
    if found is None:
        raise NoRound(round_name, planned.rounds)
    return found


def new_circulation(
    workspace: Workspace,
    settings: PlanSettings,
    activity: Activity,
    deadline: datetime.date | None,
    on: datetime.date,
) -> Circulation:
    """The record of the sending, without its files yet."""
    last = deadline or (activity.expected.end if activity.expected else None)
    if last is None or last < on:
        raise DeadlinePassed(last, on)
    addressees = addressees_of(settings, activity)
    if not addressees:
        raise NobodyToSendTo
    names = [one.name for one in workspace.circulations()]
    names += [tag.name.removeprefix(TAGS) for tag in workspace.repository.tags(TAGS)]
    return Circulation(
        name=next_name(activity.round, names),
        round=activity.round,
        date=on,
        deadline=last,
        addressees=addressees,
        kind=activity.copy or FIRST_KINDS.get(activity.round, "review"),
        text=workspace.repository.tree_id("plan"),
        silence_announced=settings.rules.silence_procedure,
    )


def addressees_of(settings: PlanSettings, activity: Activity) -> tuple[str, ...]:
    """Participants that the activity names by kind (`members`, `stakeholders`) or by id; all members by default."""
    found: list[str] = []
    for name in activity.addressees or ("members",):
        if name in ("members", "stakeholders"):
            found += [one.id for one in settings.of_kind(name.removesuffix("s"))]
        else:
            found.append(settings.participant(name).id)
    return tuple(dict.fromkeys(found))


def tag_message(circulation: Circulation) -> str:
    """What the annotated tag says: dates, addressees, the text's tree, and the hash of each file sent."""
    lines = [
        f"Circulate {circulation.name}",
        "",
        f"Date: {circulation.date}",
        f"Deadline: {circulation.deadline}",
        f"Addressees: {' '.join(circulation.addressees)}",
        f"Text: {circulation.text}",
        *(f"SHA-256: {one.sha256} {one.name}" for one in circulation.files),
    ]
    return "\n".join(lines) + "\n"


def write(workspace: Workspace, prepared: Prepared, dry_run: bool) -> None:
    """One commit and one tag."""
    from neaspec_cli.adapters.transaction import CommitPlan, TagPlan

    one = prepared.circulation
    folder = f"feedback/{one.name}"
    changes: dict[str, Content | None] = {f"{folder}/round.yaml": round_yaml(one).encode()}
    changes |= {f"{folder}/sent/{name}": data for name, data in prepared.files.items()}
    if prepared.timeline != workspace.text(TIMELINE_FILE):
        changes[TIMELINE_FILE] = prepared.timeline.encode()
    message = f"Circulate {one.name}\n\nTo {', '.join(one.addressees)}, answers until {one.deadline}."
    trailers = {"Neaspec": ["circulate"], "Circulation": [one.name]}
    plan = CommitPlan(changes, message, trailers)
    workspace.commit_all([plan], TagPlan(TAGS + one.name, tag_message(one)), dry_run)


def _warnings(
    planned: Timeline, activity: Activity, settings: PlanSettings, record: Circulation
) -> tuple[str, ...]:
    current = timelines.current(planned)
    warnings = []
    if current is not None and current.id != activity.id:
        warnings.append(f"Out of turn: the current activity on record is {current.id}, not {activity.id}.")
    silent = [one for one in record.addressees if not settings.participant(one).contact.email]
    if silent:
        warnings.append(f"No e-mail address is known for {named(silent)}; fill in the letters by hand.")
    return tuple(warnings)


def _as_json(prepared: Prepared) -> dict[str, object]:
    one = prepared.circulation
    return {
        "circulation": one.name,
        "round": one.round,
        "tag": TAGS + one.name,
        "date": one.date,
        "deadline": one.deadline,
        "addressees": one.addressees,
        "text": one.text,
        "files": [
            {"name": file.name, "sha256": file.sha256, "bytes": prepared.sizes[file.name]}
            for file in one.files
        ],
        "warnings": prepared.warnings,
    }


def _say(prepared: Prepared, dry_run: bool) -> None:
    from neaspec_cli.terminal.circulation_view import view
    from neaspec_cli.terminal.console import console, say

    for warning in prepared.warnings:
        say(f"Warning: {warning}")
    out = console()
    for part in view(prepared.circulation, prepared.sizes, dry_run):
        out.print(part)
