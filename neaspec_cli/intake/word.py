"""A returned Word file: its marks counted, its stories read, what they say taken in; and what a sent one prints."""

from __future__ import annotations

from neaspec_cli.core.circulated import CirculatedText, marker_number
from neaspec_cli.intake import census, guard
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.intake.receiving import take_in
from neaspec_cli.intake.word_document import read_document
from neaspec_cli.intake.word_views import original_view

ORIGINS = ("tracked", "silent", "comment")


def read(data: bytes, circulated: CirculatedText, kind: str = "substantive") -> Intake:
    """Comments and receipt of a Word file; raises an `Unreadable` that names why it cannot be read."""
    package = guard.open_package(data)
    counts = census.count(package.parts)
    return take_in(read_document(package), counts.elements_by_kind(), circulated, kind)


def furniture(data: bytes) -> tuple[str, ...]:
    """Lines that a Word file as it was sent prints beside the blocks of the plan: title, masthead, contents."""
    paragraphs = original_view(read_document(guard.open_package(data)).paragraphs)
    return tuple(
        one.text
        for one in paragraphs
        if one.first.story == "body" and one.text.strip() and not any(map(marker_number, one.bookmarks))
    )
