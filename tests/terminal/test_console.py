"""The console shows what people wrote as it is, and nothing that they hid in it."""

from __future__ import annotations

import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.panel import Panel
from rich.text import Text

from neaspec_cli.terminal import console
from neaspec_cli.terminal.console import STYLES, safe, safe_json


def test_square_brackets_and_emoji_codes_are_shown_as_written() -> None:
    target = console.console(width=40)
    target.file = io.StringIO()
    target.print("[shall] [red]not[/red] :smile: 12345", end="")
    assert target.file.getvalue() == "[shall] [red]not[/red] :smile: 12345"


def test_a_pipe_gets_no_colour_and_no_color_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    target = console.console()
    target.file = io.StringIO()
    target.print("late", style="late")
    assert target.file.getvalue() == "late\n"
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    target = console.console()
    target.file = io.StringIO()
    target.print("late", style="late")
    assert "31" not in target.file.getvalue()


@pytest.mark.parametrize("name", STYLES)
def test_every_named_style_can_be_used(name: str) -> None:
    assert console.console().get_style(name) is not None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("a\rb\x9b", "a\\x0db\\x9b"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("Монгол улс 中国\n\tx", "Монгол улс 中国\n\tx"),
    ],
)
def test_hidden_characters_are_made_visible(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_nothing_hidden_is_left_and_twice_is_as_once(text: str) -> None:
    shown = safe(text)
    hidden = [char for char in shown if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    assert set(hidden) <= {"\n", "\t", "\u00ad", "\u200c", "\u200d"}
    assert safe(shown) == shown


def test_what_a_view_forgot_to_make_visible_is_made_so_by_the_console() -> None:
    target = console.console(width=60)
    target.file = io.StringIO()
    target.print("a\x1b[31m", Text("b\u202e"), Panel("c\x9b2J"))
    shown = target.file.getvalue()
    assert "a\\x1b[31m b\\u202e" in shown
    assert safe(shown) == shown


@given(st.recursive(st.text(st.characters(codec=None, exclude_categories=())), st.lists))
def test_json_keeps_its_value_and_hides_nothing(value: object) -> None:
    text = safe_json(json.dumps(value, ensure_ascii=False))
    assert safe(text) == text
    assert json.loads(text) == json.loads(json.dumps(value))
