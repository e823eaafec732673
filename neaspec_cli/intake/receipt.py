"""What became of everything in a returned file: the receipt, whose balance is 0 or the fault is ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from neaspec_cli.core.comments import Comment


@dataclass(frozen=True)
class Left:
    """An element that did not become a comment on a known place, and why."""

    element: str
    reason: str
    text: str = ""
    author: str = ""
    place: str = ""

    def __str__(self) -> str:
        words = f" “{_short(self.text)}”" if self.text else ""
        by = f" by {self.author}" if self.author else ""
        return f"{self.element}{words}{by}: {self.reason}"


@dataclass(frozen=True)
class Receipt:
    """Elements by kind as a plain scan counted them, and where the reader says each one went."""

    elements: Mapping[str, int] = field(default_factory=dict)
    placed: int = 0
    unplaced: tuple[Left, ...] = ()
    unsupported: tuple[Left, ...] = ()
    duplicates: int = 0
    silent: tuple[str, ...] = ()
    """Changes that no mark of the file shows; they are no elements."""
    noise: int = 0
    """Paragraphs that differ only in quotation marks, dashes or spaces."""
    controls: int = 0
    """Content controls put in or taken out around words: form of the file, counted among what was placed."""
    warnings: tuple[str, ...] = ()

    @property
    def balance(self) -> int:
        """Elements that are not accounted for; anything but 0 is a fault of ours."""
        accounted = self.placed + len(self.unplaced) + len(self.unsupported) + self.duplicates
        return sum(self.elements.values()) - accounted

    def value(self, file: str, circulation: str, source: str) -> dict[str, Any]:
        """The receipt as `feedback import --json` gives it."""
        return {
            "file": file,
            "round": circulation,
            "source": source,
            "elements": dict(self.elements),
            "placed": self.placed,
            "unplaced": [vars(one) for one in self.unplaced],
            "unsupported": [vars(one) for one in self.unsupported],
            "duplicates": self.duplicates,
            "balance": self.balance,
            "silent": list(self.silent),
            "noise": self.noise,
            "controls": self.controls,
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True)
class Intake:
    """What a reader makes of a returned file; plan to addressee are what it says of itself, empty where nothing."""

    comments: tuple[Comment, ...]
    receipt: Receipt
    reply: str = "comments"
    plan: str = ""
    circulation: str = ""
    text: str = ""
    addressee: str = ""
    kind: str = ""
    """What the file is where it is no copy to answer, such as `compilation`."""
    sender: str = ""
    """The address of who sent it by mail, in small letters."""
    by_body: tuple[tuple[str, Intake], ...] = ()
    """Of a table in which several speak: whom its rows name, and what is said in the rows of each."""
    is_this_text: bool = True
    """Does the file hold enough of what was circulated to be an answer to it, even where nothing is marked?"""


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
