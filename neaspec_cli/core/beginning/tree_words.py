"""Small questions to a tree of pandoc: its plain words, its references, the same without formatting."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from neaspec_cli.core.text.blocks import Node

HIDDEN = dict.fromkeys(map(ord, "\0\x0b\x0c\x1b\x85\u2028\u2029\ufeff"))
WRAPPERS = ("Emph", "Strong", "Underline", "Strikeout", "Superscript", "Subscript", "SmallCaps")


def words_of(nodes: Any) -> str:
    """The plain words of blocks or inlines, blocks set apart by spaces."""
    return " ".join("".join(_text(nodes)).split())


def _text(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _text(part)
    elif isinstance(value, dict):
        kind: str = value.get("t", "")
        content: Any = value.get("c")
        if kind == "Str":
            yield content
        elif kind in ("Code", "CodeBlock", "Math"):
            yield f" {content[1]} " if kind == "CodeBlock" else content[1]
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            yield " "
        elif kind in ("RawInline", "RawBlock"):
            return
        else:
            is_block = kind not in WRAPPERS and kind not in ("Span", "Link", "Image", "Quoted", "Cite")
            yield " " if is_block else ""
            yield from _text(content)
            yield " " if is_block else ""


def without_formatting(value: Any) -> Any:
    """Blocks or inlines less emphasis and the like; links, notes and the rest stay."""
    if isinstance(value, list):
        result: list[Any] = []
        for part in value:
            plain = without_formatting(part)
            is_wrapper = isinstance(part, dict) and part.get("t") in WRAPPERS
            result += plain if is_wrapper else [plain]
        return result
    if isinstance(value, dict):
        if value.get("t") in WRAPPERS:
            return without_formatting(value["c"])
        return {key: without_formatting(one) for key, one in value.items()}
    return value


def links(value: Any) -> Iterator[tuple[str, str]]:
    """Target and words of every link, in no order."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += [part for part in one if isinstance(part, (dict, list))]
        elif isinstance(one, dict):
            if one.get("t") == "Link":
                yield one["c"][2][0], words_of(one["c"][1])
            waiting.append(one.get("c"))


def cleaned(text: str) -> str:
    """In NFC, without characters that would make the place of a word unsure."""
    return unicodedata.normalize("NFC", text.translate(HIDDEN))


def stripped(inlines: list[Node]) -> list[Node]:
    """Without spaces and breaks at both ends."""
    breaks = ("Space", "SoftBreak", "LineBreak")
    start, end = 0, len(inlines)
    while start < end and inlines[start]["t"] in breaks:
        start += 1
    while end > start and inlines[end - 1]["t"] in breaks:
        end -= 1
    return inlines[start:end]
