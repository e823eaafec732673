from __future__ import annotations

from collections.abc import Sequence

from neaspec_cli.core.merge import BlockWish, Wish, merge
from neaspec_cli.core.merging.carrying import Carried, carry_out
from neaspec_cli.core.plan import Plan
from tests.core.plans import plan
from tests.core.reading import read

GOALS = """---
status: drafted
---
# Goals

The *States* shall report [to all](https://example.org)
and more.[^1]

Second **paragraph**.

- first *item*
  goes on
- second item
- third `item`

## Part

Inner.

[^1]: The *note*.
"""
MEANS = "# Means\n\nFunds come in.[^1]\n\n[^1]: Another note.\n"
PLAN = plan(goals=GOALS, means=MEANS)
REPORT, NOTE, SECOND, FIRST_ITEM, THIRD_ITEM, PART, INNER, MEANS_TITLE, FUNDS = 1, 2, 3, 4, 6, 7, 8, 9, 10
LINES = "The *States* shall report [to all](https://example.org)\nand more.[^1]\n\n"


def carried(of: Plan, wishes: Sequence[Wish | BlockWish]) -> Carried:
    blocks = [block for section in of.sections for block in section.blocks]
    merged = merge(blocks, blocks, wishes)
    assert not merged.clashes
    labels = [[""] * len(section.blocks) for section in of.sections]
    return carry_out(of.sections, labels, merged.agreed, lambda _, text: read(text))


def after(*wishes: Wish | BlockWish, of: Plan = PLAN) -> list[str]:
    """The sources of all sections once everything wished is carried out."""
    result = carried(of, wishes)
    assert not result.refused
    sources = {section.path: section.source for section in of.sections}
    for step in result.steps:
        sources |= {step.section.path: step.source, **step.others}
    return list(sources.values())


def move(block: int, behind: int, last: int = -1, key: str = "m-1") -> BlockWish:
    return BlockWish(key, "JPN", "move", block, after=behind, last=last)


def test_a_moved_paragraph_keeps_its_markup_its_wraps_and_its_note() -> None:
    expected = GOALS.replace(LINES, "").replace(
        "Second **paragraph**.\n\n", f"Second **paragraph**.\n\n{LINES}"
    )
    assert after(move(REPORT, SECOND))[0] == expected


def test_a_moved_paragraph_takes_the_words_of_others_along_as_one_step() -> None:
    result = carried(PLAN, [move(REPORT, SECOND), Wish("c-1", "CHN", REPORT, 4, 10, "Parties")])
    (step,) = result.steps
    assert (step.agreed.keys, step.agreed.holders) == (("c-1", "m-1"), ("CHN", "JPN"))
    assert (
        "Second **paragraph**.\n\nThe *Parties* shall report [to all](https://example.org)\nand"
        in step.source
    )


def test_a_paragraph_goes_to_another_file_with_its_note_in_one_step() -> None:
    result = carried(PLAN, [move(REPORT, FUNDS)])
    (step,) = result.steps
    assert step.source == (
        "# Means\n\nFunds come in.[^1]\n\n"
        "The *States* shall report [to all](https://example.org)\nand more.[^2]\n\n"
        "[^1]: Another note.\n\n[^2]: The *note*.\n"
    )
    assert step.others == {"plan/goals.md": GOALS.replace(LINES, "").replace("\n[^1]: The *note*.\n", "")}


def test_a_headed_part_goes_to_another_file() -> None:
    goals, means = after(move(PART, FUNDS, last=INNER))
    assert goals == GOALS.replace("## Part\n\nInner.\n\n", "")
    assert means == MEANS.replace("in.[^1]\n", "in.[^1]\n\n## Part\n\nInner.\n")


def test_a_headed_part_takes_its_tables_and_code_along_line_by_line() -> None:
    table = "::: {#tbl-a .table}\nWhat it costs\n\n| A | B |\n|---|---|\n| x | *y* |\n:::\n\n```\ncode\n```\n"
    part = f"## Costs\n\nThey are *high*.\n\n{table}"
    both = plan(goals=f"# Goals\n\nOne.\n\n{part}\n## Rest\n\nEnd.\n", means="# Means\n\nFunds.\n")
    last = next(at for at, block in enumerate(read(f"# Goals\n\nOne.\n\n{part}")) if block.kind == "code")
    wishes: list[Wish | BlockWish] = [move(2, last + 4, last=last), Wish("c-1", "CHN", 3, 9, 13, "low")]
    assert after(*wishes, of=both) == [
        "# Goals\n\nOne.\n\n## Rest\n\nEnd.\n",
        f"# Means\n\nFunds.\n\n{part.replace('high', 'low')}",
    ]


