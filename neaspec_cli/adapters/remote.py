"""Other copies of the repository, through GitPython, which knows how to read what a fetch and a push report.

It is loaded here alone, since loading it takes longer than most questions to git. Unlike what else is asked of git, a
push runs the user's own `pre-push` hook. GitPython refuses addresses that would run a command (`ext::`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neaspec_cli.adapters.git import printable
from neaspec_cli.adapters.reading import Reader
from neaspec_cli.errors import NeaspecError

if TYPE_CHECKING:
    import git


class UnknownRemote(NeaspecError):
    """There is no remote of this name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        hint = (
            f"There is: {', '.join(map(printable, known))}"
            if known
            else "Add one with: git remote add origin ADDRESS"
        )
        super().__init__(f"The repository has no remote {printable(name)!r}.", hint)


class RemoteRefused(NeaspecError):
    """A remote could not be reached, or did not take what was pushed; nothing was moved on it."""

    def __init__(self, name: str, said: str) -> None:
        reason = printable(without_password(said.strip(" .\n"))) or "it gave no reason"
        super().__init__(
            f"The remote {printable(name)!r} could not be used: {reason}.",
            "If it has commits that are not here, fetch and merge them first.",
        )


@dataclass(frozen=True)
class Remote:
    """A remote with its address, from which a password was taken out."""

    name: str
    address: str


@dataclass(frozen=True)
class Distance:
    """How many commits the branch has that its remote one has not, and the other way round."""

    ahead: int
    behind: int


def remotes(reader: Reader) -> tuple[Remote, ...]:
    """The remotes of a repository, in git's order."""
    return tuple(Remote(remote.name, without_password(remote.url)) for remote in _open(reader).remotes)


def distance(reader: Reader, remote: str, branch: str) -> Distance | None:
    """How far a branch is from the remote one as last fetched; None when it was never there."""
    there = f"refs/remotes/{remote}/{branch}"
    answer = reader.git.ask("rev-list", "--left-right", "--count", f"refs/heads/{branch}...{there}", "--")
    if answer.code:
        return None
    ahead, behind = answer.text.split()
    return Distance(int(ahead), int(behind))


def fetch(reader: Reader, name: str, branch: str) -> None:
    """Bring a branch and the tags of a remote here; branches and files of the user stay, changed tags are refused."""
    import git

    specs = [f"+refs/heads/{branch}:refs/remotes/{name}/{branch}", "refs/tags/*:refs/tags/*"]
    try:
        _remote(reader, name).fetch(specs, no_tags=True)
    except (git.GitCommandError, git.UnsafeProtocolError) as error:
        raise RemoteRefused(name, _said(error)) from error


def push(reader: Reader, name: str, branch: str, tags: Sequence[str] = ()) -> None:
    """Give a branch and tags to a remote, all or none of them; nothing is ever forced."""
    import git

    specs = [
        f"refs/heads/{branch}:refs/heads/{branch}",
        *(f"refs/tags/{tag}:refs/tags/{tag}" for tag in tags),
    ]
    try:
        pushed = _remote(reader, name).push(specs, atomic=True)
    except (git.GitCommandError, git.UnsafeProtocolError) as error:
        raise RemoteRefused(name, _said(error)) from error
    if pushed.error or not pushed:
        refused = [info.summary.strip() for info in pushed if info.flags & info.ERROR]
        raise RemoteRefused(name, "; ".join(refused) or _said(pushed.error))


def without_password(text: str) -> str:
    """Text in which no address holds a user name or password."""
    return re.sub(r"(\w+://)[^/@\s]+@", r"\1", text)


def _open(reader: Reader) -> git.Repo:
    import git

    repository = git.Repo(reader.root)
    place = reader.place
    # What a hook set for another repository must not lead here.
    repository.git.update_environment(
        GIT_DIR=str(place.folder),
        GIT_WORK_TREE=str(place.root),
        GIT_INDEX_FILE=str(place.folder / "index"),
        LC_ALL="C",
    )
    if not os.environ.get("GIT_ASKPASS"):
        repository.git.update_environment(GIT_TERMINAL_PROMPT="0")
    return repository


def _remote(reader: Reader, name: str) -> git.Remote:
    known = {remote.name: remote for remote in _open(reader).remotes}
    if name not in known:
        raise UnknownRemote(name, list(known))
    return known[name]


def _said(error: Exception | None) -> str:
    said = getattr(error, "stderr", "") or str(error or "")
    lines = [line.strip() for line in str(said).removeprefix("\n").splitlines() if line.strip()]
    return re.sub(r"^stderr: '|'$", "", " ".join(lines))
