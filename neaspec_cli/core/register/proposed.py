"""A proposal shown on the words that it is about: what stays, what goes out and what comes in."""

from __future__ import annotations

from neaspec_cli.core.proposals import (
    BEFORE,
    DeleteBlock,
    DeleteWords,
    InsertBlock,
    InsertWords,
    Proposal,
    ReplaceWords,
    Split,
    span,
)
from neaspec_cli.core.prosediff import BREAK, Run


def proposed_runs(proposal: Proposal, text: str, quote: str = "") -> tuple[Run, ...]:
    """The redline of the proposal on its circulated block; empty where it cannot be shown on the words of the block.

    A proposal whose words are not, or not surely, in `text`, and one that moves, joins or reshapes, has none.
    """
    match proposal:
        case InsertBlock(new, where):
            runs = [Run("insert", new + BREAK), Run("keep", text)]
            return _said(runs if where == BEFORE else [Run("keep", text), Run("insert", BREAK + new)])
        case DeleteBlock():
            return _said([Run("delete", text)])
        case InsertWords() | DeleteWords() | ReplaceWords() | Split():
            place = span(proposal, text, quote)
            return () if place is None else _said(_replaced(text, *place, _new_words(proposal)))
        case _:
            return ()


def proposed_text(proposal: Proposal, text: str, quote: str = "") -> str | None:
    """The circulated block as the proposal would have it; None where that cannot be told."""
    runs = proposed_runs(proposal, text, quote)
    return "".join(one.text for one in runs if one.op != "delete") if runs else None


def proposed_words(proposal: Proposal | None) -> str:
    """The new words that a proposal asks for, on one line; empty where it asks for none, or for several paragraphs."""
    match proposal:
        case InsertWords(new=new) | ReplaceWords(new=new) | InsertBlock(new=new) if "\n" not in new:
            return new
        case _:
            return ""


def _new_words(proposal: InsertWords | DeleteWords | ReplaceWords | Split) -> str:
    match proposal:
        case InsertWords(new) | ReplaceWords(_, new):
            return new
        case Split():
            return BREAK
        case _:
            return ""


def _replaced(text: str, start: int, end: int, new: str) -> list[Run]:
    return [
        Run("keep", text[:start]),
        Run("delete", text[start:end]),
        Run("insert", new),
        Run("keep", text[end:]),
    ]


def _said(runs: list[Run]) -> tuple[Run, ...]:
    return tuple(one for one in runs if one.text)
