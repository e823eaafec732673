"""The numbers that a reader sees: headings I., A., 1., (a), (i); paragraphs 1., 2., 3.; items (a), (i).

Authors type none of them. Rules: United Nations Editorial Manual, "Headings and subheadings" and "Paragraphs and
subparagraphs". Annexes are numbered I, II, and their paragraphs begin again at 1. Of several wordings the one that
stood there before keeps the number, or the first where all are new; the others are 4 bis, 4 ter and II bis, wherever
they stand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from neaspec_cli.core.markdown import Block, Fence

Attributes = tuple[tuple[str, str], ...]

AGAIN = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")


class Label(NamedTuple):
    """`text` names the block in a circulation (`27(b)`), `number` is what is printed before it (`(b)`).

    Both are empty for a block that this kind of copy leaves out.
    """

    text: str = ""
    number: str = ""


@dataclass(frozen=True)
class NumberedSection:
    """What numbering needs of a section: is it an annex, and its blocks."""

    is_annex: bool
    blocks: Sequence[Block]


Given = tuple[str, str]
"""The base of the label that a paragraph or heading gives to what stands below it, and its printed number."""


@dataclass
class _Wordings:
    """Several wordings under one name: those that keep the numbers, these numbers, how far each other one has come."""

    first: Collection[Attributes]
    """Attributes of fenced divs, by which wordings differ."""
    numbers: dict[str, list[Given]] = field(default_factory=lambda: defaultdict(list))
    """By kind of block."""
    reached: Counter[tuple[Attributes, str]] = field(default_factory=Counter)


@dataclass
class _Counters:
    paragraph: int = 0
    annex: int = 0
    tables: int = 0
    notes: int = 0
    headings: list[int] = field(default_factory=lambda: [0] * 6)
    in_annex: bool = False
    base: str = ""
    """Label of the paragraph (or heading) that items and quotations below it belong to."""
    quotes: int = 0
    told_apart: list[Fence] = field(default_factory=list)
    """Wordings around the paragraph that gave `base`, which tells theirs from the others."""
    wordings: dict[str, _Wordings] = field(default_factory=dict)
    before: Mapping[str, _Wordings] = field(default_factory=dict)
    """The wordings as they were met when all was numbered for the first time."""
    times: dict[str, int] = field(default_factory=dict)
    """How many wordings have a label, where there are several."""

    def known(self, fence: Fence) -> _Wordings:
        """The wordings that a fenced div is one of."""
        return self.wordings.setdefault(fence.alternative, _Wordings([fence.attributes]))

    def given(self, fence: Fence, kind: str, at: int) -> Given | None:
        """What the `at`-th block of a kind is called in the wording that keeps the numbers; None: it has no such block.

        Empty while that wording is still to come.
        """
        numbers = self.before.get(fence.alternative, self.known(fence)).numbers
        if not numbers:
            return "", ""
        known = numbers[kind]
        if kind == "item" and at > len(known):
            return None
        return known[min(at, len(known)) - 1] if known else None

    def again(self, label: str) -> str:
        """What tells a further wording from the one that has this label, and from those before: bis, ter, …"""
        count = self.times[label] = self.times.get(label, 1) + 1
        return f" {AGAIN[count - 2]}" if count - 2 < len(AGAIN) else f" {count}"


def labels(sections: Sequence[NumberedSection], annotated: bool) -> tuple[tuple[Label, ...], ...]:
    """A label for each block of each section; `annotated` copies number the annotations too, others leave them out."""
    stood = _stood(sections)
    first = _Counters(wordings={name: _Wordings(kept) for name, kept in stood.items()})
    found = tuple(_section_labels(section, annotated, first) for section in sections)
    if not stood:
        return found
    again = _Counters(wordings={name: _Wordings(kept) for name, kept in stood.items()}, before=first.wordings)
    return tuple(_section_labels(section, annotated, again) for section in sections)


def _stood(sections: Sequence[NumberedSection]) -> dict[str, set[Attributes]]:
    """For each name of several wordings the attributes of those that stood there before, which keep the numbers."""
    found: dict[str, set[Attributes]] = {}
    for fence in {fence for section in sections for block in section.blocks for fence in _open(block)}:
        if fence.stood:
            found.setdefault(fence.alternative, set()).add(fence.attributes)
    return found


def _section_labels(section: NumberedSection, annotated: bool, counters: _Counters) -> tuple[Label, ...]:
    if section.is_annex:
        counters.annex += 1
        counters.paragraph = 0
        counters.in_annex = True
        counters.headings[1:] = [0] * 5
        counters.base = f"Annex {roman(counters.annex)}"
    table_numbers: dict[int, int] = {}
    note_numbers: dict[int, int] = {}
    result = []
    for block in section.blocks:
        if block.is_annotation and not annotated:
            result.append(Label())
            continue
        if block.table and block.table not in table_numbers:
            counters.tables += 1
            table_numbers[block.table] = counters.tables
        if block.note and block.note not in note_numbers:
            counters.notes += 1
            note_numbers[block.note] = counters.notes
        table, note = table_numbers.get(block.table, 0), note_numbers.get(block.note, 0)
        result.append(_label(block, counters, table, note))
    return tuple(result)


def _label(block: Block, counters: _Counters, table: int, note: int) -> Label:
    match block.kind:
        case "heading":
            return _heading(block, counters)
        case "paragraph":
            return _paragraph(block, counters)
        case "item":
            return _item(block, counters)
        case "cell":
            return _part(f"Table {table} row {block.path[0]} column {block.path[1]}", "", block.part)
        case "caption":
            return Label(f"caption Table {table}", f"Table {table}.") if table else Label("caption")
        case "note":
            return _part(f"note {note}", "", block.part)
        case _:
            counters.quotes += 1
            name = "code" if block.kind == "code" else "quotation"
            return Label(f"{counters.base} {name} {counters.quotes}".strip())


def _heading(block: Block, counters: _Counters) -> Label:
    counters.quotes = 0
    counters.told_apart = _open(block)
    given = _given_before(block, counters)
    base, number = given or _next_heading(block.level, counters)
    further = counters.again(f"heading {base}") if given else ""
    _keep(block, counters, (base, number))
    counters.base = f"{base}{further}"
    return Label(f"heading {counters.base}", f"{number.rstrip('.')}{further}." if further else number)


def _next_heading(level: int, counters: _Counters) -> Given:
    if counters.in_annex and level == 1:
        counters.headings[1:] = [0] * 5
        annex = f"Annex {roman(counters.annex)}"
        return annex, f"{annex}."
    counters.headings[level - 1] += 1
    counters.headings[level:] = [0] * (6 - level)
    first = 1 if counters.in_annex else 0
    above = [
        heading_number(depth + 1, count).strip(".")
        for depth, count in enumerate(counters.headings[:level])
        if depth >= first and count
    ]
    annex = f"Annex {roman(counters.annex)}" if counters.in_annex else ""
    return ".".join([annex, *above] if annex else above), heading_number(level, counters.headings[level - 1])


def _paragraph(block: Block, counters: _Counters) -> Label:
    counters.quotes = 0
    if not block.fences:
        counters.base, number = _next_paragraph(counters)
        counters.told_apart = []
        return Label(counters.base, f"{number}.")
    given = _given_before(block, counters)
    base, number = given or _next_paragraph(counters)
    further = counters.again(base) if given else ""
    _keep(block, counters, (base, number))
    counters.base = f"{base}{further}"
    counters.told_apart = _open(block)
    return Label(counters.base, f"{number}{further}.")


def _next_paragraph(counters: _Counters) -> Given:
    counters.paragraph += 1
    annex = f"Annex {roman(counters.annex)} " if counters.in_annex else ""
    return f"{annex}{counters.paragraph}", str(counters.paragraph)


def _given_before(block: Block, counters: _Counters, fences: Sequence[Fence] | None = None) -> Given | None:
    """What the block is called that this one is another wording of; None for all others."""
    for fence in _open(block) if fences is None else fences:
        known = counters.known(fence)
        if fence.attributes not in known.first:
            at = known.reached[fence.attributes, block.kind] = known.reached[fence.attributes, block.kind] + 1
            if given := counters.given(fence, block.kind, at):
                return given
    return None


def _keep(block: Block, counters: _Counters, given: Given) -> None:
    """What other wordings of this block are to be called after."""
    for fence in _open(block):
        known = counters.known(fence)
        if fence.attributes in known.first:
            known.numbers[block.kind].append(given)


def _item(block: Block, counters: _Counters) -> Label:
    letters = [letter(depth, number) for depth, number in enumerate(block.path, 1)]
    text, number = counters.base + "".join(part.rstrip(".") for part in letters), letters[-1]
    further = ""
    own = [fence for fence in _open(block) if fence not in counters.told_apart]
    if block.part == 1 and own:
        given = _given_before(block, counters, own)
        if given and given[0]:
            text, number = given
        is_further = any(fence.attributes not in counters.known(fence).first for fence in own)
        further = counters.again(text) if is_further else ""
        _keep(block, counters, (text, number))
    return _part(text + further, number + further, block.part)


def _open(block: Block) -> list[Fence]:
    """The fenced divs around a block that hold one of several wordings."""
    return [fence for fence in block.fences if fence.alternative]


def _part(text: str, number: str, part: int) -> Label:
    return Label(text, number) if part == 1 else Label(f"{text} paragraph {part}")


def heading_number(level: int, count: int) -> str:
    """What stands before the heading: `II.`, `A.`, `1.`, `(a)`, `(i)`; deeper ones go on as letters."""
    return (
        f"{roman(count)}.",
        f"{alpha(count).upper()}.",
        f"{count}.",
        f"({alpha(count)})",
        f"({roman(count).lower()})",
    )[min(level, 5) - 1]


def letter(depth: int, count: int) -> str:
    """What stands before a list item: `(a)`, `(i)`, `a.`, `i.` by depth."""
    style = alpha(count) if depth % 2 else roman(count).lower()
    return f"({style})" if depth <= 2 else f"{style}."


def alpha(count: int) -> str:
    """a, b, … z, aa, ab, …"""
    result = ""
    while count > 0:
        count, rest = divmod(count - 1, 26)
        result = chr(ord("a") + rest) + result
    return result


def roman(count: int) -> str:
    """I, II, III, IV, …"""
    result = ""
    numerals = (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
    )
    for value, numeral in (*numerals, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        result += numeral * (count // value)
        count %= value
    return result


def targets(sections: Sequence[NumberedSection], numbered: Sequence[Sequence[Label]]) -> dict[str, str]:
    """For each id that a reference may name, the number that the reference prints."""
    found: dict[str, str] = {}
    for section, section_labels in zip(sections, numbered, strict=True):
        for block, label in zip(section.blocks, section_labels, strict=True):
            printed = label.text.removeprefix("heading ").removeprefix("caption ")
            names = [block.id, *(mark.detail for mark in block.marks if mark.kind == "span" and mark.detail)]
            for name in names:
                if name and printed:
                    found.setdefault(name, printed)
    return found
