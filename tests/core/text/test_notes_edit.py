from __future__ import annotations

import pytest

from neaspec_cli.core.text.edits import Edit
from neaspec_cli.core.text.notes_edit import add_note, drop_note, fresh_key, notes_of
from neaspec_cli.core.text.rewriting import CannotPlace, apply_edits
from tests.core.reading import read

SOURCE = """# Means

The plan **sets goals** for `all`[^1], and more[^2].

- an item

| A | B |
|---|---|
| x | y |

[^1]: One.

[^2]: Two *in*
    lines.

    A second paragraph.
"""


def apply(source: str, *edits: Edit) -> str:
    applied = apply_edits(source, read(source), edits, read)
    assert applied.refused == ()
    return applied.source


def added(source: str, after: str, text: str = "New.") -> str:
    blocks = read(source)
    index = next(at for at, block in enumerate(blocks) if after in block.text)
    offset = blocks[index].text.index(after) + len(after)
    return apply(source, add_note(source, blocks, index, offset, text, fresh_key(source, ())))


@pytest.mark.parametrize(
    ("after", "reference", "definition"),
    [
        ("plan", ("The plan", "The plan[^3]"), ("[^1]: One.", "[^3]: New.\n\n[^1]: One.")),
        ("goals", ("goals**", "goals**[^3]"), ("[^1]: One.", "[^3]: New.\n\n[^1]: One.")),
        ("and", ("and", "and[^3]"), ("One.\n", "One.\n\n[^3]: New.\n")),
        ("more", ("more[^2]", "more[^3][^2]"), ("One.\n", "One.\n\n[^3]: New.\n")),
        ("an item", ("an item", "an item[^3]"), ("paragraph.\n", "paragraph.\n\n[^3]: New.\n")),
        ("y", ("| y |", "| y[^3] |"), ("paragraph.\n", "paragraph.\n\n[^3]: New.\n")),
    ],
)
def test_a_note_is_referred_to_after_the_words_and_defined_among_the_others(
    after: str, reference: tuple[str, str], definition: tuple[str, str]
) -> None:
    assert added(SOURCE, after) == SOURCE.replace(*reference).replace(*definition)


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("# T\n\nWords.\n", "# T\n\nWords[^1].\n\n[^1]: New.\n"),
        ("# T\n\nWords.", "# T\n\nWords[^1].\n\n[^1]: New."),
        (
            "# T[^a]\n\n[^a]: Of all.\n\nWords.\n\nMore.\n",
            "# T[^a]\n\n[^a]: Of all.\n\nWords[^note-1].\n\n[^note-1]: New.\n\nMore.\n",
        ),
        (
            "# T\n\nWords.\n\nB[^1], C[^7].\n\n[^1]: One.\n[^7]: Two.\n",
            "# T\n\nWords[^8].\n\nB[^1], C[^7].\n\n[^8]: New.\n[^1]: One.\n[^7]: Two.\n",
        ),
    ],
)
def test_a_definition_stands_where_the_section_keeps_its_own(source: str, changed: str) -> None:
    assert added(source, "Words") == changed


def test_several_notes_are_put_in_at_once_each_under_a_name_of_its_own() -> None:
    source = "# T\n\nWords and more.\n"
    blocks = read(source)
    edits = [add_note(source, blocks, 1, 5, "One.", "1"), add_note(source, blocks, 1, 14, "Two.", "2")]
    assert apply(source, *edits) == "# T\n\nWords[^1] and more[^2].\n\n[^1]: One.\n\n[^2]: Two.\n"


def test_a_note_may_have_several_paragraphs_and_any_signs() -> None:
    changed = added(SOURCE, "plan", "1. [^1]: *a*\n\nb | c")
    assert [block.text for block in read(changed) if block.kind == "note"][:2] == ["1. [^1]: *a*", "b | c"]


def test_a_name_that_is_there_is_never_given_again() -> None:
    assert fresh_key("A[^2].\n\n[^2]: B.\n", ()) == "3"
    assert fresh_key("A[^2].\n\n[^2]: B.\n", ("3",)) == "4"
    assert fresh_key("A[^x], B[^Note-1].\n", ()) == "note-2"
    assert fresh_key("A.\n", ()) == "1"


def test_a_note_goes_out_with_its_definition() -> None:
    blocks = read(SOURCE)
    first, second = notes_of(blocks, 1)
    assert apply(SOURCE, drop_note(SOURCE, blocks, first)) == SOURCE.replace("`[^1]", "`").replace(
        "[^1]: One.\n\n", ""
    )
    without = SOURCE[: SOURCE.index("\n[^2]: Two")].replace("more[^2]", "more")
    assert apply(SOURCE, drop_note(SOURCE, blocks, second)) == without
    assert "[^" not in apply(SOURCE, *(drop_note(SOURCE, blocks, one) for one in (first, second)))


def test_a_definition_that_others_refer_to_stays() -> None:
    source = "# T\n\nA[^1], B[^1].\n\n[^1]: Both.\n"
    blocks = read(source)
    assert apply(source, drop_note(source, blocks, notes_of(blocks, 1)[0])) == source.replace("A[^1]", "A")


def test_a_note_stands_neither_in_code_nor_in_a_note() -> None:
    blocks = read(SOURCE)
    with pytest.raises(CannotPlace, match="in code"):
        add_note(SOURCE, blocks, 1, blocks[1].text.index("all") + 1, "New.", "3")
    with pytest.raises(CannotPlace, match="in a note"):
        add_note(SOURCE, blocks, 2, 1, "New.", "3")
