"""Texts in Markdown or plain words: marked with CriticMarkup, changed without a mark, or remarks on quoted passages."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from neaspec_cli.core.register.circulated import CirculatedText
from neaspec_cli.core.text.frontmatter import front_matter
from neaspec_cli.intake import csv_sheet, logs
from neaspec_cli.intake.against import Against
from neaspec_cli.intake.critic import Marked, count_marks, has_marks, read_marks
from neaspec_cli.intake.encodings import read_text
from neaspec_cli.intake.folding import fold
from neaspec_cli.intake.passages import read_passages
from neaspec_cli.intake.receipt import Intake
from neaspec_cli.intake.receiving import THIS_TEXT, take_in
from neaspec_cli.intake.tables import read_tables
from neaspec_cli.intake.text_document import check_length, text_document
from neaspec_cli.intake.word_text import Document

SOURCE = "[#](#"
"""A reference whose number is filled in at export: only files of the plan have it."""
ORIGINS = ("tracked", "silent", "comment")


def read(data: bytes, against: Against) -> Intake:
    """Comments and receipt of a text, read as what it is; raises an `Unreadable` that names why it cannot be."""
    told = read_text(data)
    intake = _read(told.text, data, against)
    warnings = tuple(dict.fromkeys((*told.warnings, *intake.receipt.warnings)))
    return replace(intake, receipt=replace(intake.receipt, warnings=warnings))


def _read(text: str, data: bytes, against: Against) -> Intake:
    if has_marks(text):
        return _take_in(read_marks(_body(text)), count_marks(text), against)
    if csv_sheet.holds_table(text):
        return csv_sheet.read(data, against)
    check_length(text)
    grids = logs.tables(text)
    if grids:
        return read_tables(grids, against)
    plain = Marked(_body(text))
    if _sections_held(_document(plain, against.text), _as_in(plain.text, against.text)):
        return _take_in(plain, {}, against)
    return read_passages(text, against)


def _take_in(marked: Marked, elements: dict[str, int], against: Against) -> Intake:
    document = _document(marked, against.text)
    circulated = _as_in(marked.text, against.text)
    here = _sections_held(document, circulated)
    leaves = tuple(leaf for leaf in circulated.leaves if leaf.section in here)
    if leaves:
        # A text in files need not come back whole: what is of other sections was not taken out.
        circulated = replace(circulated, leaves=leaves)
    return take_in(document, elements, circulated, against.kind)


def _document(marked: Marked, circulated: CirculatedText) -> Document:
    return text_document(marked, circulated, is_source=SOURCE in marked.text)


def _body(text: str) -> str:
    """The text without the front matter that the files of a plan have."""
    return text[front_matter(text)[1] :] if text.startswith("---\n") else text


def _as_in(text: str, circulated: CirculatedText) -> CirculatedText:
    """The circulated words as they stand in the files of the plan, where the text is one: numbers not filled in."""
    if SOURCE not in text:
        return circulated
    leaves = tuple(replace(leaf, printed="", offsets=()) for leaf in circulated.leaves)
    return replace(circulated, leaves=leaves)


def _sections_held(document: Document, circulated: CirculatedText) -> frozenset[str]:
    """Sections of which enough paragraphs are there as they were."""
    held = {fold(one.original).text for one in document.paragraphs}
    words = [(leaf.section, fold(leaf.text).text in held) for leaf in circulated.leaves if leaf.text.strip()]
    total, found = Counter(one for one, _ in words), Counter(one for one, is_held in words if is_held)
    return frozenset(one for one in total if found[one] >= THIS_TEXT * total[one])
