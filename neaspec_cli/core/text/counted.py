"""Numbers of things in words: one of them in the singular."""

from __future__ import annotations


def counted(number: int, things: str) -> str:
    """`1 comment`, `2 comments`, `1 reply`; `things` is the plural."""
    return f"{number} {singular(things) if number == 1 else things}"


def singular(things: str) -> str:
    """`replies` -> `reply`, `earlier messages` -> `earlier message`."""
    return f"{things[:-3]}y" if things.endswith("ies") else things.removesuffix("s")
