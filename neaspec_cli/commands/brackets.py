"""`neaspec brackets`: the ledger of what is not agreed, and settling it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer

from neaspec_cli.commands import completion
from neaspec_cli.commands.completion import participants, sections
from neaspec_cli.commands.merging import names_taken, parse
from neaspec_cli.commands.options import HERE, AsJson, DryRun, OnDate, PlanFolder, print_json, today
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.bracketed import across, adding, settling
from neaspec_cli.core.bracketed.across import Edits
from neaspec_cli.core.brackets import Bracket, bracketed
from neaspec_cli.core.merging.open_sections import as_files
from neaspec_cli.core.plan import Plan, Section
from neaspec_cli.core.text.rewriting import apply_edits
from neaspec_cli.errors import NeaspecError

app = typer.Typer(invoke_without_command=True, add_completion=False)

BracketId = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="Id of a bracket, such as b-JPN-014.", autocompletion=completion.brackets
    ),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; goes on record.")]


class UnknownBracket(NeaspecError):
    """No bracket has that id, or several sections have one."""

    def __init__(self, identifier: str, found: Sequence[Section]) -> None:
        where = ", ".join(section.path for section in found)
        super().__init__(
            f"{identifier} stands in {where}." if found else f"There is no bracket {identifier}.",
            "Give one of them another id." if found else "List them with: neaspec brackets",
        )


class CannotWrite(NeaspecError):
    """The section would not read as it should afterwards, so nothing is written."""

    def __init__(self, section: Section, reason: str) -> None:
        super().__init__(
            f"{section.path} is left as it is: {reason}.", "Edit the section by hand, and commit it."
        )


@app.callback()
def show(
    ctx: typer.Context,
    section: Annotated[
        str,
        typer.Option("--section", metavar="ID", help="Only this section.", autocompletion=sections),
    ] = "",
    holder: Annotated[
        str,
        typer.Option(
            "--by", metavar="ID", help="Only what this participant holds.", autocompletion=participants
        ),
    ] = "",
    folder: PlanFolder = HERE,
    on: OnDate = None,
    as_json: AsJson = False,
) -> None:
    """List what is not agreed: where it stands, who holds which words, since when; and how it went so far.

    With a subcommand, settle it or record positions as they change.

    Examples:

    - `neaspec brackets`
    - `neaspec brackets --by JPN`
    - `neaspec brackets --json`
    """
    if ctx.invoked_subcommand:
        if folder != HERE or on or as_json or section or holder:
            command = f"neaspec brackets {ctx.invoked_subcommand}"
            raise typer.BadParameter(f"options stand after the subcommand: {command} … -C DIR")
        return
    from neaspec_cli.commands.ledgers import gather
    from neaspec_cli.core.bracketed.ledger import as_json as ledger_json
    from neaspec_cli.core.bracketed.ledger import only

    workspace = Workspace.open(folder)
    if holder:
        workspace.settings().participant(holder)
    found = only(gather(workspace, today(on)), section=section, holder=holder)
    if as_json:
        print_json(ledger_json(found))
        return
    from neaspec_cli.terminal.brackets_view import view
    from neaspec_cli.terminal.console import console

    for part in view(found):
        console().print(part)


@app.command()
def settle(
    identifier: BracketId,
    take: Annotated[
        str,
        typer.Option("--take", metavar="ID", help="Take this holder's wording.", autocompletion=participants),
    ] = "",
    drop: Annotated[
        bool, typer.Option("--drop", help="Let all wishes fall: the text reads as it did before them.")
    ] = False,
    text: Annotated[str | None, typer.Option("--text", metavar="TEXT", help="Other words.")] = None,
    reason: Reason = "",
    folder: PlanFolder = HERE,
    dry_run: DryRun = False,
) -> None:
    """Settle a bracket: the words that were agreed on stay, brackets and other wordings go.

    Examples:

    - `neaspec brackets settle b-JPN-014 --take JPN --reason "Agreed in plenary"`
    - `neaspec brackets settle b-CHN-003 --drop`
    - `neaspec brackets settle b-JPN-014 --text seventy --reason "A compromise of the chair"`
    """
    if bool(take) + drop + (text is not None) != 1:
        raise typer.BadParameter("say one of --take ID, --drop and --text TEXT")
    workspace = Workspace.open(folder, writing=True)
    found, bracket = find(workspace.plan(), identifier)
    if take:
        workspace.settings().participant(take)
        outcome, how = settling.taken(bracket, take), f"as {take} wants it"
    elif drop:
        outcome, how = settling.dropped(bracket), "as it stood before"
    else:
        outcome, how = settling.worded(bracket, text or ""), "in other words"
    by = [take] if take else sorted(outcome.kept.by) if outcome.kept else []
    words = f"now reads: {outcome.words}" if outcome.words else "the words are gone"
    edits = across.settle(found, outcome)
    write(workspace, edits, identifier, f"Settle {identifier} {how}", reason, by, dry_run)
    tell(found[0][0], identifier, words, dry_run)


@app.command()
def add(
    section_name: Annotated[
        str, typer.Argument(metavar="SECTION", help="Id of a section.", autocompletion=sections)
    ],
    label: Annotated[
        str, typer.Argument(metavar="LABEL", help='What its reader sees, such as 27(b) or "Table 1 row 3".')
    ],
    by: Annotated[
        list[str],
        typer.Option(
            "--by", metavar="ID", help="Who wants it; may be repeated.", autocompletion=participants
        ),
    ],
    quote: Annotated[
        str, typer.Option("--quote", metavar="TEXT", help="The words that are meant; without it the whole.")
    ] = "",
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help="The words that are wanted instead.")
    ] = None,
    delete: Annotated[bool, typer.Option("--delete", help="The words are to go out.")] = False,
    after: Annotated[bool, typer.Option("--after", help="--text is wanted after the words.")] = False,
    identifier: Annotated[
        str, typer.Option("--id", metavar="ID", help="Id of the bracket; b-1, b-2, … without it.")
    ] = "",
    reason: Reason = "",
    folder: PlanFolder = HERE,
    dry_run: DryRun = False,
) -> None:
    """Put words in brackets as somebody takes a position; where they are in brackets already, join it.

    Without `--text` and `--delete` the words that stand there are wanted as they are.

    Examples:

    - `neaspec brackets add goals 3 --quote ninety --text sixty --by JPN`
    - `neaspec brackets add goals "3(b)" --delete --by CHN --by RUS`
    - `neaspec brackets add goals 4 --quote contributions --after --text "and fees" --by MNG`
    """
    if (delete and text is not None) or (after and not text):
        raise typer.BadParameter("--delete and --text exclude each other, and --after needs --text")
    workspace = Workspace.open(folder, writing=True)
    holders = tuple(sorted({workspace.settings().participant(one).id for one in by}))
    plan = workspace.plan()
    section, numbers = place(plan, section_name, label)
    name = identifier or next_name(names_taken(workspace, plan))
    position = adding.Position(holders, "" if delete else text, after)
    edits = adding.add(section, numbers, quote, position, name, plan.sections)
    key, who = edits[0][1].key, ", ".join(holders)
    message = f"Record what {who} want of {section.id} {label}"
    write(workspace, edits, key, message, reason, holders, dry_run)
    tell(section, key, "is in brackets", dry_run)


@app.command()
def withdraw(
    identifier: BracketId,
    by: Annotated[
        str, typer.Option("--by", metavar="ID", help="Who withdraws.", autocompletion=participants)
    ],
    reason: Reason = "",
    folder: PlanFolder = HERE,
    dry_run: DryRun = False,
) -> None:
    """Record that somebody no longer holds a bracket; with its last holder the bracket goes.

    Examples:

    - `neaspec brackets withdraw b-JPN-014 --by JPN`
    """
    workspace = Workspace.open(folder, writing=True)
    found, _ = find(workspace.plan(), identifier)
    edits = across.withdraw(found, by)
    written = write(workspace, edits, identifier, f"Withdraw {by} from {identifier}", reason, [by], dry_run)
    left = sorted({holder for one in written if one.id == identifier for holder in one.holders})
    tell(found[0][0], identifier, f"is held by {', '.join(left)}" if left else "is settled", dry_run)


def find(plan: Plan, identifier: str) -> tuple[list[tuple[Section, Bracket]], Bracket]:
    """What stands under that id in each section, where its words stood before first, and all of it as one."""
    found = across.standing(plan.sections, identifier)
    bracket = across.whole(found)
    if bracket is None:
        raise UnknownBracket(identifier, [section for section, _ in found])
    return sorted(found, key=lambda one: one[0].id != bracket.section), bracket


def place(plan: Plan, section_name: str, label: str) -> tuple[Section, list[int]]:
    """The blocks of a section that a label names: one, or all cells of a row."""
    section = plan.section(section_name)
    number = plan.sections.index(section)
    labels = [one.text for one in plan.labels(annotated=True)[number]]
    numbers = [at for at, one in enumerate(labels) if one == label][:1]
    numbers = numbers or [at for at, one in enumerate(labels) if one.startswith(f"{label} column ")]
    if not numbers:
        shown = ", ".join(one for one in labels if one and " column " not in one)
        raise NeaspecError(f"Nothing in {section.id} is called {label}.", f"There are {shown}.")
    return section, numbers


def next_name(taken: set[str]) -> str:
    """The first of b-1, b-2, … that nothing is called."""
    number = 1
    while f"b-{number}" in taken:
        number += 1
    return f"b-{number}"


def write(
    workspace: Workspace,
    edits: Edits,
    identifier: str,
    message: str,
    reason: str,
    by: Sequence[str],
    dry_run: bool,
) -> tuple[Bracket, ...]:
    """Commit sections with an edit each, read back before; gives the brackets that they have then."""
    changed: dict[str, str] = {}
    read: list[Bracket] = []
    for section, edit in edits:
        applied = apply_edits(section.source, section.blocks, [edit], partial(parse, workspace, section))
        for refused in applied.refused:
            raise CannotWrite(section, refused.reason)
        changed[section.path] = applied.source
        read += bracketed(parse(workspace, section, applied.source), applied.source, section.id)
    body = f"\n\n{reason.strip()}" if reason.strip() else ""
    trailers = {"Neaspec": ["brackets"], "Bracket": [identifier], "Proposed-by": list(by)}
    files = as_files(workspace.plan().sections, changed, partial(parse, workspace))
    workspace.commit(files, message + body, trailers, dry_run)
    return tuple(read)


def tell(section: Section, identifier: str, words: str, dry_run: bool) -> None:
    """One line on what came of it."""
    from neaspec_cli.terminal.console import tell as say_so

    would = "Nothing was written. It would be: " if dry_run else ""
    say_so(f"{would}{section.id}, {identifier}: {words}")
