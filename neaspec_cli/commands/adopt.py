"""`neaspec adopt`: the adoption on record, with the official document and the dossier; one commit, one tag."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

from neaspec_cli.commands.copies import copy_of, file_name
from neaspec_cli.commands.faults import faults
from neaspec_cli.commands.options import HERE, AsJson, DryRun, OnDate, PlanFolder, print_json, today
from neaspec_cli.commands.standing import circulation_standing, facts
from neaspec_cli.commands.workspace import TIMELINE_FILE, Revision, Workspace
from neaspec_cli.core.calendar.activities import Activity
from neaspec_cli.core.calendar.adoption import Adoption, adoption_yaml, read_reservation
from neaspec_cli.core.calendar.gates import gate
from neaspec_cli.core.calendar.timeline_edit import start
from neaspec_cli.errors import InvalidInput, NeaspecError
from neaspec_cli.terminal.console import tell

app = typer.Typer(add_completion=False)


class NotReady(NeaspecError):
    """Something in the plan is not final yet."""

    def __init__(self, conditions: list[str]) -> None:
        super().__init__(
            f"The plan cannot be adopted yet: {'; '.join(conditions)}.",
            "See what is left: neaspec check --for final",
        )


class NoAdoptionPlanned(NeaspecError):
    """The timeline has no activity of kind adoption."""

    def __init__(self) -> None:
        super().__init__(
            "The timeline plans no adoption.",
            "Add it with: neaspec timeline add ID WHEN ACTIVITY --kind adoption",
        )


@app.command()
def adopt(
    meeting: Annotated[
        str, typer.Option("--meeting", metavar="NAME", help="The meeting that adopted the plan.")
    ],
    decision: Annotated[str, typer.Option("--decision", metavar="TEXT", help="The words of the decision.")],
    reservation: Annotated[
        list[str] | None,
        typer.Option(
            "--reservation", metavar='"ID: TEXT"', help="What a participant put on record; repeatable."
        ),
    ] = None,
    folder: PlanFolder = HERE,
    on: OnDate = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Record the adoption: the official Word and PDF files, the record and the dossier; one commit and one tag.

    Refused while a bracket, a placeholder, an annotation or a fault of `neaspec check --for final` remains.

    Examples:

    - `neaspec adopt --meeting SOM-28 --decision "The Meeting adopted the plan by consensus." --on 2025-12-10`
    - `neaspec adopt --meeting SOM-28 --decision "…" --reservation "JPN: paragraph 12 is without prejudice …"`
    """
    workspace, day = Workspace.open(folder, writing=True), today(on)
    settings = workspace.settings()
    activity = refuse_unready(workspace)
    adoption = Adoption(
        settings.title,
        day,
        meeting,
        decision,
        workspace.repository.tree_id("plan"),
        tuple(read_reservation(one) for one in reservation or ()),
    )
    for one in adoption.reservations:
        settings.participant(one.participant)
    files = _files(workspace, adoption)
    _write(workspace, adoption, files, activity, dry_run)
    if as_json:
        print_json(
            {"tag": _tag(day), "date": day, "meeting": meeting, "text": adoption.text, "files": sorted(files)}
        )
        return
    tell(f"{'Would record' if dry_run else 'Recorded'} the adoption of {settings.title} by {meeting}.")
    for name in sorted(files):
        tell(f"  {name}")


def refuse_unready(workspace: Workspace) -> Activity:
    """The adoption activity; refused while the plan is not final or not committed."""
    workspace.repository.identity()
    dirty = workspace.repository.dirty(["plan", TIMELINE_FILE, "feedback"])
    if dirty:
        raise NotReady([f"{', '.join(dirty)} have changes that are not committed"])
    found = faults(workspace, "final")
    if found:
        raise InvalidInput(found, "Mend them and commit; neaspec check --for final lists them again.")
    activity = next((one for one in workspace.timeline().activities if one.kind == "adoption"), None)
    if activity is None:
        raise NoAdoptionPlanned
    unmet = [one for one in gate(activity, facts(workspace, activity))[1:] if not one.met]
    if unmet:
        raise NotReady([f"{one.condition} ({one.detail})" for one in unmet])
    return activity


def _files(workspace: Workspace, adoption: Adoption) -> dict[str, bytes]:
    from neaspec_cli.commands.pack import pages_of
    from neaspec_cli.publish.dossier import Round, write_dossier
    from neaspec_cli.publish.pdf import write_pdf
    from neaspec_cli.publish.word import write_word

    settings = workspace.settings()
    copy = copy_of(workspace, Revision("adopted", None), "official", on=adoption.date)
    stem, folder = file_name(settings.title), f"adopted/{adoption.date}"
    standings = [circulation_standing(workspace, one) for one in workspace.circulations()]
    rounds = [
        Round(one.circulation, one.replies, workspace.feedback(one.circulation.name)) for one in standings
    ]
    return {
        f"{folder}/adoption.yaml": adoption_yaml(adoption).encode(),
        f"{folder}/dossier.md": write_dossier(settings, adoption, workspace.timeline(), rounds).encode(),
        f"{folder}/{stem}.docx": write_word(copy, pages=pages_of(copy)),
        f"{folder}/{stem}.pdf": write_pdf(copy),
    }


def _write(
    workspace: Workspace, adoption: Adoption, files: dict[str, bytes], activity: Activity, dry_run: bool
) -> None:
    from neaspec_cli.adapters.transaction import CommitPlan, TagPlan

    text = workspace.text(TIMELINE_FILE)
    started = text if activity.started else start(text, activity.id, on=adoption.date)
    changes: dict[str, bytes | None] = dict(files)
    if started != text:
        changes[TIMELINE_FILE] = started.encode()
    words = f"Adopt {adoption.plan}\n\n{adoption.meeting}: {adoption.decision}"
    plan = CommitPlan(changes, words, {"Neaspec": ["adopt"]})
    tag = TagPlan(_tag(adoption.date), f"{words}\n\nText: {adoption.text}\n")
    workspace.commit_all([plan], tag, dry_run)


def _tag(day: datetime.date) -> str:
    return f"adopted/{day}"
