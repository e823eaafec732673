"""Brackets of bracketed text in the words of a block."""

from __future__ import annotations

import pytest

from neaspec_cli.core.text.signs import pieces, printed
from tests.core.plans import plan


def paragraph(text: str) -> str:
    (block,) = plan(goals=f"{text}\n").sections[0].blocks
    assert "".join(words for words, is_sign in pieces(block, 0, len(block.text)) if not is_sign) == block.text
    return printed(block)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The States shall report.", "The States shall report."),
        ("Report [by 2030]{#b-1 .bracket by=JPN}.", "Report [by 2030]."),
        ('[a]{.bracket alt=b-1 by=""}[b]{.bracket alt=b-1 by=JPN}', "[a][b]"),
        ("Report [by ]{#b-1 .bracket by=JPN}*[2030]{#b-1 .bracket by=JPN}*.", "Report [by 2030]."),
        (
            "[a ]{.bracket alt=b-1 by=JPN}*[b]{.bracket alt=b-1 by=JPN}*[c]{.bracket alt=b-1 by=CHN}",
            "[a b][c]",
        ),
        ("[one [two]{#b-2 .bracket by=CHN}]{#b-1 .bracket by=JPN}", "[one [two]]"),
        ("::: {#b-1 .bracket by=JPN}\nA paragraph.\n:::", "[A paragraph.]"),
    ],
)
def test_each_wording_has_its_pair_and_its_pieces_share_one(text: str, expected: str) -> None:
    assert paragraph(text) == expected


def test_a_stretch_has_the_brackets_at_its_ends() -> None:
    (block,) = plan(goals="Report [by 2030]{#b-1 .bracket by=JPN} or later.\n").sections[0].blocks
    assert [printed(block, *span) for span in ((0, 7), (7, 14), (7, 10), (14, 20))] == [
        "Report ",
        "[by 2030]",
        "[by ",
        " or la",
    ]
