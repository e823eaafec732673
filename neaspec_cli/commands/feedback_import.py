"""`neaspec feedback import` and `add`: what came back goes on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from neaspec_cli.commands.columns import ColumnsOption
from neaspec_cli.commands.feedback_options import FromOption, KindOption, RoundOption, write
from neaspec_cli.commands.options import HERE, AsJson, DryRun, OnDate, PlanFolder, print_json, today
from neaspec_cli.commands.pieces import pieces
from neaspec_cli.commands.reception import Reception, told
from neaspec_cli.commands.returned import AlreadyImported, Manner, NoSubmitter, Taken
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core import proposals
from neaspec_cli.core.comments import Comment, Place, SourceFeedback, with_ids
from neaspec_cli.core.plan import PUBLIC
from neaspec_cli.core.proposals import Proposal
from neaspec_cli.core.text.counted import counted
from neaspec_cli.errors import NeaspecError
from neaspec_cli.intake.guard import MOST_TABLE
from neaspec_cli.terminal.console import tell
from neaspec_cli.terminal.working import working

SubmitterOption = Annotated[
    str, typer.Option("--submitter", metavar="NAME", help="Who made a public submission.")
]
LabelOption = Annotated[
    str,
    typer.Option("--at", metavar="LABEL", help="Paragraph as printed, such as 27(b); left out, the whole."),
]
ActivityOption = Annotated[
    str, typer.Option("--activity", metavar="ID", help="Activity of the timeline that it is about.")
]


class NoSuchPlace(NeaspecError):
    """Nothing in the circulated text has that label."""

    def __init__(self, label: str, circulation: str) -> None:
        super().__init__(
            f"Nothing in {circulation} is labelled {label}.",
            "Labels are as printed: 27, 27(b), heading II.A, Table 1 row 3 column 2, note 4.",
        )


class CannotRead(NeaspecError):
    """The file is not there, or may not be read."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"The file cannot be read: {why}.", f"Check the name: {file}")


