"""`neaspec feedback report`: the disposition of comments, to send or to work on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neaspec_cli.commands.feedback_options import (
    FromOption,
    KindOption,
    RoundOption,
    SectionOption,
    fitting,
)
from neaspec_cli.commands.options import HERE, DryRun, PlanFolder
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.text.counted import counted
from neaspec_cli.errors import NeaspecError
from neaspec_cli.terminal.console import say, tell

ENDINGS = (".csv", ".docx", ".html", ".json", ".md", ".pdf", ".xlsx")
LAYOUTS = ("audit-trail", "iso", "by-paragraph")


class UnknownFormat(NeaspecError):
    """The file's ending names no format of the report."""

    def __init__(self, file: Path) -> None:
        known = f"{', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
        super().__init__(f"{file} does not end in a known format.", f"Name a file that ends in {known}.")


def parse_layout(text: str) -> str:
    """One of the layouts; anything else is wrong usage."""
    if text not in LAYOUTS:
        raise typer.BadParameter(f"{text!r} is none of {', '.join(LAYOUTS)}")
    return text


LayoutOption = Annotated[
    str,
    typer.Option(
        "--layout",
        metavar="LAYOUT",
        parser=parse_layout,
        help="audit-trail: one table; iso: the commenting form of ISO; by-paragraph: beneath the words commented on.",
    ),
]


AllParagraphsOption = Annotated[
    bool,
    typer.Option(
        "--all-paragraphs", help="by-paragraph: also those without comments, for a meeting to go through."
    ),
]
PublicOption = Annotated[
    bool,
    typer.Option(
        "--public", help="For others: no names, no internal notes, nothing withheld or not yet decided."
    ),
]
AttributedOption = Annotated[
    bool, typer.Option("--attributed", help="Name the States and bodies that said it, also with --public.")
]


def report(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A file ending in .docx, .pdf, .html, .xlsx, .csv, .md or .json."
        ),
    ],
    round_name: RoundOption = None,
    layout: LayoutOption = "audit-trail",
    public: PublicOption = False,
    attributed: AttributedOption = False,
    all_paragraphs: AllParagraphsOption = False,
    source: FromOption = "",
    section: SectionOption = "",
    kind: KindOption = "",
    folder: PlanFolder = HERE,
    dry_run: DryRun = False,
) -> None:
    """Write the disposition of comments: what was said, what was decided and why.

    States stand in alphabetical order, general comments first. The workbook without --public and --layout is the one
    that `neaspec feedback update` reads back.

    Examples:

    - `neaspec feedback report dist/comments-draft.xlsx`
    - `neaspec feedback report for-all.pdf --public`
    - `neaspec feedback report for-the-meeting.docx --layout by-paragraph --all-paragraphs`
    - `neaspec feedback report filled-form.docx --layout iso --from JPN`
    """
    ending = file.suffix.lower()
    if ending not in ENDINGS:
        raise UnknownFormat(file)
    if all_paragraphs:
        _check_paragraphs(layout, ending)
    from neaspec_cli.commands.copies import write_file
    from neaspec_cli.commands.reporting import Reporting
    from neaspec_cli.terminal.working import working

    workspace, named = Workspace.open(folder), attributed or not public
    circulation = workspace.circulation(round_name)
    with working(f"Writing {file.name}"):
        found = fitting(workspace, circulation.name, source, section, kind)
        reporting = Reporting.of(
            workspace,
            circulation,
            found,
            layout,
            public=public,
            attributed=named,
            all_paragraphs=all_paragraphs,
        )
        data = reporting.written(ending)
        if not dry_run:
            write_file(file, data)
    for one in reporting.warnings(ending):
        say(f"Warning: {one}")
    tell(
        f"{'Would write' if dry_run else 'Wrote'} {file} ({counted(len(reporting.report.rows), 'comments')})"
    )


def _check_paragraphs(layout: str, ending: str) -> None:
    """Paragraphs without comments stand only where paragraphs stand."""
    if layout != "by-paragraph":
        raise typer.BadParameter("--all-paragraphs goes with --layout by-paragraph")
    if ending == ".csv":
        raise typer.BadParameter("a list of values has a line for each comment; leave --all-paragraphs out")
