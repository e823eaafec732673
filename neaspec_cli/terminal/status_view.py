"""`neaspec status` for people: a heading, where the plan stands, its gate, the replies, what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from neaspec_cli.core.calendar.activities import Activity
from neaspec_cli.core.calendar.gates import named
from neaspec_cli.core.calendar.spans import day_in_words, in_words
from neaspec_cli.core.calendar.status import CirculationState, Status
from neaspec_cli.core.text.counted import counted
from neaspec_cli.core.timeline import days_behind, state
from neaspec_cli.terminal import gate_view
from neaspec_cli.terminal.console import safe

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text


def view(status: Status) -> Iterator[RenderableType]:
    """The parts of the view from top to bottom."""
    from rich.text import Text

    yield Text.assemble((safe(status.plan), "title"), ("  on ", "quiet"), (day_in_words(status.on), "quiet"))
    yield Text("")
    yield _standing(status)
    if status.gate:
        yield Text("")
        yield Text("Gate of the current activity", style="title")
        yield gate_view.view(status.gate)
    if status.circulated:
        yield Text("")
        yield Text("Circulations", style="title")
        yield _circulations(status.circulated, status.on)
    yield Text("")
    yield _figures(status)
    yield Text("")
    yield Text("Next", style="title")
    for step in status.next:
        yield _hanging("→", safe(step))


def _grid() -> Table:
    from rich.table import Table

    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def _hanging(mark: str, text: str) -> Table:
    grid = _grid()
    grid.add_row(f"  {mark}", text)
    return grid


def _standing(status: Status) -> Table:
    from rich.text import Text

    grid = _grid()
    current, calendar = status.activity, status.by_calendar
    if current is None:
        grid.add_row(Text("On record", style="label"), "every activity is complete")
    else:
        behind = days_behind(current, status.on)
        words = _activity(current, status.on)
        if behind:
            words.append(f"  {behind} {'day' if behind == 1 else 'days'} behind", style="late")
        grid.add_row(Text("On record", style="label"), words)
    if calendar is not None:
        grid.add_row(Text("By the calendar", style="label"), _activity(calendar, status.on))
    return grid


def _activity(activity: Activity, on: date) -> Text:
    from rich.text import Text

    stands = state(activity, on)
    when = in_words(activity.when_text)
    text = Text(safe(activity.activity))
    text.append(f"  ({safe(when)}; ", style="quiet")
    text.append(stands, style=stands)
    text.append(f"; {safe(activity.id)})", style="quiet")
    return text


def _circulations(circulated: tuple[CirculationState, ...], on: date) -> Table:
    grid = _grid()
    for one in circulated:
        if one.is_closed:
            until = "closed"
        else:
            left = (one.deadline - on).days
            days = counted(abs(left), "days")
            until = f"answers until {day_in_words(one.deadline)}, {days} {'ago' if left < 0 else 'left'}"
        silent = [name for name, reply in one.replies.items() if reply == "no reply"]
        replied = len(one.replies) - len(silent) - len(one.awaited)
        who = f"{replied} of {len(one.replies)} replied" + (f"; no reply: {named(silent)}" if silent else "")
        waiting = f"; awaited: {named(one.awaited)}" if one.awaited and not one.is_closed else ""
        grid.add_row(f"  {one.circulation}", safe(f"sent {day_in_words(one.date)}; {until}; {who}{waiting}"))
    return grid


def _figures(status: Status) -> Text:
    from rich.text import Text

    text = Text(f"Comments {status.comments}")
    text.append(f", without decision {len(status.undisposed)}")
    text.append(f", accepted and not merged {len(status.unmerged)}")
    text.append(f"  ·  brackets {status.brackets}")
    return text
