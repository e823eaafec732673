"""`neaspec merge`: accepted proposals go into the plan, one commit each; what is open goes into brackets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from neaspec_cli.commands.completion import circulations, comments
from neaspec_cli.commands.feedback_options import FromOption, KindOption, SectionOption, fitting
from neaspec_cli.commands.merged_by_hand import record
from neaspec_cli.commands.merging import Outcome, decide, write
from neaspec_cli.commands.options import HERE, AsJson, DryRun, PlanFolder, print_json
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.merging.agreement import Alternative
from neaspec_cli.errors import NeaspecError

app = typer.Typer(add_completion=False)


class UncommittedPlan(NeaspecError):
    """The plan has changes that are in no commit."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(
            f"These files have changes that are not committed: {', '.join(paths)}.",
            "Commit or undo them first, so that each merged comment is one commit of its own.",
        )


DoneOption = Annotated[
    list[str] | None,
    typer.Option(
        "--done",
        metavar="ID",
        help="Record that this was carried out by hand; several with commas, or all that fit.",
        autocompletion=comments,
    ),
]


@app.command()
def merge(
    round_name: Annotated[
        str | None,
        typer.Argument(
            metavar="[ROUND]", help="Round or circulation; the newest.", autocompletion=circulations
        ),
    ] = None,
    together: Annotated[
        bool,
        typer.Option("--together", help="Bring in all that is undecided too, in brackets, for a meeting."),
    ] = False,
    in_brackets: Annotated[
        bool, typer.Option("--brackets/--no-brackets", help="Put what clashes into the text, in brackets.")
    ] = True,
    done: DoneOption = None,
    source: FromOption = "",
    section: SectionOption = "",
    kind: KindOption = "",
    folder: PlanFolder = HERE,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Apply proposals that are accepted and agreed to the plan as it stands, one commit each.

    What clashes stands side by side in the text, in brackets with the names of those who hold it, in one last
    commit; `neaspec brackets` lists and settles it. What has no certain place any more is listed and left for
    people. In both cases the exit code is 1. With `--done` what people carried out themselves is recorded: comments
    that are named, or `all` accepted ones of those that --from, --section and --kind choose.

    Examples:

    - `neaspec merge --dry-run`
    - `neaspec merge draft`
    - `neaspec merge draft --together`
    - `neaspec merge draft --done JPN-007,CHN-012`
    - `neaspec merge draft --done all --from JPN --section goals`
    """
    workspace = Workspace.open(folder, writing=True)
    circulation = workspace.circulation(round_name).name
    dirty = workspace.repository.dirty(["plan"])
    if dirty:
        raise UncommittedPlan(dirty)
    if done:
        found = fitting(workspace, circulation, source, section, kind)
        record(workspace, circulation, done, found, as_json=as_json, dry_run=dry_run)
        return
    if source or section or kind:
        raise typer.BadParameter("--from, --section and --kind choose what --done all records")
    if together and not in_brackets:
        raise typer.BadParameter("--together brings in brackets; leave --no-brackets out")
    outcome = decide(workspace, circulation, together=together, in_brackets=in_brackets)
    write(workspace, outcome, dry_run)
    if as_json:
        print_json(outcome_json(outcome))
    else:
        _show(outcome, dry_run)
    if not outcome.is_complete:
        raise typer.Exit(1)


def _show(outcome: Outcome, dry_run: bool) -> None:
    from neaspec_cli.terminal.console import console
    from neaspec_cli.terminal.merge_view import view

    clashes = [(one.clash, one.reason) for one in outcome.opened if one.run is None]
    for part in view(
        outcome.circulation, outcome.carried, outcome.merged, clashes, outcome.unwished, dry_run
    ):
        console().print(part)


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """`merge --json`: every accepted comment is in exactly one list."""
    merged = outcome.merged
    return {
        "circulation": outcome.circulation,
        "merged": [
            {
                "comments": one.agreed.keys,
                "proposed_by": one.agreed.holders,
                "section": one.section.id,
                "label": one.label,
            }
            for one in outcome.carried.steps
        ],
        "already": [one.key for one in merged.already],
        "bracketed": [
            {
                "id": one.run.name,
                "section": one.section.id,
                "label": one.label,
                "base": one.stood,
                "is_clash": one.run.is_clash,
                "alternatives": [_alternative(other) for other in one.run.held],
            }
            for one in outcome.carried.bracketed
        ],
        "clashes": [
            {
                "base": one.clash.base,
                "reason": one.clash.reason,
                "id": one.run.name if one.run else None,
                "left_open": one.reason,
                "alternatives": [_alternative(other) for other in one.clash.alternatives],
            }
            for one in outcome.opened
        ],
        "unplaced": [
            {
                "comment": one.key,
                "reason": one.reason,
                "base": one.base,
                "current": one.current,
                "proposed": one.proposed,
            }
            for one in merged.unplaced
        ],
        "by_hand": [{"comment": one.key, "reason": one.reason} for one in outcome.unwished]
        + [
            {"comment": key, "reason": one.reason}
            for one in outcome.carried.refused
            for key in one.agreed.keys
        ]
        + [
            {"comment": key, "reason": one.reason}
            for one in outcome.carried.left_open
            if not one.run.is_clash
            for key in one.run.keys
        ],
    }


def _alternative(one: Alternative) -> dict[str, Any]:
    return {"text": one.text, "holders": one.holders, "comments": one.keys}
