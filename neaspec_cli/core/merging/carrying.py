"""What a merge decided, carried out on the sections of the plan: agreed edits one step each, then what is open.

The edits speak of all blocks of the plan in a row; here they go to the sections that hold them. Every step is read
back; what is open goes into brackets in one last step.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merge import Agreed
from neaspec_cli.core.merging.open_runs import Between, InWords, OpenRun, edit_of
from neaspec_cli.core.plan import Section
from neaspec_cli.core.text.rewriting import (
    BlockEdit,
    CannotPlace,
    Edit,
    SourceEdit,
    TextEdit,
    apply_edits,
    splice,
)

Parse = Callable[[Section, str], Sequence[Block]]


@dataclass(frozen=True)
class Step:
    """One agreed edit: the section file as it reads after it, together with all steps before."""

    agreed: Agreed
    section: Section
    label: str
    source: str


@dataclass(frozen=True)
class NotCarried:
    """An agreed edit that does not read back as expected, and why; it is left to be done by hand."""

    agreed: Agreed
    reason: str


@dataclass(frozen=True)
class Bracketed:
    """A run that went into brackets, and the words of its block around it."""

    run: OpenRun
    section: Section
    label: str
    before: str
    stood: str
    after: str


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


def carry_out(
    sections: Sequence[Section],
    labels: Sequence[Sequence[str]],
    agreed: Sequence[Agreed],
    parse: Parse,
    runs: Sequence[OpenRun] = (),
) -> Carried:
    """Agreed edits as successive sources of the sections, and the runs in brackets; `parse` reads a new source."""
    found: list[Carried] = []
    start = 0
    for section, of_section in zip(sections, labels, strict=True):
        stop = start + len(section.blocks)
        mine = [one for one in agreed if start <= max(one.block, 0) < stop]
        open_here = [run for run in runs if start <= max(run.block, 0) < stop]
        found.append(_in_section(section, of_section, mine, open_here, start, parse))
        start = stop
    return Carried(
        tuple(step for one in found for step in one.steps),
        tuple(left for one in found for left in one.refused),
        tuple(run for one in found for run in one.bracketed),
        tuple(left for one in found for left in one.left_open),
        {path: source for one in found for path, source in one.sources.items()},
    )


def _in_section(
    section: Section,
    labels: Sequence[str],
    agreed: Sequence[Agreed],
    runs: Sequence[OpenRun],
    start: int,
    parse: Parse,
) -> Carried:
    by_edit: dict[Edit, Agreed] = {
        _edit(one, start): one for one in sorted(agreed, key=lambda one: (one.block, one.start, one.keys))
    }
    by_run, left_open = _runs(section, runs, start, agreed)
    applied = apply_edits(
        section.source, section.blocks, [*by_edit, *by_run], lambda text: parse(section, text)
    )
    steps: list[Step] = []
    for count, edit in enumerate(applied.done, 1):
        if not isinstance(edit, SourceEdit):
            source = splice(section.source, section.blocks, applied.done[:count])
            label = labels[edit.block] if edit.block >= 0 else ""
            steps.append(Step(by_edit[edit], section, label, source))
    bracketed = tuple(_shown(by_run[edit], section, labels, start) for edit in applied.done if edit in by_run)
    refused = [NotCarried(by_edit[one.edit], one.reason) for one in applied.refused if one.edit in by_edit]
    left_open += [NotBracketed(by_run[one.edit], one.reason) for one in applied.refused if one.edit in by_run]
    sources = {section.path: applied.source} if bracketed else {}
    return Carried(tuple(steps), tuple(refused), bracketed, tuple(left_open), sources)


def _runs(
    section: Section, runs: Sequence[OpenRun], start: int, agreed: Collection[Agreed]
) -> tuple[dict[Edit, OpenRun], list[NotBracketed]]:
    by_run: dict[Edit, OpenRun] = {}
    left_open: list[NotBracketed] = []
    for run in sorted(runs, key=lambda one: (one.block, one.name)):
        try:
            by_run[edit_of(run, section.source, section.blocks, start, agreed)] = run
        except CannotPlace as reason:
            left_open.append(NotBracketed(run, reason.message))
    return by_run, left_open


def _shown(run: OpenRun, section: Section, labels: Sequence[str], start: int) -> Bracketed:
    number = run.block - start
    label = labels[number] if run.block >= 0 else ""
    match run.place:
        case InWords(_, low, high):
            text = section.blocks[number].text
            return Bracketed(run, section, label, text[:low], text[low:high], text[high:])
        case Between():
            return Bracketed(run, section, label, "", "", "")
        case _:
            return Bracketed(run, section, label, "", section.blocks[number].text, "")


def _edit(one: Agreed, start: int) -> Edit:
    key = " ".join(one.keys)
    block = one.block - start if one.block >= 0 else -1
    if one.op == "replace":
        return TextEdit(block, one.start, one.end, one.text, key)
    if one.op == "join":
        raise CannotPlace("paragraphs are to be joined by hand")
    return BlockEdit(one.op, block, one.texts, key)
