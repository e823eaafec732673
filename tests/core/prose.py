"""Texts and blocks for the laws of the prose engine: many scripts, few words, much repetition."""

from __future__ import annotations

from hypothesis import strategies as st

from neaspec_cli.core.markdown import Block, Kind

LETTERS = ["a", "b", "a b", "the", "shall", "non-State", "1.5", "10,000", "it's", "co2", "x_y", "Ünïcode"]
SCRIPTS = [
    "气候变化",
    "気候の変動",
    "기후 변화",
    "изменение",
    "Монгол",
    "تغير المناخ",
    "שינוי",
    "कि",
    "ภูมิ",
    "e\u0301",
    "👩‍👩‍👧",
    "🇯🇵",
]
SIGNS = [
    ".",
    ". ",
    ", ",
    "; ",
    ": ",
    "(",
    ")",
    "[",
    "]",
    "—",
    "|",
    "\n",
    "  ",
    "\u00a0",
    "\u0301",
    " \u0301",
    "\u200f",
]

pieces = st.sampled_from([*LETTERS, *SCRIPTS, *SIGNS, " ", " "])
texts = st.lists(pieces, max_size=14).map("".join)
any_texts = st.one_of(texts, st.text(max_size=30))
sentences = st.lists(st.sampled_from([*LETTERS, "气候", "climate"]), min_size=1, max_size=9).map(" ".join)
kinds: st.SearchStrategy[Kind] = st.sampled_from(
    ["paragraph", "paragraph", "item", "heading", "note", "quote", "caption", "code"]
)


def paragraph(text: str) -> Block:
    return Block("paragraph", text)


def heading(text: str) -> Block:
    return Block("heading", text, level=1)


def table(rows: list[list[str]], number: int = 1) -> list[Block]:
    """The cells of a table; an empty cell has no block."""
    return [
        Block("cell", text, path=(row, column), table=number)
        for row, cells in enumerate(rows, 1)
        for column, text in enumerate(cells, 1)
        if text
    ]


paragraphs = st.lists(sentences.map(paragraph), max_size=8)
plain = st.builds(lambda kind, text: [Block(kind, text)], kinds, texts)
tables = st.lists(st.lists(texts, min_size=1, max_size=3), min_size=1, max_size=4).map(table)
documents = st.lists(st.one_of(plain, plain, plain, tables), max_size=7).map(
    lambda parts: [block for part in parts for block in part]
)


@st.composite
def revisions(draw: st.DrawFn) -> tuple[list[Block], list[Block]]:
    """A document and the same one edited: blocks dropped, repeated, moved, reworded, others put in."""
    old = draw(documents)
    new: list[Block] = []
    for block in old:
        fate = draw(st.sampled_from(["keep", "keep", "keep", "drop", "twice", "reword", "front", "before"]))
        if fate == "reword":
            new.append(Block(block.kind, block.text + draw(texts), path=block.path, table=block.table))
        elif fate == "front":
            new.insert(0, block)
        elif fate == "before":
            new += [Block(draw(kinds), draw(texts)), block]
        elif fate != "drop":
            new += [block] * (2 if fate == "twice" else 1)
    return old, new
