from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.office import answer, circulated, done, neaspec
from tests.sandbox import Sandbox

DECIDED = "disposition: accepted, reason: Agreed., by: secretariat, decided: 2025-08-01, agreed: yes"


def replies(box: Sandbox, source: str, *comments: str) -> None:
    """What a source said, decided on, as a secretariat may write it by hand."""
    lines = [
        f"  - {{id: {source}-{number:03d}, kind: substantive, {DECIDED}, {comment}}}"
        for number, comment in enumerate(comments, 1)
    ]
    text = "\n".join(
        [f"circulation: draft-1\nsource: {source}\nreceived: 2025-07-20\nreply: comments\ncomments:", *lines]
    )
    box.write(f"feedback/draft-1/{source}.yaml", text + "\n")
    box.save(f"Take in what {source} said")


def change(old: str, new: str, section: str = "goals", block: str = "3") -> str:
    return (
        f'place: {{section: {section}, block: "{block}"}}, proposal: {{op: replace, old: {old}, new: {new}}}'
    )


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    return circulated(tmp_path / "plan")


def goals(box: Sandbox) -> str:
    return (box.root / "plan/02-goals.md").read_text()


def test_each_accepted_proposal_is_one_commit_with_its_trailers(box: Sandbox) -> None:
    replies(
        box,
        "JPN",
        change("ninety days", "sixty days"),
        change("every year", "once a year", "introduction", "2"),
    )
    before = goals(box)
    done(box, "merge", "draft")
    assert goals(box) == before.replace("ninety", "sixty")
    assert box.git("log", "-2", "--format=%s%n%b").strip().split("\n") == [
        "Merge JPN-001 into goals 3",
        "Agreed.",
        "",
        "Neaspec: merge",
        "Comment: draft-1/JPN-001",
        "Proposed-by: JPN",
        "",
        "Merge JPN-002 into introduction 2",
        "Agreed.",
        "",
        "Neaspec: merge",
        "Comment: draft-1/JPN-002",
        "Proposed-by: JPN",
    ]
    assert box.git("status", "--porcelain") == ""


def test_the_same_wish_of_two_is_one_commit_with_both_names(box: Sandbox) -> None:
    replies(box, "JPN", change("ninety days", "sixty days"))
    replies(box, "KOR", change("ninety", "sixty"))
    found = answer(box, "merge")
    assert [one["proposed_by"] for one in found["merged"]] == [["JPN", "KOR"]]
    assert box.git("log", "-1", "--format=%(trailers:key=Proposed-by,valueonly,separator=+)") == "JPN+KOR"


def test_wishes_that_exclude_each_other_are_named_with_both_wordings_and_left_alone(box: Sandbox) -> None:
    replies(box, "JPN", change("ninety days", "sixty days"))
    replies(box, "KOR", change("ninety days", "thirty days"))
    before = box.state()
    result = neaspec(box, "merge", "--json")
    assert result.exit_code == 1
    assert box.state() == before
    shown = neaspec(box, "merge").stdout
    assert "JPN: sixty" in shown
    assert "KOR: thirty" in shown


def test_what_was_merged_is_not_merged_again(box: Sandbox) -> None:
    replies(box, "JPN", change("ninety days", "sixty days"))
    done(box, "merge")
    head = box.git("rev-parse", "HEAD")
    assert answer(box, "merge")["merged"] == []
    assert box.git("rev-parse", "HEAD") == head


def test_a_wish_follows_its_paragraph_to_where_it_stands_now(box: Sandbox) -> None:
    replies(box, "JPN", change("ninety days", "sixty days"))
    moved = "Within ninety days of each meeting the secretariat shall publish a report.\n"
    box.write("plan/02-goals.md", goals(box).replace(moved + "\n", ""))
    introduction = (box.root / "plan/01-introduction.md").read_text()
    box.write("plan/01-introduction.md", introduction + "\n" + moved)
    box.save("Move the paragraph")
    done(box, "merge")
    assert "Within sixty days of each meeting" in (box.root / "plan/01-introduction.md").read_text()


def test_words_that_were_rewritten_since_are_reported_with_the_three_texts(box: Sandbox) -> None:
    replies(box, "JPN", change("ninety days", "sixty days"))
    box.write("plan/02-goals.md", goals(box).replace("ninety days", "a quarter"))
    box.save("Rewrite")
    result = neaspec(box, "merge", "--json")
    assert result.exit_code == 1
    assert '"draft-1/JPN-001"' in result.stdout
    assert "a quarter" in result.stdout


def test_what_stands_there_already_is_recorded_and_counts_as_merged(box: Sandbox) -> None:
    replies(box, "JPN", change("ninety days", "sixty days"))
    box.write("plan/02-goals.md", goals(box).replace("ninety", "sixty"))
    box.save("Do it by hand")
    assert answer(box, "merge")["already"] == ["draft-1/JPN-001"]
    assert answer(box, "status", "--on", "2025-08-20")["comments"]["unmerged"] == 0


def test_what_was_carried_out_by_hand_can_be_recorded(box: Sandbox) -> None:
    replies(box, "JPN", "place: {}, comment: Please add a glossary.")
    result = neaspec(box, "merge")
    assert result.exit_code == 1
    assert "neaspec merge --done" in result.stdout
    done(box, "merge", "--done", "JPN-001")
    assert answer(box, "merge")["by_hand"] == []


def test_a_paragraph_and_an_item_are_added_and_one_goes_out(box: Sandbox) -> None:
    replies(
        box,
        "JPN",
        'place: {section: goals, block: "3(b)"}, proposal: {op: insert-block, kind: item, new: quieter ships}',
        'place: {section: goals, block: "4"}, proposal: {op: insert-block, new: A fund is set up.}',
        'place: {section: introduction, block: "2"}, proposal: {op: delete-block}',
    )
    done(box, "merge")
    assert "- more protected areas\n- quieter ships\n" in goals(box)
    assert goals(box).endswith("Resources come from voluntary contributions.\n\nA fund is set up.\n")
    assert "Member States meet" not in (box.root / "plan/01-introduction.md").read_text()


def test_uncommitted_changes_of_the_plan_are_refused(box: Sandbox) -> None:
    box.write("plan/02-goals.md", "# Goals\n")
    result = neaspec(box, "merge")
    assert result.exit_code == 1
    assert "plan/02-goals.md" in result.stderr


def test_a_dry_run_shows_what_would_be_merged_and_writes_nothing(box: Sandbox) -> None:
    replies(box, "JPN", change("ninety days", "sixty days"))
    before = box.state()
    assert "1 would be merged" in done(box, "merge", "--dry-run")
    assert box.state() == before
