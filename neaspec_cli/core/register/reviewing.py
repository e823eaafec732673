"""Going through comments one by one: where one is, what was decided so far, and how that goes on record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from neaspec_cli.core.comments import Comment, SourceFeedback, is_undisposed, with_comment
from neaspec_cli.core.register.grouping import Group, Said

Refused = tuple[Comment, Comment | None]
"""A comment as it was to go on record, and as somebody else has it there; None where it is gone."""


@dataclass
class Sitting:
    """Comments in the order in which they are gone through, with what was changed on them and not saved yet.

    `others` are comments beside these that may be decided together with one of them.
    """

    comments: Sequence[Said]
    together: Mapping[str, Group] = field(default_factory=dict)
    others: Iterable[Comment] = ()
    changed: dict[str, Comment] = field(default_factory=dict)
    place: int = 0

    def __post_init__(self) -> None:
        self.first = {one.id: one for one in (*self.others, *(comment for _, comment in self.comments))}
        self.on_record = dict(self.first)
        self.steps: list[tuple[int, dict[str, Comment]]] = []

    @property
    def is_over(self) -> bool:
        """Is there none left to go to?"""
        return self.place >= len(self.comments)

    @property
    def current(self) -> Said:
        """The comment that is looked at, as it is after what was changed in this sitting."""
        feedback, comment = self.comments[self.place]
        return feedback, self.latest_of(comment)

    def latest_of(self, comment: Comment) -> Comment:
        """A comment as it is after what was changed in this sitting."""
        return self.changed.get(comment.id) or self.on_record.get(comment.id, comment)

    def is_decided(self, identifier: str) -> bool:
        """Was it decided in this sitting?"""
        first = self.first[identifier]
        return self.latest_of(first).disposition != first.disposition

    @property
    def decided(self) -> tuple[Comment, ...]:
        """All that was decided in this sitting, others that ask the same included."""
        return tuple(self.latest_of(one) for one in self.first.values() if self.is_decided(one.id))

    @property
    def latest(self) -> tuple[Comment, ...]:
        """What was decided in this sitting, in the order in which it was."""
        ids = dict.fromkeys(identifier for _, before in self.steps for identifier in before)
        return tuple(self.latest_of(self.first[one]) for one in ids if self.is_decided(one))

    @property
    def left(self) -> tuple[int, ...]:
        """Places of the comments on which nothing was decided in this sitting."""
        return tuple(n for n, (_, one) in enumerate(self.comments) if not self.is_decided(one.id))

    def progress(self) -> dict[str, tuple[int, int]]:
        """By source, in the order in which they come up: how many were decided, and of how many."""
        counts: dict[str, tuple[int, int]] = {}
        for feedback, comment in self.comments:
            done, total = counts.get(feedback.source, (0, 0))
            counts[feedback.source] = done + self.is_decided(comment.id), total + 1
        return counts

    def decide(self, *comments: Comment, joined: bool = False) -> None:
        """Keep changed comments as one step; `joined` to the last one, so that both are taken back together."""
        if not joined or not self.steps:
            self.steps.append((self.place, {}))
        before = self.steps[-1][1]
        for comment in comments:
            before.setdefault(comment.id, self.latest_of(comment))
            self._keep(comment)

    def undo(self) -> tuple[Comment, ...]:
        """Take the last step back and go to where it was made; the comments as they are again, none if there was none.

        What was saved meanwhile is changed back when it is saved again.
        """
        if not self.steps:
            return ()
        self.place, before = self.steps.pop()
        for comment in before.values():
            self._keep(comment)
        return tuple(before.values())

    def _keep(self, comment: Comment) -> None:
        self.changed[comment.id] = comment
        if comment == self.on_record.get(comment.id):
            del self.changed[comment.id]

    def forward(self) -> None:
        """Go to the next one on which nothing was decided in this sitting."""
        self.place += 1
        while not self.is_over and self.is_decided(self.comments[self.place][1].id):
            self.place += 1

    def back(self) -> bool:
        """Go to the one before, decided or not; whether there is one."""
        if self.place == 0:
            return False
        self.place -= 1
        return True

    def go_to(self, words: str) -> bool:
        """Go to an id (`JPN-014`, `jpn 14`), to the n-th, or to the next of a source; whether there is such a one."""
        place = self._named(words)
        if place is None:
            return False
        self.place = place
        return True

    def _named(self, words: str) -> int | None:
        named = re.fullmatch(r"(.*?)[\s-]*0*(\d*)", words.strip().upper())
        source, number = named.groups() if named else ("", "")
        if not source:
            place = int(number or 0) - 1
            return place if 0 <= place < len(self.comments) else None
        if number:
            ids = [comment.id.upper() for _, comment in self.comments]
            found = (n for n, one in enumerate(ids) if re.fullmatch(rf"{re.escape(source)}-0*{number}", one))
            return next(found, None)
        onwards = [*self.left, *self.left]
        later = [n for n in onwards if n > self.place] or onwards
        return next((n for n in later if self.comments[n][0].source.upper() == source), None)

    def alike(self) -> tuple[Comment, ...]:
        """Others that ask the same as the current one and are still open, in this sitting too."""
        _, current = self.current
        group = self.together.get(current.id)
        others = [self.first[one] for one in group.others(current.id) if one in self.first] if group else []
        return tuple(
            self.latest_of(one)
            for one in others
            if not self.is_decided(one.id) and is_undisposed(self.latest_of(one))
        )

    def saved(self, newest: Iterable[SourceFeedback]) -> None:
        """What was changed is on record now, or gave way there; one may go on."""
        known = {comment.id: comment for one in newest for comment in one.comments}
        self.on_record = {identifier: known.get(identifier, one) for identifier, one in self.first.items()}
        self.changed.clear()


def settled(
    sitting: Sitting, newest: Iterable[SourceFeedback]
) -> tuple[dict[str, SourceFeedback], list[Refused]]:
    """The newest feedback with what a sitting changed, by source.

    A change of a comment that somebody else changed meanwhile stays out: it is given back with what is on record.
    """
    after = {one.source: one for one in newest}
    there = {comment.id: (one.source, comment) for one in after.values() for comment in one.comments}
    refused: list[Refused] = []
    for identifier, changed in sitting.changed.items():
        source, now = there.get(identifier, ("", None))
        if now == sitting.on_record[identifier]:
            after[source] = with_comment(after[source], changed)
        elif now != changed:
            refused.append((changed, now))
    return after, refused
