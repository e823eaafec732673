"""What came of a merge, for people: done, already there, clashing, and left to do by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from neaspec_cli.core.carrying import Carried
from neaspec_cli.core.merge import Clash, Merged
from neaspec_cli.core.wishes import Unwished
from neaspec_cli.terminal.console import safe

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

WHY = {
    "gone": "the words are not in the plan any more",
    "reworded": "the words were changed since",
    "ambiguous": "the place is not certain",
}


def view(
    circulation: str, carried: Carried, merged: Merged, unwished: Sequence[Unwished], dry_run: bool
) -> Iterator[RenderableType]:
    """The parts of the view from top to bottom."""
    from rich.text import Text

    would = "would be merged" if dry_run else "merged"
    yield Text(f"{circulation}: {len(carried.steps)} {would}, one commit each", style="title")
    for step in carried.steps:
        yield _line("✓", ", ".join(step.agreed.keys), f"{step.section.id} {step.label}", "met")
    for already in merged.already:
        yield _line("=", already.key, "the plan says so already", "quiet")
    for clash in merged.clashes:
        yield from _clash(clash)
    for unplaced in merged.unplaced:
        yield _line("?", unplaced.key, WHY[unplaced.reason], "late")
        for name, words in (
            ("circulated", unplaced.base),
            ("now", unplaced.current),
            ("proposed", unplaced.proposed),
        ):
            yield Text(f"      {name}: {safe(words)}", style="quiet")
    for one in unwished:
        yield _line("?", one.key, one.reason, "late")
    for refused in carried.refused:
        yield _line("?", ", ".join(refused.agreed.keys), refused.reason, "late")


def _clash(clash: Clash) -> Iterator[Text]:
    from rich.text import Text

    keys = sorted(key for one in clash.alternatives for key in one.keys)
    yield _line("✗", ", ".join(keys), f"clash ({clash.reason})", "not met")
    yield Text(f"      circulated: {safe(clash.base)}", style="quiet")
    for one in clash.alternatives:
        yield Text(f"      {', '.join(one.holders)}: {safe(one.text) or '(delete)'}", style="bracketed")


def _line(mark: str, names: str, text: str, style: str) -> Text:
    from rich.text import Text

    line = Text("  ")
    line.append(f"{mark} ", style=style)
    line.append(safe(names), style="label")
    line.append(f"  {safe(text)}")
    return line
