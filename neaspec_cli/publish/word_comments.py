"""Remarks on the changes of a redline as comments of Word, each on the words that changed.

Word keeps no comments in notes: a remark on a note stands where the text refers to it. On a paragraph that came or went
whole the sign of its remark came or went with it, so that nothing of it stays behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from neaspec_cli.publish.printed import Change
from neaspec_cli.publish.word_inlines import changed
from neaspec_cli.publish.wordml import Element, W, paragraph, plain, run, w

AUTHOR, INITIALS = "Secretariat", "S"
_STYLE = "TableText"
_TRACKED = ("ins", "del", "moveFrom", "moveTo")


class Remarks:
    """Gathers the comments of one file."""

    def __init__(self, day: date | None, next_id: Callable[[], int]) -> None:
        self.comments: list[Element] = []
        self._dated = {"date": f"{day.isoformat()}T00:00:00Z"} if day else {}
        self._next_id = next_id

    def put(self, words: Sequence[Element], remarks: Sequence[str], change: Change | None) -> list[Element]:
        """The elements of a paragraph with these remarks on what changed in it; `change` is that of its mark."""
        if not remarks:
            return list(words)
        places = [number for number, one in enumerate(words) if _is_tracked(one)] or [0, len(words) - 1]
        first, last = places[0], places[-1] + 1
        made = [self._comment(text) for text in remarks]
        starts = [w("commentRangeStart", id=one) for one in made]
        ends = [element for one in made for element in self._end(one, change)]
        return [*words[:first], *starts, *words[first:last], *ends, *words[last:]]

    def content(self) -> Element:
        """The part of the file that holds them."""
        return w("comments", *self.comments)

    def _comment(self, text: str) -> int:
        identifier = self._next_id()
        facts = {"id": identifier, "author": AUTHOR, **self._dated, "initials": INITIALS}
        self.comments.append(w("comment", paragraph(_STYLE, plain(text)), **facts))
        return identifier

    def _end(self, identifier: int, change: Change | None) -> list[Element]:
        sign = run(w("commentReference", id=identifier))
        if change is not None:
            as_such = Change(change.kind, change.author, change.date)
            sign = changed(as_such, self._next_id(), sign)
        return [w("commentRangeEnd", id=identifier), sign]


def _is_tracked(element: Element) -> bool:
    tags = [f"{{{W}}}{name}" for name in _TRACKED]
    return next(element.iter(*tags), None) is not None
