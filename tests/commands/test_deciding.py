"""Working through comments: what several ask for, what was answered before, proposing first and agreeing later."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.office import answer, circulated, done, neaspec
from tests.sandbox import Sandbox

LONG = "The secretariat might explain how the new centres are paid for and who runs them."


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    return circulated(tmp_path / "plan")


def wish(box: Sandbox, source: str, *words: str) -> None:
    done(box, "feedback", "add", "--from", source, "--at", "3", *words)


def decisions(box: Sandbox) -> dict[str, tuple[str | None, bool | None]]:
    return {
        one["id"]: (one.get("disposition"), one.get("agreed"))
        for one in answer(box, "feedback", "list", "--round", "draft-1")
    }


def three_ask_for_sixty_days(box: Sandbox) -> None:
    wish(box, "JPN", "--replace", "ninety", "--with", "sixty")
    wish(box, "KOR", "--replace", "ninety days", "--with", "sixty days", "--comment", "Too long.")
    wish(box, "WWF", "--replace", "Within ninety", "--with", "Within sixty")
    wish(box, "WWF", "--replace", "ninety", "--with", "thirty")


def test_what_several_ask_for_is_listed_together(box: Sandbox) -> None:
    three_ask_for_sixty_days(box)
    for source, words in (("JPN", LONG), ("KOR", LONG.replace("might explain", "might kindly explain"))):
        done(box, "feedback", "add", "--from", source, "--comment", words)
    first, second = answer(box, "feedback", "list", "--groups")
    assert first["comments"] == ["JPN-001", "KOR-001", "WWF-001"]
    assert (first["sources"], first["same"], first["identical"]) == (["JPN", "KOR", "WWF"], "proposal", True)
    assert first["place"] == {"section": "goals", "block": "3"}
    assert (second["comments"], second["same"], second["identical"]) == (
        ["JPN-002", "KOR-002"],
        "remark",
        False,
    )
    assert answer(box, "feedback", "list", "--groups", "--from", "WWF") == [first]
    shown = done(box, "feedback", "list", "--groups")
    assert "2 wishes in 5 comments on draft-1" in shown
    assert "might kindly" in shown
    assert answer(box, "feedback", "show", "KOR-001")["same"] == ["JPN-001", "WWF-001"]
    assert "JPN-001, WWF-001" in done(box, "feedback", "show", "KOR-001")
    assert "No two comments" in done(box, "feedback", "list", "--groups", "--kind", "editorial")


def test_a_decision_is_given_to_all_who_ask_the_same(box: Sandbox) -> None:
    three_ask_for_sixty_days(box)
    assert neaspec(box, "feedback", "dispose", "--same-as", "JPN-001").exit_code == 2
    done(box, "feedback", "dispose", "WWF-001", "--as", "noted")
    reason = ["--reason", "Faster", "--by", "SOM", "--on", "2025-08-01"]
    done(box, "feedback", "dispose", "JPN-001", "--as", "accepted", *reason)
    told = done(box, "feedback", "dispose", "--same-as", "draft-1/JPN-001", "--on", "2025-08-02")
    assert told == "1 comment is accepted\n"
    assert decisions(box) == {
        "JPN-001": ("accepted", True),
        "KOR-001": ("accepted", True),
        "WWF-001": ("noted", True),
        "WWF-002": (None, None),
    }
    given = answer(box, "feedback", "show", "KOR-001")
    assert (given["reason"], given["decided"]) == ("Faster", "2025-08-02")
    assert "No comment fits" in done(box, "feedback", "dispose", "--same-as", "JPN-001")
    assert neaspec(box, "feedback", "dispose", "--same-as", "JPN-009", "--as", "noted").exit_code == 1
    assert neaspec(box, "feedback", "dispose", "KOR-001", "--same-as", "JPN-001").exit_code == 2


def test_a_decision_for_all_may_be_made_at_once(box: Sandbox) -> None:
    three_ask_for_sixty_days(box)
    done(box, "feedback", "dispose", "--same-as", "KOR-001", "--from", "JPN", "--as", "accepted")
    done(box, "feedback", "dispose", "--same-as", "KOR-001", "--as", "not accepted", "--reason", "No.")
    assert [verdict for verdict, _ in decisions(box).values()] == [
        "accepted",
        "not accepted",
        "not accepted",
        None,
    ]


def test_all_that_is_proposed_in_a_round_is_agreed_at_once_and_nothing_else(box: Sandbox) -> None:
    three_ask_for_sixty_days(box)
    done(box, "feedback", "add", "--from", "JPN", "--comment", "A fine plan.")
    done(box, "feedback", "dispose", "--section", "goals", "--as", "accepted", "--proposed")
    undecided = {one for one, (verdict, _) in decisions(box).items() if verdict is None}
    refused = neaspec(box, "feedback", "dispose", "--agreed")
    assert refused.exit_code == 2
    assert neaspec(box, "feedback", "dispose", "--round", "draft", "--as", "noted").exit_code == 2
    done(box, "feedback", "dispose", "--round", "draft", "--agreed")
    after = decisions(box)
    assert {one for one, (verdict, _) in after.items() if verdict is None} == undecided == {"JPN-002"}
    assert all(agreed for one, (_, agreed) in after.items() if one not in undecided)


def test_what_was_proposed_is_agreed_later_and_both_stay_in_history(box: Sandbox) -> None:
    three_ask_for_sixty_days(box)
    done(box, "feedback", "dispose", "--from", "WWF", "--as", "accepted", "--proposed", "--by", "Desk")
    done(box, "feedback", "dispose", "KOR-001", "--as", "noted", "--proposed", "--reason", "Later")
    assert "nothing is proposed" in neaspec(box, "feedback", "dispose", "JPN-001", "--agreed").stderr
    dry = done(box, "feedback", "dispose", "--section", "goals", "--agreed", "--dry-run")
    assert dry == "1 comment would be noted\n2 comments would be accepted\n"
    done(
        box, "feedback", "dispose", "--section", "goals", "--agreed", "--by", "Meeting", "--on", "2025-08-05"
    )
    assert [one for one, (_, agreed) in decisions(box).items() if agreed] == ["KOR-001", "WWF-001", "WWF-002"]
    agreed = answer(box, "feedback", "show", "WWF-001")
    assert (agreed["by"], agreed["decided"]) == ("Meeting", "2025-08-05")
    before = box.git("show", "HEAD~1:feedback/draft-1/WWF.yaml")
    assert "by: Desk" in before
    assert "agreed: no" in before
    assert box.git("log", "-1", "--format=%(trailers:key=Neaspec,valueonly)").strip() == "feedback dispose"
    assert neaspec(box, "feedback", "dispose", "JPN-001", "--agreed", "--proposed").exit_code == 2
    assert neaspec(box, "feedback", "dispose", "JPN-001").exit_code == 2


def test_what_was_answered_in_an_earlier_circulation_is_recalled_where_the_paragraph_went(
    box: Sandbox,
) -> None:
    wish(box, "JPN", "--replace", "ninety", "--with", "sixty", "--comment", LONG)
    wish(box, "KOR", "--comment", "Name the report.")
    no = ["--as", "not accepted", "--reason", "Outside the mandate.", "--on", "2025-08-01"]
    done(box, "feedback", "dispose", "JPN-001", *no)
    goals = (box.root / "plan/02-goals.md").read_text("utf-8")
    box.write("plan/02-goals.md", goals.replace("Within", "A first paragraph is new here.\n\nWithin"))
    box.save("Begin with a paragraph more")
    done(box, "circulate", "draft", "--on", "2025-08-04", "--deadline", "2025-08-29")
    done(box, "feedback", "add", "--from", "WWF", "--at", "4", "--comment", LONG.lower())
    done(box, "feedback", "add", "--from", "WWF", "--at", "3", "--comment", LONG)
    done(box, "feedback", "add", "--from", "KOR", "--at", "4", "--comment", "Name the report.")
    listed = {one["id"]: one["earlier"] for one in answer(box, "feedback", "list")}
    assert listed["WWF-001"] == [
        {
            "circulation": "draft-1",
            "id": "JPN-001",
            "source": "JPN",
            "disposition": "not accepted",
            "reason": "Outside the mandate.",
            "decided": "2025-08-01",
        }
    ]
    assert listed["WWF-002"] == listed["KOR-001"] == []
    shown = " ".join(done(box, "feedback", "show", "WWF-001").split())
    assert "draft-1/JPN-001 of JPN was not accepted on 2025-08-01: Outside the mandate." in shown


def test_the_list_is_a_line_for_each_and_the_whole_on_request(box: Sandbox) -> None:
    three_ask_for_sixty_days(box)
    brief = done(box, "feedback", "list")
    count = len(answer(box, "feedback", "list"))
    assert len([line for line in brief.splitlines() if line[3:4] == "-"]) == count
    assert "without an agreed disposition" in brief
    assert len(done(box, "feedback", "list", "--long").splitlines()) > len(brief.splitlines())


def test_the_list_by_section_is_in_the_order_of_the_text(box: Sandbox) -> None:
    three_ask_for_sixty_days(box)
    done(box, "feedback", "add", "--from", "WWF", "--at", "1", "--comment", "Good.")
    shown = done(box, "feedback", "list", "--by-section")
    assert "\ngoals  " in f"\n{shown}"
    places = [one["place"].get("block", "") for one in answer(box, "feedback", "list", "--by-section")]
    assert places == sorted(places)


def test_the_list_of_who_asks_the_same(box: Sandbox) -> None:
    three_ask_for_sixty_days(box)
    alike = answer(box, "feedback", "list", "--same-as", "JPN-001")
    group = next(one for one in answer(box, "feedback", "list", "--groups") if "JPN-001" in one["comments"])
    assert [one["id"] for one in alike] == group["comments"]
    result = neaspec(box, "feedback", "list", "--same-as", "JPN-999")
    assert (result.exit_code, "There is no comment JPN-999" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    ("filters", "words"),
    [(("--from", "XXX"), "Nobody called XXX"), (("--section", "nope"), "no section nope")],
)
@pytest.mark.parametrize(
    "command",
    [
        ("feedback", "list"),
        ("feedback", "dispose", "--as", "accepted"),
        ("feedback", "report", "report.md"),
        ("merge", "--done", "all"),
    ],
)
def test_a_source_or_section_that_nobody_knows_is_refused(
    box: Sandbox, command: tuple[str, ...], filters: tuple[str, ...], words: str
) -> None:
    result = neaspec(box, *command, *filters)
    assert (result.exit_code, words in result.stderr) == (1, True), result.output


def test_a_dry_run_names_the_comments_beside_the_answer(box: Sandbox) -> None:
    three_ask_for_sixty_days(box)
    result = neaspec(box, "feedback", "dispose", "--from", "WWF", "--as", "accepted", "--dry-run")
    assert (result.stdout, result.stderr) == ("2 comments would be accepted\n", "WWF-001, WWF-002\n")
