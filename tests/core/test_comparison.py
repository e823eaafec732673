from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.comparison import AWAY, Comparison, PlacedChange, as_json, compare_plans
from neaspec_cli.core.plan import Plan
from tests.core.plans import plan

OLD = plan(
    goals="# Goals\n\nWithin ninety days the States shall report.\n\nThe second paragraph says little.\n",
    means="# Means\n\nFunds come from the States.\n",
)


def only(comparison: Comparison) -> PlacedChange:
    (change,) = [one for section in comparison.sections for one in section.changes if one.kind != "same"]
    return change


def test_equal_plans_have_no_change() -> None:
    comparison = compare_plans(OLD, OLD)
    assert comparison.is_empty
    assert as_json(comparison, ("a", "b"), full=False)["sections"] == []


def test_a_changed_word_is_shown_under_the_label_of_its_paragraph() -> None:
    new = plan(
        goals="# Goals\n\nWithin sixty days the States shall report.\n\nThe second paragraph says little.\n",
        means="# Means\n\nFunds come from the States.\n",
    )
    comparison = compare_plans(OLD, new)
    change = only(comparison)
    assert (change.section, change.kind, change.label_from, change.label_to) == ("goals", "edited", "1", "1")
    assert [(run.op, run.text) for run in change.runs if run.op != "keep"] == [
        ("delete", "ninety"),
        ("insert", "sixty"),
    ]
    assert comparison.summary.words_inserted == comparison.summary.words_deleted == 1


def test_a_paragraph_that_went_to_another_section_is_listed_at_both_ends() -> None:
    moved = "Within ninety days the States shall report to the Senior Officials Meeting on what they did."
    stays = "These are the last words of the goals, and they stay where they were all the time."
    old = plan(
        goals=f"# Goals\n\n{moved}\n\n{stays}\n",
        means="# Means\n\nFunds come from the States.\n",
    )
    new = plan(
        goals=f"# Goals\n\n{stays}\n",
        means=f"# Means\n\nFunds come from the States.\n\n{moved}\n",
    )
    changes = [
        one for section in compare_plans(old, new).sections for one in section.changes if one.kind != "same"
    ]
    assert [(one.section, one.kind, one.label_from, one.label_to) for one in changes] == [
        ("goals", AWAY, "1", ""),
        ("means", "moved", "1", "3"),
    ]
    assert {one.move for one in changes} == {1}


def test_a_section_that_is_gone_is_listed_last_with_its_title() -> None:
    comparison = compare_plans(OLD, Plan(OLD.settings, OLD.sections[:1]))
    last = comparison.sections[-1]
    assert (last.section, last.title) == ("means", "Means")
    assert {change.kind for change in last.changes} == {"deleted"}


def test_annotations_can_be_left_out() -> None:
    old = plan(goals="# Goals\n\n::: annotation\nOne word.\n:::\n\nText.\n")
    new = plan(goals="# Goals\n\n::: annotation\nTwo words.\n:::\n\nText.\n")
    assert not compare_plans(old, new).is_empty
    assert compare_plans(old, new, annotated=False).is_empty


SENTENCES = [
    "The States meet.",
    "Funds are pledged by all.",
    "Air is to be clean by 2030.",
    "中文一句话。",
    "Второе предложение.",
    "A",
]
documents = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(documents, documents)
def test_every_change_spells_old_and_new(before: list[str], after: list[str]) -> None:
    old = plan(goals="# Goals\n\n" + "\n\n".join(before) + "\n")
    new = plan(goals="# Goals\n\n" + "\n\n".join(after) + "\n")
    full = as_json(compare_plans(old, new), ("old", "new"), full=True)
    moves = {
        change["move_id"]: change
        for one in full["sections"]
        for change in one["changes"]
        if change["kind"] == "moved"
    }

    def spelled(side: str) -> list[str]:
        texts = []
        for one in full["sections"]:
            for change in one["changes"]:
                is_move = change["move_id"] is not None
                if side == "delete" and is_move:
                    if change["kind"] != AWAY:
                        continue
                    change = moves[change["move_id"]]
                elif change["kind"] == AWAY:
                    continue
                if change["label_from" if side == "delete" else "label_to"] is not None:
                    texts.append(
                        "".join(run["text"] for run in change["runs"] if run["op"] in ("keep", side))
                    )
        return "\n\n".join(texts).split("\n\n")

    assert spelled("insert") == ["Goals", *after]
    assert spelled("delete") == ["Goals", *before]


def test_what_was_deleted_from_a_renamed_section_is_listed_where_the_rest_of_it_stands() -> None:
    stays = "These are the last words of the goals, and they stay where they were all the time."
    old = plan(goals=f"# Goals\n\nA paragraph to go.\n\n{stays}\n", means="# Means\n\nFunds come late.\n")
    new = plan(aims=f"# Goals\n\n{stays}\n", means="# Means\n\nFunds come late.\n")
    comparison = compare_plans(old, new)
    assert [one.section for one in comparison.sections] == ["aims", "means"]
    assert [(one.kind, one.label_from) for one in comparison.sections[0].changes if one.is_change] == [
        ("deleted", "1")
    ]


BODIES = "Each member State designates a focal point that reports on progress in the programme areas."
FUNDS = "Funds come from voluntary contributions, which are announced at the meeting of senior officials."
OPEN = "The secretariat keeps an open register of all comments and of the replies that were given to them."


def test_both_ends_of_a_passage_that_went_to_another_paragraph_have_its_number() -> None:
    comparison = compare_plans(
        plan(goals=f"# Goals\n\n{BODIES} {FUNDS}\n", means=f"# Means\n\n{OPEN}\n"),
        plan(goals=f"# Goals\n\n{BODIES}\n", means=f"# Means\n\n{OPEN} {FUNDS}\n"),
    )
    told = as_json(comparison, ("a", "b"), full=False)
    runs = [run for one in told["sections"] for change in one["changes"] for run in change["runs"]]
    assert [(run["op"], run["text"].strip(), run.get("move_id")) for run in runs if run["op"] != "keep"] == [
        ("delete", "", None),
        ("delete", FUNDS, 1),
        ("insert", "", None),
        ("insert", FUNDS, 1),
    ]
    words = told["summary"]
    assert (words["words_moved"], words["words_inserted"], words["words_deleted"]) == (14, 0, 0)
