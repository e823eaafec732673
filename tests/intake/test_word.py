"""What a returned Word file says is placed on the circulated text, and every mark in it is accounted for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from neaspec_cli.core import proposals as p
from neaspec_cli.core.comments import Comment
from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import CirculatedText, circulated
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.intake.word import read
from tests.intake.wordfiles import comment, gone, ins, note, on, par, run, table, thread, word

TEXTS = (
    "Clean air for all cities of the region.",
    "States agree to monitor dust storms in spring.",
    "Marine protected areas are linked by 2030.",
    "Finance comes from the core fund.",
)
SENT = circulated(
    "draft-1",
    "Plan",
    "",
    [("areas", [Block("paragraph", text) for text in TEXTS], [str(number) for number in range(1, 5)])],
)


def returned(*paragraphs: str, **rest: Sequence[str]) -> Intake:
    """The four paragraphs, some of them changed: an empty string stands for an unchanged one."""
    made = [one or par(run(TEXTS[n]), marker=n + 1) for n, one in enumerate(paragraphs)]
    made += [par(run(TEXTS[n]), marker=n + 1) for n in range(len(made), 4)]
    return read(word(*made, **rest), SENT)  # type: ignore[arg-type]


def told(intake: Intake) -> list[tuple[str, p.Proposal | None]]:
    assert intake.receipt.balance == 0
    return [(one.place.block, one.proposal) for one in intake.comments]


def only(intake: Intake) -> Comment:
    assert intake.receipt.balance == 0
    (one,) = intake.comments
    return one


def test_an_unchanged_file_says_nothing() -> None:
    intake = returned()
    assert (intake.comments, intake.reply, intake.receipt.elements) == ((), "no comments", {})


def test_a_replacement_is_one_comment_with_author_and_date() -> None:
    one = only(returned("", par(run("States "), gone("agree"), ins("commit"), run(TEXTS[1][12:]), marker=2)))
    assert one.proposal == p.ReplaceWords("agree", "commit", 7)
    assert (one.place.section, one.place.block, one.place.quote) == ("areas", "2", "agree")
    assert (one.origin, one.kind, one.author, one.date) == (
        "tracked",
        "substantive",
        "A",
        "2025-07-20T10:00:00Z",
    )


def test_a_retyped_paragraph_is_cut_to_its_words() -> None:
    new = TEXTS[0].replace("all cities", "all towns")
    intake = returned(par(gone(TEXTS[0]), ins(new), marker=1))
    assert told(intake) == [("1", p.ReplaceWords("cities", "towns", 18))]
    assert intake.receipt.placed == 2


def test_changes_nested_by_two_authors_leave_what_stands() -> None:
    inner = '<w:ins w:id="1" w:author="A">' + gone("old ", "B") + run("new ") + "</w:ins>"
    intake = returned("", "", "", par(run("Finance comes from the "), inner, run("core fund."), marker=4))
    assert told(intake) == [("4", p.InsertWords("new ", "Finance comes from the ", "", 23))]
    assert intake.receipt.elements == {"insertions": 1, "deletions": 1}
    assert [one.reason for one in intake.receipt.unsupported] == [
        "no words of it are left, or only the end of a paragraph"
    ]


def test_an_insertion_taken_back_by_another_is_accounted_for() -> None:
    inner = '<w:ins w:id="1" w:author="A">' + gone("gone again", "B") + "</w:ins>"
    intake = returned(par(run(TEXTS[0]), inner, marker=1))
    assert told(intake) == []
    assert len(intake.receipt.unsupported) == 2


def test_silent_changes_are_found_beside_tracked_ones() -> None:
    intake = returned(par(run("Very clean air for "), gone("all "), run(TEXTS[0][18:]), marker=1))
    assert told(intake) == [("1", p.ReplaceWords("Clean", "Very clean", 0)), ("1", p.DeleteWords("all ", 14))]
    assert [one.origin for one in intake.comments] == ["silent", "tracked"]
    assert len(intake.receipt.silent) == 1


def test_what_word_processors_change_by_themselves_is_noise() -> None:
    intake = returned("", "", "", par(run("Finance  comes from\u00a0the core fund. "), marker=4))
    assert (told(intake), intake.receipt.noise) == ([], 1)


def test_a_new_paragraph_after_and_before() -> None:
    after = returned("", par(run(TEXTS[1]), marker=2, mark="ins") + par(ins("New one.")))
    assert told(after) == [("2", p.InsertBlock("New one."))]
    assert after.receipt.placed == 2
    before = returned(par(ins("At the top."), mark="ins") + par(run(TEXTS[0]), marker=1))
    assert told(before) == [("1", p.InsertBlock("At the top.", "before"))]


def test_a_deleted_paragraph() -> None:
    intake = returned("", par(gone(TEXTS[1]), marker=2, mark="del"))
    assert told(intake) == [("2", p.DeleteBlock(TEXTS[1]))]
    assert intake.receipt.placed == 2


def test_a_split_and_a_join() -> None:
    split = returned("", par(run(TEXTS[1][:15]), marker=2, mark="ins") + par(run(TEXTS[1][15:])))
    assert told(split) == [("2", p.Split(TEXTS[1][16:], 16))]
    joined = returned("", par(run(TEXTS[1]), marker=2, mark="del"))
    assert told(joined) == [("2", p.Join(""))]


def test_a_split_and_a_join_without_a_mark() -> None:
    split = returned("", par(run(TEXTS[1][:15]), marker=2) + par(run(TEXTS[1][15:]), marker=2))
    assert told(split) == [("2", p.Split(TEXTS[1][16:], 16))]
    both = '<w:bookmarkStart w:id="3" w:name="_np_0003"/>'
    joined = returned("", par(run(TEXTS[1] + " "), both, run(TEXTS[2]), marker=2), " ")
    assert told(joined) == [("2", p.Join())]


def test_a_move_is_one_comment_with_and_without_names() -> None:
    plain = returned(
        par(gone(TEXTS[0]), marker=1, mark="del"),
        "",
        par(run(TEXTS[2]), marker=3, mark="ins") + par(ins(TEXTS[0])),
    )
    assert told(plain) == [("1", p.Move("areas", "3"))]
    assert plain.receipt.placed == 4
    moved = par(ins(TEXTS[0]).replace("w:ins", "w:moveTo"))
    named = returned(
        '<w:moveFromRangeStart w:id="5" w:name="move1"/>'
        + par(
            gone(TEXTS[0]).replace("w:del ", "w:moveFrom ").replace("/w:del>", "/w:moveFrom>"),
            marker=1,
            mark="del",
        )
        + '<w:moveFromRangeEnd w:id="5"/>',
        "",
        par(run(TEXTS[2]), marker=3, mark="ins") + '<w:moveToRangeStart w:id="6" w:name="move1"/>' + moved,
    )
    assert told(named) == [("1", p.Move("areas", "3"))]


def test_moved_words_that_changed_on_the_way_tell_both() -> None:
    new = TEXTS[0].replace("region", "subregion")
    intake = returned(
        par(gone(TEXTS[0]), marker=1, mark="del"), par(run(TEXTS[1]), marker=2, mark="ins") + par(ins(new))
    )
    assert told(intake) == [("1", p.Move("areas", "2")), ("1", p.ReplaceWords("region", "subregion", 32))]


def test_paragraphs_moved_added_and_gone_without_a_mark() -> None:
    blocks = [par(run(TEXTS[n]), marker=n + 1) for n in (1, 0, 3)]
    intake = read(word(par(run("Dear colleagues,")), *blocks), SENT)
    assert {(block, type(proposal)) for block, proposal in told(intake)} == {
        ("2", p.InsertBlock),
        ("2", p.Move),
        ("3", p.DeleteBlock),
    }
    assert all(one.origin == "silent" for one in intake.comments)


def test_without_markers_words_place_it() -> None:
    blocks = [par(run(text)) for text in TEXTS]
    blocks[2] = par(run("Marine protected areas are "), ins("well "), run("linked by 2030."))
    assert told(read(word(*blocks), SENT)) == [
        ("3", p.InsertWords("well ", "Marine protected areas are ", "", 27))
    ]


def test_a_marker_is_not_trusted_against_better_words() -> None:
    blocks = [par(run(TEXTS[0]), marker=3), par(run(TEXTS[1]), marker=2), par(run(TEXTS[3]), marker=4)]
    assert told(read(word(*blocks), SENT)) == [("3", p.DeleteBlock(TEXTS[2]))]


def test_a_marker_is_not_trusted_against_nearly_the_same_words_elsewhere() -> None:
    intake = returned(par(run(TEXTS[1].replace("spring", "autumn")), marker=1), par(run(TEXTS[0]), marker=9))
    assert ("2", p.ReplaceWords("spring", "autumn", at=39)) in told(intake)


OTHERS = (
    "The budget of the house is set once a year.",
    "Members of the board are chosen by lot.",
    "A library is kept open on all weekdays.",
    "Guests sign their names at the front door.",
    "The garden belongs to everybody who lives here.",
)


def of_another_plan(*more: str, properties: str = "") -> Intake:
    parts = [("docProps/custom.xml", properties)] if properties else []
    pars = [par(run(text), marker=number) for number, text in enumerate(OTHERS, 1)]
    return read(word(*pars, *more, parts=parts), SENT)


def test_markers_of_another_plan_place_nothing() -> None:
    intake = of_another_plan()
    assert (intake.comments, intake.receipt.silent, intake.receipt.balance) == ((), (), 0)
    assert not intake.is_this_text


def test_where_most_markers_stand_on_other_words_the_words_alone_place() -> None:
    intake = of_another_plan(par(run("Clean air for "), ins("nearly "), run("all cities of the region.")))
    assert told(intake) == [("1", p.InsertWords("nearly ", after="Clean air for ", at=14))]


def test_a_file_that_names_the_circulation_is_believed_however_much_was_retyped() -> None:
    names = 'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    said = '<property name="neaspec-circulation"><lpwstr>draft-1</lpwstr></property>'
    intake = of_another_plan(properties=f"<Properties {names}>{said}</Properties>")
    assert [one.place.block for one in intake.comments][:4] == ["1", "2", "3", "4"]


def test_comments_stand_on_their_words_with_their_threads() -> None:
    intake = returned(
        "",
        par(run("States agree to monitor "), on(1, run("dust storms")), run(" in spring."), marker=2),
        comments=[comment(1, "Where?"), comment(2, "In the south.", "B"), comment(3, "On nothing.")],
        threads=thread((1, 0, True), (2, 1, False)),
    )
    first, last = intake.comments
    assert (first.place.block, first.place.quote, first.comment, first.resolved) == (
        "2",
        "dust storms",
        "Where?",
        True,
    )
    assert [(one.author, one.comment) for one in first.replies] == [("B", "In the south.")]
    assert (last.place.block, last.kind, last.comment) == ("", "general", "On nothing.")
    assert intake.receipt.elements == {"comments": 2, "replies": 1}
    assert (intake.receipt.placed, len(intake.receipt.unplaced), intake.receipt.balance) == (2, 1, 0)


def test_a_comment_on_a_tracked_change_explains_it() -> None:
    changed = on(1, gone("agree", number=3), ins("commit", number=4))
    intake = returned(
        "", par(run("States "), changed, run(TEXTS[1][12:]), marker=2), comments=[comment(1, "Stronger.")]
    )
    one = only(intake)
    assert (one.comment, one.proposal) == ("Stronger.", p.ReplaceWords("agree", "commit", 7))
    assert intake.receipt.placed == 3


def test_a_comment_across_paragraphs_and_one_on_deleted_words() -> None:
    intake = returned(
        par(run("Clean air "), '<w:commentRangeStart w:id="1"/>', run(TEXTS[0][10:]), marker=1),
        par(
            run("States"),
            '<w:commentRangeEnd w:id="1"/>',
            on(2, gone(" agree")),
            run(TEXTS[1][12:]),
            marker=2,
        ),
        comments=[comment(1, "Both."), comment(2, "Not this.")],
    )
    assert [(one.place.block, one.comment) for one in intake.comments] == [("1", "Both."), ("2", "Not this.")]
    assert intake.comments[1].proposal == p.DeleteWords(" agree", 6)


def grid() -> CirculatedText:
    cells = [Block("cell", text, path=(row, column), table=1) for row, column, text in CELLS]
    labels = [f"Table 1 row {row} column {column}" for row, column, _ in CELLS]
    return circulated("draft-1", "Plan", "", [("areas", cells, labels)])


CELLS = [(1, 1, "Area"), (1, 2, "150"), (2, 1, "Sea"), (2, 2, "150")]


def rows(*, marked: bool) -> list[list[str]]:
    made = [par(run(text), marker=number if marked else 0) for number, (_, _, text) in enumerate(CELLS, 1)]
    return [made[:2], made[2:]]


@pytest.mark.parametrize("marked", [True, False])
def test_cells_are_placed_by_row_and_column(marked: bool) -> None:
    made = rows(marked=marked)
    made[1][1] = par(gone("150"), ins("175"), marker=4 if marked else 0)
    intake = read(word(table(*made)), grid())
    assert told(intake) == [("Table 1 row 2 column 2", p.ReplaceWords("150", "175", 0))]


def test_rows_come_and_go() -> None:
    made = rows(marked=True)
    grown = read(
        word(table(made[0], [par(ins("Coast")), par(ins("90"))], made[1], changes=("", "ins"))), grid()
    )
    assert told(grown) == [("Table 1 row 1 column 1", p.InsertRow(("Coast", "90"), "after"))]
    assert grown.receipt.placed == 3
    made[1] = [par(gone("Sea"), marker=3), par(gone("150"), marker=4)]
    shrunk = read(word(table(*made, changes=("", "del"))), grid())
    assert told(shrunk) == [("Table 1 row 2 column 1", p.DeleteRow(("Sea", "150")))]
    silent = read(word(table(rows(marked=True)[0])), grid())
    assert told(silent) == [("Table 1 row 2 column 1", p.DeleteRow(("Sea", "150")))]


def test_notes_are_placed_among_notes_and_new_ones_are_told() -> None:
    blocks = [Block("paragraph", TEXTS[0]), Block("note", "See the report.", note=1)]
    sent = circulated("draft-1", "Plan", "", [("areas", blocks, ["1", "note 1"])])
    changed = par(run("See the "), ins("annual "), run("report."))
    new = par(ins("A source."))
    body = par(
        run("Clean air"),
        note(1),
        run(TEXTS[0][9:]),
        f'<w:ins w:id="7" w:author="A">{note(2)}</w:ins>',
        marker=1,
    )
    intake = read(word(body, footnotes=[changed, new]), sent)
    assert told(intake) == [
        ("1", p.NoteChange("A source.", "", "Clean air for all cities of the region."[-40:], len(TEXTS[0]))),
        ("note 1", p.InsertWords("annual ", "See the ", "", 8)),
    ]


def test_form_is_told_as_form() -> None:
    bold = '<w:b/><w:rPrChange w:id="3" w:author="A"><w:rPr/></w:rPrChange>'
    one = only(returned(par(run("Clean "), run("air", bold), run(TEXTS[0][9:]), marker=1)))
    assert one.proposal == p.FormatChange("bold", "air", 6)
    assert one.kind == "editorial"


def test_another_text_places_nothing_and_loses_nothing() -> None:
    blocks = [par(run("Quite another paper, "), ins("with a change.")), par(run("And more of it."))]
    intake = read(word(*blocks, comments=[comment(1, "Nowhere.")]), SENT)
    assert [one.place.block for one in intake.comments] == ["", ""]
    assert (intake.receipt.placed, len(intake.receipt.unplaced), intake.receipt.balance) == (0, 2, 0)


def test_drawings_are_counted_once_and_their_text_is_not_ours() -> None:
    box = f"<w:txbxContent>{par(ins('In a box'))}</w:txbxContent>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    drawing = f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"
    intake = returned(par(run(TEXTS[0]), drawing, marker=1))
    assert intake.receipt.elements == {"insertions": 2}
    assert (intake.receipt.duplicates, intake.receipt.balance) == (1, 0)
    assert "text box" in intake.receipt.unplaced[0].reason


def test_headers_and_contents_are_told_apart() -> None:
    header = ("word/header1.xml", word_part("hdr", par(ins("In the header"))))
    contents = par(ins("Introduction 2"), style="TOC1")
    intake = read(word(contents, *(par(run(text)) for text in TEXTS), parts=[header]), SENT)
    assert "header" in intake.receipt.unplaced[0].reason
    assert "table of contents" in intake.receipt.unsupported[0].reason
    assert intake.receipt.balance == 0


def word_part(name: str, inside: str) -> str:
    from tests.intake.wordfiles import SPACES

    return f"<w:{name} {SPACES}>{inside}</w:{name}>"


def test_a_changed_title_and_a_cover_note_are_told() -> None:
    blocks = [par(run("Dear colleagues,")), par(gone("Plan"), ins("Strategic Plan"), style="Title")]
    sent = CirculatedText("draft-1", "Plan", "", SENT.leaves, ("Plan",))
    intake = read(word(*blocks, *(par(run(text), marker=n) for n, text in enumerate(TEXTS, 1))), sent)
    assert intake.receipt.balance == 0
    assert p.InsertBlock("Dear colleagues,", "before") in [one.proposal for one in intake.comments]
    assert {one.text for one in intake.receipt.unplaced} == {"Strategic "}
