"""How things stand: the facts that gates and `neaspec status` ask for, gathered from the repository."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.calendar.activities import Activity
from neaspec_cli.core.calendar.gates import Facts
from neaspec_cli.core.text import scan

if TYPE_CHECKING:
    from neaspec_cli.core.register.tally import Tally
    from neaspec_cli.core.rounds import Circulation

ADOPTED = "adopted/"


class CirculationStanding(NamedTuple):
    """A circulation with who has replied (`awaited` where nobody has) and what each answer comes to."""

    circulation: Circulation
    replies: dict[str, str]
    tallies: tuple[Tally, ...]

    @property
    def awaited(self) -> tuple[str, ...]:
        """Addressees without a reply."""
        from neaspec_cli.core.rounds import AWAITED

        return tuple(one for one, reply in self.replies.items() if reply == AWAITED)

    @property
    def is_closed(self) -> bool:
        """Closed, or every addressee has replied."""
        return self.circulation.closed is not None or not self.awaited


class Standing(NamedTuple):
    """Every circulation, oldest first, and the comments that a commit carried out."""

    circulations: tuple[CirculationStanding, ...]
    merged: frozenset[str]


def standing(workspace: Workspace) -> Standing:
    """How all circulations stand; the commits are asked only where somebody has answered."""
    found = tuple(circulation_standing(workspace, one) for one in workspace.circulations())
    return Standing(found, merged_comments(workspace) if any(one.tallies for one in found) else frozenset())


def circulation_standing(workspace: Workspace, circulation: Circulation) -> CirculationStanding:
    """Who has replied to a circulation, and with what."""
    from neaspec_cli.core.rounds import reply_states

    tallies = workspace.tallies(circulation.name)
    replies = {one.source: one.reply for one in tallies}
    return CirculationStanding(circulation, reply_states(circulation, replies), tallies)


def merged_comments(workspace: Workspace) -> frozenset[str]:
    """Comments that a commit carried out, such as `draft-1/JPN-014`: read from the commits, never stored."""
    return frozenset(
        name for commit in workspace.repository.acts() for name in commit.trailers.get("Comment", ())
    )


def unmerged(tallies: Iterable[Tally], merged: Collection[str]) -> tuple[str, ...]:
    """Ids of accepted proposals that no commit has carried out."""
    return tuple(
        identifier
        for one in tallies
        for identifier in one.accepted
        if f"{one.circulation}/{identifier}" not in merged
    )


def facts(
    workspace: Workspace,
    activity: Activity,
    known: Standing | None = None,
    *,
    outcome: str = "",
    thorough: bool = True,
) -> Facts:
    """What the gate of an activity asks; without `thorough` the checks that need pandoc are left out."""
    # Only the adoption asks what the texts hold.
    texts = tuple(workspace.section_files().values()) if activity.kind == "adoption" else ()
    known = known or standing(workspace)
    newest = _newest(known, activity.round) if activity.round else None
    tallies = newest.tallies if newest else ()
    found, final = _faults(workspace, activity) if thorough else (0, 0)
    return Facts(
        outcome=outcome or activity.outcome,
        section_statuses=tuple((one.id, one.status) for one in workspace.sections()),
        check_faults=found,
        final_faults=final,
        circulation=newest.circulation.name if newest else "",
        is_closed=bool(newest and newest.is_closed),
        awaited=newest.awaited if newest else (),
        undisposed=tuple(identifier for one in tallies for identifier in one.unsettled),
        unmerged=unmerged(tallies, known.merged),
        brackets=scan.brackets(*texts),
        placeholders=sum(map(scan.placeholders, texts)),
        annotations=sum(map(scan.annotations, texts)),
        adopted=_adopted(workspace) if activity.kind == "adoption" else "",
    )


def _newest(known: Standing, round_name: str) -> CirculationStanding | None:
    if not known.circulations:
        return None
    from neaspec_cli.core.rounds import newest

    found = newest([one.circulation for one in known.circulations], round_name)
    return next((one for one in known.circulations if one.circulation is found), None)


def _adopted(workspace: Workspace) -> str:
    return next((tag.name for tag in workspace.repository.tags(ADOPTED)), "")


def _faults(workspace: Workspace, activity: Activity) -> tuple[int, int]:
    """How many faults `check` finds, and `check --for final` where the activity's gate asks for it."""
    from neaspec_cli.commands.faults import faults

    asks_final = activity.kind == "adoption" or (activity.kind == "meeting" and activity.round)
    return len(faults(workspace)), len(faults(workspace, "final")) if asks_final else 0
