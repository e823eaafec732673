"""The door for returned files: what is too large, locked, broken or hostile is refused with the reason.

Sizes are in bytes. What a zip says of the size of its parts is not believed: reading stops at the limit.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from neaspec_cli.errors import NeaspecError

MEGABYTE = 1024 * 1024
MOST_FILE = 20 * MEGABYTE
MOST_PARTS = 1_000
MOST_DIRECTORY = MEGABYTE
MOST_PART = 10 * MEGABYTE
MOST_TOTAL = 20 * MEGABYTE
MOST_TABLE = 40 * MEGABYTE
MOST_TABLE_UNPACKED = 100 * MEGABYTE
"""Lists and workbooks: the 78,007 comments of the largest review known take 28 megabytes as text."""
MOST_REGISTER = 60 * MEGABYTE
MOST_REGISTER_UNPACKED = 400 * MEGABYTE
PLAUSIBLE_PACKING = 10
"""Tables of text are packed to a sixth or an eighth; a bomb to a thousandth."""
MOST_DEPTH = 150
MOST_ELEMENTS = 400_000
MOST_NAMES = 5_000
"""Kinds of element: all schemas of a format together declare fewer, and a file uses some hundred."""
MOST_PARAGRAPHS = 20_000
MOST_CHARACTERS = 1_500_000
MOST_REVISIONS = 12_000
MOST_COMMENTS = 5_000

FOLDERS = frozenset(
    (
        *(
            "_rels",
            "word",
            "word/_rels",
            "docProps",
            "xl",
            "xl/_rels",
            "xl/worksheets",
            "xl/worksheets/_rels",
        ),
        *("xl/comments", "xl/threadedComments", "xl/persons"),
    )
)
OPEN_DOCUMENT = frozenset({"content.xml", "styles.xml", "meta.xml"})
HANGUL = "Contents/header.xml"
"""The part that every HWPX document has."""
HANGUL_FOLDER = "Contents"
HANGUL_MIMETYPE = "application/hwp+zip"
MANIFEST = "META-INF/manifest.xml"
MIMETYPE = "mimetype"
LONGEST_MIMETYPE = 100
MACROS = ("vbaproject.bin", "/script-lb.xml", "/script-lc.xml")
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTOR = 512
WORD_HEAD = b"\xec\xa5"
END_OF_DIRECTORY = b"PK\x05\x06"
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    OverflowError,
)
ENDINGS = (
    *(".docx", ".odt", ".doc", ".rtf", ".hwpx", ".xlsx", ".ods", ".csv", ".tsv", ".md", ".txt"),
    *(".eml", ".msg", ".pdf", ".yaml"),
)
"""What files that can be read in are called, for people; what a file is, is told by what is in it."""
SAVE_AGAIN = "Open it in a word processor and save it again, or ask for it again."


class Unreadable(NeaspecError):
    """A returned file is refused; nothing of it was kept."""


class Locked(Unreadable):
    """Protected with a password."""

    def __init__(self) -> None:
        super().__init__("The file is protected with a password.", "Ask for it without a password.")


class OldFormat(Unreadable):
    """A word processor's older or other format, of files with that ending."""

    def __init__(self, kind: str, ending: str) -> None:
        self.ending = ending
        super().__init__(f"The file is {kind}.", "Open it in a word processor and save it as .docx.")


class OldHangul(Unreadable):
    """A Korean document in the binary format of Hangul."""

    def __init__(self) -> None:
        super().__init__(
            "The file is a Hangul document of the older kind (.hwp).",
            "Open it in Hangul and save it as .hwpx or .docx.",
        )


class NotKnown(Unreadable):
    """Not a kind of file that can be read in."""

    def __init__(self, found: str = "of no kind that can be read in") -> None:
        super().__init__(
            f"The file is {found}.",
            f"Read in are files ending in {', '.join(ENDINGS[:-1])} and {ENDINGS[-1]}.",
        )


class Broken(Unreadable):
    """Cut off or damaged."""

    def __init__(self, detail: str) -> None:
        super().__init__(f"The file is damaged: {detail}.", SAVE_AGAIN)


class TooMuch(Unreadable):
    """Larger than any comment on a plan can be; opening it could stop the machine."""

    def __init__(self, detail: str) -> None:
        super().__init__(f"The file is refused: {detail}.", SAVE_AGAIN)


class Hostile(Unreadable):
    """Made to do harm, or built in a way that only such files are."""

    def __init__(self, detail: str) -> None:
        super().__init__(f"The file is refused: {detail}.", "Ask for it again, from a word processor.")


@dataclass(frozen=True)
class Package:
    """The parts of an Office file that are read, by name, and what its reader should know.

    `mimetype` is what an OpenDocument or HWPX file says that it is; empty for Microsoft's formats.
    """

    parts: dict[str, bytes]
    warnings: tuple[str, ...] = ()
    mimetype: str = ""


@dataclass(frozen=True)
class Limits:
    """How large a file may be, packed, and unpacked in one part and in all."""

    file: int = MOST_FILE
    part: int = MOST_PART
    total: int = MOST_TOTAL


ORDINARY = Limits()


def roomy(data: bytes) -> Limits:
    """Limits for a workbook of a whole register: as much again as tables pack, so that small bombs gain nothing."""
    unpacked = min(MOST_REGISTER_UNPACKED, PLAUSIBLE_PACKING * len(data))
    return Limits(MOST_REGISTER, max(MOST_PART, unpacked), max(MOST_TOTAL, unpacked))


