"""`neaspec round` and `neaspec participant` as whole commands."""

from __future__ import annotations

import email
import hashlib
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from tests.commands.office import answer, circulated, done, neaspec, secretariat
from tests.sandbox import Sandbox


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    return circulated(tmp_path / "plan")


def test_circulations_are_listed_with_who_has_answered(box: Sandbox) -> None:
    done(box, "feedback", "add", "--from", "JPN", "--comment", "x")
    (listed,) = answer(box, "round", "list", "--on", "2025-08-05")
    assert (listed["circulation"], listed["state"], listed["deadline"]) == (
        "draft-1",
        "overdue",
        "2025-07-31",
    )
    assert listed["replies"] == {"JPN": "comments", "KOR": "awaited", "WWF": "awaited"}
    assert listed["comments"] == {"total": 1, "undisposed": 1}
    assert answer(box, "round", "show", "draft", "--on", "2025-07-05")["state"] == "open"
    assert "1 of 3" in done(box, "round", "list")
    assert "awaited" in done(box, "round", "show")


def test_a_circulation_that_everybody_has_answered_is_not_overdue(box: Sandbox) -> None:
    for source in ("JPN", "KOR", "WWF"):
        done(box, "feedback", "add", "--from", source, "--comment", "x")
    (listed,) = answer(box, "round", "list", "--on", "2025-08-05")
    assert listed["state"] == "open"


def test_the_files_that_were_sent_have_the_hashes_on_record(box: Sandbox) -> None:
    for one in answer(box, "round", "files"):
        assert hashlib.sha256((box.root / one["path"]).read_bytes()).hexdigest() == one["sha256"]
    assert "deadline.ics" in done(box, "round", "files", "draft-1")


def test_a_deadline_is_extended_for_a_reason(box: Sandbox) -> None:
    done(box, "round", "extend", "2025-08-10", "--reason", "Summer", "--on", "2025-07-30")
    done(box, "round", "extend", "draft", "2025-08-15", "--reason", "More summer", "--on", "2025-08-01")
    shown = answer(box, "round", "show")
    assert shown["deadline"] == "2025-08-15"
    assert [one["reason"] for one in shown["extensions"]] == ["Summer", "More summer"]
    assert neaspec(box, "round", "extend", "2025-08-01", "--reason", "x").exit_code == 1
    assert neaspec(box, "round", "extend", "soon", "--reason", "x").exit_code == 2
    assert neaspec(box, "round", "extend", "a", "b", "2025-09-01", "--reason", "x").exit_code == 2


def test_closing_records_the_silence_of_each(box: Sandbox) -> None:
    done(box, "feedback", "add", "--from", "JPN", "--comment", "x")
    early = neaspec(box, "round", "close", "--on", "2025-07-31")
    assert (early.exit_code, "no reply yet from KOR, WWF" in early.stderr) == (1, True)
    done(box, "round", "close", "--on", "2025-08-01")
    shown = answer(box, "round", "show")
    assert (shown["state"], shown["closed"]) == ("closed", "2025-08-01")
    assert shown["replies"] == {"JPN": "comments", "KOR": "no reply", "WWF": "no reply"}
    assert neaspec(box, "round", "close").exit_code == 1
    done(box, "feedback", "add", "--from", "KOR", "--comment", "Late, but here.")
    assert answer(box, "round", "show")["replies"]["KOR"] == "comments"


def test_silence_is_no_objection_only_of_members_where_it_was_announced(tmp_path: Path) -> None:
    box = secretariat(tmp_path / "plan")
    rules = (box.root / "plan/plan.yaml").read_text("utf-8") + "rules: {silence_procedure: yes}\n"
    box.write("plan/plan.yaml", rules)
    box.save("Agree on a silence procedure")
    done(box, "circulate", "draft", "--on", "2025-07-04")
    done(box, "round", "close", "--early", "--on", "2025-07-20")
    replies = answer(box, "round", "show")["replies"]
    assert replies == {"JPN": "no objection", "KOR": "no objection", "WWF": "no reply"}


def test_participants_come_and_go_at_their_place(tmp_path: Path) -> None:
    box = secretariat(tmp_path / "plan")
    before = (box.root / "plan/plan.yaml").read_text("utf-8")
    done(box, "participant", "add", "CHN", "--name", "China", "--kind", "member", "--email", "x@example.org")
    listed = answer(box, "participant", "list")
    assert [one["id"] for one in listed] == ["CHN", "JPN", "KOR", "WWF"]
    assert listed[0]["contact"] == {"name": "", "email": "x@example.org"}
    assert (box.root / "plan/plan.yaml").read_text("utf-8").startswith(before.rstrip("\n"))
    assert "China" in done(box, "participant", "list")
    assert neaspec(box, "participant", "add", "CHN", "--name", "China").exit_code == 1
    assert neaspec(box, "participant", "add", "nobody", "--name", "x").exit_code == 1
    done(box, "participant", "remove", "CHN")
    assert (box.root / "plan/plan.yaml").read_text("utf-8") == before
    assert box.git("status", "--porcelain") == ""


def test_who_was_asked_stays(box: Sandbox) -> None:
    gone = neaspec(box, "participant", "remove", "KOR")
    assert (gone.exit_code, "on record in draft-1" in gone.stderr) == (1, True)
    assert neaspec(box, "participant", "remove", "XYZ").exit_code == 1


def test_letters_remind_those_who_have_not_answered_and_nothing_is_committed(box: Sandbox) -> None:
    done(box, "feedback", "add", "--from", "JPN", "--comment", "x")
    head = box.git("rev-parse", "HEAD")
    would = answer(box, "round", "remind", "--on", "2025-07-25", "--dry-run")
    assert not (box.root / "dist").exists()
    told = done(box, "round", "remind", "--on", "2025-07-25")
    assert "KOR" in told
    assert "Republic of Korea has no e-mail address on record" in told
    files = sorted((box.root / "dist").iterdir())
    assert [str(one) for one in files] == [one["file"] for one in would]
    assert [one.name for one in files] == ["reminder-draft-1-KOR.eml", "reminder-draft-1-WWF.eml"]
    other = box.root.parent / "letters"
    done(box, "round", "remind", "draft-1", "--on", "2025-07-25", "--to", str(other))
    assert [one.read_bytes() for one in sorted(other.iterdir())] == [one.read_bytes() for one in files]
    message = email.message_from_bytes(files[0].read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    (form,) = message.iter_attachments()
    sent = box.root / "feedback/draft-1/sent/comment-form-draft-1.xlsx"
    assert form.get_payload(decode=True) == sent.read_bytes()
    assert box.git("rev-parse", "HEAD") == head
    done(box, "round", "close", "--early", "--on", "2025-07-26")
    assert "was closed" in neaspec(box, "round", "remind").stderr


def test_nobody_is_reminded_where_all_have_answered(box: Sandbox) -> None:
    for source in ("JPN", "KOR", "WWF"):
        done(box, "feedback", "add", "--from", source, "--comment", "x")
    assert done(box, "round", "remind") == "Every addressee of draft-1 has answered\n"
    assert answer(box, "round", "remind") == []
