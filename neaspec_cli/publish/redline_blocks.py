"""One block of a redline as HTML: as it was, and as it is with every change in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from neaspec_cli.core.comparing.changes_in_words import Moves, named, passage_in_words
from neaspec_cli.core.comparing.formatting import formatting_in_words
from neaspec_cli.core.comparing.stretches import Ending, Stretch, paragraphs
from neaspec_cli.core.comparing.tracing import in_words
from neaspec_cli.core.comparison import AWAY, PlacedChange
from neaspec_cli.core.prosediff import Op
from neaspec_cli.core.text.blocks import Block
from neaspec_cli.core.text.signs import printed
from neaspec_cli.publish.redline_words import as_printed, changed_brackets, escaped, fated, relocated, words

_MARKS: dict[Ending, Op] = {"inserted": "insert", "deleted": "delete"}
_DEEPEST = 4


@dataclass(frozen=True)
class Around:
    """What a block must know of the rest: where moves lead, what references then and now name, who may be named."""

    moved: Moves = Moves({}, {})
    old_references: Mapping[str, str] = field(default_factory=dict)
    new_references: Mapping[str, str] = field(default_factory=dict)
    attributed: bool = False
    ends: Mapping[tuple[int, Op], str] = field(default_factory=dict)
    """Of each passage that moved the names on the page of the change that it left and of the one it came to."""


def block_html(change: PlacedChange, number: int, size: int, around: Around) -> str:
    """The block with its label, its two renderings and its reasons.

    `number` counts the changes from 1; `size` is how many blocks make up the one that this block leads, where the
    number points to, and 0 for one that follows in it.
    """
    leads = size > 0
    known = {"change": change.is_change, "move": change.move > 0, "whole": size > 1}
    classes = ["block", *(name for name, is_so in known.items() if is_so)]
    anchor = f' id="{anchor_of(change, number)}" tabindex="-1"' if change.is_change and leads else ""
    was, now = _sides(change, around)
    why = _why(change) if leads else ""
    return (
        f'<div class="{" ".join(classes)}"{anchor}>{_label(change, number, size)}'
        f'<div class="was">{was}</div><div class="now">{now}</div>{why}</div>'
    )


def _sides(change: PlacedChange, around: Around) -> tuple[str, str]:
    """How the block was and how it is; plain words that stayed are the same on both sides, and written once."""
    if change.kind == "same" and not change.after[0].marks and change.block != "heading":
        plain = _element(change.after[0], as_printed(change.after[0].text), heads=False)
        return plain, plain
    now = _away(change, around) if change.kind == AWAY else _came(change) + _now(change, around)
    return _was(change, around), now


def anchor_of(change: PlacedChange, number: int) -> str:
    """The name of a change on the page; both ends of a move are named for it."""
    if change.move:
        return f"m{change.move}-from" if change.kind == AWAY else f"m{change.move}"
    return f"c{number}"


def _label(change: PlacedChange, number: int, size: int) -> str:
    """What the block is called now and what it was called; one that is gone is called as it was.

    Cells of a row that came or went whole are called by their row, once.
    """
    here, there = change.label_to, change.label_from
    if size == 0:
        return ""
    if size > 1:
        here, there = (one.partition(" column ")[0] for one in (here, there))
    if not change.is_change:
        return f'<div class="label">{escaped(here)}</div>'
    was = f"<small>was {escaped(there)}</small>" if here and there and there != here else ""
    link = f'<a href="#w{number}">{escaped(here or f"was {there}")}</a>'
    return f'<div class="label">{link}{was}</div>'


def _now(change: PlacedChange, around: Around) -> str:
    blocks = change.after or change.before
    old, new = [one.text for one in change.before], [one.text for one in change.after]
    made = []
    for place, (stretches, end) in enumerate(paragraphs(change.runs, old, new)):
        inner = "".join(_fated(one, _stretch(one, change, around), change, around) for one in stretches)
        block = blocks[min(place, len(blocks) - 1)]
        mark = fated(_MARKS[end], "¶") if end else ""
        made.append(_element(block, inner + mark, heads=place == 0, joined=end == "deleted"))
    return "".join(made)


def _stretch(one: Stretch, change: PlacedChange, around: Around) -> str:
    if one.op == "delete":
        return words(change.before[one.old], *one.old_span, around.old_references, around.attributed)
    changed = {}
    if one.op == "keep":
        found = changed_brackets(one, change.before[one.old], change.after[one.new])
        changed = {one.new_span[0] + at: signs for at, signs in found.items()}
    return words(change.after[one.new], *one.new_span, around.new_references, around.attributed, changed)


def _fated(one: Stretch, inner: str, change: PlacedChange, around: Around) -> str:
    if not one.move:
        return fated(one.op, inner)
    said = passage_in_words(one.op, one.move, change, around.moved)
    return relocated(one.op, inner, said, around.ends[one.move, "insert" if one.op == "delete" else "delete"])


def _was(change: PlacedChange, around: Around) -> str:
    """The old blocks with what was deleted marked; of a move where they stood, with a link where they are now."""
    if change.kind == AWAY:
        return _old(around.moved.now[change.move], around)
    if change.move:
        link = f'<a href="#m{change.move}-from">{escaped(named(change.label_from))}</a>'
        return f'<p class="gone">↔ Stood at {link}</p>'
    return _old(change, around)


def _old(change: PlacedChange, around: Around) -> str:
    old, new = [one.text for one in change.before], [one.text for one in change.after]
    made: list[str] = []
    held = ""
    for stretches, end in paragraphs(change.runs, old, new):
        kept = [one for one in stretches if one.op != "insert"]
        held += "".join(_fated(one, _old_stretch(one, change, around), change, around) for one in kept)
        if end != "inserted":
            made.append(held + (fated("delete", "¶") if end == "deleted" else ""))
            held = ""
    return "".join(
        _element(block, inner, heads=False) for block, inner in zip(change.before, made, strict=False)
    )


def _old_stretch(one: Stretch, change: PlacedChange, around: Around) -> str:
    changed = {}
    if one.op == "keep":
        found = changed_brackets(one, change.before[one.old], change.after[one.new])
        changed = {one.old_span[0] + at: (gone, "") for at, (gone, _) in found.items()}
    return words(change.before[one.old], *one.old_span, around.old_references, around.attributed, changed)


def _element(block: Block, inner: str, *, heads: bool, joined: bool = False) -> str:
    """The element for a kind of block; headings of the old side and repeated ones are no headings of the page."""
    level = min(block.level + 2, 6)
    classes = [block.kind, *(f"h{level}" for _ in range(block.kind == "heading"))]
    classes += [f"d{min(block.level, _DEEPEST)}"] if block.kind == "item" else []
    classes += [name for name in ("annotation", "placeholder") if name in block.inside]
    classes += ["joined"] if joined else []
    tag = f"h{level}" if block.kind == "heading" and heads else "pre" if block.kind == "code" else "p"
    if "bracket" in block.inside:
        inner = f"[{inner}]"
    return f'<{tag} class="{" ".join(classes)}" dir="auto">{inner}</{tag}>'


def _away(change: PlacedChange, around: Around) -> str:
    there = around.moved.now[change.move]
    link = f'<a href="#m{change.move}">{escaped(named(there.label_to))}</a>'
    said = " ".join("".join(printed(one) for one in change.before).split()[:8])
    return f'<p class="gone">↔ Moved to {link}: <span dir="auto">{escaped(said)} …</span></p>'


def _came(change: PlacedChange) -> str:
    if not change.move:
        return ""
    link = f'<a href="#m{change.move}-from">{escaped(named(change.label_from))}</a>'
    return f'<p class="came">↔ Moved here from {link}</p>'


def _why(change: PlacedChange) -> str:
    told = [formatting_in_words(change), *_reasons(change)]
    rows = "".join(f'<li dir="auto">{escaped(one)}</li>' for one in told if one)
    return f'<ul class="why">{rows}</ul>' if rows else ""


def _reasons(change: PlacedChange) -> Iterator[str]:
    for reason in change.why:
        yield f"{in_words(reason)} ({reason.date.isoformat()})"


def rows(changes: Sequence[PlacedChange]) -> Iterator[tuple[bool, list[int]]]:
    """Places of the changes in groups: cells of one row of a table (then it is True), all others alone."""
    for key, together in groupby(range(len(changes)), key=lambda place: _row(changes[place]) or place):
        yield isinstance(key, tuple), list(together)


def _row(change: PlacedChange) -> tuple[bool, int, int] | None:
    """Which row of which table; those that are gone are counted as they were."""
    block = (change.after or change.before)[0]
    if block.kind != "cell" or change.kind == AWAY:
        return None
    return (bool(change.after), block.table, block.path[0])
