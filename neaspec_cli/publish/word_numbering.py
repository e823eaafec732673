"""Automatic numbering of Word files that shows exactly the numbers of `core.text.numbering`.

Each family of numbers (headings, paragraphs, items …) is one list definition. The writer follows its counters as Word
and LibreOffice run them; where the next number would not be the printed one, a new list begins that restarts at the
printed number. So what a reader sees is not left to chance, and paragraphs that a reviewer adds number by themselves.
Rules: ECMA-376 Part 1, 17.9.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from neaspec_cli.core.text.numbering import heading_number, letter, roman
from neaspec_cli.publish.package import xml
from neaspec_cli.publish.word_styles import NUMBER_ROOM, SIDE, STEP, bold, heading_room, tabs
from neaspec_cli.publish.wordml import Element, paragraph_properties, run_properties, w

MOST = 999
_UNKNOWN = -1
_LETTERS = ("upperLetter", "lowerLetter")
SIGN, WIDE_SIGN = 85, 110
"""About how wide a sign of a number is, and of that of a heading."""
MOST_LETTERS = 27
"""Up to here Word's letters are ours: after z and aa it goes on with bb, cc, and we with ab, ac (17.18.59)."""


@dataclass(frozen=True)
class Level:
    """How one level of a list looks: kind of number, words around it (`%1` is the number), indents, what follows it.

    `style` is the style that numbers by this level without being told to.
    """

    form: str
    words: str
    left: int = SIDE
    hanging: int = 0
    suffix: str = "tab"
    style: str = ""
    is_strong: bool = False


@dataclass(frozen=True)
class Family:
    """A list definition: its levels, and what its n-th number at a level (from 0) says."""

    name: str
    levels: tuple[Level, ...]
    printed: Callable[[int, int], str]


def _heading_levels(first: Level, styled: bool) -> tuple[Level, ...]:
    forms = (("upperLetter", "%2."), ("decimal", "%3."), ("lowerLetter", "(%4)"), ("lowerRoman", "(%5)"))
    rest = [
        Level(form, words, SIDE, heading_room(level), style=f"Heading{level}" if styled else "")
        for level, (form, words) in enumerate((*forms, ("lowerRoman", "(%6)")), 2)
    ]
    return (first, *rest)


def _item_level(depth: int) -> Level:
    form = "lowerLetter" if depth % 2 else "lowerRoman"
    return Level(form, f"(%{depth})" if depth <= 2 else f"%{depth}.", SIDE + STEP * depth, STEP)


def _heading(level: int, count: int) -> str:
    return heading_number(level + 1, count)


def _annex(level: int, count: int) -> str:
    return heading_number(level + 1, count) if level else f"Annex {roman(count)}."


def _paragraph(level: int, count: int) -> str:
    return f"{count}."


HEADINGS = Family(
    "headings",
    _heading_levels(Level("upperRoman", "%1.", SIDE, heading_room(1), style="Heading1"), True),
    _heading,
)
ANNEXES = Family(
    "annexes",
    _heading_levels(Level("upperRoman", "Annex %1.", 0, suffix="space", style="AnnexTitle"), False),
    _annex,
)
PARAGRAPHS = Family(
    "paragraphs", (Level("decimal", "%1.", SIDE, NUMBER_ROOM, style="NumberedParagraph"),), _paragraph
)
ANNEX_PARAGRAPHS = Family("annex paragraphs", (Level("decimal", "%1.", SIDE, NUMBER_ROOM),), _paragraph)
CAPTIONS = Family(
    "captions",
    (Level("decimal", "Table %1.", suffix="space", style="Caption", is_strong=True),),
    lambda level, count: f"Table {count}.",
)
ITEMS = Family(
    "items",
    tuple(_item_level(depth) for depth in range(1, 10)),
    lambda level, count: letter(level + 1, count),
)
FAMILIES = (HEADINGS, PARAGRAPHS, CAPTIONS, ANNEXES, ANNEX_PARAGRAPHS, ITEMS)


@dataclass(frozen=True)
class Numbered:
    """The list and level that print a number; `by_style` where the paragraph's style already says so."""

    number: int
    level: int
    left: int
    hanging: int
    by_style: bool = False


@dataclass
class _Running:
    """A family while the document is written; counters are None until used, `_UNKNOWN` when no program is sure."""

    family: Family
    number: int
    counters: list[int | None] = field(default_factory=lambda: [None] * 9)

    def next(self, level: int) -> int:
        now = self.counters[level]
        return _UNKNOWN if now == _UNKNOWN else (now or 0) + 1

    def use(self, level: int, count: int) -> None:
        above = [_UNKNOWN if counter is None else counter for counter in self.counters[:level]]
        self.counters = [*above, count, *[None] * (8 - level)]


