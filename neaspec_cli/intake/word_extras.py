"""Changes that are no words of a paragraph: notes, form, and paragraphs moved, added or gone without a mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from neaspec_cli.core import proposals
from neaspec_cli.core.comments import Place
from neaspec_cli.core.merging.section_wishes import written_part
from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.intake.folding import fold
from neaspec_cli.intake.placing import Placement, Target, is_contents
from neaspec_cli.intake.word_edits import carried_place
from neaspec_cli.intake.word_items import JOINTS, NOWHERE, QUOTE, Item, added_words, words_before
from neaspec_cli.intake.word_kinds import reformed
from neaspec_cli.intake.word_links import Links, marks_of
from neaspec_cli.intake.word_marks import FORMATS
from neaspec_cli.intake.word_text import Segment, heading_level
from neaspec_cli.intake.word_views import Joined


def changed_notes(links: Links, placement: Placement) -> Iterator[tuple[str, Item]]:
    """Notes added or taken out with their references: the story of the note and its item."""
    stories = (_stories(links.originals), _stories(links.accepted))
    for number, original in enumerate(links.originals):
        offset = 0
        for part in original.parts:
            for segment in part.segments:
                if segment.note and segment.changes and segment.in_original != segment.in_accepted:
                    story = stories[segment.in_accepted].get(segment.note, [])
                    yield segment.note, _note(segment, story, number, offset, links, placement)
                offset += len(segment.text) if segment.in_original else 0


def silent_notes(links: Links, placement: Placement) -> Iterator[Item]:
    """Notes to which a circulated paragraph refers without a mark, and which say nothing that was circulated."""
    stories = _stories(links.accepted)
    known = {links.originals[number].first.story for number in placement.heads}
    for number in sorted(placement.targets):
        offset = 0
        for segment in (one for part in links.originals[number].parts for one in part.segments):
            story = stories.get(segment.note, []) if segment.note not in known else []
            if not segment.changes and any(one.text.strip() for one in story):
                yield _note(segment, story, number, offset, links, placement)
            offset += len(segment.text) if segment.in_original else 0


def _stories(view: Sequence[Joined]) -> dict[str, list[Joined]]:
    """The paragraphs of each note."""
    found: dict[str, list[Joined]] = {}
    for one in view:
        if one.first.story != "body":
            found.setdefault(one.first.story, []).append(one)
    return found


def _note(
    segment: Segment, story: Sequence[Joined], number: int, offset: int, links: Links, placement: Placement
) -> Item:
    words = "\n\n".join(one.text.strip() for one in story)
    marks = (*segment.changes, *(mark for one in story for mark in marks_of(one.parts)))
    target = placement.targets.get(number)
    text = target.text if target else links.originals[number].text
    at = carried_place(text, links.originals[number].text, offset)
    where = Place(quote=text[:QUOTE])
    order = (NOWHERE, at)
    if target is not None:
        index, at = target.at(at)
        leaf = target.leaves[index]
        text, at = leaf.block.text, leaf.offset(at)
        where, order = leaf.place(), (target.numbers[index], at)
    after = words_before(text, at)
    if segment.in_accepted:
        return Item(order, where, proposals.NoteChange(words, "", after, at), marks)
    return Item(order, where, proposals.NoteChange("", words, after, at), marks)


def changed_forms(links: Links, placement: Placement) -> Iterator[Item]:
    """Changes of form, one item a paragraph and one for words in it."""
    for number, original in enumerate(links.originals):
        runs = [one for part in original.parts for one in part.segments if one.in_original]
        changed = [one for one in runs if one.formats]
        of_words = [mark for one in changed for mark in one.formats if mark.tag in FORMATS]
        of_paragraph = [mark for part in original.parts for mark in part.formats if mark.tag in FORMATS]
        target = placement.target_of(number)
        if not (of_words or of_paragraph) or target is None or original.first.in_column:
            continue
        leaf, order = target.leaves[0], (target.numbers[0], 0)
        if form := reformed(number, links, target):
            yield Item(order, leaf.place(), proposals.FormatChange(form), tuple(of_paragraph))
            of_paragraph = []
        marks = (*of_words, *of_paragraph)
        if marks:
            what = ", ".join(sorted({word for mark in marks for word in mark.text.split(", ")}))
            words = "" if of_paragraph else _one_stretch(runs, target)
            at = leaf.block.text.find(words) if words else None
            yield Item(order, leaf.place(words[:QUOTE]), proposals.FormatChange(what, words, at), marks)


def _one_stretch(runs: Sequence[Segment], target: Target) -> str:
    """The words whose form changed, when they stand together and once; else the whole block is meant."""
    stretches = [
        "".join(one.text for one in group)
        for changed, group in groupby(runs, lambda one: bool(one.formats))
        if changed
    ]
    stretches = [one for one in stretches if one.strip()]
    text = target.leaves[0].block.text
    return stretches[0] if len(stretches) == 1 and text.count(stretches[0]) == 1 != len(text) else ""


def silent_paragraphs(links: Links, placement: Placement, circulated: CirculatedText) -> Iterator[Item]:
    """Paragraphs that came, went or moved without a mark; only for files that are this text."""
    printed = {fold(line).text for line in circulated.furniture}
    added: list[tuple[int, int]] = []
    tails = {number for tails in placement.tails.values() for number in tails}
    last = -1
    for number, original in enumerate(links.originals):
        if original.first.story != "body" or original.first.rows or is_contents(original):
            continue
        if number in placement.targets:
            last = number
        elif original.text.strip() and number not in tails and fold(original.text).text not in printed:
            added.append((last, number))
    for anchor, group in groupby(added, key=lambda one: one[0]):
        for numbers in _parted([number for _, number in group], links):
            yield _added(anchor, numbers, links, placement)
    yield from _moved(links, placement)
    yield from _gone(placement, circulated)


def _parted(numbers: Sequence[int], links: Links) -> Iterator[list[int]]:
    """New paragraphs up to the next heading; a title of the first level has all headings below it."""
    part: list[int] = []
    above = 0
    for number in numbers:
        level = heading_level(links.originals[number].first.style)
        if part and level and (above != 1 or level == 1):
            yield part
            part = []
        above = level if level and not part else above
        part.append(number)
    yield part


def _added(anchor: int, numbers: Sequence[int], links: Links, placement: Placement) -> Item:
    level = heading_level(links.originals[numbers[0]].first.style)
    words = "\n\n".join(
        written_part(text, heading_level(links.originals[number].first.style)) if level == 1 and at else text
        for at, number in enumerate(numbers)
        for text in [*_as_accepted(number, links)] or [links.originals[number].text.strip()]
    )
    marks = tuple(mark for number in numbers for mark in marks_of(links.originals[number].parts))
    where = "after" if anchor >= 0 else "before"
    beside = anchor if anchor >= 0 else min(placement.targets)
    target = placement.targets[beside]
    index = len(target.leaves) - 1 if anchor >= 0 else 0
    if target.leaves[index].block.kind in JOINTS:
        text = words.replace("\n\n", "\n")
        return Item(
            (target.numbers[index], NOWHERE), target.leaves[index].place(), added_words(text, target, where)
        )
    proposal = proposals.InsertBlock(words, where)
    if level:
        proposal = proposals.InsertBlock(words, where, "heading", level)
    return Item((target.numbers[index], NOWHERE), target.leaves[index].place(), proposal, marks)


def _as_accepted(number: int, links: Links) -> Iterator[str]:
    """What became of an original paragraph, and the new ones that were put in after its words."""
    first = min(links.heirs[number], default=None)
    parts = links.originals[number].parts
    for heir in dict.fromkeys(links.accepted_of[part] for part in parts if part in links.accepted_of):
        if first is not None and heir >= first and links.accepted[heir].text.strip():
            yield links.accepted[heir].text.strip()


def _moved(links: Links, placement: Placement) -> Iterator[Item]:
    for number in sorted(placement.moved):
        target = placement.targets[number]
        before = [one for one in placement.targets if one < number and not links.originals[one].first.rows]
        where = "after" if before else "before"
        beside = (
            placement.targets[max(before)]
            if before
            else placement.targets[min(set(placement.targets) - {number})]
        )
        leaf = beside.leaves[-1 if before else 0]
        proposal = proposals.Move(leaf.section, leaf.label, where)
        yield Item((target.numbers[0], 0), target.leaves[0].place(), proposal)


def _gone(placement: Placement, circulated: CirculatedText) -> Iterator[Item]:
    rows: dict[tuple[str, int, int], list[int]] = {}
    missing = [number for number in placement.missing if circulated.leaves[number].text.strip()]
    for number in missing:
        leaf = circulated.leaves[number]
        if leaf.block.kind == "cell":
            rows.setdefault((leaf.section, leaf.block.table, leaf.block.path[0]), []).append(number)
        else:
            yield Item((number, 0), leaf.place(), proposals.DeleteBlock(leaf.block.text))
    for (section, table, row), numbers in rows.items():
        cells = [
            one.block.text
            for one in circulated.leaves
            if one.section == section
            and one.block.kind == "cell"
            and (one.block.table, one.block.path[0]) == (table, row)
        ]
        if len(numbers) == len([cell for cell in cells if cell.strip()]):
            yield Item(
                (numbers[0], 0), circulated.leaves[numbers[0]].place(), proposals.DeleteRow(tuple(cells))
            )
            continue
        for number in numbers:
            leaf = circulated.leaves[number]
            yield Item((number, 0), leaf.place(), proposals.DeleteBlock(leaf.block.text))
