"""Every tracked Word file of others against the plan that `init --from` makes of it with all changes rejected."""

from __future__ import annotations

from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from neaspec_cli.adapters import pandoc
from neaspec_cli.commands.importing import CannotImport, read_documents
from neaspec_cli.core.plan import PlanSettings, read_section, reading_order
from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.intake import census, guard
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.intake.receiving import take_in
from neaspec_cli.intake.word_document import read_document
from neaspec_cli.intake.word_marks import NAMES, Mark
from neaspec_cli.intake.word_text import Document, Paragraph, Segment
from neaspec_cli.publish.copy import Provenance, SectionTree, prepare
from tests.intake.circulations import as_sent
from tests.shared import ABSENT, SHARED_DATA

TRACKED = SHARED_DATA / "docx-tracked"
FORMULAS = {"011-InsertedMathChar.docx", "RP013-Deleted-Math-Control-Char.docx"}
"""Pandoc writes a formula as LaTeX, so its paragraph reads otherwise in the plan."""
ODD_TABLES = {"RP001-Tracked-Revisions-01.docx", "RP001-Tracked-Revisions-02.docx"}
"""A row that was taken out reads as a quotation in the plan, so the form of the row has no row there."""
READ_OTHERWISE = {
    **dict.fromkeys(("tdf150086.docx", "tdf154481.docx"), "pandoc reads the table of contents as text"),
    **dict.fromkeys(
        (f"RP052-Deleted-Para-Mark{one}.docx" for one in ("", "-Accepted", "-Rejected")),
        "pandoc reads the table of contents as text",
    ),
    "tdf123054.docx": "pandoc joins list items over inserted ends otherwise",
    "58067.docx": "pandoc puts a space where paragraphs are joined",
    "OpenXmlRegex01-TestDocument.docx": "signs of Wingdings and Webdings that few fonts have",
    **dict.fromkeys(ODD_TABLES, "a row that was taken out reads as a quotation in the plan"),
}
"""Files of which some words differ from the plan although nobody changed them, and why."""
PLACED = {
    "insertion": (698, 525),
    "deletion": (750, 435),
    "move (from)": (49, 48),
    "move (to)": (49, 19),
    "format": (894, 753),
    "table cell": (33, 31),
    "content control": (10, 10),
    "comment": (40, 29),
}
"""How many there are of each kind, and how many of them are placed; the others have no words, or none in the plan."""


def plan_of(file: Path) -> CirculatedText | None:
    """The plan as it would be sent; None where the file has no text."""
    try:
        made = read_documents([file])
    except CannotImport:
        return None
    trees = []
    for path in sorted(made.sections, key=reading_order):
        section, _ = read_section(path, made.sections[path])
        tree = pandoc.parse(section.source[section.body_start :])
        trees.append(SectionTree(section.id, section.is_annex, tree))
    title = made.title or file.stem
    return as_sent(prepare("review", PlanSettings(title), Provenance(title, "text"), trees))


@cache
def read_in() -> dict[Path, tuple[Document, Intake]]:
    """Every file with a text, taken in on its own plan."""
    if not TRACKED.is_dir():
        pytest.skip(ABSENT)
    files = sorted(TRACKED.rglob("*.docx"))
    with ThreadPoolExecutor(2) as pool:
        plans = list(pool.map(plan_of, files))
    found = {}
    for file, plan in zip(files, plans, strict=True):
        if plan is not None:
            package = guard.open_package(file.read_bytes())
            document = read_document(package)
            elements = census.count(package.parts).elements_by_kind()
            found[file] = document, take_in(document, elements, plan, "substantive")
    return found


def places(document: Document) -> dict[Mark, list[tuple[Paragraph, Segment | None]]]:
    """Where each mark stands."""
    found: dict[Mark, list[tuple[Paragraph, Segment | None]]] = defaultdict(list)
    for paragraph in document.paragraphs:
        for segment in paragraph.segments:
            for mark in (*segment.changes, *segment.formats):
                found[mark].append((paragraph, segment))
        around = [mark for row in paragraph.rows for mark in row.changes]
        for mark in (*paragraph.mark_changes, *paragraph.formats, *around):
            found[mark].append((paragraph, None))
    return found


def explained(mark: Mark, at: list[tuple[Paragraph, Segment | None]], file: Path) -> str:
    """Why a mark has no place in the plan, told from the file alone; empty where nothing explains it."""
    stands = [paragraph for paragraph, _ in at]
    if mark.outcome == "duplicate":
        return "said twice"
    if file.name in FORMULAS:
        return "in a formula"
    if any(one.in_contents or one.style.upper().startswith("TOC") for one in stands):
        return "in a table of contents"
    if stands and all(one.story not in ("body",) and not one.story.startswith("foot") for one in stands):
        return "in a header, footer or text box"
    match NAMES[mark.tag]:
        case "comment":
            return "on no words" if not at else ""
        case "format" if file.name in ODD_TABLES and mark.tag in (
            "tblPrExChange",
            "trPrChange",
            "tcPrChange",
        ):
            return "form of a row that is none in the plan"
        case "format":
            return "" if any(one.original.strip() for one in stands) else "form of nothing"
        case _:
            changed = (one.text for _, one in at if one and one.in_original != one.in_accepted)
            return "" if "".join(changed).strip() else "no words"


def test_every_mark_is_placed_or_explained() -> None:
    found: Counter[str] = Counter()
    placed: Counter[str] = Counter()
    for file, (document, intake) in read_in().items():
        assert intake.receipt.balance == 0, file
        at = places(document)
        for mark in document.marks:
            kind = NAMES[mark.tag]
            found[kind] += 1
            placed[kind] += mark.outcome == "placed"
            assert mark.outcome == "placed" or explained(mark, at[mark], file), (file, kind, mark.text)
    assert {kind: (found[kind], placed[kind]) for kind in found} == PLACED


def test_nothing_is_silent_but_what_is_read_otherwise() -> None:
    """A file without a heading is given one after its name, which is then missing in what came back."""
    for file, (_, intake) in read_in().items():
        silent = [one for one in intake.receipt.silent if "heading I: delete-block" not in one]
        assert bool(silent) == (file.name in READ_OTHERWISE), (file, silent)
