"""A returned file as what is read in of it: itself, and before it what a letter encloses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from neaspec_cli.commands.doors import kind_of

DEEPEST = 3
"""How many letters may be enclosed in one another."""


@dataclass(frozen=True)
class Piece:
    """Bytes to read in, under the name that a message gives them; `sender` is an address, empty where there is none."""

    file: Path
    data: bytes
    sender: str = ""


def pieces(file: Path, data: bytes, depth: int = 0) -> Iterator[Piece]:
    """The file, of a letter first what is enclosed; raises an `Unreadable` where a letter cannot be opened."""
    if kind_of(file.name, data) != "letter":
        yield Piece(file, data)
        return
    from neaspec_cli.intake.mail import open_letter

    letter = open_letter(data)
    for name, content in letter.enclosed if depth < DEEPEST else ():
        for one in pieces(file / name, content, depth + 1):
            yield Piece(one.file, one.data, one.sender or letter.sender)
    yield Piece(file, data, letter.sender)
