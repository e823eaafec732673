"""What a circulation sends, for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from neaspec_cli.core.calendar.spans import day_in_words
from neaspec_cli.core.rounds import Circulation
from neaspec_cli.terminal.console import safe

if TYPE_CHECKING:
    from rich.console import RenderableType


def view(circulation: Circulation, sizes: Mapping[str, int], dry_run: bool) -> Iterator[RenderableType]:
    """The circulation, its files with their sizes in kilobytes, and what to do next."""
    from rich.table import Table
    from rich.text import Text

    verb = "Would circulate" if dry_run else "Circulated"
    yield Text.assemble(
        (f"{verb} {circulation.name}", "title"),
        f" on {day_in_words(circulation.date)}; answers until {day_in_words(circulation.deadline)}",
    )
    yield Text(f"To {', '.join(circulation.addressees)}")
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    for name, size in sorted(sizes.items()):
        table.add_row(f"  {safe(name)}", f"{max(1, round(size / 1000))} kB")
    yield table
    if not dry_run:
        yield Text(
            f"The files are in feedback/{circulation.name}/sent/; the tag is circulated/{circulation.name}."
        )
        yield Text(
            "Next: send letters/*.eml from your mail program; then neaspec feedback import what comes back."
        )
