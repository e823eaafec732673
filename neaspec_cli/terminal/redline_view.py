"""A redline in the terminal, in place or side by side; colour and marks together, so that it reads without colour.

Inserted words stand in `{+ +}`, deleted ones in `[- -]`, as `git diff --word-diff` writes them. `{+↔3 +}` and `[-↔3 -]`
are the two ends of a passage that went from one paragraph to another; before other words it ends in `↔` as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from neaspec_cli.core.comparing.changes_in_words import (
    FATES,
    ROW,
    Moves,
    gathered,
    moves,
    passage_in_words,
    section_in_words,
    total_in_words,
)
from neaspec_cli.core.comparing.formatting import formatting_in_words
from neaspec_cli.core.comparing.stretches import printed_runs
from neaspec_cli.core.comparing.tracing import in_words
from neaspec_cli.core.comparison import AWAY, Comparison, PlacedChange, SectionChanges
from neaspec_cli.core.prosediff import BREAK, Op, Run
from neaspec_cli.core.text.signs import printed
from neaspec_cli.core.text.words import tokens
from neaspec_cli.terminal.console import safe

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.text import Text

WIDE = 120
"""Columns from which old and new fit side by side."""
SHOWN = {
    "insert": ("{+", "+}", "inserted"),
    "delete": ("[-", "-]", "deleted"),
}
CONTEXT = 72
"""Columns of unchanged words kept on each side of a change."""
FIRST, FURTHER = 2, 4
"""Indents of the first line of a change and of all others."""


def in_place(comparison: Comparison) -> Iterator[RenderableType]:
    """Each section that changed: its title, then each change under its label."""
    from rich.text import Text

    moved = moves(comparison)
    for section in _changed(comparison):
        yield _title(section)
        for change, _ in gathered(section.changes):
            if change.is_change:
                yield _change(change, moved)
        yield Text("")


def side_by_side(comparison: Comparison, names: tuple[str, str]) -> Iterator[RenderableType]:
    """The same with the old words on the left, the new ones on the right."""
    from rich.table import Table
    from rich.text import Text

    moved = moves(comparison)
    for section in _changed(comparison):
        yield _title(section)
        table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0), expand=True)
        for name in names:
            table.add_column(safe(name), ratio=1, overflow="fold", header_style="quiet")
        for change, _ in gathered(section.changes):
            if change.is_change:
                table.add_row(*_sides(change, moved))
        yield table
        yield Text("")


def stat(comparison: Comparison) -> RenderableType:
    """Words inserted, deleted and moved, per section."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("Section", overflow="fold")
    for heading in ("inserted", "deleted", "moved", "changes"):
        table.add_column(heading, justify="right")
    for section in _changed(comparison):
        total = section.summary
        figures = (total.words_inserted, total.words_deleted, total.words_moved, total.blocks_changed)
        table.add_row(safe(section.section), *map(str, figures))
    total = comparison.summary
    figures = (total.words_inserted, total.words_deleted, total.words_moved, total.blocks_changed)
    table.add_row("Total (words)", *map(str, figures), style="title")
    return table


def summary(comparison: Comparison) -> Iterator[Text]:
    """One sentence for each section that changed, and one for all."""
    from rich.text import Text

    moved = moves(comparison)
    for section in _changed(comparison):
        yield Text.assemble((safe(section.title), "title"), f": {safe(section_in_words(section, moved))}.")
    yield Text.assemble(("In all", "title"), f": {total_in_words(comparison.summary)}.")


def marked(runs: Iterable[Run]) -> Text:
    """The words with what went in and out marked, long unchanged stretches shortened."""
    from rich.text import Text

    text = Text()
    for op, together in groupby(_shortened(list(runs)), key=lambda run: run.op):
        opening, closing, style = SHOWN.get(op, ("", "", ""))
        held = list(together)
        for number, run in enumerate(held):
            is_last = run is held[-1]
            words = (opening if number == 0 else "") + _words(run, is_last) + (closing if is_last else "")
            text.append(words, style="moved" if run.move else style or None)
    return text


def _words(run: Run, is_last: bool) -> str:
    """The words of a run on one line; a passage that moved begins with its number and ends before other words."""
    words = safe(run.text).replace(BREAK, " ¶ ")
    return f"↔{run.move} {words.lstrip()}{'' if is_last else '↔'}" if run.move else words


def _changed(comparison: Comparison) -> list[SectionChanges]:
    return [one for one in comparison.sections if any(change.is_change for change in one.changes)]


