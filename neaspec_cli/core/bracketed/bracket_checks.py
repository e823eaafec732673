"""Bracketed text whose attributes make no sense: nobody holds it, an unknown holder, an alternative to nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from neaspec_cli.core.plan import Section
from neaspec_cli.core.text import scan
from neaspec_cli.errors import Fault

KNOWN = ("by", "del", "alt")


def bracket_faults(sections: Sequence[Section], holders: Collection[str] | None) -> tuple[Fault, ...]:
    """Every such fault; `holders` are the ids of all who take part, None where that is not known."""
    found: list[Fault] = []
    wordings: dict[str, set[tuple[str, bool]]] = {}
    marked = [
        (section.path, one)
        for section in sections
        for one in scan.attributes(section.source)
        if scan.BRACKET in one.classes
    ]
    for path, one in marked:
        found += [Fault(path, one.line, "bracket", message) for message in _wrong(one, holders)]
        if "alt" in one.values:
            by, stood = " ".join(sorted(one.values.get("by", "").split())), "del" in one.values
            wordings.setdefault(one.values["alt"], set()).add((by, stood))
    for path, one in marked:
        name = one.values.get("alt", "")
        if name and len(wordings[name]) < 2:
            found.append(Fault(path, one.line, "bracket", f"alt={name} has no other wording beside it"))
    return tuple(sorted(set(found)))


def _wrong(one: scan.Attributes, holders: Collection[str] | None) -> Iterator[str]:
    wanted, unwanted = one.values.get("by", "").split(), one.values.get("del", "").split()
    unknown = sorted(set(one.values) - set(KNOWN))
    if unknown:
        yield f"{', '.join(unknown)} means nothing here; known are {', '.join(KNOWN)}"
    if "alt" in one.values and not one.values["alt"]:
        yield "alt= is empty; alternatives share an id"
    if "alt" not in one.values and not one.id:
        yield "has no id; give it one such as #b-JPN-014"
    if "alt" in one.values and one.id:
        yield "has both an id and alt=; alternatives are known by alt= alone"
    if "alt" not in one.values and not wanted and not unwanted:
        yield "has no holder; name who wants the words in (by=) or out (del=)"
    if both := sorted(set(wanted) & set(unwanted)):
        yield f"{', '.join(both)} cannot hold it with both by= and del="
    if holders is not None:
        strangers = [name for name in dict.fromkeys([*wanted, *unwanted]) if name not in holders]
        if strangers:
            yield f"{', '.join(strangers)} takes no part in the plan; neaspec participant list shows who does"
