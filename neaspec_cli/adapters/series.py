"""Many commits in a row: trees and commits are put together here and stored by git all at once.

For each commit git would be started three times; so it is twice in all. Git tells the id of every object that it
stores, and each must be the one that was counted on. Signed commits are git's own work (`objects.Builder.commit`).
"""

from __future__ import annotations

from collections.abc import Mapping

from neaspec_cli.adapters.failpoints import passing
from neaspec_cli.adapters.git import encode
from neaspec_cli.adapters.objects import Builder
from neaspec_cli.adapters.trees import Entry, object_id, tree_contents

MANY = 16
"""From so many commits on this is the faster way."""


class Series:
    """Commits on one another that are not yet stored."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._format = builder.place.object_format
        self._author, self._committer = (builder.identity(who) for who in ("AUTHOR", "COMMITTER"))
        self._trees: dict[str, bytes] = {}
        self._commits: dict[str, bytes] = {}

    def commit(self, entries: Mapping[str, Entry], parent: str | None, message: str) -> str:
        """One more commit, of all these files; gives the id that it will have."""
        tree, contents = tree_contents(entries, self._format)
        self._trees |= contents
        lines = [f"tree {tree}", *([f"parent {parent}"] if parent else [])]
        lines += [f"author {self._author}", f"committer {self._committer}", "", message]
        content = encode("\n".join(lines))
        identity = object_id("commit", content, self._format)
        self._commits[identity] = content
        return identity

    def store(self) -> None:
        """Store all trees, then all commits."""
        for kind, objects in (("tree", self._trees), ("commit", self._commits)):
            found = self._builder.stored(kind, objects.values())
            if found != list(objects):
                raise RuntimeError(f"git gives a {kind} another id than neaspec")
            passing("object-built")