def _title(section: SectionChanges) -> Text:
    from rich.text import Text

    name = f"  ({safe(section.section)})" if section.section != section.title else ""
    return Text.assemble((safe(section.title), "title"), (name, "quiet"))


@dataclass(frozen=True)
class _Hanging:
    """Text whose further lines stand in from the first, so that labels are found at a glance."""

    text: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        from rich.text import Text

        width = max(options.max_width - FURTHER, FURTHER)
        is_short = self.text.cell_len <= width and "\n" not in self.text.plain
        for number, line in enumerate([self.text] if is_short else self.text.wrap(console, width)):
            yield Text.assemble(" " * (FURTHER if number else FIRST), line)


def _change(change: PlacedChange, moved: Moves) -> RenderableType:
    from rich.text import Text

    line = Text.assemble((_heading(change, moved), "moved" if change.move else "label"))
    if change.kind != AWAY:
        line.append("  ").append_text(marked(_printed(change)))
    return _Hanging(line.append_text(_reasons(change, moved)))


def _sides(change: PlacedChange, moved: Moves) -> tuple[Text, Text]:
    from rich.text import Text

    heading = Text(_heading(change, moved), style="moved" if change.move else "label")
    left, right = _side(change, "delete"), _side(change, "insert")
    if not change.after:
        return Text("\n").join([heading, left]), _reasons(change, moved)
    if not change.before:
        return Text(""), Text("\n").join([heading, right]).append_text(_reasons(change, moved))
    below = Text(change.label_from if change.label_from != change.label_to else "", style="label")
    return Text("\n").join([below, left]), Text("\n").join([heading, right]).append_text(
        _reasons(change, moved)
    )


def _side(change: PlacedChange, own: Op) -> Text:
    if change.kind == AWAY:
        return marked([Run("keep", BREAK.join(printed(block) for block in change.before))])
    return marked(run for run in _printed(change) if run.op in ("keep", own))


def _printed(change: PlacedChange) -> tuple[Run, ...]:
    if change.block == ROW:
        return change.runs
    return printed_runs(change.runs, change.before, change.after)


def _reasons(change: PlacedChange, moved: Moves) -> Text:
    from rich.text import Text

    told = [*_passages(change, moved), formatting_in_words(change), *map(in_words, change.why)]
    return Text("".join(f"\n→ {safe(one)}" for one in told if one), style="quiet")


def _passages(change: PlacedChange, moved: Moves) -> Iterator[str]:
    """`↔3 ↔4 moved to paragraph 31`: where the passages of a change went and came from; within it, said once."""
    numbers: dict[str, dict[str, None]] = {}
    for run in change.runs:
        is_within = moved.left.get(run.move) is moved.came.get(run.move)
        if run.move and not (is_within and run.op == "insert"):
            said = passage_in_words(run.op, run.move, change, moved)
            numbers.setdefault(said, {})[f"↔{run.move}"] = None
    for said, ends in numbers.items():
        yield f"{' '.join(ends)} {said}"


def _heading(change: PlacedChange, moved: Moves) -> str:
    """`27 (was 26), edited:`, `was 26, deleted:`: where it stands, where it stood, what happened."""
    here, there = change.label_to, change.label_from
    if change.kind == AWAY:
        return safe(f"was {there}, moved to {moved.now[change.move].label_to} ↔ {change.move}")
    was = f" (was {there})" if here and there and here != there else ""
    what = f"moved here ↔ {change.move}" if change.move else FATES.get(change.kind, change.kind)
    return safe(f"{here or f'was {there}'}{was}, {what}:")


def _shortened(runs: Sequence[Run]) -> Iterator[Run]:
    """Long unchanged stretches keep the words next to a change."""
    from rich.cells import cell_len

    for number, run in enumerate(runs):
        if run.op != "keep" or cell_len(run.text) <= 2 * CONTEXT + 20:
            yield run
            continue
        cut = tokens(run.text)
        head = _fitting(cut) if number else ""
        tail = "".join(reversed(list(_words_within(reversed(cut))))) if number + 1 < len(runs) else ""
        yield Run("keep", f"{head.rstrip()} … {tail.lstrip()}" if head or tail else _fitting(cut) + " …")


def _fitting(cut: Iterable[str]) -> str:
    return "".join(_words_within(cut))


def _words_within(cut: Iterable[str]) -> Iterator[str]:
    """Words as long as they fit into the columns that are kept; wide characters take two."""
    from rich.cells import cell_len

    width = 0
    for token in cut:
        width += cell_len(token)
        if width > CONTEXT:
            return
        yield token
