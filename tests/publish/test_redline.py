"""A redline says both revisions: without its deletions the new one, without its insertions the old one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.adapters import pandoc
from neaspec_cli.core.markdown import Node
from neaspec_cli.core.plan import PlanSettings
from neaspec_cli.publish import places
from neaspec_cli.publish.copy import Copy, PrintedLeaf, Provenance, SectionTree, prepare
from neaspec_cli.publish.redline import redline

FATES = {"insertion": ("inserted", "moved-here"), "deletion": ("deleted", "moved-away")}


@cache
def _parsed(text: str) -> list[Node]:
    return pandoc.parse(text)


def copy_of(*texts: str) -> Copy:
    sections = [SectionTree(f"section-{number}", False, _parsed(text)) for number, text in enumerate(texts)]
    return prepare("review", PlanSettings("Plan"), Provenance("Plan", "0" * 40), sections)


def words(nodes: object, without: str) -> str:
    """What the inlines say when the spans of a class are taken out."""
    if isinstance(nodes, list):
        return "".join(words(node, without) for node in nodes)
    assert isinstance(nodes, dict)
    match nodes["t"]:
        case "Str":
            return str(nodes["c"])
        case "Space" | "SoftBreak":
            return " "
        case "LineBreak":
            return "\n"
        case "Code" | "Math" | "RawInline":
            return str(nodes["c"][1])
        case "Note":
            return ""
        case "Span" if without in nodes["c"][0][1]:
            return ""
        case "Span" | "Link" | "Image" | "Quoted":
            return words(nodes["c"][1], without)
        case _:
            return words(nodes["c"], without)


def side(leaves: Sequence[PrintedLeaf], without: str) -> list[str]:
    """Paragraphs as Word has them after all insertions (deletions) are rejected (accepted)."""
    said: list[str] = []
    held = ""
    for leaf in leaves:
        held += words(leaf.inlines, without)
        if leaf.change not in FATES[without]:
            said.append(held)
            held = ""
    return [*said, held] if held else said


def streams(copy: Copy) -> Iterator[list[PrintedLeaf]]:
    """Body and notes apart: notes stand at the foot of the page."""
    yield [leaf for leaf in copy.leaves if leaf.block.kind != "note"]
    yield [leaf for leaf in copy.leaves if leaf.block.kind == "note"]


def check(old: Copy, new: Copy) -> Copy:
    made = redline(old, new)
    for one, before, after in zip(streams(made), streams(old), streams(new), strict=True):
        assert side(one, "deletion") == [words(leaf.inlines, "none") for leaf in after]
        assert side(one, "insertion") == [words(leaf.inlines, "none") for leaf in before]
    return made


def marked(copy: Copy) -> list[tuple[str, str]]:
    """Label and change of each leaf that is not as it was."""
    return [(leaf.label.text, leaf.change) for leaf in copy.leaves if leaf.change]


LONG = "The subregion has made progress in the joint monitoring of air pollutants and will extend it."
OTHER = "Member States share data on migratory birds and their flyways within twelve months of each count."
THIRD = "A fund for joint projects is set up by the secretariat with voluntary contributions of members."


def test_words_are_marked_where_they_changed() -> None:
    made = check(copy_of(f"# A\n\n{LONG}"), copy_of(f"# A\n\n{LONG.replace('joint', 'regular')}"))
    inlines = list(made.leaves)[1].inlines
    spans = [(node["c"][0][1], words(node["c"][1], "")) for node in inlines if node["t"] == "Span"]
    assert spans == [(["deletion"], "joint"), (["insertion"], "regular")]


def test_change_inside_a_link_stays_inside_it() -> None:
    made = check(
        copy_of("See [the old report](https://a.org) now."),
        copy_of("See [the new report](https://a.org) now."),
    )
    links = [node for node in next(iter(made.leaves)).inlines if node["t"] == "Link"]
    assert {tuple(node["c"][0][1]) for link in links for node in link["c"][1] if node["t"] == "Span"} == {
        ("deletion",),
        ("insertion",),
    }


def test_new_and_gone_paragraphs_carry_their_marks() -> None:
    made = check(copy_of(f"{LONG}\n\n{OTHER}"), copy_of(f"{LONG}\n\n{THIRD}"))
    assert [change for _, change in marked(made)] in (["deleted", "inserted"], ["inserted", "deleted"])


def test_moved_paragraph_is_marked_at_both_ends() -> None:
    paragraphs = [
        LONG,
        OTHER,
        THIRD,
        "The plan is reviewed after three years by the Senior Officials Meeting.",
    ]
    moved = [*paragraphs[1:], paragraphs[0]]
    made = check(copy_of("\n\n".join(paragraphs)), copy_of("\n\n".join(moved)))
    assert sorted(change for _, change in marked(made)) == ["moved-away", "moved-here"]


def test_split_paragraph_has_a_new_mark() -> None:
    made = check(copy_of(f"{LONG} {OTHER}"), copy_of(f"{LONG}\n\n{OTHER}"))
    assert marked(made) == [("1", "inserted")]


def test_joined_paragraphs_have_a_deleted_mark() -> None:
    made = check(copy_of(f"{LONG}\n\n{OTHER}"), copy_of(f"{LONG} {OTHER}"))
    assert [change for _, change in marked(made)] == ["deleted"]


def test_item_comes_back_into_its_list() -> None:
    old = copy_of("Text:\n\n- cities of the coast\n- rivers and lakes\n- high mountains")
    made = check(old, copy_of("Text:\n\n- cities of the coast\n- high mountains"))
    lists = [node for node in made.sections[0].tree if node["t"] == "OrderedList"]
    assert len(lists) == 1
    assert len(lists[0]["c"][1]) == 3


TABLE = "| A | B |\n|---|---|\n| first row | one |\n| second row | two |\n| third row | three |\n"


def test_row_comes_back_into_its_table() -> None:
    made = check(copy_of(TABLE), copy_of(TABLE.replace("| second row | two |\n", "")))
    (table,) = made.sections[0].tree
    rows = table["c"][4][0][3]
    assert [len(row[1]) for row in rows] == [2, 2, 2]
    assert [change for _, change in marked(made)] == ["deleted", "deleted"]


def test_whole_table_comes_back() -> None:
    made = check(copy_of(f"{LONG}\n\n{TABLE}\n{OTHER}"), copy_of(f"{LONG}\n\n{OTHER}"))
    assert [node["t"] for node in made.sections[0].tree] == ["Para", "Table", "Para"]


def test_lost_column_keeps_the_shape_of_the_table() -> None:
    narrow = "| A |\n|---|\n| first row |\n| second row |\n| third row |\n"
    for old, new in ((TABLE, narrow), (narrow, TABLE)):
        made = redline(copy_of(old), copy_of(new))
        (table,) = made.sections[0].tree
        assert {len(row[1]) for row in table["c"][4][0][3]} == {len(table["c"][2])}


def test_removed_note_is_marked_in_text_that_stays() -> None:
    made = check(copy_of(f"{LONG}[^1]\n\n[^1]: See the report.\n"), copy_of(LONG))
    assert [change for _, change in marked(made)] == ["deleted"]
    assert len(list(places.notes(next(iter(made.leaves)).inlines))) == 1


def test_section_that_is_gone_comes_back() -> None:
    made = check(copy_of(f"# A\n\n{LONG}", f"# B\n\n{OTHER}", f"# C\n\n{THIRD}"), copy_of(f"# A\n\n{LONG}"))
    assert len(made.sections) == 3


def test_all_new_and_all_gone() -> None:
    check(copy_of(LONG), copy_of("# Quite different\n\nNothing of it remains here, not one word."))
    check(copy_of(LONG), copy_of())
    check(copy_of(), copy_of(LONG))


def test_copies_stay_as_they_are() -> None:
    old, new = copy_of(f"{LONG}\n\n{OTHER}"), copy_of(f"{OTHER}\n\n{THIRD}")
    texts = [[words(leaf.inlines, "") for leaf in one.leaves] for one in (old, new)]
    redline(old, new)
    assert texts == [[words(leaf.inlines, "") for leaf in one.leaves] for one in (old, new)]
    assert not any(leaf.change for leaf in new.leaves)


SENTENCES = [
    LONG,
    OTHER,
    THIRD,
    "Short one.",
    "Another *marked* text with [a link](https://a.org) in it.",
    "`code` here",
]
sentence = st.sampled_from(SENTENCES)
paragraph = st.lists(sentence, min_size=1, max_size=3).map(" ".join)
names = st.integers(1, 999)
noted = st.tuples(paragraph, sentence, names).map(lambda one: f"{one[0]}[^{one[2]}]\n\n[^{one[2]}]: {one[1]}")
items = st.lists(paragraph, min_size=1, max_size=4).map(lambda found: "\n".join(f"- {one}" for one in found))
nested = st.tuples(items, items).map(
    lambda two: two[0] + "\n" + "\n".join("    " + line for line in two[1].split("\n"))
)
rows = st.lists(st.tuples(sentence, sentence), min_size=1, max_size=4)
table = rows.map(
    lambda found: "| A | B |\n|---|---|\n" + "\n".join(f"| {one} | {other} |" for one, other in found)
)
boxed = paragraph.map(lambda text: f"::: placeholder\n{text}\n:::")
quoted = paragraph.map(lambda text: f"> {text}")
fenced = st.sampled_from(["```\nfirst\n\nsecond\n```", "```\nfirst\nthird\n```"])
heading = st.sampled_from(["# One", "## Two", "## Three"])
block = st.one_of(paragraph, paragraph, noted, items, nested, table, boxed, quoted, fenced, heading)
text = st.lists(block, max_size=6).map("\n\n".join)


@settings(max_examples=150, deadline=None)
@given(old=st.lists(text, min_size=1, max_size=2), new=st.lists(text, min_size=1, max_size=2))
def test_both_revisions_are_in_it(old: list[str], new: list[str]) -> None:
    check(copy_of(*old), copy_of(*new))


@settings(max_examples=100, deadline=None)
@given(blocks=st.lists(block, min_size=2, max_size=7, unique=True), data=st.data())
def test_both_revisions_are_in_it_after_small_edits(blocks: list[str], data: st.DataObject) -> None:
    edited = data.draw(st.permutations(blocks)) if data.draw(st.booleans()) else list(blocks)
    del edited[data.draw(st.integers(0, len(edited) - 1))]
    edited = [one.replace("members", "States").replace("joint ", "") for one in edited]
    check(copy_of("\n\n".join(blocks)), copy_of("\n\n".join(edited)))


@pytest.mark.parametrize("text", [LONG, TABLE, f"# A\n\n- x\n- y\n\n> {OTHER}[^1]\n\n[^1]: {THIRD}"])
def test_nothing_is_marked_where_nothing_changed(text: str) -> None:
    made = check(copy_of(text), copy_of(text))
    assert not marked(made)
    assert [leaf.label for leaf in made.leaves] == [leaf.label for leaf in copy_of(text).leaves]


def moves_of(leaf: PrintedLeaf) -> set[str]:
    """The numbers of moves on the words of a leaf."""
    return {
        dict(node["c"][0][2]).get("move", "")
        for node in leaf.inlines
        if node["t"] == "Span" and {"insertion", "deletion"} & set(node["c"][0][1])
    }


def test_words_that_went_to_another_paragraph_have_the_number_of_their_move_at_both_ends() -> None:
    made = check(copy_of(f"{LONG} {OTHER}\n\n{THIRD}"), copy_of(f"{LONG}\n\n{THIRD} {OTHER}"))
    assert [(leaf.change, "1" in moves_of(leaf)) for leaf in made.leaves] == [("", True), ("", True)]


def test_a_passage_out_of_a_deleted_paragraph_keeps_its_number() -> None:
    old, new = f"{THIRD}\n\n{LONG}\n\nNothing was left of it. {OTHER}", f"{THIRD} {OTHER}\n\n{LONG}"
    made = check(copy_of(old), copy_of(new))
    assert [(leaf.change, "1" in moves_of(leaf)) for leaf in made.leaves] == [
        ("", True),
        ("", False),
        ("deleted", True),
    ]


ROW = f"| {LONG} | {LONG} |"
TWO_ROWS = f"| A | B |\n|---|---|\n{ROW}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([f"{LONG}\n\n{TWO_ROWS}", TWO_ROWS], [f"::: placeholder\n{LONG}\n:::"]),
        ([TWO_ROWS, TWO_ROWS], [f"{TWO_ROWS}\n{ROW}"]),
        ([f"```\nfirst\n```\n\n{LONG} {OTHER}"], [f"{LONG}\n\n```\nfirst\n```\n\n{OTHER}"]),
    ],
)
def test_what_left_keeps_its_order_among_what_stays(old: list[str], new: list[str]) -> None:
    check(copy_of(*old), copy_of(*new))
