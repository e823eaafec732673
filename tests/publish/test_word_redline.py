"""A redline in Word holds both texts: accept all gives the new one, reject all the old one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neaspec_cli.errors import InternalFault
from neaspec_cli.intake import guard
from neaspec_cli.intake.word_document import read_document
from neaspec_cli.intake.word_text import Paragraph
from neaspec_cli.intake.word_views import Joined, accepted_view, original_view
from neaspec_cli.publish.copy import Copy, Provenance
from neaspec_cli.publish.printed import printed_leaves
from neaspec_cli.publish.redline import redline
from neaspec_cli.publish.word import write_word, write_word_redline
from neaspec_cli.publish.word_redline import prove
from tests.publish.copies import ANNEXES, RICH, copy_of
from tests.publish.redlines import OLDER, PAIRS, between, said_by_copy, said_by_file, signed
from tests.publish.wordcheck import W, displayed_numbers, ids, part, words


def view(data: bytes, joined: Callable[[Sequence[Paragraph]], list[Joined]]) -> list[str]:
    """Words of the marked paragraphs as the reader of returned files, which shares no code with us, sees them."""
    found = joined(read_document(guard.open_package(data)).paragraphs)
    marked = [one for one in found if any(name.startswith("_np_") for name in one.bookmarks)]
    return sorted(squeezed(one.text) for one in marked if squeezed(one.text))


def plain(copy: Copy) -> list[str]:
    return sorted(squeezed(one.text) for one in printed_leaves(copy) if squeezed(one.text))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize(("old", "new"), PAIRS.values(), ids=PAIRS)
def test_reject_all_is_old_and_accept_all_is_new(old: str, new: str) -> None:
    data = write_word_redline(between(old, new))
    for text, one in ((old, original_view), (new, accepted_view)):
        told = said_by_copy(copy_of(text))
        assert said_by_file(data, one, len(told[0])) == told


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
        "Term\n:   A definition of it.\n\n    And more of it.",
        "- one item stands here\n\n    > quoted words in it\n\n    - deeper one",
        "| lines of verse\n| stand here",
        "One sentence [stands]{#b-J-1 .bracket by=J} here.",
        'One sentence [stands]{.bracket alt=b-J-2 by=""}[stood]{.bracket alt=b-J-2 by=J} here.',
        "::: {#b-J-3 .bracket by=J}\nOne sentence stands here.\n\nAnother one.\n:::",
        "One ![picture](a.png) stands here.",
        "One [![sentence](a.png) *stands*](https://x.example/) here.",
        "::: placeholder\nStill to come.\n:::",
    ]
)
TEXTS = st.lists(LINES, max_size=6).map(lambda lines: "\n\n".join([*lines, "End.", "[^1]: Noted."]) + "\n")


@settings(max_examples=40, deadline=None)
@given(TEXTS, TEXTS)
def test_both_texts_come_back_whatever_changed(old: str, new: str) -> None:
    data = write_word_redline(signed(old, new))
    assert view(data, original_view) == plain(copy_of(old))
    assert view(data, accepted_view) == plain(copy_of(new))


def test_a_moved_paragraph_is_a_move_of_word_with_both_ends_in_ranges_of_one_name() -> None:
    root = part(write_word_redline(between(*PAIRS["a move with changes"])), "word/document.xml")
    (left,), (came,) = (list(root.iter(f"{W}{one}RangeStart")) for one in ("moveFrom", "moveTo"))
    assert left.get(f"{W}name") == came.get(f"{W}name") == "move1"
    for kind, start in (("moveFrom", left), ("moveTo", came)):
        (end,) = root.iter(f"{W}{kind}RangeEnd")
        assert end.get(f"{W}id") == start.get(f"{W}id")
        paragraph = start.getparent()
        assert paragraph is not None
        assert paragraph.getnext() is end
        assert paragraph.find(f"{W}pPr/{W}rPr/{W}{kind}") is not None
    assert [words(one) for one in root.iter(f"{W}ins")] == ["goes"]


def test_a_remark_is_a_comment_on_what_changed() -> None:
    data = write_word_redline(signed("One kept word.\n", "One new word.\n"))
    (start,) = part(data, "word/document.xml").iter(f"{W}commentRangeStart")
    (comment,) = part(data, "word/comments.xml")
    between_them = [one for one in start.itersiblings() if one.tag in (f"{W}ins", f"{W}del", f"{W}r")]
    assert [words(one, ("t", "delText")) for one in between_them] == ["kept", "new", "", " word."]
    assert [comment.get(f"{W}{name}") for name in ("id", "author")] == [start.get(f"{W}id"), "Secretariat"]
    assert words(comment) == "So agreed."


def test_a_remark_on_a_note_stands_where_the_text_refers_to_it() -> None:
    data = write_word_redline(signed(*PAIRS["a changed note"]))
    assert len(list(part(data, "word/document.xml").iter(f"{W}commentReference"))) == 2
    assert not list(part(data, "word/footnotes.xml").iter(f"{W}commentReference"))


def test_the_sign_of_a_remark_goes_with_a_paragraph_that_goes() -> None:
    root = part(write_word_redline(signed("One.\n\nQuite gone.\n", "One.\n")), "word/document.xml")
    signs = [one.getparent() for one in root.iter(f"{W}commentReference")]
    around = [one.getparent() for one in signs if one is not None]
    assert f"{W}del" in [one.tag for one in around if one is not None]


def test_changes_are_by_who_asked_for_them_and_of_that_day() -> None:
    root = part(write_word_redline(signed("One kept word.\n", "One new word.\n")), "word/document.xml")
    found = {str(one.tag).removeprefix(W): one for one in root.iter(f"{W}ins", f"{W}del")}
    assert {name: one.get(f"{W}author") for name, one in found.items()} == {"del": "JPN", "ins": "MNG"}
    assert found["ins"].get(f"{W}date") == "2025-06-15T00:00:00Z"


def test_words_that_only_look_otherwise_tell_how_they_looked() -> None:
    root = part(write_word_redline(signed(*PAIRS["form"])), "word/document.xml")
    found = {}
    for change in root.iter(f"{W}rPrChange"):
        now = change.getparent()
        assert now is not None
        looks = [
            [str(one.tag).removeprefix(W) for one in each if one is not change] for each in (change[0], now)
        ]
        found[words(now.getparent())] = (*map(tuple, looks), change.get(f"{W}author"))  # type: ignore[arg-type]
    assert found == {
        "old": (("i", "iCs"), (), "MNG"),
        "words": ((), ("b", "bCs"), "MNG"),
        "2": ((), ("vertAlign",), "MNG"),
        "it": ((), ("i", "iCs"), "MNG"),
    }
    assert not list(root.iter(f"{W}ins", f"{W}del"))


def test_changes_of_neighbouring_paragraphs_are_minutes_apart() -> None:
    root = part(
        write_word_redline(signed(*PAIRS["an end that changed before new paragraphs"])), "word/document.xml"
    )
    times = [
        {str(one.get(f"{W}date")) for one in each.iter() if one.get(f"{W}date")}
        for each in root.iter(f"{W}p")
    ]
    told = [found for found in times if found]
    assert len(told) > 2
    assert all(len(found) == 1 for found in told)
    assert all(one.isdisjoint(following) for one, following in pairwise(times))
    assert {when[:10] for found in told for when in found} == {"2025-06-15"}


def test_changes_of_an_undated_copy_are_of_the_day_that_is_given() -> None:
    old, new = (replace(copy_of(text), provenance=Provenance("Plan", "")) for text in PAIRS["words"])
    root = part(write_word_redline(redline(old, new, on=date(2025, 7, 1))), "word/document.xml")
    assert {one.get(f"{W}date") for one in root.iter(f"{W}ins", f"{W}del")} == {"2025-07-01T00:00:00Z"}


def shapes(data: bytes, is_old: bool = False) -> dict[str, str]:
    """The style of each paragraph of the text by its words, before the changes of form or after them."""
    found = {}
    for one in part(data, "word/document.xml").iter(f"{W}p"):
        properties = one.find(f"{W}pPr")
        former = one.find(f"{W}pPr/{W}pPrChange/{W}pPr") if is_old else None
        style = (properties if former is None else former).find(f"{W}pStyle")  # type: ignore[union-attr]
        if one.find(f"{W}bookmarkStart") is not None and style is not None:
            found[words(one)] = str(style.get(f"{W}val"))
    return found


@pytest.mark.parametrize(
    "name", ["levels of headings", "kinds of paragraphs", "a heading that is one no more"]
)
def test_a_paragraph_of_another_kind_or_level_tells_what_it_was(name: str) -> None:
    old, new = (shapes(write_word(copy_of(text))) for text in PAIRS[name])
    data = write_word_redline(signed(*PAIRS[name]))
    assert old.items() <= shapes(data, is_old=True).items()
    assert new == shapes(data)
    changes = list(part(data, "word/document.xml").iter(f"{W}pPrChange"))
    assert changes
    assert {one.get(f"{W}author") for one in changes} == {"MNG"}


def test_a_paragraph_tells_the_number_that_it_had() -> None:
    data = write_word_redline(between(*PAIRS["kinds of paragraphs"]))
    lists = part(data, "word/numbering.xml")
    definitions = {one.get(f"{W}abstractNumId"): one for one in lists.iter(f"{W}abstractNum")}
    by_list = {one.get(f"{W}numId"): one.find(f"{W}abstractNumId") for one in lists.iter(f"{W}num")}
    said = []
    for change in part(data, "word/document.xml").iter(f"{W}pPrChange"):
        number = change.find(f".//{W}numId")
        known = by_list[number.get(f"{W}val")] if number is not None else None
        assert known is not None
        texts = definitions[known.get(f"{W}val")].iter(f"{W}lvlText")
        said.append({one.get(f"{W}val") for one in texts})
    assert said == [{"(b)"}, {"2."}]


def test_a_row_that_comes_or_goes_has_a_property_beside_its_change() -> None:
    root = part(write_word_redline(between(*PAIRS["boxes"])), "word/document.xml")
    changed = [row for row in root.iter(f"{W}trPr") if row.find(f"{W}del") is not None]
    assert changed
    assert all(len(row) > 1 for row in changed)


def test_an_auditor_of_the_format_finds_nothing(tmp_path: Path) -> None:
    auditor = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed")
    names = (
        *("a move with a note", "a passage that moved", "boxes", "a moved row", "brackets that come"),
        *("levels of headings", "kinds of paragraphs", "a heading that is one no more"),
    )
    file = tmp_path / "redline.docx"
    for name in names:
        file.write_bytes(write_word_redline(signed(*PAIRS[name])))
        assert list(auditor.OpenXmlValidator().validate(file).errors) == [], name


def test_rows_that_moved_are_deleted_rows_and_inserted_ones() -> None:
    root = part(write_word_redline(between(*PAIRS["a moved row"])), "word/document.xml")
    assert not list(root.iter(f"{W}moveFrom", f"{W}moveTo", f"{W}moveFromRangeStart"))
    marks = [str(one.tag).removeprefix(W) for row in root.iter(f"{W}trPr") for one in row]
    assert [one for one in marks if one in ("ins", "del")] == ["ins", "ins", "del", "del"]


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
        assert change.get(f"{W}date") in ("2025-07-01T00:00:00Z", "2025-07-01T00:05:00Z")


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
