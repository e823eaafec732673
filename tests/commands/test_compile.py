from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.commands.office import answer, circulated, done, neaspec
from tests.sandbox import Sandbox

NINETY = 'place: {section: goals, block: "3"}, proposal: {op: replace, old: ninety days, new: sixty days}'
REPLIES = {
    "JPN": (
        f"{NINETY}, author: A. Person, note: For us alone.",
        'place: {section: goals, block: "3(a)"}, public: no, proposal: {op: delete, old: fewer}',
        "place: {}, comment: A good draft.",
    ),
    "KOR": (
        NINETY,
        'place: {section: introduction, block: "2"}, proposal: {op: delete, old: every year}',
    ),
}


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    box = circulated(tmp_path_factory.mktemp("round") / "plan")
    for source, comments in REPLIES.items():
        lines = [
            f"  - {{id: {source}-{number:03d}, kind: substantive, {comment}}}"
            for number, comment in enumerate(comments, 1)
        ]
        head = f"circulation: draft-1\nsource: {source}\nreceived: 2025-07-20\nreply: comments\ncomments:"
        box.write(f"feedback/draft-1/{source}.yaml", "\n".join([head, *lines]) + "\n")
    box.save("Take in what came back")
    return box


def test_every_proposal_stands_in_its_place_with_who_makes_it(box: Sandbox) -> None:
    text = done(box, "compile", "draft").replace("\u00a0", " ")
    assert "Within [ninety days] [**JPN, KOR:** sixty days] of" in text
    assert "Member States meet [every year] [**KOR:** *delete*] to review" in text
    assert text.rstrip().endswith("[**JPN:** *comment:* A good draft.]")


def test_what_was_circulated_is_compiled_even_when_the_plan_has_moved_on(tmp_path: Path) -> None:
    box = circulated(tmp_path / "plan")
    box.write("plan/02-goals.md", "# Goals\n\nOther words.\n")
    assert "Within ninety days" in done(box, "compile")


def test_nothing_that_stays_in_the_house_is_in_any_file(box: Sandbox, tmp_path: Path) -> None:
    files = [str(tmp_path / f"compilation{ending}") for ending in (".docx", ".pdf", ".html", ".md")]
    result = neaspec(box, "compile", "draft", *files)
    assert result.exit_code == 0
    assert "Left out as not public: 1 comment" in result.stderr
    found = answer(box, "compile")
    told = repr(found) + "".join(Path(one).read_text() for one in files[2:])
    for secret in ("A. Person", "For us alone", "jpn@example.org", "Focal Point"):
        assert secret not in told
    assert found["withheld"] == 1
    assert found["proposals"] == 3


def test_one_source_and_one_section_are_taken_where_they_are_named(box: Sandbox) -> None:
    text = done(box, "compile", "draft", "--from", "KOR", "--section", "goals")
    assert "JPN" not in text
    assert "Member States meet" not in text
    refused = neaspec(box, "compile", "--section", "nowhere")
    assert refused.exit_code == 1
    assert "introduction, goals" in refused.stderr
    assert neaspec(box, "compile", "--from", "XXX").exit_code == 1


def test_the_lines_as_json_are_the_circulated_words_and_more(box: Sandbox) -> None:
    lines = [one for one in answer(box, "compile")["lines"] if not one["new"]]
    words = ["".join(run["text"] for run in line["runs"] if run["role"] == "text") for line in lines]
    assert words[:2] == [
        "Introduction",
        "The programme keeps the seas of the region clean. It was begun by the member States in 1993.",
    ]
    assert [line["label"] for line in lines][:2] == ["heading I", "1"]


def test_tracked_changes_are_signed_by_the_states(box: Sandbox, tmp_path: Path) -> None:
    file = tmp_path / "tracked.docx"
    done(box, "compile", "draft", "-o", str(file), "--tracked")
    with zipfile.ZipFile(file) as archive:
        document, comments = (archive.read(f"word/{name}.xml").decode() for name in ("document", "comments"))
    assert 'w:author="Japan; Republic of Korea" w:date="2025-07-20T00:00:00Z"' in document
    assert "A good draft." in comments
    assert "A. Person" not in document + comments
    assert ".docx" in neaspec(box, "compile", "draft", "-o", str(tmp_path / "x.pdf"), "--tracked").stderr
    assert neaspec(box, "compile", "draft", "--tracked").exit_code == 2


def test_an_unknown_ending_is_refused_and_a_dry_run_writes_nothing(box: Sandbox, tmp_path: Path) -> None:
    refused = neaspec(box, "compile", "draft", str(tmp_path / "c.odt"))
    assert refused.exit_code == 1
    assert ".docx, .pdf, .html, .md" in refused.stderr
    assert "Would write" in done(box, "compile", "draft", "-o", str(tmp_path / "c.html"), "--dry-run")
    assert not list(tmp_path.iterdir())


def test_a_fault_of_ours_writes_nothing(
    box: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("neaspec_cli.publish.compiled_html._words", lambda words: words[:1])
    files = [str(tmp_path / "c.md"), str(tmp_path / "c.html")]
    assert neaspec(box, "compile", "draft", *files).exit_code == 3
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("ending", "options"), [(".docx", []), (".docx", ["--tracked"]), (".pdf", [])])
def test_a_compilation_is_no_answer_and_no_file_that_was_sent(
    box: Sandbox, tmp_path: Path, ending: str, options: list[str]
) -> None:
    file = tmp_path / f"KOR{ending}"
    done(box, "compile", "draft", str(file), *options)
    before = (box.root / "feedback/draft-1/KOR.yaml").read_text()
    result = neaspec(box, "feedback", "import", str(file), "--from", "KOR", "--on", "2025-07-25")
    assert result.exit_code == 1
    told = " ".join((result.stdout + result.stderr).split())
    assert "is a compilation of what several proposed on draft-1, and no answer of one of them" in told
    assert (box.root / "feedback/draft-1/KOR.yaml").read_text() == before
    verified = neaspec(box, "verify", str(file), "--json")
    found = json.loads(verified.stdout)
    assert (verified.exit_code, found["state"], found["circulation"]) == (1, "compilation", "draft-1")
    assert "is a compilation of proposals on draft-1" in neaspec(box, "verify", str(file)).stdout
