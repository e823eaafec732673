"""A compilation text holds what was circulated and what each source wants, to the letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neaspec_cli.core.comments import Comment, Disposition, Place, SourceFeedback
from neaspec_cli.core.compilation import Compilation, compiled, pieces, prove
from neaspec_cli.core.compiling.reading import read
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.merging.wishes import listed
from neaspec_cli.core.proposals import (
    DeleteBlock,
    DeleteRow,
    DeleteWords,
    FormatChange,
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

STATES = ("CHN", "JPN", "KOR", "MNG", "PRK", "RUS")
BLOCKS = (
    Block("heading", "Goals", level=1),
    Block("paragraph", "States build low carbon cities by 2030, and more."),
    Block("paragraph", "Second [sic] one: *here*, {++ here ++} <b>"),
    Block("note", "See the first study.", note=1),
    Block("cell", "When", table=1, path=(1, 1)),
    Block("cell", "What", table=1, path=(1, 2)),
    Block("cell", "2025", table=1, path=(2, 1)),
    Block("cell", "", table=1, path=(2, 2)),
    Block("item", "an item of 한국어 and 日本の環境省", path=(1,), level=1),
)
LABELS = (
    "heading I",
    "1",
    "2",
    "note 1",
    *(f"Table 1 row {r} column {c}" for r in (1, 2) for c in (1, 2)),
    "2(a)",
)
Said = tuple[SourceFeedback, Comment]


def say(source: str, *wishes: tuple[str, Proposal | None], **more: object) -> list[Said]:
    """Comments of a source, each on the block of a label."""
    comments = [
        Comment(id=f"{source}-{n:03d}", place=Place("goals", label), proposal=wish, comment="Why not?")
        for n, (label, wish) in enumerate(wishes, 1)
    ]
    return [(SourceFeedback("draft-1", source), replace(one, **more)) for one in comments]  # type: ignore[arg-type]


def compile_all(said: Sequence[Said], remarks: bool = False) -> Compilation:
    """The compilation of these comments, proved."""
    made = compiled("draft-1", listed([("goals", BLOCKS, LABELS)]), LABELS, said, remarks=remarks)
    prove(made, pieces(made.lines))
    return made


def shown(made: Compilation) -> list[str]:
    """The lines as a reader sees them."""
    return ["".join("¶" if run.role == "break" else run.text for run in line.runs) for line in made.lines]


def test_identical_proposals_stand_once_with_all_who_make_them() -> None:
    made = compile_all(
        say("MNG", ("1", InsertWords("and resilient ", before="cities")))
        + say("JPN", ("1", InsertWords(" and resilient", after="carbon")))
    )
    assert shown(made)[1] == "States build low carbon [JPN, MNG: and resilient] cities by 2030, and more."


def test_clashing_proposals_stand_side_by_side() -> None:
    made = compile_all(
        say("JPN", ("1", ReplaceWords("low carbon", "carbon-neutral")))
        + say("CHN", ("1", DeleteWords("low carbon")))
        + say("KOR", ("1", ReplaceWords("carbon cities", "towns")))
    )
    assert shown(made)[1] == (
        "States build [low carbon cities] [CHN: cities] [JPN: carbon-neutral cities] [KOR: low towns]"
        " by 2030, and more."
    )


def test_a_deletion_is_said_in_a_word() -> None:
    made = compile_all(say("CHN", ("1", DeleteWords("by 2030, "))))
    assert shown(made)[1] == "States build low carbon cities [by 2030, ] [CHN: delete] and more."


def test_what_is_no_change_of_words_is_told_in_its_place() -> None:
    made = compile_all(
        say(
            "RUS",
            ("1", DeleteBlock()),
            ("1", Split("and more")),
            ("1", Join("; ")),
            ("2", Move("goals", "1", "before")),
            ("1", NoteChange("See there.", after="cities")),
            ("2", FormatChange("bold", "one")),
            ("Table 1 row 2 column 1", DeleteRow()),
            ("Table 1 row 1 column 1", InsertRow(("Then", "That"))),
            ("2", InsertBlock("A\n\nB")),
            ("2", InsertBlock("Means", kind="heading", level=2, where="before")),
        )
    )
    lines = shown(made)
    assert lines[1] == (
        "States build low carbon cities [RUS: new note: See there.] by 2030, [RUS: begin a new paragraph] and more."
        " [RUS: delete this paragraph] [RUS: join with the next paragraph: ; ]"
    )
    assert lines[2] == "[RUS: new heading: Means]"
    assert lines[3].startswith("Second [sic] one [RUS: form: bold: one]: *here*")
    assert lines[3].endswith("[RUS: move before 1]")
    assert lines[5:7] == ["[RUS: new paragraph: A", "B]"], "after the note of the paragraph"
    assert lines[9:11] == ["[RUS: new row: Then", "That]"]
    assert lines[11] == "2025 [RUS: delete this row]"


def test_a_source_that_wants_two_things_at_once_has_both_the_first_one_first() -> None:
    made = compile_all(
        say("JPN", ("1", ReplaceWords("2030", "2035")), ("1", ReplaceWords("2030", "2040")))
        + say("KOR", ("1", ReplaceWords("2030", "2040")))
    )
    assert "[2030] [JPN: 2035] [KOR: 2040] [JPN: 2040]," in shown(made)[1]


def test_what_has_no_place_is_listed_at_the_end_once() -> None:
    made = compile_all(
        say("JPN", ("1", DeleteWords("nowhere")), ("2", None)) + say("CHN", ("", None), ("2", None)),
        remarks=True,
    )
    assert shown(made)[len(BLOCKS) :] == [
        "Comments and proposals without a place in the text",
        "[CHN: comment: goals: Why not?]",
        "[JPN: comment: 1: Why not?]",
        "[JPN: proposal: 1: delete “nowhere”]",
        "[CHN, JPN: comment: 2: Why not?]",
    ]


def test_what_is_withheld_or_withdrawn_is_not_in_it() -> None:
    gone = Disposition("noted", reason="Withdrawn: it is not in what the source returned on 2025-07-01.")
    made = compile_all(
        say("JPN", ("1", DeleteWords("low")), public=False)
        + say("KOR", ("1", DeleteWords("more")), disposition=gone)
        + say("CHN", ("2", None), public=False),
        remarks=True,
    )
    assert shown(made) == [block.text for block in BLOCKS]
    assert made.withheld == 2


def test_no_name_of_a_person_and_no_note_of_the_house_is_in_it() -> None:
    made = compile_all(
        say("JPN", ("1", DeleteWords("low")), author="A. Person", submitter="B. Person", note="Internal."),
        True,
    )
    assert "Person" not in repr(made.lines)
    assert "Internal" not in repr(made.lines)


# --- the law ----------------------------------------------------------------------------------------------

HOSTILE = st.sampled_from(
    ["[JPN: x]", "]", "[", "[CHN: delete]", "¶", "<b>", "**", "`", "{++a++}", " ", "\n\n", "한국"]
)
TEXTS = st.lists(st.one_of(HOSTILE, st.text(st.characters(codec="utf-8", categories=["L", "P", "Zs"]), max_size=6)),
                 min_size=1, max_size=4).map("".join)  # fmt: skip


@st.composite
def wishes(draw: st.DrawFn) -> tuple[str, Proposal]:
    """A proposal of any kind on any block."""
    number = draw(st.integers(0, len(BLOCKS) - 1))
    text = BLOCKS[number].text
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    new, other = draw(TEXTS), draw(st.sampled_from(LABELS))
    where = draw(st.sampled_from(["before", "after"]))
    kinds: list[Proposal] = [
        InsertWords(new, at=start),
        Split(text[start:end], at=start),
        Join(draw(st.sampled_from([" ", "", ", "]))),
        Move("goals", other, where),
        InsertBlock(new, where, draw(st.sampled_from(["paragraph", "heading", "item", "table"]))),
        DeleteBlock(text),
        InsertRow((new, draw(TEXTS)), where),
        DeleteRow(),
        NoteChange(new, at=start),
        FormatChange("bold"),
    ]
    if start < end:
        kinds += [DeleteWords(text[start:end], at=start), ReplaceWords(text[start:end], new, at=start)] * 4
        kinds += [Move("goals", other, where, text[start:end], start, 0)]
    return LABELS[number], draw(st.sampled_from(kinds))


@given(st.dictionaries(st.sampled_from(STATES), st.lists(wishes(), min_size=1, max_size=5), min_size=2))
def test_read_back_it_is_the_circulated_text_and_what_each_source_wants(
    asked: dict[str, list[tuple[str, Proposal]]],
) -> None:
    made = compile_all([one for source, wanted in asked.items() for one in say(source, *wanted)])
    alone = {source: compile_all(say(source, *wanted)) for source, wanted in asked.items()}
    together = read(pieces(made.lines))
    assert [one.stripped for one in together.lines] == [block.text for block in BLOCKS]
    for source, only in alone.items():
        expected = [one.picked(source) for one in read(pieces(only.lines)).lines]
        assert [one.picked(source) for one in together.lines] == expected


def test_a_file_that_lacks_the_second_wish_of_a_source_is_refused() -> None:
    made = compile_all(say("JPN", ("1", ReplaceWords("2030", "2035")), ("1", ReplaceWords("2030", "2040"))))
    printed = [
        [(role, "2035" if text == "2040" else text) for role, text in line] for line in pieces(made.lines)
    ]
    with pytest.raises(InternalFault):
        prove(made, printed)


@pytest.mark.parametrize("lost", ["text", "words", "sign"])
def test_a_file_that_lacks_anything_is_refused(lost: str) -> None:
    made = compile_all(say("JPN", ("1", ReplaceWords("2030", "2035"))))
    printed = pieces(made.lines)
    place = next(n for n, (role, _) in enumerate(printed[1]) if role == lost)
    del printed[1][place]
    with pytest.raises(InternalFault):
        prove(made, printed)
