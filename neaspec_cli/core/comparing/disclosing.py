"""What the reasons of changes may say in a file that leaves the house.

Of a comment that is withheld, or is not on record any more, nothing is told. Who asked is told only where it is
wanted; a text that names a participant is then left out as well, since it would tell it all the same. What a commit
says for itself, without a comment behind it, was written for the house: its first line alone is told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from neaspec_cli.core.comments import SourceFeedback
from neaspec_cli.core.comparing.tracing import Reason
from neaspec_cli.core.comparison import Comparison
from neaspec_cli.core.plan import Participant

WITHHELD = "a comment that is not public"
ACCEPTED = "an accepted comment"
UNNAMED = "a change made by the secretariat"


@dataclass(frozen=True)
class Disclosure:
    """Full names of the comments that may be told (`draft-1/JPN-014`), and who takes part, by id."""

    public: Collection[str] = ()
    participants: Mapping[str, str] = field(default_factory=dict)
    attributed: bool = False
    """Tell who asked."""

    def told(self, comparison: Comparison) -> Comparison:
        """The comparison with reasons that may leave the house; those that then say the same are one."""
        sections = tuple(
            replace(
                section,
                changes=tuple(
                    replace(one, why=tuple(dict.fromkeys(map(self.reason, one.why))))
                    for one in section.changes
                ),
            )
            for section in comparison.sections
        )
        return replace(comparison, sections=sections)

    def reason(self, reason: Reason) -> Reason:
        """What may be told of one reason."""
        told = [name for name in reason.comments if name in self.public]
        bare = Reason(reason.commit if self.attributed else "", reason.date, "")
        if reason.comments and not told:
            return replace(bare, subject=WITHHELD)
        if not reason.comments:
            return replace(bare, subject=self._unless_it_names(reason.subject) or UNNAMED)
        is_whole = len(told) == len(reason.comments)
        words = self._unless_it_names(reason.reason) if is_whole else ""
        if not self.attributed:
            return replace(bare, subject=words or ACCEPTED)
        names = tuple(dict.fromkeys(self.participants.get(one, one) for one in map(holder, told)))
        return replace(bare, subject=words or ACCEPTED, comments=tuple(told), proposed_by=names)

    def _unless_it_names(self, text: str) -> str:
        if self.attributed or not text:
            return text
        ids = "|".join(map(re.escape, self.participants))
        names = "|".join(map(re.escape, self.participants.values()))
        found = re.search(rf"(?<!\w)(?:{ids or '(?!)'}|(?i:{names or '(?!)'}))(?!\w)", text)
        return "" if found else text


def disclosure(
    participants: Iterable[Participant], feedback: Iterable[SourceFeedback], attributed: bool
) -> Disclosure:
    """What may be told of the comments of these feedback files."""
    public = {
        f"{source.circulation}/{comment.id}"
        for source in feedback
        for comment in source.comments
        if comment.public
    }
    return Disclosure(public, {one.id: one.name for one in participants}, attributed)


def holder(comment: str) -> str:
    """Who made a comment: `draft-1/JPN-014` was made by `JPN`."""
    return comment.rpartition("/")[2].rpartition("-")[0]
