"""What was changed in a workbook goes on record, exactly that, and nothing over what somebody else did meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.comments import KINDS, VERDICTS, Comment, Disposition, Place, SourceFeedback
from neaspec_cli.core.register.matrix import (
    MOST_CELL,
    OPEN,
    PROPOSED,
    as_cell,
    is_cut,
    mark,
    open_cells,
    read_stood,
    stood,
)
from neaspec_cli.core.register.matrix_update import MatrixRow, Update, update

ON = date(2025, 8, 1)
OLD = date(2025, 7, 1)
TITLES = {name: name.capitalize() for name in ("id", "comment", *OPEN)}
COMMENT = Comment("JPN-001", Place("goals", "3"), "substantive", "=SUM(A1)", note="careful")
OTHER = Comment("JPN-002", Place("goals", "3"), "general", "Say more.")


def record(*comments: Comment) -> SourceFeedback:
    return SourceFeedback("draft-1", "JPN", comments=comments)


def row(of: Comment, edits: dict[str, str] | None = None, number: int = 2) -> MatrixRow:
    """The comment's row as it was written, with some cells filled in since."""
    cells = {"id": of.id, "comment": of.comment, **open_cells(of)}
    held = read_stood(stood(cells, of))
    filled = {name: as_cell(text) for name, text in {**cells, **(edits or {})}.items()}
    return MatrixRow(number, mark(record(), of), filled, held)


def taken(rows: list[MatrixRow], *comments: Comment) -> Update:
    return update(rows, [record(*comments)], by="Desk", on=ON, titles=TITLES)


def decided(comment: Comment, verdict: str = "noted", **more: Any) -> Comment:
    return replace(comment, disposition=Disposition(verdict, decided=OLD, **more))


def test_only_the_cells_that_changed_are_changed() -> None:
    result = taken(
        [row(COMMENT), row(OTHER, {"disposition": "accepted", "reason": "Clear."}, 3)], COMMENT, OTHER
    )
    assert [(one.id, [cell.name for cell in one.cells]) for one in result.edited] == [
        ("JPN-002", ["disposition", "reason"])
    ]
    first, second = result.after["JPN"].comments
    assert first == COMMENT
    assert second == replace(OTHER, disposition=Disposition("accepted", "", "Clear.", "Desk", ON))
    assert result.refused == []


def test_kind_and_note_leave_the_decision_alone() -> None:
    before = decided(COMMENT)
    (after,) = taken([row(before, {"kind": "Technical", "note": ""})], before).after["JPN"].comments
    assert after == replace(before, kind="technical", note="")


def test_a_decision_may_be_proposed_agreed_and_taken_back() -> None:
    proposed = taken([row(COMMENT, {"disposition": "Accepted (proposed)"})], COMMENT).after["JPN"].comments[0]
    assert proposed.disposition == Disposition("accepted", by="Desk", decided=ON, agreed=False)
    (agreed,) = taken([row(proposed, {"disposition": "accepted"})], proposed).after["JPN"].comments
    assert agreed.disposition is not None
    assert agreed.disposition.agreed
    (open_again,) = taken([row(agreed, {"disposition": ""})], agreed).after["JPN"].comments
    assert open_again.disposition is None


@pytest.mark.parametrize(
    ("edits", "reason"),
    [
        ({"disposition": "perhaps"}, "'perhaps' is no disposition"),
        ({"disposition": "not accepted"}, "not accepted needs a reason"),
        ({"disposition": "accepted with modification"}, "needs the wording used"),
        ({"disposition": "accepted", "wording": "by 2035"}, "accepted takes no text"),
        ({"reason": "Because."}, "stands without a disposition"),
        ({"kind": "rude"}, "no kind of comment"),
        ({"comment": "=SUM(A2)", "disposition": "noted"}, "Comment was changed"),
    ],
)
def test_a_row_that_says_too_little_or_too_much_is_refused_and_the_others_go_in(
    edits: dict[str, str], reason: str
) -> None:
    result = taken([row(COMMENT, edits), row(OTHER, {"disposition": "noted"}, 3)], COMMENT, OTHER)
    (refused,) = result.refused
    assert (refused.number, refused.id) == (2, "JPN-001")
    assert reason in refused.reason
    assert result.after["JPN"].comments[0] == COMMENT
    assert [one.id for one in result.edited] == ["JPN-002"]


def test_a_row_that_somebody_else_changed_meanwhile_is_refused_with_both_values() -> None:
    filled = row(COMMENT, {"disposition": "accepted"})
    now = decided(COMMENT, "not accepted", reason="No.")
    result = taken([filled], now)
    (refused,) = result.refused
    assert [(one.name, one.on_record, one.workbook) for one in refused.cells] == [
        ("disposition", "not accepted", "accepted"),
        ("reason", "No.", ""),
    ]
    assert result.after["JPN"].comments == (now,)
    beside = taken([row(COMMENT, {"note": "mine"})], now)
    assert [one.name for one in beside.refused[0].cells] == ["disposition", "reason", "note"]


def test_what_the_source_says_in_other_words_now_has_to_be_decided_anew() -> None:
    now = replace(COMMENT, comment="Quite another remark.")
    (refused,) = taken([row(COMMENT, {"disposition": "noted"})], now).refused
    assert "in other words" in refused.reason
    assert taken([row(COMMENT)], now).refused == []


