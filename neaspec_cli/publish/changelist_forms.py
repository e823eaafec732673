"""What changed in the form of a paragraph and of its words, told in words from a redline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from neaspec_cli.core.comparing.formatting import MARKS, form_in_words
from neaspec_cli.publish.copy import PrintedLeaf
from neaspec_cli.publish.printed import Change, Form
from neaspec_cli.publish.reformed import FORMS

_MOST_WORDS = 6


class Run(NamedTuple):
    """Words of one look in a redline: the tracked change that they are part of, and their marks then and now."""

    change: Change | None
    was: Form | None
    marks: frozenset[str]
    text: str


def forms_in_words(leaf: PrintedLeaf, runs: Sequence[Run]) -> str:
    """`Heading of level 2, was of level 1. Bold on “shall”.`; empty where the form stayed."""
    told = list(form_in_words(leaf.was.block, leaf.block)) if leaf.was else []
    for run in runs:
        told += _look(run)
    return " ".join(f"{one[:1].upper()}{one[1:]}." for one in dict.fromkeys(told))


def _look(run: Run) -> Iterator[str]:
    if run.was is None or not run.text.strip():
        return
    words = run.text.split()
    quoted = f"“{' '.join(words[:_MOST_WORDS])}{' …' if len(words) > _MOST_WORDS else ''}”"
    now = run.marks & FORMS
    yield from (f"{MARKS[mark]} on {quoted}" for mark in sorted(now - run.was.marks))
    yield from (f"{MARKS[mark]} taken from {quoted}" for mark in sorted(run.was.marks - now))
