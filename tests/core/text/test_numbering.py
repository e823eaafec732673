from __future__ import annotations

import pytest

from neaspec_cli.core.text.numbering import NumberedSection, alpha, labels, letter, roman, targets
from tests.core.reading import read

BODY = """# First

Opening.

- item
  - inner
- other

## Part

Second paragraph.

> Quoted words.

::: annotation
To come.
:::

Third[^n].

::: {#tbl-x .table}
Caption.

| a | b |
|---|---|
| c | d |
:::

[^n]: Noted.
"""
ANNEX = "# Programme\n\nOne.\n\n## Morning\n\nTwo.\n"


def of(annotated: bool, *sources: tuple[bool, str]) -> list[list[tuple[str, str]]]:
    sections = [NumberedSection(is_annex, read(source)) for is_annex, source in sources]
    return [[(one.text, one.number) for one in section] for section in labels(sections, annotated)]


def test_headings_paragraphs_items_and_cells_are_called_as_a_reader_would() -> None:
    assert of(True, (False, BODY))[0] == [
        ("heading I", "I."),
        ("1", "1."),
        ("1(a)", "(a)"),
        ("1(a)(i)", "(i)"),
        ("1(b)", "(b)"),
        ("heading I.A", "A."),
        ("2", "2."),
        ("2 quotation 1", ""),
        ("3", "3."),
        ("4", "4."),
        ("note 1", ""),
        ("caption Table 1", "Table 1."),
        ("Table 1 row 1 column 1", ""),
        ("Table 1 row 1 column 2", ""),
        ("Table 1 row 2 column 1", ""),
        ("Table 1 row 2 column 2", ""),
    ]


def test_annotations_have_no_number_in_a_copy_that_leaves_them_out() -> None:
    plain = of(False, (False, BODY))[0]
    assert plain[8] == ("", "")
    assert plain[9] == ("3", "3.")


def test_paragraphs_run_on_through_the_body_and_begin_again_in_each_annex() -> None:
    found = of(True, (False, "# A\n\nOne.\n"), (False, "# B\n\nTwo.\n"), (True, ANNEX), (True, ANNEX))
    assert found[1] == [("heading II", "II."), ("2", "2.")]
    assert found[2] == [
        ("heading Annex I", "Annex I."),
        ("Annex I 1", "1."),
        ("heading Annex I.A", "A."),
        ("Annex I 2", "2."),
    ]
    assert found[3][0] == ("heading Annex II", "Annex II.")
    assert found[3][1] == ("Annex II 1", "1.")


def test_tables_and_notes_are_counted_through_the_whole_plan() -> None:
    second = of(True, (False, BODY), (False, BODY))[1]
    assert ("note 2", "") in second
    assert ("caption Table 2", "Table 2.") in second


def test_no_two_blocks_of_a_section_have_the_same_label() -> None:
    found = [text for text, _ in of(True, (False, BODY + "\n- more\n\n1. and more\n"))[0]]
    assert len(found) == len(set(found))


def test_a_reference_prints_the_number_of_what_it_names() -> None:
    section = NumberedSection(False, read("# T {#sec}\n\nOne.\n\n[]{#p-finance}Two.\n"))
    assert targets([section], labels([section], True)) == {"sec": "I", "p-finance": "2"}


@pytest.mark.parametrize(
    ("count", "numeral"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (49, "XLIX"), (2026, "MMXXVI")]
)
def test_roman_numerals(count: int, numeral: str) -> None:
    assert roman(count) == numeral


@pytest.mark.parametrize(("count", "letters"), [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (53, "ba")])
def test_letters_go_on_after_z(count: int, letters: str) -> None:
    assert alpha(count) == letters


def test_items_are_lettered_by_depth() -> None:
    assert [letter(depth, 2) for depth in (1, 2, 3, 4)] == ["(b)", "(ii)", "b.", "ii."]


