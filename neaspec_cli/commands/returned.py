"""Returned files on their way into a circulation's feedback: read, checked for where they belong, merged, kept."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

from neaspec_cli.adapters.files import digest
from neaspec_cli.commands import copies
from neaspec_cli.commands.answers import written
from neaspec_cli.commands.circulated import circulated_text, with_sent_words
from neaspec_cli.commands.copies import copy_of
from neaspec_cli.commands.doors import DOORS, kind_of
from neaspec_cli.commands.earlier import Shelf
from neaspec_cli.commands.shared_tables import divided
from neaspec_cli.commands.workspace import Workspace
from neaspec_cli.core.comments import Comment, ReturnedFile, SourceFeedback
from neaspec_cli.core.plan import PUBLIC, PlanSettings
from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.core.register.reimporting import Reimport, reimport
from neaspec_cli.core.rounds import Circulation, effective_deadline
from neaspec_cli.errors import InternalFault, NeaspecError
from neaspec_cli.intake.against import Against, Lines
from neaspec_cli.intake.provenance import COMPILATION, REDLINE
from neaspec_cli.intake.receipt import Intake

LETTERS = (".eml", ".msg")
"""How letters end; what is enclosed in one is called by its name after that of the letter."""
COMPILED = "compiled"
"""What an original is called in which several speak."""


class AnotherPlan(NeaspecError):
    """The file says that it belongs to another plan."""

    def __init__(self, found: str, plan: str) -> None:
        super().__init__(f"The file is of the plan “{found}”, this repository holds “{plan}”.", "Use -C DIR.")


class AnotherRound(NeaspecError):
    """The file says that it answers another circulation."""

    def __init__(self, found: str, circulation: str) -> None:
        super().__init__(f"The file answers {found}, not {circulation}.", f"Import it with: --round {found}")


class AnotherSource(NeaspecError):
    """The file was sent to somebody else than who is said to return it."""

    def __init__(self, found: str, source: str) -> None:
        super().__init__(f"The file was sent to {found}, not to {source}.", f"Import it with: --from {found}")


class NoAnswer(NeaspecError):
    """The file is a compilation: what stands in it was returned by several, and is on record from their own files."""

    def __init__(self, circulation: str) -> None:
        super().__init__(
            f"The file is a compilation of what several proposed on {circulation}, and no answer of one of them.",
            f"Import what each of them returned; who answers anew does so in a copy of {circulation} as it was sent.",
        )


class MarkedAlready(NeaspecError):
    """The file is a redline: the changes that it shows are the secretariat's, and no answer of who returned it."""

    def __init__(self, circulation: str) -> None:
        super().__init__(
            "The file is a redline of this tool: it shows changes of the secretariat, and those of others among them "
            "cannot be told for sure.",
            f"Ask for an answer in a copy of {circulation} as it was sent, or bring what is wished in by hand: "
            "neaspec feedback add",
        )


class AnotherText(NeaspecError):
    """A sound file that has nothing to do with what was circulated: it must not count as an answer."""

    def __init__(self, circulation: str) -> None:
        super().__init__(
            f"Hardly anything of {circulation} stands in the file, and nothing is marked in it.",
            "Check the file and the round (--round); neaspec verify FILE tells where a file comes from.",
        )


class UnknownSource(NeaspecError):
    """Nobody said who returned the file, and it does not tell."""

    def __init__(self) -> None:
        super().__init__("The file does not tell who returned it.", "Say it with: --from ID")


class NoSubmitter(NeaspecError):
    """A public submission without the name of who made it."""

    def __init__(self) -> None:
        super().__init__("A public submission names who made it.", "Give it with: --submitter NAME")


class AlreadyImported(NeaspecError):
    """The same bytes were imported before; nothing is done."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The same file was imported before, as {name}; nothing changed.")


@dataclass(frozen=True)
class Taken:
    """A file that was read in: what came of it and what it changed in its source's comments."""

    file: str
    circulation: Circulation
    source: str
    intake: Intake
    changes: Reimport
    supersedes: tuple[str, ...] = ()
    """The originals whose place it takes."""
    days_late: int = 0
    """How long after the deadline of its circulation it came."""


