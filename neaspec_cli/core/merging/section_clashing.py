"""Whole sections about which wishes exclude each other, or one and the words that others want in it: left to people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from neaspec_cli.core.merging.agreement import Alternative, BlockWish, Reason, Wish
from neaspec_cli.core.merging.asking import Asked
from neaspec_cli.core.merging.parts import ColumnOut, NoteOut, PartWish, RowClash, RowOut
from neaspec_cli.core.merging.section_names import plain_title
from neaspec_cli.core.merging.section_wishes import (
    NewSection,
    SectionChange,
    SectionMoved,
    SectionOut,
    SectionWish,
)
from neaspec_cli.core.plan import Section

AnyWish = Wish | BlockWish | PartWish | SectionWish


def clashing(
    base: Sequence[Section],
    sections: Sequence[Section],
    asked: dict[SectionChange, Asked],
    wishes: Collection[AnyWish],
) -> list[RowClash]:
    """All clashes among these wishes for whole sections, and with what others want in one that goes out."""
    found: list[RowClash] = []
    outs = {one.section: who for one, who in asked.items() if isinstance(one, SectionOut)}
    moves: dict[str, list[SectionMoved]] = defaultdict(list)
    places: dict[tuple[str, str, str], list[NewSection]] = defaultdict(list)
    for change in asked:
        if isinstance(change, SectionMoved):
            moves[change.section].append(change)
        elif isinstance(change, NewSection):
            title = plain_title(change.parts[0].text)[0].casefold()
            places[change.section, change.where, title].append(change)
    for section, own in moves.items():
        if len(own) > 1 and section not in outs:
            held = [_alternative(f"{one.where} {one.to}", asked[one]) for one in own]
            found.append(_clash(base, sections, section, held, "moves"))
    for (section, _, _), new in places.items():
        if len(new) > 1:
            held = [_alternative(one.text, asked[one]) for one in new]
            found.append(_clash(base, sections, section, held, "overlap"))
    for section, who in outs.items():
        others = list(_against(base, section, who, wishes))
        if others:
            found.append(
                _clash(base, sections, section, [_alternative("", who), *others], "delete against edit")
            )
    return sorted(found, key=lambda one: (one.block, one.alternatives[0].keys))


def _against(
    base: Sequence[Section], section: str, who: Asked, wishes: Collection[AnyWish]
) -> Iterator[Alternative]:
    """What others want of a section that goes out, in words of its own."""
    first = sum(len(one.blocks) for one in base[: _number(base, section)])
    inside = range(first, first + len(base[_number(base, section)].blocks))
    by_holder: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for wish in wishes:
        text = _kept(wish, section, inside)
        if text is not None and wish.holder not in who.holders:
            by_holder[wish.holder].append((wish.key, text))
    for holder, own in sorted(by_holder.items()):
        texts = dict.fromkeys(text for _, text in own if text)
        yield Alternative("\n\n".join(texts), (holder,), tuple(sorted({key for key, _ in own})))


def _kept(wish: AnyWish, section: str, inside: range) -> str | None:
    """The words that a wish has for a section; None where it wants nothing in it, or only something out of it."""
    match wish:
        case Wish(block=block, text=text, to=to):
            return text if (block in inside and text) or (to is not None and to[0] in inside) else None
        case BlockWish(op="delete"):
            return None
        case BlockWish(block=block, after=after, op=op, texts=texts):
            is_here = block in inside or (op == "move" and after in inside)
            return "\n\n".join(texts) if is_here else None
        case PartWish(part=part):
            return None if part.block not in inside or isinstance(part, RowOut | ColumnOut | NoteOut) else ""
        case SectionWish(change=SectionMoved(section=moved)) if moved == section:
            return ""
        case _:
            return None


def _number(sections: Sequence[Section], identifier: str) -> int:
    return next(at for at, one in enumerate(sections) if one.id == identifier)


def _alternative(text: str, who: Asked) -> Alternative:
    return Alternative(text, tuple(sorted(who.holders)), tuple(sorted(who.keys)))


def _clash(
    base: Sequence[Section],
    sections: Sequence[Section],
    section: str,
    held: Sequence[Alternative],
    reason: Reason,
) -> RowClash:
    number = _number(base, section)
    first = sum(len(one.blocks) for one in base[:number])
    now = next((at for at, one in enumerate(sections) if one.id == section), None)
    here = sum(len(one.blocks) for one in sections[:now]) if now is not None else 0
    return RowClash(first, -1, -1, base[number].title, tuple(held), reason, (), (here, 0, 0))
