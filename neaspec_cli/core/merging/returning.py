"""A whole text that came back, as wishes on the text that was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.agreement import BlockWish, Wish
from neaspec_cli.core.merging.placing import moved_by, spots_of
from neaspec_cli.core.prosediff import Change, compare

Draft = tuple[int, int, int, str]
"""Block, start, end and text of a wish about words."""


def wishes_between(
    base: Sequence[Block], returned: Sequence[Block], holder: str, key_of: Callable[[int], str]
) -> tuple[Wish | BlockWish, ...]:
    """A whole returned text as wishes on the base; `key_of` names the n-th of them, from 0, and n rises
    in text order.

    Formatting alone is no wish. Of joined paragraphs the first takes the words of the others, which are
    deleted.
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

    def _key(self) -> str:
        return self._key_of(len(self.wishes))

    def put_in(self) -> None:
        if self.waiting:
            texts = tuple(self.waiting)
            self.wishes.append(BlockWish(self._key(), self._holder, "insert-after", self.after, texts))
            self.waiting.clear()

    def delete(self, block: int) -> None:
        self.wishes.append(BlockWish(self._key(), self._holder, "delete", block))

    def move(self, block: int) -> None:
        self.wishes.append(BlockWish(self._key(), self._holder, "move", block, after=self.after))

    def reword(self, block: int, start: int, end: int, text: str) -> None:
        self.wishes.append(Wish(self._key(), self._holder, block, start, end, text))


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
