"""What changed, said in words."""

from __future__ import annotations

from neaspec_cli.core.comparing.changes_in_words import (
    ROW,
    gathered,
    moves,
    passage_in_words,
    section_in_words,
    total_in_words,
)
from neaspec_cli.core.comparison import Comparison, compare_plans
from neaspec_cli.core.prosediff import Summary
from tests.core.plans import plan

LONG = "Within ninety days of each meeting the secretariat shall publish a report on what was done."
OTHER = "Funds are pledged by all of the members in the first quarter of every second year."
LAST = "The plan is reviewed after three years by the Senior Officials Meeting, and it is renewed."


def said(comparison: Comparison) -> list[str]:
    return [section_in_words(section, moves(comparison)) for section in comparison.sections]


def test_blocks_are_counted_by_kind_and_fate() -> None:
    old = plan(goals=f"# Goals\n\n{LONG}\n\n{OTHER}\n\n- one\n- two\n")
    new = plan(
        goals=f"# Aims\n\n{LONG.replace('ninety', 'sixty')}\n\n{OTHER.replace('second', 'third')}\n\n"
        f"{LAST}\n\n- one\n"
    )
    assert said(compare_plans(old, new)) == [
        "1 heading edited; 2 paragraphs edited, 1 new; 1 list item deleted"
    ]
    assert said(compare_plans(old, old)) == [""]


def test_a_move_is_said_at_both_ends_with_the_title_of_the_section() -> None:
    old = plan(goals=f"# Goals\n\n{LONG}\n\n{OTHER}\n", means=f"# Means of all\n\n{LAST}\n")
    new = plan(goals=f"# Goals\n\n{OTHER}\n", means=f"# Means of all\n\n{LAST}\n\n{LONG} Soon.\n")
    assert said(compare_plans(old, new)) == [
        "paragraph 1 moved to 3 in Means of all",
        "paragraph 3 moved here from 1, and edited",
    ]


def cells(*rows: str) -> str:
    return "| A | B |\n|---|---|\n" + "".join(f"| {row} |\n" for row in rows)


def test_a_row_that_came_or_went_is_one_change() -> None:
    old, new = plan(goals=cells("one | two")), plan(goals=cells("one | two", "three | four"))
    (section,) = compare_plans(old, new).sections
    shown = [(one.block, one.label_to, count) for one, count in gathered(section.changes) if one.is_change]
    assert shown == [(ROW, "Table 1 row 3", 2)]
    assert said(compare_plans(old, new)) == ["1 table row new"]
    assert said(compare_plans(new, old)) == ["1 table row deleted"]


def test_a_row_with_empty_cells_is_a_row_too() -> None:
    old, new = plan(goals=cells("one | two", "three | ")), plan(goals=cells("one | two"))
    assert said(compare_plans(old, new)) == ["1 table row deleted"]
    assert said(compare_plans(new, old)) == ["1 table row new"]


def test_columns_that_go_are_no_rows() -> None:
    wide = "| A | B | C | D |\n|---|---|---|---|\n| one | two | three | four |\n"
    assert said(compare_plans(plan(goals=wide), plan(goals=cells("one | two")))) == ["4 table cells deleted"]
    assert said(compare_plans(plan(goals=cells("one | two")), plan(goals=wide))) == ["4 table cells new"]


def test_a_note_in_a_row_that_came_does_not_divide_it() -> None:
    old, new = (
        plan(goals=cells("one | two")),
        plan(goals=cells("one | two", "three[^a] | four") + "\n[^a]: Yes.\n"),
    )
    (section,) = compare_plans(old, new).sections
    shown = [(one.block, one.label_to, count) for one, count in gathered(section.changes) if one.is_change]
    assert shown == [(ROW, "Table 1 row 3", 2), ("note", "note 1", 1)]


def test_a_passage_is_said_to_come_from_where_its_paragraph_stands_now() -> None:
    old = plan(goals=f"{LONG}\n\n{OTHER} {LAST}\n\nThe rest stays as it was in every word of it.\n")
    new = plan(goals=f"{OTHER}\n\nThe rest stays as it was in every word of it. {LAST}\n")
    comparison = compare_plans(old, new)
    known = moves(comparison)
    ends = [
        (run, change) for section in comparison.sections for change in section.changes for run in change.runs
    ]
    told = {passage_in_words(run.op, run.move, change, known) for run, change in ends if run.move}
    assert told == {"moved to paragraph 2", "moved here from paragraph 1"}


def test_a_cell_that_changed_is_no_row() -> None:
    assert said(compare_plans(plan(goals=cells("one | two")), plan(goals=cells("one | three")))) == [
        "1 table cell edited"
    ]


def test_totals_are_said() -> None:
    assert total_in_words(Summary(1, 0, 3, 2, 1, 1)) == "1 word inserted, 0 deleted, 3 moved; 1 place changed"
    assert total_in_words(Summary()) == "0 words inserted, 0 deleted, 0 moved; 0 places changed"
