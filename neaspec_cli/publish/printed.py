"""The words of a block as they stand on paper: brackets printed, references resolved, each run with its look.

A returned file is compared with these words; `Printed.offsets` leads from a printed character back to the block's text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from neaspec_cli.core.markdown import Node
from neaspec_cli.core.text.wording import MARKS
from neaspec_cli.publish import brackets
from neaspec_cli.publish.copy import Copy, PrintedLeaf, PrintedSection, walk_blocks
from neaspec_cli.publish.reformed import CLASS as CHANGED_FORM

SIGNS: dict[str, str] = {"printed sign": "sign", "printed holders": "holders"}
"""How spans are printed that hold the signs of a redline, by class; nobody can type a class with a space."""
LINKS = ("https://", "http://", "mailto:")
"""What a link may lead to in a copy; anything else could run or open something on the reader's machine."""

PROPOSAL_SIGN, PROPOSAL_WORDS = "proposal sign", "proposal words"
"""Classes of spans in a compilation text, and the marks of their look; nobody can type a class with a space."""


@dataclass(frozen=True)
class Change:
    """A tracked change: `insertion` or `deletion`, by whom and when, and the id of the move that it is half of."""

    kind: str
    author: str
    date: str
    move: str = ""


@dataclass(frozen=True)
class Form:
    """The marks of words before their form was changed, by whom and when."""

    marks: frozenset[str]
    author: str
    date: str


@dataclass(frozen=True)
class Look:
    """How a run of words is printed; `marks` are names of `core.markdown.MARKS` and `code`, `sign`, `holders`."""

    marks: frozenset[str] = frozenset()
    target: str = ""
    language: str = ""
    change: Change | None = None
    was: Form | None = None


@dataclass(frozen=True)
class Atom:
    """Words of one look, a line break ("\\n") or a note; they stand for `counts` characters of the block's text."""

    text: str
    look: Look = Look()
    counts: int = 0
    note: Node | None = None


@dataclass(frozen=True)
class Printed:
    """Printed words of a leaf; `offsets[i]` is where character i stands in the text of its block, one more at the end.

    A bracket sign has the offset of the character that it stands before.
    """

    text: str
    offsets: tuple[int, ...]


@dataclass(frozen=True)
class Frame:
    """What fenced divs of bracketed text print before the first and after the last of their words."""

    before: str = ""
    closing: tuple[tuple[str, str], ...] = ()
    """The signs after the last word, each with the holders that are named behind it."""

    @property
    def after(self) -> str:
        """All that is printed after the last word."""
        return "".join(f"{sign} ({named})" if named else sign for sign, named in self.closing)


def printed_leaves(copy: Copy) -> tuple[Printed, ...]:
    """The printed words of every leaf of a copy, in the order of `copy.leaves`."""
    found = []
    for section in copy.sections:
        around = frames(section)
        found += [printed(leaf, around.get(leaf.marker, Frame())) for leaf in section.leaves]
    return tuple(found)


def printed(leaf: PrintedLeaf, frame: Frame = Frame()) -> Printed:
    """The printed words of one leaf."""
    texts: list[str] = []
    offsets: list[int] = []
    here = 0
    for atom in atoms(leaf, frame):
        texts.append(atom.text)
        even = atom.counts == len(atom.text)
        offsets += [here + step if even else here for step in range(len(atom.text))]
        here += atom.counts
    return Printed("".join(texts), (*offsets, here))


def atoms(leaf: PrintedLeaf, frame: Frame = Frame(), *, attributed: bool = False) -> Iterator[Atom]:
    """The printed words of one leaf with their looks; `attributed` names the holders of brackets."""
    yield from _sign(frame.before)
    if leaf.node["t"] == "CodeBlock":
        yield from _lines(leaf.node["c"][1], Look())
    else:
        yield from _Reader(leaf, attributed).read(leaf.inlines, Look())
    for sign, named in frame.closing:
        yield from _sign(sign)
        yield from _holders(named)


def leaf_key(leaf: PrintedLeaf) -> int:
    """Identity of a leaf as a walk over its tree meets it: its inlines, for a block of code its node."""
    return id(leaf.node) if leaf.node["t"] == "CodeBlock" else id(leaf.inlines)


def frames(section: PrintedSection, *, attributed: bool = False) -> dict[str, Frame]:
    """By marker, what divs of bracketed text print around leaves."""
    found: dict[str, Frame] = {}
    marker_of = {leaf_key(leaf): leaf.marker for leaf in section.leaves}
    for node in walk_blocks(section.tree):
        if node["t"] != "Div" or not brackets.is_bracket(node):
            continue
        inner = [marker_of[key] for key in _keys(node["c"][1]) if key in marker_of]
        if not inner:
            continue
        named = brackets.holders(node) if attributed else ""
        first, last = found.get(inner[0], Frame()), inner[-1]
        found[inner[0]] = replace(first, before=first.before + "[")
        end = found.get(last, Frame())
        found[last] = replace(end, closing=(("]", named), *end.closing))
    return found


