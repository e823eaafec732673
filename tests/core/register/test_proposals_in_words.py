from __future__ import annotations

import pytest

from neaspec_cli.core.proposals import (
    DeleteColumn,
    DeleteRow,
    DeleteSection,
    FormatChange,
    InsertBlock,
    InsertColumn,
    InsertRow,
    InsertSection,
    LinkChange,
    MoveSection,
    NoteChange,
    Proposal,
)
from neaspec_cli.core.register.proposals_in_words import in_words


@pytest.mark.parametrize(
    ("proposal", "words"),
    [
        (InsertBlock("More."), "new paragraph after this one: “More.”"),
        (InsertBlock("A | B", "before", "table"), "new table before this place: “A | B”"),
        (InsertRow(("a", "b")), "new row after this one: a | b"),
        (DeleteRow(), "delete the row"),
        (InsertColumn(("a", "b"), "before"), "new column before this one: a | b"),
        (DeleteColumn(), "delete the column"),
        (DeleteColumn(("a", "b")), "delete the column: a | b"),
        (InsertSection("Means\n\nMore."), "new section after this one: “Means\n\nMore.”"),
        (DeleteSection("Means"), "delete the section “Means”"),
        (DeleteSection(), "delete the section"),
        (MoveSection("means", "before"), "move the section before means"),
        (LinkChange("States", "https://a.org"), "link “States” to https://a.org"),
        (LinkChange("States", "", "#p-a"), "take the link to #p-a off “States”"),
        (NoteChange("New.", after="words"), "add the note “New.” after “words”"),
        (NoteChange(old="Old."), "delete the note “Old.”"),
        (FormatChange("bold", "words"), "change the form of “words”: bold"),
        (FormatChange("heading 2"), "make it a heading of level 2"),
        (FormatChange("item"), "make it an item"),
    ],
)
def test_a_proposal_is_told_in_one_line(proposal: Proposal, words: str) -> None:
    assert in_words(proposal) == words
