"""A section's text as blocks of words, each word with its place in the source.

The tree is pandoc's JSON for the dialect of `adapters.pandoc`. Read with `+sourcepos` it names the place of every word
(https://pandoc.org/MANUAL.html#extension-sourcepos); without it the same blocks come out, only without places.
Places are offsets in code points into the whole section file, the end exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from neaspec_cli.errors import Fault

Node = dict[str, Any]
Kind = Literal["heading", "paragraph", "item", "cell", "caption", "note", "quote", "code"]

MARKS = {
    "Emph": "emphasis",
    "Strong": "strong",
    "Underline": "underline",
    "Strikeout": "strikeout",
    "Superscript": "superscript",
    "Subscript": "subscript",
    "SmallCaps": "smallcaps",
    "Quoted": "quoted",
    "Link": "link",
    "Image": "image",
    "Span": "span",
}


@dataclass(frozen=True)
class Piece:
    """A run of plain text and the stretch of source that says it; unequal only for escapes, entities and breaks."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Mark:
    """Formatting over `text[start:end]` of a block, and the source it takes with its delimiters."""

    kind: str
    start: int
    end: int
    source: tuple[int, int] = (-1, -1)
    detail: str = ""
    classes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Block:
    """One paragraph, heading, list item, table cell, caption or note, as its reader sees it."""

    kind: Kind
    text: str
    pieces: tuple[Piece, ...] = ()
    marks: tuple[Mark, ...] = ()
    start: int = -1
    end: int = -1
    level: int = 0
    """Of a heading from 1, of a list item its depth from 1."""
    path: tuple[int, ...] = ()
    """Of an item its numbers from the outer list inwards, of a cell its row and column, from 1."""
    part: int = 1
    """Which paragraph of the item, cell or note this is."""
    table: int = 0
    note: int = 0
    inside: tuple[str, ...] = ()
    """Classes of the fenced divs around it, outermost first."""
    id: str = ""

    @property
    def is_annotation(self) -> bool:
        """Says what a section will hold; shown in the annotated outline alone."""
        return "annotation" in self.inside

    @property
    def is_placeholder(self) -> bool:
        """Text still to come."""
        return "placeholder" in self.inside


@dataclass(frozen=True)
class Leaf:
    """A block and the inlines of the tree that hold its words; changing the list changes the tree."""

    block: Block
    inlines: list[Node]
    node: Node


@dataclass
class _Walk:
    """Counters that run through one section."""

    tables: int = 0
    notes: int = 0
    items: list[int] = field(default_factory=list)


def front_matter(source: str) -> tuple[str, int]:
    """The YAML between the opening `---` lines of a section, and the offset where its body starts."""
    found = re.match(r"---\n(.*?)(?:^)(?:---|\.\.\.)(?:\n|\Z)", source, re.DOTALL | re.MULTILINE)
    return (found.group(1), found.end()) if found else ("", 0)


def text_faults(source: str, file: str) -> list[Fault]:
    """What would make source places unsure: tabs, decomposed characters, carriage returns, a byte-order mark."""
    import unicodedata

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
    yield from _blocks(tree, _Walk(), Block("paragraph", ""))


def blocks(tree: Sequence[Node], source: str = "", offset: int = 0) -> tuple[Block, ...]:
    """Blocks with their text, and with the source places where the tree was read with them.

    `source` is the whole section, `offset` where the text given to pandoc starts in it.
    """
    places = _Places(source, offset) if source else None
    return tuple(_with_words(leaf, places) for leaf in leaves(tree))


def unsure_places(source: str, read: Sequence[Block], file: str) -> list[Fault]:
    """Every word whose source does not spell it: a section with one cannot be edited in place."""
    return [
        Fault(
            file, source.count("\n", 0, piece.start) + 1, "", f"{piece.text!r} cannot be traced to its source"
        )
        for block in read
        for piece in block.pieces
        if not _spells(source[piece.start : piece.end], piece.text)
    ]


# --- the tree, block by block -----------------------------------------------------------------------------------


def _blocks(nodes: Sequence[Node], walk: _Walk, around: Block) -> Iterator[Leaf]:
    for node in nodes:
        yield from _HANDLERS.get(node["t"], _nothing)(node, walk, around)


def _nothing(node: Node, walk: _Walk, around: Block) -> Iterator[Leaf]:
    yield from ()


def _paragraph(node: Node, walk: _Walk, around: Block) -> Iterator[Leaf]:
    if around.kind == "paragraph":
        walk.items = []
    yield from _leaf(replace(around), node["c"], node, walk)


def _heading(node: Node, walk: _Walk, around: Block) -> Iterator[Leaf]:
    level, (identifier, _, _), inlines = node["c"]
    walk.items = []
    yield from _leaf(replace(around, kind="heading", level=level, id=identifier), inlines, node, walk)


def _code(node: Node, walk: _Walk, around: Block) -> Iterator[Leaf]:
    code: list[Node] = [{"t": "Str", "c": node["c"][1]}]
    yield Leaf(replace(around, kind="code" if around.kind == "paragraph" else around.kind), code, node)


def _lines(node: Node, walk: _Walk, around: Block) -> Iterator[Leaf]:
    for line in node["c"]:
        yield from _leaf(replace(around), line, node, walk)


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
        inner = Block("item", "", level=depth + 1, path=(*outer, walk.items[depth]), inside=around.inside)
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
    if "table" in classes and around.kind == "paragraph":
        inner = replace(inner, kind="caption", table=walk.tables + 1)
    yield from _blocks(content, walk, inner)


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
            inner = Block("cell", "", path=(row_number, column), table=number, inside=around.inside)
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
        else:
            yield from _notes(_children(node))


