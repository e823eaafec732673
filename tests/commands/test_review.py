"""`neaspec feedback review`: what is shown, what each key does, and that nothing decided is lost."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from neaspec_cli.app import app
from neaspec_cli.terminal import keys
from tests.commands.office import answer, circulated, done, neaspec
from tests.sandbox import Sandbox

WELCOME = "The secretariat might say who pays for the centres and who runs them in the years after 2030."


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    box = circulated(tmp_path / "plan")
    for source, old, new in (
        ("JPN", "ninety", "sixty"),
        ("KOR", "ninety days", "sixty days"),
        ("WWF", "ninety", "ten"),
    ):
        done(box, "feedback", "add", "--from", source, "--at", "3", "--replace", old, "--with", new)
    done(box, "feedback", "add", "--from", "KOR", "--comment", WELCOME)
    monkeypatch.setattr(keys, "is_terminal", lambda: True)
    return box


def review(box: Sandbox, lines: str, *arguments: str) -> Result:
    """Go through the comments with these lines typed, one for each key."""
    typed = "\n".join(lines.split("/")) + "\n"
    command = ["feedback", "review", *arguments, "-C", str(box.root), "--on", "2025-08-01"]
    return CliRunner().invoke(app, command, input=typed)


def decisions(box: Sandbox) -> dict[str, str | None]:
    return {one["id"]: one.get("disposition") for one in answer(box, "feedback", "list")}


def test_each_is_shown_with_its_redline_and_decided_with_a_key_and_a_reason(box: Sandbox) -> None:
    head = box.git("rev-parse", "HEAD")
    result = review(box, "o/Welcomed./a/Faster./n/n/Too fast./m/forty-five/A middle way.")
    assert result.exit_code == 0, result.output
    assert "draft-1/KOR-002  KOR, general  (1 of 4)" in result.stdout
    assert "[-ninety-]{+sixty+} days" in result.stdout
    assert "also asked in KOR-001, in the same words (JPN, KOR)" in result.stdout
    assert "Saved 4 comments" in result.stdout
    assert decisions(box) == {
        "JPN-001": "accepted",
        "KOR-001": "not accepted",
        "KOR-002": "noted",
        "WWF-001": "accepted with modification",
    }
    wwf = answer(box, "feedback", "show", "WWF-001")
    assert (wwf["text"], wwf["reason"], wwf["decided"], wwf["agreed"]) == (
        "forty-five",
        "A middle way.",
        "2025-08-01",
        True,
    )
    assert box.git("rev-parse", "HEAD~1") == head
    assert box.git("log", "-1", "--format=%(trailers:key=Neaspec,valueonly)").strip() == "feedback review"
    assert "No comment on draft-1 fits" in review(box, "q").stdout


def test_a_decision_is_given_to_all_who_ask_the_same(box: Sandbox) -> None:
    result = review(box, "s/a/Faster./y/q", "--proposed", "--by", "Desk")
    assert "The same for KOR-001? y n >" in result.stdout
    assert "JPN-001, KOR-001: accepted (proposed)" in result.stdout
    assert "Saved 2 comments: 2 accepted (proposed)" in result.stdout
    assert decisions(box)["KOR-001"] == "accepted"
    kor = answer(box, "feedback", "show", "KOR-001")
    assert (kor["by"], kor["agreed"]) == ("Desk", False)


def test_one_may_go_back_and_decide_again_and_skip(box: Sandbox) -> None:
    result = review(box, "b/x/?/o//b/o/Second thoughts./s/q")
    assert "This is the first." in result.stdout
    assert "save and quit" in result.stdout
    assert "1 decided" in result.stdout
    assert answer(box, "feedback", "show", "KOR-002")["reason"] == "Second thoughts."
    assert decisions(box)["JPN-001"] is None


def test_what_says_too_little_decides_nothing(box: Sandbox) -> None:
    result = review(box, "n//d//m//x/q")
    assert result.stdout.count("Nothing was decided.") == 3
    assert result.stdout.endswith("Nothing was decided\n")
    assert set(decisions(box).values()) == {None}


def test_the_end_of_input_saves_what_was_decided(box: Sandbox) -> None:
    result = review(box, "o/Welcomed./a")
    assert result.exit_code == 0
    assert decisions(box) == {"JPN-001": None, "KOR-001": None, "KOR-002": "noted", "WWF-001": None}


def test_an_interruption_saves_what_was_decided(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter("on")
    answers = iter(["Welcomed."])

    def pressed(prompt: str) -> str:
        return next(typed)

    def line(prompt: str) -> str:
        try:
            return next(answers)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(keys, "key", pressed)
    monkeypatch.setattr(keys, "answer", line)
    assert review(box, "").exit_code == 130
    assert decisions(box)["KOR-002"] == "noted"


def test_what_somebody_else_decided_meanwhile_stays(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = keys.answer

    def meanwhile(prompt: str) -> str:
        if decisions(box)["KOR-002"] is None:
            done(box, "feedback", "dispose", "KOR-002", "--as", "deferred", "--reason", "To SOM.")
            done(box, "feedback", "add", "--from", "JPN", "--comment", "Another.")
        return ask(prompt)

    monkeypatch.setattr(keys, "answer", meanwhile)
    result = review(box, "o/Welcomed./a/Faster./n/q")
    assert result.exit_code == 1
    assert "KOR-002 was changed by somebody else meanwhile: deferred on record, noted here" in result.stderr
    assert decisions(box) == {
        "JPN-001": "accepted",
        "JPN-002": None,
        "KOR-001": None,
        "KOR-002": "deferred",
        "WWF-001": None,
    }


def test_what_stands_in_the_way_of_saving_can_be_mended(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = box.root / "feedback/draft-1/KOR.yaml"
    sound = path.read_text("utf-8")
    ask = keys.key

    def spoil(prompt: str) -> str:
        path.write_text(sound if "try again" in prompt else sound + "rubbish: yes\n", "utf-8")
        return ask(prompt)

    monkeypatch.setattr(keys, "key", spoil)
    result = review(box, "o/Welcomed./q/x")
    assert "Nothing is saved yet." in result.stdout
    assert decisions(box)["KOR-002"] == "noted"


def test_a_dry_run_and_filters(box: Sandbox) -> None:
    result = review(box, "o//o//q", "draft", "--from", "WWF", "--dry-run")
    assert "(1 of 1)" in result.stdout
    assert "Would save 1 comment: 1 noted" in result.stdout
    assert set(decisions(box).values()) == {None}


def test_without_a_terminal_nothing_is_asked(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    result = neaspec(box, "feedback", "review")
    assert (result.exit_code, "no terminal" in result.stderr) == (1, True)
    assert "feedback dispose" in result.stderr


def test_what_was_answered_before_is_shown(box: Sandbox) -> None:
    done(box, "feedback", "dispose", "KOR-002", "--as", "not accepted", "--reason", "Not for this plan.")
    done(box, "circulate", "draft", "--on", "2025-08-02", "--deadline", "2025-08-29")
    done(box, "feedback", "add", "--from", "JPN", "--comment", WELCOME)
    shown = " ".join(review(box, "q").stdout.split())
    assert "before: draft-1/KOR-002 of KOR was not accepted" in shown


def test_what_else_is_said_on_the_paragraph_is_told_with_what_was_decided(box: Sandbox) -> None:
    result = review(box, "o/Welcomed./a/Faster./y/q")
    assert "here too: WWF-001: replace “ninety” with “ten” (open)" in result.stdout
    last = result.stdout[result.stdout.rindex("draft-1/WWF-001") :]
    assert "here too: JPN-001: replace “ninety” with “sixty” (accepted)" in last
    assert "here too: KOR-001: replace “ninety days” with “sixty days” (accepted)" in last


def test_every_question_can_be_taken_back(box: Sandbox) -> None:
    result = review(box, "o/../m/../k/x/i/../j/../s/a/Faster./\x1b/q")
    assert result.stdout.count("Nothing was changed.") == 6
    assert "Esc, Ctrl-G or .. takes it back" in result.stdout
    assert decisions(box)["KOR-002"] is None
    assert decisions(box)["JPN-001"] is None


def test_kind_and_note_are_set_beside_the_decision(box: Sandbox) -> None:
    result = review(box, "k/s/i/Ask the bureau./q")
    assert "draft-1/KOR-002  KOR, substantive  (1 of 4)" in result.stdout
    assert "note: Ask the bureau." in result.stdout
    one = answer(box, "feedback", "show", "KOR-002")
    assert (one["kind"], one["note"], "disposition" in one) == ("substantive", "Ask the bureau.", False)
    assert "Saved 1 comment: 1 substantive" in result.stdout


def test_the_last_decision_is_undone_with_those_who_ask_the_same(box: Sandbox) -> None:
    result = review(box, "u/s/a/Faster./y/u/n/Too fast./n/q")
    assert "There is nothing to undo." in result.stdout
    assert "Taken back: JPN-001, KOR-001" in result.stdout
    assert decisions(box) == {"JPN-001": "not accepted", "KOR-001": None, "KOR-002": None, "WWF-001": None}


def test_one_jumps_and_comes_back_to_what_was_passed_over(box: Sandbox) -> None:
    result = review(box, "j/wwf 1/o/Noted./b/o/Welcomed./q")
    assert "3 are left undecided. [b]ack to the first of them" in result.stdout
    assert decisions(box) == {"JPN-001": None, "KOR-001": None, "KOR-002": "noted", "WWF-001": "noted"}
    result = review(box, "j/KOR-002/j/nobody/q")
    assert "KOR-002 is not among the 2 of this review: noted." in result.stdout
    assert "nobody is not among the 2 of this review." in result.stdout


def test_a_reason_given_before_is_taken_by_its_number(box: Sandbox) -> None:
    done(box, "feedback", "dispose", "KOR-002", "--as", "not accepted", "--reason", "Outside the mandate.")
    result = review(box, "n/1/n/n/2/q")
    assert "  1  Outside the mandate." in result.stdout
    one = answer(box, "feedback", "show", "JPN-001")
    assert one["reason"] == "Outside the mandate."
    assert answer(box, "feedback", "show", "KOR-001")["reason"] == "2"


def test_what_was_decided_is_written_meanwhile_and_can_be_undone(box: Sandbox) -> None:
    head = box.git("rev-parse", "HEAD")
    result = review(box, "w/o/Welcomed./w/w/u/o/Second thoughts./q")
    assert "Nothing was decided yet" in result.stdout
    assert "Nothing was decided since it was saved" in result.stdout
    assert result.stdout.count("Saved 1 comment: 1 noted") == 2
    assert answer(box, "feedback", "show", "KOR-002")["reason"] == "Second thoughts."
    assert box.git("rev-parse", "HEAD~2") == head


def test_what_is_proposed_is_agreed_with_a_key(box: Sandbox) -> None:
    review(box, "o/Welcomed./q", "--proposed")
    result = review(box, "y/y/q")
    assert "[y] agree" in result.stdout
    assert "nothing is proposed that could be agreed" in result.stdout
    one = answer(box, "feedback", "show", "KOR-002")
    assert (one["disposition"], one["agreed"], one["reason"]) == ("noted", True, "Welcomed.")


def test_one_decides_as_on_who_asks_the_same(box: Sandbox) -> None:
    result = review(box, "=/s/m/forty/A middle way./n/=/q")
    assert "Nothing is decided on who asks the same." in result.stdout
    assert result.stdout.count("[=] same") == 1
    assert "in the place of “ninety”; " in result.stdout
    jpn, kor = (answer(box, "feedback", "show", one) for one in ("JPN-001", "KOR-001"))
    assert (kor["disposition"], kor["text"], kor["reason"]) == (
        jpn["disposition"],
        "forty",
        "A middle way.",
    )


def test_wishes_on_the_paragraph_are_told_once_with_all_who_ask(box: Sandbox) -> None:
    done(box, "feedback", "add", "--from", "WWF", "--at", "3", "--replace", "ninety", "--with", "sixty")
    result = review(box, "j/WWF-001/j/JPN-001/a/Faster./n/j/WWF-001/q")
    assert "here too: JPN-001, WWF-002: replace “ninety” with “sixty” (open)" in result.stdout
    assert "here too: replace “ninety” with “sixty” (JPN-001 accepted, WWF-002 open)" in result.stdout


def test_a_comment_is_put_on_another_paragraph(box: Sandbox) -> None:
    result = review(box, "p/99/p/../p/4/o/Welcomed./s/p/4/q")
    assert "Nothing in the circulated text is labelled 99." in result.stdout
    assert "4 (goals): Resources come from voluntary contributions." in result.stdout
    assert answer(box, "feedback", "show", "KOR-002")["place"] == {"section": "goals", "block": "4"}
    assert "1 placed on 4" in result.stdout
    moved = answer(box, "feedback", "list", "--undisposed")
    assert [one["id"] for one in moved if one["place"]["block"] == "4"] == ["KOR-001"]


def test_progress_is_told_for_each_source(box: Sandbox) -> None:
    result = review(box, "o/Welcomed./q")
    assert "decided: KOR 0/2 · JPN 0/1 · WWF 0/1" in result.stdout
    assert "decided: JPN 0/1 · KOR 1/2 · WWF 0/1" in result.stdout
    assert "decided: JPN 0/1 · KOR 1/2 · WWF 0/1" in review(box, "q").stdout


def test_others_who_ask_the_same_are_offered_whatever_the_filter(box: Sandbox) -> None:
    review(box, "a/Faster./y", "--from", "JPN")
    assert decisions(box)["KOR-001"] == "accepted"


@pytest.mark.skipif(os.name != "posix", reason="terminals are closed in another way here")
def test_escape_and_control_g_take_a_question_back_in_a_terminal(box: Sandbox) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "neaspec_cli", "feedback", "review", "-C", str(box.root)]
    run = subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(theirs)
    until(ours, b"[?] >")
    for key, sign in (
        (b"n", b"Reason:"),
        (b"\x1b", b"Nothing was changed."),
        (b"o", b"Reason:"),
        ("Bienvenu à".encode(), "Bienvenu à".encode()),
        (b"\x07", b"Nothing was changed."),
        (b"o", b"Reason:"),
        ("à bon droit\n".encode(), b"(2 of 4"),
        (b"m", b"Wording: sixty"),
        (b" (60)\n", b"Reason:"),
        (b"Clearer.\n", b"y n >"),
        (b"n", b"(3 of 4"),
    ):
        os.write(ours, key)
        until(ours, sign)
    os.write(ours, b"q")
    run.wait(20)
    os.close(ours)
    assert answer(box, "feedback", "show", "KOR-002")["reason"] == "à bon droit"
    assert answer(box, "feedback", "show", "JPN-001")["text"] == "sixty (60)"


@pytest.mark.skipif(os.name != "posix", reason="terminals are closed in another way here")
def test_a_terminal_that_is_closed_saves_what_was_decided(box: Sandbox) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "neaspec_cli", "feedback", "review", "-C", str(box.root)]
    run = subprocess.Popen(
        [*command, "--on", "2025-08-01"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(theirs)
    until(ours, b"[?] >")
    os.write(ours, b"o")
    until(ours, b"Reason:")
    os.write(ours, b"\x1b[DWelcome\x1b[Ad\n")
    until(ours, b"(2 of 4")
    os.kill(run.pid, signal.SIGHUP)
    os.close(ours)
    run.wait(20)
    assert answer(box, "feedback", "show", "KOR-002")["reason"] == "Welcomed"
    assert [one for one, verdict in decisions(box).items() if verdict] == ["KOR-002"]


@pytest.mark.skipif(os.name != "posix", reason="terminals are closed in another way here")
@pytest.mark.parametrize(("question", "is_told"), [(b"n", True), (b"i", False)])
def test_a_terminal_that_is_closed_at_a_question_saves_what_was_decided(
    box: Sandbox, question: bytes, is_told: bool
) -> None:
    pid, ours = os.forkpty()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        command = [sys.executable, "-m", "neaspec_cli", "feedback", "review", "-C", str(box.root)]
        os.execv(command[0], command)
    until(ours, b"[?] >")
    os.write(ours, b"o")
    until(ours, b"Reason:")
    os.write(ours, b"Welcomed.\n")
    until(ours, b"(2 of 4")
    os.write(ours, question)
    until(ours, b"Reason:" if question == b"n" else b"note:")
    if is_told:
        os.kill(pid, signal.SIGHUP)
    os.close(ours)
    os.waitpid(pid, 0)
    assert [one for one, verdict in decisions(box).items() if verdict] == ["KOR-002"]


def until(terminal: int, sign: bytes) -> None:
    """Read the screen until it shows something, and the program has had time to listen for a key."""
    seen = b""
    while sign not in seen:
        assert select.select([terminal], [], [], 20)[0], seen
        seen += os.read(terminal, 4096)
    time.sleep(0.3)
