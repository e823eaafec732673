"""`neaspec compile`: the compilation text, the circulated text with every proposal in its place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from neaspec_cli.commands.feedback_options import FromOption, RoundArgument, SectionOption
from neaspec_cli.commands.options import HERE, AsJson, DryRun, PlanFolder, print_json
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.errors import NeaspecError
from neaspec_cli.terminal.console import say, tell

if TYPE_CHECKING:
    from neaspec_cli.core.compilation import Compilation
    from neaspec_cli.core.rounds import Circulation
    from neaspec_cli.publish.copy import Copy

app = typer.Typer(add_completion=False)
_TRACKED_NOTICE = (
    "Proposals stand as tracked changes by those who make them. Accepting the changes of one alone gives its text; "
    "a second wish of one for the same words is signed (2); what no change can say stands in a comment."
)


Files = Annotated[
    list[Path] | None, typer.Argument(metavar="[FILE]…", help="Files ending in .docx, .pdf, .html or .md.")
]
Output = Annotated[
    list[Path] | None, typer.Option("-o", "--output", metavar="FILE", help="The same as FILE.")
]
IsTracked = Annotated[
    bool, typer.Option("--tracked", help="In Word, proposals as tracked changes by those who make them.")
]
Remarks = Annotated[
    bool, typer.Option("--remarks/--no-remarks", help="List what proposes no wording at the end.")
]


class UnknownFormat(NeaspecError):
    """The file's ending names no format of the compilation text."""

    def __init__(self, file: Path, writers: Mapping[str, object]) -> None:
        super().__init__(
            f"{file} does not end in a format that this is written in.",
            f"Name a file that ends in {', '.join(writers)}.",
        )


class UnknownSection(NeaspecError):
    """The circulation has no section of that id."""

    def __init__(self, section: str, known: Sequence[str]) -> None:
        super().__init__(
            f"There is no section {section} in this circulation.", f"Its sections: {', '.join(known)}."
        )


@dataclass(frozen=True)
class Compiled:
    """A compilation with the copy that it is made on, and what stands at its head."""

    copy: Copy
    compilation: Compilation
    title: str
    notice: str


