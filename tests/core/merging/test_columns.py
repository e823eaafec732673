"""Columns of tables: wished on the circulated text, placed on the current one, carried out before all else."""

from __future__ import annotations

from itertools import permutations

from neaspec_cli.core.merging.columns import Columns, carry_columns
from neaspec_cli.core.plan import Section
from neaspec_cli.core.proposals import (
    DeleteBlock,
    DeleteColumn,
    FormatChange,
    InsertColumn,
    InsertRow,
    ReplaceWords,
)
from tests.core.merging.test_part_merging import COASTS, RIVERS, SOURCE, Said, after, base, wished
from tests.core.plans import section
from tests.core.reading import read

AREA, SHARE = "Table 1 row 1 column 1", "Table 1 row 1 column 2"
LEAD = InsertColumn(("Lead", "China", "Japan"))
WITH_LEAD = (
    SOURCE.replace("| Area   | Share          |", "| Area   | Share          | Lead  |")
    .replace("|--------|----------------|", "|--------|----------------|-------|")
    .replace("| forty per cent |", "| forty per cent | China |")
    .replace("| sixty per cent |", "| sixty per cent | Japan |")
)


def carried(*said: Said, current: str = SOURCE) -> Columns:
    return of_wishes([wished(number, one) for number, one in enumerate(said, 1)], current)


def of_wishes(wishes: list[object], current: str = SOURCE) -> Columns:
    def labels(sections: object) -> list[list[str]]:
        return [[""] * 99]

    def parse(_: Section, text: str) -> object:
        return read(text)

    here = [section("means", current)]
    return carry_columns(base().blocks, here, wishes, parse, labels)  # type: ignore[arg-type]


def text(found: Columns) -> str:
    assert (found.refused, found.merged.clashes, found.merged.unplaced) == ((), (), ())
    return found.sections[0].source


def test_a_column_comes_in_and_goes_out_where_the_table_stands_today() -> None:
    assert text(carried(("JPN", SHARE, LEAD))) == WITH_LEAD
    assert text(carried(("JPN", "Table 1 row 3 column 2", DeleteColumn()))) == (
        SOURCE.replace(" Share          |", "").replace("----------------|", "")
        .replace(" forty per cent |", "").replace(" sixty per cent |", "")
    )  # fmt: skip
    more = "| Deltas | none           |\n"
    today = "First.\n\n" + SOURCE.replace("| Rivers", more + "| Rivers")
    assert text(carried(("JPN", SHARE, LEAD), current=today)) == "First.\n\n" + WITH_LEAD.replace(
        "| Rivers", more.replace("|\n", "|       |\n") + "| Rivers"
    )


def test_the_same_column_of_two_is_one_change_of_both() -> None:
    found = carried(
        ("JPN", AREA, LEAD), ("RUS", SHARE, InsertColumn(("Lead ", "China", "Japan", ""), "before"))
    )
    (step,) = found.steps
    assert (step.agreed.holders, step.agreed.keys) == (("JPN", "RUS"), ("draft-1/JPN-1", "draft-1/RUS-2"))


def test_columns_at_one_place_are_all_kept_in_the_order_of_their_comments() -> None:
    said: list[Said] = [(who, AREA, InsertColumn((who, "x"))) for who in ("RUS", "JPN", "MNG")]
    wishes = [wished(number, one) for number, one in zip((1, 2, 10), said, strict=True)]
    for order in permutations(wishes):
        assert "| Area   | JPN | MNG | RUS | Share " in text(of_wishes(list(order)))


def test_one_heading_with_different_words_at_one_place_is_a_clash() -> None:
    found = carried(("JPN", SHARE, LEAD), ("RUS", SHARE, InsertColumn(("Lead", "Russia"))))
    (clash,) = found.merged.clashes
    assert [one.text for one in clash.alternatives] == ["Lead | China | Japan", "Lead | Russia"]
    assert (found.steps, found.sections[0].source) == ((), SOURCE)


def test_words_that_another_wants_in_a_column_that_goes_out_are_a_clash() -> None:
    words = ("JPN", "Table 1 row 2 column 2", ReplaceWords("forty per cent", "half"))
    for other in (words, ("JPN", SHARE, FormatChange("bold", "Share"))):
        found = carried(("CHN", SHARE, DeleteColumn()), other)
        (clash,) = found.merged.clashes
        assert (clash.reason, clash.base) == (
            "delete against edit",
            "Share | forty per cent | sixty per cent",
        )
        assert found.withheld == {"draft-1/CHN-1", "draft-1/JPN-2"}
        assert found.sections[0].source == SOURCE
    assert carried(("CHN", SHARE, DeleteColumn()), words).merged.clashes[0].alternatives[1].text == (
        "Share | half | sixty per cent"
    )


def test_who_empties_a_cell_or_changes_another_column_does_not_oppose() -> None:
    emptied = ("JPN", "Table 1 row 2 column 2", DeleteBlock("forty per cent"))
    other = ("RUS", RIVERS, ReplaceWords("Rivers", "Lakes"))
    found = carried(("CHN", SHARE, DeleteColumn()), emptied, other)
    assert "Share" not in text(found)
    assert found.withheld == frozenset()


def test_what_is_there_already_is_known_and_what_was_reworded_is_left_to_people() -> None:
    assert [one.key for one in carried(("JPN", SHARE, LEAD), current=WITH_LEAD).merged.already] == [
        "draft-1/JPN-1"
    ]
    gone = text(carried(("JPN", SHARE, DeleteColumn())))
    assert [one.key for one in carried(("JPN", SHARE, DeleteColumn()), current=gone).merged.already] == [
        "draft-1/JPN-1"
    ]
    (lost,) = carried(
        ("JPN", SHARE, DeleteColumn()), current=SOURCE.replace("forty", "fifty")
    ).merged.unplaced
    assert lost.reason == "reworded"
    (lost,) = carried(("JPN", SHARE, LEAD), current=SOURCE.partition("::: {#tbl")[0]).merged.unplaced
    assert (lost.reason, lost.proposed) == ("gone", "Lead | China | Japan")


def test_a_new_row_comes_under_the_columns_of_today() -> None:
    row = InsertRow(("Deltas", "ten per cent"))
    first = text(carried(("JPN", AREA, InsertColumn(("No.", "1", "2"), "before"))))
    assert "|     | Deltas | ten per cent   |\n| 2   | Coasts" in after(("RUS", RIVERS, row), current=first)
    between = text(carried(("JPN", AREA, LEAD)))
    assert "| Deltas |       | ten per cent   |\n" in after(("RUS", COASTS, row), current=between)


def test_other_wording_may_be_agreed_on_for_a_column() -> None:
    for wording in ("Lead | Mongolia", "Lead\nMongolia"):
        wish = wished(1, ("JPN", SHARE, LEAD), wording)
        assert "| forty per cent | Mongolia |" in text(of_wishes([wish]))
