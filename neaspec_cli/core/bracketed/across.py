"""Bracketed text over several sections: what stands under one name is one question, settled and held in all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from neaspec_cli.core.bracketed import holding, settling
from neaspec_cli.core.bracketed.names import names_in
from neaspec_cli.core.brackets import BREAK, Bracket, Wording, read_brackets
from neaspec_cli.core.plan import Section
from neaspec_cli.core.text.edits import SourceEdit

Edits = list[tuple[Section, SourceEdit]]
"""An edit for each section that is changed."""


def all_brackets(sections: Iterable[Section]) -> tuple[Bracket, ...]:
    """The bracketed text of all sections in the order of the text, each question once, where its words stood before."""
    groups: dict[tuple[str, str], list[Bracket]] = {}
    for section in sections:
        for one in read_brackets(section):
            groups.setdefault((one.id, "" if one.is_open else one.section), []).append(one)
    return tuple(_united(found) for found in groups.values())


def standing(sections: Iterable[Section], identifier: str) -> list[tuple[Section, Bracket]]:
    """The sections that have a bracket of that id, with what of it stands in each."""
    return [(section, one) for section in sections for one in read_brackets(section) if one.id == identifier]


def whole(found: Sequence[tuple[Section, Bracket]]) -> Bracket | None:
    """The one bracket that stands there; None where there is none, or several have one id."""
    brackets = [one for _, one in found]
    if not brackets or (len(brackets) > 1 and not all(one.is_open for one in brackets)):
        return None
    return _united(brackets)


def settle(found: Sequence[tuple[Section, Bracket]], outcome: settling.Outcome) -> Edits:
    """The edits that settle a bracket in all its places; what is kept takes the names of what goes."""
    everything = _united([one for _, one in found])
    if everything.kind == "blocks":
        is_move = len(everything.places) > 1
        outcome = replace(outcome, names=tuple(_names(found, outcome)), is_move=is_move)
    return [
        (section, settling.settle(section.source, section.blocks, one, own))
        for section, one in found
        for own in [settling.within(outcome, one, everything)]
    ]


def _names(found: Sequence[tuple[Section, Bracket]], outcome: settling.Outcome) -> Iterator[str]:
    kept = outcome.kept.parts if outcome.kept else ()
    names: dict[bool, list[str]] = {True: [], False: []}
    for section, one in found:
        for part in (part for wording in one.wordings for part in wording.parts):
            names[part in kept] += names_in(section.source, section.blocks, part)
    return (name for name in dict.fromkeys(names[False]) if name not in names[True])


def withdraw(found: Sequence[tuple[Section, Bracket]], holder: str) -> Edits:
    """The edits after which somebody holds a bracket nowhere any more."""
    everything = _united([one for _, one in found])
    return [
        (section, holding.withdraw(section.source, section.blocks, one, holder, everything))
        for section, one in found
    ]


def follow(found: Sequence[tuple[Section, Bracket]], holders: Sequence[str], leader: str) -> Edits:
    """The edits by which holders want in all places what somebody wants there."""
    return [(section, holding.follow(section.source, one, holders, leader)) for section, one in found]


def _united(brackets: Sequence[Bracket]) -> Bracket:
    """Brackets under one name as one; of several places the first is where words stood before."""
    if len(brackets) == 1 and len(brackets[0].places) == 1:
        return brackets[0]
    groups: dict[tuple[tuple[str, ...], tuple[str, ...], bool], list[Wording]] = {}
    for wording in (wording for one in brackets for wording in one.wordings):
        groups.setdefault((wording.by, wording.against, wording.stood), []).append(wording)
    wordings = sorted(_joined(groups.values()), key=lambda one: not one.stood)
    section = wordings[0].parts[0].section
    return replace(brackets[0], section=section, wordings=tuple(wordings))


def _joined(groups: Iterable[Sequence[Wording]]) -> Iterator[Wording]:
    for group in groups:
        parts = tuple(part for one in group for part in one.parts)
        yield replace(group[0], text=BREAK.join(one.text for one in group), parts=parts)
