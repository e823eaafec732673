from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from neaspec_cli.core.text.words import count, ends_sentence, is_word, tokens, words
from tests.core.prose import any_texts


@given(any_texts)
def test_tokens_spell_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(any_texts)
def test_a_combining_mark_never_starts_a_token_that_has_a_base_before_it(text: str) -> None:
    cut = tokens(text)
    for before, token in pairwise(cut):
        if unicodedata.category(token[0]) in ("Mn", "Mc", "Me"):
            assert unicodedata.category(before[-1])[0] in "ZC"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It's low-carbon, 1.5 °C.",
            ["It's", " ", "low", "-", "carbon", ",", " ", "1.5", " ", "°", "C", "."],
        ),
        ("Member’s 10,000 t", ["Member’s", " ", "10,000", " ", "t"]),
        ("气候变化", ["气", "候", "变", "化"]),
        ("カーボン", ["カ", "ー", "ボ", "ン"]),
        ("기후 변화", ["기후", " ", "변화"]),
        ("устойчивое развитие", ["устойчивое", " ", "развитие"]),
        ("السلام، عليكم", ["السلام", "،", " ", "عليكم"]),
        ("कि है", ["कि", " ", "है"]),
        ("x\u0301y", ["x\u0301y"]),
        ("👩‍👩‍👧🇯🇵", ["👩‍👩‍👧", "🇯🇵"]),
        ("a\n\nb", ["a", "\n\n", "b"]),
    ],
)
def test_scripts_are_cut_as_their_readers_do(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_signs_are_no_words() -> None:
    assert words("Parties [shall] — must: 3.") == ["Parties", "shall", "must", "3"]
    assert count("気候の変動") == 5


def test_sentences_end_in_every_script() -> None:
    assert all(ends_sentence(token) for token in (".", ";", "。", "؟", "।", "\n"))
    assert not any(ends_sentence(token) for token in (",", "a", " ", "、"))


@given(st.text(st.sampled_from(list("ab1.,' _-\n(")), max_size=30))
@example("1,000.5 don't 'a' 1.a a.1 _a a_b")
def test_the_words_alone_are_those_among_the_tokens(text: str) -> None:
    assert words(text) == [token for token in tokens(text) if is_word(token)]
