"""A bar is shown for long work on a terminal, and for nothing else."""

from __future__ import annotations

import sys
import time

import pytest

from neaspec_cli.terminal.working import working


def test_long_work_shows_a_bar_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with working("Writing [it]", patience=0.01):
        time.sleep(0.3)
    assert "Writing [it]" in capsys.readouterr().err


def test_work_of_several_steps_says_how_many_are_done(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with working("Reading", patience=0.0, steps=3) as advance:
        advance()
        time.sleep(0.3)
        advance()
    said = capsys.readouterr().err
    assert "2/3" in said
    assert "3/3" not in said


def test_short_work_shows_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with working("Writing"):
        pass
    assert capsys.readouterr().err == ""


def test_in_a_pipe_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with working("Writing", patience=0.0):
        time.sleep(0.05)
    assert capsys.readouterr().err == ""


def test_a_failure_goes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    @working("Writing", patience=0.0)
    def fail() -> None:
        time.sleep(0.05)
        raise ValueError("why")

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with pytest.raises(ValueError, match="why"):
        fail()
