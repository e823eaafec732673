"""The tree of a copy as Typst code for the functions of `templates/plan.typ`.

All words stand in string literals, where Typst reads no markup: what people typed is printed and cannot become code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Any

from neaspec_cli.core.markdown import Node
from neaspec_cli.publish import brackets, languages
from neaspec_cli.publish.copy import Copy, PrintedLeaf, walk_blocks, walk_inlines

_WRAPPERS = {
    "Emph": "emph",
    "Strong": "strong",
    "Underline": "underline",
    "Strikeout": "strike",
    "Superscript": "super",
    "Subscript": "sub",
    "SmallCaps": "smallcaps",
}
_CHANGES = {"insertion": "inserted", "deletion": "deleted"}
_ALIGNMENTS = {"AlignRight": "right", "AlignCenter": "center"}
_LINKS = ("https://", "http://", "mailto:")
WIDE_FROM_COLUMNS = 4


def code(copy: Copy, *, attributed: bool = False, traced: bool = False) -> str:
    """The body of the document; `attributed` names the holders of brackets, `traced` leaves a mark at each leaf."""
    return _Writer(copy, attributed, traced).document()


def literal(text: str) -> str:
    """A Typst string that says exactly this text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class _Writer:
    """Holds what the parts of a tree must know of their copy."""

    def __init__(self, copy: Copy, attributed: bool, traced: bool) -> None:
        self.copy = copy
        self.attributed = attributed
        self.traced = traced
        self.leaf_of: dict[int, tuple[int, PrintedLeaf]] = {}
        for number, leaf in enumerate(copy.leaves):
            self.leaf_of[id(leaf.inlines)] = self.leaf_of[id(leaf.node)] = (number, leaf)
        spans = [
            node for one in copy.sections for node in walk_inlines(one.tree) if node["t"] in ("Span", "Link")
        ]
        self.asked = _targets(copy, spans)
        self.is_redline = any(map(_change, spans))
        self.named: set[str] = set()
        self.before: dict[int, str] = {}
        self.after: dict[int, str] = {}
        self.edges: dict[int, brackets.Edge] = {}
        self.around = ""
        self.notes = 0
        self.above: list[int] = []

    def document(self) -> str:
        lines = []
        for section in self.copy.sections:
            if section.is_annex:
                lines.append("#annex()")
            lines += [f"#{one}" for one in self.blocks(section.tree)]
        return "\n".join(lines)

    # --- blocks ---

    def blocks(self, nodes: Sequence[Node]) -> Iterator[str]:
        for node in nodes:
            match node["t"]:
                case "Para" | "Plain":
                    yield self.paragraph(node["c"], self.leaf_of[id(node["c"])])
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
                    yield from (self.paragraph(line, self.leaf_of[id(line)]) for line in node["c"])
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

    def paragraph(self, inlines: Sequence[Node], place: tuple[int, PrintedLeaf]) -> str:
        _, leaf = place
        words = self.words(inlines, place)
        match leaf.block.kind:
            case "paragraph":
                made = f"numbered({literal(leaf.label.number)}, {words})"
            case "caption":
                made = f"legend({literal(leaf.label.number)}, {words})"
            case _:
                made = words
        return self.barred(made, inlines, leaf)

    def barred(self, made: str, inlines: Sequence[Node], leaf: PrintedLeaf) -> str:
        """With a bar in the margin where words changed; a note has no margin of its own."""
        if self.is_redline and leaf.block.kind != "note" and any(map(_change, walk_inlines(inlines))):
            return f"changed({made})"
        return made

    def heading(self, node: Node) -> str:
        level, (identifier, _, _), inlines = node["c"]
        number, leaf = self.leaf_of[id(inlines)]
        names = [identifier, *(one["c"][0][0] for one in walk_inlines(inlines) if one["t"] == "Span")]
        wanted = [name for name in names if name in self.asked and name not in self.named]
        self.named.update(wanted)
        words = self.words(inlines, (number, leaf))
        names_code = "".join(f"{literal(name)}, " for name in wanted)
        made = f"titled({self.depth(level)}, {literal(leaf.label.number)}, {words}, ({names_code}))"
        return self.barred(made, inlines, leaf)

    def depth(self, level: int) -> int:
        """Level without gaps, since PDF/UA allows none: one below the nearest heading of a higher level."""
        while self.above and self.above[-1] >= level:
            self.above.pop()
        self.above.append(level)
        return len(self.above)

    def lettered(self, node: Node) -> str:
        items = node["c"][1] if node["t"] == "OrderedList" else node["c"]
        labels = "".join(f"{literal(self.item_label(item))}, " for item in items)
        return f"lettered(({labels}), {', '.join(self.flow(item) for item in items)})"

    def item_label(self, item: Sequence[Node]) -> str:
        """The number of the first leaf in it."""
        leaf = next(self.inner_leaves(item), None)
        return leaf.label.number if leaf and leaf.block.kind == "item" else "–"

    def inner_leaves(self, nodes: Sequence[Node]) -> Iterator[PrintedLeaf]:
        for node in _nodes(nodes):
            if id(node) in self.leaf_of:
                yield self.leaf_of[id(node)][1]

    def div(self, node: Node) -> Iterator[str]:
        (identifier, classes, _), content = node["c"]
        if brackets.is_bracket(node):
            self.bracket_blocks(node)
        if identifier in self.asked and identifier not in self.named:
            self.named.add(identifier)
            yield f"anchor({literal(identifier)})"
        if "table" in classes:
            yield from self.captioned(content)
        elif "annotation" in classes or "placeholder" in classes:
            yield f"{'annotation' if 'annotation' in classes else 'placeholder'}({self.flow(content)})"
        else:
            yield from self.blocks(content)

    def bracket_blocks(self, node: Node) -> None:
        """Note which leaves print the brackets of a div."""
        inner = list(self.inner_leaves(node["c"][1]))
        if inner:
            first, last = id(inner[0].inlines), id(inner[-1].inlines)
            named = brackets.holders(node) if self.attributed else ""
            self.before[first] = self.before.get(first, "") + "["
            self.after[last] = "]" + (f" ({named})" if named else "") + self.after.get(last, "")

    def captioned(self, content: Sequence[Node]) -> Iterator[str]:
        """The paragraphs before a table are its caption, those after it its notes."""
        at = next((place for place, node in enumerate(content) if node["t"] == "Table"), len(content))
        if at == len(content):
            yield from self.blocks(content)
            return
        if at == 0:
            yield from self.blocks(content[:1])
        else:
            number = (
                self.leaf_of[id(content[0]["c"])][1].label.number
                if content[0]["t"] in ("Para", "Plain")
                else ""
            )
            inner = "; parbreak(); ".join(
                self.words(node["c"], self.leaf_of[id(node["c"])])
                for node in content[:at]
                if node["t"] in ("Para", "Plain")
            )
            yield self.table(content[at], f"caption({literal(number)}, {{{inner}}})")
        for node in content[at + 1 :]:
            if node["t"] in ("Para", "Plain"):
                yield f"table-note({self.words(node['c'], self.leaf_of[id(node['c'])])})"
            else:
                yield from self.blocks([node])

    def table(self, node: Node, caption: str) -> str:
        _, _, columns, head, bodies, foot = node["c"]
        head_rows = head[1]
        rows = [row for body in bodies for row in (*body[2], *body[3])] + list(foot[1])
        shares, is_wide = self.shares([*head_rows, *rows], len(columns))
        alignments = "".join(f"{_ALIGNMENTS.get(one[0]['t'], 'left')}, " for one in columns)
        widths = "".join(f"{share}fr, " for share in shares)
        wide = "true" if is_wide else "false"
        return (
            f"tabular(({widths}), ({alignments}), {wide}, {caption}, "
            f"({self.cells(head_rows)}), ({self.cells(rows)}))"
        )

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
        return shares, columns >= WIDE_FROM_COLUMNS or sum(longest) > 60

    def verbatim(self, node: Node) -> str:
        place = self.leaf_of[id(node)]
        return f"verbatim({{{self.trace(place)}{self.text(node['c'][1], node['c'][1])}}})"

    def definitions(self, node: Node) -> Iterator[str]:
        for term, definitions in node["c"]:
            yield f"term({self.words(term, self.leaf_of[id(term)])})"
            yield from (f"quoted({self.flow(definition)})" for definition in definitions)

    # --- words ---

    def trace(self, place: tuple[int, PrintedLeaf]) -> str:
        return f"leaf({place[0]}); " if self.traced else ""

    def words(self, inlines: Sequence[Node], place: tuple[int, PrintedLeaf]) -> str:
        """The words of one leaf as one argument."""
        self.around = place[1].block.text
        self.edges |= brackets.edges(inlines)
        before, after = self.before.get(id(inlines), ""), self.after.get(id(inlines), "")
        around = [{"t": "Str", "c": before}, *inlines, {"t": "Str", "c": after}]
        return "{" + self.trace(place) + "; ".join(self.inlines(around)) + "}"

    def inlines(self, nodes: Sequence[Node]) -> Iterator[str]:
        held: list[str] = []
        for node in nodes:
            kind = node["t"]
            if kind == "Str":
                held.append(node["c"])
            elif kind in ("Space", "SoftBreak"):
                held.append(" ")
            else:
                if held:
                    yield self.text("".join(held), self.around)
                    held = []
                yield self.inline(node)
        if "".join(held):
            yield self.text("".join(held), self.around)

    def text(self, text: str, around: str) -> str:
        if text.isascii():
            return literal(text)
        return "; ".join(
            f"tongue({literal(language)}, {literal(part)})" if language else literal(part)
            for part, language in languages.runs(text, around)
        )

    def inner(self, nodes: Sequence[Node]) -> str:
        return "{" + "; ".join(self.inlines(nodes)) + "}"

    def inline(self, node: Node) -> str:
        match node["t"]:
            case "LineBreak":
                return "linebreak()"
            case "Code" | "Math" | "RawInline":
                return f"typed({{{self.text(node['c'][1], self.around)}}})"
            case "Quoted":
                left, right = ("‘", "’") if node["c"][0]["t"] == "SingleQuote" else ("“", "”")
                return f"{literal(left)}; {self.inner(node['c'][1])}; {literal(right)}"
            case "Link":
                return self.link(node)
            case "Image":
                return f'"[Image: "; {self.inner(node["c"][1])}; "]"'
            case "Note":
                return self.note(node)
            case "Span":
                return self.span(node)
            case "Cite":
                return self.inner(node["c"][1])
            case kind:
                return f"{_WRAPPERS[kind]}({self.inner(node['c'])})"

    def link(self, node: Node) -> str:
        target, words = node["c"][2][0], self.inner(node["c"][1])
        if target.startswith("#"):
            if target[1:] not in self.asked:
                return words
            return f"within({literal(target[1:])}, {words})"
        return f"outside({literal(target)}, {words})" if target.startswith(_LINKS) else words

    def note(self, node: Node) -> str:
        around = self.around
        leaf = next(self.inner_leaves(node["c"]), None)
        self.notes += 1
        number = leaf.label.text.removeprefix("note ") if leaf else str(self.notes)
        made = f"remark({literal(number)}, {self.flow(node['c'])})"
        self.around = around
        return made

    def span(self, node: Node) -> str:
        (identifier, _, _), content = node["c"]
        words = self.inner(content)
        if brackets.is_bracket(node):
            edge = self.edges[id(node)]
            named = brackets.holders(node) if self.attributed and edge.closes else ""
            parts = ['"["' if edge.opens else "", words, '"]"' if edge.closes else "", _held(named)]
            words = "{" + "; ".join(part for part in parts if part) + "}"
        change = _change(node)
        if change:
            words = f"{change}({words})"
        if identifier in self.asked and identifier not in self.named:
            self.named.add(identifier)
            return f"anchor({literal(identifier)}); {words}"
        return words


