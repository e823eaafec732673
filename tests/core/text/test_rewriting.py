from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.markdown import text_faults, unsure_places
from neaspec_cli.core.text.rewriting import BlockEdit, Edit, TextEdit, apply_edits, escape, expected
from tests.core.reading import read, texts

SOURCE = """# Goals

The plan *sets* **three goals** for [the subregion](https://example.org)[^1].
They are reached `by` 2030.

- cleaner air
- living seas

::: annotation
Say more here.
:::

[^1]: See the statement.
"""


def apply(source: str, *edits: Edit) -> str:
    applied = apply_edits(source, read(source), edits, read)
    assert applied.refused == ()
    return applied.source


def replaced(old: str, new: str, source: str = SOURCE) -> str:
    for index, block in enumerate(read(source)):
        if old in block.text:
            start = block.text.index(old)
            return apply(source, TextEdit(index, start, start + len(old), new))
    raise AssertionError(old)


@pytest.mark.parametrize(
    ("old", "new", "was", "becomes"),
    [
        ("plan", "strategy", "The plan", "The strategy"),
        ("sets", "names", "*sets*", "*names*"),
        ("three goals ", "", "**three goals** ", ""),
        ("subregion", "region", "[the subregion]", "[the region]"),
        ("the subregion", "us", "[the subregion]", "[us]"),
        ("by", "until", "`by`", "`until`"),
        ("See", "Read", "See the", "Read the"),
        ("cleaner", "clean", "cleaner air", "clean air"),
    ],
)
def test_only_the_words_change(old: str, new: str, was: str, becomes: str) -> None:
    assert replaced(old, new) == SOURCE.replace(was, becomes)


def test_an_edit_that_would_not_read_back_is_left_out_and_reported() -> None:
    source = "# Goals\n\nOne **(two)** three.\n"
    bad, good = TextEdit(1, 3, 4, "Zed", "bad"), TextEdit(0, 0, 5, "Aims", "good")
    applied = apply_edits(source, read(source), [bad, good], read)
    assert [one.edit for one in applied.refused] == [bad]
    assert applied.source == source.replace("# Goals", "# Aims")


@pytest.mark.parametrize(
    "words",
    [
        "*stars*",
        "_under_",
        "[shall]",
        "[a](b)",
        "<tag>",
        "a|b",
        "`code`",
        "&amp;",
        "# no heading",
        "1. no item",
        "- no",
        "{.x}",
        "~~kept~~",
        "x^2^",
        "$5$",
        "\\",
        "::: no div",
        "> no quote",
        "中文和日本語",
        "https://example.org",
        "日本 [国]",
        "e\u0301",
    ],
)
def test_whatever_is_inserted_reads_back_as_it_was_meant(words: str) -> None:
    paragraph = len("The plan")
    inserted = apply(SOURCE, TextEdit(1, paragraph, paragraph, " " + words))
    assert f"The plan {words} sets".replace("e\u0301", "é") in texts(inserted)[1]
    started = apply(SOURCE, BlockEdit("insert-after", 1, (words,)))
    assert words.replace("e\u0301", "é") in texts(started)


def test_a_new_paragraph_stands_after_its_neighbour_and_a_new_item_is_an_item() -> None:
    assert "2030.\n\nA new one.\n\n- cleaner" in apply(SOURCE, BlockEdit("insert-after", 1, ("A new one.",)))
    assert "- living seas\n- quiet nights\n" in apply(SOURCE, BlockEdit("insert-after", 4, ("quiet nights",)))
    assert "Say more here.\n\nAnd here.\n:::" in apply(SOURCE, BlockEdit("insert-after", 5, ("And here.",)))
    assert apply(SOURCE, BlockEdit("insert-after", -1, ("Before all.",))).startswith("Before all.\n\n# Goals")


def test_a_paragraph_goes_with_the_empty_line_after_it() -> None:
    source = "# T\n\nOne.\n\nTwo.\n\nThree.\n"
    assert apply(source, BlockEdit("delete", 2)) == "# T\n\nOne.\n\nThree.\n"


def test_a_paragraph_is_split_where_asked() -> None:
    source = "# T\n\nOne thing. Another thing.\n"
    assert apply(source, TextEdit(1, 10, 11, "\n\n")) == "# T\n\nOne thing.\n\nAnother thing.\n"


def test_two_edits_on_the_same_words_are_never_both_carried_out() -> None:
    edits = [TextEdit(1, 4, 8, "strategy", "a"), TextEdit(1, 4, 8, "programme", "b")]
    applied = apply_edits(SOURCE, read(SOURCE), edits, read)
    assert len(applied.done) == 1
    assert len(applied.refused) == 1


def test_a_block_that_is_not_there_is_refused() -> None:
    applied = apply_edits(SOURCE, read(SOURCE), [TextEdit(99, 0, 0, "x"), TextEdit(-1, 0, 0, "x")], read)
    assert applied.source == SOURCE
    assert len(applied.refused) == 2


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="abЖ中한 .*_`[]<>&#-+|~^$\\{}():=1", min_size=1, max_size=40).filter(
        lambda text: text.strip()
    )
)
def test_escaped_text_reads_back(text: str) -> None:
    (block,) = read(escape(" ".join(text.split()), line_start=True) + "\n")
    assert block.text == " ".join(text.split())


def test_edits_on_a_real_plan_leave_every_other_byte(shared_data: Path) -> None:
    generator = random.Random(5)
    done = 0
    for path in sorted((shared_data / "plans/uk-digital-strategy/2014-02-03/strategy").glob("0*.md")):
        source = path.read_text(encoding="utf-8")
        blocks = read(source)
        if text_faults(source, path.name) or unsure_places(source, blocks, path.name):
            continue
        edits: list[Edit] = []
        for index, block in enumerate(blocks):
            words = [found.span() for found in re.finditer(r"\w+", block.text)]
            if words and generator.random() < 0.3:
                start, end = generator.choice(words)
                edits.append(TextEdit(index, start, end, generator.choice(["shall", "[must]", "中文", ""])))
        applied = apply_edits(source, blocks, edits, read)
        assert len(applied.refused) <= 0.04 * len(edits)
        assert [(kind, text) for kind, text in expected(blocks, applied.done)] == [
            (block.kind, " ".join(block.text.split())) for block in read(applied.source)
        ]
        done += len(applied.done)
    assert done > 50
