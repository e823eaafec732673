"""What looks like a formula is made harmless, and every text reads back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neaspec_cli.core.register.formulas import guarded, unguarded


@pytest.mark.parametrize(
    "text", ["=1+1", "+41 22", "-5 %", "@all", "\t=1", "\rx", "\n=1", "  =1", "'=1", "＝1+1", "－1", "'"]
)
def test_no_cell_begins_with_the_sign_of_a_formula(text: str) -> None:
    cell = guarded(text)
    assert cell == "'" or cell.lstrip()[0] == "'"
    assert unguarded(cell) == text


@pytest.mark.parametrize("text", ["", "a=b", "’twas", "'tis", "5-6", "“=”"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


@given(st.text("'=+-@\t\r\n a＝", max_size=8) | st.text())
def test_every_text_reads_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
