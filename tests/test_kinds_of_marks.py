"""The page on kinds of marks tells of every kind, and of no more tests than there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "kinds-of-marks.md"
READING = (
    "tests/intake/test_word*.py",
    "tests/intake/test_odt*.py",
    "tests/intake/test_[npr]*.py",
    "tests/office/*.py",
)
MERGING = ("tests/core/test_merge*.py", "tests/core/merging/*.py", "tests/commands/test_merge*.py")
NAMES = {
    "Words put in, taken out or replaced": r"replacement|insertion|edits?_|words_(go|become|change)|only_the_words",
    "Changes inside changes, of several authors": r"nested|inside_an_ins|two_authors|taken_back|of_several|others",
    "Changes that nothing marks": r"silent|switched_off|only_saved|change_accepted|noise|without_a_mark",
    "Paragraphs typed anew": r"retyped|rewrit|whole_clash",
    "Paragraphs and items that are new or gone": r"new_par|deleted_par|an_item|paragraphs_(go|come|moved)|arrival",
    "Paragraphs split or joined": r"split|join",
    "Moves of paragraphs, items, sections and words": r"move",
    "Headings and what stands below them": r"head|_part",
    "Whole sections": r"section",
    "Table rows": r"rows?_",
    "Table columns and cells": r"column|cell",
    "Whole tables": r"table",
    "Notes": r"note",
    "Bold, italics and other form": r"form_|_form|bold",
    "Comments with their threads": r"remark|comment",
    "Links": r"_links?_|address",
    "Fields, content controls, symbols, right-to-left text": (
        r"fields|control|symbol|white_space|right_to_left|escaped"
    ),
    "Text boxes, heads and feet, tables of contents": r"drawings|headers|title_and_a_cover",
}


def named(patterns: tuple[str, ...]) -> list[str]:
    """The names of all test functions in these files."""
    files = sorted(file for pattern in patterns for file in ROOT.glob(pattern))
    return [name for file in files for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.M)]


def counted(kind: str) -> tuple[int, int]:
    """How many tests of reading and of merging are about a kind of mark, by their names."""
    found = (sum(1 for name in named(where) if re.search(NAMES[kind], name)) for where in (READING, MERGING))
    return next(found), next(found)


def told() -> dict[str, tuple[str, ...]]:
    """The rows of the table on the page by their first cell."""
    rows = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in PAGE.read_text("utf-8").splitlines()
        if line.startswith("| ")
    ]
    return {row[0]: row[1:] for row in rows[1:]}


def test_the_page_tells_of_every_kind() -> None:
    assert list(told()) == list(NAMES)


@pytest.mark.parametrize("kind", NAMES)
def test_it_tells_of_no_more_tests_than_there_are(kind: str) -> None:
    read, merged = (int(cell) for cell in told()[kind][-2:])
    reading, merging = counted(kind)
    assert 0 < read <= reading
    assert merged <= merging
