from __future__ import annotations

import json
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


CLASH = (
    'Within [ninety]{.bracket alt=b-JPN-001 by=""}[sixty]{.bracket alt=b-JPN-001 by="JPN"}'
    '[thirty]{.bracket alt=b-JPN-001 by="KOR"} days'
)


def test_wishes_that_exclude_each_other_stand_side_by_side_in_one_commit(box: Sandbox) -> None:
    replies(box, "JPN", change("ninety days", "sixty days"), change("once", "twice"))
    replies(box, "KOR", change("ninety days", "thirty days"), change("keeps", "holds", "introduction", "1"))
    before = goals(box)
    result = neaspec(box, "merge", "--json")
    assert result.exit_code == 1
    assert goals(box) == before.replace("Within ninety days", CLASH)
    assert box.git("log", "-1", "--format=%s%n%n%b").strip().split("\n") == [
        "Keep JPN-001, KOR-001 in brackets",
        "",
        "What is not agreed stands side by side in the text, with the names of those who hold it.",
        "",
        "Neaspec: merge",
        "Comment: draft-1/JPN-001",
        "Comment: draft-1/KOR-001",
        "Proposed-by: JPN",
        "Proposed-by: KOR",
        "Bracket: b-JPN-001",
    ]
    assert box.git("log", "-1", "--skip=1", "--format=%s") == "Merge KOR-002 into introduction 1"
    found = json.loads(result.stdout)
    assert [one["id"] for one in found["clashes"]] == ["b-JPN-001"]
    again = neaspec(box, "merge", "--json")
    assert json.loads(again.stdout)["clashes"] == []


def test_the_order_of_the_files_makes_no_difference(tmp_path: Path) -> None:
    boxes = [circulated(tmp_path / name) for name in ("one", "other")]
    for box, order in zip(boxes, (("JPN", "KOR"), ("KOR", "JPN")), strict=True):
        for source in order:
            replies(box, source, change("ninety days", f"as {source} says"))
        neaspec(box, "merge")
    assert goals(boxes[0]) == goals(boxes[1])
    assert "as KOR says" in goals(boxes[0])


def test_a_late_comment_finds_its_words_among_brackets(box: Sandbox) -> None:
    replies(box, "JPN", change("ninety days", "sixty days"))
    replies(box, "KOR", change("ninety days", "thirty days"))
    neaspec(box, "merge")
    replies(box, "WWF", change("ninety", "a hundred"))
    done(box, "merge")
    assert goals(box).count('Within [a hundred]{.bracket alt=b-JPN-001 by=""}[sixty]{.bracket') == 1


def test_a_preview_shows_the_brackets_as_they_will_be_printed(box: Sandbox) -> None:
    replies(box, "JPN", change("ninety days", "sixty days"))
    replies(box, "KOR", change("ninety days", "thirty days"))
    before = box.state()
    shown = neaspec(box, "merge", "--dry-run").stdout
    assert "Within [ninety] [sixty] (JPN) [thirty] (KOR) days of each meeting" in shown
    assert box.state() == before


def test_clashes_may_be_kept_out_of_the_text(box: Sandbox) -> None:
    replies(box, "JPN", change("ninety days", "sixty days"))
    replies(box, "KOR", change("ninety days", "thirty days"))
    before = box.state()
    result = neaspec(box, "merge", "--no-brackets")
    assert result.exit_code == 1
    assert "JPN: sixty" in result.stdout
    assert "KOR: thirty" in result.stdout
    assert box.state() == before


def open_replies(box: Sandbox, source: str, *comments: str) -> None:
    """What a source said, on which nobody has decided."""
    replies(box, source, *comments)
    path = f"feedback/draft-1/{source}.yaml"
    box.write(path, (box.root / path).read_text().replace(f"{DECIDED}, ", ""))
    box.save(f"Decide nothing on what {source} said")


def test_everything_undecided_comes_into_the_text_for_a_meeting(box: Sandbox) -> None:
    replies(box, "JPN", change("ninety days", "sixty days"))
    open_replies(
        box,
        "KOR",
        'place: {section: goals, block: "3(a)"}, proposal: {op: insert, new: "wholly ", before: fewer}',
        'place: {section: goals, block: "4"}, proposal: {op: delete, old: voluntary}',
        'place: {section: goals, block: "4"}, proposal: {op: insert-block, new: A fund is set up.}',
        'place: {section: introduction, block: "2"}, proposal: {op: delete-block}',
        "place: {}, comment: Thank you.",
    )
    answer(box, "merge", "--together")
    assert "Within sixty days" in goals(box)
    assert '- [wholly]{#b-KOR-001 .bracket by="KOR"} fewer plastics' in goals(box)
    assert 'from [voluntary]{#b-KOR-002 .bracket del="KOR"} contributions' in goals(box)
    assert goals(box).endswith('\n\n::: {#b-KOR-003 .bracket by="KOR"}\nA fund is set up.\n:::\n')
    introduction = (box.root / "plan/01-introduction.md").read_text()
    assert introduction.endswith(
        '::: {#b-KOR-004 .bracket del="KOR"}\nMember States meet every year to review progress.\n:::\n'
    )
    assert box.git("log", "-1", "--format=%s") == "Keep KOR-001, KOR-002, KOR-003, KOR-004 in brackets"
    assert answer(box, "status", "--on", "2025-08-20")["brackets"] == 4
    assert answer(box, "merge", "--together")["bracketed"] == []


