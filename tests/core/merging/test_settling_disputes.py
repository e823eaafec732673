"""Laws of disputes in brackets: who is given way to gets the text that they sent, and no order of wishes matters."""

from __future__ import annotations

import random
from collections.abc import Sequence
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.bracketed import across
from neaspec_cli.core.bracketed.settling import dropped, taken
from neaspec_cli.core.brackets import bracketed
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merge import BlockWish, Wish, merge
from neaspec_cli.core.merging.carrying import carry_out
from neaspec_cli.core.merging.open_runs import of_clash
from neaspec_cli.core.plan import Section
from neaspec_cli.core.text.rewriting import apply_edits
from tests.core.merging.test_random_merges import (
    DISPUTES,
    Dispute,
    Doing,
    done,
    peaceful,
    text,
    union,
    wishes_of,
)
from tests.core.reading import read
from tests.core.test_merge import texts_of


def section_of(blocks: Sequence[Block]) -> Section:
    """A section whose paragraphs have some emphasis and a link each."""
    lines = [f"## {one.text}" if one.kind == "heading" else dressed(one.text) for one in blocks]
    source = "# Goals\n\n" + "\n\n".join(lines) + "\n"
    return Section("goals", "plan/01-goals.md", source, blocks=read(source))


def dressed(words: str) -> str:
    cut = words.split(" ")
    cut[1], cut[4] = f"*{cut[1]}*", f"[{cut[4]}](https://example.org)"
    return " ".join(cut)


def merged(section: Section, wishes: Sequence[Wish | BlockWish]) -> str:
    """The section with what is agreed, and all that clashes in brackets."""
    found = merge(section.blocks, section.blocks, wishes)
    names: set[str] = set()
    runs = [of_clash(one, section.blocks, names) for one in found.clashes]
    labels = [[""] * len(section.blocks)]
    carried = carry_out([section], labels, found.agreed, lambda _, source: read(source), runs)
    assert carried.left_open == () == carried.refused
    return carried.sources[section.path]


def settled(source: str, holder: str) -> str:
    """The text as one holder wants it; where they want nothing in particular, as it was."""
    while True:
        section = Section("goals", "plan/01-goals.md", source, blocks=read(source))
        brackets = across.all_brackets([section])
        if not brackets:
            return source
        one = brackets[-1]
        outcome = taken(one, holder) if holder in one.holders else dropped(one)
        ((_, edit),) = across.settle(across.standing([section], one.id), outcome)
        applied = apply_edits(source, section.blocks, [edit], read)
        assert applied.refused == ()
        source = applied.source


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(DISPUTES))
def test_who_is_given_way_to_gets_just_what_they_sent(seed: int, dispute: Dispute) -> None:
    try_dispute(seed, dispute)


@pytest.mark.parametrize("dispute", DISPUTES)
def test_every_kind_of_dispute_can_be_settled_either_way(dispute: Dispute) -> None:
    try_dispute(1, dispute)


def try_dispute(seed: int, dispute: Dispute) -> None:
    chosen = random.Random(seed)
    base = text(chosen)
    doing = peaceful(chosen, base, chosen.randint(2, 6))
    before = deepcopy(doing)
    sides = chosen.sample(range(len(doing)), 2)
    dispute(chosen, base, *(doing[side] for side in sides))
    section = section_of(base)
    own = section.blocks[1:]
    wishes = [shifted(one) for one in wishes_of(own, doing)]
    source = merged(section, wishes)
    assert merged(section, wishes[::-1]) == source
    assert bracketed(read(source), source)
    for side in sides:
        way = [doing[at] if at == side else one for at, one in enumerate(before)]
        assert texts_of(read(settled(source, f"S{side}")))[1:] == texts_of(done(own, union(way)))
    agreed = merge(section.blocks, section.blocks, [shifted(one) for one in wishes_of(own, before)]).agreed
    labels = [[""] * len(section.blocks)]
    plain = carry_out([section], labels, agreed, lambda _, text: read(text)).steps
    assert settled(source, "") == (plain[-1].source if plain else section.source)


def shifted(wish: Wish | BlockWish) -> Wish | BlockWish:
    """The same wish behind a title."""
    if isinstance(wish, Wish):
        return Wish(wish.key, wish.holder, wish.block + 1, wish.start, wish.end, wish.text)
    return BlockWish(
        wish.key, wish.holder, wish.op, wish.block + 1, wish.texts, wish.after + 1, wish.last, wish.level, wish.again
    )  # fmt: skip


def test_six_states_on_one_paragraph_are_one_question() -> None:
    base = [block for block in text(random.Random(4)) if block.kind == "paragraph"][:8]
    section = section_of(base)
    doing = [Doing() for _ in range(6)]
    doing[0].moved[3] = 6
    doing[1].moved[3] = 0
    doing[2].gone.add(3)
    doing[3].joined.add(3)
    doing[4].words[3] = {2: "cooperation"}
    doing[5].new[3] = "A fund is set up by the States of the region, and its means are voluntary."
    wishes = [shifted(one) for one in wishes_of(section.blocks[1:], doing)]
    source = merged(section, wishes)
    for number, one in enumerate(doing):
        assert texts_of(read(settled(source, f"S{number}")))[1:] == texts_of(done(section.blocks[1:], one))
    assert settled(source, "") == section.source
