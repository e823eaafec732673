"""What people write into a circulated Word file in LibreOffice comes back as exactly that, and can be merged."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.office.roundtrip import (
    accept_all_and_merge,
    circulated_with_resources,
    comments,
    edited,
    needs_office,
    plan_text,
    sent_word_file,
    take_in,
    wishes,
)
from tests.sandbox import Sandbox

pytestmark = needs_office

EDITS: list[dict[str, Any]] = [
    {"op": "replace", "find": "every year", "text": "twice a year"},
    {"op": "insert", "find": "member States in 1993", "text": " and the secretariat"},
    {"op": "insert", "find": "plastics", "text": " and metals"},
    {"op": "replace", "find": "sixty per cent", "text": "half"},
    {"op": "replace", "find": "two thirds", "text": "three quarters"},
    {"op": "paragraph", "find": "Resources come from", "text": "Each State may also lend experts."},
]
WISHES: dict[tuple[str, str], dict[str, Any]] = {
    ("introduction", "1"): {
        "op": "insert",
        "new": " and the secretariat",
        "after": "was begun by the member States in 1993",
    },
    ("introduction", "2"): {"op": "replace", "old": "every", "new": "twice a"},
    ("goals", "3(a)"): {"op": "insert", "new": " and metals", "after": "fewer plastics"},
    ("goals", "4"): {"op": "insert-block", "new": "Each State may also lend experts."},
    ("resources", "note 1"): {"op": "replace", "old": "two thirds", "new": "three quarters"},
    ("resources", "Table 1 row 3 column 2"): {"op": "replace", "old": "sixty per cent", "new": "half"},
}
IN_THE_PLAN = (
    ("every year", "twice a year"),
    ("States in 1993.", "States in 1993 and the secretariat."),
    ("plastics", "plastics and metals"),
    ("| sixty per cent      |", "| half      |"),
    ("two thirds", "three quarters"),
    ("contributions.\n---", "contributions.\n\nEach State may also lend experts.\n---"),
)


@pytest.fixture(scope="module")
def circulated(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return circulated_with_resources(tmp_path_factory.mktemp("office") / "plan")


@pytest.fixture
def box(circulated: Sandbox, tmp_path: Path) -> Sandbox:
    """A copy of the circulated plan to take answers in."""
    return Sandbox(Path(shutil.copytree(circulated.root, tmp_path / "plan")))


def with_changes(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def test_tracked_changes_of_two_authors_come_back_as_what_they_did(box: Sandbox, tmp_path: Path) -> None:
    first = edited(
        sent_word_file(box),
        tmp_path / "first.docx",
        "Sato Hanako",
        *EDITS,
        {"op": "replace", "find": "Goals", "nth": 2, "text": "Objectives"},
        {"op": "comment", "find": "mid-term", "text": "We support a review in 2028."},
    )
    returned = edited(
        first,
        tmp_path / "JPN.docx",
        "Tanaka Ichiro",
        {"op": "delete", "find": "more "},
        {"op": "replace", "find": "ninety days", "text": "sixty days"},
    )
    before = plan_text(box)

    receipt = take_in(box, returned)
    assert receipt["balance"] == 0
    assert receipt["unplaced"] == receipt["unsupported"] == receipt["silent"] == []
    assert receipt["noise"] == 0
    assert set(receipt["elements"]) == {"insertions", "deletions", "comments"}
    assert receipt["placed"] == sum(receipt["elements"].values())
    assert wishes(box) == {
        **WISHES,
        ("goals", "heading II"): {"op": "replace", "old": "Goals", "new": "Objectives"},
        ("goals", "3"): {"op": "replace", "old": "ninety", "new": "sixty"},
        ("goals", "3(b)"): {"op": "delete", "old": "more "},
    }
    by_author = {one["place"]["block"]: one["author"] for one in comments(box)}
    assert {label for label, author in by_author.items() if author == "Tanaka Ichiro"} == {"3", "3(b)"}
    (remark,) = [one for one in comments(box) if one.get("comment")]
    assert remark["comment"] == "We support a review in 2028."
    assert (remark["place"]["section"], remark["place"]["block"]) == ("resources", "7")
    assert remark["place"]["quote"] == "mid-term"

    accept_all_and_merge(box)
    assert plan_text(box) == with_changes(
        before, *IN_THE_PLAN, ("# Goals", "# Objectives"), ("- more ", "- "), ("ninety", "sixty")
    )


def test_what_is_changed_with_tracking_switched_off_is_found_as_well(box: Sandbox, tmp_path: Path) -> None:
    tracked, *silent = EDITS
    file = edited(
        sent_word_file(box),
        tmp_path / "JPN.docx",
        "Sato Hanako",
        tracked,
        {"op": "track", "text": "off"},
        *silent,
    )
    before = plan_text(box)
    receipt = take_in(box, file)
    assert (receipt["balance"], receipt["placed"], len(receipt["silent"])) == (0, 2, 5)
    origins = {one["place"]["block"]: one["origin"] for one in comments(box)}
    assert origins.pop("2") == "tracked"
    assert set(origins.values()) == {"silent"}
    accept_all_and_merge(box)
    assert plan_text(box) == with_changes(before, *IN_THE_PLAN)


def test_a_file_with_every_change_accepted_says_the_same(box: Sandbox, tmp_path: Path) -> None:
    file = edited(
        sent_word_file(box), tmp_path / "JPN.docx", "Sato Hanako", *EDITS, {"op": "accept", "text": ""}
    )
    before = plan_text(box)
    receipt = take_in(box, file)
    assert (receipt["balance"], receipt["elements"], len(receipt["silent"])) == (0, {}, 6)
    assert set(wishes(box)) == set(WISHES)
    accept_all_and_merge(box)
    assert plan_text(box) == with_changes(before, *IN_THE_PLAN)


def test_a_file_that_was_only_saved_says_nothing(box: Sandbox, tmp_path: Path) -> None:
    receipt = take_in(box, edited(sent_word_file(box), tmp_path / "JPN.docx", "Sato Hanako"))
    assert receipt["reply"] == "no comments"
    assert receipt["elements"] == {}
    assert (receipt["balance"], receipt["placed"], receipt["noise"], receipt["silent"]) == (0, 0, 0, [])
    assert comments(box) == []
