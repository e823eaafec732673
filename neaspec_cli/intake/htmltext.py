"""The words of an HTML letter as plain text: paragraphs apart, quotations behind `>`; nothing is run or fetched."""

from __future__ import annotations

import re
from html.parser import HTMLParser

APART = frozenset("p div table ul ol h1 h2 h3 h4 h5 h6 pre section article header footer blockquote".split())
LINES = frozenset("br li tr".split())
SILENT = frozenset("script style head title template".split())


def html_text(source: str) -> str:
    """What a reader of the page sees of its words."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in reader.lines())).strip()


class _Reader(HTMLParser):
    """Gathers lines, each with how deep it is quoted."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[tuple[int, str]] = []
        self.parts: list[str] = []
        self.depth = self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag)
        self.silent += tag in SILENT
        self.depth += tag == "blockquote"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in APART:
            self._end(blank=True)
        self.silent = max(0, self.silent - (tag in SILENT))
        self.depth = max(0, self.depth - (tag == "blockquote"))

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))

    def lines(self) -> list[str]:
        """All lines, quoted ones behind as many signs as they are deep."""
        self._end()
        return [f"{'> ' * depth}{text}" for depth, text in self.done]

    def _begin(self, tag: str) -> None:
        if tag in APART:
            self._end(blank=True)
        elif tag in LINES:
            self._end()
        elif tag in ("td", "th") and self.parts:
            self.parts.append(" | ")

    def _end(self, *, blank: bool = False) -> None:
        text = re.sub(r" {2,}", " ", "".join(self.parts)).strip()
        self.parts = []
        if text:
            self.done.append((min(self.depth, 9), text))
        if blank and self.done and self.done[-1][1]:
            self.done.append((0, ""))
