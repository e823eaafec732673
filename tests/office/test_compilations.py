"""A compilation in LibreOffice: the changes of one State accepted and all others rejected give its text.

LibreOffice 7.4 drops the joining of a paragraph that refers to a note, and what is tracked in one that is joined.
"""

from __future__ import annotations

from pathlib import Path

import pytest

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
from neaspec_cli.intake import guard
from neaspec_cli.intake.word_document import read_document
from neaspec_cli.publish.tracked import write_tracked
from tests.office.roundtrip import edited, needs_office
from tests.publish.copies import copy_of
from tests.publish.test_compiled import compilation
from tests.publish.test_tracked import NAMES, PLAN, accepted

pytestmark = needs_office

WISHES: dict[str, list[tuple[str, Proposal | None]]] = {
    "CHN": [
        ("1", DeleteWords("low carbon cities")),
        ("2", InsertBlock("A\n\nB")),
        ("Table 1 row 2 column 2", InsertRow(("2026", "final"))),
        ("1", NoteChange("New.", after="build")),
    ],
    "JPN": [
        ("1", DeleteWords("carbon cities by")),
        ("3", Move("section-1", "1")),
        ("2(a)", DeleteBlock()),
        ("2", InsertBlock("Year | Sum\n2027 | 5", kind="table")),
    ],
    "KOR": [
        ("1", InsertWords(" and soon", after="more")),
        ("2(a)", Join("; ")),
        ("Table 1 row 2 column 1", DeleteRow()),
    ],
    "MNG": [
        ("1", InsertWords(" and soon", after="more")),
        ("2", Split("paragraph")),
        ("heading I", ReplaceWords("Goals", "Aims")),
    ],
    "RUS": [
        ("1", ReplaceWords("low carbon", "green")),
        ("1", ReplaceWords("carbon cities", "towns")),
    ],
}
TEXTS = {
    "China": [
        "Goals", "States build  by 2030, and more.", "Second paragraph.", "A", "B", "first item", "second item",
        "When", "What", "2025", "draft", "2026", "final", "Last one.",
    ],
    "Japan": [
        "Goals", "States build low  2030, and more.", "Last one.", "Second paragraph.", "Year", "Sum", "2027", "5",
        "second item", "When", "What", "2025", "draft",
    ],
    "Korea, Republic of": [
        "Goals", "States build low carbon cities by 2030, and more and soon.", "Second paragraph.",
        "first item; second item", "When", "What", "Last one.",
    ],
    "Mongolia": [
        "Aims", "States build low carbon cities by 2030, and more and soon.", "Second ", "paragraph.",
        "first item", "second item", "When", "What", "2025", "draft", "Last one.",
    ],
    "Russian Federation (2)": [
        "Goals", "States build low towns by 2030, and more.", "Second paragraph.",
        "first item", "second item", "When", "What", "2025", "draft", "Last one.",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = copy_of(PLAN)
    file = tmp_path_factory.mktemp("compiled") / "all.docx"
    file.write_bytes(write_tracked(copy, compilation(copy, WISHES), NAMES))
    return file


@pytest.mark.parametrize("name", TEXTS)
def test_the_changes_of_one_state_alone_give_its_text(compiled: Path, name: str) -> None:
    settled = edited(compiled, compiled.with_name(f"{name}.docx"), "Reader", {"op": "take-one", "text": name})
    document = read_document(guard.open_package(settled.read_bytes()))
    assert document.marks == []
    said = [one.original for one in document.paragraphs if one.story == "body" and one.original.strip()]
    assert said[-len(TEXTS[name]) :] == TEXTS[name]
    assert accepted(read_document(guard.open_package(compiled.read_bytes())), name) == TEXTS[name]
    notes = [one.original.strip() for one in document.paragraphs if one.story.startswith("footnote ")]
    assert notes == (["New.", "See the study."] if name == "China" else ["See the study."])
