"""Merges of whole returned texts with known answers: what each State did is known, so is what must come out."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pytest

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merge import BlockWish, Wish, merge, wishes_between
from tests.core.prose import paragraph
from tests.core.test_merge import applied, texts_of

VOCABULARY = (
    "energy climate region policy member report annual funds review project city coast desert dust nature forest water "
    "expert group network study method joint common national local public private long short clear open shared new "
    "shall may should will supports prepares adopts improves measures reduces promotes examines within under across "
    "of and the for in with by on to from as at"
).split()


HEADINGS = (3, 11, 19)
"""Blocks that are headings, of 24; what is done elsewhere comes near none of them."""


@dataclass
class Doing:
    """What all States did, in terms of the base: known edits, and the blocks that are in dispute."""

    words: dict[int, dict[int, str]] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)
    new: dict[int, str] = field(default_factory=dict)
    joined: set[int] = field(default_factory=set)
    """Blocks that became one with the block behind them."""
    split: dict[int, int] = field(default_factory=dict)
    """The word behind which a block was split."""


def sentence(chosen: random.Random, length: int) -> str:
    return " ".join(chosen.choice(VOCABULARY) for _ in range(length)).capitalize() + "."


def text(chosen: random.Random) -> list[Block]:
    return [
        paragraph(" ".join(sentence(chosen, chosen.randint(8, 16)) for _ in range(chosen.randint(2, 4))))
        if number not in HEADINGS
        else heading(chosen)
        for number in range(24)
    ]


def heading(chosen: random.Random) -> Block:
    return replace(paragraph(sentence(chosen, 6).rstrip(".")), kind="heading", level=2)


def done(base: Sequence[Block], doing: Doing) -> list[Block]:
    """The base with what was done to it."""
    blocks = {}
    for index, block in enumerate(base):
        cut = block.text.split(" ")
        for place, word in doing.words.get(index, {}).items():
            cut[place] = word
        if index in doing.split:
            place = doing.split[index]
            cut[place : place + 2] = [f"{cut[place]}\n\n{cut[place + 1]}"]
        blocks[index] = replace(block, text=" ".join(cut))
    for index in doing.joined:
        blocks[index] = replace(blocks[index], text=f"{blocks[index].text} {blocks[index + 1].text}")
    gone = doing.gone | {index + 1 for index in doing.joined}
    result: list[Block] = []
    for index in range(-1, len(base)):
        if index >= 0 and index not in gone and index not in doing.moved:
            parts = blocks[index].text.split("\n\n")
            result += [
                replace(paragraph(part), kind=base[index].kind, level=base[index].level) for part in parts
            ]
        result += [blocks[moved] for moved, after in doing.moved.items() if after == index]
        if index in doing.new:
            result.append(paragraph(doing.new[index]))
    return result


def edit_word(chosen: random.Random, base: Sequence[Block], block: int, doing: Sequence[Doing]) -> None:
    """Several States edit words of one block, far enough apart, or the same word in the same way."""
    cut = base[block].text.split(" ")
    for place in range(2, len(cut) - 2, 8):
        word = chosen.choice(["cooperation", "stakeholders", "secretariat"])
        for one in chosen.sample(doing, chosen.randint(0, 2)):
            one.words.setdefault(block, {})[place] = word


def delete(chosen: random.Random, base: Sequence[Block], block: int, doing: Sequence[Doing]) -> None:
    for one in chosen.sample(doing, chosen.randint(1, 2)):
        one.gone.add(block)


def insert(chosen: random.Random, base: Sequence[Block], block: int, doing: Sequence[Doing]) -> None:
    words = sentence(chosen, 20)
    for one in chosen.sample(doing, chosen.randint(1, 2)):
        one.new[block] = words


def move(chosen: random.Random, base: Sequence[Block], block: int, doing: Sequence[Doing]) -> None:
    """One State moves a block past its neighbours, another edits a word in it."""
    chosen.choice(doing).moved[block] = block + 2
    edit_word(chosen, base, block, doing)


def join(chosen: random.Random, base: Sequence[Block], block: int, doing: Sequence[Doing]) -> None:
    """One State or two join a block and the next, others edit words in both."""
    for one in chosen.sample(doing, chosen.randint(1, 2)):
        one.joined.add(block)
    edit_word(chosen, base, block, doing)
    edit_word(chosen, base, block + 1, doing)


def split(chosen: random.Random, base: Sequence[Block], block: int, doing: Sequence[Doing]) -> None:
    """One State or two split a block behind a sentence, others edit words that do not stand right there."""
    cut = base[block].text.split(" ")
    edited = range(2, len(cut) - 2, 8)
    ends = [place for place, word in enumerate(cut[:-1]) if word.endswith(".")]
    free = [place for place in ends if place not in edited and place + 1 not in edited]
    for one in chosen.sample(doing, chosen.randint(1, 2)) if free else ():
        one.split[block] = free[0]
    edit_word(chosen, base, block, doing)


def rename(chosen: random.Random, base: Sequence[Block], block: int, doing: Sequence[Doing]) -> None:
    """One State or two name the heading behind a few paragraphs in the same way, and others edit words before it."""
    edit_word(chosen, base, block, doing)
    if base[block + 3].kind == "heading":
        for one in chosen.sample(doing, chosen.randint(1, 2)):
            one.words[block + 3] = {2: "cooperation"}


Act = Callable[[random.Random, Sequence[Block], int, Sequence[Doing]], None]
PEACEFUL: tuple[Act, ...] = (edit_word, edit_word, edit_word, delete, insert, move, join, split, rename)


def peaceful(chosen: random.Random, base: Sequence[Block], states: int) -> list[Doing]:
    """Nobody comes near what another did: acts stand four blocks apart."""
    doing = [Doing() for _ in range(states)]
    for block in range(0, len(base) - 4, 4):
        chosen.choice(PEACEFUL)(chosen, base, block, doing)
    return doing


def union(doing: Sequence[Doing]) -> Doing:
    """What all did together."""
    every = Doing()
    for one in doing:
        for block, words in one.words.items():
            every.words.setdefault(block, {}).update(words)
        every.gone |= one.gone
        every.moved |= one.moved
        every.new |= one.new
        every.joined |= one.joined
        every.split |= one.split
    return every


def wishes_of(base: Sequence[Block], doing: Sequence[Doing]) -> list[Wish | BlockWish]:
    wishes: list[Wish | BlockWish] = []
    for number, one in enumerate(doing):
        wishes += wishes_between(base, done(base, one), f"S{number}", f"S{number}-{{}}".format)
    return wishes


@pytest.mark.parametrize("seed", range(60))
def test_what_does_not_meet_merges_to_all_of_it(seed: int) -> None:
    chosen = random.Random(seed)
    base = text(chosen)
    doing = peaceful(chosen, base, chosen.randint(2, 6))
    merged = merge(base, base, wishes_of(base, doing))
    assert not merged.clashes
    assert texts_of(applied(base, merged.agreed)) == texts_of(done(base, union(doing)))


Dispute = Callable[[random.Random, list[Block], Doing, Doing], None]


def same_word(chosen: random.Random, base: Sequence[Block], one: Doing, other: Doing) -> None:
    place = chosen.randrange(2, len(base[21].text.split(" ")) - 2)
    one.words[21], other.words[21] = {place: "cooperation"}, {place: "stakeholders"}


def next_word(chosen: random.Random, base: Sequence[Block], one: Doing, other: Doing) -> None:
    cut = base[21].text.split(" ")
    places = [place for place in range(1, len(cut) - 2) if not cut[place].endswith(".")]
    place = chosen.choice(places)
    one.words[21], other.words[21] = {place: "cooperation"}, {place + 1: "stakeholders"}


def rewritten(chosen: random.Random, base: Sequence[Block], one: Doing, other: Doing) -> None:
    """A sentence rewritten, some words kept by chance, against one of its words edited."""
    cut = base[21].text.split(" ")
    end = next(place for place, word in enumerate(cut) if word.endswith("."))
    one.words[21] = {
        place: f"{chosen.choice(VOCABULARY)}" for place in range(1, end) if chosen.random() < 0.8
    }
    one.words[21] |= {place: f"altogether{place}" for place in range(1, end, 2)}
    place = 1 + 2 * chosen.randrange(end // 2)
    other.words[21] = {place: "stakeholders"}


def gone_but_edited(chosen: random.Random, base: Sequence[Block], one: Doing, other: Doing) -> None:
    one.gone.add(21)
    other.words[21] = {3: "stakeholders"}


def two_arrivals(chosen: random.Random, base: Sequence[Block], one: Doing, other: Doing) -> None:
    one.new[21], other.new[21] = sentence(chosen, 20), sentence(chosen, 20)


def arrival_beside_deletion(chosen: random.Random, base: Sequence[Block], one: Doing, other: Doing) -> None:
    one.new[21] = sentence(chosen, 20)
    other.gone.add(chosen.choice([21, 22]))


def joined_but_parted(chosen: random.Random, base: Sequence[Block], one: Doing, other: Doing) -> None:
    """Two paragraphs that one State joins and between which another puts a new one."""
    one.joined.add(21)
    other.new[21] = sentence(chosen, 20)


def two_moves(chosen: random.Random, base: Sequence[Block], one: Doing, other: Doing) -> None:
    one.moved[21], other.moved[21] = 22, 23


def moved_but_gone(chosen: random.Random, base: Sequence[Block], one: Doing, other: Doing) -> None:
    one.moved[21] = 23
    other.gone.add(21)


def moved_but_joined(chosen: random.Random, base: Sequence[Block], one: Doing, other: Doing) -> None:
    """A paragraph that one State moves away and another joins to the one before."""
    one.moved[22] = 23
    other.joined.add(21)


def moved_and_edited(chosen: random.Random, base: Sequence[Block], one: Doing, other: Doing) -> None:
    """A paragraph that two States want elsewhere, and of which each wants other words."""
    two_moves(chosen, base, one, other)
    one.words[21], other.words[21] = {3: "cooperation"}, {3: "stakeholders"}


def renamed_twice(chosen: random.Random, base: list[Block], one: Doing, other: Doing) -> None:
    base[21] = heading(chosen)
    place = chosen.choice([1, 2])
    one.words[21], other.words[21] = {place: "cooperation"}, {2: "stakeholders"}


def renamed_but_gone(chosen: random.Random, base: list[Block], one: Doing, other: Doing) -> None:
    base[21] = heading(chosen)
    one.words[21] = {2: "cooperation"}
    other.gone.add(21)


DISPUTES: tuple[Dispute, ...] = (
    same_word,
    next_word,
    rewritten,
    gone_but_edited,
    two_arrivals,
    arrival_beside_deletion,
    joined_but_parted,
    two_moves,
    moved_but_gone,
    moved_but_joined,
    moved_and_edited,
    renamed_twice,
    renamed_but_gone,
)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("dispute", DISPUTES)
def test_a_dispute_is_never_settled_silently_and_disturbs_nothing_else(dispute: Dispute, seed: int) -> None:
    chosen = random.Random(seed)
    base = text(chosen)
    doing = peaceful(chosen, base, chosen.randint(2, 6))
    undisputed = union(doing)
    one, other = chosen.sample(doing, 2)
    dispute(chosen, base, one, other)
    merged = merge(base, base, wishes_of(base, doing))
    assert merged.clashes
    assert all(20 < clash.block < 24 for clash in merged.clashes)
    assert {len(clash.alternatives) for clash in merged.clashes} <= {1, 2}
    result = texts_of(applied(base, merged.agreed))
    expected = texts_of(done(base, undisputed))
    assert result[:-3] == expected[:-3]
