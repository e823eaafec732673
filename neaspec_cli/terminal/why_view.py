"""How a block came to say what it says, and the source table, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from neaspec_cli.core.calendar.spans import day_in_words
from neaspec_cli.core.comparing.tracing import History, in_words
from neaspec_cli.terminal.console import safe
from neaspec_cli.terminal.redline_view import marked

if TYPE_CHECKING:
    from rich.console import RenderableType

SAYS = {"inserted": "added", "moved": "moved", "formatted": "formatting only"}


def block_view(label: str, path: str, text: str, history: History) -> Iterator[RenderableType]:
    """The block as it reads, then each change, newest first."""
    from rich.text import Text

    yield Text.assemble((label, "label"), (f"  {safe(path)}", "quiet"))
    yield Text(f"  {safe(text)}")
    if not history.touches:
        yield Text("  Nothing changed it since it was written.", style="quiet")
    for touch in history.touches:
        line = Text(f"\n  {day_in_words(touch.reason.date)}  ", style="title")
        line.append(SAYS.get(touch.kind, touch.kind), style="label")
        line.append(f"\n    {safe(in_words(touch.reason))}\n    ", style="quiet")
        yield line.append_text(marked(touch.printed))


def table_view(since: str, rows: Sequence[dict[str, Any]]) -> RenderableType:
    """The source table of paragraphs, with those that are as they were left out of the reasons."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("Now", f"In {since}", "Contributors", "Reasons"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        reasons = "; ".join(dict.fromkeys(row["reasons"])) or "as it was"
        table.add_row(
            row["now"], ", ".join(row["before"]) or "new", ", ".join(row["contributors"]), safe(reasons)
        )
    return table
