"""A table in which several participants speak, such as a compilation of their comments: divided among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from neaspec_cli.core.plan import PlanSettings
from neaspec_cli.core.register.country_codes import three_letters
from neaspec_cli.errors import NeaspecError
from neaspec_cli.intake.receipt import Intake, Left, Receipt

MOST_NAMED = 8


class UnknownBodies(NeaspecError):
    """Some rows of a table in which several participants speak are of nobody who takes part."""

    def __init__(self, bodies: Sequence[str]) -> None:
        named = ", ".join(f"“{one[:60]}”" if one else "nobody" for one in bodies[:MOST_NAMED])
        more = f" and {len(bodies) - MOST_NAMED} more" if len(bodies) > MOST_NAMED else ""
        super().__init__(
            f"Several participants speak in the table, and some of its rows name {named}{more}.",
            "Write ids or names of participants there, add them with neaspec participant add, "
            "or bring all of it in as one source with --from ID.",
        )


def divided(intake: Intake, settings: PlanSettings) -> Mapping[str, Intake]:
    """What each participant says in the table, by id; empty where fewer than two of them speak.

    Raises `UnknownBodies` where somebody else speaks as well. What is no row goes with the first of them.
    """
    names = _names(settings)
    known = {body: _id_of(body, names) for body, _ in intake.by_body}
    if len(set(known.values()) - {""}) < 2:
        return {}
    strange = [body for body, part in intake.by_body if not known[body] and part.comments]
    if strange:
        raise UnknownBodies(strange)
    first = next(one for one in known.values() if one)
    parts: dict[str, list[Intake]] = {}
    for body, part in intake.by_body:
        parts.setdefault(known[body] or first, []).append(part)
    found = {source: _joined(listed) for source, listed in parts.items()}
    found[first] = _with_the_rest(found[first], intake, found.values())
    return {source: replace(part, by_body=()) for source, part in found.items()}


def part_of(intake: Intake, source: str, settings: PlanSettings) -> Intake:
    """What one participant says in a file that was taken in before: all of it, unless several speak there."""
    try:
        return divided(intake, settings).get(source, intake)
    except UnknownBodies:
        return intake


def _joined(parts: Sequence[Intake]) -> Intake:
    comments = tuple(comment for one in parts for comment in one.comments)
    return Intake(comments, _sum([one.receipt for one in parts]), "comments" if comments else "no comments")


def _sum(receipts: Sequence[Receipt]) -> Receipt:
    elements: Counter[str] = Counter()
    for one in receipts:
        elements.update(one.elements)
    return Receipt(
        dict(elements),
        sum(one.placed for one in receipts),
        tuple(left for one in receipts for left in one.unplaced),
        tuple(left for one in receipts for left in one.unsupported),
    )


def _with_the_rest(part: Intake, whole: Intake, parts: Iterable[Intake]) -> Intake:
    """A part with all of the file that is in none of the parts: what stands beside the rows, and the warnings."""
    listed = list(parts)
    told = _sum([one.receipt for one in listed])
    elements = {
        kind: count
        for kind, all_of in whole.receipt.elements.items()
        if (count := all_of - told.elements.get(kind, 0))
    }
    rest = Receipt(
        elements,
        whole.receipt.placed - told.placed,
        _others(whole.receipt.unplaced, told.unplaced),
        _others(whole.receipt.unsupported, told.unsupported),
    )
    receipt = replace(_sum([part.receipt, rest]), warnings=whole.receipt.warnings)
    said = Counter(id(comment) for one in listed for comment in one.comments)
    beside = tuple(one for one in whole.comments if not said[id(one)])
    return replace(part, comments=(*part.comments, *beside), receipt=receipt)


def _others(whole: Sequence[Left], told: Sequence[Left]) -> tuple[Left, ...]:
    left = Counter(told)
    rest = []
    for one in whole:
        if left[one]:
            left[one] -= 1
        else:
            rest.append(one)
    return tuple(rest)


def _names(settings: PlanSettings) -> dict[str, str]:
    """Ids and names of participants as people write them, by what is left when case and spaces do not count."""
    return {_folded(word): one.id for one in settings.participants for word in (one.name, one.id)}


def _id_of(body: str, names: Mapping[str, str]) -> str:
    """Whom a row names: by name, by id, or by the two letters of a country."""
    return names.get(_folded(body)) or names.get(_folded(three_letters(body) or body), "")


def _folded(name: str) -> str:
    return re.sub(r"^the ", "", " ".join(name.casefold().split())).strip(" .")
