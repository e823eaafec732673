"""Words of a redline as HTML."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from neaspec_cli.core.text.blocks import Block, Mark
from neaspec_cli.publish import redline_words
from neaspec_cli.publish.redline_words import words

TEXT = "abcdefghij"
SPANS = st.tuples(st.integers(0, 10), st.integers(0, 10), st.sampled_from(sorted(redline_words.TAGS)))


@given(st.lists(SPANS, max_size=8))
def test_each_letter_stands_in_the_marks_around_it_in_their_order(spans: list[tuple[int, int, str]]) -> None:
    marks = tuple(Mark(kind, min(here, there), max(here, there)) for here, there, kind in spans)
    edges = sorted({0, 10, *(at for mark in marks for at in (mark.start, mark.end))})
    made = ""
    for here, there in pairwise(edges):
        piece = TEXT[here:there]
        around = [redline_words.TAGS[one.kind] for one in marks if one.start <= here and one.end >= there]
        for tag in dict.fromkeys(around):
            piece = f"<{tag}>{piece}</{tag}>"
        made += piece

    assert words(Block("paragraph", TEXT, marks=marks), 0, 10, {}) == made
