"""Writing to the repository: what is made, what is refused, and what of the user's is left alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest

from neaspec_cli.adapters import lock, objects, refs
from neaspec_cli.adapters.checks import DetachedHead, HeadMoved, InTheMiddle, InTheWay, NotClean, TagExists
from neaspec_cli.adapters.content import Content, bytes_of
from neaspec_cli.adapters.files import UnsafePath
from neaspec_cli.adapters.git import GitFailed
from neaspec_cli.adapters.index import IndexBusy
from neaspec_cli.adapters.lock import Locked
from neaspec_cli.adapters.objects import message
from neaspec_cli.adapters.reading import FileNotThere
from neaspec_cli.adapters.refs import RefsNotMoved
from neaspec_cli.adapters.repository import Repository
from neaspec_cli.adapters.transaction import CommitPlan, NothingToCommit, TagPlan
from neaspec_cli.errors import NeaspecError
from tests.adapters import scenarios
from tests.sandbox import Sandbox

GOALS = "plan/02-goals.md"
NEW = b"# Goals\n\nNew goals.\n"
WHEN = datetime(2025, 3, 15, 12, 0, tzinfo=UTC)


def change(path: str = GOALS, data: bytes | None = NEW, words: str = "Change") -> list[CommitPlan]:
    return [CommitPlan({path: data}, words)]


# What is made


def test_a_commit_with_file_index_and_message(sandbox: Sandbox) -> None:
    before = sandbox.git("rev-parse", "HEAD")
    plan = CommitPlan(
        {GOALS: NEW}, "Change the goals\n\nAs agreed.", {"Neaspec": ["merge"], "Comment": ["a", "b"]}
    )
    written = sandbox.repository.commit([plan], when=WHEN)
    assert written.commits == (sandbox.git("rev-parse", "main"),)
    assert (written.tag, written.kept) == (None, ())
    assert (sandbox.root / GOALS).read_bytes() == NEW
    assert sandbox.git("status", "--porcelain") == ""
    (commit,) = sandbox.repository.commits(since=before)
    assert commit.parents == (before,)
    assert commit.date == WHEN
    assert commit.trailers == {"Neaspec": ["merge"], "Comment": ["a", "b"]}
    assert commit.body.startswith("As agreed.\n\nNeaspec: merge")
    assert sandbox.git("fsck", "--strict") == ""


def test_several_commits_and_a_tag_at_once(sandbox: Sandbox) -> None:
    written = sandbox.repository.commit(
        scenarios.CIRCULATION, tag=TagPlan("circulated/draft-1", "Date: 2025-03-15\n\n# kept\n"), when=WHEN
    )
    assert [commit.id for commit in sandbox.repository.commits()][:3] == list(reversed(written.commits))
    (tag,) = sandbox.repository.tags()
    assert (tag.name, tag.target, tag.object_id) == ("circulated/draft-1", written.commits[-1], written.tag)
    assert tag.message == "Date: 2025-03-15\n\n# kept"
    assert tag.date == WHEN
    assert sandbox.repository.read(GOALS, written.commits[0]) == NEW
    assert not (sandbox.root / "plan/01-introduction.md").exists()
    assert sandbox.git("status", "--porcelain") == ""
    assert sandbox.git("fsck", "--strict") == ""


def letters(count: int, asked: list[int]) -> dict[str, Content | None]:
    """Files that are much the same, each made when it is asked for."""

    def letter(number: int) -> bytes:
        asked.append(number)
        return b"To %d\n" % number + bytes(place * place % 251 for place in range(5_000))

    return {f"letters/{number}.eml": partial(letter, number) for number in range(count)}


@pytest.mark.parametrize("options", [[], ["--object-format=sha256"]])
def test_many_files_are_made_when_needed_and_stored_in_one_pack(tmp_path: Path, options: list[str]) -> None:
    box = Sandbox.begin(tmp_path / "plan", *options)
    asked: list[int] = []
    changes = letters(objects.MANY, asked)
    box.repository.commit([CommitPlan(changes, "Send letters")])
    assert sorted(asked) == sorted([*range(objects.MANY)] * 2)
    for path, content in changes.items():
        assert content is not None
        assert (box.root / path).read_bytes() == bytes_of(content)
    assert box.git("status", "--porcelain") == ""
    assert box.git("fsck", "--strict", "--full") == ""
    (pack,) = (box.root / ".git/objects/pack").glob("*.pack")
    assert pack.stat().st_size < 50_000
    state = box.state()
    box.repository.commit([CommitPlan(letters(2 * objects.MANY, []), "Send more")], dry_run=True)
    assert box.state() == state
    assert list((box.root / ".git/objects/pack").glob("*.pack")) == [pack]


def test_a_file_that_cannot_be_made_stops_everything(sandbox: Sandbox) -> None:
    def fails() -> bytes:
        raise NeaspecError("No ink.")

    before = sandbox.state()
    changes = letters(objects.MANY, []) | {"letters/last.eml": fails}
    with pytest.raises(NeaspecError, match="No ink"):
        sandbox.repository.commit([CommitPlan(changes, "Send letters")])
    assert sandbox.state() == before
    sandbox.repository.commit(change())


def test_the_first_commit_of_a_new_repository(tmp_path: Path) -> None:
    repository = Repository.init(tmp_path / "new")
    written = repository.commit(
        [CommitPlan({"plan/plan.yaml": b"title: x\n"}, "Begin")], tag=TagPlan("begin", "x")
    )
    assert repository.head() == written.commits[0] == repository.root_commit()
    assert repository.is_clean()
    assert Repository.find(tmp_path / "new").read("plan/plan.yaml", "begin") == b"title: x\n"


@pytest.mark.parametrize("options", [[], ["--object-format=sha256"]])
def test_a_branch_with_a_slash_a_folder_with_spaces_and_long_ids(tmp_path: Path, options: list[str]) -> None:
    box = Sandbox.begin(tmp_path / "Стратегия plan", *options)
    box.git("switch", "--quiet", "-c", "draft/second")
    written = box.repository.commit(scenarios.CIRCULATION, tag=TagPlan("circulated/draft-1", "x"))
    assert box.git("rev-parse", "refs/heads/draft/second") == written.commits[-1]
    assert box.git("rev-parse", "main") != written.commits[-1]
    assert box.git("status", "--porcelain") == ""
    assert box.git("fsck", "--strict") == ""


def test_bytes_are_committed_and_written_exactly(sandbox: Sandbox) -> None:
    sandbox.git("config", "core.autocrlf", "true")
    data = b"PK\r\n\x00\r\nbinary\n"
    path, table = "feedback/draft-1/originals/JPN returned.docx", "feedback/draft-1/originals/JPN.csv"
    sandbox.repository.commit([CommitPlan({path: data, table: b"label\r\n27\r\n", GOALS: NEW}, "Import")])
    assert sandbox.repository.read(table, "HEAD") == b"label\r\n27\r\n" == (sandbox.root / table).read_bytes()
    assert sandbox.repository.read(path, "HEAD") == data == (sandbox.root / path).read_bytes()
    assert sandbox.repository.read(GOALS, "HEAD") == NEW == (sandbox.root / GOALS).read_bytes()
    assert sandbox.git("status", "--porcelain") == ""


def test_a_file_checked_out_with_crlf_is_clean_and_may_be_written(sandbox: Sandbox) -> None:
    sandbox.write(".gitattributes", "*.md text eol=crlf\n")
    sandbox.save()
    (sandbox.root / GOALS).unlink()
    sandbox.git("checkout", "--", GOALS)
    assert b"\r\n" in (sandbox.root / GOALS).read_bytes()
    sandbox.repository.commit(change())
    assert (sandbox.root / GOALS).read_bytes() == NEW
    assert sandbox.git("status", "--porcelain") == ""


def test_file_modes_and_permissions_are_kept(sandbox: Sandbox) -> None:
    script, private = sandbox.write("run", "#!/bin/sh\n"), sandbox.root / GOALS
    script.chmod(0o755)
    sandbox.save()
    private.chmod(0o600)
    sandbox.repository.commit([CommitPlan({"run": b"#!/bin/sh\nexit\n", GOALS: NEW, "new": b""}, "x")])
    assert script.stat().st_mode & 0o777 == 0o755
    assert private.stat().st_mode & 0o777 == 0o600
    assert sandbox.git("ls-files", "--stage", "run").startswith("100755")
    assert sandbox.git("ls-files", "--stage", "new").startswith("100644")
    assert sandbox.git("status", "--porcelain") == ""


def test_removing_files_removes_empty_folders(sandbox: Sandbox) -> None:
    sandbox.write("a/b/c", "x")
    sandbox.save()
    sandbox.repository.commit(change("a/b/c", None))
    assert not (sandbox.root / "a").exists()
    assert sandbox.git("status", "--porcelain") == ""


def test_a_file_may_come_and_go_within_one_transaction(sandbox: Sandbox) -> None:
    plans = [*change("draft.md", b"x"), *change("draft.md", None), *change()]
    sandbox.repository.commit(plans)
    assert not (sandbox.root / "draft.md").exists()
    assert sandbox.git("status", "--porcelain") == ""
    assert sandbox.git("show", "HEAD~2:draft.md") == "x"


@pytest.mark.parametrize(
    "name", ["-rf.md", "new\nline.md", "tab\t.md", 'quo"te.md', "計画.md", "*.md", ":(top)x"]
)
def test_strange_names_are_only_names(sandbox: Sandbox, name: str) -> None:
    sandbox.repository.commit(change(name) + change(f"plan/{name}"))
    assert (sandbox.root / name).read_bytes() == NEW
    assert sandbox.git("status", "--porcelain") == ""
    sandbox.repository.commit(change(name, None))
    assert name not in sandbox.repository.files()
    assert f"plan/{name}" in sandbox.repository.files()


def test_words_cannot_add_trailers_or_escape_sequences() -> None:
    made = message("Subject\x1b[31m\x00\r\nLine\n", {"Reason": ["one\nNeaspec: forged\n\ntwo"]})
    assert made == "Subject�[31m�\nLine\n\nReason: one Neaspec: forged two\n"


def test_dates_carry_their_zone(sandbox: Sandbox) -> None:
    when = datetime(2025, 3, 15, 9, 30, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
    sandbox.repository.commit(change(), when=when)
    assert (
        sandbox.git("log", "-1", "--format=%ai %ci") == "2025-03-15 09:30:00 -0330 2025-03-15 09:30:00 -0330"
    )


def test_ids_depend_on_nothing_but_content_names_and_dates(tmp_path: Path) -> None:
    made = set()
    for name in ("one", "two"):
        os.environ["GIT_AUTHOR_DATE"] = os.environ["GIT_COMMITTER_DATE"] = "2025-01-10 09:00:00 +0000"
        box = Sandbox.begin(tmp_path / name)
        made.add(box.repository.commit(scenarios.CIRCULATION, tag=TagPlan("t", "x"), when=WHEN))
    assert len(made) == 1


def test_a_dry_run_tells_what_would_be_made_and_makes_nothing(sandbox: Sandbox) -> None:
    everything = sorted(sandbox.root.rglob("*"))
    before = sandbox.state()
    tag = TagPlan("circulated/draft-1", "x")
    told = sandbox.repository.commit(scenarios.CIRCULATION, tag=tag, when=WHEN, dry_run=True)
    assert sandbox.state() == before
    assert sorted(sandbox.root.rglob("*")) == everything
    assert sandbox.repository.commit(scenarios.CIRCULATION, tag=tag, when=WHEN) == told
    with pytest.raises(TagExists):
        sandbox.repository.commit(change(data=b"x"), tag=tag, dry_run=True)


# What of the user's is left alone


def test_other_work_of_the_user_is_not_touched(tmp_path: Path) -> None:
    box = scenarios.prepare(tmp_path / "busy")
    before = box.git("status", "--porcelain")
    assert before.split("\n") == ["M  notes.md", " M plan/03-means.md", "?? ideas.txt"]
    box.repository.commit(scenarios.CIRCULATION, tag=TagPlan("t", "x"))
    assert box.git("status", "--porcelain") == before
    assert box.git("show", ":notes.md") == "staged"
    assert box.git("show", "HEAD:notes.md") == "first"


def test_changed_files_are_not_overwritten(sandbox: Sandbox) -> None:
    sandbox.write(GOALS, "mine\n")
    refuses(sandbox, change(), NotClean, GOALS)
    sandbox.git("add", GOALS)
    refuses(sandbox, change(), NotClean, GOALS)
    (sandbox.root / GOALS).unlink()
    refuses(sandbox, change(data=None), NotClean, GOALS)


@pytest.mark.parametrize("promise", ["--assume-unchanged", "--skip-worktree"])
def test_changes_that_git_was_told_to_overlook_are_not_overwritten(sandbox: Sandbox, promise: str) -> None:
    sandbox.git("update-index", promise, GOALS)
    sandbox.write(GOALS, "mine\n")
    refuses(sandbox, change(), NotClean, GOALS)


def refuses(sandbox: Sandbox, plans: list[CommitPlan], error: type[NeaspecError], words: str) -> None:
    before = sandbox.state()
    for dry_run in (True, False):
        with pytest.raises(error) as caught:
            sandbox.repository.commit(plans, dry_run=dry_run)
        assert words in caught.value.message
    assert sandbox.state() == before


def test_files_that_git_does_not_know_are_not_overwritten(sandbox: Sandbox) -> None:
    sandbox.write("new.md", "mine\n")
    refuses(sandbox, change("new.md"), InTheWay, "new.md")
    sandbox.write(".gitignore", "*.docx\n")
    sandbox.save()
    sandbox.write("sent.docx", "mine\n")
    refuses(sandbox, change("sent.docx"), InTheWay, "sent.docx")
    sandbox.write("staged.md", "mine\n")
    sandbox.git("add", "staged.md")
    refuses(sandbox, change("staged.md"), NotClean, "staged.md")


def test_an_unknown_file_with_the_same_content_is_taken_in(sandbox: Sandbox) -> None:
    sandbox.write("new.md", NEW)
    sandbox.repository.commit(change("new.md"))
    assert sandbox.git("status", "--porcelain") == ""


def test_an_ignored_file_can_be_committed(sandbox: Sandbox) -> None:
    sandbox.write(".gitignore", "*.docx\n")
    sandbox.save()
    sandbox.repository.commit(change("sent.docx"))
    assert sandbox.git("ls-files", "sent.docx") == "sent.docx"


def test_links_and_folders_in_the_way_are_refused(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (sandbox.root / "link").symlink_to(tmp_path / "outside")
    (sandbox.root / "dangling").symlink_to(tmp_path / "none")
    refuses(sandbox, change("link/new.md"), UnsafePath, "symbolic link")
    refuses(sandbox, change("dangling"), UnsafePath, "symbolic link")
    refuses(sandbox, change("plan"), UnsafePath, "folder")
    refuses(sandbox, change("plan/plan.yaml/x"), UnsafePath, "is a file")
    refuses(sandbox, change("../out"), UnsafePath, "..")
    refuses(sandbox, change(".git/config"), UnsafePath, ".git")
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_link_that_is_committed_is_not_replaced(sandbox: Sandbox) -> None:
    (sandbox.root / "link").symlink_to("plan")
    sandbox.save()
    (sandbox.root / "link").unlink()
    refuses(sandbox, change("link"), UnsafePath, "ordinary file")


# What is refused


def test_nothing_to_commit(sandbox: Sandbox) -> None:
    refuses(
        sandbox,
        change(data=(sandbox.root / GOALS).read_bytes(), words="Same words"),
        NothingToCommit,
        "Same words",
    )
    refuses(sandbox, [*change(), *change(words="Again")], NothingToCommit, "Again")
    written = sandbox.repository.commit([CommitPlan({}, "On purpose", allow_empty=True)])
    assert sandbox.git("log", "-1", "--format=%H %s") == f"{written.commits[0]} On purpose"


def test_removing_what_is_not_there(sandbox: Sandbox) -> None:
    refuses(sandbox, change("none.md", None), FileNotThere, "none.md")


def test_an_existing_tag_is_not_moved(sandbox: Sandbox) -> None:
    sandbox.git("tag", "circulated/draft-1")
    before = sandbox.state()
    with pytest.raises(TagExists, match="circulated/draft-1"):
        sandbox.repository.commit(change(), tag=TagPlan("circulated/draft-1", "x"))
    assert sandbox.state() == before


@pytest.mark.parametrize("name", ["two words", "-x", "a..b", "", "a\nb"])
def test_names_that_git_takes_for_no_tag(sandbox: Sandbox, name: str) -> None:
    before = sandbox.state()
    with pytest.raises(GitFailed):
        sandbox.repository.commit(change(), tag=TagPlan(name, "x"))
    assert sandbox.state() == before


def test_no_branch_and_unfinished_merges(sandbox: Sandbox) -> None:
    sandbox.write(".git/MERGE_HEAD", sandbox.git("rev-parse", "HEAD"))
    refuses(sandbox, change(), InTheMiddle, "merge")
    (sandbox.root / ".git" / "MERGE_HEAD").unlink()
    sandbox.git("switch", "--quiet", "--detach")
    with pytest.raises(DetachedHead):
        sandbox.repository.commit(change())


def test_head_that_moved_since_it_was_read(sandbox: Sandbox) -> None:
    read = sandbox.repository.head()
    sandbox.save()
    with pytest.raises(HeadMoved):
        sandbox.repository.commit(change(), expected_head=read)
    sandbox.repository.commit(change(), expected_head=sandbox.repository.head())


def test_refs_and_index_that_another_git_holds(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refs, "PATIENCE", 0.1)
    before = sandbox.state()
    ref = sandbox.write(".git/refs/heads/main.lock", "x")
    with pytest.raises(RefsNotMoved, match="main"):
        sandbox.repository.commit(change())
    ref.unlink()
    index = sandbox.write(".git/index.lock", "x")
    with pytest.raises(IndexBusy):
        sandbox.repository.commit(change())
    index.unlink()
    assert sandbox.state() == before
    assert [path.name for path in (sandbox.root / ".git/neaspec").iterdir()] == ["lock"]
    sandbox.repository.commit(change())


# One writer at a time

HOLDER = """
import sys
from pathlib import Path
from neaspec_cli.adapters import lock, refs
from neaspec_cli.adapters.repository import Repository
with lock.held(Repository.find(Path(sys.argv[1])).place):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_living_holder_of_the_lock_is_named_and_a_dead_one_forgotten(sandbox: Sandbox) -> None:
    command = [sys.executable, "-c", textwrap.dedent(HOLDER), str(sandbox.root)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=Path(__file__).parents[2]) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Locked, match=rf" \(process {holder.pid} on \S+, since 20\d\d-"):
            sandbox.repository.commit(change())
        holder.kill()
    sandbox.repository.commit(change())


