"""The letter that goes with a circulation, ready to send from a mail program (RFC 5322)."""

from __future__ import annotations

import datetime
import hashlib
import textwrap
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from neaspec_cli.core.plan import Participant, PlanSettings
from neaspec_cli.core.rounds import Circulation, effective_deadline
from neaspec_cli.publish.days import in_words

WIDTH = 72
KINDS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".ics": "text/calendar",
}
"""Media types by suffix; what the system knows differs from one machine to the next."""


def write_letter(
    settings: PlanSettings, circulation: Circulation, who: Participant, enclosed: Mapping[str, bytes]
) -> bytes:
    """An unsent message to one addressee with what is enclosed; dated with the circulation, never with the clock."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _line(
        f"{settings.title}: request for comments by {in_words(effective_deadline(circulation))}"
    )
    if who.contact.email:
        message["To"] = _line(f'"{_quoted(who.contact.name or who.name)}" <{who.contact.email}>')
    message["Date"] = format_datetime(
        datetime.datetime.combine(circulation.date, datetime.time(), datetime.UTC)
    )
    message["Message-ID"] = f"<{circulation.name}.{who.id}.{circulation.text[:16] or 'text'}@neaspec.invalid>"
    message["X-Unsent"] = "1"
    message.set_content(_body(settings, circulation, who, list(enclosed)))
    for name, data in enclosed.items():
        kind, _, subtype = _kind(name).partition("/")
        message.add_attachment(data, maintype=kind, subtype=subtype, filename=name)
    boundary = hashlib.sha256(f"{circulation.name} {who.id} {circulation.text}".encode()).hexdigest()
    message.set_boundary(f"=={boundary[:32]}==")
    return bytes(message)


def _body(settings: PlanSettings, circulation: Circulation, who: Participant, names: list[str]) -> str:
    paragraphs = _note_verbale if who.kind == "member" else _plain_letter
    return "\n".join(
        [
            *(textwrap.fill(one, WIDTH) + "\n" for one in paragraphs(settings, circulation, who)),
            "Enclosures:",
            *(f"- {name}" for name in names),
            "",
            f"Reference: {circulation.name}, text {circulation.text}",
            "",
        ]
    )


def _note_verbale(settings: PlanSettings, circulation: Circulation, who: Participant) -> list[str]:
    """To a State, in the third person."""
    sender, addressee = f"The {_secretariat(settings)}", f"the National Focal Point of {who.name}"
    silence = (
        "In accordance with the silence procedure, absence of a reply by that date will be taken to mean that there "
        "is no objection."
    )
    return [
        (
            f"{sender} presents its compliments to {addressee} and has the honour to transmit herewith, for review, "
            f"{_what(settings, circulation)}."
        ),
        (
            f"The secretariat would be grateful to receive any comments of {who.name} by {_deadline(circulation)}. "
            f"{_HOW} Should there be no comments, a brief reply to that effect would be appreciated."
        ),
        *([silence] if circulation.silence_announced else []),
        (
            f"The secretariat avails itself of this opportunity to renew to {addressee} the assurances of its highest "
            "consideration."
        ),
    ]


def _plain_letter(settings: PlanSettings, circulation: Circulation, who: Participant) -> list[str]:
    """To a stakeholder."""
    return [
        f"Dear {who.contact.name or 'colleagues'},",
        (
            f"On behalf of the {_secretariat(settings)}, I am pleased to share with {who.name}, for review, "
            f"{_what(settings, circulation)}."
        ),
        (
            f"We would greatly value your comments by {_deadline(circulation)}. {_HOW} "
            "If you have no comments, a brief reply saying so would be helpful."
        ),
        "Thank you for your contribution to this work.",
        "Yours sincerely,",
        f"The {_secretariat(settings)}",
    ]


_HOW = (
    "Comments may be made directly in the Word file, in which changes are tracked, in the comment form, or in a reply "
    "to this message; references to paragraph numbers are of particular help."
)


def _secretariat(settings: PlanSettings) -> str:
    return f"secretariat of the {settings.body}" if settings.body else "secretariat"


def _what(settings: PlanSettings, circulation: Circulation) -> str:
    form = {"annotated": "the annotated outline of the", "official": "the"}.get(circulation.kind, "the draft")
    return f"{form} {settings.title} ({circulation.name}, {in_words(circulation.date)})"


def _deadline(circulation: Circulation) -> str:
    return in_words(effective_deadline(circulation))


def _kind(name: str) -> str:
    return KINDS.get(name[name.rfind(".") :], "application/octet-stream")


def _line(text: str) -> str:
    """One header line: what would begin another header is no part of a name or title."""
    return " ".join(text.split())


def _quoted(text: str) -> str:
    return _line(text).replace("\\", "").replace('"', "'")
