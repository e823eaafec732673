"""Two revisions of a copy as one, with every change marked in its place, for writers to show or to track.

How changes are marked, the same for all writers:

- Words: spans of class `insertion` or `deletion` inside links and emphasis, with attributes `author`, `date`
  (ISO 8601) and, where the words were moved, `move` (a number that both ends share, `printed.Change.move` of an atom).
  It is the number of a moved block on those of its words that came along, in leaves whose change is `moved-here` or
  `moved-away`; and that of a passage, greater than those of all blocks, on words that went from one paragraph to
  another, wherever these are: both ends may be several spans, with words between them that changed on the way.
- Form of a paragraph: `PrintedLeaf.was`, the leaf of before where a heading, an item or a paragraph became another of
  these, or one of another level.
- Form of words: spans of class `changed form` around words that stayed, with `was`, their marks of before.
- Paragraph marks: `PrintedLeaf.change`. `inserted` means that the mark which ends this paragraph is new: its words may
  be new too (a new paragraph) or old (the first part of one that was split). `deleted` means that the mark is gone:
  with its words (a deleted paragraph) or without (the first part of two that were joined). `moved-here` and
  `moved-away` are the same for the two ends of a move. A row whose cells are all inserted (deleted) is an inserted
  (deleted) row.
- Taking all deletions out, words and marks, gives the new copy; taking all insertions out gives the old one.

Labels are those of the new copy, of the old one where a paragraph was taken out. Blocks of code become paragraphs of
code, since only inlines can carry marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import count, pairwise
from typing import NamedTuple

from neaspec_cli.core import markdown
from neaspec_cli.core.comparing.attributing import Signature
from neaspec_cli.core.comparing.passages import with_passages
from neaspec_cli.core.comparing.stretches import Stretch, paragraphs
from neaspec_cli.core.markdown import Node
from neaspec_cli.core.prosediff import Change, compare
from neaspec_cli.publish import places
from neaspec_cli.publish.copy import (
    Copy,
    Fate,
    PrintedLeaf,
    PrintedSection,
    marker,
)
from neaspec_cli.publish.places import Chain
from neaspec_cli.publish.proof import prove, said
from neaspec_cli.publish.reformed import CLASS, looks, reshaped
from neaspec_cli.publish.sides import Leaf, Side, side
from neaspec_cli.publish.splicing import Inlines, Marking, NoteMarking, cut, measured, note_places

AUTHOR = "Secretariat"


def redline(
    old: Copy, new: Copy, author: str = AUTHOR, *, attributed: bool = False, on: date | None = None
) -> Copy:
    """The new copy with all that changed since the old one marked in it; both stay as they are, and both are proved.

    Its changes are of the day of the new copy, or `on` where that has none.
    Brackets and other signs around words are words of it, with who holds them where `attributed` asks for that.
    """
    before, after = side(old, True, attributed), side(new, False, attributed)
    blocks = [[leaf.printed.block for leaf in one.leaves] for one in (before, after)]
    changes = with_passages(compare(*blocks))
    day = new.provenance.date or on
    weaver = _Weaver(before, after, author, f"{day.isoformat()}T00:00:00Z" if day else "")
    weaver.weave(changes)
    places.even_rows(after.document)
    numbers = count(1)
    sections = tuple(_section(one, weaver.origin, numbers) for one in after.document)
    made = replace(new, sections=sections, since=old.provenance, marked_on=day)
    prove(made.leaves, said(before), said(after))
    return made


def _section(
    section: Node, origin: dict[int, tuple[PrintedLeaf, Fate]], numbers: count[int]
) -> PrintedSection:
    """A section of the woven document; the words of its blocks are those of both revisions."""
    tree = section["c"]
    leaves = []
    for leaf in markdown.leaves(tree):
        printed, change = origin[id(leaf.inlines)]
        words = markdown.block_of(leaf)
        block = replace(printed.block, text=words.text, marks=words.marks)
        name = marker(next(numbers))
        made = replace(printed, block=block, marker=name, inlines=leaf.inlines, node=leaf.node, change=change)
        leaves.append(made)
    return PrintedSection(section["id"], section["annex"], tree, tuple(leaves))


class _Then(NamedTuple):
    """A leaf of before: its inlines with their places, and its notes with theirs."""

    words: Inlines
    notes: list[tuple[Node, int]]


def _then(leaf: Leaf) -> _Then:
    has_notes = next(places.notes(leaf.inlines), None) is not None
    notes = note_places(leaf.inlines, leaf.text) if has_notes else []
    return _Then(measured(leaf.inlines, leaf.text), notes)


class _Weaver:
    """Marks the new document and brings into it what only the old one has."""

    def __init__(self, before: Side, after: Side, author: str, date: str) -> None:
        self.before = before.leaves
        self.after = after.leaves
        self.document = after.document
        self.signature = Signature(author, date)
        self.origin: dict[int, tuple[PrintedLeaf, Fate]] = {}
        self.stays: dict[int, tuple[Chain, Chain]] = {}
        """By old leaf that stays: the chains of its first and last part in the new document."""
        self.kept_notes: set[int] = set()
        """Notes of either document that stand in both, by `id`."""

    def weave(self, changes: Sequence[Change]) -> None:
        """Words that stay, then what arrived, then what left."""
        self._pair_notes(changes)
        staying = [change for change in changes if self._is_staying(change)]
        for change in staying:
            self._stay(change)
        held_new = {index for change in staying for index in change.new}
        held_old = {index for change in staying for index in change.old}
        arrived = {index: change for change in changes for index in change.new}
        left = {index: change for change in changes for index in change.old}
        for index in range(len(self.after)):
            if index not in held_new:
                self._arrive(index, arrived[index])
        following = self._next_staying()
        for index in range(len(self.before)):
            if index not in held_old:
                self._leave(index, left[index], following[index])

    def _is_in_place(self, change: Change) -> bool:
        """Words that stay; blocks joined over others that left cannot be shown in place."""
        if not change.old or not change.new or change.move:
            return False
        between = (range(one + 1, other) for one, other in pairwise(change.old))
        return all(self.before[index].note is not None for indexes in between for index in indexes)

    def _is_staying(self, change: Change) -> bool:
        notes = [self.before[i].note for i in change.old] + [self.after[j].note for j in change.new]
        return self._is_in_place(change) and all(
            note is None or id(note) in self.kept_notes for note in notes
        )

    def _pair_notes(self, changes: Sequence[Change]) -> None:
        """A note stays only where the block that refers to it stays too."""
        pairs = [
            (change.old, change.new) for change in changes if change.old and change.new and not change.move
        ]
        together = {(i, j) for olds, news in pairs for i in olds for j in news}
        old_host, new_host = _hosts(self.before), _hosts(self.after)
        partners: dict[int, int] = {}
        for olds, news in pairs:
            one, other = self.before[olds[0]].note, self.after[news[0]].note
            if one is not None and other is not None:
                hosts = (old_host[id(one)], new_host[id(other)])
                if hosts in together and partners.get(id(one), id(other)) == id(other):
                    partners[id(one)] = id(other)
                    self.kept_notes |= {id(one), id(other)}

    def _next_staying(self) -> list[int | None]:
        """For each old leaf the next of the same note, or of the body, that stays."""
        found: list[int | None] = []
        coming: dict[int, int] = {}
        for index in reversed(range(len(self.before))):
            root = id(self.before[index].note)
            found.append(coming.get(root))
            if index in self.stays:
                coming[root] = index
        return found[::-1]

    # --- words that stay ---

    def _stay(self, change: Change) -> None:
        """Rewrite the new leaves of one change so that they say both revisions."""
        olds, news = [self.before[i] for i in change.old], [self.after[j] for j in change.new]
        then = [_then(leaf) for leaf in olds]
        now = [measured(list(leaf.inlines), leaf.text) for leaf in news]
        rest = list(news)
        ways: list[Chain] = []
        for stretches, end in paragraphs(change.runs, [one.text for one in olds], [one.text for one in news]):
            content = [node for one in stretches for node in self._stretch(one, olds, news, then, now)]
            if end == "deleted":
                ways.append(self._extra(content, olds[min(len(ways), len(olds) - 1)], rest[0]))
                continue
            leaf = rest.pop(0)
            leaf.inlines[:] = content or leaf.inlines
            is_one = len(olds) == len(news) == 1
            printed = reshaped(leaf.printed, olds[0].printed) if is_one else leaf.printed
            self.origin[id(leaf.inlines)] = (printed, end)
            ways.append(leaf.chain)
        for number, index in enumerate(change.old):
            place = min(number, len(ways) - 1)
            self.stays[index] = (ways[place], ways[-1 if index == change.old[-1] else place])

    def _stretch(
        self,
        one: Stretch,
        olds: Sequence[Leaf],
        news: Sequence[Leaf],
        then: Sequence[_Then],
        now: Sequence[Inlines],
    ) -> Iterator[Node]:
        old, new = olds[one.old], news[one.new]
        if one.op == "delete":
            for start, end, by in old.behind.of(*one.old_span):
                gone = self._marking("deletion", by, one.move)
                yield from then[one.old].words.cut(start, end, gone, self._old_note(by))
        elif one.op == "insert":
            for start, end, by in new.behind.of(*one.new_span):
                come = self._marking("insertion", by, one.move)
                yield from now[one.new].cut(start, end, come, self._new_note(by))
        else:
            here, end = one.new_span
            back = one.old_span[0] - here
            for note, place in self._lost_notes(then[one.old], one.old_span):
                yield from self._kept(old, new, now[one.new], (here, place - back), back)
                yield from self._marking("deletion", old.behind.whole)([note])
                here = place - back
            yield from self._kept(old, new, now[one.new], (here, end), back)

    def _kept(self, old: Leaf, new: Leaf, words: Inlines, span: tuple[int, int], back: int) -> Iterator[Node]:
        """Words that stayed, with their old look where it was another; they stood `back` characters later."""
        added = self._new_note(new.behind.whole)
        for start, end, was in looks(old.printed.block, new.printed.block, back, *span):
            mark: Marking = list if was is None else self._reforming(was, new.behind.whole)
            yield from words.cut(start, end, mark, added)

    def _lost_notes(self, old: _Then, span: tuple[int, int]) -> list[tuple[Node, int]]:
        """Notes among words that are kept, which are not kept themselves."""
        return [
            (note, place)
            for note, place in old.notes
            if id(note) not in self.kept_notes and (span[0] < place <= span[1] or place == span[0] == 0)
        ]

    def _extra(self, content: list[Node], old: Leaf, following: Leaf) -> Chain:
        """A paragraph of its own before the one that it was joined to."""
        step = following.chain[-1]
        node = {"t": "Para", "c": content}
        step.container.insert(next(n for n, one in enumerate(step.container) if one is step.element), node)
        self.origin[id(content)] = (old.printed, "deleted")
        return (*following.chain[:-1], replace(step, element=node))

    # --- what arrived and what left ---

    def _arrive(self, index: int, change: Change) -> None:
        leaf = self.after[index]
        leaf.inlines[:] = self._whole(leaf, index, change, "insertion")
        self.origin[id(leaf.inlines)] = (leaf.printed, "moved-here" if change.move else "inserted")

    def _leave(self, index: int, change: Change, following: int | None) -> None:
        leaf = self.before[index]
        leaf.inlines[:] = self._whole(leaf, index, change, "deletion")
        self.origin[id(leaf.inlines)] = (leaf.printed, "moved-away" if change.move else "deleted")
        if leaf.note is None or id(leaf.note) in self.kept_notes:
            way = self._bring(index, following)
            self.stays[index] = (way, way)

    def _whole(self, leaf: Leaf, index: int, change: Change, kind: str) -> list[Node]:
        """All words of a leaf marked; in a move those that came along are told from those that changed."""
        made: list[Node] = []
        for start, end, move in self._spoken(index, change, kind) or [(0, len(leaf.text), 0)]:
            for first, last, by in leaf.behind.of(start, end):
                mark = self._marking(kind, by, move)
                made += cut(leaf.inlines, leaf.text, first, last, mark, _as_words(mark))
        return made

    def _spoken(self, index: int, change: Change, kind: str) -> list[tuple[int, int, int]]:
        """The stretches of one leaf of a change, each with the number of the move that it is part of."""
        texts = [self.before[i].text for i in change.old], [self.after[j].text for j in change.new]
        found = []
        for stretches, _ in paragraphs(change.runs, *texts):
            for one in stretches:
                move = one.move or (change.move if one.op == "keep" else 0)
                if kind == "deletion" and one.op != "insert" and change.old[one.old] == index:
                    found.append((*one.old_span, move))
                elif kind == "insertion" and one.op != "delete" and change.new[one.new] == index:
                    found.append((*one.new_span, move))
        return found

    def _bring(self, index: int, following: int | None) -> Chain:
        """Put an old leaf where it stood: after the leaf before it or before the next that stays."""
        leaf = self.before[index]
        previous = index - 1
        while previous >= 0 and self.before[previous].note is not leaf.note:
            previous -= 1
        behind = self.before[previous].chain if previous >= 0 else ()
        ahead = self.before[following].chain if following is not None else ()
        last_now = self.stays[previous][1] if previous >= 0 else ()
        next_now = self.stays[following][0] if following is not None else ()
        is_nearer = places.shared(leaf.chain, ahead) > places.shared(leaf.chain, behind)
        if following is not None and is_nearer:
            return places.insert(leaf.chain, ahead, next_now, last_now, after=False)
        if behind:
            return places.insert(leaf.chain, behind, last_now, next_now, after=True)
        return places.bring_first(leaf.chain, self.document)

    # --- marks ---

    def _marking(self, kind: str, by: Signature, move: int = 0) -> Marking:
        by = by if by.author else self.signature
        pairs = [["author", by.author], ["date", by.date], *([["move", str(move)]] if move else [])]

        def mark(nodes: list[Node]) -> list[Node]:
            return [{"t": "Span", "c": [["", [kind], [list(pair) for pair in pairs]], list(nodes)]}]

        return mark

    def _reforming(self, was: frozenset[str], by: Signature) -> Marking:
        by = by if by.author else self.signature
        pairs = [["author", by.author], ["date", by.date], ["was", " ".join(sorted(was))]]
        return lambda nodes: [
            {"t": "Span", "c": [["", [CLASS], [list(pair) for pair in pairs]], list(nodes)]}
        ]

    def _new_note(self, by: Signature) -> NoteMarking:
        mark = self._marking("insertion", by)
        return lambda note: [note] if id(note) in self.kept_notes else mark([note])

    def _old_note(self, by: Signature) -> NoteMarking:
        mark = self._marking("deletion", by)
        return lambda note: [] if id(note) in self.kept_notes else mark([note])


def _as_words(mark: Marking) -> NoteMarking:
    return lambda note: mark([note])


def _hosts(leaves: Sequence[Leaf]) -> dict[int, int]:
    """By `id` of a note, the leaf that refers to it."""
    return {id(note): index for index, leaf in enumerate(leaves) for note in places.notes(leaf.inlines)}
