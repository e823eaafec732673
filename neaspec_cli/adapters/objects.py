"""Blobs, trees, commits and tags built in the object store while no branch, tag, file or index moves."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

from neaspec_cli.adapters import index
from neaspec_cli.adapters.content import Content, bytes_of
from neaspec_cli.adapters.failpoints import passing
from neaspec_cli.adapters.git import Answer, Argument, Git, Place, encode, fields
from neaspec_cli.adapters.trees import Entry

MANY = 100
"""From so many blobs on one pack of them is the better way."""


class Builder:
    """Builds objects; `work` is an empty folder for files on the way.

    `keep=False` builds for a dry run: into the folder instead of the store, and without signatures.
    """

    def __init__(self, git: Git, place: Place, work: Path, when: datetime | None, keep: bool = True) -> None:
        self.git = git
        self.place = place
        self.work = work
        self.keep = keep
        self.extra = _dates(when) if when else {}
        if not keep:
            (work / "objects").mkdir()
            self.extra |= {
                "GIT_OBJECT_DIRECTORY": str(work / "objects"),
                "GIT_ALTERNATE_OBJECT_DIRECTORIES": _quoted(place.store / "objects"),
            }

    def blobs(self, contents: Sequence[Content]) -> list[str]:
        """Store contents exactly as given, whatever .gitattributes says; gives their ids."""
        if not contents:
            return []
        ids = (
            self._packed(contents) if len(contents) >= MANY else self.stored("blob", map(bytes_of, contents))
        )
        passing("object-built")
        return ids

    def _packed(self, contents: Sequence[Content]) -> list[str]:
        """Store many blobs in one pack, each as what it has more than the one before: letters are much the same."""
        marks = self.work / "marks"
        command = (
            "-c",
            "fastimport.unpackLimit=1",
            "fast-import",
            "--quiet",
            "--done",
            f"--export-marks={marks}",
        )
        self.git.feed(*command, stdin=_fed(contents), extra=self.extra)
        told = dict(line.split(" ") for line in marks.read_text().splitlines())
        return [told[f":{number}"] for number in range(1, len(contents) + 1)]

    def stored(self, kind: str, contents: Iterable[bytes]) -> list[str]:
        """Store objects of a kind exactly as given; gives their ids."""
        folder = self.work / f"{kind}s"
        folder.mkdir()
        names = []
        for number, data in enumerate(contents):
            (folder / f"{number}").write_bytes(data)
            names.append(f"{number}\n")
        command = ("-C", folder, "hash-object", "-w", "-t", kind, "--no-filters", "--stdin-paths")
        answer = self._run(*command, stdin=encode("".join(names)), extra={"GIT_DIR": str(self.place.folder)})
        return answer.text.split("\n")

    def identity(self, role: str) -> str:
        """Who makes commits and when, as git writes it into them; `role` is AUTHOR or COMMITTER."""
        return self._run("var", f"GIT_{role}_IDENT").text

    def start(self, commit: str | None) -> None:
        """Take the tree of a commit as the one that `tree` changes; None begins with an empty one."""
        self._run("read-tree", *([commit] if commit else ["--empty"]), extra=self._index)

    def tree(self, changes: Mapping[str, Entry | None]) -> str:
        """Change entries of the tree, None takes a path out, and store it; gives its id."""
        rows = index.lines(changes, self.place.nothing)
        self._run("update-index", "-z", "--index-info", stdin=rows, extra=self._index)
        identity = self._run("write-tree", extra=self._index).text
        passing("object-built")
        return identity

    def commit(self, tree: str, parent: str | None, message: str) -> str:
        """Store a commit, signed where git is configured so; gives its id."""
        sign = ["-S"] if self.signs else []
        parents = ["-p", parent] if parent else []
        identity = self._run("commit-tree", *sign, *parents, "-F", "-", tree, stdin=encode(message)).text
        passing("object-built")
        return identity

    def tag(self, name: str, commit: str, message: str) -> str:
        """Store an annotated tag, signed where git is configured so; gives its id.

        Git makes it only together with a ref, so it is made in an empty repository that uses our store.
        """
        scratch = self.work / "tag.git"
        shape = ("--bare", "--quiet", "--template=", f"--object-format={self.place.object_format}")
        self.git.run("init", *shape, scratch)
        extra = {
            "GIT_OBJECT_DIRECTORY": str(self.place.store / "objects"),
            **self.extra,
            **self._settings(),
            "GIT_DIR": str(scratch),
        }
        sign = [] if self.keep else ["--no-sign"]
        self.git.run(
            "tag",
            "-a",
            *sign,
            "--cleanup=verbatim",
            "-F",
            "-",
            name,
            commit,
            stdin=encode(message),
            extra=extra,
        )
        identity = self.git.run("rev-parse", "--verify", f"refs/tags/{name}", extra=extra).text
        passing("object-built")
        return identity

    @property
    def _index(self) -> dict[str, str]:
        return {"GIT_INDEX_FILE": str(self.work / "index")}

    def _run(
        self, *arguments: Argument, stdin: bytes = b"", extra: Mapping[str, str] | None = None
    ) -> Answer:
        return self.git.run(*arguments, stdin=stdin, extra={**self.extra, **(extra or {})})

    @cached_property
    def signs(self) -> bool:
        """Whether commits are signed."""
        return self.keep and self.git.ask("config", "--type=bool", "--get", "commit.gpgSign").text == "true"

    def _settings(self) -> dict[str, str]:
        """The user's identity and signing settings of this repository, to be used outside it."""
        answer = self.git.ask("config", "--null", "--get-regexp", r"^(user|author|committer|gpg|tag)\.")
        pairs = [row.partition("\n") for row in fields(answer.out)]
        extra = {"GIT_CONFIG_COUNT": str(len(pairs))}
        for number, (key, equals, value) in enumerate(pairs):
            extra |= {
                f"GIT_CONFIG_KEY_{number}": key,
                f"GIT_CONFIG_VALUE_{number}": value if equals else "true",
            }
        return extra


def _fed(contents: Iterable[Content]) -> Iterator[bytes]:
    """Blobs as `git fast-import` reads them."""
    for number, content in enumerate(contents, 1):
        data = bytes_of(content)
        yield f"blob\nmark :{number}\ndata {len(data)}\n".encode()
        yield data
        yield b"\n"
    yield b"done\n"


def message(text: str, trailers: Mapping[str, Sequence[str]]) -> str:
    """A commit or tag message; nothing in the words given can add a trailer or an escape sequence."""
    body = _plain(text).strip()
    rows = [
        f"{key}: {' '.join(_plain(value).split())}" for key, values in trailers.items() for value in values
    ]
    return "\n\n".join(part for part in (body, "\n".join(rows)) if part) + "\n"


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n").encode("utf-8", "replace").decode()
    return "".join(_visible(letter) for letter in text)


def _visible(letter: str) -> str:
    hidden = unicodedata.category(letter) == "Cc" and letter not in "\n\t"
    return "\N{REPLACEMENT CHARACTER}" if hidden else letter


def _dates(when: datetime) -> dict[str, str]:
    """Git's words for a moment; one without a zone is taken in the zone of this computer."""
    local = when if when.tzinfo else when.astimezone()
    date = f"@{int(local.timestamp())} {local.strftime('%z')[:5]}"
    return {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}


def _quoted(path: Path) -> str:
    """A folder in a list that is separated by colons."""
    plain = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'
