"""`neaspec feedback` as whole commands on a circulated plan."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.commands.office import answer, circulated, done, neaspec
from tests.intake.wordfiles import gone, ins, par, run, word
from tests.sandbox import Sandbox

GOAL = "Within ninety days of each meeting the secretariat shall publish a report."
BEGUN = "The programme keeps the seas of the region clean. It was begun by the member States in 1993."
HAND = """circulation: draft-1
source: KOR
reply: comments
comments:
  - place: {block: "3", quote: ninety days}   # as in the e-mail
    comment: This is too long.
    proposal: {op: replace, old: ninety, new: sixty}
  - comment: The Republic of Korea welcomes the draft.
"""


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    return circulated(tmp_path / "plan")


def word_file(box: Sandbox, name: str = "JPN.docx", new: str = "sixty") -> Path:
    """The circulated words with one replacement, from a program that keeps no markers."""
    blocks = [
        par(run("Introduction")),
        par(run(BEGUN)),
        par(run("Member States meet every year to review progress.")),
        par(run("Goals")),
        par(run("Within "), gone("ninety"), ins(new), run(GOAL[13:])),
    ]
    rest = (
        "fewer plastics in rivers",
        "more protected areas",
        "Resources come from voluntary contributions.",
    )
    place = box.root.parent / name
    place.write_bytes(word(*blocks, *(par(run(one)) for one in rest)))
    return place


def form_file(box: Sandbox) -> Path:
    book = openpyxl.load_workbook(
        io.BytesIO((box.root / "feedback/draft-1/sent/comment-form-draft-1.xlsx").read_bytes())
    )
    for row in book.worksheets[0].iter_rows(min_row=2):
        if row[0].value == "2":
            row[3].value = "Twice a year would be better."
    place = box.root.parent / "form.xlsx"
    book.save(place)
    return place


def test_a_word_file_is_kept_placed_and_receipted(box: Sandbox) -> None:
    file = word_file(box)
    (receipt,) = answer(
        box, "feedback", "import", str(file), "--round", "draft", "--from", "JPN", "--on", "2025-07-20"
    )
    assert receipt["elements"] == {"insertions": 1, "deletions": 1}
    assert (receipt["placed"], receipt["balance"], receipt["silent"]) == (2, 0, [])
    assert receipt["comments"]["added"] == ["JPN-001"]
    assert (box.root / "feedback/draft-1/originals/JPN.docx").read_bytes() == file.read_bytes()
    (listed,) = answer(box, "feedback", "list")
    assert listed["place"] == {"section": "goals", "block": "3", "quote": "ninety"}
    assert listed["proposal"] == {"op": "replace", "old": "ninety", "new": "sixty", "at": 7}
    assert listed["current"] == {"section": "goals", "label": "3", "state": "same"}
    assert box.git("log", "-1", "--format=%(trailers:key=Neaspec,valueonly)").strip() == "feedback import"
    assert box.git("status", "--porcelain") == ""


def test_the_same_file_again_changes_nothing(box: Sandbox) -> None:
    file = word_file(box)
    done(box, "feedback", "import", str(file), "--from", "JPN")
    before = box.state()
    again = neaspec(box, "feedback", "import", str(file), "--from", "JPN")
    assert (again.exit_code, box.state() == before) == (0, True)
    assert "imported before" in again.stderr


def test_a_later_version_takes_the_place_of_the_earlier_one_and_keeps_ids(box: Sandbox) -> None:
    done(box, "feedback", "import", str(word_file(box)), "--from", "JPN")
    done(box, "feedback", "dispose", "JPN-001", "--as", "accepted")
    other = word_file(box, "JPN-2.docx", new="thirty")
    (added,) = answer(box, "feedback", "import", str(other), "--from", "JPN", "--adds", "--dry-run")
    assert (added["comments"]["added"], added["supersedes"]) == (["JPN-002"], [])
    (changed,) = answer(box, "feedback", "import", str(other), "--from", "JPN")
    assert changed["comments"] == {"added": [], "changed": ["JPN-001"], "withdrawn": []}
    assert changed["supersedes"] == ["originals/JPN.docx"]
    one = answer(box, "feedback", "show", "JPN-001")
    assert (one["proposal"]["new"], one["disposition"], one["agreed"]) == ("thirty", "accepted", False)
    assert {path.name for path in (box.root / "feedback/draft-1/originals").iterdir()} == {
        "JPN.docx",
        "JPN-2.docx",
    }


def test_a_file_that_says_other_things_stands_beside_unless_told(box: Sandbox) -> None:
    first, second = (box.root.parent / name for name in ("a.csv", "b.csv"))
    first.write_text("Paragraph,Comment,Name\n2,Twice a year.,Ann\n4,Name them.,Ann\n", "utf-8")
    second.write_text("Paragraph,Comment,Name\n3,Too long.,Bob\n", "utf-8")
    done(box, "feedback", "import", str(first), "--from", "JPN")
    (beside,) = answer(box, "feedback", "import", str(second), "--from", "JPN", "--dry-run")
    assert (beside["comments"]["withdrawn"], beside["supersedes"]) == ([], [])
    assert "originals/JPN.csv says other things and stands beside it" in beside["warnings"][0]
    (told,) = answer(box, "feedback", "import", str(second), "--from", "JPN", "--replaces")
    assert (told["comments"]["added"], told["comments"]["withdrawn"]) == (["JPN-003"], ["JPN-001", "JPN-002"])
    first.write_text("Paragraph,Comment,Name\n2,Twice a year.,Ann\n", "utf-8")
    shown = done(box, "feedback", "import", str(first), "--from", "JPN")
    assert "1 changed on record: JPN-001" in shown
    assert "Takes the place of originals/JPN.csv" in shown


def test_files_brought_in_together_do_not_take_each_others_place(box: Sandbox) -> None:
    one, other = word_file(box, "JPN-a.docx"), word_file(box, "JPN-b.docx", new="thirty")
    receipts = answer(box, "feedback", "import", str(one), str(other))
    assert [each["comments"]["added"] for each in receipts] == [["JPN-001"], ["JPN-002"]]


def test_a_table_of_several_participants_is_divided_among_them(box: Sandbox) -> None:
    table = box.root.parent / "table.csv"
    head = "Country,Paragraph,Comment\n"
    rows = "Japan,2,Twice a year.\nRepublic of Korea,3,Too long.\nJPN,99,Where?\n"
    table.write_text(head + rows, "utf-8")
    receipts = answer(box, "feedback", "import", str(table))
    told = [(one["source"], one["elements"], len(one["unplaced"]), one["balance"]) for one in receipts]
    assert told == [("JPN", {"rows": 2}, 1, 0), ("KOR", {"rows": 1}, 0, 0)]
    assert [one["id"] for one in answer(box, "feedback", "list")] == ["JPN-001", "JPN-002", "KOR-001"]
    kept = [path.name for path in (box.root / "feedback/draft-1/originals").iterdir()]
    assert kept == ["compiled.csv"]
    assert "imported before" in neaspec(box, "feedback", "import", str(table)).stderr
    done(box, "check")
    changed = rows.replace("Too long.", "Far too long.").replace("Japan,2,Twice a year.\n", "")
    table.write_text(head + changed, "utf-8")
    again = answer(box, "feedback", "import", str(table))
    assert {one["source"]: one["comments"] for one in again} == {
        "JPN": {"added": [], "changed": [], "withdrawn": ["JPN-001"]},
        "KOR": {"added": [], "changed": ["KOR-001"], "withdrawn": []},
    }
    table.write_text(head + rows + "Atlantis,2,Sink it.\n", "utf-8")
    refused = neaspec(box, "feedback", "import", str(table))
    assert (refused.exit_code, "“Atlantis”" in refused.stderr) == (1, True)
    done(box, "feedback", "import", str(table), "--from", "WWF", "--dry-run")


def test_late_files_and_those_of_an_older_circulation_are_known_and_carried(box: Sandbox) -> None:
    form = form_file(box)
    path = box.root / "plan/01-introduction.md"
    text = path.read_text("utf-8").replace("Member States meet", "New words.\n\nAll member States meet")
    path.write_text(text, "utf-8")
    box.save("Revise the introduction")
    done(box, "circulate", "draft", "--on", "2025-08-10", "--deadline", "2025-08-31")
    (receipt,) = answer(box, "feedback", "import", str(form), "--from", "JPN", "--on", "2025-08-12")
    assert (receipt["round"], receipt["days_late"], receipt["balance"]) == ("draft-1", 12, 0)
    assert receipt["carried"] == {"to": "draft-2", "drifted": 1}
    (listed,) = answer(box, "feedback", "list", "--round", "draft-1")
    assert listed["current"] == {"section": "introduction", "label": "3", "state": "drifted"}
    assert (box.root / "feedback/draft-1/JPN.yaml").is_file()
    assert not (box.root / "feedback/draft-2/JPN.yaml").exists()
    refused = neaspec(box, "feedback", "import", str(form), "--from", "KOR", "--round", "draft-2")
    assert "answers draft-1, not draft-2" in refused.stderr
    shown = done(box, "feedback", "import", str(form), "--from", "KOR", "--on", "2025-08-01")
    assert "Came 1 day after the deadline of draft-1" in shown
    assert "Answers draft-1, an older circulation; its places in draft-2: 1 drifted" in shown


def test_a_late_proposal_on_an_older_circulation_is_merged_into_the_newest_text(box: Sandbox) -> None:
    file = word_file(box)
    path = box.root / "plan/02-goals.md"
    text = path.read_text("utf-8").replace("Within ninety", "New words.\n\nWithin ninety")
    path.write_text(text.replace("a report", "a full report"), "utf-8")
    box.save("Revise the goals")
    done(box, "circulate", "draft", "--on", "2025-08-10", "--deadline", "2025-08-31")
    done(box, "feedback", "import", str(file), "--round", "draft-1", "--on", "2025-08-12")
    done(box, "feedback", "dispose", "draft-1/JPN-001", "--as", "accepted")
    done(box, "merge", "draft-1")
    assert "Within sixty days of each meeting the secretariat shall publish a full report." in path.read_text(
        "utf-8"
    )


def test_form_and_hand_written_file_come_in_together_and_tell_who_they_are_from(box: Sandbox) -> None:
    hand = box.root.parent / "mail.yaml"
    hand.write_text(HAND, "utf-8")
    receipts = answer(box, "feedback", "import", str(hand), str(word_file(box)), "--round", "draft-1")
    assert [(one["source"], one["placed"]) for one in receipts] == [("KOR", 2), ("JPN", 2)]
    done(box, "feedback", "import", str(form_file(box)), "--from", "WWF")
    places = [
        (one["id"], one["place"].get("block", ""), one["origin"]) for one in answer(box, "feedback", "list")
    ]
    assert places == [
        ("JPN-001", "3", "tracked"),
        ("KOR-001", "3", "hand"),
        ("KOR-002", "", "hand"),
        ("WWF-001", "2", "form"),
    ]


def test_a_bad_file_is_refused_by_name_and_the_others_go_in(box: Sandbox) -> None:
    bad = box.root.parent / "bad.docx"
    bad.write_bytes(b"Dear colleagues")
    result = neaspec(box, "feedback", "import", str(bad), str(word_file(box)), "--from", "JPN")
    assert result.exit_code == 1
    assert f"{bad}: The file is no Office file" in result.stderr
    assert [one["id"] for one in answer(box, "feedback", "list")] == ["JPN-001"]


def test_files_that_belong_elsewhere_are_refused(box: Sandbox) -> None:
    form = form_file(box)
    book = openpyxl.load_workbook(form)

    def answer_with(name: str, value: str, *arguments: str) -> str:
        for one in book.custom_doc_props.props:
            if one.name == name:
                one.value = value
        book.save(form)
        result = neaspec(box, "feedback", "import", str(form), *arguments)
        assert result.exit_code == 1
        return result.stderr

    assert "answers outline-1, not draft-1" in answer_with(
        "neaspec-circulation", "outline-1", "--from", "JPN"
    )
    assert "another" not in answer_with("neaspec-circulation", "draft-1")
    assert "of the plan “Other”" in answer_with("neaspec-plan", "Other", "--from", "JPN")
    assert (
        "Nothing called nonsense"
        in neaspec(box, "feedback", "import", str(form), "--round", "nonsense").stderr
    )
    assert (
        "Nobody called XYZ" in neaspec(box, "feedback", "import", str(word_file(box)), "--from", "XYZ").stderr
    )
    missing = neaspec(box, "feedback", "import", "missing.docx", "--from", "JPN")
    assert (missing.exit_code, "cannot be read" in missing.stderr) == (1, True)
    assert box.git("status", "--porcelain") == ""


def test_faults_of_a_hand_written_file_are_all_named(box: Sandbox) -> None:
    hand = box.root.parent / "KOR.yaml"
    hand.write_text(
        "circulation: draft-1\nsource: KOR\nreply: perhaps\ncomments:\n  - {kind: harsh}\n", "utf-8"
    )
    result = neaspec(box, "feedback", "import", str(hand))
    assert result.exit_code == 1
    assert "KOR.yaml:3: reply" in result.stderr
    assert "KOR.yaml:5: comments[0].kind" in result.stderr


def test_a_public_submission_names_who_made_it(box: Sandbox) -> None:
    file = word_file(box)
    assert "names who made it" in neaspec(box, "feedback", "import", str(file), "--from", "PUBLIC").stderr
    done(box, "feedback", "import", str(file), "--from", "PUBLIC", "--submitter", "Blue Coast")
    assert answer(box, "feedback", "show", "PUBLIC-001")["submitter"] == "Blue Coast"


def test_comments_are_added_placed_and_shown_by_hand(box: Sandbox) -> None:
    done(box, "feedback", "add", "--from", "KOR", "--at", "3", "--replace", "ninety", "--with", "sixty")
    done(box, "feedback", "add", "--from", "KOR", "--comment", "Welcome.")
    done(box, "feedback", "add", "--from", "KOR", "--comment", "Too early.", "--activity", "review")
    assert (
        "labelled 99"
        in neaspec(box, "feedback", "add", "--from", "KOR", "--at", "99", "--comment", "x").stderr
    )
    assert (
        "no activity"
        in neaspec(box, "feedback", "add", "--from", "KOR", "--activity", "x", "--comment", "x").stderr
    )
    assert neaspec(box, "feedback", "add", "--from", "KOR").exit_code == 2
    done(box, "feedback", "place", "KOR-002", "4", "--quote", "voluntary")
    assert answer(box, "feedback", "show", "KOR-002")["place"] == {
        "section": "goals",
        "block": "4",
        "quote": "voluntary",
    }
    shown = done(box, "feedback", "show", "draft-1/KOR-001")
    assert "replace “ninety” with “sixty”" in shown
    assert "Within ninety days" in shown


def test_a_comment_is_followed_to_the_plan_of_today(box: Sandbox) -> None:
    done(box, "feedback", "add", "--from", "KOR", "--at", "3", "--replace", "ninety", "--with", "sixty")
    done(box, "feedback", "add", "--from", "KOR", "--at", "4", "--comment", "Say more.")
    goals = (box.root / "plan/02-goals.md").read_text("utf-8")
    goals = goals.replace("ninety", "eighty").replace("Resources come from voluntary contributions.\n", "")
    box.write("plan/02-goals.md", goals.replace("Within", "A first paragraph is new here.\n\nWithin"))
    states = [one["current"] for one in answer(box, "feedback", "list")]
    assert states == [
        {"section": "goals", "label": "4", "state": "drifted"},
        {"section": "", "label": "", "state": "gone"},
    ]


def test_disposing_changes_one_value_at_its_place(box: Sandbox) -> None:
    hand = box.root.parent / "mail.yaml"
    hand.write_text(HAND, "utf-8")
    done(box, "feedback", "import", str(hand))
    path = box.root / "feedback/draft-1/KOR.yaml"
    path.write_text(
        "# kept by hand\n" + path.read_text("utf-8").replace("kind: substantive", "kind:   substantive"),
        "utf-8",
    )
    box.save("Write by hand")
    before = path.read_text("utf-8")
    done(
        box, "feedback", "dispose", "KOR-001", "--as", "accepted", "--reason", "Clearer", "--on", "2025-08-01"
    )
    after = path.read_text("utf-8")
    removed = [line for line in before.split("\n") if line not in after.split("\n")]
    added = [line.strip() for line in after.split("\n") if line not in before.split("\n")]
    assert removed == []
    assert added == [
        "disposition: accepted",
        "reason: Clearer",
        "by: Secretariat",
        "decided: 2025-08-01",
        "agreed: yes",
    ]


def test_open_comments_are_disposed_of_by_what_they_are(box: Sandbox) -> None:
    for words in ("One.", "Two."):
        done(box, "feedback", "add", "--from", "KOR", "--comment", words)
    done(box, "feedback", "add", "--from", "JPN", "--at", "3", "--comment", "Three.")
    done(box, "feedback", "dispose", "KOR-001", "--as", "noted")
    done(
        box, "feedback", "dispose", "--from", "KOR", "--as", "not-accepted", "--reason", "Later", "--proposed"
    )
    found = {
        one["id"]: (one.get("disposition"), one.get("agreed")) for one in answer(box, "feedback", "list")
    }
    assert found == {"JPN-001": (None, None), "KOR-001": ("noted", True), "KOR-002": ("not accepted", False)}
    assert [one["id"] for one in answer(box, "feedback", "list", "--undisposed")] == ["JPN-001", "KOR-002"]
    assert neaspec(box, "feedback", "dispose", "JPN-001", "--as", "not accepted").exit_code == 1
    assert neaspec(box, "feedback", "dispose", "JPN-009", "--as", "noted").exit_code == 1
    assert neaspec(box, "feedback", "dispose", "--as", "noted").exit_code == 2
    assert neaspec(box, "feedback", "dispose", "JPN-001", "--as", "perhaps").exit_code == 2


def test_the_report_for_others_holds_nothing_internal(box: Sandbox) -> None:
    for source, words in (("KOR", "=1+1"), ("JPN", "Not | for all.")):
        done(
            box,
            "feedback",
            "add",
            "--from",
            source,
            "--at",
            "3",
            "--comment",
            words,
            "--author",
            "Kim Minseo",
        )
    path = box.root / "feedback/draft-1/JPN.yaml"
    path.write_text(path.read_text("utf-8") + "    note: careful\n    public: no\n", "utf-8")
    box.save("Withhold one")
    for name in ("all.xlsx", "public.md", "all.md"):
        extra = ["--public"] if name.startswith("public") else []
        done(box, "feedback", "report", str(box.root.parent / name), *extra)
    public = (box.root.parent / "public.md").read_text("utf-8")
    assert "=1+1" in public
    assert not any(word in public for word in ("KOR", "JPN", "Kim", "careful", "Not"))
    whole = (box.root.parent / "all.md").read_text("utf-8")
    assert all(word in whole for word in ("KOR-001", "careful", "Not \\| for all."))
    sheet: Any = openpyxl.load_workbook(box.root.parent / "all.xlsx").worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert neaspec(box, "feedback", "report", "x.odt").exit_code == 1


@pytest.mark.parametrize("ending", [".docx", ".pdf"])
def test_a_redline_is_refused_as_an_answer_also_when_somebody_marked_it_further(
    box: Sandbox, tmp_path: Path, ending: str
) -> None:
    goals = box.root / "plan/02-goals.md"
    goals.write_text(goals.read_text("utf-8").replace("ninety", "sixty"), "utf-8")
    box.save()
    made = tmp_path / f"made{ending}"
    done(box, "diff", "draft", "-o", str(made))
    done(box, "circulate", "draft", "--on", "2025-07-06", "--deadline", "2025-07-31")
    sent = box.root / f"feedback/draft-2/sent/redline-draft-1-draft-2{ending}"
    marked = tmp_path / f"marked{ending}"
    if ending == ".docx":
        marked.write_bytes(_marked_further(sent.read_bytes()))
    for file in (made, sent, marked) if ending == ".docx" else (made, sent):
        before = box.state()
        result = neaspec(box, "feedback", "import", str(file), "--from", "JPN", "--on", "2025-07-25")
        assert result.exit_code == 1, result.output
        told = " ".join((result.stdout + result.stderr).split())
        assert "is a redline of this tool" in told
        assert "in a copy of draft-2 as it was sent" in told
        assert box.state() == before
    if ending == ".docx":
        assert neaspec(box, "verify", str(marked)).exit_code == 1
        assert "is a redline that leads to draft-2" in neaspec(box, "verify", str(marked)).stdout


def _marked_further(redline: bytes) -> bytes:
    """With a paragraph that somebody put in at its beginning, tracked."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(redline)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "word/document.xml":
                data = data.replace(b"<w:body>", b"<w:body>" + par(ins("Japan asks for more.")).encode(), 1)
            new.writestr(part, data)
    return made.getvalue()
