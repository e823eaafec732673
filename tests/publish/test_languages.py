"""East Asian characters get their language; all else keeps the document's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neaspec_cli.publish.languages import runs


@pytest.mark.parametrize(
    ("text", "around", "expected"),
    [
        ("環境省は東京", "", [("環境省は東京", "ja")]),
        ("환경부", "", [("환경부", "ko")]),
        ("生态环境部", "", [("生态环境部", "zh")]),
        ("Ministry (環境省)", "Ministry (環境省) かな", [("Ministry (", ""), ("環境省", "ja"), (")", "")]),
        ("環境省", "環境省 かな 한글", [("環境省", "zh")]),
        ("Байгаль орчин", "", [("Байгаль орчин", "")]),
    ],
)
def test_script_tells_the_language(text: str, around: str, expected: list[tuple[str, str]]) -> None:
    assert list(runs(text, around)) == expected


@given(st.text(st.sampled_from("aя 環は한，。")))
def test_runs_spell_the_text(text: str) -> None:
    found = list(runs(text, text))
    assert "".join(part for part, _ in found) == text
    assert all(part for part, _ in found)
