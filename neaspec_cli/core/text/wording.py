"""The words of one block: its plain text, and the source place of every piece of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from neaspec_cli.core.text.blocks import Block, Fence, Leaf, Mark, Node, Piece

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


class Places:
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
                line, _, place = value.rpartition(";")[2].partition(":")
                column, _, end = place.partition("-")
                last_line, _, last_column = end.partition(":")
                return self._offset(line, column), self._offset(last_line, last_column)
        return (-1, -1)

    def lines(self, attributes: Sequence[Sequence[str]]) -> tuple[int, int]:
        """The stretch from the first to the last line of a div; (-1, -1) when none is named.

        Inside an item or quotation pandoc names its lines one by one, and beside them the item that ends with it.
        """
        named = [value.split(";") for key, value in attributes if key == "data-pos" and value]
        found = [
            (self.span([("data-pos", one[0])])[0], self.span([("data-pos", one[-1])])[1]) for one in named
        ]
        return max(found, default=(-1, -1))

    def _offset(self, line: str, column: str) -> int:
        number = int(line)
        if number > len(self.starts):
            return len(self.source)
        return self.starts[number - 1] + int(column) - 1


class _Words:
    """Gathers plain text, pieces and marks of one block."""

    def __init__(self, places: Places | None) -> None:
        self.places = places
        self.length = 0
        self.texts: list[str] = []
        self.pieces: list[Piece] = []
        self.marks: list[Mark] = []

    def read(self, inlines: Sequence[Node], at: tuple[int, int] = (-1, -1)) -> None:
        for node in inlines:
            kind = node["t"]
            if kind == "Span" and self._has_read_word(node["c"]):
                continue
            if kind == "Str":
                self._add(node["c"], at)
            elif kind in ("Space", "SoftBreak"):
                self._add(" ", at)
            elif kind == "LineBreak":
                self._add("\n", self._with_indent(at))
            elif kind in ("Code", "Math", "RawInline"):
                self._verbatim(node, at)
            elif kind == "Note":
                self.marks.append(Mark("note", self.length, self.length, at))
            else:
                self._container(node, at)

    def _has_read_word(self, content: list[Any]) -> bool:
        """Reads what pandoc wraps a single word or space in to give its place, as it does nearly every inline."""
        (_, _, pairs), inner = content
        if self.places is None or len(inner) != 1 or pairs[:1] != [["wrapper", "1"]]:
            return False
        word = inner[0]
        text = word["c"] if word["t"] == "Str" else " " if word["t"] == "Space" else None
        if text is None:
            return False
        start, end = self.places.span(pairs)
        if start < 0:
            start, end = self._break(text)
        self.length += len(text)
        self.texts.append(text)
        self.pieces.append(Piece(text, start, end))
        return True

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
        self.read(children(node), self._inside_angles(node, own))
        detail = node["c"][2][0] if node["t"] in ("Link", "Image") else attributes[0]
        others = without_place(pairs)
        outer = own if own[0] >= 0 else at
        kind = MARKS.get(node["t"], "other")
        self.marks.append(Mark(kind, start, self.length, outer, detail, tuple(attributes[1]), others))

    def _inside_angles(self, node: Node, own: tuple[int, int]) -> tuple[int, int]:
        """Where the words of `<https://example.org>` stand, to which pandoc gives no place of their own."""
        if self.places is None or node["t"] != "Link" or self.places.source[own[0] : own[0] + 1] != "<":
            return (-1, -1)
        return (own[0] + 1, own[1] - 1)

    def _add(self, text: str, at: tuple[int, int]) -> None:
        self.length += len(text)
        self.texts.append(text)
        if self.places is None:
            return
        start, end = at
        if start < 0:
            start, end = self._break(text)
        self.pieces.append(Piece(text, start, end))

    def _with_indent(self, at: tuple[int, int]) -> tuple[int, int]:
        """A hard break is its sign, to which pandoc gives a place, the line end and the indent of the next line."""
        found = (
            re.compile(r"\n[ >]*").match(self.places.source, at[1]) if self.places and at[0] >= 0 else None
        )
        return (at[0], found.end()) if found else at

    def _break(self, text: str) -> tuple[int, int]:
        """A line break inside a paragraph has no place of its own: it is the next line end and its indent."""
        assert self.places is not None
        before = self.pieces[-1].end if self.pieces else 0
        found = re.compile(r"\n[ >]*").search(self.places.source, before)
        return (found.start(), found.end()) if found and text == " " else (-1, -1)


def without_place(pairs: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """The attributes that people gave."""
    return tuple((key, value) for key, value in pairs if key != "data-pos")


def with_words(leaf: Leaf, places: Places | None) -> Block:
    """The block of a leaf with its text, marks and, where places are known, its pieces."""
    if leaf.block.fences:
        fences = tuple(_placed(fence, places) for fence in leaf.block.fences)
        leaf = replace(leaf, block=replace(leaf.block, fences=fences))
    words = _Words(places)
    if leaf.node["t"] == "CodeBlock":
        return _code_words(leaf, places)
    words.read(leaf.inlines)
    known = [piece for piece in words.pieces if piece.start >= 0]
    start, end = (known[0].start, known[-1].end) if known else (-1, -1)
    return leaf.block.saying("".join(words.texts), tuple(words.pieces), tuple(words.marks), start, end)


def _placed(fence: Fence, places: Places | None) -> Fence:
    source = places.lines(fence.attributes) if places else (-1, -1)
    return replace(fence, attributes=without_place(fence.attributes), source=source)


def _code_words(leaf: Leaf, places: Places | None) -> Block:
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


def spells(source: str, text: str) -> bool:
    """Does this stretch of source say the text: to the letter, as a break, an escape or an entity?"""
    if source == text:
        return True
    if text in (" ", "\n") and not source.strip(" \n>\\"):
        return True
    return bool(re.fullmatch(r"\\.|&[#\w]+;", source, re.DOTALL))


def children(node: Node) -> list[Node]:
    """The inlines inside an inline."""
    content = node.get("c")
    if node["t"] in ("Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps"):
        return list(content or ())
    if node["t"] in ("Span", "Quoted", "Cite", "Link", "Image"):
        return list(content[1]) if content else []
    return []