def limits_of(data: bytes) -> Limits:
    """Limits for a returned Office file: a workbook may hold what a whole public said, others one answer."""
    _check_size(data, Limits(MOST_TABLE))
    _check_magic(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except BROKEN as error:
        raise Broken(_plain(error)) from error
    if not any(name.startswith("xl/worksheets/") for name in names):
        return ORDINARY
    unpacked = min(MOST_TABLE_UNPACKED, PLAUSIBLE_PACKING * len(data))
    return Limits(MOST_TABLE, max(MOST_PART, unpacked), max(MOST_TOTAL, unpacked))


def open_package(data: bytes, limits: Limits = ORDINARY) -> Package:
    """The XML parts of an Office file, within all limits; raises an `Unreadable` that names the reason."""
    _check_size(data, limits)
    _check_magic(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_names(entries)
            mimetype = _mimetype(archive, entries)
            parts = dict(_read(archive, entries, limits, mimetype))
    except BROKEN as error:
        raise Broken(_plain(error)) from error
    macros = any(entry.filename.lower().endswith(MACROS) for entry in entries)
    warning = "The file holds macros; its text was read, the macros were left out."
    return Package(parts, (warning,) if macros else (), mimetype)


def old_format(data: bytes) -> str:
    """The ending of files of an older format, `.doc` or `.rtf`; empty for others, and refused where it is locked."""
    try:
        _check_magic(data)
    except OldFormat as error:
        _check_size(data)
        return error.ending
    except Locked:
        raise
    except Unreadable:
        return ""
    return ""


def tree(data: bytes) -> etree._Element:
    """A part as a tree, without entities, document types or any access to the network."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Broken(f"a part is no well-formed XML ({_plain(error)})") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise document_type()
    return root


def document_type() -> Hostile:
    """The refusal of a part that declares entities or a document type, which Office files never do."""
    return Hostile("it declares a document type, through which entities reach out or grow without bound")


def _check_size(data: bytes, limits: Limits = ORDINARY) -> None:
    if len(data) > limits.file:
        raise TooMuch(f"it has more than {limits.file // MEGABYTE} megabytes")


def _check_magic(data: bytes) -> None:
    if data.startswith(COMPOUND):
        if "EncryptedPackage".encode("utf-16-le") in data or _is_locked_word(data):
            raise Locked
        if "WordDocument".encode("utf-16-le") in data:
            raise OldFormat("an old Word file (.doc)", ".doc")
        if "HwpSummaryInformation".encode("utf-16-le") in data:
            raise OldHangul
        raise NotKnown("an old Office file, not one of Word")
    if data.startswith(b"{\\rtf"):
        raise OldFormat("a rich text file (.rtf)", ".rtf")
    if data.startswith(b"%PDF"):
        raise NotKnown("a PDF, and no Office file")
    if not data:
        raise Broken("it is empty")
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise NotKnown("no Office file: it does not begin as a zip does")
    _check_directory(data)


def _is_locked_word(data: bytes) -> bool:
    """Does the head of an old Word file, which begins at some sector, say that it is encrypted ([MS-DOC] 2.5.2)?"""
    heads = (place for place in range(SECTOR, len(data), SECTOR) if data.startswith(WORD_HEAD, place))
    return any(data[place + 11 : place + 12] and data[place + 11] & 1 for place in heads)


def _check_directory(data: bytes) -> None:
    """Before the zip's own list of parts is read: is it there, and short enough to be read?"""
    end = data.rfind(END_OF_DIRECTORY)
    if end < 0 or len(data) < end + 22:
        raise Broken("it is cut off, the list of its parts is missing")
    parts = int.from_bytes(data[end + 10 : end + 12], "little")
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    if parts > MOST_PARTS or size > MOST_DIRECTORY:
        raise TooMuch(f"it has more than {MOST_PARTS} parts")


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PARTS:
        raise TooMuch(f"it has more than {MOST_PARTS} parts")
    names = [entry.filename.lower() for entry in entries]
    twice = (
        next((name for name in names if names.count(name) > 1), "") if len(set(names)) < len(names) else ""
    )
    if twice:
        raise Hostile(f"two of its parts are called {twice}")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Locked


def _mimetype(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str:
    """What an OpenDocument or HWPX file says that it is; one with a password is refused (ODF 1.3, part 2, 3.3, 3.4)."""
    names = {entry.filename for entry in entries}
    if MIMETYPE not in names or not names & {"content.xml", "encrypted-package", HANGUL}:
        return ""
    with archive.open(MIMETYPE) as part:
        said = part.read(LONGEST_MIMETYPE).decode("ascii", "replace").strip()
    if "encrypted-package" in names or (MANIFEST in names and _is_encrypted(archive)):
        raise Locked
    return said or "application/octet-stream"


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    with archive.open(MANIFEST) as part:
        return b"encryption-data" in part.read(MOST_PART)


def _read(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits, mimetype: str
) -> Iterator[tuple[str, bytes]]:
    total = 0
    for entry in entries:
        if not _is_wanted(entry.filename, mimetype):
            continue
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Hostile("it is packed in a way that Office files are not")
        with archive.open(entry) as part:
            content = part.read(limits.part + 1)
        total += len(content)
        if len(content) > limits.part or total > limits.total:
            raise TooMuch("unpacked, it is too large")
        yield entry.filename, content


def _is_wanted(name: str, mimetype: str) -> bool:
    folder, _, file = name.rpartition("/")
    if mimetype == HANGUL_MIMETYPE:
        return folder == HANGUL_FOLDER and file.endswith(".xml")
    if mimetype:
        return name in OPEN_DOCUMENT
    return file.endswith((".xml", ".rels")) and folder in FOLDERS


def _plain(error: BaseException) -> str:
    text = str(error).strip("'\"").split("\n")[0]
    return text[:120] or type(error).__name__
