"""A redline in Word holds both texts: accept all gives the new one, reject all the old one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.errors import InternalFault
from neaspec_cli.intake import guard
from neaspec_cli.intake.word_document import read_document
from neaspec_cli.intake.word_text import Paragraph
from neaspec_cli.intake.word_views import Joined, accepted_view, original_view
from neaspec_cli.publish.copy import Copy
from neaspec_cli.publish.printed import printed_leaves
from neaspec_cli.publish.redline import redline
from neaspec_cli.publish.word import write_word, write_word_redline
from neaspec_cli.publish.word_redline import prove
from tests.publish.copies import ANNEXES, PROVENANCE, RICH, copy_of
from tests.publish.wordcheck import W, displayed_numbers, ids, part, words

OLDER = replace(PROVENANCE, circulation="draft-0", date=date(2025, 6, 1))


def between(old: str, new: str) -> Copy:
    return redline(copy_of(old, provenance=OLDER), copy_of(new))


def view(data: bytes, joined: Callable[[Sequence[Paragraph]], list[Joined]]) -> list[str]:
    """Words of the marked paragraphs as the reader of returned files, which shares no code with us, sees them."""
    found = joined(read_document(guard.open_package(data)).paragraphs)
    marked = [one for one in found if any(name.startswith("_np_") for name in one.bookmarks)]
    return sorted(squeezed(one.text) for one in marked if squeezed(one.text))


def plain(copy: Copy) -> list[str]:
    return sorted(squeezed(one.text) for one in printed_leaves(copy) if squeezed(one.text))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


PAIRS = {
    "words": ("Kept old words.\n", "Kept *new* words.\n"),
    "paragraphs": ("First.\n\nOld one.\n\nLast.\n", "First.\n\nA quite new one.\n\nLast.\n"),
    "a split": ("One thing is said. Another follows.\n", "One thing is said.\n\nAnother follows.\n"),
    "a join": ("One thing is said.\n\nAnother follows.\n", "One thing is said. Another follows.\n"),
    "a move": (
        "The first long paragraph moves.\n\nThe second stays.\n\nA third too.\n",
        "The second stays.\n\nA third too.\n\nThe first long paragraph moves.\n",
    ),
    "items": (
        "Lead:\n\n- a word\n- gone\n\nEnd.\n",
        "Lead:\n\n- a word <https://x.example/>\n- other\n\nEnd.\n",
    ),
    "headings": ("# Old\n\nText.\n", "# New\n\nText.\n\n## More\n"),
    "rows": (
        "| A | B |\n|---|---|\n| x | y |\n| keep | was |\n",
        "| A | B |\n|---|---|\n| keep | |\n| vv | ww |\n",
    ),
    "notes": ("One.[^a] Two.\n\n[^a]: Gone note.\n", "One. Two.[^b]\n\n[^b]: Quite another remark.\n"),
    "boxes": ("Text.\n\n::: placeholder\nTo come.\n:::\n", "Text.\n\nHere at last is what was to come.\n"),
    "brackets": (
        "Reduce [by 2030]{#b-J-1 .bracket by=J} all.\n",
        "Reduce [by the year 2035]{#b-J-1 .bracket by=J} all.\n",
    ),
    "code": ("```\none\ntwo\n```\n", "```\none\nthree\n```\n"),
}


@pytest.mark.parametrize(("old", "new"), PAIRS.values(), ids=PAIRS)
def test_reject_all_is_old_and_accept_all_is_new(old: str, new: str) -> None:
    data = write_word_redline(between(old, new))
    assert view(data, original_view) == plain(copy_of(old))
    assert view(data, accepted_view) == plain(copy_of(new))


LINES = st.sampled_from(
    [
        "One sentence stands here.",
        "One sentence stood there.",
        "A second paragraph, longer than the first one.",
        "# Chapter one",
        "# Chapter two",
        "- an item\n- another item",
        "- an item\n    - deeper item",
        "> A quotation stands here.",
        "| A | B |\n|---|---|\n| c | d |",
        "| A | B |\n|---|---|\n| c | e |\n| f | g |",
        "With a note.[^1]",
        "::: placeholder\nStill to come.\n:::",
    ]
)
TEXTS = st.lists(LINES, max_size=6).map(lambda lines: "\n\n".join([*lines, "End.", "[^1]: Noted."]) + "\n")


@settings(max_examples=40, deadline=None)
@given(TEXTS, TEXTS)
def test_both_texts_come_back_whatever_changed(old: str, new: str) -> None:
    data = write_word_redline(between(old, new))
    assert view(data, original_view) == plain(copy_of(old))
    assert view(data, accepted_view) == plain(copy_of(new))


def test_rows_that_come_or_go_whole_are_marked_as_rows() -> None:
    root = part(write_word_redline(between(*PAIRS["rows"])), "word/document.xml")
    table = list(root.iter(f"{W}tbl"))[-1]
    marked = [
        [str(one.tag).removeprefix(W) for one in row.iterfind(f"{W}trPr/*")][-1]
        for row in table.iter(f"{W}tr")
    ]
    assert sorted(marked) == ["cantSplit", "del", "ins", "tblHeader"]


def test_a_deleted_paragraph_shows_its_old_number_and_is_not_counted() -> None:
    data = write_word_redline(between("One.\n\nQuite gone.\n\nThree.\n", "One.\n\nThree.\n"))
    assert list(displayed_numbers(data).values()) == ["1.", "2.", "2."]


def test_changes_have_ids_of_their_own_and_name_author_and_date() -> None:
    data = write_word_redline(between("a b c\n\nGone.\n", "a d c\n\nQuite another.\n"))
    found = [*ids(data, "ins"), *ids(data, "del"), *ids(data, "bookmarkStart")]
    assert len(set(found)) == len(found)
    for change in part(data, "word/document.xml").iter(f"{W}del"):
        assert change.get(f"{W}author") == "Secretariat"
        assert change.get(f"{W}date") == "2025-07-01T00:00:00Z"


def test_the_first_page_says_what_is_compared_and_contents_show_new_words() -> None:
    old, new = "# One\n\n# Two old\n\n# Three\n\n# Four\n", "# One\n\n# Two new\n\n# Four\n\n# Five\n"
    root = part(write_word_redline(between(old, new)), "word/document.xml")
    front = [words(one) for one in root.iter(f"{W}p") if one.find(f"{W}bookmarkStart") is None]
    assert "Changes since draft-0 of 1 June 2025 are marked: words inserted, deleted and moved." in front
    assert "II.\tTwo new" in front
    assert not any("Three" in one for one in front)


def test_a_redline_is_not_locked_so_that_its_changes_can_be_accepted() -> None:
    root = part(write_word_redline(between("a", "b")), "word/settings.xml")
    assert root.find(f"{W}documentProtection") is None


def test_the_same_redline_is_the_same_bytes() -> None:
    old, new = copy_of(RICH, provenance=OLDER), copy_of(RICH.replace("progress", "advance"), annexes=ANNEXES)
    assert write_word_redline(redline(old, new)) == write_word_redline(redline(old, new))


def test_a_file_that_does_not_hold_both_texts_is_a_fault() -> None:
    with pytest.raises(InternalFault):
        prove(write_word(copy_of("One new word.")), between("One old word.", "One new word."))
