"""The commits between two revisions as steps that can be followed, with what each says of itself."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from neaspec_cli.commands.workspace import Workspace, decode
from neaspec_cli.core.comparing.tracing import Reason, Step
from neaspec_cli.core.markdown import blocks, front_matter
from neaspec_cli.core.plan import is_section, reading_order
from neaspec_cli.core.text.blocks import Block

if TYPE_CHECKING:
    from neaspec_cli.adapters.history import Change, Commit

UNCOMMITTED = "not committed"
TRAILER = re.compile(r"[A-Za-z][A-Za-z-]*: ")


def steps_between(
    workspace: Workspace, since: str | None, until: str | None, on: datetime.date
) -> list[Step]:
    """Steps from one revision to another, newest first.

    Without `until` they lead to the working tree, without `since` from the first commit.
    """
    repository = workspace.repository
    commits = repository.commits(["plan"], since=since, until=until)
    changes = [
        [change for change in repository.changed_files(commit.id) if is_section(change.path)]
        for commit in commits
    ]
    ids = {one for of_commit in changes for change in of_commit for one in (change.old, change.new) if one}
    sources = repository.blobs(ids)
    steps = [_uncommitted(workspace, on)] if until is None else []
    for commit, of_commit in zip(commits, changes, strict=True):
        steps.append(_step(workspace, _reason(commit), of_commit, sources))
    return [step for step in steps if step.before or step.after]


def _step(
    workspace: Workspace, reason: Reason, changes: Sequence[Change], sources: Mapping[str, bytes]
) -> Step:
    ordered = sorted(changes, key=lambda change: reading_order(change.path))
    return Step(
        reason,
        {one.path: _read(workspace, one.path, sources[one.old]) for one in ordered if one.old},
        {one.path: _read(workspace, one.path, sources[one.new]) for one in ordered if one.new},
    )


def _uncommitted(workspace: Workspace, on: datetime.date) -> Step:
    """From the last commit to the working tree."""
    repository = workspace.repository
    head = repository.head()
    before = repository.files("plan", head) if head else {}
    after = repository.files("plan")
    paths = sorted(filter(is_section, {*before, *after}), key=reading_order)
    changed = [path for path in paths if before.get(path) != after.get(path)]
    return Step(
        Reason("", on, UNCOMMITTED),
        {path: _read(workspace, path, repository.read(path, head)) for path in changed if path in before},
        {path: _read(workspace, path, repository.read(path)) for path in changed if path in after},
    )


def _read(workspace: Workspace, path: str, data: bytes) -> tuple[Block, ...]:
    source = decode(path, data)
    return blocks(workspace.trees.plain(source[front_matter(source)[1] :]))


def _reason(commit: Commit) -> Reason:
    return Reason(
        commit.id,
        commit.date.date(),
        commit.subject,
        tuple(commit.trailers.get("Comment", ())),
        tuple(commit.trailers.get("Proposed-by", ())),
        _words(commit.body),
    )


def _words(message: str) -> str:
    """What the body of a commit message says before its trailers."""
    paragraphs = [one.strip() for one in message.split("\n\n") if one.strip()]
    if paragraphs and all(TRAILER.match(line) or line.startswith(" ") for line in paragraphs[-1].split("\n")):
        paragraphs.pop()
    return " ".join(" ".join(paragraphs).split())
