"""A Word file with all changes rejected and with all accepted: which paragraphs join, and which is which.

A paragraph whose mark was inserted is one with the next when changes are rejected, one whose mark was deleted when they
are accepted. Nothing joins across the edge of a cell or a table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from neaspec_cli.intake.word_text import Paragraph


@dataclass(eq=False)
class Joined:
    """One paragraph of a view, made of one or more `w:p`."""

    parts: list[Paragraph] = field(default_factory=list)
    text: str = ""

    @property
    def first(self) -> Paragraph:
        """The `w:p` that it begins with."""
        return self.parts[0]

    @property
    def bookmarks(self) -> list[str]:
        """Names of all bookmarks that begin in it."""
        return [name for part in self.parts for name in part.bookmarks]


def original_view(paragraphs: Sequence[Paragraph]) -> list[Joined]:
    """The paragraphs with all changes rejected."""
    kept = [one for one in paragraphs if one.row_in_original]
    return _joined(kept, lambda one: one.mark_in_original, lambda one: one.original)


def accepted_view(paragraphs: Sequence[Paragraph]) -> list[Joined]:
    """The paragraphs with all changes accepted."""
    kept = [one for one in paragraphs if one.row_in_accepted]
    return _joined(kept, lambda one: one.mark_in_accepted, lambda one: one.accepted)


def _joined(
    paragraphs: Sequence[Paragraph], ends: Callable[[Paragraph], bool], text: Callable[[Paragraph], str]
) -> list[Joined]:
    result: list[Joined] = []
    current: Joined | None = None
    for paragraph in paragraphs:
        if current is not None and current.first.container != paragraph.container:
            _close(current, text, result)
            current = None
        if current is None:
            current = Joined()
        current.parts.append(paragraph)
        if ends(paragraph):
            current.text = "".join(map(text, current.parts))
            result.append(current)
            current = None
    if current is not None:
        _close(current, text, result)
    return result


def _close(open_one: Joined, text: Callable[[Paragraph], str], result: list[Joined]) -> None:
    """Nothing is left to join with: without words the paragraph is not there in this view."""
    open_one.text = "".join(map(text, open_one.parts))
    if open_one.text:
        result.append(open_one)
