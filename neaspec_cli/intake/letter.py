"""A letter that came by mail, whichever program wrote it: who sent it, what it says, and what is enclosed.

Its words are read as remarks on what they quote, or on the whole; what it answers, below the line that mail programs
draw, is no comment. Enclosed files are handed out to go through their own doors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePath

from neaspec_cli.intake import guard
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.passages import read_passages
from neaspec_cli.intake.receipt import Intake, Left, Receipt

MOST_BODY = 400_000
MOST_PARTS = 200
LEFT_OUT = ("image/", "audio/", "video/", "text/calendar", "text/vcard", "text/x-vcard", "application/pgp-signature",
            "application/pkcs7-signature", "application/x-pkcs7-signature", "application/ms-tnef")  # fmt: skip
LINE = "Original Message|Исходное сообщение|원본 메시지|原始邮件|元のメッセージ"
FROM = "From|Von|От|发件人|差出人|보낸 사람"
SENT = "Sent|Date|Gesendet|Отправлено|Дата|发送时间|日付|送信日時|보낸 날짜"
EARLIER = re.compile(
    rf"^[ \t]*(?:-{{3,}} ?(?:{LINE}) ?-{{3,}}|(?:{FROM})[:：] [^\n]+\n(?:{SENT})[:：] )",
    re.IGNORECASE | re.MULTILINE,
)
"""How mail programs begin what a letter answers, where they do not quote it."""
PASSED_ON = re.compile(r"(?:fwd?|пересл|转发|転送|전달)\s*[:：]", re.IGNORECASE)
"""A subject that says that what follows is not answered but passed on."""


@dataclass(frozen=True)
class Letter:
    """A letter taken apart; `sender` is an address in small letters, `date` as feedback files hold it."""

    sender: str = ""
    name: str = ""
    date: str = ""
    subject: str = ""
    body: str = ""
    enclosed: tuple[tuple[str, bytes], ...] = ()
    warnings: tuple[str, ...] = ()
    unread: str = ""
    """Words of its own that could not be read, and in which way they are kept."""


def read_letter(letter: Letter, against: Against) -> Intake:
    """Comments and receipt of what a letter itself says; what is enclosed in it is not read here."""
    own, earlier = _own(letter)
    intake = read_passages(own, against)
    note = f"Subject: {letter.subject}" if letter.subject else ""
    comments = tuple(
        replace(one, author=letter.name or letter.sender, date=letter.date, submitter=letter.name, note=note)
        for one in intake.comments
    )
    receipt = replace(intake.receipt, warnings=letter.warnings)
    if earlier.strip():
        why = "what the letter answers is no comment of its own"
        receipt = _with(receipt, "earlier messages", Left("earlier message", why, earlier.strip()))
    if letter.unread:
        why = f"{letter.unread}; open it in its program and save it as .eml"
        receipt = _with(receipt, "letters", Left("letter", why))
    return replace(intake, comments=comments, receipt=receipt, sender=letter.sender)


def _with(receipt: Receipt, counted_as: str, left: Left) -> Receipt:
    """The receipt with one more element, which is told and not read."""
    return replace(
        receipt,
        elements={**receipt.elements, counted_as: 1},
        unsupported=(*receipt.unsupported, left),
    )


def _own(letter: Letter) -> tuple[str, str]:
    """What the letter says itself, and what it answers; of one that is passed on all is said."""
    begins = EARLIER.search(letter.body)
    if begins is None or PASSED_ON.match(letter.subject) or not letter.body[: begins.start()].strip():
        return letter.body, ""
    return letter.body[: begins.start()], letter.body[begins.start() :]


def within_limits(body: str) -> str:
    """The words of a letter, refused where they are more than any letter has."""
    if len(body) > MOST_BODY:
        raise guard.TooMuch(f"its words are more than {MOST_BODY:,} characters")
    return body


def check_size(data: bytes) -> None:
    """Refuse a letter that is too large to be opened."""
    if len(data) > guard.MOST_FILE:
        raise guard.TooMuch(f"it has more than {guard.MOST_FILE // guard.MEGABYTE} megabytes")


def enclosed_name(said: str, number: int, ending: str = "") -> str:
    """The name of an enclosed file, without folders; one that has none is called after its number and ending."""
    name = re.sub(r"[\x00-\x1f\x7f]+", " ", PurePath(said.replace("\\", "/")).name).strip()
    return name or f"enclosed-{number}{ending}"
