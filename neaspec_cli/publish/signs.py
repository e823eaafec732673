"""Signs around words made into words: brackets with their holders, and the frame of a picture's description.

A redline must tell which of them came and which went. As words of their own they are compared, marked and proved like
any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from neaspec_cli.core.markdown import Node
from neaspec_cli.publish import brackets
from neaspec_cli.publish.printed import SIGNS, Frame
from neaspec_cli.publish.splicing import CONTAINERS, WRAPPERS

SIGN, HOLDERS = SIGNS


def write_out(inlines: list[Node], frame: Frame, attributed: bool) -> list[Node]:
    """The inlines of a leaf with all signs among and around them as words; `attributed` names holders."""
    if not (frame.before or frame.closing or _holds_signs(inlines)):
        return inlines
    edges = brackets.edges(inlines)
    found = [*_sign(frame.before), *_written(inlines, edges, attributed)]
    for sign, named in frame.closing:
        found += [*_sign(sign), *_holders(named)]
    return found


def forget_frame(div: Node) -> None:
    """Let a div of bracketed text print nothing more."""
    div["c"][0] = _bare(div)


def _holds_signs(nodes: Sequence[Node]) -> bool:
    for node in nodes:
        kind = node["t"]
        if kind == "Image" or (kind == "Span" and brackets.is_bracket(node)):
            return True
        if kind in WRAPPERS and _holds_signs(node["c"]):
            return True
        if kind in CONTAINERS and _holds_signs(node["c"][1]):
            return True
    return False


def _written(nodes: Sequence[Node], edges: dict[int, brackets.Edge], attributed: bool) -> Iterator[Node]:
    for node in nodes:
        kind = node["t"]
        if kind in WRAPPERS:
            yield {"t": kind, "c": list(_written(node["c"], edges, attributed))}
        elif kind in CONTAINERS:
            attributes, content, *rest = node["c"]
            inner = list(_written(content, edges, attributed))
            if kind == "Image":
                yield from (*_sign("[Image: "), *inner, *_sign("]"))
            elif brackets.is_bracket(node):
                edge = edges[id(node)]
                named = brackets.holders(node) if attributed and edge.closes else ""
                yield from _sign("[" if edge.opens else "")
                yield {"t": "Span", "c": [_bare(node), inner]}
                yield from (*_sign("]" if edge.closes else ""), *_holders(named))
            else:
                yield {"t": kind, "c": [attributes, inner, *rest]}
        else:
            yield node


def _bare(node: Node) -> list[object]:
    """Name and attributes of bracketed text without what makes it that."""
    name, classes, pairs = node["c"][0]
    kept = [pair for pair in pairs if pair[0] not in ("by", "del", "alt")]
    return [name, [one for one in classes if one != brackets.CLASS], kept]


def _sign(text: str) -> list[Node]:
    return [_span(SIGN, text)] if text else []


def _holders(named: str) -> list[Node]:
    return [_span(HOLDERS, f" ({named})")] if named else []


def _span(css_class: str, text: str) -> Node:
    return {"t": "Span", "c": [["", [css_class], []], [{"t": "Str", "c": text}]]}
