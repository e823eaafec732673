"""Where leaves stand in the trees of a copy, and putting a leaf of one revision into the tree of another."""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from neaspec_cli.core.markdown import Node
from neaspec_cli.publish.copy import walk

PLAIN = frozenset(["Str", "Space", "SoftBreak", "LineBreak"])
LOOSE = "loose"
"""The kind of a paragraph that was put next to another without what it stood in."""
Slot = tuple[str | int, ...]


@dataclass(frozen=True)
class Step:
    """One step from the root to a leaf: the list it goes through, the element in it, and what such elements are."""

    container: list[Any]
    element: Any
    kind: str
    slot: Slot = ()
    """Where the container is found in the element of the step above."""


Chain = tuple[Step, ...]


def chains(document: list[Node]) -> dict[int, Chain]:
    """The way to each leaf, by `id` of its inlines; `document` is a list of sections `{"t": "Section", "c": tree}`."""
    found: dict[int, Chain] = {}
    _visit(document, "section", (), (), found)
    return found


def _visit(container: list[Any], kind: str, slot: Slot, above: Chain, found: dict[int, Chain]) -> None:
    for element in container:
        chain = (*above, Step(container, element, kind, slot))
        for inlines in _leaves(element, kind):
            found[id(inlines)] = chain
            for note in notes(inlines):
                root = Step([note], note, "note")
                _visit(note["c"], "block", ("c",), (root,), found)
        for inner_slot, inner_kind in _slots(element, kind):
            _visit(at(element, inner_slot), inner_kind, inner_slot, chain, found)


def notes(inlines: object) -> Iterator[Node]:
    """The notes among inlines, at any depth."""
    found: list[Node] = []
    _gather_notes(inlines, found)
    return iter(found)


def _gather_notes(inlines: object, found: list[Node]) -> None:
    if isinstance(inlines, dict):
        if inlines.get("t") == "Note":
            found.append(inlines)
        else:
            _gather_notes(inlines.get("c"), found)
    elif isinstance(inlines, list):
        for one in inlines:
            if not isinstance(one, str) and not (isinstance(one, dict) and one.get("t") in PLAIN):
                _gather_notes(one, found)


def at(element: Any, slot: Slot) -> Any:
    """What stands in that slot."""
    for key in slot:
        element = element[key]
    return element


def _leaves(element: Any, kind: str) -> list[list[Node]]:
    if kind == "line":
        return [element]
    if kind == "entry":
        return [element[0]]
    if kind == "block":
        match element["t"]:
            case "Para" | "Plain":
                return [element["c"]]
            case "Header":
                return [element["c"][2]]
    return []


def _slots(element: Any, kind: str) -> list[tuple[Slot, str]]:
    """The lists of further elements in an element of that kind."""
    match kind:
        case "block":
            return _block_slots(element)
        case "section":
            return [(("c",), "block")]
        case "item" | "definition":
            return [((), "block")]
        case "row":
            return [((1,), "cell")]
        case "cell":
            return [((4,), "block")]
        case "entry":
            return [((1,), "definition")]
    return []


def _block_slots(node: Node) -> list[tuple[Slot, str]]:
    match node["t"]:
        case "BulletList":
            return [(("c",), "item")]
        case "OrderedList":
            return [(("c", 1), "item")]
        case "BlockQuote":
            return [(("c",), "block")]
        case "Div":
            return [(("c", 1), "block")]
        case "DefinitionList":
            return [(("c",), "entry")]
        case "LineBlock":
            return [(("c",), "line")]
        case "Figure":
            return [(("c", 2), "block"), (("c", 1, 1), "block")]
        case "Table":
            bodies = [
                (("c", 4, number, part), "row") for number in range(len(node["c"][4])) for part in (2, 3)
            ]
            return [(("c", 1, 1), "block"), (("c", 3, 1), "row"), *bodies, (("c", 5, 1), "row")]
    return []


def shared(one: Chain, other: Chain) -> int:
    """How many steps two chains go through the same lists; 0 when they have nothing in common."""
    depth = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine.container is not theirs.container:
            break
        depth += 1
    return depth


def insert(leaf: Chain, beside: Chain, now: Chain, other: Chain, *, after: bool) -> Chain:
    """Put a leaf of the old document into the new, next to a neighbour; its new chain.

    `leaf` and `beside` are the chains of leaf and neighbour in the old document, `now` is that of the neighbour in the
    new one, `other` that of the neighbour on the other side, which must stay there. The leaf brings along the shells of
    what it stood in and its neighbour did not.
    """
    depth = shared(leaf, beside)
    here = 0 if depth == 1 else len(now) - (len(beside) - depth) - 1
    if depth and here >= 0 and (depth == 1 or _is_alike(now[here:], beside[depth - 1 :])):
        around, part = now[: here + 1], leaf[depth - 1 :]
        holds_other = any(step.element is around[-1].element for step in other)
        if part[0].element is beside[depth - 1].element:
            is_between = len(part) > 1 and _is_between(around[-1], part[1].slot, other, after)
            if is_between and (container := _list_at(around[-1].element, part[1].slot)) is not None:
                return _into(around, container, 0 if after else len(container), part[1:])
        elif holds_other:
            return _next_to(leaf, now, after)
        elif part[0].kind == "cell" and not isinstance(around[-2].element, BroughtRow):
            blocks = around[-1].element[4]
            return _into(around, blocks, len(blocks) if after else 0, part[1:])
        else:
            return _beside(around, part, after)
    return _next_to(leaf, now, after)


