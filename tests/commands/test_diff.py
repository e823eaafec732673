from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pypandoc
import pytest
from lxml import etree
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from neaspec_cli.app import app
from neaspec_cli.commands import diff, redlines
from neaspec_cli.publish.critic import read_critic
from tests.commands.office import answer, circulated, done, neaspec, secretariat
from tests.commands.test_merge import change, replies
from tests.publish.wordcheck import W
from tests.sandbox import Sandbox


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    made = circulated(tmp_path / "plan")
    path = made.root / "plan/02-goals.md"
    path.write_text(path.read_text().replace("ninety days", "sixty days"))
    return made


def test_without_names_the_newest_circulation_is_compared_with_the_working_tree(box: Sandbox) -> None:
    shown = done(box, "diff")
    assert "From draft-1 to working tree" in shown
    assert "[-ninety-]{+sixty+}" in shown


def test_the_answer_for_machines_names_section_label_and_runs(box: Sandbox) -> None:
    found = answer(box, "diff", "draft")
    assert (found["from"], found["to"]) == ("draft-1", "working tree")
    (section,) = found["sections"]
    (change,) = section["changes"]
    assert (section["section"], change["kind"], change["label_from"], change["label_to"]) == (
        "goals",
        "edited",
        "3",
        "3",
    )
    assert [run for run in change["runs"] if run["op"] != "keep"] == [
        {"op": "delete", "text": "ninety"},
        {"op": "insert", "text": "sixty"},
    ]
    assert found["summary"]["words_inserted"] == 1


def test_stat_shows_words_by_section(box: Sandbox) -> None:
    shown = done(box, "diff", "--stat")
    assert "goals" in shown
    assert "introduction" not in shown
    assert "[-" not in shown


def test_two_revisions_that_read_the_same_differ_in_nothing(box: Sandbox) -> None:
    assert "Nothing changed" in done(box, "diff", "draft-1", "HEAD")


def test_the_exit_code_tells_when_asked(box: Sandbox) -> None:
    assert neaspec(box, "diff", "--exit-code").exit_code == 1
    assert neaspec(box, "diff", "draft-1", "HEAD", "--exit-code").exit_code == 0


def test_with_nothing_circulated_a_name_is_asked_for(tmp_path: Path) -> None:
    result = neaspec(secretariat(tmp_path / "plan"), "diff")
    assert result.exit_code == 1
    assert "neaspec diff FROM" in result.stderr


def test_an_unknown_revision_is_named(box: Sandbox) -> None:
    result = neaspec(box, "diff", "draft-9")
    assert result.exit_code == 1
    assert "draft-9" in result.stderr


def written(box: Sandbox, name: str, *arguments: str) -> bytes:
    file = box.root.parent / name
    done(box, "diff", *arguments, "-o", str(file))
    return file.read_bytes()


def test_every_format_is_written_and_the_same_comparison_gives_the_same_bytes(box: Sandbox) -> None:
    starts = {"html": b"<!doctype html>", "docx": b"PK", "pdf": b"%PDF", "md": b"{>>Plan for", "json": b"{"}
    for ending, start in starts.items():
        data = written(box, f"redline.{ending}")
        assert data.startswith(start)
        assert data == written(box, f"again.{ending}")


def test_json_in_a_file_is_what_is_printed(box: Sandbox) -> None:
    assert json.loads(written(box, "redline.json", "--full")) == answer(box, "diff", "--full")


def test_markdown_reads_back_to_both_texts(box: Sandbox) -> None:
    read = read_critic(written(box, "redline.md").decode())
    assert [words for words in read.old if "days" in words] == [
        "Within ninety days of each meeting the secretariat shall publish a report."
    ]
    assert len(read.old) == len(read.new) == 8


def test_a_file_of_another_kind_is_refused(box: Sandbox) -> None:
    result = neaspec(box, "diff", "-o", "redline.txt")
    assert result.exit_code == 1
    assert ".html, .docx, .pdf, .md, .json" in result.stderr


@pytest.fixture
def merged(tmp_path: Path) -> Sandbox:
    made = circulated(tmp_path / "plan")
    replies(made, "JPN", change("ninety days", "sixty days"))
    replies(made, "KOR", change("every year", "once a year", "introduction", "2"))
    path = made.root / "feedback/draft-1/KOR.yaml"
    secret = path.read_text().replace("reason: Agreed.", "reason: Told in confidence., public: no")
    path.write_text(secret)
    made.save("Withhold a comment")
    done(made, "merge")
    path = made.root / "plan/02-goals.md"
    path.write_text(path.read_text().replace("fewer plastics", "less plastic"))
    made.save("Say it as Japan wished on the phone")
    return made


