"""Rows put in or taken out in formats that track words but no rows (OpenDocument, old Word, rich text).

A row all of whose words were inserted, without a marker of ours in it, is a new one; a row all of whose words were
deleted was taken out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from neaspec_cli.core.register.circulated import marker_number
from neaspec_cli.intake.word_marks import Mark
from neaspec_cli.intake.word_text import Paragraph, Row


def tell_whole_rows(paragraphs: Iterable[Paragraph]) -> None:
    """Give every row that came or went with its words the marks that say so."""
    inside: dict[Row, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs:
        for row in paragraph.rows:
            inside[row].append(paragraph)
    for row, of_row in inside.items():
        row.changes = row.changes or _whole([one for one in of_row if one.rows[-1] is row])
        for paragraph in of_row if row.changes else ():
            paragraph.stand_in_rows()


def _whole(own: Sequence[Paragraph]) -> tuple[Mark, ...]:
    marks = dict.fromkeys(mark for one in own for part in one.segments for mark in part.changes)
    has_original = any(one.original.strip() for one in own)
    has_accepted = any(one.accepted.strip() for one in own)
    is_ours = any(marker_number(name) for one in own for name in one.bookmarks)
    if has_accepted and not has_original and not is_ours:
        return tuple(mark for mark in marks if mark.is_insertion)
    if has_original and not has_accepted:
        return tuple(mark for mark in marks if mark.is_deletion)
    return ()
