"""`neaspec brackets` for people: what is not agreed, and how its number went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import repeat
from typing import TYPE_CHECKING

from neaspec_cli.core.bracketed.ledger import Entry, Ledger, Point
from neaspec_cli.core.brackets import Wording
from neaspec_cli.core.calendar.spans import day_in_words
from neaspec_cli.terminal.console import safe

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

LONGEST = 160
"""Of longer wordings the beginning is shown."""
INDENT = 13
"""So many columns wordings stand behind the margin."""


def view(ledger: Ledger) -> Iterator[RenderableType]:
    """Heading, one entry after the other, and the counts."""
    from rich.text import Text

    total = ledger.now.total
    yield Text.assemble((safe(ledger.plan), "title"), (f"  {day_in_words(ledger.on)}", "quiet"))
    if not total:
        yield Text("Nothing is in brackets: the text is agreed.", style="met")
    else:
        yield Text(f"{total} in brackets" + _of_these(len(ledger.entries), total))
    section = ""
    for entry in ledger.entries:
        if entry.bracket.section != section:
            section = entry.bracket.section
            yield Text(f"\n{safe(section)}", style="title")
        yield from _entry(entry)
    if any(point.count.total for point in ledger.course):
        yield Text("")
        yield _course(ledger)


def _of_these(shown: int, total: int) -> str:
    return f", {shown} shown" if shown != total else ""


def _entry(entry: Entry) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text

    line = Text("  ")
    line.append(f"{safe(entry.label):<10} ", style="label")
    line.append(safe(entry.bracket.id), style="bracketed")
    line.append(f"  {_since(entry)}", style="quiet")
    yield line
    for wording, places in zip(entry.bracket.wordings, entry.places or repeat(()), strict=False):
        yield Padding(_wording(wording, ", ".join(places)), (0, 0, 0, INDENT))


def _wording(wording: Wording, place: str) -> Text:
    """One wording in its brackets, who holds it, who wants it out, and where, when there are several places."""
    from rich.text import Text

    words = " ".join(safe(wording.text).split())
    words = words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()} …"
    line = Text()
    line.append(f"{safe(place)}: " if place else "", style="label")
    line.append(f"[{words}]", style="bracketed")
    line.append(f"  {_held(wording)}", style="" if wording.by or wording.against else "quiet")
    return line


def _held(wording: Wording) -> str:
    parts = []
    if wording.by:
        parts.append(", ".join(map(safe, wording.by)))
    if wording.against:
        parts.append(f"delete: {', '.join(map(safe, wording.against))}")
    if not parts:
        parts.append("as it stood before" if wording.stood else "no holder is named")
    return "; ".join(parts)


def _since(entry: Entry) -> str:
    days = f"{entry.age} {'day' if entry.age == 1 else 'days'}"
    if entry.since.date is None:
        return "not committed yet"
    return f"since {safe(entry.since.circulation) or day_in_words(entry.since.date)}, {days}"


def _course(ledger: Ledger) -> Table:
    """How many there were at each circulation, in all, by holder and by section."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("Brackets", no_wrap=True, style="label")
    for point in ledger.course:
        table.add_column(safe(point.circulation) or "now", justify="right", overflow="fold")
    table.add_row("in all", *(str(point.count.total) for point in ledger.course), end_section=True)
    holders = _names(ledger, "by_holder")
    for holder in holders:
        figures = (_figure(point.count.by_holder, holder) for point in ledger.course)
        table.add_row(safe(holder) or "no holder", *figures, end_section=holder == holders[-1])
    for section in _names(ledger, "by_section"):
        table.add_row(safe(section), *(_figure(point.count.by_section, section) for point in ledger.course))
    return table


def _names(ledger: Ledger, kind: str) -> list[str]:
    found: dict[str, None] = {}
    for point in reversed(ledger.course):
        found |= dict.fromkeys(_of(point, kind))
    return sorted(found) if kind == "by_holder" else list(found)


def _of(point: Point, kind: str) -> Mapping[str, int]:
    return point.count.by_holder if kind == "by_holder" else point.count.by_section


def _figure(counts: Mapping[str, int], name: str) -> str:
    return str(counts.get(name, "")) or "–"
