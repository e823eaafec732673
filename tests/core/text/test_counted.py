"""Numbers of things in words."""

from __future__ import annotations

import pytest

from neaspec_cli.core.text.counted import counted


@pytest.mark.parametrize(
    ("number", "things", "words"),
    [
        (0, "comments", "0 comments"),
        (1, "comments", "1 comment"),
        (2, "comments", "2 comments"),
        (1, "replies", "1 reply"),
        (1, "earlier messages", "1 earlier message"),
        (1, "text boxes", "1 text box"),
    ],
)
def test_one_of_a_thing_is_named_in_the_singular(number: int, things: str, words: str) -> None:
    assert counted(number, things) == words
