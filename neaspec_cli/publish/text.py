"""A copy of the plan as one Markdown text, with the numbers that its readers see typed out."""

from __future__ import annotations

import copy as copying
from collections.abc import Iterator
from typing import Any

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.markdown import Node, leaves
from neaspec_cli.publish import brackets
from neaspec_cli.publish.copy import Copy, PrintedSection
from neaspec_cli.publish.printed import LINKS, Frame, frames

NUMBERED = ("heading", "paragraph", "caption")
FOLLOWED = (*LINKS, "#")
Signs = dict[int, tuple[brackets.Edge, bool]]
"""By span of bracketed text, which signs it prints, and whether its holders are named."""


def write_markdown(copy: Copy, *, attributed: bool = False) -> bytes:
    """The title, then every section; items keep their own letters. `attributed` names the holders of brackets."""
    title: Node = {"t": "Para", "c": [{"t": "Strong", "c": [{"t": "Str", "c": copy.settings.title}]}]}
    tree = [
        title,
        *(node for section in copy.sections for node in _printed(section, attributed)),
    ]
    return pandoc.write(tree, pandoc.DIALECT, ["--wrap=none"])


def _printed(section: PrintedSection, attributed: bool) -> list[Node]:
    """The tree of a section with numbers and bracket signs typed out."""
    own = copying.deepcopy(section.tree)
    around = frames(section, attributed=attributed)
    signs: Signs = {}
    for leaf, printed in zip(list(leaves(own)), section.leaves, strict=True):
        signs |= {key: (edge, attributed) for key, edge in brackets.edges(leaf.inlines).items()}
        frame = around.get(printed.marker, Frame())
        number = printed.label.number if printed.block.kind in NUMBERED else ""
        leaf.inlines[:0] = [*_typed(f"{number} " if number else ""), *_typed(frame.before)]
        leaf.inlines.extend(_typed(frame.after))
    tamed: list[Node] = _tamed(own, signs)
    return tamed


def _typed(words: str) -> list[Node]:
    parts: list[Node] = [{"t": "Str", "c": words.strip()}] if words.strip() else []
    return [*parts, {"t": "Space"}] if words.endswith(" ") else parts


def _tamed(part: Any, signs: Signs) -> Any:
    """The tree as a reader of paper has it: no link that runs or opens something, no picture that is fetched.

    Of bracketed text only the signs are left, so that holders are named only where they are to be named.
    """
    if isinstance(part, list):
        return [one for each in part for one in _each(each, signs)]
    if isinstance(part, dict):
        return {key: _tamed(value, signs) for key, value in part.items()}
    return part


def _each(part: Any, signs: Signs) -> Iterator[Any]:
    kind = part.get("t") if isinstance(part, dict) else ""
    if kind == "Link" and not part["c"][2][0].startswith(FOLLOWED):
        yield from _tamed(part["c"][1], signs)
    elif kind == "Image":
        yield from (*_typed("[Image: "), *_tamed(part["c"][1], signs), *_typed("]"))
    elif kind in ("Span", "Div") and brackets.is_bracket(part):
        edge, attributed = signs.get(id(part), (brackets.Edge(False, False), False))
        named = brackets.holders(part) if attributed and edge.closes else ""
        yield from _typed("[" if edge.opens else "")
        yield from _tamed(part["c"][1], signs)
        yield from _typed(f"]{f' ({named})' if named else ''}" if edge.closes else "")
    else:
        yield _tamed(part, signs)
