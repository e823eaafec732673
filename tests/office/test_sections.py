"""Whole sections that were typed, moved and taken out in LibreOffice, accepted and merged as files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.commands.office import done
from tests.office.roundtrip import (
    accept_all_and_merge,
    circulated_with_resources,
    comments,
    edited,
    needs_office,
    sent_word_file,
    take_in,
)
from tests.sandbox import Sandbox

pytestmark = needs_office

NEW: list[dict[str, Any]] = [
    {"op": "heading", "find": "Resources come from", "text": "Follow-up", "level": 1},
    {"op": "heading", "find": "Follow-up", "text": "A conference is held every year.", "level": 0},
    {"op": "drop-part", "find": "Introduction", "nth": 2, "to": "Member States meet every year"},
]
MOVED: list[dict[str, Any]] = [
    {"op": "move-part", "find": "Goals", "nth": 2, "to": "Resources come from", "before": "Introduction"},
]


def plan_files(box: Sandbox) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted((box.root / "plan").glob("*.md"))}


@pytest.mark.parametrize(("suffix", "tracking"), [(".docx", "on"), (".odt", "off")])
def test_sections_that_came_and_went_in_a_word_processor_are_files(
    tmp_path: Path, suffix: str, tracking: str
) -> None:
    box = circulated_with_resources(tmp_path / "plan")
    before = plan_files(box)
    track = {"op": "track", "text": tracking}
    receipt = take_in(box, edited(sent_word_file(box), tmp_path / f"JPN{suffix}", "Sato", track, *NEW))
    assert (receipt["balance"], receipt["unplaced"], receipt["unsupported"]) == (0, [], [])
    assert [one["proposal"]["op"] for one in comments(box)] == ["delete-section", "insert-section"]
    accept_all_and_merge(box)
    assert plan_files(box) == {
        "02-goals.md": before["02-goals.md"],
        "03-follow-up.md": "---\nstatus: drafted\n---\n# Follow-up\n\nA conference is held every year.\n",
        "04-resources.md": before["03-resources.md"],
    }
    done(box, "check")


@pytest.mark.parametrize(("suffix", "tracking"), [(".docx", "on"), (".odt", "on"), (".odt", "off")])
def test_a_section_moved_in_a_word_processor_is_a_file_in_another_place(
    tmp_path: Path, suffix: str, tracking: str
) -> None:
    box = circulated_with_resources(tmp_path / "plan")
    before = plan_files(box)
    track = {"op": "track", "text": tracking}
    receipt = take_in(box, edited(sent_word_file(box), tmp_path / f"JPN{suffix}", "Sato", track, *MOVED))
    assert (receipt["balance"], receipt["unplaced"], receipt["unsupported"]) == (0, [], [])
    assert [one["proposal"]["op"] for one in comments(box)] == ["move-section"]
    accept_all_and_merge(box)
    after = plan_files(box)
    order = [name.partition("-")[2] for name in after]
    assert order == ["goals.md", "introduction.md", "resources.md"]
    assert list(after.values()) == [before[f"0{n}-{name}"] for n, name in zip((2, 1, 3), order, strict=True)]
    done(box, "check")
