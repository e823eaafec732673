"""How alike two pieces of text are, and whether one can have become the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import LCSseq

from neaspec_cli.core.text.words import tokens, words

EXACT = 100_000_000
"""Pairs of words, or of equal units, compared at once."""
SAME_KIND = 0.4
"""Likeness from which two paragraphs side by side, two notes, … are one that was edited."""
OTHER_KIND = 0.6
"""The same for a paragraph that became an item, a heading, …"""
FEW_WORDS = 0.5
"""The same where one of them is a word or two that the other does not begin with."""
CONVERTIBLE = frozenset({"paragraph", "item", "quote", "heading", "code"})
LOOSE = {"table": 0.25, "row": 0.25}
"""Kinds that are the same thing at less likeness: their form holds them together."""
SHINGLE = 3
REWRITTEN = 0.3
"""Likeness from which two paragraphs that nothing else explains, side by side and with a phrase in common, are one
that was rewritten."""
SCATTERED = 0.35
"""The same where what they share is mostly single words."""
PHRASE = 5
"""Words in a row that are no chance."""
STRAY = 0.5
"""Likeness from which two units in different places are one that was moved."""
SHORTER = ((8, 0.85), (12, 0.65), (17, 0.6))
"""Fewer words than the first need the likeness beside it: captions are made of the words of other captions, and
sentences such as `… can be found in …` of the words of others."""
STRAY_WORDS = 5
"""Fewer words than this say nothing about where they came from."""


@dataclass(frozen=True)
class Unit:
    """One thing to be aligned: its kind, what makes it equal to another, and its text."""

    kind: str
    key: Hashable
    text: str

    @cached_property
    def words(self) -> list[str]:
        """Its words in small letters; of a text without any, its signs."""
        return words(self.text.lower()) or [token for token in tokens(self.text) if not token.isspace()]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Its different words."""
        return frozenset(self.words)

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """Its runs of three words."""
        words = self.words
        return frozenset(zip(words, words[1:], words[2:], strict=False))

    @cached_property
    def phrases(self) -> frozenset[tuple[str, ...]]:
        """Its runs of five words."""
        return frozenset(zip(*(self.words[start:] for start in range(PHRASE)), strict=False))


def likeness(one: Unit, other: Unit) -> tuple[float, int]:
    """How alike two units are, from 0 to 1, and how many words they share in order; 0 where they cannot be one.

    To have become another kind of block counts as a word: of two that are as alike the one of the same kind is right.
    """
    least = _least(one, other)
    if least is None:
        return 0.0, 0
    if one.text == other.text:
        return 1.0, max(1, len(one.words))
    a, b = one.words, other.words
    total = len(a) + len(b)
    few = min(len(a), len(b))
    if few < SHINGLE and a[:few] != b[:few] and one.kind not in LOOSE:
        least = max(least, FEW_WORDS)
    if not a or not b or one.vocabulary.isdisjoint(other.vocabulary):
        return 0.0, 0
    if 2 * min(len(a), len(b)) < least * total:
        return _contained(one, other)
    kept = _kept(one, other, int(least * total / 2))
    if 2 * kept >= least * total:
        return 2 * kept / total, max(1, kept - (one.kind != other.kind))
    return _contained(one, other)


def kept_words(one: Sequence[str], other: Sequence[str]) -> int:
    """Words in common in the same order; of very long texts, in any order."""
    if len(one) * len(other) > EXACT:
        return (Counter(one) & Counter(other)).total()
    return int(LCSseq.similarity(one, other))


def is_moved(one: Unit, other: Unit) -> bool:
    """Whether two units in different places are alike enough to say that one became the other."""
    if (one.kind == "heading") != (other.kind == "heading"):
        return False
    shorter = min(len(one.words), len(other.words))
    least = next((more for fewer, more in SHORTER if shorter < fewer), STRAY)
    return shorter >= STRAY_WORDS and likeness(one, other)[0] >= least


def is_rewritten(one: Unit, other: Unit, least: float) -> bool:
    """Whether two units of one kind that nothing else explains have a phrase in common, and are alike enough.

    Where hardly a phrase is the same, more words must be: those of one matter are in both by chance.
    """
    if one.kind != other.kind or one.kind not in CONVERTIBLE:
        return False
    shared = len(one.shingles & other.shingles) / max(1, min(len(one.shingles), len(other.shingles)))
    if shared < REWRITTEN / 2 or one.phrases.isdisjoint(other.phrases):
        return False
    wanted = max(least, REWRITTEN if shared >= REWRITTEN else SCATTERED)
    return 2 * _kept(one, other, 0) >= wanted * (len(one.words) + len(other.words))


def _least(one: Unit, other: Unit) -> float | None:
    """From which likeness on two units are the same thing; None: never."""
    if one.kind == other.kind:
        return LOOSE.get(one.kind, SAME_KIND)
    return OTHER_KIND if one.kind in CONVERTIBLE and other.kind in CONVERTIBLE else None


def _kept(one: Unit, other: Unit, cutoff: int) -> int:
    if len(one.words) * len(other.words) > EXACT:
        return kept_words(one.words, other.words)
    return int(LCSseq.similarity(one.words, other.words, score_cutoff=cutoff))


def _contained(one: Unit, other: Unit) -> tuple[float, int]:
    """A unit that stands nearly whole in a longer one of its kind, as after a split, is like it."""
    short, long = sorted((one, other), key=lambda unit: len(unit.words))
    if one.kind != other.kind or len(short.words) < 2 * SHINGLE:
        return 0.0, 0
    shared = len(short.shingles & long.shingles)
    return (SAME_KIND, shared) if shared >= OTHER_KIND * len(short.shingles) else (0.0, 0)