def import_files(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Files as they came back, of any kind.")
    ],
    round_name: RoundOption = None,
    source: FromOption = "",
    kind: KindOption = "",
    submitter: SubmitterOption = "",
    replaces: Annotated[
        bool | None,
        typer.Option(
            "--replaces/--adds",
            help="All that earlier files of its kind said and it does not is withdrawn, or none of it; "
            "left out, what the files say tells.",
            show_default=False,
        ),
    ] = None,
    columns: ColumnsOption = None,
    folder: PlanFolder = HERE,
    on: OnDate = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Read returned files in, place what they say on the circulated text, and print a receipt for each.

    A file that cannot be read in is refused by name, and the others go in. Originals are kept byte for byte.
    Without `--from`, the mark in the file or the beginning of its name tells who returned it.
    Tracked changes count as substantive, changes of form as editorial; `--kind` says otherwise.

    Examples:

    - `neaspec feedback import JPN.docx --from JPN`
    - `neaspec feedback import returned/*.docx --round draft`
    - `neaspec feedback import CHN-form.xlsx --from CHN --dry-run`
    - `neaspec feedback import submissions.csv --from PUBLIC --map comment=C,name=A`
    """
    workspace = Workspace.open(folder, writing=True)
    manner = Manner(kind or "substantive", submitter, replaces, columns or {})
    reception = Reception.open(workspace, round_name, today(on), manner)
    taken: list[Taken] = []
    refused = 0
    what = files[0].name if len(files) == 1 else counted(len(files), "files")
    with working(f"Reading in {what}", steps=len(files)) as advance:
        for file in files:
            refused += _take_in(file, source, reception, taken)
            advance()
        changes = reception.changes()
        if changes:
            workspace.commit(changes, _message(taken), _trailers(taken), dry_run)
    _show(taken, reception, as_json, dry_run)
    if refused:
        raise typer.Exit(1)


def _take_in(file: Path, source: str, reception: Reception, taken: list[Taken]) -> int:
    """Take a file in, of a letter also what is enclosed; how many of these were refused."""
    refused = 0
    told: list[Taken] = []
    try:
        found = list(pieces(file, bytes_of(file)))
    except NeaspecError as error:
        return _refuse(file, error)
    for one in found:
        known = source or reception.desk.known_by(one.sender)
        senders = {each.source for each in told}
        try:
            who = known or (senders.pop() if len(senders) == 1 else "")
            told += reception.take(one.file, one.data, who)
        except AlreadyImported as notice:
            _say(f"{one.file}: {notice.message}")
        except NeaspecError as error:
            refused += _refuse(one.file, error)
    taken += told
    return refused


def _refuse(file: Path, error: NeaspecError) -> int:
    _say(f"Error: {file}: {error.message}")
    _say(f"Hint: {error.hint}" if error.hint else "")
    return 1


def add(
    source: FromOption,
    comment: Annotated[str, typer.Option("--comment", metavar="TEXT", help="The remark.")] = "",
    label: LabelOption = "",
    quote: Annotated[str, typer.Option("--quote", metavar="WORDS", help="Words that it is about.")] = "",
    activity: ActivityOption = "",
    replace_words: Annotated[str, typer.Option("--replace", metavar="WORDS", help="Words to replace.")] = "",
    new: Annotated[
        str, typer.Option("--with", metavar="WORDS", help="New words for --replace or --after.")
    ] = "",
    delete: Annotated[str, typer.Option("--delete", metavar="WORDS", help="Words to take out.")] = "",
    after: Annotated[
        str, typer.Option("--after", metavar="WORDS", help="Put --with after these words.")
    ] = "",
    kind: KindOption = "",
    submitter: SubmitterOption = "",
    author: Annotated[str, typer.Option("--author", metavar="NAME", help="Who wrote it.")] = "",
    round_name: RoundOption = None,
    folder: PlanFolder = HERE,
    on: OnDate = None,
    dry_run: DryRun = False,
) -> None:
    """Put one comment on record by hand, such as one from an e-mail or a meeting.

    Examples:

    - `neaspec feedback add --from CHN --at 12 --comment "Name the centres."`
    - `neaspec feedback add --from JPN --at "27(b)" --replace "cities" --with "low-carbon cities"`
    - `neaspec feedback add --from EGM --comment "The meeting welcomed the outline."`
    """
    workspace, day = Workspace.open(folder, writing=True), today(on)
    circulation = workspace.circulation(round_name)
    who = workspace.settings().participant(source).id
    if who == PUBLIC and not submitter:
        raise NoSubmitter
    _check_activity(workspace, activity)
    place = _place(workspace, circulation.name, label, quote or replace_words or delete or after, activity)
    proposal = proposal_of(replace_words, new, delete, after)
    if proposal is None and not comment.strip():
        raise typer.BadParameter("say something with --comment, --replace, --delete or --after")
    placed = bool(place.block or place.activity)
    made = Comment(
        place=place,
        kind=kind or ("substantive" if placed else "general"),
        comment=comment.strip(),
        proposal=proposal,
        author=author,
        date=day.isoformat(),
        submitter=submitter,
    )
    before = {one.source: one for one in workspace.feedback(circulation.name)}
    old = before.get(who, SourceFeedback(circulation.name, who, "comments", day))
    grown = with_ids(
        replace(old, reply="comments", received=old.received or day, comments=(*old.comments, made))
    )
    identifier = grown.comments[-1].id
    write(workspace, before, {who: grown}, f"Record comment {identifier}", "feedback add", dry_run)
    tell(f"{'Would record' if dry_run else 'Recorded'} {circulation.name}/{identifier}")


def proposal_of(replace_words: str, new: str, delete: str, after: str) -> Proposal | None:
    """The proposal that the options describe; two at once are wrong usage."""
    if sum(map(bool, (replace_words, delete, after))) > 1:
        raise typer.BadParameter("--replace, --delete and --after are three proposals; give one")
    if delete:
        return proposals.DeleteWords(delete)
    if not new:
        if replace_words or after:
            raise typer.BadParameter("--with is missing: the new words")
        return None
    if replace_words:
        return proposals.ReplaceWords(replace_words, new)
    if after:
        return proposals.InsertWords(new, after)
    raise typer.BadParameter("--with needs --replace or --after")


def _check_activity(workspace: Workspace, activity: str) -> None:
    known = [one.id for one in workspace.timeline().activities] if activity else [""]
    if activity not in known:
        raise NeaspecError(f"The timeline has no activity {activity}.", f"Activities are {', '.join(known)}.")


def _place(workspace: Workspace, circulation: str, label: str, quote: str, activity: str) -> Place:
    if not label:
        return Place(quote=quote, activity=activity)
    from neaspec_cli.commands.circulated import circulated_text

    leaf = circulated_text(workspace, workspace.circulation(circulation)).leaf(Place(block=label))
    if leaf is None:
        raise NoSuchPlace(label, circulation)
    if quote and quote not in leaf.block.text:
        raise NeaspecError(f"{label} does not hold the words “{quote}”.", f"It reads: {leaf.block.text}")
    return leaf.place(quote)


def bytes_of(file: Path, most: int = MOST_TABLE) -> bytes:
    """The bytes of a file to read in, no more than one beyond what is ever read; raises `CannotRead`."""
    # A pipe would be waited for without end.
    if file.exists() and not file.is_file():
        raise CannotRead(file, "it is a folder or a device, not a file")
    try:
        with file.open("rb") as opened:
            return opened.read(most + 1)
    except OSError as error:
        raise CannotRead(file, error.strerror or "unknown reason") from error


def _message(taken: Sequence[Taken]) -> str:
    sources = ", ".join(dict.fromkeys(one.source for one in taken))
    circulations = " and ".join(dict.fromkeys(one.circulation.name for one in taken))
    counts = [f"{Path(one.file).name}: {counted(len(one.changes.added), 'comments')} added" for one in taken]
    return f"Import feedback of {sources} on {circulations}\n\n" + "\n".join(counts)


def _trailers(taken: Sequence[Taken]) -> dict[str, list[str]]:
    return {"Neaspec": ["feedback import"], "Source": list(dict.fromkeys(one.source for one in taken))}


def _show(taken: Sequence[Taken], reception: Reception, as_json: bool, dry_run: bool) -> None:
    carried = reception.carried(taken)
    values = [told(one, carried, reception.later_than(one.circulation)) for one in taken]
    if as_json:
        print_json(values)
        return
    from neaspec_cli.terminal.console import console
    from neaspec_cli.terminal.receipt_view import view

    out = console()
    for one, value in zip(taken, values, strict=True):
        for part in view(value, [comment.kind for comment in one.intake.comments], dry_run):
            out.print(part)


def _say(text: str) -> None:
    from neaspec_cli.terminal.console import say

    if text:
        say(text)
