"""Two revisions of the plan compared: changes by section, each with the labels its readers know it by.

Law: for each change keep and delete spell the old plain text of its blocks, keep and insert the new. Of a move both
ends are listed, `moved` where it stands now with the words, `moved away` where it stood without them. A passage that
went to another paragraph is deleted in one place and inserted in another, and both runs have the number of its move.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

from neaspec_cli.core.comparing.passages import with_passages
from neaspec_cli.core.comparing.tracing import Reason, Spot, Step, departures, trace
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.plan import Plan
from neaspec_cli.core.prosediff import Change, Run, Summary, compare, summary, total

AWAY = "moved away"


@dataclass(frozen=True)
class PlacedChange:
    """A change with the section it is listed under and the blocks' labels then and now."""

    section: str
    kind: str
    label_from: str
    label_to: str
    block: str
    """Kind of block: heading, paragraph, item, cell, note, …"""
    move: int
    runs: tuple[Run, ...]
    old: tuple[Spot, ...] = ()
    new: tuple[Spot, ...] = ()
    before: tuple[Block, ...] = ()
    """The blocks then, whose texts keep and delete spell; of a move both ends have them."""
    after: tuple[Block, ...] = ()
    why: tuple[Reason, ...] = ()

    @property
    def is_change(self) -> bool:
        """Is it more than a block that stayed as it was?"""
        return self.kind != "same"


@dataclass(frozen=True)
class SectionChanges:
    """The changes of one section in reading order, unchanged blocks included."""

    section: str
    title: str
    changes: tuple[PlacedChange, ...]
    summary: Summary


@dataclass(frozen=True)
class Comparison:
    """All sections of the new revision, then those that are gone."""

    sections: tuple[SectionChanges, ...]
    summary: Summary

    @property
    def is_empty(self) -> bool:
        """Do both revisions read the same?"""
        return self.summary == Summary()


class _Place(NamedTuple):
    section: str
    spot: Spot
    label: str
    block: Block


@dataclass
class _Listing:
    """Changes gathered by section."""

    by_section: dict[str, list[PlacedChange]] = field(default_factory=dict)
    raw: dict[str, list[Change]] = field(default_factory=dict)

    def add(self, section: str, placed: PlacedChange, change: Change | None) -> None:
        self.by_section.setdefault(section, []).append(placed)
        if change is not None:
            self.raw.setdefault(section, []).append(change)


def compare_plans(old: Plan, new: Plan, annotated: bool = True) -> Comparison:
    """What changed between two revisions; `annotated` compares the annotations too, else the text alone."""
    before, after = _places(old, annotated), _places(new, annotated)
    changes = with_passages(compare([one.block for one in before], [one.block for one in after]))
    listing = _Listing({section.id: [] for section in new.sections})
    before = _under_their_successors(before, after, changes, listing.by_section)
    left = _departures(changes)
    last = next(iter(listing.by_section), "")
    for change in changes:
        section = _section_of(change, before, after, last)
        last = section
        listing.add(section, _placed(section, change, before, after), change)
        for index in () if change.move else change.old:
            for number in left.get(index, ()):
                listing.add(*_away(changes[number], before), None)
    _first_departures(listing, changes, left, before)
    titles = {section.id: section.title for section in (*old.sections, *new.sections)}
    sections = tuple(
        SectionChanges(name, titles.get(name, name), tuple(found), summary(listing.raw.get(name, ())))
        for name, found in listing.by_section.items()
    )
    return Comparison(sections, total(one.summary for one in sections))


def _places(plan: Plan, annotated: bool) -> list[_Place]:
    return [
        _Place(section.id, (section.path, index), label.text, block)
        for section, labels in zip(plan.sections, plan.labels(annotated), strict=True)
        for index, (block, label) in enumerate(zip(section.blocks, labels, strict=True))
        if annotated or not block.is_annotation
    ]


def _under_their_successors(
    before: Sequence[_Place], after: Sequence[_Place], changes: Sequence[Change], standing: Collection[str]
) -> list[_Place]:
    """The old places; those of a section that is gone, in the section where most of what stayed of it stands now."""
    now: dict[str, Counter[str]] = {}
    for change in changes:
        if change.old and change.new and not change.move:
            counts = now.setdefault(before[change.old[0]].section, Counter())
            counts[after[change.new[0]].section] += 1
    new_home = {name: counts.most_common(1)[0][0] for name, counts in now.items() if name not in standing}
    if not new_home:
        return list(before)
    return [one._replace(section=new_home.get(one.section, one.section)) for one in before]


