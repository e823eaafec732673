"""Rows, tables, notes and emphasis: wished on the circulated text, placed on the current one, written into it."""

from __future__ import annotations

from itertools import permutations

import pytest

from neaspec_cli.core.bracketed.settling import dropped, settle, taken
from neaspec_cli.core.brackets import read_brackets
from neaspec_cli.core.comments import Comment, Disposition, Place
from neaspec_cli.core.merge import Merged, merge
from neaspec_cli.core.merging.carrying import Carried, carry_out
from neaspec_cli.core.merging.open_runs import of_agreed, of_clash
from neaspec_cli.core.merging.part_placing import with_parts
from neaspec_cli.core.merging.parts import PartWish
from neaspec_cli.core.merging.wishes import Listed, Unwished, listed, wish
from neaspec_cli.core.proposals import (
    DeleteBlock,
    DeleteRow,
    FormatChange,
    InsertBlock,
    InsertRow,
    InsertWords,
    NoteChange,
    Proposal,
    ReplaceWords,
)
from neaspec_cli.core.text.rewriting import CannotPlace, apply_edits
from tests.core.plans import section
from tests.core.reading import read

SOURCE = """# Means

The States *shall* pay their share.[^share]

::: {#tbl-budget .table}
Budget of the programme

| Area   | Share          |
|--------|----------------|
| Rivers | forty per cent |
| Coasts | sixty per cent |
:::

More words.

[^share]: By the scale of 2024.
"""
LABELS = [
    "heading I", "1", "note 1", "caption Table 1",
    *(f"Table 1 row {row} column {column}" for row in (1, 2, 3) for column in (1, 2)), "2",
]  # fmt: skip
RIVERS, COASTS = "Table 1 row 2 column 1", "Table 1 row 3 column 1"
RIVERS_ROW, COASTS_ROW = "| Rivers | forty per cent |\n", "| Coasts | sixty per cent |\n"
Said = tuple[str, str, Proposal]
"""Who, where, and what is proposed."""


def base() -> Listed:
    return listed([("means", read(SOURCE), LABELS)])


def wished(number: int, said: Said, text: str | None = None) -> object:
    holder, block, proposal = said
    verdict = Disposition("accepted with modification", text=text) if text else Disposition("accepted")
    comment = Comment(f"{holder}-{number}", Place("means", block), proposal=proposal, disposition=verdict)
    return wish(comment, f"draft-1/{holder}-{number}", holder, base())


def merged(*said: Said, current: str = SOURCE) -> Merged:
    wishes = [wished(number, one) for number, one in enumerate(said, 1)]
    assert not any(isinstance(one, Unwished) for one in wishes)
    parts = [one for one in wishes if isinstance(one, PartWish)]
    others = [one for one in wishes if not isinstance(one, PartWish)]
    return with_parts(base().blocks, read(current), parts, merge(base().blocks, read(current), others))  # type: ignore[arg-type]


def carried(decided: Merged, current: str = SOURCE, *, together: bool = False) -> Carried:
    here, taken_names = read(current), set[str]()
    runs = [of_clash(one, here, taken_names) for one in decided.clashes]
    runs += [of_agreed(one, here, taken_names) for one in decided.agreed] if together else []
    agreed = () if together else decided.agreed
    labels = [[""] * len(here)]
    return carry_out([section("means", current)], labels, agreed, lambda _, text: read(text), runs)


def after(*said: Said, current: str = SOURCE) -> str:
    """The section once all is merged; nothing may be left over."""
    decided = merged(*said, current=current)
    assert (decided.clashes, decided.unplaced, decided.already) == ((), (), ())
    done = carried(decided, current)
    assert done.refused == ()
    return done.steps[-1].source if done.steps else current


def test_rows_come_in_and_go_out_where_the_table_stands_today() -> None:
    row = InsertRow(("Deltas", "ten per cent"))
    new = "| Deltas | ten per cent   |\n"
    assert after(("JPN", RIVERS, row)) == SOURCE.replace(RIVERS_ROW, RIVERS_ROW + new)
    assert after(("JPN", "Table 1 row 3 column 2", DeleteRow())) == SOURCE.replace(COASTS_ROW, "")
    today = "New first.\n\n" + SOURCE.replace(
        RIVERS_ROW, "| Lakes  | none           |\n" + RIVERS_ROW
    ).replace("# Means\n\n", "# Means\n\nMore first.\n\n")
    assert after(("JPN", RIVERS, row), current=today) == today.replace(RIVERS_ROW, RIVERS_ROW + new)


