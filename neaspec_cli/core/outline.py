"""The plan at a glance: each section with its status, length, comments and what is not settled in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from neaspec_cli.core.comments import SourceFeedback, is_undisposed
from neaspec_cli.core.plan import Plan, Section
from neaspec_cli.core.text import scan


@dataclass(frozen=True)
class CommentCount:
    """How many comments, and how many of them without an agreed disposition."""

    total: int = 0
    undisposed: int = 0

    def __add__(self, other: CommentCount) -> CommentCount:
        return CommentCount(self.total + other.total, self.undisposed + other.undisposed)


@dataclass(frozen=True)
class OutlineRow:
    """One section; `words` and `paragraphs` leave annotations out, `word_limit` 0 is none."""

    section: str
    path: str
    title: str
    status: str
    lead: str
    paragraphs: int
    words: int
    word_limit: int
    annotations: int
    placeholders: int
    brackets: int
    comments: CommentCount


@dataclass(frozen=True)
class Outline:
    """The plan at a revision, with the comments of one circulation (empty before the first)."""

    plan: str
    at: str
    circulation: str
    word_limit: int
    sections: tuple[OutlineRow, ...]
    elsewhere: CommentCount
    """Comments on the whole, on the timeline, or on sections that are no more."""

    @property
    def words(self) -> int:
        """Words of all sections."""
        return sum(one.words for one in self.sections)


def outline(plan: Plan, at: str, circulation: str, feedbacks: Iterable[SourceFeedback]) -> Outline:
    """The outline of a plan with its blocks read; `at` names the revision."""
    counts = count_comments(feedbacks)
    rows = tuple(_row(section, counts.get(section.id, CommentCount())) for section in plan.sections)
    elsewhere = CommentCount()
    for section, count in counts.items():
        elsewhere += count if section not in {row.section for row in rows} else CommentCount()
    return Outline(plan.settings.title, at, circulation, plan.settings.rules.word_limit, rows, elsewhere)


def count_comments(feedbacks: Iterable[SourceFeedback]) -> dict[str, CommentCount]:
    """Comments by the section they are placed in; those placed in none under the empty name."""
    counts: dict[str, CommentCount] = {}
    for feedback in feedbacks:
        for comment in feedback.comments:
            before = counts.get(comment.place.section, CommentCount())
            counts[comment.place.section] = before + CommentCount(1, int(is_undisposed(comment)))
    return counts


def as_json(found: Outline) -> Mapping[str, Any]:
    """`outline --json`."""
    return {**asdict(found), "words": found.words}


def _row(section: Section, comments: CommentCount) -> OutlineRow:
    paragraphs = [one for one in section.blocks if one.kind == "paragraph" and not one.is_annotation]
    return OutlineRow(
        section=section.id,
        path=section.path,
        title=section.title,
        status=section.status,
        lead=section.lead,
        paragraphs=len(paragraphs),
        words=section.words,
        word_limit=section.word_limit,
        annotations=scan.annotations(section.source),
        placeholders=scan.placeholders(section.source),
        brackets=scan.brackets(section.source),
        comments=comments,
    )
