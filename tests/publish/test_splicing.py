"""Stretches of a block cut out of its inlines."""

from __future__ import annotations

from typing import Any

import pytest

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.markdown import blocks
from neaspec_cli.publish import splicing
from neaspec_cli.publish.splicing import cut, measured

TEXT = (
    "[]{#a}A *b **c*** [d **e**](https://example.org)^[One.] [#](#a) `f g`[h]{.bracket}^[Two.]\\\ni^[Three.]"
)


def test_many_stretches_of_one_block_are_cut_as_each_would_be_alone() -> None:
    tree = pandoc.parse(TEXT)
    inlines, text = tree[0]["c"], blocks(tree)[0].text
    words = measured(inlines, text)
    for start in range(len(text) + 1):
        for end in range(start, len(text) + 1):
            alone = cut(inlines, text, start, end, list, lambda note: [note])
            assert words.cut(start, end, list, lambda note: [note]) == alone, (start, end)


def test_only_what_stands_in_a_stretch_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    inlines: list[dict[str, Any]] = [{"t": "Str", "c": f"{number:04d}"} for number in range(1_000)]
    words = measured(inlines, "".join(node["c"] for node in inlines))
    seen: list[dict[str, Any]] = []
    read = splicing._Knife._words

    def counted(knife: splicing._Knife, node: dict[str, Any]) -> list[dict[str, Any]]:
        seen.append(node)
        return read(knife, node)

    monkeypatch.setattr(splicing._Knife, "_words", counted)

    for start in range(0, 4_000, 4):
        assert words.cut(start, start + 4, list, lambda note: [note]) == [inlines[start // 4]]

    assert len(seen) <= 3 * len(inlines)
