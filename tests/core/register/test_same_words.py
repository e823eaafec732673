"""Remarks that say the same are told from those that only look alike."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.register.same_words import WINDOW, alike, likely_pairs, remark

LONG = "The secretariat might explain how the new centres are paid for and who runs them."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LONG, LONG.lower().rstrip(".")),
        (LONG, LONG.replace("new centres", "centres")),
        (LONG, LONG.replace("might explain", "might kindly explain")),
        ("Please clarify.", "please  clarify"),
        ("请说明新的中心如何筹资以及由谁管理。", "请说明新的中心如何筹资以及由谁来管理。"),
    ],
)
def test_the_same_in_nearly_the_same_words(one: str, other: str) -> None:
    assert alike(remark(one), remark(other))
    assert alike(remark(other), remark(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LONG, LONG.replace("might", "shall")),
        (LONG, LONG.replace("are paid", "are not paid")),
        (LONG, f"{LONG} They were 12."),
        (f"{LONG} Ask Japan first of all.", f"{LONG} Ask China first of all."),
        (f"{LONG} By 2030.", f"{LONG} By 2035."),
        ("Name the cities here.", "Name the rivers here."),
        ("请说明新的中心如何筹资以及由谁管理。", "请不说明新的中心如何筹资以及由谁管理。"),
        (LONG, "Welcome."),
        ("", ""),
    ],
)
def test_what_only_looks_alike_is_kept_apart(one: str, other: str) -> None:
    assert not alike(remark(one), remark(other))


def test_a_short_remark_is_about_the_words_that_it_quotes_and_a_long_one_speaks_for_itself() -> None:
    assert not alike(remark("Please clarify.", "by 2030"), remark("Please clarify.", "the centres"))
    assert alike(remark(LONG, "centres"), remark(LONG, "secretariat"))


SENTENCES = st.lists(st.sampled_from("a river runs by the town and not far off 1 2".split()), max_size=24)


@settings(max_examples=60)
@given(st.lists(SENTENCES.map(" ".join), max_size=14, unique=True))
def test_no_pair_is_missed_by_comparing_only_where_a_rare_word_is_shared(texts: list[str]) -> None:
    remarks = [remark(text) for text in texts]
    each_to_each = {
        pair for pair in combinations(range(len(remarks)), 2) if alike(remarks[pair[0]], remarks[pair[1]])
    }
    assert set(likely_pairs(remarks)) == each_to_each


def test_very_many_variants_of_one_letter_cost_a_fixed_number_of_comparisons_each() -> None:
    letter = "We ask that the plan protects every river of the region and its people from harm by waste"
    remarks = [remark(f"{letter} word{number:04d}x") for number in range(400)]
    asked = 0

    def known(one: int, other: int) -> bool:
        nonlocal asked
        asked += 1
        return True

    assert list(likely_pairs(remarks, known)) == []
    assert asked <= 400 * WINDOW * 6
