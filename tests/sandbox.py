"""A real git repository to try things in: fixed names, a ticking clock, no configuration of the user."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from neaspec_cli.adapters.repository import Repository

BEGIN = datetime(2025, 1, 10, 9, 0, tzinfo=UTC)
ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Secretariat",
    "GIT_AUTHOR_EMAIL": "secretariat@example.org",
    "GIT_COMMITTER_NAME": "Secretariat",
    "GIT_COMMITTER_EMAIL": "secretariat@example.org",
}
PLAN = {
    ".gitattributes": "*.md text eol=lf\n*.yaml text eol=lf\nfeedback/**/originals/** -text\n",
    "plan/plan.yaml": "title: A plan\n",
    "plan/01-introduction.md": "# Introduction\n\nThe plan begins.\n",
    "plan/02-goals.md": "# Goals\n\nThe goals are these.\n",
    "timeline.yaml": "title: Timeline\n",
}


class Sandbox:
    """A folder with a git repository; every commit made through it or through the tool is a minute later."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def begin(cls, root: Path, *options: str, files: dict[str, str] | None = None) -> Sandbox:
        """A repository that holds one commit with these files, a small plan when none are given."""
        root.mkdir(parents=True, exist_ok=True)
        box = cls(root)
        box.git("init", "--quiet", "--initial-branch=main", *options)
        for path, text in (PLAN if files is None else files).items():
            box.write(path, text)
        box.save("Begin the plan")
        return box

    @property
    def repository(self) -> Repository:
        """The repository as the tool sees it."""
        return Repository.find(self.root, needs_plan=False)

    def git(self, *arguments: str, stdin: bytes = b"") -> str:
        """What git says, without the last line break; the test fails when git does."""
        done = subprocess.run(
            ["git", "-C", str(self.root), *arguments], input=stdin, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode(errors="surrogateescape").removesuffix("\n")

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file of the working tree as an editor would."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
        return place

    def save(self, message: str = "Change the plan") -> str:
        """Commit everything that is in the working tree; gives the commit's id."""
        tick()
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def state(self) -> dict[str, object]:
        """All that a user could see: refs, HEAD, what is staged, every file with its bytes and its x bit."""
        files = {
            str(path.relative_to(self.root)): (path.read_bytes(), os.access(path, os.X_OK))
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and path.relative_to(self.root).parts[0] != ".git"
        }
        return {
            "head": self.git("symbolic-ref", "HEAD"),
            "refs": self.git("for-each-ref"),
            "staged": self.git("ls-files", "--stage", "-z"),
            "status": self.git("status", "--porcelain", "-z", "--untracked-files=all"),
            "files": files,
        }


def tick() -> None:
    """Let a minute pass for git, and for the tool where it is given no date."""
    now = os.environ.get("GIT_AUTHOR_DATE")
    later = (datetime.fromisoformat(now) if now else BEGIN) + timedelta(minutes=1)
    os.environ["GIT_AUTHOR_DATE"] = os.environ["GIT_COMMITTER_DATE"] = later.strftime("%Y-%m-%d %H:%M:%S %z")
