"""What differs in the formatting of words that stayed, told in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from neaspec_cli.core.comparing.changes_in_words import NOUNS
from neaspec_cli.core.comparing.stretches import Stretch, paragraphs
from neaspec_cli.core.comparison import PlacedChange
from neaspec_cli.core.text.blocks import Block, Mark

MARKS = {
    "emphasis": "italics",
    "strong": "bold",
    "underline": "underlining",
    "strikeout": "strikethrough",
    "superscript": "superscript",
    "subscript": "subscript",
    "smallcaps": "small capitals",
    "code": "code",
    "link": "link",
    "note": "reference to a note",
}
_MOST_MARKS = 3
_MOST_WORDS = 6


def formatting_in_words(change: PlacedChange) -> str:
    """`bold on “shall”; heading of level 2, was of level 1`, after `formatting changed: ` where words changed too."""
    if not change.before or not change.after:
        return ""
    told = list(_whole(change) if change.kind == "formatted" else _beside_words(change))
    more = len(told) - _MOST_MARKS
    said = "; ".join([*told[:_MOST_MARKS], *([f"and {more} more"] if more > 0 else [])])
    return f"formatting changed: {said}" if said and change.kind != "formatted" else said


def _whole(change: PlacedChange) -> Iterator[str]:
    old, new = change.before[0], change.after[0]
    yield from form_in_words(old, new)
    yield from _marks(old, new, old.marks, new.marks)


def _beside_words(change: PlacedChange) -> Iterator[str]:
    """What differs on the words that stayed in a block in which others changed."""
    if change.kind == "same":
        return
    if len(change.before) == len(change.after) == 1:
        yield from form_in_words(change.before[0], change.after[0])
    texts = [block.text for block in change.before], [block.text for block in change.after]
    for stretches, _ in paragraphs(change.runs, *texts):
        for one in stretches:
            if one.op == "keep":
                yield from _of_stretch(one, change)


def _of_stretch(one: Stretch, change: PlacedChange) -> Iterator[str]:
    old, new = change.before[one.old], change.after[one.new]
    before, after = _within(old, one.old_span), _within(new, one.new_span)
    if before or after:
        kept = replace(new, text=new.text[slice(*one.new_span)])
        yield from _marks(kept, kept, before, after)


def _within(block: Block, span: tuple[int, int]) -> list[Mark]:
    """The marks over words of a stretch, cut to it and counted from its start."""
    start, end = span
    return [
        replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
        for mark in block.marks
        if block.text[max(mark.start, start) : min(mark.end, end)].strip()
    ]


def form_in_words(old: Block, new: Block) -> Iterator[str]:
    """What a paragraph is now and was before: another kind, another level, in a box or out of one."""
    if old.kind != new.kind:
        yield f"made a {NOUNS[new.kind][0]}, was a {NOUNS[old.kind][0]}"
    elif old.level != new.level:
        yield f"{NOUNS[new.kind][0]} of level {new.level}, was of level {old.level}"
    for name in dict.fromkeys((*old.inside, *new.inside)):
        if (name in old.inside) != (name in new.inside):
            yield f"{'put in' if name in new.inside else 'taken out of'} {name}"


def _marks(old: Block, new: Block, old_marks: Sequence[Mark], new_marks: Sequence[Mark]) -> Iterator[str]:
    before, after = _known(old_marks), _known(new_marks)
    for key, mark in after.items():
        words = _quoted(new.text[mark.start : mark.end])
        if key not in before:
            yield f"{_mark(mark)} on {words}" if words else f"{_mark(mark)} added"
        elif _essence(before[key]) != _essence(mark):
            yield f"{_mark(mark)} of {words} changed"
    for key, mark in before.items():
        if key not in after:
            words = _quoted(old.text[mark.start : mark.end])
            yield f"{_mark(mark)} taken from {words}" if words else f"{_mark(mark)} removed"


def _known(marks: Sequence[Mark]) -> dict[tuple[object, ...], Mark]:
    return {(mark.kind, mark.start, mark.end, "bracket" in mark.classes): mark for mark in marks}


def _essence(mark: Mark) -> tuple[object, ...]:
    return mark.detail, mark.classes, mark.attributes


def _mark(mark: Mark) -> str:
    if "bracket" in mark.classes:
        return "brackets"
    if mark.kind == "span" and mark.start == mark.end:
        return "name for references"
    return MARKS.get(mark.kind, "formatting")


def _quoted(text: str) -> str:
    words = text.split()
    if not words:
        return ""
    return f"“{' '.join(words[:_MOST_WORDS])}{' …' if len(words) > _MOST_WORDS else ''}”"
