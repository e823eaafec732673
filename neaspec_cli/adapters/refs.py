"""Branch and tag move together, in one transaction of `git update-ref`, or not at all."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from neaspec_cli.adapters.git import Git, GitMissing, Place, decode, encode, environment, printable
from neaspec_cli.adapters.journal import RefMove
from neaspec_cli.errors import NeaspecError

PATIENCE = 2.0


class RefsNotMoved(NeaspecError):
    """Branch or tag could not be moved: something else moved or holds them."""

    def __init__(self, said: str) -> None:
        super().__init__(
            f"Branch and tag were not moved: {printable(said.strip('. ')) or 'git gave no reason'}.",
            "Nothing was changed. Something else may be working in the repository; try again.",
        )


@contextmanager
def prepared(git: Git, moves: Sequence[RefMove], reason: str, lock: int) -> Iterator[Callable[[], None]]:
    """Let git check the old values and hold the refs; the callable moves them, without it nothing moves.

    A git whose parent dies before the word is given reads the end of its input and lets go.
    """
    command = git.command("update-ref", "-m", reason, "--stdin", "-z")
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment(), pass_fds=(lock,)
        )
    except FileNotFoundError as error:
        raise GitMissing from error
    with process:
        updates = [f"update {move.name}\0{move.new}\0{move.old}" for move in moves]
        _say(process, ["start", *updates, "prepare"], "prepare: ok")
        try:
            yield lambda: _say(process, ["commit"], "commit: ok")
        finally:
            assert process.stdin
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()


def _say(process: subprocess.Popen[bytes], commands: Sequence[str], awaited: str) -> None:
    assert process.stdin
    assert process.stdout
    assert process.stderr
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(encode("".join(f"{command}\0" for command in commands)))
        process.stdin.flush()
    for line in process.stdout:
        if line.strip() == awaited.encode():
            return
    raise RefsNotMoved(decode(process.stderr.read()).strip())


def current(git: Git, names: Sequence[str], nothing: str) -> dict[str, str]:
    """What refs point at now, by full name; `nothing` stands for a ref that is not there."""
    listed = git.run("for-each-ref", "--format=%(refname) %(objectname)", *names).text
    found = dict(line.split(" ") for line in listed.split("\n") if line)
    return {name: found.get(name, nothing) for name in names}


def clear_stale_locks(place: Place, moves: Sequence[RefMove], since: float) -> None:
    """Remove the lock files of a git that was killed while it moved these refs (`since`: when, in seconds).

    Called with our own lock held, so that no git of ours runs any more. A lock file counts as ours when it is
    not older than the journal and holds nothing but the new id; git is given time to remove it first.
    """
    ours = {place.store / f"{move.name}.lock": move.new for move in moves} | {place.folder / "HEAD.lock": ""}
    deadline = time.monotonic() + PATIENCE
    while any(map(Path.exists, ours)) and time.monotonic() < deadline:
        time.sleep(0.05)
    for path, new in ours.items():
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime >= since - 2 and path.read_bytes().strip() in (b"", new.encode()):
                path.unlink()
