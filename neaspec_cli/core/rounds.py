"""A circulation: one sending of a round to named addressees, recorded in feedback/<circulation>/round.yaml.

A round (`draft`) is what the timeline plans; a circulation (`draft-1`) is one sending of it. A deadline
includes its day.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from neaspec_cli.core.yaml import schema, yamlread
from neaspec_cli.errors import Fault, NeaspecError

ROUND_NAME = r"[a-z][a-z-]*"
CIRCULATION_NAME = rf"{ROUND_NAME}-[1-9][0-9]*"
KINDS = ("annotated", "review", "official")
AWAITED = "awaited"


@dataclass(frozen=True)
class Extension:
    """A later deadline, given on `date` for a reason."""

    date: datetime.date
    to: datetime.date
    reason: str


@dataclass(frozen=True)
class SentFile:
    """A file as it was sent: its name in sent/ and its SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Circulation:
    """round.yaml; `text` is git's tree id of plan/, `kind` the kind of copy sent (`as` in the file)."""

    name: str
    round: str
    date: datetime.date
    deadline: datetime.date
    addressees: tuple[str, ...] = ()
    kind: str = "review"
    text: str = ""
    silence_announced: bool = False
    extensions: tuple[Extension, ...] = ()
    files: tuple[SentFile, ...] = ()
    closed: datetime.date | None = None

    @property
    def number(self) -> int:
        """Which sending of its round this is, from 1."""
        return int(self.name.rpartition("-")[2])


class UnknownRound(NeaspecError):
    """No circulation, and no circulated round, is called so."""

    def __init__(self, name: str, circulations: Iterable[Circulation]) -> None:
        known = sorted({word for one in circulations for word in (one.round, one.name)})
        import difflib

        near = difflib.get_close_matches(name, known, n=3)
        if near:
            hint = f"Did you mean {' or '.join(near)}?"
        elif known:
            hint = f"Circulated so far: {', '.join(known)}."
        else:
            hint = "Send a round out with: neaspec circulate"
        what = f"Nothing called {name}" if name else "Nothing"
        super().__init__(f"{what} has been circulated{'' if name and known else ' yet'}.", hint)


class CannotExtend(NeaspecError):
    """The new deadline is none."""


class AlreadyClosed(NeaspecError):
    """The circulation takes no more replies and no new deadline."""

    def __init__(self, circulation: Circulation) -> None:
        super().__init__(
            f"{circulation.name} was closed on {circulation.closed}.",
            "Circulate the round again, or revert the commit that closed it (neaspec undo).",
        )


ROUND_SCHEMA = schema.Record(
    {
        "circulation": schema.Field(
            schema.Text(pattern=CIRCULATION_NAME, means="a name such as draft-1"), required=True
        ),
        "round": schema.Field(schema.Text(pattern=ROUND_NAME, means="a name such as draft"), required=True),
        "date": schema.Field(schema.Day(), required=True),
        "deadline": schema.Field(schema.Day(), required=True),
        "as": schema.Field(schema.Choice(*KINDS)),
        "text": schema.Field(schema.Text(pattern="[0-9a-f]{40}|[0-9a-f]{64}", means="git's id of a tree")),
        "silence_announced": schema.Field(schema.YesNo()),
        "addressees": schema.Field(schema.ListOf(schema.Text(pattern=r"[A-Z][A-Z0-9-]*")), required=True),
        "extensions": schema.Field(
            schema.ListOf(
                schema.Record(
                    {
                        "date": schema.Field(schema.Day(), required=True),
                        "to": schema.Field(schema.Day(), required=True),
                        "reason": schema.Field(schema.Text(), required=True),
                    }
                )
            )
        ),
        "files": schema.Field(
            schema.ListOf(
                schema.Record(
                    {
                        "name": schema.Field(schema.Text(), required=True),
                        "sha256": schema.Field(schema.Hash(), required=True),
                    }
                )
            )
        ),
        "closed": schema.Field(schema.Day()),
    }
)


def read_round(text: str, file: str) -> tuple[Circulation | None, list[Fault]]:
    """round.yaml as a circulation, with every fault in it; None when it cannot be used."""
    node, faults = yamlread.parse(text, file)
    if node is None:
        return None, faults or [Fault(file, 1, "", "is empty; it needs a circulation and its dates")]
    value, found = schema.read(ROUND_SCHEMA, node, file)
    faults += found
    if faults:
        return None, faults
    circulation = _circulation(value)
    faults += _contradictions(circulation, node, file)
    return (None if faults else circulation), faults


