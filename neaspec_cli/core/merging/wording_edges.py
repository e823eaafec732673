"""Wording that people typed, with the spaces at its edges that stand around the words in whose place it goes.

A disposition, a cell and an answer in the terminal are kept without spaces at their ends; words would run together.
"""

from __future__ import annotations

from neaspec_cli.core.proposals import DeleteWords, InsertWords, Proposal, ReplaceWords

CLINGING = frozenset(",.;:!?)]}”’»…、。，；：！？）」』%")
"""Signs that stand close to the word before them."""


def edged(wording: str, proposal: Proposal | None) -> str:
    """The wording with the spaces that the words which it replaces, or the proposed ones, begin and end with."""
    match proposal:
        case InsertWords(new=words) | ReplaceWords(old=words) | DeleteWords(old=words):
            pass
        case _:
            return wording
    if not wording.strip():
        return wording
    begins, ends = words[:1].isspace(), words[-1:].isspace()
    lead = " " if begins and not wording[0].isspace() and wording[0] not in CLINGING else ""
    return f"{lead}{wording}{' ' if ends and not wording[-1].isspace() else ''}"