@pytest.mark.parametrize("ending", ["html", "md"])
def test_a_file_names_no_state_and_tells_nothing_that_is_withheld(merged: Sandbox, ending: str) -> None:
    text = written(merged, f"redline.{ending}", "draft-1", "--why").decode()
    assert "Agreed." in text
    assert "a comment that is not public" in text
    assert "a change made by the secretariat" in text
    for secret in ("JPN", "Japan", "KOR", "Korea", "confidence", "phone"):
        assert secret not in text


@pytest.mark.parametrize("ending", ["html", "md"])
def test_states_are_named_where_that_is_asked_for(merged: Sandbox, ending: str) -> None:
    text = written(merged, f"redline.{ending}", "draft-1", "--why", "--attributed").decode()
    text = text.replace("\\", "")
    assert "Japan: Agreed. (draft-1/JPN-001)" in text
    assert "Say it as Japan wished on the phone" in text
    assert "confidence" not in text
    assert "Korea" not in text


def pdf_words(data: bytes) -> str:
    reader = PdfReader(io.BytesIO(data))
    pages = " ".join(page.extract_text() for page in reader.pages)
    return f"{' '.join(pages.split())} {reader.metadata} {reader.attachments}"


def test_a_pdf_tells_the_reasons_in_its_list_and_no_more_than_it_may(merged: Sandbox) -> None:
    plain = pdf_words(written(merged, "redline.pdf", "draft-1"))
    assert "Agreed." not in plain
    told = pdf_words(written(merged, "redline.pdf", "draft-1", "--why"))
    for reason in ("Agreed.", "a comment that is not public", "a change made by the secretariat"):
        assert told.count(f"→ {reason}") == 1
    for secret in ("JPN", "Japan", "KOR", "Korea", "confidence", "phone"):
        assert secret not in told
    assert "→ Japan: Agreed. (draft-1/JPN-001)" in pdf_words(
        written(merged, "redline.pdf", "draft-1", "--why", "--attributed")
    )


def word_parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def authors(parts: dict[str, str]) -> set[tuple[str, str]]:
    """Who is said to have put in or taken out which words."""
    root = etree.fromstring(parts["word/document.xml"].encode())
    tracked = [one for one in root.iter() if etree.QName(one).localname in ("ins", "del")]
    return {(str(one.get(f"{W}author")), "".join(map(str, one.itertext()))) for one in tracked}


def test_in_word_each_change_is_by_the_state_that_asked_for_it_where_that_is_wanted(merged: Sandbox) -> None:
    parts = word_parts(written(merged, "redline.docx", "draft-1", "--attributed"))
    assert authors(parts) == {
        ("JPN", "ninety"),
        ("JPN", "sixty"),
        ("Secretariat", "every"),
        ("Secretariat", "once a"),
        ("Secretariat", "fewer plastics"),
        ("Secretariat", "less plastic"),
    }
    assert "word/comments.xml" not in parts


def test_in_word_reasons_are_comments_and_tell_no_more_than_they_may(merged: Sandbox) -> None:
    parts = word_parts(written(merged, "redline.docx", "draft-1", "--why"))
    assert {author for author, _ in authors(parts)} == {"Secretariat"}
    for reason in ("Agreed.", "a comment that is not public", "a change made by the secretariat"):
        assert parts["word/comments.xml"].count(f">{reason}<") == 1
    for secret in ("JPN", "Japan", "KOR", "Korea", "confidence", "phone"):
        assert not [name for name, text in parts.items() if secret in text]


def test_holders_of_brackets_are_named_in_word_only_where_that_is_asked_for(box: Sandbox) -> None:
    path = box.root / "plan/02-goals.md"
    path.write_text(path.read_text().replace("Resources", '[Resources]{#b-1 .bracket by="JPN"}'))
    for arguments, named in ((), False), (("--attributed",), True):
        with zipfile.ZipFile(io.BytesIO(written(box, "redline.docx", *arguments))) as archive:
            assert (b"JPN" in archive.read("word/document.xml")) == named


def test_changes_are_said_in_words(box: Sandbox) -> None:
    shown = done(box, "diff", "--summary")
    assert "Goals: 1 paragraph edited.\n" in shown
    assert "In all: 1 word inserted, 1 deleted, 0 moved; 1 place changed." in shown
    assert "[-" not in shown


def test_old_stands_beside_new_where_that_is_asked_for(box: Sandbox) -> None:
    lines = done(box, "diff", "--side-by-side").split("\n")
    (line,) = [one for one in lines if "ninety" in one]
    assert line.index("[-ninety-]") < line.index("{+sixty+}")
    assert "{+sixty+}" not in done(box, "diff", "--side-by-side", "--stat")


