"""What is checked before a transaction begins: branch, tag, and that no work of the user would be lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from neaspec_cli.adapters import files, trees
from neaspec_cli.adapters.content import Content, bytes_of
from neaspec_cli.adapters.git import printable
from neaspec_cli.adapters.reading import Reader
from neaspec_cli.adapters.trees import Entry
from neaspec_cli.errors import NeaspecError

# Files and folders in git's own folder that show what a user is in the middle of.
IN_PROGRESS = {
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
}


class DetachedHead(NeaspecError):
    """HEAD is on no branch, so a commit would belong to none."""

    def __init__(self) -> None:
        super().__init__("The repository is on no branch.", "Go to the branch of the plan: git switch main")


class InTheMiddle(NeaspecError):
    """The user has begun a merge, a rebase or the like and not ended it."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"A {what} of git is not finished.",
            f"Finish it, or take it back: git {what} --abort; then try again.",
        )


class TagExists(NeaspecError):
    """The tag is there already; tags of this tool never change."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is a tag {printable(name)!r} already.", f"Look at it with: git show {printable(name)}"
        )


class HeadMoved(NeaspecError):
    """Somebody committed between reading and writing."""

    def __init__(self) -> None:
        super().__init__(
            "The repository changed while the command was at work.", "Nothing was written. Try again."
        )


class NotClean(NeaspecError):
    """Files that would be written hold changes that are not committed."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = tuple(sorted(paths))
        super().__init__(
            f"These files have changes that are not committed: {', '.join(map(printable, self.paths))}.",
            "Commit them (git commit -a), or put them aside (git stash), then try again.",
        )


class InTheWay(NeaspecError):
    """A file that git does not know stands where one would be written."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"A file that is not in git stands in the way: {printable(path)}.",
            "Move it elsewhere, then try again; nothing was written.",
        )


def start(reader: Reader, expected_head: str | None, tag: str | None) -> tuple[str, str | None]:
    """The branch as a full ref name and its commit, None before the first; refuses a bad moment."""
    answer = reader.git.ask("symbolic-ref", "--quiet", "HEAD")
    if answer.code:
        raise DetachedHead
    for name, what in IN_PROGRESS.items():
        if (reader.place.folder / name).exists():
            raise InTheMiddle(what)
    head = reader.head()
    if expected_head is not None and head != expected_head:
        raise HeadMoved
    if tag is not None and any(known.name == tag for known in reader.tags(tag)):
        raise TagExists(tag)
    return answer.text, head


def may_write(reader: Reader, before: Mapping[str, Entry], final: Mapping[str, Content | None]) -> None:
    """Refuse when a file to be written holds changes, is no plain file, or stands there unknown to git."""
    places = {path: files.to_write(reader.root, path) for path in final}
    for path in final:
        if path in before and before[path].mode not in trees.FILES:
            raise files.UnsafePath(path, "git holds no ordinary file there")
    states = reader.states(final) if final else {}
    for path, place in places.items():
        unknown = path not in before and states.get(path, "??") == "??"
        if unknown and place.exists() and not _holds(place, final[path]):
            raise InTheWay(path)
    changed = {path for path, state in states.items() if state != "??"} | _changed_unseen(
        reader, before, places
    )
    if changed:
        raise NotClean(changed)


def _holds(place: Path, content: Content | None) -> bool:
    return content is not None and place.read_bytes() == bytes_of(content)


def _changed_unseen(reader: Reader, before: Mapping[str, Entry], places: Mapping[str, Path]) -> set[str]:
    """Changed files that `git status` passes over, since the user told git to assume them unchanged."""
    suspects = [
        path
        for path, place in places.items()
        if path in before and place.exists() and reader.blob_id(place.read_bytes()) != before[path].id
    ]
    return {path for path, identity in reader.hashed(suspects).items() if identity != before[path].id}
