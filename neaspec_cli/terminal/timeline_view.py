"""The timeline for people: Table 1 as States know it, and a Gantt chart that fits the terminal.

What stands where is told by shape as well as by colour, so that it can be read without either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from neaspec_cli.core.calendar.activities import Activity, Timeline
from neaspec_cli.core.calendar.spans import MONTHS, Span, day_in_words, in_words
from neaspec_cli.core.timeline import conflicts, slippage_days, state
from neaspec_cli.terminal.console import safe

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

BARS = {"done": "█", "under way": "▓", "due": "▒", "planned": "░", "late": "▚", "undated": " "}
ONE_DAY = {"done": "◆", "under way": "◈", "late": "◈"}
ONE_DAY_AHEAD, BASELINE, TODAY = "◇", "·", "│"
NARROWEST = 12
MOST_LABEL = 24

Cells = list[tuple[str, str]]


@dataclass(frozen=True)
class _Scale:
    """The days that the chart shows, whole months, on a number of cells."""

    first: date
    last: date
    cells: int

    def cell(self, day: date) -> int:
        days = (self.last - self.first).days + 1
        return min(max((day - self.first).days * self.cells // days, 0), self.cells - 1)


def view(timeline: Timeline, on: date, width: int) -> Iterator[RenderableType]:
    """The parts of the view from top to bottom, for a terminal of that many columns."""
    from rich.text import Text

    yield table(timeline)
    yield Text("")
    yield from gantt(timeline, on, width)
    for one in conflicts(timeline):
        yield Text("")
        yield Text.assemble(("Conflict: ", "warning"), safe(one.detail))


def table(timeline: Timeline) -> Table:
    """Table 1: time and activity in the words of the file, and the time expected now where it differs."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    found = Table(
        title=Text(f"Table 1. {safe(timeline.title)}", style="title"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        expand=False,
    )
    found.add_column("Time", max_width=26)
    found.add_column("Activity", overflow="fold", min_width=12)
    for one in timeline.activities:
        when = Text(safe(in_words(one.when_text)))
        if one.forecast_text:
            when.append(f"\nnow {safe(in_words(one.forecast_text))}", style="warning")
        found.add_row(when, safe(one.activity))
    return found


def gantt(timeline: Timeline, on: date, width: int) -> Iterator[Text]:
    """The chart line by line: a row for each activity, its state, and its place in the months."""
    label = min(max((len(one.id) for one in timeline.activities), default=0), MOST_LABEL)
    words = {one.id: _state_words(one, on) for one in timeline.activities}
    states = max(map(len, words.values()), default=0)
    scale = _scale(timeline, max(width - label - states - 4, NARROWEST))
    if scale is None:
        return
    yield from _header(scale, on, label + states + 4)
    phase = ""
    for one in timeline.activities:
        if one.phase and one.phase != phase:
            yield _line((safe(" ".join(one.phase.split())), "title"))
        phase = one.phase
        stands = state(one, on)
        head = (f"{_shortened(one.id, label):<{label}}  ", ""), (f"{words[one.id]:<{states}}  ", stands)
        yield _line(*head, *_joined(_row(one, on, scale)))
    yield _line(("", ""))
    yield from _legend(timeline, on, scale)


def _state_words(activity: Activity, on: date) -> str:
    slippage = slippage_days(activity, on)
    return f"{state(activity, on)} {slippage:+d} d" if slippage else state(activity, on)


def _scale(timeline: Timeline, cells: int) -> _Scale | None:
    found = [span for one in timeline.activities for span in _spans(one)]
    if not found:
        return None
    first = min(span.start for span in found).replace(day=1)
    last = max(span.end for span in found).replace(day=28) + timedelta(days=4)
    return _Scale(first, last - timedelta(days=last.day), cells)


def _spans(activity: Activity) -> list[Span]:
    recorded = [Span(day, day) for day in (activity.started, activity.ended) if day]
    return [span for span in (activity.when, activity.forecast) if span] + recorded


