"""The index: the entries of our files change, whatever else is staged stays."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from neaspec_cli.adapters import files
from neaspec_cli.adapters.failpoints import passing
from neaspec_cli.adapters.git import Git, Place, encode
from neaspec_cli.adapters.lock import work
from neaspec_cli.adapters.trees import Entry
from neaspec_cli.errors import NeaspecError

MARK = b"held by neaspec\n"


class IndexBusy(NeaspecError):
    """Another git command is changing the index."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "Another git command is working in this repository.",
            f"Wait until it is done and try again; if none is running, remove {path}",
        )


@contextmanager
def held(place: Place) -> Iterator[None]:
    """Keep other git commands off the index, with git's own lock file; a mark in it says that it is ours."""
    path, marked = place.folder / "index.lock", work(place) / "mark"
    files.write(marked, MARK)
    try:
        path.hardlink_to(marked)  # unlike a file made and then written, it has its mark from the first moment
    except FileExistsError as error:
        raise IndexBusy(path) from error
    finally:
        marked.unlink()
    try:
        passing("index-held")
        yield
    finally:
        path.unlink(missing_ok=True)


def clear_stale_lock(place: Place) -> None:
    """Remove the index lock that a crash of ours left behind."""
    path = place.folder / "index.lock"
    with contextlib.suppress(FileNotFoundError):
        if path.read_bytes() == MARK:
            path.unlink()


def entries(git: Git) -> dict[str, Entry]:
    """What is staged, by path."""
    found: dict[str, Entry] = {}
    for row in git.run("ls-files", "--stage", "-z").out.split(b"\0")[:-1]:
        head, _, path = row.partition(b"\t")
        mode, identity, _ = head.decode().split(" ")
        found[os.fsdecode(path)] = Entry(mode, identity)
    return found


def lines(changes: Mapping[str, Entry | None], nothing: str) -> bytes:
    """Changes as `git update-index -z --index-info` reads them; None takes a path out."""
    rows = [
        f"{entry.mode} {entry.id}\t{path}" if entry else f"0 {nothing}\t{path}"
        for path, entry in changes.items()
    ]
    return encode("".join(f"{row}\0" for row in rows))


def update(git: Git, place: Place, changes: Mapping[str, Entry | None]) -> None:
    """Change these entries in one step, by way of a copy; to be called with the index held."""
    index, copy = place.folder / "index", work(place) / "index.new"
    if index.exists():
        shutil.copy2(index, copy)
    elsewhere = {"GIT_INDEX_FILE": str(copy)}
    git.run("update-index", "-z", "--index-info", stdin=lines(changes, place.nothing), extra=elsewhere)
    git.ask(
        "update-index", "-q", "--refresh", extra=elsewhere
    )  # exit code 1: the user has changed other files
    passing("index-staged")
    files.put(copy, index)
