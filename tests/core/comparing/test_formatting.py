"""What became of the formatting of words that stayed, in words."""

from __future__ import annotations

import pytest

from neaspec_cli.core.comparing.formatting import formatting_in_words
from neaspec_cli.core.comparison import PlacedChange, compare_plans
from tests.core.plans import plan


def only(old: str, new: str) -> PlacedChange:
    comparison = compare_plans(plan(goals=old + "\n"), plan(goals=new + "\n"))
    (change,) = [one for section in comparison.sections for one in section.changes if one.is_change]
    return change


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("It shall be.", "It **shall** be.", "bold on “shall”"),
        ("It *shall* be.", "It shall be.", "italics taken from “shall”"),
        ("It [shall](a) be.", "It [shall](b) be.", "link of “shall” changed"),
        ("It shall be.", 'It [shall]{.bracket by="JPN"} be.', "brackets on “shall”"),
        ("# Head", "## Head", "heading of level 2, was of level 1"),
        ("::: annotation\nIt is.\n:::", "It is.", "taken out of annotation"),
        ("a b c d", "*a* *b* *c* *d*", "italics on “a”; italics on “b”; italics on “c”; and 1 more"),
        ("It shall be.", "It may be.", ""),
        ("It shall be here.", "It **shall** be there.", "formatting changed: bold on “shall”"),
        ("It **shall** be here.", "It shall be there.", "formatting changed: bold taken from “shall”"),
        ("It [shall](a) be here.", "It [shall](b) be there.", "formatting changed: link of “shall” changed"),
        ("It *shall be here*.", "It *shall be there*.", ""),
        ("It shall be here.", "It shall be **there**.", ""),
        (
            "# It shall be here",
            "## It shall be there",
            "formatting changed: heading of level 2, was of level 1",
        ),
    ],
)
def test_what_became_of_the_formatting_is_said(old: str, new: str, expected: str) -> None:
    assert formatting_in_words(only(old, new)) == expected


def test_formatting_beside_a_division_is_told() -> None:
    first = "Within ninety days of each meeting the secretariat shall publish a report on what was done."
    second = "Funds are pledged by all of the members in the first quarter of every second year."
    change = only(f"{first} {second}", f"{first}\n\n{second.replace('members', '*members*')}")
    assert (change.kind, formatting_in_words(change)) == ("split", "formatting changed: italics on “members”")
