"""What a repository holds, at a revision or in its working tree: files, trees, tags, commits."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from neaspec_cli.adapters import files, trees
from neaspec_cli.adapters.git import Git, Place, encode, fields, printable
from neaspec_cli.adapters.trees import Entry
from neaspec_cli.errors import NeaspecError

if TYPE_CHECKING:
    from neaspec_cli.adapters.history import Change, Commit, Tag, Version


class UnknownRevision(NeaspecError):
    """A revision that git does not know; the hint holds names that are close in spelling."""

    def __init__(self, revision: str, known: Sequence[str] = ()) -> None:
        from difflib import get_close_matches

        close = get_close_matches(revision, known, n=3, cutoff=0.5)
        hint = (
            f"Did you mean {' or '.join(map(printable, close))}?"
            if close
            else "See the names with: git tag, git branch -a"
        )
        super().__init__(f"There is no revision {printable(revision)!r}.", hint)
        self.revision = revision


class NoCommitYet(NeaspecError):
    """The repository is new: nothing was committed in it."""

    def __init__(self) -> None:
        super().__init__(
            "The repository has no commit yet.", "Commit the plan first: git add -A && git commit"
        )


class FileNotThere(NeaspecError):
    """A file that is not in the working tree or not in the named revision."""

    def __init__(self, path: str, revision: str | None) -> None:
        where = f"revision {printable(revision)}" if revision else "the working tree"
        super().__init__(f"There is no file {printable(path)} in {where}.")
        self.path = path


class Reader:
    """The questions that a repository answers, without writing; `revision=None` means the working tree."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.root: Path = place.root
        self.git = Git(place.root)

    # Files

    def read(self, path: str, revision: str | None = None) -> bytes:
        """The bytes of a file; FileNotThere, UnknownRevision, or UnsafePath when a link leads outside."""
        if revision is None:
            place = files.to_read(self.root, path)
            try:
                return place.read_bytes()
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
                raise FileNotThere(path, None) from error
        answer = self.git.ask("cat-file", "blob", f"{_plain(revision)}:{files.checked(path)}")
        if answer.code:
            self.resolve(revision)
            raise FileNotThere(path, revision)
        return answer.out

    def exists(self, path: str, revision: str | None = None) -> bool:
        """Whether a file stands at this path."""
        if revision is None:
            return files.to_read(self.root, path).is_file()
        return path in self.files(path, revision)

    def files(self, prefix: str = "", revision: str | None = None) -> dict[str, str]:
        """Paths under a folder with blob ids, in order; no symbolic links, submodules or ignored files."""
        found = self.entries(prefix, revision)
        return {path: entry.id for path, entry in sorted(found.items()) if entry.mode in trees.FILES}

    def paths(self, *folders: str) -> dict[str, str | None]:
        """Paths of the working tree under folders, in order, as `files` gives them, with one call to git.

        With each the id of its blob; None where the file differs from what was last staged.
        """
        listing = self._listing([files.checked(folder) for folder in folders])
        changed = listing.suspects | listing.removed
        found: dict[str, str | None] = {
            path: entry.id
            for path, entry in listing.entries.items()
            if entry.mode in trees.FILES and path not in changed
        }
        return dict(sorted((found | dict.fromkeys(filter(self._is_plain, listing.suspects))).items()))

    def many(self, paths: Iterable[str], revision: str | None = None) -> dict[str, bytes]:
        """The bytes of many files with one call to git."""
        wanted = list(dict.fromkeys(paths))
        if revision is None or any("\n" in path for path in wanted):
            return {path: self.read(path, revision) for path in wanted}
        names = [f"{_plain(revision)}:{files.checked(path)}" for path in wanted]
        found = self._objects(names)
        for path, data in zip(wanted, found, strict=True):
            if data is None:
                self.resolve(revision)
                raise FileNotThere(path, revision)
        return {path: data for path, data in zip(wanted, found, strict=True) if data is not None}

    def blob(self, identity: str) -> bytes:
        """The content with that blob id; KeyError where it is not there."""
        return self.blobs([identity])[identity]

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Contents by blob id, with one call to git; ids that are not there are left out."""
        wanted = [identity for identity in dict.fromkeys(ids) if identity.isalnum()]
        found = zip(wanted, self._objects(wanted), strict=True)
        return {identity: data for identity, data in found if data is not None}

    def blob_id(self, data: bytes) -> str:
        """The id that exactly these bytes have in this repository."""
        return trees.object_id("blob", data, self.place.object_format)

    def tree_id(self, path: str = "", revision: str | None = None) -> str:
        """Git's id of a folder; for the working tree the one that it would have if it were committed."""
        if revision is None:
            inside = f"{path}/" if path else ""
            found = {name.removeprefix(inside): entry for name, entry in self.entries(path, None).items()}
            return trees.tree_id(found, self.place.object_format)
        if not path:
            return self.git.run("rev-parse", "--verify", f"{self.resolve(revision)}^{{tree}}").text
        listed = self.git.ask("ls-tree", "-z", "--full-tree", _plain(revision), "--", files.checked(path))
        if listed.code:
            self.resolve(revision)
        entry = trees.read_tree(listed.out).get(path)
        if entry is None or entry.mode != "040000":
            raise FileNotThere(f"{path}/", revision)
        return entry.id

    def _objects(self, names: Sequence[str]) -> list[bytes | None]:
        if not names:
            return []
        data = self.git.run("cat-file", "--batch", stdin=encode("".join(f"{name}\n" for name in names))).out
        found: list[bytes | None] = []
        for name in names:
            header, _, data = data.partition(b"\n")
            if header == encode(name) + b" missing":
                found.append(None)
                continue
            _, kind, size = header.split(b" ")
            found.append(data[: int(size)] if kind == b"blob" else None)
            data = data[int(size) + 1 :]
        return found

    def entries(self, prefix: str = "", revision: str | None = None) -> dict[str, Entry]:
        """Everything under a folder with mode and id, symbolic links and submodules included."""
        paths = [files.checked(prefix)] if prefix else []
        if revision is None:
            return self._working(paths)
        answer = self.git.ask("ls-tree", "-r", "-z", "--full-tree", _plain(revision), "--", *paths)
        if answer.code:
            self.resolve(revision)
        return trees.read_tree(answer.out)

    def _working(self, paths: Sequence[str]) -> dict[str, Entry]:
        """Entries as git would commit them now: only files that differ from the index are hashed."""
        listing = self._listing(paths)
        entries = {path: entry for path, entry in listing.entries.items() if path not in listing.removed}
        plain: dict[str, str] = {}
        for path in sorted(listing.suspects):
            place = self.root / path
            staged = entries.pop(path, None)
            if place.is_symlink():
                target = os.fsencode(os.readlink(place))  # noqa: PTH115 - Path would tidy the target up
                entries[path] = Entry(
                    trees.SYMLINK, trees.object_id("blob", target, self.place.object_format)
                )
            elif self._is_plain(path):
                plain[path] = self._mode(place, staged)
            elif staged and place.is_dir():  # a submodule
                entries[path] = staged
        hashed = self.hashed(list(plain))
        return entries | {path: Entry(plain[path], identity) for path, identity in hashed.items()}

    def _listing(self, paths: Sequence[str]) -> trees.Listing:
        options = ("-z", "-t", "-s", "-c", "-m", "-d", "-o", "--exclude-standard")
        return trees.read_listing(self.git.run("ls-files", *options, "--", *paths).out)

    def _is_plain(self, path: str) -> bool:
        place = self.root / path
        return place.is_file() and not place.is_symlink()

    def _mode(self, place: Path, staged: Entry | None) -> str:
        if staged and staged.mode in trees.FILES and not self.flag("core.fileMode", default=True):
            return staged.mode
        return trees.EXECUTABLE if place.stat().st_mode & stat.S_IXUSR else trees.REGULAR

    def hashed(self, paths: Sequence[str]) -> dict[str, str]:
        """Blob ids that files of the working tree would get, after the line-end filter."""
        if not paths:
            return {}
        lines = b"".join(_quoted(path) + b"\n" for path in paths)
        ids = self.git.run("hash-object", "--stdin-paths", stdin=lines).text.split("\n")
        return dict(zip(paths, ids, strict=True))

    def states(self, paths: Iterable[str] = ()) -> dict[str, str]:
        """Files that differ from the last commit, with the two letters of `git status --short`."""
        wanted = [files.checked(path) for path in paths]
        options = ("--porcelain", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules")
        rows = fields(self.git.run("status", *options, "--", *wanted).out)
        return {row[3:]: row[:2] for row in rows}

    def dirty(self, paths: Iterable[str] = ()) -> tuple[str, ...]:
        """Files under these paths (or anywhere) that differ from the last commit, untracked ones included."""
        return tuple(sorted(self.states(paths)))

    def is_clean(self, paths: Iterable[str] = ()) -> bool:
        """Whether no file under these paths differs from the last commit."""
        return not self.dirty(paths)

    # Revisions

    def resolve(self, revision: str) -> str:
        """The id of the commit that a name stands for; UnknownRevision names those that are spelt alike."""
        if revision and not revision.startswith("-") and revision.isprintable():
            answer = self.git.ask("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
            if not answer.code:
                return answer.text
        if revision == "HEAD":
            raise NoCommitYet
        listed = self.git.run(
            "for-each-ref", "--format=%(refname:lstrip=2)", "refs/tags", "refs/heads", "refs/remotes"
        )
        raise UnknownRevision(revision, listed.text.split("\n"))

    def head(self) -> str | None:
        """The id of the current commit, None before the first."""
        answer = self.git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        return answer.text if not answer.code else None

    def branch(self) -> str | None:
        """The name of the current branch, even before its first commit; None when HEAD is on none."""
        answer = self.git.ask("symbolic-ref", "--quiet", "HEAD")
        return answer.text.removeprefix("refs/heads/") if not answer.code else None

    def tags(self, prefix: str = "") -> tuple[Tag, ...]:
        """Tags whose names begin so, in order of name, with messages and targets."""
        from neaspec_cli.adapters import history

        pattern = f"refs/tags/{prefix}" if prefix.endswith("/") else "refs/tags"
        found = history.read_tags(self.git.run("for-each-ref", f"--format={history.TAG_FORMAT}", pattern).out)
        return tuple(tag for tag in found if tag.name.startswith(prefix))

    def contains(self, revision: str, commit: str) -> bool:
        """Whether a commit is in the history of a revision (a commit is in its own)."""
        answer = self.git.ask("merge-base", "--is-ancestor", self.resolve(commit), self.resolve(revision))
        return answer.code == 0

    def root_commit(self) -> str | None:
        """The oldest commit without a parent in the history of HEAD, None before the first commit."""
        answer = self.git.ask("rev-list", "--max-parents=0", "HEAD", "--")
        return answer.text.split("\n")[-1] if not answer.code else None

    # History, newest first

    def commits(
        self, paths: Iterable[str] = (), since: str | None = None, until: str | None = None, trailer: str = ""
    ) -> tuple[Commit, ...]:
        """Commits after `since`, up to and with `until` (HEAD), that touched a path and have a trailer."""
        from neaspec_cli.adapters import history

        span = self._span(since, until)
        if not span:
            return ()
        grep = ("--extended-regexp", f"--grep=^{trailer}:", "--regexp-ignore-case") if trailer else ()
        arguments = ("log", "-z", "--topo-order", f"--format=tformat:{history.COMMIT_FORMAT}", *grep, *span)
        found = history.read_commits(self.git.run(*arguments, "--", *map(files.checked, paths)).out)
        return tuple(commit for commit in found if not trailer or trailer in commit.trailers)

    def commit_at(self, revision: str) -> Commit:
        """The commit that a revision names."""
        from neaspec_cli.adapters import history

        arguments = ("log", "-1", "-z", f"--format=tformat:{history.COMMIT_FORMAT}", self.resolve(revision))
        return history.read_commits(self.git.run(*arguments, "--").out)[0]

    def acts(self) -> tuple[Commit, ...]:
        """What this tool committed, newest first: commits with a `Neaspec:` trailer."""
        return self.commits(trailer="Neaspec")

    def versions(self, path: str, since: str | None = None, until: str | None = None) -> tuple[Version, ...]:
        """Each content that a file had, newest first, followed through renaming."""
        from neaspec_cli.adapters import history

        span = self._span(since, until)
        if not span:
            return ()
        options = (
            "-z",
            "--raw",
            "--no-abbrev",
            "--follow",
            "-M60%",
            f"--format=tformat:{history.COMMIT_FORMAT}",
        )
        return history.read_versions(self.git.run("log", *options, *span, "--", files.checked(path)).out)

    def changed_files(self, commit: str) -> tuple[Change, ...]:
        """What a commit did to each file; for a merge, compared with its first parent."""
        from neaspec_cli.adapters import history

        identity = self.resolve(commit)
        parent = self.git.ask("rev-parse", "--verify", "--quiet", f"{identity}^1")
        ends = (identity,) if parent.code else (parent.text, identity)
        options = ("-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--root", "--no-commit-id")
        return history.read_changes(self.git.run("diff-tree", *options, *ends).out)

    def _span(self, since: str | None, until: str | None) -> tuple[str, ...]:
        if until is None and self.head() is None:
            return ()
        end = self.resolve(until) if until is not None else "HEAD"
        return (end,) if since is None else (end, f"^{self.resolve(since)}")

    # Settings

    def flag(self, name: str, default: bool = False) -> bool:
        """A yes-or-no setting of git."""
        answer = self.git.ask("config", "--type=bool", "--get", name)
        return default if answer.code else answer.text == "true"


def _plain(revision: str) -> str:
    """A revision that can stand on a command line."""
    if revision.startswith("-") or not revision or not revision.isprintable():
        raise UnknownRevision(revision)
    return revision


def _quoted(path: str) -> bytes:
    """A path as `--stdin-paths` reads it back, whatever it holds."""
    plain = encode(path).replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'"' + plain + b'"'
