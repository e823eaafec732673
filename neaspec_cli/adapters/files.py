"""Files of a folder that is not trusted: paths that stay inside it, writes that are whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path, PurePosixPath

from neaspec_cli.errors import NeaspecError


class UnsafePath(NeaspecError):
    """A path that leads outside the folder, into `.git`, or through a symbolic link."""

    def __init__(self, path: str, why: str) -> None:
        shown = path.encode("utf-8", "backslashreplace").decode()
        super().__init__(f"The path {shown!r} is not used: {why}.")


def checked(path: str) -> str:
    """A path such as `plan/01-goals.md`; UnsafePath when it is absolute, climbs, or enters `.git`."""
    parts = path.split("/")
    if not path or path.startswith("/") or "\0" in path or "\\" in path or PurePosixPath(path).is_absolute():
        raise UnsafePath(path, "a path inside the repository is needed, with / between its parts")
    if any(part in ("", ".", "..") for part in parts):
        raise UnsafePath(path, "it has an empty part, `.` or `..`")
    if any(part.casefold().rstrip(" .") in (".git", "git~1") for part in parts):
        raise UnsafePath(path, "it leads into git's own folder")
    return path


def to_read(root: Path, path: str) -> Path:
    """The file under `root` that may be read; a symbolic link may stand in for it, but not lead outside."""
    place = root / checked(path)
    home = root.resolve()
    target = place.resolve()
    if target != home and home not in target.parents:
        raise UnsafePath(path, "a symbolic link leads outside the repository")
    if target.relative_to(home).parts[:1] == (".git",):
        raise UnsafePath(path, "a symbolic link leads into git's own folder")
    return place


def to_write(root: Path, path: str) -> Path:
    """The file under `root` that may be written; no part of its path may be a symbolic link."""
    place = root / checked(path)
    for folder in reversed(place.relative_to(root).parents[:-1]):
        if (root / folder).is_symlink():
            raise UnsafePath(path, f"{folder} is a symbolic link")
        if (root / folder).exists() and not (root / folder).is_dir():
            raise UnsafePath(path, f"{folder} is a file")
    if place.is_symlink():
        raise UnsafePath(path, "it is a symbolic link")
    if place.exists() and not place.is_file():
        raise UnsafePath(path, "a folder stands there")
    return place


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    import hashlib

    return hashlib.sha256(data).hexdigest()


def fingerprint(place: Path) -> str | None:
    """SHA-256 of a file's bytes, None where there is no file."""
    try:
        return digest(place.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None


def beside(place: Path) -> Path:
    """Where new content waits before it takes a file's place; always the same, so that it can be cleared."""
    name = digest(os.fsencode(place.name))[:16]
    return place.with_name(f".neaspec-{name}.new")


def stage(place: Path, data: bytes, executable: bool = False) -> Path:
    """Write new content beside a file, safely on the disk, with the permissions that the file has."""
    waiting = beside(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    waiting.unlink(missing_ok=True)
    mode = 0o777 if executable else 0o666
    handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    if place.exists():
        waiting.chmod(stat.S_IMODE(place.stat().st_mode))
    return waiting


def put(waiting: Path, place: Path) -> None:
    """Let staged content take the place of a file, in one step."""
    waiting.replace(place)
    settle(place.parent)


def write(place: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    put(stage(place, data), place)


def remove(root: Path, place: Path) -> None:
    """Remove a file and the folders that are empty without it, as git does."""
    place.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        for folder in place.parents:
            if folder == root:
                break
            folder.rmdir()


def settle(folder: Path) -> None:
    """Make the names in a folder survive a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
