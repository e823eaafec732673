from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.office import answer, circulated, done, neaspec
from tests.commands.test_merge import CLASH, change, goals, replies
from tests.sandbox import Sandbox

ROWS = "\n| Year | Sum |\n|:-----|:----|\n| 2026 | 10 |\n| 2027 | 20 |\n"


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    """A clash of two on one word, in brackets."""
    box = circulated(tmp_path / "plan")
    replies(box, "JPN", change("ninety days", "sixty days"))
    replies(box, "KOR", change("ninety days", "thirty days"))
    neaspec(box, "merge")
    return box


def test_the_ledger_names_place_wordings_holders_and_age(box: Sandbox) -> None:
    found = answer(box, "brackets", "--on", "2025-08-20")
    (one,) = found["brackets"]
    assert (one["id"], one["section"], one["label"], one["kind"]) == ("b-JPN-001", "goals", "3", "words")
    assert one["holders"] == ["JPN", "KOR"]
    assert [(each["text"], each["by"], each["stood"]) for each in one["alternatives"]] == [
        ("ninety", [], True),
        ("sixty", ["JPN"], False),
        ("thirty", ["KOR"], False),
    ]
    assert one["since"]["circulation"] is None
    assert one["age_days"] == 222  # the clock of the tests begins in January
    assert (found["by_holder"], found["by_section"]) == ({"JPN": 1, "KOR": 1}, {"goals": 1})
    shown = done(box, "brackets", "--on", "2025-08-20")
    assert "[sixty]  JPN" in shown
    assert "[ninety]  as it stood before" in shown


def test_a_circulation_that_has_it_dates_it_and_counts_are_followed_over_the_rounds(box: Sandbox) -> None:
    done(box, "circulate", "draft", "--on", "2025-08-01", "--deadline", "2025-08-31")
    done(box, "brackets", "add", "goals", "4", "--delete", "--by", "KOR")
    found = answer(box, "brackets", "--on", "2025-08-20")
    since = {one["id"]: (one["since"]["circulation"], one["age_days"]) for one in found["brackets"]}
    assert since == {"b-JPN-001": ("draft-2", 19), "b-1": (None, 222)}
    assert [(one["circulation"], one["total"]) for one in found["course"]] == [
        ("draft-1", 0),
        ("draft-2", 1),
        (None, 2),
    ]
    assert found["course"][-1]["by_holder"] == {"JPN": 1, "KOR": 2}


def test_status_and_outline_count_as_the_ledger_does(box: Sandbox) -> None:
    box.write(
        "plan/02-goals.md", goals(box) + "\nStates [shall][should] pay, see [2030](https://example.org).\n"
    )
    box.save("Type brackets by hand")
    assert answer(box, "brackets")["total"] == 3
    assert answer(box, "status", "--on", "2025-08-20")["brackets"] == 3
    assert [one["brackets"] for one in answer(box, "outline")["sections"]] == [0, 3]
    assert [one["kind"] for one in answer(box, "brackets")["brackets"]] == ["words", "typed", "typed"]
    assert len(answer(box, "brackets", "--by", "KOR")["brackets"]) == 1


def test_settling_leaves_the_words_of_one_holder_and_every_other_byte(box: Sandbox) -> None:
    before = goals(box)
    done(box, "brackets", "settle", "b-JPN-001", "--take", "JPN", "--reason", "Agreed in plenary.")
    assert goals(box) == before.replace(CLASH, "Within sixty days")
    assert box.git("log", "-1", "--format=%B").strip().split("\n") == [
        "Settle b-JPN-001 as JPN wants it",
        "",
        "Agreed in plenary.",
        "",
        "Neaspec: brackets",
        "Bracket: b-JPN-001",
        "Proposed-by: JPN",
    ]
    assert "Nothing is in brackets" in done(box, "brackets")


def test_dropping_gives_the_text_as_it_was_circulated(box: Sandbox) -> None:
    done(box, "brackets", "settle", "b-JPN-001", "--drop")
    assert goals(box) == box.git("show", "circulated/draft-1:plan/02-goals.md") + "\n"


def test_other_words_may_settle_it(box: Sandbox) -> None:
    before = goals(box)
    done(box, "brackets", "settle", "b-JPN-001", "--text", "[about] seventy")
    assert goals(box) == before.replace(CLASH, "Within \\[about\\] seventy days")


def test_a_dry_run_tells_what_would_be_and_writes_nothing(box: Sandbox) -> None:
    before = box.state()
    assert "now reads: sixty" in done(box, "brackets", "settle", "b-JPN-001", "--take", "JPN", "--dry-run")
    done(box, "brackets", "add", "goals", "4", "--delete", "--by", "KOR", "--dry-run")
    done(box, "brackets", "withdraw", "b-JPN-001", "--by", "KOR", "--dry-run")
    assert box.state() == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["b-JPN-099", "--drop"], 1, "There is no bracket b-JPN-099."),
        (["b-JPN-001", "--take", "WWF"], 1, "WWF holds nothing in b-JPN-001."),
        (["b-JPN-001", "--take", "NZL"], 1, "Nobody called NZL"),
        (["b-JPN-001"], 2, "--take"),
        (["b-JPN-001", "--drop", "--take", "JPN"], 2, "--take"),
    ],
)
def test_what_cannot_be_settled_is_refused(box: Sandbox, arguments: list[str], code: int, said: str) -> None:
    before = box.state()
    result = neaspec(box, "brackets", "settle", *arguments)
    assert result.exit_code == code
    assert said in result.stderr
    assert box.state() == before


