"""Wishes that several share, for people: one line a wish, with who asks for it and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from neaspec_cli.core.comments import Comment, is_undisposed
from neaspec_cli.core.register.grouping import Group
from neaspec_cli.core.text.counted import counted
from neaspec_cli.terminal.console import safe
from neaspec_cli.terminal.register_view import decided, place_in_words, short, words_of

if TYPE_CHECKING:
    from rich.console import RenderableType


def table(circulation: str, rows: Sequence[tuple[Group, Sequence[Comment]]]) -> Iterator[RenderableType]:
    """Every group with its comments."""
    from rich.table import Table
    from rich.text import Text

    if not rows:
        yield Text(f"No two comments on {circulation} ask for the same.")
        return
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("Comments", "Place", "Words", "Disposition"):
        grid.add_column(title, header_style="bold", overflow="fold", ratio=1 if title == "Words" else None)
    for group, comments in rows:
        is_open = any(map(is_undisposed, comments))
        grid.add_row(
            Text("\n".join(group.ids), style="label"),
            Text(safe(place_in_words(comments[0]))),
            Text(safe(_words(group, comments))),
            Text("\n".join(map(decided, comments)), style="awaited" if is_open else ""),
        )
    yield grid
    comments_in_all = sum(len(group.ids) for group, _ in rows)
    wishes = f"{len(rows)} wish{'' if len(rows) == 1 else 'es'}"
    yield Text(f"{wishes} in {counted(comments_in_all, 'comments')} on {circulation}", style="quiet")


def _words(group: Group, comments: Sequence[Comment]) -> str:
    """Once where the words are the same, else each with its own."""
    if group.is_identical:
        return short(words_of(comments[0]))
    return "\n".join(f"{one.id}: {short(words_of(one))}" for one in comments)