def _section_of(change: Change, before: Sequence[_Place], after: Sequence[_Place], last: str) -> str:
    if change.new:
        return after[change.new[0]].section
    return before[change.old[0]].section if change.old else last


def _placed(section: str, change: Change, before: Sequence[_Place], after: Sequence[_Place]) -> PlacedChange:
    old, new = [before[index] for index in change.old], [after[index] for index in change.new]
    return PlacedChange(
        section,
        change.kind,
        ", ".join([one.label for one in old]),
        ", ".join([one.label for one in new]),
        (new or old)[0].block.kind,
        change.move,
        change.runs,
        tuple([one.spot for one in old]),
        tuple([one.spot for one in new]),
        tuple([one.block for one in old]),
        tuple([one.block for one in new]),
    )


def _departures(changes: Sequence[Change]) -> dict[int, list[int]]:
    """For each old block that did not move, the moves that stood right after it; -1 holds those at the very start."""
    staying = {index for change in changes if not change.move for index in change.old}
    found: dict[int, list[int]] = {}
    moves = [(change.old[0], number) for number, change in enumerate(changes) if change.move and change.old]
    for start, number in sorted(moves):
        before = start - 1
        while before >= 0 and before not in staying:
            before -= 1
        found.setdefault(before, []).append(number)
    return found


def _away(change: Change, before: Sequence[_Place]) -> tuple[str, PlacedChange]:
    """The section that a moved block left, and the end of the move there."""
    places = [before[index] for index in change.old]
    label = ", ".join(one.label for one in places)
    section, kind = places[0].section, places[0].block.kind
    blocks = tuple(one.block for one in places)
    return section, PlacedChange(section, AWAY, label, "", kind, change.move, (), before=blocks)


def _first_departures(
    listing: _Listing, changes: Sequence[Change], left: dict[int, list[int]], before: Sequence[_Place]
) -> None:
    for number in reversed(left.get(-1, [])):
        section, away = _away(changes[number], before)
        listing.by_section.setdefault(section, []).insert(0, away)


def explained(comparison: Comparison, steps: Sequence[Step]) -> Comparison:
    """The comparison with the commits behind each change; `steps` lead from old to new and come newest first."""
    changes = [
        one for section in comparison.sections for one in section.changes if one.kind not in ("same", AWAY)
    ]
    histories = trace(steps, {spot for one in changes for spot in one.new})
    gone = departures(steps, {spot for one in changes if not one.new for spot in one.old})

    def why(change: PlacedChange) -> tuple[Reason, ...]:
        behind = [
            touch.reason for spot in change.new if spot in histories for touch in histories[spot].touches
        ]
        behind += [reason for spot in change.old if not change.new for reason in gone.get(spot, ())]
        return tuple(dict.fromkeys(behind))

    sections = tuple(
        replace(
            section,
            changes=tuple(
                one if one.kind in ("same", AWAY) else replace(one, why=why(one)) for one in section.changes
            ),
        )
        for section in comparison.sections
    )
    return replace(comparison, sections=sections)


def as_json(comparison: Comparison, names: tuple[str, str], full: bool) -> dict[str, Any]:
    """`diff --json`; `full` lists unchanged blocks too."""
    return {
        "from": names[0],
        "to": names[1],
        "summary": asdict(comparison.summary),
        "sections": [
            {"section": one.section, "title": one.title, "changes": _changes_json(one.changes, full)}
            for one in comparison.sections
            if full or any(change.is_change for change in one.changes)
        ],
    }


def _changes_json(changes: Iterable[PlacedChange], full: bool) -> list[dict[str, Any]]:
    return [
        {
            "kind": change.kind,
            "block": change.block,
            "label_from": change.label_from or None,
            "label_to": change.label_to or None,
            "move_id": change.move or None,
            "runs": [run_json(run) for run in change.runs],
            "why": [asdict(one) for one in change.why],
        }
        for change in changes
        if full or change.is_change
    ]


def run_json(run: Run) -> dict[str, str | int]:
    """A run as `--json` writes it; words that went to another paragraph, or came from one, say by which move."""
    return {"op": run.op, "text": run.text, **({"move_id": run.move} if run.move else {})}
