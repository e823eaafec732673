"""Who takes part, for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from neaspec_cli.core.plan import Participant
from neaspec_cli.terminal.console import safe

if TYPE_CHECKING:
    from rich.console import RenderableType


def table(listed: Sequence[Participant]) -> RenderableType:
    """A line for each participant."""
    from rich.table import Table
    from rich.text import Text

    if not listed:
        return Text("Nobody is listed yet: neaspec participant add ID --name NAME --kind member")
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("ID", "Name", "Kind", "Contact"):
        grid.add_column(title, header_style="bold", overflow="fold")
    for one in listed:
        contact = " ".join(part for part in (one.contact.name, one.contact.email) if part)
        grid.add_row(Text(one.id, style="label"), Text(safe(one.name)), one.kind, Text(safe(contact)))
    return grid
