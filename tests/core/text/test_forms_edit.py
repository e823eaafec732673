from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.text.edits import Edit, Form, TextEdit
from neaspec_cli.core.text.forms_edit import has_form, set_forms
from neaspec_cli.core.text.rewriting import CannotPlace, apply_edits
from tests.core.reading import read


def apply(source: str, *edits: Edit) -> str:
    applied = apply_edits(source, read(source), edits, read)
    assert applied.refused == ()
    return applied.source


def formed(line: str, words: str, kind: str, has: bool) -> str:
    source = f"# T\n\n{line}\n"
    blocks = read(source)
    start = blocks[1].text.index(words)
    form = Form(1, start, start + len(words), kind, has)
    return apply(source, set_forms(source, blocks, form)).split("\n", 2)[2].rstrip("\n")


@pytest.mark.parametrize(
    ("line", "words", "kind", "becomes"),
    [
        ("One two three.", "two", "strong", "One **two** three."),
        ("One two three.", " two ", "emphasis", "One *two* three."),
        ("One *two* three.", "two", "strong", "One ***two*** three."),
        ("One *two* three.", "two three", "strong", "One ***two* three**."),
        ("One **two** three.", "two three", "strong", "One **two three**."),
        ("One __two__ three.", "One two", "strong", "**One two** three."),
        ("One [two](u) three.", "two", "strong", "One **[two](u)** three."),
        ("One `two` three.", "two", "strong", "One **`two`** three."),
        ("One\ntwo three.", "One two", "strong", "**One\ntwo** three."),
        ("气候变化很快。", "变化", "strong", "气候**变化**很快。"),
        ("footnotes", "note", "strong", "foot**note**s"),
    ],
)
def test_words_take_a_form(line: str, words: str, kind: str, becomes: str) -> None:
    assert formed(line, words, kind, True) == becomes


@pytest.mark.parametrize(
    ("line", "words", "kind", "becomes"),
    [
        ("One **two** three.", "two", "strong", "One two three."),
        ("One **two three**.", "three", "strong", "One **two** three."),
        ("One **two three four** five.", "three", "strong", "One **two** three **four** five."),
        ("One ***two*** three.", "two", "emphasis", "One **two** three."),
        ("One _two_ three.", "One two three.", "emphasis", "One two three."),
        ("**One** and **two**.", "One and two", "strong", "One and two."),
    ],
)
def test_words_lose_a_form(line: str, words: str, kind: str, becomes: str) -> None:
    assert formed(line, words, kind, False) == becomes


def test_words_of_which_some_change_take_their_form_in_the_same_step() -> None:
    source = "# T\n\nOne two three.\n"
    changed = apply(
        source, set_forms(source, read(source), Form(1, 4, 13, "strong", True)), TextEdit(1, 4, 7, "2")
    )
    assert changed == "# T\n\nOne **2 three**.\n"


def test_a_form_that_markdown_cannot_show_there_is_refused() -> None:
    source = "# T\n\nOne `two three` four.\n"
    blocks = read(source)
    with pytest.raises(CannotPlace):
        set_forms(source, blocks, Form(1, 4, 7, "strong", True))
    source = "# T\n\nOne, two.\n"
    applied = apply_edits(
        source, read(source), [set_forms(source, read(source), Form(1, 3, 7, "strong", True))], read
    )
    assert applied.source == source
    assert len(applied.refused) == 1


def test_what_has_a_form_already_is_known() -> None:
    (_, block) = read("# T\n\nOne **two** **three** four.\n")
    assert has_form(block, 4, 13, "strong")
    assert has_form(block, 4, 14, "strong")
    assert not has_form(block, 0, 7, "strong")


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 30), st.integers(1, 12), st.sampled_from(["strong", "emphasis"]), st.booleans())
def test_a_form_is_set_exactly_or_not_at_all(start: int, length: int, kind: str, has: bool) -> None:
    source = "# T\n\nOne *two **three** four* `five` [six **seven**](u) and\neight _nine_.\n"
    blocks = read(source)
    end = min(start + length, len(blocks[1].text))
    form = Form(1, start, end, kind, has)
    try:
        edit = set_forms(source, blocks, form)
    except CannotPlace:
        return
    applied = apply_edits(source, blocks, [edit], read)
    after = read(applied.source)[1]
    assert after.text == blocks[1].text
    if applied.done:
        assert all(
            has_form(after, at, at + 1, kind) == has
            for at in range(start, end)
            if not after.text[at].isspace()
        )
