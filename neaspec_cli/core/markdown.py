"""A section's text as blocks of words, each word with its place in the source.

The tree is pandoc's JSON for the dialect of `adapters.pandoc`. Read with `+sourcepos` it names the place of every word
(https://pandoc.org/MANUAL.html#extension-sourcepos); without it the same blocks come out, only without places.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from neaspec_cli.core.text.blocks import Block, Fence, Kind, Leaf, Mark, Node, Piece
from neaspec_cli.core.text.frontmatter import front_matter
from neaspec_cli.core.text.wording import Places, children, spells, with_words
from neaspec_cli.errors import Fault

__all__ = [
    "Block",
    "Fence",
    "Kind",
    "Leaf",
    "Mark",
    "Node",
    "Piece",
    "blocks",
    "front_matter",
    "leaves",
    "text_faults",
    "unsure_places",
]


@dataclass
class _Walk:
    """Counters that run through one section."""

    tables: int = 0
    notes: int = 0
    items: list[int] = field(default_factory=list)
    alternatives: dict[str, list[int]] = field(default_factory=dict)
    """Where the items stood before the wording that keeps their numbers, by the name of all wordings."""
    tree: Sequence[Node] = ()

    @cached_property
    def wordings(self) -> dict[str, set[Fence]]:
        """The different wordings under each name."""
        found: dict[str, set[Fence]] = {}
        for fence in _fences(self.tree):
            found.setdefault(fence.alternative, set()).add(fence)
        return found

    def is_first(self, fence: Fence) -> bool:
        """Whether a wording is the first of several of which none stood there, nor stands in another section."""
        others = self.wordings[fence.alternative]
        is_new = len(others) > 1 and not any(one.stood for one in others)
        return is_new and fence.alternative not in self.alternatives


def text_faults(source: str, file: str) -> list[Fault]:
    """What would make source places unsure: tabs, decomposed characters, carriage returns, a byte-order mark."""
    faults = []
    if source.startswith("\ufeff"):
        faults.append(Fault(file, 1, "", "starts with a byte-order mark; save it as UTF-8 without one"))
    for number, line in enumerate(source.split("\n"), 1):
        if "\r" in line:
            faults.append(Fault(file, number, "", "ends with a carriage return; save it with LF line ends"))
        if "\t" in line:
            faults.append(Fault(file, number, "", "holds a tab; use spaces"))
        if not unicodedata.is_normalized("NFC", line):
            faults.append(Fault(file, number, "", "holds decomposed characters; save it in Unicode NFC"))
        if any(char in line for char in "\0\x0b\x0c\x1b\x85\u2028\u2029"):
            faults.append(Fault(file, number, "", "holds a control character; remove it"))
    return faults


def leaves(tree: Sequence[Node]) -> Iterator[Leaf]:
    """All blocks of a tree in reading order; a note follows the block that refers to it."""
    yield from _blocks(tree, _Walk(tree=tree), Block("paragraph", ""))


def blocks(tree: Sequence[Node], source: str = "", offset: int = 0) -> tuple[Block, ...]:
    """Blocks with their text, and with the source places where the tree was read with them.

    `source` is the whole section, `offset` where the text given to pandoc starts in it.
    """
    places = Places(source, offset) if source else None
    return tuple(with_words(leaf, places) for leaf in leaves(tree))


def block_of(leaf: Leaf) -> Block:
    """The block of one leaf with its text and marks, without places."""
    return with_words(leaf, None)


def unsure_places(source: str, read: Sequence[Block], file: str) -> list[Fault]:
    """Every word whose source does not spell it: a section with one cannot be edited in place."""
    return [
        Fault(
            file, source.count("\n", 0, piece.start) + 1, "", f"{piece.text!r} cannot be traced to its source"
        )
        for block in read
        for piece in block.pieces
        if not spells(source[piece.start : piece.end], piece.text)
    ]


def _blocks(nodes: Sequence[Node], walk: _Walk, around: Block) -> Iterator[Leaf]:
    for node in nodes:
        yield from _HANDLERS.get(node["t"], _nothing)(node, walk, around)


def _nothing(node: Node, walk: _Walk, around: Block) -> Iterator[Leaf]:
    yield from ()


def _paragraph(node: Node, walk: _Walk, around: Block) -> Iterator[Leaf]:
    if around.kind == "paragraph":
        walk.items = []
    yield from _leaf(around, node["c"], node, walk)


def _heading(node: Node, walk: _Walk, around: Block) -> Iterator[Leaf]:
    level, (identifier, _, _), inlines = node["c"]
    walk.items = []
    yield from _leaf(replace(around, kind="heading", level=level, id=identifier), inlines, node, walk)


def _code(node: Node, walk: _Walk, around: Block) -> Iterator[Leaf]:
    code: list[Node] = [{"t": "Str", "c": node["c"][1]}]
    yield Leaf(replace(around, kind="code" if around.kind == "paragraph" else around.kind), code, node)


def _lines(node: Node, walk: _Walk, around: Block) -> Iterator[Leaf]:
    for line in node["c"]:
        yield from _leaf(around, line, node, walk)


def _leaf(block: Block, inlines: list[Node], node: Node, walk: _Walk) -> Iterator[Leaf]:
    yield Leaf(block, inlines, node)
    for note in _notes(inlines):
        walk.notes += 1
        inner = Block("note", "", note=walk.notes, inside=block.inside)
        yield from _parts(note["c"], walk, inner)


def _parts(nodes: Sequence[Node], walk: _Walk, around: Block) -> Iterator[Leaf]:
    """Blocks that together make one item, cell or note: numbered 1, 2, … as parts of it."""
    part = 1
    for node in nodes:
        for leaf in _blocks([node], walk, replace(around, part=part)):
            same = (leaf.block.kind, leaf.block.path, leaf.block.note) == (
                around.kind,
                around.path,
                around.note,
            )
            if same and leaf.block.part != part:
                # Items of a list in a cell or note are parts of it, each of its own.
                leaf = replace(leaf, block=replace(leaf.block, part=part))
            part += 1 if same else 0
            yield leaf


def _list(node: Node, walk: _Walk, around: Block) -> Iterator[Leaf]:
    items = node["c"][1] if node["t"] == "OrderedList" else node["c"]
    if around.kind not in ("paragraph", "item", "quote"):
        for item in items:
            yield from _blocks(item, walk, around)
        return
    outer = around.path if around.kind == "item" else ()
    depth = len(outer)
    for item in items:
        walk.items[depth + 1 :] = []
        walk.items += [0] * (depth + 1 - len(walk.items))
        walk.items[depth] += 1
        path = (*outer, walk.items[depth])
        inner = Block("item", "", level=depth + 1, path=path, inside=around.inside, fences=around.fences)
        yield from _parts(item, walk, inner)


def _definitions(node: Node, walk: _Walk, around: Block) -> Iterator[Leaf]:
    for term, definitions in node["c"]:
        yield from _leaf(
            replace(around, kind="quote" if around.kind == "paragraph" else around.kind), term, node, walk
        )
        for definition in definitions:
            yield from _quote({"c": definition}, walk, around)


def _quote(node: Node, walk: _Walk, around: Block) -> Iterator[Leaf]:
    yield from _blocks(
        node["c"], walk, replace(around, kind="quote") if around.kind == "paragraph" else around
    )


def _div(node: Node, walk: _Walk, around: Block) -> Iterator[Leaf]:
    (identifier, classes, attributes), content = node["c"]
    if ["wrapper", "1"] in attributes:
        yield from _blocks(content, walk, around)
        return
    inner = replace(around, inside=(*around.inside, *classes), id=identifier or around.id)
    if "bracket" in classes:
        fence = _fence(node)
        yield from _bracketed(content, walk, replace(inner, fences=(*around.fences, fence)), fence)
        return
    if "table" in classes and around.kind == "paragraph":
        inner = replace(inner, kind="caption", table=walk.tables + 1)
    yield from _blocks(content, walk, inner)


def _bracketed(content: Sequence[Node], walk: _Walk, inner: Block, fence: Fence) -> Iterator[Leaf]:
    """Items of another wording count from where those that stood there did, and what follows counts on from these.

    Where none stood there, the first wording counts.
    """
    name, after = fence.alternative, list(walk.items)
    keeps = not name or fence.stood or walk.is_first(fence)
    if name and keeps:
        walk.alternatives.setdefault(name, list(walk.items))
    elif name in walk.alternatives:
        walk.items = list(walk.alternatives[name])
    yield from _blocks(content, walk, inner)
    if not keeps:
        walk.items = after


def _fence(node: Node) -> Fence:
    (identifier, classes, attributes), _ = node["c"]
    return Fence(identifier, tuple(classes), tuple((key, value) for key, value in attributes))


def _fences(nodes: object) -> Iterator[Fence]:
    """Every fenced div of bracketed text below."""
    if isinstance(nodes, dict):
        if nodes.get("t") == "Div" and "bracket" in nodes["c"][0][1]:
            yield _fence(nodes)
        if nodes.get("t") not in _LEAVES:
            yield from _fences(nodes.get("c"))
    elif isinstance(nodes, list):
        for one in nodes:
            yield from _fences(one)


_LEAVES = frozenset(["Para", "Plain", "Header", "CodeBlock"])


def _figure(node: Node, walk: _Walk, around: Block) -> Iterator[Leaf]:
    _, (_, caption), content = node["c"]
    yield from _blocks(content, walk, around)
    yield from _blocks(caption, walk, replace(around, kind="caption"))


def _table(node: Node, walk: _Walk, around: Block) -> Iterator[Leaf]:
    _, (_, caption), _, head, bodies, foot = node["c"]
    walk.tables += 1
    number = walk.tables
    yield from _blocks(caption, walk, replace(around, kind="caption", table=number))
    rows = [*head[1]]
    for body in bodies:
        rows += [*body[2], *body[3]]
    rows += foot[1]
    for row_number, row in enumerate(rows, 1):
        for column, cell in enumerate(row[1], 1):
            path = (row_number, column)
            inner = Block("cell", "", path=path, table=number, inside=around.inside, fences=around.fences)
            yield from _parts(cell[4], walk, inner)


_HANDLERS = {
    "Para": _paragraph,
    "Plain": _paragraph,
    "Header": _heading,
    "CodeBlock": _code,
    "LineBlock": _lines,
    "BulletList": _list,
    "OrderedList": _list,
    "DefinitionList": _definitions,
    "BlockQuote": _quote,
    "Div": _div,
    "Figure": _figure,
    "Table": _table,
}


def _notes(inlines: Sequence[Node]) -> Iterator[Node]:
    for node in inlines:
        if node["t"] == "Note":
            yield node
        elif (inner := children(node)) and (len(inner) > 1 or inner[0]["t"] not in ("Str", "Space")):
            yield from _notes(inner)
