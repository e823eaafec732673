"""A plain count of the annotations in a PDF: the other side of the balance of its receipt.

It shares no code with the reader: it looks for the objects of the file one after the other, of which the last of a
number counts, and goes from the pages to the annotations that they list. Streams of objects are unpacked within limits.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from neaspec_cli.intake import guard

OBJECT = re.compile(rb"(?<![0-9])(\d{1,10})[ \t\r\n\0\f]+(\d{1,5})[ \t\r\n\0\f]+obj\b")
MOST_UPDATES = 1_000
MOST_OBJECTS = 100_000
MOST_UNPACKED = 20 * guard.MEGABYTE
PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
ANNOTATIONS = re.compile(rb"/Annots\s*(?:\[|(\d+)\s+\d+\s+R)")
BRACKETS, BRACES = (b"[", b"]"), (b"<<", b">>")
REFERENCE = re.compile(rb"(\d+)\s+\d+\s+R\b")
KIND = re.compile(rb"/Subtype\s*/([A-Za-z]+)")
COUNTED = {
    b"Highlight": "highlights",
    b"Underline": "underlines",
    b"Squiggly": "underlines",
    b"StrikeOut": "strike-outs",
    b"Caret": "carets",
    b"Text": "notes",
    b"FreeText": "text boxes",
    b"FileAttachment": "attached files",
    b"Redact": "redactions",
    **dict.fromkeys((b"Square", b"Circle", b"Polygon", b"PolyLine", b"Line", b"Ink", b"Stamp"), "drawings"),
}


def count(data: bytes) -> dict[str, int]:
    """Annotations by kind; answers to others are counted as what they are drawn as."""
    if len(data) > guard.MOST_FILE:
        raise guard.TooMuch(f"it has more than {guard.MOST_FILE // guard.MEGABYTE} megabytes")
    updates = data.count(b"startxref")
    if not updates:
        raise guard.Broken("it is cut off, the list of its parts is missing")
    if updates > MOST_UPDATES:
        raise guard.TooMuch(f"it was saved anew more than {MOST_UPDATES:,} times")
    objects = dict(_objects(data))
    found: dict[str, int] = {}
    for body in objects.values():
        if not PAGE.search(body):
            continue
        for one in _listed(body, objects):
            kind = KIND.search(one)
            name = COUNTED.get(kind.group(1), "") if kind else ""
            if name:
                found[name] = found.get(name, 0) + 1
    return found


def _listed(page: bytes, objects: dict[int, bytes]) -> Iterator[bytes]:
    """The annotations that a page lists."""
    listed = ANNOTATIONS.search(page)
    if listed is None:
        return
    where = page[listed.start() :] if listed.group(1) is None else objects.get(int(listed.group(1)), b"")
    inside = next(_enclosed(where, BRACKETS), b"")
    outside = inside
    for one in _enclosed(inside, BRACES):
        outside = outside.replace(one, b" ", 1)
        yield one
    yield from (objects.get(int(number), b"") for number in REFERENCE.findall(outside))


def _enclosed(body: bytes, signs: tuple[bytes, bytes]) -> Iterator[bytes]:
    """What stands between outermost signs, one after the other, with the signs."""
    opening, _ = signs
    depth = start = 0
    for found in re.finditer(b"|".join(map(re.escape, signs)), body):
        if found.group() == opening:
            start = start if depth else found.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield body[start : found.end()]


def _objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Every object by number, without its strings; later ones replace earlier ones."""
    unpacked = [0]
    at = count_of = 0
    while found := OBJECT.search(data, at):
        count_of += 1
        if count_of > MOST_OBJECTS:
            raise guard.TooMuch(f"it has more than {MOST_OBJECTS:,} parts")
        end = data.find(b"endobj", found.end())
        end = end if end >= 0 else len(data)
        body = data[found.end() : end]
        stream = re.search(rb"\bstream\r?\n", body)
        at = end
        if stream is None:
            yield int(found.group(1)), without_strings(body)
            continue
        head = body[: stream.start()]
        length = re.search(rb"/Length\s+(\d++)(?!\s+\d+\s+R)", head)
        if length is not None:
            # What is packed may hold the sign for an end.
            close = data.find(b"endobj", found.end() + stream.end() + min(int(length.group(1)), len(data)))
            at = close if close >= 0 else len(data)
            body = data[found.end() : at]
        if re.search(rb"/Type\s*/ObjStm\b", head):
            yield from _packed(head, body[stream.end() :], unpacked)


def _packed(head: bytes, stream: bytes, unpacked: list[int]) -> Iterator[tuple[int, bytes]]:
    """The objects in a stream of objects (ISO 32000-1, 7.5.7)."""
    if b"FlateDecode" in head or b"/Fl" in head:
        try:
            stream = zlib.decompressobj().decompress(stream, MOST_UNPACKED)
        except zlib.error as error:
            raise guard.Broken("a stream of its parts cannot be unpacked") from error
    unpacked[0] += len(stream)
    if unpacked[0] > MOST_UNPACKED:
        raise guard.TooMuch("unpacked, it is too large")
    first, number = (re.search(rb"/" + name + rb"\s+(\d{1,9})", head) for name in (b"First", b"N"))
    if first is None or number is None:
        return
    begin = int(first.group(1))
    numbers = [int(one) for one in re.findall(rb"\d{1,10}", stream[:begin])[: 2 * int(number.group(1))]]
    places = [*numbers[1::2], len(stream) - begin]
    for index, identifier in enumerate(numbers[0::2][: len(places) - 1]):
        yield identifier, without_strings(stream[begin + places[index] : begin + places[index + 1]])


def without_strings(body: bytes) -> bytes:
    """An object without the words in it, in which anything may stand."""
    if b"(" not in body:
        return body
    kept: list[bytes] = []
    depth = start = 0
    for found in re.finditer(rb"\\.|[()]", body, re.DOTALL):
        sign = found.group()
        if sign == b"(":
            if depth == 0:
                kept.append(body[start : found.start()])
            depth += 1
        elif sign == b")" and depth:
            depth -= 1
            start = found.end()
    kept.append(body[start:] if depth == 0 else b"")
    return b" ".join(kept)
