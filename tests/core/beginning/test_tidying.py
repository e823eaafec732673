"""Trees of other documents brought into our terms."""

from __future__ import annotations

import json

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.beginning.tidying import tidy
from neaspec_cli.core.beginning.tree_words import words_of
from neaspec_cli.core.text.blocks import Node


def read(text: str, dialect: str) -> list[Node]:
    return list(json.loads(pandoc.run(["-f", dialect, "-t", "json"], text.encode()))["blocks"])


def markdown(tree: list[Node]) -> str:
    return pandoc.write(tree, pandoc.DIALECT, ["--wrap=none"]).decode()


def test_tables_become_plain_rows_with_all_their_words() -> None:
    html = (
        "<table><caption>Aims</caption><tr><td rowspan=2>a</td><td><p>b</p><ul><li>c</li></ul></td></tr>"
        "<tr><td>d</td></tr><tr><td colspan=2>e</td></tr></table>"
    )
    tree, remarks = tidy(read(html, "html"))
    assert pandoc.parse(markdown(tree))[0]["c"][1][1]["t"] == "Table"
    assert words_of(tree).split() == ["Aims", "a", "b", "c", "d", "e"]
    assert {one.what for one in remarks} == {
        "table without a head: its first row is the head",
        "joined cells of a table set apart",
        "paragraphs of a table cell joined",
    }


def test_images_formulas_and_raw_text_are_remarked() -> None:
    text = 'A ![chart](x.png "t") of $a+b$ and <b>c</b>.\n\n<hr>\n'
    tree, remarks = tidy(read(text, "markdown"))
    assert words_of(tree) == "A chart of a+b and c."
    assert [one.what for one in remarks] == [
        "image left out, its description kept",
        "formula kept as its TeX text",
        "raw text of another format left out",
        "raw text of another format left out",
        "raw text of another format left out",
    ]


def test_references_to_paragraphs_stay_and_others_become_text() -> None:
    text = "[]{#p-one}One [two](#three) [#](#p-one) [x]{#y}.\n"
    tree, _ = tidy(pandoc.parse(text))
    assert markdown(tree) == "[]{#p-one}One two [\\#](#p-one) x.\n"


def test_our_own_blocks_stay_and_others_are_unwrapped() -> None:
    text = '::: annotation\na\n:::\n\n::: {.box}\n[b]{.red} [c]{#b-1 .bracket by="JPN"}\n:::\n'
    tree, _ = tidy(pandoc.parse(text))
    assert markdown(tree) == '::: {.annotation}\na\n:::\n\nb [c]{#b-1 .bracket by="JPN"}\n'


def test_headings_inside_quotations_become_strong_text() -> None:
    tree, remarks = tidy(pandoc.parse("> # A\n>\n> b\n"))
    assert markdown(tree) == "> **A**\n>\n> b\n"
    assert len(remarks) == 1


def test_links_that_run_something_become_text() -> None:
    tree, _ = tidy(
        pandoc.parse("[a](javascript:alert) [b](/page) [c](https://example.org) [d](file:///etc)\n")
    )
    assert markdown(tree) == "a [b](/page) [c](https://example.org) d\n"
