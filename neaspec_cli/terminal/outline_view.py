"""`neaspec outline` for people: one table that fits 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from neaspec_cli.core.outline import CommentCount, Outline, OutlineRow
from neaspec_cli.terminal.console import safe

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table


COLUMNS = ("Paras", "Words", "Notes", "Comments", "Brackets")


def view(outline: Outline) -> Iterator[RenderableType]:
    """Heading, table, and what the table has no place for."""
    from rich.text import Text

    yield Text.assemble((safe(outline.plan), "title"), (f"  {safe(outline.at)}", "quiet"))
    yield _table(outline)
    if outline.elsewhere.total:
        yield Text(
            f"{_comments(outline.elsewhere)} comments open on the whole plan, the timeline or former sections"
        )
    if outline.circulation:
        yield Text(f"Comments: open of all on {safe(outline.circulation)}.", style="quiet")


def _table(outline: Outline) -> Table:
    """Columns that would be empty in every row are left out, so that titles have their place."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    columns = [
        name for name in COLUMNS if name == "Words" or any(_figure(name, row) for row in outline.sections)
    ]
    has_leads = any(row.lead for row in outline.sections)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_footer=True)
    table.add_column("Section", ratio=1, overflow="fold", footer="Together")
    table.add_column("Status", no_wrap=True)
    if has_leads:
        table.add_column("Lead", overflow="fold", max_width=11)
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True, footer=_together(name, outline))
    for row in outline.sections:
        cells = [Text(safe(row.title)), Text(row.status or "–", style="" if row.status else "quiet")]
        cells += [Text(safe(row.lead))] if has_leads else []
        table.add_row(*cells, *(Text(_figure(name, row), style=_style(name, row)) for name in columns))
    return table


def _figure(column: str, row: OutlineRow) -> str:
    match column:
        case "Paras":
            return str(row.paragraphs or "")
        case "Words":
            return _words(row.words, row.word_limit)
        case "Notes":
            return str(row.annotations + row.placeholders or "")
        case "Comments":
            return _comments(row.comments)
        case _:
            return str(row.brackets or "")


def _style(column: str, row: OutlineRow) -> str:
    if column == "Words" and row.word_limit and row.words > row.word_limit:
        return "late"
    if column == "Comments" and row.comments.undisposed:
        return "due"
    return "bracketed" if column == "Brackets" else ""


def _together(column: str, outline: Outline) -> str:
    if column == "Words":
        return _words(outline.words, outline.word_limit)
    if column == "Comments":
        return _comments(sum((row.comments for row in outline.sections), CommentCount()))
    return str(sum(int(_figure(column, row) or 0) for row in outline.sections))


def _words(words: int, limit: int) -> str:
    return f"{words}/{limit}{' over' if words > limit else ''}" if limit else str(words)


def _comments(count: CommentCount) -> str:
    return f"{count.undisposed}/{count.total}" if count.total else ""
