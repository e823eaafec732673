"""What the files said that a source returned before: read from them again, since nothing else tells which said what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from neaspec_cli.adapters.files import digest
from neaspec_cli.commands.doors import DOORS, kind_of
from neaspec_cli.commands.shared_tables import part_of
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.comments import Comment, ReturnedFile
from neaspec_cli.core.plan import PUBLIC, PlanSettings
from neaspec_cli.core.register.reimporting import is_later_version
from neaspec_cli.errors import NeaspecError
from neaspec_cli.intake.against import Against


@dataclass(frozen=True)
class Earlier:
    """The earlier files whose place a file takes, what they said, and what is to be told of the others."""

    files: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shelf:
    """The originals of a circulation, to be read again."""

    workspace: Workspace
    settings: PlanSettings
    against: Against

    def superseded(
        self,
        files: Iterable[ReturnedFile],
        source: str,
        family: str,
        new: tuple[Comment, ...],
        replaces: bool | None,
    ) -> Earlier:
        """Of the source's earlier files of that family those that the new one takes the place of.

        `replaces` says so of all of them, or of none; None leaves it to what they say.
        """
        if not family or replaces is False:
            return Earlier()
        taken: list[str] = []
        comments: list[Comment] = []
        warnings: list[str] = []
        for name, said in self._said(files, source, family, warnings):
            if replaces or is_later_version(said, new, by_author=source != PUBLIC):
                taken.append(name)
                comments += said
            else:
                warnings.append(
                    f"{name} says other things and stands beside it; "
                    "with --replaces, what it says is withdrawn."
                )
        return Earlier(tuple(taken), tuple(comments), tuple(warnings))

    def _said(
        self, files: Iterable[ReturnedFile], source: str, family: str, warnings: list[str]
    ) -> Iterator[tuple[str, tuple[Comment, ...]]]:
        for one in files:
            path = f"feedback/{self.against.text.circulation}/{one.name}"
            try:
                data = self.workspace.repository.read(path)
                kind = kind_of(one.name, data)
                if digest(data) != one.sha256 or DOORS[kind].family != family:
                    continue
                intake = DOORS[kind].read(one.name, data, self.against)
            except NeaspecError as error:
                warnings.append(f"{one.name} could not be read again, so what it said stays: {error.message}")
                continue
            yield one.name, part_of(intake, source, self.settings).comments
