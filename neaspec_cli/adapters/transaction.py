"""Commits and a tag, with their files in the working tree: all or nothing, whenever the process ends.

1. The lock is taken, an interrupted transaction is finished or taken back.
2. The files that will be written are checked: no change of the user's would be lost.
3. All objects are built. They are in the store, but nothing points at them.
4. The journal is written. Git prepares to move branch and tag: it holds them and checks their old values.
5. Branch and tag move together.
6. The files are replaced one by one, the index entries of these files change, the journal is removed.

A process that ends before 5 leaves the old state and at most some objects that git clears away in time; one
that ends later leaves a journal, from which the next command completes the new state (`finishing.settle`).
Work of the user on other files, staged or not, is not touched. Bytes are committed exactly as given and
written so to the working tree; text that `.gitattributes` would change on its way in (CRLF where it says
`text`) is for the caller to avoid. No hook of the user runs, since only plumbing commands are used.

Tests end the process at each place that `failpoints.FAILPOINTS` names:

    lock-taken        the lock is held, nothing else has happened
    object-built      all blobs, each tree, each commit, the tag (one pass for each)
    journal-written   the journal is on the disk
    refs-prepared     git holds branch and tag and has checked their old values
    index-held        git's own lock on the index is taken
    refs-moved        branch and tag have moved
    file-staged       the new content of a file lies beside it (one pass for each)
    file-written      a file is replaced or removed (one pass for each)
    index-staged      the new index lies beside the old one
    index-updated     the index has its new entries
    journal-removed   all is done, the lock is still held
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from neaspec_cli.adapters import checks, files, finishing, index, journal, lock, refs, trees
from neaspec_cli.adapters.content import Content
from neaspec_cli.adapters.failpoints import passing
from neaspec_cli.adapters.git import printable
from neaspec_cli.adapters.journal import FileMove, Journal, RefMove
from neaspec_cli.adapters.objects import Builder, message
from neaspec_cli.adapters.reading import FileNotThere, Reader
from neaspec_cli.adapters.series import MANY, Series
from neaspec_cli.adapters.trees import Entry
from neaspec_cli.errors import NeaspecError


class NothingToCommit(NeaspecError):
    """A commit that would change no file."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"There is nothing to commit for {printable(text.partition(chr(10))[0])!r}: no file changes."
        )


@dataclass(frozen=True)
class CommitPlan:
    """A commit to be made: new content by path, None to remove a file, and what is said about it."""

    changes: Mapping[str, Content | None]
    message: str
    trailers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    allow_empty: bool = False


@dataclass(frozen=True)
class TagPlan:
    """An annotated tag to be made on the last commit."""

    name: str
    message: str


@dataclass(frozen=True)
class Written:
    """What was made: commit ids in order, the tag object's id; `kept` are files that someone just changed."""

    commits: tuple[str, ...]
    tag: str | None = None
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Built:
    journal: Journal
    contents: dict[str, Content]
    written: Written


def commit(
    reader: Reader,
    plans: Sequence[CommitPlan],
    tag: TagPlan | None,
    when: datetime | None,
    expected_head: str | None,
    dry_run: bool,
) -> Written:
    """Make commits and a tag; see `Repository.commit`."""
    if dry_run:
        with tempfile.TemporaryDirectory() as folder:
            builder = Builder(reader.git, reader.place, Path(folder), when, keep=False)
            return _build(reader, builder, plans, tag, expected_head).written
    with lock.held(reader.place) as handle:
        finishing.settle(reader)
        with _work(reader) as folder:
            builder = Builder(reader.git, reader.place, folder, when)
            built = _build(reader, builder, plans, tag, expected_head)
            kept = _move_surely(reader, built, plans[-1].message, handle)
        return Written(built.written.commits, built.written.tag, kept)


