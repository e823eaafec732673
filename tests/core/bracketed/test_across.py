"""Questions with several places, in one section or more: settled, joined and left as one."""

from __future__ import annotations

import pytest

from neaspec_cli.core.bracketed import across, adding, ledger
from neaspec_cli.core.bracketed.adding import Position
from neaspec_cli.core.bracketed.settling import CannotSettle, dropped, taken, worded
from neaspec_cli.core.plan import Section
from neaspec_cli.core.text.rewriting import apply_edits
from tests.core.reading import read

GOALS = """# Goals

::: {.bracket alt=b-1 by="KOR"}
Funds come from _gifts_[^1].
:::

One.

::: {.bracket alt=b-1 by="" del="JPN KOR WWF"}
[]{#p-funds}Funds come from _gifts_[^1].
:::

Two, as [#](#p-funds) says.

[^1]: From whom is public.
"""
MEANS = """# Means

Three.

::: {.bracket alt=b-1 by="JPN"}
Funds come from _gifts_[^1].
:::

[^1]: From whom is public.
"""
BASE = """# Goals

One.

[]{#p-funds}Funds come from _gifts_[^1].

Two, as [#](#p-funds) says.

[^1]: From whom is public.
"""
Plan = tuple[Section, ...]


def plan(*sources: str) -> Plan:
    return tuple(
        Section(f"s{number}", f"plan/0{number}-s{number}.md", source, blocks=read(source))
        for number, source in enumerate(sources, 1)
    )


def after(sections: Plan, edits: across.Edits) -> list[str]:
    result = {section.id: section.source for section in sections}
    for section, edit in edits:
        applied = apply_edits(section.source, section.blocks, [edit], read)
        assert applied.refused == ()
        result[section.id] = applied.source
    return list(result.values())


def test_it_is_one_question_that_begins_where_the_words_stood() -> None:
    (bracket,) = across.all_brackets(plan(GOALS, MEANS))
    assert (bracket.section, bracket.holders, len(bracket.places)) == ("s1", ("JPN", "KOR", "WWF"), 3)
    assert bracket.wordings[0].stood
    count = ledger.count({"goals": GOALS, "means": MEANS})
    assert (count.total, count.by_section) == (1, {"goals": 1, "means": 1})
    assert count.by_holder == {"JPN": 1, "KOR": 1, "WWF": 1}


@pytest.mark.parametrize(
    ("holder", "goals", "means"),
    [
        ("", BASE, "# Means\n\nThree.\n"),
        (
            "KOR",
            BASE.replace("[]{#p-funds}Funds come from _gifts_[^1].\n\n", "").replace(
                "One.", "[]{#p-funds}Funds come from _gifts_[^1].\n\nOne."
            ),
            "# Means\n\nThree.\n",
        ),
        (
            "JPN",
            "# Goals\n\nOne.\n\nTwo, as [#](#p-funds) says.\n",
            "# Means\n\nThree.\n\n[]{#p-funds}Funds come from _gifts_[^1].\n\n[^1]: From whom is public.\n",
        ),
        ("WWF", "# Goals\n\nOne.\n\nTwo, as [#](#p-funds) says.\n", "# Means\n\nThree.\n"),
    ],
)
def test_all_places_are_settled_at_once_with_names_and_notes(holder: str, goals: str, means: str) -> None:
    sections = plan(GOALS, MEANS)
    found = across.standing(sections, "b-1")
    (bracket,) = across.all_brackets(sections)
    outcome = taken(bracket, holder) if holder else dropped(bracket)
    assert after(sections, across.settle(found, outcome)) == [goals, means]


def test_other_words_come_where_it_stood() -> None:
    sections = plan(GOALS, MEANS)
    (bracket,) = across.all_brackets(sections)
    edits = across.settle(across.standing(sections, "b-1"), worded(bracket, "Funds are there."))
    assert after(sections, edits) == [
        "# Goals\n\nOne.\n\nFunds are there.\n\nTwo, as [#](#p-funds) says.\n",
        "# Means\n\nThree.\n",
    ]


def test_who_joins_a_wording_wants_what_its_holders_want_in_all_places() -> None:
    sections = plan(GOALS, MEANS)
    edits = adding.add(sections[1], [2], "", Position(("CHN",)), "b-9", sections)
    goals, means = after(sections, edits)
    assert 'by="" del="CHN JPN KOR WWF"' in goals
    assert 'by="CHN JPN"' in means
    stays = adding.add(
        sections[0],
        [sections[0].blocks.index(bracketed(sections[0]))],
        "",
        Position(("MNG",)),
        "b-9",
        sections,
    )
    assert 'by="MNG" del="JPN KOR WWF"' in after(sections, stays)[0]
    (bracket,) = across.all_brackets(plan(*after(sections, stays)))
    assert taken(bracket, "MNG").words == dropped(bracket).words


def bracketed(section: Section) -> object:
    """The block that stood there before."""
    return next(
        block for block in section.blocks for fence in block.fences if "del" in dict(fence.attributes)
    )


def test_who_withdraws_is_gone_from_all_places_and_with_the_last_the_question() -> None:
    sections = plan(GOALS, MEANS)
    for holder in ("JPN", "WWF", "KOR"):
        found = across.standing(sections, "b-1")
        sections = plan(*after(sections, across.withdraw(found, holder)))
        assert all(holder not in section.source for section in sections)
    assert sections[0].source == BASE
    assert sections[1].source.startswith("# Means\n\nThree.\n")
    with pytest.raises(CannotSettle):
        across.withdraw(across.standing(plan(GOALS, MEANS), "b-1"), "RUS")


def test_one_id_in_two_sections_is_no_question_of_places() -> None:
    words = "# A\n\n[shall]{#b-1 .bracket by=JPN} act.\n"
    sections = plan(words, words)
    assert across.whole(across.standing(sections, "b-1")) is None
    assert len(across.all_brackets(sections)) == 2


def test_words_that_are_wished_to_another_paragraph_are_settled_at_both_ends() -> None:
    source = (
        '# A\n\nFunds [in _time_]{.bracket alt=b-1 by="KOR" del="JPN"} come.\n\n'
        'Gifts come [in _time_]{.bracket alt=b-1 by="JPN"}.\n'
    )
    sections = plan(source)
    (bracket,) = across.all_brackets(sections)
    found = across.standing(sections, "b-1")
    stays = "# A\n\nFunds in _time_ come.\n\nGifts come.\n"
    assert after(sections, across.settle(found, taken(bracket, "KOR"))) == [stays]
    assert after(sections, across.settle(found, dropped(bracket))) == [stays]
    goes = "# A\n\nFunds come.\n\nGifts come in _time_.\n"
    assert after(sections, across.settle(found, taken(bracket, "JPN"))) == [goes]


def test_a_note_defined_between_paragraphs_that_go_stays_for_those_that_refer_to_it() -> None:
    source = (
        '# A\n\n::: {.bracket alt=b-1 by=""}\nOne[^1].\n\n[^1]: Noted.\n\nTwo.\n:::\n\n'
        '::: {.bracket alt=b-1 by="JPN"}\nOne[^1]. Two.\n:::\n\nThree.\n'
    )
    sections = plan(source)
    (bracket,) = across.all_brackets(sections)
    edits = across.settle(across.standing(sections, "b-1"), taken(bracket, "JPN"))
    assert after(sections, edits) == ["# A\n\nOne[^1]. Two.\n\nThree.\n\n[^1]: Noted.\n"]
