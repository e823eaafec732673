"""Texts come back marked with CriticMarkup, changed without a mark, or with remarks on what they quote."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.core.comments import Comment
from neaspec_cli.core.proposals import (
    DeleteBlock,
    DeleteWords,
    InsertBlock,
    InsertWords,
    Proposal,
    ReplaceWords,
    Split,
)
from neaspec_cli.intake import guard, logs, marked_text
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.critic import Unbalanced, count_marks, read_marks
from neaspec_cli.intake.passages import count_passages, passages
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.publish.text import write_markdown
from tests.intake.circulations import as_sent
from tests.publish.copies import ANNEXES, RICH, copy_of

COPY = copy_of(RICH, annexes=ANNEXES)
SENT = as_sent(COPY)
EXPORTED = write_markdown(COPY).decode()


def read(text: str) -> Intake:
    intake = marked_text.read(text.encode(), Against(SENT))
    assert intake.receipt.balance == 0
    return intake


def changed(old: str, new: str) -> Comment:
    """The one comment that a change to the exported text gives."""
    assert EXPORTED.count(old) == 1
    intake = read(EXPORTED.replace(old, new))
    assert intake.receipt.unplaced == ()
    (one,) = intake.comments
    return one


def test_what_was_exported_and_sent_back_says_nothing() -> None:
    intake = read(EXPORTED)
    assert (intake.comments, intake.receipt.silent, intake.is_this_text) == ((), (), True)


def test_a_file_of_the_plan_sent_back_says_nothing() -> None:
    intake = read(f"---\nstatus: drafted\n---\n{RICH}")
    assert (intake.comments, intake.receipt.silent) == ((), ())


MARKED: list[tuple[str, str, str, Proposal]] = [
    ("guide", "{~~guide~>steer~~}", "1", ReplaceWords("guide", "steer", 19)),
    ("Text below.", "Text{-- below--}.", "6", DeleteWords(" below", 4)),
    ("5\\. Русский текст.", "{--5\\. Русский текст.--}", "5", DeleteBlock("Русский текст.")),
    ("6\\. Text below.", "6\\. Text below.\n\n{++New.++}", "6", InsertBlock("New.")),
    ("6\\. Text below.", "6\\. Text below.{++\n\nNew.++}", "6", InsertBlock("New.")),
    ("6\\. Text below.", "6\\. Text{++\n\n++} below.", "6", Split("below.", 5)),
    (
        "Annex paragraph two",
        "Annex {++and ++}paragraph two",
        "Annex I 2",
        InsertWords("and ", "Annex ", "", 6),
    ),
    ("July 2025", "July {~~2025~>2026~~}", "Table 2 row 3 column 1", ReplaceWords("2025", "2026", 5)),
    ("*the first*", "*the {~~first~>1st~~}*", "note 1", ReplaceWords("first", "1st", 8)),
]


@pytest.mark.parametrize(("old", "new", "label", "proposal"), MARKED)
def test_a_mark_becomes_a_proposal(old: str, new: str, label: str, proposal: Proposal) -> None:
    one = changed(old, new)
    assert (one.place.block, one.proposal, one.origin) == (label, proposal, "tracked")


def test_changes_without_a_mark_are_silent() -> None:
    one = changed("Text below.", "Text above.")
    assert (one.origin, one.proposal) == ("silent", ReplaceWords("below", "above", 5))


def test_a_section_alone_says_nothing_of_the_others() -> None:
    text = "# Annex I. Programme\n\nAnnex paragraph {--one--}.\n\n## A. Morning\n\nAnnex paragraph two.\n"
    intake = read(text + "\n(a) item\n(b) item\n")
    assert [one.place.block for one in intake.comments] == ["Annex I 1"]


@pytest.mark.parametrize(
    ("mark", "quote"),
    [
        ("{==guide==}{>>Why?<<}", "guide"),
        ("guide{>>Why?<<}", ""),
        ("{~~guide~>steer~~}{>>Why?<<}", "guide"),
    ],
)
def test_a_remark_is_on_the_words_before_it(mark: str, quote: str) -> None:
    one = changed("guide", mark)
    assert (one.place.block, one.place.quote, one.comment) == ("1", quote, "Why?")


def test_marked_words_without_a_remark_are_listed() -> None:
    intake = read(EXPORTED.replace("guide", "{==guide==}"))
    assert intake.receipt.elements == {"highlights": 1}
    assert "without a remark" in intake.receipt.unsupported[0].reason


@pytest.mark.parametrize(
    "text", ["{++a", "a++}{++b++}", "{++a--}{++b++}", "{~~a~~}{++b++}", "{~~a~>b++} {++c++}"]
)
def test_marks_that_do_not_fit_together_are_refused_with_their_line(text: str) -> None:
    with pytest.raises(Unbalanced, match="line 3"):
        read_marks(f"One.\n\n{text}\n")


def test_a_backslash_makes_words_of_a_mark() -> None:
    assert read_marks("\\{++a++\\}").marks == []


PARTS = st.lists(
    st.sampled_from(["a", " ", "\n\n", "{++x++}", "{--y--}", "{~~o~>n~~}", "{>>r<<}", "{==l==}"])
)


@given(PARTS)
@settings(max_examples=60)
def test_marks_are_counted_as_they_are_read(parts: list[str]) -> None:
    text = "".join(parts)
    tags = [one.tag for one in read_marks(text).marks]
    counts = count_marks(text)
    assert counts.get("insertions", 0) == tags.count("ins")
    assert counts.get("deletions", 0) == tags.count("del")
    assert counts.get("comments", 0) == tags.count("comment")
    assert counts.get("highlights", 0) == tags.count("rPrChange")


def test_the_files_of_others_are_read_or_refused(shared_data: Path) -> None:
    for file in sorted((shared_data / "criticmarkup").rglob("*.*")):
        if file.suffix in (".txt", ".md"):
            try:
                intake = marked_text.read(file.read_bytes(), Against(SENT))
            except guard.Unreadable:
                continue
            assert intake.receipt.balance == 0


IETF = """# Review of the plan

