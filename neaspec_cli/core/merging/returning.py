"""A whole text that came back, as wishes on the text that was sent."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import BlockWish, Wish
from neaspec_cli.core.merging.asking import BREAK, Words, gap_after, worded
from neaspec_cli.core.merging.placing import moved_by, spots_of
from neaspec_cli.core.prosediff import Change, compare

Draft = tuple[int, int, int, str]
"""Block, start, end and text of a wish about words."""


def wishes_between(
    base: Sequence[Block], returned: Sequence[Block], holder: str, key_of: Callable[[int], str]
) -> tuple[Wish | BlockWish, ...]:
    """A whole returned text as wishes on the base; `key_of` names the n-th of them, from 0, and n rises
    in text order.

    Formatting alone is no wish. Where of joined paragraphs one lost all its words, the first takes the words of
    the others, which are deleted.
    """
    asking = _Asking(holder, key_of)
    for change in compare(base, returned):
        if change.kind == "inserted":
            asking.waiting.append(returned[change.new[0]].text)
            continue
        asking.put_in()
        if change.kind == "deleted":
            asking.delete(change.old[0])
        elif change.kind == "moved":
            asking.move(change.old[0])
        else:
            asking.after = change.old[-1]
        if (seams := _seams(base, change)) is not None:
            for block, start, end, text in seams:
                asking.reword(block, start, end, text) if block >= 0 else asking.join(start, text)
            continue
        for draft in _words(base, returned, change):
            asking.reword(*draft)
        for joined in change.old[1:]:
            asking.delete(joined)
    asking.put_in()
    return tuple(asking.wishes)


class _Asking:
    """Wishes as they are written down; paragraphs that arrive in a row are one wish."""

    def __init__(self, holder: str, key_of: Callable[[int], str]) -> None:
        self.wishes: list[Wish | BlockWish] = []
        self.after = -1
        self.waiting: list[str] = []
        self._holder = holder
        self._key_of = key_of
        self._arrived: Counter[tuple[int, tuple[str, ...]]] = Counter()

    def _key(self) -> str:
        return self._key_of(len(self.wishes))

    def put_in(self) -> None:
        if self.waiting:
            texts = tuple(self.waiting)
            again = self._arrived[self.after, texts]
            self._arrived[self.after, texts] += 1
            wish = BlockWish(self._key(), self._holder, "insert-after", self.after, texts, again=again)
            self.wishes.append(wish)
            self.waiting.clear()

    def delete(self, block: int) -> None:
        self.wishes.append(BlockWish(self._key(), self._holder, "delete", block))

    def move(self, block: int) -> None:
        self.wishes.append(BlockWish(self._key(), self._holder, "move", block, after=self.after))

    def join(self, block: int, between: str) -> None:
        self.wishes.append(BlockWish(self._key(), self._holder, "join", block, (between,)))

    def reword(self, block: int, start: int, end: int, text: str) -> None:
        self.wishes.append(Wish(self._key(), self._holder, block, start, end, text))


def _seams(base: Sequence[Block], change: Change) -> list[Draft] | None:
    """The changes of joined paragraphs in text order, a join as a draft of the block -1 that starts at its first.

    None where nothing was joined, or where a break went together with all the words of a paragraph.
    """
    if len(change.old) < 2:
        return None
    starts = [0]
    for old in change.old[:-1]:
        starts.append(starts[-1] + len(base[old].text) + len(BREAK))
    drafts: list[Draft] = []
    for low, high, _, text in spots_of(change.runs):
        first, last = (bisect_right(starts, at) - 1 for at in (low, high))
        begin, end = low - starts[first], high - starts[last]
        block, length = change.old[first], len(base[change.old[first]].text)
        if first == last:
            if begin > length or end > length:
                return None
            drafts.append((block, begin, end, text))
        elif last - first > 1 or begin > length or gap_after(base, block) != change.old[last]:
            return None
        else:
            cut = (block, begin, length, ""), (change.old[last], 0, end, "")
            drafts += [cut[0], (-1, block, block, text), cut[1]]
    kept = [one for one in drafts if one[0] < 0 or one[1] < one[2] or one[3]]
    joined = sum(one[0] < 0 for one in kept) == len(change.old) - 1
    return kept if joined and not _empties(base, kept) else None


def _empties(base: Sequence[Block], drafts: Sequence[Draft]) -> bool:
    """Whether no word of a paragraph would be left, which would take it out instead of joining it."""
    by_block: dict[int, list[Words]] = defaultdict(list)
    for block, start, end, text in drafts:
        if block >= 0:
            by_block[block].append(Words(block, start, end, text))
    return any(not worded(base[block].text, words).strip() for block, words in by_block.items())


def _words(base: Sequence[Block], returned: Sequence[Block], change: Change) -> Iterator[Draft]:
    """The changes within the first block of a change; of a join what follows the first block comes in at
    its end.
    """
    if not change.old or not change.new:
        return
    first, length = change.old[0], len(base[change.old[0]].text)
    spots = spots_of(change.runs)
    if len(change.old) == 1:
        yield from ((first, start, end, text) for start, end, _, text in spots)
        return
    inside = [spot for spot in spots if spot[1] <= length and spot[0] < length]
    yield from ((first, start, end, text) for start, end, _, text in inside)
    over = next((spot for spot in spots if spot not in inside and spot[0] <= length), None)
    start = over[0] if over else length
    at = over[2] if over else length + moved_by(inside, length)
    yield first, start, length, returned[change.new[0]].text[at:]