def test_rows_of_several_at_one_place_are_all_kept_in_the_order_of_their_comments() -> None:
    said: list[Said] = [
        ("RUS", COASTS, InsertRow(("Third", ""), "before")),
        ("JPN", RIVERS, InsertRow(("First", ""))),
        ("JPN", RIVERS, InsertRow(("Second", ""))),
    ]
    expected = SOURCE.replace(
        RIVERS_ROW,
        RIVERS_ROW + "".join(f"| {name} |                |\n" for name in ("First ", "Second", "Third ")),
    )
    numbered = [wished(number, one) for number, one in zip((10, 2, 11), said, strict=True)]
    for order in permutations(numbered):
        decided = with_parts(base().blocks, read(SOURCE), order, Merged())  # type: ignore[arg-type]
        assert carried(decided).steps[-1].source == expected


def test_the_same_row_of_two_is_one_change_of_both() -> None:
    row = InsertRow(("Deltas", "ten per cent"))
    decided = merged(("JPN", RIVERS, row), ("RUS", COASTS, InsertRow(row.cells, "before")))
    (one,) = decided.agreed
    assert (one.holders, one.keys) == (("JPN", "RUS"), ("draft-1/JPN-1", "draft-1/RUS-2"))
    decided = merged(("JPN", RIVERS, DeleteRow()), ("RUS", "Table 1 row 2 column 2", DeleteRow()))
    assert [one.holders for one in decided.agreed] == [("JPN", "RUS")]


def test_what_is_there_already_is_known_and_what_was_reworded_is_left_to_people() -> None:
    there = SOURCE.replace(RIVERS_ROW, RIVERS_ROW + "| Deltas | ten per cent   |\n")
    row = InsertRow(("Deltas", "ten per cent"))
    assert [one.key for one in merged(("JPN", RIVERS, row), current=there).already] == ["draft-1/JPN-1"]
    without = SOURCE.replace(RIVERS_ROW, "")
    assert [one.key for one in merged(("JPN", RIVERS, DeleteRow()), current=without).already] == [
        "draft-1/JPN-1"
    ]
    (lost,) = merged(("JPN", RIVERS, DeleteRow()), current=SOURCE.replace("forty", "fifty")).unplaced
    assert (lost.reason, lost.base, lost.current) == ("reworded", "Rivers | forty per cent", "Rivers")
    (lost,) = merged(("JPN", RIVERS, row), current=without).unplaced
    assert (lost.reason, lost.proposed) == ("gone", "Deltas | ten per cent")


def test_a_row_wished_away_in_which_another_changes_words_is_put_in_brackets_in_both_wordings() -> None:
    said: list[Said] = [
        ("CHN", RIVERS, DeleteRow()),
        ("MNG", "Table 1 row 2 column 2", ReplaceWords("forty per cent", "half")),
    ]
    results = set()
    for order in permutations(said):
        decided = merged(*order)
        (clash,) = decided.clashes
        assert decided.agreed == ()
        assert clash.reason == "delete against edit"
        assert {one.text: one.holders for one in clash.alternatives} == {
            "": ("CHN",),
            "Rivers | half": ("MNG",),
        }
        results.add(carried(decided).sources["plan/means.md"].replace("-1", "-N").replace("-2", "-N"))
    (result,) = results
    row = (
        '| [Rivers]{#b-CHN-N .bracket del="CHN"} | [[forty per cent]{.bracket alt=b-MNG-N by=""}'
        '[half]{.bracket alt=b-MNG-N by="MNG"}]{#b-CHN-N .bracket del="CHN"} |\n'
    )
    assert result == SOURCE.replace(RIVERS_ROW, row)


def settled(source: str, name: str, holder: str | None) -> str:
    here = section("means", source)
    (bracket,) = [one for one in read_brackets(here) if one.id == name]
    edit = settle(source, here.blocks, bracket, taken(bracket, holder) if holder else dropped(bracket))
    applied = apply_edits(source, here.blocks, [edit], read)
    assert applied.refused == ()
    return applied.source


def test_such_a_row_is_settled_either_way() -> None:
    decided = merged(
        ("CHN", RIVERS, DeleteRow()),
        ("MNG", "Table 1 row 2 column 2", ReplaceWords("forty per cent", "half")),
    )
    both = carried(decided).sources["plan/means.md"]
    assert settled(both, "b-CHN-1", "CHN") == SOURCE.replace(RIVERS_ROW, "")
    kept = settled(settled(both, "b-MNG-2", "MNG"), "b-CHN-1", None)
    assert kept == SOURCE.replace(RIVERS_ROW, "| Rivers | half |\n")