class Numbering:
    """The lists of one document."""

    def __init__(self) -> None:
        self._running = {one.name: _Running(one, number) for number, one in enumerate(FAMILIES, 1)}
        self._abstract = [_abstract(number, family.levels) for number, family in enumerate(FAMILIES, 1)]
        self._lists = [_list(number, number) for number in range(1, len(FAMILIES) + 1)]
        self._literal: dict[tuple[str, Level], int] = {}

    def number(self, family: Family, level: int, printed: str) -> Numbered:
        """Where to number a paragraph so that it shows `printed`; level counts from 0."""
        level = _within(family, level)
        running = self._running[family.name]
        count = _count(family, level, printed, running.next(level))
        look = family.levels[level]
        if not count or (look.form in _LETTERS and count > MOST_LETTERS):
            return self.literal(family, level, printed)
        if count != running.next(level):
            self._restart(running, level, count)
        running.use(level, count)
        first = FAMILIES.index(family) + 1
        by_style = bool(look.style) and running.number == first
        return Numbered(running.number, level, look.left, look.hanging, by_style)

    def content(self) -> bytes:
        """numbering.xml."""
        return xml(w("numbering", *self._abstract, *self._lists))

    def _restart(self, running: _Running, level: int, count: int) -> None:
        starts = {level: count, **dict.fromkeys(range(level + 1, len(running.family.levels)), 1)}
        running.number = len(self._lists) + 1
        running.counters = [None] * 9
        definition = FAMILIES.index(running.family) + 1
        self._lists.append(_list(running.number, definition, starts))

    def literal(self, family: Family, level: int, printed: str) -> Numbered:
        """A list of its own that always says `printed`, such as `4 bis.`, and is not counted by others.

        It says so at the level of its style too, from which LibreOffice takes it when a change of form is rejected.
        """
        level = _within(family, level)
        look = family.levels[level]
        key = (printed, look)
        if key not in self._literal:
            definition = len(self._abstract) + 1
            words = printed.replace("%", "")
            is_heading = look.style.startswith("Heading")
            fits = len(printed) * (WIDE_SIGN if is_heading else SIGN) < look.hanging
            only = Level("decimal", words, look.left, look.hanging, look.suffix if fits else "space")
            self._abstract.append(_abstract(definition, (only,) * (level + 1)))
            self._lists.append(_list(len(self._lists) + 1, definition))
            self._literal[key] = len(self._lists)
        return Numbered(self._literal[key], 0, look.left, look.hanging)


def style_numbers() -> dict[str, tuple[int, int]]:
    """The styles that number by themselves: style -> (list, level)."""
    return {
        level.style: (number, place)
        for number, family in enumerate(FAMILIES, 1)
        for place, level in enumerate(family.levels)
        if level.style
    }


def _within(family: Family, level: int) -> int:
    """The level, or the deepest one whose letters look the same where the definition does not go so deep."""
    levels = len(family.levels)
    return level if level < levels else levels - 1 - (level - levels + 1) % 2


def _count(family: Family, level: int, printed: str, expected: int) -> int:
    if expected != _UNKNOWN and family.printed(level, expected) == printed:
        return expected
    return next((count for count in range(1, MOST) if family.printed(level, count) == printed), 0)


def _abstract(number: int, levels: tuple[Level, ...]) -> Element:
    return w(
        "abstractNum",
        w("nsid", val=f"{0x4E500000 + number:08X}"),
        w("multiLevelType", val="multilevel" if len(levels) > 1 else "singleLevel"),
        w("tmpl", val=f"{0x4E600000 + number:08X}"),
        *(_level(place, level) for place, level in enumerate(levels)),
        abstractNumId=number,
    )


def _level(place: int, level: Level) -> Element:
    first = {"hanging": level.hanging} if level.hanging else {"firstLine": 0}
    stop = tabs(("num", level.left)) if level.suffix == "tab" else None
    around = w("ind", left=level.left, **first)
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=level.form),
        w("pStyle", val=level.style) if level.style else None,
        w("suff", val=level.suffix),
        w("lvlText", val=level.words),
        w("lvlJc", val="left"),
        paragraph_properties([stop, around]),
        run_properties(bold()) if level.is_strong else None,
        ilvl=place,
    )


def _list(number: int, definition: int, starts: dict[int, int] | None = None) -> Element:
    overrides = [
        w("lvlOverride", w("startOverride", val=start), ilvl=level)
        for level, start in sorted((starts or {}).items())
    ]
    return w("num", w("abstractNumId", val=definition), *overrides, numId=number)
