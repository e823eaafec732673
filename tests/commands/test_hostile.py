"""Careless and hostile users: broken files, strange names, links that lead outside, files that are no answers."""

from __future__ import annotations

import errno
import os
import re
import shutil
import unicodedata
import zipfile
from pathlib import Path

import pytest

from neaspec_cli.commands.workspace import Workspace
from tests.commands.office import FILES, answer, circulated, done, neaspec
from tests.sandbox import Sandbox

ON = ("--on", "2025-07-22")
TIMELINE, SETTINGS, REPLY = "timeline.yaml", "plan/plan.yaml", "feedback/draft-1/JPN.yaml"
HIDDEN = {*map(chr, (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0))), *"\u2028\u202d\u202e\u2066"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    box = circulated(tmp_path_factory.mktemp("hostile") / "plan")
    change = ("--replace", "ninety days", "--with", "sixty days")
    done(box, "feedback", "add", "--from", "JPN", "--at", "3", *change, *ON)
    return box


@pytest.fixture
def box(office: Sandbox, tmp_path: Path) -> Sandbox:
    return Sandbox(Path(shutil.copytree(office.root, tmp_path / "plan")))


def sent(box: Sandbox, pattern: str) -> str:
    return str(next((box.root / "feedback/draft-1/sent").glob(pattern)))


def take(box: Sandbox, *words: str) -> str:
    """Import something that must be refused and change nothing; gives what was said."""
    before = box.state()
    result = neaspec(box, "feedback", "import", *words, *ON)
    assert result.exit_code == 1, result.output
    assert box.state() == before
    assert "Hint: " in result.stderr
    return result.stderr


# Broken files

BROKEN = {
    TIMELINE: (
        FILES[TIMELINE].replace("indicative", "maybe").replace("2025-08,", "2025-13,") + "colour: red\n",
        ("timeline.yaml:2: status", "timeline.yaml:10: activities[1].when", "timeline.yaml:13: colour"),
        ("status", "timeline", "advance", "circulate", "check"),
    ),
    SETTINGS: (
        "title:\nparticipants:\n  - {id: jp n, name: J, kind: king}\nrules: {word_limit: many}\nnonsense: 1\n",
        (
            "plan/plan.yaml:1: title",
            "plan/plan.yaml:3: participants[0].id",
            "plan/plan.yaml:3: participants[0].kind",
            "plan/plan.yaml:4: rules.word_limit",
            "plan/plan.yaml:5: nonsense",
        ),
        ("status", "circulate", "participant list", "outline", "diff", "merge", "check"),
    ),
    "plan/01-introduction.md": (
        "---\nstatus: finished\nword_limit: lots\nextra: x\n---\n# Introduction\n",
        (
            "plan/01-introduction.md:2: status",
            "plan/01-introduction.md:3: word_limit",
            "plan/01-introduction.md:4: extra",
        ),
        ("status", "circulate", "outline", "diff", "merge", "check"),
    ),
    REPLY: (
        """circulation: draft-1
source: JPN
received: yesterday
reply: perhaps
comments:
  - {id: JPN-001, kind: angry, comment: x, proposal: {op: explode}}
  - {id: JPN-001, comment: y}
""",
        (
            "JPN.yaml:3: received",
            "JPN.yaml:4: reply",
            "JPN.yaml:6: comments[0].kind",
            "JPN.yaml:6: comments[0].proposal.op",
            "JPN.yaml:7: comments[1].id: JPN-001 is used twice",
        ),
        ("status", "circulate", "round list", "feedback list", "merge", "check"),
    ),
}


@pytest.mark.parametrize("file", BROKEN)
@pytest.mark.parametrize("is_committed", [True, False])
def test_every_fault_of_a_broken_file_is_told_at_once_and_nothing_changes(
    box: Sandbox, file: str, is_committed: bool
) -> None:
    text, faults, commands = BROKEN[file]
    box.write(file, text)
    if is_committed:
        box.save()
    before = box.state()
    for command in commands:
        takes_day = ON if command in ("status", "timeline", "advance", "circulate") else ()
        result = neaspec(box, *command.split(), *takes_day)
        assert result.exit_code == 1, command
        # What is not committed is refused as such.
        if is_committed or command not in ("circulate", "merge"):
            assert [fault for fault in faults if fault not in result.output] == [], command
        assert box.state() == before


