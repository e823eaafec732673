"""Every tracked and silent change of a Word file as an item: where, what, and by which marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from neaspec_cli.core import proposals
from neaspec_cli.core.comments import Place
from neaspec_cli.core.proposals import Proposal
from neaspec_cli.intake.placing import Placement, Target, is_contents
from neaspec_cli.intake.word_edits import Edit, Stroke, carried_place, carry, word_edits
from neaspec_cli.intake.word_filled import EmptyCells
from neaspec_cli.intake.word_links import Links, marks_of, strays
from neaspec_cli.intake.word_marks import Mark
from neaspec_cli.intake.word_text import Paragraph, Segment, heading_level
from neaspec_cli.intake.word_views import Joined

CONTEXT = 40
QUOTE = 200
NOWHERE = 1_000_000_000
JOINTS = {"cell": " ", "caption": "\n"}
"""Blocks that are one paragraph in the plan, whatever people make of them, and what then stands between two."""


@dataclass(eq=False)
class Item:
    """One change: `order` sorts items as their places are printed; without marks the change is silent.

    What no proposal can say is `said` in words.
    """

    order: tuple[int, int]
    place: Place
    proposal: Proposal | None
    marks: tuple[Mark, ...] = ()
    said: str = ""

    @property
    def is_placed(self) -> bool:
        """Is its place in the circulated text known?"""
        return bool(self.place.block)


@dataclass
class Changes:
    """Finds the items of one file; `skipped` are stories that other items tell of (new and deleted notes)."""

    links: Links
    placement: Placement
    skipped: set[str]
    noise: int = 0
    _first_words: dict[int, int] = field(default_factory=dict)
    _strays: dict[Paragraph, list[Paragraph]] = field(default_factory=dict)
    _placed_in: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._strays = strays(self.links)

    def of_paragraphs(self) -> Iterator[Item]:
        """Items of all original paragraphs, then the new paragraphs between them."""
        tails = {number for tails in self.placement.tails.values() for number in tails}
        for number, one in enumerate(self.links.originals):
            is_told = number in tails or one.first.story in self.skipped or not one.first.row_in_accepted
            if is_told or one.first.in_column or is_contents(one):
                continue
            yield from self._of_paragraph(number)
        yield from self._new_paragraphs()

    def _of_paragraph(self, number: int) -> Iterator[Item]:
        group = [number, *self.placement.tails.get(number, ())]
        target = self.placement.targets.get(number)
        originals = [self.links.originals[one] for one in group]
        if target is None and not any(marks_of(one.parts) for one in originals):
            return
        whole = " ".join(one.text for one in originals)
        if self._is_gone(group) and not whole.strip() and target is None:
            return
        if self._is_gone(group) and whole.strip():
            marks = tuple(dict.fromkeys(mark for one in originals for mark in _deletions(one)))
            yield self._item(target, whole, 0, proposals.DeleteBlock(target.text if target else whole), marks)
            return
        yield from self._words(group, target, whole)
        yield from self._splits(group, target, whole)
        yield from self._joins(number, target)

    def _is_gone(self, group: Sequence[int]) -> bool:
        return not any(self.links.heirs[one] for one in group)

    def _words(self, group: Sequence[int], target: Target | None, whole: str) -> Iterator[Item]:
        edits = word_edits(self._strokes(group, _joint(target)))
        circulated = target.text if target else whole
        carried, noise = carry(circulated, whole, edits)
        self.noise += noise
        if target is not None and not whole.strip() and circulated.strip():
            yield self._item(target, whole, 0, proposals.DeleteBlock(circulated))
            return
        for edit in carried:
            yield from self._edited(edit, target, circulated)

    def _edited(self, edit: Edit, target: Target | None, text: str) -> Iterator[Item]:
        """The edit as a proposal on its leaf; one that reaches over joined leaves is cut at their edge."""
        if target is None:
            place, order = Place(quote=text[:QUOTE]), (NOWHERE, edit.start)
            yield Item(order, place, words_proposal(text, edit.start, edit.end, edit.new), edit.marks)
            return
        first, start = target.at(edit.start)
        last, end = target.at(edit.end)
        for index in range(first, last + 1):
            leaf = target.leaves[index]
            begin = leaf.offset(start if index == first else 0)
            until = leaf.offset(end if index == last else len(leaf.text))
            new = edit.new if index == first else ""
            if begin == until and not new:
                continue
            proposal = words_proposal(leaf.block.text, begin, until, new)
            quote = leaf.block.text[begin:until] or words_before(leaf.block.text, begin)
            yield Item((target.numbers[index], begin), leaf.place(quote[:QUOTE]), proposal, edit.marks)

    def _strokes(self, group: Sequence[int], joint: str) -> list[Stroke]:
        """What was done to the words; new paragraphs are words where `joint` says what they are joined with."""
        strokes: list[Stroke] = []
        for number in group:
            if strokes and number != group[0]:
                strokes.append(Stroke("keep", " "))
            heirs = set(self.links.heirs[number])
            before: Paragraph | None = None
            for part in self.links.originals[number].parts:
                heir = self.links.accepted_of.get(part)
                lives = heir in heirs
                for stray in self._strays.get(part, ()):
                    words = [one.text for one in stray.segments if one.in_accepted]
                    strokes.append(Stroke("insert", "".join(words), marks_of([stray])))
                if joint and part.accepted.strip():
                    if before is not None and not (lives and self.links.accepted_of[before] in heirs):
                        marks = [
                            one for one in (*before.mark_changes, *part.mark_changes) if one.is_insertion
                        ]
                        strokes.append(Stroke("insert", joint, tuple(marks)))
                    before, lives = part, True
                for segment in part.segments:
                    if segment.text and (segment.in_original or (lives and segment.in_accepted)):
                        strokes.append(_stroke(segment))
        return strokes

    def _splits(self, group: Sequence[int], target: Target | None, whole: str) -> Iterator[Item]:
        """Where an inserted paragraph mark, or none at all (silent), cuts a paragraph in two."""
        offset = 0
        for number in group:
            if number != group[0]:
                # A cell of Markdown is one paragraph, whatever people make of it.
                if not self.links.originals[number].first.rows:
                    yield self._split(target, whole, offset + 1, ())
                offset += 1
            before: Paragraph | None = None
            between: tuple[Mark, ...] = ()
            heirs = set(self.links.heirs[number])
            for part in self.links.originals[number].parts:
                if before is not None and self._is_cut(before, part, heirs):
                    yield self._split(target, whole, offset, between)
                between = part.mark_changes if part.original else (*between, *part.mark_changes)
                before = part if part.original else before
                offset += len(part.original)

    def _is_cut(self, before: Paragraph, part: Paragraph, heirs: set[int]) -> bool:
        one, other = self.links.accepted_of.get(before), self.links.accepted_of.get(part)
        return (
            one != other
            and one in heirs
            and other in heirs
            and bool(part.original.strip() and part.accepted.strip())
        )

    def _split(self, target: Target | None, whole: str, offset: int, marks: tuple[Mark, ...]) -> Item:
        text = target.text if target else whole
        place = carried_place(text, whole, offset)
        if target is not None:
            index, at = target.at(place)
            text, place = target.leaves[index].block.text, target.leaves[index].offset(at)
        while text[place : place + 1].isspace():
            place += 1
        following = text[place : place + CONTEXT]
        return self._item(target, whole, place, proposals.Split(following, place), marks)

    def _joins(self, number: int, target: Target | None) -> Iterator[Item]:
        """Where a deleted paragraph mark, or none at all (silent), makes one of two paragraphs."""
        whole = self.links.originals[number].text
        for heir in self.links.heirs[number]:
            owners = self.links.owners[heir]
            at = bisect_right(owners, number)
            if 0 < at < len(owners) and owners[at - 1] == number:
                following = owners[at]
                marks = tuple(
                    mark
                    for one in range(number, following)
                    for part in self.links.originals[one].parts
                    for mark in part.mark_changes
                    if mark.is_deletion
                )
                yield self._item(target, whole, NOWHERE, proposals.Join(""), marks)
        if target is not None:
            for index in range(len(target.leaves) - 1):
                leaf = target.leaves[index]
                yield Item((target.numbers[index], NOWHERE), leaf.place(), proposals.Join())

    def _new_paragraphs(self) -> Iterator[Item]:
        empty = EmptyCells(self.links, self.placement)
        for number in self.links.new_ones():
            one = self.links.accepted[number]
            if one.first.story in self.skipped or is_contents(one):
                continue
            marks = (*marks_of(one.parts), *self._mark_before(one))
            if cell := empty.filled_by(one):
                words = proposals.InsertWords(" ".join(one.text.split()), at=0)
                yield Item((cell[0].numbers[0], NOWHERE + number), cell[1], words, marks)
                continue
            own = self.links.original_of.get(one.first)
            if own is not None and _joint(self.placement.target_of(own)):
                continue
            anchor, where = self._anchor(one)
            target = self.placement.targets.get(anchor) if anchor is not None else None
            if anchor is not None and target is not None and self._is_in_cell(one, anchor):
                yield self._item(
                    target, one.text, NOWHERE + number, added_words(one.text, target, where), marks
                )
                continue
            kind, level = _kind(one, target)
            proposal = proposals.InsertBlock(one.text.strip(), where, kind, level)
            yield self._item(target, one.text, NOWHERE + number, proposal, marks, last=where == "after")

    def _is_in_cell(self, new: Joined, anchor: int) -> bool:
        beside = self.links.originals[anchor].first
        return bool(new.first.rows) and new.first.container == beside.container

    def _mark_before(self, new: Joined) -> tuple[Mark, ...]:
        """The inserted end of the paragraph that a new one was typed after."""
        own = self.links.original_of.get(new.first)
        parts = self.links.originals[own].parts if own is not None else []
        place = self.links.position_of.get(new.first, 0)
        return tuple(
            mark
            for part in parts[max(0, place - 1) : place]
            for mark in part.mark_changes
            if mark.is_insertion
        )

    def _anchor(self, new: Joined) -> tuple[int | None, str]:
        """The original paragraph that a new one stands after, or before where it is the first of all."""
        own = self.links.original_of.get(new.first)
        if own is not None and self._has_words_before(own, self.links.position_of[new.first]):
            return own, "after"
        number = own if own is not None else self._near(new)
        placed = self._placed(new.first.story)
        at = bisect_left(placed, number)
        if at:
            return placed[at - 1], "after"
        return (placed[at], "before") if at < len(placed) else (None, "after")

    def _has_words_before(self, original: int, position: int) -> bool:
        if original not in self._first_words:
            parts = self.links.originals[original].parts
            with_words = (place for place, part in enumerate(parts) if part.original.strip())
            self._first_words[original] = next(with_words, len(parts))
        return self._first_words[original] < position

    def _placed(self, story: str) -> list[int]:
        """Numbers of the placed original paragraphs of a story, rising."""
        if not self._placed_in:
            for number in sorted(self.placement.targets):
                self._placed_in[self.links.originals[number].first.story].append(number)
        return self._placed_in[story]

    def _near(self, new: Joined) -> int:
        """Where a paragraph that is in no original one would stand among them."""
        container = new.first.container
        return bisect_right(self.links.originals, container, key=lambda one: one.first.container)

    def _item(
        self,
        target: Target | None,
        whole: str,
        at: int,
        proposal: Proposal,
        marks: tuple[Mark, ...] = (),
        *,
        last: bool = False,
    ) -> Item:
        if target is None:
            return Item((NOWHERE, at), Place(quote=whole[:QUOTE]), proposal, marks)
        index = len(target.leaves) - 1 if last else 0
        return Item((target.numbers[index], at), target.leaves[index].place(), proposal, marks)


def _joint(target: Target | None) -> str:
    """What joins further paragraphs to a block that the plan holds as one: empty where each is one of its own."""
    return JOINTS.get(target.leaves[-1].block.kind, "") if target is not None else ""


def added_words(new: str, target: Target, where: str) -> Proposal:
    """A paragraph that came beside the one of a cell or a caption, as words of it."""
    leaf = target.leaves[-1 if where == "after" else 0]
    text, joint = leaf.block.text, _joint(target) or " "
    if where == "after":
        return words_proposal(text, len(text), len(text), joint + new.strip())
    return words_proposal(text, 0, 0, new.strip() + joint)


def _stroke(segment: Segment) -> Stroke:
    """A piece of text as what was done to it; the form of new words came with them."""
    if not segment.in_original:
        return Stroke("insert", segment.text, (*segment.changes, *segment.formats))
    return Stroke("keep" if segment.in_accepted else "delete", segment.text, segment.changes)


def words_proposal(text: str, start: int, end: int, new: str) -> Proposal:
    """An edit of a block's text as insert, delete or replace."""
    if start == end:
        after = words_before(text, start)
        before = "" if after else text[end : end + CONTEXT]
        return proposals.InsertWords(new, after, before, start)
    if not new:
        return proposals.DeleteWords(text[start:end], start)
    return proposals.ReplaceWords(text[start:end], new, start)


def words_before(text: str, place: int) -> str:
    """A few whole words before a place, to know it by."""
    context = text[max(0, place - CONTEXT) : place]
    cut = context.find(" ") + 1 if place > CONTEXT else 0
    return context[cut:] or context


def _deletions(original: Joined) -> list[Mark]:
    return [mark for mark in marks_of(original.parts) if mark.is_deletion]


def _kind(new: Joined, target: Target | None) -> tuple[str, int | None]:
    level = heading_level(new.first.style)
    if level:
        return "heading", level
    is_item = target is not None and target.leaves[-1].block.kind == "item"
    return ("item" if is_item else "paragraph"), None
