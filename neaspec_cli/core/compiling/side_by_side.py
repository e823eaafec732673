"""Wishes on the words of one block set side by side: stretches of it, each with every wording that is proposed for it.

Stretches that overlap or touch are one, so that between two of them there is always a character of the circulated text.
A source that wants two things which exclude each other has its first in the wording of rank 0 and each other alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from neaspec_cli.core.compiling.wants import Want, Words, rotated


@dataclass(frozen=True)
class Wording:
    """What is proposed for a stretch, "" to delete it, and by whom, in alphabetical order."""

    text: str
    holders: tuple[str, ...]
    keys: tuple[str, ...]
    rank: int = 0


@dataclass(frozen=True)
class Stretch:
    """A stretch of a block's text, empty where words are only added, with its wordings."""

    start: int
    end: int
    wordings: tuple[Wording, ...]


def stretches(text: str, wants: Iterable[Want]) -> tuple[Stretch, ...]:
    """All stretches of a block that somebody wants otherwise, in order."""
    asked = asked_words(text, wants)
    return tuple(_stretch(text, group) for group in _groups(asked))


def asked_words(text: str, wants: Iterable[Want]) -> list[tuple[Want, Words]]:
    """The changes of words that are asked for, the same of several made equal."""
    return _turned(text, [(one, one.what) for one in wants if isinstance(one.what, Words)])


def compatible(words: Iterable[Words]) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """What can be had together, the first in the text going first, and what is left over."""
    taken: list[Words] = []
    left: list[Words] = []
    for one in sorted(set(words)):
        (left if any(_excludes(one, other) for other in taken) else taken).append(one)
    return tuple(taken), tuple(left)


def applied(text: str, words: Iterable[Words], start: int = 0, end: int | None = None) -> str:
    """The stretch of the text with these changes in it, which do not exclude each other."""
    made, here = [], start
    for one in sorted(words):
        made += [text[here : one.start], one.new]
        here = one.end
    return "".join([*made, text[here : len(text) if end is None else end]])


def _excludes(one: Words, other: Words) -> bool:
    if one.start == one.end == other.start == other.end:
        return True
    return one.start < other.end and other.start < one.end


_Asked = tuple[Want, Words]


def _turned(text: str, asked: Sequence[_Asked]) -> list[_Asked]:
    """Insertions with their space in front, where nothing else touches that space; so the same wishes are equal."""
    result = []
    for want, words in asked:
        turned = rotated(words, text)
        near = (
            other
            for _, other in asked
            if turned is not words
            and rotated(other, text) != turned
            and other.start <= words.start
            and other.end >= turned.start
        )
        result.append((want, words if any(near) else turned))
    return result


def _groups(asked: Sequence[_Asked]) -> Iterator[list[_Asked]]:
    held: list[_Asked] = []
    end = -1
    for one in sorted(asked, key=lambda each: (each[1], each[0].holder, each[0].key)):
        if held and one[1].start > end:
            yield held
            held = []
        held.append(one)
        end = max(end, one[1].end) if len(held) > 1 else one[1].end
    if held:
        yield held


def _stretch(text: str, group: Sequence[_Asked]) -> Stretch:
    start = min(words.start for _, words in group)
    end = max(words.end for _, words in group)
    holders: dict[tuple[int, str], set[str]] = defaultdict(set)
    keys: dict[tuple[int, str], set[str]] = defaultdict(set)
    for holder in sorted({want.holder for want, _ in group}):
        own = [(want, words) for want, words in group if want.holder == holder]
        together, left = compatible(words for _, words in own)
        for rank, chosen in enumerate([together, *((one,) for one in left)]):
            place = rank, applied(text, chosen, start, end)
            holders[place].add(holder)
            keys[place] |= {want.key for want, words in own if words in chosen}
    wordings = [
        Wording(place[1], tuple(sorted(who)), tuple(sorted(keys[place])), place[0])
        for place, who in holders.items()
    ]
    return Stretch(start, end, tuple(sorted(wordings, key=lambda one: (one.rank, one.holders, one.text))))
