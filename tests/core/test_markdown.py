from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.markdown import blocks, front_matter, text_faults, unsure_places
from tests.core.reading import read, texts

SECTION = """---
status: drafted
---
# Programmatic *areas*

A paragraph with **bold words**, [a link](https://example.org) and a note[^1].
It wraps, with `code` and &amp; and \\*stars\\*.

- an item
  - one inside

::: annotation
What will stand here.
:::

::: {#tbl-aims .table}
The aims.

| Aim | Year |
|-----|------|
| Air | 2030 |
:::

[^1]: The note.
"""


def test_every_word_stands_where_its_place_says() -> None:
    assert unsure_places(SECTION, read(SECTION), "plan/03-areas.md") == []
    for block in read(SECTION):
        spelled = "".join(
            piece.text if SECTION[piece.start : piece.end] != piece.text else SECTION[piece.start : piece.end]
            for piece in block.pieces
        )
        assert spelled == block.text


def test_an_address_in_angle_brackets_stands_where_it_is_spelled() -> None:
    text = "See <https://example.org/a_b> and <me@example.org>.\n"
    assert unsure_places(text, read(text), "plan/01-a.md") == []
    piece = next(one for one in read(text)[0].pieces if one.text.startswith("https"))
    assert text[piece.start : piece.end] == "https://example.org/a_b"


def test_front_matter_is_cut_off_and_places_count_from_the_file_start() -> None:
    matter, start = front_matter(SECTION)
    assert matter == "status: drafted\n"
    assert SECTION[start:].startswith("# Programmatic")
    heading = read(SECTION)[0]
    assert SECTION[heading.start : heading.end] == "Programmatic *areas"


def test_blocks_are_told_apart_by_what_they_are() -> None:
    assert [(block.kind, block.text) for block in read(SECTION)] == [
        ("heading", "Programmatic areas"),
        (
            "paragraph",
            "A paragraph with bold words, a link and a note. It wraps, with code and & and *stars*.",
        ),
        ("note", "The note."),
        ("item", "an item"),
        ("item", "one inside"),
        ("paragraph", "What will stand here."),
        ("caption", "The aims."),
        ("cell", "Aim"),
        ("cell", "Year"),
        ("cell", "Air"),
        ("cell", "2030"),
    ]
    assert [block.path for block in read(SECTION) if block.kind == "item"] == [(1,), (1, 1)]
    assert [block.path for block in read(SECTION) if block.kind == "cell"] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert [block.text for block in read(SECTION) if block.is_annotation] == ["What will stand here."]


def test_lists_under_one_paragraph_go_on_counting_and_a_new_paragraph_begins_again() -> None:
    source = "# T\n\nOne.\n\n- a\n- b\n\n1. c\n\nTwo.\n\n- d\n"
    assert [block.path for block in read(source) if block.kind == "item"] == [(1,), (2,), (3,), (1,)]


def test_the_same_blocks_come_out_with_and_without_places() -> None:
    body = SECTION[front_matter(SECTION)[1] :]
    bare = blocks(pandoc.parse(body))
    assert [(one.kind, one.text, one.path, one.inside) for one in bare] == [
        (one.kind, one.text, one.path, one.inside) for one in read(SECTION)
    ]
    assert all(block.pieces == () for block in bare)


def test_formatting_links_and_notes_are_marks_over_the_words() -> None:
    paragraph = read(SECTION)[1]
    named = {mark.kind: paragraph.text[mark.start : mark.end] for mark in paragraph.marks}
    assert named == {"strong": "bold words", "link": "a link", "note": "", "code": "code"}
    strong = next(mark for mark in paragraph.marks if mark.kind == "strong")
    assert SECTION[slice(*strong.source)] == "**bold words**"


def test_a_bracketed_span_keeps_its_attributes() -> None:
    source = '# T\n\nWithin [by 2030]{#b-JPN-014 .bracket by="JPN MNG"} days, or [shall] stand.\n'
    mark = next(mark for mark in read(source)[1].marks if mark.kind == "span")
    assert (mark.detail, mark.classes, mark.attributes) == ("b-JPN-014", ("bracket",), (("by", "JPN MNG"),))
    assert texts(source)[1] == "Within by 2030 days, or [shall] stand."


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("\ufeff# T\n", 1, "byte-order mark"),
        ("# T\n\na\tb\n", 3, "tab"),
        ("# T\r\n", 1, "carriage return"),
        ("# T\n\nQue\u0301bec\n", 3, "decomposed"),
        ("# T\n\nred \x1b[31m\n", 3, "control character"),
    ],
)
def test_text_whose_places_would_be_unsure_is_named_with_its_line(source: str, line: int, words: str) -> None:
    faults = text_faults(source, "plan/01-a.md")
    assert [(fault.file, fault.line) for fault in faults] == [("plan/01-a.md", line)]
    assert words in faults[0].message


def test_a_word_that_cannot_be_traced_is_reported_with_its_line() -> None:
    (block,) = read("Some words.\n")
    moved = blocks(
        json.loads(json.dumps(pandoc.parse_with_places("Some words.\n")).replace("1:1-1:5", "1:2-1:6")),
        "Some words.\n",
    )
    assert unsure_places("Some words.\n", (block,), "f") == []
    assert [fault.line for fault in unsure_places("Some words.\n", moved, "f")] == [1]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(alphabet="aé中한Ж .*_`[]<>&#-|~^$\\1", min_size=1, max_size=30), min_size=1, max_size=5)
)
def test_whatever_is_typed_every_place_spells_its_word(paragraphs: list[str]) -> None:
    source = "\n\n".join(paragraphs) + "\n"
    for block in read(source):
        for piece in block.pieces:
            if piece.start >= 0 and re.fullmatch(r"\w+", piece.text):
                assert source[piece.start : piece.end] in (piece.text, "\\" + piece.text)


def test_real_plans_are_traced_word_for_word(shared_data: Path) -> None:
    checked = 0
    for path in sorted((shared_data / "plans/uk-digital-strategy/2014-02-03/strategy").glob("*.md")):
        source = path.read_text(encoding="utf-8")
        if text_faults(source, path.name):
            continue
        read_blocks = read(source)
        assert unsure_places(source, read_blocks, path.name) == []
        checked += len(read_blocks)
    assert checked > 300