def test_other_wordings_of_a_paragraph_are_bis_and_ter_and_the_count_goes_on() -> None:
    source = """# Goals

One.

::: {.bracket alt=b-1 by=""}
Two.

Three.
:::

::: {.bracket alt=b-1 by="JPN"}
Two anew.

- an item
:::

::: {.bracket alt=b-1 by="RUS"}
Two again.

Three again.

And more.
:::

Four.

- a
- b
::: {.bracket alt=b-2 by=""}
- c
:::
::: {.bracket alt=b-2 by="JPN"}
- another c
:::
- d
"""
    blocks = read(source)
    found = labels([NumberedSection(False, blocks)], False)[0]
    assert [label.text for label in found] == [
        "heading I", "1", "2", "3", "2 bis", "2 bis(a)", "2 ter", "3 bis", "3 ter", "4",
        "4(a)", "4(b)", "4(c)", "4(c) bis", "4(d)",
    ]  # fmt: skip
    assert [label.number for label in found][4:8] == ["2 bis.", "(a)", "2 ter.", "3 bis."]
    assert len({label.text for label in found}) == len(found)


def test_other_wordings_of_a_heading_are_bis_and_ter_and_the_next_one_is_not_shifted() -> None:
    source = """# Goals

::: {.bracket alt=b-1 by="" del="CHN"}
## Means

### Funds
:::

::: {.bracket alt=b-1 by="JPN"}
## Resources
:::

::: {.bracket alt=b-1 by="RUS"}
## Funds and means
:::

One.

- a

## Reports
"""
    found = of(True, (False, source), (False, "# Next\n"))
    assert found[0] == [
        ("heading I", "I."),
        ("heading I.A", "A."),
        ("heading I.A.1", "1."),
        ("heading I.A bis", "A bis."),
        ("heading I.A ter", "A ter."),
        ("1", "1."),
        ("1(a)", "(a)"),
        ("heading I.B", "B."),
    ]
    assert found[1] == [("heading II", "II.")]


def test_the_title_of_a_section_has_other_wordings_too() -> None:
    wordings = [f'::: {{.bracket alt=b-1 by="{by}"}}\n# {title}\n:::\n\n' for by, title in
                (("", "Goals"), ("JPN", "Aims"))]  # fmt: skip
    found = of(True, (False, "".join(wordings) + "One.\n"), (True, "".join(wordings)))
    assert [number for _, number in found[0]] == ["I.", "I bis.", "1."]
    assert [text for text, _ in found[1]] == ["heading Annex I", "heading Annex I bis"]


def test_a_paragraph_wished_elsewhere_keeps_its_number_where_it_stands_and_is_bis_there() -> None:
    source = """# Goals

One.

::: {.bracket alt=b-1 by="JPN"}
Three.
:::

Two.

::: {.bracket alt=b-1 by="" del="JPN KOR"}
[]{#p-three}Three.
:::

Four.
"""
    other = '# Means\n\n::: {.bracket alt=b-1 by="KOR"}\nThree.\n:::\n\nFive.\n'
    found = of(True, (False, source), (False, other))
    assert [number for _, number in found[0]] == ["I.", "1.", "3 bis.", "2.", "3.", "4."]
    assert [number for _, number in found[1]] == ["II.", "3 ter.", "5."]
    sections = [NumberedSection(False, read(one)) for one in (source, other)]
    assert targets(sections, labels(sections, True))["p-three"] == "3"


def test_items_of_a_list_in_a_note_have_a_label_each() -> None:
    text = "Words.[^a]\n\n[^a]: First.\n\n    - one\n    - two\n\n    Last.\n"
    labelled = [label for label, _ in of(False, (False, text))[0]]
    assert labelled == ["1", "note 1", *(f"note 1 paragraph {part}" for part in (2, 3, 4))]


def test_an_item_wished_elsewhere_keeps_its_letter_and_shifts_no_other() -> None:
    source = """# Goals

One.

::: {.bracket alt=b-1 by="JPN"}
- c
:::
- a
- b
::: {.bracket alt=b-1 by="" del="JPN KOR"}
- c
:::
- d

Two.

- e

::: {.bracket alt=b-1 by="KOR"}
- c
:::
"""
    other = '# Means\n\nThree.\n\n- f\n::: {.bracket alt=b-1 by="MNG"}\n- c\n:::\n- g\n'
    found = of(True, (False, source), (False, other))
    assert [text for text, _ in found[0]][2:] == [
        "1(c) bis",
        "1(a)",
        "1(b)",
        "1(c)",
        "1(d)",
        "2",
        "2(a)",
        "1(c) ter",
    ]
    assert found[1][2:] == [("3(a)", "(a)"), ("1(c) quater", "(c) quater"), ("3(b)", "(b)")]