def documents(folder: Path, old: str, new: str, kind: str = "md") -> None:
    for name, text in (("old", old), ("new", new)):
        if kind == "md":
            (folder / f"{name}.md").write_text(text)
        else:
            pypandoc.convert_text(text, kind, "markdown", outputfile=str(folder / f"{name}.{kind}"))


def compare(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["diff", "--files", *arguments, "-C", str(folder)])


TEXT = "# Aims\n\nThe seas are kept clean by all.\n\n# Means\n\nFunds come from members.\n\n- one\n- two\n"


@pytest.mark.parametrize("kind", ["md", "docx", "odt"])
def test_two_documents_of_any_place_are_compared(tmp_path: Path, kind: str) -> None:
    documents(tmp_path, TEXT, TEXT.replace("clean", "very clean").replace("- two\n", ""), kind)
    found = json.loads(compare(tmp_path, f"old.{kind}", f"new.{kind}", "--json").stdout)
    assert (found["from"], found["to"]) == (f"old.{kind}", f"new.{kind}")
    changes = {one["section"]: [change["kind"] for change in one["changes"]] for one in found["sections"]}
    assert changes == {"aims": ["edited"], "means": ["deleted"]}
    assert found["summary"]["words_inserted"] == found["summary"]["words_deleted"] == 1


def test_documents_become_a_page_and_markdown(tmp_path: Path) -> None:
    documents(tmp_path, TEXT, TEXT.replace("clean", "very clean"))
    for ending in ("html", "md"):
        assert compare(tmp_path, "old.md", "new.md", "-o", str(tmp_path / f"r.{ending}")).exit_code == 0
        assert "very" in (tmp_path / f"r.{ending}").read_text()


def test_documents_become_a_word_file_that_holds_both_texts(tmp_path: Path) -> None:
    linked = f"{TEXT}\nSee [the means](#means), and [what nobody wrote](#nowhere).\n"
    documents(tmp_path, linked, linked.replace("clean", "very clean").replace("- two\n", ""))
    assert compare(tmp_path, "old.md", "new.md", "-o", str(tmp_path / "r.docx")).exit_code == 0
    data = (tmp_path / "r.docx").read_bytes()
    assert read_back(data, "accept") == read_back((tmp_path / "new.md").read_bytes(), "new")
    assert read_back(data, "reject") == read_back((tmp_path / "old.md").read_bytes(), "old")
    assert read_back(data, "accept") != read_back(data, "reject")
    found = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert "REDLINE" in found
    assert "DRAFT" not in found


@pytest.mark.parametrize(("most", "what"), [((9, 999), "9 paragraphs"), ((999, 20), "20 words")])
def test_what_is_too_long_for_pages_is_refused_before_it_is_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: tuple[int, int], what: str
) -> None:
    documents(tmp_path, TEXT, f"{TEXT}\nNew.\n")
    pdf = replace(redlines.WRITERS[".pdf"], most=redlines.Most(*most, changes=0))
    monkeypatch.setitem(redlines.WRITERS, ".pdf", pdf)
    monkeypatch.setattr("neaspec_cli.commands.comparing.compare_plans", None)

    result = compare(tmp_path, "old.md", "new.md", "-o", str(tmp_path / "r.pdf"))

    assert result.exit_code == 1
    assert f"holds at most {what}" in " ".join(result.stderr.split())
    assert not (tmp_path / "r.pdf").exists()


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("SIDE_BY_SIDE", ["--side-by-side"]),
        ("ON_SCREEN", ["--in-place"]),
        ("IN_JSON", ["--json"]),
        ("IN_JSON", ["-o", "r.json"]),
        (".html", ["-o", "r.html"]),
        (".md", ["-o", "r.md"]),
    ],
)
def test_more_changes_than_anybody_reads_are_refused_by_their_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, options: list[str]
) -> None:
    documents(tmp_path, "# A\n\nOne.\n\nTwo.\n", "# A\n\nAnother.\n\nThird.\n")
    most = redlines.Most(changes=1)
    if form in redlines.WRITERS:
        monkeypatch.setitem(redlines.WRITERS, form, replace(redlines.WRITERS[form], most=most))
    for module in (redlines, diff):
        monkeypatch.setattr(module, form, most, raising=False)
    monkeypatch.chdir(tmp_path)

    result = compare(tmp_path, "old.md", "new.md", *options)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "holds at most 1 changes; here are 4." in " ".join(result.stderr.split())
    assert not list(tmp_path.glob("r.*"))
    assert compare(tmp_path, "old.md", "new.md", "--stat").exit_code == 0