def test_an_item_moves_within_its_list_and_out_of_it() -> None:
    item = "- first *item*\n  goes on\n"
    assert after(move(FIRST_ITEM, THIRD_ITEM))[0] == GOALS.replace(item, "").replace(
        "`item`\n", f"`item`\n{item}"
    )
    assert after(move(FIRST_ITEM, FUNDS))[1] == MEANS.replace("in.[^1]\n", f"in.[^1]\n\n{item}")


def test_items_that_move_together_keep_their_depth() -> None:
    nested = plan(goals="# Goals\n\n1. one\n   - a\n   - b\n2. two\n\nEnd.\n")
    wishes = [move(at, 5, key=f"m-{at}") for at in (1, 2, 3)]
    assert after(*wishes, of=nested) == ["# Goals\n\n2. two\n\nEnd.\n\n1. one\n   - a\n   - b\n"]


def test_joined_paragraphs_and_items_keep_what_stands_in_them() -> None:
    joins = [
        BlockWish("j-1", "JPN", "join", FIRST_ITEM, (", ",)),
        BlockWish("j-2", "JPN", "join", REPORT, (" ",)),
    ]
    expected = GOALS.replace("[^1]\n\nSecond", "[^1] Second").replace("goes on\n- second", "goes on, second")
    assert after(*joins)[0] == expected


def test_a_definition_between_joined_paragraphs_stands_behind_them() -> None:
    between = plan(goals="# Goals\n\nOne.[^a]\n\n[^a]: Why.\n\nTwo *or* three.\n")
    assert after(BlockWish("j-1", "JPN", "join", 1, (" ",)), of=between) == [
        "# Goals\n\nOne.[^a] Two *or* three.\n\n[^a]: Why.\n"
    ]


def test_words_of_joined_paragraphs_change_too() -> None:
    wishes: list[Wish | BlockWish] = [
        BlockWish("j-1", "JPN", "join", REPORT, (" ",)),
        Wish("c-1", "CHN", REPORT, 4, 10, "Parties"),
        Wish("c-2", "CHN", SECOND, 7, 16, "passage"),
    ]
    assert "The *Parties* shall" in after(*wishes)[0]
    assert "and more.[^1] Second **passage**." in after(*wishes)[0]


def test_an_item_is_split_into_two_items() -> None:
    assert after(Wish("s-1", "JPN", FIRST_ITEM, 10, 11, "\n\n"))[0] == GOALS.replace("*\n  goes", "*\n- goes")
    loose = plan(goals="# Goals\n\n1. one two\n\n2. three four\n")
    assert after(Wish("s-1", "JPN", 2, 5, 6, "\n\n"), of=loose) == [
        "# Goals\n\n1. one two\n\n2. three\n\n2. four\n"
    ]


def test_what_is_split_within_emphasis_or_a_note_stays_what_it_is() -> None:
    strong = plan(goals="# Goals\n\n- a **bold *and* b** c[^a]\n\n[^a]: One. Two.\n")
    wishes = [Wish("s-1", "JPN", 1, 10, 11, "\n\n"), Wish("s-2", "JPN", 2, 4, 5, "\n\n")]
    assert after(*wishes, of=strong) == [
        "# Goals\n\n- a **bold *and***\n- **b** c[^a]\n\n[^a]: One.\n\n    Two.\n"
    ]


def test_a_split_paragraph_leaves_each_note_with_its_part() -> None:
    noted = plan(goals="# Goals\n\nOne.[^a] Two.[^b]\n\n[^a]: First.\n[^b]: Second.\n")
    assert after(Wish("s-1", "JPN", 1, 4, 5, "\n\n"), of=noted) == [
        "# Goals\n\nOne.[^a]\n\nTwo.[^b]\n\n[^a]: First.\n[^b]: Second.\n"
    ]


def test_a_new_heading_comes_with_its_paragraphs() -> None:
    wish = BlockWish("n-1", "JPN", "insert-after", INNER, ("New # part", "Text *x*"), level=2)
    assert after(wish)[0] == GOALS.replace("Inner.\n\n", "Inner.\n\n## New # part\n\nText \\*x\\*\n\n")


def test_what_takes_the_place_of_a_deleted_paragraph_stands_where_it_stood() -> None:
    wishes = [
        BlockWish("a-1", "JPN", "delete", INNER),
        BlockWish("a-2", "JPN", "insert-after", INNER, ("New.",)),
    ]
    assert after(*wishes)[0] == GOALS.replace("Inner.", "New.")