cc @ann

## Discuss
### Finance
> Text on finance is
> still to come.

This comes late.

## Comments
### Paragraph 2
Say who they are.

## Nits
### Typing
> guide *efforts* across
"steer" is better.

> words of nobody
What?
"""


def test_the_comment_format_of_the_ietf() -> None:
    intake = read(IETF)
    told = [(one.place.block, one.kind, one.comment) for one in intake.comments]
    assert told == [
        ("", "general", "Review of the plan\n\ncc @ann"),
        ("4", "substantive", "Finance\n\nThis comes late."),
        ("2", "substantive", "Paragraph 2\n\nSay who they are."),
        ("1", "editorial", 'Typing\n\n"steer" is better.'),
        ("", "editorial", "> words of nobody\n\nWhat?"),
    ]
    assert [one.reason for one in intake.receipt.unplaced] == [
        "the words that it quotes are not in the circulated text for certain"
    ]


def test_quotations_labels_and_words_on_the_whole() -> None:
    intake = read(
        "Dear all,\n\n> The plan is set to guide\n> efforts\n\nGood.\n\nPara 2(b): be clear.\n\nParagraph 99: no.\n"
    )
    told = [(one.place.block, one.comment) for one in intake.comments]
    assert told == [
        ("", "Dear all,"),
        ("1", "Good."),
        ("2(b)", "Para 2(b): be clear."),
        ("", "Paragraph 99: no."),
    ]
    assert intake.comments[1].place.quote == "The plan is set to guide efforts"
    assert len(intake.receipt.unplaced) == 1


LINES = st.lists(
    st.sampled_from(
        ["", "> quoted", ">", "words", "# Title", "## Nits", "### One", "Paragraph 3: x", "> Para 1: y"]
    ),
    max_size=12,
)


@given(LINES)
@settings(max_examples=200)
def test_passages_are_counted_as_they_are_read(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert count_passages(text) == len(list(passages(text)))


def test_logs_in_markdown_and_records_are_tables(shared_data: Path) -> None:
    forms = shared_data / "comment-forms"
    for name, count in (
        ("oasis-csaf/csaf_2.0-log_from_cs02.md", 6),
        ("oasis-csaf/csaf_2.0-log_from_csprd01.md", 11),
        ("w3c-process/issues-20180201.txt", 73),
    ):
        intake = read((forms / name).read_text(encoding="utf-8"))
        assert (len(intake.comments), intake.receipt.elements) == (count, {"rows": count})
        assert all(one.author and one.comment for one in intake.comments)


def test_a_table_parted_by_tabs_is_a_table() -> None:
    intake = marked_text.read("Paragraph\tComment\n2\tX\n".encode("utf-16"), Against(SENT))
    assert [(one.place.block, one.comment) for one in intake.comments] == [("2", "X")]


@pytest.mark.parametrize("text", [">" * 5000 + " x", "- " * 400 + "x", "word " * 300_000, "[" * 10_000])
def test_texts_beyond_measure_are_refused(text: str) -> None:
    with pytest.raises(guard.TooMuch):
        read(text)


@pytest.mark.parametrize(
    "text",
    ["|a|b|\n|-|-|\n" * 30_000, "Comment: " + "a\n" * 300_000, "\n----\n" * 100_000],
    ids=["heads of tables", "lines of a record", "records"],
)
def test_logs_are_read_once_however_they_are_built(text: str) -> None:
    lines = text.count("\n") + 1
    looked = 0

    class Counted:
        def __init__(self, pattern: re.Pattern[str]) -> None:
            self.pattern = pattern

        def fullmatch(self, line: str) -> re.Match[str] | None:
            nonlocal looked
            looked += 1
            return self.pattern.fullmatch(line)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("ROW", "RULE", "FIELD", "NUMBER"):
            patch.setattr(logs, name, Counted(getattr(logs, name)))
        logs.tables(text)
    assert looked <= 6 * lines
