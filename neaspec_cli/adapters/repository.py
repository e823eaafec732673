"""A plan repository: finding it, making it, reading it, and writing to it all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from neaspec_cli.adapters.git import Git, GitFailed, Place, printable
from neaspec_cli.adapters.reading import Reader
from neaspec_cli.errors import NeaspecError

if TYPE_CHECKING:
    from datetime import datetime

    from neaspec_cli.adapters.finishing import Recovery
    from neaspec_cli.adapters.transaction import CommitPlan, TagPlan, Written

PLAN = "plan/plan.yaml"


class NotARepository(NeaspecError):
    """The folder is in no git repository."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{printable(str(folder))} is not in a git repository.",
            "Go to the folder of a plan, name it with -C, or begin one: neaspec init",
        )


class NotAPlan(NeaspecError):
    """A git repository that holds no plan."""

    def __init__(self, root: Path) -> None:
        super().__init__(
            f"The repository {printable(str(root))} holds no plan: there is no {PLAN}.",
            "Begin one with: neaspec init",
        )


class BareRepository(NeaspecError):
    """A git repository without a working tree."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The repository {printable(str(folder))} has no working tree.",
            "Clone it and work in the clone: git clone",
        )


class DubiousOwnership(NeaspecError):
    """A repository of another user, which git does not read before it is told to."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{printable(str(folder))} belongs to another user, so git does not read it.",
            f'If you trust it: git config --global --add safe.directory "{folder}"',
        )


class MissingIdentity(NeaspecError):
    """Git does not know in whose name to commit."""

    def __init__(self) -> None:
        super().__init__(
            "Git does not know your name and address, which every commit carries.",
            'Say them once: git config --global user.name "Your Name"; '
            "git config --global user.email you@example.org",
        )


class Identity(NamedTuple):
    """In whose name git commits."""

    name: str
    email: str


class Repository(Reader):
    """A git repository with a working tree; reading as in Reader, writing by `commit` alone."""

    @classmethod
    def find(cls, start: Path, needs_plan: bool = True) -> Repository:
        """The repository that a folder is in; `needs_plan=False` takes one without `plan/plan.yaml` too."""
        place = _place(start)
        if needs_plan and not (place.root / PLAN).is_file():
            raise NotAPlan(place.root)
        return cls(place)

    @classmethod
    def init(cls, path: Path, initial_branch: str = "main") -> Repository:
        """Make a git repository in a folder; one that is there already is taken as it is."""
        path.mkdir(parents=True, exist_ok=True)
        if not (path / ".git").exists():
            Git(path).run("init", "--quiet", f"--initial-branch={initial_branch}")
        return cls.find(path, needs_plan=False)

    def identity(self) -> Identity:
        """In whose name a commit would be made; MissingIdentity where git would have to guess."""
        answers = [
            self.git.ask("-c", "user.useConfigOnly=true", "var", f"GIT_{who}_IDENT")
            for who in ("AUTHOR", "COMMITTER")
        ]
        if any(answer.code for answer in answers):
            raise MissingIdentity
        name, _, rest = answers[0].text.rpartition(" <")
        return Identity(name, rest.partition(">")[0])

    def commit(
        self,
        plans: Sequence[CommitPlan],
        tag: TagPlan | None = None,
        when: datetime | None = None,
        expected_head: str | None = None,
        dry_run: bool = False,
    ) -> Written:
        """Make commits, and a tag on the last of them, all or nothing; `transaction` says what is promised.

        `when` dates commits and tag, else git's clock does. With `expected_head` it is refused when HEAD has
        moved since the command read it. A dry run checks all, builds elsewhere and moves nothing.
        """
        from neaspec_cli.adapters import transaction

        self.identity()
        return transaction.commit(self, plans, tag, when, expected_head, dry_run)

    def recover(self) -> Recovery | None:
        """Finish or take back what a crash cut off; None when nothing was, which costs one look."""
        if not (self.place.folder / "neaspec" / "journal.json").exists():
            return None
        from neaspec_cli.adapters import finishing

        return finishing.recover(self)


def _place(start: Path) -> Place:
    folder = start.absolute()
    if not folder.is_dir():
        raise NotARepository(folder)
    questions = (
        "--is-bare-repository",
        "--show-object-format",
        "--git-dir",
        "--git-common-dir",
        "--show-toplevel",
    )
    answer = Git(folder).ask("rev-parse", "--path-format=absolute", *questions)
    if "dubious ownership" in answer.error:
        raise DubiousOwnership(folder)
    lines = answer.text.split("\n")
    if lines[0] == "true":
        raise BareRepository(folder)
    if "not a git repository" in answer.error or "must be run in a work tree" in answer.error:
        raise NotARepository(folder)
    if answer.code or len(lines) != len(questions):
        raise GitFailed(["rev-parse", *questions], answer.code, answer.error)
    return Place(Path(lines[4]), Path(lines[2]), Path(lines[3]), lines[1])
