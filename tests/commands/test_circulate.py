from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.commands.office import answer, circulated, done, neaspec, secretariat
from tests.publish.wordcheck import W, part, squeezed, words
from tests.sandbox import Sandbox

DOCUMENT = "word/document.xml"
STEM = "Plan-for-Clean-Seas-2026-2030-draft-1"


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    return circulated(tmp_path / "plan")


def test_one_commit_and_one_tag_hold_what_was_sent(box: Sandbox) -> None:
    assert box.git("log", "--format=%s").split("\n") == ["Circulate draft-1", "Begin the plan"]
    assert box.git("cat-file", "-t", "circulated/draft-1") == "tag"
    assert box.git("rev-parse", "circulated/draft-1^{commit}") == box.git("rev-parse", "HEAD")
    assert box.git("status", "--porcelain") == ""
    sent = box.root / "feedback/draft-1/sent"
    assert {str(path.relative_to(sent)) for path in sent.rglob("*.*") if path.is_file()} == {
        f"{STEM}.docx",
        f"{STEM}.pdf",
        "comment-form-draft-1.xlsx",
        "deadline.ics",
        "letters/JPN.eml",
        "letters/KOR.eml",
        "letters/WWF.eml",
    }


def test_the_tag_names_date_deadline_addressees_text_and_every_file(box: Sandbox) -> None:
    message = box.git("tag", "-l", "--format=%(contents)", "circulated/draft-1")
    assert "Date: 2025-07-04\nDeadline: 2025-07-31\nAddressees: JPN KOR WWF\n" in message
    assert f"Text: {box.git('rev-parse', 'HEAD:plan')}\n" in message
    hashes = dict(reversed(line.split(" ", 1)) for line in re.findall(r"SHA-256: (.+)", message))
    sent = box.root / "feedback/draft-1/sent"
    assert hashes == {
        str(path.relative_to(sent)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sent.rglob("*")
        if path.is_file()
    }


def test_the_activity_is_started_and_nothing_else_of_the_timeline_changes(box: Sandbox) -> None:
    changed = box.git("diff", "--unified=0", "HEAD~1", "--", "timeline.yaml").split("\n")
    added = [line for line in changed if line.startswith("+") and not line.startswith("+++")]
    assert [line[1:].strip() for line in added] == ["actual:", "start: 2025-07-04"]


def test_letters_name_the_deadline_and_hold_the_files(box: Sandbox) -> None:
    data = (box.root / "feedback/draft-1/sent/letters/JPN.eml").read_bytes()
    letter = message_from_bytes(data, policy=policy.default)
    assert letter["To"] == "Focal Point <jpn@example.org>"
    body = letter.get_body()
    assert body is not None
    assert "by 31 July 2025" in squeezed(body.get_content())
    files = {part.get_filename(): part.get_content() for part in letter.iter_attachments()}
    word = (box.root / f"feedback/draft-1/sent/{STEM}.docx").read_bytes()
    assert files[f"{STEM}.docx"] == word
    assert set(files) == {f"{STEM}.docx", f"{STEM}.pdf", "comment-form-draft-1.xlsx", "deadline.ics"}


def test_a_circulation_is_rebuilt_to_the_byte_elsewhere_and_at_another_time(
    box: Sandbox, tmp_path: Path
) -> None:
    clone = tmp_path / "other folder" / "克隆"
    clone.parent.mkdir()
    box.git("clone", "--quiet", str(box.root), str(clone))
    environment = {
        **os.environ,
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": "C",
        "HOME": str(tmp_path),
        "USER": "x",
    }
    command = [sys.executable, "-m", "neaspec_cli", "verify", "draft-1", "-C", str(clone)]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        command, env={**environment, "PYTHONPATH": str(root)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("✓ same") == 7


def test_a_second_circulation_brings_the_redline_from_the_first(box: Sandbox) -> None:
    path = box.root / "plan/02-goals.md"
    path.write_text(path.read_text().replace("ninety", "sixty"))
    box.save("Shorten the time")
    made = answer(box, "circulate", "draft", "--on", "2025-08-04", "--deadline", "2025-08-20")
    assert made["circulation"] == "draft-2"
    names = {one["name"] for one in made["files"]}
    assert {"redline-draft-1-draft-2.pdf", "redline-draft-1-draft-2.docx"} <= names
    assert neaspec(box, "verify", "draft-2").exit_code == 0


def answered(box: Sandbox) -> None:
    """Japan comments on draft-1, the fund has no comments; one comment is decided on, one only in proposal."""
    text = """circulation: draft-1
source: JPN
reply: comments
comments:
  - place: {section: goals, block: "3"}
    comment: Ninety days are too long.
    proposal: {op: replace, old: ninety, new: sixty}
    author: An Official
  - {comment: Resources are short., kind: general}
  - {comment: For the secretariat alone., public: no, note: Ask by telephone.}
"""
    returned = box.root.parent / "JPN.yaml"
    returned.write_text(text)
    done(box, "feedback", "import", str(returned), "--from", "JPN", "--on", "2025-07-20")
    done(box, "feedback", "dispose", "JPN-001", "--as", "accepted", "--reason", "Clearer.")
    done(box, "feedback", "dispose", "JPN-002", "--as", "noted", "--reason", "Perhaps.", "--proposed")


def again(box: Sandbox) -> dict[str, bytes]:
    """What the second circulation of the draft sends, by name."""
    done(box, "circulate", "draft", "--on", "2025-08-04", "--deadline", "2025-08-20")
    sent = box.root / "feedback/draft-2/sent"
    return {str(one.relative_to(sent)): one.read_bytes() for one in sent.rglob("*") if one.is_file()}


def test_a_second_circulation_encloses_what_became_of_the_comments_on_the_first(box: Sandbox) -> None:
    answered(box)
    sent = again(box)
    report = sent["comments-draft-1.docx"]
    table = [[words(cell) for cell in row.iter(f"{W}tc")] for row in part(report, DOCUMENT).iter(f"{W}tr")]
    assert table[-2:] == [
        ["1", "General", "Resources are short.", "", "not yet agreed", ""],
        [
            "2",
            "3substantive",
            "Ninety days are too long.",
            "Replace “ninety” with “sixty”",
            "Accepted",
            "Clearer.",
        ],
    ]
    with zipfile.ZipFile(io.BytesIO(report)) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist())
    for secret in ("For the secretariat alone", "telephone", "An Official", "JPN", "Japan", "Perhaps"):
        assert secret.encode() not in inside
    letter = message_from_bytes(sent["letters/KOR.eml"], policy=policy.default)
    enclosed = {one.get_filename(): one.get_content() for one in letter.iter_attachments()}
    assert enclosed["comments-draft-1.docx"] == report
    found = answer(box, "verify", str(box.root / "feedback/draft-2/sent/comments-draft-1.docx"))
    assert (found["state"], found["circulation"]) == ("unaltered", "draft-2")


def test_what_is_decided_later_changes_nothing_of_what_was_sent(box: Sandbox) -> None:
    answered(box)
    names = set(again(box))
    done(box, "feedback", "dispose", "JPN-002", "--as", "accepted", "--round", "draft-1")
    box.write("feedback/draft-1/KOR.yaml", "circulation: draft-1\nsource: KOR\nreply: no comments\n")
    box.save("Take in what came late")
    rebuilt = answer(box, "verify", "draft-2")
    assert {one["name"]: one["state"] for one in rebuilt["files"]} == dict.fromkeys(names, "same")
    box.git("rm", "--quiet", "-r", "feedback/draft-1/JPN.yaml")
    box.save("Lose a file")
    assert neaspec(box, "verify", "draft-2").exit_code == 0


def test_nothing_is_enclosed_where_nothing_came_back(box: Sandbox) -> None:
    box.write("feedback/draft-1/KOR.yaml", "circulation: draft-1\nsource: KOR\nreply: no reply\n")
    box.save("Record the silence")
    assert "comments-draft-1.docx" not in again(box)


def test_the_report_is_written_in_the_format_that_its_name_asks_for(box: Sandbox, tmp_path: Path) -> None:
    answered(box)
    for ending in ("docx", "xlsx", "md"):
        done(box, "feedback", "report", str(tmp_path / f"report.{ending}"), "--public")
    report = (tmp_path / "report.docx").read_bytes()
    assert "Ninety days are too long." in words(part(report, DOCUMENT))
    assert "Japan" not in words(part(report, DOCUMENT))
    done(box, "feedback", "report", str(tmp_path / "full.docx"))
    full = words(part((tmp_path / "full.docx").read_bytes(), DOCUMENT))
    assert "Japan" in full
    assert "Ask by telephone." in full
    assert neaspec(box, "feedback", "report", str(tmp_path / "report.odt")).exit_code == 1


def test_each_addressee_gets_a_marked_copy_when_asked(tmp_path: Path) -> None:
    box = secretariat(tmp_path / "plan")
    done(box, "circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-31", "--per-addressee")
    copy = box.root / f"feedback/draft-1/sent/JPN-{STEM}.docx"
    assert answer(box, "verify", str(copy))["addressee"] == "JPN"
    assert neaspec(box, "verify", "draft-1").exit_code == 0


def test_a_copy_without_markers_is_added_when_asked_and_read_back_by_its_words(tmp_path: Path) -> None:
    box = secretariat(tmp_path / "plan")
    done(box, "circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-31", "--no-markers")
    copy = box.root / f"feedback/draft-1/sent/{STEM}-accessible.docx"
    assert neaspec(box, "verify", "draft-1").exit_code == 0
    (receipt,) = answer(box, "feedback", "import", str(copy), "--from", "JPN", "--on", "2025-07-10")
    assert (receipt["balance"], receipt["reply"]) == (0, "no comments")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("circulate", "nothing", "--on", "2025-07-04"), "plans no round nothing"),
        (("circulate", "draft", "--on", "2025-09-04"), "before 2025-09-04"),
        (("circulate", "draft", "--on", "2025-07-04", "--deadline", "2025-07-01"), "before 2025-07-04"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_nothing_changes(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    box = secretariat(tmp_path / "plan")
    before = box.state()
    result = neaspec(box, *arguments)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "Hint:" in result.stderr
    assert box.state() == before


def test_uncommitted_changes_are_refused_by_name(tmp_path: Path) -> None:
    box = secretariat(tmp_path / "plan")
    box.write("plan/02-goals.md", "# Goals\n\nOther words.\n")
    result = neaspec(box, "circulate", "draft", "--on", "2025-07-04")
    assert result.exit_code == 1
    assert "plan/02-goals.md" in result.stderr


def test_a_plan_with_faults_is_refused_with_all_of_them(tmp_path: Path) -> None:
    box = secretariat(tmp_path / "plan")
    box.write("plan/02-goals.md", "# Goals\n\nA\ttab.\n\n[#](#nowhere)\n")
    box.write("timeline.yaml", "title: T\nstatus: maybe\nactivities: []\n")
    box.save()
    result = neaspec(box, "circulate", "draft", "--on", "2025-07-04")
    assert result.exit_code == 1
    assert "plan/02-goals.md:3" in result.stderr
    assert "timeline.yaml:2" in result.stderr


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    box = secretariat(tmp_path / "plan")
    before = box.state()
    assert "Would circulate draft-1" in done(box, "circulate", "draft", "--on", "2025-07-04", "--dry-run")
    assert box.state() == before


def test_a_file_is_recognised_altered_or_not(box: Sandbox, tmp_path: Path) -> None:
    sent = box.root / "feedback/draft-1/sent"
    for name in (f"{STEM}.docx", f"{STEM}.pdf", "comment-form-draft-1.xlsx"):
        found = answer(box, "verify", str(sent / name))
        assert (found["state"], found["circulation"]) == ("unaltered", "draft-1")
        assert found["commit"] == box.git("rev-parse", "HEAD")
    other = tmp_path / "export.pdf"
    done(box, "export", str(other))
    result = neaspec(box, "verify", str(other), "--json")
    assert result.exit_code == 1
    assert '"unknown"' in result.stdout


def test_a_circulation_is_rebuilt_also_after_its_deadline_was_extended_and_it_was_closed(
    box: Sandbox,
) -> None:
    done(
        box,
        "round",
        "extend",
        "draft-1",
        "2025-08-15",
        "--reason",
        "Asked for by Japan",
        "--on",
        "2025-07-20",
    )
    done(box, "round", "close", "draft-1", "--on", "2025-08-16")
    assert neaspec(box, "verify", "draft-1").exit_code == 0
