"""Word files that others made: every mark accounted for, accepted and rejected texts as Word gives them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from neaspec_cli.core.markdown import Block
from neaspec_cli.core.register.circulated import CirculatedText, circulated
from neaspec_cli.intake import guard, word
from neaspec_cli.intake.placing import is_contents
from neaspec_cli.intake.word_document import read_document
from neaspec_cli.intake.word_text import Paragraph
from neaspec_cli.intake.word_views import Joined, accepted_view, original_view

ARBITRARY = circulated(
    "draft-1", "Plan", "", [("areas", [Block("paragraph", "Clean air for all cities.")], ["1"])]
)


def paragraphs(file: Path) -> list[Paragraph]:
    return read_document(guard.open_package(file.read_bytes())).paragraphs


def texts(view: Sequence[Joined]) -> list[str]:
    return [one.text for one in view if one.text.strip()]


def rejected_text(file: Path) -> CirculatedText:
    """The file with all changes rejected, as if that had been circulated."""
    leaves = [one for one in original_view(paragraphs(file)) if _is_ours(one)]
    return circulated(
        "draft-1",
        "Plan",
        "",
        [("areas", [_block(one) for one in leaves], [str(n) for n in range(1, len(leaves) + 1)])],
    )


def _is_ours(one: Joined) -> bool:
    return one.first.story == "body" or one.first.story.startswith(("footnote ", "endnote "))


def _block(one: Joined) -> Block:
    if one.first.story != "body":
        return Block("note", one.text)
    if one.first.rows:
        row = one.first.rows[-1]
        return Block("cell", one.text, path=(row.number, one.first.column), table=row.table)
    return Block("paragraph", one.text)


def test_every_mark_of_every_file_is_accounted_for(shared_data: Path) -> None:
    files = sorted((shared_data / "docx-tracked").rglob("*.docx"))
    assert len(files) > 140
    for file in files:
        data = file.read_bytes()
        for sent in (ARBITRARY, rejected_text(file)):
            assert word.read(data, sent).receipt.balance == 0, file


def test_against_its_own_rejected_text_nothing_is_silent_and_words_are_placed(shared_data: Path) -> None:
    for file in sorted((shared_data / "docx-tracked").rglob("*.docx")):
        if any(is_contents(one) for one in original_view(paragraphs(file))):
            continue
        receipt = word.read(file.read_bytes(), rejected_text(file)).receipt
        assert receipt.silent == (), file
        words = [one for one in receipt.unplaced if one.element not in ("comment", "format")]
        assert all(
            "that the circulated text does not have" in one.reason or "|" in one.text for one in words
        ), (
            file,
            words,
        )


def test_accepting_and_rejecting_give_the_words_that_word_gives(shared_data: Path) -> None:
    checked = 0
    for file in sorted((shared_data / "docx-tracked" / "powertools" / "RP").glob("*.docx")):
        for ending, view in (("-Accepted", accepted_view), ("-Rejected", original_view)):
            other = file.with_name(f"{file.stem}{ending}.docx")
            if other.exists():
                assert texts(view(paragraphs(file))) == texts(original_view(paragraphs(other))), (
                    file,
                    ending,
                )
                checked += 1
    assert checked == 52
