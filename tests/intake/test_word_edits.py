"""Tracked runs become edits of whole words that do the same; silent changes are carried along."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.intake.folding import fold
from neaspec_cli.intake.word_edits import Edit, Stroke, carried_place, carry, word_edits
from neaspec_cli.intake.word_marks import Mark

CHARS = st.sampled_from("ab  \u2019-.\u00a0\u4e2d1")
TEXTS = st.text(CHARS, max_size=12)
STROKES = st.lists(st.builds(Stroke, st.sampled_from(("keep", "delete", "insert")), TEXTS), max_size=8)
WORDS = st.lists(st.sampled_from(("clean", "air", "and", "water", "for", "all", "cities")), max_size=12).map(
    " ".join
)


def apply(text: str, edits: list[Edit]) -> str:
    for edit in reversed(edits):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def told(edits: list[Edit], text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.new) for one in edits]


@settings(max_examples=300, deadline=None)
@given(STROKES)
def test_edits_do_what_the_strokes_do(strokes: list[Stroke]) -> None:
    original = "".join(one.text for one in strokes if one.op != "insert")
    accepted = "".join(one.text for one in strokes if one.op != "delete")
    edits = word_edits(strokes)
    assert apply(original, edits) == accepted
    assert all(one.end <= other.start for one, other in pairwise(edits))


@settings(max_examples=300, deadline=None)
@given(WORDS, WORDS, st.data())
def test_carried_edits_do_the_same_on_the_circulated_text(
    first: str, second: str, data: st.DataObject
) -> None:
    """Circulated -> original by nobody's mark, original -> accepted by tracked ones: together they must lead there."""
    place = data.draw(st.integers(0, len(second)))
    end = data.draw(st.integers(place, len(second)))
    new = data.draw(WORDS)
    strokes = [
        Stroke("keep", second[:place]),
        Stroke("delete", second[place:end]),
        Stroke("insert", new),
        Stroke("keep", second[end:]),
    ]
    edits, _ = carry(first, second, word_edits(strokes))
    wanted = second[:place] + new + second[end:]
    assert fold(apply(first, edits)).text.split() == fold(wanted).text.split()


@pytest.mark.parametrize(
    ("strokes", "expected"),
    [
        ([Stroke("keep", "colo"), Stroke("delete", "u"), Stroke("keep", "r")], [("colour", "color")]),
        ([Stroke("keep", "city"), Stroke("insert", "-wide"), Stroke("keep", " air")], [("", "-wide")]),
        ([Stroke("keep", "plan"), Stroke("insert", "s"), Stroke("keep", " air")], [("plan", "plans")]),
        (
            [Stroke("delete", "to reduce the dust by 2030"), Stroke("insert", "to reduce the dust by 2035")],
            [("2030", "2035")],
        ),
        (
            [Stroke("keep", "the "), Stroke("delete", "the "), Stroke("keep", "air")],
            [("the ", "")],
        ),
        (
            [
                Stroke("delete", "o"),
                Stroke("insert", "O"),
                Stroke("keep", "rgani"),
                Stroke("delete", "s"),
                Stroke("insert", "z"),
                Stroke("keep", "e"),
            ],
            [("organise", "Organize")],
        ),
    ],
)
def test_edits_are_of_whole_words_and_no_more(strokes: list[Stroke], expected: list[tuple[str, str]]) -> None:
    original = "".join(one.text for one in strokes if one.op != "insert")
    assert told(word_edits(strokes), original) == expected


def test_marks_stay_with_their_words() -> None:
    mark = Mark("ins", "A")
    edits = word_edits([Stroke("keep", "clean "), Stroke("insert", "dry ", (mark,)), Stroke("keep", "air")])
    assert edits == [Edit(6, 6, "dry ", (mark,))]


def test_a_heavy_rewrite_is_one_replacement() -> None:
    words = [
        ("keep", "States "),
        ("delete", "shall consider measures"),
        ("insert", "agree"),
        ("keep", " on "),
    ]
    words += [("delete", "the dust storms of the region in spring"), ("insert", "monitoring"), ("keep", ".")]
    edits = word_edits([Stroke(op, text) for op, text in words])
    assert [(one.start, one.new) for one in edits] == [(0, "States agree on monitoring.")]


def test_noise_is_no_edit() -> None:
    assert carry("the State's  plan – x", "the State\u2019s plan - x", []) == ([], True)
    assert carry("Que\u0301bec", "Qu\u00e9bec", []) == ([], True)


def test_silent_and_tracked_edits_come_together() -> None:
    mark = Mark("del", "A")
    strokes = [
        Stroke("keep", "very clean air and "),
        Stroke("delete", "cold ", (mark,)),
        Stroke("keep", "water"),
    ]
    edits, noise = carry("clean air and cold water", "very clean air and cold water", word_edits(strokes))
    assert not noise
    assert [(one.start, one.end, one.new, bool(one.marks)) for one in edits] == [
        (0, 0, "very ", False),
        (14, 19, "", True),
    ]


def test_places_are_carried_too() -> None:
    assert carried_place("clean  air", "very clean air", 11) == 7
