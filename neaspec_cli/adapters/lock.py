"""One writer at a time: a lock file in `.git/neaspec` that the system itself lets go when its holder ends.

The lock lives as long as any process holds the open file. The git that moves branch and tag is given it too,
so that nobody looks at the refs while a git that outlived us is still moving them. The lock of a dead process
is therefore free at once; what the file says of its holder is for people only.
"""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from neaspec_cli.adapters.failpoints import passing
from neaspec_cli.adapters.git import Place, printable
from neaspec_cli.errors import NeaspecError


class Locked(NeaspecError):
    """Another process of this tool is writing to the repository."""

    def __init__(self, holder: str, path: Path) -> None:
        super().__init__(
            f"Another neaspec is writing here{holder}.",
            f"Wait until it is done and try again. The lock {printable(str(path))} ends with its process.",
        )


def folder(place: Place) -> Path:
    """Where lock and journal live."""
    return place.folder / "neaspec"


def work(place: Place) -> Path:
    """Where work in progress lies: whatever a crash leaves here is worth nothing."""
    return folder(place) / "work"


@contextmanager
def held(place: Place, patience: float = 0.0) -> Iterator[int]:
    """Hold the lock and give its open file; Locked when another still has it after `patience` seconds."""
    folder(place).mkdir(exist_ok=True)
    path = folder(place) / "lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if not _taken(handle, time.monotonic() + patience):
            raise Locked(_holder(path), path)
        _sign(handle)
        passing("lock-taken")
        yield handle
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _taken(handle: int, deadline: float) -> bool:
    import fcntl

    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.02)


def _sign(handle: int) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    os.ftruncate(handle, 0)
    os.pwrite(
        handle, json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now}).encode(), 0
    )


def _holder(path: Path) -> str:
    try:
        said = json.loads(path.read_bytes())
        return printable(f" (process {said['pid']} on {said['host']}, since {said['since']})")
    except (OSError, ValueError, KeyError, TypeError):
        return ""
