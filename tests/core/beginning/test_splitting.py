"""Documents split into sections; pandoc reads the Markdown that stands in the tests."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.beginning.splitting import Document, Split, slug, split
from neaspec_cli.core.beginning.tidying import tidy
from neaspec_cli.core.beginning.tree_words import without_formatting, words_of


def document(text: str, name: str = "draft", title: str = "") -> Document:
    tree, _ = tidy(pandoc.parse(text))
    return Document(name, title, tuple(tree))


def outlines(result: Split) -> dict[str, list[tuple[int, str]]]:
    return {
        path: [(node["c"][0], words_of(node["c"][2])) for node in part.tree if node["t"] == "Header"]
        for path, part in result.parts
    }


def test_a_lone_first_heading_is_the_title_and_text_before_the_first_chapter_a_section() -> None:
    result = split(
        [document("# The Plan\n\nPreface.\n\n## Aims\n\nA.\n\n#### Deep\n\nB.\n\n## Means\n\nC.\n")]
    )
    assert result.title == "The Plan"
    assert outlines(result) == {
        "plan/01-the-plan.md": [(1, "The Plan")],
        "plan/02-aims.md": [(1, "Aims"), (2, "Deep")],
        "plan/03-means.md": [(1, "Means")],
    }


def test_typed_numbers_go_from_headings_and_years_and_names_stay() -> None:
    headings = ("# 1. Aims", "## 1.1 First", "## (b) Second", "# II. *2030* Agenda", "# Action 01: Do")
    text = "".join(f"{heading}\n\nText.\n\n" for heading in headings)
    assert outlines(split([document(text)])) == {
        "plan/01-aims.md": [(1, "Aims"), (2, "First"), (2, "Second")],
        "plan/02-2030-agenda.md": [(1, "2030 Agenda")],
        "plan/03-action-01-do.md": [(1, "Action 01: Do")],
    }


def test_bare_numbers_go_only_where_they_count() -> None:
    counted = split([document("# 1 Aims\n\nT.\n\n# 2 Means\n\nT.\n")])
    assert [part.title for _, part in counted.parts] == ["Aims", "Means"]
    assert [part.title for _, part in split([document("# 17 Goals\n\nT.\n\n# 5 Areas\n\nT.\n")]).parts] == [
        "17 Goals",
        "5 Areas",
    ]


def test_annexes_are_known_by_heading_or_file_and_come_last() -> None:
    result = split(
        [
            document("# Annex 1 - Glossary\n\nT.\n", "10-x"),
            document("# Programme\n\nT.\n", "annex2-programme"),
            document("# Annexation\n\nT.\n", "20-y"),
        ]
    )
    assert list(outlines(result)) == [
        "plan/01-annexation.md",
        "plan/annex-1-glossary.md",
        "plan/annex-2-programme.md",
    ]
    assert "annexes put after the body" in [one.what for one in result.remarks]


def test_a_document_without_headings_is_one_section_under_the_name_of_its_file() -> None:
    assert outlines(split([document("Text.\n", "03-our_plan")])) == {"plan/01-our-plan.md": [(1, "Our plan")]}


def test_a_file_with_a_title_of_its_own_is_one_section_among_several() -> None:
    result = split([document("## A\n\nT.\n\n## B\n\nT.\n", "1", "Aims"), document("# Means\n\nT.\n", "2")])
    assert outlines(result) == {
        "plan/01-aims.md": [(1, "Aims"), (2, "A"), (2, "B")],
        "plan/02-means.md": [(1, "Means")],
    }


def test_a_table_and_the_paragraph_that_names_it_stand_together() -> None:
    result = split([document("# A\n\nTable 3: Aims\n\n| a | b |\n|---|---|\n| c | d |\n")])
    div = result.parts[0][1].tree[1]
    assert div["c"][0][:2] == ["tbl-aims", ["table"]]
    assert words_of(div["c"][1][0]) == "Aims"
    assert div["c"][1][1]["t"] == "Table"


def test_two_sections_of_one_name_get_two_ids() -> None:
    result = split([document("# Aims\n\nT.\n\n# Aims\n\nT.\n")])
    assert list(outlines(result)) == ["plan/01-aims.md", "plan/02-aims-2.md"]


def test_slugs_are_short_and_plain() -> None:
    assert slug("L'été à venir: 50 % of “it”") == "lete-a-venir-50-of-it"
    assert len(slug("word " * 40)) <= 48
    assert slug("…") == "section"


WORDS = st.sampled_from(["alpha", "1. beta", "Annex II gamma", "**delta**", "Table 2: x"])
LINES = st.lists(st.tuples(st.integers(0, 4), WORDS), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(LINES)
def test_no_word_is_lost_and_levels_leave_none_out(lines: list[tuple[int, str]]) -> None:
    text = "\n\n".join(f"{'#' * level} {words}".strip() for level, words in lines) + "\n"
    before = document(text)
    result = split([before])
    kept = [words_of(list(part.tree)) for _, part in result.parts]
    known = " ".join([*kept, result.title, *(one.lost for one in result.remarks)]).split()
    for word in words_of(list(before.tree)).split():
        assert word in known
    for _, part in result.parts:
        levels = [node["c"][0] for node in part.tree if node["t"] == "Header"]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= level + 1 for level, after in pairwise(levels))


def test_formatting_goes_and_words_stay() -> None:
    tree = pandoc.parse("A **b *c*** [d **e**](https://example.org)[^1].\n\n[^1]: *f*\n")
    plain = without_formatting(tree)
    assert words_of(plain) == words_of(tree)
    assert "Strong" not in str(plain)
    assert "Link" in str(plain)
