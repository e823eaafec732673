"""What nobody has decided yet: as brackets for a meeting, or left where it cannot come in beside what is decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Agreed, Alternative, Lifted
from neaspec_cli.core.merging.asking import gap_after
from neaspec_cli.core.merging.open_places import Places
from neaspec_cli.core.merging.open_runs import OpenRun, name_of, of_agreed
from neaspec_cli.core.merging.open_words import of_replacements
from neaspec_cli.core.merging.questions import Spot, Wanted
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.core.text.rewriting import CannotPlace

LATER = "it changes a paragraph that another proposal moves, one of them decided; merge again once both are"


def entangled(agreed: Iterable[Agreed], decided: Collection[str]) -> set[str]:
    """Undecided wishes that would ride along with a decided one, or take one along: where a paragraph moves, its
    words go with it in one edit.
    """
    mixed = [set(one.keys) for one in agreed if any(isinstance(part, Lifted) for part in one.parts)]
    return {key for keys in mixed if keys & set(decided) for key in keys - set(decided)}


def runs_of(
    loose: Sequence[Agreed], current: Sequence[Block], taken: set[str]
) -> tuple[list[OpenRun], list[tuple[str, str]]]:
    """Wishes that nobody opposes as runs to put in brackets, all ends of a wish in one; and those that cannot stand
    there, with the reason. `taken` are the names that brackets cannot have.
    """
    runs: list[OpenRun] = []
    left: list[tuple[str, str]] = []
    for group in _wishes(loose):
        try:
            runs += _runs(group, current, taken)
        except CannotPlace as reason:
            left += [(key, reason.message) for key in sorted({key for one in group for key in one.keys})]
    return runs, left


def _wishes(loose: Sequence[Agreed]) -> list[list[Agreed]]:
    """Edits that keep the same wish, together."""
    groups: list[list[Agreed]] = []
    for one in loose:
        met = [group for group in groups if any(not set(one.keys).isdisjoint(other.keys) for other in group)]
        groups = [group for group in groups if group not in met]
        groups.append([*(other for group in met for other in group), one])
    return groups


def _runs(group: Sequence[Agreed], current: Sequence[Block], taken: set[str]) -> list[OpenRun]:
    keys = sorted({key for one in group for key in one.keys})
    held = tuple(Alternative(BREAK.join(one.texts) or one.text, one.holders, one.keys) for one in group)
    if len(group) > 1 and all(one.op == "replace" for one in group):
        return [OpenRun(name_of(keys, taken), of_replacements(group), held)]
    is_move = all(one.op in ("delete", "insert-after") for one in group)
    if is_move and any(isinstance(part, Lifted) for one in group for part in one.parts):
        return [OpenRun(name_of(keys, taken), _of_move(group, current), held)]
    return [of_agreed(one, current, taken) for one in group]


def _of_move(group: Sequence[Agreed], current: Sequence[Block]) -> Places:
    """Where blocks stand that are to go, and where they are to go; those that stand side by side go together."""
    spots: list[Spot] = []
    for one in sorted(group, key=lambda one: (one.block + (one.op != "delete"), one.op)):
        if one.op != "delete":
            wanted = Wanted(one.parts, BREAK.join(one.texts), one.holders, one.keys)
            spots.append(Spot((), one.block, (wanted,)))
            continue
        gone = Wanted((), "", one.holders, one.keys)
        last = spots[-1] if spots else None
        beside = last is not None and last.stands and gap_after(current, last.stands[-1]) == one.block
        if last is not None and beside and last.wanted[0].holders == one.holders:
            spots[-1] = Spot((*last.stands, one.block), last.after, last.wanted)
        else:
            spots.append(Spot((one.block,), one.block - 1, (gone,)))
    return Places(tuple(spots))
