"""Where a proposal acts in the circulated block."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from neaspec_cli.core.proposals import (
    OPERATIONS,
    DeleteBlock,
    DeleteWords,
    InsertWords,
    Move,
    NoteChange,
    Proposal,
    ReplaceWords,
    Split,
    span,
)

TEXT = "clean air and clean water"


@pytest.mark.parametrize(
    ("proposal", "quote", "expected"),
    [
        (DeleteWords("air"), "", (6, 9)),
        (DeleteWords("clean"), "", None),
        (DeleteWords("clean", at=14), "", (14, 19)),
        (DeleteWords("clean", at=15), "", None),
        (DeleteWords("clean"), "clean water", (14, 19)),
        (ReplaceWords("air", "soil", at=99), "", (6, 9)),
        (ReplaceWords("soil", "air"), "", None),
        (InsertWords("fresh ", before="water"), "", (20, 20)),
        (InsertWords(" fresh", after="clean"), "", None),
        (InsertWords(" fresh", after="clean", at=19), "", (19, 19)),
        (InsertWords("fresh", after="and ", before="clean"), "", (14, 14)),
        (InsertWords(" too", at=25), "", (25, 25)),
        (InsertWords("x", at=26), "", None),
        (Split("clean water"), "", (14, 14)),
        (NoteChange("see below", after="air"), "", (9, 9)),
        (DeleteBlock(), "", (0, 25)),
        (Move("areas", "3"), "", (0, 25)),
        (Move("areas", "3", old="air"), "", (6, 9)),
    ],
)
def test_a_proposal_acts_where_its_words_stand(
    proposal: Proposal, quote: str, expected: tuple[int, int] | None
) -> None:
    assert span(proposal, TEXT, quote) == expected


def test_the_page_on_feedback_tells_every_operation_with_its_fields() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "feedback.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `([a-z-]+)` \| (`[^|]*`[^|]*) \|", page, re.MULTILINE))
    fields = {name: {one.name for one in dataclasses.fields(of)} - {"at"} for name, of in OPERATIONS.items()}
    assert {name: set(re.findall(r"`(\w+)`", said)) for name, said in told.items()} == fields
