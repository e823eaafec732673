from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neaspec_cli.core.comparing.rewording import Run, compare_texts, reworded
from tests.core.prose import any_texts, texts


def spelt(runs: tuple[Run, ...], without: str) -> str:
    return "".join(run.text for run in runs if run.op != without)


def marked(old: str, new: str) -> str:
    return shown(compare_texts(old, new))


def shown(runs: tuple[Run, ...]) -> str:
    signs = {"keep": "{}", "delete": "[-{}-]", "insert": "[+{}+]"}
    return "".join(signs[run.op].format(run.text) for run in runs)


@given(any_texts, any_texts)
def test_runs_spell_both_texts(old: str, new: str) -> None:
    for runs in (compare_texts(old, new), reworded(old, new)):
        assert spelt(runs, "insert") == old
        assert spelt(runs, "delete") == new


@given(st.lists(st.sampled_from(["a ", "b ", "a. ", "the "]), max_size=40), st.data())
def test_runs_spell_repetitive_texts(parts: list[str], data: st.DataObject) -> None:
    other = data.draw(st.permutations(parts))
    old, new = "".join(parts), "".join(other[: data.draw(st.integers(0, 40))])
    runs = compare_texts(old, new)
    assert (spelt(runs, "insert"), spelt(runs, "delete")) == (old, new)


@given(texts)
def test_equal_texts_are_one_kept_run(text: str) -> None:
    assert compare_texts(text, text) == ((Run("keep", text),) if text else ())


@given(any_texts, any_texts)
def test_no_run_is_empty_and_neighbours_differ(old: str, new: str) -> None:
    runs = compare_texts(old, new)
    assert all(run.text for run in runs)
    assert all(one.op != other.op for one, other in pairwise(runs))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "within sixty days of receipt",
            "within ninety days of receipt",
            "within [-sixty-][+ninety+] days of receipt",
        ),
        (
            "low carbon cities",
            "low-carbon and resilient cities",
            "low[- -][+-+]carbon [+and resilient +]cities",
        ),
        ("It is so.", "It is so very much.", "It is so[+ very much+]."),
        (
            "One. Three sentences.",
            "One. Two sentences. Three sentences.",
            "One. [+Two sentences. +]Three sentences.",
        ),
        ("气候变化是问题", "气候变化不是大问题", "气候变化[+不+]是[+大+]问题"),
        ("of dust dust from", "of water dust from", "of [-dust-][+water+] dust from"),
        ("Alpha.\n\nBeta.", "Alpha. Beta.", "Alpha.[-\n\n-][+ +]Beta."),
        (
            "The State shall report yearly.",
            "The State should inform yearly.",
            "The State [-shall report-][+should inform+] yearly.",
        ),
    ],
)
def test_marks_are_those_of_an_editor(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


def test_a_word_kept_by_chance_is_no_island() -> None:
    old = "Member States prepare their own reports for the meeting."
    new = "Each focal point drafts their joint statement for the meeting."
    assert marked(old, new) == (
        "[-Member States prepare their own reports-][+Each focal point drafts their joint statement+] for the meeting."
    )


def test_a_word_between_two_insertions_stays_for_nothing_replaces_it() -> None:
    assert marked("Parties meet in Seoul.", "Parties and other States meet once or twice in Seoul.") == (
        "Parties [+and other States +]meet [+once or twice +]in Seoul."
    )


def test_a_number_between_two_insertions_is_kept_by_chance() -> None:
    new = "Option 1: promote compliance with Articles 3 and 9 of this Agreement. Option 2: address cases"
    assert marked("Option 3: address cases", new) == (
        "Option [-3-][+1: promote compliance with Articles 3 and 9 of this Agreement. Option 2+]: address cases"
    )


def test_a_word_or_two_between_replacements_are_given_up_for_the_eye_and_kept_for_merging() -> None:
    old, new = "an agreed Annex to the Agreement of States", "an agreed annex to the agreement of States"
    assert marked(old, new) == "an agreed [-Annex-][+annex+] to the [-Agreement-][+agreement+] of States"
    assert shown(reworded(old, new)) == (
        "an agreed [-Annex to the Agreement-][+annex to the agreement+] of States"
    )


def test_in_a_text_with_brackets_small_marks_stay_but_for_a_word_among_islands() -> None:
    old = "However, the EUDI Wallet Provider may request it [by 2030]."
    new = "If the Wallet Provider wants to request it [by 2030]."
    assert shown(reworded(old, new)) == (
        "[-However, the EUDI-][+If the+] Wallet Provider [-may-][+wants to+] request it [by 2030]."
    )
    old, new = "[an] agreed Annex to the Agreement of States", "[an] agreed annex to the agreement of States"
    assert (
        shown(reworded(old, new))
        == "[an] agreed [-Annex-][+annex+] to the [-Agreement-][+agreement+] of States"
    )


def test_the_number_of_a_heading_is_a_change_of_its_own() -> None:
    old, new = "6.1.1 Authentication and authorization", "6.1.2 Authentication and authorisation"
    assert (
        shown(reworded(old, new))
        == "[-6.1.1-][+6.1.2+] Authentication and [-authorization-][+authorisation+]"
    )


def test_brackets_around_single_words_are_marked_alone() -> None:
    assert shown(reworded("[shall] report [all] funds", "shall report all funds")) == (
        "[-[-]shall[-]-] report [-[-]all[-]-] funds"
    )


def test_a_phrase_stays_in_a_sentence_nearly_all_rewritten() -> None:
    phrase = "in accordance with the simplified procedure"
    old = f"The quick brown fox jumps over a lazy dog, a cat and many a hen {phrase} of last year as ever"
    new = f"Seven wise owls of our river watch a slow moon rise high above {phrase} for all times to come"
    kept = [run.text for run in compare_texts(old, new) if run.op == "keep"]
    assert kept == [f" {phrase} "]


def test_a_sentence_nearly_all_rewritten_is_replaced_whole() -> None:
    old = "The quick brown fox jumps over the lazy dog in the garden"
    new = "Seven wise owls over a river watch the slow moon in silence"
    assert sum(run.op != "keep" for run in compare_texts(old, new)) == 2


@pytest.mark.parametrize("words", [["w"], ["a", "b", "c"], [str(number) for number in range(50_000)]])
def test_a_line_of_a_megabyte_ends(words: list[str]) -> None:
    chosen = random.Random(3)
    old = " ".join(chosen.choice(words) for _ in range(150_000))
    new = " ".join(chosen.choice(words) for _ in range(140_000))
    runs = compare_texts(old, new)
    assert (spelt(runs, "insert"), spelt(runs, "delete")) == (old, new)
