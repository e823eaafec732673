"""Wordings of whole blocks beside what stands in a place, or in a gap: blocks as they are written, each in its div.

A question may have such spots in many places; `core.merging.open_places` puts them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neaspec_cli.core.bracketed.fencing import Lines, lines_of, refuse
from neaspec_cli.core.brackets import attribute_list
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.core.text.lifting import Written
from neaspec_cli.core.text.putting import laid, put
from neaspec_cli.core.text.rewriting import CannotPlace, Cut, has_more


@dataclass(frozen=True)
class Content:
    """What some want to stand in a spot: blocks as they are written, and those who want them."""

    written: tuple[Written, ...]
    holders: tuple[str, ...]


@dataclass(frozen=True)
class Around:
    """What becomes of the blocks that stand in a spot: those who want just them, and those who want none of them."""

    staying: tuple[str, ...]
    against: tuple[str, ...]


def beside_blocks(
    source: str,
    blocks: Sequence[Block],
    span: tuple[int, int],
    around: Around,
    wanted: Sequence[Content],
    name: str,
    *,
    is_open: bool,
) -> list[Cut]:
    """A div around the blocks from first to last, and one behind it for each other wording."""
    first, last = span
    refuse(blocks, first, last)
    begins, ends = lines_of(source, blocks[first]), lines_of(source, blocks[last])
    base = attribute_list(name, around.staying, around.against, is_open=is_open, stood=True)
    beside = [_fenced(begins, one, name, is_open) for one in wanted]
    closing = f"\n{begins.indent}:::" + "".join(f"{begins.gap}{one}" for one in beside)
    return [(begins.start, begins.start, f"{begins.indent}::: {base}\n"), (ends.end, ends.end, closing)]


def in_gap(
    source: str,
    blocks: Sequence[Block],
    after: int,
    wanted: Sequence[Content],
    name: str,
    *,
    is_open: bool,
) -> Cut:
    """Divs behind the block `after`, -1: before the first; of items beside those of the list that is there."""
    first = wanted[0].written[0]
    behind = next((at for at in range(after + 1, len(blocks)) if blocks[at].kind != "note"), -1)
    beside = blocks[after] if after >= 0 else None
    if first.kind == "item" and beside is not None and beside.kind == "item" and not has_more(blocks, after):
        refuse(blocks, after, after)
        lines = lines_of(source, beside)
        fenced = [_fenced(lines, one, name, is_open) for one in wanted]
        return lines.end, lines.end, "".join(f"\n{one}" for one in fenced)
    if first.kind == "item" and behind >= 0 and blocks[behind].kind == "item":
        refuse(blocks, behind, behind)
        lines = lines_of(source, blocks[behind])
        fenced = [_fenced(lines, one, name, is_open) for one in wanted]
        return lines.start, lines.start, "".join(f"{one}\n" for one in fenced)
    plain = Lines(0, 0, "", "")
    fenced = [_fenced(plain, one, name, is_open) for one in wanted]
    if beside is None or beside.kind in ("paragraph", "heading"):
        refuse(blocks, max(after, 0), max(after, 0))
        lines = lines_of(source, blocks[max(after, 0)])
        if after < 0:
            return lines.start, lines.start, "".join(f"{one}\n\n" for one in fenced)
        return lines.end, lines.end, "".join(f"{lines.gap}{one}" for one in fenced)
    whole = Written("paragraph", BREAK.join(fenced), (), inside=first.inside)
    return put(source, blocks, after, [whole])


def _fenced(lines: Lines, one: Content, name: str, is_open: bool) -> str:
    """A wording in its div, its items with the marker of those that they stand among."""
    is_items = all(part.kind == "item" for part in one.written)
    if lines.indent and not is_items:
        raise CannotPlace("paragraphs cannot stand in brackets within a list")
    content = laid(one.written, lines.marker if is_items else "", "\n")
    attributes = attribute_list(name, one.holders, (), is_open=is_open, stood=False)
    return f"{lines.indent}::: {attributes}\n{content}\n{lines.indent}:::"
