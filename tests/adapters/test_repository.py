"""Finding a plan repository from wherever a user stands, and saying clearly why there is none."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from neaspec_cli.adapters.git import GitFailed, GitMissing, environment, printable
from neaspec_cli.adapters.reading import Reader
from neaspec_cli.adapters.repository import (
    BareRepository,
    DubiousOwnership,
    MissingIdentity,
    NotAPlan,
    NotARepository,
    Repository,
)
from neaspec_cli.adapters.transaction import CommitPlan
from tests.sandbox import Sandbox


def test_found_from_any_folder_inside(sandbox: Sandbox) -> None:
    sandbox.write("feedback/draft-1/originals/x", "x")
    for folder in ("", "plan", "feedback/draft-1/originals"):
        assert Repository.find(sandbox.root / folder).root == sandbox.root


def test_found_with_a_relative_path(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sandbox.root / "plan")
    repository = Repository.find(Path())
    monkeypatch.chdir("/")
    assert repository.read("plan/plan.yaml") == b"title: A plan\n"
    assert repository.head() == sandbox.git("rev-parse", "HEAD")


def test_no_repository(tmp_path: Path, sandbox: Sandbox) -> None:
    for folder in (tmp_path, tmp_path / "missing", sandbox.root / ".git"):
        with pytest.raises(NotARepository) as caught:
            Repository.find(folder)
        assert "neaspec init" in caught.value.hint


def test_repository_without_a_plan(tmp_path: Path) -> None:
    box = Sandbox.begin(tmp_path / "other", files={"readme": "x"})
    with pytest.raises(NotAPlan, match=r"plan/plan\.yaml"):
        Repository.find(box.root)
    assert Repository.find(box.root, needs_plan=False).root == box.root


def test_bare_repository(tmp_path: Path, sandbox: Sandbox) -> None:
    sandbox.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    with pytest.raises(BareRepository):
        Repository.find(tmp_path / "bare.git")


def test_git_is_not_installed(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = sandbox.repository
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(GitMissing) as caught:
        Repository.find(sandbox.root)
    assert "git-scm.com" in caught.value.hint
    with pytest.raises(GitMissing):
        repository.head()


@pytest.mark.skipif(not hasattr(os, "chown") or os.getuid() != 0, reason="only root can give a folder away")
def test_repository_of_another_user(sandbox: Sandbox) -> None:
    os.chown(sandbox.root, 12345, 12345)
    os.chown(sandbox.root / ".git", 12345, 12345)
    with pytest.raises(DubiousOwnership) as caught:
        Repository.find(sandbox.root)
    assert "safe.directory" in caught.value.hint


def test_missing_identity_is_said_before_anything_is_written(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    before = sandbox.state()
    with pytest.raises(MissingIdentity) as caught:
        sandbox.repository.commit([CommitPlan({"plan/plan.yaml": b"x"}, "x")])
    assert "user.name" in caught.value.hint
    assert "user.email" in caught.value.hint
    assert sandbox.state() == before
    assert not (sandbox.root / ".git" / "neaspec").exists()
    sandbox.git("config", "user.name", "Ana Núñez <x")
    with pytest.raises(MissingIdentity):
        sandbox.repository.identity()
    sandbox.git("config", "user.email", "ana@example.org")
    assert sandbox.repository.identity().email == "ana@example.org"


def test_init_makes_a_repository_and_takes_one_that_is_there(tmp_path: Path) -> None:
    repository = Repository.init(tmp_path / "a" / "new plan", "trunk")
    assert repository.branch() == "trunk"
    (repository.root / ".git" / "mark").touch()
    assert Repository.init(repository.root).branch() == "trunk"
    assert (repository.root / ".git" / "mark").exists()


def test_variables_of_a_hook_do_not_lead_elsewhere(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Sandbox.begin(tmp_path / "other", files={"plan/plan.yaml": "other"})
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git" / "index"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(other.root / ".git" / "objects"))
    repository = Repository.find(sandbox.root)
    assert repository.root == sandbox.root
    repository.commit([CommitPlan({"plan/plan.yaml": b"new\n"}, "x")])
    assert repository.read("plan/plan.yaml", "HEAD") == b"new\n"
    kept = environment()
    assert not kept.keys() & {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"}
    assert kept["GIT_AUTHOR_NAME"] == "Secretariat"


def test_no_code_of_the_repository_runs(sandbox: Sandbox, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    script = f"#!/bin/sh\ntouch '{trap}'\n"
    for hook in (
        "pre-commit",
        "commit-msg",
        "post-commit",
        "reference-transaction",
        "post-index-change",
        "fsmonitor",
    ):
        place = sandbox.write(f".git/hooks/{hook}", script)
        place.chmod(place.stat().st_mode | stat.S_IXUSR)
    sandbox.git("config", "core.fsmonitor", ".git/hooks/fsmonitor")
    repository = sandbox.repository
    repository.commit([CommitPlan({"plan/plan.yaml": b"new\n"}, "x")])
    repository.dirty()
    repository.files()
    assert not trap.exists()


def test_messages_show_no_control_characters(sandbox: Sandbox) -> None:
    assert printable("a\x1b[31m\udce9\nb") == "a�[31m� b"
    with pytest.raises(GitFailed) as caught:
        sandbox.repository.git.run("cat-file", "\x1b[2J")
    assert caught.value.message.isprintable()


def test_linked_work_tree(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    side = Repository.find(tmp_path / "side" / "plan")
    assert side.root == tmp_path / "side"
    assert side.place.store == sandbox.root / ".git"
    assert side.place.folder != side.place.store
    before = sandbox.state()
    written = side.commit([CommitPlan({"plan/plan.yaml": b"side\n"}, "On the side")])
    assert side.is_clean()
    assert side.head() == written.commits[0]
    assert sandbox.repository.read("plan/plan.yaml", "side") == b"side\n"
    assert {**before, "refs": ""} == {**sandbox.state(), "refs": ""}


def test_sha256_repository(tmp_path: Path) -> None:
    box = Sandbox.begin(tmp_path / "long", "--object-format=sha256")
    repository: Reader = box.repository
    box.write("plan/03-new.md", "new\n")
    tree = repository.tree_id("plan")
    box.save()
    assert len(tree) == 64
    assert tree == repository.tree_id("plan", "HEAD")
    assert len(repository.commits()[0].id) == 64
