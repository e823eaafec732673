"""Notes, forms and cells that cannot be carried out beside what others want of the same words: left to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import Agreed, Alternative, Lifted
from neaspec_cli.core.merging.asking import Asked, Words, worded
from neaspec_cli.core.merging.parts import (
    CellFilled,
    Formed,
    Linked,
    NewNote,
    NoteOut,
    Part,
    Reformed,
    RowClash,
    RowOut,
    sort_key,
)
from neaspec_cli.core.text.notes_edit import notes_of
from neaspec_cli.core.text.tables import cells_of, row_text

SIGNS = {"strong": "**", "emphasis": "*"}
Wanted = Part | Agreed


def conflicting(
    current: Sequence[Block], live: dict[Part, Asked], agreed: Sequence[Agreed]
) -> tuple[dict[Part, Asked], list[Agreed], list[RowClash]]:
    """The parts and the edits that stay agreed, and groups of those that exclude each other as clashes."""
    moved = {part.block for one in agreed for part in one.parts if isinstance(part, Lifted)}
    near: dict[int, list[Agreed]] = {}
    for one in agreed:
        if one.op in ("replace", "delete") and not (one.op == "delete" and one.block in moved):
            near.setdefault(one.block, []).append(one)
    groups: list[list[Wanted]] = []
    for part in sorted(live, key=sort_key):
        places = {part.block, *_of_note(current, part)}
        met: list[Wanted] = [one for at in places for one in near.get(at, ()) if _excludes(part, one)]
        met += [other for other in live if _leads_elsewhere(part, other)]
        met += [other for other in live if isinstance(part, RowOut) and _is_in_row(current, part, other)]
        if met:
            groups.append([part, *met])
    clashes = [_clash(current, group, live) for group in _united(groups)]
    lost = [one for group in groups for one in group]
    return (
        {part: who for part, who in live.items() if part not in lost},
        [one for one in agreed if one not in lost],
        clashes,
    )


def without_halves(
    agreed: Sequence[Agreed], clashes: Sequence[RowClash]
) -> tuple[list[Agreed], list[RowClash]]:
    """What one comment asks for is done as a whole: where one end of a move is in dispute, the other end waits."""
    kept, found = list(agreed), list(clashes)
    while half := next(
        ((one, at) for one in kept for at, clash in enumerate(found) if _speaks_of(clash, one)), None
    ):
        one, at = half
        kept.remove(one)
        others = tuple(key for key in one.keys if key not in _keys(found[at]))
        if others:
            beside = Alternative(one.text, one.holders, others)
            found[at] = replace(found[at], alternatives=(*found[at].alternatives, beside))
    return kept, found


def _keys(clash: RowClash) -> set[str]:
    return {key for one in clash.alternatives for key in one.keys}


def _speaks_of(clash: RowClash, one: Agreed) -> bool:
    return not _keys(clash).isdisjoint(one.keys)


def _of_note(current: Sequence[Block], part: Part) -> tuple[int, ...]:
    return notes_of(current, part.block)[part.number].parts if isinstance(part, NoteOut) else ()


def _excludes(part: Part, one: Agreed) -> bool:
    """Whether an edit takes away the place of a part, or words across the border of a form."""
    match part:
        case NoteOut(block, _):
            return one.block != block or one.op == "delete"
        case NewNote(_, at, _):
            return one.op == "delete" or one.start < at < one.end
        case Formed(_, start, end, _) | Linked(_, start, end, _):
            return one.op == "delete" or one.start < start < one.end or one.start < end < one.end
        case Reformed():
            return one.op == "delete"
        case _:
            return False


def _leads_elsewhere(part: Part, other: Part) -> bool:
    """Whether two want links on the same words that lead to different addresses."""
    if not (isinstance(part, Linked) and isinstance(other, Linked)) or part == other:
        return False
    return part.block == other.block and part.start < other.end and other.start < part.end


def _is_in_row(current: Sequence[Block], row: RowOut, other: Part) -> bool:
    inside = isinstance(other, NewNote | NoteOut | Formed | Linked | CellFilled)
    is_near = inside and current[other.block].path[:1] == current[row.block].path[:1]
    return is_near and other.block in cells_of(current, row.block)


def _united(groups: Sequence[Sequence[Wanted]]) -> list[list[Wanted]]:
    """Groups that share a member made one."""
    result: list[list[Wanted]] = []
    for group in groups:
        one = list(group)
        for other in [known for known in result if any(member in known for member in one)]:
            result.remove(other)
            one = [*other, *(member for member in one if member not in other)]
        result.append(one)
    return result


def _clash(current: Sequence[Block], group: Sequence[Wanted], live: dict[Part, Asked]) -> RowClash:
    held: dict[str, Asked] = {}
    for one in group:
        who = held.setdefault(_as_wished(current, one), Asked())
        by_holder = (
            {name: set(one.keys) for name in one.holders} if isinstance(one, Agreed) else live[one].by_holder
        )
        for holder, keys in by_holder.items():
            for key in keys:
                who.add(holder, key)
    alternatives = tuple(
        Alternative(text, tuple(sorted(who.holders)), tuple(sorted(who.keys)))
        for text, who in sorted(held.items())
    )
    block = min(one.block for one in group)
    place = (block, 0, len(current[block].text))
    return RowClash(block, -1, -1, current[block].text, alternatives, "overlap", (), place, (block,))


def _as_wished(current: Sequence[Block], one: Wanted) -> str:
    """What the block would say, with notes in brackets and forms as Markdown has them."""
    text = current[one.block].text
    match one:
        case NewNote(_, at, note):
            return f"{text[:at]}[^{note}]{text[at:]}"
        case Formed(_, start, end, forms):
            signs = "".join(SIGNS[kind] for kind, has in forms if has)
            return f"{text[:start]}{signs}{text[start:end]}{signs[::-1]}{text[end:]}"
        case Linked(_, start, end, target):
            return f"{text[:start]}[{text[start:end]}]({target}){text[end:]}" if target else text
        case CellFilled(_, _, words):
            return f"{row_text(current, one.block)} | {words}"
        case Reformed():
            return f"{text} ({one.name})"
        case Agreed(op="replace"):
            return worded(text, [Words(0, one.start, one.end, one.text)])
        case _:
            return ""
