"""A compilation text as tracked changes: read by another reader, those of one State alone give that State's text."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.compilation import Compilation
from neaspec_cli.core.compiling.wants import Words
from neaspec_cli.core.proposals import (
    DeleteBlock,
    DeleteRow,
    DeleteWords,
    InsertBlock,
    InsertRow,
    InsertWords,
    Join,
    Move,
    NoteChange,
    Proposal,
    ReplaceWords,
    Split,
)
from neaspec_cli.errors import InternalFault
from neaspec_cli.intake import guard
from neaspec_cli.intake.word_document import read_document
from neaspec_cli.intake.word_marks import Mark
from neaspec_cli.intake.word_text import Document, Paragraph
from neaspec_cli.publish.copy import Copy
from neaspec_cli.publish.tracked import write_tracked
from tests.publish.copies import ANNEXES, RICH, copy_of
from tests.publish.test_compiled import ASKED, compilation
from tests.publish.wordcheck import NO_SOFFICE, SOFFICE, office

NAMES = {
    "CHN": "China",
    "JPN": "Japan",
    "KOR": "Korea; Republic of",
    "MNG": "Mongolia",
    "PRK": "Democratic People's Republic of Korea",
    "RUS": "Russian Federation",
}
PLAN = """# Goals

States build low carbon cities by 2030, and more.[^1]

Second paragraph.

- first item
- second item

| When | What |
|------|------|
| 2025 | draft |

Last one.

[^1]: See the study.
"""


def opened(copy: Copy, made: Compilation) -> Document:
    return read_document(guard.open_package(write_tracked(copy, made, NAMES)))


def accepted(document: Document, name: str) -> list[str]:
    """The paragraphs of the plan with the changes of one author alone, as the reader of returned files has them."""

    def stands(changes: tuple[Mark, ...]) -> bool:
        return all(mark.is_insertion == (name in mark.author.split("; ")) for mark in changes)

    body = [one for one in document.paragraphs if one.story == "body"]
    first = next(place for place, one in enumerate(body) if one.bookmarks)
    found, held = [], ""
    kept = [one for one in body[first:] if all(stands(row.changes) for row in one.rows)]
    for number, one in enumerate(kept):
        held += "".join(part.text for part in one.segments if stands(part.changes))
        if stands(one.mark_changes) or _is_last(kept, number):
            found.append(held)
            held = ""
    return [one for one in found if one.strip()]


def _is_last(kept: list[Paragraph], number: int) -> bool:
    return number + 1 == len(kept) or kept[number + 1].container != kept[number].container


def only(copy: Copy, *wishes: tuple[str, Proposal]) -> list[str]:
    """What is left when China's changes are accepted, Japan deleting everything meanwhile."""
    labels = [leaf.label.text for leaf in copy.leaves if leaf.block.kind != "note"]
    made = compilation(copy, {"CHN": wishes, "JPN": [(label, DeleteBlock()) for label in labels]})
    return accepted(opened(copy, made), "China")


@pytest.fixture(scope="module")
def copy() -> Copy:
    return copy_of(PLAN)


TEXT = [
    "Goals",
    "States build low carbon cities by 2030, and more.",
    "Second paragraph.",
    "first item",
    "second item",
    "When",
    "What",
    "2025",
    "draft",
    "Last one.",
]


