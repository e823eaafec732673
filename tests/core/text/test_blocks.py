"""Values that a section is made of."""

from __future__ import annotations

from dataclasses import replace

from neaspec_cli.core.text.blocks import Block, Fence, Mark, Piece


def test_a_block_that_gets_its_words_keeps_all_else() -> None:
    form = Block(
        "item",
        "",
        level=2,
        path=(3, 1),
        part=4,
        table=5,
        note=6,
        inside=("annotation",),
        id="p-finance",
        fences=(Fence("b-1", ("bracket",), (("by", "JPN"),)),),
    )
    bare = Block("paragraph", "")
    assert all(
        getattr(form, name) != getattr(bare, name)
        for name in vars(form)
        if name not in ("text", "pieces", "marks", "start", "end")
    ), "each field differs from what a new block has"

    pieces, marks = (Piece("words", 7, 12),), (Mark("strong", 0, 5),)

    assert form.saying("words", pieces, marks, 7, 12) == replace(
        form, text="words", pieces=pieces, marks=marks, start=7, end=12
    )