def test_two_writers_at_once_do_not_mix(sandbox: Sandbox) -> None:
    """Both may succeed one after the other; where they meet, one is told of the lock, or that the tag is there."""
    command = [sys.executable, "-m", "tests.adapters.scenarios", str(sandbox.root), "circulation"]
    pipe = subprocess.PIPE
    both = [
        subprocess.Popen(command, stderr=pipe, stdout=pipe, cwd=Path(__file__).parents[2]) for _ in range(2)
    ]
    said = [process.communicate()[1].decode() for process in both]
    assert sorted(process.returncode for process in both) == [0, 1]
    assert any(word in "".join(said) for word in ("Locked", "TagExists"))
    assert sandbox.git("rev-list", "--count", "HEAD") == "4"
    assert sandbox.git("status", "--porcelain") == ""


def test_recovery_waits_for_a_living_writer(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neaspec_cli.adapters.finishing.PATIENCE", 0.1)
    with lock.held(sandbox.repository.place):
        sandbox.write(".git/neaspec/journal.json", "{}")
        with pytest.raises(Locked):
            sandbox.repository.recover()


# Signing


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="signing is tried with a key of SSH")
def test_commits_and_tags_are_signed_where_git_says_so(sandbox: Sandbox, tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    for name, value in {
        "gpg.format": "ssh",
        "user.signingKey": str(key),
        "commit.gpgSign": "true",
        "tag.gpgSign": "true",
    }.items():
        sandbox.git("config", name, value)
    sandbox.repository.commit(change(), tag=TagPlan("circulated/draft-1", "Date: 2025-03-15"))
    assert "gpgsig" in sandbox.git("cat-file", "commit", "HEAD")
    (tag,) = sandbox.repository.tags()
    assert tag.signed
    assert tag.message == "Date: 2025-03-15"
    sandbox.git("config", "user.signingKey", str(tmp_path / "none"))
    before = sandbox.state()
    with pytest.raises(GitFailed):
        sandbox.repository.commit(change(data=b"again\n"))
    assert sandbox.state() == before
    sandbox.repository.commit(change(data=b"again\n"), dry_run=True)
