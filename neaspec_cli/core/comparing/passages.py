"""Words that went elsewhere while their paragraphs stayed: a deleted and an inserted stretch that are the same passage.

A passage starts from five words that stand once in what the old text says and once in the new, and reaches over holes
of a few words. From far away it must be longer than from the paragraphs around, and hold enough words that tell;
what many texts say (`in accordance with the provisions of`) has not moved, and neither has what is made of words that
the text uses throughout (`a Wallet Instance and a Relying Party Instance`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, chain, product

from neaspec_cli.core.comparing.chains import Pair
from neaspec_cli.core.comparing.rewording import Op, Run
from neaspec_cli.core.prosediff import Change, Fate
from neaspec_cli.core.text.words import tokens, words

SEED = 5
HOLE = 3
AFTER_HOLE = 3
"""Words that must agree behind a hole."""
NEAR = 12
"""Changes apart up to which two places are neighbours."""
LEAST_NEAR, LEAST_FAR = 5, 8
"""Words of a passage that moved nearby, and of one that went further."""
TELLING_NEAR, TELLING_FAR = 3, 4
LONG_ALONE, TELLING_ALONE = 7, 4
"""Words, or else long words, of a passage from nearby that has no rare one."""
LONG_WORD = 5
RARE = 12
"""How often a word stands in both texts at most to tell where a passage comes from."""
SIGNS_A_WORD = 3
"""Letters of scripts without spaces that tell as much as one long word."""

_HOLES = sorted(product(range(HOLE + 1), repeat=2), key=lambda hole: (sum(hole), hole))
Shingle = tuple[str, ...]
Cut = tuple[int, int, int]
"""Start and end in the text of a run, and the number of the passage."""


@dataclass(frozen=True)
class _Words:
    """The words of one run, in small letters."""

    change: int
    run: int
    text: str
    words: list[str]

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Where they stand in its text."""
        cut = tokens(self.text)
        ends = list(accumulate(map(len, cut)))
        return [(end - len(token), end) for token, end in zip(cut, ends, strict=True) if token[0].isalnum()]

    def behind(self, word: int) -> str:
        """What stands between a word and the next, or the end."""
        end = self.places[word + 1][0] if word + 1 < len(self.places) else len(self.text)
        return self.text[self.places[word][1] : end]

    def shingles(self) -> Iterator[Shingle]:
        """Its runs of five words, each by the place of its first."""
        return zip(*[self.words[start:] for start in range(SEED)], strict=False)


