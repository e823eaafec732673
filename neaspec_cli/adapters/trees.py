"""Files as git stores them: a listing of entries, and the id of the tree that they make up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from neaspec_cli.adapters.git import encode, fields

SYMLINK = "120000"
EXECUTABLE = "100755"
REGULAR = "100644"
FILES = (REGULAR, EXECUTABLE)


@dataclass(frozen=True)
class Entry:
    """A file in a tree: its mode in git's words and the id of its content."""

    mode: str
    id: str


class Listing(NamedTuple):
    """A working folder as git knows it: entries as staged, paths to be looked at, paths that are gone."""

    entries: dict[str, Entry]
    suspects: frozenset[str]
    removed: frozenset[str]


def read_tree(data: bytes) -> dict[str, Entry]:
    """Entries from the output of `git ls-tree -z`."""
    found: dict[str, Entry] = {}
    for row in fields(data):
        head, _, path = row.partition("\t")
        mode, _, identity = head.split(" ")
        found[path] = Entry(mode, identity)
    return found


def read_listing(data: bytes) -> Listing:
    """Staged, changed, removed and other files from the one answer of `git ls-files -z -t -s -c -m -d -o`."""
    entries: dict[str, Entry] = {}
    suspects: set[str] = set()
    removed: set[str] = set()
    for row in fields(data):
        head, _, path = row.partition("\t")
        if row.startswith("? "):
            suspects.add(row[2:])
            continue
        state, mode, identity, stage = head.split(" ")
        entries.setdefault(path, Entry(mode, identity))
        if state == "R":
            removed.add(path)
        elif state == "C" or stage != "0":
            suspects.add(path)
    return Listing(entries, frozenset(suspects - removed), frozenset(removed))


def object_id(kind: str, data: bytes, object_format: str) -> str:
    """The id that git gives to an object with this content."""
    import hashlib  # opens OpenSSL, which takes longer than all else that reading a plan imports

    digest = hashlib.new("sha256" if object_format == "sha256" else "sha1", usedforsecurity=False)
    digest.update(f"{kind} {len(data)}\0".encode() + data)
    return digest.hexdigest()


def tree_id(entries: Mapping[str, Entry], object_format: str) -> str:
    """The id of the tree that holds these files, with paths counted from it."""
    return tree_contents(entries, object_format)[0]


def tree_contents(entries: Mapping[str, Entry], object_format: str) -> tuple[str, dict[str, bytes]]:
    """The id of that tree, and the content of it and of all trees in it by their ids."""
    contents: dict[str, bytes] = {}
    rows: dict[bytes, tuple[str, str]] = {}
    folders: dict[str, dict[str, Entry]] = {}
    for path, entry in entries.items():
        head, slash, rest = path.partition("/")
        if slash:
            folders.setdefault(head, {})[rest] = entry
        else:
            rows[encode(head)] = (entry.mode, entry.id)
    for name, inside in folders.items():
        # Git sorts a folder as if its name ended with a slash.
        identity, inner = tree_contents(inside, object_format)
        contents |= inner
        rows[encode(name) + b"/"] = ("40000", identity)
    content = b"".join(
        f"{mode} ".encode() + name.removesuffix(b"/") + b"\0" + bytes.fromhex(identity)
        for name, (mode, identity) in sorted(rows.items())
    )
    own = object_id("tree", content, object_format)
    return own, {**contents, own: content}
