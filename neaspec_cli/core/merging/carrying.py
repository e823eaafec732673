"""What a merge decided, carried out on the sections of the plan: agreed edits one step each, then what is open.

The edits speak of all blocks of the plan in a row; here they go to the sections that hold them. Every step is read
back; what is open goes into brackets in one last step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merge import Agreed
from neaspec_cli.core.merging.asking import natural
from neaspec_cli.core.merging.editing import Editing
from neaspec_cli.core.merging.open_places import Places, edits_of_places
from neaspec_cli.core.merging.open_places import shown as spots_shown
from neaspec_cli.core.merging.open_rows import InRow, RowArrival
from neaspec_cli.core.merging.open_runs import Between, InWords, OpenRun, Whole, edit_of
from neaspec_cli.core.merging.open_words import Ends, edits_of_ends, ends_in
from neaspec_cli.core.plan import Section
from neaspec_cli.core.text.rewriting import (
    Applied,
    CannotPlace,
    Cut,
    Edit,
    Refused,
    apply_edits,
    cuts,
    spliced,
)
from neaspec_cli.core.text.tables import row_text

AGAIN = "it does not fit together with what else is merged here; run neaspec merge again once that is in"

Parse = Callable[[Section, str], Sequence[Block]]


@dataclass(frozen=True)
class Step:
    """One agreed edit: the section file as it reads after it, together with all steps before.

    `others` are the files of other sections that it changes too, by path; `removed` are files that are no more, with
    that of the section itself where it goes out.
    """

    agreed: Agreed
    section: Section
    label: str
    source: str
    others: Mapping[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()

    @property
    def changes(self) -> dict[str, str | None]:
        """Every file that it changes, by path; None for one that is no more."""
        return {self.section.path: self.source, **self.others, **dict.fromkeys(self.removed)}


@dataclass(frozen=True)
class NotCarried:
    """An agreed edit that does not read back as expected, and why; it is left to be done by hand."""

    agreed: Agreed
    reason: str


@dataclass(frozen=True)
class Bracketed:
    """A run that went into brackets, or one spot of it, and the words of its block around it.

    `staying` are those who want just what stood there.
    """

    run: OpenRun
    section: Section
    label: str
    before: str
    stood: str
    after: str
    staying: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotBracketed:
    """A run that cannot stand in brackets safely, and why; it is left open."""

    run: OpenRun
    reason: str


@dataclass(frozen=True)
class Carried:
    """Steps in the order of the plan, what went into brackets, and what was left out.

    `sources` are the sections with brackets, by path, as they read after all steps.
    """

    steps: tuple[Step, ...]
    refused: tuple[NotCarried, ...]
    bracketed: tuple[Bracketed, ...] = ()
    left_open: tuple[NotBracketed, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)

    def behind(self, steps: Sequence[Step], refused: Sequence[NotCarried]) -> Carried:
        """This after other steps, on what these came to."""
        return replace(self, steps=(*steps, *self.steps), refused=(*refused, *self.refused))


def carry_out(
    sections: Sequence[Section],
    labels: Sequence[Sequence[str]],
    agreed: Sequence[Agreed],
    parse: Parse,
    runs: Sequence[OpenRun] = (),
) -> Carried:
    """Agreed edits as successive sources of the sections, and the runs in brackets; `parse` reads a new source."""
    editing = Editing(sections, agreed)
    edits, refused = _planned(editing, agreed)
    by_run, left_open = _runs(editing, runs, agreed)
    _leave_open({}, by_run, left_open, _halves(by_run, refused))
    applied = _applied(sections, edits, by_run, refused, left_open, parse)
    bracketed = [
        shown
        for number, one in applied.items()
        for edit in one.done
        if (number, edit) in by_run
        for shown in _shown(by_run[number, edit], editing, number, labels[number])
    ]
    changed = {sections[number].path: one.source for number, one in applied.items()}
    return Carried(
        tuple(_steps(editing, labels, edits)),
        tuple(refused),
        tuple(bracketed),
        tuple(left_open),
        {one.section.path: changed[one.section.path] for one in bracketed},
    )


def _planned(
    editing: Editing, agreed: Sequence[Agreed]
) -> tuple[dict[Agreed, dict[int, Edit]], list[NotCarried]]:
    edits: dict[Agreed, dict[int, Edit]] = {}
    refused: list[NotCarried] = []
    for one in sorted(agreed, key=_in_order):
        if editing.rides_along(one):
            continue
        try:
            edits[one] = editing.edits(one)
        except CannotPlace as reason:
            refused.append(NotCarried(one, reason.message))
    for failed in refused[:]:
        for one in _linked(failed.agreed, edits):
            _leave_out(one, failed.reason, edits, refused)
    return edits, refused


def _leave_out(
    one: Agreed, reason: str, edits: dict[Agreed, dict[int, Edit]], refused: list[NotCarried]
) -> None:
    del edits[one]
    if not any(set(one.keys) <= set(other.agreed.keys) for other in refused):
        refused.append(NotCarried(one, reason))


def _linked(one: Agreed, others: Iterable[Agreed]) -> list[Agreed]:
    """Those that carry out the same wish: it is done as a whole or not at all."""
    return [other for other in others if not set(one.keys).isdisjoint(other.keys)]


def _in_order(one: Agreed) -> tuple[int, int, list[list[tuple[int, str]]]]:
    return one.block, one.start, [natural(key) for key in one.keys]


def _applied(
    sections: Sequence[Section],
    edits: dict[Agreed, dict[int, Edit]],
    by_run: dict[tuple[int, Edit], OpenRun],
    refused: list[NotCarried],
    left_open: list[NotBracketed],
    parse: Parse,
) -> dict[int, Applied]:
    """Every section with its edits; one that does not read back in one section is left out of all."""
    applied: dict[int, Applied] = {}
    waiting = {number for one in edits.values() for number in one} | {number for number, _ in by_run}
    while waiting:
        for number in sorted(waiting):
            section = sections[number]
            mine = [one[number] for one in edits.values() if number in one]
            mine += [edit for other, edit in by_run if other == number]
            applied[number] = apply_edits(section.source, section.blocks, mine, partial(parse, section))
        failed = {
            one: _why(left, sections[number], parse)
            for number in waiting
            for left in applied[number].refused
            for one, mine_of in edits.items()
            if mine_of.get(number) is left.edit
        }
        linked = {other: reason for one, reason in failed.items() for other in _linked(one, edits)}
        waiting = {
            number for one in linked for number, edit in edits[one].items() if edit in applied[number].done
        }
        for one, reason in linked.items():
            _leave_out(one, reason, edits, refused)
        shut = {
            (number, left.edit): _why(left, sections[number], parse)
            for number, one in applied.items()
            for left in one.refused
            if (number, left.edit) in by_run
        }
        waiting |= _leave_open(shut, by_run, left_open, _halves(by_run, refused))
    return applied


def _why(left: Refused, section: Section, parse: Parse) -> str:
    """Why an edit was left out: what reads back by itself goes in with the next merge, on the words of this one."""
    alone = apply_edits(section.source, section.blocks, [left.edit], partial(parse, section))
    return AGAIN if alone.done else left.reason


def _halves(by_run: Mapping[tuple[int, Edit], OpenRun], refused: Sequence[NotCarried]) -> dict[OpenRun, str]:
    """Runs that hold the other half of what could not be carried out."""
    return {
        run: left.reason
        for run in by_run.values()
        for left in refused
        if not set(left.agreed.keys).isdisjoint(run.keys)
    }


def _steps(
    editing: Editing, labels: Sequence[Sequence[str]], edits: Mapping[Agreed, Mapping[int, Edit]]
) -> Iterator[Step]:
    """The sections as they read after each edit, all edits before it included."""
    so_far: dict[int, list[Cut]] = defaultdict(list)
    for one, together in _wholes(edits):
        number, at = editing.place(one.block)
        changed = {}
        for other, edit in (item for part in together for item in edits[part].items()):
            section = editing.sections[other]
            so_far[other] += cuts(section.source, section.blocks, edit)
            changed[section.path] = spliced(section.source, so_far[other])
        section = editing.sections[number]
        label = labels[number][at] if at >= 0 else ""
        yield Step(one, section, label, changed.pop(section.path), changed)


def _leave_open(
    shut: Mapping[tuple[int, Edit], str],
    by_run: dict[tuple[int, Edit], OpenRun],
    left_open: list[NotBracketed],
    refused: Mapping[OpenRun, str],
) -> set[int]:
    """Leave runs open, with those that keep the same wish; gives the sections of what goes along."""
    reasons = {**refused, **{by_run[place]: reason for place, reason in shut.items()}}
    sections: set[int] = set()
    for place, run in list(by_run.items()):
        why = [reason for one, reason in reasons.items() if not set(one.keys).isdisjoint(run.keys)]
        if why:
            sections |= set() if place in shut else {place[0]}
            del by_run[place]
            if run not in [one.run for one in left_open]:
                left_open.append(NotBracketed(run, why[0]))
    return sections


def _wholes(edits: Iterable[Agreed]) -> Iterator[tuple[Agreed, list[Agreed]]]:
    """What is agreed step by step: parts of one wish are one step, with the keys and holders of all of them."""
    wholes: dict[str, list[Agreed]] = {}
    for one in edits:
        known = {id(wholes[key]): wholes[key] for key in one.keys if key in wholes}
        whole = [other for parts in known.values() for other in parts] + [one]
        wholes.update((key, whole) for other in whole for key in other.keys)
    for whole in {id(one): one for one in wholes.values()}.values():
        keys = {key for one in whole for key in one.keys}
        holders = {holder for one in whole for holder in one.holders}
        yield replace(whole[0], keys=tuple(sorted(keys)), holders=tuple(sorted(holders))), whole


def _runs(
    editing: Editing, runs: Sequence[OpenRun], agreed: Collection[Agreed]
) -> tuple[dict[tuple[int, Edit], OpenRun], list[NotBracketed]]:
    by_run: dict[tuple[int, Edit], OpenRun] = {}
    left_open: list[NotBracketed] = []
    for run in sorted(runs, key=lambda one: (one.block, one.name)):
        number, _ = editing.place(run.block)
        section, start = editing.sections[number], editing.starts[number]
        try:
            if isinstance(run.place, Places | Ends):
                edits = (
                    edits_of_ends(run.place, run.name, editing)
                    if isinstance(run.place, Ends)
                    else edits_of_places(run.place, run.name, editing, agreed)
                )
                by_run.update(dict.fromkeys(edits.items(), run))
                continue
            arriving = editing.written(run.parts)
            by_run[number, edit_of(run, section.source, section.blocks, start, agreed, arriving)] = run
        except CannotPlace as reason:
            left_open.append(NotBracketed(run, reason.message))
    _leave_open({}, by_run, left_open, {one.run: one.reason for one in left_open})
    return by_run, left_open


def _shown(run: OpenRun, editing: Editing, number: int, labels: Sequence[str]) -> Iterator[Bracketed]:
    """A run in one section; of several spots each by itself."""
    section, at = editing.sections[number], run.block - editing.starts[number]
    if isinstance(run.place, Places):
        for spot, first, stood, held in spots_shown(run.place, editing, number):
            label = labels[first] if first >= 0 else ""
            place = Whole(spot.stands[0], spot.stands[-1]) if spot.stands else Between(spot.after)
            one = replace(run, place=place, held=held)
            yield Bracketed(one, section, label, "", stood, "", spot.staying)
        return
    if isinstance(run.place, Ends):
        for end, _ in ends_in(run.place, editing, number):
            one = replace(run, place=InWords(end.block, end.start, end.end), held=end.held)
            yield from _shown(one, editing, number, labels)
        return
    label = labels[at] if run.block >= 0 else ""
    match run.place:
        case InWords(_, low, high):
            text = section.blocks[at].text
            yield Bracketed(run, section, label, text[:low], text[low:high], text[high:])
        case Between() | RowArrival():
            yield Bracketed(run, section, label, "", "", "")
        case InRow():
            yield Bracketed(run, section, label, "", row_text(section.blocks, at), "")
        case _:
            yield Bracketed(run, section, label, "", section.blocks[at].text, "")
