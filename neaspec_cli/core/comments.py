"""Comments as values: what one source said of a circulation, what it wants, what was decided."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from neaspec_cli.core.proposals import Proposal
from neaspec_cli.errors import NeaspecError

KINDS = ("general", "substantive", "technical", "editorial", "translation")
ORIGINS = ("tracked", "silent", "comment", "form", "hand")
REPLIES = ("comments", "no comments", "no objection", "no reply")
VERDICTS = ("accepted", "accepted with modification", "not accepted", "noted", "deferred")


@dataclass(frozen=True)
class Place:
    """What a comment is about: a block of a section by its label, an activity, or (all empty) the whole."""

    section: str = ""
    block: str = ""
    quote: str = ""
    activity: str = ""


@dataclass(frozen=True)
class Answer:
    """What somebody wrote in reply to a comment."""

    comment: str
    author: str = ""
    date: str = ""


@dataclass(frozen=True)
class Disposition:
    """What was decided; `text` is the wording used where it was accepted with modification."""

    verdict: str
    text: str = ""
    reason: str = ""
    by: str = ""
    decided: datetime.date | None = None
    agreed: bool = True


@dataclass(frozen=True)
class Comment:
    """One remark or wish on one place; `date` is a day or a moment as the returned file gives it."""

    id: str = ""
    place: Place = Place()
    kind: str = "general"
    comment: str = ""
    proposal: Proposal | None = None
    origin: str = "hand"
    author: str = ""
    date: str = ""
    submitter: str = ""
    replies: tuple[Answer, ...] = ()
    resolved: bool = False
    disposition: Disposition | None = None
    note: str = ""
    public: bool = True


@dataclass(frozen=True)
class ReturnedFile:
    """A file as it came back: its place under the circulation's folder and its SHA-256."""

    name: str
    sha256: str
    author: str = ""


@dataclass(frozen=True)
class SourceFeedback:
    """All that one source said of one circulation; `places` are comments that do not stand in its first file.

    They are numbers of files by id of a comment: where what is said is the same, it is the same feedback.
    """

    circulation: str
    source: str
    reply: str = "comments"
    received: datetime.date | None = None
    files: tuple[ReturnedFile, ...] = ()
    comments: tuple[Comment, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)


class UnknownComment(NeaspecError):
    """No comment has that id."""

    def __init__(self, identifier: str) -> None:
        super().__init__(f"There is no comment {identifier}.", "List them with: neaspec feedback list")


def with_ids(feedback: SourceFeedback) -> SourceFeedback:
    """The feedback with an id for each comment that has none, counted on from the highest in use."""
    number = highest(feedback.comments)
    result = []
    for comment in feedback.comments:
        if not comment.id:
            number += 1
        result.append(comment if comment.id else replace(comment, id=f"{feedback.source}-{number:03d}"))
    return replace(feedback, comments=tuple(result))


def highest(comments: Iterable[Comment]) -> int:
    """The highest number in use: comments that are withdrawn stay in the file, so none is used twice."""
    return max((int(one.id.rpartition("-")[2]) for one in comments if one.id), default=0)


def find(identifier: str, feedbacks: Iterable[SourceFeedback]) -> tuple[SourceFeedback, Comment]:
    """The comment of that id and the feedback it is in."""
    for feedback in feedbacks:
        for comment in feedback.comments:
            if comment.id == identifier:
                return feedback, comment
    raise UnknownComment(identifier)


def by_id(feedbacks: Iterable[SourceFeedback]) -> dict[str, Comment]:
    """All comments by their ids."""
    return {comment.id: comment for feedback in feedbacks for comment in feedback.comments}


def with_comment(feedback: SourceFeedback, changed: Comment) -> SourceFeedback:
    """The feedback with one comment changed, known by its id."""
    comments = tuple(changed if one.id == changed.id else one for one in feedback.comments)
    return replace(feedback, comments=comments)


def with_comments(feedback: SourceFeedback, changed: Mapping[str, Comment]) -> SourceFeedback:
    """The feedback with several comments changed, by their ids."""
    return replace(feedback, comments=tuple(changed.get(one.id, one) for one in feedback.comments))


def is_undisposed(comment: Comment) -> bool:
    """Nothing is decided on it yet, or what was proposed is not agreed."""
    return comment.disposition is None or not comment.disposition.agreed


def undisposed(feedbacks: Iterable[SourceFeedback]) -> tuple[Comment, ...]:
    """All comments without an agreed disposition."""
    return tuple(one for feedback in feedbacks for one in feedback.comments if is_undisposed(one))


def selected(
    feedbacks: Iterable[SourceFeedback],
    *,
    source: str = "",
    section: str = "",
    kind: str = "",
    only_undisposed: bool = False,
) -> tuple[tuple[SourceFeedback, Comment], ...]:
    """Comments that fit all that is asked for, in order of source and id."""
    return tuple(
        (feedback, comment)
        for feedback in sorted(feedbacks, key=lambda one: (one.circulation, one.source))
        for comment in feedback.comments
        if source in ("", feedback.source)
        and section in ("", comment.place.section)
        and kind in ("", comment.kind)
        and (is_undisposed(comment) or not only_undisposed)
    )
