"""`neaspec feedback update`: what colleagues decided in the workbook of dispositions goes on record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from neaspec_cli.commands.feedback_import import bytes_of
from neaspec_cli.commands.feedback_options import ByOption, write
from neaspec_cli.commands.options import HERE, AsJson, DryRun, OnDate, PlanFolder, print_json, today
from neaspec_cli.commands.returned import AnotherPlan
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.register.matrix_update import CellChange, Update
from neaspec_cli.core.register.matrix_update import update as updated
from neaspec_cli.core.register.report import COLUMNS
from neaspec_cli.terminal.console import say, tell

if TYPE_CHECKING:
    from neaspec_cli.intake.matrix import Matrix

TITLES = {name: title for name, title, _ in COLUMNS}
MOST_SHOWN = 120


def update(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A workbook of neaspec feedback report.")],
    by: ByOption = "",
    folder: PlanFolder = HERE,
    on: OnDate = None,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Read the workbook of dispositions back: exactly the cells that were changed in it.

    A row is refused, with both values, where the comment was changed on record since the workbook was written, and
    where a decision says too little; the other rows go in.

    Examples:

    - `neaspec feedback update dispositions.xlsx`
    - `neaspec feedback update dispositions.xlsx --by "Working group" --dry-run`
    """
    from neaspec_cli.intake.guard import MOST_REGISTER
    from neaspec_cli.intake.matrix import read_matrix

    workspace, day = Workspace.open(folder, writing=True), today(on)
    matrix = read_matrix(bytes_of(file, MOST_REGISTER), TITLES)
    _check_plan(workspace, matrix)
    name = matrix.circulation or _circulation_of(matrix)
    before = {one.source: one for one in workspace.feedback(workspace.circulation(name).name)}
    who = by or workspace.repository.identity().name
    result = updated(matrix.rows, before.values(), by=who, on=day, titles=TITLES)
    if result.edited:
        named = [one.id for one in result.edited]
        what = ", ".join(named) if len(named) < 6 else f"{len(named)} comments"
        message = f"Take in decisions on {what} on {name}\n\nFrom {' '.join(file.name.split())}."
        write(workspace, before, result.after, message, "feedback update", dry_run)
    if as_json:
        print_json(_value(file, name, result))
    else:
        _tell(result, dry_run)
    if result.refused:
        raise typer.Exit(1)


def _check_plan(workspace: Workspace, matrix: Matrix) -> None:
    title = workspace.settings().title
    if matrix.plan and matrix.plan != title:
        raise AnotherPlan(matrix.plan, title)


def _circulation_of(matrix: Matrix) -> str:
    """Where the properties of the file were lost, the rows tell."""
    names = {row.mark.rpartition("/")[0] for row in matrix.rows if "/" in row.mark}
    if len(names) != 1:
        from neaspec_cli.intake.matrix import NoMatrix

        raise NoMatrix
    return names.pop()


def _value(file: Path, circulation: str, result: Update) -> dict[str, Any]:
    return {
        "file": str(file),
        "circulation": circulation,
        "changed": [{"id": one.id, "cells": _cells(one.cells, "from", "to")} for one in result.edited],
        "refused": [
            {
                "row": one.number,
                "id": one.id,
                "reason": one.reason,
                "cells": _cells(one.cells, "on_record", "workbook"),
            }
            for one in result.refused
        ],
        "left": [{"row": number, "id": identifier, "cell": name} for number, identifier, name in result.left],
    }


def _cells(cells: Sequence[CellChange], old: str, new: str) -> dict[str, dict[str, str]]:
    return {one.name: {old: one.on_record, new: one.workbook} for one in cells}


def _tell(result: Update, dry_run: bool) -> None:
    """What changed, on stdout; what was not taken, beside it."""
    for one in result.edited:
        tell(f"{one.id}: {'; '.join(map(_change, one.cells))}")
    for number, identifier, name in result.left:
        say(
            f"Row {number} ({identifier}): {TITLES[name]} was cut when the workbook was written, so it is left as it is"
        )
    for row in result.refused:
        of = f" ({row.id})" if row.id else ""
        say(f"Error: row {row.number}{of} is refused: {row.reason}.")
        for cell in row.cells:
            say(
                f"  {TITLES[cell.name]}: {_shown(cell.on_record)} on record, {_shown(cell.workbook)} in the workbook"
            )
    if result.refused:
        say("Hint: mend these rows in the workbook and read it again; what went in stays as it is.")
    count = len(result.edited)
    if count:
        verb = "would be" if dry_run else "was" if count == 1 else "were"
        tell(f"{count} comment{'' if count == 1 else 's'} {verb} changed")
    elif not result.refused:
        tell("Nothing was changed in the workbook that is not on record")


def _change(cell: CellChange) -> str:
    return f"{TITLES[cell.name]} {_shown(cell.on_record)} → {_shown(cell.workbook)}"


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= MOST_SHOWN else line[: MOST_SHOWN - 1] + '…'}”" if line else "empty"
