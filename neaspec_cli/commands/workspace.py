"""What a command works on: the plan repository it was called in, read as values, and the one way to write to it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from neaspec_cli import __version__
from neaspec_cli.adapters.reading import FileNotThere
from neaspec_cli.adapters.repository import Repository
from neaspec_cli.core import plan as plans
from neaspec_cli.core.plan import Plan, PlanSettings, Section
from neaspec_cli.core.timeline import Timeline, read_timeline
from neaspec_cli.errors import Fault, InvalidInput, NeaspecError

if TYPE_CHECKING:
    from neaspec_cli.adapters.content import Content
    from neaspec_cli.adapters.parsed import ParsedTrees
    from neaspec_cli.adapters.transaction import CommitPlan, TagPlan
    from neaspec_cli.core.comments import SourceFeedback
    from neaspec_cli.core.register.answer_parts import ReadFile
    from neaspec_cli.core.register.tally import Tally
    from neaspec_cli.core.rounds import Circulation
    from neaspec_cli.publish.copy import SectionTree

TIMELINE_FILE = "timeline.yaml"
TAGS = "circulated/"


class Revision(NamedTuple):
    """A revision as people name it, and as git knows it; None stands for the working tree."""

    name: str
    git: str | None
    circulation: Circulation | None = None


class NoTimeline(NeaspecError):
    """The plan has no timeline."""

    def __init__(self, revision: str | None) -> None:
        where = f" in revision {revision}" if revision else ""
        super().__init__(
            f"The plan has no {TIMELINE_FILE}{where}.",
            f"Write its activities there; neaspec init FOLDER begins another plan, whose {TIMELINE_FILE} shows how.",
        )


class TooDeep(InvalidInput):
    """Lists in lists in lists, beyond what anybody could number or read."""

    def __init__(self, sections: Sequence[Section]) -> None:
        message = "is nested too deep; bring its lists, quotations and blocks nearer to the margin"
        super().__init__([Fault(one.path, 0, "", message) for one in sections])


@dataclass
class Workspace:
    """A plan repository; every reading function takes a git revision, None for the working tree."""

    repository: Repository
    _circulations: tuple[Circulation, ...] | None = field(default=None, repr=False)
    _paths: dict[str, str | None] | None = field(default=None, repr=False)
    _feedback: dict[str, tuple[SourceFeedback, ...]] = field(default_factory=dict, repr=False)
    _working: dict[str, str] | None = field(default=None, repr=False)
    _head: str | None = field(default=None, repr=False)

    @classmethod
    def open(cls, folder: Path, *, writing: bool = False) -> Workspace:
        """The repository that the folder is in; what a crash had cut off is finished or taken back first.

        A command that writes says so: its commit is refused when somebody else has committed since it read.
        """
        repository = Repository.find(folder)
        recovered = repository.recover()
        if recovered:
            from neaspec_cli.terminal.console import say

            say(str(recovered))
        return cls(repository, _head=repository.head() if writing else None)

    # Reading

    def text(self, path: str, revision: str | None = None) -> str:
        """A file of the repository as text; bytes that are not UTF-8 are a fault of the file."""
        return decode(path, self.repository.read(path, revision))

    def settings(self, revision: str | None = None) -> PlanSettings:
        """plan/plan.yaml; every fault in it at once."""
        settings, faults = plans.read_settings(self.text(plans.SETTINGS_FILE, revision))
        if settings is None or faults:
            raise InvalidInput(faults, "Mend plan/plan.yaml; neaspec check lists every fault.")
        return settings

    def timeline(self, revision: str | None = None) -> Timeline:
        """timeline.yaml; every fault in it at once."""
        try:
            text = self.text(TIMELINE_FILE, revision)
        except FileNotThere as error:
            raise NoTimeline(revision) from error
        timeline, faults = read_timeline(text, TIMELINE_FILE)
        if timeline is None or faults:
            raise InvalidInput(faults, "Mend timeline.yaml; neaspec check lists every fault.")
        return timeline

    def section_files(self, revision: str | None = None) -> dict[str, str]:
        """Sections' paths and texts in reading order."""
        if revision is None and self._working is not None:
            return self._working
        paths = sorted(filter(plans.is_section, self._in("plan/", revision)), key=plans.reading_order)
        texts = self._texts(paths, revision)
        if revision is None:
            self._working = texts
        return texts

    def sections(self, revision: str | None = None) -> tuple[Section, ...]:
        """Sections without their blocks: no pandoc is needed for status and front matter."""
        faults: list[Fault] = []
        sections = []
        for path, source in self.section_files(revision).items():
            section, found = plans.read_section(path, source)
            sections.append(section)
            faults += found
        if faults:
            raise InvalidInput(faults)
        return tuple(sections)

    def plan(self, revision: str | None = None) -> Plan:
        """The plan with every block and the source place of every word."""
        settings, sections = self.settings(revision), self.sections(revision)
        return Plan(settings, tuple(self.with_blocks(section) for section in sections))

    def with_blocks(self, section: Section) -> Section:
        """The section with its blocks, read by pandoc or taken from the cache."""
        from neaspec_cli.core.markdown import blocks, text_faults, unsure_places

        faults = text_faults(section.source, section.path)
        if faults:
            raise InvalidInput(faults, "neaspec check --fix mends tabs, line ends and decomposed characters.")
        try:
            tree = self.trees.with_places(section.source[section.body_start :])
        except RecursionError as error:
            raise TooDeep([section]) from error
        read = blocks(tree, section.source, section.body_start)
        faults = unsure_places(section.source, read, section.path)
        if faults:
            raise InvalidInput(
                faults, "Write this passage in plainer Markdown, so that each word can be traced."
            )
        return replace(section, blocks=read)

    def section_trees(self, revision: str | None = None) -> tuple[SectionTree, ...]:
        """The sections as writers take them, without places."""
        from neaspec_cli.publish.copy import SectionTree

        sections = self.sections(revision)
        try:
            trees = self.trees.plain_each(one.source[one.body_start :] for one in sections)
        except RecursionError as error:
            raise TooDeep([one for one in sections if self._is_too_deep(one)]) from error
        return tuple(
            SectionTree(one.id, one.is_annex, tree) for one, tree in zip(sections, trees, strict=True)
        )

    def _is_too_deep(self, section: Section) -> bool:
        try:
            self.trees.plain(section.source[section.body_start :])
        except RecursionError:
            return True
        return False

    @property
    def trees(self) -> ParsedTrees:
        """Pandoc with its cache, which may be deleted at any time."""
        from neaspec_cli.adapters.parsed import ParsedTrees

        return ParsedTrees(self._cache)

    @property
    def _cache(self) -> Path:
        return self.repository.place.store / "neaspec" / "cache"

    def circulations(self, revision: str | None = None) -> tuple[Circulation, ...]:
        """Every circulation on record, oldest first."""
        if revision is None and self._circulations is not None:
            return self._circulations
        paths = [path for path in self._in("feedback/", revision) if path.endswith("/round.yaml")]
        found = self._read_rounds(self._texts(paths, revision)) if paths else ()
        if revision is None:
            self._circulations = found
        return found

    def _read_rounds(self, texts: Mapping[str, str]) -> tuple[Circulation, ...]:
        from neaspec_cli.core.rounds import read_round

        read = [read_round(text, path) for path, text in texts.items()]
        faults = [fault for _, found in read for fault in found]
        if faults:
            raise InvalidInput(faults)
        found = [circulation for circulation, _ in read if circulation is not None]
        return tuple(sorted(found, key=lambda one: (one.date, one.name)))

    def _texts(self, paths: Sequence[str], revision: str | None) -> dict[str, str]:
        return {path: decode(path, data) for path, data in self.repository.many(paths, revision).items()}

    def _in(self, folder: str, revision: str | None = None) -> dict[str, str | None]:
        """Paths in plan/ or feedback/ with their blobs' ids; of the working tree git is asked once for both."""
        if revision is not None:
            return dict(self.repository.files(folder.rstrip("/"), revision))
        if self._paths is None:
            self._paths = self.repository.paths("plan", "feedback")
        return {path: identity for path, identity in self._paths.items() if path.startswith(folder)}

    def circulation(self, name: str | None) -> Circulation:
        """The circulation that a name means; without a name the newest one."""
        from neaspec_cli.core.rounds import named, newest

        latest = newest(self.circulations())
        return latest if name is None and latest else named(name or "", self.circulations())

    def feedback(self, circulation: str, revision: str | None = None) -> tuple[SourceFeedback, ...]:
        """What came back on a circulation, by source."""
        if revision is None and circulation in self._feedback:
            return self._feedback[circulation]
        from neaspec_cli.core.register import answer_parts

        read = self._read_answers(list(self._answers(circulation, revision)), revision)
        answers, faults = answer_parts.joined(read.values())
        if faults:
            raise InvalidInput(faults)
        if revision is None:
            self._feedback[circulation] = answers
        return answers

    def tallies(self, circulation: str) -> tuple[Tally, ...]:
        """What each source's answer comes to, without reading again the files that are as they were."""
        from neaspec_cli.adapters.kept import values_of
        from neaspec_cli.core.register import tally

        def make(paths: Sequence[str]) -> dict[str, Tally]:
            return {path: tally.tally(one.feedback) for path, one in self._read_answers(paths, None).items()}

        ids = self._answers(circulation, None)
        place = self._cache / f"tallies-{__version__}-{circulation}.json"
        return (
            tally.joined(values_of(place, ids, make=make, write=tally.as_value, read=tally.from_value))
            if ids
            else ()
        )

    def _answers(self, circulation: str, revision: str | None) -> dict[str, str | None]:
        """Paths of the files that hold what one source said, with their blobs' ids."""
        return {
            path: identity
            for path, identity in self._in(f"feedback/{circulation}/", revision).items()
            if path.count("/") == 2 and path.endswith(".yaml") and not path.endswith("/round.yaml")
        }

    def _read_answers(self, paths: Sequence[str], revision: str | None) -> dict[str, ReadFile]:
        from neaspec_cli.core.feedback import read_feedback
        from neaspec_cli.core.register.answer_parts import ReadFile

        read: dict[str, ReadFile] = {}
        faults: list[Fault] = []
        for path, text in self._texts(paths, revision).items():
            source, found = read_feedback(text, path)
            faults += found
            if source is not None:
                read[path] = ReadFile(path, text, source)
        if faults:
            raise InvalidInput(faults)
        return read

    def revision(self, name: str) -> Revision:
        """Rounds and circulations come first, then any git revision."""
        from neaspec_cli.core.rounds import named

        known = self.circulations()
        if any(name in (one.name, one.round) for one in known):
            circulation = named(name, known)
            return Revision(circulation.name, self.repository.resolve(TAGS + circulation.name), circulation)
        return Revision(name, self.repository.resolve(name))

    # Writing

    def commit(
        self,
        changes: Mapping[str, str | Content | None],
        message: str,
        trailers: Mapping[str, Sequence[str]],
        dry_run: bool = False,
    ) -> None:
        """One commit of these files, all or nothing; None deletes a file."""
        from neaspec_cli.adapters.transaction import CommitPlan

        content = {path: one.encode() if isinstance(one, str) else one for path, one in changes.items()}
        self.commit_all([CommitPlan(content, message, trailers)], dry_run=dry_run)

    def commit_all(
        self, plans: Sequence[CommitPlan], tag: TagPlan | None = None, dry_run: bool = False
    ) -> None:
        """Several commits and a tag on the last, all or nothing."""
        plans = [replace(one, changes=self._composed(one.changes)) for one in plans]
        written = self.repository.commit(plans, tag=tag, expected_head=self._head, dry_run=dry_run)
        if written.kept:
            from neaspec_cli.terminal.console import say

            say(f"Left as somebody just changed them: {', '.join(written.kept)}")
        self._circulations = self._paths = self._working = self._head = None
        self._feedback.clear()

    def _composed(self, changes: Mapping[str, Content | None]) -> dict[str, Content | None]:
        """Letters and their accents in one in the plan and its timeline, as check wants them, however they were typed.

        A file that was otherwise before is the business of `check --fix`.
        """
        result = dict(changes)
        for path, data in changes.items():
            if not isinstance(data, bytes) or not (path == TIMELINE_FILE or path.startswith("plan/")):
                continue
            text = unicodedata.normalize("NFC", data.decode())
            was = self.text(path) if self.repository.exists(path) else ""
            if unicodedata.is_normalized("NFC", was):
                result[path] = text.encode()
        return result


def decode(path: str, data: bytes) -> str:
    """UTF-8 text of a file; the line of the first byte that is none is named."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidInput([Fault(path, line, "", "is not UTF-8 text; save it as UTF-8")]) from error
