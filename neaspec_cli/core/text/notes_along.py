"""Notes of a block that goes to another section: their definitions go along, under names that are free there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.edits import Cut
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.core.text.notes_edit import definition_lines, fresh_key, notes_of, unreferred
from neaspec_cli.core.text.rewriting import CannotPlace

_REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")


@dataclass(frozen=True)
class Along:
    """The names that notes get in their new section, their definitions, and what goes out of the old section."""

    names: tuple[tuple[str, str], ...]
    definitions: tuple[str, ...]
    cuts: tuple[Cut, ...]

    def renamed(self, markdown: str) -> str:
        """The block with the new names of its notes."""
        known = dict(self.names)
        return _REFERENCE.sub(lambda found: f"[^{known.get(found[1], found[1])}]", markdown)


def take_along(source: str, blocks: Sequence[Block], index: int, target: str, taken: set[str]) -> Along:
    """The notes of a block for the section `target`; their names are `taken` there from then on."""
    names: dict[str, str] = {}
    definitions: list[str] = []
    gone: list[int] = []
    there = {key.casefold() for key in _REFERENCE.findall(target)} | {key.casefold() for key in taken}
    for note in notes_of(blocks, index):
        gone += note.parts
        found = _REFERENCE.fullmatch(source[slice(*note.mark.source)])
        if found is None:
            raise CannotPlace("the reference to the note has no certain place in the source")
        if found[1] in names:
            continue
        name = found[1] if found[1].casefold() not in there else fresh_key(target, taken)
        names[found[1]] = name
        taken.add(name)
        there.add(name.casefold())
        lines = definition_lines(source, blocks, note)
        definitions.append(f"[^{name}]:{lines.partition(':')[2]}")
    return Along(tuple(names.items()), tuple(definitions), unreferred(source, blocks, gone))


def at_end(target: str, definitions: Sequence[str]) -> Cut:
    """What puts definitions at the end of a section."""
    lines = BREAK.join(definitions)
    if not target.endswith("\n"):
        return len(target), len(target), BREAK + lines
    return len(target), len(target), ("" if target.endswith("\n\n") else "\n") + lines + "\n"