@pytest.mark.parametrize(
    ("wish", "old", "new"),
    [
        (("1", ReplaceWords("low carbon", "green")), TEXT[1:2], ["States build green cities by 2030, and more."]),
        (("2", InsertWords("very short ", before="para")), TEXT[2:3], ["Second very short paragraph."]),
        (("1", DeleteWords(" by 2030")), TEXT[1:2], ["States build low carbon cities, and more."]),
        (("1", Split("and more")), TEXT[1:2], ["States build low carbon cities by 2030, ", "and more."]),
        (("1", Join("; ")), TEXT[1:3], ["States build low carbon cities by 2030, and more.; Second paragraph."]),
        (("1", Join("")), TEXT[1:3], ["States build low carbon cities by 2030, and more.Second paragraph."]),
        (("2", DeleteBlock()), TEXT[2:3], []),
        (("1", Move("section-1", "3")), [*TEXT[1:]], [*TEXT[2:], TEXT[1]]),
        (("2", InsertBlock("A\n\nB")), TEXT[2:3], ["Second paragraph.", "A", "B"]),
        (("2", InsertBlock("Means", "before", "heading", 2)), TEXT[2:3], ["Means", "Second paragraph."]),
        (("Table 1 row 2 column 1", InsertBlock("and 2026")), TEXT[7:8], ["2025", "and 2026"]),
        (("Table 1 row 2 column 1", DeleteRow()), TEXT[7:9], []),
        (("Table 1 row 2 column 2", InsertRow(("2026", "final"))), TEXT[8:9], ["draft", "2026", "final"]),
        (("1", NoteChange("New.", after="cities")), [], []),
        (("2", InsertBlock("Year | Sum\n2027 |", kind="table")), TEXT[2:3], [TEXT[2], "Year", "Sum", "2027"]),
        (("Table 1 row 2 column 1", InsertBlock("A | B", "before", "table")), TEXT[5:6], ["A", "B", "When"]),
        (("Table 1 row 1 column 1", InsertBlock("A | B", kind="table")), TEXT[8:9], ["draft", "A", "B"]),
        (("Table 1 row 2 column 1", Move("section-1", "Table 1 row 1 column 2")), TEXT[6:8], ["What", "2025"]),
        (("Table 1 row 2 column 2", Move("section-1", "1")), TEXT[1:9], [TEXT[1], "draft", *TEXT[2:8]]),
        (("Table 1 row 2 column 1", Join("; ")), TEXT[7:9], ["2025; draft"]),
    ],
)  # fmt: skip
def test_each_kind_of_proposal_is_a_tracked_change(
    copy: Copy, wish: tuple[str, Proposal], old: list[str], new: list[str]
) -> None:
    place = TEXT.index(old[0]) if old else 0
    assert only(copy, wish) == [*TEXT[:place], *new, *TEXT[place + len(old) :]]


def test_nobodys_changes_leave_what_was_circulated(copy: Copy) -> None:
    assert only(copy, ("1", DeleteWords("low"))) != TEXT
    made = compilation(copy, {"CHN": [("1", DeleteWords("low"))]})
    assert accepted(opened(copy, made), "nobody") == TEXT


def test_changes_of_several_in_the_same_words_are_one_and_so_are_words_that_several_delete(
    copy: Copy,
) -> None:
    made = compilation(
        copy,
        {
            "CHN": [("1", DeleteWords("low carbon cities"))],
            "JPN": [("1", DeleteWords("carbon cities by"))],
            "KOR": [("1", InsertWords(" and soon", after="more"))],
            "MNG": [("1", InsertWords(" and soon", after="more"))],
        },
    )
    document = opened(copy, made)
    text = next(one for one in document.paragraphs if one.original.startswith("States"))
    told = [(one.text, tuple(mark.author for mark in one.changes)) for one in text.segments if one.changes]
    assert told == [
        ("low ", ("China",)),
        ("carbon cities", ("China; Japan",)),
        (" by", ("Japan",)),
        (" and soon", ("Korea, Republic of; Mongolia",)),
    ]


def test_a_second_wish_for_the_same_words_is_signed_as_such(copy: Copy) -> None:
    """Each of them is a change; those of the first alone and those of the second alone give a text."""
    made = compilation(
        copy,
        {
            "CHN": [
                ("1", ReplaceWords("low carbon", "green")),
                ("1", ReplaceWords("carbon cities", "towns")),
                ("1", DeleteWords("low carbon")),
                ("2", DeleteWords("Second ")),
            ],
            "JPN": [("1", ReplaceWords("low carbon", "green"))],
        },
    )
    document = opened(copy, made)
    assert document.remarks == []
    texts = {name: accepted(document, name)[1:3] for name in ("China", "China (2)", "China (3)", "Japan")}
    second = TEXT[2].replace("Second ", "")
    assert texts == {
        "China": ["States build  cities by 2030, and more.", second],
        "China (2)": ["States build green cities by 2030, and more.", TEXT[2]],
        "China (3)": ["States build low towns by 2030, and more.", TEXT[2]],
        "Japan": ["States build green cities by 2030, and more.", TEXT[2]],
    }


def test_a_new_table_is_of_rows_that_come_in_and_leaves_nothing_when_it_is_rejected(copy: Copy) -> None:
    made = compilation(copy, {"CHN": [("2", InsertBlock("Year | Sum\n2027 | 5", kind="table"))]})
    document = opened(copy, made)
    assert document.remarks == []
    rows = {row.number: row for one in document.paragraphs for row in one.rows if row.changes}
    assert sorted(rows) == [1, 2]
    assert accepted(document, "nobody") == TEXT


