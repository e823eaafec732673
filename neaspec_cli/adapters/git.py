"""The thin call to git: one process a question, never a shell, nothing taken from the caller's surroundings.

`GIT_*` variables that would lead git elsewhere (a hook sets GIT_DIR and GIT_INDEX_FILE) are dropped; those
that carry identity, configuration or the way to a remote stay. Hooks and file-system monitors are off: a
question runs no code of the repository, and a commit of this tool runs no pre-commit hook of the user.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from neaspec_cli.errors import NeaspecError

KEPT = (
    "GIT_AUTHOR_",
    "GIT_COMMITTER_",
    "GIT_CONFIG_",
    "GIT_SSH",
    "GIT_SSL_",
    "GIT_ASKPASS",
    "GIT_TERMINAL_PROMPT",
    "GIT_EXEC_PATH",
    "GIT_CEILING_DIRECTORIES",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
)
OPTIONS = (
    "--no-pager",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.quotePath=false"),
    *("-c", "core.fsync=all"),
    *("-c", "color.ui=false"),
    *("-c", "log.showSignature=false"),
    *("-c", "i18n.commitEncoding=UTF-8"),
    *("-c", "i18n.logOutputEncoding=UTF-8"),
)
Argument = str | Path


class GitMissing(NeaspecError):
    """The program git was not found."""

    def __init__(self) -> None:
        super().__init__("Git was not found.", "Install git 2.36 or later: https://git-scm.com/downloads")


class GitFailed(NeaspecError):
    """Git ended with an error that we have no better words for."""

    def __init__(self, arguments: Sequence[str], code: int, said: str) -> None:
        import shlex

        self.code = code
        self.said = said
        command = shlex.join(["git", *arguments[:6]])
        reason = printable(said.strip(". \n")) or f"exit code {code}"
        super().__init__(f"`{printable(command)}` failed: {reason}.")


class Place(NamedTuple):
    """Where a repository lives; `folder` is the git folder of this work tree, `store` that of all of them."""

    root: Path
    folder: Path
    store: Path
    object_format: str

    @property
    def nothing(self) -> str:
        """The id that stands for no object."""
        return "0" * (64 if self.object_format == "sha256" else 40)


class Answer(NamedTuple):
    """What git said and how it ended."""

    code: int
    out: bytes
    error: str

    @property
    def text(self) -> str:
        """The output as text without its last line break; bytes that are no UTF-8 survive as surrogates."""
        return decode(self.out).removesuffix("\n")


class Git:
    """Git, bound to one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def ask(
        self,
        *arguments: Argument,
        stdin: bytes = b"",
        extra: Mapping[str, str] | None = None,
    ) -> Answer:
        """Run git and return its answer, whatever its exit code; `extra` is added to the environment."""
        try:
            done = subprocess.run(
                self.command(*arguments),
                input=stdin,
                capture_output=True,
                check=False,
                env=environment(extra),
            )
        except FileNotFoundError as error:
            raise GitMissing from error
        return Answer(done.returncode, done.stdout, decode(done.stderr).strip())

    def run(self, *arguments: Argument, stdin: bytes = b"", extra: Mapping[str, str] | None = None) -> Answer:
        """Run git and return its answer; GitFailed when the exit code is not 0."""
        answer = self.ask(*arguments, stdin=stdin, extra=extra)
        if answer.code:
            raise GitFailed([str(argument) for argument in arguments], answer.code, answer.error)
        return answer

    def feed(
        self, *arguments: Argument, stdin: Iterable[bytes], extra: Mapping[str, str] | None = None
    ) -> None:
        """Run git and hand it its input piece by piece, so that it need never be at hand as a whole."""
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(
                self.command(*arguments),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=said,
                env=environment(extra),
            )
            pipe = process.stdin
            assert pipe is not None
            try:
                for part in stdin:
                    pipe.write(part)
            except BrokenPipeError:
                pass  # git has ended, and said why
            except BaseException:
                process.kill()
                raise
            finally:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
                process.wait()
            if process.returncode:
                said.seek(0)
                words = [str(argument) for argument in arguments]
                raise GitFailed(words, process.returncode, decode(said.read()).strip())

    def command(self, *arguments: Argument) -> list[str]:
        """The words of the command line."""
        return ["git", "-C", str(self.folder), *OPTIONS, *map(str, arguments)]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment that git runs in."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(KEPT)
    }
    return {**kept, "LC_ALL": "C", "LANGUAGE": "C", "GIT_OPTIONAL_LOCKS": "0", **(extra or {})}


def decode(data: bytes) -> str:
    """Bytes of git as text; file names that are no UTF-8 come back unchanged through `os.fsencode`."""
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """Text as bytes for git."""
    return text.encode("utf-8", "surrogateescape")


def fields(data: bytes) -> list[str]:
    """The parts of an output in which every part ends with a NUL."""
    return decode(data).split("\0")[:-1]


def printable(text: str) -> str:
    """Text for a message: line breaks become spaces, other control characters and broken ones are replaced."""
    plain = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\n", " ")
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in plain)
