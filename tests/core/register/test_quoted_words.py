"""Words before a remark are found in it again, and only where they stand in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neaspec_cli.core.register.quoted_words import with_quote, without_quote

TEXT = "The plan is carried out by 2030, “as agreed”: in full."


@pytest.mark.parametrize("quote", ["by 2030", "“as agreed”: in", "The plan"])
@pytest.mark.parametrize("comment", ["Too late.", "", "On “x”: y", "two\nlines"])
def test_a_remark_on_words_reads_back(quote: str, comment: str) -> None:
    assert without_quote(with_quote(comment, quote), TEXT) == (comment, quote)


@pytest.mark.parametrize(
    "comment", ["", "Too late.", "On “by 2040”: no", "On “”: no", "On “by 2030: no", "on “plan”: x"]
)
def test_other_remarks_stay_whole(comment: str) -> None:
    assert without_quote(comment, TEXT) == (comment, "")


@given(st.text("ab”“: ", max_size=12), st.text("ab”“: ", max_size=6))
def test_nothing_of_a_remark_is_lost(comment: str, text: str) -> None:
    rest, quote = without_quote(comment, text)
    assert with_quote(rest, quote) in (comment, f"{comment}: ")
