"""A letter by electronic mail as mail programs keep it, `.eml` (RFC 5322, RFC 2045 to 2049)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.header import decode_header
from email.message import Message
from email.parser import BytesFeedParser
from email.utils import parseaddr, parsedate_to_datetime

from neaspec_cli.intake import guard
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.encodings import read_text
from neaspec_cli.intake.grid import clean
from neaspec_cli.intake.htmltext import html_text
from neaspec_cli.intake.letter import (
    LEFT_OUT,
    MOST_PARTS,
    Letter,
    check_size,
    enclosed_name,
    read_letter,
    within_limits,
)
from neaspec_cli.intake.receipt import Intake

HEAD_END = re.compile(rb"\n\r?\n")
MOST_LINES, MOST_FIELDS = 400_000, 10_000
"""Enclosed files of 20 megabytes take 270,000 lines."""
MOST_PAGE = 1_000_000
"""Characters of a letter in HTML."""
MOST_CODED = 12
"""Bytes that a character may take as a letter is sent: four in UTF-8, each written as three."""
AT_A_TIME = 1 << 16
LOCKED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


@dataclass
class _Parts:
    """What was found in a letter so far."""

    plain: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    enclosed: list[tuple[str, bytes]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    count: int = 0


def open_letter(data: bytes) -> Letter:
    """A letter with all in it, of Outlook too; raises an `Unreadable` that says why it cannot be opened."""
    check_size(data)
    if data.startswith(guard.COMPOUND):
        from neaspec_cli.intake.outlook import open_message

        return open_message(data)
    _check_lines(data)
    message = _taken_apart(data)
    if not message.keys() or not (message["From"] or message["Subject"] or message["Date"]):
        raise guard.NotKnown("no letter: it has neither sender nor subject nor date")
    parts = _Parts()
    _gather(message, parts, 0)
    name, address = parseaddr(_decoded(message["From"]))
    body = "\n\n".join(one.strip("\n") for one in parts.plain) or "\n\n".join(map(_words, parts.pages))
    return Letter(
        address.lower(),
        " ".join(name.split()),
        _date(_decoded(message["Date"])),
        " ".join(_decoded(message["Subject"]).split()),
        within_limits(body),
        tuple(parts.enclosed),
        tuple(parts.warnings),
    )


def _taken_apart(data: bytes) -> Message:
    """The letter with its parts, fed in by pieces: read at once it takes ten times its size in memory."""
    parser = BytesFeedParser()
    for at in range(0, len(data), AT_A_TIME):
        parser.feed(data[at : at + AT_A_TIME])
    return parser.close()


def _check_lines(data: bytes) -> None:
    """Stop before a letter is taken apart line by line that no mail program writes."""
    end = HEAD_END.search(data)
    head = data[: end.start()] if end else data
    for lines, most, what in (
        (data.count(b"\n"), MOST_LINES, "lines"),
        (head.count(b"\n"), MOST_FIELDS, "lines above its text"),
        (data.count(b"\n--"), MOST_FIELDS, "lines that could part it"),
    ):
        if lines > most:
            raise guard.TooMuch(f"it has more than {most:,} {what}")


def read(data: bytes, against: Against) -> Intake:
    """Comments and receipt of what a letter itself says; what is enclosed in it is not read here."""
    return read_letter(open_letter(data), against)


def _words(page: str) -> str:
    if len(page) > MOST_PAGE:
        raise _too_long()
    return html_text(page)


def _too_long() -> guard.TooMuch:
    return guard.TooMuch(f"its text is a page of more than {MOST_PAGE:,} characters")


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
    is_text = is_body and kind in ("text/plain", "text/html")
    if is_text and len(str(message.get_payload())) > MOST_CODED * MOST_PAGE:
        raise _too_long()
    content = message.get_payload(decode=True)
    content = content if isinstance(content, bytes) else b""
    if is_text:
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
    ending = ".eml" if message.get_content_type() == "message/rfc822" else ""
    return enclosed_name(_decoded(message.get_filename() or ""), number, ending)


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