def _targets(copy: Copy, inlines: Sequence[Node]) -> set[str]:
    """Ids that links name and something carries: only these become labels."""
    asked = {node["c"][2][0].removeprefix("#") for node in inlines if node["t"] == "Link"}
    carried = {node["c"][0][0] for node in inlines if node["t"] == "Span"}
    for section in copy.sections:
        for node in walk_blocks(section.tree):
            if node["t"] in ("Header", "Div"):
                carried.add(node["c"][1 if node["t"] == "Header" else 0][0])
    return (asked & carried) - {""}


def _held(named: str) -> str:
    return f"holders({literal(named)})" if named else ""


def _change(node: Node) -> str:
    """The template's function for a tracked change, or nothing."""
    if node["t"] != "Span":
        return ""
    _, classes, attributes = node["c"][0]
    made = next((name for css_class, name in _CHANGES.items() if css_class in classes), "")
    return f"moved-{made}" if made and dict(attributes).get("move") else made


def _nodes(nodes: object) -> Iterator[Node]:
    """Every block node, outer before inner, without going into inlines."""
    if isinstance(nodes, dict):
        yield nodes
        if nodes["t"] not in ("Para", "Plain", "Header", "CodeBlock"):
            yield from _nodes(nodes.get("c"))
    elif isinstance(nodes, (list, tuple)):
        for node in nodes:
            if isinstance(node, (dict, list, tuple)):
                yield from _nodes(node)
