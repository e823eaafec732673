"""What one source's answer comes to: how many comments, and which of them wait for a decision or to be merged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from neaspec_cli.core.register.answer_files import answer_file

if TYPE_CHECKING:
    from neaspec_cli.core.comments import SourceFeedback


class Tally(NamedTuple):
    """One source's answer in numbers; the three lists are ids of comments in the order of the file."""

    circulation: str
    source: str
    reply: str
    comments: int
    undisposed: tuple[str, ...] = ()
    """Nothing is decided and agreed on them."""
    unsettled: tuple[str, ...] = ()
    """Without an agreed disposition, or deferred."""
    accepted: tuple[str, ...] = ()
    """Accepted and agreed, merged or not."""


def tally(feedback: SourceFeedback) -> Tally:
    """Count an answer."""
    from neaspec_cli.core.comments import is_undisposed
    from neaspec_cli.core.register.dispositions import is_settled, is_to_merge

    said = feedback.comments
    return Tally(
        feedback.circulation,
        feedback.source,
        feedback.reply,
        len(said),
        tuple(one.id for one in said if is_undisposed(one)),
        tuple(one.id for one in said if not is_settled(one)),
        tuple(one.id for one in said if is_to_merge(one)),
    )


def joined(tallies: Mapping[str, Tally]) -> tuple[Tally, ...]:
    """Those of whole answers, out of those of their files by path."""
    files = sorted((*answer_file(path), one) for path, one in tallies.items())
    found: dict[str, Tally] = {}
    for first, _, one in files:
        had = found.get(first)
        found[first] = _sum(had, one) if had else one
    return tuple(found.values())


def _sum(one: Tally, other: Tally) -> Tally:
    return one._replace(
        comments=one.comments + other.comments,
        undisposed=one.undisposed + other.undisposed,
        unsettled=one.unsettled + other.unsettled,
        accepted=one.accepted + other.accepted,
    )


def as_value(counted: Tally) -> list[Any]:
    """A tally as it is kept between two commands; ids hold no spaces."""
    *head, undisposed, unsettled, accepted = counted
    return [*head, *(" ".join(ids) for ids in (undisposed, unsettled, accepted))]


def from_value(value: Any) -> Tally:
    """A tally from what was kept; raises `ValueError` for anything else."""
    match value:
        case [str(), str(), str(), int(), str(), str(), str()]:
            return Tally(*value[:4], *(tuple(ids.split()) for ids in value[4:]))
        case _:
            raise ValueError(value)
