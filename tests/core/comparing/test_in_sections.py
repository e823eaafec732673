"""Places followed with the sections known: one that moved and was reworded is found in its file."""

from __future__ import annotations

from neaspec_cli.core.comparing.in_sections import follow_sections
from tests.core.reading import read

FIRST = "# First\n\nThe programme keeps the seas of the region clean.\n"
MEANS = "# Means\n\nThe States pay for the work.\n"


def test_words_of_a_section_that_moved_and_was_reworded_are_found_in_it() -> None:
    old = [("first", read(FIRST)), ("means", read(MEANS))]
    new = [("means", read(MEANS.replace("The", "All"))), ("first", read(FIRST))]
    following = follow_sections(old, new)
    assert [following.block(number).block for number in range(4)] == [2, 3, 0, 1]
    assert following.block(3).state != "gone"
    assert following.place(3, 4, 10).block == 1
    assert (
        new[0][1][1].text[slice(*(following.place(3, 4, 10).start, following.place(3, 4, 10).end))]
        == "States"
    )


def test_what_is_gone_from_its_section_too_is_gone() -> None:
    old = [("first", read(FIRST)), ("means", read(MEANS))]
    following = follow_sections(
        old, [("first", read(FIRST)), ("other", read(MEANS.replace("States pay", "x")))]
    )
    assert following.block(0).block == 0
    gone = follow_sections(old, [("first", read(FIRST)), ("means", read("# Means\n"))])
    assert gone.block(3).block is None


def test_a_block_that_another_became_is_not_given_twice() -> None:
    text = "The member States meet every year in autumn to review progress."
    old = [("a", read(f"# A\n\n{text}\n")), ("b", read("# B\n\nNothing.\n"))]
    new = [("a", read("# A\n")), ("b", read(f"# B\n\n{text}\n"))]
    following = follow_sections(old, new)
    assert following.block(1).block == 2
    assert following.block(3).block is None