@pytest.mark.parametrize("file", [TIMELINE, SETTINGS, REPLY, "plan/02-goals.md"])
def test_text_that_is_not_utf8_is_named_with_its_line(box: Sandbox, file: str) -> None:
    box.write(file, b"# caf\nsource: caf\xe9\n")
    result = neaspec(box, "status", *ON)
    assert result.exit_code == 1
    assert f"{file}:2: is not UTF-8 text" in result.stderr


@pytest.mark.parametrize("file", [TIMELINE, SETTINGS, REPLY])
def test_no_yaml_that_others_refuse_gets_through(box: Sandbox, file: str, shared_data: Path) -> None:
    for broken in sorted((shared_data / "malformed/yaml/pyyaml").iterdir()):
        box.write(file, broken.read_bytes())
        result = neaspec(box, "status", *ON)
        assert result.exit_code == 1, broken.name
        assert file in result.stderr, broken.name


NESTED = {
    "quotations": "> " * 5000 + "x\n",
    "lists": "\n".join("  " * level + "- x" for level in range(300)) + "\n",
    "divisions": ":::: {.x}\n" * 400 + "\nx\n\n" + "::::\n" * 400,
    "spans": "[" * 2000 + "x" + "]{.a}" * 2000 + "\n",
}


@pytest.mark.parametrize("kind", NESTED)
def test_text_nested_beyond_measure_is_a_fault_of_its_section(
    box: Sandbox, kind: str, tmp_path: Path
) -> None:
    box.write("plan/02-goals.md", f"# Goals\n\n{NESTED[kind]}")
    box.save()
    for command in (("check",), ("outline",), ("diff",), ("export", str(tmp_path / "x.pdf"))):
        result = neaspec(box, *command)
        assert result.exit_code == 1, result.output
        assert "plan/02-goals.md: is nested too deep" in result.output


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "*a _b " * 5000, "[a](" * 5000, "[" * 3000 + "x" + "]" * 3000]
)
def test_text_that_parsers_fear_is_read_in_time(box: Sandbox, text: str) -> None:
    box.write("plan/02-goals.md", f"---\nstatus: drafted\n---\n# Goals\n\n{text.strip()}\n")
    done(box, "check")


# Returned files


def test_broken_and_hostile_files_are_refused_by_name(box: Sandbox, shared_data: Path) -> None:
    known = {path for path in (shared_data / "malformed").rglob("*") if path.is_file()}
    assert len(known) > 60
    before = box.state()
    result = neaspec(box, "feedback", "import", *map(str, sorted(known)), "--from", "JPN", *ON, "--json")
    assert result.exit_code == 1
    assert result.stdout == "[]\n"
    assert [path for path in known if f"{path}: " not in result.stderr] == []
    assert box.state() == before
    for path in sorted(known):
        verified = neaspec(box, "verify", str(path))
        assert verified.exit_code == 1, path
        assert "Traceback" not in verified.output, path


def test_files_of_another_plan_or_round_or_source_are_told_apart(box: Sandbox, tmp_path: Path) -> None:
    other = Sandbox(Path(shutil.copytree(box.root, tmp_path / "other")))
    other.write(SETTINGS, FILES[SETTINGS].replace("Clean Seas", "High Hills"))
    other.save()
    done(other, "circulate", "draft", *ON)
    foreign = str(next((other.root / "feedback/draft-2/sent").glob("*Hills*.docx")))
    assert "Plan for High Hills" in take(box, foreign, "--from", "JPN")
    form = sent(box, "*.xlsx")
    assert "Nothing called revised" in take(box, form, "--round", "revised", "--from", "JPN")
    assert "Nobody called XYZ" in take(box, form, "--from", "XYZ")
    assert "does not tell who returned it" in take(box, form)
    hand = tmp_path / "KOR.yaml"
    hand.write_text("circulation: draft-7\nsource: KOR\ncomments: [{comment: x}]\n")
    assert "--round draft-7" in take(box, str(hand), "--from", "KOR")


def test_the_same_file_twice_is_said_and_changes_nothing(box: Sandbox) -> None:
    word = sent(box, "Plan*.docx")
    done(box, "feedback", "import", word, "--from", "KOR", *ON)
    before = box.state()
    again = neaspec(box, "feedback", "import", word, word, "--from", "KOR", *ON)
    assert (again.exit_code, again.stderr.count("imported before, as originals/KOR.docx")) == (0, 2)
    assert box.state() == before


