"""Several PDFs that Typst made of one document's parts, put together as the one that they are.

Every object gets a new number; what there is once in a document is made anew out of all its parts: the tree of pages,
the tree of what is read aloud, with its way back from the pages and its ids, and the outline. Title, metadata, the
profile of colours and what is attached are those of the first. Names: ISO 32000-1, 7.7, 12.3.3 and 14.7.

Typst writes one object after the other, none of them packed, which is checked; text that people wrote stands in strings
and in packed streams, where nothing is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from neaspec_cli.errors import InternalFault

_STREAM = b">>\nstream\n"
_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*)\nendobj\n", re.DOTALL)
_TOKEN = re.compile(rb"\\.|[()]|\b(\d+) 0 R\b", re.DOTALL)
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_KEY = re.compile(rb"/(StructParents?) (\d+)")
_ID = re.compile(rb"\(U(\d+x\d+y\d+)\)")
_IDS = re.compile(rb"/(?:ID\(U[^)]*\)|Headers\[[^\]]*\]|IDTree<<[^>]*>>)")


class _Part:
    """The objects of one PDF under new numbers, from `first` on; it is that `number`, with `keys` pages before it."""

    def __init__(self, data: bytes, first: int, keys: int, number: int) -> None:
        self.first, self.keys, self.number = first, keys, number
        table = int(_found(rb"startxref\n(\d+)\n", data[-64:])[0])
        trailer = data[data.index(b"trailer\n", table) :]
        count = int(_found(rb"/Size (\d+)", trailer)[0])
        entries = data[data.index(b"\n", table + 5) + 1 :][: 20 * count]
        starts = [int(entries[20 * one : 20 * one + 10]) for one in range(1, count)] + [table]
        self.objects = dict(self._read(data, starts))
        self.head = data[: starts[0]]
        self.trailer = self._renumbered(trailer[: trailer.index(b"\nstartxref")])
        self.size = count - 1
        self.root = _reference(self.trailer, rb"/Root")
        catalog = self.objects[self.root]
        self.pages = _reference(catalog, rb"/Pages")
        self.structure = _reference(catalog, rb"/StructTreeRoot")
        self.outline = _reference(catalog, rb"/Outlines")

    def _read(self, data: bytes, starts: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        for number, (start, end) in enumerate(pairwise(starts), 1):
            found = _OBJECT.fullmatch(data, start, end)
            if found is None or int(found[1]) != number:
                raise InternalFault("typst writes PDFs in another way than they can be joined.")
            words, sign, stream = found[2].partition(_STREAM)
            yield number + self.first, self._renumbered(words) + sign + stream

    def _renumbered(self, words: bytes) -> bytes:
        words = _KEY.sub(lambda found: b"/%s %d" % (found[1], int(found[2]) + self.keys), words)
        if self.number:
            words = _IDS.sub(lambda found: _ID.sub(self._id, found[0]), words)
        if b"(" not in words:
            return _REFERENCE.sub(self._moved, words)
        return b"".join(self._outside_strings(words))

    def _outside_strings(self, words: bytes) -> Iterator[bytes]:
        depth = place = 0
        for found in _TOKEN.finditer(words):
            depth += (found[0] == b"(") - (found[0] == b")")
            if found[1] and not depth:
                yield words[place : found.start()]
                yield self._moved(found)
                place = found.end()
        yield words[place:]

    def _moved(self, found: re.Match[bytes]) -> bytes:
        return b"%d 0 R" % (int(found[1]) + self.first)

    def _id(self, found: re.Match[bytes]) -> bytes:
        return b"(U%d-%s)" % (self.number, found[1])

    def tops(self) -> list[int]:
        """The entries of the outline that stand under no other."""
        found = re.search(rb"/First (\d+) 0 R", self.objects[self.outline])
        listed = []
        while found is not None:
            listed.append(int(found[1]))
            found = re.search(rb"/Next (\d+) 0 R", self.objects[listed[-1]])
        return listed


def joined(documents: Sequence[bytes]) -> bytes:
    """One PDF out of those of its parts in order; each of them says the numbers of its pages itself."""
    parts: list[_Part] = []
    first = keys = 0
    for number, data in enumerate(documents):
        parts.append(_Part(data, first, keys, number))
        first += parts[-1].size
        keys += int(_found(rb"/Count (\d+)", parts[-1].objects[parts[-1].pages])[0])
    objects = {number: words for part in parts for number, words in part.objects.items()}
    objects[first + 1] = _pages(parts, objects, first + 1, keys)
    _structure(parts, objects, keys)
    _outline(parts, objects)
    _once(parts, objects, first + 1)
    return b"".join(_written(parts[0], objects))


def _pages(parts: Sequence[_Part], objects: dict[int, bytes], root: int, count: int) -> bytes:
    """The tree of pages, with that of each part as a branch."""
    for part in parts:
        objects[part.pages] = _with(objects[part.pages], b"/Parent %d 0 R" % root)
    branches = b" ".join(b"%d 0 R" % part.pages for part in parts)
    return b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, branches)


def _structure(parts: Sequence[_Part], objects: dict[int, bytes], keys: int) -> None:
    """The tree of what is read aloud: the later parts are parts of the first one's document."""
    first, *others = parts
    trees = [objects[part.structure] for part in parts]
    documents = [int(_found(rb"/K\[(\d+) 0 R\]", tree)[0]) for tree in trees]
    for part, document in zip(others, documents[1:], strict=True):
        above = b"/P %d 0 R" % part.structure
        under = objects[document].replace(b"/S/Document" + above, b"/S/Part/P %d 0 R" % documents[0], 1)
        objects[document] = under
    kids = b"".join(b" %d 0 R" % one for one in documents[1:])
    objects[documents[0]] = re.sub(
        rb"/K\[([^\]]*)\]", lambda found: b"/K[%s%s]" % (found[1], kids), objects[documents[0]], count=1
    )
    ways = [
        b"%d %s 0 R" % (int(key) + part.keys, way)
        for part, tree in zip(parts, trees, strict=True)
        for key, way in re.findall(rb"(\d+) (\d+) 0 R", _found(rb"/ParentTree<</Nums\[([^\]]*)\]", tree)[0])
    ]
    names = sorted(
        entry
        for tree in trees
        for told in re.findall(rb"/IDTree<</Names\[([^\]]*)\]", tree)
        for entry in re.findall(rb"(\([^)]*\)) ?(\d+) 0 R", told)
    )
    ids = b"/IDTree<</Names[%s]>>" % b" ".join(b"%s%s 0 R" % entry for entry in names) if names else b""
    roles = _found(rb"(/RoleMap<<[^>]*>>)", trees[0])[0]
    objects[first.structure] = (
        b"<</Type/StructTreeRoot%s/K[%d 0 R]/ParentTree<</Nums[%s]>>%s/ParentTreeNextKey %d>>"
        % (
            roles,
            documents[0],
            b" ".join(ways),
            ids,
            keys,
        )
    )


