"""When two remarks say the same in nearly the same words.

Their words must agree but for one in ten, in order; the words that differ must not be such on which the meaning turns:
numbers, names, and words such as “not” or “shall”. One word more or less in a short remark is another remark.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import Indel

from neaspec_cli.core.text.words import ends_sentence, is_word, tokens

ENOUGH = 0.9
"""Twice the words in common, in order, to all the words of both."""
SHORT = 8
"""A remark of fewer words is about the words that it quotes and says little without them."""
WINDOW = 40
"""Of very many remarks that share a rare word, each is compared to so many of its neighbours in order of words."""
TELLING = frozenset(
    """
    not no never nor neither without cannot none nothing except unless only all some any each every both
    shall should must may can could will would
    add insert include delete remove omit exclude keep retain replace move support oppose agree disagree accept reject
    increase decrease reduce raise lower more less fewer most least before after above below until from
    не нет ни без нельзя только все должен должны может следует
    """.split()
)
TELLING_LETTERS = frozenset("不没沒無无非未勿否應应須须可必ずんぬ안않못없")


@dataclass(frozen=True)
class Remark:
    """What was said as its words in one case; `names` are those with a capital inside a sentence."""

    words: tuple[str, ...]
    names: frozenset[str]
    quote: str = ""


def remark(text: str, quote: str = "") -> Remark:
    """A text as what is compared; `quote` are the words that it is about."""
    words, names, begins = [], set(), True
    for token in tokens(text):
        if is_word(token):
            folded = token.casefold().replace("’", "'")
            words.append(folded)
            if token[0].isupper() and not begins:
                names.add(folded)
            begins = False
        else:
            begins = begins or ends_sentence(token)
    short = " ".join(quote.split()) if len(words) < SHORT else ""
    return Remark(tuple(words), frozenset(names), short)


def alike(one: Remark, other: Remark) -> bool:
    """Do they say the same in nearly the same words?"""
    if one.quote != other.quote or not one.words or not other.words:
        return False
    if one.words == other.words:
        return True
    if Indel.normalized_similarity(one.words, other.words, score_cutoff=ENOUGH) < ENOUGH:
        return False
    return not any(_tells(word, one, other) for word in _differing(one.words, other.words))


def likely_pairs(
    remarks: Sequence[Remark], is_known: Callable[[int, int], bool] = lambda one, other: False
) -> Iterator[tuple[int, int]]:
    """Numbers of remarks that are alike, found without comparing each to each; pairs that `is_known` are left out.

    Two lists of words of which nine in ten agree share one of the rarest words of each (prefix filtering), so that
    only remarks with such a word in common are compared.
    """
    buckets: dict[tuple[str, int], list[int]] = defaultdict(list)
    counted = [_counted(one.words) for one in remarks]
    often = Counter(word for words in counted for word in words)
    for number, words in enumerate(counted):
        rarest = sorted(words, key=lambda word: (often[word], word))
        for word in rarest[: _prefix(len(words))]:
            buckets[word].append(number)
    seen: set[tuple[int, int]] = set()
    for bucket in buckets.values():
        for one, other in _neighbours(bucket, remarks):
            pair = (min(one, other), max(one, other))
            if pair in seen or is_known(*pair):
                continue
            seen.add(pair)
            if alike(remarks[one], remarks[other]):
                yield pair


def _neighbours(bucket: list[int], remarks: Sequence[Remark]) -> Iterator[tuple[int, int]]:
    if len(bucket) <= WINDOW:
        yield from combinations(bucket, 2)
        return
    ordered = sorted(bucket, key=lambda number: (remarks[number].words, remarks[number].quote))
    for place, number in enumerate(ordered):
        yield from ((number, other) for other in ordered[place + 1 : place + 1 + WINDOW])


def _counted(words: Sequence[str]) -> list[tuple[str, int]]:
    """Each word with which occurrence it is, so that a list is a set."""
    seen: Counter[str] = Counter()
    result = []
    for word in words:
        seen[word] += 1
        result.append((word, seen[word]))
    return result


def _prefix(length: int) -> int:
    """How many of the rarest words must hold one in common: of n words and m ≥ 9/11 n others, 9/11 n agree."""
    return length - math.ceil(length * ENOUGH / (2 - ENOUGH) - 1e-9) + 1


def _differing(one: Sequence[str], other: Sequence[str]) -> Iterator[str]:
    for step in Indel.editops(one, other):
        yield one[step.src_pos] if step.tag == "delete" else other[step.dest_pos]


def _tells(word: str, one: Remark, other: Remark) -> bool:
    """Does the meaning turn on this word?"""
    if word in TELLING or word.endswith("n't") or any(char.isdigit() for char in word):
        return True
    return word in one.names or word in other.names or not TELLING_LETTERS.isdisjoint(word)
