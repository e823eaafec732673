"""A letter in Outlook's own format, `.msg`: its properties, and the files and letters attached.

The books are [MS-OXMSG] and [MS-OXPROPS]. A letter that is enclosed in a letter is handed out as an `.eml`, since it
stands nowhere in the file as a file of its own.
"""

from __future__ import annotations

import datetime
import re
import struct
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr

from neaspec_cli.intake import guard
from neaspec_cli.intake.compound import Storage, open_compound
from neaspec_cli.intake.encodings import read_text
from neaspec_cli.intake.grid import clean
from neaspec_cli.intake.htmltext import html_text
from neaspec_cli.intake.letter import (
    LEFT_OUT,
    MOST_PARTS,
    Letter,
    check_size,
    enclosed_name,
    within_limits,
)
from neaspec_cli.intake.rich_text import NotRich, rich_words, unpacked

PROPERTIES = "__properties_version1.0"
ATTACHED = "__attach_version1.0_"
HEAD_OF_FILE, HEAD_OF_ENCLOSED, HEAD_OF_ATTACHED = 32, 24, 8
"""Bytes before the first property, by what the properties are of ([MS-OXMSG] 2.4.1)."""
PROPERTY = struct.Struct("<II8s")
UNICODE, NARROW, BINARY, OBJECT, MOMENT = 0x001F, 0x001E, 0x0102, 0x000D, 0x0040
CLASS, SUBJECT, SUBMITTED, DELIVERED = 0x001A, 0x0037, 0x0039, 0x0E06
SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
AUTHOR_NAME, AUTHOR_ADDRESS, AUTHOR_SMTP = 0x0042, 0x0065, 0x5D02
"""Of whom a letter is sent for, where somebody sends it for somebody else."""
BODY, PAGE, RICH = 0x1000, 0x1013, 0x1009
CODE_PAGE, PAGE_CODE_PAGE = 0x3FFD, 0x3FDE
FILE, LONG_NAME, SHORT_NAME, SHOWN_NAME, KIND, METHOD = 0x3701, 0x3707, 0x3704, 0x3001, 0x370E, 0x3705
LETTER, OLE = 5, 6
DEEPEST = 4
CHARSETS = {65001: "utf-8", 936: "gb18030", 54936: "gb18030", 51949: "euc-kr", 20866: "koi8-r", 50220: "iso2022_jp",
            51932: "euc_jp", 28591: "latin-1", 28595: "iso8859_5"}  # fmt: skip
ADDRESS = re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+")
NO_ADDRESS = "unknown@invalid"
"""No mail ever reaches an address under `invalid` (RFC 2606)."""
EPOCH = datetime.datetime(1601, 1, 1, tzinfo=datetime.UTC)


def is_message(data: bytes) -> bool:
    """Is it a message of Outlook, whole or broken?"""
    return data.startswith(guard.COMPOUND) and PROPERTIES.encode("utf-16-le") in data


def open_message(data: bytes) -> Letter:
    """A message with all in it; raises an `Unreadable` that says why it cannot be opened."""
    check_size(data)
    root = open_compound(data)
    if PROPERTIES not in root.streams:
        raise guard.NotKnown("no message of Outlook: it has no properties of one")
    return _letter(root, HEAD_OF_FILE, 0)


def _letter(storage: Storage, head: int, depth: int) -> Letter:
    said = _Said(storage, head)
    kind = said.text(CLASS).upper()
    if kind.startswith("IPM.NOTE.SMIME") and not kind.endswith("MULTIPARTSIGNED"):
        raise guard.Locked
    attached = [one for name, one in sorted(storage.storages.items()) if name.startswith(ATTACHED)]
    if len(attached) > MOST_PARTS or depth > DEEPEST:
        raise guard.TooMuch(f"it has more than {MOST_PARTS} parts, or they are nested too deep")
    enclosed: list[tuple[str, bytes]] = []
    warnings: list[str] = []
    for number, one in enumerate(attached, 1):
        _take(one, number, depth, enclosed, warnings)
    address = said.first(AUTHOR_SMTP, SENDER_SMTP, AUTHOR_ADDRESS, SENDER_ADDRESS)
    body = said.body()
    return Letter(
        address.lower() if "@" in address else "",
        " ".join(said.first(AUTHOR_NAME, SENDER_NAME).split()),
        said.moment(SUBMITTED) or said.moment(DELIVERED),
        " ".join(said.text(SUBJECT).split()),
        within_limits(body),
        tuple(enclosed),
        tuple(warnings),
        unread=""
        if body or RICH not in said.known
        else "its words are kept as rich text that cannot be read",
    )


