"""The plan: its settings in plan.yaml, and its sections, one Markdown file each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from neaspec_cli.core.text.frontmatter import front_matter
from neaspec_cli.core.text.hidden import hidden_faults
from neaspec_cli.core.yaml import schema, yamlread
from neaspec_cli.errors import Fault, NeaspecError

if TYPE_CHECKING:
    from neaspec_cli.core.text.blocks import Block
    from neaspec_cli.core.text.numbering import Label, NumberedSection

SETTINGS_FILE = "plan/plan.yaml"
STATUSES = ("outlined", "drafted", "cleared")
PUBLIC = "PUBLIC"


class Contact(NamedTuple):
    """Who at the participant receives what is sent; never leaves the house."""

    name: str = ""
    email: str = ""


class Participant(NamedTuple):
    """A State, body or meeting that answers; members by ISO 3166-1 alpha-3."""

    id: str
    name: str
    kind: str
    contact: Contact = Contact()


class Masthead(NamedTuple):
    """What stands above the title on the first page; every field may be empty."""

    organization: tuple[str, ...] = ()
    symbol: str = ""
    distribution: str = ""
    original: str = ""
    meeting: tuple[str, ...] = ()
    """Name, dates and place, as far as given, one line each."""
    agenda_item: str = ""
    author: str = ""


class Rules(NamedTuple):
    """House rules; `word_limit` in words for the whole plan, 0 for none."""

    word_limit: int = 0
    paper: str = "A4"
    language: str = "en-GB"
    silence_procedure: bool = False


@dataclass(frozen=True)
class PlanSettings:
    """plan/plan.yaml."""

    title: str
    body: str = ""
    masthead: Masthead = Masthead()
    participants: tuple[Participant, ...] = ()
    rules: Rules = Rules()

    def participant(self, identifier: str) -> Participant:
        """The participant of that id; PUBLIC is always there."""
        for one in self.participants:
            if one.id == identifier:
                return one
        if identifier == PUBLIC:
            return Participant(PUBLIC, "Public submissions", "public")
        raise UnknownParticipant(identifier, [one.id for one in self.participants])

    def of_kind(self, kind: str) -> tuple[Participant, ...]:
        """Participants of a kind in alphabetical order of their names."""
        return tuple(sorted((one for one in self.participants if one.kind == kind), key=lambda one: one.name))


class UnknownParticipant(NeaspecError):
    """Nobody of that id takes part."""

    def __init__(self, identifier: str, known: Sequence[str]) -> None:
        super().__init__(
            f"Nobody called {identifier} takes part in this plan.",
            f"Known are {', '.join([*known, PUBLIC])}; add one with: neaspec participant add {identifier} --name NAME",
        )


@dataclass(frozen=True)
class Section:
    """One file of the plan; its id is its file stem without the number."""

    id: str
    path: str
    source: str
    body_start: int = 0
    status: str = ""
    lead: str = ""
    word_limit: int = 0
    blocks: tuple[Block, ...] = ()

    @property
    def is_annex(self) -> bool:
        """Annexes stand after the body and are numbered apart."""
        return PurePosixPath(self.path).name.startswith("annex")

    @property
    def title(self) -> str:
        """The words of its first heading, or its id."""
        return next((block.text for block in self.blocks if block.kind == "heading"), self.id)

    @property
    def words(self) -> int:
        """Words that a reader of the finished plan sees: annotations are not counted."""
        return sum(len(block.text.split()) for block in self.blocks if not block.is_annotation)


class Plan(NamedTuple):
    """Settings and sections in reading order."""

    settings: PlanSettings
    sections: tuple[Section, ...] = ()

    def labels(self, annotated: bool) -> tuple[tuple[Label, ...], ...]:
        """What a reader sees before each block, per section (see `core.text.numbering`)."""
        from neaspec_cli.core.text.numbering import labels

        return labels(self.numbered(), annotated)

    def numbered(self) -> tuple[NumberedSection, ...]:
        """The sections as `core.text.numbering` takes them."""
        from neaspec_cli.core.text.numbering import NumberedSection

        return tuple(NumberedSection(one.is_annex, one.blocks) for one in self.sections)

    def section(self, identifier: str) -> Section:
        """The section of that id."""
        for one in self.sections:
            if one.id == identifier:
                return one
        known = ", ".join(one.id for one in self.sections)
        raise NeaspecError(f"There is no section {identifier}.", f"Sections are {known}.")


def is_section(path: str) -> bool:
    """Is this repository path a section of the plan?"""
    return bool(re.fullmatch(r"plan/[^/]+\.md", path))


def section_id(path: str) -> str:
    """`plan/03-programmatic-areas.md` -> `programmatic-areas`; `plan/annex-1-programme.md` -> `annex-1-programme`."""
    stem = PurePosixPath(path).stem
    return re.sub(r"^\d+[-_. ]*", "", stem) or stem


def reading_order(path: str) -> tuple[bool, str]:
    """Sort key of section paths: the body by file name, then the annexes."""
    name = PurePosixPath(path).name
    return (name.startswith("annex"), name)


# What is longer does not fit into the properties of a workbook, by which a filled form is known.
_TITLE = schema.Text(pattern=r"\s*\S.{0,199}\s*", means="a line of at most 200 characters")
# Stricter than what mail allows, and so nothing that a header could take for something else.
_EMAIL = schema.Text(
    pattern=r"[^\s@<>(),;:\\\"]+@[^\s@<>(),;:\\\"]+", means="an address such as name@example.org"
)
_CONTACT = schema.Record({"name": schema.Field(schema.Text()), "email": schema.Field(_EMAIL)})
_PARTICIPANT = schema.Record(
    {
        "id": schema.Field(schema.Text(pattern=r"[A-Z][A-Z0-9-]*"), required=True),
        "name": schema.Field(schema.Text(), required=True),
        "kind": schema.Field(schema.Choice("member", "stakeholder", "meeting"), required=True),
        "contact": schema.Field(_CONTACT),
    }
)
_MEETING = schema.Record(
    {name: schema.Field(schema.Text(empty=True)) for name in ("name", "dates", "place")},
)
_MASTHEAD = schema.Record(
    {
        "organization": schema.Field(schema.ListOf(schema.Text())),
        **{
            name: schema.Field(schema.Text(empty=True))
            for name in ("symbol", "distribution", "original", "agenda_item", "author")
        },
        "meeting": schema.Field(_MEETING),
    }
)
_RULES = schema.Record(
    {
        "word_limit": schema.Field(schema.Number()),
        "paper": schema.Field(schema.Choice("A4", "Letter")),
        "language": schema.Field(schema.Text(pattern=r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")),
        "silence_procedure": schema.Field(schema.YesNo()),
    }
)
SETTINGS_SCHEMA = schema.Record(
    {
        "title": schema.Field(_TITLE, required=True),
        "body": schema.Field(schema.Text(empty=True)),
        "masthead": schema.Field(_MASTHEAD),
        "participants": schema.Field(schema.ListOf(_PARTICIPANT)),
        "rules": schema.Field(_RULES),
    }
)
SECTION_SCHEMA = schema.Record(
    {
        "status": schema.Field(schema.Choice(*STATUSES)),
        "lead": schema.Field(schema.Text()),
        "word_limit": schema.Field(schema.Number()),
    }
)


def read_settings(text: str, file: str = SETTINGS_FILE) -> tuple[PlanSettings | None, list[Fault]]:
    """plan.yaml as settings, with every fault in it; None when it cannot be used at all."""
    node, faults = yamlread.parse(text, file)
    if node is None:
        return None, faults or [Fault(file, 1, "", "is empty; it needs at least a title")]
    value, found = schema.read(SETTINGS_SCHEMA, node, file)
    faults += [*found, *hidden_faults(node, file)]
    if faults:
        return None, faults
    participants = tuple(_participant(one) for one in value.get("participants") or ())
    faults += _twice(participants, text, file)
    settings = PlanSettings(
        value["title"],
        value.get("body") or "",
        _masthead(value.get("masthead") or {}),
        participants,
        Rules(**{key: one for key, one in (value.get("rules") or {}).items() if one is not None}),
    )
    return (None if faults else settings), faults


def _participant(value: dict[str, Any]) -> Participant:
    contact = value.get("contact") or {}
    known = Contact(contact.get("name") or "", contact.get("email") or "")
    return Participant(value["id"], value["name"], value["kind"], known)


def _masthead(value: dict[str, Any]) -> Masthead:
    meeting = value.get("meeting") or {}
    lines = tuple(meeting[name] for name in ("name", "dates", "place") if meeting.get(name))
    plain = {
        name: value.get(name) or ""
        for name in ("symbol", "distribution", "original", "agenda_item", "author")
    }
    return Masthead(organization=tuple(value.get("organization") or ()), meeting=lines, **plain)


def _twice(participants: Sequence[Participant], text: str, file: str) -> list[Fault]:
    seen: set[str] = set()
    faults = []
    for number, one in enumerate(participants):
        if one.id in seen or one.id == PUBLIC:
            lines = [
                n
                for n, line in enumerate(text.split("\n"), 1)
                if re.search(rf"\bid: *['\"]?{one.id}\b", line)
            ]
            why = "is always there and need not be listed" if one.id == PUBLIC else "is listed twice"
            faults.append(
                Fault(file, lines[-1] if lines else 0, f"participants[{number}].id", f"{one.id} {why}")
            )
        seen.add(one.id)
    return faults


def read_section(path: str, source: str) -> tuple[Section, list[Fault]]:
    """A section without its blocks yet (they need pandoc): front matter, status, limits."""
    matter, start = front_matter(source)
    faults: list[Fault] = []
    value: dict[str, Any] = {}
    if matter.strip():
        node, faults = yamlread.parse("\n" + matter, path)
        if node is not None:
            value, found = schema.read(SECTION_SCHEMA, node, path)
            faults += found
    known = {key: one for key, one in (value or {}).items() if one is not None} if not faults else {}
    # Labels, places and references name a section by its file.
    if not path.isprintable():
        faults.append(
            Fault(path, 0, "", "has hidden characters in its name; use letters, digits and hyphens")
        )
    return Section(section_id(path), path, source, start, **known), faults
