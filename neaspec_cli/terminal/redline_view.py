"""A redline in the terminal: in place, colour and marks together, so that it reads without colour too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from neaspec_cli.core.comparison import AWAY, Comparison, PlacedChange, SectionChanges
from neaspec_cli.core.prosediff import Run
from neaspec_cli.core.tracing import Reason
from neaspec_cli.terminal.console import safe

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

SHOWN = {
    "insert": ("{+", "+}", "inserted"),
    "delete": ("[-", "-]", "deleted"),
}
CONTEXT = 12
"""Unchanged words kept on each side of a change."""

SAYS = {
    "edited": "edited",
    "inserted": "new",
    "deleted": "deleted",
    "split": "split",
    "joined": "joined",
    "formatted": "formatting only",
}


def redline(comparison: Comparison) -> Iterator[RenderableType]:
    """Each section that changed: its title, then each change under its label."""
    from rich.text import Text

    for section in comparison.sections:
        changed = [change for change in section.changes if change.kind != "same"]
        if changed:
            yield Text(f"{safe(section.title)}  ({section.section})", style="title")
            for change in changed:
                yield _change(change)
            yield Text("")


def stat(comparison: Comparison) -> RenderableType:
    """Words inserted, deleted and moved, per section."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("Section")
    for heading in ("inserted", "deleted", "moved", "changes"):
        table.add_column(heading, justify="right")
    for section in comparison.sections:
        if any(change.kind != "same" for change in section.changes):
            table.add_row(*_row(section))
    total = comparison.summary
    figures = (total.words_inserted, total.words_deleted, total.words_moved, total.blocks_changed)
    table.add_row("Total (words)", *map(str, figures), style="title")
    return table


def _row(section: SectionChanges) -> Sequence[str]:
    total = section.summary
    figures = (total.words_inserted, total.words_deleted, total.words_moved, total.blocks_changed)
    return (safe(section.section), *map(str, figures))


def _change(change: PlacedChange) -> Text:
    from rich.text import Text

    line = Text("  ")
    line.append(_heading(change), style="label")
    if change.kind == AWAY:
        return line
    line.append("  ")
    line.append_text(marked(change.runs))
    for reason in change.why:
        line.append(f"\n    {safe(because(reason))}", style="quiet")
    return line


def marked(runs: Sequence[Run]) -> Text:
    """The words with what went in and out marked, long unchanged stretches shortened."""
    from rich.text import Text

    text = Text()
    for run in _shortened(runs):
        opening, closing, style = SHOWN.get(run.op, ("", "", ""))
        text.append(opening + safe(run.text).replace("\n\n", " ¶ ") + closing, style=style or None)
    return text


def because(reason: Reason) -> str:
    """Who asked for a change, in which comments, why, and the commit that made it."""
    who = f"{', '.join(reason.proposed_by)}: " if reason.proposed_by else ""
    comments = f" ({', '.join(reason.comments)})" if reason.comments else ""
    words = reason.reason or reason.subject
    return f"{who}{words}{comments}" + (f" · {reason.commit[:10]}" if reason.commit else "")


def _heading(change: PlacedChange) -> str:
    """`27 (was 26), edited`: where it stands, where it stood, what happened."""
    here, there = change.label_to, change.label_from
    if change.kind == AWAY:
        return f"{there} moved away ↔ {change.move}"
    where = here or there
    was = f" (was {there})" if here and there and here != there else ""
    what = f"moved here ↔ {change.move}" if change.move else SAYS.get(change.kind, change.kind)
    return f"{where}{was}, {what}:"


def _shortened(runs: Sequence[Run]) -> Iterator[Run]:
    """Long unchanged stretches keep the words next to a change."""
    for number, run in enumerate(runs):
        words = run.text.split(" ")
        if run.op != "keep" or len(words) <= 2 * CONTEXT + 4:
            yield run
            continue
        head = " ".join(words[:CONTEXT]) if number else ""
        tail = " ".join(words[-CONTEXT:]) if number + 1 < len(runs) else ""
        yield Run("keep", f"{head} … {tail}")
