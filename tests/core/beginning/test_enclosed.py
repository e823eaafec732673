"""What stands between an opening and its closing."""

from __future__ import annotations

import time

import pytest

from neaspec_cli.core.beginning.enclosed import between, by_code, replaced
from neaspec_cli.core.beginning.foreign_markdown import clean

TIMES = 100
"""How many times as long as plain words of the same length; what looks through the rest each time takes thousands."""
LENGTH = 400_000


@pytest.mark.parametrize(
    "opening",
    [
        "<!-- ",
        "{::comment} ",
        "<script> ",
        "<style ",
        "{% a ",
        "{{ a ",
        "{%include a ",
        "{: a ",
        "<a href=x> ",
        "<a href=a ",
        "<b>a ",
        "<strong>a ",
        "<em>a ",
        "<a <b>< ",
        "`a ``b ",
        "* a\n",
        "```\n",
    ],
)
def test_what_is_opened_and_never_closed_takes_about_as_long_as_words(opening: str) -> None:
    hostile = opening * (LENGTH // len(opening))
    plain = "word " * (LENGTH // 5)

    assert _seconds(hostile) < TIMES * _seconds(plain)


def test_runs_of_backticks_of_every_length_take_about_as_long_as_words() -> None:
    hostile = " ".join("`" * length for length in range(1, 900))

    assert _seconds(hostile) < TIMES * _seconds("word " * (len(hostile) // 5))


def _seconds(text: str) -> float:
    start = time.process_time()
    clean(text)
    return max(time.process_time() - start, 0.002)


def test_the_first_closing_ends_what_was_opened_and_an_opening_without_one_stays() -> None:
    find = between(r"<(b|i)>", lambda opening: f"</{opening[1]}>")

    assert replaced("<i> <b>one</B> <B>İ</b> <b>", find, lambda one: one.inner.upper()) == "<i> ONE İ <b>"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a `b` c", ["`b`"]),
        ("a ``b ` c`` d", ["``b ` c``"]),
        ("a `b\nc` d", []),
        ("```\na `b`\n```\nc `d`\n", ["```\na `b`\n```", "`d`"]),
        ("~~~ x\nnever closed `a`\n", ["~~~ x\nnever closed `a`\n"]),
        ("` ``a`` `", ["` ``a`` `"]),
    ],
)
def test_code_is_told_from_words_and_nothing_is_lost(text: str, code: list[str]) -> None:
    parts = list(by_code(text))

    assert [part for part, is_code in parts if is_code] == code
    assert "".join(part for part, _ in parts) == text
