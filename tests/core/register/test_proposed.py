"""A proposal is shown on the words that it is about, and on no others."""

from __future__ import annotations

import pytest

from neaspec_cli.core.proposals import (
    DeleteBlock,
    DeleteWords,
    InsertBlock,
    InsertWords,
    Join,
    Proposal,
    ReplaceWords,
    Split,
)
from neaspec_cli.core.register.proposed import proposed_runs, proposed_text

TEXT = "Cities shall report. Cities shall meet."


@pytest.mark.parametrize(
    ("proposal", "wanted"),
    [
        (ReplaceWords("meet", "convene"), "Cities shall report. Cities shall convene."),
        (ReplaceWords("shall", "will", at=28), "Cities shall report. Cities will meet."),
        (DeleteWords(" Cities shall meet."), "Cities shall report."),
        (InsertWords(" and towns", after="report"), "Cities shall report and towns. Cities shall meet."),
        (Split("Cities shall meet."), "Cities shall report. \n\nCities shall meet."),
        (InsertBlock("They pay."), f"{TEXT}\n\nThey pay."),
        (InsertBlock("They pay.", "before"), f"They pay.\n\n{TEXT}"),
        (DeleteBlock(), ""),
        (Join(), None),
        (ReplaceWords("shall", "will"), None),
        (ReplaceWords("nothing of it", "x"), None),
    ],
)
def test_the_block_reads_as_the_proposal_would_have_it(proposal: Proposal, wanted: str | None) -> None:
    assert proposed_text(proposal, TEXT) == wanted


def test_what_stays_and_goes_out_is_the_circulated_text() -> None:
    for proposal in (ReplaceWords("meet", "convene"), InsertBlock("New.", "before"), DeleteBlock()):
        runs = proposed_runs(proposal, TEXT)
        assert "".join(one.text for one in runs if one.op != "insert").strip() == TEXT
        assert all(one.text for one in runs)