def round_yaml(circulation: Circulation) -> str:
    """The circulation as round.yaml; the same circulation gives the same text."""
    value: dict[str, Any] = {
        "circulation": circulation.name,
        "round": circulation.round,
        "date": circulation.date,
        "deadline": circulation.deadline,
        "as": circulation.kind,
        "text": circulation.text,
        "silence_announced": circulation.silence_announced or None,
        "addressees": list(circulation.addressees),
        "extensions": [
            {"date": one.date, "to": one.to, "reason": one.reason} for one in circulation.extensions
        ],
        "files": [{"name": one.name, "sha256": one.sha256} for one in circulation.files],
        "closed": circulation.closed,
    }
    needed = ("addressees",)
    from neaspec_cli.core.yaml.yamlwrite import dump

    return dump({key: one for key, one in value.items() if key in needed or one not in (None, "", [])})


def next_name(round_name: str, names: Iterable[str]) -> str:
    """The name of the round's next circulation: `draft-2` after `draft-1`."""
    numbers = [int(name.rpartition("-")[2]) for name in names if round_of(name) == round_name]
    return f"{round_name}-{max(numbers, default=0) + 1}"


def round_of(name: str) -> str:
    """`draft-1` -> `draft`; empty where the name is not a circulation's."""
    return name.rpartition("-")[0] if re.fullmatch(CIRCULATION_NAME, name) else ""


def newest(circulations: Iterable[Circulation], round_name: str = "") -> Circulation | None:
    """The latest sending of the round, or of any round where none is named."""
    fitting = [one for one in circulations if round_name in ("", one.round)]
    if round_name:
        return max(fitting, key=lambda one: one.number, default=None)
    return max(fitting, key=lambda one: (one.date, one.number, one.name), default=None)


def named(name: str, circulations: Sequence[Circulation]) -> Circulation:
    """A circulation by its own name, or the newest one of a round by the round's."""
    found = next((one for one in circulations if one.name == name), None)
    if found is not None:
        return found
    of_round = newest(circulations, name) if name else None
    if of_round is None:
        raise UnknownRound(name, circulations)
    return of_round


def effective_deadline(circulation: Circulation) -> datetime.date:
    """The deadline as last extended."""
    return circulation.extensions[-1].to if circulation.extensions else circulation.deadline


def is_overdue(circulation: Circulation, on: datetime.date) -> bool:
    """Has the last day for answers passed while the circulation is still open?"""
    return circulation.closed is None and on > effective_deadline(circulation)


def reply_states(circulation: Circulation, replies: Mapping[str, str]) -> dict[str, str]:
    """For each addressee its reply as recorded, or `awaited`; `replies` is by source."""
    return {one: replies.get(one, AWAITED) for one in circulation.addressees}


def extend(circulation: Circulation, to: datetime.date, reason: str, on: datetime.date) -> Circulation:
    """The circulation with a later deadline."""
    if circulation.closed is not None:
        raise AlreadyClosed(circulation)
    if to <= effective_deadline(circulation):
        raise CannotExtend(
            f"{to} is not later than the deadline of {circulation.name}, {effective_deadline(circulation)}.",
            "Name a later day.",
        )
    if not reason.strip():
        raise CannotExtend("An extension needs a reason.", "Give one with --reason.")
    return replace(circulation, extensions=(*circulation.extensions, Extension(on, to, reason.strip())))


def _circulation(value: dict[str, Any]) -> Circulation:
    extensions = tuple(
        Extension(one["date"], one["to"], one["reason"]) for one in value.get("extensions") or ()
    )
    files = tuple(SentFile(one["name"], one["sha256"]) for one in value.get("files") or ())
    return Circulation(
        name=value["circulation"],
        round=value["round"],
        date=value["date"],
        deadline=value["deadline"],
        addressees=tuple(value["addressees"] or ()),
        kind=value.get("as") or "review",
        text=value.get("text") or "",
        silence_announced=bool(value.get("silence_announced")),
        extensions=extensions,
        files=files,
        closed=value.get("closed"),
    )


def _contradictions(circulation: Circulation, node: yamlread.Node, file: str) -> list[Fault]:
    found = []
    if round_of(circulation.name) != circulation.round:
        found.append(("circulation", "", f"{circulation.name} is none of round {circulation.round}"))
    if circulation.deadline < circulation.date:
        found.append(("deadline", "", f"{circulation.deadline} is before the date, {circulation.date}"))
    for number, extension in enumerate(circulation.extensions):
        if extension.to <= circulation.deadline:
            found.append(("extensions", f"[{number}].to", f"{extension.to} is not after the deadline"))
    twice = [one for one, times in Counter(circulation.addressees).items() if times > 1]
    found += [("addressees", "", f"{one} is listed twice") for one in sorted(twice)]
    lines = {key: child.line for key, child in node.value.items()} if isinstance(node.value, dict) else {}
    return [Fault(file, lines.get(key, 0), key + rest, message) for key, rest, message in found]
