"""`neaspec export`: the plan at any revision as Word, PDF or Markdown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from neaspec_cli.commands.completion import participants, revisions
from neaspec_cli.commands.copies import copy_of, kind_of, write_file
from neaspec_cli.commands.options import HERE, DryRun, OnDate, PlanFolder, today
from neaspec_cli.commands.workspace import Revision, Workspace
from neaspec_cli.errors import NeaspecError
from neaspec_cli.publish.copy import Copy
from neaspec_cli.terminal.console import tell

app = typer.Typer(add_completion=False)


class CopyKind(StrEnum):
    """Kinds of copy that can be asked for."""

    official = "official"
    review = "review"
    annotated = "annotated"


class UnknownFormat(NeaspecError):
    """The file's ending names no format that can be written."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} does not end in a known format.",
            f"Name a file that ends in {', '.join(sorted(WRITERS))}.",
        )


@app.command()
def export(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files ending in .docx, .pdf or .md.")],
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar="REV", help="Round, circulation or git revision.", autocompletion=revisions
        ),
    ] = None,
    kind: Annotated[CopyKind | None, typer.Option("--as", help="Kind of copy.")] = None,
    addressee: Annotated[
        str,
        typer.Option(
            "--for", metavar="ID", help="Mark the copy for a participant.", autocompletion=participants
        ),
    ] = "",
    attributed: Annotated[
        bool, typer.Option("--attributed", help="Name those who hold bracketed text.")
    ] = False,
    no_markers: Annotated[
        bool, typer.Option("--no-markers", help="Leave out of a Word file what screen readers stumble over.")
    ] = False,
    folder: PlanFolder = HERE,
    on: OnDate = None,
    dry_run: DryRun = False,
) -> None:
    """Write the plan as Word, PDF or Markdown, as it stands or at any revision.

    A circulation is written as it was sent, to the byte. Without `--as` it is a review copy. Who holds bracketed
    text is named only with `--attributed`.

    A Word file holds hidden bookmarks and properties by which it is placed when it comes back. Screen readers say each
    bookmark: `--no-markers` makes an accessible copy without them, which is placed by its words.

    Examples:

    - `neaspec export dist/plan.docx dist/plan.pdf`
    - `neaspec export draft.pdf --at draft-1`
    - `neaspec export final.docx --as official`
    - `neaspec export meeting.docx --attributed`
    - `neaspec export accessible.docx --no-markers`
    """
    for file in files:
        if file.suffix.lower() not in WRITERS:
            raise UnknownFormat(file)
    workspace = Workspace.open(folder)
    if addressee:
        workspace.settings().participant(addressee)
    revision = workspace.revision(at) if at else Revision("working tree", None)
    as_asked = Asked(attributed, not no_markers)
    default = kind_of(revision.circulation) if revision.circulation else "review"
    copy = copy_of(workspace, revision, kind.value if kind else default, addressee=addressee, on=today(on))
    from neaspec_cli.terminal.console import console

    for file in files:
        with console(stderr=True).status(f"Writing {file}"):
            data = WRITERS[file.suffix.lower()](copy, as_asked)
        if not dry_run:
            write_file(file, data)
        tell(f"{'Would write' if dry_run else 'Wrote'} {file} ({max(1, len(data) // 1000)} kB)")


@dataclass(frozen=True)
class Asked:
    """How a copy is written: with the names of holders, and in Word with markers."""

    attributed: bool = False
    markers: bool = True


def _word(copy: Copy, asked: Asked) -> bytes:
    from neaspec_cli.commands.pack import pages_of
    from neaspec_cli.publish.word import write_word

    return write_word(copy, attributed=asked.attributed, pages=pages_of(copy), markers=asked.markers)


def _pdf(copy: Copy, asked: Asked) -> bytes:
    from neaspec_cli.publish.pdf import write_pdf

    return write_pdf(copy, attributed=asked.attributed)


def _markdown(copy: Copy, asked: Asked) -> bytes:
    from neaspec_cli.publish.text import write_markdown

    return write_markdown(copy, attributed=asked.attributed)


WRITERS: dict[str, Callable[[Copy, Asked], bytes]] = {".docx": _word, ".pdf": _pdf, ".md": _markdown}
