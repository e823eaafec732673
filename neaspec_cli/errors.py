"""Errors that people can act on: what happened, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class NeaspecError(Exception):
    """The answer is no, or it could not be done (exit code 1); `hint` names the next step."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in what people wrote; `line` counts from 1, 0 where no line applies."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        # A file's name may hold a line break; a fault is one line.
        file = self.file.replace("\n", "\\n")
        place = f"{file}:{self.line}" if self.line else file
        return f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"


class InvalidInput(NeaspecError):
    """What people wrote cannot be read; carries every fault found, not only the first."""

    def __init__(self, faults: Sequence[Fault], hint: str = "") -> None:
        self.faults = tuple(sorted(set(faults)))
        count = len(self.faults)
        heading = "1 fault" if count == 1 else f"{count} faults"
        super().__init__("\n".join([f"{heading} found.", *map(str, self.faults)]), hint)


class InternalFault(Exception):
    """A promise of ours does not hold (exit code 3); nothing was written."""
