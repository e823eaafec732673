"""Pandoc in its bounds."""

from __future__ import annotations

import sys

import pytest

from neaspec_cli.adapters import pandoc


def test_a_text_that_pandoc_would_read_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux bounds the processor's time of another process")
    monkeypatch.setattr(pandoc, "LEAST_PROCESSOR", 1)
    monkeypatch.setattr(pandoc, "PROCESSOR_BY_MEGABYTE", 0)

    with pytest.raises(pandoc.TooLong, match="within 1 seconds"):
        pandoc.parse("[" * 50_000 + "word" + "]" * 50_000)


def test_a_text_that_needs_more_memory_than_it_may_have_is_refused() -> None:
    with pytest.raises(pandoc.TooLarge, match="more memory than 40M"):
        pandoc.parse("word\n\n" * 30_000, memory="40M")


def test_within_its_bounds_a_text_becomes_a_tree() -> None:
    assert [node["t"] for node in pandoc.parse("# A\n\nb\n", pandoc.FOREIGN_MEMORY)] == ["Header", "Para"]