def _children(node: Node) -> list[Node]:
    content = node.get("c")
    if node["t"] in ("Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps"):
        return list(content or ())
    if node["t"] in ("Span", "Quoted", "Cite", "Link", "Image"):
        return list(content[1]) if content else []
    return []


# --- the words of a block ---------------------------------------------------------------------------------------


class _Places:
    """Turns pandoc's line:column places of a body into offsets of the section file."""

    def __init__(self, source: str, offset: int) -> None:
        self.source = source
        self.starts = [offset]
        self.starts += [found.end() for found in re.finditer("\n", source[offset:])]
        self.starts[1:] = [offset + start for start in self.starts[1:]]

    def span(self, attributes: Sequence[Sequence[str]]) -> tuple[int, int]:
        """The stretch that `data-pos` names; (-1, -1) when it names none."""
        for key, value in attributes:
            if key == "data-pos" and value:
                start, _, end = value.split(";")[-1].partition("-")
                return self._offset(start), self._offset(end)
        return (-1, -1)

    def _offset(self, place: str) -> int:
        line, _, column = place.partition(":")
        if int(line) > len(self.starts):
            return len(self.source)
        return self.starts[int(line) - 1] + int(column) - 1


class _Words:
    """Gathers plain text, pieces and marks of one block."""

    def __init__(self, places: _Places | None) -> None:
        self.places = places
        self.length = 0
        self.texts: list[str] = []
        self.pieces: list[Piece] = []
        self.marks: list[Mark] = []

    def read(self, inlines: Sequence[Node], at: tuple[int, int] = (-1, -1)) -> None:
        for node in inlines:
            kind = node["t"]
            if kind == "Str":
                self._add(node["c"], at)
            elif kind in ("Space", "SoftBreak"):
                self._add(" ", at)
            elif kind == "LineBreak":
                self._add("\n", at)
            elif kind in ("Code", "Math", "RawInline"):
                self._verbatim(node, at)
            elif kind == "Note":
                self.marks.append(Mark("note", self.length, self.length, at))
            else:
                self._container(node, at)

    def _verbatim(self, node: Node, at: tuple[int, int]) -> None:
        text = node["c"][1]
        outer = self.places.span(node["c"][0][2]) if self.places and node["t"] == "Code" else at
        start = self.length
        inner = outer
        if self.places and outer[0] >= 0:
            found = self.places.source.find(text, outer[0], outer[1])
            inner = (found, found + len(text)) if found >= 0 else outer
        self._add(text, inner)
        self.marks.append(Mark("code", start, self.length, outer))

    def _container(self, node: Node, at: tuple[int, int]) -> None:
        attributes: list[Any] = node["c"][0] if node["t"] in ("Span", "Link", "Image") else ["", [], []]
        pairs = attributes[2]
        own = self.places.span(pairs) if self.places else (-1, -1)
        if node["t"] == "Span" and ["wrapper", "1"] in pairs:
            self.read(node["c"][1], own)
            return
        start = self.length
        self.read(_children(node))
        detail = node["c"][2][0] if node["t"] in ("Link", "Image") else attributes[0]
        others = tuple((key, value) for key, value in pairs if key != "data-pos")
        outer = own if own[0] >= 0 else at
        kind = MARKS.get(node["t"], "other")
        self.marks.append(Mark(kind, start, self.length, outer, detail, tuple(attributes[1]), others))

    def _add(self, text: str, at: tuple[int, int]) -> None:
        self.length += len(text)
        self.texts.append(text)
        if self.places is None:
            return
        start, end = at
        if start < 0:
            start, end = self._break(text)
        self.pieces.append(Piece(text, start, end))

    def _break(self, text: str) -> tuple[int, int]:
        """A line break inside a paragraph has no place of its own: it is the next line end and its indent."""
        assert self.places is not None
        before = self.pieces[-1].end if self.pieces else 0
        found = re.compile(r"\n[ >]*").search(self.places.source, before)
        return (found.start(), found.end()) if found and text == " " else (-1, -1)


def _with_words(leaf: Leaf, places: _Places | None) -> Block:
    words = _Words(places)
    if leaf.node["t"] == "CodeBlock":
        return _code_words(leaf, places)
    words.read(leaf.inlines)
    known = [piece for piece in words.pieces if piece.start >= 0]
    return replace(
        leaf.block,
        text="".join(words.texts),
        pieces=tuple(words.pieces),
        marks=tuple(words.marks),
        start=known[0].start if known else -1,
        end=known[-1].end if known else -1,
    )


def _code_words(leaf: Leaf, places: _Places | None) -> Block:
    """A code block is one piece where its lines stand unindented in the source, else it has no place."""
    text = str(leaf.node["c"][1])
    if places is None:
        return replace(leaf.block, text=text)
    start, end = places.span(leaf.node["c"][0][2])
    found = places.source.find(text, start, end) if text and start >= 0 else -1
    if found < 0:
        return replace(leaf.block, text=text, start=start, end=end)
    end = found + len(text)
    return replace(leaf.block, text=text, pieces=(Piece(text, found, end),), start=found, end=end)


def _spells(source: str, text: str) -> bool:
    if source == text:
        return True
    if text in (" ", "\n") and not source.strip(" \n>\\"):
        return True
    return bool(re.fullmatch(r"\\.|&[#\w]+;", source, re.DOTALL))
