"""Microsoft's compound files, in which Outlook keeps its messages: storages in storages, and streams of bytes in them.

Read as [MS-CFB] describes them, in as many steps as the file has sectors: chains that run in a circle, streams that
share their bytes and trees that lead back to themselves end in a refusal.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from neaspec_cli.intake import guard

HEADER = struct.Struct("<8s16x2xHHHH6x3I4x5I")
ENTRY = struct.Struct("<64sHBxIII36xIQ")
ENTRY_SIZE = 128
FREE_FROM = 0xFFFFFFFA
"""From here on a number of a sector means none: the end of a chain, a free sector, one of the tables."""
NOTHING = 0xFFFFFFFF
IN_HEADER = 109
STORAGE, STREAM, ROOT = 1, 2, 5
SHIFTS = {3: 9, 4: 12}
MINI_SHIFT = 6
MOST_ENTRIES = 20_000
DEEPEST = 12


@dataclass
class Storage:
    """A folder of a compound file: its streams and the storages in it, by name."""

    streams: dict[str, bytes] = field(default_factory=dict)
    storages: dict[str, Storage] = field(default_factory=dict)


@dataclass(frozen=True)
class _Entry:
    """One line of the file's directory; `left` and `right` are its neighbours, `child` is what is in it."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


def open_compound(data: bytes) -> Storage:
    """All that is in a compound file, within limits; raises an `Unreadable` that names the reason."""
    if len(data) > guard.MOST_FILE:
        raise guard.TooMuch(f"it has more than {guard.MOST_FILE // guard.MEGABYTE} megabytes")
    if not data.startswith(guard.COMPOUND) or len(data) < guard.SECTOR:
        raise guard.Broken("it is cut off, or no compound file")
    return _Reader(data).read()


class _Reader:
    """A file with its tables: which sector follows which, and which small one follows which in the stream of those."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        head = HEADER.unpack_from(data)
        version, order, shift, mini = head[1:5]
        self.first, self.cutoff, mini_first, mini_count, more, more_count = head[7:]
        if order != 0xFFFE or SHIFTS.get(version) != shift or mini != MINI_SHIFT:
            raise guard.Broken("its head is not that of a compound file")
        self.size = 1 << shift
        self.sectors = max(0, (len(data) - 1) // self.size)
        self.budget = len(data)
        self.next = array("I")
        for one in chain(struct.unpack_from(f"<{IN_HEADER}I", data, 76), self._further(more, more_count)):
            # More numbers than sectors tell nothing, whatever the head says.
            if one < FREE_FROM and len(self.next) < self.sectors:
                self.next += _numbers(self._sector(one))
        self.mini_next = _numbers(self._chain(mini_first)) if mini_count else array("I")
        self.small = b""

    def read(self) -> Storage:
        entries = self._entries()
        if not entries or entries[0].kind != ROOT:
            raise guard.Broken("its directory has no root")
        if entries[0].start < FREE_FROM:
            self.small = self._chain(entries[0].start)
        self.budget = len(self.data)
        return self._storage(entries, entries[0], set(), 0)

    def _storage(self, entries: list[_Entry], of: _Entry, seen: set[int], depth: int) -> Storage:
        if depth > DEEPEST:
            raise guard.TooMuch("its parts are nested too deep")
        made = Storage()
        for one in self._inside(entries, of, seen):
            if one.kind == STREAM:
                made.streams[one.name] = self._stream(one)
            elif one.kind == STORAGE:
                made.storages[one.name] = self._storage(entries, one, seen, depth + 1)
        return made

    def _inside(self, entries: list[_Entry], of: _Entry, seen: set[int]) -> Iterator[_Entry]:
        """What is in a storage: its child and the neighbours of that."""
        waiting = [of.child]
        while waiting:
            number = waiting.pop()
            if number == NOTHING:
                continue
            if number >= len(entries) or number in seen:
                raise guard.Broken("its directory leads nowhere, or back to itself")
            seen.add(number)
            waiting += [entries[number].left, entries[number].right]
            yield entries[number]

    def _entries(self) -> list[_Entry]:
        listed = self._chain(self.first)
        if len(listed) > MOST_ENTRIES * ENTRY_SIZE:
            raise guard.TooMuch(f"it has more than {MOST_ENTRIES:,} parts")
        return [_entry(listed[at : at + ENTRY_SIZE]) for at in range(0, len(listed), ENTRY_SIZE)]

    def _stream(self, entry: _Entry) -> bytes:
        if not entry.size:
            return b""
        if entry.size > len(self.data):
            raise guard.Broken("a part of it is longer than the file")
        content = self._mini(entry.start) if entry.size < self.cutoff else self._chain(entry.start)
        if len(content) < entry.size:
            raise guard.Broken("a part of it is cut off")
        return content[: entry.size]

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(one) for one in self._linked(start, self.next, self.size))

    def _mini(self, start: int) -> bytes:
        length = 1 << MINI_SHIFT
        places = self._linked(start, self.mini_next, length)
        return b"".join(self.small[one * length : (one + 1) * length] for one in places)

    def _linked(self, start: int, following: array[int], length: int) -> Iterator[int]:
        """The sectors of a chain; all chains together are no longer than the file."""
        here = start
        while here < FREE_FROM:
            if here >= len(following):
                raise guard.Broken("a chain of its parts leads out of the file")
            self.budget -= length
            if self.budget < 0:
                raise guard.Hostile("its parts run in a circle, or share their bytes")
            yield here
            here = following[here]

    def _further(self, start: int, count: int) -> Iterator[int]:
        """Tables that the head has no room for; the last number of each sector is the next one."""
        here = start
        for _ in range(min(count, self.sectors)):
            if here >= FREE_FROM:
                return
            *listed, here = _numbers(self._sector(here))
            yield from listed

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self.size
        if number >= self.sectors:
            raise guard.Broken("it is cut off, a part of it is missing")
        return self.data[at : at + self.size].ljust(self.size, b"\0")


def _numbers(content: bytes) -> array[int]:
    found = array("I")
    found.frombytes(content[: len(content) // 4 * 4])
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _entry(line: bytes) -> _Entry:
    name, length, kind, left, right, child, start, size = ENTRY.unpack(line)
    told = name[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    # Files of version 3 leave the upper half of the size undefined ([MS-CFB] 2.6.3); none that is read needs it.
    return _Entry(told, kind, left, right, child, start, size & 0xFFFFFFFF)
