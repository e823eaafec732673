"""What came of a merge, for people: done, already there, clashing, and left to do by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from neaspec_cli.core.merge import Clash, Merged
from neaspec_cli.core.merging.carrying import Bracketed, Carried
from neaspec_cli.core.merging.wishes import Unwished
from neaspec_cli.core.text.counted import counted
from neaspec_cli.core.text.escaping import BREAK
from neaspec_cli.terminal.console import safe

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

WHY = {
    "gone": "the words are not in the plan any more",
    "reworded": "the words were changed since",
    "ambiguous": "the place is not certain",
}
MOST_BEFORE = 4
"""So many comments are named before the reason that they share; more stand beneath it."""
PARTED = " ¶ "
"""Between paragraphs that are told in one line."""
INDENT = 6
"""So many columns words stand behind the margin."""
AROUND = 6
"""So many words of the text are shown on each side of brackets."""


def view(
    circulation: str,
    carried: Carried,
    merged: Merged,
    clashes: Sequence[tuple[Clash, str]],
    unwished: Sequence[Unwished],
    dry_run: bool,
) -> Iterator[RenderableType]:
    """The parts of the view from top to bottom; `clashes` are those that stay out of the text, and why."""
    from rich.text import Text

    would = "would be merged" if dry_run else "merged"
    yield Text(f"{circulation}: {len(carried.steps)} {would}, one commit each", style="title")
    for step in carried.steps:
        yield _line("✓", ", ".join(step.agreed.keys), f"{step.section.id} {step.label}", "met")
    for already in merged.already:
        yield _line("=", already.key, "the plan says so already", "quiet")
    if carried.bracketed:
        would = "would stand" if dry_run else "stand"
        names = {one.run.name for one in carried.bracketed}
        yield Text(f"{len(names)} {would} in brackets, in one commit", style="title")
    for bracketed in carried.bracketed:
        yield from _bracketed(bracketed)
    for clash, reason in clashes:
        yield from _clash(clash, reason)
    yield from _left(carried, merged, unwished)


def _left(carried: Carried, merged: Merged, unwished: Sequence[Unwished]) -> Iterator[Text]:
    """What somebody must do by hand."""
    from rich.text import Text

    for unplaced in merged.unplaced:
        yield _line("?", unplaced.key, WHY[unplaced.reason], "late")
        for name, words in (
            ("circulated", unplaced.base),
            ("now", unplaced.current),
            ("proposed", unplaced.proposed),
        ):
            yield Text(f"      {name}: {safe(words)}", style="quiet")
    reasons: dict[str, list[str]] = {}
    for one in unwished:
        reasons.setdefault(one.reason, []).append(one.key)
    for reason, names in reasons.items():
        if len(names) <= MOST_BEFORE:
            yield _line("?", ", ".join(names), reason, "late")
        else:
            yield Text.assemble("  ", ("?", "late"), safe(f" {counted(len(names), 'comments')}: {reason}"))
            yield Text(f"      {', '.join(one.rpartition('/')[2] for one in names)}", style="label")
    for refused in carried.refused:
        yield _line("?", ", ".join(refused.agreed.keys), refused.reason, "late")
    for left in carried.left_open:
        if not left.run.is_clash:
            yield _line("?", ", ".join(left.run.keys), left.reason, "late")


def _bracketed(one: Bracketed) -> Iterator[RenderableType]:
    """The words as they will be printed, with a little of the text around them."""
    from rich.padding import Padding
    from rich.text import Text

    place = f"{one.section.id} {one.label}".rstrip()
    place = place if one.stood or one.before or one.after or one.run.block < 0 else f"{place}, after it"
    sign, style = ("✗", "not met") if one.run.is_clash else ("[", "bracketed")
    yield _line(sign, ", ".join(one.run.keys), f"{place}, {one.run.name}", style)
    line = Text()
    before, wordings, after = _outside(one)
    line.append(safe(_tail(before)))
    for number, (words, holders) in enumerate(wordings):
        shown = safe(words.replace(BREAK, PARTED))
        line.append(f"{' ' if number else ''}[{shown}]", style="bracketed")
        line.append(f" ({', '.join(holders)})" if holders else "", style="quiet")
    line.append(safe(_head(after)))
    yield Padding(line, (0, 0, 0, INDENT))


def _outside(one: Bracketed) -> tuple[str, list[tuple[str, tuple[str, ...]]], str]:
    """Text before, what stood there and what is wished for, text after; spaces that all have stand outside."""
    against = tuple(name for other in one.run.held if not other.text.strip() for name in other.holders)
    wordings = [(other.text, other.holders) for other in one.run.held if other.text.strip()]
    if one.stood.strip():
        wordings.insert(0, (one.stood, (*one.staying, *(f"{name}: delete" for name in against))))
    lead = " " if all(text.startswith(" ") for text, _ in wordings) else ""
    trail = " " if all(text.endswith(" ") for text, _ in wordings) else ""
    return one.before + lead, [(text.strip(" "), who) for text, who in wordings], trail + one.after


def _tail(text: str) -> str:
    words = text.split(" ")
    return f"… {' '.join(words[-AROUND:])}" if len(words) > AROUND else text


def _head(text: str) -> str:
    words = text.split(" ")
    return f"{' '.join(words[:AROUND])} …" if len(words) > AROUND else text


def _clash(clash: Clash, reason: str) -> Iterator[Text]:
    from rich.text import Text

    keys = sorted(key for one in clash.alternatives for key in one.keys)
    yield _line(
        "✗", ", ".join(keys), f"clash ({clash.reason})" + (f": {reason}" if reason else ""), "not met"
    )
    yield Text(f"      circulated: {safe(clash.base)}", style="quiet")
    for one in clash.alternatives:
        yield Text(f"      {', '.join(one.holders)}: {safe(one.text) or '(delete)'}", style="bracketed")


def _line(mark: str, names: str, text: str, style: str) -> Text:
    from rich.text import Text

    line = Text("  ")
    line.append(f"{mark} ", style=style)
    line.append(safe(", ".join(one.rpartition("/")[2] for one in names.split(", "))), style="label")
    line.append(f"  {safe(text)}")
    return line
