"""Where a row of a comment table stands in the circulated text: said by a number, by lines of the PDF, or by its words.

A place is given only where it is certain. Numbers count as labels are printed, with or without brackets, points and the
word before them: `27(b)`, `para. 27 b`, `第27段`. Page 0 and line 0 mean the whole text, as in reviews of the IPCC.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from neaspec_cli.core.comments import Place
from neaspec_cli.core.register.circulated import CirculatedLeaf, CirculatedText
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.folding import fold, likeness
from neaspec_cli.intake.grid import SHORT, words

LEADING = frozenset(
    """paragraph paragraphs para paras par p no nr number clause subclause item article caption the of heading section
    chapter в п пп пункт пункты параграф раздел абзац статья глава 第 段落 段 문단 단락 제""".split()
)
ABOVE = frozenset("section heading chapter раздел глава".split())
"""What says that a heading is meant: no number of a paragraph."""
TRAILING = frozenset("段 段落 项 項 条 章 节 節 항 조 절 문단 단락".split())
FINER = frozenset(
    """first second third fourth fifth last final 1st 2nd 3rd 4th 5th sentence sentences line lines word words bullet
    beginning end title para paragraph""".split()
)
WHOLE = frozenset(
    """general|whole document|whole text|entire document|entire text|the whole document|all|overall|document|throughout
    |general comment|general comments|whole|all document|whole doc|full text|n a
    |全文|整体|总体|一般|通篇|全般|全体|文書全体|전체|전반|일반|문서 전체|весь документ|весь текст|общее|общие замечания
    |в целом|по всему тексту""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
TOKEN = re.compile(r"\d+(?:st|nd|rd|th)\b|\d+|[^\W\d_]+")
PAGE_LINE = re.compile(r"\D*(\d{1,4})\D{1,3}(\d{1,4})(?:\D.*)?")
MOST_KNOWN = 1_000
ENOUGH = 12
"""Characters that words from the middle of a paragraph must have to be known by."""


@dataclass(frozen=True)
class Found:
    """A place with the reason where it is not known; the whole text is a place."""

    place: Place
    reason: str = ""
    leaf: CirculatedLeaf | None = None

    @property
    def is_whole(self) -> bool:
        """Does it mean the text as a whole?"""
        return not self.reason and self.leaf is None


