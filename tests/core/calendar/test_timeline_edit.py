"""Edits of timeline.yaml change what they say and no other byte."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core import timeline as timelines
from neaspec_cli.core.calendar import timeline_edit as edit
from neaspec_cli.core.calendar.activities import Activity, Move, Timeline
from neaspec_cli.errors import InvalidInput, NeaspecError

REAL = (Path(__file__).resolve().parents[3] / "timeline.yaml").read_text("utf-8")
ON = date(2025, 6, 20)
IDS = [one.id for one in edit.read(REAL).activities]


def changes(old: str, new: str) -> list[str]:
    return [line for line in difflib.ndiff(old.splitlines(), new.splitlines()) if line[0] in "+-"]


def named(text: str, identifier: str) -> Activity:
    found = edit.read(text).find(identifier)
    assert found is not None
    return found


def test_a_move_of_an_indicative_timeline_rewrites_when_and_records_why() -> None:
    moved = edit.move(REAL, "draft-review", "2025-08", reason="Two States asked for time: summer", on=ON)
    assert changes(REAL, moved) == [
        "-     when: 2025-07",
        "+     when: 2025-08",
        "+     moved:",
        "+       - date: 2025-06-20",
        "+         to: 2025-08",
        '+         reason: "Two States asked for time: summer"',
    ]
    (conflict,) = timelines.conflicts(edit.read(moved))
    assert conflict.detail == (
        "draft-review (August 2025) ends on 31 August 2025, but revision (August 2025), "
        "which comes after it, begins on 1 August 2025."
    )


def test_a_move_of_an_approved_timeline_writes_the_forecast_and_keeps_the_baseline() -> None:
    approved = edit.approve(REAL)
    assert changes(REAL, approved) == ["- status: indicative", "+ status: approved"]
    moved = edit.move(approved, "draft", "2025-06/2025-07", reason="late", on=ON)
    draft = named(moved, "draft")
    assert (draft.when_text, draft.forecast_text) == ("2025-05/2025-06", "2025-06/2025-07")
    assert timelines.slippage_days(draft, ON) == 31
    back = edit.move(moved, "draft", "2025-05/2025-06", reason="made up", on=ON)
    assert named(back, "draft").forecast_text == ""
    assert named(back, "draft").moved == (
        Move(ON, "2025-06/2025-07", "late"),
        Move(ON, "2025-05/2025-06", "made up"),
    )


def test_pushing_moves_all_that_comes_after_by_as_much_and_leaves_events() -> None:
    moved = edit.read(edit.move(REAL, "draft-review", "2025-08/2025-09", reason="r", on=ON, push=True))
    assert [one.when_text for one in moved.activities[4:]] == [
        "2025-05/2025-06",
        "2025-08/2025-09",
        "2025-10",
        "2025-11/2025-12",
        "SOM-28",
    ]
    assert timelines.conflicts(moved) == ()
    assert moved.activities[6].moved == (Move(ON, "2025-10", "Pushed by draft-review: r"),)


def test_an_event_gets_a_date_and_loses_it_again() -> None:
    fixed = edit.set_event(REAL, "SOM-28", "2025-11-20/2025-11-21")
    assert len(changes(REAL, fixed)) == 2
    assert "  # the date is not fixed yet" in fixed
    assert named(fixed, "adoption").when == timelines.read_timeline(fixed)[0].events[1].span  # type: ignore[union-attr]
    assert edit.set_event(fixed, "SOM-28", "") == REAL
    assert edit.read(edit.set_event(REAL, "SOM-29", "2026-11")).events[2].text == "2026-11"


def test_a_new_activity_stands_where_its_time_belongs_or_where_it_is_put() -> None:
    entry = {
        "id": "expert-review",
        "when": "2025-06",
        "activity": "Ask experts",
        "kind": "meeting",
        "phase": "",
    }
    added = edit.add(REAL, entry)
    assert [one.id for one in edit.read(added).activities[4:7]] == ["draft", "expert-review", "draft-review"]
    assert named(added, "draft-review").after == ("expert-review",)
    assert added == REAL.replace(
        "  - id: draft-review\n",
        "  - id: expert-review\n    when: 2025-06\n    activity: Ask experts\n    kind: meeting\n\n"
        "  - id: draft-review\n",
    )
    put = edit.add(REAL, {**entry, "when": "SOM-28"}, after="consultations")
    assert edit.read(put).activities[4].id == "expert-review"
    assert edit.read(edit.add(REAL, {**entry, "when": "SOM-28"})).activities[-1].id == "expert-review"
    assert edit.read(edit.add(REAL, {**entry, "when": "2020-01"})).activities[0].id == "expert-review"


def test_removing_what_was_added_gives_back_every_byte() -> None:
    entry = {"id": "expert-review", "when": "2025-06", "activity": "Ask experts", "kind": "meeting"}
    for place in ("", *IDS):
        assert edit.remove(edit.add(REAL, entry, after=place), "expert-review") == REAL


def test_what_came_after_a_removed_activity_comes_after_what_it_came_after() -> None:
    text = REAL.replace("    round: revised\n", "    round: revised\n    after: [revision, draft]\n")
    removed = edit.remove(text, "revision")
    assert named(removed, "focal-points-meeting").after == ("draft", "draft-review")


def test_advancing_records_the_end_and_begins_the_next() -> None:
    done = edit.advance(REAL, on=date(2024, 12, 13), outcome="The approach was agreed.")
    assert changes(REAL, done) == [
        "+     actual:",
        "+       end: 2024-12-13",
        "+     outcome: The approach was agreed.",
        "+     actual:",
        "+       start: 2024-12-13",
    ]
    again = edit.advance(done, on=date(2025, 3, 2), despite="the annex waits")
    assert named(again, "annotated-outline").despite == "the annex waits"
    assert named(again, "annotated-outline").ended == date(2025, 3, 2)
    assert named(again, "outline-circulation").started == date(2025, 3, 2)


def test_all_activities_can_be_completed_in_turn_and_then_nothing_is_left() -> None:
    text = REAL
    for _ in IDS:
        text = edit.advance(text, on=ON)
    assert timelines.current(edit.read(text)) is None
    with pytest.raises(edit.CannotChange, match="done"):
        edit.advance(text, on=ON)


def test_a_start_on_record_is_kept() -> None:
    begun = edit.start(REAL, "draft-review", on=ON)
    assert named(begun, "draft-review").started == ON
    assert edit.start(begun, "draft-review", on=date(2025, 7, 1)) == begun


BEGUN = edit.start(REAL, "initial-discussions", on=ON)
DONE = edit.advance(REAL, on=ON)
NEW = {"id": "x", "when": "2025-06", "activity": "x", "kind": "meeting"}
REFUSED: list[tuple[Callable[[], str], str]] = [
    (lambda: edit.move(REAL, "nobody", "2025-08", reason="r", on=ON), "called nobody"),
    (lambda: edit.move(REAL, "draft", "2025-13", reason="r", on=ON), "is no time"),
    (lambda: edit.move(REAL, "draft", "SOM-29", reason="r", on=ON), "is no time"),
    (lambda: edit.move(REAL, "draft", "2025-08", reason=" ", on=ON), "reason"),
    (lambda: edit.move(REAL, "draft", "2025-05/2025-06", reason="r", on=ON), "already"),
    (lambda: edit.move(DONE, "initial-discussions", "2025-05", reason="r", on=ON), "is done"),
    (lambda: edit.move(REAL, "draft", "2025-04", reason="r", on=ON, push=True), "nothing can be pushed"),
    (lambda: edit.set_event(REAL, "SOM-28", "soon"), "not the date"),
    (lambda: edit.set_event(REAL, "SOM-28", ""), "has no date already"),
    (lambda: edit.set_event(REAL, "2025-10", "2025-10"), "no name"),
    (lambda: edit.add(REAL, {**NEW, "id": "draft"}), "already"),
    (lambda: edit.add(REAL, {**NEW, "kind": "drafting"}), "to: is missing"),
    (lambda: edit.add(REAL, {**NEW, "id": "A B"}), "id of lower-case"),
    (lambda: edit.add(REAL, NEW, after="nobody"), "called nobody"),
    (lambda: edit.remove(BEGUN, "initial-discussions"), "has begun"),
    (lambda: edit.remove(REAL, "nobody"), "called nobody"),
    (lambda: edit.approve(edit.approve(REAL)), "already"),
    (lambda: edit.advance(BEGUN, on=date(2025, 6, 19)), "cannot end"),
]


@pytest.mark.parametrize(("attempt", "part"), REFUSED)
def test_what_would_contradict_the_timeline_is_refused(attempt: Callable[[], str], part: str) -> None:
    with pytest.raises(NeaspecError, match=part):
        attempt()


def test_a_broken_timeline_is_not_edited() -> None:
    with pytest.raises(InvalidInput, match=r"timeline\.yaml:\d+: status"):
        edit.approve(REAL.replace("status: indicative", "status: no"))


WORDS = st.text(st.characters(codec=None, exclude_categories=()), min_size=1, max_size=60).filter(str.strip)
TIMES = st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(lambda day: day.isoformat()[: 7 + 3 * (day.day % 2)])


@st.composite
def edits(draw: st.DrawFn) -> Callable[[str], str]:
    identifier, place = draw(st.sampled_from(IDS)), draw(st.sampled_from(["", *IDS]))
    when, words, push = draw(TIMES), draw(WORDS), draw(st.booleans())
    entry = {"id": "new", "when": when, "activity": words, "kind": "meeting", "outcome": words}
    kinds: list[Callable[[str], str]] = [
        lambda text: edit.move(text, identifier, when, reason=words, on=ON, push=push),
        lambda text: edit.set_event(text, "SOM-28", when),
        lambda text: edit.add(text, entry, place),
        lambda text: edit.remove(text, identifier),
        edit.approve,
        lambda text: edit.advance(text, on=ON, outcome=words, despite=words),
    ]
    return draw(st.sampled_from(kinds))


@given(st.lists(edits(), max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_edits_in_a_row_keep_every_comment_and_every_word_of_the_others(
    chosen: list[Callable[[str], str]],
) -> None:
    text = REAL
    for one in chosen:
        before = edit.read(text)
        try:
            edited = one(text)
        except NeaspecError:
            continue
        removed = [line for line in changes(text, edited) if line.startswith("-")]
        assert all("#" not in line or line.startswith("-   SOM-28:") for line in removed)
        assert_others_are_untouched(before, edit.read(edited))
        text = edited
    assert [line for line in REAL.splitlines() if line.startswith("#")] == [
        line for line in text.splitlines() if line.startswith("#")
    ]


def assert_others_are_untouched(before: Timeline, after: Timeline) -> None:
    kept = [one.id for one in after.activities if before.find(one.id)]
    assert kept == [one.id for one in before.activities if after.find(one.id)]
    for identifier in kept:
        old, new = before.find(identifier), after.find(identifier)
        assert old is not None
        assert new is not None
        assert (old.activity, old.kind, old.phase, old.round) == (
            new.activity,
            new.kind,
            new.phase,
            new.round,
        )