def _is_between(step: Step, slot: Slot, other: Chain, after: bool) -> bool:
    """Do the lists of an element have that slot on this side of the other neighbour, where it stands in it as well?"""
    slots = [one for one, _ in _slots(step.element, step.kind)]
    theirs = [below.slot for above, below in pairwise(other) if above.element is step.element]
    known = [slots.index(one) for one in (*theirs, slot) if one in slots]
    return len(known) < 2 or (known[0] >= known[1] if after else known[0] <= known[1])


def _is_alike(now: Chain, beside: Chain) -> bool:
    """Does the neighbour stand in the same as before? A loose paragraph does so among its fellows alone."""
    if now[-1].kind == LOOSE:
        return len(now) == len(beside) == 1 and beside[0].kind == "block"
    return [one.kind for one in now] == [one.kind for one in beside]


def _next_to(leaf: Chain, now: Chain, after: bool) -> Chain:
    """As a loose paragraph right next to the neighbour, whatever it stands in."""
    innermost = max(place for place, step in enumerate(now) if step.kind in ("block", LOOSE))
    return _beside(now[: innermost + 1], (_paragraph(leaf),), after)


def bring_first(leaf: Chain, document: list[Node]) -> Chain:
    """Put a leaf that has no neighbour at the start of the document."""
    return _into((), document, 0, leaf)


def _list_at(element: Any, slot: Slot) -> list[Any] | None:
    try:
        found = at(element, slot)
    except (IndexError, KeyError):
        return None
    return found if isinstance(found, list) else None


def _paragraph(leaf: Chain) -> Step:
    inlines = _leaves(leaf[-1].element, leaf[-1].kind)[0]
    return Step([], {"t": "Para", "c": inlines}, LOOSE)


def _beside(now: Chain, part: Chain, after: bool) -> Chain:
    """Insert the shells of `part` next to the last element of `now`."""
    container = now[-1].container
    place = next(number for number, one in enumerate(container) if one is now[-1].element) + after
    return _into(now[:-1], container, place, part)


def _into(around: Chain, container: list[Any], place: int, part: Chain) -> Chain:
    shells = _shells(part)
    container.insert(place, shells[0].element)
    first = Step(container, shells[0].element, part[0].kind, part[0].slot)
    return (*around, first, *shells[1:])


class BroughtRow(list[Any]):
    """A row that is only in the old document, filled cell by cell; other rows keep their number of cells."""


def _shells(part: Chain) -> Chain:
    """Copies of the elements that hold the leaf, with nothing in them but the way to it."""
    made: list[Step] = []
    for number, step in enumerate(part):
        is_leaf = number == len(part) - 1
        element = _alone(step) if is_leaf else _emptied(step.element, step.kind)
        container: list[Any] = []
        if made:
            container = at(made[-1].element, step.slot)
            container.append(element)
        made.append(Step(container, element, step.kind, step.slot))
    return tuple(made)


def _alone(step: Step) -> Any:
    """The element of a leaf without further leaves: a term comes without its definitions."""
    return [step.element[0], []] if step.kind == "entry" else step.element


def _emptied(element: Any, kind: str) -> Any:
    if kind in ("item", "definition"):
        return []
    if kind == "row":
        return BroughtRow([element[0], []])
    copied = marshal.loads(marshal.dumps(element))
    for slot, _ in _slots(copied, kind):
        at(copied, slot).clear()
    return copied


def even_rows(document: list[Node]) -> None:
    """Give every row the cells that its table has columns: rows of an older table may have had more or fewer."""
    for section in document:
        for table in [node for node in walk(section["c"]) if node["t"] == "Table"]:
            columns = len(table["c"][2])
            for slot, kind in _block_slots(table):
                if kind == "row":
                    rows = at(table, slot)
                    rows[:] = [_even(row, columns) for row in rows]


def _even(row: list[Any], columns: int) -> list[Any]:
    cells = row[1]
    while len(cells) > columns:
        surplus = cells.pop()
        cells[-1][4] += surplus[4]
    while len(cells) < columns:
        cells.append([["", [], []], {"t": "AlignDefault"}, 1, 1, []])
    return list(row)
