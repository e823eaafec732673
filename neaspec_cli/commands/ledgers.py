"""The ledger of brackets, gathered from the working tree, the circulations and the history of the plan."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from neaspec_cli.commands.workspace import TAGS, Workspace, decode
from neaspec_cli.core.bracketed import ledger as ledgers
from neaspec_cli.core.bracketed.across import all_brackets
from neaspec_cli.core.bracketed.ledger import Entry, Ledger, Point, Since
from neaspec_cli.core.brackets import Bracket
from neaspec_cli.core.plan import section_id

Texts = Mapping[str, str]


def gather(workspace: Workspace, on: datetime.date) -> Ledger:
    """Every bracket of the plan as it stands, with its age on a day, and the counts of every circulation."""
    plan = workspace.plan()
    circulated = list(_circulated(workspace))
    entries = []
    for bracket, label, places in ledgers.find(plan, all_brackets(plan.sections)):
        since = _since(workspace, bracket, plan.section(bracket.section).path, circulated)
        age = (on - since.date).days if since.date else 0
        entries.append(Entry(bracket, label, since, max(age, 0), places))
    course = [Point(name, date, ledgers.count(texts)) for name, date, texts in circulated]
    now = Point("", on, ledgers.count(_by_id(workspace.section_files())))
    return Ledger(plan.settings.title, on, tuple(entries), (*course, now))


def _circulated(workspace: Workspace) -> Iterator[tuple[str, datetime.date, Texts]]:
    for one in workspace.circulations():
        yield one.name, one.date, _by_id(workspace.section_files(TAGS + one.name))


def _by_id(files: Texts) -> dict[str, str]:
    return {section_id(path): text for path, text in files.items()}


def _since(
    workspace: Workspace, bracket: Bracket, path: str, circulated: list[tuple[str, datetime.date, Texts]]
) -> Since:
    """A bracket may have stood in another section before; one that was typed is known by its section too."""
    for name, date, texts in circulated:
        typed = bracket.id.startswith("t-")
        where = [texts.get(bracket.section, "")] if typed else list(texts.values())
        if any(ledgers.has(bracket, text) for text in where):
            return Since(name, date)
    return Since("", _committed(workspace, bracket, path))


def _committed(workspace: Workspace, bracket: Bracket, path: str) -> datetime.date | None:
    """The day of the oldest commit since when the section has it without a break."""
    versions = workspace.repository.versions(path)
    texts = workspace.repository.blobs(one.blob for one in versions if one.blob)
    found: datetime.date | None = None
    for version in versions:
        if version.blob is None or not ledgers.has(bracket, decode(version.path, texts[version.blob])):
            break
        found = version.commit.date.date()
    return found
