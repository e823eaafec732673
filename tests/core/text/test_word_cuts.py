"""Words changed within and across inline markup, wrapped lines and hard breaks."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.text.rewriting import TextEdit, apply_edits
from neaspec_cli.core.text.words import tokens
from tests.core.reading import read

SOURCE = r"""# A *heading* with [a link](https://example.org/a_b) {#h .cls}

One *two **three** four* and `code here` plus [link **bold** text](https://example.org "T") end.
Wrapped **strong over
a line** and *it
too*, a hard break\
here and two spaces  
there; ~~struck out~~ x^2^ H~2~O [span words]{.smallcaps} done.

Escapes \* and \[x\] &amp; &eacute; <https://example.org> [ref link][r] [r] and ![alt *text*](i.png) last.

- item **one** with
  a wrap
- item *two*

> Quoted *words* here
> and there.

| A **x** | B |
|---|---|
| c `d` | [e f](u) |

[r]: https://example.org/r
"""  # noqa: W291


def changed(line: str, old: str, new: str) -> str:
    source = f"# T\n\n{line}\n\n[r]: u\n"
    blocks = read(source)
    start = blocks[1].text.index(old)
    applied = apply_edits(source, blocks, [TextEdit(1, start, start + len(old), new)], read)
    assert applied.refused == ()
    assert applied.source.startswith("# T\n\n")
    assert applied.source.endswith("\n\n[r]: u\n")
    return applied.source[5:-9]


@pytest.mark.parametrize(
    ("line", "old", "new", "becomes"),
    [
        ("a *b **c** d* e", "c", "x", "a *b **x** d* e"),
        ("a *b **c** d* e", "c d", "", "a *b*  e"),
        ("a *b **c** d* e", "a b", "x", "x ***c** d* e"),
        ("a **b c** d", "a b", "x", "x **c** d"),
        ("a **b c** d", "c d", "x", "a **b x**"),
        ("a **b c** d", "b", "", "a  **c** d"),
        ("a **b c** d", "c", "", "a **b**  d"),
        ("a ***b c*** d", "b", "", "a  ***c*** d"),
        ("a ***b c*** d", "b", " x", "a  ***x c*** d"),
        ("a ~~b c~~ d", "a b", "x", "x ~~c~~ d"),
        ("a **b\nc** d", "a b", "x", "x\n**c** d"),
        ("a **b\nc** d", "b c", "x", "a **x** d"),
        ("a `b c` d", "c", "x", "a `b x` d"),
        ("a `b c` d", "b c", "x", "a `x` d"),
        ("a [b c](u) d", "c d", "x", "a [b x](u)"),
        ("a [b **c**](u) d", "b", "x", "a [x **c**](u) d"),
        ("a [r] d", "r", "x", "a [x][r] d"),
        ("a [r][] d", "r", "x", "a [x][r] d"),
        ("a [b c][r] d", "c", "x", "a [b x][r] d"),
        ("a <https://e.org> d", "e.org", "f.org", "a <https://f.org> d"),
        ("a <https://e.org> d", "https://e.org", "the page", "a [the page](https://e.org) d"),
        ("a <https://e.org> d", "a https", "x", "x[://e.org](https://e.org) d"),
        ("a <https://e.org> d", "a https://e.org", "x", "x d"),
        ("a\\\nb c", "b", "x", "a\\\nx c"),
        ("a\\\nb c", "a\nb", "x", "x c"),
        ("a  \n   b c", "\n", " ", "a b c"),
        ("a\nb\nc", "b", "", "a\n c"),
    ],
)
def test_words_change_and_formatting_holds_on_to_what_is_left(
    line: str, old: str, new: str, becomes: str
) -> None:
    assert changed(line, old, new) == becomes


def bounds(block: Block) -> list[int]:
    return list(accumulate(map(len, tokens(block.text)), initial=0))


def formats(block: Block, start: int = 0, end: int | None = None) -> list[tuple[str, frozenset[str]]]:
    """The visible characters of a stretch, each with the formatting around it."""
    return [
        (block.text[at], frozenset(mark.kind for mark in block.marks if mark.start <= at < mark.end))
        for at in range(start, len(block.text) if end is None else end)
        if not block.text[at].isspace()
    ]


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_words_outside_an_edit_keep_their_formatting(data: st.DataObject) -> None:
    blocks = read(SOURCE)
    index = data.draw(st.integers(0, len(blocks) - 1))
    block = blocks[index]
    places = bounds(block)
    first = data.draw(st.integers(0, len(places) - 1))
    start, end = places[first], data.draw(st.sampled_from(places[first : first + 8]))
    new = data.draw(st.sampled_from(["Zed", "Zed Yak", " Zed", ""]))
    if not (block.text[:start] + new + block.text[end:]).strip() or block.text[start - 1 : start] == "\n":
        return
    applied = apply_edits(SOURCE, blocks, [TextEdit(index, start, end, new)], read)
    assert applied.refused == ()
    after = read(applied.source)[index]
    assert after.text.split() == (block.text[:start] + new + block.text[end:]).split()
    found, before, behind = formats(after), formats(block, 0, start), formats(block, end)
    assert found[: len(before)] == before
    assert found[len(found) - len(behind) :] == behind


@pytest.mark.parametrize(
    ("line", "offset", "becomes"),
    [
        ("a *word[^1]* b", 6, "a *word[^1]new* b"),
        ("a **word.**[^1] b", 7, "a **word.**[^1]new b"),
        ("a **word.**[^1][^2] b", 7, "a **word.**[^1][^2]new b"),
        ("a ***word.*** b", 7, "a ***word.new*** b"),
        ('a **"word"** b', 2, 'a **new"word"** b'),
        ("a *word*[^1] b", 6, "a *word*new[^1] b"),
    ],
)
def test_words_typed_against_formatting_leave_it_in_force(line: str, offset: int, becomes: str) -> None:
    source = f"{line}\n\n[^1]: One.\n\n[^2]: Two.\n"
    blocks = read(source)
    applied = apply_edits(source, blocks, [TextEdit(0, offset, offset, "new")], read)
    assert applied.refused == ()
    assert applied.source == source.replace(line, becomes)


@pytest.mark.parametrize(
    ("line", "new", "becomes"),
    [
        ("a *word*[^1] b", " new", "a *word*[^1] new b"),
        ("a word[^1][^2]", " new\n\nand more", "a word[^1][^2] new\n\nand more"),
        ("a word[^1]", "\n\nand more", "a word[^1]\n\nand more"),
        ("a word[^1] b", ", new", "a word, new[^1] b"),
    ],
)
def test_a_note_stays_with_its_words_where_others_come_behind_them(line: str, new: str, becomes: str) -> None:
    source = f"{line}\n\n[^1]: One.\n\n[^2]: Two.\n"
    blocks = read(source)
    applied = apply_edits(source, blocks, [TextEdit(0, 6, 6, new)], read)
    assert applied.refused == ()
    assert applied.source == source.replace(line, becomes)
