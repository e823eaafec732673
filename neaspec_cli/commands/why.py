"""`neaspec why`: how a block came to say what it says, and the source table of the whole plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import typer

from neaspec_cli.commands.completion import revisions
from neaspec_cli.commands.histories import steps_between
from neaspec_cli.commands.options import HERE, AsJson, OnDate, PlanFolder, print_json, today
from neaspec_cli.commands.workspace import TAGS, Workspace
from neaspec_cli.core.comparing.tracing import History, Spot, trace
from neaspec_cli.core.comparison import run_json
from neaspec_cli.core.plan import Plan
from neaspec_cli.core.rounds import newest
from neaspec_cli.core.text.blocks import Block
from neaspec_cli.core.text.signs import printed
from neaspec_cli.errors import NeaspecError

app = typer.Typer(add_completion=False)


class NoSuchBlock(NeaspecError):
    """Nothing in the plan has that label."""

    def __init__(self, label: str) -> None:
        super().__init__(
            f"Nothing in the plan is called {label}.",
            'Labels are what a reader sees, such as 27, "27(b)", "heading II.A" or "Table 1 row 3 column 2".',
        )


@dataclass(frozen=True)
class Listed:
    """The blocks of a plan by where they stand, with what their readers call them."""

    labels: Mapping[Spot, str]
    blocks: Mapping[Spot, Block]


@app.command()
def why(
    label: Annotated[
        str | None, typer.Argument(metavar="[LABEL]", help="What its reader sees, such as 27 or 27(b).")
    ] = None,
    table: Annotated[
        bool, typer.Option("--table", help="All paragraphs: number now and before, contributors, reasons.")
    ] = False,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="REV", help="Labels of this revision.", autocompletion=revisions),
    ] = None,
    folder: PlanFolder = HERE,
    on: OnDate = None,
    as_json: AsJson = False,
) -> None:
    """Tell how a paragraph came to say what it says: each change, who asked for it, and why.

    `--table` gives the source table that goes with a revised text, since the newest circulation before it.

    Examples:

    - `neaspec why 27`
    - `neaspec why "Table 1 row 3 column 2"`
    - `neaspec why --table --json`
    """
    workspace = Workspace.open(folder)
    revision = workspace.revision(at).git if at else None
    listed = list_blocks(workspace.plan(revision))
    if table:
        show_table(workspace, listed, revision, today(on), as_json)
        return
    spots = [spot for spot, known in listed.labels.items() if label and known == label]
    if not spots:
        raise NoSuchBlock(label or "nothing")
    histories = trace(steps_between(workspace, None, revision, today(on)), spots)
    found = [(spot, histories[spot]) for spot in spots]
    if as_json:
        print_json([_block_json(listed, spot, history) for spot, history in found])
        return
    from neaspec_cli.terminal.console import console
    from neaspec_cli.terminal.why_view import block_view

    for spot, history in found:
        for part in block_view(listed.labels[spot], spot[0], printed(listed.blocks[spot]), history):
            console().print(part)


def list_blocks(plan: Plan) -> Listed:
    """Every block that has a label, annotations included."""
    labels: dict[Spot, str] = {}
    blocks: dict[Spot, Block] = {}
    for section, of_section in zip(plan.sections, plan.labels(annotated=True), strict=True):
        for index, (block, known) in enumerate(zip(section.blocks, of_section, strict=True)):
            if known.text:
                labels[section.path, index] = known.text
                blocks[section.path, index] = block
    return Listed(labels, blocks)


def show_table(workspace: Workspace, listed: Listed, revision: str | None, on: Any, as_json: bool) -> None:
    """Number now, number before, contributors and reasons of every paragraph that is not a cell or a note."""
    base = newest(workspace.circulations())
    if base is None:
        raise NeaspecError(
            "Nothing has been circulated yet.", "There is no earlier text to trace paragraphs to."
        )
    before = list_blocks(workspace.plan(TAGS + base.name))
    spots = [spot for spot, block in listed.blocks.items() if block.kind not in ("cell", "note", "code")]
    histories = trace(steps_between(workspace, TAGS + base.name, revision, on), spots)
    rows = [_row(listed, before, spot, histories[spot]) for spot in spots]
    if as_json:
        print_json({"since": base.name, "paragraphs": rows})
        return
    from neaspec_cli.terminal.console import console
    from neaspec_cli.terminal.why_view import table_view

    console().print(table_view(base.name, rows))


def _row(listed: Listed, before: Listed, spot: Spot, history: History) -> dict[str, Any]:
    reasons = [touch.reason for touch in history.touches]
    return {
        "now": listed.labels[spot],
        "before": [before.labels[one] for one in history.origins if one in before.labels],
        "contributors": sorted({name for one in reasons for name in one.proposed_by}),
        "comments": [name for one in reasons for name in one.comments],
        "reasons": [one.reason or one.subject for one in reasons],
    }


def _block_json(listed: Listed, spot: Spot, history: History) -> dict[str, Any]:
    return {
        "section": spot[0],
        "label": listed.labels[spot],
        "text": listed.blocks[spot].text,
        "changes": [
            {"kind": touch.kind, **asdict(touch.reason), "runs": [run_json(run) for run in touch.runs]}
            for touch in history.touches
        ],
    }
