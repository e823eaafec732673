"""What a repository answers about files, revisions and history."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neaspec_cli.adapters.files import UnsafePath
from neaspec_cli.adapters.reading import FileNotThere, NoCommitYet, UnknownRevision
from neaspec_cli.adapters.repository import Repository
from tests.sandbox import PLAN, Sandbox

STRANGE = [
    "-rf.md",
    "a b.md",
    "計画.md",
    "план é.md",
    'quo"te\\.md'.replace("\\", ""),
    "new\nline.md",
    "tab\t.md",
    "*.md",
    ":(top)x",
]


# Files


def test_read_gives_working_tree_or_revision(sandbox: Sandbox) -> None:
    sandbox.write("plan/02-goals.md", "# Goals\n\nChanged.\n")
    repository = sandbox.repository
    assert repository.read("plan/02-goals.md") == b"# Goals\n\nChanged.\n"
    assert repository.read("plan/02-goals.md", "HEAD") == PLAN["plan/02-goals.md"].encode()


@pytest.mark.parametrize("revision", [None, "HEAD"])
def test_missing_file_is_named(sandbox: Sandbox, revision: str | None) -> None:
    for ask in (sandbox.repository.read, lambda path, at: sandbox.repository.many([path], at)):
        with pytest.raises(FileNotThere, match=r"plan/99-none\.md"):
            ask("plan/99-none.md", revision)
    with pytest.raises(FileNotThere):
        sandbox.repository.read("plan", revision)
    with pytest.raises(FileNotThere):
        sandbox.repository.read("plan/plan.yaml/below", revision)


def test_unknown_revision_is_told_from_missing_file(sandbox: Sandbox) -> None:
    ask = sandbox.repository
    for question in (ask.read, ask.files, ask.tree_id, ask.exists, lambda path, at: ask.many([path], at)):
        with pytest.raises(UnknownRevision):
            question("plan", "no-such-thing")


def test_exists(sandbox: Sandbox) -> None:
    sandbox.write("plan/03-new.md", "# New\n")
    assert sandbox.repository.exists("plan/03-new.md")
    assert not sandbox.repository.exists("plan/03-new.md", "HEAD")
    assert sandbox.repository.exists("plan/plan.yaml", "HEAD")
    assert not sandbox.repository.exists("plan", "HEAD")
    assert not sandbox.repository.exists("plan")


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../x", "plan/../../x", "", "a//b", ".git/config", "a/.GIT/x", "a\\b", "a\0"]
)
def test_paths_that_lead_outside_are_refused(sandbox: Sandbox, path: str) -> None:
    for revision in (None, "HEAD"):
        with pytest.raises(UnsafePath):
            sandbox.repository.read(path, revision)


def test_symbolic_links_are_followed_only_inside(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (sandbox.root / "out").symlink_to(tmp_path / "secret")
    (sandbox.root / "far").symlink_to(tmp_path)
    (sandbox.root / "config").symlink_to(".git/config")
    (sandbox.root / "goals.md").symlink_to("plan/02-goals.md")
    for path in ("out", "far/secret", "config"):
        with pytest.raises(UnsafePath, match="symbolic link"):
            sandbox.repository.read(path)
    assert sandbox.repository.read("goals.md") == PLAN["plan/02-goals.md"].encode()
    assert "out" not in sandbox.repository.files()


def test_files_lists_blob_ids_of_a_folder(sandbox: Sandbox) -> None:
    expected = {path: sandbox.git("rev-parse", f"HEAD:{path}") for path in PLAN if path.startswith("plan/")}
    assert sandbox.repository.files("plan") == expected
    assert sandbox.repository.files("plan", "HEAD") == expected
    assert set(sandbox.repository.files()) == set(PLAN)
    assert sandbox.repository.files("nowhere") == {}
    assert sandbox.repository.files("nowhere", "HEAD") == {}


def test_files_of_the_working_tree_are_as_git_would_commit_them(sandbox: Sandbox) -> None:
    sandbox.write(".gitignore", "*.tmp\n")
    sandbox.write("plan/ignored.tmp", "x")
    sandbox.write("plan/03-crlf.md", b"# Means\r\n")
    sandbox.write("plan/02-goals.md", b"# Goals\r\n\r\nThe goals are these.\r\n")
    (sandbox.root / "plan" / "01-introduction.md").unlink()
    before = sandbox.repository.files("plan")
    tree = sandbox.repository.tree_id("plan")
    sandbox.save()
    assert before == sandbox.repository.files("plan", "HEAD")
    assert tree == sandbox.git("rev-parse", "HEAD:plan")
    assert "plan/03-crlf.md" in before
    assert before["plan/02-goals.md"] == sandbox.git("rev-parse", "HEAD~:plan/02-goals.md")


def test_paths_are_those_of_the_files_in_each_folder(sandbox: Sandbox) -> None:
    sandbox.write("feedback/draft-1/JPN.yaml", "reply: comments\n")
    sandbox.save()
    sandbox.write("feedback/draft-1/KOR.yaml", "reply: comments\n")
    sandbox.write(".gitignore", "*.tmp\n")
    sandbox.write("plan/ignored.tmp", "x")
    sandbox.write("plan/02-goals.md", "changed\n")
    (sandbox.root / "plan" / "01-introduction.md").unlink()
    (sandbox.root / "plan" / "link.md").symlink_to("02-goals.md")
    found = sandbox.repository.paths("plan", "feedback")
    files = sandbox.repository.files("feedback") | sandbox.repository.files("plan")
    assert (
        tuple(found)
        == tuple(files)
        == (
            "feedback/draft-1/JPN.yaml",
            "feedback/draft-1/KOR.yaml",
            "plan/02-goals.md",
            "plan/plan.yaml",
        )
    )
    changed = {"feedback/draft-1/KOR.yaml": None, "plan/02-goals.md": None}
    assert found == files | changed, "only what is as it was staged has a known id"
    assert sandbox.repository.paths("nowhere") == {}


def test_reading_the_working_tree_writes_nothing(sandbox: Sandbox) -> None:
    sandbox.write("plan/02-goals.md", "changed\n")
    before = {path: path.stat().st_mtime_ns for path in (sandbox.root / ".git").rglob("*")}
    sandbox.repository.tree_id("plan")
    sandbox.repository.files()
    sandbox.repository.dirty()
    assert {path: path.stat().st_mtime_ns for path in (sandbox.root / ".git").rglob("*")} == before


@pytest.mark.parametrize("name", STRANGE)
def test_strange_names_are_only_names(sandbox: Sandbox, name: str) -> None:
    path = f"plan/{name}"
    sandbox.write(path, "old\n")
    sandbox.write(name, "top\n")
    assert path in sandbox.repository.dirty()
    assert sandbox.repository.dirty([name]) == (name,)
    working = sandbox.repository.files()
    sandbox.save()
    assert sandbox.repository.files(revision="HEAD") == working
    assert sandbox.repository.read(path, "HEAD") == b"old\n"
    assert sandbox.repository.many([path, name], "HEAD") == {path: b"old\n", name: b"top\n"}
    assert sandbox.repository.exists(path, "HEAD")
    assert [version.path for version in sandbox.repository.versions(path)] == [path]
    assert len(sandbox.repository.commits([name])) == 1
    assert path in [change.path for change in sandbox.repository.changed_files("HEAD")]
    sandbox.write(path, "new\n")
    assert sandbox.repository.files()[path] != working[path]


def test_names_that_are_no_text_come_back_unchanged(sandbox: Sandbox) -> None:
    raw = os.fsdecode(b"plan/caf\xe9.md")
    sandbox.write(raw, "x\n")
    assert raw in sandbox.repository.files()
    sandbox.save()
    assert sandbox.repository.read(raw, "HEAD") == b"x\n"
    assert raw in sandbox.repository.files("plan", "HEAD")


def test_many_reads_with_one_call(sandbox: Sandbox) -> None:
    sandbox.write("empty", b"")
    sandbox.write("bytes", b"\x00\n\xff missing\n")
    sandbox.save()
    wanted = ["bytes", "empty", "plan/plan.yaml", "empty"]
    found = sandbox.repository.many(wanted, "HEAD")
    assert found == {"bytes": b"\x00\n\xff missing\n", "empty": b"", "plan/plan.yaml": b"title: A plan\n"}
    assert sandbox.repository.many(wanted) == found
    assert sandbox.repository.many([], "HEAD") == {}


def test_blobs_by_id(sandbox: Sandbox) -> None:
    identity = sandbox.git("rev-parse", "HEAD:plan/plan.yaml")
    assert sandbox.repository.blobs([identity, "0" * 40, "HEAD:x", "nonsense"]) == {
        identity: b"title: A plan\n"
    }


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.lists(st.sampled_from(["a", "a.b", "a-b", "a0", "é"]), min_size=1, max_size=3).map("/".join),
        st.tuples(st.sampled_from(["", "x\n", "x\r\n"]), st.booleans()),
        min_size=1,
        max_size=6,
    )
)
def test_tree_of_the_working_tree_is_the_one_git_makes(
    tmp_path: Path, wanted: dict[str, tuple[str, bool]]
) -> None:
    root = tmp_path / "any"
    shutil.rmtree(root, ignore_errors=True)
    box = Sandbox.begin(root, files={"first": "x"})
    for path, (text, executable) in wanted.items():
        place = root / "in" / path
        if not place.is_dir() and not any(parent.is_file() for parent in place.parents):
            box.write(f"in/{path}", text).chmod(0o755 if executable else 0o644)
    unsaved = box.repository.tree_id("in"), box.repository.tree_id()
    box.save()
    saved = box.git("rev-parse", "HEAD:in"), box.git("rev-parse", "HEAD^{tree}")
    assert unsaved == saved
    assert (box.repository.tree_id("in"), box.repository.tree_id("", "HEAD")) == saved


def test_tree_id_needs_a_folder(sandbox: Sandbox) -> None:
    with pytest.raises(FileNotThere, match=r"plan/plan\.yaml/"):
        sandbox.repository.tree_id("plan/plan.yaml", "HEAD")


def test_dirty_counts_changed_staged_removed_and_new(sandbox: Sandbox) -> None:
    assert sandbox.repository.is_clean()
    sandbox.write("plan/02-goals.md", "changed\n")
    sandbox.write("plan/new/03.md", "new\n")
    sandbox.write("plan/04.md", "staged\n")
    sandbox.git("add", "plan/04.md")
    (sandbox.root / "timeline.yaml").unlink()
    expected = ("plan/02-goals.md", "plan/04.md", "plan/new/03.md")
    assert sandbox.repository.dirty(["plan"]) == expected
    assert sandbox.repository.dirty() == (*expected, "timeline.yaml")
    assert sandbox.repository.is_clean(["plan/plan.yaml", "feedback"])


# Revisions


def test_resolve_knows_branches_tags_and_abbreviations(sandbox: Sandbox) -> None:
    sandbox.git("tag", "-a", "-m", "x", "circulated/draft-1")
    head = sandbox.git("rev-parse", "HEAD")
    for revision in ("HEAD", "main", "circulated/draft-1", head, head[:10], "main~0"):
        assert sandbox.repository.resolve(revision) == head


def test_unknown_revision_suggests_names_spelt_alike(sandbox: Sandbox) -> None:
    sandbox.git("tag", "circulated/draft-1")
    with pytest.raises(UnknownRevision, match="circulated/daft-1") as caught:
        sandbox.repository.resolve("circulated/daft-1")
    assert "circulated/draft-1" in caught.value.hint


@pytest.mark.parametrize("revision", ["", "-h", "--all", "\x1b[31m", "HEAD\n", "HEAD:plan", "HEAD^{tree}"])
def test_no_revision_is_taken_for_an_option(sandbox: Sandbox, revision: str) -> None:
    with pytest.raises(UnknownRevision) as caught:
        sandbox.repository.resolve(revision)
    assert caught.value.message.isprintable()
    with pytest.raises(UnknownRevision):
        sandbox.repository.commits(since=revision)


def test_branch_with_a_slash_and_no_branch(sandbox: Sandbox) -> None:
    sandbox.git("switch", "--quiet", "-c", "draft/second round".replace(" ", "-"))
    assert sandbox.repository.branch() == "draft/second-round"
    sandbox.git("switch", "--quiet", "--detach")
    assert sandbox.repository.branch() is None


def test_tags_carry_message_target_and_date(sandbox: Sandbox) -> None:
    message = "Date: 2025-03-15\nDeadline: 2025-04-30\n\n- 計画\n"
    sandbox.git("tag", "-a", "-F", "-", "circulated/outline-1", stdin=message.encode())
    sandbox.git("tag", "circulated/plain")
    sandbox.git("tag", "v1")
    sandbox.git("tag", "odd-file", "HEAD:plan/plan.yaml")
    annotated, plain = sandbox.repository.tags("circulated/")
    assert annotated.name == "circulated/outline-1"
    assert annotated.message == message.rstrip("\n")
    assert annotated.target == plain.target == sandbox.git("rev-parse", "HEAD")
    assert annotated.object_id == sandbox.git("rev-parse", "circulated/outline-1")
    assert annotated.date == datetime(2025, 1, 10, 9, 2, tzinfo=UTC)
    assert (annotated.annotated, plain.annotated, annotated.signed) == (True, False, False)
    assert plain.message == ""
    assert [tag.name for tag in sandbox.repository.tags()] == [
        "circulated/outline-1",
        "circulated/plain",
        "v1",
    ]
    assert [tag.name for tag in sandbox.repository.tags("circulated/pl")] == ["circulated/plain"]


def test_contains_and_root_commit(sandbox: Sandbox) -> None:
    first = sandbox.git("rev-parse", "HEAD")
    second = sandbox.save()
    assert sandbox.repository.contains("HEAD", first)
    assert sandbox.repository.contains("HEAD", second)
    assert not sandbox.repository.contains(first, second)
    assert sandbox.repository.root_commit() == first


# History


def test_commits_carry_words_and_trailers(sandbox: Sandbox) -> None:
    trailers = "Neaspec: merge\nComment: draft-1/JPN-014\nComment: draft-1/MNG-002\n"
    message = f"Merge JPN-014\n\nAs agreed:\nnot a trailer.\n\n{trailers}"
    identity = sandbox.save(message)
    (commit,) = sandbox.repository.commits(trailer="Comment")
    assert commit.id == identity
    assert commit.subject == "Merge JPN-014"
    assert commit.body.startswith("As agreed:\nnot a trailer.")
    assert commit.trailers == {"Neaspec": ["merge"], "Comment": ["draft-1/JPN-014", "draft-1/MNG-002"]}
    assert (commit.author, commit.email) == ("Secretariat", "secretariat@example.org")
    assert commit.date == datetime(2025, 1, 10, 9, 3, tzinfo=UTC)
    assert sandbox.repository.acts() == (commit,)


def test_words_that_only_look_like_a_trailer_are_no_act(sandbox: Sandbox) -> None:
    sandbox.save("Quote\n\nNeaspec: is a programme.\n\nThe end of the text.")
    assert sandbox.repository.acts() == ()


def test_commits_between_revisions_and_by_path(sandbox: Sandbox) -> None:
    first = sandbox.git("rev-parse", "HEAD")
    sandbox.write("plan/02-goals.md", "two\n")
    second = sandbox.save("two")
    sandbox.write("timeline.yaml", "three\n")
    third = sandbox.save("three")

    def ids(since: str | None = None, until: str | None = None) -> list[str]:
        return [commit.id for commit in sandbox.repository.commits(since=since, until=until)]

    assert ids() == [third, second, first]
    assert ids(since=first) == [third, second]
    assert ids(since=first, until=second) == [second]
    assert [commit.id for commit in sandbox.repository.commits(["plan"], since=first)] == [second]
    assert sandbox.repository.commits()[0].parents == (second,)


def test_versions_follow_a_renamed_file(sandbox: Sandbox) -> None:
    sandbox.git("mv", "plan/02-goals.md", "plan/03-goals.md")
    moved = sandbox.save()
    sandbox.write("plan/03-goals.md", "# Goals\n\nNew words.\n")
    changed = sandbox.save()
    found = sandbox.repository.versions("plan/03-goals.md")
    assert [(version.commit.id, version.path) for version in found[:2]] == [
        (changed, "plan/03-goals.md"),
        (moved, "plan/03-goals.md"),
    ]
    assert found[2].path == "plan/02-goals.md"
    assert found[0].blob == sandbox.git("rev-parse", "HEAD:plan/03-goals.md")
    assert sandbox.repository.versions("plan/03-goals.md", since=moved)[0].commit.id == changed


def test_versions_tell_of_removal(sandbox: Sandbox) -> None:
    (sandbox.root / "timeline.yaml").unlink()
    sandbox.save()
    newest, oldest = sandbox.repository.versions("timeline.yaml")
    assert newest.blob is None
    assert oldest.blob is not None


def test_changed_files_of_first_later_and_merge_commits(sandbox: Sandbox) -> None:
    repository = sandbox.repository
    assert {change.path for change in repository.changed_files("HEAD")} == set(PLAN)
    assert all(change.old is None for change in repository.changed_files("HEAD"))
    sandbox.git("switch", "--quiet", "-c", "other")
    sandbox.write("plan/03.md", "new\n")
    sandbox.save()
    sandbox.git("switch", "--quiet", "main")
    sandbox.write("timeline.yaml", "changed\n")
    sandbox.save()
    sandbox.git("merge", "--quiet", "--no-edit", "other")
    (change,) = repository.changed_files("HEAD")
    assert (change.path, change.old) == ("plan/03.md", None)
    (changed,) = repository.changed_files("HEAD^1")
    assert (changed.path, changed.old) == ("timeline.yaml", sandbox.git("rev-parse", "HEAD^1^:timeline.yaml"))


# Before the first commit


def test_new_repository_without_a_commit(tmp_path: Path) -> None:
    repository = Repository.init(tmp_path / "new")
    assert repository.branch() == "main"
    assert repository.head() is None
    assert repository.root_commit() is None
    assert (repository.commits(), repository.versions("x"), repository.tags()) == ((), (), ())
    (tmp_path / "new" / "file").write_text("x")
    assert repository.dirty() == ("file",)
    assert list(repository.files()) == ["file"]
    with pytest.raises(NoCommitYet, match="no commit yet"):
        repository.resolve("HEAD")
    with pytest.raises(NoCommitYet):
        repository.read("file", "HEAD")


def test_unmerged_files_are_read_from_the_working_tree(
    sandbox: Sandbox, commit_on: Callable[[str, str], None]
) -> None:
    commit_on("other", "theirs\n")
    commit_on("main", "ours\n")
    repository = sandbox.repository
    repository.git.ask("merge", "other")
    assert repository.dirty() == ("timeline.yaml",)
    assert repository.files()["timeline.yaml"] == sandbox.git("hash-object", "timeline.yaml")


@pytest.fixture
def commit_on(sandbox: Sandbox) -> Callable[[str, str], None]:
    sandbox.git("branch", "other")

    def write(branch: str, text: str) -> None:
        sandbox.git("switch", "--quiet", branch)
        sandbox.write("timeline.yaml", text)
        sandbox.save()

    return write
