"""A compilation text as a copy: the circulated copy with every proposal woven into its trees, for Word and PDF alike.

Circulated words keep their formatting, notes and links; what is proposed and our signs stand in spans of two classes
that nobody can type. What is new beside a paragraph has no number, so that those of the circulated text stay.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from neaspec_cli.core import markdown
from neaspec_cli.core.compilation import Compilation, merged, pieces
from neaspec_cli.core.compiling.printing import Line, Run
from neaspec_cli.core.compiling.reading import Piece
from neaspec_cli.core.markdown import Block, Mark, Node
from neaspec_cli.core.proposals import BEFORE
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.core.text.numbering import Label
from neaspec_cli.errors import InternalFault
from neaspec_cli.publish import places
from neaspec_cli.publish.copy import Copy, PrintedLeaf, PrintedSection, marker, walk_blocks
from neaspec_cli.publish.places import Chain, Step
from neaspec_cli.publish.printed import PROPOSAL_SIGN, PROPOSAL_WORDS, SIGNS, atoms
from neaspec_cli.publish.splicing import cut

BREAK_SIGN = "¶"
"""What is printed where proposed words begin a new paragraph."""
REMARKS = "remarks"
"""The section that lists what has no place in the text."""


def woven(copy: Copy, compilation: Compilation, title: str, notice: str) -> Copy:
    """The copy with the lines of its compilation; `copy` stays as it is.

    InternalFault when what it prints is not every line.
    """
    document: list[Node] = []
    leaves: list[tuple[PrintedLeaf, list[Node]]] = []
    for section in copy.sections:
        tree: list[Node] = marshal.loads(marshal.dumps(section.tree))
        open_code(tree)
        document.append({"t": "Section", "c": tree, "id": section.id, "annex": section.is_annex})
        found = markdown.leaves(tree)
        leaves += [(one, leaf.inlines) for one, leaf in zip(section.leaves, found, strict=True)]
    weaver = _Weaver(leaves, places.chains(document))
    for line in compilation.lines:
        weaver.line(line)
    if weaver.listed:
        document.append({"t": "Section", "c": weaver.listed, "id": REMARKS, "annex": False})
    places.even_rows(document)
    numbers = count(1)
    sections = tuple(_section(one, weaver.origin, numbers) for one in document)
    settings = replace(copy.settings, title=title)
    made = replace(copy, settings=settings, sections=sections, notice=notice)
    if [_pieces(leaf) for leaf in made.leaves] != pieces(printed_lines(copy, compilation)):
        raise InternalFault("The compilation text does not print every word of the proposals.")
    return made


def _pieces(leaf: PrintedLeaf) -> list[Piece]:
    """What a leaf prints, with the role that its look tells."""
    found: list[Piece] = []
    for atom in atoms(leaf):
        marks = atom.look.marks
        if PROPOSAL_SIGN in marks:
            found.append(("break", BREAK) if atom.text == BREAK_SIGN else ("sign", atom.text))
        elif not marks.intersection(SIGNS.values()):
            found.append(("words" if PROPOSAL_WORDS in marks else "text", atom.text))
    return merged(found)


def open_code(tree: list[Node]) -> None:
    """Blocks of code as paragraphs of code, since only inlines can hold proposals."""
    for node in walk_blocks(tree):
        if node["t"] == "CodeBlock":
            text = node["c"][1]
            node["t"], node["c"] = "Para", []
            for number, line in enumerate(text.split("\n")):
                node["c"] += [{"t": "LineBreak"}] if number else []
                node["c"] += [{"t": "Code", "c": [["", [], []], line]}] if line else []


def printed_lines(copy: Copy, compilation: Compilation) -> tuple[Line, ...]:
    """The lines of the compilation as they read on paper: with the numbers that references stand for."""
    leaves = list(copy.leaves)
    return tuple(one if one.is_new else _as_printed(one, leaves[one.block]) for one in compilation.lines)


def _as_printed(line: Line, leaf: PrintedLeaf) -> Line:
    characters = printed_characters(leaf)
    runs = (
        replace(run, text="".join(characters[run.at : run.at + len(run.text)])) if run.role == "text" else run
        for run in line.runs
    )
    return replace(line, runs=tuple(runs))


def printed_characters(leaf: PrintedLeaf) -> list[str]:
    """What is printed for each character of the block's text: itself, but for a reference its number."""
    characters = list(leaf.block.text)
    here = 0
    for atom in atoms(leaf):
        if atom.counts == 1:
            characters[here] = atom.text
        here += atom.counts
    return characters


def _section(section: Node, origin: dict[int, PrintedLeaf], numbers: count[int]) -> PrintedSection:
    tree = section["c"]
    leaves = []
    for leaf in markdown.leaves(tree):
        known = origin.get(id(leaf.inlines))
        words = markdown.block_of(leaf)
        block = replace(known.block, text=words.text, marks=words.marks) if known else words
        label = known.label if known else Label()
        leaves.append(PrintedLeaf(block, label, marker(next(numbers)), leaf.inlines, leaf.node))
    return PrintedSection(section["id"], section["annex"], tree, tuple(leaves))