def test_a_document_about_something_else_is_no_answer(box: Sandbox, tmp_path: Path) -> None:
    other = Sandbox.begin(tmp_path / "other", files={**FILES, SETTINGS: "title: Hills\n"})
    other.write("plan/01-introduction.md", "# Introduction\n\nThe hills are high.\n\nThe valleys are deep.\n")
    other.write("plan/02-goals.md", "# Goals\n\nHigher hills are wished for.\n\nSo are deeper valleys.\n")
    done(other, "export", str(tmp_path / "hills.docx"))
    # As somebody may have written it who never had a file from here.
    foreign = tmp_path / "foreign.docx"
    with zipfile.ZipFile(tmp_path / "hills.docx") as parts, zipfile.ZipFile(foreign, "w") as bare:
        for name in parts.namelist():
            if not name.startswith(("docProps/custom", "customXml")):
                bare.writestr(name, re.sub(rb"<w:bookmark(Start|End)[^>]*>", b"", parts.read(name)))
    assert "Hardly anything of draft-1" in take(box, str(foreign), "--from", "JPN")


@pytest.mark.parametrize(
    "make",
    [lambda path: path.mkdir(), lambda path: os.mkfifo(path), lambda path: path.symlink_to("/dev/zero")],
    ids=["folder", "pipe", "device"],
)
def test_what_is_no_file_is_refused_without_waiting(box: Sandbox, tmp_path: Path, make: object) -> None:
    path = tmp_path / "returned.docx"
    assert callable(make)
    make(path)
    assert "not a file" in take(box, str(path), "--from", "JPN")
    assert neaspec(box, "verify", str(path)).exit_code == 1


def test_more_than_anybody_writes_by_hand_is_refused(box: Sandbox, tmp_path: Path) -> None:
    hand = tmp_path / "KOR.yaml"
    lines = "".join(f"  - {{comment: No. {number} {'x' * 120}}}\n" for number in range(20_000))
    hand.write_text("circulation: draft-1\nsource: KOR\ncomments:\n" + lines)
    assert "600,000 bytes" in take(box, str(hand), "--from", "KOR")


def test_more_than_can_be_read_again_is_not_written(box: Sandbox, tmp_path: Path) -> None:
    table = tmp_path / "KOR.csv"
    said = ",".join(f"No. {number} {'x' * 900_000}" for number in range(5))
    table.write_text(f"Comment,A,B,C,D\n{said}\n")
    assert "4,000,000 is the most" in take(box, str(table), "--from", "KOR")


# Names and words

EVIL = "\x1b[31mred\x1b[0m \u202eevil \x9b2J"


@pytest.mark.parametrize(
    "command",
    [
        ("feedback", "add", "--from", "KOR", "--comment", EVIL),
        ("feedback", "dispose", "JPN-001", "--as", "noted", "--reason", EVIL),
        ("round", "extend", "2025-08-11", "--reason", EVIL),
        ("timeline", "move", "meeting", "2025-10", "--reason", EVIL),
        ("timeline", "event", EVIL, "2025-10"),
        ("advance", "--outcome", EVIL),
        ("participant", "add", "CHN", "--name", EVIL),
        ("participant", "add", EVIL, "--name", "x"),
        ("adopt", "--meeting", EVIL, "--decision", EVIL),
        ("round", "show", EVIL),
        ("feedback", "show", EVIL),
        ("feedback", "import", EVIL),
        ("verify", EVIL),
        ("diff", EVIL),
        ("export", f"{EVIL}.xyz"),
        (EVIL,),
    ],
)
def test_escapes_in_what_is_typed_reach_no_terminal_and_break_no_file(
    box: Sandbox, command: tuple[str, ...]
) -> None:
    result = neaspec(box, *command)
    assert result.exit_code in (0, 1, 2), result.output
    assert HIDDEN.isdisjoint(result.output)
    for view in ("status", "log", "feedback list", "round show", "check", "participant list"):
        shown = neaspec(box, *view.split())
        assert shown.exit_code == 0, shown.output
        assert HIDDEN.isdisjoint(shown.output)


def test_escapes_in_what_others_wrote_reach_neither_terminal_nor_json(box: Sandbox) -> None:
    escaped = "\\e[31mred \\u202Eevil \\u009B2J"
    text = (box.root / REPLY).read_text()
    box.write(
        REPLY,
        text.replace("origin: hand", f'origin: hand\n    comment: "{escaped}"\n    author: "{escaped}"'),
    )
    record = box.root / "feedback/draft-1/round.yaml"
    record.write_text(record.read_text().replace("name: deadline.ics", f'name: "{escaped}"'))
    box.git("config", "user.name", EVIL)
    box.save(f"Say {EVIL}")
    for view in (
        "feedback list",
        "feedback show JPN-001",
        "round show",
        "round files",
        "log",
        "check",
        "doctor",
    ):
        for option in ((), ("--json",)):
            shown = neaspec(box, *view.split(), *option)
            assert shown.exit_code in (0, 1), shown.output
            assert HIDDEN.isdisjoint(shown.output), view
    assert answer(box, "feedback", "show", "JPN-001")["comment"] == "\x1b[31mred \u202eevil \x9b2J"


