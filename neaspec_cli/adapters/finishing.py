"""The last part of a transaction, and of one that a crash cut off: files and index follow the refs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from neaspec_cli.adapters import files, index, journal, lock, refs, trees
from neaspec_cli.adapters.content import Content, bytes_of
from neaspec_cli.adapters.failpoints import passing
from neaspec_cli.adapters.git import printable
from neaspec_cli.adapters.journal import FileMove, Journal
from neaspec_cli.adapters.reading import Reader

PATIENCE = 3.0


@dataclass(frozen=True)
class Recovery:
    """What became of an interrupted command; `kept` are files left alone, since someone changed them."""

    finished: bool
    commit: str
    kept: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.finished:
            return "A command that was interrupted had changed nothing; it can be given again."
        left = f" Left as you changed them: {', '.join(map(printable, self.kept))}." if self.kept else ""
        return f"A command that was interrupted was finished: commit {self.commit[:10]}.{left}"


def finish(reader: Reader, moves: tuple[FileMove, ...], contents: Mapping[str, Content]) -> tuple[str, ...]:
    """Give files and index their new content (`contents` by blob id); to be called with the index held.

    Gives the paths that were left alone, since they hold neither their old content nor their new one.
    """
    kept = {move.path for move in moves if not _write(reader, move, contents)}
    for folder in {(reader.root / move.path).parent for move in moves}:
        files.settle(folder)
    staged = index.entries(reader.git)
    ours = [move for move in moves if staged.get(move.path) in (move.old, move.new)]
    kept |= {move.path for move in moves} - {move.path for move in ours}
    index.update(reader.git, reader.place, {move.path: move.new for move in ours})
    passing("index-updated")
    return tuple(sorted(kept))


def _write(reader: Reader, move: FileMove, contents: Mapping[str, Content]) -> bool:
    """Write one file; False when somebody else's content stands there."""
    try:
        place = files.to_write(reader.root, move.path)
    except files.UnsafePath:
        return False
    files.beside(place).unlink(missing_ok=True)
    found = files.fingerprint(place)
    if move.new is None:
        if found not in (move.on_disk, None):
            return False
        files.remove(reader.root, place)
    else:
        data = bytes_of(contents[move.new.id])
        if found is not None and found == files.digest(data):
            return True
        if found != move.on_disk:
            return False
        waiting = files.stage(place, data, move.new.mode == trees.EXECUTABLE)
        passing("file-staged")
        waiting.replace(place)
    passing("file-written")
    return True


def recover(reader: Reader) -> Recovery | None:
    """Finish or take back what a crash cut off; Locked when a living process is still at it."""
    with lock.held(reader.place, PATIENCE):
        return settle(reader)


def settle(reader: Reader) -> Recovery | None:
    """The same with the lock held: when a ref has moved, all follows it; else nothing had been touched."""
    place = reader.place
    written = journal.read(place)
    clear(reader)
    if written is None:
        return None
    index.clear_stale_lock(place)
    refs.clear_stale_locks(place, written.refs, journal.path_of(place).stat().st_mtime)
    finished = _has_moved(reader, written)
    kept: tuple[str, ...] = ()
    if finished:
        _move_the_rest(reader, written)
        kept = _finish_after_crash(reader, written)
    journal.remove(place)
    passing("journal-removed")
    return Recovery(finished, written.branch.new, kept)


def clear(reader: Reader) -> None:
    """Remove work in progress of a process that is gone."""
    shutil.rmtree(lock.work(reader.place), ignore_errors=True)


def _has_moved(reader: Reader, written: Journal) -> bool:
    now = refs.current(reader.git, [move.name for move in written.refs], reader.place.nothing)
    if any(now[move.name] == move.new for move in written.refs):
        return True
    branch = written.branch
    later = now[branch.name] not in (branch.old, reader.place.nothing)
    return later and reader.contains(now[branch.name], branch.new)


def _move_the_rest(reader: Reader, written: Journal) -> None:
    now = refs.current(reader.git, [move.name for move in written.refs], reader.place.nothing)
    rest = [move for move in written.refs if now[move.name] == move.old]
    for move in rest:
        reader.git.run("update-ref", "-m", "neaspec: recover", move.name, move.new, move.old)


def _finish_after_crash(reader: Reader, written: Journal) -> tuple[str, ...]:
    """Finish the files that HEAD holds as the journal says; somebody may have gone on from there."""
    head = reader.entries("", "HEAD") if reader.head() else {}
    moves = tuple(move for move in written.files if head.get(move.path) == move.new)
    contents = {move.new.id: partial(reader.blob, move.new.id) for move in moves if move.new}
    lock.work(reader.place).mkdir(exist_ok=True)
    with index.held(reader.place):
        kept = finish(reader, moves, contents)
    clear(reader)
    return kept
