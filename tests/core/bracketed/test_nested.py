"""Brackets within brackets, over headings, items, rows and notes: settled in any order they leave the same text."""

from __future__ import annotations

import random

import pytest

from neaspec_cli.core.bracketed import across
from neaspec_cli.core.bracketed.settling import dropped, taken
from tests.core.bracketed.test_across import Plan, after, plan

GOALS = """# Goals

::: {.bracket alt=b-h by=""}
## Means
:::

::: {.bracket alt=b-h by="JPN"}
## Funds [now]{.bracket alt=b-n by=""}[soon]{.bracket alt=b-n by="KOR"}
:::

::: {.bracket alt=b-p by="" del="JPN KOR"}
One [two]{#b-w .bracket by="CHN"} three[^1].

- a
:::

::: {.bracket alt=b-p by="CHN"}
::: {#b-in .bracket by="RUS"}
Inner.
:::

Outer [x]{.bracket alt=b-x by="" del="MNG"}[y *z*]{.bracket alt=b-x by="WWF"}.
:::

- item [p]{.bracket alt=b-q by="JPN" del="KOR"}
::: {.bracket alt=b-i by="" del="MNG"}
- second
:::
- third [p]{.bracket alt=b-q by="KOR"}
::: {.bracket alt=b-i by="MNG"}
- second
:::

| A | B |
|---|---|
| [c]{#b-r .bracket del="JPN"} | [d]{#b-r .bracket del="JPN"} |
| e | f[^1] |

[^1]: Note [n]{.bracket alt=b-t by=""}[m]{.bracket alt=b-t by="RUS"}.
"""
MEANS = """# Means

Three.

::: {.bracket alt=b-p by="JPN"}
One three.
:::

::: {.bracket alt=b-p by="KOR"}
One three, four.
:::
"""


def settled(sections: Plan, name: str, holder: str) -> Plan:
    """The plan with one bracket settled; one that went with another is settled already."""
    found = across.standing(sections, name)
    bracket = across.whole(found)
    if bracket is None:
        return sections
    outcome = taken(bracket, holder) if holder in bracket.holders else dropped(bracket)
    return plan(*after(sections, across.settle(found, outcome)))


@pytest.mark.parametrize("seed", range(4))
def test_the_order_in_which_they_are_settled_makes_no_difference(seed: int) -> None:
    chosen = random.Random(seed)
    sections = plan(GOALS, MEANS)
    brackets = across.all_brackets(sections)
    choice = {one.id: chosen.choice([*one.holders, ""]) for one in brackets}
    results = set()
    for _ in range(2):
        done = sections
        for name, holder in chosen.sample(sorted(choice.items()), len(choice)):
            done = settled(done, name, holder)
        assert across.all_brackets(done) == ()
        results.add(tuple(section.source for section in done))
    assert len(results) == 1


def test_what_stood_before_is_left_where_all_wishes_fall() -> None:
    sections = plan(GOALS, MEANS)
    for one in across.all_brackets(sections):
        sections = settled(sections, one.id, "")
    assert [section.source for section in sections] == [
        (
            "# Goals\n\n## Means\n\nOne three[^1].\n\n- a\n\n- item p\n- second\n- third\n\n"
            "| A | B |\n|---|---|\n| c | d |\n| e | f[^1] |\n\n[^1]: Note n.\n"
        ),
        "# Means\n\nThree.\n",
    ]