def test_a_replacement_that_repeats_words_is_the_same_as_one_that_does_not(copy: Copy) -> None:
    made = compilation(
        copy,
        {
            "CHN": [("1", ReplaceWords("low carbon cities", "carbon cities"))],
            "JPN": [("1", DeleteWords("low "))],
        },
    )
    marks = [one for one in opened(copy, made).marks if one.tag in ("ins", "del")]
    assert [one.author for one in marks] == ["China; Japan"]


def test_a_change_has_the_day_of_its_comment(copy: Copy) -> None:
    made = compilation(copy, {"CHN": [("1", DeleteWords("low"))]})
    document = opened(copy, made)
    assert {mark.date for mark in document.marks if mark.tag == "del"} == {"2025-07-01T00:00:00Z"}
    assert copy.provenance.date == date(2025, 7, 1), "the day of the circulation, where no other is known"


def test_what_no_change_can_say_is_a_comment_by_its_source() -> None:
    rich = copy_of(RICH, annexes=ANNEXES, kind="annotated")
    document = opened(rich, compilation(rich))
    told = {(one.mark.author, one.text.split(":")[0]) for one in document.remarks}
    assert ("Democratic People's Republic of Korea", "Proposal") in told
    assert ("Russian Federation", "Proposal") in told
    assert any(
        one.mark.author == "Mongolia" and one.text.startswith("] [CHN: delete]") for one in document.remarks
    )


def test_six_states_with_all_kinds_of_proposal_each_have_their_text() -> None:
    """The file is proved by its own reader when it is written; here the reader of returned files reads the words."""
    rich = copy_of(RICH, annexes=ANNEXES, kind="annotated")
    document = opened(rich, compilation(rich))
    texts = {source: accepted(document, NAMES[source].replace(";", ",")) for source in ASKED}
    assert "Basis" in texts["CHN"]
    assert "Mandate" not in texts["CHN"]
    assert "The plan is set to guide  across North-East Asia." in texts["CHN"]
    assert "accelerating the progress fully [by 2035];" in texts["JPN"]
    assert "In the cell." in texts["KOR"]
    assert "too many" in texts["MNG"]
    assert "[A whole paragraph in brackets.; And a second one.]" in texts["PRK"]
    assert "Новый текст." in texts["RUS"]


def test_a_file_that_does_not_give_every_text_is_refused(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    made = compilation(copy, {"CHN": [("1", DeleteWords("low"))]})
    monkeypatch.setattr("neaspec_cli.publish.tracked_words.Rewriting.gone_at", lambda *_: [])
    with pytest.raises(InternalFault):
        write_tracked(copy, made, NAMES)


WORDS = st.tuples(st.integers(0, 40), st.integers(0, 9), st.sampled_from(["x", "", " y ", "a\n\nb"]))


def wish(text: str, start: int, size: int, new: str) -> Proposal | None:
    """Words put in, taken out or replaced; None where nothing is."""
    old = text[start : start + size]
    if old:
        return ReplaceWords(old, new, start) if new else DeleteWords(old, start)
    return InsertWords(new, at=start) if new else None


@settings(max_examples=20)
@given(st.dictionaries(st.sampled_from(sorted(NAMES)), st.lists(WORDS, min_size=1, max_size=4), min_size=2))
def test_random_words_of_several_states_give_each_its_text(
    copy: Copy, asked: dict[str, list[tuple[int, int, str]]]
) -> None:
    text = TEXT[1]
    wishes = {
        source: [("1", found) for one in wanted if (found := wish(text, *one))]
        for source, wanted in asked.items()
    }
    made = compilation(copy, wishes)
    document = opened(copy, made)
    assert accepted(document, "nobody") == TEXT
    for source in made.holders:
        words = sorted(
            {one.what for one in made.wants if one.holder == source and isinstance(one.what, Words)}
        )
        if all(one.end < other.start for one, other in pairwise(words)):
            wanted_text = text
            for one in reversed(words):
                wanted_text = wanted_text[: one.start] + one.new + wanted_text[one.end :]
            parts = [part for part in wanted_text.split("\n\n") if part.strip()]
            assert accepted(document, NAMES[source].replace(";", ",")) == ["Goals", *parts, *TEXT[2:]]


@pytest.mark.skipif(SOFFICE is None, reason=NO_SOFFICE)
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    rich = copy_of(RICH, annexes=ANNEXES, kind="annotated")
    assert (
        office(write_tracked(rich, compilation(rich), NAMES), "pdf", tmp_path)
        .read_bytes()
        .startswith(b"%PDF")
    )
