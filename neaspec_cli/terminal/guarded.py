"""A console through which nothing hidden passes, whatever a view forgot to make visible."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from neaspec_cli.terminal.console import safe


class GuardedConsole(Console):
    """Rich's console; what is shown is made safe once more as it leaves, styles and layout are its own."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The segments of a renderable, with hidden characters shown as `\\x1b`."""
        for segment in super().render(renderable, options):
            text = safe(segment.text)
            same = segment.control or text == segment.text
            yield segment if same else Segment(text, segment.style)
