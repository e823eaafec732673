"""The comment form as it comes back: one comment a row, wording compared with the circulated words.

A row is placed by its mark, else by its label, else by its words. Wording that has little in common with the paragraph
and is much shorter is kept as a comment, since nobody can tell which words it is for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from neaspec_cli.core import proposals
from neaspec_cli.core.comments import Comment, Place
from neaspec_cli.core.proposals import Proposal
from neaspec_cli.core.register import form
from neaspec_cli.core.register.circulated import CirculatedLeaf, CirculatedText, marker_number
from neaspec_cli.core.register.wording_asked import with_wording
from neaspec_cli.intake import guard
from neaspec_cli.intake.cell_notes import left_note, note_comment
from neaspec_cli.intake.cells import first_sheet
from neaspec_cli.intake.folding import fold, likeness
from neaspec_cli.intake.grid import Grid, Note
from neaspec_cli.intake.provenance import CUSTOM, properties
from neaspec_cli.intake.receipt import Intake, Left, Receipt
from neaspec_cli.intake.rows import count_rows
from neaspec_cli.intake.word_edits import Edit, carry
from neaspec_cli.intake.word_items import words_proposal

ORIGINS = ("form",)
TAKE_OUT = frozenset({"delete", "deleted", "remove", "delete this paragraph", "(delete)", "[delete]", "-"})
FRAGMENT = 0.5
TITLES = [one.title for one in form.COLUMNS if one is not form.MARKER]


@dataclass(frozen=True)
class Row:
    """A row that was filled in."""

    number: int
    label: str
    text: str
    kind: str
    comment: str
    wording: str
    marker: str


def read(
    data: bytes, circulated: CirculatedText, kind: str = "substantive", sheets: Sequence[Grid] = ()
) -> Intake:
    """Comments and receipt of a filled form; raises an `Unreadable` that names why it cannot be read."""
    parts = guard.open_package(data).parts
    count = count_rows(parts)
    cells = first_sheet(parts)
    said = properties(parts[CUSTOM]) if CUSTOM in parts else {}
    _check_heading(cells)
    comments, unplaced, blank = [], [], 0
    for row in _filled(cells):
        if not (row.comment or row.wording):
            blank += 1
            continue
        comment = _comment(row, circulated, kind)
        comments.append(comment)
        if not comment.place.block and row.label != form.GENERAL:
            unplaced.append(
                Left("row", "its paragraph is not in the circulated text", row.comment or row.wording)
            )
    told = [Left("row", "nothing but spaces stands in it")] * blank
    for note, comment, left in _notes(cells, sheets, circulated, kind):
        comments += [comment] if note.words else []
        (unplaced if note.words else told).extend([left] if left else [])
    counted = {"rows": count, "notes": sum(grid.noted for grid in sheets)}
    elements = {name: number for name, number in counted.items() if number}
    receipt = Receipt(elements, len(comments) - len(unplaced), tuple(unplaced), tuple(told))
    return signed(Intake(tuple(comments), receipt, "comments" if comments else "no comments"), said)


def signed(intake: Intake, said: Mapping[str, str]) -> Intake:
    """The intake with what a file of ours says of itself."""
    return replace(
        intake,
        plan=said.get("neaspec-plan", ""),
        circulation=said.get("neaspec-circulation", ""),
        text=said.get("neaspec-text", ""),
        addressee=said.get("neaspec-addressee", ""),
    )


def is_heading(titles: Sequence[str]) -> bool:
    """Do these head our form?"""
    return [one.strip() for one in titles[: len(TITLES)]] == TITLES


def _check_heading(cells: dict[tuple[int, int], str]) -> None:
    if not is_heading([cells.get((1, number), "") for number in range(1, len(form.COLUMNS) + 1)]):
        raise guard.NotKnown(f"no comment form: the first row of its first sheet is not {', '.join(TITLES)}")


def _filled(cells: dict[tuple[int, int], str]) -> Iterator[Row]:
    numbers = {one.name: place for place, one in enumerate(form.COLUMNS, 1)}
    open_ones = (numbers["comment"], numbers["wording"])
    for row in sorted({row for row, column in cells if row > 1 and column in open_ones}):
        held = {name: cells.get((row, column)) for name, column in numbers.items()}
        if not (held["comment"] or held["wording"]):
            continue
        yield Row(row, **{name: (text or "").strip() for name, text in held.items()})


def _notes(
    cells: dict[tuple[int, int], str], sheets: Sequence[Grid], circulated: CirculatedText, kind: str
) -> Iterator[tuple[Note, Comment, Left | None]]:
    """Notes on cells: remarks on the paragraph of the row, on the whole where the row is for that."""
    for sheet in sheets:
        for note in sheet.notes:
            row = _row(note.row, cells) if sheet is sheets[0] and note.row > 1 else None
            leaf = _leaf(row, circulated) if row else None
            is_whole = row is not None and row.label == form.GENERAL
            place = leaf.place() if leaf else Place(quote="" if is_whole else sheet.name)
            is_placed = note.words and (leaf or is_whole)
            why = "its row names no paragraph of the circulated text"
            yield (
                note,
                note_comment(note, place, kind),
                None if is_placed else left_note(note, sheet.name, why),
            )


def _row(number: int, cells: dict[tuple[int, int], str]) -> Row:
    held = {one.name: cells.get((number, place)) for place, one in enumerate(form.COLUMNS, 1)}
    return Row(number, **{name: (text or "").strip() for name, text in held.items()})


def _comment(row: Row, circulated: CirculatedText, kind: str) -> Comment:
    leaf = _leaf(row, circulated)
    named = row.kind.lower() if row.kind.lower() in form.KIND_CHOICES else ""
    if leaf is None:
        words = with_wording(row.comment, row.wording)
        default = "general" if row.label == form.GENERAL else kind
        return Comment(place=Place(quote=row.text[:200]), kind=named or default, comment=words, origin="form")
    proposal = wording_proposal(row.wording, leaf)
    words = row.comment
    if row.wording and proposal is None and fold(row.wording) != fold(leaf.text):
        words = with_wording(row.comment, row.wording)
    return Comment(
        place=leaf.place(),
        kind=named or kind,
        comment=words or with_wording("", row.wording),
        proposal=proposal,
        origin="form",
    )


def _leaf(row: Row, circulated: CirculatedText) -> CirculatedLeaf | None:
    number = marker_number(row.marker)
    if 0 < number <= len(circulated.leaves) and circulated.leaves[number - 1].label == row.label:
        return circulated.leaves[number - 1]
    named = [leaf for leaf in circulated.leaves if leaf.label == row.label]
    same = [leaf for leaf in (named or circulated.leaves) if row.text and fold(leaf.text) == fold(row.text)]
    return next(iter([*same, *named]), None)


def wording_proposal(wording: str, leaf: CirculatedLeaf, *, whole_only: bool = False) -> Proposal | None:
    """What a paragraph as it should read changes in a block; None where it changes nothing or cannot be meant so.

    `whole_only` is for columns that need not hold whole paragraphs: what is not like the block is no wording of it.
    """
    if not wording or fold(wording).text == fold(leaf.text).text:
        return None
    if wording.lower().strip(" .“”\"'") in TAKE_OUT:
        return proposals.DeleteBlock(leaf.block.text)
    is_short = len(wording) < FRAGMENT * len(leaf.text)
    if likeness(wording, leaf.text) < FRAGMENT and (is_short or whole_only):
        return None
    edits, _ = carry(leaf.text, wording, [])
    whole = edits[0] if len(edits) == 1 else _covering(leaf.text, edits)
    return words_proposal(leaf.block.text, leaf.offset(whole.start), leaf.offset(whole.end), whole.new)


def _covering(text: str, edits: list[Edit]) -> Edit:
    """One edit from the first changed word to the last."""
    start, end = edits[0].start, edits[-1].end
    new, place = "", start
    for one in edits:
        new += text[place : one.start] + one.new
        place = one.end
    return Edit(start, end, new)
