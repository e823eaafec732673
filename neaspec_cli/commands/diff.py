"""`neaspec diff`: what changed between two circulations, revisions or the working tree, or between two documents."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from neaspec_cli.commands.comparing import Redline, of_documents, of_revisions
from neaspec_cli.commands.completion import revisions
from neaspec_cli.commands.documents import Tracked
from neaspec_cli.commands.options import HERE, AsJson, OnDate, PlanFolder, print_json, today
from neaspec_cli.commands.redlines import FEWER, ON_SCREEN, SIDE_BY_SIDE, redline_json, writer
from neaspec_cli.terminal.console import tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from neaspec_cli.core.comparison import Comparison

app = typer.Typer(add_completion=False)


Older = Annotated[
    str | None,
    typer.Argument(metavar="[FROM]", help="Round, circulation or git revision.", autocompletion=revisions),
]
Newer = Annotated[
    str | None,
    typer.Argument(metavar="[TO]", help="The same; the working tree if left out.", autocompletion=revisions),
]
Files = Annotated[
    bool, typer.Option("--files", help="FROM and TO are documents: .docx, .odt or .md, of any place.")
]
TrackedView = Annotated[
    Tracked,
    typer.Option(
        "--track-changes", help="With --files: take tracked changes of a Word file as made, or not."
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write it as .html, .docx, .pdf, .md or .json."),
]
Stat = Annotated[bool, typer.Option("--stat", help="Show only the words changed in each section.")]
InWords = Annotated[bool, typer.Option("--summary", help="Say in words what changed in each section.")]
Sides = Annotated[
    bool | None,
    typer.Option(
        "--side-by-side/--in-place", help="Old beside new, or changes in place; beside on a wide screen."
    ),
]
Full = Annotated[bool, typer.Option("--full", help="With JSON: list unchanged blocks too.")]
TextOnly = Annotated[bool, typer.Option("--text-only", help="Leave the annotations of the outline out.")]
Why = Annotated[
    bool, typer.Option("--why", help="Put to each change the commit, the comment and the State behind it.")
]
Attributed = Annotated[bool, typer.Option("--attributed", help="Name States in the file that is written.")]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="End with 1 when something changed.")]


@app.command()
def diff(
    older: Older = None,
    newer: Newer = None,
    folder: PlanFolder = HERE,
    on: OnDate = None,
    as_json: AsJson = False,
    files: Files = False,
    track_changes: TrackedView = Tracked.ACCEPT,
    output: Output = None,
    stat: Stat = False,
    in_words: InWords = False,
    sides: Sides = None,
    full: Full = False,
    text_only: TextOnly = False,
    why: Why = False,
    attributed: Attributed = False,
    exit_code: ExitCode = False,
) -> None:
    """Show what changed between two circulations or revisions, or between any two documents.

    Without names: from the newest circulation to the working tree.

    A file that is written names no State unless `--attributed` asks for it.
    JSON is for programs and leaves nothing out.

    Examples:

    - `neaspec diff` (since the newest circulation)
    - `neaspec diff outline draft`
    - `neaspec diff draft-1 draft-2 --summary`
    - `neaspec diff draft-1 -o redline.docx` (with Word's own tracked changes)
    - `neaspec diff draft-1 --why -o redline.html`
    - `neaspec diff main~3 --json`
    - `neaspec diff --files old.docx new.docx -o redline.html`
    """
    written = writer(output) if output is not None else None
    with _without_looking_for_circles():
        if files:
            admit, is_printed = (written.admit, written.is_printed) if written else (None, False)
            redline = of_documents(older, newer, folder, track_changes, why, admit, is_printed=is_printed)
        else:
            redline = of_revisions(folder, older, newer, today(on) if why else None, annotated=not text_only)
        redline = replace(redline, full=full, attributed=attributed, on=today(on))
        if output is not None:
            write(redline, output)
        elif as_json:
            print_json(redline_json(redline))
        else:
            show(redline, stat=stat, in_words=in_words, sides=sides)
    if exit_code and not redline.comparison.is_empty:
        raise typer.Exit(1)


@contextmanager
def _without_looking_for_circles() -> Iterator[None]:
    """Every word that was read is needed to the end, and looking through all of them takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def write(redline: Redline, file: Path) -> None:
    """Write the redline in the format of the file's ending."""
    from neaspec_cli.commands.copies import write_file

    write_file(file, writer(file).write(redline))
    tell(f"Wrote {file}")


def show(redline: Redline, *, stat: bool, in_words: bool, sides: bool | None) -> None:
    """Print for people: side by side where that is asked for or the screen is wide."""
    from neaspec_cli.terminal import redline_view
    from neaspec_cli.terminal.console import console, print_many

    out = console()
    names, comparison = (redline.old.name, redline.new.name), redline.comparison
    if comparison.is_empty:
        tell(f"Nothing changed from {names[0]} to {names[1]}.")
        return
    is_wide = out.is_terminal and out.width >= redline_view.WIDE
    parts: Iterable[RenderableType]
    if in_words:
        parts = redline_view.summary(comparison)
    elif stat:
        parts = [redline_view.stat(comparison)]
    elif _is_side_by_side(comparison, sides, is_wide):
        parts = chain(redline_view.side_by_side(comparison, names), [redline_view.stat(comparison)])
    else:
        ON_SCREEN.bound("on the screen", comparison, FEWER)
        parts = chain(redline_view.in_place(comparison), [redline_view.stat(comparison)])
    out.print(f"From {names[0]} to {names[1]}", style="quiet")
    print_many(out, parts)


def _is_side_by_side(comparison: Comparison, asked: bool | None, is_wide: bool) -> bool:
    """As it was asked for; else on a wide screen, unless there are more changes than go side by side."""
    if asked is None:
        return is_wide and SIDE_BY_SIDE.has_room(comparison)
    if asked:
        SIDE_BY_SIDE.bound("side by side", comparison, FEWER)
    return asked
