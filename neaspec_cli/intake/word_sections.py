"""Whole sections that came, went or moved: told once each, and not paragraph by paragraph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from neaspec_cli.core import proposals as p
from neaspec_cli.core.merging.section_wishes import written_part
from neaspec_cli.core.register.circulated import CirculatedLeaf, CirculatedText
from neaspec_cli.intake.word_items import NOWHERE, Item
from neaspec_cli.intake.word_links import Links
from neaspec_cli.intake.word_marks import Mark


@dataclass(frozen=True)
class _Section:
    """The leaves of a circulated section with words, notes aside, by their numbers; the first is its title."""

    leaves: Mapping[int, CirculatedLeaf]

    @property
    def title(self) -> tuple[int, CirculatedLeaf]:
        """Number and leaf of its title."""
        return next(iter(self.leaves.items()))


def whole_sections(found: Sequence[Item], links: Links, circulated: CirculatedText) -> list[Item]:
    """The items, those about whole sections as one for each."""
    sections = _sections(circulated)
    result = _new(_with_short_ones(found, sections), links, sections)
    for name, section in sections.items():
        mine = [one for one in result if one.place.section == name]
        gone = [
            one for one in mine if isinstance(one.proposal, p.DeleteBlock | p.DeleteRow) or _is_note_out(one)
        ]
        if gone and _covers(gone, section):
            result = _instead(result, gone, section, p.DeleteSection(section.title[1].block.text))
            continue
        moved = [one for one in mine if isinstance(one.proposal, p.Move) and not one.proposal.old]
        to = _to(moved, name, section, sections) if len(sections) > 1 else None
        if to is not None:
            result = _instead(result, moved, section, to)
    return result


def _sections(circulated: CirculatedText) -> dict[str, _Section]:
    """All that begin with a title of the first level."""
    found: dict[str, _Section] = {}
    numbered = enumerate(circulated.leaves)
    for name, group in groupby(numbered, key=lambda one: one[1].section):
        leaves = {at: leaf for at, leaf in group if leaf.block.kind != "note" and leaf.text.strip()}
        first = next(iter(leaves.values()), None)
        if first is not None and (first.block.kind, first.block.level) == ("heading", 1):
            found[name] = _Section(leaves)
    return found


def _instead(
    found: Sequence[Item], told: Sequence[Item], section: _Section, proposal: p.Proposal
) -> list[Item]:
    """One item in the place of several, with the marks of all."""
    number, leaf = section.title
    one = Item((number, 0), leaf.place(), proposal, _marks(told))
    all_told = set(told)
    return [
        one if other is told[0] else other for other in found if other is told[0] or other not in all_told
    ]


def _marks(items: Iterable[Item]) -> tuple[Mark, ...]:
    return tuple(dict.fromkeys(mark for one in items for mark in one.marks))


# New ones


def _new(found: Sequence[Item], links: Links, sections: Mapping[str, _Section]) -> list[Item]:
    """A title of the first level between two sections, with all that is new behind it."""
    result: list[Item] = []
    open_item: Item | None = None
    told: list[Item] = []
    for item in sorted(found, key=lambda one: one.order):
        section = sections.get(item.place.section)
        if section is not None and _is_title(item) and _is_between(item, section):
            open_item, told = item, [item]
            result.append(_as_section(item, told, section))
        elif open_item is not None and section is not None and _goes_on(item, told[-1], links):
            told.append(item)
            result[-1] = _as_section(open_item, told, section)
        else:
            open_item = None if _is_new(item) else open_item
            result.append(item)
    return result


def _is_new(item: Item) -> bool:
    return isinstance(item.proposal, p.InsertBlock)


def _is_title(item: Item) -> bool:
    return isinstance(item.proposal, p.InsertBlock) and (item.proposal.kind, item.proposal.level) == (
        "heading",
        1,
    )


def _is_between(item: Item, section: _Section) -> bool:
    assert isinstance(item.proposal, p.InsertBlock), "it is a new title"
    if item.proposal.where == "before":
        return item.order[0] == section.title[0]
    behind = [leaf for at, leaf in section.leaves.items() if at > item.order[0]]
    return not behind or (not item.marks and all(map(_is_fixed, behind)))


def _goes_on(item: Item, before: Item, links: Links) -> bool:
    """Does a new paragraph stand behind another one with nothing of the circulated text between them?"""
    one, other = before.order[1] - NOWHERE, item.order[1] - NOWHERE
    if not _is_new(item) or _is_title(item) or item.order[0] != before.order[0] or not 0 <= one < other:
        return False
    return not any(
        links.accepted[at].text.strip() and links.owners[at]
        for at in range(one + 1, min(other, len(links.accepted)))
    )


def _as_section(title: Item, told: Sequence[Item], section: _Section) -> Item:
    assert isinstance(title.proposal, p.InsertBlock), "it is a new title"
    parts = [_written(one.proposal) for one in told if isinstance(one.proposal, p.InsertBlock)]
    proposal = p.InsertSection("\n\n".join(parts), title.proposal.where)
    return Item(title.order, section.title[1].place(), proposal, _marks(told))


def _written(new: p.InsertBlock) -> str:
    if _has_level_one(new):
        return new.new
    return written_part(new.new, new.level or 0 if new.kind == "heading" else 0, is_item=new.kind == "item")


def _has_level_one(new: p.InsertBlock) -> bool:
    return new.kind == "heading" and new.level == 1


# Those that went or moved


def _with_short_ones(found: Sequence[Item], sections: Mapping[str, _Section]) -> list[Item]:
    """Where a section moved, its paragraphs too short to be known as moved by themselves moved with the others."""
    moved = {one.order[0] for one in found if isinstance(one.proposal, p.Move) and not one.proposal.old}
    out = {one.order[0]: one for one in found if isinstance(one.proposal, p.DeleteBlock)}
    come: dict[str, list[Item]] = defaultdict(list)
    for one in found:
        if isinstance(one.proposal, p.InsertBlock) and one.is_placed:
            come[" ".join(one.proposal.new.split())].append(one)
    instead: dict[Item, Item | None] = {}
    for section in sections.values():
        rest = [at for at, leaf in section.leaves.items() if at not in moved and not _is_fixed(leaf)]
        pairs = _pairs([out.get(at) for at in rest], section, come)
        if pairs and (not moved.isdisjoint(section.leaves) or len(pairs) > 1):
            for gone, into in pairs:
                assert isinstance(into.proposal, p.InsertBlock), "it is a new paragraph"
                goes = p.Move(into.place.section, into.place.block, into.proposal.where)
                instead[gone], instead[into] = Item(gone.order, gone.place, goes, _marks([gone, into])), None
                come[" ".join(into.proposal.new.split())].remove(into)
    return [told for one in found if (told := instead.get(one, one)) is not None]


def _pairs(
    gone: Sequence[Item | None], section: _Section, come: Mapping[str, Sequence[Item]]
) -> list[tuple[Item, Item]]:
    """Each of these with the same words put in beside one and the same place; nothing where one has none."""
    pairs: list[tuple[Item, Item]] = []
    used: set[Item] = set()
    place: int | None = None
    for one in gone:
        words = " ".join(section.leaves[one.order[0]].block.text.split()) if one is not None else ""
        free = (into for into in come.get(words, ()) if into not in used and place in (None, into.order[0]))
        into = next(free, None)
        if one is None or into is None:
            return []
        pairs.append((one, into))
        used.add(into)
        place = into.order[0]
    return pairs


def _is_fixed(leaf: CirculatedLeaf) -> bool:
    """Is it of a table, whose cells are not told as moved?"""
    return leaf.block.kind in ("cell", "caption")


def _is_note_out(item: Item) -> bool:
    return isinstance(item.proposal, p.NoteChange) and not item.proposal.new


def _covers(gone: Sequence[Item], section: _Section) -> bool:
    """Is every paragraph and row of a section taken out?"""
    numbers = {one.order[0] for one in gone if isinstance(one.proposal, p.DeleteBlock)}
    rows = {
        _row(section.leaves[one.order[0]])
        for one in gone
        if isinstance(one.proposal, p.DeleteRow) and one.order[0] in section.leaves
    }
    return all(
        number in numbers or (leaf.block.kind == "cell" and _row(leaf) in rows)
        for number, leaf in section.leaves.items()
    )


def _row(leaf: CirculatedLeaf) -> tuple[int, int]:
    return leaf.block.table, leaf.block.path[0]


def _to(
    moved: Sequence[Item], name: str, section: _Section, sections: Mapping[str, _Section]
) -> p.MoveSection | None:
    """Where a section went, all of whose paragraphs moved, one behind the other, between two others."""
    title, _ = section.title
    by_number = {one.order[0]: one.proposal for one in moved if isinstance(one.proposal, p.Move)}
    if not all(at in by_number or _is_fixed(leaf) for at, leaf in section.leaves.items()):
        return None
    goes = by_number[title]
    other = sections.get(goes.section)
    if other is None or goes.section == name or not _is_edge(goes, other):
        return None
    place = (goes.section, goes.block, goes.where)
    together = all(
        (one.section, one.block, one.where) == place or one.section == name for one in by_number.values()
    )
    return p.MoveSection(goes.section, goes.where) if together else None


def _is_edge(goes: p.Move, other: _Section) -> bool:
    """Is a place before all of a section, or behind all of it but a table at its end?"""
    at = next((at for at, leaf in other.leaves.items() if leaf.label == goes.block), None)
    if at is None:
        return False
    if goes.where == "before":
        return at == other.title[0]
    return all(_is_fixed(leaf) for number, leaf in other.leaves.items() if number > at)
