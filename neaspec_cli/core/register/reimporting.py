"""Taking in again what a source said before: ids and decisions are kept, and what changed is told.

A comment is known again by its place, author, kind and words; one that people have put in its place by hand, by its
author and words. What an earlier file said and a later one does not is withdrawn: it stays in the file, noted as
withdrawn where nothing was decided on it, so that no id is used again and no decision goes.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from neaspec_cli.core import proposals
from neaspec_cli.core.comments import Answer, Comment, Disposition, SourceFeedback, highest, with_ids
from neaspec_cli.core.register.dispositions import WITHDRAWN, is_withdrawn

ALIKE = 60
"""From this likeness on, of 100, one of several comments in a place is another one in new words."""
LATER = 0.5
"""The share of an earlier file that a file says again, from which on it is a later version of it."""
NOBODY = frozenset(
    "author|автор|作者|작성자|만든 이|user|пользователь|用户|ユーザー|사용자|unknown|unknown author|admin|administrator"
    "|microsoft office user|microsoft account|reviewer|guest".split("|")
)
"""Names that programs give who has none: two who bear one need not be the same."""
Key = tuple[object, ...]


@dataclass(frozen=True)
class Reimport:
    """What changed when a source was taken in again: ids of comments."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


def reimport(
    old: SourceFeedback, new: SourceFeedback, *, on: datetime.date, superseded: Sequence[Comment] = ()
) -> tuple[SourceFeedback, Reimport]:
    """What a source said before and says now as one file, with ids and decisions kept, and what changed.

    `superseded` is what the earlier files said whose place the new one takes, as they are read; what it does not say
    any more is withdrawn. Without it, `new` only adds.
    """
    matches = _Matches(old.comments)
    known = matches.of(new.comments, {words_of(one) for one in superseded})
    left = [one for one in _left(matches, new.comments, superseded) if not is_withdrawn(one)]
    unknown = [one for one, had in zip(new.comments, known, strict=True) if had is None]
    reworded = _reworded(left, unknown)
    changed = {had.id: _with_new_words(had, unknown[number]) for number, had in reworded.items()}
    for said, had in zip(new.comments, known, strict=True):
        again = _said_again(had, said) if had is not None else None
        if had is not None and again is not None and again != had:
            changed[had.id] = again
    gone = {one.id: _withdraw(one, on) for one in left if one.id not in changed}
    added = [replace(one, id="") for number, one in enumerate(unknown) if number not in reworded]
    kept = [changed.get(one.id) or gone.get(one.id) or one for one in old.comments]
    merged = _merged(old, new, (*kept, *added))
    first = highest(old.comments) + 1
    new_ids = tuple(one.id for one in merged.comments if int(one.id.rpartition("-")[2]) >= first)
    return merged, Reimport(new_ids, tuple(sorted(changed)), tuple(sorted(gone)))


def is_later_version(earlier: Sequence[Comment], new: Sequence[Comment], *, by_author: bool) -> bool:
    """Does a file take the place of one that said `earlier`?

    It does where it says half of that again, in the same or other words; with `by_author` also where one who wrote in
    that one wrote in this.
    """
    if not earlier or not new:
        return not earlier
    authors = {one.author for one in earlier if one.author and one.author.casefold() not in NOBODY}
    if by_author and authors.intersection(one.author for one in new):
        return True
    words, seats = {words_of(one) for one in new}, {_seat(one) for one in new if one.place.block}
    again = sum(1 for one in earlier if words_of(one) in words or _seat(one) in seats)
    return again >= LATER * len(earlier)


def words_of(comment: Comment) -> Key:
    """What makes a comment the same when it comes in again: place, author, kind and words."""
    return (comment.place, comment.kind, *_said(comment))


def _said(comment: Comment) -> Key:
    proposal = proposals.as_value(comment.proposal) if comment.proposal else {}
    return (comment.author, comment.comment, *((key, str(one)) for key, one in sorted(proposal.items())))


