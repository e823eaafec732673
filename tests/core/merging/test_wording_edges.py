"""Words that were typed without the spaces around them do not run into their neighbours."""

from __future__ import annotations

import pytest

from neaspec_cli.core.merging.wording_edges import edged
from neaspec_cli.core.proposals import DeleteBlock, DeleteWords, InsertWords, Proposal, ReplaceWords


@pytest.mark.parametrize(
    ("proposal", "wording", "expected"),
    [
        (InsertWords(" and of stakeholders"), "and of others", " and of others"),
        (InsertWords(" and of stakeholders"), ", and of others", ", and of others"),
        (InsertWords("by the meeting "), "by decision", "by decision "),
        (InsertWords(", too"), "as well", "as well"),
        (InsertWords(" and of stakeholders"), " and others ", " and others "),
        (ReplaceWords(" and", ","), "as well as", " as well as"),
        (ReplaceWords("several", "all"), "most", "most"),
        (DeleteWords("to six "), "or five", "or five "),
        (DeleteWords(" most, too"), "", ""),
        (DeleteBlock("All."), "None.", "None."),
        (None, "None.", "None."),
    ],
)
def test_wording_has_the_spaces_of_what_it_replaces(
    proposal: Proposal | None, wording: str, expected: str
) -> None:
    assert edged(wording, proposal) == expected
