"""Who strips or renames the markers, copies all into a new file, retypes, or saves as ODT gets the right items."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.office.roundtrip import (
    circulated_with_resources,
    comments,
    edited,
    needs_office,
    sent_word_file,
    take_in,
    wishes,
)
from tests.office.test_round_trip import EDITS, WISHES
from tests.sandbox import Sandbox

pytestmark = needs_office

STRIPPED = {"op": "unmark", "find": "", "text": ""}
RENAMED = {"op": "unmark", "find": "", "text": "OLE_LINK"}
COPIED = {"op": "copy", "find": ""}
ACCEPTED = {"op": "accept", "find": "", "text": ""}
UNTRACKED = {"op": "track", "find": "", "text": "off"}
RETYPED = {
    "op": "retype",
    "find": "Within ninety days",
    "text": "Within sixty days of each meeting the secretariat shall publish and translate a report.",
}


@pytest.fixture(scope="module")
def circulated(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    return circulated_with_resources(tmp_path_factory.mktemp("office") / "plan")


@pytest.fixture
def box(circulated: Sandbox, tmp_path: Path) -> Sandbox:
    return Sandbox(Path(shutil.copytree(circulated.root, tmp_path / "plan")))


WAYS: dict[str, tuple[list[dict[str, Any]], str]] = {
    "stripped": ([STRIPPED, *EDITS], ".docx"),
    "renamed": ([RENAMED, *EDITS], ".docx"),
    "silent and stripped": ([UNTRACKED, *EDITS, STRIPPED], ".docx"),
    "accepted and copied": ([*EDITS, ACCEPTED, COPIED], ".docx"),
    "copied and stripped": ([*EDITS, COPIED, STRIPPED], ".docx"),
    "accepted, copied, as ODT": ([*EDITS, ACCEPTED, COPIED], ".odt"),
    "stripped, as ODT": ([STRIPPED, *EDITS], ".odt"),
}


def meant(found: dict[tuple[str, str], dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """What is asked for, whichever of the spaces around new words counts as new."""
    return {
        place: {key: value.strip() for key, value in wish.items() if key != "after"}
        for place, wish in found.items()
    }


@pytest.mark.parametrize("way", WAYS)
def test_the_right_items_come_back(box: Sandbox, tmp_path: Path, way: str) -> None:
    edits, ending = WAYS[way]
    receipt = take_in(box, edited(sent_word_file(box), tmp_path / f"JPN{ending}", "Sato Hanako", *edits))
    assert (receipt["balance"], receipt["unplaced"]) == (0, [])
    assert meant(wishes(box)) == meant(WISHES)


@pytest.mark.parametrize("before", [[], [UNTRACKED], [STRIPPED], [UNTRACKED, STRIPPED]])
@pytest.mark.parametrize("ending", [".docx", ".odt"])
def test_a_retyped_paragraph_is_cut_to_its_words(
    box: Sandbox, tmp_path: Path, before: list[dict[str, Any]], ending: str
) -> None:
    take_in(box, edited(sent_word_file(box), tmp_path / f"JPN{ending}", "Sato Hanako", *before, RETYPED))
    found = [
        (one["place"]["block"], one["proposal"]["op"], one["proposal"]["new"].strip())
        for one in comments(box)
    ]
    assert found == [("3", "replace", "sixty"), ("3", "insert", "and translate")]
