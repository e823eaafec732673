"""Several PDFs that Typst made of one document's parts, put together as the one that they are.

The first becomes the whole, and the others are hung into it: their pages, what of them is read aloud, with its way back
from the pages and its ids, and their outlines. Title, metadata, the profile of colours and what is attached are those
of the first. Names: ISO 32000-1, 7.7, 12.3.3 and 14.7.
"""

from __future__ import annotations

import gc
import io
from collections.abc import Iterable, Iterator
from typing import IO, Any, cast

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
)

from neaspec_cli.errors import InternalFault

_FAULTS = (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError)
"""What comes of a PDF in which something does not stand where Typst puts it."""
_KEYS = ("/StructParents", "/StructParent")


def joined(documents: Iterable[bytes]) -> bytes:
    """One PDF out of those of its parts in order; each of them says the numbers of its pages itself."""
    # What was read is given back when its reader is closed; to look for more of it takes a third of the time.
    gc.disable()
    try:
        return _joined(iter(documents))
    except _FAULTS as error:
        raise InternalFault("typst writes PDFs in another way than they can be joined.") from error
    finally:
        gc.enable()


def _joined(documents: Iterator[bytes]) -> bytes:
    with _opened(next(documents)) as reader:
        whole = PdfWriter(clone_from=reader, keep_initial_header=True)
        whole.reset_translation(reader)
    for number, data in enumerate(documents, 1):
        with _opened(data) as reader:
            _Part(whole, reader, number).hang()
    stream = io.BytesIO()
    whole.write(stream)
    return stream.getvalue()


def _opened(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data), strict=True)


class _Written(PdfObject):
    """An object as the file has it, which takes a tenth of the memory of one that was read."""

    words = b"null"

    def write_to_stream(self, stream: IO[Any]) -> None:
        stream.write(self.words)


class _Part:
    """The `number`th part while it is hung into the whole; `taken` are its objects that have a place there."""

    def __init__(self, whole: PdfWriter, part: PdfReader, number: int) -> None:
        self.whole, self.part, self.number = whole, part, number
        self.into = cast(Any, whole.root_object)
        self.root = cast(Any, part.root_object)
        self.keys = int(self.into["/StructTreeRoot"]["/ParentTreeNextKey"])
        self.taken: dict[int, IndirectObject] = {}
        self.waiting: list[tuple[IndirectObject, _Written]] = []

    def hang(self) -> None:
        """Hang pages, structure and outline into the whole, then take over all that these lead to."""
        self._pages()
        self._structure()
        self._outline()
        while self.waiting:
            reference, written = self.waiting.pop()
            found: Any = reference.get_object()
            self._settle(found)
            stream = io.BytesIO()
            found.write_to_stream(stream)
            written.words = stream.getvalue()

    def _pages(self) -> None:
        """The tree of pages becomes a branch."""
        pages, branch = self.into["/Pages"], self.root["/Pages"]
        branch[NameObject("/Parent")] = pages.indirect_reference
        pages["/Kids"].append(self._moved(branch.indirect_reference))
        pages[NameObject("/Count")] = NumberObject(pages["/Count"] + branch["/Count"])

    def _structure(self) -> None:
        """What is read aloud becomes a part of the first one's document."""
        tree, branch = self.into["/StructTreeRoot"], self.root["/StructTreeRoot"]
        (above,), (document,) = tree["/K"], branch["/K"]
        self.taken[branch.indirect_reference.idnum] = above
        document.get_object()[NameObject("/S")] = NameObject("/Part")
        above.get_object()["/K"].append(self._moved(document))
        for key, way in _pairs(branch["/ParentTree"]["/Nums"]):
            tree["/ParentTree"]["/Nums"].extend([NumberObject(key + self.keys), self._moved(way)])
        tree[NameObject("/ParentTreeNextKey")] = NumberObject(self.keys + branch["/ParentTreeNextKey"])
        if "/IDTree" in branch:
            self._ids(tree, branch["/IDTree"]["/Names"])

    def _ids(self, tree: Any, names: ArrayObject) -> None:
        """The names of both in the order of their bytes, in which they are looked up."""
        if "/IDTree" not in tree:
            tree[NameObject("/IDTree")] = DictionaryObject({NameObject("/Names"): ArrayObject()})
        listed = list(_pairs(tree["/IDTree"]["/Names"]))
        listed += [(self._named(name), self._moved(one)) for name, one in _pairs(names)]
        listed.sort(key=lambda entry: entry[0].original_bytes)
        tree["/IDTree"][NameObject("/Names")] = ArrayObject([one for entry in listed for one in entry])

    def _outline(self) -> None:
        """The entries under no other are put behind those of the whole, and stay as they are read for the next ones."""
        outline = self.whole.get_outline_root()
        for top in list(_tops(self.root["/Outlines"])):
            entry = top.get_object()
            for beside in ("/Parent", "/Prev", "/Next"):
                entry.pop(beside, None)
            self.taken[top.idnum] = self.whole._add_object(entry)
            self._settle(entry)
            outline.insert_child(self.taken[top.idnum], None, self.whole, _one_more)

    def _moved(self, reference: IndirectObject) -> IndirectObject:
        """Where the whole has, or will have, what is referred to."""
        if reference.pdf is not self.part:
            return reference
        if reference.idnum not in self.taken:
            written = _Written()
            self.taken[reference.idnum] = self.whole._add_object(written)
            self.waiting.append((reference, written))
        return self.taken[reference.idnum]

    def _settle(self, value: PdfObject) -> None:
        """Make what a dictionary or an array says of other objects, of its page and of ids so in the whole."""
        if isinstance(value, DictionaryObject):
            for key, item in value.items():
                if key in _KEYS:
                    value[key] = NumberObject(item + self.keys)
                elif key == "/ID":
                    value[key] = self._named(item)
                elif key == "/Headers":
                    value[key] = ArrayObject(self._named(one) for one in item)
                else:
                    value[key] = self._settled(item)
        elif isinstance(value, ArrayObject):
            value[:] = [self._settled(item) for item in value]

    def _settled(self, item: PdfObject) -> PdfObject:
        if isinstance(item, IndirectObject):
            return self._moved(item)
        self._settle(item)
        return item

    def _named(self, name: Any) -> ByteStringObject:
        """An id that no other part has."""
        return ByteStringObject(b"%d-%s" % (self.number, name.original_bytes))


def _pairs(listed: ArrayObject) -> Iterator[tuple[Any, Any]]:
    """The entries of a tree of numbers or names."""
    values = iter(listed)
    return zip(values, values, strict=True)


def _tops(outline: Any) -> Iterator[Any]:
    """References to the entries of the outline that stand under no other."""
    place = outline
    sign = "/First"
    while sign in place:
        yield place.raw_get(sign)
        place, sign = place[sign], "/Next"


def _one_more(parent: Any, _: int) -> None:
    """Count an entry, whose own entries are folded."""
    parent[NameObject("/Count")] = NumberObject(parent["/Count"] + 1)
