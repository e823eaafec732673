"""A gate for people: each condition, met or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from neaspec_cli.core.calendar.gates import Condition
from neaspec_cli.terminal.console import safe

if TYPE_CHECKING:
    from rich.table import Table


def view(conditions: Sequence[Condition]) -> Table:
    """A line for each condition with its mark, the condition, and what is known about it."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for one in conditions:
        words = "met" if one.met else "not met"
        mark = Text(f"  {'✓' if one.met else '✗'} {words}", style=words)
        grid.add_row(mark, Text(safe(one.condition + (f": {one.detail}" if one.detail else ""))))
    return grid
