"""One of the two copies of a redline: its trees, free to be changed, and each leaf with its way through them."""

from __future__ import annotations

import marshal
from dataclasses import dataclass, replace

from neaspec_cli.core import markdown
from neaspec_cli.core.comparing.attributing import Behind
from neaspec_cli.core.markdown import Node
from neaspec_cli.publish import places
from neaspec_cli.publish.copy import Copy, PrintedLeaf, walk_blocks, walk_inlines
from neaspec_cli.publish.places import Chain
from neaspec_cli.publish.printed import Frame, frames
from neaspec_cli.publish.signs import forget_frames, write_out


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
    found = []
    for section in copy.sections:
        tree: list[Node] = marshal.loads(marshal.dumps(section.tree))
        _open_code(tree)
        framed = frames(section, attributed=attributed)
        read = list(zip(section.leaves, markdown.leaves(tree), strict=True))
        for printed, leaf in read:
            leaf.inlines[:] = write_out(leaf.inlines, framed.get(printed.marker, Frame()), attributed)
        forget_frames(tree)
        if is_old:
            _forget_names(tree)
        document.append({"t": "Section", "c": tree, "id": section.id, "annex": section.is_annex})
        found += [(_with_signs(printed, leaf), leaf) for printed, leaf in read]
    ways = places.chains(document)
    return Side(document, [Leaf(printed, leaf.inlines, ways[id(leaf.inlines)]) for printed, leaf in found])


def _with_signs(printed: PrintedLeaf, leaf: markdown.Leaf) -> PrintedLeaf:
    words = markdown.block_of(leaf)
    behind = printed.behind.carried(printed.block.text, words.text)
    return replace(printed, block=replace(printed.block, text=words.text, marks=words.marks), behind=behind)


def _open_code(tree: list[Node]) -> None:
    """Blocks of code as paragraphs."""
    for node in walk_blocks(tree):
        if node["t"] == "CodeBlock":
            text = node["c"][1]
            lines = [[{"t": "Code", "c": [["", [], []], line]}] if line else [] for line in text.split("\n")]
            node["t"], node["c"] = "Para", lines[0]
            for line in lines[1:]:
                node["c"] += [{"t": "LineBreak"}, *line]


def _forget_names(tree: list[Node]) -> None:
    for node in walk_blocks(tree):
        if node["t"] in ("Header", "Div"):
            node["c"][1 if node["t"] == "Header" else 0][0] = ""
    for node in walk_inlines(tree):
        if node["t"] == "Span":
            node["c"][0][0] = ""
