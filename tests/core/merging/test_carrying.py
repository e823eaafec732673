from __future__ import annotations

from neaspec_cli.core.merge import Agreed
from neaspec_cli.core.merging.carrying import carry_out
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
