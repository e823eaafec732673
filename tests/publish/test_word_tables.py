"""Columns of Word tables: no word is broken where there is room for it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from neaspec_cli.publish.word_tables import column_widths

WIDTH = 7000
LETTER = 100
PADDING = 216


def test_a_narrow_column_holds_its_word_beside_long_ones() -> None:
    rows = [[(3, 3), (18, 7), (15, 10)], [(1, 1), (120, 12), (900, 14)]]
    number, reason, risk = column_widths(rows, 3, WIDTH)
    assert number >= PADDING + 3 * LETTER
    assert reason < risk
    assert number + reason + risk == WIDTH


def test_words_that_have_no_room_beside_each_other_share_it() -> None:
    widths = column_widths([[(50, 50), (50, 50), (1, 1)]], 3, WIDTH)
    assert widths[0] == widths[1] > widths[2] > 0


CELLS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 12)), min_size=4, max_size=4)


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_columns_fill_the_width_and_hold_their_longest_words(rows: list[list[tuple[int, int]]]) -> None:
    widths = column_widths(rows, 4, WIDTH)
    assert sum(widths) == WIDTH
    longest = [max(row[column][1] for row in rows) for column in range(4)]
    assert all(width >= PADDING + LETTER * word for width, word in zip(widths, longest, strict=True))
