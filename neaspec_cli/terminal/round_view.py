"""Circulations for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from neaspec_cli.core.calendar.spans import day_in_words
from neaspec_cli.core.rounds import AWAITED
from neaspec_cli.core.text.counted import counted
from neaspec_cli.terminal.console import safe

if TYPE_CHECKING:
    from rich.console import RenderableType


def table(values: Sequence[Mapping[str, Any]]) -> RenderableType:
    """A line for each circulation, as `round list --json` gives them."""
    from rich.table import Table
    from rich.text import Text

    if not values:
        return Text("Nothing has been circulated yet.")
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("Circulation", "Sent", "Deadline", "State", "Replies", "Comments"):
        grid.add_column(title, header_style="bold")
    for one in values:
        answered = sum(reply != AWAITED for reply in one["replies"].values())
        grid.add_row(
            Text(one["circulation"], style="label"),
            day_in_words(one["date"]),
            day_in_words(one["deadline"]),
            Text(one["state"], style="late" if one["state"] == "overdue" else ""),
            f"{answered} of {len(one['replies'])}",
            f"{one['comments']['total']}, {one['comments']['undisposed']} open",
        )
    return grid


def details(value: Mapping[str, Any]) -> Iterator[RenderableType]:
    """All there is on one circulation."""
    from rich.table import Table
    from rich.text import Text

    yield Text(f"{value['circulation']} ({value['state']})", style="title")
    yield Text(f"Sent {day_in_words(value['date'])}; answers until {day_in_words(value['deadline'])}")
    for one in value["extensions"]:
        yield Text(safe(f"Extended on {one['date']} to {one['to']}: {one['reason']}"))
    grid = Table.grid(padding=(0, 2))
    for source, reply in value["replies"].items():
        grid.add_row(f"  {source}", Text(reply, style="awaited" if reply == AWAITED else "replied"))
    for source in value["others"]:
        grid.add_row(f"  {source}", "answered without being asked")
    yield grid
    comments = value["comments"]
    yield Text(
        f"{counted(comments['total'], 'comments')}, {comments['undisposed']} without an agreed disposition"
    )
    for name in value["files"]:
        yield Text(safe(f"  sent/{name}"), style="quiet")