@contextmanager
def _work(reader: Reader) -> Iterator[Path]:
    folder = lock.work(reader.place)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _build(
    reader: Reader,
    builder: Builder,
    plans: Sequence[CommitPlan],
    tag: TagPlan | None,
    expected_head: str | None,
) -> _Built:
    """Check everything and build all objects; nothing has moved afterwards."""
    if not plans:
        raise ValueError("a transaction needs a commit")
    branch, head = checks.start(reader, expected_head, tag.name if tag else None)
    final = {path: data for plan in plans for path, data in plan.changes.items()}
    before = reader.entries("", head) if head else {}
    checks.may_write(reader, before, final)
    contents = [data for plan in plans for data in plan.changes.values() if data is not None]
    ids = builder.blobs(contents)
    commits, after = _commits(builder, plans, head, before, iter(ids))
    made = builder.tag(tag.name, commits[-1], message(tag.message, {})) if tag else None
    nothing = reader.place.nothing
    moves = [RefMove(branch, head or nothing, commits[-1])]
    if tag and made:
        moves.append(RefMove(f"refs/tags/{tag.name}", nothing, made))
    steps = tuple(_file_move(reader, path, before, after) for path in sorted(final))
    changed = tuple(step for step in steps if step.old != step.new)
    by_id = dict(zip(ids, contents, strict=True))
    return _Built(Journal(tuple(moves), changed), by_id, Written(tuple(commits), made))


def _commits(
    builder: Builder,
    plans: Sequence[CommitPlan],
    head: str | None,
    before: Mapping[str, Entry],
    ids: Iterator[str],
) -> tuple[list[str], dict[str, Entry]]:
    """The commits, each on the one before, and the files after the last; `ids` are of their contents in order."""
    series = Series(builder) if len(plans) >= MANY and not builder.signs else None
    if series is None:
        builder.start(head)
    now = dict(before)
    made: list[str] = []
    for plan in plans:
        changes = _entries(plan, now, ids)
        if not plan.allow_empty and all(now.get(path) == entry for path, entry in changes.items()):
            raise NothingToCommit(plan.message)
        now = {path: entry for path, entry in {**now, **changes}.items() if entry}
        parent, words = made[-1] if made else head, message(plan.message, plan.trailers)
        if series is not None:
            made.append(series.commit(now, parent, words))
        else:
            made.append(builder.commit(builder.tree(changes), parent, words))
    if series is not None:
        series.store()
    return made, now


def _entries(plan: CommitPlan, now: Mapping[str, Entry], ids: Iterator[str]) -> dict[str, Entry | None]:
    """A plan's changes as entries; a file keeps its mode."""
    found: dict[str, Entry | None] = {}
    for path, data in plan.changes.items():
        if data is not None:
            found[path] = Entry(now[path].mode if path in now else trees.REGULAR, next(ids))
        elif path in now:
            found[path] = None
        else:
            raise FileNotThere(path, None)
    return found


def _file_move(
    reader: Reader, path: str, before: Mapping[str, Entry], after: Mapping[str, Entry]
) -> FileMove:
    return FileMove(
        path, before.get(path), after.get(path), files.fingerprint(files.to_write(reader.root, path))
    )


def _move_surely(reader: Reader, built: _Built, reason: str, handle: int) -> tuple[str, ...]:
    """Move everything; where git fails on the way, the refs decide which state it is."""
    try:
        return _move(reader, built, reason, handle)
    except refs.RefsNotMoved:
        outcome = finishing.settle(reader)
        if outcome is None or not outcome.finished:
            raise
        return outcome.kept


def _move(reader: Reader, built: _Built, reason: str, handle: int) -> tuple[str, ...]:
    """Move branch and tag, then files and index; gives the files that were left alone."""
    place, moves = reader.place, built.journal
    journal.write(place, moves)
    passing("journal-written")
    subject = printable(reason.partition("\n")[0])
    with refs.prepared(reader.git, moves.refs, f"neaspec: {subject}", handle) as move:
        passing("refs-prepared")
        with _held_index(reader):
            move()
            passing("refs-moved")
            kept = finishing.finish(reader, moves.files, built.contents)
    journal.remove(place)
    passing("journal-removed")
    return kept


@contextmanager
def _held_index(reader: Reader) -> Iterator[None]:
    """Hold the index; when another git does, take the journal back, since nothing has moved."""
    try:
        with index.held(reader.place):
            yield
    except index.IndexBusy:
        journal.remove(reader.place)
        raise
