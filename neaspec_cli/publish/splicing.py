"""Stretches of the inlines of a block cut out by their place in its text, with the formatting around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from neaspec_cli.core.markdown import Node

WRAPPERS = frozenset(["Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps"])
CONTAINERS = frozenset(["Span", "Quoted", "Cite", "Link", "Image"])
_VERBATIM = frozenset(["Code", "Math", "RawInline"])
Marking = Callable[[list[Node]], list[Node]]
NoteMarking = Callable[[Node], list[Node]]


def cut(
    inlines: Sequence[Node], text: str, start: int, end: int, mark: Marking, note: NoteMarking
) -> list[Node]:
    """The inlines that say `text[start:end]`, where `text` is that of the block.

    `mark` is given each stretch of words without formatting inside it, `note` each note; a note and an anchor belong to
    the character before them.
    """
    return _Knife(text, start, end, mark, note).take(inlines)


class Inlines(NamedTuple):
    """The inlines of a block whose text is known, with the place in it where each begins."""

    nodes: Sequence[Node]
    text: str
    starts: Sequence[int]

    def cut(self, start: int, end: int, mark: Marking, note: NoteMarking) -> list[Node]:
        """The same as `cut`, for many stretches of one block: only what stands in the stretch is looked at."""
        first = max(bisect_right(self.starts, start) - 1, 0) if start else 0
        knife = _Knife(self.text, start, end, mark, note)
        knife.at = self.starts[first] if self.starts else 0
        return knife.take(self.nodes[first : bisect_right(self.starts, end)])


def measured(inlines: Sequence[Node], text: str) -> Inlines:
    """The inlines of a block with their places; they must not be changed while it is used."""
    knife = _Knife(text, len(text), len(text), _unmarked, lambda node: [])
    starts = []
    for node in inlines:
        starts.append(knife.at)
        knife.take([node])
    return Inlines(inlines, text, starts)


def note_places(inlines: Sequence[Node], text: str) -> list[tuple[Node, int]]:
    """The notes of a block with their place in its text."""
    found: list[tuple[Node, int]] = []
    knife: list[_Knife] = []

    def see(node: Node) -> list[Node]:
        found.append((node, knife[0].at))
        return []

    knife.append(_Knife(text, 0, len(text), _unmarked, see))
    knife[0].take(inlines)
    return found


def _unmarked(nodes: list[Node]) -> list[Node]:
    return nodes


class _Knife:
    """Walks over inlines, counting the characters of the block's text."""

    def __init__(self, text: str, start: int, end: int, mark: Marking, note: NoteMarking) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.mark = mark
        self.note = note
        self.at = 0

    def take(self, nodes: Sequence[Node]) -> list[Node]:
        taken: list[Node] = []
        plain: list[Node] = []
        for node in nodes:
            if self.at > self.end:
                break
            if node["t"] not in WRAPPERS and node["t"] not in CONTAINERS and node["t"] != "Note":
                plain += self._words(node)
                continue
            inner = self._reference(node) if self._is_reference(node) else self._formatted(node)
            if inner:
                taken += self.mark(plain) if plain else []
                plain = []
                taken += inner
        return [*taken, *(self.mark(plain) if plain else [])]

    def _formatted(self, node: Node) -> list[Node]:
        if node["t"] == "Note":
            return self.note(node) if self._holds_point() else []
        before = self.at
        content = node["c"] if node["t"] in WRAPPERS else node["c"][1]
        inner = self.take(content)
        if not inner and not (self.at == before and self._holds_point()):
            return []
        return [
            {"t": node["t"], "c": inner if node["t"] in WRAPPERS else [node["c"][0], inner, *node["c"][2:]]}
        ]

    def _holds_point(self) -> bool:
        return self.start < self.at <= self.end or self.at == self.start == 0

    def _words(self, node: Node) -> list[Node]:
        content: Any = node.get("c")
        text: str = content[1] if node["t"] in _VERBATIM else content if node["t"] == "Str" else " "
        first, last = max(self.start - self.at, 0), min(self.end - self.at, len(text))
        self.at += len(text)
        if first >= last:
            return []
        if last - first == len(text):
            return [node]
        part = text[first:last]
        return [{"t": node["t"], "c": part if node["t"] == "Str" else [node["c"][0], part]}]

    def _is_reference(self, node: Node) -> bool:
        """A reference prints a number where the block's text has its sign."""
        if node["t"] != "Link" or not node["c"][2][0].startswith("#"):
            return False
        words = "".join(part["c"] for part in node["c"][1] if part["t"] == "Str")
        return self.text[self.at : self.at + 1] == "#" and words[:1] != "#"

    def _reference(self, node: Node) -> list[Node]:
        self.at += 1
        if not self.start < self.at <= self.end:
            return []
        attributes, words, target = node["c"]
        return [{"t": "Link", "c": [attributes, self.mark(words), target]}]
