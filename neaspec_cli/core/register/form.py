"""The comment form: one row a block, the same columns for the file that goes out and the one that comes back."""

from __future__ import annotations

from dataclasses import dataclass

from neaspec_cli.core.comments import KINDS

SHEET = "Comments"
GENERAL = "General"
"""The label of the row for comments on the whole."""
KIND_CHOICES = KINDS
MOST_CELL = 32_000
"""Characters that a cell takes; Excel stops at 32,767."""


@dataclass(frozen=True)
class Column:
    """A column of the form; `width` in characters; those that are open are for the reader to fill in."""

    name: str
    title: str
    width: int
    is_open: bool = False
    is_hidden: bool = False


LABEL = Column("label", "Paragraph", 20)
TEXT = Column("text", "Text as circulated", 70)
KIND = Column("kind", "Kind of comment", 18, is_open=True)
COMMENT = Column("comment", "Comment", 50, is_open=True)
WORDING = Column("wording", "Proposed wording of the paragraph", 70, is_open=True)
MARKER = Column("marker", "Mark", 12, is_hidden=True)
COLUMNS = (LABEL, TEXT, KIND, COMMENT, WORDING, MARKER)
GUIDE = (
    "Comment on any paragraph in its row, and on the text as a whole in the first row.",
    "Proposed wording: write the paragraph as it should read, whole; what you changed is found by itself.",
    "Write “delete” there to propose that the paragraph be taken out.",
    "The kind of comment may be left open.",
)
