"""Disputes of many hands carried into Markdown: nobody's words vanish, and dropping all wishes gives the base."""

from __future__ import annotations

import random

import pytest

from neaspec_cli.core.bracketed.settling import dropped, settle, taken
from neaspec_cli.core.brackets import bracketed
from neaspec_cli.core.merge import BlockWish, Wish, merge
from neaspec_cli.core.merging.agreement import Clash
from neaspec_cli.core.merging.carrying import Carried, carry_out
from neaspec_cli.core.merging.open_runs import OpenRun, of_clash
from neaspec_cli.core.plan import Section
from neaspec_cli.core.text.rewriting import CannotPlace, apply_edits
from tests.core.merging.test_random_merges import (
    Dispute,
    Doing,
    arrival_beside_deletion,
    done,
    gone_but_edited,
    next_word,
    peaceful,
    rewritten,
    same_word,
    text,
    two_arrivals,
    two_moves,
    wishes_of,
)
from tests.core.reading import read
from tests.core.test_merge import texts_of


def section_of(chosen: random.Random) -> Section:
    source = "\n\n".join(block.text for block in text(chosen)) + "\n"
    return Section("goals", "plan/01-goals.md", source, blocks=read(source))


def runs_of(clashes: tuple[Clash, ...], section: Section) -> list[OpenRun]:
    taken: set[str] = set()
    return [of_clash(clash, section.blocks, taken) for clash in clashes]


def carried(section: Section, doing: list[Doing]) -> tuple[Carried, list[OpenRun]]:
    merged = merge(section.blocks, section.blocks, wishes_of(section.blocks, doing))
    runs = runs_of(merged.clashes, section)
    labels = [[""] * len(section.blocks)]
    return carry_out([section], labels, merged.agreed, lambda _, source: read(source), runs), runs


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "dispute", [same_word, next_word, rewritten, gone_but_edited, two_arrivals, arrival_beside_deletion]
)
def test_every_wording_of_a_dispute_is_in_the_text_with_its_holders(dispute: Dispute, seed: int) -> None:
    chosen = random.Random(seed)
    section = section_of(chosen)
    doing = peaceful(chosen, section.blocks, chosen.randint(2, 6))
    dispute(chosen, list(section.blocks), *chosen.sample(doing, 2))
    found, runs = carried(section, doing)
    assert (found.refused, found.left_open) == ((), ())
    (source,) = found.sources.values()
    known = {one.id: one for one in bracketed(read(source), source)}
    for run in runs:
        wordings = {(one.text.strip(), one.by) for one in known[run.name].wordings}
        against = {one.against for one in known[run.name].wordings}
        for one in run.held:
            assert (one.text.strip(), one.holders) in wordings if one.text else one.holders in against


@pytest.mark.parametrize("seed", range(4))
def test_when_all_wishes_fall_the_undisputed_is_left(seed: int) -> None:
    chosen = random.Random(seed)
    section = section_of(chosen)
    doing = peaceful(chosen, section.blocks, 3)
    found, _ = carried(section, doing)
    undisputed = found.steps[-1].source
    chosen.choice([same_word, gone_but_edited, two_arrivals])(chosen, section.blocks, doing[0], doing[1])
    found, _ = carried(section, doing)
    (source,) = found.sources.values()
    while named := bracketed(read(source), source):
        edit = settle(source, read(source), named[0], dropped(named[0]))
        source = apply_edits(source, read(source), [edit], read).source
    assert source == undisputed


def test_the_order_of_the_sources_makes_no_difference() -> None:
    chosen = random.Random(3)
    section = section_of(chosen)
    doing = peaceful(chosen, section.blocks, 2)
    same_word(chosen, section.blocks, *doing)
    wishes = wishes_of(section.blocks, doing)
    ways = [merge(section.blocks, section.blocks, one) for one in (wishes, wishes[::-1])]
    first, second = ([(one.name, one.held) for one in runs_of(way.clashes, section)] for way in ways)
    assert first == second


@pytest.mark.parametrize("seed", range(4))
def test_a_paragraph_wished_to_two_places_stands_in_all_of_them_and_goes_where_it_is_decided(
    seed: int,
) -> None:
    chosen = random.Random(seed)
    section = section_of(chosen)
    doing = [Doing(), Doing()]
    two_moves(chosen, section.blocks, *doing)
    found, runs = carried(section, doing)
    source = found.sources[section.path]
    assert {one.id for one in bracketed(read(source), source)} == {run.name for run in runs}
    for holder, one in zip(("S0", "S1"), doing, strict=True):
        assert texts_of(read(all_settled(source, holder))) == texts_of(done(section.blocks, one))
    assert all_settled(source, "") == section.source