def test_rows_that_are_not_decided_stand_in_brackets_until_they_are() -> None:
    decided = merged(("JPN", RIVERS, InsertRow(("Deltas", ""))), ("CHN", COASTS, DeleteRow()))
    both = carried(decided, together=True).sources["plan/means.md"]
    assert '| [Deltas]{#b-JPN-1 .bracket by="JPN"} |                |\n' in both
    assert (
        '| [Coasts]{#b-CHN-2 .bracket del="CHN"} | [sixty per cent]{#b-CHN-2 .bracket del="CHN"} |\n' in both
    )
    assert settled(settled(both, "b-JPN-1", None), "b-CHN-2", None) == SOURCE
    without = settled(settled(both, "b-CHN-2", "CHN"), "b-JPN-1", "JPN")
    assert without == SOURCE.replace(COASTS_ROW, "").replace(
        RIVERS_ROW, RIVERS_ROW + "| Deltas |                |\n"
    )


def test_words_for_an_empty_cell_go_into_it_and_two_wordings_are_left_to_people() -> None:
    blank = SOURCE.replace("sixty per cent", " " * 14)
    labels = [one for one in LABELS if one != "Table 1 row 3 column 2"]
    circulated = listed([("means", read(blank), labels)])

    def filling(holder: str, words: str) -> PartWish:
        place, proposal = Place("means", "Table 1 row 3 column 2"), InsertWords(words, at=0)
        comment = Comment(holder, place, proposal=proposal, disposition=Disposition("accepted"))
        found = wish(comment, f"draft-1/{holder}", holder, circulated)
        assert isinstance(found, PartWish)
        return found

    def decided(*wishes: PartWish, current: str = blank) -> Merged:
        return with_parts(circulated.blocks, read(current), wishes, Merged())

    one, same, other = (
        filling("JPN", "sixty per cent"),
        filling("RUS", "sixty per cent"),
        filling("CHN", "half"),
    )
    both = decided(one, same)
    assert [agreed.holders for agreed in both.agreed] == [("JPN", "RUS")]
    assert carried(both, blank).steps[-1].source == SOURCE
    assert len(decided(one, current=SOURCE).already) == 1
    assert [lost.reason for lost in decided(other, current=SOURCE).unplaced] == ["reworded"]
    (clash,) = decided(one, other).clashes
    assert [(wording.text, wording.holders) for wording in clash.alternatives] == [
        ("half", ("CHN",)),
        ("sixty per cent", ("JPN",)),
    ]
    with pytest.raises(CannotPlace, match="agree on one"):
        of_clash(clash, read(blank), set())


def test_a_table_of_which_all_rows_go_goes_with_its_caption() -> None:
    rows: list[Said] = [("JPN", f"Table 1 row {row} column 1", DeleteRow()) for row in (1, 2, 3)]
    caption: Said = ("JPN", "caption Table 1", DeleteBlock())
    start, end = SOURCE.index(":::"), SOURCE.index("More")
    for said in (rows, [*rows, caption]):
        decided = merged(*said)
        assert len(decided.agreed) == 1
        assert len(decided.agreed[0].keys) == len(said)
        assert after(*said) == SOURCE[:start] + SOURCE[end:]


def test_the_heading_row_alone_is_left_to_people() -> None:
    done = carried(merged(("JPN", "Table 1 row 1 column 1", DeleteRow())))
    assert "whole table" in done.refused[0].reason


@pytest.mark.parametrize(
    ("place", "where"), [("1", "after"), ("Table 1 row 2 column 1", "before"), ("caption Table 1", "before")]
)
def test_a_new_table_comes_beside_a_paragraph_or_a_whole_table(place: str, where: str) -> None:
    new = "| Year | Cost |\n|------|------|\n| 2026 | 5    |\n"
    said = after(("JPN", place, InsertBlock("Year | Cost\n2026 | 5", where, "table")))
    assert said == SOURCE.replace("::: {#tbl", new + "\n::: {#tbl")


def test_notes_are_added_and_taken_out() -> None:
    changed = after(
        ("JPN", "1", NoteChange("Of 1993.", after="The States")),
        ("RUS", "1", NoteChange("As agreed.", after="shall")),
        ("CHN", "2", NoteChange("Last.", after="More")),
        ("CHN", "1", NoteChange(old="By the scale of 2024.")),
    )
    assert changed == (
        SOURCE.replace("States *shall*", "States[^note-1] *shall*[^note-2]").replace("share.[^share]", "share.")
        .replace("More words", "More[^note-3] words")
        .replace("[^share]: By the scale of 2024.", "[^note-1]: Of 1993.\n\n[^note-2]: As agreed.\n\n[^note-3]: Last.")
    )  # fmt: skip


