"""A redline on the screen: it reads without colour, keeps to the width, and shows nothing hidden."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len

from neaspec_cli.core.comparing.tracing import Reason
from neaspec_cli.core.comparison import Comparison, compare_plans
from neaspec_cli.terminal import redline_view
from neaspec_cli.terminal.console import console
from tests.core.plans import plan

LONG = "Within ninety days of each meeting the secretariat shall publish a report on what was done."
OTHER = "Funds are pledged by all of the members in the first quarter of every second year."
LAST = "The plan is reviewed after three years by the Senior Officials Meeting, and it is renewed."
CHINESE = (
    "各成员国应当在每次会议之后的九十天之内公布关于大气污染物联合监测的报告，并将其提交高级官员会议审议。"
)


def shown(parts: Iterable[Any], width: int = 80) -> str:
    target = console(width=width)
    target.file = io.StringIO()
    for part in parts:
        target.print(part)
    return target.file.getvalue()


def compared(old: str, new: str) -> Comparison:
    return compare_plans(plan(goals=f"# Goals\n\n{old}\n"), plan(goals=f"# Goals\n\n{new}\n"))


def test_marks_tell_without_colour() -> None:
    text = shown(redline_view.in_place(compared(LONG, LONG.replace("ninety", "sixty"))))
    assert "Within [-ninety-]{+sixty+} days" in text
    assert "\x1b" not in text


def test_no_color_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = shown(redline_view.in_place(compared(LONG, LONG.replace("ninety", "sixty"))))
    assert "[-ninety-]" in text.replace("\x1b[9m", "").replace("\x1b[4m", "").replace("\x1b[0m", "")
    assert not any(code in text for code in ("[31", "[32", ";31", ";32", "[36"))


def test_the_sides_hold_each_its_own_words() -> None:
    text = shown(
        redline_view.side_by_side(compared(LONG, LONG.replace("ninety", "sixty")), ("old.md", "new.md")), 130
    )
    (names,) = [line for line in text.split("\n") if "old.md" in line]
    middle = names.index("new.md")
    (line,) = [line for line in text.split("\n") if "ninety" in line]
    assert "[-ninety-]" in line[:middle]
    assert "{+sixty+}" in line[middle:]


def test_a_move_is_shown_at_both_ends() -> None:
    comparison = compared(f"{LONG}\n\n{OTHER}\n\n{LAST}", f"{OTHER}\n\n{LAST}\n\n{LONG}")
    assert "was 1, moved to 3 ↔ 1" in shown(redline_view.in_place(comparison))
    assert "3 (was 1), moved here ↔ 1:" in shown(redline_view.in_place(comparison))
    sides = shown(redline_view.side_by_side(comparison, ("a", "b")), 240)
    assert sides.count(LONG) == 3


@pytest.mark.parametrize("width", [40, 80, 130])
@pytest.mark.parametrize("text", [LONG * 4, CHINESE * 4])
def test_lines_keep_to_the_width_also_with_wide_characters(width: int, text: str) -> None:
    comparison = compared(text, text.replace("ninety", "sixty", 1).replace("九十", "六十", 1))
    for parts in (redline_view.in_place(comparison), redline_view.side_by_side(comparison, ("a", "b"))):
        lines = shown(parts, width).split("\n")
        assert max(map(cell_len, lines)) <= width


def test_long_unchanged_stretches_are_shortened_in_every_script() -> None:
    for text, old, new in ((LONG, "ninety", "sixty"), (CHINESE, "九十", "六十")):
        comparison = compared(f"{text}{text * 5}", f"{text.replace(old, new)}{text * 5}")
        view = "".join(shown(redline_view.in_place(comparison), 400).split())
        assert "…" in view
        assert len(view) < len(f"{text * 5}")


def test_hidden_characters_are_shown() -> None:
    comparison = compared(LONG, LONG.replace("ninety", "six\u202ety"))
    assert "six\\u202ety" in shown(redline_view.in_place(comparison))


def test_reasons_and_formatting_stand_below_the_change() -> None:
    comparison = compared(LONG, LONG.replace("shall", "**shall**"))
    (section,) = comparison.sections
    why = (Reason("c0ffee", datetime.date(2025, 8, 1), "It is \x1b[31mclear"),)
    changes = tuple(replace(one, why=why if one.is_change else ()) for one in section.changes)
    comparison = replace(comparison, sections=(replace(section, changes=changes),))
    for parts in (redline_view.in_place(comparison), redline_view.side_by_side(comparison, ("a", "b"))):
        text = shown(parts, 130)
        assert "bold on “shall”" in text
        assert "It is \\x1b[31mclear · c0ffee" in text


def test_a_new_row_is_one_line() -> None:
    head = "| A | B |\n|---|---|\n| one | two |\n"
    text = shown(redline_view.in_place(compared(head, head + "| three | four |\n")))
    assert "Table 1 row 3, new:  {+three | four+}" in text


def test_the_summary_says_each_section_and_all() -> None:
    text = shown(redline_view.summary(compared(LONG, f"{LONG}\n\n{OTHER}")), 130)
    assert text.split("\n")[:2] == [
        "Goals: 1 paragraph new.",
        "In all: 16 words inserted, 0 deleted, 0 moved; 1 place changed.",
    ]


def test_a_passage_that_went_to_another_paragraph_is_told_at_both_ends() -> None:
    text = shown(
        redline_view.in_place(compared(f"{LONG} {OTHER}\n\n{LAST}", f"{LONG}\n\n{LAST} {OTHER}")), 200
    )
    assert f"[- ↔1 {OTHER}-]" in text
    assert f"{{+ ↔1 {OTHER}+}}" in text
    assert "↔1 moved to paragraph 2\n" in text
    assert "↔1 moved here from paragraph 1\n" in text


ALTERNATIVES = (
    '[strengthen]{.bracket alt=b-1 by=""}[deepen]{.bracket alt=b-1 by=JPN}[widen]{.bracket alt=b-1 by=RUS}'
)


def test_bracketed_alternatives_are_parted() -> None:
    text = shown(redline_view.in_place(compared("They strengthen it.", f"They {ALTERNATIVES} it.")))
    assert "[-strengthen-]{+[strengthen][deepen][widen]+}" in text


def test_brackets_around_words_that_stay_are_shown_as_put_in() -> None:
    text = shown(
        redline_view.in_place(compared("Report by 2030 or so.", "Report [by 2030]{.bracket by=JPN} or so."))
    )
    assert "Report {+[+}by 2030{+]+} or so." in text


def test_labels_stand_out_from_the_lines_below_them() -> None:
    text = shown(redline_view.in_place(compared(LONG, LONG.replace("ninety", "**sixty**"))), 60)
    title, *lines = text.rstrip().split("\n")
    assert title == "Goals  (goals)"
    assert lines[0].startswith("  1, edited:")
    assert all(line.startswith("    ") for line in lines[1:])
    assert "".join(text.split()).endswith("onwhatwasdone.")


def test_what_is_gone_is_called_as_it_was() -> None:
    text = shown(redline_view.in_place(compared(f"{LONG}\n\n{OTHER}", OTHER)))
    assert "was 1, deleted:" in text


def test_a_passage_that_moved_within_its_paragraph_is_told_once() -> None:
    text = shown(redline_view.in_place(compared(f"{LONG} {OTHER} {LAST}", f"{OTHER} {LAST} {LONG}")), 300)
    assert text.count("moved within the paragraph") == 1
    assert "moved here within" not in text


def test_a_section_without_a_heading_is_named_once() -> None:
    comparison = compare_plans(plan(goals=f"{LONG}\n"), plan(goals=f"{OTHER}\n"))
    assert shown(redline_view.in_place(comparison)).startswith("goals\n")
