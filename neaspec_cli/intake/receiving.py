"""A returned document, of whichever format: every change and comment in it placed, with a receipt that proves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from neaspec_cli.core import proposals
from neaspec_cli.core.comments import Place
from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.intake.placing import Placement, is_contents, place
from neaspec_cli.intake.receipt import Intake, Left, Receipt
from neaspec_cli.intake.word_cells import changed_cells
from neaspec_cli.intake.word_columns import changed_columns
from neaspec_cli.intake.word_comments import comments
from neaspec_cli.intake.word_extras import changed_forms, changed_notes, silent_notes, silent_paragraphs
from neaspec_cli.intake.word_items import QUOTE, Changes, Item
from neaspec_cli.intake.word_kinds import silent_forms
from neaspec_cli.intake.word_link_changes import changed_links, with_looks
from neaspec_cli.intake.word_links import Links, link
from neaspec_cli.intake.word_marks import CONTROLS, NAMES, Mark
from neaspec_cli.intake.word_moves import pair_moves
from neaspec_cli.intake.word_rows import changed_rows
from neaspec_cli.intake.word_sections import whole_sections
from neaspec_cli.intake.word_silent_tables import silent_tables
from neaspec_cli.intake.word_text import Document
from neaspec_cli.intake.word_views import accepted_view, original_view

THIS_TEXT = 0.3
"""From this share of placed blocks on, what is missing or added counts as taken out or put in."""


def take_in(document: Document, elements: Mapping[str, int], circulated: CirculatedText, kind: str) -> Intake:
    """Comments and receipt of a document; `elements` are its marks as a scan of its own counted them."""
    links = link(original_view(document.paragraphs), accepted_view(document.paragraphs))
    is_known = document.properties.get("neaspec-circulation") == circulated.circulation
    placement = place(links.originals, circulated, is_known=is_known)
    found, noise = _items(document, links, placement, circulated)
    stories = _stories(document, links, placement)
    items = _settled(found, stories)
    remarks = comments(document, links, placement, items, kind)
    _settle_the_rest(document, stories)
    silent = tuple(_told(item) for item in items if not item.marks)
    properties = document.properties
    return Intake(
        tuple(remarks),
        _receipt(elements, document, silent, noise),
        "comments" if remarks else "no comments",
        plan=properties.get("neaspec-plan", ""),
        circulation=properties.get("neaspec-circulation", ""),
        text=properties.get("neaspec-text", ""),
        addressee=properties.get("neaspec-addressee", ""),
        kind=properties.get("neaspec-kind", ""),
        is_this_text=_is_this_text(placement, circulated),
    )


def _items(
    document: Document, links: Links, placement: Placement, circulated: CirculatedText
) -> tuple[list[Item], int]:
    """Every change as an item, and how many paragraphs differ by mere noise."""
    columns = changed_columns(document.paragraphs, links, placement, circulated)
    notes = dict(changed_notes(links, placement))
    changes = Changes(links, placement, set(notes))
    found = [*changes.of_paragraphs(), *notes.values()]
    rows = changed_rows(document.paragraphs, links, placement, columns.layouts)
    found = [*pair_moves([*found, *rows]), *columns.items]
    found += changed_cells(document.paragraphs, links, placement)
    if _is_this_text(placement, circulated):
        added = [
            *silent_paragraphs(links, placement, circulated),
            *silent_notes(links, placement),
            *silent_tables(document.paragraphs, links, placement, circulated, columns.layouts),
            *(silent_forms(links, placement) if document.forms.are_ours else ()),
        ]
        marks = {mark for one in added for mark in one.marks}
        found = [one for one in found if one.is_placed or not marks.intersection(one.marks)] + added
    found = whole_sections(found, links, circulated)
    elsewhere = list(changed_links(document, links, placement, circulated))
    return [*found, *with_looks(elsewhere, changed_forms(links, placement))], changes.noise


def _is_this_text(placement: Placement, circulated: CirculatedText) -> bool:
    """Is enough of the circulated text there that what is missing was taken out?"""
    printed = sum(1 for leaf in circulated.leaves if leaf.text.strip())
    placed = sum(len(target.numbers) for target in placement.targets.values())
    return printed > 0 and placed >= THIS_TEXT * printed


@dataclass(frozen=True)
class _Story:
    """Where a mark stands: in which story, in a table of contents, in a paragraph that is placed."""

    name: str
    in_contents: bool
    is_placed: bool


def _stories(document: Document, links: Links, placement: Placement) -> dict[Mark, _Story]:
    """For every mark in a paragraph, where that stands."""
    found: dict[Mark, _Story] = {}
    for paragraph in document.paragraphs:
        number = links.original_of.get(paragraph)
        contents = number is not None and is_contents(links.originals[number])
        story = _Story(paragraph.story, contents, number in placement.heads)
        in_rows = [mark for row in paragraph.rows for mark in row.changes]
        in_words = [mark for one in paragraph.segments for mark in (*one.changes, *one.formats)]
        for mark in (*in_words, *paragraph.mark_changes, *paragraph.formats, *in_rows):
            if mark not in found or (story.is_placed and not found[mark].is_placed):
                found[mark] = story
    return found


def _settled(found: Iterable[Item], stories: dict[Mark, _Story]) -> list[Item]:
    """The items, their marks settled; what a placed item tells of is not told again."""
    listed = list(found)
    for item in listed:
        if item.is_placed:
            for mark in item.marks:
                mark.settle("placed")
    kept = []
    for item in listed:
        if item.is_placed or any(not mark.outcome for mark in item.marks):
            kept.append(item)
    for item in kept:
        words = _words(item)[:QUOTE]
        for mark in item.marks:
            mark.settle("unplaced", _why_unplaced(stories.get(mark)))
            mark.text = mark.text or words
    return sorted(kept, key=lambda one: one.order)


def _settle_the_rest(document: Document, stories: dict[Mark, _Story]) -> None:
    """Marks that made no comment: each is told with the reason."""
    for mark in document.marks:
        if mark.outcome:
            continue
        story = stories.get(mark)
        if story is not None and story.in_contents:
            mark.settle(
                "unsupported", "it stands in the table of contents, which is made by the word processor"
            )
        elif NAMES[mark.tag] == "format":
            known = story is not None and story.is_placed
            mark.settle("unsupported" if known or story is None else "unplaced", "a change of form alone")
        elif mark.tag in CONTROLS:
            # What stands in a control is read as words; the control itself says nothing.
            mark.settle("placed")
        elif NAMES[mark.tag] == "table cell":
            mark.settle("unsupported", "a table cell put in or taken out")
        elif story is not None and not story.is_placed and story.name != "body":
            mark.settle("unplaced", _why_unplaced(story))
        elif story is None:
            mark.settle("unsupported", "it holds no words: a picture, a field, a formula or nothing")
        else:
            mark.settle("unsupported", "no words of it are left, or only the end of a paragraph")


def _why_unplaced(story: _Story | None) -> str:
    if story is None or story.name == "body":
        return "its paragraph is not in the circulated text"
    name = "note" if story.name.startswith(("footnote ", "endnote ")) else story.name
    return f"it stands in a {name} that the circulated text does not have"


def _words(item: Item) -> str:
    match item.proposal:
        case proposals.DeleteWords(old) | proposals.DeleteBlock(old) | proposals.DeleteSection(old):
            return old
        case proposals.ReplaceWords(old, new):
            return f"{old} → {new}"
        case proposals.InsertWords(new) | proposals.InsertBlock(new) | proposals.InsertSection(new):
            return new
        case proposals.InsertRow(cells) | proposals.DeleteRow(cells):
            return " | ".join(cells)
        case proposals.InsertColumn(cells) | proposals.DeleteColumn(cells):
            return " | ".join(cells)
        case proposals.FormatChange(form):
            return form
        case proposals.LinkChange(old, target, was):
            return f"{old} → {target}" if target else f"{old} (no longer {was})"
        case None:
            return item.said
        case _:
            return ""


def _told(item: Item) -> str:
    """A silent change in one line."""
    what = proposals.operation(item.proposal) if item.proposal else ""
    return f"{_where(item.place)}: {what} {_words(item)}".strip()


def _where(spot: Place) -> str:
    return f"{spot.section} {spot.block}".strip() or "nowhere"


def _receipt(elements: Mapping[str, int], document: Document, silent: tuple[str, ...], noise: int) -> Receipt:
    def left(outcome: str) -> tuple[Left, ...]:
        return tuple(
            Left(NAMES[mark.tag], mark.reason, mark.text, mark.author)
            for mark in document.marks
            if mark.outcome == outcome
        )

    return Receipt(
        elements,
        _count(document.marks, "placed"),
        left("unplaced"),
        left("unsupported"),
        _count(document.marks, "duplicate"),
        silent,
        noise,
        sum(1 for mark in document.marks if mark.tag in CONTROLS and mark.outcome == "placed"),
        document.warnings,
    )


def _count(marks: Sequence[Mark], outcome: str) -> int:
    return sum(1 for mark in marks if mark.outcome == outcome)
