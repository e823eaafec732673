"""Deciding on comments: what a disposition needs, and what follows from it."""

from __future__ import annotations

import datetime
from dataclasses import replace

from neaspec_cli.core.comments import VERDICTS, Comment, Disposition
from neaspec_cli.errors import NeaspecError


class CannotDispose(NeaspecError):
    """The decision lacks something, or contradicts itself."""


def why_not(decision: Disposition) -> str:
    """What is wrong with a decision, in words; empty when it stands."""
    match decision.verdict:
        case "accepted with modification" if not decision.text.strip():
            return "accepted with modification needs the wording used, as text"
        case "not accepted" if not decision.reason.strip():
            return "not accepted needs a reason"
        case "deferred" if not decision.reason.strip():
            return "deferred needs a reason"
        case verdict if verdict != "accepted with modification" and decision.text:
            return f"{verdict} takes no text; with other words it is accepted with modification"
        case _:
            return ""


def dispose(
    comment: Comment,
    verdict: str,
    *,
    reason: str = "",
    by: str = "",
    decided: datetime.date | None = None,
    agreed: bool = True,
    text: str = "",
) -> Comment:
    """The comment with a decision on it; refuses one that says too little."""
    if verdict not in VERDICTS:
        raise CannotDispose(f"{verdict!r} is no disposition.", f"Dispositions are {', '.join(VERDICTS)}.")
    decision = Disposition(verdict, text.strip(), reason.strip(), by, decided, agreed)
    problem = why_not(decision)
    if problem:
        raise CannotDispose(
            f"{comment.id}: {problem}.", "Give --text for the wording and --reason for the reason."
        )
    return replace(comment, disposition=decision)


def agree(comment: Comment, *, by: str = "", on: datetime.date | None = None) -> Comment:
    """The comment with what was proposed on it agreed, by whom and when; what was proposed stays in git."""
    if comment.disposition is None or comment.disposition.agreed:
        raise CannotDispose(
            f"{comment.id}: nothing is proposed that could be agreed.",
            "Propose a disposition with: neaspec feedback dispose --proposed",
        )
    decision = replace(comment.disposition, agreed=True, by=by, decided=on)
    return replace(comment, disposition=decision)


def is_proposed(comment: Comment) -> bool:
    """Is there a disposition that is not agreed yet?"""
    return comment.disposition is not None and not comment.disposition.agreed


def is_settled(comment: Comment) -> bool:
    """Agreed, and not put off: what the gates of the timeline ask of every comment."""
    decision = comment.disposition
    return decision is not None and decision.agreed and decision.verdict != "deferred"


def is_to_merge(comment: Comment) -> bool:
    """Accepted (with or without modification) and agreed."""
    decision = comment.disposition
    accepted = ("accepted", "accepted with modification")
    return decision is not None and decision.agreed and decision.verdict in accepted


WITHDRAWN = "Withdrawn: it is not in what the source returned on"


def is_withdrawn(comment: Comment) -> bool:
    """Was it taken back by its source, with nothing decided on it?"""
    return comment.disposition is not None and comment.disposition.reason.startswith(WITHDRAWN)
