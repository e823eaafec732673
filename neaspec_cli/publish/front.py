"""What a copy says of itself outside its body, the same words in every format."""

from __future__ import annotations

from neaspec_cli.core.plan import UnknownParticipant
from neaspec_cli.publish import days
from neaspec_cli.publish.copy import Copy, Provenance

TEXT_ID_SHOWN = 12
CONTENTS_FROM_HEADINGS = 4


def has_contents(copy: Copy) -> bool:
    """A table of contents helps from a few headings on."""
    return sum(leaf.block.kind == "heading" for leaf in copy.leaves) >= CONTENTS_FROM_HEADINGS


def mark(copy: Copy) -> str:
    """What the first page and the head of all others call a copy that is not the official text."""
    if copy.since is not None:
        return "REDLINE"
    return "DRAFT" if copy.kind != "official" else ""


def has_masthead(copy: Copy) -> bool:
    """Documents from elsewhere name nothing that stands between the rules above the title."""
    stated = copy.settings.masthead
    facts = (*stated.organization, stated.symbol, stated.distribution, stated.original, copy.settings.body)
    return any(facts) or copy.provenance.date is not None


def notice(copy: Copy, further: str) -> str:
    """What reviewers are asked for, where a deadline is set, and `further` advice; of a redline, what it compares."""
    if copy.since is not None:
        return _since(copy.since)
    if copy.notice:
        return copy.notice
    day = copy.provenance.deadline
    if day is None or copy.kind == "official":
        return ""
    return f"Comments on this draft are requested by {days.in_words(day)}. {further}"


def _since(older: Provenance) -> str:
    named = older.circulation or "an earlier text"
    dated = f" of {days.in_words(older.date)}" if older.date else ""
    return f"Changes since {named}{dated} are marked: words inserted, deleted and moved."


def foot(copy: Copy) -> list[str]:
    """The parts of the line at the foot of each page."""
    provenance = copy.provenance
    parts = [
        provenance.circulation,
        days.in_words(provenance.date) if provenance.date else "",
        f"Copy for {addressee(copy)}" if provenance.addressee else "",
        f"Text {provenance.text[:TEXT_ID_SHOWN]}" if provenance.text else "",
    ]
    return [part for part in parts if part]


def addressee(copy: Copy) -> str:
    """Name of the one that a copy is marked for, or its id when nobody of that id takes part any more."""
    try:
        return copy.settings.participant(copy.provenance.addressee).name
    except UnknownParticipant:
        return copy.provenance.addressee
