"""`neaspec feedback report`: the disposition of comments, to send or to work on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neaspec_cli.commands.feedback_options import FromOption, KindOption, RoundOption, SectionOption
from neaspec_cli.commands.options import HERE, DryRun, PlanFolder
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.comments import selected
from neaspec_cli.errors import NeaspecError
from neaspec_cli.terminal.console import tell

if TYPE_CHECKING:
    from neaspec_cli.core.register.report import Report
    from neaspec_cli.core.rounds import Circulation

ENDINGS = (".docx", ".md", ".xlsx")


class UnknownFormat(NeaspecError):
    """The file's ending names no format of the report."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} does not end in a known format.", f"Name a file that ends in {' or '.join(ENDINGS)}."
        )


def report(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file ending in .docx, .xlsx or .md.")],
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
    """Write the disposition of comments as a Word file, a workbook or Markdown.

    Examples:

    - `neaspec feedback report dist/comments-draft.xlsx`
    - `neaspec feedback report for-all.docx --public`
    - `neaspec feedback report for-japan.xlsx --from JPN`
    """
    if file.suffix.lower() not in ENDINGS:
        raise UnknownFormat(file)
    from neaspec_cli.commands.circulated import circulated_text
    from neaspec_cli.commands.copies import write_file
    from neaspec_cli.core.register.report import in_order
    from neaspec_cli.core.register.report import report as table

    workspace = Workspace.open(folder)
    circulation = workspace.circulation(round_name)
    text = circulated_text(workspace, circulation)
    found = selected(workspace.feedback(circulation.name), source=source, section=section, kind=kind)
    sources = in_order(workspace.settings())
    named = attributed or not public
    made = table(text.plan, text, found, public=public, attributed=named, sources=sources)
    properties = {
        "neaspec-plan": text.plan,
        "neaspec-circulation": circulation.name,
        "neaspec-text": text.text,
    }
    data = _written(file.suffix.lower(), made, workspace, circulation, properties)
    if not dry_run:
        write_file(file, data)
    tell(f"{'Would write' if dry_run else 'Wrote'} {file} ({len(made.rows)} comments)")


def _written(
    ending: str, made: Report, workspace: Workspace, circulation: Circulation, properties: dict[str, str]
) -> bytes:
    """The report in the format of that ending, dated with the circulation."""
    from neaspec_cli.publish.sheet import write_markdown_report, write_report

    if ending == ".md":
        return write_markdown_report(made)
    if ending == ".xlsx":
        return write_report(made, circulation.date, properties)
    from neaspec_cli.publish.report_word import write_report_word

    return write_report_word(made, workspace.settings(), circulation, properties, circulation.date)
