from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from neaspec_cli.core.comparing.attributing import (
    Attribution,
    Behind,
    Signature,
    attribution,
    with_remarks,
)
from neaspec_cli.core.comparing.tracing import Reason, Step
from neaspec_cli.core.comparison import Comparison, compare_plans
from neaspec_cli.core.plan import Plan, PlanSettings, Section
from tests.core.reading import read

PATH = "plan/01-goals.md"
FIRST = "# Goals\n\nThe States shall report every year on what they did to the secretariat.\n\nFunds come from all.\n"


def plan(text: str) -> Plan:
    return Plan(PlanSettings("Plan", "Body"), (Section("goals", PATH, text, blocks=tuple(read(text))),))


def compared(texts: Sequence[tuple[str, str]]) -> tuple[Comparison, Attribution]:
    """The first of these texts against the last; each further one was asked for by the State beside it."""
    steps = [
        Step(
            Reason(who, date(2025, 7, day), "", (f"draft-1/{who}-001",)),
            {PATH: read(old)},
            {PATH: read(new)},
        )
        for day, ((_, old), (who, new)) in enumerate(pairwise(texts), 1)
    ]
    comparison = compare_plans(plan(texts[0][1]), plan(texts[-1][1]))
    return comparison, attribution(comparison, steps[::-1], sign)


def sign(reasons: Sequence[Reason]) -> Signature:
    return Signature(", ".join(sorted({one.commit for one in reasons})), "")


def words(text: str, behind: Behind) -> list[tuple[str, str]]:
    return [(text[start:end], by.author) for start, end, by in behind.parts]


def test_two_changes_in_one_paragraph_are_told_apart() -> None:
    second = FIRST.replace("every year", "twice a year")
    third = second.replace("to the secretariat", "to the Meeting")
    comparison, found = compared([("", FIRST), ("JPN", second), ("MNG", third)])
    (change,) = [one for one in comparison.sections[0].changes if one.is_change]
    ((new, old),) = [(found.new[change.new[0]], found.old[change.old[0]])]
    assert words(change.after[0].text, new) == [("twice a", "JPN"), ("Meeting", "MNG")]
    assert words(change.before[0].text, old) == [("every", "JPN"), ("secretariat", "MNG")]
    assert new.whole == Signature("JPN, MNG")


def test_words_that_were_changed_again_belong_to_who_changed_them_last() -> None:
    second = FIRST.replace("every year", "every second year")
    third = second.replace("second year", "month")
    comparison, found = compared([("", FIRST), ("JPN", second), ("MNG", third)])
    (change,) = [one for one in comparison.sections[0].changes if one.is_change]
    assert words(change.after[0].text, found.new[change.new[0]]) == [("month", "MNG")]
    assert words(change.before[0].text, found.old[change.old[0]]) == [("year", "MNG")]


def test_a_paragraph_that_went_is_told_of_who_took_it_out() -> None:
    comparison, found = compared([("", FIRST), ("KOR", FIRST.replace("\nFunds come from all.\n", ""))])
    (change,) = [one for one in comparison.sections[0].changes if one.is_change]
    assert found.old[change.old[0]].whole.author == "KOR"


def test_a_move_is_by_who_moved_whoever_changed_words_of_it() -> None:
    goes = "Funds of the programme come from all member States in equal shares."
    stays = "The States shall report every year on what they did, and the secretariat puts it all together.\n"
    moved = f"# Goals\n\n{stays}\n{goes}\n"
    first, last = f"# Goals\n\n{goes}\n\n{stays}", moved.replace("equal", "fair")
    comparison, found = compared([("", first), ("JPN", moved), ("MNG", last)])
    (change,) = [one for one in comparison.sections[0].changes if one.kind == "moved"]
    new = found.new[change.new[0]]
    assert new.whole.author == "JPN"
    assert words(change.after[0].text, new) == [("fair", "MNG")]


def test_stretches_without_a_part_are_signed_by_all() -> None:
    all_of_them, one = Signature("JPN, MNG"), Signature("JPN")
    behind = Behind(all_of_them, ((3, 5, one),))
    assert list(behind.of(0, 8)) == [(0, 3, all_of_them), (3, 5, one), (5, 8, all_of_them)]
    assert list(behind.of(4, 5)) == [(4, 5, one)]
    assert list(behind.of(6, 6)) == [(6, 6, all_of_them)]


def test_parts_are_carried_over_signs_that_are_printed() -> None:
    behind = Behind(parts=((7, 11, Signature("JPN")),))
    plain, signed = "Reduce more now.", "Reduce [more] now."
    assert words(signed, behind.carried(plain, signed)) == [("more", "JPN")]


def test_a_remark_stands_at_the_first_block_of_its_change() -> None:
    comparison, found = compared([("", FIRST), ("JPN", FIRST.replace("every year", "twice a year"))])
    (change,) = [one for one in comparison.sections[0].changes if one.is_change]
    with_it = with_remarks(found, [(change, ("So agreed.",))])
    assert with_it.new[change.new[0]].remarks == ("So agreed.",)
    assert with_it.old[change.old[0]].remarks == ()
