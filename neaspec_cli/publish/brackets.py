"""Where the square brackets of bracketed text are printed, and whose they are.

A span split over emphasis or links prints one pair around its adjoining pieces; a fenced div prints one pair around its
blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neaspec_cli.core.markdown import Node

CLASS = "bracket"
_CONTAINERS = {"Span", "Quoted", "Cite", "Link", "Image"}
_WRAPPERS = {"Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps"}


@dataclass(frozen=True)
class Edge:
    """Does this piece of bracketed text print the opening and the closing bracket?"""

    opens: bool
    closes: bool


def is_bracket(node: Node) -> bool:
    """Is it a span or a fenced div of bracketed text?"""
    return node["t"] in ("Span", "Div") and CLASS in node["c"][0][1]


def edges(inlines: Sequence[Node]) -> dict[int, Edge]:
    """For each span of bracketed text among the inlines of a block, by `id` of its node, what it prints."""
    found: list[tuple[Node, int, int]] = []
    _measure(inlines, 0, found)
    begins = {(_name(node), start) for node, start, end in found if end > start}
    ends = {(_name(node), end) for node, start, end in found if end > start}
    return {
        id(node): Edge(
            not _name(node) or (_name(node), start) not in ends,
            not _name(node) or (_name(node), end) not in begins,
        )
        for node, start, end in found
    }


def holders(node: Node) -> str:
    """Who holds the words in or wants them out: `JPN, MNG; CHN: delete`; empty where nobody is named."""
    attributes = dict(node["c"][0][2])
    wanted = ", ".join(attributes.get("by", "").split())
    unwanted = ", ".join(attributes.get("del", "").split())
    return "; ".join(part for part in (wanted, f"{unwanted}: delete" if unwanted else "") if part)


def _name(node: Node) -> str:
    """What pieces of one wording share; wordings of one place differ in their holders."""
    identifier, _, attributes = node["c"][0]
    values = dict(attributes)
    if "alt" not in values:
        return str(identifier)
    return "\0".join([values["alt"], values.get("by", ""), values.get("del", "")])


def _measure(inlines: Sequence[Node], at: int, found: list[tuple[Node, int, int]]) -> int:
    for node in inlines:
        start = at
        content = node.get("c")
        if node["t"] == "Str":
            at += len(content or "")
        elif node["t"] in _WRAPPERS:
            at = _measure(content or (), at, found)
        elif node["t"] in _CONTAINERS and content:
            at = _measure(content[1], at, found)
        elif node["t"] != "Note":
            at += 1
        if is_bracket(node):
            found.append((node, start, at))
    return at
