"""What must be there for this tool to work, and how a repository is: asked one thing at a time, nothing changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from neaspec_cli.adapters.git import Git, GitMissing
from neaspec_cli.adapters.repository import MissingIdentity, NotARepository, Repository
from neaspec_cli.errors import InternalFault, NeaspecError

State = Literal["ok", "advice", "fault"]
OLDEST_GIT = (2, 36)
FONTS = ("Liberation Serif", "Liberation Sans", "Noto Sans CJK SC")
TAGS = "circulated/"


@dataclass(frozen=True)
class Diagnosis:
    """One thing looked at: how it is, and what to do where it is not as it should be."""

    name: str
    state: State
    detail: str
    remedy: str = ""


def of_tools(folder: Path) -> Iterator[Diagnosis]:
    """Git, pandoc, the PDF engine and its fonts."""
    yield from _asked("git", lambda: _git(folder))
    yield from _asked("pandoc", _pandoc)
    yield from _asked("PDF engine", _typst)
    yield from _asked("fonts", _fonts)


def of_repository(folder: Path) -> Iterator[Diagnosis]:
    """The repository that the folder is in: identity, signing, remote, state, circulations."""
    try:
        repository = Repository.find(folder, needs_plan=False)
    except GitMissing:
        return
    except NotARepository as error:
        yield Diagnosis("repository", "advice", error.message, error.hint)
        return
    except NeaspecError as error:
        yield Diagnosis("repository", "fault", error.message, error.hint)
        return
    yield _identity(repository)
    yield _signing(repository)
    yield _remote(repository)
    yield from _state(repository)
    if not (repository.root / "plan" / "plan.yaml").is_file():
        yield Diagnosis("plan", "advice", "there is no plan/plan.yaml here", "Begin one with: neaspec init")
        return
    yield _attributes(repository)
    yield from _circulations(repository)


def _asked(name: str, ask: Callable[[], Diagnosis]) -> Iterator[Diagnosis]:
    """The answer; what stands in its way is a fault."""
    try:
        yield ask()
    except NeaspecError as error:
        yield Diagnosis(name, "fault", error.message, error.hint)
    except (ImportError, OSError, InternalFault) as error:
        yield Diagnosis(name, "fault", f"cannot be used: {error}", "Install neaspec again.")


# Tools


def _git(folder: Path) -> Diagnosis:
    text = Git(folder if folder.is_dir() else Path.home()).ask("version").text
    found = re.search(r"(\d+)\.(\d+)(?:\.\d+)*", text)
    if found and (int(found[1]), int(found[2])) < OLDEST_GIT:
        oldest = ".".join(map(str, OLDEST_GIT))
        return Diagnosis("git", "fault", f"version {found[0]}", f"Install git {oldest} or later.")
    return Diagnosis("git", "ok", f"version {found[0] if found else text}")


def _pandoc() -> Diagnosis:
    from neaspec_cli.adapters import pandoc

    return Diagnosis("pandoc", "ok", f"version {pandoc.version()}")


def _typst() -> Diagnosis:
    from neaspec_cli.adapters import typst

    typst.families()
    return Diagnosis("PDF engine", "ok", f"Typst {typst.version()}")


def _fonts() -> Diagnosis:
    from neaspec_cli.adapters import typst

    missing = [name for name in FONTS if name not in typst.families()]
    if missing:
        return Diagnosis("fonts", "fault", f"missing: {', '.join(missing)}", "Install neaspec again.")
    return Diagnosis("fonts", "ok", ", ".join(FONTS))


# Repository


def _identity(repository: Repository) -> Diagnosis:
    try:
        one = repository.identity()
    except MissingIdentity as error:
        return Diagnosis("identity", "fault", error.message, error.hint)
    return Diagnosis("identity", "ok", f"{one.name} <{one.email}>")


def _signing(repository: Repository) -> Diagnosis:
    if repository.flag("tag.gpgSign"):
        return Diagnosis("signing", "ok", "circulations are signed")
    if not repository.git.ask("config", "--get", "user.signingKey").code:
        remedy = "Sign circulations: git config tag.gpgSign true"
        return Diagnosis("signing", "advice", "there is a key, but circulations are not signed", remedy)
    return Diagnosis("signing", "ok", "off, and no key is set up; it is optional")


def _remote(repository: Repository) -> Diagnosis:
    names = repository.git.run("remote").text.split()
    if not names:
        remedy = "Name one: git remote add origin URL"
        return Diagnosis("remote", "advice", "none; the plan is on this machine alone", remedy)
    return Diagnosis("remote", "ok", ", ".join(names))


def _state(repository: Repository) -> Iterator[Diagnosis]:
    found = [
        one
        for one in (_journal(repository), _lock(repository), _branch(repository), _depth(repository))
        if one
    ]
    yield from found or [Diagnosis("repository", "ok", str(repository.root))]


def _journal(repository: Repository) -> Diagnosis | None:
    if not (repository.place.folder / "neaspec" / "journal.json").exists():
        return None
    remedy = "Nothing: the next command that reads the plan does it."
    return Diagnosis(
        "journal", "advice", "a command was interrupted, and waits to be finished or taken back", remedy
    )


def _lock(repository: Repository) -> Diagnosis | None:
    from neaspec_cli.adapters import lock

    if not (lock.folder(repository.place) / "lock").exists():
        return None
    try:
        with lock.held(repository.place):
            return None
    except lock.Locked as error:
        return Diagnosis("lock", "advice", error.message, error.hint)


def _branch(repository: Repository) -> Diagnosis | None:
    if repository.branch() is not None:
        return None
    return Diagnosis(
        "branch", "advice", "HEAD is on no branch", "Go to the branch of the plan: git switch main"
    )


def _depth(repository: Repository) -> Diagnosis | None:
    if repository.git.run("rev-parse", "--is-shallow-repository").text != "true":
        return None
    return Diagnosis(
        "history", "advice", "is cut off, so comments cannot be followed", "git fetch --unshallow"
    )


def _attributes(repository: Repository) -> Diagnosis:
    """Whether git would change the bytes of a returned file."""
    paths = ("feedback/draft-1/originals/a.docx", "feedback/draft-1/sent/a.docx")
    answer = repository.git.run("check-attr", "text", "--", *paths).text
    if answer.count(": unset") == len(paths):
        return Diagnosis("attributes", "ok", "git keeps every byte of what was sent and what came back")
    remedy = "Add to .gitattributes: feedback/**/originals/** -text -filter -diff, and the same for sent/"
    return Diagnosis("attributes", "advice", "git may change the line ends of what came back", remedy)


def _circulations(repository: Repository) -> Iterator[Diagnosis]:
    """Tags without files, altered files, and circulations that no remote has."""
    from neaspec_cli.commands.faults import Found
    from neaspec_cli.commands.feedback_faults import check_feedback
    from neaspec_cli.commands.workspace import Workspace

    found = Found(Workspace(repository))
    check_feedback(found, None, None)
    faults = found.findings.faults
    tags = repository.tags(TAGS)
    for one in faults:
        yield Diagnosis("circulations", "fault", str(one))
    if not faults:
        detail = f"{len(tags)}, each with its files as they were sent" if tags else "none yet"
        yield Diagnosis("circulations", "ok", detail)
    if repository.git.run("remote").text:
        yield from (_unsent(tag.name) for tag in tags if not _is_on_remote(repository, tag.target))


def _is_on_remote(repository: Repository, commit: str) -> bool:
    """As far as was fetched: nothing is asked of the network."""
    return bool(repository.git.run("for-each-ref", "--contains", commit, "refs/remotes").text)


def _unsent(tag: str) -> Diagnosis:
    remedy = f"git push --atomic origin HEAD refs/tags/{tag}"
    return Diagnosis("remote", "advice", f"{tag} is on no remote, as far as was fetched", remedy)
