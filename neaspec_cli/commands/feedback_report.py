"""`neaspec feedback report`: the disposition of comments, to send or to work on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neaspec_cli.commands.feedback_options import FromOption, KindOption, RoundOption, SectionOption
from neaspec_cli.commands.options import HERE, DryRun, PlanFolder
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.comments import selected
from neaspec_cli.errors import NeaspecError

ENDINGS = (".md", ".xlsx")


class UnknownFormat(NeaspecError):
    """The file's ending names no format of the report."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} does not end in a known format.", f"Name a file that ends in {' or '.join(ENDINGS)}."
        )


def report(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file ending in .xlsx or .md.")],
    round_name: RoundOption = None,
    public: Annotated[
        bool,
        typer.Option("--public", help="For others: no internal notes, no withheld comments, nobody named."),
    ] = False,
    attributed: Annotated[
        bool, typer.Option("--attributed", help="Name who said it, also with --public.")
    ] = False,
    source: FromOption = "",
    section: SectionOption = "",
    kind: KindOption = "",
    folder: PlanFolder = HERE,
    dry_run: DryRun = False,
) -> None:
    """Write the disposition of comments as a workbook or as Markdown.

    Examples:

    - `neaspec feedback report dist/comments-draft.xlsx`
    - `neaspec feedback report for-all.md --public`
    - `neaspec feedback report for-japan.xlsx --from JPN`
    """
    if file.suffix.lower() not in ENDINGS:
        raise UnknownFormat(file)
    from neaspec_cli.adapters import files as disk
    from neaspec_cli.commands.circulated import circulated_text
    from neaspec_cli.core.report import report as table
    from neaspec_cli.publish.sheet import write_markdown_report, write_report

    workspace = Workspace.open(folder)
    circulation = workspace.circulation(round_name)
    text = circulated_text(workspace, circulation)
    found = selected(workspace.feedback(circulation.name), source=source, section=section, kind=kind)
    made = table(text.plan, text, found, public=public, attributed=attributed or not public)
    properties = {
        "neaspec-plan": text.plan,
        "neaspec-circulation": circulation.name,
        "neaspec-text": text.text,
    }
    is_workbook = file.suffix.lower() == ".xlsx"
    data = write_report(made, circulation.date, properties) if is_workbook else write_markdown_report(made)
    if not dry_run:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            disk.write(file, data)
        except OSError as error:
            raise NeaspecError(
                f"{file} cannot be written: {error.strerror}.", "Choose another place."
            ) from error
    typer.echo(f"{'Would write' if dry_run else 'Wrote'} {file} ({len(made.rows)} comments)")
