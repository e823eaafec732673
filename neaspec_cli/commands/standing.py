"""How things stand: the facts that gates and `neaspec status` ask for, gathered from the repository."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.calendar.activities import Activity
from neaspec_cli.core.calendar.gates import Facts
from neaspec_cli.core.text import scan

if TYPE_CHECKING:
    from neaspec_cli.core.comments import SourceFeedback
    from neaspec_cli.core.rounds import Circulation

ADOPTED = "adopted/"


class CirculationStanding(NamedTuple):
    """A circulation with who has replied (`awaited` where nobody has) and what came back."""

    circulation: Circulation
    replies: dict[str, str]
    feedback: tuple[SourceFeedback, ...]

    @property
    def awaited(self) -> tuple[str, ...]:
        """Addressees without a reply."""
        from neaspec_cli.core.rounds import AWAITED

        return tuple(one for one, reply in self.replies.items() if reply == AWAITED)

    @property
    def is_closed(self) -> bool:
        """Closed, or every addressee has replied."""
        return self.circulation.closed is not None or not self.awaited


def circulation_standing(workspace: Workspace, circulation: Circulation) -> CirculationStanding:
    """Who has replied to a circulation, and with what."""
    from neaspec_cli.core.rounds import reply_states

    feedback = workspace.feedback(circulation.name)
    replies = {one.source: one.reply for one in feedback}
    return CirculationStanding(circulation, reply_states(circulation, replies), feedback)


def merged_comments(workspace: Workspace) -> frozenset[str]:
    """Comments that a commit carried out, such as `draft-1/JPN-014`: read from the commits, never stored."""
    return frozenset(
        name for commit in workspace.repository.acts() for name in commit.trailers.get("Comment", ())
    )


def undisposed(feedback: Sequence[SourceFeedback]) -> tuple[str, ...]:
    """Ids of comments on which nothing is decided and agreed."""
    from neaspec_cli.core.comments import is_undisposed

    return tuple(comment.id for one in feedback for comment in one.comments if is_undisposed(comment))


def unsettled(feedback: Sequence[SourceFeedback]) -> tuple[str, ...]:
    """Ids of comments without an agreed disposition, or deferred."""
    from neaspec_cli.core.register.dispositions import is_settled

    return tuple(comment.id for one in feedback for comment in one.comments if not is_settled(comment))


def unmerged(feedback: Sequence[SourceFeedback], merged: Collection[str]) -> tuple[str, ...]:
    """Ids of accepted proposals that no commit has carried out."""
    from neaspec_cli.core.register.dispositions import is_to_merge

    return tuple(
        comment.id
        for one in feedback
        for comment in one.comments
        if is_to_merge(comment) and f"{one.circulation}/{comment.id}" not in merged
    )


def facts(workspace: Workspace, activity: Activity, *, outcome: str = "", thorough: bool = True) -> Facts:
    """What the gate of an activity asks; without `thorough` the checks that need pandoc are left out."""
    # Only the adoption asks what the texts hold.
    texts = tuple(workspace.section_files().values()) if activity.kind == "adoption" else ()
    circulation = _newest(workspace, activity.round) if activity.round else None
    standing = circulation_standing(workspace, circulation) if circulation else None
    feedback = standing.feedback if standing else ()
    found, final = _faults(workspace, activity) if thorough else (0, 0)
    return Facts(
        outcome=outcome or activity.outcome,
        section_statuses=tuple((one.id, one.status) for one in workspace.sections()),
        check_faults=found,
        final_faults=final,
        circulation=circulation.name if circulation else "",
        is_closed=bool(standing and standing.is_closed),
        awaited=standing.awaited if standing else (),
        undisposed=unsettled(feedback) if feedback else (),
        unmerged=unmerged(feedback, merged_comments(workspace)) if feedback else (),
        brackets=sum(map(scan.brackets, texts)),
        placeholders=sum(map(scan.placeholders, texts)),
        annotations=sum(map(scan.annotations, texts)),
        adopted=_adopted(workspace) if activity.kind == "adoption" else "",
    )


def _newest(workspace: Workspace, round_name: str) -> Circulation | None:
    known = workspace.circulations()
    if not known:
        return None
    from neaspec_cli.core.rounds import newest

    return newest(known, round_name)


def _adopted(workspace: Workspace) -> str:
    return next((tag.name for tag in workspace.repository.tags(ADOPTED)), "")


def _faults(workspace: Workspace, activity: Activity) -> tuple[int, int]:
    """How many faults `check` finds, and `check --for final` where the activity's gate asks for it."""
    from neaspec_cli.commands.faults import faults

    asks_final = activity.kind == "adoption" or (activity.kind == "meeting" and activity.round)
    return len(faults(workspace)), len(faults(workspace, "final")) if asks_final else 0
