"""Other copies of the repository: what is told of them, and what moves there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from neaspec_cli.adapters import remote
from neaspec_cli.adapters.remote import Distance, Remote, RemoteRefused, UnknownRemote
from tests.sandbox import Sandbox


@pytest.fixture
def shared(sandbox: Sandbox, tmp_path: Path) -> Sandbox:
    bare = tmp_path / "shared.git"
    sandbox.git("clone", "--quiet", "--bare", ".", str(bare))
    sandbox.git("remote", "add", "origin", str(bare))
    return Sandbox(bare)


def test_remotes_are_told_without_passwords(sandbox: Sandbox) -> None:
    assert remote.remotes(sandbox.repository) == ()
    sandbox.git("remote", "add", "origin", "https://ana:secret@example.org/plan.git")
    assert remote.remotes(sandbox.repository) == (Remote("origin", "https://example.org/plan.git"),)


def test_branch_and_tags_are_pushed_together(sandbox: Sandbox, shared: Sandbox) -> None:
    head = sandbox.save()
    sandbox.git("tag", "-a", "-m", "x", "circulated/draft-1")
    sandbox.git("tag", "private")
    remote.push(sandbox.repository, "origin", "main", ["circulated/draft-1"])
    assert shared.git("rev-parse", "main") == head
    assert shared.git("tag") == "circulated/draft-1"


def test_a_push_that_is_refused_moves_nothing(sandbox: Sandbox, shared: Sandbox, tmp_path: Path) -> None:
    sandbox.git("clone", "--quiet", str(shared.root), str(tmp_path / "other"))
    other = Sandbox(tmp_path / "other")
    other.save()
    other.git("push", "--quiet", "origin", "main")
    there = shared.git("rev-parse", "main")
    sandbox.save("Mine")
    sandbox.git("tag", "-a", "-m", "x", "circulated/draft-1")
    with pytest.raises(RemoteRefused, match="origin"):
        remote.push(sandbox.repository, "origin", "main", ["circulated/draft-1"])
    assert shared.git("rev-parse", "main") == there
    assert shared.git("tag") == ""
    remote.fetch(sandbox.repository, "origin", "main")
    assert remote.distance(sandbox.repository, "origin", "main") == Distance(ahead=1, behind=1)


def test_a_fetched_tag_does_not_replace_one_that_is_here(sandbox: Sandbox, shared: Sandbox) -> None:
    sandbox.git("tag", "circulated/draft-1")
    here = sandbox.git("rev-parse", "circulated/draft-1")
    shared.git("tag", "circulated/draft-1", "HEAD^{tree}")
    with pytest.raises(RemoteRefused):
        remote.fetch(sandbox.repository, "origin", "main")
    assert sandbox.git("rev-parse", "circulated/draft-1") == here


def test_remotes_that_cannot_be_used_are_named(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(UnknownRemote, match="origin"):
        remote.push(sandbox.repository, "origin", "main")
    sandbox.git("remote", "add", "origin", str(tmp_path / "none"))
    for act in (remote.push, remote.fetch):
        with pytest.raises(RemoteRefused, match="origin"):
            act(sandbox.repository, "origin", "main")
    assert remote.distance(sandbox.repository, "origin", "main") is None


def test_an_address_that_would_run_a_command_is_refused(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.git("remote", "add", "origin", f"ext::sh -c touch% {tmp_path}/trap")
    for act in (remote.push, remote.fetch):
        with pytest.raises(RemoteRefused):
            act(sandbox.repository, "origin", "main")
    assert not (tmp_path / "trap").exists()


def test_the_library_for_remotes_is_loaded_only_when_used() -> None:
    probe = "import neaspec_cli.adapters.remote, neaspec_cli.adapters.transaction, sys; sys.exit('git' in sys.modules)"
    subprocess.run([sys.executable, "-c", probe], check=True, cwd=Path(__file__).parents[2])
