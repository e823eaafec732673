"""What a timeline is: activities in their order, events that others fix, and pairs that are out of order.

A stretch includes its last day. `when` is what was planned, `forecast` what is expected now where that
differs, `started` and `ended` what happened.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from neaspec_cli.core.calendar.spans import Span, day_in_words, in_words

TIMELINE_FILE = "timeline.yaml"
KINDS = ("meeting", "drafting", "circulation", "consultation", "revision", "adoption")
ROUNDS = ("outline", "draft", "revised", "final")
INDICATIVE, APPROVED = "indicative", "approved"


class Move(NamedTuple):
    """One change of an activity's time: when it was made, to what, and why."""

    date: date
    to: str
    reason: str


class Activity(NamedTuple):
    """One line of the timeline; `when_text` and `forecast_text` are what stands in the file."""

    id: str
    activity: str
    kind: str
    when_text: str
    when: Span | None = None
    phase: str = ""
    round: str = ""
    addressees: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    """Ids of what it follows; where the file leaves it out, the activity above."""
    to: str = ""
    """For drafting: the status its sections reach."""
    copy: str = ""
    """Field `as`: the kind of copy that is circulated, where it is not the round's usual one."""
    forecast_text: str = ""
    forecast: Span | None = None
    started: date | None = None
    ended: date | None = None
    outcome: str = ""
    despite: str = ""
    """Why it was completed although its gate was not met."""
    moved: tuple[Move, ...] = ()

    @property
    def expected(self) -> Span | None:
        """When it is to happen by what is known now: the forecast, else as planned."""
        return self.forecast or self.when

    @property
    def expected_text(self) -> str:
        """The same as it stands in the file."""
        return self.forecast_text or self.when_text


class Event(NamedTuple):
    """A day or stretch that others fix, such as SOM-28; without span while it is not fixed."""

    name: str
    text: str
    span: Span | None


class Conflict(NamedTuple):
    """An activity planned to end on or after the start of one that comes after it."""

    earlier: Activity
    later: Activity

    @property
    def detail(self) -> str:
        """The conflict in words."""
        assert self.earlier.expected
        assert self.later.expected
        end, start = day_in_words(self.earlier.expected.end), day_in_words(self.later.expected.start)
        earlier = f"{self.earlier.id} ({in_words(self.earlier.expected_text)})"
        later = f"{self.later.id} ({in_words(self.later.expected_text)})"
        return f"{earlier} ends on {end}, but {later}, which comes after it, begins on {start}."


class Timeline(NamedTuple):
    """timeline.yaml; `status` is indicative until the timeline is approved."""

    title: str
    status: str
    events: tuple[Event, ...] = ()
    activities: tuple[Activity, ...] = ()

    @property
    def is_approved(self) -> bool:
        """Whether `when` is frozen as the baseline."""
        return self.status == APPROVED

    @property
    def rounds(self) -> tuple[str, ...]:
        """Rounds that the activities name, in order."""
        return tuple(dict.fromkeys(one.round for one in self.activities if one.round))

    def find(self, identifier: str) -> Activity | None:
        """The activity of that id, or None."""
        return next((one for one in self.activities if one.id == identifier), None)

    def circulating(self, round_name: str) -> Activity | None:
        """The activity in which a round goes out: its circulation, else the first activity that names it."""
        named = [one for one in self.activities if one.round == round_name]
        return next((one for one in named if one.kind == "circulation"), named[0] if named else None)
