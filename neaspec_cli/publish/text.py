"""A copy of the plan as one Markdown text, with the numbers that its readers see typed out."""

from __future__ import annotations

import copy as copying
from collections.abc import Sequence

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.markdown import Node, leaves
from neaspec_cli.publish.copy import Copy, PrintedLeaf

NUMBERED = ("heading", "paragraph", "caption")


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
    return own
