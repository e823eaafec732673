"""Inlines as Typst code: every word in a string literal, where Typst reads no markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from neaspec_cli.core.markdown import Node
from neaspec_cli.publish import brackets, languages
from neaspec_cli.publish.printed import LINKS, PROPOSAL_SIGN, PROPOSAL_WORDS, Frame
from neaspec_cli.publish.reformed import CLASS as CHANGED_FORM

_WRAPPERS = {
    "Emph": "emph",
    "Strong": "strong",
    "Underline": "underlined",
    "Strikeout": "struck",
    "Superscript": "super",
    "Subscript": "sub",
    "SmallCaps": "smallcaps",
}
_CHANGES = {
    "insertion": "inserted",
    "deletion": "deleted",
    PROPOSAL_SIGN: "proposal-sign",
    PROPOSAL_WORDS: "proposal-words",
}


def literal(text: str) -> str:
    """A Typst string that says exactly this text."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def spoken(text: str, around: str) -> str:
    """Text as Typst code, its East Asian characters with their language as `around` tells it."""
    if text.isascii():
        return literal(text)
    return "; ".join(
        f"tongue({literal(language)}, {literal(part)})" if language else literal(part)
        for part, language in languages.runs(text, around)
    )


def change_look(node: Node) -> str:
    """The template's function for a span of a tracked change, or nothing."""
    if node["t"] != "Span":
        return ""
    _, classes, attributes = node["c"][0]
    made = next((name for css_class, name in _CHANGES.items() if css_class in classes), "")
    return f"moved-{made}" if made and dict(attributes).get("move") else made


def is_marked(node: Node) -> bool:
    """Is it a span of a redline: of words that came or went, or that look otherwise than before?"""
    return bool(change_look(node)) or (node["t"] == "Span" and CHANGED_FORM in node["c"][0][1])


def brief_of(inlines: Sequence[Node]) -> list[Node]:
    """Copies of inlines less their notes and what a redline strikes out: what the contents say of a heading."""
    found = []
    for node in inlines:
        content = node.get("c")
        look = change_look(node)
        if look.endswith("inserted") and content:
            found += brief_of(content[1])
        elif look.endswith("deleted"):
            continue
        elif node["t"] in _WRAPPERS and content:
            found.append(node | {"c": brief_of(content)})
        elif node["t"] in ("Span", "Link", "Image", "Quoted", "Cite") and content:
            found.append(node | {"c": [content[0], brief_of(content[1]), *content[2:]]})
        elif node["t"] != "Note":
            found.append(node)
    return found


class Names:
    """Ids that become labels: those that a link names and something carries, each for the first that carries it."""

    def __init__(self, wanted: set[str]) -> None:
        self.wanted = wanted
        self._left = set(wanted)

    def take(self, name: str) -> bool:
        """Is this the one that gets the label?"""
        if name not in self._left:
            return False
        self._left.discard(name)
        return True


NO_FRAME = Frame()


class Words:
    """Writes the inlines of leaves; `note` writes what stands in a note."""

    def __init__(self, names: Names, attributed: bool, note: Callable[[Node], str]) -> None:
        self.names = names
        self.attributed = attributed
        self.note = note
        self.around = ""
        self.edges: dict[int, brackets.Edge] = {}

    def of_leaf(self, inlines: Sequence[Node], around: str, frame: Frame = NO_FRAME) -> str:
        """The code of all words of a leaf, between the signs that stand around them."""
        outer = self.around
        self.around = around
        self.edges |= brackets.edges(inlines)
        parts = list(self._inlines([{"t": "Str", "c": frame.before}, *inlines]))
        for sign, named in frame.closing:
            parts += [spoken(sign, around), *([f"holders({literal(named)})"] if named else [])]
        made = "; ".join(parts)
        self.around = outer
        return made

    def _inlines(self, nodes: Sequence[Node]) -> Iterator[str]:
        held: list[str] = []
        for node in nodes:
            kind = node["t"]
            if kind == "Str":
                held.append(node["c"])
            elif kind in ("Space", "SoftBreak"):
                held.append(" ")
            else:
                if held:
                    yield spoken("".join(held), self.around)
                    held = []
                yield self._inline(node)
        if "".join(held):
            yield spoken("".join(held), self.around)

    def _inner(self, nodes: Sequence[Node]) -> str:
        return "{" + "; ".join(self._inlines(nodes)) + "}"

    def _inline(self, node: Node) -> str:
        match node["t"]:
            case "LineBreak":
                return "linebreak()"
            case "Code" | "Math" | "RawInline":
                return f"typed({{{spoken(node['c'][1], self.around)}}})"
            case "Quoted":
                left, right = ("‘", "’") if node["c"][0]["t"] == "SingleQuote" else ("“", "”")
                return f"{literal(left)}; {self._inner(node['c'][1])}; {literal(right)}"
            case "Link":
                return self._link(node)
            case "Image":
                return f'"[Image: "; {self._inner(node["c"][1])}; "]"'
            case "Note":
                return self.note(node)
            case "Span":
                return self._span(node)
            case "Cite":
                return self._inner(node["c"][1])
            case kind:
                return f"{_WRAPPERS[kind]}({self._inner(node['c'])})"

    def _link(self, node: Node) -> str:
        target, words = node["c"][2][0], self._inner(node["c"][1])
        if target[:1] == "#" and target[1:] in self.names.wanted:
            return f"within({literal(target[1:])}, {words})"
        return f"outside({literal(target)}, {words})" if target.startswith(LINKS) else words

    def _span(self, node: Node) -> str:
        words = self._inner(node["c"][1])
        if brackets.is_bracket(node):
            words = self._bracketed(node, words)
        look = change_look(node)
        if look:
            words = f"{look}({words})"
        name = node["c"][0][0]
        return f"anchor({literal(name)}); {words}" if self.names.take(name) else words

    def _bracketed(self, node: Node, words: str) -> str:
        edge = self.edges[id(node)]
        named = brackets.holders(node) if self.attributed and edge.closes else ""
        parts = [
            '"["' if edge.opens else "",
            words,
            '"]"' if edge.closes else "",
            f"holders({literal(named)})" if named else "",
        ]
        return "{" + "; ".join(part for part in parts if part) + "}"
