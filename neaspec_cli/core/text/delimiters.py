"""The delimiters of spans and fenced divs: where they stand in the source, and how bracketed text is written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from neaspec_cli.core.text.blocks import Fence

CLASS = "bracket"
NOWHERE = (-1, -1)
Attributes = tuple[tuple[str, str], ...]
_END_OF_SPAN = re.compile(r"""\]\{(?:[^{}"']|"[^"]*"|'[^']*')*\}\Z""")
_FENCE_LINE = re.compile(r"[ >]*:{3,}[^\n]*")


def inside(outer: tuple[int, int], source: str) -> tuple[int, int]:
    """The words of a span between its delimiters."""
    if not source or outer[0] < 0:
        return NOWHERE
    found = _END_OF_SPAN.search(source[outer[0] : outer[1]])
    if found is None or source[outer[0]] != "[":
        return NOWHERE
    return outer[0] + 1, outer[0] + found.start()


def lines_of(fence: Fence, source: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Whole lines from the opening to the closing line of a div, and those between."""
    if not source or fence.source[0] < 0:
        return NOWHERE, NOWHERE
    start = source.rfind("\n", 0, fence.source[0]) + 1
    opening = source.find("\n", fence.source[0]) + 1
    end = start + len(source[start : fence.source[1]].rstrip(" >\n"))
    closing = source.rfind("\n", 0, end) + 1
    end = min(end + 1, len(source))
    is_plain = source[start : fence.source[0]].strip(" >") == "" and opening <= closing
    if not is_plain or not _FENCE_LINE.fullmatch(source[closing:end].rstrip("\n")):
        return NOWHERE, NOWHERE
    return (start, end), (opening, closing)


def attribute_list(
    name: str,
    by: Sequence[str],
    against: Sequence[str],
    *,
    is_open: bool,
    stood: bool,
    classes: Sequence[str] = (CLASS,),
    others: Attributes = (),
) -> str:
    """`{#b-JPN-014 .bracket by="JPN"}`, or `{.bracket alt=b-JPN-014 by=""}` for one of several wordings."""
    parts = [] if is_open else [f"#{name}"]
    parts += [f".{one}" for one in classes]
    if is_open:
        parts.append(f"alt={_quoted(name)}")
    if by or is_open:
        parts.append(f'by="{" ".join(sorted(set(by)))}"')
    if against or (stood and by):
        parts.append(f'del="{" ".join(sorted(set(against)))}"')
    parts += [f"{key}={_quoted(value)}" for key, value in others]
    return "{" + " ".join(parts) + "}"


def _quoted(value: str) -> str:
    if re.fullmatch(r"[\w.:-]+", value):
        return value
    return f"'{value}'" if '"' in value else f'"{value}"'
