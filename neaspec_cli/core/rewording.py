"""Two texts word by word: what was kept, deleted and inserted, marked the way an editor would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Op = Literal["keep", "insert", "delete"]


@dataclass(frozen=True)
class Run:
    """A stretch of text with one fate."""

    op: Op
    text: str


def compare_texts(old: str, new: str) -> tuple[Run, ...]:
    """Runs of which keep + delete spell `old` and keep + insert spell `new`; a deletion goes before what replaces it."""
    runs = [Run("keep", old)] if old == new else [Run("delete", old), Run("insert", new)]
    return tuple(run for run in runs if run.text)
