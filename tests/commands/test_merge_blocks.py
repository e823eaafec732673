"""From a returned Word file to the Markdown: paragraphs that move, are joined and split, and parts between files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.office import FILES, answer, done, neaspec
from tests.intake.wordfiles import gone, ins, par, run, word
from tests.sandbox import Sandbox

GOALS = """---
status: drafted
---
# Goals

Within *ninety* days the secretariat shall
publish [a report](https://example.org) on rivers.

- fewer **plastics** in all rivers, and cleaner beaches along the coast
- more protected areas

Funds come from _voluntary_ contributions.

Gifts are welcome at any time.
"""
MEANS = """# Means

The secretariat keeps the accounts of the programme.
"""
LINES = "Within *ninety* days the secretariat shall\npublish [a report](https://example.org) on rivers.\n\n"
TEXTS = (
    "Introduction",
    "The programme keeps the seas of the region clean. It was begun by the member States in 1993.",
    "Member States meet every year to review progress.",
    "Goals",
    "Within ninety days the secretariat shall publish a report on rivers.",
    "fewer plastics in all rivers, and cleaner beaches along the coast",
    "more protected areas",
    "Funds come from voluntary contributions.",
    "Gifts are welcome at any time.",
    "Means",
    "The secretariat keeps the accounts of the programme.",
)
DECIDED = "disposition: accepted, reason: Agreed., by: secretariat, decided: 2025-08-01, agreed: yes"


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    files = {**FILES, "plan/02-goals.md": GOALS, "plan/03-means.md": MEANS}
    box = Sandbox.begin(tmp_path / "plan", files=files)
    done(box, "circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-31")
    return box


def returned() -> bytes:
    """The report goes behind the accounts, the first item becomes two, the funds and the gifts one paragraph."""
    blocks = [par(run(text), marker=number) for number, text in enumerate(TEXTS, 1)]
    moved = gone(TEXTS[4]).replace("w:del ", "w:moveFrom ").replace("/w:del>", "/w:moveFrom>")
    blocks[4] = (
        '<w:moveFromRangeStart w:id="5" w:name="move1"/>'
        + par(moved, marker=5, mark="del")
        + '<w:moveFromRangeEnd w:id="5"/>'
    )
    blocks[5] = par(run("fewer plastics in all rivers, and"), marker=6, mark="ins") + par(
        run(" cleaner beaches along the coast")
    )
    blocks[7] = par(run(TEXTS[7]), ins(" "), marker=8, mark="del")
    came = par(ins(TEXTS[4]).replace("w:ins", "w:moveTo"))
    blocks[10] = par(run(TEXTS[10]), marker=11, mark="ins")
    blocks.append(f'<w:moveToRangeStart w:id="6" w:name="move1"/>{came}<w:moveToRangeEnd w:id="6"/>')
    return word(*blocks)


def plan(box: Sandbox, name: str) -> str:
    return (box.root / "plan" / name).read_text()


def test_a_move_a_join_and_a_split_in_a_list_come_from_word_into_the_markdown(
    box: Sandbox, tmp_path: Path
) -> None:
    file = tmp_path / "JPN.docx"
    file.write_bytes(returned())
    (receipt,) = answer(box, "feedback", "import", str(file), "--on", "2025-07-20")
    assert (receipt["balance"], receipt["unplaced"]) == (0, [])
    listed = answer(box, "feedback", "list")
    assert sorted(one["proposal"]["op"] for one in listed) == ["insert", "join", "move", "split"]
    names = [one["id"] for one in listed]
    done(box, "feedback", "dispose", *names, "--as", "accepted", "--reason", "Agreed.")
    found = answer(box, "merge")
    assert (found["by_hand"], found["unplaced"], found["clashes"]) == ([], [], [])
    assert plan(box, "02-goals.md") == (
        GOALS.replace(LINES, "")
        .replace("and cleaner", "and\n- cleaner")
        .replace("contributions.\n\nGifts", "contributions. Gifts")
    )
    assert plan(box, "03-means.md") == f"{MEANS}\n{LINES}".rstrip() + "\n"
    commits = box.git("log", "-4", "--format=%(trailers:key=Comment,valueonly)").split()
    assert sorted(commits) == [f"draft-1/{name}" for name in sorted(names)]
    assert box.git("status", "--porcelain") == ""


def replies(box: Sandbox, source: str, *comments: str, decided: bool = True) -> None:
    """What a source said, as a secretariat may write it by hand."""
    verdict = f"{DECIDED}, " if decided else ""
    lines = [
        f"  - {{id: {source}-{number:03d}, kind: substantive, {verdict}{comment}}}"
        for number, comment in enumerate(comments, 1)
    ]
    head = f"circulation: draft-1\nsource: {source}\nreceived: 2025-07-20\nreply: comments\ncomments:"
    box.write(f"feedback/draft-1/{source}.yaml", "\n".join([head, *lines]) + "\n")
    box.save(f"Take in what {source} said")


def at(section: str, block: str, proposal: str) -> str:
    return f'place: {{section: {section}, block: "{block}"}}, proposal: {{{proposal}}}'


def test_a_moved_paragraph_takes_the_words_of_another_state_along_in_one_commit(box: Sandbox) -> None:
    replies(box, "JPN", at("goals", "3", 'op: move, section: goals, block: "5"'))
    replies(box, "KOR", at("goals", "3", "op: replace, old: ninety, new: sixty"))
    done(box, "merge")
    assert plan(box, "02-goals.md").endswith(
        f"any time.\n\n{LINES.replace('ninety', 'sixty')}".rstrip() + "\n"
    )
    assert box.git("log", "-1", "--format=%(trailers:key=Proposed-by,valueonly,separator=+)") == "JPN+KOR"


def test_words_move_from_one_paragraph_to_another_or_not_at_all(box: Sandbox) -> None:
    move = 'op: move, section: means, block: "6", old: " at any time", to: 30'
    replies(box, "JPN", at("goals", "5", move))
    done(box, "merge")
    assert plan(box, "02-goals.md").endswith("Gifts are welcome.\n")
    assert "The secretariat keeps the acco at any timeunts" in plan(box, "03-means.md")
    assert box.git("log", "-1", "--format=%s") == "Merge JPN-001 into goals 5"


def test_a_new_part_is_headed_and_a_part_moves_to_another_file(box: Sandbox) -> None:
    replies(
        box,
        "JPN",
        at(
            "introduction",
            "2",
            r'op: insert-block, kind: heading, level: 2, new: "Reports\n\nThey are public."',
        ),
    )
    done(box, "merge")
    assert plan(box, "01-introduction.md").endswith("progress.\n\n## Reports\n\nThey are public.\n")
    done(box, "circulate", "draft", "--on", "2025-07-10", "--deadline", "2025-07-31")
    box.write(
        "feedback/draft-2/JPN.yaml",
        "circulation: draft-2\nsource: JPN\nreceived: 2025-07-20\nreply: comments\ncomments:\n"
        f"  - {{id: JPN-001, kind: substantive, {DECIDED}, place: {{section: introduction, block: heading I.A}}, "
        'proposal: {op: move, section: means, block: "7"}}\n',
    )
    box.save("Take in what JPN said")
    done(box, "merge")
    assert "Reports" not in plan(box, "01-introduction.md")
    assert plan(box, "03-means.md") == f"{MEANS}\n## Reports\n\nThey are public.\n"


def test_a_move_whose_paragraph_was_taken_out_is_left_to_people(box: Sandbox) -> None:
    replies(box, "JPN", at("goals", "3", 'op: move, section: means, block: "6"'))
    box.write("plan/02-goals.md", GOALS.replace(LINES, ""))
    box.save("Take out")
    result = neaspec(box, "merge", "--json")
    assert result.exit_code == 1
    (left,) = json.loads(result.stdout)["unplaced"]
    assert (left["comment"], left["reason"]) == ("draft-1/JPN-001", "gone")


def test_an_undecided_move_is_one_question_of_two_places_and_a_join_stands_beside_the_two(
    box: Sandbox,
) -> None:
    replies(
        box,
        "JPN",
        at("goals", "3", 'op: move, section: means, block: "6"'),
        at("goals", "4", "op: join"),
        decided=False,
    )
    answer(box, "merge", "--together")
    goals = plan(box, "02-goals.md")
    assert f'::: {{.bracket alt=b-JPN-001 by="" del="JPN"}}\n{LINES}'.rstrip() + "\n:::\n" in goals
    assert '::: {.bracket alt=b-JPN-002 by=""}\nFunds come from _voluntary_ contributions.\n\nGifts' in goals
    assert (
        '::: {.bracket alt=b-JPN-002 by="JPN"}\n'
        "Funds come from _voluntary_ contributions. Gifts are welcome at any time.\n:::\n"
    ) in goals
    assert plan(box, "03-means.md") == (
        f'{MEANS}\n::: {{.bracket alt=b-JPN-001 by="JPN"}}\n{LINES}'.rstrip() + "\n:::\n"
    )


def test_undecided_words_of_a_paragraph_that_moves_wait_until_it_has_moved(box: Sandbox) -> None:
    replies(box, "JPN", at("goals", "3", 'op: move, section: means, block: "6"'))
    replies(box, "KOR", at("goals", "3", "op: replace, old: ninety, new: sixty"), decided=False)
    found = json.loads(neaspec(box, "merge", "--together", "--json").stdout)
    assert [one["comments"] for one in found["merged"]] == [["draft-1/JPN-001"]]
    assert [one["comment"] for one in found["by_hand"]] == ["draft-1/KOR-001"]
    assert neaspec(box, "merge", "--together").exit_code == 0
    bracketed = '[*ninety*]{.bracket alt=b-KOR-001 by=""}[*sixty*]{.bracket alt=b-KOR-001 by="KOR"}'
    assert f"Within {bracketed} days" in plan(box, "03-means.md")


def test_a_join_against_a_paragraph_between_stands_in_both_wordings(box: Sandbox) -> None:
    replies(box, "JPN", at("goals", "4", "op: join"))
    replies(box, "KOR", at("goals", "4", "op: insert-block, new: A fund is set up."))
    result = neaspec(box, "merge", "--json")
    assert result.exit_code == 1
    (clash,) = json.loads(result.stdout)["clashes"]
    assert (clash["reason"], clash["id"]) == ("join against edit", "b-JPN-001")
    goals = plan(box, "02-goals.md")
    assert (
        '::: {.bracket alt=b-JPN-001 by="JPN"}\n'
        "Funds come from _voluntary_ contributions. Gifts are welcome at any time.\n:::\n"
    ) in goals
    assert (
        'alt=b-JPN-001 by="KOR"}\nFunds come from _voluntary_ contributions.\n\nA fund is set up.\n\n'
        in goals
    )


def test_a_paragraph_wished_to_two_places_is_one_question_over_two_files(box: Sandbox) -> None:
    replies(box, "JPN", at("goals", "3", 'op: move, section: means, block: "6"'))
    replies(box, "KOR", at("goals", "3", 'op: move, section: goals, block: "5"'))
    replies(box, "WWF", at("goals", "3", "op: delete-block"))
    result = neaspec(box, "merge", "--json")
    assert result.exit_code == 1
    (clash,) = json.loads(result.stdout)["clashes"]
    assert (clash["reason"], clash["id"], clash["left_open"]) == ("moves", "b-JPN-001", "")
    goals, means = plan(box, "02-goals.md"), plan(box, "03-means.md")
    stood = f'::: {{.bracket alt=b-JPN-001 by="" del="JPN KOR WWF"}}\n{LINES}'.rstrip() + "\n:::\n"
    there = LINES.rstrip() + "\n:::\n"
    assert goals == GOALS.replace(LINES, stood + "\n") + '\n::: {.bracket alt=b-JPN-001 by="KOR"}\n' + there
    assert means == MEANS + '\n::: {.bracket alt=b-JPN-001 by="JPN"}\n' + there
    (entry,) = answer(box, "brackets")["brackets"]
    assert (entry["section"], entry["label"]) == ("goals", "3")
    places = [(one["by"], one["del"], one["places"]) for one in entry["alternatives"]]
    assert places == [
        ([], ["JPN", "KOR", "WWF"], ["3"]),
        (["KOR"], [], ["3 bis"]),
        (["JPN"], [], ["means 3 ter"]),
    ]
    assert answer(box, "status")["brackets"] == 1
    start = box.git("rev-parse", "HEAD").strip()
    for taken, outcome in {
        "JPN": (GOALS.replace(LINES, ""), f"{MEANS}\n{LINES}".rstrip() + "\n"),
        "KOR": (GOALS.replace(LINES, "") + f"\n{LINES}".rstrip() + "\n", MEANS),
        "WWF": (GOALS.replace(LINES, ""), MEANS),
        "": (GOALS, MEANS),
    }.items():
        done(box, "brackets", "settle", "b-JPN-001", *(["--take", taken] if taken else ["--drop"]))
        assert (plan(box, "02-goals.md"), plan(box, "03-means.md")) == outcome
        box.git("reset", "-q", "--hard", start)


def test_an_undecided_heading_and_both_ends_of_a_move_can_be_settled(box: Sandbox) -> None:
    heading = r'op: insert-block, kind: heading, level: 2, new: "Reports\n\nThey are public."'
    move = 'op: move, section: goals, block: "3", where: before'
    replies(box, "JPN", at("introduction", "2", heading), at("goals", "4", move), decided=False)
    answer(box, "merge", "--together")
    for name in ("b-JPN-001", "b-JPN-002"):
        done(box, "brackets", "settle", name, "--take", "JPN", "--reason", "Agreed.")
    assert plan(box, "01-introduction.md").endswith("progress.\n\n## Reports\n\nThey are public.\n")
    funds = "Funds come from _voluntary_ contributions.\n\n"
    assert plan(box, "02-goals.md") == GOALS.replace(funds, "").replace("Within", f"{funds}Within")


def test_words_wished_elsewhere_against_other_words_stand_at_both_ends_as_they_are_written(
    box: Sandbox,
) -> None:
    words = 'old: " from voluntary contributions", to: 5'
    replies(box, "JPN", at("goals", "4", f'op: move, section: goals, block: "5", {words}'))
    replies(box, "KOR", at("goals", "4", "op: replace, old: contributions, new: gifts"))
    neaspec(box, "merge")
    goals = plan(box, "02-goals.md")
    assert (
        'Funds come [from _voluntary_ contributions]{.bracket alt=b-JPN-001 by="" del="JPN"}'
        '[from _voluntary_ gifts]{.bracket alt=b-JPN-001 by="KOR"}.\n\n'
        'Gifts [from _voluntary_ contributions]{.bracket alt=b-JPN-001 by="JPN"} are welcome'
    ) in goals
    start = box.git("rev-parse", "HEAD").strip()
    funds, gifts = "come from _voluntary_ contributions.", "Gifts are"
    for taken, outcome in {
        "JPN": GOALS.replace(funds, "come.").replace(gifts, "Gifts from _voluntary_ contributions are"),
        "KOR": GOALS.replace(funds, "come from _voluntary_ gifts."),
        "": GOALS,
    }.items():
        done(box, "brackets", "settle", "b-JPN-001", *(["--take", taken] if taken else ["--drop"]))
        assert plan(box, "02-goals.md") == outcome
        box.git("reset", "-q", "--hard", start)


def test_one_wish_of_several_ends_is_never_shown_by_one_of_them_alone(box: Sandbox) -> None:
    words = 'old: " from voluntary contributions", to: 34'
    replies(box, "JPN", at("goals", "4", f'op: move, section: means, block: "6", {words}'))
    replies(box, "KOR", at("goals", "4", "op: delete-block"))
    neaspec(box, "merge")
    assert 'alt=b-JPN-001 by="JPN"}\nFunds come.\n:::' in plan(box, "02-goals.md")
    assert 'alt=b-JPN-001 by="KOR" del=""}' in plan(box, "03-means.md")
    done(box, "brackets", "settle", "b-JPN-001", "--take", "KOR")
    assert plan(box, "03-means.md") == MEANS


def test_headings_named_otherwise_are_alternatives_with_their_number_and_name(box: Sandbox) -> None:
    box.write(
        "plan/03-means.md", MEANS + "\n## Money *now* {#money}\n\nSee [#](#money).\n\n## Gifts\n\nOne.\n"
    )
    box.save("More means")
    done(box, "circulate", "draft", "--on", "2025-07-10", "--deadline", "2025-07-31")
    for source, words in (("JPN", "Funds"), ("KOR", "Means")):
        box.write(
            f"feedback/draft-2/{source}.yaml",
            f"circulation: draft-2\nsource: {source}\nreceived: 2025-07-20\nreply: comments\ncomments:\n"
            f"  - {{id: {source}-001, kind: substantive, {DECIDED}, place: {{section: means, block: heading III.A}}, "
            f"proposal: {{op: replace, old: Money, new: {words}}}}}\n",
        )
    box.save("Take in")
    neaspec(box, "merge")
    means = plan(box, "03-means.md")
    assert '::: {.bracket alt=b-JPN-001 by=""}\n## Money *now* {#money}\n:::\n' in means
    assert '::: {.bracket alt=b-JPN-001 by="KOR"}\n## Means *now*\n:::\n' in means
    done(box, "check")
    export = box.root / "copy.md"
    done(box, "export", str(export))
    text = export.read_text()
    for line in (
        "## A. \\[Money *now*\\]",
        "## A bis. \\[Funds *now*\\]",
        "## A ter. \\[Means *now*\\]",
        "## B. Gifts",
    ):
        assert line in text
    assert "See [III.A](#money)" in text
    done(box, "brackets", "add", "means", "heading III.A", "--text", "Gold", "--by", "WWF")
    assert '::: {.bracket alt=b-JPN-001 by="WWF"}\n## Gold\n:::\n' in plan(box, "03-means.md")
    done(box, "brackets", "withdraw", "b-JPN-001", "--by", "WWF")
    assert plan(box, "03-means.md") == means
    done(box, "brackets", "settle", "b-JPN-001", "--take", "JPN")
    assert "\n## Funds *now* {#money}\n\nSee [#](#money).\n\n## Gifts\n" in plan(box, "03-means.md")
