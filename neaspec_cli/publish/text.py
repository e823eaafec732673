"""A copy of the plan as one Markdown text, with the numbers that its readers see typed out."""

from __future__ import annotations

import copy as copying
from collections.abc import Iterator, Sequence
from typing import Any

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.markdown import Node, leaves
from neaspec_cli.publish.copy import Copy, PrintedLeaf
from neaspec_cli.publish.printed import LINKS

NUMBERED = ("heading", "paragraph", "caption")
FOLLOWED = (*LINKS, "#")


def write_markdown(copy: Copy) -> bytes:
    """The title, then every section; items keep their own letters."""
    title: Node = {"t": "Para", "c": [{"t": "Strong", "c": [{"t": "Str", "c": copy.settings.title}]}]}
    tree = [
        title,
        *(node for section in copy.sections for node in _numbered(section.tree, _numbers(section.leaves))),
    ]
    return pandoc.write(tree, pandoc.DIALECT, ["--wrap=none"])


def _numbers(printed: Sequence[PrintedLeaf]) -> list[str]:
    return [leaf.label.number if leaf.block.kind in NUMBERED else "" for leaf in printed]


def _numbered(tree: Sequence[Node], numbers: Sequence[str]) -> list[Node]:
    own = copying.deepcopy(list(tree))
    for leaf, number in zip(list(leaves(own)), numbers, strict=True):
        if number:
            leaf.inlines[:0] = [{"t": "Str", "c": number}, {"t": "Space"}]
    tamed: list[Node] = _tamed(own)
    return tamed


def _tamed(part: Any) -> Any:
    """The tree as a reader of paper has it: no link that runs or opens something, no picture that is fetched."""
    if isinstance(part, list):
        return [one for each in part for one in _each(each)]
    if isinstance(part, dict):
        return {key: _tamed(value) for key, value in part.items()}
    return part


def _each(part: Any) -> Iterator[Any]:
    kind = part.get("t") if isinstance(part, dict) else ""
    if kind == "Link" and not part["c"][2][0].startswith(FOLLOWED):
        yield from _tamed(part["c"][1])
    elif kind == "Image":
        yield from ({"t": "Str", "c": "[Image: "}, *_tamed(part["c"][1]), {"t": "Str", "c": "]"})
    else:
        yield _tamed(part)