@dataclass(frozen=True)
class Manner:
    """How files are taken in: what their user says of them all.

    `replaces` is whether a file takes the place of all the earlier ones of its source, or of none; None leaves it to
    what the files say.
    """

    kind: str = "substantive"
    submitter: str = ""
    replaces: bool | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Desk:
    """Takes returned files in for one circulation, one after the other; nothing is written."""

    workspace: Workspace
    circulation: Circulation
    on: datetime.date
    manner: Manner
    settings: PlanSettings
    text: CirculatedText
    lines: Callable[[], Lines]
    pdf: Callable[[], bytes]
    before: dict[str, SourceFeedback] = field(default_factory=dict)
    after: dict[str, SourceFeedback] = field(default_factory=dict)
    originals: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def open(
        cls, workspace: Workspace, circulation: Circulation, on: datetime.date, manner: Manner | None = None
    ) -> Desk:
        """The desk with what came back so far."""
        feedback = {one.source: one for one in workspace.feedback(circulation.name)}
        text = with_sent_words(workspace, circulation, circulated_text(workspace, circulation))
        lines = cache(partial(printed_lines, workspace, circulation))
        pdf = cache(partial(sent_pdf, workspace, circulation))
        settings = workspace.settings()
        return cls(
            workspace,
            circulation,
            on,
            manner or Manner(),
            settings,
            text,
            lines,
            pdf,
            feedback,
            dict(feedback),
        )

    @property
    def against(self) -> Against:
        """What files are read against."""
        return Against(self.text, self.manner.kind, self.lines, self.manner.columns, self.pdf)

    def read(self, file: Path, data: bytes) -> Intake:
        """What a file says of this circulation, without a look at where it belongs."""
        return DOORS[kind_of(file.name, data)].read(file.name, data, self.against)

    def take(self, file: Path, data: bytes, source: str = "") -> list[Taken]:
        """Read a file and accept it; raises an error that says why it is refused."""
        return self.accept(file, data, self.read(file, data), source)

    def accept(self, file: Path, data: bytes, intake: Intake, source: str = "") -> list[Taken]:
        """Take a file in that was read, for each who speaks in it; raises an error that says why it is refused."""
        self._belongs(intake, source)
        if intake.receipt.balance:
            raise InternalFault(f"The receipt of {file.name} does not balance: {intake.receipt.balance}.")
        parts = {} if source or intake.addressee else divided(intake, self.settings)
        if not parts:
            parts = {self._source(source, intake, file): intake}
        sha = digest(data)
        for who in parts:
            known = next((one for one in self._feedback(who).files if one.sha256 == sha), None)
            if known is not None:
                raise AlreadyImported(known.name)
        name = self._free_name(next(iter(parts)) if len(parts) == 1 else COMPILED, file.suffix)
        family = DOORS[kind_of(file.name, data)].family
        taken = [self._taken(file, ReturnedFile(name, sha), who, part, family) for who, part in parts.items()]
        self.originals[name] = data
        return taken

    def _taken(self, file: Path, kept: ReturnedFile, who: str, intake: Intake, family: str) -> Taken:
        comments = tuple(self._by(one, who) for one in intake.comments)
        had = self.before[who].files if who in self.before else ()
        shelf = Shelf(self.workspace, self.settings, self.against)
        earlier = shelf.superseded(had, who, family, comments, self.manner.replaces)
        said = tuple(self._by(one, who) for one in earlier.comments)
        new = SourceFeedback(
            self.circulation.name,
            who,
            intake.reply,
            self.on,
            (replace(kept, author=_authors(comments)),),
            comments,
        )
        self.after[who], changes = reimport(self._feedback(who), new, on=self.on, superseded=said)
        warnings = (*intake.receipt.warnings, *earlier.warnings)
        told = replace(intake, comments=comments, receipt=replace(intake.receipt, warnings=warnings))
        late = max(0, (self.on - effective_deadline(self.circulation)).days)
        return Taken(str(file), self.circulation, who, told, changes, earlier.files, late)

    def _feedback(self, source: str) -> SourceFeedback:
        return self.after.get(source, SourceFeedback(self.circulation.name, source, "no comments"))

    def changes(self) -> dict[str, str | bytes]:
        """The files to write, by path."""
        folder = f"feedback/{self.circulation.name}"
        found: dict[str, str | bytes] = {f"{folder}/{name}": data for name, data in self.originals.items()}
        for source, feedback in self.after.items():
            old = self.before.get(source)
            if feedback != old:
                found |= written(self.workspace, old, feedback)
        return found

    def _belongs(self, intake: Intake, source: str) -> None:
        if intake.plan and intake.plan != self.text.plan:
            raise AnotherPlan(intake.plan, self.text.plan)
        if intake.kind == COMPILATION:
            raise NoAnswer(intake.circulation)
        if intake.kind == REDLINE:
            raise MarkedAlready(self.circulation.name)
        if intake.circulation and intake.circulation != self.circulation.name:
            raise AnotherRound(intake.circulation, self.circulation.name)
        if not intake.is_this_text and not intake.comments and not sum(intake.receipt.elements.values()):
            raise AnotherText(self.circulation.name)
        if intake.addressee and source and intake.addressee != source:
            raise AnotherSource(intake.addressee, source)

    def _source(self, source: str, intake: Intake, file: Path) -> str:
        """Who returned it: as said, as the copy was marked, by whose address it came, or as the file's name begins."""
        known = {one.id for one in self.settings.participants}
        named = [file.stem, *(one.stem for one in file.parents if one.suffix.lower() in LETTERS)]
        words = [word for one in named for word in re.split(r"[^A-Za-z0-9]+", one)]
        by_name = next((word for word in words if word in known), "")
        found = source or intake.addressee or self.known_by(intake.sender) or by_name
        if not found:
            raise UnknownSource
        return self.settings.participant(found).id

    def known_by(self, address: str) -> str:
        """The one participant whose contact has that address; empty where there is none, or more than one."""
        found = [one.id for one in self.settings.participants if one.contact.email.lower() == address]
        return found[0] if address and len(found) == 1 else ""

    def _by(self, comment: Comment, source: str) -> Comment:
        """A public submission with who made it; what a State returns is said by the State."""
        if source != PUBLIC:
            return replace(comment, submitter="")
        if comment.submitter:
            return comment
        if not self.manner.submitter:
            raise NoSubmitter
        return replace(comment, submitter=self.manner.submitter)

    def _free_name(self, source: str, suffix: str) -> str:
        taken = {one.name for feedback in self.after.values() for one in feedback.files} | set(self.originals)
        ending = suffix.lower() if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", suffix) else ""
        names = [f"originals/{source}{ending}"]
        names += [f"originals/{source}-{number}{ending}" for number in range(2, len(taken) + 3)]
        return next(name for name in names if name not in taken)


def printed_lines(workspace: Workspace, circulation: Circulation) -> Lines:
    """The label of what stands on each numbered line of the circulated PDF, by page and line."""
    from neaspec_cli.publish.pdf import lines

    revision = workspace.revision(circulation.name)
    copy = copy_of(workspace, revision, copies.kind_of(circulation), circulation=circulation)
    return {(one.page, one.line): one.label for one in lines(copy)}


def sent_pdf(workspace: Workspace, circulation: Circulation) -> bytes:
    """The PDF as it was sent; made again where none is kept."""
    revision = workspace.revision(circulation.name)
    copy = copy_of(workspace, revision, copies.kind_of(circulation), circulation=circulation)
    name = f"{copies.file_name(copy.provenance.plan, circulation.name)}.pdf"
    if name in [one.name for one in circulation.files]:
        return workspace.repository.read(f"feedback/{circulation.name}/sent/{name}")
    from neaspec_cli.publish.pdf import write_pdf

    return write_pdf(copy)


def _authors(comments: tuple[Comment, ...]) -> str:
    return "; ".join(dict.fromkeys(one.author for one in comments if one.author))
