"""Numbers of things in words: one of them in the singular."""

from __future__ import annotations


def counted(number: int, things: str) -> str:
    """`1 comment`, `2 comments`, `1 reply`; `things` is the plural."""
    return f"{number} {singular(things) if number == 1 else things}"


def singular(things: str) -> str:
    """`replies` -> `reply`, `text boxes` -> `text box`, `earlier messages` -> `earlier message`."""
    if things.endswith("ies"):
        return f"{things[:-3]}y"
    return things.removesuffix("es" if things.endswith(("xes", "shes", "ches")) else "s")
