"""Counts from the text alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.text import scan


def test_pieces_and_alternatives_that_share_an_id_count_once() -> None:
    text = (
        '# Goals\n\n[by *2030*]{#b-JPN-014 .bracket by="JPN"} and [more]{#b-JPN-014 .bracket by="JPN"}.\n\n'
        '[ninety]{.bracket alt=b-RUS-001 by=""}[sixty]{.bracket alt=b-RUS-001 by="JPN"} days.\n\n'
        '::: {#b-CHN-003 .bracket del="CHN"}\nA paragraph.\n:::\n'
    )
    assert scan.brackets(text) == 3


def test_brackets_typed_by_hand_are_counted_and_links_and_notes_are_not() -> None:
    text = (
        "# Goals\n\nStates [shall] [ [should] act]. See [the site](https://example.org) and [#](#p-aims).\n"
        "A note[^1], a \\[must\\], an [old one][ref], []{#p-aims} and a [plain ref].\n\n"
        "[^1]: Text.\n\n[ref]: https://example.org\n[plain ref]: https://example.org\n\n- [ ] open\n"
    )
    assert scan.typed_brackets(text) == (3, 3, 3, 4)
    assert scan.brackets(text) == 4


def test_code_and_front_matter_hold_no_brackets() -> None:
    text = '---\nlead: "[x]"\n---\n# A\n\n`[y]` and `` a[`0] ``.\n\n```\n[z]{.bracket by="JPN"}\n```\n'
    assert scan.brackets(text) == 0


def test_a_bracket_that_is_never_closed_does_not_reach_into_the_next_paragraph() -> None:
    assert scan.typed_brackets("# A\n\nWe [begin.\n\nAnd end].\n") == ()


def test_divs_are_counted_by_class_in_both_spellings() -> None:
    text = "# A\n\n::: annotation\nx\n:::\n\n::: {.placeholder}\ny\n:::\n\n:::: {#t .table}\nz\n::::\n"
    assert (scan.annotations(text), scan.placeholders(text)) == (1, 1)


def test_attributes_are_read_with_their_line() -> None:
    found = scan.attributes('# A {#top}\n\n[x]{#b-1 .bracket by="JPN MNG" del=CHN}\n\n::: {#t .table}\n:::\n')
    places = [(one.kind, one.line, one.id) for one in found]
    assert places == [("heading", 1, "top"), ("span", 3, "b-1"), ("div", 5, "t")]
    assert dict(found[1].values) == {"by": "JPN MNG", "del": "CHN"}


@settings(max_examples=200)
@given(st.text(alphabet="[]{}()`~:# \n\\a.^", max_size=60))
def test_any_text_is_scanned_and_code_keeps_its_length(text: str) -> None:
    assert len(scan.without_code(text)) == len(text)
    assert scan.brackets(text) >= len(scan.typed_brackets(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Set {RATE=5} here.", ["{RATE=5}"]),
        ("word{.loud} and *word*{#here}", ["{.loud}", "{#here}"]),
        ('{name="two words"}', ['{name="two words"}']),
        ("- {a=b} one\n- two {c=d}", ["{a=b}", "{c=d}"]),
        ("Set {x, y} of {TIMESTAMP} and {1=2, 3}.", []),
        ("[span]{a=b}, [link](x){a=b}, ![](x.png){width=5}, `code`{.py}, \\{a=b}", []),
        ("# Heading {#id a=b}\n\n::: {.note a=b}\ntext\n:::\n\n```{.py}\n{a=b}\n```", []),
    ],
)
def test_words_in_braces_that_the_dialect_swallows(text: str, words: list[str]) -> None:
    assert [one for _, one in scan.swallowed(text)] == words
