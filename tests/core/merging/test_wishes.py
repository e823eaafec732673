from __future__ import annotations

import pytest

from neaspec_cli.core.comments import Comment, Disposition, Place
from neaspec_cli.core.merge import BlockWish, Wish
from neaspec_cli.core.merging.parts import NoteOut, PartWish
from neaspec_cli.core.merging.wishes import Unwished, listed, wish
from neaspec_cli.core.proposals import (
    DeleteBlock,
    DeleteWords,
    InsertBlock,
    InsertWords,
    Join,
    Move,
    Proposal,
    ReplaceWords,
    Split,
)
from tests.core.reading import read

BLOCKS = read("# Goals\n\nThe States shall report. They shall meet.\n\nMore words.\n")
BASE = listed([("goals", BLOCKS, ["heading I", "1", "2"])])


def wished(
    proposal: Proposal | None, *, quote: str = "", text: str | None = None, block: str = "1"
) -> object:
    decision = (
        Disposition("accepted") if text is None else Disposition("accepted with modification", text=text)
    )
    comment = Comment("JPN-001", Place("goals", block, quote), proposal=proposal, disposition=decision)
    return wish(comment, "draft-1/JPN-001", "JPN", BASE)


@pytest.mark.parametrize(
    ("proposal", "start", "end", "text"),
    [
        (ReplaceWords("report", "report yearly"), 17, 23, "report yearly"),
        (InsertWords(" yearly", after="report"), 23, 23, " yearly"),
        (InsertWords("duly ", before="report"), 17, 17, "duly "),
        (DeleteWords(" They shall meet."), 24, 41, ""),
        (Split("They shall meet"), 24, 25, "\n\n"),
        (ReplaceWords("shall", "should", at=30), 30, 35, "should"),
    ],
)
def test_words_become_a_wish_at_their_place(proposal: Proposal, start: int, end: int, text: str) -> None:
    assert wished(proposal) == Wish("draft-1/JPN-001", "JPN", 1, start, end, text)


def test_whole_paragraphs_go_in_and_out() -> None:
    assert wished(InsertBlock("One.\n\nTwo.")) == BlockWish(
        "draft-1/JPN-001", "JPN", "insert-after", 1, ("One.", "Two.")
    )
    assert wished(InsertBlock("One.", where="before")) == BlockWish(
        "draft-1/JPN-001", "JPN", "insert-after", 0, ("One.",)
    )
    assert wished(DeleteBlock()) == BlockWish("draft-1/JPN-001", "JPN", "delete", 1)


def test_moves_joins_and_headings_become_wishes_of_whole_blocks() -> None:
    key = ("draft-1/JPN-001", "JPN")
    assert wished(Move("goals", "2")) == BlockWish(*key, "move", 1, after=2, last=1)
    assert wished(Move("goals", "1", where="before"), block="2") == BlockWish(
        *key, "move", 2, after=0, last=2
    )
    assert wished(Join(", ")) == BlockWish(*key, "join", 1, (", ",))
    assert wished(InsertBlock("Funds\n\nMore.", kind="heading", level=2), block="2") == BlockWish(
        *key, "insert-after", 2, ("Funds", "More."), level=2
    )
    assert wished(Move("goals", "2", old="They shall meet.", to=0)) == Wish(
        *key, 1, 25, 41, "They shall meet.", to=(2, 0)
    )


PARTS = read("# Goals\n\n## One\n\nInner.\n\n### Deeper\n\nMore.\n\n## Two\n\nEnd.\n")
IN_PARTS = listed(
    [("goals", PARTS, ["heading I", "heading I.A", "1", "heading I.A.1", "2", "heading I.B", "3"])]
)


@pytest.mark.parametrize(("origin", "last", "after"), [("hand", 4, 6), ("tracked", 1, 5)])
def test_a_heading_moves_with_all_below_it_unless_each_paragraph_was_marked(
    origin: str, last: int, after: int
) -> None:
    comment = Comment(
        "JPN-001",
        Place("goals", "heading I.A"),
        proposal=Move("goals", "heading I.B"),
        disposition=Disposition("accepted"),
        origin=origin,
    )
    found = wish(comment, "k", "JPN", IN_PARTS)
    assert found == BlockWish("k", "JPN", "move", 1, after=after, last=last)


def test_an_item_moves_with_what_stands_below_it() -> None:
    items = read("# Goals\n\n- one\n  - inner\n- two\n")
    base = listed([("goals", items, ["heading I", "1(a)", "1(a)(i)", "1(b)"])])
    comment = Comment(
        "JPN-001",
        Place("goals", "1(a)"),
        proposal=Move("goals", "1(b)"),
        disposition=Disposition("accepted"),
    )
    assert wish(comment, "k", "JPN", base) == BlockWish("k", "JPN", "move", 1, after=3, last=2)


def test_the_wording_that_was_agreed_takes_the_place_of_the_one_proposed() -> None:
    assert wished(ReplaceWords("report", "inform"), text="report to SOM") == Wish(
        "draft-1/JPN-001", "JPN", 1, 17, 23, "report to SOM"
    )


def test_a_remark_is_merged_where_its_quoted_words_get_a_new_wording() -> None:
    assert wished(None, quote="report", text="inform") == Wish("draft-1/JPN-001", "JPN", 1, 17, 23, "inform")


@pytest.mark.parametrize(
    ("proposal", "block", "words"),
    [
        (ReplaceWords("shall", "should"), "1", "not only once"),
        (ReplaceWords("must", "should"), "1", "are not"),
        (ReplaceWords("report", "inform"), "7", "no single block"),
        (None, "1", "proposes no wording"),
        (Move("goals", "7"), "1", "no single block"),
        (Move("goals", "1"), "heading I", "title of a section"),
        (Move("goals", "heading I", where="before"), "1", "title of a section"),
        (Move("goals", "2", old="They"), "2", "not only once"),
        (Join(), "2", "nothing stands behind it"),
        (InsertBlock("Funds", kind="heading", level=1), "1", "title of a section"),
        (InsertBlock("One.", where="before"), "heading I", "title of a section"),
    ],
)
def test_what_has_no_certain_place_is_said_with_the_reason(
    proposal: Proposal | None, block: str, words: str
) -> None:
    found = wished(proposal, block=block)
    assert isinstance(found, Unwished)
    assert words in found.reason


@pytest.mark.parametrize(
    "proposal", [DeleteBlock(), DeleteWords("Goals"), Move("goals", "1", old="Goals"), Split("als")]
)
def test_the_title_of_a_section_never_goes_alone_nor_becomes_two(proposal: Proposal) -> None:
    found = wished(proposal, block="heading I")
    assert isinstance(found, Unwished)
    assert "title of a section" in found.reason


def test_a_note_of_which_all_words_are_to_go_goes_with_its_reference() -> None:
    noted = read("# Goals\n\nThe States report[^a] each year.\n\n[^a]: As agreed.\n")
    comment = Comment("JPN-001", Place("goals", "note 1"), proposal=DeleteWords("As agreed."))
    found = wish(comment, "JPN-001", "JPN", listed([("goals", noted, ["heading I", "1", "note 1"])]))
    assert found == PartWish("JPN-001", "JPN", NoteOut(1, 0))


def test_nothing_is_parted_before_the_first_words() -> None:
    found = wished(Split("The States"))
    assert isinstance(found, Unwished)
    assert "nothing is to be parted" in found.reason
