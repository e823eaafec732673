"""A key is read as it is pressed in a terminal, and as a line where nobody can press one."""

from __future__ import annotations

import io
import sys

import pytest
import typer

from neaspec_cli.terminal import keys


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def pressed(monkeypatch: pytest.MonkeyPatch, char: str) -> str:
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.delenv("TERM", raising=False)
    monkeypatch.setattr(typer, "getchar", lambda: char)
    return keys.key("> ")


@pytest.mark.parametrize(
    ("char", "read"), [("A", "a"), ("\r", ""), ("\x1b[A", ""), ("?", "?"), ("\u0430", "\u0430")]
)
def test_a_pressed_key_is_one_letter(monkeypatch: pytest.MonkeyPatch, char: str, read: str) -> None:
    assert pressed(monkeypatch, char) == read


def test_the_end_of_input_is_told_apart_from_an_empty_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EOFError):
        pressed(monkeypatch, "\x04")
    monkeypatch.setattr(sys, "stdin", io.StringIO("\nYes\n"))
    assert [keys.key("> "), keys.key("> ")] == ["", "y"]
    with pytest.raises(EOFError):
        keys.key("> ")


def test_a_terminal_that_cannot_read_keys_is_asked_for_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
    monkeypatch.setenv("TERM", "dumb")
    assert keys.key("> ") == "n"


@pytest.mark.parametrize(
    ("pressed", "line"),
    [
        ("x", "by 2030x"),
        ("\x7f", "by 203"),
        ("\x15", ""),
        ("\x17", "by "),
        ("\x1b[D", "by 2030"),
        ("年", "by 2030年"),
    ],
)
def test_the_first_key_changes_the_text_that_stands_there(pressed: str, line: str) -> None:
    assert keys._begun("by 2030", pressed) == line