def _outline(parts: Sequence[_Part], objects: dict[int, bytes]) -> None:
    """The outlines of all parts one after the other."""
    root = parts[0].outline
    tops = [(part, top) for part in parts for top in part.tops()]
    if not tops:
        return
    for place, (part, top) in enumerate(tops):
        words = objects[top].replace(b"/Parent %d 0 R" % part.outline, b"/Parent %d 0 R" % root, 1)
        if place and b"/Prev " not in words:
            words = _with(words, b"/Prev %d 0 R" % tops[place - 1][1])
        if place + 1 < len(tops) and b"/Next " not in words:
            words = _with(words, b"/Next %d 0 R" % tops[place + 1][1])
        objects[top] = words
    objects[root] = b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (
        tops[0][1],
        tops[-1][1],
        len(tops),
    )


def _once(parts: Sequence[_Part], objects: dict[int, bytes], pages: int) -> None:
    """What a document has once is that of the first part; that of the others is nothing any more."""
    first, *others = parts
    objects[first.root] = objects[first.root].replace(
        b"/Pages %d 0 R" % first.pages, b"/Pages %d 0 R" % pages, 1
    )
    for part in others:
        for name in (rb"/Metadata", rb"/Outlines", rb"/StructTreeRoot"):
            objects[_reference(objects[part.root], name)] = b"null"
        objects[_reference(part.trailer, rb"/Info")] = b"null"
        objects[part.root] = b"null"


def _written(first: _Part, objects: dict[int, bytes]) -> Iterator[bytes]:
    yield first.head
    place, places = len(first.head), []
    for number in range(1, len(objects) + 1):
        words = b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
        places.append(place)
        place += len(words)
        yield words
    yield b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(objects) + 1)
    yield b"".join(b"%010d 00000 n\r\n" % one for one in places)
    yield re.sub(rb"/Size \d+", b"/Size %d" % (len(objects) + 1), first.trailer, count=1)
    yield b"\nstartxref\n%d\n%%%%EOF" % place


def _with(words: bytes, entry: bytes) -> bytes:
    """An object with one entry more."""
    return b"<<" + entry + words.removeprefix(b"<<")


def _reference(words: bytes, name: bytes) -> int:
    return int(_found(name + rb" (\d+) 0 R", words)[0])


def _found(pattern: bytes, words: bytes) -> tuple[bytes, ...]:
    found = re.search(pattern, words)
    if found is None:
        raise InternalFault("typst writes PDFs in another way than they can be joined.")
    return found.groups()
