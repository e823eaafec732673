"""A tree that pandoc read from any document, brought to what our dialect of Markdown can hold; words stay.

Divs and spans of other tools are unwrapped, images become their descriptions, tables become plain rows and columns,
references inside the document become plain text. What is changed is in the remarks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from neaspec_cli.core.beginning.remarks import Remark
from neaspec_cli.core.beginning.table_tidying import plain_table
from neaspec_cli.core.beginning.tree_words import WRAPPERS, cleaned, links, stripped, words_of
from neaspec_cli.core.text.blocks import Node

OURS = {"annotation", "placeholder", "bracket", "table"}
PLAIN_SPANS = {"bracket", "underline", "smallcaps"}
SAFE_LINK = re.compile(r"(?:https?|mailto|ftp):|[^:]*(?:[/?#]|$)", re.IGNORECASE)
_QUOTES = {"DoubleQuote": "“”", "SingleQuote": "‘’"}
_EMPTY: list[Any] = ["", [], []]


@dataclass
class Tidier:
    """Holds what a document refers to, and the remarks."""

    targets: set[str] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)

    def blocks(self, nodes: Sequence[Node], *, top: bool = True) -> list[Node]:
        """The blocks, tidied; headings that stand inside a list, quotation, note or cell become strong text."""
        result: list[Node] = []
        for node in nodes:
            result += _BLOCKS.get(node["t"], _same)(self, node, top)
        return result

    def inlines(self, nodes: Sequence[Node]) -> list[Node]:
        """The inlines, tidied."""
        result: list[Node] = []
        for node in nodes:
            result += _INLINES.get(node["t"], _same_inline)(self, node)
        return result

    def remark(self, what: str, detail: str = "", lost: str = "") -> None:
        """Keep a remark."""
        self.remarks.append(Remark(what, detail, lost))


def tidy(tree: Sequence[Node]) -> tuple[list[Node], tuple[Remark, ...]]:
    """The tree in our terms, and what was changed."""
    tidier = Tidier({target[1:] for target, words in links(tree) if target.startswith("#") and words == "#"})
    result = tidier.blocks(tree)
    return result, tuple(tidier.remarks)


# Blocks


def _same(tidier: Tidier, node: Node, top: bool) -> list[Node]:
    return [node]


def _nothing(tidier: Tidier, node: Node, top: bool) -> list[Node]:
    return []


def _paragraph(tidier: Tidier, node: Node, top: bool) -> list[Node]:
    inlines = stripped(tidier.inlines(node["c"]))
    kind = "Para" if top else node["t"]
    return [{"t": kind, "c": inlines}] if inlines else []


def _heading(tidier: Tidier, node: Node, top: bool) -> list[Node]:
    level, (identifier, _, _), content = node["c"]
    # A note on a heading is printed with its paragraph, and a heading has one line.
    inlines = stripped([_space() if one["t"] == "LineBreak" else one for one in tidier.inlines(content)])
    if not words_of(inlines):
        return []
    if not top:
        tidier.remark("heading inside a list, quotation or cell made strong text", words_of(inlines))
        return [{"t": "Para", "c": [{"t": "Strong", "c": inlines}]}]
    attributes: list[Any] = [identifier if identifier in tidier.targets else "", [], []]
    return [{"t": "Header", "c": [level, attributes, inlines]}]


def _div(tidier: Tidier, node: Node, top: bool) -> list[Node]:
    (identifier, classes, values), content = node["c"]
    inner = tidier.blocks(content, top=top)
    if OURS & set(classes):
        return [{"t": "Div", "c": [[identifier, [one for one in classes if one in OURS], values], inner]}]
    return inner


def _raw(tidier: Tidier, node: Node, top: bool) -> list[Node]:
    tidier.remark("raw text of another format left out", node["c"][1], node["c"][1])
    return []


def _code(tidier: Tidier, node: Node, top: bool) -> list[Node]:
    return [{"t": "CodeBlock", "c": [_EMPTY, cleaned(node["c"][1].expandtabs(4))]}]


def _lines(tidier: Tidier, node: Node, top: bool) -> list[Node]:
    inlines: list[Node] = []
    for line in node["c"]:
        inlines += [{"t": "LineBreak"}] if inlines else []
        inlines += tidier.inlines(line)
    return _paragraph(tidier, {"t": "Para", "c": inlines}, top)


def _quote(tidier: Tidier, node: Node, top: bool) -> list[Node]:
    inner = tidier.blocks(node["c"], top=False)
    return [{"t": "BlockQuote", "c": inner}] if inner else []


def _list(tidier: Tidier, node: Node, top: bool) -> list[Node]:
    ordered = node["t"] == "OrderedList"
    if ordered and node["c"][0][0] != 1:
        tidier.remark("list that began with another number begins with the first", str(node["c"][0][0]))
    items = [tidier.blocks(item, top=False) for item in (node["c"][1] if ordered else node["c"])]
    items = [item for item in items if item]
    if not items:
        return []
    if ordered:
        return [{"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], items]}]
    return [{"t": "BulletList", "c": items}]


def _definitions(tidier: Tidier, node: Node, top: bool) -> list[Node]:
    entries = [
        [tidier.inlines(term), [tidier.blocks(one, top=False) for one in definitions]]
        for term, definitions in node["c"]
    ]
    return [{"t": "DefinitionList", "c": entries}]


def _figure(tidier: Tidier, node: Node, top: bool) -> list[Node]:
    _, (_, caption), content = node["c"]
    inner, below = tidier.blocks(content, top=top), tidier.blocks(caption, top=top)
    # Pandoc gives a lone image its caption as description too.
    return below if below and words_of(inner) in ("", words_of(below)) else [*inner, *below]


def _table(tidier: Tidier, node: Node, top: bool) -> list[Node]:
    _, (_, caption), *_ = node["c"]
    table, said = plain_table(node, lambda cell: tidier.blocks(cell, top=False))
    tidier.remarks += said
    below = tidier.blocks(caption, top=False)
    if not below:
        return [table]
    paragraph = {
        "t": "Para",
        "c": [one for block in below for one in block.get("c", ()) if isinstance(one, dict)],
    }
    return [{"t": "Div", "c": [["", ["table"], []], [paragraph, table]]}]


_BLOCKS = {
    "Para": _paragraph,
    "Plain": _paragraph,
    "Header": _heading,
    "Div": _div,
    "RawBlock": _raw,
    "CodeBlock": _code,
    "LineBlock": _lines,
    "BlockQuote": _quote,
    "BulletList": _list,
    "OrderedList": _list,
    "DefinitionList": _definitions,
    "Figure": _figure,
    "Table": _table,
    "HorizontalRule": _nothing,
}


# Inlines


def _space() -> Node:
    return {"t": "Space"}


def _same_inline(tidier: Tidier, node: Node) -> list[Node]:
    return [node]


def _str(tidier: Tidier, node: Node) -> list[Node]:
    text = node["c"]
    if text and text.isascii() and text.isprintable():
        return [node]
    text = cleaned(text)
    result: list[Node] = []
    for place, part in enumerate(text.split("\t")):
        result += [_space()] if place else []
        result += [{"t": "Str", "c": part}] if part else []
    return result


def _wrapper(tidier: Tidier, node: Node) -> list[Node]:
    inner = tidier.inlines(node["c"])
    # Marks around nothing but punctuation are read back as asterisks.
    return [{"t": node["t"], "c": inner}] if any(map(str.isalnum, words_of(inner))) else inner


def _quoted(tidier: Tidier, node: Node) -> list[Node]:
    quotes = _QUOTES[node["c"][0]["t"]]
    return [_word(quotes[0]), *tidier.inlines(node["c"][1]), _word(quotes[1])]


def _cite(tidier: Tidier, node: Node) -> list[Node]:
    return tidier.inlines(node["c"][1])


def _math(tidier: Tidier, node: Node) -> list[Node]:
    tidier.remark("formula kept as its TeX text", node["c"][1])
    words = cleaned(node["c"][1]).split()
    return [
        part for place, word in enumerate(words) for part in ([_space()] if place else []) + [_word(word)]
    ]


def _word(text: str) -> Node:
    return {"t": "Str", "c": text}


def _code_inline(tidier: Tidier, node: Node) -> list[Node]:
    return (
        [{"t": "Code", "c": [_EMPTY, " ".join(cleaned(node["c"][1]).split())]}]
        if node["c"][1].strip()
        else []
    )


def _raw_inline(tidier: Tidier, node: Node) -> list[Node]:
    tidier.remark("raw text of another format left out", node["c"][1], node["c"][1])
    return []


def _image(tidier: Tidier, node: Node) -> list[Node]:
    description = tidier.inlines(node["c"][1])
    tidier.remark("image left out, its description kept", node["c"][2][0])
    return description


def _link(tidier: Tidier, node: Node) -> list[Node]:
    _, content, (target, title) = node["c"]
    inner = tidier.inlines(content)
    if target.startswith("#"):
        if target[1:] in tidier.targets and words_of(inner) == "#":
            return [{"t": "Link", "c": [_EMPTY, inner, [target, ""]]}]
        tidier.remark("reference inside the document made plain text", words_of(inner))
        return inner
    if not words_of(inner):
        return [{"t": "Link", "c": [_EMPTY, [{"t": "Str", "c": target}], [target, title]]}] if inner else []
    if not SAFE_LINK.match(target):
        tidier.remark("link to something other than a web page made plain text", target)
        return inner
    return [{"t": "Link", "c": [_EMPTY, inner, [target, title]]}]


def _span(tidier: Tidier, node: Node) -> list[Node]:
    (identifier, classes, values), content = node["c"]
    inner = tidier.inlines(content)
    kept = [one for one in classes if one in PLAIN_SPANS]
    known = identifier if identifier in tidier.targets or "bracket" in kept else ""
    if kept or known:
        return [{"t": "Span", "c": [[known, kept, values if "bracket" in kept else []], inner]}]
    return inner


def _note(tidier: Tidier, node: Node) -> list[Node]:
    inner = tidier.blocks(node["c"], top=False)
    return [{"t": "Note", "c": inner}] if inner else []


_INLINES = {
    **dict.fromkeys(WRAPPERS, _wrapper),
    "Str": _str,
    "Quoted": _quoted,
    "Cite": _cite,
    "Math": _math,
    "Code": _code_inline,
    "RawInline": _raw_inline,
    "Image": _image,
    "Link": _link,
    "Span": _span,
    "Note": _note,
}
