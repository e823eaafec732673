"""Returned files, each brought to the circulation that it answers: the one it names, else the newest."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from neaspec_cli.commands.returned import Desk, Manner, Taken
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.rounds import Circulation


@dataclass
class Reception:
    """The desks of all circulations that files came back on; nothing is written.

    `is_named` says that the user named the circulation: then a file of another one is refused.
    """

    workspace: Workspace
    newest: Circulation
    on: datetime.date
    manner: Manner
    is_named: bool = False
    desks: dict[str, Desk] = field(default_factory=dict)

    @classmethod
    def open(
        cls, workspace: Workspace, round_name: str | None, on: datetime.date, manner: Manner
    ) -> Reception:
        """The reception for the named circulation, else for every one."""
        circulation = workspace.circulation(round_name)
        return cls(workspace, circulation, on, manner, round_name is not None)

    @property
    def desk(self) -> Desk:
        """Where files come that do not say which circulation they answer."""
        return self._desk(self.newest)

    def take(self, file: Path, data: bytes, source: str = "") -> list[Taken]:
        """Read a file in, for each who speaks in it; raises an error that says why it is refused."""
        desk = self.desk
        intake = desk.read(file, data)
        known = {one.name: one for one in self.workspace.circulations()}
        if not self.is_named and intake.circulation != self.newest.name and intake.circulation in known:
            desk = self._desk(known[intake.circulation])
            intake = desk.read(file, data)
        return desk.accept(file, data, intake, source)

    def changes(self) -> dict[str, str | bytes | None]:
        """The files to write, by path."""
        return {path: one for desk in self.desks.values() for path, one in desk.changes().items()}

    def carried(self, taken: Sequence[Taken]) -> dict[str, dict[str, int]]:
        """Of each older circulation among these: how the places of its comments stand in the text sent last.

        States are those of `feedback list`: same, drifted, ambiguous, gone.
        """
        from neaspec_cli.commands.circulated import followed
        from neaspec_cli.core.rounds import newest

        last = newest(self.workspace.circulations())
        found: dict[str, dict[str, int]] = {}
        for one in taken:
            if last is None or one.circulation.name == last.name or one.circulation.name in found:
                continue
            following = followed(self.workspace, one.circulation, last)
            comments = [
                comment
                for each in taken
                if each.circulation == one.circulation
                for comment in each.intake.comments
            ]
            states = Counter(now.state for now in map(following.of, comments) if now is not None)
            found[one.circulation.name] = dict(sorted(states.items()))
        return found

    def later_than(self, circulation: Circulation) -> str:
        """The name of the circulation sent last, empty where it is this one."""
        from neaspec_cli.core.rounds import newest

        last = newest(self.workspace.circulations())
        return last.name if last is not None and last.name != circulation.name else ""

    def _desk(self, circulation: Circulation) -> Desk:
        if circulation.name not in self.desks:
            self.desks[circulation.name] = Desk.open(self.workspace, circulation, self.on, self.manner)
        return self.desks[circulation.name]


def told(taken: Taken, carried: Mapping[str, Mapping[str, int]], last: str) -> dict[str, object]:
    """What `feedback import --json` says of a file that came in."""
    value = taken.intake.receipt.value(taken.file, taken.circulation.name, taken.source)
    changes = taken.changes
    value["reply"] = taken.intake.reply
    value["comments"] = {"added": changes.added, "changed": changes.changed, "withdrawn": changes.withdrawn}
    value["supersedes"] = taken.supersedes
    value["days_late"] = taken.days_late
    value["carried"] = (
        {"to": last, **carried[taken.circulation.name]} if taken.circulation.name in carried else None
    )
    return value
