"""Copies of the plan at a revision, ready for a writer."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

from neaspec_cli.commands.workspace import Revision, Workspace
from neaspec_cli.core.plan import SETTINGS_FILE
from neaspec_cli.core.rounds import Circulation
from neaspec_cli.errors import NeaspecError
from neaspec_cli.publish.copy import Copy, Kind, Provenance, prepare

LONGEST_WORD = 96
OWN_FOLDERS = ("plan", "feedback", "adopted", ".git")


def copy_of(
    workspace: Workspace,
    revision: Revision,
    kind: Kind,
    *,
    circulation: Circulation | None = None,
    addressee: str = "",
    on: datetime.date | None = None,
) -> Copy:
    """The plan of that revision as a copy; a circulation gives it its name, date and deadline.

    Without a circulation the copy is dated with the commit's day, that of the working tree with `on`.
    """
    settings = workspace.settings(revision.git)
    sent = circulation or revision.circulation
    provenance = Provenance(
        plan=settings.title,
        text=workspace.repository.tree_id("plan", revision.git),
        circulation=sent.name if sent else "",
        addressee=addressee,
        date=sent.date if sent else _day(workspace, revision, on),
        deadline=sent.deadline if sent else None,
    )
    return prepare(kind, settings, provenance, workspace.section_trees(revision.git))


def no_answer(copy: Copy, kind: str) -> Copy:
    """The copy, marked as nothing to answer in, such as a `redline`."""
    return replace(copy, provenance=replace(copy.provenance, kind=kind))


def kind_of(circulation: Circulation) -> Kind:
    """What kind of copy a circulation sends."""
    match circulation.kind:
        case "annotated":
            return "annotated"
        case "official":
            return "official"
        case _:
            return "review"


def file_name(*words: str) -> str:
    """Words as a file name that every system takes: letters of any script, digits, hyphens; long words are cut."""
    cut = (_cut(unicodedata.normalize("NFC", word)) for word in words if word)
    return re.sub(r"[^\w.]+", "-", "-".join(cut)).strip("-.") or "plan"


def _cut(word: str) -> str:
    """At most so many bytes that a name of several words and an ending fits into 255."""
    return word.encode()[:LONGEST_WORD].decode(errors="ignore")


def _day(workspace: Workspace, revision: Revision, on: datetime.date | None) -> datetime.date | None:
    if revision.git is None:
        return on
    return workspace.repository.commit_at(revision.git).date.date()


class InTheWay(NeaspecError):
    """A copy would take the place of what the plan is made of, or be taken for it."""

    def __init__(self, file: Path, folder: str) -> None:
        super().__init__(
            f"{file} lies in {folder}/ of a plan, where no copy is written.", "Write it to dist/."
        )


def refuse_in_plan(file: Path) -> None:
    """A slip of the keyboard must not turn a section, or what was sent, into a copy."""
    place = file.resolve()
    for root in place.parents:
        if (root / ".git").exists():
            first = place.relative_to(root).parts[0]
            if first in OWN_FOLDERS and (root / SETTINGS_FILE).is_file():
                raise InTheWay(file, first)
            return


def write_file(file: Path, data: bytes) -> None:
    """Write a file that is asked for by name, whole or not at all; never where a plan keeps its own."""
    from neaspec_cli.adapters import files

    refuse_in_plan(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        files.write(file, data)
    except OSError as error:
        raise NeaspecError(f"{file} cannot be written: {error.strerror}.", "Choose another place.") from error
