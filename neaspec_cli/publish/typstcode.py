"""The tree of a copy as Typst code for the functions of `templates/plan.typ`.

All words stand in string literals, where Typst reads no markup: what people typed is printed and cannot become code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from math import sqrt
from typing import Any

from neaspec_cli.core.markdown import Node
from neaspec_cli.publish import changelist
from neaspec_cli.publish.copy import Copy, Fate, PrintedLeaf, walk_blocks, walk_inlines
from neaspec_cli.publish.printed import Frame, frames, leaf_key
from neaspec_cli.publish.typstwords import Names, Words, brief_of, is_marked, literal, spoken

_ALIGNMENTS = {"AlignRight": "right", "AlignCenter": "center"}
_LOOKS: dict[Fate, str] = {
    "inserted": "inserted",
    "deleted": "deleted",
    "moved-here": "moved-inserted",
    "moved-away": "moved-deleted",
}
_GONE = ("deleted", "moved-away")
_BOXES = ("annotation", "placeholder")
_HYPHEN_ITEM = "–"
WIDE_FROM_COLUMNS = 4
"""From here a table takes the whole width between the margins."""
WIDE_FROM_CHARACTERS = 60
"""So does one whose longest words would hardly fit side by side."""


def code(copy: Copy, *, attributed: bool = False, traced: bool = False) -> str:
    """The body of the document; `attributed` names the holders of brackets, `traced` leaves a mark at each leaf."""
    return _Writer(copy, attributed, traced).document()


class _Writer:
    """Holds what the parts of a tree must know of their copy."""

    def __init__(self, copy: Copy, attributed: bool, traced: bool) -> None:
        self.copy = copy
        self.traced = traced
        self.leaf_of = {leaf_key(leaf): (number, leaf) for number, leaf in enumerate(copy.leaves)}
        self.frames: dict[str, Frame] = {}
        for section in copy.sections:
            self.frames |= frames(section, attributed=attributed)
        self.names = Names(_targets(copy))
        self.words = Words(self.names, attributed, self.note)
        self.above: list[int] = []
        """Levels of the headings that the place read now is under."""

    def document(self) -> str:
        lines = []
        for section in self.copy.sections:
            if section.is_annex:
                lines.append("#annex()")
            lines += [f"#{one}" for one in self.blocks(section.tree)]
        if self.copy.since is not None:
            lines.append(f"#change-list(({self.changes()}))")
        return "\n".join(lines)

    def changes(self) -> str:
        return "".join(map(_listed, changelist.entries(self.copy)))

    # --- blocks ---

    def blocks(self, nodes: Sequence[Node]) -> Iterator[str]:
        for node, following in zip_longest(nodes, nodes[1:]):
            match node["t"]:
                case "Para" | "Plain":
                    yield self.paragraph(node["c"], leads=_is_list(following))
                case "Header":
                    yield self.heading(node)
                case "BulletList" | "OrderedList":
                    yield self.lettered(node)
                case "Div":
                    yield from self.div(node)
                case "Table":
                    yield self.table(node, "none")
                case "BlockQuote":
                    yield f"quoted({self.flow(node['c'])})"
                case "CodeBlock":
                    yield self.verbatim(node)
                case "LineBlock":
                    yield from map(self.paragraph, node["c"])
                case "DefinitionList":
                    yield from self.definitions(node)
                case "Figure":
                    yield from self.blocks(node["c"][2])
                    yield from self.blocks(node["c"][1][1])
                case "HorizontalRule":
                    yield "separator()"

    def flow(self, nodes: Sequence[Node]) -> str:
        """Blocks as one argument; paragraphs without a number are set apart by paragraph breaks."""
        return "{" + "; parbreak(); ".join(self.blocks(nodes)) + "}"

    def paragraph(self, inlines: list[Node], *, leads: bool = False) -> str:
        """A paragraph, kept with the list that it leads to."""
        leaf = self.leaf_of[id(inlines)][1]
        words = self.leaf(inlines)
        match leaf.block.kind:
            case "paragraph":
                made = f"numbered({self.number(leaf)}, {words})"
                return f"leading({self.barred(made, leaf)})" if leads else self.barred(made, leaf)
            case "caption":
                made = f"legend({literal(leaf.label.number)}, {words})"
            case "code":
                made = f"verbatim({words})"
            case "heading":
                # One that is gone from between what is a list now: it looks like a heading and is none of the document.
                return f"former-title({leaf.block.level}, {self.number(leaf)}, {words})"
            case _:
                made = words
        return self.barred(made, leaf)

    def leaf(self, inlines: list[Node]) -> str:
        """The words of one leaf as one argument."""
        number, leaf = self.leaf_of[id(inlines)]
        frame = self.frames.get(leaf.marker, Frame())
        words = self.words.of_leaf(inlines, leaf.block.text, frame)
        return f"{{{self.trace(number)}{words}}}"

    def trace(self, number: int) -> str:
        return f"leaf({number}); " if self.traced else ""

    def number(self, leaf: PrintedLeaf) -> str:
        """The number of a leaf, marked where its paragraph came or went."""
        number = literal(leaf.label.number)
        return f"{_LOOKS[leaf.change]}({number})" if leaf.change and leaf.label.number else number

    def barred(self, made: str, leaf: PrintedLeaf) -> str:
        """With a bar in the margin where something changed; notes and cells have no margin of their own."""
        has_margin = leaf.block.kind not in ("note", "cell")
        return f"changed({made})" if has_margin and self.is_changed(leaf) else made

    def is_changed(self, leaf: PrintedLeaf) -> bool:
        if self.copy.since is None:
            return False
        is_reshaped = bool(leaf.change) or leaf.was is not None
        return is_reshaped or any(map(is_marked, walk_inlines(leaf.inlines)))

    def heading(self, node: Node) -> str:
        level, (identifier, _, _), inlines = node["c"]
        leaf = self.leaf_of[id(inlines)][1]
        names = [identifier, *(one["c"][0][0] for one in walk_inlines(inlines) if one["t"] == "Span")]
        labels = "".join(f"{literal(name)}, " for name in names if self.names.take(name))
        words = self.leaf(inlines)
        brief = f"{{{self.words.of_leaf(brief_of(inlines), leaf.block.text)}}}"
        number = literal(leaf.label.number)
        look = f", look: {_LOOKS[leaf.change]}" if leaf.change else ""
        look += ", outlined: false" if leaf.change in _GONE else ""
        depth = self.depth(level)
        made = f"titled({depth}, {number}, {words}, {brief}, ({labels}){look})"
        return f"changed-title({depth}, {made})" if self.is_changed(leaf) else made

    def depth(self, level: int) -> int:
        """Level without gaps, since PDF/UA allows none: one below the nearest heading of a higher level."""
        while self.above and self.above[-1] >= level:
            self.above.pop()
        self.above.append(level)
        return len(self.above)

    def lettered(self, node: Node) -> str:
        items = node["c"][1] if node["t"] == "OrderedList" else node["c"]
        labels = "".join(f"{self.item_label(item)}, " for item in items)
        return f"lettered(({labels}), {', '.join(self.flow(item) for item in items)})"

    def item_label(self, item: Sequence[Node]) -> str:
        """The number of the first leaf in it."""
        leaf = next(self.inner_leaves(item), None)
        return self.number(leaf) if leaf and leaf.block.kind == "item" else literal(_HYPHEN_ITEM)

    def inner_leaves(self, nodes: Sequence[Node]) -> Iterator[PrintedLeaf]:
        for key in _keys(nodes):
            if key in self.leaf_of:
                yield self.leaf_of[key][1]

    def div(self, node: Node) -> Iterator[str]:
        (identifier, classes, _), content = node["c"]
        if self.names.take(identifier):
            yield f"anchor({literal(identifier)})"
        look = next((name for name in _BOXES if name in classes), "")
        if "table" in classes:
            yield from self.captioned(content)
        elif look:
            yield f"{look}({self.flow(content)})"
        else:
            yield from self.blocks(content)

    def captioned(self, content: Sequence[Node]) -> Iterator[str]:
        """The paragraphs before a table are its caption, those after it its notes."""
        at = next((place for place, node in enumerate(content) if node["t"] == "Table"), -1)
        before = [node for node in content[: max(at, 0)] if node["t"] in ("Para", "Plain")]
        if at < 1 or len(before) < at:
            yield from self.blocks(content)
            return
        number = literal(self.leaf_of[id(before[0]["c"])][1].label.number)
        words = "; parbreak(); ".join(self.leaf(node["c"]) for node in before)
        yield self.table(content[at], f"caption({number}, {{{words}}})")
        for node in content[at + 1 :]:
            is_note = node["t"] in ("Para", "Plain")
            yield from [f"table-note({self.leaf(node['c'])})"] if is_note else self.blocks([node])

    def table(self, node: Node, caption: str) -> str:
        _, _, columns, head, bodies, foot = node["c"]
        rows = [row for body in bodies for row in (*body[2], *body[3])] + list(foot[1])
        shares, is_wide = self.shares([*head[1], *rows], len(columns))
        alignments = "".join(f"{_ALIGNMENTS.get(one[0]['t'], 'left')}, " for one in columns)
        widths = "".join(f"{share}fr, " for share in shares)
        wide = "true" if is_wide else "false"
        made = (
            f"tabular(({widths}), ({alignments}), {wide}, {caption}, "
            f"({self.cells(head[1])}), ({self.cells(rows)}), {_repeats(head[1])})"
        )
        is_changed = any(map(self.is_changed, self.inner_leaves([node]))) if self.copy.since else False
        return f"changed-table({wide}, {made})" if is_changed else made

    def cells(self, rows: Sequence[Any]) -> str:
        return "".join(f"{self.flow(cell[4])}, " for row in rows for cell in row[1])

    def shares(self, rows: Sequence[Any], columns: int) -> tuple[list[int], bool]:
        """Widths by the words in them, and whether the table needs the width of the page."""
        natural, longest = [1] * columns, [1] * columns
        for row in rows:
            for column, cell in enumerate(row[1][:columns]):
                text = " ".join(leaf.block.text for leaf in self.inner_leaves(cell[4]))
                natural[column] = max(natural[column], len(text))
                longest[column] = max(longest[column], *(len(word) for word in text.split()), 1)
        shares = [
            round(max(word + 3, min(most, 24) + 3 * sqrt(max(most - 24, 0))))
            for most, word in zip(natural, longest, strict=True)
        ]
        return shares, columns >= WIDE_FROM_COLUMNS or sum(longest) > WIDE_FROM_CHARACTERS

    def verbatim(self, node: Node) -> str:
        number, leaf = self.leaf_of[id(node)]
        return f"verbatim({{{self.trace(number)}{spoken(node['c'][1], leaf.block.text)}}})"

    def definitions(self, node: Node) -> Iterator[str]:
        for term, definitions in node["c"]:
            yield f"term({self.leaf(term)})"
            yield from (f"quoted({self.flow(definition)})" for definition in definitions)

    def note(self, node: Node) -> str:
        leaf = next(self.inner_leaves(node["c"]), None)
        number = leaf.label.text.removeprefix("note ") if leaf else ""
        return f"remark({literal(number)}, {self.flow(node['c'])})"


def _listed(entry: changelist.Entry) -> str:
    """An entry of the list of changes: its place, and what is said of it with its reasons below."""
    why = "".join(f"; because({{{spoken(one, one)}}})" for one in entry.why)
    return f"({{{literal(entry.place)}}}, {{{spoken(entry.said, entry.said)}{why}}}), "


def _is_list(node: Node | None) -> bool:
    return node is not None and node["t"] in ("BulletList", "OrderedList")


def _repeats(head: Sequence[Any]) -> str:
    """A head with links or notes is not repeated on the next page: PDF/UA wants no links in what comes again."""
    found = any(one["t"] in ("Link", "Note") for one in walk_inlines(head))
    return "false" if found else "true"


def _targets(copy: Copy) -> set[str]:
    """Ids that links name and something carries: only these become labels."""
    asked, carried = set(), {""}
    for section in copy.sections:
        for node in walk_inlines(section.tree):
            if node["t"] == "Link":
                asked.add(node["c"][2][0].removeprefix("#"))
            elif node["t"] == "Span":
                carried.add(node["c"][0][0])
        for node in walk_blocks(section.tree):
            if node["t"] in ("Header", "Div"):
                carried.add(node["c"][1 if node["t"] == "Header" else 0][0])
    return (asked & carried) - {""}


def _keys(value: object) -> Iterator[int]:
    """What may be the key of a leaf, outer before inner, without going into words."""
    if isinstance(value, dict):
        if value["t"] == "CodeBlock":
            yield id(value)
        elif value["t"] in ("Para", "Plain", "Header"):
            yield id(value["c"][2] if value["t"] == "Header" else value["c"])
        else:
            yield from _keys(value.get("c"))
    elif isinstance(value, list):
        yield id(value)
        for one in value:
            if isinstance(one, (dict, list)):
                yield from _keys(one)
