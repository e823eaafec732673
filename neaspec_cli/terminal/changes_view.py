"""What an edit of the timeline changed: each activity with its old and new time, and new conflicts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from neaspec_cli.core.calendar.activities import Activity, Timeline
from neaspec_cli.core.calendar.spans import Span, day_in_words, in_words
from neaspec_cli.core.timeline import conflicts, state
from neaspec_cli.terminal.console import safe

if TYPE_CHECKING:
    from rich.text import Text


def view(before: Timeline, after: Timeline, on: date) -> Iterator[Text]:
    """One line for each activity that changed, then each conflict that was not there before."""
    from rich.text import Text

    for old in before.activities:
        new = after.find(old.id)
        if new is None:
            yield Text.assemble((safe(old.id), "label"), f": {when_in_words(old)}, ", ("removed", "warning"))
        elif when_in_words(old) != when_in_words(new):
            yield _now(new, f"{when_in_words(old)} → {when_in_words(new)}", on)
    for new in after.activities:
        if before.find(new.id) is None:
            yield _now(new, f"{when_in_words(new)}, added", on)
    known = {(one.earlier.id, one.later.id) for one in conflicts(before)}
    for one in conflicts(after):
        if (one.earlier.id, one.later.id) not in known:
            yield Text.assemble(("Conflict: ", "warning"), safe(one.detail))


def when_in_words(activity: Activity) -> str:
    """When an activity is expected: `August 2025`, `SOM-28 (20-21 November 2025)`, `SOM-28 (no date yet)`."""
    words = in_words(activity.expected_text)
    if words != activity.expected_text:
        return words
    return f"{safe(words)} ({_span_in_words(activity.expected)})"


def _span_in_words(span: Span | None) -> str:
    if span is None:
        return "no date yet"
    if span.start == span.end:
        return day_in_words(span.start)
    return in_words(f"{span.start.isoformat()}/{span.end.isoformat()}")


def _now(activity: Activity, words: str, on: date) -> Text:
    from rich.text import Text

    stands = state(activity, on)
    return Text.assemble((safe(activity.id), "label"), f": {words}, ", (stands, stands))
