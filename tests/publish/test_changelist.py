"""Changes in words, so that nobody needs to see colours to know them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from neaspec_cli.core.comparing.attributing import Behind
from neaspec_cli.publish.changelist import Entry, Part, entries, in_words
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
    assert [one.place for one in found] == ["Former paragraph 1", "Paragraph 4"]
    assert found[0].said == "Moved to paragraph 4; the words are given there."
    assert found[1].said.startswith(f"Moved here from former paragraph 1: “{LONG}")


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


def test_passages_that_went_to_one_paragraph_are_said_once() -> None:
    here, there = "moved to paragraph 7", "moved to paragraph 9"
    parts = [
        Part("", "It is said. "),
        *(Part("deletion", text, moved=place) for text, place in (("One.", here), ("Two.", there))),
        Part("", " And so on. "),
        Part("deletion", "Three.", moved=here),
    ]
    assert in_words("", parts) == "Moved to paragraph 7: “One.” and “Three.” Moved to paragraph 9: “Two.”"
    gone = in_words("deleted", [part for part in parts if part.kind])
    assert (
        gone
        == "Deleted: “One.Two.Three.” Moved to paragraph 7: “One.” and “Three.” Moved to paragraph 9: “Two.”"
    )


TABLE = "| A | B |\n|---|---|\n| rivers | a lot |\n"


def test_a_row_that_comes_or_goes_is_one_change() -> None:
    longer = f"{TABLE}| coasts | some[^a] |\n\n[^a]: As said.\n"
    came, gone = changes(TABLE, longer), changes(longer, TABLE)
    assert [(one.place, one.said) for one in came] == [
        ("Table 1 row 3", "New row: “coasts | some”."),
        ("Note 1", "New: “As said.”"),
    ]
    assert (gone[0].place, gone[0].said) == ("Former Table 1 row 3", "Deleted row: “coasts | some”.")


def test_a_row_with_empty_cells_is_a_row_too() -> None:
    (gone,) = changes(f"{TABLE}| coasts | |\n", TABLE)
    assert (gone.place, gone.said) == ("Former Table 1 row 3", "Deleted row: “coasts”.")


def test_columns_that_come_are_changes_of_their_cells() -> None:
    found = changes(TABLE, "| A | B | C | D |\n|---|---|---|---|\n| rivers | a lot | x | y |\n")
    assert [one.place for one in found] == [
        f"Table 1 row {row} column {column}" for row in (1, 2) for column in (3, 4)
    ]


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        (
            "It *shall* be done.",
            "It shall be **done**.",
            "Paragraph 1",
            "Only the formatting changed. Italics taken from “shall”. Bold on “done”.",
        ),
        (
            "# One\n\nText.\n\n## Rivers\n\nMore.",
            "# One\n\nText.\n\n# Rivers\n\nMore.",
            "Heading II",
            "Only the formatting changed. Heading of level 1, was of level 2.",
        ),
        (
            "It *shall* be done now.",
            "It shall be done soon.",
            "Paragraph 1",
            "“now” replaced by “soon”. Italics taken from “shall”.",
        ),
    ],
)
def test_formatting_is_said(old: str, new: str, place: str, said: str) -> None:
    (found,) = changes(old, new)
    assert (found.place, found.said) == (place, said)


def test_reasons_stand_with_their_change() -> None:
    old = copy_of(f"{LONG}\n\n{OTHER}\n\n[{THIRD}](https://x.example/)")
    new = copy_of(f"{LONG.replace('joint', 'regular')}\n\n{OTHER}\n\n[{THIRD}](https://y.example/)")
    (section,) = new.sections
    first, second, third = section.leaves
    told = [
        replace(leaf, behind=Behind(remarks=(why,)))
        for leaf, why in ((first, "So agreed."), (third, "It went."))
    ]
    explained = replace(new, sections=(replace(section, leaves=(told[0], second, told[1])),))
    found = entries(redline(old, explained))
    assert [(one.place, one.why) for one in found] == [
        ("Paragraph 1", ("So agreed.",)),
        ("Paragraph 3", ("It went.",)),
    ]
    assert found[1].said == "Only the formatting changed."


def test_each_sentence_begins_with_a_capital() -> None:
    (found,) = changes("Large Scale Pilots are begun.", "Large-Scale Pilots are begun.")
    assert found.said == "A space replaced by “-”."
