"""What every test runs in: git without the configuration of whoever runs it, and a clock that ticks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.sandbox import ENVIRONMENT, Sandbox, tick
from tests.shared import ABSENT, SHARED_DATA

# How long one example takes says more about the machine than about the law.
settings.register_profile("plain", deadline=None)
settings.load_profile("plain")


@pytest.fixture(autouse=True, scope="session")
def plain_git() -> Iterator[None]:
    """Take every GIT_ variable away and set our own, so that ids are the same everywhere."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("GIT_", "NEASPEC_")):
                patch.delenv(name)
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test begin at the same minute."""
    monkeypatch.setenv("GIT_AUTHOR_DATE", "")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "")
    tick()


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    """A repository with one commit that holds a small plan."""
    return Sandbox.begin(tmp_path / "repository")


@pytest.fixture
def shared_data() -> Path:
    """The folder with real files that others made; the test is skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip(ABSENT)
    return SHARED_DATA