def _keys(nodes: object) -> Iterator[int]:
    """Keys of the leaves below, notes left out: they stand inside the words of others."""
    if isinstance(nodes, dict):
        if nodes["t"] == "CodeBlock":
            yield id(nodes)
        elif nodes["t"] in ("Para", "Plain"):
            yield id(nodes["c"])
        elif nodes["t"] == "Header":
            yield id(nodes["c"][2])
        else:
            yield from _keys(nodes.get("c"))
    elif isinstance(nodes, list):
        if nodes and isinstance(nodes[0], dict) and nodes[0].get("t") in _INLINES:
            yield id(nodes)
            return
        for one in nodes:
            yield from _keys(one)


_INLINES = frozenset(
    ["Str", "Space", "SoftBreak", "LineBreak", "Code", "Math", "RawInline", "Note", "Cite", *MARKS]
)


class _Reader:
    """Reads the inlines of one leaf into atoms."""

    def __init__(self, leaf: PrintedLeaf, attributed: bool) -> None:
        self.text = leaf.block.text
        self.here = 0
        self.attributed = attributed
        self.inlines = leaf.inlines

    @cached_property
    def edges(self) -> dict[int, brackets.Edge]:
        """Where brackets are printed, asked for only where there are some."""
        return brackets.edges(self.inlines)

    def read(self, nodes: Sequence[Node], look: Look) -> Iterator[Atom]:
        for node in nodes:
            kind = node["t"]
            if kind == "Str":
                yield from self._words(node["c"], look)
            elif kind in ("Space", "SoftBreak"):
                yield from self._words(" ", look)
            elif kind == "LineBreak":
                yield from self._words("\n", look)
            elif kind in ("Code", "Math", "RawInline"):
                for atom in _lines(node["c"][1], _marked(look, "code")):
                    self.here += atom.counts
                    yield atom
            elif kind == "Note":
                yield Atom("", look, note=node)
            else:
                yield from self._container(node, look)

    def _words(self, text: str, look: Look) -> Iterator[Atom]:
        counts = len(text)
        if look.target.startswith("#") and not self.text.startswith(text, self.here):
            counts = 1
        self.here += counts
        yield Atom(text, look, counts)

    def _container(self, node: Node, look: Look) -> Iterator[Atom]:
        kind, content = node["t"], node["c"]
        match kind:
            case "Span":
                yield from self._span(node, look)
            case "Link":
                yield from self.read(content[1], replace(look, target=content[2][0]))
            case "Image":
                yield from _sign("[Image: ")
                yield from self.read(content[1], _marked(look, "image"))
                yield from _sign("]")
            case "Quoted":
                left, right = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
                yield Atom(left, look)
                yield from self.read(content[1], look)
                yield Atom(right, look)
            case "Cite":
                yield from self.read(content[1], look)
            case _:
                yield from self.read(content, _marked(look, MARKS[kind]))

    def _span(self, node: Node, look: Look) -> Iterator[Atom]:
        (_, classes, pairs), content = node["c"]
        attributes = dict(pairs)
        kind = next((name for name in ("insertion", "deletion") if name in classes), "")
        if kind:
            change = Change(kind, *(attributes.get(name, "") for name in ("author", "date", "move")))
            look = replace(look, change=change)
        if CHANGED_FORM in classes:
            was = frozenset(attributes.get("was", "").split())
            look = replace(look, was=Form(was, *(attributes.get(name, "") for name in ("author", "date"))))
        look = replace(look, language=attributes.get("lang", look.language))
        for name in (PROPOSAL_SIGN, PROPOSAL_WORDS):
            look = _marked(look, name) if name in classes else look
        look = next((_marked(look, mark) for name, mark in SIGNS.items() if name in classes), look)
        edge = self.edges[id(node)] if brackets.is_bracket(node) else brackets.Edge(False, False)
        yield from _sign("[" if edge.opens else "", look)
        yield from self.read(content, look)
        yield from _sign("]" if edge.closes else "", look)
        if edge.closes and self.attributed:
            yield from _holders(brackets.holders(node), look)


def _marked(look: Look, name: str) -> Look:
    return replace(look, marks=look.marks | {name})


def _sign(text: str, look: Look = Look()) -> Iterator[Atom]:
    if text:
        yield Atom(text, _marked(look, "sign"))


def _holders(named: str, look: Look = Look()) -> Iterator[Atom]:
    if named:
        yield Atom(f" ({named})", _marked(look, "holders"))


def _lines(text: str, look: Look) -> Iterator[Atom]:
    """Verbatim text, each line end an atom of its own."""
    for number, line in enumerate(text.split("\n")):
        if number:
            yield Atom("\n", look, 1)
        if line:
            yield Atom(line, look, len(line))
