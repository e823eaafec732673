"""Notes stuck on the cells of a sheet as remarks, each on what the row of its cell is about."""

from __future__ import annotations

from neaspec_cli.core.comments import Comment, Place
from neaspec_cli.intake.grid import Note
from neaspec_cli.intake.receipt import Left


def note_comment(note: Note, place: Place, kind: str, body: str = "") -> Comment:
    """A note as a remark; `body` is who speaks in its row, where the note names nobody."""
    return Comment(
        place=place,
        kind=kind,
        comment=note.words,
        origin="comment",
        author=note.author,
        date=note.date,
        submitter=note.author or body,
        replies=note.answers,
    )


def left_note(note: Note, sheet: str, reason: str) -> Left:
    """A note that has no place, or says nothing, with the reason."""
    return Left("note", reason if note.words else "it says nothing", note.words, note.author, sheet)
