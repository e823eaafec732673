"""A returned Word file: its marks counted, its stories read, what they say taken in; and what a sent one prints."""

from __future__ import annotations

from neaspec_cli.core.register.circulated import CirculatedText, marker_number
from neaspec_cli.intake import census, guard
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.intake.receiving import take_in
from neaspec_cli.intake.whole_rows import tell_whole_rows
from neaspec_cli.intake.word_document import read_document
from neaspec_cli.intake.word_views import original_view

ORIGINS = ("tracked", "silent", "comment")


def read(
    data: bytes, circulated: CirculatedText, kind: str = "substantive", *, tracks_rows: bool = True
) -> Intake:
    """Comments and receipt of a Word file; raises an `Unreadable` that names why it cannot be read.

    What was made of an older format tracks no rows: there a row comes and goes with its words.
    """
    package = guard.open_package(data)
    counts = census.count(package.parts)
    document = read_document(package)
    if not tracks_rows:
        tell_whole_rows(document.paragraphs)
    return take_in(document, counts.elements_by_kind(), circulated, kind)


def furniture(data: bytes) -> tuple[str, ...]:
    """Lines that a Word file as it was sent prints beside the blocks of the plan: title, masthead, contents."""
    paragraphs = original_view(read_document(guard.open_package(data)).paragraphs)
    return tuple(
        one.text
        for one in paragraphs
        if one.first.story == "body" and one.text.strip() and not any(map(marker_number, one.bookmarks))
    )
