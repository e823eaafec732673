"""Rows, notes and bold words that were changed in LibreOffice, accepted, merged and exported again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from neaspec_cli.adapters import pandoc
from tests.commands.office import done
from tests.office.roundtrip import (
    accept_all_and_merge,
    circulated_with_resources,
    comments,
    edited,
    needs_office,
    plan_text,
    sent_word_file,
    take_in,
)

pytestmark = needs_office

EDITS: list[dict[str, Any]] = [
    {"op": "row", "find": "Rivers", "text": "Deltas|ten per cent|Japan"},
    {"op": "drop-row", "find": "Coasts"},
    {"op": "note", "find": "by the member States", "text": "At Ulaanbaatar."},
    {"op": "bold", "find": "voluntary contributions"},
]
RIVERS = "| Rivers | forty per cent      | the secretariat   |\n"
IN_THE_PLAN = (
    ("member States in 1993", "member States[^1] in 1993"),
    ("review progress.\n", "review progress.\n\n[^1]: At Ulaanbaatar.\n"),
    ("voluntary contributions.\n---", "**voluntary contributions**.\n---"),
    (RIVERS, RIVERS + "| Deltas | ten per cent        | Japan             |\n"),
    ("| Coasts | sixty per cent      | all member States |\n", ""),
)


def in_markdown(file: Path) -> str:
    """A Word file as another reader understands it."""
    options = ["-f", "docx", "-t", "gfm+footnotes", "--wrap=none", str(file)]
    return " ".join(pandoc.run(options, sandbox=False).decode().split())


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
def test_what_was_changed_in_tables_notes_and_form_stands_in_plan_and_export(
    tmp_path: Path, suffix: str
) -> None:
    box = circulated_with_resources(tmp_path / "plan")
    wanted = plan_text(box)
    for old, new in IN_THE_PLAN:
        assert wanted.count(old) == 1, old
        wanted = wanted.replace(old, new)
    edits = EDITS if suffix == ".docx" else [one for one in EDITS if one["op"] != "bold"]
    if suffix == ".odt":
        wanted = wanted.replace("**voluntary contributions**", "voluntary contributions")
    receipt = take_in(box, edited(sent_word_file(box), tmp_path / f"JPN{suffix}", "Sato Hanako", *edits))
    assert (receipt["balance"], receipt["unplaced"], receipt["unsupported"]) == (0, [], [])
    ops = {one["proposal"]["op"] for one in comments(box)}
    assert {"insert-row", "delete-row", "note"} <= ops
    accept_all_and_merge(box)
    assert plan_text(box) == wanted

    done(box, "export", str(tmp_path / "after.docx"))
    after = in_markdown(tmp_path / "after.docx")
    assert "| Deltas | ten per cent | Japan |" in after
    assert "Coasts" not in after
    assert "member States[^1] in 1993" in after
    assert "At Ulaanbaatar." in after
    assert ("**voluntary contributions**" in after) == (suffix == ".docx")


@pytest.mark.parametrize(("suffix", "tracking"), [(".docx", "on"), (".odt", "off")])
def test_columns_that_came_and_went_in_a_word_processor_come_and_go_in_the_plan(
    tmp_path: Path, suffix: str, tracking: str
) -> None:
    box = circulated_with_resources(tmp_path / "plan")
    before = plan_text(box)
    file = edited(
        sent_word_file(box),
        tmp_path / f"JPN{suffix}",
        "Sato Hanako",
        {"op": "track", "text": tracking},
        {"op": "column", "find": "Rivers", "text": "Year|2026|2027"},
        {"op": "drop-column", "find": "all member States"},
    )
    receipt = take_in(box, file)
    assert (receipt["balance"], receipt["unplaced"], receipt["unsupported"]) == (0, [], [])
    assert [(one["place"]["block"], one["proposal"]) for one in comments(box)] == [
        ("Table 1 row 1 column 1", {"op": "insert-column", "cells": ["Year", "2026", "2027"]}),
        (
            "Table 1 row 1 column 3",
            {"op": "delete-column", "cells": ["Lead", "the secretariat", "all member States"]},
        ),
    ]
    accept_all_and_merge(box)
    assert plan_text(box) == (
        before.replace(
            "| Area   | Share of the budget | Lead              |", "| Area   | Year | Share of the budget |"
        )
        .replace(
            "|--------|---------------------|-------------------|", "|--------|------|---------------------|"
        )
        .replace(
            "| Rivers | forty per cent      | the secretariat   |", "| Rivers | 2026 | forty per cent      |"
        )
        .replace(
            "| Coasts | sixty per cent      | all member States |", "| Coasts | 2027 | sixty per cent      |"
        )
    )


SILENTLY: list[dict[str, Any]] = [
    {"op": "track", "text": "off"},
    {"op": "row", "find": "Rivers", "text": "Deltas|ten per cent|Japan"},
    {"op": "drop-row", "find": "Coasts"},
    {"op": "replace", "find": "forty per cent", "text": "half"},
    {"op": "note", "find": "by the member States", "text": "At Ulaanbaatar."},
]
IN_SILENCE = (
    ("member States in 1993", "member States[^1] in 1993"),
    ("review progress.\n", "review progress.\n\n[^1]: At Ulaanbaatar.\n"),
    (
        RIVERS,
        "| Rivers | half      | the secretariat   |\n| Deltas | ten per cent        | Japan             |\n",
    ),
    ("| Coasts | sixty per cent      | all member States |\n", ""),
)


@pytest.mark.parametrize(
    ("suffix", "edit", "of_note"),
    [
        (
            ".docx",
            {"op": "replace", "find": "two thirds", "text": "three quarters"},
            ("came to two thirds", "came to three quarters"),
        ),
        (
            ".odt",
            {"op": "drop-note", "find": "In 2024"},
            ("work.[^share]\n\n[^share]: In 2024 they came to two thirds of the budget.\n", "work.\n"),
        ),
    ],
)
def test_what_was_changed_silently_in_tables_and_notes_stands_in_the_plan(
    tmp_path: Path, suffix: str, edit: dict[str, Any], of_note: tuple[str, str]
) -> None:
    box = circulated_with_resources(tmp_path / "plan")
    wanted = plan_text(box)
    for old, new in (*IN_SILENCE, of_note):
        assert wanted.count(old) == 1, old
        wanted = wanted.replace(old, new)
    file = edited(sent_word_file(box), tmp_path / f"JPN{suffix}", "Sato Hanako", *SILENTLY, edit)
    receipt = take_in(box, file)
    assert (receipt["elements"], receipt["balance"], receipt["unplaced"]) == ({}, 0, [])
    assert {one["origin"] for one in comments(box)} == {"silent"}
    accept_all_and_merge(box)
    assert plan_text(box) == wanted


def test_paragraphs_that_were_given_other_styles_take_that_form_in_the_plan(tmp_path: Path) -> None:
    """LibreOffice tracks no style of a paragraph, even with tracking on."""
    box = circulated_with_resources(tmp_path / "plan")
    wanted = plan_text(box)
    for old, new in (
        ("- more protected areas", "\nmore protected areas"),
        ("The budget of the programme is as follows.", "### The budget of the programme is as follows."),
        ("## Review\n", "Review\n"),
    ):
        assert wanted.count(old) == 1, old
        wanted = wanted.replace(old, new)
    file = edited(
        sent_word_file(box),
        tmp_path / "JPN.docx",
        "Sato Hanako",
        {"op": "style", "find": "more protected", "text": "Numbered Paragraph"},
        {"op": "style", "find": "The budget of the programme is", "text": "Heading 3"},
        {"op": "style", "find": "Review", "nth": 2, "text": "Numbered Paragraph"},
    )
    take_in(box, file)
    assert [one["proposal"] for one in comments(box)] == [
        {"op": "format", "format": form} for form in ("paragraph", "heading 3", "paragraph")
    ]
    accept_all_and_merge(box)
    assert plan_text(box) == wanted