class _Weaver:
    """Puts lines into the trees, the circulated ones where they are and the new ones beside them."""

    def __init__(self, leaves: Sequence[tuple[PrintedLeaf, list[Node]]], ways: dict[int, Chain]) -> None:
        self.leaves = leaves
        self.ways = ways
        self.origin = {id(inlines): printed for printed, inlines in leaves}
        self.listed: list[Node] = []
        self.last: dict[int, Any] = {}
        """By `id` of what something new follows, the newest that follows it."""
        self.row: list[Any] = []

    def line(self, line: Line) -> None:
        if not line.is_new:
            printed, inlines = self.leaves[line.block]
            inlines[:] = list(_nodes(line, printed.block, list(inlines)))
            return
        words = list(_nodes(line, Block("paragraph", ""), []))
        if line.block < 0:
            self.listed.append(_header(1, words) if line.kind == "heading" else _paragraph(words))
        elif line.form == "row":
            self._cell(line, words)
        else:
            self._beside(line, words)

    def _way(self, line: Line) -> Chain:
        return self.ways[id(self.leaves[line.block][1])]

    def _beside(self, line: Line, words: list[Node]) -> None:
        """A new block next to the innermost block that the circulated one is."""
        way = self._way(line)
        step = _block_step(way, self.leaves[line.block][0].block.kind, line.where)
        is_heading = line.kind == "heading" and {one.kind for one in way} <= {"section", "block"}
        self._put(step, _header(line.level, words) if is_heading else _paragraph(words), line.where)

    def _cell(self, line: Line, words: list[Node]) -> None:
        """A cell of a new row, the first one with the row."""
        if line.part == 0:
            step = next(one for one in reversed(self._way(line)) if one.kind == "row")
            self.row = [["", [], []], []]
            self._put(step, self.row, line.where)
        self.row[1].append([["", [], []], {"t": "AlignDefault"}, 1, 1, [_paragraph(words)]])

    def _put(self, step: Step, new: Any, where: str) -> None:
        """Next to an element, what follows it in the order in which it comes."""
        key = id(step.element)
        beside = step.element if where == BEFORE else self.last.get(key, step.element)
        place = next(number for number, one in enumerate(step.container) if one is beside)
        step.container.insert(place + (where != BEFORE), new)
        if where != BEFORE:
            self.last[key] = new


def _block_step(way: Chain, kind: str, where: str) -> Step:
    """The innermost block of a leaf; of a caption its whole table, so that what is beside it is no caption."""
    blocks = [one for one in way if one.kind == "block"]
    if kind != "caption" or len(blocks) < 2:
        return blocks[-1]
    table = next((one for one in blocks[-1].container if one["t"] == "Table"), None)
    return blocks[-2] if table is None or where == BEFORE else Step(blocks[-1].container, table, "block")


def _paragraph(words: list[Node]) -> Node:
    return {"t": "Para", "c": words}


def _header(level: int, words: list[Node]) -> Node:
    return {"t": "Header", "c": [level, ["", [], []], words]}


# --- words ------------------------------------------------------------------------------------------------


def _nodes(line: Line, block: Block, inlines: list[Node]) -> Iterator[Node]:
    """The inlines of a line: circulated words cut out of its block, all else in spans of ours."""
    here, has_words = 0, False
    for run in line.runs:
        if run.role == "text":
            here, has_words = run.at + len(run.text), True
            yield from cut(inlines, block.text, run.at, here, list, lambda note: [note])
        elif run.role != "bracket":
            if not has_words and not block.text:
                yield from inlines
                has_words = True
            yield from _within_brackets(_ours(run), block, here)
    if not has_words:
        yield from inlines


def _ours(run: Run) -> list[Node]:
    if run.role == "words":
        return [_span(PROPOSAL_WORDS, run.text)]
    return [_span(PROPOSAL_SIGN, BREAK_SIGN if run.role == "break" else run.text)]


def _span(name: str, words: str) -> Node:
    content: list[Node] = []
    for number, part in enumerate(words.split("\n")):
        content += [{"t": "LineBreak"}] if number else []
        content += [{"t": "Str", "c": part}] if part else []
    return {"t": "Span", "c": [["", [name], []], content]}


def _within_brackets(nodes: list[Node], block: Block, at: int) -> list[Node]:
    """Nodes in pieces of the spans of bracketed text that they stand in, so that these print one pair of brackets."""
    around = [mark for mark in block.marks if "bracket" in mark.classes and mark.start < at < mark.end]
    for mark in sorted(around, key=lambda one: one.end - one.start):
        nodes = [{"t": "Span", "c": [_attributes(mark), nodes]}]
    return nodes


def _attributes(mark: Mark) -> list[Any]:
    return [mark.detail, list(mark.classes), [list(pair) for pair in mark.attributes]]
