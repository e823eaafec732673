"""A report made in parts is one PDF: every page, heading and cell, numbered and read aloud as if made at once."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from neaspec_cli.adapters import typst
from neaspec_cli.core.plan import Rules
from neaspec_cli.core.register.layouts import Column, Laid, LaidRow, Line, Passage
from neaspec_cli.errors import InternalFault
from neaspec_cli.publish import report_pdf
from neaspec_cli.publish.pdf_joining import joined
from neaspec_cli.publish.report_front import Front

DAY = date(2025, 7, 4)
FRONT = Front("Plan (see 3 0 R) of \\(all", "Disposition", "Body", "draft-1", "", ("A fact.",), ("Foot",))
COLUMNS = (Column("No.", 640), Column("Comment", 0, 1))
BEGIN = '#set document(title: "T")\n#set text(font: "Liberation Serif")\n'
PROPERTIES = {"neaspec-plan": "Plan"}


def row(number: int) -> LaidRow:
    words = f"Remark {number} on (4 0 R) and ((nested) {number} 0 R)."
    return LaidRow(((Line(f"No{number}.", "strong"),), (Line(words), Line("東京", "quiet", "Wording"))))


def laid(count: int, *, by_paragraph: bool = False) -> Laid:
    rows = [row(number) for number in range(count)]
    if not by_paragraph:
        return Laid(COLUMNS, (Passage(tuple(rows)),))
    sections = ("Aims (1 0 R)", "Means")
    passages = [
        Passage(tuple(rows[at : at + 7]), sections[2 * at // count], f"Paragraph {at}", f"As sent {at}.")
        for at in range(0, count, 7)
    ]
    return Laid(COLUMNS, tuple(passages))


def written(value: Laid, count: int) -> bytes:
    rules = Rules(paper="A4", language="en-GB")
    upright = len(value.passages) > 1
    return report_pdf.write_report_pdf(FRONT, value, count, {}, rules, PROPERTIES, DAY, is_upright=upright)


def words_of(data: bytes) -> list[str]:
    """The words of all pages, without those of the running feet and of the heads of tables."""
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data), strict=True).pages)
    return re.findall(r"No\d+\.|Remark \d+ on|As sent \d+", text)


def elements(reader: Any) -> list[Any]:
    """What is read aloud, in order; each leads up to what it is in, and each page back to what stands on it."""
    root: Any = reader.trailer["/Root"]["/StructTreeRoot"]
    numbers = root["/ParentTree"]["/Nums"]
    pages = {int(numbers[at]): numbers[at + 1].get_object() for at in range(0, len(numbers), 2)}
    assert sorted(pages) == list(range(len(reader.pages)))
    assert root["/ParentTreeNextKey"] == len(reader.pages)
    found = []
    waiting = [(one, root.indirect_reference) for one in reversed(root["/K"])]
    while waiting:
        reference, above = waiting.pop()
        element = reference.get_object()
        assert element.raw_get("/P").idnum == above.idnum
        found.append(element)
        for kid in reversed(element.get("/K", [])):
            if isinstance(kid, int):
                assert pages[element["/Pg"]["/StructParents"]][kid].idnum == reference.idnum
            elif "/S" in kid.get_object():
                waiting.append((kid, reference))
    return found


def texts_of_elements(reader: Any) -> Counter[str]:
    return Counter(str(one["/S"]) for one in elements(reader))


@pytest.mark.parametrize("by_paragraph", [False, True])
def test_a_report_in_parts_is_the_report_made_at_once(
    monkeypatch: pytest.MonkeyPatch, by_paragraph: bool
) -> None:
    value = laid(42, by_paragraph=by_paragraph)
    whole = written(value, 42)
    monkeypatch.setattr(report_pdf, "MOST_ROWS", 17)
    data = written(value, 42)
    assert data == written(value, 42)
    assert words_of(data) == words_of(whole)
    reader, plain = (PdfReader(io.BytesIO(one), strict=True) for one in (data, whole))
    for number, page in enumerate(reader.pages, 1):
        assert re.findall(r"Page (\d+) of (\d+)", page.extract_text()) == [
            (str(number), str(len(reader.pages)))
        ]
        assert (FRONT.circulation in page.extract_text()) == (number > 1)
    assert reader.metadata == plain.metadata
    assert reader.attachments == plain.attachments
    kinds, of_whole = texts_of_elements(reader), texts_of_elements(plain)
    assert kinds["/TD"] == of_whole["/TD"] == 2 * 42
    assert (kinds["/Document"], kinds["/Part"]) == (1, 2)


def test_heads_of_cells_lead_to_the_head_of_their_own_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_pdf, "MOST_ROWS", 17)
    reader = PdfReader(io.BytesIO(written(laid(42), 42)), strict=True)
    found = elements(reader)
    ids = [str(one["/ID"]) for one in found if "/ID" in one]
    assert len(ids) == len(set(ids)) == 3 * len(COLUMNS)
    root: Any = reader.trailer["/Root"]
    names = root["/StructTreeRoot"]["/IDTree"]["/Names"]
    assert [str(one) for one in names[::2]] == sorted(ids)
    assert [str(one.get_object()["/ID"]) for one in names[1::2]] == sorted(ids)
    here: list[str] = []
    for one in found:
        if one["/S"] == "/TH":
            here = [*here, str(one["/ID"])][-len(COLUMNS) :]
        elif one["/S"] == "/TD":
            heads = [str(head) for entry in one["/A"] for head in entry.get("/Headers", [])]
            assert set(heads) <= set(here)


def test_the_outline_goes_through_all_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_pdf, "MOST_ROWS", 10)
    reader = PdfReader(io.BytesIO(written(laid(42, by_paragraph=True), 42)), strict=True)
    titles = [str(one.title) for one in reader.outline if not isinstance(one, list)]
    assert titles == sorted(titles)
    assert set(titles) == {"Aims (1 0 R)", "Means"}
    listed: list[Any] = [one for one in reader.outline if isinstance(one, list)]
    inner = [one for under in listed for one in under]
    places = [reader.get_destination_page_number(one) or 0 for one in inner]
    assert places == sorted(places)
    assert {one.title for one in inner} == {f"Paragraph {at}" for at in range(0, 42, 7)}


def test_a_part_made_apart_is_what_it_is_made_here() -> None:
    texts = {"main.typ": (BEGIN + "Words #context [#metadata(here().page()) <pages>]").encode()}
    made = datetime(2025, 7, 4, tzinfo=UTC)
    assert typst.pdf_apart(texts, made) == typst.pdf(texts, made)
    assert typst.told_apart(texts, "pages") == typst.told(texts, "pages") == 1


def test_what_cannot_be_set_is_told_from_there_as_from_here() -> None:
    made = datetime(2025, 7, 4, tzinfo=UTC)
    with pytest.raises(typst.NoGlyph) as found:
        typst.pdf_apart({"main.typ": (BEGIN + "x \U0001f600").encode()}, made)
    assert found.value.characters == ("\U0001f600",)
    with pytest.raises(InternalFault, match="unknown variable"):
        typst.pdf_apart({"main.typ": b"#nothing"}, made)


def test_a_pdf_written_in_another_way_is_not_joined() -> None:
    with pytest.raises(InternalFault, match="another way"):
        joined([b"%PDF-1.7\nstartxref\nx\n%%EOF"])
