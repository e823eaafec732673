"""A whole text that came back, as wishes on the text that was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from neaspec_cli.core.agreement import BlockWish, Wish
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.placing import moved_by, spots_of
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
    wishes: list[Wish | BlockWish] = []
    after = -1
    waiting: list[str] = []

    def key() -> str:
        return key_of(len(wishes))

    def put_in() -> None:
        if waiting:
            wishes.append(BlockWish(key(), holder, "insert-after", after, tuple(waiting)))
            waiting.clear()

    for change in compare(base, returned):
        if change.kind == "inserted":
            waiting.append(returned[change.new[0]].text)
            continue
        put_in()
        if change.kind == "deleted":
            wishes.append(BlockWish(key(), holder, "delete", change.old[0]))
        elif change.kind == "moved":
            wishes.append(BlockWish(key(), holder, "move", change.old[0], after=after))
        else:
            after = change.old[-1]
        for block, start, end, text in _words(base, returned, change):
            wishes.append(Wish(key(), holder, block, start, end, text))
        wishes += [
            BlockWish(key_of(len(wishes) + n), holder, "delete", i) for n, i in enumerate(change.old[1:])
        ]
    put_in()
    return tuple(wishes)


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
