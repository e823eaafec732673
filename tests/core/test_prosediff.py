from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings

from neaspec_cli.core.markdown import Block, Mark
from neaspec_cli.core.prosediff import BREAK, Change, compare, summary
from tests.core.prose import documents, heading, paragraph, revisions, table
from tests.effort import within

LONG = (
    "Each member State designates a focal point that reports on progress in the programme areas every year."
)
OTHER = "The secretariat keeps an open register of all comments and of the replies that were given to them."
THIRD = "Funds come from voluntary contributions, which are announced at the meeting of senior officials."


def kinds(changes: Sequence[Change]) -> list[str]:
    return [change.kind for change in changes]


def paragraphs(*texts: str) -> list[Block]:
    return [paragraph(text) for text in texts]


@given(revisions())
def test_each_change_spells_its_blocks_and_each_block_is_in_one(
    pair: tuple[list[Block], list[Block]],
) -> None:
    old, new = pair
    changes = compare(old, new)
    assert sorted(i for change in changes for i in change.old) == list(range(len(old)))
    assert sorted(j for change in changes for j in change.new) == list(range(len(new)))
    for change in changes:
        kept = "".join(run.text for run in change.runs if run.op != "insert")
        written = "".join(run.text for run in change.runs if run.op != "delete")
        assert kept == BREAK.join(old[i].text for i in change.old)
        assert written == BREAK.join(new[j].text for j in change.new)


@given(revisions())
def test_changes_stand_in_the_order_of_the_new_text_and_what_stayed_in_that_of_the_old(
    pair: tuple[list[Block], list[Block]],
) -> None:
    changes = compare(*pair)
    assert [c.new[0] for c in changes if c.new] == sorted(c.new[0] for c in changes if c.new)
    stayed = [change.old[0] for change in changes if change.old and not change.move]
    assert stayed == sorted(stayed)


@given(documents, documents)
def test_the_kind_of_a_change_agrees_with_what_it_holds(old: list[Block], new: list[Block]) -> None:
    for change in compare(old, new):
        assert bool(change.move) == (change.kind == "moved")
        assert {"inserted": (0, 1), "deleted": (1, 0)}.get(change.kind, (1, 1)) <= (
            len(change.old),
            len(change.new),
        )
        if change.kind in ("same", "formatted"):
            assert all(run.op == "keep" for run in change.runs)


@given(documents)
def test_equal_texts_are_all_same(blocks: list[Block]) -> None:
    changes = compare(blocks, blocks)
    assert set(kinds(changes)) <= {"same"}
    assert summary(changes) == summary(())


def test_a_moved_paragraph_is_moved_with_its_edit_inside() -> None:
    edited = THIRD.replace("voluntary", "assessed")
    changes = compare(paragraphs(LONG, OTHER, THIRD), paragraphs(edited, LONG, OTHER))
    assert kinds(changes) == ["moved", "same", "same"]
    assert (changes[0].old, changes[0].new, changes[0].move) == ((2,), (0,), 1)
    assert [run.text for run in changes[0].runs if run.op != "keep"] == ["voluntary", "assessed"]
    assert summary(changes).words_moved == len(THIRD.split()) - 1


def test_the_heading_of_a_moved_section_goes_with_it() -> None:
    old = [heading("Funds"), paragraph(THIRD), heading("Bodies"), paragraph(LONG), paragraph(OTHER)]
    new = [*old[2:], *old[:2]]
    assert kinds(compare(old, new)) == ["same", "same", "same", "moved", "moved"]


def test_a_split_and_a_join_cost_one_mark() -> None:
    whole = paragraphs(f"{LONG} {OTHER}", THIRD)
    parts = paragraphs(LONG, OTHER, THIRD)
    split, joined = compare(whole, parts), compare(parts, whole)
    assert kinds(split) == ["split", "same"]
    assert kinds(joined) == ["joined", "same"]
    assert [run.text for run in split[0].runs if run.op != "keep"] == [" ", BREAK]
    assert summary(split).words_inserted == summary(joined).words_deleted == 0


def test_a_paragraph_split_in_three_uneven_parts_is_one_change() -> None:
    whole = paragraphs(f"{LONG} {OTHER} {THIRD}")
    assert kinds(compare(whole, paragraphs(LONG, OTHER, THIRD))) == ["split"]