def test_a_deleted_paragraph_takes_the_note_that_only_it_refers_to() -> None:
    assert after(BlockWish("a-1", "JPN", "delete", REPORT))[0] == GOALS.replace(LINES, "").replace(
        "\n[^1]: The *note*.\n", ""
    )


def test_a_move_that_does_not_read_back_in_one_file_is_left_out_of_both() -> None:
    blocks = [block for section in PLAN.sections for block in section.blocks]
    agreed = merge(blocks, blocks, [move(REPORT, FUNDS)]).agreed
    labels = [[""] * len(section.blocks) for section in PLAN.sections]
    result = carry_out(
        PLAN.sections, labels, agreed, lambda section, text: read(text if section.id == "means" else MEANS)
    )
    assert not result.steps
    assert [one.agreed.keys for one in result.refused] == [("m-1",)]


def test_a_paragraph_that_moves_and_is_split_leaves_each_note_with_its_part() -> None:
    source = "# G\n\nOne *here*.[^1] Two there.[^2]\n\n[^1]: First.\n\n[^2]: Second.\n\nLast.\n"
    of = plan(goals=source, means=MEANS)
    split = Wish("s-1", "KOR", 1, 9, 10, "\n\n")
    (goals,) = after(move(1, behind=4), split, of=of)[:1]
    assert goals == "# G\n\n[^1]: First.\n\n[^2]: Second.\n\nLast.\n\nOne *here*.[^1]\n\nTwo there.[^2]\n"
    other = after(move(1, behind=5), split, of=of)
    assert other[0] == "# G\n\nLast.\n"
    assert other[1] == (
        "# Means\n\nOne *here*.[^2]\n\nTwo there.[^3]\n\nFunds come in.[^1]\n\n[^1]: Another note.\n\n"
        "[^2]: First.\n\n[^3]: Second.\n"
    )


def test_an_item_that_moves_and_is_split_becomes_two_items_there() -> None:
    split = Wish("s-1", "KOR", FIRST_ITEM, 5, 6, "\n\n")
    assert "- third `item`\n- first\n- *item*\n  goes on\n" in after(move(FIRST_ITEM, THIRD_ITEM), split)[0]


def test_a_heading_that_moves_and_is_split_becomes_two_there() -> None:
    of = plan(goals=GOALS.replace("## Part\n", "## Part one {#p}\n"), means=MEANS)
    split = Wish("s-1", "KOR", PART, 4, 5, "\n\n")
    assert after(move(PART, FUNDS), split, of=of)[1].startswith(
        "# Means\n\nFunds come in.[^1]\n\n## Part {#p}\n\n## one\n"
    )


PARTS = """# Goals

Before.[^1]

## Budget

Sums[^sum] and shares.[^1]

[^sum]: In dollars.

| Area[^a] | Sum |
|----------|-----|
| Rivers   | 5   |

## Rest

Behind.

[^1]: Shared.

[^a]: By name.
"""


def test_a_part_with_a_table_and_notes_goes_to_another_file() -> None:
    goals, means = after(move(3, behind=15, last=11), of=plan(goals=PARTS, means=MEANS))
    assert goals == "# Goals\n\nBefore.[^1]\n\n## Rest\n\nBehind.\n\n[^1]: Shared.\n"
    assert means == (
        "# Means\n\nFunds come in.[^1]\n\n## Budget\n\nSums[^sum] and shares.[^note-1]\n\n[^sum]: In dollars.\n\n"
        "| Area[^a] | Sum |\n|----------|-----|\n| Rivers   | 5   |\n\n"
        "[^1]: Another note.\n\n[^note-1]: Shared.\n\n[^a]: By name.\n"
    )


def test_a_note_defined_within_a_part_that_goes_stays_for_those_who_refer_to_it() -> None:
    source = PARTS.replace("Behind.", "Behind.[^sum]")
    goals, means = after(move(3, behind=16, last=11), of=plan(goals=source, means=MEANS))
    assert (
        goals
        == "# Goals\n\nBefore.[^1]\n\n## Rest\n\nBehind.[^sum]\n\n[^1]: Shared.\n\n[^sum]: In dollars.\n"
    )
    assert "[^sum]: In dollars.\n" in means


def test_a_part_among_whose_lines_anothers_note_is_defined_stays_with_the_reason() -> None:
    source = PARTS.replace("[^sum]: In dollars.\n", "[^sum]: In dollars.\n\n[^b]: Foreign.\n").replace(
        "Before.", "Before.[^b]"
    )
    result = carried(plan(goals=source, means=MEANS), [move(4, behind=16, last=12)])
    assert [one.reason for one in result.refused] == [
        "the note of another paragraph is defined among its lines; move that behind them"
    ]
