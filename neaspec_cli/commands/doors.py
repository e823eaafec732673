"""Which reader takes a returned file: told by what is in it, and where that does not tell by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePath

from neaspec_cli.intake import guard
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.receipt import Intake

THROUGH_OFFICE = (
    "It was read through LibreOffice, which may lose or change marks; compare it with the original."
)
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
PDF = b"%PDF-"
Read = Callable[[str, bytes, Against], Intake]


@dataclass(frozen=True)
class Door:
    """A kind of file: its reader, and the family of kinds in which a later file takes the place of an earlier one."""

    read: Read
    family: str = ""


def _word(_: str, data: bytes, against: Against) -> Intake:
    from neaspec_cli.intake import word

    return word.read(data, against.text, against.kind)


def _open_document(_: str, data: bytes, against: Against) -> Intake:
    from neaspec_cli.intake import odt

    return odt.read(data, against.text, against.kind)


def _hangul(_: str, data: bytes, against: Against) -> Intake:
    from neaspec_cli.intake import hwpx

    return hwpx.read(data, against.text, against.kind)


def _old_document(_: str, data: bytes, against: Against) -> Intake:
    """What LibreOffice makes of an older format is read as a Word file; the original is kept as it came."""
    from neaspec_cli.adapters import office
    from neaspec_cli.intake import word

    made = office.as_word(data, guard.old_format(data))
    intake = word.read(made, against.text, against.kind, tracks_rows=False)
    warnings = (*intake.receipt.warnings, THROUGH_OFFICE)
    return replace(intake, receipt=replace(intake.receipt, warnings=warnings))


def _word_form(_: str, data: bytes, against: Against) -> Intake:
    from neaspec_cli.intake import iso_form

    return iso_form.read(data, against)


def _workbook(_: str, data: bytes, against: Against) -> Intake:
    from neaspec_cli.intake import xlsx

    return xlsx.read(data, against)


def _open_sheet(_: str, data: bytes, against: Against) -> Intake:
    from neaspec_cli.intake import ods

    return ods.read(data, against)


def _values(_: str, data: bytes, against: Against) -> Intake:
    from neaspec_cli.intake import csv_sheet

    return csv_sheet.read(data, against)


def _notes(name: str, data: bytes, against: Against) -> Intake:
    from neaspec_cli.intake import notes

    return notes.read(data, against.text, name)


def _text(_: str, data: bytes, against: Against) -> Intake:
    from neaspec_cli.intake import marked_text

    return marked_text.read(data, against)


def _letter(_: str, data: bytes, against: Against) -> Intake:
    from neaspec_cli.intake import mail

    return mail.read(data, against)


def _pdf(_: str, data: bytes, against: Against) -> Intake:
    from neaspec_cli.intake import pdf

    return pdf.read(data, against)


DOORS = {
    "word": Door(_word, "document"),
    "open document": Door(_open_document, "document"),
    "hangul": Door(_hangul, "document"),
    "old document": Door(_old_document, "document"),
    "word form": Door(_word_form, "table"),
    "workbook": Door(_workbook, "table"),
    "open sheet": Door(_open_sheet, "table"),
    "values": Door(_values, "table"),
    "text": Door(_text, "document"),
    "letter": Door(_letter),
    "pdf": Door(_pdf, "pdf"),
    "notes": Door(_notes, "notes"),
}
BY_ENDING = {
    ".yaml": "notes",
    ".yml": "notes",
    ".csv": "values",
    ".tsv": "values",
    ".eml": "letter",
    ".msg": "letter",
    **dict.fromkeys((".md", ".markdown", ".txt", ".text", ".critic"), "text"),
}


def kind_of(name: str, data: bytes) -> str:
    """The kind of a returned file, a key of `DOORS`; raises an `Unreadable` where there is no door for it."""
    if not data.startswith(b"PK"):
        ending = PurePath(name).suffix.lower()
        if data.startswith(guard.COMPOUND) and _is_message(data):
            return "letter"
        if guard.old_format(data):
            return "old document"
        if data.startswith(PDF):
            return "pdf"
        return BY_ENDING.get(ending, "word")
    package = guard.open_package(data, guard.limits_of(data))
    if package.mimetype == guard.HANGUL_MIMETYPE:
        return "hangul"
    if package.mimetype:
        return "open sheet" if package.mimetype.startswith(SPREADSHEET) else "open document"
    folders = {part.partition("/")[0] for part in package.parts}
    if "word" not in folders:
        return "workbook" if "xl" in folders else "word"
    from neaspec_cli.intake.iso_form import is_form

    return "word form" if is_form(package.parts) else "word"


def _is_message(data: bytes) -> bool:
    """A message of Outlook is told by what is in it, which may be an old Word file or a locked one as well."""
    from neaspec_cli.intake.outlook import is_message

    return is_message(data)
