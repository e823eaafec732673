"""Changes in words, so that nobody needs to see colours to know them."""

from __future__ import annotations

import pytest

from neaspec_cli.publish.changelist import Entry, entries
from neaspec_cli.publish.redline import redline
from tests.publish.test_redline import LONG, OTHER, THIRD, copy_of


def changes(old: str, new: str) -> list[Entry]:
    return list(entries(redline(copy_of(old), copy_of(new))))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (LONG, LONG.replace("joint", "regular"), [("Paragraph 1", "“joint” replaced by “regular”.")]),
        (
            LONG,
            LONG.replace("air pollutants", "harmful air pollutants"),
            [("Paragraph 1", "Inserted after “the joint monitoring of”: “harmful”.")],
        ),
        (LONG, f"{LONG}\n\n{OTHER}", [("Paragraph 2", f"New: “{OTHER}”")]),
        (f"{LONG}\n\n{OTHER}", LONG, [("Former paragraph 2", f"Deleted: “{OTHER}”")]),
        (f"{LONG} {OTHER}", f"{LONG}\n\n{OTHER}", [("Paragraph 1", "Divided after this.")]),
        (f"# A\n\n{LONG}", f"# B\n\n{LONG}", [("Heading I", "“A” replaced by “B”.")]),
    ],
)
def test_each_change_is_said(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    said = [(one.place, one.said) for one in changes(old, new)]
    assert [place for place, _ in said] == [place for place, _ in expected]
    assert all(words in found for (_, found), (_, words) in zip(said, expected, strict=True)), said


def test_a_move_is_said_at_both_ends() -> None:
    last = "The plan is reviewed after three years by the Senior Officials Meeting."
    paragraphs = [LONG, OTHER, THIRD, last]
    found = changes("\n\n".join(paragraphs), "\n\n".join([*paragraphs[1:], paragraphs[0]]))
    assert {one.said.split(":")[0].split(";")[0] for one in found} == {"Moved to here", "Moved from here"}


def test_long_quotations_are_shortened() -> None:
    (entry,) = changes(LONG, f"{LONG}\n\n" + "many words " * 60)
    assert "[…]" in entry.said
    assert len(entry.said.split()) < 50


def test_nothing_changed_is_no_entry() -> None:
    assert changes(LONG, LONG) == []


def test_a_passage_that_went_to_another_paragraph_is_said_at_both_ends() -> None:
    found = changes(f"{LONG} {OTHER}\n\n{THIRD}", f"{LONG}\n\n{THIRD} {OTHER}")
    assert [one.place for one in found] == ["Paragraph 1", "Paragraph 2"]
    assert f"Moved to paragraph 2: “{OTHER}”" in found[0].said
    assert f"Moved here from paragraph 1: “{OTHER}”" in found[1].said


def test_a_passage_in_a_paragraph_that_is_new_is_said() -> None:
    found = changes(f"{LONG} {OTHER}\n\n{THIRD}", f"{LONG}\n\n{THIRD}\n\nIt was said before. {OTHER}")
    assert found[-1].said.endswith(f"Moved here from paragraph 1: “{OTHER}”")