def test_positions_change_in_a_meeting(box: Sandbox) -> None:
    done(box, "brackets", "add", "goals", "3", "--quote", "sixty", "--by", "WWF")
    assert '[sixty]{.bracket alt=b-JPN-001 by="JPN WWF"}' in goals(box)
    done(box, "brackets", "add", "goals", "3", "--quote", "ninety", "--text", "eighty", "--by", "WWF")
    assert '[eighty]{.bracket alt=b-JPN-001 by="WWF"}' in goals(box)
    assert neaspec(box, "brackets", "settle", "b-JPN-001", "--take", "WWF").exit_code == 1
    done(box, "brackets", "withdraw", "b-JPN-001", "--by", "WWF")
    assert CLASH in goals(box)
    done(box, "brackets", "withdraw", "b-JPN-001", "--by", "KOR")
    assert "is settled" in done(box, "brackets", "withdraw", "b-JPN-001", "--by", "JPN")
    assert goals(box) == box.git("show", "circulated/draft-1:plan/02-goals.md") + "\n"


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["3(a)", "--delete"], '::: {#b-1 .bracket del="KOR"}\n- fewer plastics in rivers\n:::\n- more'),
        (
            ["4", "--quote", "contributions", "--after", "--text", "and fees"],
            'contributions [and fees]{#b-1 .bracket by="KOR"}.',
        ),
        (["4", "--quote", "voluntary"], '[voluntary]{#b-1 .bracket by="KOR" del=""} contributions'),
        (
            ["4", "--text", "Resources come from fees."],
            '::: {.bracket alt=b-1 by="KOR"}\nResources come from fees.\n:::\n',
        ),
        (
            ["4", "--after", "--text", "A fund is set up."],
            '\n\n::: {#b-1 .bracket by="KOR"}\nA fund is set up.\n:::\n',
        ),
        (
            ["Table 1 row 3", "--delete"],
            '| [2027]{#b-1 .bracket del="KOR"} | [20]{#b-1 .bracket del="KOR"} |',
        ),
    ],
)
def test_a_position_is_put_into_the_text_and_taken_out_again(
    box: Sandbox, arguments: list[str], found: str
) -> None:
    box.write("plan/02-goals.md", goals(box) + ROWS)
    box.save("Add a table")
    before = goals(box)
    done(box, "brackets", "add", "goals", *arguments, "--by", "KOR")
    assert found in goals(box)
    done(box, "brackets", "settle", "b-1", "--drop")
    assert goals(box) == before


def test_a_row_that_is_wished_away_goes_as_a_whole(box: Sandbox) -> None:
    box.write("plan/02-goals.md", goals(box) + ROWS)
    box.save("Add a table")
    before = goals(box)
    done(box, "brackets", "add", "goals", "Table 1 row 3", "--delete", "--by", "KOR")
    done(box, "brackets", "settle", "b-1", "--take", "KOR")
    assert goals(box) == before.replace("| 2027 | 20 |\n", "")


def test_brackets_typed_by_hand_get_a_holder_and_are_settled(box: Sandbox) -> None:
    box.write("plan/02-goals.md", goals(box) + "\nStates [shall] pay.\n")
    box.save("Type brackets by hand")
    typed = next(one["id"] for one in answer(box, "brackets")["brackets"] if one["kind"] == "typed")
    done(box, "brackets", "settle", typed, "--text", "shall", "--dry-run")
    done(box, "brackets", "add", "goals", "5", "--quote", "shall", "--by", "JPN")
    assert f'States [shall]{{#{typed} .bracket by="JPN"}} pay.' in goals(box)
    done(box, "brackets", "settle", typed, "--take", "JPN")
    assert goals(box).endswith("\nStates shall pay.\n")


def test_a_name_is_used_once(box: Sandbox) -> None:
    for _ in range(2):
        done(box, "brackets", "add", "goals", "4", "--quote", "voluntary", "--delete", "--by", "KOR")
        name = box.git("log", "-1", "--format=%(trailers:key=Bracket,valueonly)").strip()
        done(box, "brackets", "settle", name, "--drop")
    assert name == "b-2"


def test_adoption_waits_until_all_is_settled(box: Sandbox) -> None:
    assert "bracketed text is not settled" in neaspec(box, "check", "--for", "final").stdout
    done(box, "brackets", "settle", "b-JPN-001", "--take", "KOR")
    assert "bracketed text" not in neaspec(box, "check", "--for", "final").stdout


def test_exports_name_holders_only_when_asked(box: Sandbox, tmp_path: Path) -> None:
    plain, named = tmp_path / "plain.md", tmp_path / "named.md"
    done(box, "export", str(plain))
    done(box, "export", str(named), "--attributed")
    assert r"Within \[ninety\]\[sixty\]\[thirty\] days" in plain.read_text()
    assert "JPN" not in plain.read_text()
    assert r"\[ninety\]\[sixty\] (JPN)\[thirty\] (KOR) days" in named.read_text()