@dataclass
class Anchors:
    """Finds places in one circulated text."""

    against: Against
    _known: dict[str, CirculatedLeaf | None] = field(default_factory=dict)

    def find(self, said: Mapping[str, str], *, is_general: bool = False) -> Found:
        """The place that a row names in its cells, by role."""
        given = {role: text for role, text in said.items() if text.strip()}
        quote = given.pop("text", "")
        ways = [self._numbered, self._printed]
        if "paragraph" not in given and "element" not in given:
            ways.reverse()
        tried = [one for way in ways if (one := way(given)) is not None]
        found = next((one for one in tried if not one.reason), next(iter(tried), None))
        if quote and (found is None or found.reason or found.leaf):
            return self._quoted(quote, found)
        if found is not None:
            return found
        if given:
            return self._nowhere(given, "the place that it names is not known for certain")
        asked = any(role in said for role in ("paragraph", "section", "element", "page", "line", "page line"))
        if is_general or not (asked or "text" in said):
            return Found(Place())
        return Found(Place(), "it names no place in the text")

    def _numbered(self, given: Mapping[str, str]) -> Found | None:
        """By paragraph, clause or figure: the finest decides, with the coarser ones before it where that helps."""
        cells = [given[role] for role in ("section", "clause", "paragraph", "element") if role in given]
        if not cells:
            return None
        if all(_is_whole(one) for one in cells):
            return Found(Place())
        cells = [one for one in cells if not _is_whole(one)]
        only_section = len(cells) == 1 and "section" in given
        for tried in (" ".join(cells), cells[-1]):
            leaf = self.labelled(tried)
            if leaf is not None and not (only_section and leaf.block.kind != "heading"):
                return Found(leaf.place(), leaf=leaf)
        return self._nowhere(given, f"nothing in the circulated text is {', '.join(cells)[:80]} for certain")

    def labelled(self, text: str) -> CirculatedLeaf | None:
        """The one block of which this is the label or number, or the title of a heading."""
        if len(text) > SHORT:
            return self._labelled(text)
        if text in self._known:
            return self._known[text]
        # A table names the same few places again and again, a hostile one as many as it has rows.
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        return self._known.setdefault(text, self._labelled(text))

    def _labelled(self, text: str) -> CirculatedLeaf | None:
        tokens = _tokens(text)
        plain = tuple(one for one in tokens if one not in LEADING)
        for end in range(len(tokens), 0, -1):
            rest = tokens[end:]
            if rest and not (any(one in FINER for one in rest) and all(_is_finer(one) for one in rest)):
                continue
            for key in (_bare(tokens[:end]), *((plain,) if not rest else ())):
                leaves = self._labels.get(key, [])
                if len(leaves) == 1 and (leaves[0].block.kind == "heading" or tokens[0] not in ABOVE):
                    return leaves[0]
        return None

    def _printed(self, given: Mapping[str, str]) -> Found | None:
        """By page and line of the circulated PDF."""
        page, line = given.get("page", ""), given.get("line", "")
        joined = PAGE_LINE.fullmatch(given.get("page line", ""))
        if joined and not page:
            page, line = joined.groups()
        if not page and not line:
            return None
        numbers = [_first_number(one) for one in (page, line)]
        if numbers[0] == 0 and not numbers[1]:
            return Found(Place())
        if None in numbers:
            return self._nowhere(given, "a place in the PDF needs both page and line")
        label = self.against.lines().get((numbers[0] or 0, numbers[1] or 0), "")
        leaf = self.against.text.leaf(Place(block=label)) if label else None
        if leaf is None:
            named = f"page {numbers[0]} line {numbers[1]}"
            return self._nowhere(given, f"the circulated PDF has no text on {named}")
        return Found(leaf.place(), leaf=leaf)

    def _quoted(self, quote: str, found: Found | None) -> Found:
        """By the words that a row prints; they must agree with its number, or be sure by themselves."""
        leaf = found.leaf if found else None
        if leaf is not None and (_holds(leaf, quote) or likeness(leaf.text, quote) >= 0.6):
            return Found(leaf.place(part_of(leaf, quote)), leaf=leaf)
        by_words = self.worded(quote)
        if by_words is not None:
            return Found(by_words.place(part_of(by_words, quote)), leaf=by_words)
        if leaf is not None:
            return Found(Place(quote=quote[:200]), f"{leaf.label} does not read as the row prints it")
        reason = found.reason if found else "the words that it prints are not in the circulated text"
        return Found(Place(quote=quote[:200]), reason)

    def worded(self, quote: str) -> CirculatedLeaf | None:
        """The one block that reads so, or else holds these words; None where there is none, or more than one."""
        folded = fold(quote).text
        same = self._texts.get(folded, [])
        if len(same) == 1:
            return same[0]
        if same or len(folded) < ENOUGH:
            return None
        holding = [leaf for leaf in self.against.text.leaves if folded in fold(leaf.text).text]
        return holding[0] if len(holding) == 1 else None

    def _nowhere(self, given: Mapping[str, str], reason: str) -> Found:
        return Found(Place(quote=", ".join(" ".join(one.split()) for one in given.values())[:200]), reason)

    @cached_property
    def _texts(self) -> Mapping[str, list[CirculatedLeaf]]:
        found: dict[str, list[CirculatedLeaf]] = defaultdict(list)
        for leaf in self.against.text.leaves:
            found[fold(leaf.text).text].append(leaf)
        return found

    @cached_property
    def _labels(self) -> Mapping[tuple[str, ...], list[CirculatedLeaf]]:
        return _labels(self.against.text)


def _labels(text: CirculatedText) -> Mapping[tuple[str, ...], list[CirculatedLeaf]]:
    """Leaves by their labels, headings by number, title, and both."""
    found: dict[tuple[str, ...], list[CirculatedLeaf]] = defaultdict(list)
    for leaf in text.leaves:
        number = _bare(_tokens(leaf.label))
        keys = [number]
        if leaf.block.kind == "heading":
            title = tuple(_tokens(leaf.text))
            keys += [_bare(title), (*number, *title)]
        for key in dict.fromkeys(keys):
            if key and leaf not in found[key]:
                found[key].append(leaf)
    return found


def _tokens(text: str) -> list[str]:
    """Words and numbers apart, whatever stands between them: `27(b)` -> 27, b."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("footnote", "note")
    return TOKEN.findall(plain)


def _bare(tokens: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Without the words that only say that a number follows or went before."""
    start, end = 0, len(tokens)
    while start < end - 1 and tokens[start] in LEADING:
        start += 1
    while end > start + 1 and tokens[end - 1] in TRAILING:
        end -= 1
    return tuple(tokens[start:end])


def _is_finer(token: str) -> bool:
    return token in FINER or token in LEADING or token.isdigit()


def _is_whole(text: str) -> bool:
    return words(text) in WHOLE


def _first_number(text: str) -> int | None:
    found = re.match(r"\D{0,12}?(\d{1,6})", unicodedata.normalize("NFKC", text))
    return int(found.group(1)) if found else None


def _holds(leaf: CirculatedLeaf, quote: str) -> bool:
    return fold(quote).text in fold(leaf.text).text


def part_of(leaf: CirculatedLeaf, quote: str) -> str:
    """Quoted words as they stand in the block, where they are only a part of it."""
    folded, part = fold(leaf.text), fold(quote).text
    place = folded.text.find(part)
    if place < 0 or folded.text == part or not part:
        return ""
    start, end = folded.span(place, place + len(part))
    return leaf.block.text[leaf.offset(start) : leaf.offset(end)][:200]
