"""A Word file without the marks by which it is placed when it comes back, for readers to whom each one is read out.

A screen reader says `bookmark` at every paragraph that holds one. Bookmarks that a reference or the contents lead to
stay, under another name. What comes back from such a copy is placed by its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from neaspec_cli.publish.wordml import Element, W, attribute

_MARKER = re.compile(r"_np_(\d+)")


def unmark(roots: Iterable[Element]) -> None:
    """Take every bookmark out of these parts that nothing leads to, and rename the others."""
    parts = list(roots)
    wanted = {name for part in parts for name in _led_to(part)}
    for part in parts:
        for start in list(part.iter(f"{{{W}}}bookmarkStart")):
            if attribute(start, "name") in wanted:
                start.set(f"{{{W}}}name", _renamed(attribute(start, "name")))
            else:
                _remove(_ending(start))
                _remove(start)
        for link in part.iter(f"{{{W}}}hyperlink"):
            if attribute(link, "anchor"):
                link.set(f"{{{W}}}anchor", _renamed(attribute(link, "anchor")))
        for code in part.iter(f"{{{W}}}instrText"):
            code.text = _renamed(code.text or "")


def _led_to(part: Element) -> Iterable[str]:
    for link in part.iter(f"{{{W}}}hyperlink"):
        yield attribute(link, "anchor")
    for code in part.iter(f"{{{W}}}instrText"):
        yield from (found.group() for found in _MARKER.finditer(code.text or ""))


def _renamed(text: str) -> str:
    return _MARKER.sub(r"_Ref\1", text)


def _ending(start: Element) -> Element | None:
    """The end of a bookmark, which stands in the same paragraph."""
    identifier = attribute(start, "id")
    ends = start.itersiblings(f"{{{W}}}bookmarkEnd")
    return next((one for one in ends if attribute(one, "id") == identifier), None)


def _remove(element: Element | None) -> None:
    parent = element.getparent() if element is not None else None
    if element is not None and parent is not None:
        parent.remove(element)