def all_settled(source: str, holder: str) -> str:
    """The text as one holder wants it, and as it was where they want nothing."""
    while found := bracketed(read(source), source):
        outcome = taken(found[0], holder) if holder in found[0].holders else dropped(found[0])
        source = apply_edits(
            source, read(source), [settle(source, read(source), found[0], outcome)], read
        ).source
    return source


def test_what_one_and_the_same_wants_in_two_ways_is_left_to_people() -> None:
    section = section_of(random.Random(1))
    wishes = [BlockWish(f"S0-{at}", "S0", "move", 21, after=at) for at in (22, 23)]
    merged = merge(section.blocks, section.blocks, wishes)
    with pytest.raises(CannotPlace):
        of_clash(merged.clashes[0], section.blocks, set())


def test_what_is_agreed_in_a_paragraph_is_in_all_its_wordings() -> None:
    source = "The States report *every* year on energy. They meet in spring.\n"
    section = Section("goals", "plan/01-goals.md", source, blocks=read(source))
    words = section.blocks[0].text
    they, spring = words.index("They"), words.index("spring")
    wishes = [
        Wish("draft-1/CHN-001", "CHN", 0, they - 1, they + 4, "\n\nAll"),
        Wish("draft-1/JPN-001", "JPN", 0, they, they + 4, "Ministers"),
        Wish("draft-1/RUS-001", "RUS", 0, spring, spring + 6, "summer"),
    ]
    merged = merge(section.blocks, section.blocks, wishes)
    runs = runs_of(merged.clashes, section)
    found = carry_out([section], [[""]], merged.agreed, lambda _, new: read(new), runs)
    (result,) = found.sources.values()
    assert [block.text for block in read(result)] == [
        "The States report every year on energy. They meet in summer.",
        "The States report every year on energy.",
        "All meet in summer.",
        "The States report every year on energy. Ministers meet in summer.",
    ]
    assert result.count("*every* year") == 3


def test_a_paragraph_that_cannot_be_parted_as_it_is_written_keeps_its_words() -> None:
    source = "The States *report every year. They meet* in spring.\n"
    section = Section("goals", "plan/01-goals.md", source, blocks=read(source))
    they = section.blocks[0].text.index("They")
    wishes = [
        Wish("draft-1/CHN-001", "CHN", 0, they - 1, they + 4, "\n\nAll"),
        Wish("draft-1/JPN-001", "JPN", 0, they, they + 4, "Ministers"),
    ]
    runs = runs_of(merge(section.blocks, section.blocks, wishes).clashes, section)
    found = carry_out([section], [[""]], (), lambda _, new: read(new), runs)
    assert found.left_open == ()
    (result,) = found.sources.values()
    assert {"The States report every year.", "All meet in spring."} <= {one.text for one in read(result)}


def test_a_heading_that_one_wants_out_and_behind_which_another_puts_words_stays_a_heading() -> None:
    source = "# A\n\nOne.\n\n## Means {#means}\n\nTwo.\n"
    section = Section("goals", "plan/01-goals.md", source, blocks=read(source))
    wishes: list[Wish | BlockWish] = [
        BlockWish("draft-1/CHN-001", "CHN", "delete", 2),
        BlockWish("draft-1/JPN-001", "JPN", "insert-after", 2, ("A fund is set up by all.",)),
        Wish("draft-1/KOR-001", "KOR", 2, 0, 5, "Funds"),
    ]
    runs = runs_of(merge(section.blocks, section.blocks, wishes).clashes, section)
    found = carry_out([section], [[""] * 4], (), lambda _, new: read(new), runs)
    assert found.left_open == ()
    (result,) = found.sources.values()
    assert result == (
        '# A\n\nOne.\n\n::: {.bracket alt=b-CHN-001 by="" del="CHN"}\n## Means {#means}\n:::\n\n'
        '::: {.bracket alt=b-CHN-001 by="KOR"}\n## Funds\n:::\n\n'
        '::: {#b-JPN-001 .bracket by="JPN"}\nA fund is set up by all.\n:::\n\nTwo.\n'
    )
