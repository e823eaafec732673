"""A letter by electronic mail: who sent it, what it says, and what is enclosed (RFC 5322, RFC 2045 to 2049).

The body is read as remarks on what it quotes, or on the whole; what it answers, below the line that mail programs draw,
is no comment. Enclosed files are handed out to go through their own doors.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import PurePath

from neaspec_cli.intake import guard
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.encodings import read_text
from neaspec_cli.intake.grid import clean
from neaspec_cli.intake.htmltext import html_text
from neaspec_cli.intake.passages import read_passages
from neaspec_cli.intake.receipt import Intake, Left

MOST_PARTS = 200
MOST_BODY = 400_000
LOCKED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
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


class OutlookMessage(guard.Unreadable):
    """A letter in the format of Outlook."""

    def __init__(self) -> None:
        super().__init__(
            "The file is a message in Outlook's own format (.msg).",
            "Open it in Outlook and save it as .eml, or bring what is enclosed and `neaspec feedback add` the rest.",
        )


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


@dataclass
class _Parts:
    """What was found in a letter so far."""

    plain: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    enclosed: list[tuple[str, bytes]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    count: int = 0


def open_letter(data: bytes) -> Letter:
    """A letter with all in it; raises an `Unreadable` that says why it cannot be opened."""
    if len(data) > guard.MOST_FILE:
        raise guard.TooMuch(f"it has more than {guard.MOST_FILE // guard.MEGABYTE} megabytes")
    message = message_from_bytes(data)
    if not message.keys() or not (message["From"] or message["Subject"] or message["Date"]):
        raise guard.NotKnown("no letter: it has neither sender nor subject nor date")
    parts = _Parts()
    _gather(message, parts, 0)
    name, address = parseaddr(_decoded(message["From"]))
    body = "\n\n".join(one.strip("\n") for one in parts.plain) or "\n\n".join(map(html_text, parts.pages))
    if len(body) > MOST_BODY:
        raise guard.TooMuch(f"its words are more than {MOST_BODY:,} characters")
    return Letter(
        address.lower(),
        " ".join(name.split()),
        _date(_decoded(message["Date"])),
        " ".join(_decoded(message["Subject"]).split()),
        body,
        tuple(parts.enclosed),
        tuple(parts.warnings),
    )


def read(data: bytes, against: Against) -> Intake:
    """Comments and receipt of what a letter itself says; what is enclosed in it is not read here."""
    letter = open_letter(data)
    own, earlier = _own(letter)
    intake = read_passages(own, against)
    note = f"Subject: {letter.subject}" if letter.subject else ""
    comments = tuple(
        replace(one, author=letter.name or letter.sender, date=letter.date, submitter=letter.name, note=note)
        for one in intake.comments
    )
    receipt = replace(intake.receipt, warnings=letter.warnings)
    if earlier.strip():
        left = Left("earlier message", "what the letter answers is no comment of its own", earlier.strip())
        receipt = replace(
            receipt,
            elements={**receipt.elements, "earlier messages": 1},
            unsupported=(*receipt.unsupported, left),
        )
    return replace(intake, comments=comments, receipt=receipt, sender=letter.sender)


def _own(letter: Letter) -> tuple[str, str]:
    """What the letter says itself, and what it answers; of one that is passed on all is said."""
    begins = EARLIER.search(letter.body)
    if begins is None or PASSED_ON.match(letter.subject) or not letter.body[: begins.start()].strip():
        return letter.body, ""
    return letter.body[: begins.start()], letter.body[begins.start() :]


def _gather(message: Message, parts: _Parts, depth: int) -> None:
    parts.count += 1
    if depth > 20 or parts.count > MOST_PARTS:
        raise guard.TooMuch(f"it has more than {MOST_PARTS} parts, or they are nested too deep")
    kind = message.get_content_type()
    if kind in LOCKED and "signed-data" not in str(message.get_param("smime-type", "")):
        raise guard.Locked
    if kind.startswith("multipart/"):
        for one in message.get_payload() if message.is_multipart() else ():
            _gather(one, parts, depth + 1)  # type: ignore[arg-type]
        return
    name = _name(message, parts.count)
    if kind == "message/rfc822" and message.is_multipart():
        inner = message.get_payload(0)
        parts.enclosed.append((name, inner.as_bytes()))  # type: ignore[union-attr]
        return
    is_body = not message.get_filename() and message.get_content_disposition() != "attachment"
    content = message.get_payload(decode=True)
    content = content if isinstance(content, bytes) else b""
    if is_body and kind in ("text/plain", "text/html"):
        (parts.plain if kind == "text/plain" else parts.pages).append(_text(content, message, parts))
    elif kind.startswith(LEFT_OUT):
        parts.warnings.append(f"{name} ({kind}) is enclosed and was not read.")
    elif content:
        parts.enclosed.append((name, content))


def _text(content: bytes, message: Message, parts: _Parts) -> str:
    """The words of a part in the encoding that it names; in that of its words where it names none or a wrong one."""
    charset = message.get_content_charset("")
    try:
        return clean(content.decode(charset or "utf-8"))
    except (LookupError, UnicodeDecodeError, ValueError):
        told = read_text(content)
    parts.warnings += told.warnings
    return told.text


def _name(message: Message, number: int) -> str:
    """The name of an enclosed file, without folders; one that has none is called after its kind."""
    said = _decoded(message.get_filename() or "")
    name = re.sub(r"[\x00-\x1f\x7f]+", " ", PurePath(said.replace("\\", "/")).name).strip()
    if name:
        return name
    return f"enclosed-{number}{'.eml' if message.get_content_type() == 'message/rfc822' else ''}"


def _decoded(header: object) -> str:
    """A header in words, whatever way it was written in."""
    return clean("".join(_pieces(str(header or ""))))


def _pieces(header: str) -> Iterator[str]:
    try:
        listed = decode_header(header)
    except ValueError:
        listed = [(header, None)]
    for piece, charset in listed:
        if isinstance(piece, str):
            yield piece
            continue
        try:
            yield piece.decode(charset or "utf-8")
        except (LookupError, UnicodeDecodeError):
            yield piece.decode("utf-8", "replace")


def _date(text: str) -> str:
    """The moment of sending, empty where the letter does not tell it."""
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return ""
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return zoned.isoformat(timespec="seconds")