def with_passages(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The same changes, in which what went elsewhere is a run of its own: both of its ends carry one number.

    The numbers go on from those of moved blocks; texts and operations stay as they were.
    """
    gone, came = _words(changes, "delete"), _words(changes, "insert")
    seeds = _seeds(changes, gone, came)
    if not seeds:
        return tuple(changes)
    often = _often(changes)
    taken: set[Pair] = set()
    moved = [
        (gone[index], new, pairs)
        for new in came
        for index, pairs in _passages(gone, new, seeds, taken, often)
    ]
    moved += list(_went_along(changes, [(old.change, new.change) for old, new, _ in moved]))
    cuts: dict[Pair, list[Cut]] = defaultdict(list)
    for number, (old, new, pairs) in enumerate(
        moved, 1 + max((change.move for change in changes), default=0)
    ):
        for old_cut, new_cut in _stretches(old, new, pairs):
            cuts[old.change, old.run].append((*old_cut, number))
            cuts[new.change, new.run].append((*new_cut, number))
    touched = {change for change, _ in cuts}
    return tuple(
        replace(change, runs=tuple(_parted(place, change.runs, cuts))) if place in touched else change
        for place, change in enumerate(changes)
    )


def _words(changes: Sequence[Change], op: Op) -> list[_Words]:
    """The runs of one fate that have words enough for a passage."""
    return [
        _Words(place, number, run.text, words)
        for place, change in enumerate(changes)
        for number, run in enumerate(change.runs)
        if run.op == op and len(run.text) >= SEED and len(words := _in_small_letters(run.text)) >= SEED
    ]


def _in_small_letters(text: str) -> list[str]:
    return words(text.lower()) if text.isascii() else [one.lower() for one in words(text)]


Passage = tuple[_Words, _Words, list[Pair]]
"""A run that lost words, the one that got them, and which word became which."""


# --- where passages start ---------------------------------------------------------------------------------


def _seeds(changes: Sequence[Change], gone: Sequence[_Words], came: Sequence[_Words]) -> dict[Shingle, Pair]:
    """Runs of five words found once in the old text and once in the new, by where the old one stands."""
    arrived: set[Shingle] = set().union(*(one.shingles() for one in came))
    left = Counter(_among(arrived, gone))
    again = Counter(_among(left, came))
    once = {shingle for shingle, count in left.items() if count == 1 == again[shingle]}
    if once:
        kept = _words([change for change in changes if change.kind not in ("same", "formatted")], "keep")
        once -= set(_among(once, kept))
    return {
        shingle: (index, place)
        for index, one in enumerate(gone)
        for place, shingle in enumerate(one.shingles())
        if shingle in once
    }


def _often(changes: Sequence[Change]) -> Counter[str]:
    """How often each word stands in both texts together; what stayed stands in both."""
    stayed: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    for run in chain.from_iterable(change.runs for change in changes):
        (stayed if run.op == "keep" else changed).update(_in_small_letters(run.text))
    return stayed + stayed + changed


def _among(known: Container[Shingle], places: Iterable[_Words]) -> Iterator[Shingle]:
    """Those that are known, each as often as it stands somewhere."""
    return filter(known.__contains__, chain.from_iterable(one.shingles() for one in places))


# --- how far they reach -----------------------------------------------------------------------------------


def _passages(
    gone: Sequence[_Words], new: _Words, seeds: dict[Shingle, Pair], taken: set[Pair], often: Counter[str]
) -> Iterator[tuple[int, list[Pair]]]:
    """Passages in one inserted run: which deleted run each comes from, and the pairs of equal words."""
    done = 0
    for place, shingle in enumerate(new.shingles()):
        if place < done or shingle not in seeds:
            continue
        index, start = seeds[shingle]
        old = gone[index]
        free = [(index, start + step) not in taken for step in range(SEED)]
        if not all(free):
            continue
        ahead = list(_further(old, new, (start + SEED - 1, place + SEED - 1), 1))
        behind = list(_further(old, new, (start, place), -1))[::-1]
        pairs = [*behind, *((start + step, place + step) for step in range(SEED)), *ahead]
        pairs = [(i, j) for i, j in pairs if j >= done and (index, i) not in taken]
        if _has_moved(old, new, pairs, often):
            taken.update((index, i) for i, _ in pairs)
            done = pairs[-1][1] + 1
            yield index, pairs


def _further(old: _Words, new: _Words, last: Pair, step: int) -> Iterator[Pair]:
    """More pairs of equal words from one on, forwards or backwards."""
    i, j = last
    while True:
        for left, right in _HOLES:
            more = AFTER_HOLE if left or right else 1
            if _agree(old, new, i + step * (left + 1), j + step * (right + 1), step, more):
                i, j = i + step * (left + 1), j + step * (right + 1)
                break
        else:
            return
        yield i, j


def _agree(old: _Words, new: _Words, i: int, j: int, step: int, count: int) -> bool:
    last = step * (count - 1)
    if min(i, i + last, j, j + last) < 0:
        return False
    if max(i, i + last) >= len(old.words) or max(j, j + last) >= len(new.words):
        return False
    return all(old.words[i + step * n] == new.words[j + step * n] for n in range(count))


def _has_moved(old: _Words, new: _Words, pairs: Sequence[Pair], often: Counter[str]) -> bool:
    """Is it long and telling enough? What stands in the place of what it replaces has not moved at all."""
    if (old.change, old.run + 1) == (new.change, new.run):
        return False
    passage = [new.words[j] for _, j in pairs]
    is_near = abs(old.change - new.change) <= NEAR
    least, telling = (LEAST_NEAR, TELLING_NEAR) if is_near else (LEAST_FAR, TELLING_FAR)
    if len(passage) < least or (tells := _telling(passage)) < telling:
        return False
    if any(often[word] <= RARE and (_is_long(word) or _is_sign(word)) for word in passage):
        return True
    return is_near and (len(passage) >= LONG_ALONE or tells >= TELLING_ALONE)


def _telling(words: Iterable[str]) -> int:
    """How many different long words there are; a few letters of a script without spaces are one."""
    different = set(words)
    return sum(map(_is_long, different)) + sum(map(_is_sign, different)) // SIGNS_A_WORD


def _is_long(word: str) -> bool:
    return len(word) >= LONG_WORD


def _is_sign(word: str) -> bool:
    """Is it a letter of a script without spaces?"""
    return len(word) == 1 and not word.isascii()


# --- what went along --------------------------------------------------------------------------------------


def _went_along(changes: Sequence[Change], moved: Sequence[Pair]) -> Iterator[Passage]:
    """Short blocks that stand beside moved passages in both places and say the same: a list that became a note."""
    done = set(chain.from_iterable(moved))
    for (old, new), step in product(moved, (-1, 1)):
        place, there = old + step, new + step
        while place not in done and there not in done:
            one, other = _whole(changes, place, "deleted"), _whole(changes, there, "inserted")
            if one is None or other is None or one.words != other.words:
                break
            yield one, other, [(word, word) for word in range(len(one.words))]
            done |= {place, there}
            place, there = place + step, there + step


def _whole(changes: Sequence[Change], place: int, kind: Fate) -> _Words | None:
    """The words of a block of this fate, where it has any."""
    if not 0 <= place < len(changes) or changes[place].kind != kind:
        return None
    text = "".join(run.text for run in changes[place].runs)
    words = _in_small_letters(text)
    return _Words(place, 0, text, words) if words else None


# --- the runs cut -----------------------------------------------------------------------------------------


def _stretches(
    old: _Words, new: _Words, pairs: Sequence[Pair]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The text of a passage on both sides, cut at its holes and where its signs are others.

    Signs beside the words are part of it where both sides have them: a bracket that came or went is a change.
    """
    start = (old.places[pairs[0][0]][0], new.places[pairs[0][1]][0])
    for number, (i, j) in enumerate(pairs):
        following = pairs[number + 1] if number + 1 < len(pairs) else None
        is_next = following == (i + 1, j + 1)
        one, other = old.behind(i), new.behind(j)
        if is_next and one.split() == other.split():
            continue
        behind = _common_signs(one, other)
        yield (start[0], old.places[i][1] + behind), (start[1], new.places[j][1] + behind)
        if following:
            before = _common_signs(one[behind:][::-1], other[behind:][::-1]) if is_next else 0
            start = (old.places[following[0]][0] - before, new.places[following[1]][0] - before)


def _common_signs(one: str, other: str) -> int:
    """How many signs two texts both begin with."""
    signs = 0
    for sign, same in zip(one, other, strict=False):
        if sign != same or not re.match(r"[^\w\s]", sign):
            break
        signs += 1
    return signs


def _parted(place: int, runs: Sequence[Run], cuts: dict[Pair, list[Cut]]) -> Iterator[Run]:
    for number, run in enumerate(runs):
        at = 0
        for start, end, passage in sorted(cuts.get((place, number), ())):
            if at < start:
                yield Run(run.op, run.text[at:start])
            yield Run(run.op, run.text[start:end], passage)
            at = end
        if at < len(run.text):
            yield replace(run, text=run.text[at:])