@app.command("compile")
def compile_text(
    round_name: RoundArgument = None,
    files: Files = None,
    output: Output = None,
    source: FromOption = "",
    section: SectionOption = "",
    is_tracked: IsTracked = False,
    remarks: Remarks = True,
    folder: PlanFolder = HERE,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Write the compilation text: what was circulated with every proposal in its place, and who makes it.

    Words that somebody wants otherwise stand in brackets, followed by who proposes what, such as `[CHN: delete]` or
    `[JPN, MNG: carbon-neutral]`. The same proposal of several stands once, with all of
    their names. Comments without proposed wording, and proposals without a certain place, are listed at the end.
    Without FILE it is printed as Markdown.

    Before anything is written it is read back: without its proposals it must be the circulated text, and with those
    of one source alone what that source wants, to the letter. Withheld comments and names of persons are never in it.

    Examples:

    - `neaspec compile draft`
    - `neaspec compile draft dist/compilation.docx dist/compilation.pdf`
    - `neaspec compile draft-1 -o dist/compilation.html --section programmatic-areas`
    - `neaspec compile draft -o dist/tracked.docx --tracked`
    - `neaspec compile draft -o dist/from-japan.docx --from JPN --no-remarks`
    """
    wanted = [*(files or ()), *(output or ())]
    writers = TRACKED if is_tracked else WRITERS
    for file in wanted:
        if file.suffix.lower() not in writers:
            raise UnknownFormat(file, writers)
    if is_tracked and not wanted:
        raise typer.BadParameter("--tracked needs a Word file to write, such as -o dist/tracked.docx")
    workspace = Workspace.open(folder)
    circulation = workspace.circulation(round_name)
    made = compiled_of(workspace, circulation, source=source, section=section, remarks=remarks)
    if made.compilation.withheld:
        say(f"Left out as not public: {_counted(made.compilation.withheld, 'comment')}")
    if as_json:
        print_json(as_value(made))
    elif not wanted:
        sys.stdout.write(_markdown(made).decode())
    _write(made, wanted, writers, dry_run, say if as_json else tell)


def compiled_of(
    workspace: Workspace,
    circulation: Circulation,
    *,
    source: str = "",
    section: str = "",
    remarks: bool = True,
) -> Compiled:
    """The compilation of a circulation, proved; only of one source or on one section where they are named."""
    from neaspec_cli.commands.copies import copy_of, kind_of, no_answer
    from neaspec_cli.core.comments import selected
    from neaspec_cli.core.compilation import compiled, pieces, prove
    from neaspec_cli.core.merging.wishes import listed
    from neaspec_cli.intake.provenance import COMPILATION

    settings = workspace.settings()
    if source:
        settings.participant(source)
    revision = workspace.revision(circulation.name)
    copy = copy_of(workspace, revision, kind_of(circulation), circulation=circulation)
    copy = no_answer(copy, COMPILATION)
    if section:
        copy = _only(copy, section)
    blocks = [
        (one.id, [leaf.block for leaf in one.leaves], [leaf.label.text for leaf in one.leaves])
        for one in copy.sections
    ]
    labels = [leaf.label.text for leaf in copy.leaves]
    said = selected(workspace.feedback(circulation.name), source=source, section=section)
    compilation = compiled(circulation.name, listed(blocks), labels, said, remarks=remarks)
    prove(compilation, pieces(compilation.lines))
    names = {one.id: one.name for one in settings.participants}
    return Compiled(
        copy,
        compilation,
        f"{copy.settings.title}: compilation text",
        _notice(compilation, circulation, names),
    )


def as_value(made: Compiled) -> dict[str, Any]:
    """`compile --json`: every line with its runs; those of the role text, joined, are the circulated words."""
    compilation = made.compilation
    sections = [one.id for one in made.copy.sections for _ in one.leaves]
    return {
        "circulation": compilation.circulation,
        "text": made.copy.provenance.text,
        "sources": compilation.holders,
        "proposals": compilation.proposals,
        "withheld": compilation.withheld,
        "lines": [
            {
                "section": sections[line.block] if line.block >= 0 else None,
                "label": compilation.labels[line.block] if line.block >= 0 else None,
                "kind": line.kind,
                "new": line.form or None,
                "where": line.where or None,
                "runs": [{"role": run.role, "text": run.text} for run in line.runs],
            }
            for line in compilation.lines
        ],
    }


def _only(copy: Copy, section: str) -> Copy:
    kept = tuple(one for one in copy.sections if one.id == section)
    if not kept:
        raise UnknownSection(section, [one.id for one in copy.sections])
    return replace(copy, sections=kept)


def _notice(compilation: Compilation, circulation: Circulation, names: dict[str, str]) -> str:
    if not compilation.holders:
        return f"There is no proposal and no comment on {circulation.name} to show here."
    said = ", ".join(f"{one} ({names[one]})" if one in names else one for one in compilation.holders)
    return (
        f"Proposals on {circulation.name} in their places. Words that somebody wants otherwise stand in brackets, "
        f"followed by who proposes what; ¶ begins a new paragraph. In this text: {said}."
    )


def _write(
    made: Compiled,
    wanted: Sequence[Path],
    writers: Mapping[str, Callable[[Compiled], bytes]],
    dry_run: bool,
    told: Callable[[str], None],
) -> None:
    from neaspec_cli.commands.copies import write_file

    written = [(file, writers[file.suffix.lower()](made)) for file in wanted]
    for file, data in written:
        if not dry_run:
            write_file(file, data)
        told(
            f"{'Would write' if dry_run else 'Wrote'} {file} ({_counted(made.compilation.proposals, 'proposal')})"
        )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _printed(made: Compiled) -> Copy:
    from neaspec_cli.publish.compiled import woven

    return woven(made.copy, made.compilation, made.title, made.notice)


def _word(made: Compiled) -> bytes:
    from neaspec_cli.commands.pack import pages_of
    from neaspec_cli.publish.compiled_word import write_compiled_word

    printed = _printed(made)
    return write_compiled_word(printed, made.copy, made.compilation, pages_of(printed))


def _tracked(made: Compiled) -> bytes:
    from neaspec_cli.publish.tracked import write_tracked

    names = {one.id: one.name for one in made.copy.settings.participants}
    copy = replace(made.copy, settings=replace(made.copy.settings, title=made.title), notice=_TRACKED_NOTICE)
    return write_tracked(copy, made.compilation, names)


def _pdf(made: Compiled) -> bytes:
    from neaspec_cli.publish.pdf import write_pdf

    return write_pdf(_printed(made))


def _html(made: Compiled) -> bytes:
    from neaspec_cli.publish.compiled_html import write_compiled_html

    return write_compiled_html(made.copy, made.compilation, made.title, made.notice)


def _markdown(made: Compiled) -> bytes:
    from neaspec_cli.publish.compiled_markdown import write_compiled_markdown

    return write_compiled_markdown(made.copy, made.compilation, made.title, made.notice)


WRITERS: dict[str, Callable[[Compiled], bytes]] = {
    ".docx": _word,
    ".pdf": _pdf,
    ".html": _html,
    ".md": _markdown,
}
TRACKED: dict[str, Callable[[Compiled], bytes]] = {".docx": _tracked}