class _Matches:
    """The comments on record, each of which is known again once."""

    def __init__(self, comments: Iterable[Comment]) -> None:
        self._free = {one.id: one for one in comments}
        self._by_words: dict[Key, deque[Comment]] = defaultdict(deque)
        self._by_said: dict[Key, deque[Comment]] = defaultdict(deque)
        for one in self._free.values():
            self._by_words[words_of(one)].append(one)
            self._by_said[_said(one)].append(one)

    def of(self, said: Sequence[Comment], raw: set[Key]) -> list[Comment | None]:
        """For each the comment that says the same: on the same place first, else where people put it by hand.

        Those that people may have put elsewhere are in no place, or an earlier file had them just so (`raw`).
        """
        found = [self._take(self._by_words, words_of(one)) for one in said]
        return [
            had
            or (
                None
                if one.place.block and words_of(one) not in raw
                else self._take(self._by_said, _said(one))
            )
            for one, had in zip(said, found, strict=True)
        ]

    def _take(self, among: dict[Key, deque[Comment]], key: Key) -> Comment | None:
        listed = among.get(key)
        while listed:
            found = self._free.pop(listed.popleft().id, None)
            if found is not None:
                return found
        return None


def _left(matches: _Matches, new: Sequence[Comment], superseded: Sequence[Comment]) -> Iterator[Comment]:
    """What is on record of the earlier files and not said again."""
    again = Counter(map(words_of, new))
    gone = []
    for one in superseded:
        if again[words_of(one)]:
            again[words_of(one)] -= 1
        else:
            gone.append(one)
    yield from filter(None, matches.of(gone, {words_of(one) for one in gone}))


def _reworded(left: Sequence[Comment], unknown: Sequence[Comment]) -> dict[int, Comment]:
    """Old comments that are said in other words now, by number in `unknown`.

    An author's only comment at a place is the one there was; of several, the one that reads most alike.
    """
    seats: dict[Key, list[Comment]] = defaultdict(list)
    for one in left:
        seats[_seat(one)].append(one)
    numbers: dict[Key, list[int]] = defaultdict(list)
    for number, one in enumerate(unknown):
        numbers[_seat(one)].append(number)
    found: dict[int, Comment] = {}
    for seat, here in numbers.items():
        before = seats.get(seat, [])
        if len(before) == len(here) == 1:
            found[here[0]] = before[0]
            continue
        pairs = [(_likeness(had, unknown[number]), number, had) for number in here for had in before]
        taken: set[str] = set()
        for score, number, had in sorted(pairs, key=lambda one: -one[0]):
            if score >= ALIKE and number not in found and had.id not in taken:
                found[number] = had
                taken.add(had.id)
    return found


def _seat(comment: Comment) -> Key:
    place = comment.place
    return (place.section, place.block, place.activity, comment.author, comment.origin)


def _likeness(one: Comment, other: Comment) -> float:
    return fuzz.ratio(*(" ".join(map(str, _said(each)[1:])) for each in (one, other)))


def _with_new_words(old: Comment, new: Comment) -> Comment:
    """The old comment as it is said now; what was decided on other words has to be agreed again."""
    decision = replace(old.disposition, agreed=False) if old.disposition else None
    return replace(
        new,
        id=old.id,
        replies=_answers(old, new),
        disposition=decision,
        note=old.note,
        public=old.public,
    )


def _said_again(old: Comment, new: Comment) -> Comment:
    """The old comment with what was answered to it since; one that was withdrawn stands again."""
    decision = None if is_withdrawn(old) else old.disposition
    return replace(old, replies=_answers(old, new), resolved=new.resolved, disposition=decision)


def _answers(old: Comment, new: Comment) -> tuple[Answer, ...]:
    return (*old.replies, *(one for one in new.replies if one not in old.replies))


def _withdraw(comment: Comment, on: datetime.date) -> Comment:
    if comment.disposition is None:
        decision = Disposition("noted", reason=f"{WITHDRAWN} {on}.", decided=on)
        return replace(comment, disposition=decision)
    told = f"{WITHDRAWN} {on}; what was decided on it stands."
    return replace(comment, note="; ".join(one for one in (comment.note, told) if one))


def _merged(old: SourceFeedback, new: SourceFeedback, comments: tuple[Comment, ...]) -> SourceFeedback:
    had = {one.sha256 for one in old.files}
    return with_ids(
        replace(
            old,
            files=(*old.files, *(one for one in new.files if one.sha256 not in had)),
            received=max((day for day in (old.received, new.received) if day), default=None),
            reply="comments" if comments else new.reply,
            comments=comments,
        )
    )