def test_a_note_that_is_named_as_the_block_it_is_goes_as_well() -> None:
    changed = after(("CHN", "note 1", DeleteBlock()))
    assert changed == SOURCE.replace("[^share]\n", "\n").replace("\n[^share]: By the scale of 2024.\n", "")


def test_a_note_that_is_there_already_is_known() -> None:
    said: Said = ("JPN", "1", NoteChange("Of 1993.", after="The States"))
    assert [one.key for one in merged(said, current=after(said)).already] == ["draft-1/JPN-1"]
    said = ("CHN", "1", NoteChange(old="By the scale of 2024."))
    assert [one.key for one in merged(said, current=after(said)).already] == ["draft-1/CHN-1"]


def test_words_are_set_in_bold_or_in_plain_whichever_they_are_not() -> None:
    assert "*shall* **pay** their" in after(("JPN", "1", FormatChange("bold", "pay")))
    assert "States shall pay" in after(("JPN", "1", FormatChange("italic", "shall")))
    assert "States shall pay" in after(("JPN", "1", FormatChange("plain", "shall")))
    assert "**More words.**" in after(("JPN", "2", FormatChange("bold")))
    both = merged(
        ("JPN", "1", FormatChange("bold", "pay their")), ("RUS", "1", FormatChange("bold", "their share"))
    )
    assert [one.holders for one in both.agreed] == [("JPN", "RUS")]
    assert "**pay their share**" in carried(both).steps[-1].source


def test_a_form_that_markdown_does_not_carry_is_left_to_people() -> None:
    found = wished(1, ("JPN", "1", FormatChange("colour, size", "pay")))
    assert isinstance(found, Unwished)
    assert "colour, size" in found.reason


def test_everything_at_once_is_written_step_by_step_and_read_back() -> None:
    changed = after(
        ("JPN", RIVERS, InsertRow(("Deltas", "a|b"))),
        ("RUS", COASTS, DeleteRow()),
        ("CHN", "Table 1 row 2 column 2", ReplaceWords("forty", "fifty")),
        ("KOR", "1", NoteChange("New.", after="States")),
        ("MNG", "1", FormatChange("bold", "States")),
        ("JPN", "1", ReplaceWords("pay", "give")),
        ("WWF", "Table 1 row 2 column 1", FormatChange("bold", "Rivers")),
    )
    assert changed == (
        SOURCE.replace("States", "**States**[^note-1]").replace("pay", "give")
        .replace(RIVERS_ROW + COASTS_ROW, "| **Rivers** | fifty per cent |\n| Deltas | a\\|b           |\n")
        .replace("[^share]: ", "[^note-1]: New.\n\n[^share]: ")
    )  # fmt: skip


def test_the_wording_that_was_agreed_goes_in() -> None:
    row = wished(1, ("JPN", RIVERS, InsertRow(("Deltas", "ten"))), text="Deltas | twelve")
    note = wished(2, ("JPN", "2", NoteChange("Old.", after="More")), text="Agreed.")
    decided = with_parts(base().blocks, read(SOURCE), [row, note], Merged())  # type: ignore[list-item]
    source = carried(decided).steps[-1].source
    assert "| Deltas | twelve         |" in source
    assert "[^note-1]: Agreed." in source


@pytest.mark.parametrize(
    "said",
    [
        [("JPN", "1", NoteChange(old="By the scale of 2024.")), ("RUS", "note 1", ReplaceWords("scale", "rule"))],
        [("JPN", RIVERS, DeleteRow()), ("RUS", "Table 1 row 2 column 2", NoteChange("N.", after="forty"))],
        [("JPN", RIVERS, DeleteRow()), ("RUS", "Table 1 row 2 column 2", FormatChange("bold", "forty"))],
        [("JPN", "1", FormatChange("bold", "pay their")), ("RUS", "1", ReplaceWords("their share", "a part"))],
        [("JPN", "1", NoteChange("N.", after="pay their")), ("RUS", "1", ReplaceWords("pay their share", "give"))],
        [("JPN", "2", DeleteBlock()), ("RUS", "2", FormatChange("bold", "words"))],
    ],
)  # fmt: skip
def test_wishes_for_parts_and_words_that_exclude_each_other_are_left_to_people(said: list[Said]) -> None:
    for order in permutations(said):
        decided = merged(*order)
        (clash,) = decided.clashes
        assert decided.agreed == ()
        assert [one.holders for one in sorted(clash.alternatives, key=lambda one: one.holders)] == [
            ("JPN",),
            ("RUS",),
        ]
        with pytest.raises(CannotPlace, match="agree on one"):
            of_clash(clash, read(SOURCE), set())
