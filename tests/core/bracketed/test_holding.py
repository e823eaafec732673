from __future__ import annotations

import pytest

from neaspec_cli.core.bracketed.fencing import bracket_arrival, bracket_blocks
from neaspec_cli.core.bracketed.holding import join, withdraw
from neaspec_cli.core.bracketed.settling import CannotSettle
from tests.core.bracketed.test_bracketing import SOURCE, apply, held, only, words
from tests.core.reading import read


def joined(source: str, holder: str, text: str | None) -> str:
    return apply(source, join(source, read(source), only(source), [holder], text))


def withdrawn(source: str, holder: str) -> str:
    return apply(source, withdraw(source, read(source), only(source), holder))


def test_one_more_holds_a_wording() -> None:
    one = words(SOURCE, "", 3, JPN="wholly ")
    assert '[wholly]{#b-1 .bracket by="JPN MNG"} cleaner' in joined(one, "MNG", "wholly")
    with pytest.raises(CannotSettle):
        joined(one, "JPN", "wholly")


def test_a_wording_of_ones_own_stands_beside_the_others() -> None:
    one = words(SOURCE, "", 3, JPN="wholly ")
    two = joined(one, "RUS", "much")
    assert '- [wholly]{.bracket alt=b-1 by="JPN"}[much]{.bracket alt=b-1 by="RUS"} cleaner air' in two
    assert withdrawn(two, "RUS") == one
    assert withdrawn(withdrawn(two, "RUS"), "JPN") == SOURCE


def test_somebody_insists_on_the_words_that_stood_there() -> None:
    one = words(SOURCE, "each ", CHN="")
    two = joined(one, "MNG", "each")
    assert '[each]{#b-1 .bracket by="MNG" del="CHN"}' in two
    assert withdrawn(two, "MNG") == one
    assert withdrawn(two, "CHN") == SOURCE
    three = joined(words(SOURCE, "ninety", JPN="sixty"), "MNG", "ninety")
    assert '[*ninety*]{.bracket alt=b-1 by="MNG" del=""}' in three
    assert withdrawn(three, "JPN") == SOURCE


def test_whole_paragraphs_too() -> None:
    one = apply(SOURCE, bracket_blocks(SOURCE, read(SOURCE), (1, 1), held(CHN=""), "b-1"))
    two = joined(one, "JPN", "Nothing is reported.")
    assert '\n:::\n\n::: {.bracket alt=b-1 by="JPN"}\nNothing is reported.\n:::\n\n- cleaner' in two
    assert withdrawn(two, "JPN") == one
    assert withdrawn(two, "CHN") == two.replace(' del="CHN"', "")
    assert withdrawn(withdrawn(two, "CHN"), "JPN") == SOURCE
    came = apply(SOURCE, bracket_arrival(SOURCE, read(SOURCE), 3, held(JPN="a", RUS="b"), "b-1"))
    assert withdrawn(came, "JPN") == SOURCE.replace("air\n", 'air\n::: {#b-1 .bracket by="RUS"}\n- b\n:::\n')
    assert withdrawn(withdrawn(came, "JPN"), "RUS") == SOURCE


def test_words_that_never_stood_there_need_not_be_wished_away() -> None:
    with pytest.raises(CannotSettle):
        joined(words(SOURCE, "", 3, JPN="wholly "), "CHN", None)
