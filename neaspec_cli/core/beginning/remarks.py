"""What an imported document lost or had changed on its way in: said to the user, never silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_SHOWN = 4
MOST_CHARACTERS = 60


@dataclass(frozen=True)
class Remark:
    """One thing done to a document; `lost` are words of it that the result does not hold."""

    what: str
    detail: str = ""
    lost: str = ""


def grouped(remarks: Iterable[Remark]) -> tuple[str, ...]:
    """A line for each kind of remark with its number and the first few details."""
    kinds: dict[str, list[str]] = {}
    for remark in remarks:
        kinds.setdefault(remark.what, []).append(" ".join(remark.detail.split()))
    lines = []
    for what, details in kinds.items():
        named = [_short(one) for one in dict.fromkeys(details) if one]
        more = ["…"] if len(named) > MOST_SHOWN else []
        shown = "; ".join([*named[:MOST_SHOWN], *more])
        lines.append(f"{what} ({len(details)}){f': {shown}' if shown else ''}")
    return tuple(lines)


def _short(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1].rstrip() + "…"
