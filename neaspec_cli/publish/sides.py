"""One of the two copies of a redline: its trees, free to be changed, and each leaf with its way through them."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from dataclasses import dataclass, replace

from neaspec_cli.core import markdown
from neaspec_cli.core.comparing.attributing import Behind
from neaspec_cli.core.markdown import Node
from neaspec_cli.publish import places
from neaspec_cli.publish.brackets import is_bracket
from neaspec_cli.publish.copy import Copy, PrintedLeaf, walk
from neaspec_cli.publish.places import Chain
from neaspec_cli.publish.printed import Frame, frames
from neaspec_cli.publish.signs import forget_frame, write_out


@dataclass(frozen=True)
class Leaf:
    """A leaf of one side with its way through a tree that may be changed."""

    printed: PrintedLeaf
    inlines: list[Node]
    chain: Chain

    @property
    def text(self) -> str:
        """Its words, signs included."""
        return self.printed.block.text

    @property
    def behind(self) -> Behind:
        """Whose its changes are."""
        return self.printed.behind

    @property
    def note(self) -> Node | None:
        """The note that it is part of."""
        return self.chain[0].element if self.chain[0].kind == "note" else None


@dataclass(frozen=True)
class Side:
    """A copy as a list of sections `{"t": "Section", "c": tree}`, and its leaves in reading order."""

    document: list[Node]
    leaves: list[Leaf]


def side(copy: Copy, is_old: bool, attributed: bool) -> Side:
    """The trees of a copy, with all signs around words as words; names of the old one would stand beside the new."""
    document: list[Node] = []
    found: list[tuple[PrintedLeaf, list[Node]]] = []
    for section in copy.sections:
        tree: list[Node] = marshal.loads(marshal.dumps(section.tree))
        nodes = walk(tree)
        framing = [node for node in nodes if node["t"] == "Div" and is_bracket(node)]
        framed = frames(section, attributed=attributed) if framing else {}
        for node in nodes:
            if node["t"] == "CodeBlock":
                _open_code(node)
        read = list(zip(section.leaves, markdown.leaves(tree), strict=True))
        for printed, leaf in read:
            found.append((_with_signs(printed, leaf, framed, attributed), leaf.inlines))
        for node in framing:
            forget_frame(node)
        if is_old:
            _forget_names(tree)
        document.append({"t": "Section", "c": tree, "id": section.id, "annex": section.is_annex})
    ways = places.chains(document)
    return Side(document, [Leaf(printed, inlines, ways[id(inlines)]) for printed, inlines in found])


def _with_signs(
    printed: PrintedLeaf, leaf: markdown.Leaf, framed: Mapping[str, Frame], attributed: bool
) -> PrintedLeaf:
    """The leaf with the signs of its words written out in the tree and in its text, and so the numbers it refers to."""
    told = write_out(leaf.inlines, framed.get(printed.marker, Frame()), attributed)
    if told is leaf.inlines and "#" not in printed.block.text:
        return printed
    leaf.inlines[:] = told
    words = markdown.block_of(leaf)
    behind = printed.behind.carried(printed.block.text, words.text)
    return replace(printed, block=replace(printed.block, text=words.text, marks=words.marks), behind=behind)


def _open_code(node: Node) -> None:
    """A block of code as a paragraph of it."""
    text = node["c"][1]
    lines = [[{"t": "Code", "c": [["", [], []], line]}] if line else [] for line in text.split("\n")]
    node["t"], node["c"] = "Para", lines[0]
    for line in lines[1:]:
        node["c"] += [{"t": "LineBreak"}, *line]


def _forget_names(tree: list[Node]) -> None:
    for node in walk(tree):
        if node["t"] in ("Header", "Div"):
            node["c"][1 if node["t"] == "Header" else 0][0] = ""
        elif node["t"] == "Span":
            node["c"][0][0] = ""
