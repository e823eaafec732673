"""`neaspec init`: a new plan repository, from nothing or from a document."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from neaspec_cli.adapters.git import Git
from neaspec_cli.adapters.repository import BareRepository, NotARepository, Repository
from neaspec_cli.adapters.transaction import CommitPlan
from neaspec_cli.commands.options import HERE, DryRun, OnDate, PlanFolder, today
from neaspec_cli.core.beginning import starting
from neaspec_cli.core.beginning.remarks import Remark
from neaspec_cli.core.plan import SETTINGS_FILE, Participant, read_settings
from neaspec_cli.core.timeline import TIMELINE_FILE
from neaspec_cli.errors import Fault, InvalidInput, NeaspecError

app = typer.Typer(add_completion=False)
TITLE = "Strategic Plan"
ADDED_TO = (".gitattributes", ".gitignore")


class Ci(StrEnum):
    """Where the plan is checked after each push."""

    GITHUB = "github"
    GITLAB = "gitlab"


class PlanExists(NeaspecError):
    """There is a plan already."""

    def __init__(self, path: str) -> None:
        super().__init__(f"There is a plan here already: {path}.", "See where it stands: neaspec status")


class InsideRepository(NeaspecError):
    """The folder lies inside another repository."""

    def __init__(self, folder: Path, root: Path) -> None:
        super().__init__(
            f"{folder} lies inside the git repository {root}.",
            "A plan stands at the top of its own repository: name another folder.",
        )


@dataclass(frozen=True)
class Start:
    """What a new plan begins with."""

    title: str
    body: str
    participants: tuple[Participant, ...]


@app.command()
def init(
    directory: Annotated[Path, typer.Argument(metavar="[DIR]", help="Folder of the new repository.")] = HERE,
    title: Annotated[str, typer.Option("--title", help="Title of the plan.")] = "",
    body: Annotated[str, typer.Option("--body", help="The body whose plan it is.")] = "",
    members: Annotated[
        list[str] | None, typer.Option("--member", metavar="ID=NAME", help="A member, such as JPN=Japan.")
    ] = None,
    stakeholders: Annotated[
        list[str] | None,
        typer.Option("--stakeholder", metavar="ID=NAME", help="A stakeholder, such as WWF=WWF."),
    ] = None,
    documents: Annotated[
        list[Path] | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Begin with this Word, ODT or Markdown document, or folder of them.",
        ),
    ] = None,
    ci: Annotated[Ci | None, typer.Option("--ci", help="Check the plan after each push.")] = None,
    folder: PlanFolder = HERE,
    on: OnDate = None,
    dry_run: DryRun = False,
) -> None:
    """Start a plan repository: settings, sections, a timeline to adapt, and a first commit.

    With `--from` the text is split at its top headings into sections and annexes.
    What was changed or left out on the way is listed.
    Without it, the plan is an outline to fill.
    The timeline counts from today's month.

    Examples:

    - `neaspec init plan --title "Strategic Plan 2026-2030" --member JPN=Japan --member MNG=Mongolia`
    - `neaspec init plan --from draft.docx --dry-run`
    - `neaspec init plan --from chapters/ --ci github`
    """
    place = (folder / directory).absolute()
    refuse_existing(place)
    listed = [*participants(members or (), "member"), *participants(stakeholders or (), "stakeholder")]
    found_title, sections, remarks = read_text([folder / one for one in documents or ()])
    start = Start(title or found_title, body, tuple(listed))
    if sys.stdin.isatty():
        start = ask(start)
    start = Start(start.title or TITLE, start.body, start.participants)
    files = plan_files(start, sections, today(on), ci.value if ci else "")
    if not dry_run:
        write(place, files, start.title)
    show(place, files, remarks, dry_run)


def refuse_existing(place: Path) -> None:
    """A plan that is there stays; so does a repository around the folder."""
    for path in (SETTINGS_FILE, TIMELINE_FILE):
        if (place / path).exists():
            raise PlanExists(path)
    around = next((one for one in (place, *place.parents) if one.is_dir()), place)
    try:
        root = Repository.find(around, needs_plan=False).root
    except (NotARepository, BareRepository):
        return
    if root.resolve() != place.resolve():
        raise InsideRepository(place, root)


def participants(words: Sequence[str], kind: str) -> list[Participant]:
    """`JPN=Japan` as a participant; an id alone is its own name."""
    found = []
    for word in words:
        identifier, _, name = (part.strip() for part in word.partition("="))
        if not re.fullmatch(r"[A-Z][A-Z0-9-]*", identifier):
            raise typer.BadParameter(
                f"{word!r}: write an id in capital letters, = and a name, such as JPN=Japan"
            )
        found.append(Participant(identifier, name or identifier, kind))
    return found


def ask(start: Start) -> Start:
    """Ask at the terminal for what the options did not say."""
    title = start.title or typer.prompt("Title of the plan", default=TITLE, err=True)
    body = start.body or typer.prompt("Body whose plan it is", default="", show_default=False, err=True)
    if start.participants:
        return Start(title, body, start.participants)
    said = typer.prompt("Members, such as JPN=Japan, MNG=Mongolia", default="", show_default=False, err=True)
    words = [word for word in said.split(",") if word.strip()]
    return Start(title, body, tuple(participants(words, "member")))


def read_text(documents: Sequence[Path]) -> tuple[str, dict[str, str], Mapping[str, Sequence[Remark]]]:
    """Title, sections and remarks of the documents; without any, sections to fill."""
    if not documents:
        return "", starting.outline_sections(), {}
    from neaspec_cli.commands.importing import read_documents

    found = read_documents(documents)
    return found.title, found.sections, found.remarks


def plan_files(start: Start, sections: Mapping[str, str], on: date, ci: str) -> dict[str, str]:
    """Every file of the new repository by path; faults in what was said are refused."""
    settings = starting.settings_yaml(start.title, start.body, start.participants)
    _, faults = read_settings(settings)
    if faults:
        raise InvalidInput([Fault("options", 0, one.field, one.message) for one in faults])
    files = {
        **starting.fixed_files(ci),
        SETTINGS_FILE: settings,
        **sections,
        TIMELINE_FILE: starting.timeline_yaml(start.title, on),
    }
    return {path: unicodedata.normalize("NFC", text) for path, text in files.items()}


def write(place: Path, files: Mapping[str, str], title: str) -> None:
    """Make the repository and its first commit; when that fails, what was made is taken away again."""
    is_new_folder, is_new = not place.exists(), not (place / ".git").exists()
    repository = Repository.init(place)
    try:
        changes = {path: _content(place, path, text).encode() for path, text in files.items()}
        plan = CommitPlan(changes, f"Begin {title}", {"Neaspec": ["init"]})
        repository.commit([plan])
    except BaseException:
        if is_new and Git(place).ask("rev-parse", "--verify", "--quiet", "HEAD").code:
            shutil.rmtree(place if is_new_folder else place / ".git", ignore_errors=True)
        raise


def _content(place: Path, path: str, text: str) -> str:
    """The new file; one that is there already and that git reads keeps its lines."""
    if path in ADDED_TO and (place / path).is_file():
        return starting.with_missing_lines((place / path).read_text(encoding="utf-8", errors="replace"), text)
    return text


def show(
    place: Path, files: Mapping[str, str], remarks: Mapping[str, Sequence[Remark]], dry_run: bool
) -> None:
    """Print what was made, what became of the documents, and what to do next."""
    from rich.text import Text

    from neaspec_cli.core.beginning.remarks import grouped
    from neaspec_cli.terminal.console import console, safe

    out = console()
    out.print(Text(f"{'Would begin' if dry_run else 'Began'} a plan in {safe(str(place))}:"), soft_wrap=True)
    for path in sorted(files):
        out.print(Text(f"  {safe(path)}"), soft_wrap=True)
    for document, said in remarks.items():
        out.print(Text(f"{safe(document)}:", style="label"))
        for line in grouped(said):
            out.print(Text(f"  {safe(line)}"), soft_wrap=True)
    if not dry_run:
        out.print("Next: adapt timeline.yaml and plan/plan.yaml, then see neaspec status and neaspec check.")
