"""A pager shows what is longer than the screen, and nothing else."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from neaspec_cli.terminal.paging import paged


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the pager writes what it was given."""
    pager, target = tmp_path / "pager", tmp_path / "seen"
    pager.write_text(
        f'#!/bin/sh\n[ "$1" = -q ] && exit 0\nprintf "%s " "$LESS" > {target}\ncat >> {target}\n'
    )
    pager.chmod(pager.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PAGER", str(pager))
    for name, value in (("TERM", "xterm"), ("LINES", "10"), ("COLUMNS", "40")):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("LESS", raising=False)
    return target


def show(lines: int) -> None:
    with paged() as out:
        for number in range(lines):
            out.print(f"line {number}", style="green")


needs_sh = pytest.mark.skipif(os.name != "posix", reason="the pager of the test is a script of sh")


@needs_sh
def test_a_long_answer_is_paged_with_its_colours(
    seen: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    show(30)
    assert seen.read_text().startswith("FRX \x1b[32mline 0\x1b[0m\n")
    assert seen.read_text().count("\n") == 30
    assert capsys.readouterr().out == ""


@needs_sh
def test_no_colour_is_for_the_pager_too(seen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    show(30)
    assert "\x1b[32m" not in seen.read_text()


@pytest.mark.parametrize(
    ("name", "value"), [("PAGER", ""), ("PAGER", "cat"), ("PAGER", "no-such-program"), ("TERM", "dumb")]
)
def test_without_a_pager_all_is_shown_at_once(
    seen: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv(name, value)
    show(30)
    assert not seen.exists()
    assert capsys.readouterr().out.count("line ") == 30


def test_what_fits_the_screen_and_what_is_piped_is_not_paged(
    seen: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    show(30)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    show(5)
    assert not seen.exists()
    assert capsys.readouterr().out.count("line ") == 35


@needs_sh
def test_whoever_leaves_the_pager_ends_the_answer(seen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("PAGER", f"{os.environ['PAGER']} -q")
    show(50_000)
    assert not seen.exists()
