"""The letter that goes with a circulation, ready to send from a mail program (RFC 5322)."""

from __future__ import annotations

import datetime
import hashlib
import mimetypes
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from neaspec_cli.core.plan import Participant, PlanSettings
from neaspec_cli.core.rounds import Circulation, effective_deadline
from neaspec_cli.publish.days import in_words

OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ics": "text/calendar",
}


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
    addressee = f"the National Focal Point of {who.name}" if who.kind == "member" else who.name
    silence = (
        "\nIn accordance with the silence procedure, no reply by that day will be taken as no objection.\n"
        if circulation.silence_announced and who.kind == "member"
        else ""
    )
    files = "\n".join(f"- {name}" for name in names)
    return f"""The secretariat presents its compliments to {addressee} and has the honour to circulate
{settings.title} ({circulation.name}) for comments.

Comments are kindly requested by {in_words(effective_deadline(circulation))}.
They may be made in the Word file, where changes are tracked, or in the comment form; a reply by e-mail is
welcome as well. A reply is appreciated also where there are no comments.
{silence}
Enclosed:
{files}

Text circulated: {circulation.text}
"""


def _kind(name: str) -> str:
    suffix = name[name.rfind(".") :]
    return OFFICE.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _line(text: str) -> str:
    """One header line: what would begin another header is no part of a name or title."""
    return " ".join(text.split())


def _quoted(text: str) -> str:
    return _line(text).replace("\\", "").replace('"', "'")
