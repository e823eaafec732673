"""Compound files and messages of Outlook, written by the books [MS-CFB] and [MS-OXMSG], for tests that read them."""

from __future__ import annotations

import datetime
import struct
from dataclasses import dataclass, field
from typing import TypeAlias

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, MINI, CUTOFF = 512, 64, 4096
Tree: TypeAlias = "dict[str, bytes | Tree]"


@dataclass
class _Writer:
    """A file in the making: its sectors, their chains, and the directory."""

    sectors: list[bytes] = field(default_factory=list)
    chains: list[int] = field(default_factory=list)
    small: bytes = b""
    small_chains: list[int] = field(default_factory=list)
    entries: list[list[object]] = field(default_factory=list)

    def put(self, content: bytes) -> int:
        """The first sector of a chain that holds the content."""
        if not content:
            return END
        first = len(self.sectors)
        pieces = [content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(content), SECTOR)]
        self.sectors += pieces
        self.chains += [*range(first + 1, first + len(pieces)), END]
        return first

    def put_small(self, content: bytes) -> int:
        first = len(self.small_chains)
        number = -(-len(content) // MINI)
        self.small += content.ljust(number * MINI, b"\0")
        self.small_chains += [*range(first + 1, first + number), END]
        return first

    def add(self, name: str, kind: int, content: bytes = b"") -> int:
        start = 0
        if kind == 2:
            start = self.put_small(content) if 0 < len(content) < CUTOFF else self.put(content)
        self.entries.append([name, kind, FREE, FREE, FREE, start, len(content)])
        return len(self.entries) - 1

    def fill(self, storage: int, tree: Tree) -> None:
        """Put what is in a storage into a chain of right neighbours, which is a tree as well."""
        before = FREE
        for name in sorted(tree, key=lambda one: (len(one), one.upper()), reverse=True):
            inside = tree[name]
            number = self.add(name, 2, inside) if isinstance(inside, bytes) else self.add(name, 1)
            if not isinstance(inside, bytes):
                self.fill(number, inside)
            self.entries[number][3] = before
            before = number
        self.entries[storage][4] = before

    def file(self) -> bytes:
        small_start = self.put(self.small)
        self.entries[0][5:] = [small_start, len(self.small)]
        mini = self.put(struct.pack(f"<{len(self.small_chains)}I", *self.small_chains).ljust(SECTOR, b"\xff"))
        directory = self.put(b"".join(map(_line, self.entries)))
        tables = next(n for n in range(1, 110) if n * (SECTOR // 4) >= len(self.sectors) + n)
        numbers = [len(self.sectors) + one for one in range(tables)]
        listed = [*self.chains, *[FAT] * tables]
        listed += [FREE] * (tables * (SECTOR // 4) - len(listed))
        fat = struct.pack(f"<{len(listed)}I", *listed)
        head = struct.pack(
            "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
            0, tables, directory, 0, CUTOFF, mini, -(-len(self.small_chains) // (SECTOR // 4)), END, 0,
        )  # fmt: skip
        head += struct.pack("<109I", *numbers, *[FREE] * (109 - tables))
        return head + b"".join(self.sectors) + fat


def _line(entry: list[object]) -> bytes:
    name, kind, left, right, child, start, size = entry
    told = str(name).encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16xI16xIQ", told, len(told) + 2, kind, 1, left, right, child, 0, start, size
    )


def compound(tree: Tree) -> bytes:
    """A compound file of storages (dicts) and streams (bytes)."""
    writer = _Writer()
    writer.add("Root Entry", 5)
    writer.fill(0, tree)
    return writer.file()


def properties(head: int, fixed: dict[int, tuple[int, bytes]], words: dict[int, bytes | str]) -> Tree:
    """The streams of properties: those of a fixed size by type and bytes, and those of words or bytes."""
    lines = b"".join(struct.pack("<HHI8s", kind, number, 6, value) for number, (kind, value) in fixed.items())
    made: Tree = {}
    for number, value in words.items():
        kind, content = (0x1F, value.encode("utf-16-le")) if isinstance(value, str) else (0x102, value)
        made[f"__substg1.0_{number:04X}{kind:04X}"] = content
        lines += struct.pack("<HHIII", kind, number, 6, len(content), 0)
    return {**made, "__properties_version1.0": bytes(head) + lines}


def message_tree(
    text: str = "",
    *,
    head: int = 32,
    subject: str = "Comments",
    sender: str = "JPN@Example.org",
    name: str = "Focal Point",
    sent: datetime.datetime | None = None,
    page: bytes = b"",
    words: dict[int, bytes | str] | None = None,
    attached: tuple[Tree, ...] = (),
) -> Tree:
    """The storages and streams of a message."""
    moment = sent or datetime.datetime(2025, 7, 20, tzinfo=datetime.UTC)
    ticks = int((moment - datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)).total_seconds()) * 10_000_000
    said: dict[int, bytes | str] = {0x1A: "IPM.Note", 0x37: subject, 0x0C1A: name, 0x5D01: sender}
    said |= {0x1000: text} if text else {}
    said |= {0x1013: page} if page else {}
    fixed = {0x39: (0x40, ticks.to_bytes(8, "little")), 0x3FDE: (3, (65001).to_bytes(8, "little"))}
    storages: Tree = {f"__attach_version1.0_#{n:08X}": one for n, one in enumerate(attached)}
    return {**properties(head, fixed, said | (words or {})), **storages}


def attachment(name: str, data: bytes, kind: str = "application/octet-stream") -> Tree:
    """An attached file."""
    method = {0x3705: (3, (1).to_bytes(8, "little"))}
    return properties(8, method, {0x3707: name, 0x370E: kind, 0x3701: data})


def letter_inside(name: str, tree: Tree) -> Tree:
    """An attached message; its tree has a head of 24 bytes."""
    method = {0x3705: (3, (5).to_bytes(8, "little"))}
    return {**properties(8, method, {0x3001: name}), "__substg1.0_3701000D": tree}
