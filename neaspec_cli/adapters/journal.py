"""The journal of a transaction: what is about to move, written down before anything does."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from neaspec_cli.adapters import files
from neaspec_cli.adapters.git import Place
from neaspec_cli.adapters.lock import folder
from neaspec_cli.adapters.trees import Entry
from neaspec_cli.errors import NeaspecError

VERSION = 1


class BrokenJournal(NeaspecError):
    """A journal that cannot be read, which only happens when something else wrote to it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The journal {path} of an interrupted command cannot be read.",
            "Look at `git status` and `git log -2`; when all is as you want it, remove the file.",
        )


@dataclass(frozen=True)
class RefMove:
    """A branch or tag with its full name and the ids before and after; only zeros stand for no such ref."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class FileMove:
    """A file's entries before and after (None: no file) and the SHA-256 of what lay on the disk."""

    path: str
    old: Entry | None
    new: Entry | None
    on_disk: str | None


@dataclass(frozen=True)
class Journal:
    """Everything that a transaction moves; the first ref is the branch."""

    refs: tuple[RefMove, ...]
    files: tuple[FileMove, ...]

    @property
    def branch(self) -> RefMove:
        """The branch, whose new id is the last commit."""
        return self.refs[0]


def path_of(place: Place) -> Path:
    """Where the journal lies while there is one."""
    return folder(place) / "journal.json"


def write(place: Place, journal: Journal) -> None:
    """Put the journal on the disk, whole."""
    files.write(path_of(place), json.dumps({"version": VERSION, **asdict(journal)}, indent=1).encode())


def read(place: Place) -> Journal | None:
    """The journal that a crash left behind, None where there is none."""
    path = path_of(place)
    try:
        said = json.loads(path.read_bytes())
        refs = tuple(RefMove(**move) for move in said["refs"])
        moves = tuple(_file_move(move) for move in said["files"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenJournal(path) from error
    if said.get("version") != VERSION or not refs:
        raise BrokenJournal(path)
    return Journal(refs, moves)


def _file_move(said: dict[str, Any]) -> FileMove:
    old, new = (Entry(**side) if side else None for side in (said["old"], said["new"]))
    return FileMove(files.checked(said["path"]), old, new, said["on_disk"])


def remove(place: Place) -> None:
    """Take the journal away: its transaction is complete or never began."""
    path_of(place).unlink(missing_ok=True)
    files.settle(folder(place))
