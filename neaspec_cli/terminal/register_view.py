"""The register of comments for people: a line for each, or all there is on one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from neaspec_cli.core.comments import Comment, SourceFeedback, is_undisposed
from neaspec_cli.core.register.memory import Answered
from neaspec_cli.core.register.proposals_in_words import in_words
from neaspec_cli.core.text.counted import counted
from neaspec_cli.terminal.console import safe

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

SHORT = 160
MOST_ROWS = 1_000
"""Of one table: all its lines are in memory at once, and its heading is long out of sight."""


class Standing(Protocol):
    """Where a comment's words stand today."""

    @property
    def section(self) -> str:
        """Id of the section."""

    @property
    def label(self) -> str:
        """Label of the block."""

    @property
    def state(self) -> str:
        """Same, drifted, ambiguous or gone."""


def register(
    circulation: str, rows: Sequence[tuple[SourceFeedback, Comment, Standing | None]]
) -> Iterator[RenderableType]:
    """Every comment with its place, its words and its disposition."""
    from rich.text import Text

    if not rows:
        yield Text(f"No comments on {circulation} that fit.")
        return
    for start in range(0, len(rows), MOST_ROWS):
        yield _table(rows[start : start + MOST_ROWS])
    left = sum(1 for _, comment, _ in rows if is_undisposed(comment))
    yield Text(
        f"{counted(len(rows), 'comments')} on {circulation}, {left} without an agreed disposition",
        style="quiet",
    )


def _table(rows: Sequence[tuple[SourceFeedback, Comment, Standing | None]]) -> Table:
    """Some comments under a heading of their own."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("Comment", "Place", "Today", "Words", "Disposition"):
        table.add_column(title, header_style="bold", overflow="fold", ratio=1 if title == "Words" else None)
    for _, comment, now in rows:
        table.add_row(
            Text(comment.id, style="label"),
            Text(safe(place_in_words(comment))),
            Text(_today(now, comment), style="warning" if now and now.state != "same" else ""),
            Text(safe(short(words_of(comment)))),
            Text(decided(comment), style="awaited" if is_undisposed(comment) else ""),
        )
    return table


def details(
    feedback: SourceFeedback,
    comment: Comment,
    now: Standing | None,
    then: str,
    current: str,
    same: Sequence[str] = (),
    earlier: Sequence[Answered] = (),
) -> Iterator[RenderableType]:
    """All there is on one comment, with the circulated words of its block and today's.

    `same` are comments that ask the same, `earlier` what was answered to it before.
    """
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="quiet", no_wrap=True)
    grid.add_column(overflow="fold")
    beside = [("also in", ", ".join(same)), *(("before", answer_in_words(one)) for one in earlier)]
    for name, words in [*_lines(feedback, comment, now, then, current), *beside]:
        if words:
            grid.add_row(name, Text(safe(words)))
    yield Text(f"{feedback.circulation}/{comment.id}", style="title")
    yield grid


def _lines(
    feedback: SourceFeedback, comment: Comment, now: Standing | None, then: str, current: str
) -> Iterator[tuple[str, str]]:
    decision = comment.disposition
    yield (
        "from",
        " ".join(one for one in (feedback.source, comment.submitter, comment.author, comment.date) if one),
    )
    yield "kind", f"{comment.kind} ({comment.origin})"
    yield "place", place_in_words(comment)
    yield "on", f"“{comment.place.quote}”" if comment.place.quote else ""
    yield "comment", comment.comment
    yield "proposal", in_words(comment.proposal) if comment.proposal else ""
    for answer in comment.replies:
        yield "reply", f"{answer.author}: {answer.comment}"
    yield "circulated", then
    yield "today", f"{_today(now, comment)}{f': {current}' if current and current != then else ''}"
    yield "disposition", decided(comment)
    if decision is not None:
        yield "wording used", decision.text
        yield "reason", decision.reason
        yield "decided", " ".join(str(one) for one in (decision.decided, decision.by) if one)
    yield "note", comment.note
    yield "public", "" if comment.public else "no"


def answer_in_words(one: Answered) -> str:
    """An earlier answer in a line."""
    decision = one.disposition
    said = f"{one.circulation}/{one.comment.id} of {one.who} was {decision.verdict}"
    said += f" on {decision.decided}" if decision.decided else ""
    details = " ".join(
        part for part in (f"“{decision.text}”" if decision.text else "", decision.reason) if part
    )
    return f"{said}: {details}" if details else said


def place_in_words(comment: Comment) -> str:
    """What the comment is on: a block with its section, an activity, or the whole."""
    place = comment.place
    if place.activity:
        return f"activity {place.activity}"
    if place.block or place.section:
        return f"{place.block} ({place.section})" if place.block else place.section
    return "not placed" if comment.proposal or place.quote else "the whole"


def _today(now: Standing | None, comment: Comment) -> str:
    if now is None:
        return "–"
    label = now.label if now.label != comment.place.block or now.section != comment.place.section else ""
    return f"{now.state} {label}".strip() if now.state != "gone" else "gone"


def words_of(comment: Comment) -> str:
    """The remark and the proposal in words."""
    told = in_words(comment.proposal) if comment.proposal else ""
    return " — ".join(one for one in (comment.comment, told) if one)


def decided(comment: Comment) -> str:
    """The disposition in words, `open` where there is none."""
    decision = comment.disposition
    if decision is None:
        return "open"
    return decision.verdict if decision.agreed else f"{decision.verdict} (proposed)"


def short(text: str, most: int = SHORT) -> str:
    """A text on one line, cut where it has more characters than that."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= most else one_line[: most - 1] + "…"
