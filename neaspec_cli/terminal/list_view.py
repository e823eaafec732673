"""The register in brief: one line for each comment, its words last, cut to the width of the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from neaspec_cli.core.comments import Comment, SourceFeedback, is_undisposed
from neaspec_cli.core.text.counted import counted
from neaspec_cli.terminal.console import safe
from neaspec_cli.terminal.register_view import Standing, place_in_words, short, words_of

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

KINDS = {"substantive": "subst.", "technical": "techn.", "editorial": "edit.", "translation": "transl."}
VERDICTS = {"accepted with modification": "modified"}
LEGEND = "modified: accepted with modification · ?: proposed, not agreed · all: --long"
"""What the short words stand for."""
MOST = {"id": 14, "place": 10, "kind": 7, "disposition": 13, "state": 9}
"""Cells of a column, if it needs so many; what is longer takes from the words of its line, which have the rest."""
LONGEST = 30
STYLES = {"id": "label", "kind": "quiet", "state": "warning"}
FEWEST, UNBOUND = 16, 160
"""Cells of the words on a narrow screen, and where nobody looks at one."""
Row = tuple[SourceFeedback, Comment, Standing | None]


def lines(
    circulation: str, groups: Sequence[tuple[str, Sequence[Row]]], width: int | None
) -> Iterator[RenderableType]:
    """A line for each comment, of no more cells than `width`, under the title of its group where it has one.

    A column that would say nothing of any comment is left out.
    """
    from rich.text import Text

    everything = [row for _, rows in groups for row in rows]
    if not everything:
        yield Text(f"No comments on {circulation} that fit.")
        return
    widths = _widths(everything)
    for title, rows in groups:
        if title:
            yield Text(f"{safe(title)}  ", style="title").append(_count(rows), style="not bold dim")
        for row in rows:
            yield _line(row, widths, width)
    yield Text(f"{_count(everything)}, on {circulation}", style="quiet")
    yield Text(LEGEND, style="quiet")


def _count(rows: Sequence[Row]) -> str:
    left = sum(1 for _, comment, _ in rows if is_undisposed(comment))
    return f"{counted(len(rows), 'comments')}, {left} without an agreed disposition"


def _widths(rows: Sequence[Row]) -> dict[str, int]:
    """As wide as the widest cell of each column, up to what it may take; without the empty columns."""
    from rich.cells import cell_len

    widest = dict.fromkeys(MOST, 0)
    for _, comment, now in rows:
        for name, text in _cells(comment, now).items():
            widest[name] = max(widest[name], cell_len(text))
    return {name: min(most, widest[name]) for name, most in MOST.items() if widest[name]}


def _line(row: Row, widths: Mapping[str, int], width: int | None) -> Text:
    from rich.cells import cell_len, set_cell_size
    from rich.text import Text

    _, comment, now = row
    cells = _cells(comment, now)
    styles = {**STYLES, "disposition": "awaited" if is_undisposed(comment) else ""}
    line = Text(no_wrap=True, overflow="ignore")
    for name, wide in widths.items():
        cell = _cut(cells[name], LONGEST)
        line.append(f"{set_cell_size(cell, max(wide, cell_len(cell)))}  ", styles.get(name, ""))
    room = UNBOUND if width is None else max(FEWEST, width - line.cell_len)
    return line.append(_cut(safe(short(words_of(comment), room)), room))


def _cells(comment: Comment, now: Standing | None) -> dict[str, str]:
    decision = comment.disposition
    verdict = VERDICTS.get(decision.verdict, decision.verdict) if decision else "open"
    return {
        "id": comment.id,
        "place": safe(comment.place.block or place_in_words(comment)),
        "kind": KINDS.get(comment.kind, comment.kind),
        "disposition": verdict if decision is None or decision.agreed else f"{verdict}?",
        "state": now.state if now and now.state != "same" else "",
    }


def _cut(text: str, cells: int) -> str:
    """On one line, and cut to a number of cells with a sign that it goes on."""
    from rich.cells import cell_len, set_cell_size

    flat = " ".join(text.split())
    return flat if cell_len(flat) <= cells else f"{set_cell_size(flat, cells - 1).rstrip()}…"
