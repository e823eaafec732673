from __future__ import annotations

from neaspec_cli.core.merge import Agreed, BlockWish, merge
from neaspec_cli.core.merging.carrying import carry_out
from neaspec_cli.core.merging.open_runs import of_agreed
from tests.core.plans import plan
from tests.core.reading import read

PLAN = plan(goals="# Goals\n\nThe States *shall* report.\n", means="# Means\n\nFunds come in.\n")
LABELS = [["heading I", "1"], ["heading II", "2"]]


def agreed(
    op: str, block: int, start: int = 0, end: int = 0, text: str = "", texts: tuple[str, ...] = ()
) -> Agreed:
    return Agreed(op, block, start, end, text, texts, (f"draft-1/{op}-{block}-{start}",), ("JPN",))  # type: ignore[arg-type]


def test_each_agreed_edit_is_a_step_that_holds_all_steps_before() -> None:
    wanted = [
        agreed("replace", 1, 17, 23, "inform"),
        agreed("replace", 1, 4, 10, "Parties"),
        agreed("replace", 3, 0, 5, "Means"),
    ]
    carried = carry_out(PLAN.sections, LABELS, wanted, lambda _, text: read(text))
    assert [(step.section.id, step.label, step.source) for step in carried.steps] == [
        ("goals", "1", "# Goals\n\nThe Parties *shall* report.\n"),
        ("goals", "1", "# Goals\n\nThe Parties *shall* inform.\n"),
        ("means", "2", "# Means\n\nMeans come in.\n"),
    ]
    assert carried.refused == ()


def test_a_paragraph_goes_to_the_section_of_the_block_before_it() -> None:
    carried = carry_out(
        PLAN.sections, LABELS, [agreed("insert-after", 3, texts=("More.",))], lambda _, text: read(text)
    )
    assert carried.steps[0].source == "# Means\n\nFunds come in.\n\nMore.\n"


def test_what_does_not_read_back_is_named_and_the_rest_is_done() -> None:
    bad, good = agreed("replace", 1, 11, 23, "`"), agreed("replace", 3, 0, 5, "Means")
    carried = carry_out(
        PLAN.sections,
        LABELS,
        [bad, good],
        lambda _, text: [*read(text), *read("x\n")] if "`" in text else read(text),
    )
    assert [one.agreed for one in carried.refused] == [bad]
    assert [step.agreed for step in carried.steps] == [good]


def test_an_undecided_move_comes_in_at_both_ends_or_not_at_all() -> None:
    table = plan(goals="# Goals\n\nMove me.\n\n| A | B |\n|---|---|\n| x | y |\n\nEnd.\n")
    blocks = table.sections[0].blocks
    wish = BlockWish("draft-1/JPN-001", "JPN", "move", 1, after=3)
    taken: set[str] = set()
    runs = [of_agreed(one, blocks, taken) for one in merge(blocks, blocks, [wish]).agreed]
    assert len(runs) == 2
    labels = [[""] * len(blocks)]
    carried = carry_out(table.sections, labels, [], lambda _, text: read(text), runs)
    assert carried.bracketed == ()
    assert {one.run.place for one in carried.left_open} == {run.place for run in runs}
    assert {one.reason for one in carried.left_open} == {"a cell cannot be put in brackets as a whole"}


def test_a_wish_of_several_edits_is_one_step() -> None:
    parted = [
        Agreed("replace", 1, 16, 23, "", (), ("k",), ("JPN",)),
        Agreed("replace", 3, 0, 0, "report ", (), ("k",), ("JPN",)),
    ]
    (step,) = carry_out(PLAN.sections, LABELS, parted, lambda _, text: read(text)).steps
    assert step.source == "# Goals\n\nThe States *shall*.\n"
    assert step.others == {"plan/means.md": "# Means\n\nreport Funds come in.\n"}
