"""`neaspec init`: new repositories in order from the first moment, with every word of a document in them."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from neaspec_cli.adapters import pandoc
from neaspec_cli.app import app
from neaspec_cli.commands.importing import read_documents
from neaspec_cli.core.beginning.tree_words import words_of
from neaspec_cli.core.markdown import front_matter
from tests.sandbox import Sandbox
from tests.shared import ABSENT, SHARED_DATA

STRATEGY = SHARED_DATA / "plans" / "uk-digital-strategy" / "2014-02-03" / "strategy"
TRACKED = SHARED_DATA / "docx-tracked"
ORDINARY = (
    "poi/stress023.docx",
    "libreoffice/tdf126206.docx",
    "powertools/Comment.docx",
)
DRAFT = """# The Plan

## 1. Aims

Aim [shall] <b>hold</b>.

#### Deep

Words.

## Annex A: Terms

Term
: Meaning
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


def git(place: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", place, *arguments], capture_output=True, check=True, text=True).stdout


def words(sections: dict[str, str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for text in sections.values():
        found.update(words_of(pandoc.parse(text[front_matter(text)[1] :])).split())
    return found


def plain_words(files: list[Path]) -> Counter[str]:
    """Words as a plain search finds them, without tags, braces and the targets of links."""
    text = "\n".join(one.read_text() for one in files)
    return Counter(
        re.findall(r"[^\W\d_]+", re.sub(r"<[^>]*>|\{[^}]*\}|\]\([^)]*\)|^status:.*", " ", text, flags=re.M))
    )


def test_a_new_plan_is_committed_and_without_fault(tmp_path: Path) -> None:
    place = tmp_path / "plan"
    result = run(
        "init", place, "--title", "Plan", "--body", "Body", "--member", "JPN=Japan", "--ci", "gitlab"
    )
    assert result.exit_code == 0, result.output
    assert git(place, "status", "--porcelain") == ""
    assert git(place, "log", "--format=%s|%(trailers:key=Neaspec,valueonly)").split("|") == [
        "Begin Plan",
        "init\n\n",
    ]
    assert (place / ".gitlab-ci.yml").is_file()
    assert run("check", "-C", place).stdout == "No fault.\n"
    assert run("status", "-C", place).exit_code == 0


def test_nothing_is_written_when_dry_or_when_git_knows_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("init", tmp_path / "plan", "--dry-run").exit_code == 0
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
        monkeypatch.delenv(name)
    result = run("init", tmp_path / "plan")
    assert result.exit_code == 1
    assert "git config --global user.name" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_plan_that_is_there_and_a_repository_around_are_refused(sandbox: Sandbox) -> None:
    before = sandbox.state()
    assert "There is a plan here already" in run("init", sandbox.root).stderr
    assert "lies inside the git repository" in run("init", sandbox.root / "inner" / "plan").stderr
    assert sandbox.state() == before


def test_a_repository_without_a_plan_keeps_what_it_has(tmp_path: Path) -> None:
    box = Sandbox.begin(tmp_path / "there", files={".gitignore": "*.tmp\n", "README.md": "Hello\n"})
    assert run("init", box.root, "--title", "Plan").exit_code == 0
    assert (box.root / ".gitignore").read_text().startswith("*.tmp\n")
    assert "/dist/" in (box.root / ".gitignore").read_text()
    assert len(box.git("log", "--format=%h").split()) == 2


def test_a_wrong_member_is_wrong_usage(tmp_path: Path) -> None:
    assert run("init", tmp_path / "plan", "--member", "japan").exit_code == 2


def test_a_markdown_document_is_split_and_checks_clean(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text(DRAFT)
    place = tmp_path / "plan"
    result = run("init", place, "--from", tmp_path / "draft.md")
    assert result.exit_code == 0, result.output
    assert "number typed in a heading left out (2): 1. Aims; Annex A: Terms" in result.stdout
    assert (place / "plan/01-aims.md").read_text() == (
        "---\nstatus: drafted\n---\n\n# Aims\n\nAim \\[shall\\] **hold**.\n\n## Deep\n\nWords.\n"
    )
    assert (place / "plan/annex-1-terms.md").is_file()
    assert "title: The Plan\n" in (place / "plan/plan.yaml").read_text()
    assert run("check", "-C", place).exit_code == 0


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_the_same_plan_comes_out_of_word_and_odt(tmp_path: Path, kind: str) -> None:
    (tmp_path / "draft.md").write_text(DRAFT)
    tree = pandoc.parse(DRAFT.replace("<b>hold</b>", "**hold**").replace("\\", ""))
    (tmp_path / f"draft.{kind}").write_bytes(pandoc.write(tree, kind))
    wanted = read_documents([tmp_path / "draft.md"])
    found = read_documents([tmp_path / f"draft.{kind}"])
    assert list(found.sections) == list(wanted.sections)
    assert words(found.sections) == words(wanted.sections)


def test_documents_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "latin.md").write_bytes(b"# \xe9t\xe9\n")
    for name, message in (
        ("broken.docx", "cannot be read as docx"),
        ("latin.md", "is not UTF-8"),
        ("x.pdf", "There is no file"),
    ):
        result = run("init", tmp_path / "plan", "--from", tmp_path / name)
        assert result.exit_code == 1
        assert message in result.stderr
    assert not (tmp_path / "plan").exists()


@pytest.mark.parametrize("text", ["> " * 5000 + "x", "\n".join("  " * level + "- x" for level in range(300))])
def test_a_document_nested_beyond_measure_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "deep.md").write_text(f"# A\n\n{text}\n")
    result = run("init", tmp_path / "plan", "--from", tmp_path / "deep.md")
    assert result.exit_code == 1
    assert "deep.md is nested too deep" in result.stderr
    assert not (tmp_path / "plan").exists()


def test_included_files_stay_within_reach_of_the_document(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret\n")
    (tmp_path / "doc").mkdir()
    (tmp_path / "doc" / "a.md").write_text("# A\n\n{% include ../secret.md %}\n\n{% include part.md %}\n")
    (tmp_path / "doc" / "_includes").mkdir()
    (tmp_path / "doc" / "_includes" / "part.md").write_text("Part.\n")
    sections = read_documents([tmp_path / "doc" / "a.md"]).sections
    assert words(sections) == Counter(["A", "Part."])


@pytest.mark.skipif(not STRATEGY.is_dir(), reason=ABSENT)
def test_a_real_strategy_is_split_with_every_word_and_without_fault(tmp_path: Path) -> None:
    place = tmp_path / "plan"
    result = run("init", place, "--from", STRATEGY, "--body", "Cabinet Office")
    assert result.exit_code == 0, result.output
    assert run("check", "-C", place).exit_code == 0
    sections = sorted((place / "plan").glob("*.md"))
    assert len([one for one in sections if one.name.startswith("annex-")]) == 5
    chapters = [
        one for one in sorted(STRATEGY.glob("*.md")) if one.name not in ("00-contents.md", "99-footer.md")
    ]
    missing = plain_words(chapters) - plain_words(sections)
    # The word of a heading that export numbers; every other word is there as often as in the source.
    assert dict(missing) == {"Annex": 5}


@pytest.mark.skipif(not TRACKED.is_dir(), reason=ABSENT)
@pytest.mark.parametrize("name", ORDINARY)
def test_word_files_keep_every_word_that_stood_before_the_changes(tmp_path: Path, name: str) -> None:
    file = TRACKED / name
    options = ["-f", "docx", "--track-changes=reject", "-t", "plain", "--wrap=none"]
    before = Counter(pandoc.run(options, file.read_bytes()).decode().split())
    found = read_documents([file])
    place = tmp_path / "plan"
    assert run("init", place, "--from", file).exit_code == 0
    assert run("check", "-C", place).exit_code == 0
    letters = Counter("".join(before))
    kept = Counter("".join(words(found.sections)))
    assert not {one: count for one, count in (letters - kept).items() if one.isalpha()}
