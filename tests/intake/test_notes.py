"""Feedback written by hand comes in placed, or says what it names that is not there."""

from __future__ import annotations

import pytest

from neaspec_cli.core.comments import Place
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import circulated
from neaspec_cli.errors import InvalidInput
from neaspec_cli.intake import guard
from neaspec_cli.intake.notes import read

SENT = circulated("draft-1", "Plan", "", [("areas", [Block("paragraph", "Clean air.")], ["1"])])
HEAD = "circulation: draft-1\nsource: JPN\n"


def test_labels_are_placed_and_unknown_ones_told() -> None:
    text = HEAD + (
        "comments:\n  - {place: {block: '1'}, comment: a}\n  - {place: {section: areas, block: '9'}, comment: b}\n"
        "  - {place: {section: areas}, comment: c}\n  - {place: {activity: review}, comment: d}\n  - {comment: e}\n"
    )
    intake = read(text.encode(), SENT, "JPN.yaml")
    assert [one.place for one in intake.comments] == [
        Place("areas", "1"),
        Place(quote="areas 9"),
        Place("areas"),
        Place(activity="review"),
        Place(),
    ]
    receipt = intake.receipt
    assert (receipt.elements, receipt.placed, len(receipt.unplaced), receipt.balance) == (
        {"comments": 5},
        4,
        1,
        0,
    )
    assert (intake.circulation, intake.addressee, intake.reply) == ("draft-1", "JPN", "comments")


def test_a_reply_without_comments() -> None:
    intake = read((HEAD + "reply: no objection\n").encode(), SENT, "JPN.yaml")
    assert (intake.comments, intake.reply, intake.receipt.balance) == ((), "no objection", 0)


@pytest.mark.parametrize("data", [b"", b"comments: [", HEAD.encode() + b"reply: \xff", b"source: JPN\n"])
def test_what_cannot_be_read_is_a_fault_with_its_file(data: bytes) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(data, SENT, "JPN.yaml")
    assert "JPN.yaml" in caught.value.message


def test_more_than_anybody_writes_by_hand_is_refused() -> None:
    with pytest.raises(guard.TooMuch):
        read(b"comments:\n" + b"  - {comment: x}\n" * 50_000, SENT, "JPN.yaml")