def test_words_typed_with_loose_accents_are_kept_as_the_plan_wants_them(box: Sandbox) -> None:
    loose = unicodedata.normalize("NFD", "Révisé")
    done(box, "timeline", "move", "meeting", "2025-10", "--reason", loose, *ON)
    done(box, "participant", "add", "CHN", "--name", loose)
    done(box, "feedback", "add", "--from", "KOR", "--at", "4", "--replace", "voluntary", "--with", loose, *ON)
    done(box, "feedback", "dispose", "KOR-001", "--as", "accepted", *ON)
    done(box, "merge")
    done(box, "check")
    assert "Révisé contributions" in (box.root / "plan/02-goals.md").read_text()


def test_no_cell_of_a_workbook_is_a_formula(box: Sandbox, tmp_path: Path) -> None:
    box.write("plan/02-goals.md", '# =1+1\n\n=HYPERLINK("http://example.org","x")\n\n- +1\n- @SUM(1)\n')
    box.write(
        SETTINGS, FILES[SETTINGS].replace("Plan for Clean Seas", "=1+2").replace("Republic", "=Republic")
    )
    box.save()
    done(box, "feedback", "add", "--from", "KOR", "--comment", "=cmd|' /C calc'!A0", *ON)
    done(box, "feedback", "report", str(tmp_path / "report.xlsx"))
    done(box, "circulate", "draft", *ON)
    for book in (tmp_path / "report.xlsx", box.root / "feedback/draft-2/sent/comment-form-draft-2.xlsx"):
        with zipfile.ZipFile(book) as parts:
            sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert sheets
        assert not any(b"<f>" in one or b"<f " in one or b"<hyperlink" in one for one in sheets)


@pytest.mark.parametrize(
    "title", ["../../../outside", "a" * 200, "计划 / План <x>:|?*", "..", "CON", '#eval(\\"1\\")']
)
def test_no_title_makes_a_file_name_that_leads_away_or_is_refused(box: Sandbox, title: str) -> None:
    box.write(SETTINGS, FILES[SETTINGS].replace("title: Plan for Clean Seas 2026-2030", f'title: "{title}"'))
    box.save()
    before = {path for path in box.root.parent.rglob("*") if not path.is_relative_to(box.root)}
    done(box, "circulate", "draft", *ON)
    assert {path for path in box.root.parent.rglob("*") if not path.is_relative_to(box.root)} == before
    assert neaspec(box, "verify", "draft-2").exit_code == 0


def test_no_copy_fetches_runs_or_opens_anything(box: Sandbox, tmp_path: Path) -> None:
    text = (
        "![p](/etc/passwd) ![q](http://127.0.0.1:9/x.png) [run](javascript:alert(1)) [o](file:///etc/passwd)"
    )
    box.write("plan/02-goals.md", f'# Goals\n\n*{text}* <https://example.org>\n\n`x`{{=typst}} #read("/x")\n')
    box.save()
    done(box, "export", *(str(tmp_path / f"copy.{ending}") for ending in ("docx", "pdf", "md")))
    with zipfile.ZipFile(tmp_path / "copy.docx") as parts:
        word = b"".join(parts.read(name) for name in parts.namelist())
        assert not [name for name in parts.namelist() if "media" in name]
    for copy in (word, (tmp_path / "copy.pdf").read_bytes(), (tmp_path / "copy.md").read_bytes()):
        assert not re.search(rb"javascript:|file:///|/etc/passwd|127\.0\.0\.1", copy)
        assert b"https://example.org" in copy


@pytest.mark.parametrize(
    "command",
    [("export",), ("diff", "draft-1", "-o"), ("feedback", "report")],
    ids=["export", "diff", "report"],
)
@pytest.mark.parametrize("place", ["plan/01-introduction.md", "feedback/draft-1/sent/x.md", ".git/x.md"])
def test_no_copy_takes_the_place_of_what_the_plan_is_made_of(
    box: Sandbox, command: tuple[str, ...], place: str
) -> None:
    before = box.state()
    result = neaspec(box, *command, str(box.root / place))
    assert result.exit_code == 1
    assert "where no copy is written" in result.stderr
    assert box.state() == before
    assert not (box.root / ".git/x.md").exists()
    done(box, *command, str(box.root / "dist/x.md"))


