"""The adoption of a plan: which meeting, when, with what decision and which reservations."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from neaspec_cli.core.yaml import yamltext
from neaspec_cli.errors import NeaspecError


@dataclass(frozen=True)
class Reservation:
    """What a participant put on record beside the decision."""

    participant: str
    text: str


@dataclass(frozen=True)
class Adoption:
    """The record of an adoption; `text` is git's tree id of plan/."""

    plan: str
    date: datetime.date
    meeting: str
    decision: str
    text: str
    reservations: tuple[Reservation, ...] = ()


class BadReservation(NeaspecError):
    """A reservation that does not say whose it is."""

    def __init__(self, given: str) -> None:
        super().__init__(f"{given!r} does not say whose reservation it is.", 'Write it as "JPN: the words".')


def read_reservation(given: str) -> Reservation:
    """`JPN: the words` as a reservation."""
    who, colon, words = given.partition(":")
    if not colon or not who.strip() or not words.strip():
        raise BadReservation(given)
    return Reservation(who.strip(), words.strip())


def adoption_yaml(adoption: Adoption) -> str:
    """The record as it is kept in git."""
    value = {
        "plan": adoption.plan,
        "date": adoption.date,
        "meeting": adoption.meeting,
        "decision": adoption.decision,
        "text": adoption.text,
        "reservations": [{"participant": one.participant, "text": one.text} for one in adoption.reservations],
    }
    return yamltext.dump({key: one for key, one in value.items() if one != []})
