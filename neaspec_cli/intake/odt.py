"""A returned OpenDocument text (.odt): its marks counted, its stories read, what they say taken in."""

from __future__ import annotations

from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.intake import guard, odt_census
from neaspec_cli.intake.odt_document import read_document
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.intake.receiving import take_in
from neaspec_cli.intake.whole_rows import tell_whole_rows

ORIGINS = ("tracked", "silent", "comment")


def read(data: bytes, circulated: CirculatedText, kind: str = "substantive") -> Intake:
    """Comments and receipt of an OpenDocument text; raises an `Unreadable` that names why it cannot be read."""
    package = guard.open_package(data)
    counts = odt_census.count(package.parts)
    document = read_document(package)
    tell_whole_rows(document.paragraphs)
    return take_in(document, counts.elements_by_kind(), circulated, kind)
