"""What git tells of the past as values, and how its output is read; no call to git is made here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from neaspec_cli.adapters.git import fields

COMMIT_FORMAT = (
    "%H%x00%P%x00%aI%x00%an%x00%ae%x00%B%x00"
    "%(trailers:only=true,unfold=true,separator=%x1e,key_value_separator=%x1f)"
)
TAG_FORMAT = "%00".join(
    [
        "%(refname:strip=2)",
        "%(objecttype)",
        "%(objectname)",
        "%(*objectname)",
        "%(creatordate:iso-strict)",
        "%(contents)",
        "%(contents:signature)",
        "",
    ]
)


class Tag(NamedTuple):
    """A tag; `target` is the commit that it stands for, `message` is empty for a lightweight one."""

    name: str
    target: str
    message: str
    date: datetime
    object_id: str
    annotated: bool
    signed: bool


class Commit(NamedTuple):
    """A commit; `date` is the author's, `body` includes the trailers, which `trailers` gives taken apart."""

    id: str
    parents: tuple[str, ...]
    date: datetime
    author: str
    email: str
    subject: str
    body: str
    trailers: dict[str, list[str]]


class Change(NamedTuple):
    """What a commit made of one file: blob ids before and after, None where the file was not."""

    path: str
    old: str | None
    new: str | None


class Version(NamedTuple):
    """A commit that changed a file, the path it had then, and its content, None where it was removed."""

    commit: Commit
    path: str
    blob: str | None


def read_tags(data: bytes) -> tuple[Tag, ...]:
    """Tags from the output of `git for-each-ref` in TAG_FORMAT, in order of name."""
    parts = fields(data)
    groups = [parts[start : start + 7] for start in range(0, len(parts) - 6, 7)]
    return tuple(_tag(*group) for group in groups if group[4])  # a tag on a bare file has no date


def _tag(name: str, kind: str, object_id: str, peeled: str, date: str, contents: str, signature: str) -> Tag:
    annotated = kind == "tag"
    return Tag(
        name=name.lstrip("\n"),
        target=peeled or object_id,
        message=contents.removesuffix(signature).rstrip("\n") if annotated else "",
        date=_date(date),
        object_id=object_id,
        annotated=annotated,
        signed=bool(signature) and annotated,
    )


def _date(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:  # git accepts years that the calendar here does not hold
        return datetime.fromtimestamp(0, UTC)


def read_commits(data: bytes) -> tuple[Commit, ...]:
    """Commits from the output of `git log -z` in COMMIT_FORMAT."""
    parts = fields(data)
    return tuple(_commit(parts[start : start + 7]) for start in range(0, len(parts) - 6, 7))


def _commit(parts: list[str]) -> Commit:
    identity, parents, date, author, email, message, trailers = parts
    subject, _, body = message.strip("\n").partition("\n")
    return Commit(
        id=identity,
        parents=tuple(parents.split()),
        date=_date(date),
        author=author,
        email=email,
        subject=subject,
        body=body.strip("\n"),
        trailers=_trailers(trailers),
    )


def _trailers(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in filter(None, text.strip("\n").split("\x1e")):
        key, _, value = line.partition("\x1f")
        found.setdefault(key, []).append(value)
    return found


def read_changes(data: bytes) -> tuple[Change, ...]:
    """Changes from the output of `git diff-tree -r -z --raw --no-renames`."""
    return tuple(change for change, _ in _raw(iter(fields(data))))


def _raw(parts: Iterator[str]) -> Iterator[tuple[Change, str]]:
    for part in parts:
        yield _change(part, parts)


def _change(header: str, parts: Iterator[str]) -> tuple[Change, str]:
    """One raw record, and the path that the file has afterwards."""
    _, _, old, new, status = header.lstrip("\n:").split(" ")
    path = next(parts)
    renamed = next(parts) if status[0] in "RC" else path
    change = Change(path, None if set(old) == {"0"} else old, None if set(new) == {"0"} else new)
    return change, renamed


def read_versions(data: bytes) -> tuple[Version, ...]:
    """Versions from the output of `git log -z --raw --follow` in COMMIT_FORMAT."""
    parts = iter(fields(data))
    found: list[Version] = []
    commit: Commit | None = None
    for part in parts:
        if part.lstrip("\n").startswith(":") and commit is not None:
            change, path = _change(part, parts)
            found.append(Version(commit, path, change.new))
        elif part.strip("\n"):
            commit = _commit([part.lstrip("\n"), *(next(parts) for _ in range(6))])
    return tuple(found)
