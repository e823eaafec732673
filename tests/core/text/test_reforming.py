"""Paragraphs made headings and items and back, and levels changed: only signs change, read back with kind and level."""

from __future__ import annotations

import pytest

from neaspec_cli.core.text.edits import Edit
from neaspec_cli.core.text.reforming import reform
from neaspec_cli.core.text.rewriting import CannotPlace, TextEdit, apply_edits
from tests.core.reading import read


def reformed(source: str, index: int, kind: str, level: int) -> str:
    blocks = read(source)
    applied = apply_edits(source, blocks, [reform(source, blocks, index, kind, level)], read)
    assert applied.refused == ()
    now = read(applied.source)[index]
    assert (now.kind, now.level) == (kind, level)
    return applied.source


@pytest.mark.parametrize(
    ("source", "index", "level", "becomes"),
    [
        (
            "# T\n\nAir *and\nwater*\\\nare[^1] clean #\n\n[^1]: N.\n\nNext.\n",
            1,
            2,
            "# T\n\n## Air *and water* are[^1] clean \\#\n\n[^1]: N.\n\nNext.\n",
        ),
        ("# T\n\n## Goals {#g}\n\nx\n", 1, 3, "# T\n\n### Goals {#g}\n\nx\n"),
        ("# T\n\n- a\n- b\n  c\n- d\n", 2, 2, "# T\n\n- a\n\n## b c\n\n- d\n"),
    ],
)
def test_a_block_becomes_a_heading_in_one_line(source: str, index: int, level: int, becomes: str) -> None:
    assert reformed(source, index, "heading", level) == becomes


@pytest.mark.parametrize(
    ("source", "index", "becomes"),
    [
        ("# T\n\n## Goals *x* {#g}\nNext.\n", 1, "# T\n\n[]{#g}Goals *x*\n\nNext.\n"),
        ("# T\n\nA\n## 1. Goals ##\nNext.\n", 2, "# T\n\nA\n\n1\\. Goals\n\nNext.\n"),
        ("# T\n\n- a\n- b\n  c\n- d\n", 2, "# T\n\n- a\n\nb\nc\n\n- d\n"),
    ],
)
def test_a_heading_or_an_item_becomes_a_paragraph(source: str, index: int, becomes: str) -> None:
    assert reformed(source, index, "paragraph", 0) == becomes


@pytest.mark.parametrize(
    ("source", "index", "level", "becomes"),
    [
        ("# T\n\n- a\n\nPar *one\ntwo*\n\n- d\n", 2, 1, "# T\n\n- a\n- Par *one\n  two*\n- d\n"),
        ("# T\n\nPar *one\ntwo*\n\nx\n", 1, 1, "# T\n\n- Par *one\n  two*\n\nx\n"),
        ("# T\n\n1. a\n\nPar\n", 2, 1, "# T\n\n1. a\n1. Par\n"),
        ("# T\n\n- a\n\nPar\n", 2, 2, "# T\n\n- a\n  - Par\n"),
        ("# T\n\n- a\n- b\n  c\n- d\n", 2, 2, "# T\n\n- a\n  - b\n    c\n- d\n"),
        ("# T\n\n- a\n  - b\n    c\n- d\n", 2, 1, "# T\n\n- a\n- b\n  c\n- d\n"),
        ("# T\n\n- a\n- b\n  - c\n", 2, 2, "# T\n\n- a\n  - b\n  - c\n"),
        ("# T\n\n- a\n\n- b\n\nPar\n\n- c\n", 3, 1, "# T\n\n- a\n\n- b\n\n- Par\n\n- c\n"),
        ("# T\n\n## H\n\n- a\n", 1, 1, "# T\n\n- H\n- a\n"),
    ],
)
def test_a_block_becomes_an_item_of_the_list_beside_it(
    source: str, index: int, level: int, becomes: str
) -> None:
    assert reformed(source, index, "item", level) == becomes


@pytest.mark.parametrize(
    ("source", "index", "kind", "level", "why"),
    [
        ("# T\n\nx\n\nPar\n", 2, "item", 2, "no item stands before it"),
        ("# T\n\n- a\n  - b\n", 1, "paragraph", 0, "below it"),
        ("# T\n\n- a\n  - b\n  - c\n", 2, "paragraph", 0, "could not stand there"),
        ("# T\n\n| a |\n|---|\n| b |\n", 1, "heading", 2, "a cell cannot become"),
        ("# T\n\nA\n-\n\nx\n", 1, "paragraph", 0, "shares its lines"),
    ],
)
def test_what_cannot_take_that_form_is_refused_with_the_reason(
    source: str, index: int, kind: str, level: int, why: str
) -> None:
    with pytest.raises(CannotPlace, match=why):
        reform(source, read(source), index, kind, level)


def test_items_that_would_change_their_level_by_it_are_seen_when_it_is_read_back() -> None:
    source = "# T\n\n- a\n  - b\n    - e\n- d\n"
    applied = apply_edits(source, read(source), [reform(source, read(source), 2, "item", 1)], read)
    assert ([one.reason for one in applied.refused], applied.source) == (
        ["the text did not read back as expected after this edit"],
        source,
    )


def test_its_words_may_change_in_the_same_step() -> None:
    source = "# T\n\nClean air\nfor *all*.\n"
    blocks = read(source)
    edits: list[Edit] = [
        reform(source, blocks, 1, "heading", 2),
        TextEdit(1, 6, 9, "water"),
        TextEdit(1, 14, 17, "us"),
    ]
    applied = apply_edits(source, blocks, edits, read)
    assert (applied.refused, applied.source) == ((), "# T\n\n## Clean water for *us*.\n")
