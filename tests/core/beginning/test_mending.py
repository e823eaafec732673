"""Mending text files."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.beginning.mending import mended
from neaspec_cli.core.markdown import text_faults

PIECES = st.lists(
    st.sampled_from(["a", "\t", "\r\n", "\r", "\n", "\ufeff", "e\u0301", " ", "가", "\u1100\u1161"])
)


@settings(max_examples=200)
@given(PIECES.map("".join))
def test_what_is_mended_has_no_fault_and_needs_no_mending(text: str) -> None:
    once, _ = mended(text)
    assert mended(once) == (once, ())
    assert not text_faults(once, "a.md")
    assert once == "" or once.endswith("\n")


@settings(max_examples=200)
@given(st.text(alphabet="ab é\n", max_size=40).map(lambda text: text.strip() + "\n" if text.strip() else ""))
def test_a_text_in_order_keeps_every_byte(text: str) -> None:
    assert mended(text) == (text, ())


def test_tabs_stay_where_they_may_be_part_of_a_value() -> None:
    assert mended('a: "x\ty"\r\n', tabs=False) == ('a: "x\ty"\n', ("line ends",))
    assert mended("-\ta\n") == ("-   a\n", ("tabs",))
