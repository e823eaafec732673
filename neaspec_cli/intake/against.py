"""What a returned file is read against: the circulated text, the lines of its PDF, and what the user says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from neaspec_cli.core.register.circulated import CirculatedText

Lines = Mapping[tuple[int, int], str]
"""The label of the block that stands on a line of the circulated PDF, by page and line, both from 1."""


def no_pdf() -> bytes:
    """The bytes of a PDF that nobody has."""
    return b""


def no_lines() -> Lines:
    """The lines of a PDF that nobody knows."""
    return {}


@dataclass(frozen=True)
class Against:
    """A circulated text with its printed lines, asked for only where a file speaks of lines.

    `kind` is that of comments whose file names none; `columns` says which column of a table is which, by letter or
    heading.
    """

    text: CirculatedText
    kind: str = "substantive"
    lines: Callable[[], Lines] = no_lines
    columns: Mapping[str, str] = field(default_factory=dict)
    pdf: Callable[[], bytes] = no_pdf
    """The PDF as it was sent, asked for only where a PDF came back."""
