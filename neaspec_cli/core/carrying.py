"""Agreed edits carried out on the sections of the plan, one step each, every step read back.

The edits speak of all blocks of the plan in a row; here they go to the sections that hold them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merge import Agreed
from neaspec_cli.core.plan import Section
from neaspec_cli.core.rewriting import BlockEdit, Edit, TextEdit, apply_edits, splice


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
class Carried:
    """Steps in the order of the plan, and what was left out."""

    steps: tuple[Step, ...]
    refused: tuple[NotCarried, ...]


def carry_out(
    sections: Sequence[Section],
    labels: Sequence[Sequence[str]],
    agreed: Sequence[Agreed],
    parse: Callable[[Section, str], Sequence[Block]],
) -> Carried:
    """The agreed edits as successive sources of the sections; `parse` reads a new source of a section."""
    steps: list[Step] = []
    refused: list[NotCarried] = []
    start = 0
    for section, of_section in zip(sections, labels, strict=True):
        stop = start + len(section.blocks)
        mine = [one for one in agreed if start <= max(one.block, 0) < stop]
        found, left = _in_section(section, of_section, mine, start, parse)
        steps += found
        refused += left
        start = stop
    return Carried(tuple(steps), tuple(refused))


def _in_section(
    section: Section,
    labels: Sequence[str],
    agreed: Sequence[Agreed],
    start: int,
    parse: Callable[[Section, str], Sequence[Block]],
) -> tuple[list[Step], list[NotCarried]]:
    by_edit = {
        _edit(one, start): one for one in sorted(agreed, key=lambda one: (one.block, one.start, one.keys))
    }
    applied = apply_edits(section.source, section.blocks, list(by_edit), lambda text: parse(section, text))
    steps = []
    for count, edit in enumerate(applied.done, 1):
        source = splice(section.source, section.blocks, applied.done[:count])
        label = labels[edit.block] if edit.block >= 0 else ""
        steps.append(Step(by_edit[edit], section, label, source))
    return steps, [NotCarried(by_edit[one.edit], one.reason) for one in applied.refused]


def _edit(one: Agreed, start: int) -> Edit:
    key = " ".join(one.keys)
    block = one.block - start if one.block >= 0 else -1
    if one.op == "replace":
        return TextEdit(block, one.start, one.end, one.text, key)
    return BlockEdit(one.op, block, one.texts, key)