def test_the_same_workbook_again_changes_nothing_and_may_be_filled_in_further() -> None:
    filled = row(COMMENT, {"disposition": "noted"})
    once = taken([filled], COMMENT).after["JPN"].comments
    assert taken([filled], *once).edited == []
    further = taken([row(COMMENT, {"disposition": "noted", "reason": "So it is."})], *once)
    assert further.refused == []
    assert further.after["JPN"].comments[0].disposition == Disposition("noted", "", "So it is.", "Desk", ON)


def test_two_people_who_fill_in_different_rows_do_not_meet() -> None:
    first = (
        taken([row(COMMENT, {"disposition": "noted"}), row(OTHER, number=3)], COMMENT, OTHER)
        .after["JPN"]
        .comments
    )
    second = taken([row(COMMENT), row(OTHER, {"disposition": "accepted"}, 3)], *first)
    assert second.refused == []
    assert [one.disposition and one.disposition.verdict for one in second.after["JPN"].comments] == [
        "noted",
        "accepted",
    ]


def test_what_was_cut_is_never_taken_as_changed() -> None:
    long = replace(COMMENT, comment="word " * MOST_CELL, note="note " * MOST_CELL)
    assert is_cut(long.comment)
    result = taken([row(long, {"note": "shorter", "comment": "shorter", "disposition": "noted"})], long)
    assert result.refused == []
    (after,) = result.after["JPN"].comments
    assert (after.comment, after.note) == (long.comment, long.note)
    assert [name for _, _, name in result.left] == ["comment", "note"]


def test_rows_of_nobody_and_rows_copied_and_changed_are_refused() -> None:
    added = MatrixRow(9, "", {"disposition": "noted"}, {})
    unknown = replace(row(COMMENT, {"disposition": "noted"}, 5), mark="draft-1/JPN-099")
    spoilt = replace(row(OTHER, {"disposition": "noted"}, 6), stood=read_stood("rubbish"))
    twice = [row(COMMENT, {"disposition": "noted"}, 2), row(COMMENT, {"disposition": "accepted"}, 4)]
    result = taken([added, unknown, spoilt, *twice], COMMENT, OTHER)
    assert sorted((one.number, one.reason.split(";")[0]) for one in result.refused) == [
        (2, "the comment stands in rows 2 and 4, which differ"),
        (5, "there is no comment draft-1/JPN-099 on record"),
        (6, "its hidden cells were changed"),
        (9, "the row was added by hand"),
    ]
    assert result.edited == []
    assert [one.id for one in taken([twice[0], replace(twice[0], number=7)], COMMENT).edited] == ["JPN-001"]


def test_line_ends_control_characters_and_spaces_at_the_ends_are_no_change() -> None:
    before = decided(replace(COMMENT, note="one\r\ntwo\x0bthree\x07\n"), reason="\tTab first")
    filled = row(before, {"note": "one\ntwo\nthree", "reason": "Tab first "})
    assert taken([filled], before).edited == []


TEXTS = st.text(alphabet=st.sampled_from("ab =+-@\t\n1é中𠮷"), max_size=12)
DECISIONS = st.one_of(
    st.none(),
    st.builds(
        Disposition,
        st.sampled_from(["accepted", "noted"]),
        reason=TEXTS.map(str.strip),
        agreed=st.booleans(),
        decided=st.just(OLD),
    ),
)
COMMENTS = st.builds(
    Comment,
    st.just("JPN-001"),
    kind=st.sampled_from(KINDS),
    comment=TEXTS.map(lambda text: text + "!"),
    note=TEXTS,
    disposition=DECISIONS,
)
EDITS = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(KINDS),
        "disposition": st.sampled_from(["", *VERDICTS, f"accepted{PROPOSED}"]),
        "reason": TEXTS,
        "note": TEXTS,
        "wording": TEXTS,
    },
)


@settings(max_examples=150)
@given(COMMENTS, EDITS)
def test_a_row_goes_in_whole_or_not_at_all(comment: Comment, edits: dict[str, str]) -> None:
    filled = row(comment, edits)
    result = taken([filled], comment)
    (after,) = result.after["JPN"].comments
    if result.refused:
        assert after == comment
        return
    assert {name: as_cell(text) for name, text in open_cells(after).items()} == {
        name: " ".join(filled.cells[name].split()) if name == "disposition" else filled.cells[name]
        for name in OPEN
    }
    unchanged = all(as_cell(text) == filled.cells[name] for name, text in open_cells(comment).items())
    assert (after == comment) == unchanged
    assert taken([filled], after).edited == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ACCEPTED", "accepted"),
        ("Rejected (proposed)", "not accepted (proposed)"),
        ("accepted  with modifications ", "accepted with modification"),
        ("Note", "noted"),
    ],
)
def test_a_workbook_with_words_as_people_type_them_is_read_again_without_change(
    typed: str, meant: str
) -> None:
    text = "so" if "modification" in typed else ""
    one = row(COMMENT, {"disposition": typed, "wording": text, "reason": "So.", "kind": "Editorial"})
    (first,) = taken([one], COMMENT).after["JPN"].comments
    assert open_cells(first)["disposition"] == meant
    assert first.kind == "editorial"
    again = taken([one], first)
    assert (again.edited, again.refused) == ([], [])
    assert again.after["JPN"].comments == (first,)