# Links and folders


@pytest.mark.parametrize("linked", [TIMELINE, REPLY, "feedback", "feedback/draft-1/originals"])
def test_a_link_that_leads_outside_is_neither_followed_nor_written_through(
    box: Sandbox, tmp_path: Path, linked: str
) -> None:
    outside, path = tmp_path / "outside", box.root / linked
    if path.exists():
        shutil.move(path, outside)
    else:
        outside.mkdir()
    path.symlink_to(outside)
    box.save("Link")
    before = {one: one.read_bytes() for one in [outside, *outside.rglob("*")] if one.is_file()}
    for command in (
        ("timeline", "event", "SOM-28", "2025-12-12"),
        ("feedback", "import", sent(box, "*.xlsx") if linked != "feedback" else "x", "--from", "JPN"),
        ("feedback", "add", "--from", "JPN", "--comment", "x"),
        ("round", "close", "--early"),
        ("advance", *ON),
    ):
        result = neaspec(box, *command)
        assert result.exit_code in (0, 1), result.output
        assert {one: one.read_bytes() for one in [outside, *outside.rglob("*")] if one.is_file()} == before
        assert path.is_symlink()


def test_a_record_that_names_files_outside_reaches_none_of_them(box: Sandbox, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    record = box.root / "feedback/draft-1/round.yaml"
    record.write_text(record.read_text().replace("name: deadline.ics", "name: ../../../../secret.txt"))
    reply = box.root / REPLY
    files = f"files: [{{name: ../../../secret.txt, sha256: {'a' * 64}}}]\n"
    reply.write_text(reply.read_text().replace("comments:", files + "comments:", 1))
    box.save("Name what is outside")
    shown = neaspec(box, "check").stdout
    assert shown.count("is not there") == 2
    assert neaspec(box, "verify", "draft-1").exit_code == 1
    assert neaspec(box, "circulate", "draft", *ON).exit_code == 1


def test_without_git_the_next_step_is_said(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for command in (
        ("status",),
        ("check",),
        ("circulate", "draft"),
        ("log",),
        ("init", str(tmp_path / "new")),
    ):
        result = neaspec(box, *command)
        assert result.exit_code == 1
        assert "Git was not found." in result.stderr
        assert "Hint: Install git" in result.stderr
    assert not (tmp_path / "new").exists()


def test_without_an_identity_nothing_is_written_and_the_next_step_is_said(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = box.state()
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for command in (
        ("circulate", "draft", *ON),
        ("feedback", "add", "--from", "JPN", "--comment", "x"),
        ("advance", *ON),
    ):
        result = neaspec(box, *command)
        assert result.exit_code == 1
        assert "git config --global user.name" in result.stderr
    assert box.state() == before


def test_outside_of_a_plan_the_next_step_is_said(tmp_path: Path) -> None:
    empty = Sandbox(tmp_path)
    for command in ("status", "check", "merge", "feedback list", "circulate draft"):
        result = neaspec(empty, *command.split())
        assert result.exit_code == 1
        assert "is not in a git repository" in result.stderr
        assert "neaspec init" in result.stderr


def test_a_full_disk_is_said_and_is_no_fault_of_the_tool(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "feedback/draft-1/KOR.yaml")

    before = box.state()
    monkeypatch.setattr(Workspace, "commit", full)
    result = neaspec(box, "feedback", "add", "--from", "KOR", "--comment", "x", *ON)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: No space left on device: feedback/draft-1/KOR.yaml\nHint: ")
    assert box.state() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to the superuser")
def test_a_folder_that_may_not_be_written_is_said_and_nothing_is_half_done(box: Sandbox) -> None:
    folder = box.root / "feedback/draft-1"
    folder.chmod(0o500)
    try:
        result = neaspec(box, "feedback", "add", "--from", "KOR", "--comment", "x", *ON)
    finally:
        folder.chmod(0o700)
    assert result.exit_code == 1
    assert "feedback/draft-1" in result.stderr
    assert neaspec(box, "status", *ON).exit_code == 0
    assert box.git("status", "--porcelain") == ""
    on_record = box.git("log", "-1", "--format=%s").startswith("Record comment")
    assert ("KOR" in [one["source"] for one in answer(box, "feedback", "list")]) == on_record