@pytest.mark.parametrize(("most", "what"), [((1, 999, 9), "1 paragraphs"), ((999, 999, 0), "0 changes")])
def test_a_revision_that_is_too_long_for_pages_is_refused(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch, most: tuple[int, int, int], what: str
) -> None:
    word = replace(redlines.WRITERS[".docx"], most=redlines.Most(*most))
    monkeypatch.setitem(redlines.WRITERS, ".docx", word)

    result = neaspec(box, "diff", "-o", str(box.root / "r.docx"))

    assert result.exit_code == 1
    assert f"at most {what}" in " ".join(result.stderr.split())


def test_a_document_of_too_many_paragraphs_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents(tmp_path, TEXT, "word\n\n" * 40)
    monkeypatch.setattr("neaspec_cli.commands.importing.MOST_PARAGRAPHS", 30)

    result = compare(tmp_path, "old.md", "new.md")

    assert result.exit_code == 1
    assert "new.md has more than 30 paragraphs" in " ".join(result.stderr.split())


def test_a_document_that_pandoc_cannot_take_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents(tmp_path, TEXT, "word\n\n" * 30_000)
    monkeypatch.setattr("neaspec_cli.adapters.pandoc.FOREIGN_MEMORY", "40M")

    result = compare(tmp_path, "old.md", "new.md")

    assert result.exit_code == 1
    assert "new.md is too long or nested too deep" in " ".join(result.stderr.split())


def test_the_ending_of_a_file_is_looked_at_before_all_else(tmp_path: Path) -> None:
    result = compare(tmp_path, "none.md", "none.md", "-o", str(tmp_path / "r.txt"))

    assert result.exit_code == 1
    assert ".html, .docx" in " ".join(result.stderr.split())


def read_back(data: bytes, view: str) -> list[str]:
    """The words of the text as pandoc reads them, from its first heading on; numbers and letters of lists left out."""
    kind = ["docx", f"--track-changes={view}"] if data[:2] == b"PK" else ["markdown"]
    found = pypandoc.convert_text(data, "plain", kind[0], extra_args=["--wrap=none", *kind[1:]])
    return re.findall(r"[^\W\d_]{2,}", found[found.index("Aims") :])


def test_documents_become_a_pdf_that_says_what_is_compared(tmp_path: Path) -> None:
    documents(tmp_path, TEXT, TEXT.replace("clean", "very clean"))
    assert compare(tmp_path, "old.md", "new.md", "-o", str(tmp_path / "r.pdf")).exit_code == 0
    said = "".join(page.extract_text() for page in PdfReader(tmp_path / "r.pdf").pages)
    assert "Changes since old.md are marked" in said
    assert "very" in said


def test_words_before_the_first_heading_are_the_beginning(tmp_path: Path) -> None:
    documents(tmp_path, f"Before all.\n\n{TEXT}", f"Before it all.\n\n{TEXT}")
    found = json.loads(compare(tmp_path, "old.md", "new.md", "--json").stdout)
    assert [one["section"] for one in found["sections"]] == ["beginning"]


def test_documents_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder, text in (("a", TEXT), ("b", TEXT.replace("clean", "very clean"))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.md").write_text(text)
    assert "From a/plan.md to b/plan.md" in compare(tmp_path, "a/plan.md", "b/plan.md").stdout


@pytest.mark.parametrize(("view", "word"), [("accept", "new"), ("reject", "old")])
def test_tracked_changes_are_taken_as_asked(tmp_path: Path, view: str, word: str) -> None:
    tracked = 'An [old]{.deletion author="A" date="2025-01-01T00:00:00Z"}[new]{.insertion author="A" '
    documents(tmp_path, f"An {word} word.", tracked + 'date="2025-01-01T00:00:00Z"} word.', "docx")
    result = compare(tmp_path, "old.docx", "new.docx", "--track-changes", view, "--exit-code")
    assert result.exit_code == 0, result.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["old.md"], 2, "name two documents"),
        (["old.md", "new.md", "--why"], 2, "does not go with --files"),
        (["old.md", "none.md"], 1, "There is no file"),
        (["old.md", "new.exe"], 1, ".docx, .odt, .md"),
        (["old.md", "new.docx"], 1, "cannot be read as docx"),
        (["old.md", "empty.md"], 0, "deleted"),
    ],
)
def test_documents_that_cannot_be_compared_are_named(
    tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    documents(tmp_path, TEXT, TEXT)
    (tmp_path / "new.exe").write_bytes(b"MZ")
    (tmp_path / "new.docx").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "empty.md").write_text("")
    result = compare(tmp_path, *arguments)
    assert result.exit_code == code
    assert says in " ".join(result.output.replace("│", " ").split())
