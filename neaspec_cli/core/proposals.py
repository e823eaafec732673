"""What a comment wants done to the circulated text: one small value for each operation.

Texts and places speak of the plain text of the circulated block. `at` is an offset in code points into it;
people who write by hand leave it out where their words stand only once in the block.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Any, TypeAlias

from neaspec_cli.core.text.addresses import is_address
from neaspec_cli.core.yaml import schema
from neaspec_cli.core.yaml.yamltext import Node
from neaspec_cli.errors import Fault

AFTER, BEFORE = "after", "before"


@dataclass(frozen=True)
class InsertWords:
    """`new` goes in where the words `after` end or the words `before` begin."""

    new: str
    after: str = ""
    before: str = ""
    at: int | None = None


@dataclass(frozen=True)
class DeleteWords:
    """`old` goes out."""

    old: str
    at: int | None = None


@dataclass(frozen=True)
class ReplaceWords:
    """`new` takes the place of `old`."""

    old: str
    new: str
    at: int | None = None


@dataclass(frozen=True)
class Move:
    """The block, or only its words `old`, goes before, after, or to the offset `to` in, another block."""

    section: str
    block: str
    where: str = AFTER
    old: str = ""
    at: int | None = None
    to: int | None = None


@dataclass(frozen=True)
class Split:
    """The block becomes two; the second begins with the words `before`."""

    before: str
    at: int | None = None


@dataclass(frozen=True)
class Join:
    """The block and the one after it become one, with `between` as what stands between their words."""

    between: str = " "


@dataclass(frozen=True)
class InsertBlock:
    """New paragraphs (`kind` paragraph, heading of that `level`, or item), an empty line between them.

    Of the kind table, its rows are lines and its cells are divided by `|`.
    """

    new: str
    where: str = AFTER
    kind: str = "paragraph"
    level: int | None = None


@dataclass(frozen=True)
class DeleteBlock:
    """The block goes out; `old` is its text."""

    old: str = ""


@dataclass(frozen=True)
class InsertSection:
    """A new section, with a title of level 1, before or after the whole one that the place is in.

    `new` is its title and, each behind an empty line, its paragraphs; one that begins with `## ` is a heading of that
    level, one that begins with `- ` an item.
    """

    new: str
    where: str = AFTER


@dataclass(frozen=True)
class DeleteSection:
    """The whole section that the place is in goes out; `old` is its title."""

    old: str = ""


@dataclass(frozen=True)
class MoveSection:
    """The whole section that the place is in goes before or after the whole `section`."""

    section: str
    where: str = AFTER


@dataclass(frozen=True)
class InsertRow:
    """A new row of a table, before or after the row that the place names."""

    cells: tuple[str, ...]
    where: str = AFTER


@dataclass(frozen=True)
class DeleteRow:
    """The row that the place names goes out."""

    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class InsertColumn:
    """A new column of a table, before or after the one that the place names; cells from the heading row downwards."""

    cells: tuple[str, ...]
    where: str = AFTER


@dataclass(frozen=True)
class DeleteColumn:
    """The column that the place names goes out; `cells` are its words from the heading row downwards."""

    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoteChange:
    """A note `new` is added where the words `after` end, or the note whose text is `old` goes out."""

    new: str = ""
    old: str = ""
    after: str = ""
    at: int | None = None


@dataclass(frozen=True)
class FormatChange:
    """The words `old` (or the whole block) take another form, such as `bold`, or lose it where they have it.

    A block as a whole can become a `heading 2`, a `paragraph`, an `item` or an `item 2` of that level.
    """

    format: str
    old: str = ""
    at: int | None = None


@dataclass(frozen=True)
class LinkChange:
    """The words `old` lead to the address `target`, or nowhere where there is none; `was` is where they led before."""

    old: str
    target: str = ""
    was: str = ""
    at: int | None = None


Proposal: TypeAlias = (
    InsertWords | DeleteWords | ReplaceWords | Move | Split | Join | InsertBlock | DeleteBlock
    | InsertSection | DeleteSection | MoveSection | InsertRow | DeleteRow | InsertColumn | DeleteColumn
    | NoteChange | FormatChange | LinkChange
)  # fmt: skip

BLOCK_FORM = re.compile(r"(?P<kind>heading(?= [1-6]\Z)|paragraph\Z|item)(?: (?P<level>[1-9]))?")
"""A form of a whole block."""
OPERATIONS: dict[str, type[Proposal]] = {
    "insert": InsertWords,
    "delete": DeleteWords,
    "replace": ReplaceWords,
    "move": Move,
    "split": Split,
    "join": Join,
    "insert-block": InsertBlock,
    "delete-block": DeleteBlock,
    "insert-section": InsertSection,
    "delete-section": DeleteSection,
    "move-section": MoveSection,
    "insert-row": InsertRow,
    "delete-row": DeleteRow,
    "insert-column": InsertColumn,
    "delete-column": DeleteColumn,
    "note": NoteChange,
    "format": FormatChange,
    "link": LinkChange,
}
NAMES = {of: name for name, of in OPERATIONS.items()}

_TEXT = schema.Text(empty=True)
PROPOSAL_SCHEMA = schema.Record(
    {
        "op": schema.Field(schema.Choice(*OPERATIONS), required=True),
        "old": schema.Field(_TEXT),
        "new": schema.Field(_TEXT),
        "after": schema.Field(_TEXT),
        "before": schema.Field(_TEXT),
        "between": schema.Field(_TEXT),
        "at": schema.Field(schema.Number()),
        "to": schema.Field(schema.Number()),
        "where": schema.Field(schema.Choice(AFTER, BEFORE)),
        "section": schema.Field(schema.Text()),
        "block": schema.Field(schema.Text()),
        "kind": schema.Field(schema.Choice("paragraph", "heading", "item", "table")),
        "level": schema.Field(schema.Number()),
        "cells": schema.Field(schema.ListOf(_TEXT)),
        "format": schema.Field(schema.Text()),
        "target": schema.Field(_TEXT),
        "was": schema.Field(_TEXT),
    }
)


def operation(proposal: Proposal) -> str:
    """The word for what it does, such as `insert-block`."""
    return NAMES[type(proposal)]


def as_value(proposal: Proposal) -> dict[str, Any]:
    """The proposal as it is written: its operation, then the fields that say something."""
    value: dict[str, Any] = {"op": operation(proposal)}
    for one in dataclasses.fields(proposal):
        content = getattr(proposal, one.name)
        if one.default is dataclasses.MISSING or content != one.default:
            value[one.name] = list(content) if isinstance(content, tuple) else content
    return value


def read_proposal(
    value: dict[str, Any], node: Node, file: str, field: str
) -> tuple[Proposal | None, list[Fault]]:
    """A proposal from what the schema read; each operation has fields of its own."""
    of = OPERATIONS[value["op"]]
    known = {one.name: one for one in dataclasses.fields(of)}
    given = {key: content for key, content in value.items() if key != "op"}
    faults = [
        Fault(file, _line(node, key), f"{field}.{key}", f"does not belong to {value['op']}")
        for key in given
        if key not in known
    ]
    for name, one in known.items():
        if one.default is dataclasses.MISSING and given.get(name) in (None, "", []):
            faults.append(Fault(file, node.line, f"{field}.{name}", f"is missing; {value['op']} needs it"))
    if faults:
        return None, faults
    arguments: dict[str, Any] = {
        key: tuple(one) if isinstance(one, list) else one for key, one in given.items()
    }
    proposal = of(**arguments)
    says = _says_nothing(proposal)
    return (None, [Fault(file, node.line, field, says)]) if says else (proposal, [])


def span(proposal: Proposal, text: str, quote: str = "") -> tuple[int, int] | None:
    """Where in the circulated block's text the proposal acts; None where that is nowhere or not sure.

    An insertion acts on an empty stretch. Without `at`, the words must stand once in the block or in `quote`.
    """
    match proposal:
        case DeleteWords(old, at) | ReplaceWords(old, _, at):
            return _find(old, text, at, quote)
        case FormatChange(_, old, at) | LinkChange(old, at=at):
            return _find(old, text, at, quote)
        case Move(old=old, at=at):
            return _find(old, text, at, quote) if old else (0, len(text))
        case InsertWords(_, after, before, at):
            return _between(after, before, text, at, quote)
        case Split(before, at):
            return _between("", before, text, at, quote)
        case NoteChange(after=after, at=at):
            return _between(after, "", text, at, quote)
        case _:
            return (0, len(text))


def _between(after: str, before: str, text: str, at: int | None, quote: str) -> tuple[int, int] | None:
    if at is not None:
        fits = at <= len(text) and text[:at].endswith(after) and text[at:].startswith(before)
        return (at, at) if fits else _between(after, before, text, None, quote)
    found = _find(after + before, text, None, quote) if after + before else None
    return (found[0] + len(after),) * 2 if found else None


def _find(words: str, text: str, at: int | None, quote: str) -> tuple[int, int] | None:
    if at is not None and words and text.startswith(words, at):
        return at, at + len(words)
    base, within = 0, text
    if text.count(quote) == 1 and quote.count(words) == 1:
        base, within = text.index(quote), quote
    start = within.find(words) if words else -1
    if start < 0 or within.find(words, start + 1) >= 0:
        return None
    return base + start, base + start + len(words)


def _line(node: Node, key: str) -> int:
    child = node.value.get(key) if isinstance(node.value, dict) else None
    return child.line if child is not None else node.line


def _says_nothing(proposal: Proposal) -> str:
    match proposal:
        case InsertWords(after="", before="", at=None):
            return "does not say where; give the words that it comes after or before"
        case NoteChange(new="", old=""):
            return "gives neither a new note nor an old one"
        case NoteChange(old="", after="", at=None):
            return "does not say where; give the words that the note comes after"
        case LinkChange(target="", was=""):
            return "names no address; give target for a link, or was for one that goes"
        case LinkChange(target=target) if target and not is_address(target):
            return "leads to no address of a plan: https, http, mailto, or # and a name in the plan"
        case _:
            return ""
