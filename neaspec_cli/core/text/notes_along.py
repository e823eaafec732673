"""Notes of a block that goes to another section: their definitions go along, under names that are free there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.edits import Cut
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.core.text.notes_edit import Note, definition_place, fresh_key, notes_of, unreferred
from neaspec_cli.core.text.rewriting import CannotPlace

_REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")
_DEFINITION = re.compile(r"^ {0,3}\[\^[^\]\s]+\]:", re.MULTILINE)


@dataclass(frozen=True)
class Along:
    """The names that notes get in their new section, definitions to put there, and cuts of the old section.

    `fewer` is by how many the old section then defines less.
    """

    names: tuple[tuple[str, str], ...]
    definitions: tuple[str, ...]
    cuts: tuple[Cut, ...]
    fewer: int

    def renamed(self, markdown: str) -> str:
        """What goes with the new names of its notes."""
        known = dict(self.names)
        return _REFERENCE.sub(lambda found: f"[^{known.get(found[1], found[1])}]", markdown)


def take_along(
    source: str,
    blocks: Sequence[Block],
    going: Sequence[int],
    lines: tuple[int, int],
    target: tuple[str, set[str]],
) -> Along:
    """The notes of blocks that go to another section; those that are defined within `lines` go with these.

    `target` is that section with the names taken there, to which theirs are added. A note to which something else
    refers as well stays defined in the old section too.
    """
    notes = [note for index in going for note in notes_of(blocks, index)]
    gone = [part for note in notes for part in note.parts]
    cuts = unreferred(source, blocks, gone)
    defined = {key: definition_place(source, blocks, note) for note in notes if (key := _key(source, note))}
    inside = {key for key, (start, _) in defined.items() if lines[0] <= start < lines[1]}
    if len(inside) != len(_DEFINITION.findall(source, *lines)):
        raise CannotPlace("the note of another paragraph is defined among its lines; move that behind them")
    left = {(start, end) for start, end, _ in cuts}
    shared = [key for key, at in defined.items() if not any(low <= at[0] < high for low, high in left)]
    kept = [source[slice(*defined[key])] for key in shared if key in inside]
    names = _free_names(list(defined), *target)
    definitions = tuple(
        f"[^{names[key]}]:{source[slice(*defined[key])].partition(':')[2]}"
        for key in defined
        if key not in inside
    )
    more = (at_end(source, kept),) if kept else ()
    return Along(tuple(names.items()), definitions, (*cuts, *more), len(defined) - len(shared))


def _key(source: str, note: Note) -> str:
    found = _REFERENCE.fullmatch(source[slice(*note.mark.source)])
    if found is None:
        raise CannotPlace("the reference to the note has no certain place in the source")
    return found[1]


def _free_names(keys: Sequence[str], target: str, taken: set[str]) -> dict[str, str]:
    """What notes are called in a section where some names are taken; all of them are taken from then on."""
    names: dict[str, str] = {}
    there = {key.casefold() for key in (*_REFERENCE.findall(target), *taken)}
    for key in keys:
        names[key] = key if key.casefold() not in there else fresh_key(target, taken)
        taken.add(names[key])
        there.add(names[key].casefold())
    return names


def at_end(target: str, definitions: Sequence[str]) -> Cut:
    """What puts definitions at the end of a section."""
    lines = BREAK.join(definitions)
    if not target.endswith("\n"):
        return len(target), len(target), BREAK + lines
    return len(target), len(target), ("" if target.endswith("\n\n") else "\n") + lines + "\n"
