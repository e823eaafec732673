"""What `check --fix` mends in a text file; every other byte stays."""

from __future__ import annotations

import unicodedata

TAB_STOP = 4
"""As CommonMark reads tabs (section 2.2 of its specification)."""


def mended(text: str, *, tabs: bool = True) -> tuple[str, tuple[str, ...]]:
    """The text in UTF-8 without byte-order mark, NFC, LF, without tabs and with one line break at its end.

    Also what was mended, in words. `tabs=False` leaves tabs alone: in YAML they may be part of a value.
    """
    steps = [
        ("byte-order mark", lambda one: one.lstrip("\ufeff")),
        ("line ends", lambda one: one.replace("\r\n", "\n").replace("\r", "\n")),
        ("decomposed characters", lambda one: unicodedata.normalize("NFC", one)),
        ("tabs", _without_tabs if tabs else lambda one: one),
        ("end of file", lambda one: one.rstrip() + "\n" if one.strip() else ""),
    ]
    words = []
    for name, step in steps:
        after = step(text)
        if after != text:
            words.append(name)
        text = after
    return text, tuple(words)


def _without_tabs(text: str) -> str:
    if "\t" not in text:
        return text
    return "\n".join(line.expandtabs(TAB_STOP) for line in text.split("\n"))