def _take(
    storage: Storage, number: int, depth: int, enclosed: list[tuple[str, bytes]], warnings: list[str]
) -> None:
    """One attachment: handed out, or named with the reason why not."""
    said = _Said(storage, HEAD_OF_ATTACHED)
    name = enclosed_name(said.first(LONG_NAME, SHORT_NAME, SHOWN_NAME), number)
    kind = said.text(KIND).lower()
    inner = storage.storages.get(f"__substg1.0_{FILE:04X}{OBJECT:04X}")
    content = said.bytes_of(FILE)
    if said.number(METHOD) == LETTER and inner is not None:
        letter = _letter(inner, HEAD_OF_ENCLOSED, depth + 1)
        enclosed.append((name if name.lower().endswith(".eml") else f"{name}.eml", as_mail(letter)))
    elif kind.startswith(LEFT_OUT):
        warnings.append(f"{name} ({kind}) is enclosed and was not read.")
    elif content:
        enclosed.append((name, content))
    else:
        what = "an object of another program" if said.number(METHOD) == OLE else "only a link, or nothing"
        warnings.append(f"{name} is enclosed and was not read: it is {what}.")


def as_mail(letter: Letter) -> bytes:
    """A letter written as mail programs keep it, with all that is enclosed."""
    message = EmailMessage(policy=SMTP)
    address = letter.sender if ADDRESS.fullmatch(letter.sender) else NO_ADDRESS
    message["From"] = formataddr((letter.name, address), "utf-8")
    message["Subject"] = letter.subject or "(no subject)"
    if letter.date:
        message["Date"] = datetime.datetime.fromisoformat(letter.date)
    message.set_content(letter.body)
    for name, data in letter.enclosed:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


class _Said:
    """The properties of a letter or an attachment."""

    def __init__(self, storage: Storage, head: int) -> None:
        self.streams: Mapping[str, bytes] = storage.streams
        listed = storage.streams.get(PROPERTIES, b"")[head:]
        whole = listed[: len(listed) // PROPERTY.size * PROPERTY.size]
        self.fixed = {tag: value for tag, _, value in PROPERTY.iter_unpack(whole)}
        self.known = {tag >> 16 for tag in self.fixed}

    def bytes_of(self, number: int, kind: int = BINARY) -> bytes:
        """What a property of bytes holds; empty where there is none."""
        return self.streams.get(f"__substg1.0_{number:04X}{kind:04X}", b"")

    def number(self, number: int) -> int:
        """A whole number; 0 where there is none."""
        value = self.fixed.get(number << 16 | 3, bytes(8))
        return int.from_bytes(value[:4], "little")

    def text(self, number: int) -> str:
        """The words of a property, in whichever of the two ways it keeps them."""
        wide = self.bytes_of(number, UNICODE)
        if wide:
            return clean(wide.decode("utf-16-le", "replace").rstrip("\0"))
        return self._decoded(self.bytes_of(number, NARROW).rstrip(b"\0"), self.number(CODE_PAGE))

    def first(self, *numbers: int) -> str:
        """The words of the first of these properties that says something."""
        return next(filter(None, map(self.text, numbers)), "")

    def body(self) -> str:
        """The words of the letter; of a page those that it shows."""
        plain = self.text(BODY)
        if plain.strip():
            return plain
        page = self._decoded(self.bytes_of(PAGE), self.number(PAGE_CODE_PAGE)) or self.text(PAGE)
        return html_text(page) if page else self._rich()

    def _rich(self) -> str:
        """The words of a body that is kept as rich text alone; empty where it cannot be unpacked."""
        rich = self.bytes_of(RICH)
        try:
            return clean(rich_words(unpacked(rich))) if rich else ""
        except NotRich:
            return ""

    def moment(self, number: int) -> str:
        """A moment as feedback files hold it, in world time; empty where there is none that is possible."""
        ticks = int.from_bytes(self.fixed.get(number << 16 | MOMENT, b""), "little")
        try:
            moment = EPOCH + datetime.timedelta(microseconds=ticks // 10)
        except OverflowError:
            return ""
        return moment.isoformat(timespec="seconds") if ticks else ""

    def _decoded(self, content: bytes, page: int) -> str:
        if not content:
            return ""
        try:
            return clean(content.decode(CHARSETS.get(page, f"cp{page}" if page else "utf-8")))
        except (LookupError, UnicodeDecodeError):
            return clean(read_text(content).text)