def _drawn(activity: Activity, on: date) -> Span | None:
    """What the bar shows: what happened as far as it is known, else what is expected."""
    expected = activity.expected
    end = activity.ended or (expected.end if expected else None)
    is_one_day = expected is None or expected.start == expected.end
    start = activity.started or (end if is_one_day else expected.start if expected else None)
    if end is None and start is not None:
        return Span(start, max(start, on))
    return Span(min(start, end), end) if start and end else None


def _row(activity: Activity, on: date, scale: _Scale) -> Cells:
    cells: Cells = [(" ", "")] * scale.cells
    stands, drawn = state(activity, on), _drawn(activity, on)
    if activity.when and activity.when != drawn:
        _fill(cells, scale, activity.when, BASELINE, "quiet")
    if drawn and drawn.start == drawn.end:
        _fill(cells, scale, drawn, ONE_DAY.get(stands, ONE_DAY_AHEAD), stands)
    elif drawn:
        _fill(cells, scale, drawn, BARS[stands], stands)
    if scale.first <= on <= scale.last and cells[scale.cell(on)][0] in (" ", BASELINE):
        cells[scale.cell(on)] = (TODAY, "today")
    if not _spans(activity):
        return [(f"{safe(activity.when_text)}: no date yet"[: scale.cells], "quiet")]
    return cells


def _fill(cells: Cells, scale: _Scale, span: Span, shape: str, style: str) -> None:
    for place in range(scale.cell(span.start), scale.cell(span.end) + 1):
        cells[place] = (shape, style)


def _header(scale: _Scale, on: date, indent: int) -> Iterator[Text]:
    starts = [scale.first]
    while (month := (starts[-1] + timedelta(days=31)).replace(day=1)) <= scale.last:
        starts.append(month)
    months = [(scale.cell(one), MONTHS[one.month - 1][:3]) for one in starts]
    years = [(scale.cell(one), f"{one.year:04d}") for one in starts if one.month == 1]
    first_year = (0, f"{scale.first.year:04d}")
    if not years or years[0][0] > len(first_year[1]):
        years.insert(0, first_year)
    pad = " " * indent
    yield _line((pad + _spaced(years, scale.cells), "quiet"))
    yield _line((pad + _spaced(months, scale.cells), "label"))
    if scale.first <= on <= scale.last:
        yield _line((pad + " " * scale.cell(on) + "▼", "today"))


def _spaced(words: list[tuple[int, str]], width: int) -> str:
    """Words at their places, without those that would touch the one before or not fit."""
    line = ""
    for place, word in words:
        if (place > len(line) or not line) and place + len(word) <= width:
            line = f"{line:<{place}}{word}"
    return line


def _legend(timeline: Timeline, on: date, scale: _Scale) -> Iterator[Text]:
    from rich.text import Text

    stands = {state(one, on) for one in timeline.activities if _spans(one)}
    shown: list[tuple[str, str, str]] = [(BARS[name], name, name) for name in BARS if name in stands]
    if any(span.start == span.end for one in timeline.activities if (span := _drawn(one, on))):
        shown.append((ONE_DAY_AHEAD, "one day", "planned"))
    if any(one.when and one.when != _drawn(one, on) for one in timeline.activities):
        shown.append((BASELINE, "as first planned", "quiet"))
    place = "" if scale.first <= on <= scale.last else ", outside the chart"
    shown.append((TODAY, f"today, {day_in_words(on)}{place}", "today"))
    parts = [part for shape, words, style in shown for part in ((f"{shape} ", style), (f"{words}   ", ""))]
    legend = Text.assemble(*parts)
    legend.rstrip()
    yield legend


def _joined(cells: Cells) -> Cells:
    """Neighbours of one style as one piece."""
    pieces: Cells = []
    for text, style in cells:
        if pieces and pieces[-1][1] == style:
            pieces[-1] = (pieces[-1][0] + text, style)
        else:
            pieces.append((text, style))
    return pieces


def _line(*pieces: tuple[str, str]) -> Text:
    from rich.text import Text

    line = Text.assemble(*pieces, no_wrap=True, overflow="ellipsis")
    line.rstrip()
    return line


def _shortened(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
