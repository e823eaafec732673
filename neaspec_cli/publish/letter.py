"""The letters that go with a circulation and remind of it, ready to send from a mail program (RFC 5322)."""

from __future__ import annotations

import base64
import datetime
import hashlib
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NewType

from neaspec_cli.core.plan import Participant, PlanSettings
from neaspec_cli.core.rounds import Circulation, effective_deadline
from neaspec_cli.publish import letter_words

WIDTH = 72
KINDS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".ics": "text/calendar",
}
"""Media types by suffix; what the system knows differs from one machine to the next."""


Encoded = NewType("Encoded", bytes)
"""A file as it stands in a message, in lines of base64."""


def encoded(data: bytes) -> Encoded:
    """A file as letters enclose it; done once for all of them, it takes most of their time."""
    return Encoded(base64.encodebytes(data).replace(b"\n", b"\r\n"))


def write_letter(
    settings: PlanSettings, circulation: Circulation, who: Participant, enclosed: Mapping[str, Encoded]
) -> bytes:
    """An unsent message to one addressee with what is enclosed; dated with the circulation, never with the clock."""
    return b"".join(letter_pieces(settings, circulation, who, enclosed))


def letter_pieces(
    settings: PlanSettings, circulation: Circulation, who: Participant, enclosed: Mapping[str, Encoded]
) -> tuple[bytes, ...]:
    """The letter in pieces, which share with those of others what is enclosed."""
    subject = f"{settings.title}: request for comments by {letter_words.deadline(circulation)}"
    paragraphs = letter_words.note_verbale if who.kind == "member" else letter_words.plain_letter
    message = _message(subject, circulation, who, circulation.date, f"{circulation.name}.{who.id}")
    seed = f"{circulation.name} {who.id} {circulation.text}"
    return _filled(message, paragraphs(settings, circulation, who), circulation, enclosed, seed)


def write_reminder(
    settings: PlanSettings,
    circulation: Circulation,
    who: Participant,
    enclosed: Mapping[str, Encoded],
    on: datetime.date,
) -> bytes:
    """An unsent message to an addressee who has not answered by that day, before or after the deadline."""
    asked = "were requested" if on > effective_deadline(circulation) else "are requested"
    subject = f"{settings.title}: reminder, comments {asked} by {letter_words.deadline(circulation)}"
    is_member = who.kind == "member"
    paragraphs = letter_words.reminding_note if is_member else letter_words.reminding_letter
    message = _message(subject, circulation, who, on, f"{circulation.name}.{who.id}.reminder.{on}")
    seed = f"{circulation.name} {who.id} {circulation.text} {on}"
    return b"".join(_filled(message, paragraphs(settings, circulation, who, on), circulation, enclosed, seed))


def _message(
    subject: str, circulation: Circulation, who: Participant, on: datetime.date, name: str
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _line(subject)
    if who.contact.email:
        message["To"] = _line(f'"{_quoted(who.contact.name or who.name)}" <{who.contact.email}>')
    message["Date"] = format_datetime(datetime.datetime.combine(on, datetime.time(), datetime.UTC))
    message["Message-ID"] = f"<{name}.{circulation.text[:16] or 'text'}@neaspec.invalid>"
    message["X-Unsent"] = "1"
    return message


def _filled(
    message: EmailMessage,
    paragraphs: Sequence[str],
    circulation: Circulation,
    enclosed: Mapping[str, Encoded],
    seed: str,
) -> tuple[bytes, ...]:
    """The message with its words and what is attached, in pieces; the same each time."""
    message.set_content(_body(paragraphs, circulation, list(enclosed)))
    boundary = hashlib.sha256(seed.encode()).hexdigest()
    holders = {}
    for number, (name, data) in enumerate(enclosed.items()):
        kind, _, subtype = _kind(name).partition("/")
        holder = hashlib.sha256(f"{boundary} {number}".encode()).digest()
        message.add_attachment(holder, maintype=kind, subtype=subtype, filename=name)
        holders[encoded(holder)] = data
    message.set_boundary(f"=={boundary[:32]}==")
    return tuple(_with_enclosed(bytes(message), holders))


def _with_enclosed(message: bytes, holders: Mapping[Encoded, Encoded]) -> Iterator[bytes]:
    """The message with what is enclosed in the stead of what holds its places, in their order."""
    for holder, data in holders.items():
        before, _, message = message.partition(holder)
        yield from (before, data)
    yield message


def _body(paragraphs: Sequence[str], circulation: Circulation, names: Sequence[str]) -> str:
    return "\n".join(
        [
            *(textwrap.fill(one, WIDTH) + "\n" for one in paragraphs),
            "Enclosures:",
            *(f"- {name}" for name in names),
            "",
            f"Reference: {circulation.name}, text {circulation.text}",
            "",
        ]
    )


def _kind(name: str) -> str:
    return KINDS.get(name[name.rfind(".") :], "application/octet-stream")


def _line(text: str) -> str:
    """One header line: what would begin another header is no part of a name or title."""
    return " ".join(text.split())


def _quoted(text: str) -> str:
    return _line(text).replace("\\", "").replace('"', "'")