def test_what_is_accepted_and_contested_by_the_undecided_stays_open(box: Sandbox) -> None:
    replies(box, "JPN", change("ninety days", "sixty days"))
    open_replies(box, "KOR", change("ninety days", "thirty days"))
    assert neaspec(box, "merge", "--together").exit_code == 1
    assert CLASH in goals(box)


def test_a_paragraph_that_one_wants_out_and_another_reworded_stands_in_two_wordings(box: Sandbox) -> None:
    replies(box, "JPN", 'place: {section: goals, block: "4"}, proposal: {op: delete-block}')
    replies(box, "KOR", change("voluntary", "assessed", block="4"))
    assert neaspec(box, "merge").exit_code == 1
    assert goals(box).endswith(
        '::: {.bracket alt=b-JPN-001 by="" del="JPN"}\nResources come from voluntary contributions.\n:::\n\n'
        '::: {.bracket alt=b-JPN-001 by="KOR"}\nResources come from assessed contributions.\n:::\n'
    )
    shown = answer(box, "outline")["sections"]
    assert [one["brackets"] for one in shown] == [0, 1]


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


WANTED = (
    ("{section: goals, block: '3'}", "a glossary"),
    ("{section: goals, block: '4'}", "an index"),
    ("{}", "a map"),
)


def test_several_carried_out_by_hand_are_recorded_at_once(box: Sandbox) -> None:
    wishes = [f"place: {place}, comment: Add {what}." for place, what in WANTED]
    replies(box, "JPN", *wishes)
    replies(box, "KOR", "place: {section: goals, block: '3'}, comment: Add a figure.")
    dry = done(box, "merge", "--done", "JPN-001, JPN-003", "--dry-run")
    assert dry == "Would record as carried out by hand: JPN-001, JPN-003\n"
    assert len(answer(box, "merge", "--dry-run", "--done", "all")["done"]) == 4
    done(box, "merge", "--done", "JPN-003", "--done", "draft-1/JPN-003")
    names = answer(box, "merge", "--done", "all", "--from", "JPN", "--section", "goals")["done"]
    assert names == ["draft-1/JPN-001", "draft-1/JPN-002"]
    assert "Recorded as carried out by hand: KOR-001" in done(box, "merge", "--done", "all")
    assert "No accepted comment that fits waits" in done(box, "merge", "--done", "all")
    assert answer(box, "merge")["by_hand"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--done", "all,JPN-001"), 2, "not both"),
        (("--done", "JPN-001", "--from", "KOR"), 2, "none of those"),
        (("--from", "JPN"), 2, "--done all"),
        (("--done", "JPN-009"), 1, "no comment JPN-009"),
    ],
)
def test_what_was_not_carried_out_is_not_recorded(
    box: Sandbox, arguments: tuple[str, ...], code: int, words: str
) -> None:
    replies(box, "JPN", "place: {}, comment: Please add a glossary.")
    head = box.git("rev-parse", "HEAD")
    result = neaspec(box, "merge", *arguments)
    assert (result.exit_code, words in " ".join(result.stderr.split())) == (code, True), result.stderr
    assert box.git("rev-parse", "HEAD") == head


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


def test_a_wording_typed_without_spaces_does_not_run_into_its_neighbours(box: Sandbox) -> None:
    insert = (
        'place: {section: goals, block: "3"}, proposal: {op: insert, new: " or less", after: ninety days}'
    )
    head = "circulation: draft-1\nsource: JPN\nreceived: 2025-07-20\nreply: comments\ncomments:\n"
    decided = "disposition: accepted with modification, text: or fewer, agreed: yes"
    box.write(
        "feedback/draft-1/JPN.yaml", f"{head}  - {{id: JPN-001, kind: technical, {decided}, {insert}}}\n"
    )
    box.save("Take in what JPN said")
    done(box, "merge")
    assert "Within ninety days or fewer of each meeting" in goals(box)
