"""Going through comments one by one: where one is, what was decided so far, and how that goes on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from neaspec_cli.core.comments import Comment, SourceFeedback, is_undisposed, with_comment
from neaspec_cli.core.register.grouping import Group, Said


@dataclass
class Sitting:
    """Comments in the order in which they are gone through; `decided` holds those with a decision made in it."""

    comments: Sequence[Said]
    together: Mapping[str, Group] = field(default_factory=dict)
    decided: dict[str, Comment] = field(default_factory=dict)
    place: int = 0

    @property
    def is_over(self) -> bool:
        """Is there none left to go to?"""
        return self.place >= len(self.comments)

    @property
    def current(self) -> Said:
        """The comment that is looked at, with the decision made on it in this sitting."""
        feedback, comment = self.comments[self.place]
        return feedback, self.decided.get(comment.id, comment)

    def decide(self, comment: Comment) -> None:
        """Keep a decision on a comment."""
        self.decided[comment.id] = comment

    def forward(self) -> None:
        """Go to the next one on which nothing was decided in this sitting."""
        self.place += 1
        while not self.is_over and self.comments[self.place][1].id in self.decided:
            self.place += 1

    def back(self) -> bool:
        """Go to the one before, decided or not; whether there is one."""
        if self.place == 0:
            return False
        self.place -= 1
        return True

    def alike(self) -> tuple[Comment, ...]:
        """Others that ask the same as the current one and are still open, in this sitting too."""
        _, current = self.current
        group = self.together.get(current.id)
        others = set(group.others(current.id)) if group else set()
        return tuple(
            one for _, one in self.comments if one.id in others - self.decided.keys() and is_undisposed(one)
        )


def settled(
    sitting: Sitting, newest: Iterable[SourceFeedback]
) -> tuple[dict[str, SourceFeedback], list[tuple[Comment, Comment | None]]]:
    """The newest feedback with the decisions of a sitting, by source.

    A decision on a comment that somebody else changed meanwhile stays out: it is given back with what is on record.
    """
    before = {comment.id: comment for _, comment in sitting.comments}
    after = {one.source: one for one in newest}
    on_record = {comment.id: (one.source, comment) for one in after.values() for comment in one.comments}
    refused: list[tuple[Comment, Comment | None]] = []
    for identifier, decided in sitting.decided.items():
        source, now = on_record.get(identifier, ("", None))
        if now == before[identifier]:
            after[source] = with_comment(after[source], decided)
        elif now != decided:
            refused.append((decided, now))
    return after, refused
