"""The disposition of comments as a workbook that comes back: what each cell held when it was written is carried along.

Cells are compared as text with one sign for a line break, without control characters and without spaces at their ends,
since spreadsheet programs change these on their own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from neaspec_cli.core.comments import VERDICTS, Comment, SourceFeedback
from neaspec_cli.core.feedback import comment_value

SHEET = "Disposition of comments"
FIGURES = "Figures"
OPEN = ("kind", "disposition", "wording", "reason", "note")
"""Names of the columns that are filled in; the others show what was said."""
MARK, STOOD = "neaspec comment", "neaspec cells"
"""Headings of the hidden columns: which comment the row is of, and what stood in its cells."""
PROPOSED = " (proposed)"
CHOICES = (*VERDICTS, *(f"{one}{PROPOSED}" for one in VERDICTS))
MOST_CELL = 32_000
"""UTF-16 code units that a cell takes; Excel stops at 32,767."""
SAID = "said"
"""Under this name stands what the source said, as a whole."""

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Stood:
    """What a cell held: a digest of its text, and whether it was cut to what a cell takes."""

    digest: str
    is_cut: bool = False


def as_cell(text: str) -> str:
    """The text as a cell holds it, cut where it is too long."""
    whole = plain(text)
    if _units(whole) <= MOST_CELL:
        return whole
    return whole.encode("utf-16-le")[: 2 * MOST_CELL].decode("utf-16-le", "ignore").rstrip()


def is_cut(text: str) -> bool:
    """Is there more of it than a cell takes?"""
    return _units(plain(text)) > MOST_CELL


def plain(text: str) -> str:
    """The text without what spreadsheet programs change on their own, whole."""
    if text.isprintable():  # no control character and no line break is, and most cells are
        return text.strip()
    return CONTROL.sub("", LINE_ENDS.sub("\n", text)).strip()


def _units(text: str) -> int:
    """UTF-16 code units; two at most for a character."""
    return len(text) if text.isascii() or 2 * len(text) <= MOST_CELL else len(text.encode("utf-16-le")) // 2


def open_cells(comment: Comment) -> dict[str, str]:
    """What stands in the open columns of a comment's row."""
    decision = comment.disposition
    agreed = "" if decision is None or decision.agreed else PROPOSED
    return {
        "kind": comment.kind,
        "disposition": f"{decision.verdict}{agreed}" if decision else "",
        "wording": decision.text if decision else "",
        "reason": decision.reason if decision else "",
        "note": comment.note,
    }


def mark(feedback: SourceFeedback, comment: Comment) -> str:
    """Which comment a row is of."""
    return f"{feedback.circulation}/{comment.id}"


def stood(row: Mapping[str, str], comment: Comment) -> str:
    """What stands in each cell of a row, as its hidden cell carries it; `~` for a cell that was cut."""
    cells = [f"{name}{'~' if is_cut(text) else '='}{digest(text)}" for name, text in row.items()]
    return " ".join([*cells, f"{SAID}={said(comment)}"])


def read_stood(text: str) -> dict[str, Stood]:
    """A hidden cell as what stood in the cells of its row, by name; empty where it cannot be read."""
    parts = [re.fullmatch(r"([a-z]+)([=~])([0-9a-f]{12})", part) for part in text.split()]
    if not parts or not all(parts):
        return {}
    return {part.group(1): Stood(part.group(3), part.group(2) == "~") for part in parts if part}


@lru_cache(maxsize=256)
def digest(text: str) -> str:
    """A short name for what a cell holds; the same for texts that a spreadsheet program may take for one another."""
    return hashlib.blake2b(as_cell(text).encode(), digest_size=6).hexdigest()


def said(comment: Comment) -> str:
    """A digest of what the source said, where, and in which words: the ground of a decision."""
    value = comment_value(comment)
    return digest(repr([(name, value[name]) for name in ("place", "comment", "proposal") if name in value]))
