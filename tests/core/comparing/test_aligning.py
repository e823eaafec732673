from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from neaspec_cli.core.comparing.aligning import align
from neaspec_cli.core.comparing.chains import Weighted, heaviest_chain
from neaspec_cli.core.comparing.likeness import Unit, is_moved, kept_words, likeness
from tests.core.prose import sentences

LONG = "each member State designates a focal point that reports on progress in the programme areas every year"
weighted = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 9)).map(
    lambda pair: (pair[0], pair[1], float(pair[2]))
)


def unit(text: str, kind: str = "paragraph") -> Unit:
    return Unit(kind, (kind, text), text)


def units(texts: list[str]) -> list[Unit]:
    return [unit(text) for text in texts]


def best_by_trying_all(candidates: list[Weighted]) -> float:
    return max(
        sum(weight for _, _, weight in chosen)
        for size in range(len(candidates) + 1)
        for chosen in combinations(sorted(candidates), size)
        if all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(chosen))
    )


@given(st.lists(weighted, max_size=8, unique_by=lambda pair: pair[:2]))
def test_the_chain_rises_and_none_is_heavier(candidates: list[Weighted]) -> None:
    chain = heaviest_chain(candidates)
    assert all(one < other and i < j for (one, i), (other, j) in pairwise(chain))
    weights = {pair[:2]: pair[2] for pair in candidates}
    assert sum(weights[pair] for pair in chain) == best_by_trying_all(candidates)


@given(st.lists(sentences, max_size=12), st.lists(sentences, max_size=12))
def test_pairs_rise_and_no_unit_is_in_two(old: list[str], new: list[str]) -> None:
    found = align(units(old), units(new))
    assert found.pairs == sorted(found.pairs)
    assert [j for _, j in found.pairs] == sorted(j for _, j in found.pairs)
    every = [*found.pairs, *found.strays]
    assert len({i for i, _ in every}) == len({j for _, j in every}) == len(every)


@given(st.lists(sentences, max_size=12), st.integers(0, 12))
def test_what_stands_on_both_sides_of_an_insertion_is_paired_with_itself(texts: list[str], at: int) -> None:
    old, new = units(texts), units([*texts[:at], "something wholly different stands here", *texts[at:]])
    pairs = align(old, new).pairs
    assert len(pairs) == len(old)
    assert all(old[i].text == new[j].text for i, j in pairs)


def test_likeness_counts_words_kept_in_order() -> None:
    assert likeness(unit("a b c d"), unit("a b x d")) == (0.75, 3)
    assert likeness(unit("a b c"), unit("x y z")) == (0.0, 0)
    assert likeness(unit("a b c d", "heading"), unit("a b x y", "paragraph")) == (0.0, 0)
    assert likeness(unit(LONG, "note"), unit(LONG, "paragraph")) == (0.0, 0)


def test_a_part_is_like_its_whole() -> None:
    assert (
        likeness(unit(LONG), unit(f"{LONG} and then {' '.join('other words follow here'.split() * 20)}"))[1]
        > 5
    )


def test_a_short_unit_needs_more_likeness_to_count_as_moved() -> None:
    words = LONG.split()
    assert is_moved(unit(LONG), unit(" ".join([*words[:10], *"uvwxyzr"])))
    assert not is_moved(unit("one two three four five six"), unit("one two three u v w"))
    assert not is_moved(unit("a b c d"), unit("a b c d"))


def test_an_unpaired_neighbour_does_not_steal_the_place_of_a_moved_unit() -> None:
    other = (
        "the secretariat keeps an open register of all comments and of the replies that were given to them"
    )
    third = "funds come from voluntary contributions which are announced at the meeting of senior officials"
    found = align(units([LONG, other, third]), units([third, LONG, other]))
    assert found.pairs == [(0, 1), (1, 2)]
    assert found.strays == [(2, 0)]


def test_words_of_very_long_texts_are_counted_in_any_order() -> None:
    assert kept_words(["a", "b"], ["b", "a"]) == 1
    assert kept_words(["a"] * 20_000 + ["b"], ["b"] + ["a"] * 20_000) == 20_001


def test_a_word_or_two_are_like_a_sentence_only_where_it_begins_with_them() -> None:
    assert likeness(unit("to come"), unit("here at last is what was to come")) == (0.0, 0)
    assert likeness(unit("option 1"), unit("option 1 no text in addition to it"))[1] == 2
