"""A redline in Word holds both texts: accept all gives the new one, reject all the old one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.errors import InternalFault
from neaspec_cli.intake import guard
from neaspec_cli.intake.word_document import read_document
from neaspec_cli.intake.word_text import Paragraph
from neaspec_cli.intake.word_views import Joined, accepted_view, original_view
from neaspec_cli.publish.word import write_word, write_word_redline
from neaspec_cli.publish.word_redline import prove
from tests.publish.copies import copy_of
from tests.publish.wordcheck import W, displayed_numbers, ids, part


def ins(words: str) -> str:
    return f'[{words}]{{.insertion author="Secretariat" date="2025-07-01T00:00:00Z"}}'


def gone(words: str) -> str:
    return f'[{words}]{{.deletion author="Secretariat" date="2025-07-01T00:00:00Z"}}'


def view(data: bytes, joined: Callable[[Sequence[Paragraph]], list[Joined]]) -> list[str]:
    """Words of the marked paragraphs as the reader of returned files, which shares no code with us, sees them."""
    found = joined(read_document(guard.open_package(data)).paragraphs)
    return [
        one.text.strip()
        for one in found
        if one.text.strip() and any(n.startswith("_np_") for n in one.bookmarks)
    ]


def both(source: str) -> tuple[list[str], list[str]]:
    data = write_word_redline(copy_of(source))
    return view(data, original_view), view(data, accepted_view)


def test_words_inside_a_paragraph() -> None:
    assert both(f"Kept {gone('old')}{ins('*new*')} words.\n") == (["Kept old words."], ["Kept new words."])


def test_whole_paragraphs_go_with_their_marks() -> None:
    source = f"First.\n\n{gone('Old one.')}\n\n{ins('New one.')}\n\nLast.\n"
    assert both(source) == (["First.", "Old one.", "Last."], ["First.", "New one.", "Last."])


def test_items_headings_and_links() -> None:
    source = f"# {gone('Old')}\n\n# New\n\n- {gone('a')}\n- b {ins('<https://x.example/>')}\n- {ins('c')}\n\nEnd.\n"
    assert both(source) == (["Old", "New", "a", "b", "End."], ["New", "b https://x.example/", "c", "End."])


def test_whole_rows_go_as_rows_and_cells_keep_their_paragraph() -> None:
    rows = f"| {gone('x')} | {gone('y')} |\n| {ins('v')} | {ins('w')} |\n| keep | {gone('was')} |\n"
    source = f"| A | B |\n|---|---|\n{rows}"
    assert both(source) == (["A", "B", "x", "y", "keep", "was"], ["A", "B", "v", "w", "keep"])
    root = part(write_word_redline(copy_of(source)), "word/document.xml")
    marked = [
        [str(one.tag).removeprefix(W) for one in row.iterfind(f"{W}trPr/*")] for row in root.iter(f"{W}tr")
    ]
    assert [row[-1] for row in marked[-4:]] == ["tblHeader", "del", "ins", "cantSplit"]


def test_notes_come_and_go() -> None:
    source = f"One.{ins('[^a]')} Two.\n\n[^a]: {ins('Noted.')}\n"
    assert both(source) == (["One. Two."], ["One. Two.", "Noted."])


CHANGED = st.lists(
    st.tuples(
        st.sampled_from(["", "insertion", "deletion"]), st.text(alphabet="ab cé中", min_size=1, max_size=8)
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=30, deadline=None)
@given(st.lists(CHANGED, min_size=1, max_size=5), st.sampled_from(["", "- ", "> ", "## "]))
def test_both_texts_come_back_whatever_changed(blocks: list[list[tuple[str, str]]], lead: str) -> None:
    paragraphs = []
    for runs in blocks:
        parts = [f"[{words}]{{.{kind}}}" if kind else f"[{words}]{{.kept}}" for kind, words in runs]
        paragraphs.append(lead + "".join(parts))
    old, new = both("\n\n".join([*paragraphs, "End."]))
    for shown, dropped in ((old, "insertion"), (new, "deletion")):
        wanted = ["".join(words for kind, words in runs if kind != dropped) for runs in blocks]
        squeezed = [re.sub(r"\s+", "", one) for one in [*wanted, "End."]]
        assert [re.sub(r"\s+", "", one) for one in shown] == [one for one in squeezed if one]


def test_a_deleted_paragraph_shows_its_number_and_is_not_counted() -> None:
    data = write_word_redline(copy_of(f"One.\n\n{gone('Two.')}\n\nThree.\n"))
    assert list(displayed_numbers(data).values()) == ["1.", "2.", "3."]
    style = part(data, "word/numbering.xml")
    literal = [one.get(f"{W}val") for one in style.iter(f"{W}lvlText") if "%" not in str(one.get(f"{W}val"))]
    assert literal == ["2."]


def test_changes_have_ids_of_their_own_and_name_their_author() -> None:
    data = write_word_redline(copy_of(f"{gone('a')} {ins('b')} c\n\n{ins('d')}\n"))
    found = [*ids(data, "ins"), *ids(data, "del"), *ids(data, "bookmarkStart")]
    assert len(set(found)) == len(found)
    change = next(part(data, "word/document.xml").iter(f"{W}del"))
    assert change.get(f"{W}author") == "Secretariat"
    assert change.get(f"{W}date") == "2025-07-01T00:00:00Z"


def test_a_redline_is_not_locked_so_that_its_changes_can_be_accepted() -> None:
    root = part(write_word_redline(copy_of(ins("a"))), "word/settings.xml")
    assert root.find(f"{W}documentProtection") is None


def test_a_file_that_does_not_hold_both_texts_is_a_fault() -> None:
    with pytest.raises(InternalFault):
        prove(write_word(copy_of(f"Kept {ins('new')} words.")), copy_of(f"Kept {gone('new')} words."))
