"""A deletion here and an insertion there that are one move, whether the word processor says so or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from neaspec_cli.core.comments import Place
from neaspec_cli.core.proposals import (
    AFTER,
    DeleteBlock,
    DeleteWords,
    InsertBlock,
    InsertWords,
    Move,
    ReplaceWords,
)
from neaspec_cli.intake.folding import fold, likeness
from neaspec_cli.intake.word_edits import carry
from neaspec_cli.intake.word_items import Item, words_proposal
from neaspec_cli.intake.word_marks import Mark

SAME = 0.9
ENOUGH_WORDS = 4
MOST_CELLS = 25_000_000
"""Characters of one text times those of the other, up to which they are compared by likeness."""
MOST_COMPARED = 200_000
"""Pairs of texts compared by likeness; beyond that only equal ones are paired."""


def pair_moves(items: Sequence[Item]) -> list[Item]:
    """The items with each pair of taking out and putting in the same words told as one move."""
    gone = _Gone([one for one in items if _taken_out(one)])
    come = [one for one in items if _put_in(one)]
    may_compare = len(gone.items) * len(come) <= MOST_COMPARED
    pairs: dict[Item, Item] = {}
    for item in come:
        match = gone.match(item, may_compare)
        if match is not None:
            pairs[match] = item
    dropped = set(pairs.values())
    result: list[Item] = []
    for one in items:
        if one in pairs:
            result += _move(one, pairs[one])
        elif one not in dropped:
            result.append(one)
    return result


class _Gone:
    """What was taken out, by the name of its move and by its words; each is matched once."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.used: set[Item] = set()
        self.by_name: dict[str, list[Item]] = defaultdict(list)
        self.by_words: dict[str, list[Item]] = defaultdict(list)
        for one in items:
            self.by_words[fold(_taken_out(one)).text].append(one)
            for name in {mark.name for mark in one.marks if mark.name}:
                self.by_name[name].append(one)

    def match(self, item: Item, may_compare: bool) -> Item | None:
        """The one that the inserted words were taken from, or None."""
        words = _put_in(item)
        named = [one for mark in item.marks if mark.name for one in self.by_name[mark.name]]
        candidates = named
        if any(mark.tag == "moveTo" for mark in item.marks) or words.count(" ") >= ENOUGH_WORDS - 1:
            alike = self.items if may_compare else ()
            likely = (one for one in alike if _are_alike(_taken_out(one), words))
            candidates = [*named, *self.by_words[fold(words).text], *likely]
        whole = isinstance(item.proposal, InsertBlock)
        fitting = (one for one in candidates if isinstance(one.proposal, DeleteBlock) == whole)
        found = next((one for one in fitting if one not in self.used), None)
        if found is not None:
            self.used.add(found)
        return found


def _are_alike(one: str, other: str) -> bool:
    return len(one) * len(other) <= MOST_CELLS and likeness(one, other) >= SAME


def _taken_out(item: Item) -> str:
    match item.proposal:
        case DeleteBlock(old) | DeleteWords(old) if item.marks and item.is_placed:
            return old
        case _:
            return ""


def _put_in(item: Item) -> str:
    match item.proposal:
        case InsertBlock(new) | InsertWords(new) if item.marks and item.is_placed:
            return new
        case _:
            return ""


def _move(gone: Item, come: Item) -> list[Item]:
    """The move, and what was changed in the words on their way."""
    marks = tuple(dict.fromkeys((*gone.marks, *come.marks)))
    place, old, new = come.place, _taken_out(gone), _put_in(come)
    if isinstance(come.proposal, InsertBlock):
        move = Item(gone.order, gone.place, Move(place.section, place.block, come.proposal.where), marks)
        return [move, *_edits(gone, old, new, 0, marks)]
    assert isinstance(come.proposal, InsertWords)
    assert isinstance(gone.proposal, DeleteWords)
    at = gone.proposal.at or 0
    where = Place(gone.place.section, gone.place.block, old)
    move = Item(gone.order, where, Move(place.section, place.block, AFTER, old, at, come.proposal.at), marks)
    return [move, *(_edits(gone, old, new, at, marks) if fold(old).text != fold(new).text else ())]


def _edits(gone: Item, old: str, new: str, at: int, marks: tuple[Mark, ...]) -> list[Item]:
    edits, _ = carry(old, new, [])
    result = []
    for one in edits:
        proposal = words_proposal(old, one.start, one.end, one.new)
        if at and isinstance(proposal, InsertWords | DeleteWords | ReplaceWords):
            proposal = replace(proposal, at=at + (proposal.at or 0))
        result.append(Item((gone.order[0], at + one.start), gone.place, proposal, marks))
    return result
