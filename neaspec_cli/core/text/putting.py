"""Blocks put into a section between others: paragraphs apart by an empty line, items with the marker of their list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.edits import Cut
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.core.text.lifting import Written, region
from neaspec_cli.core.text.rewriting import MARKER, CannotPlace, has_more, line_end, line_start


@dataclass(frozen=True)
class _Spot:
    """Behind the lines of the block `beside`, or before them; `marker` is that of the list that goes on there."""

    beside: int
    is_behind: bool
    marker: str = ""


def put(
    source: str,
    blocks: Sequence[Block],
    after: int,
    written: Sequence[Written],
    leaving: Collection[int] = (),
) -> Cut:
    """What puts blocks behind the block `after` (-1: before the first), where `leaving` are blocks that go out."""
    before = _nearest(blocks, range(after, -1, -1), leaving)
    behind = _nearest(blocks, range(after + 1, len(blocks)), leaving)
    if before is None and behind is None:
        raise CannotPlace("the section is empty")
    is_item = written[0].kind == "item"
    spot = (_in_list if is_item else _between)(source, blocks, before, behind, written[0])
    gap = "\n" if spot.marker and not _is_loose(source, blocks, spot.beside) else BREAK
    lines = laid(written, spot.marker, gap)
    begin, end = region(source, blocks[spot.beside])
    in_list = spot.marker and written[-1].kind == "item"
    if spot.is_behind:
        at = line_end(source, end)
        following = source[at + 1 : line_end(source, at + 1)]
        return (
            at,
            at,
            (gap if is_item else BREAK) + lines + ("\n" if following.strip() and not in_list else ""),
        )
    at = line_start(source, begin)
    is_close = source[:at].endswith("\n") and source[: at - 1].rpartition("\n")[2].strip()
    return at, at, ("\n" if is_close and not is_item else "") + lines + (gap if in_list else BREAK)


def _nearest(blocks: Sequence[Block], numbers: range, leaving: Collection[int]) -> int | None:
    return next((at for at in numbers if blocks[at].kind != "note" and at not in leaving), None)


def _in_list(
    source: str, blocks: Sequence[Block], before: int | None, behind: int | None, first: Written
) -> _Spot:
    """Beside an item of its depth, else beside any item, else as a list of its own."""
    fit: list[tuple[bool, _Spot]] = []
    if before is not None and blocks[before].kind == "item" and not has_more(blocks, before):
        fit.append(
            (len(blocks[before].path) == first.depth, _Spot(before, True, _marker(source, blocks[before])))
        )
    if behind is not None and blocks[behind].kind == "item":
        fit.append(
            (len(blocks[behind].path) == first.depth, _Spot(behind, False, _marker(source, blocks[behind])))
        )
    fit = [(likes, spot) for likes, spot in fit if spot.marker and not blocks[spot.beside].fences]
    if fit:
        return max(fit, key=lambda one: one[0])[1]
    return _between(source, blocks, before, behind, first)


def _between(
    source: str, blocks: Sequence[Block], before: int | None, behind: int | None, first: Written
) -> _Spot:
    """Behind the block before, or where nothing can stand there, before the one behind."""
    if before is not None:
        block = blocks[before]
        is_last = block.kind != "item" or not has_more(blocks, before)
        if block.kind in ("paragraph", "heading", "item") and is_last and _suits(block, first, True):
            return _Spot(before, True)
    if behind is not None:
        block = blocks[behind]
        if block.kind in ("paragraph", "heading") and _suits(block, first, before is None):
            return _Spot(behind, False)
    if before is None:
        raise CannotPlace("nothing can be inserted before the first block")
    block = blocks[before]
    if block.fences:
        raise CannotPlace("it would come into bracketed text, which is to be settled first")
    if block.kind == "item" and has_more(blocks, before):
        raise CannotPlace("the item has paragraphs or items below it")
    if block.kind in ("paragraph", "heading", "item"):
        raise CannotPlace("it would come into an annotation or out of one")
    raise CannotPlace(f"nothing can be inserted after a {block.kind}")


def _suits(block: Block, first: Written, is_home: bool) -> bool:
    """Whether beside a block it stands in the same divs as before; what is new stands in those of its place."""
    if block.fences or block.start < 0:
        return False
    if first.inside is None:
        return is_home or not block.inside
    return block.inside == first.inside


def _marker(source: str, block: Block) -> str:
    """Indent and list marker of an item, "" where they cannot be told."""
    before = source[line_start(source, block.start) : region(source, block)[0]] if block.start >= 0 else ""
    return before if MARKER.fullmatch(before) else ""


def _is_loose(source: str, blocks: Sequence[Block], index: int) -> bool:
    """Whether empty lines stand between the items of a list."""
    beside = [at for at in range(max(index - 1, 0), min(index + 2, len(blocks))) if blocks[at].kind == "item"]
    return any(
        blocks[at].path[-1] > 1
        and blocks[at].part == 1
        and len(blocks[at].path) == len(blocks[index].path)
        and source[: line_start(source, blocks[at].start)].endswith(BREAK)
        for at in beside
    )


def laid(written: Sequence[Written], marker: str, gap: str) -> str:
    """The lines of all blocks; an item deeper than the one before stands below it."""
    parts: list[str] = []
    outer: list[tuple[int, str]] = []
    kind = ""
    for one in written:
        if parts:
            parts.append((gap if marker else "\n") if kind == one.kind == "item" else BREAK)
        kind = one.kind
        if one.kind != "item":
            outer = []
            parts.append(one.markdown)
            continue
        while outer and outer[-1][0] >= one.depth:
            outer.pop()
        own = outer[-1][1] + one.bullet if outer else marker or one.bullet
        indent = " " * len(own)
        outer.append((one.depth, indent))
        parts.append(own + one.markdown.replace("\n", "\n" + indent))
    return "".join(parts)
