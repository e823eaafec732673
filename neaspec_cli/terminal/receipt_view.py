"""The receipt of a returned file, for people: what was in it and where each thing went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from neaspec_cli.core.text.counted import counted
from neaspec_cli.terminal.console import safe

if TYPE_CHECKING:
    from rich.console import RenderableType

MOST_TOLD = 12


def view(receipt: Mapping[str, Any], kinds: Sequence[str], dry_run: bool) -> Iterator[RenderableType]:
    """The receipt as `feedback import --json` gives it, in a few lines; `kinds` of the comments in the file."""
    from rich.text import Text

    verb = "would go on record" if dry_run else "on record"
    yield Text.assemble(
        (safe(receipt["file"]), "title"), f" → {receipt['round']}, {receipt['source']} ({receipt['reply']})"
    )
    listed = ", ".join(counted(count, kind) for kind, count in receipt["elements"].items())
    yield Text(safe(f"  In the file: {listed or 'nothing marked'}"))
    yield Text(
        f"  Placed {receipt['placed']}, unplaced {len(receipt['unplaced'])}, not supported "
        f"{len(receipt['unsupported'])}, duplicates {receipt['duplicates']}; balance {receipt['balance']}"
    )
    yield from (Text(line, style="warning") for line in _when(receipt))
    if receipt["supersedes"]:
        yield Text(safe(f"  Takes the place of {', '.join(receipt['supersedes'])}"))
    comments = receipt["comments"]
    for what in ("added", "changed", "withdrawn"):
        if comments[what]:
            yield Text(f"  {len(comments[what])} {what} {verb}: {_range(comments[what])}")
    if not any(comments.values()) and kinds:
        yield Text("  All of it was on record before.")
    yield from _listed("unplaced", receipt["unplaced"])
    yield from _listed("not supported", receipt["unsupported"])
    if receipt["silent"]:
        yield Text("  Changed without a mark:", style="warning")
        yield from (Text(safe(f"    {one}")) for one in _few(receipt["silent"]))
    if receipt["noise"]:
        differ = "differs" if receipt["noise"] == 1 else "differ"
        of_them = counted(receipt["noise"], "paragraphs")
        yield Text(f"  {of_them} {differ} only in quotation marks, dashes or spaces", "quiet")
    if receipt["controls"]:
        of_them = counted(receipt["controls"], "content controls")
        yield Text(f"  {of_them} put in or taken out: form, of which no words are part", "quiet")
    yield from (Text(safe(f"  {one}"), style="warning") for one in receipt["warnings"])


def _when(receipt: Mapping[str, Any]) -> Iterator[str]:
    """Whether it came late, and where what it says on an older text stands in the newest one."""
    if receipt["days_late"]:
        yield f"  Came {counted(receipt['days_late'], 'days')} after the deadline of {receipt['round']}"
    carried = receipt["carried"]
    if carried:
        states = ", ".join(f"{count} {state}" for state, count in carried.items() if state != "to")
        yield (
            f"  Answers {receipt['round']}, an older circulation; "
            f"its places in {carried['to']}: {states or 'none'}"
        )


def _listed(title: str, left: Sequence[Mapping[str, str]]) -> Iterator[RenderableType]:
    from rich.text import Text

    if left:
        yield Text(f"  {title.capitalize()}:", style="warning")
        told = [_left(one) for one in left]
        yield from (Text(safe(f"    {one}")) for one in _few(list(dict.fromkeys(told))))


def _left(one: Mapping[str, str]) -> str:
    words = f" “{one['text'][:60]}”" if one["text"] else ""
    by = f" by {one['author']}" if one["author"] else ""
    return f"{one['element']}{words}{by}: {one['reason']}"


def _few(lines: Sequence[str]) -> list[str]:
    more = len(lines) - MOST_TOLD
    return [*lines[:MOST_TOLD], *([f"and {more} more"] if more > 0 else [])]


def _range(identifiers: Sequence[str]) -> str:
    return identifiers[0] if len(identifiers) == 1 else f"{identifiers[0]} to {identifiers[-1]}"