def test_one_cell_is_one_change() -> None:
    old = table([["State", "Funds"], ["Japan", "10"], ["Mongolia", "20"]])
    new = table([["State", "Funds"], ["Japan", "10"], ["Mongolia", "25"]])
    changes = [change for change in compare(old, new) if change.kind != "same"]
    assert [(change.kind, change.old, change.new) for change in changes] == [("edited", (5,), (5,))]


def test_a_row_and_a_column_put_in_mark_only_their_cells() -> None:
    old = [["State", "Funds"], ["Japan", "ten per cent"], ["Mongolia", "two per cent"]]
    row = [old[0], ["China", "one part of ten"], *old[1:]]
    column = [[one, "Year" if number == 0 else "2026", two] for number, (one, two) in enumerate(old)]
    assert kinds(compare(table(old), table(row))).count("inserted") == 2
    changes = compare(table(old), table(column))
    assert kinds(changes).count("inserted") == 3
    assert kinds(changes).count("same") == 6


def test_a_renamed_heading_is_one_edit() -> None:
    old = [heading("Means"), paragraph(LONG)]
    new = [heading("Resources and funds"), paragraph(LONG)]
    assert kinds(compare(old, new)) == ["edited", "same"]


def test_a_note_pairs_with_a_note_and_never_with_a_paragraph() -> None:
    old = [paragraph(LONG), Block("note", OTHER, note=1)]
    new = [paragraph(LONG), paragraph(OTHER), Block("note", THIRD, note=1)]
    assert kinds(compare(old, new)) == ["same", "deleted", "inserted", "inserted"]


def test_other_marks_on_the_same_words_are_formatting() -> None:
    bold = Block("paragraph", LONG, marks=(Mark("strong", 0, 4, (0, 8)),))
    moved_in_source = Block("paragraph", LONG, marks=(Mark("strong", 0, 4, (5, 13)),))
    assert kinds(compare([paragraph(LONG)], [bold])) == ["formatted"]
    assert kinds(compare([bold], [moved_in_source])) == ["same"]
    assert kinds(compare([paragraph(LONG)], [Block("item", LONG, level=1)])) == ["formatted"]


def test_deletions_stand_where_they_stood_and_before_what_replaces_them() -> None:
    changes = compare(
        paragraphs(LONG, "Gone now with hardly a single word", OTHER),
        paragraphs(LONG, "Matter that is brand new to us", OTHER),
    )
    assert kinds(changes) == ["same", "deleted", "inserted", "same"]


@settings(max_examples=25)
@given(documents)
def test_from_nothing_all_is_inserted(blocks: list[Block]) -> None:
    assert set(kinds(compare([], blocks))) <= {"inserted"}
    assert set(kinds(compare(blocks, []))) <= {"deleted"}


def test_a_hundred_thousand_short_paragraphs_end() -> None:
    old = paragraphs(*(f"a{number % 1000}" for number in range(100_000)))
    new = paragraphs(*(f"a{number * 7 % 1009}" for number in range(100_000)))
    with within(10):
        changes = compare(old, new)
    assert sum(len(change.new) for change in changes) == len(new)


def test_a_caption_made_of_the_words_of_another_has_not_moved() -> None:
    old = paragraphs("Figure 6: Emissions inventory conceptual model", LONG, OTHER)
    new = paragraphs(LONG, OTHER, "Figure 6: Emissions inventory trust architecture")
    assert kinds(compare(old, new)) == ["deleted", "same", "same", "inserted"]


def test_a_short_paragraph_that_says_the_same_elsewhere_has_moved() -> None:
    moved = "Figure 6: Emissions inventory conceptual model"
    assert kinds(compare(paragraphs(moved, LONG, OTHER), paragraphs(LONG, OTHER, moved))) == [
        "same",
        "same",
        "moved",
    ]


def test_a_paragraph_was_not_divided_around_code_that_stayed() -> None:
    code = Block("code", "first\nsecond")
    changes = compare([code, paragraph(f"{LONG} {OTHER}")], [paragraph(LONG), code, paragraph(OTHER)])
    assert "split" not in kinds(changes)
