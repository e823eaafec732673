"""The disposition of comments as PDF, made to the same standards as the copies of the plan."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

from neaspec_cli.adapters import typst
from neaspec_cli.core.plan import Rules
from neaspec_cli.core.register.layouts import Cell, Laid, LaidRow, Passage, capital
from neaspec_cli.errors import NeaspecError
from neaspec_cli.publish import coverage, languages
from neaspec_cli.publish.report_front import NONE, Front

_MAIN = '#import "report.typ": report\n#report(json("report.json"))\n'
_UNBROKEN = re.compile(r"\S{1000}")
"""A PDF holds no string of tens of thousands of characters, so that such words may be broken."""
MOST_ROWS, CHARACTERS_A_ROW = 1_200, 1_600
"""Of one making, which takes about 0.35 MB of memory for each comment and each so many characters of it."""
MOST_IN_ALL = 30_000
"""In all, since the parts are put together in memory."""
Value = dict[str, Any]


class TooMuchForPdf(NeaspecError):
    """More comments than one PDF is made of."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"One PDF of {count:,} comments of this length would take more than a gigabyte of memory to make.",
            "Write .docx or .html, or several PDFs with --section, --kind or --from.",
        )


def write_report_pdf(
    front: Front,
    laid: Laid,
    total: int,
    counts: Mapping[str, int],
    rules: Rules,
    properties: Mapping[str, str],
    day: date,
    *,
    is_upright: bool,
) -> bytes:
    """The PDF, dated with `day`; `properties` stand in its keywords and in an attached file."""
    weights = [_weight(row) for passage in laid.passages for row in passage.rows]
    if sum(weights) > MOST_IN_ALL:
        raise TooMuchForPdf(total)
    value = {
        **_front(front, rules, properties),
        "is_upright": is_upright,
        "tally": [[total, capital("comment" if total == 1 else "comments")]]
        + [[number, capital(label)] for label, number in counts.items()],
        "columns": [{"title": one.title, "width": one.width, "weight": one.weight} for one in laid.columns],
        "none": NONE,
        "first-page": 1,
        "pages": None,
    }
    made = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if sum(weights) <= MOST_ROWS:
        return typst.pdf(_texts(value, laid.passages, properties), made)
    return _in_parts(value, list(_divided(laid.passages)), properties, made)


def _weight(row: LaidRow) -> float:
    return 1 + sum(len(line.words) for cell in row.cells for line in cell) / CHARACTERS_A_ROW


def _texts(value: Value, passages: Sequence[Passage], properties: Mapping[str, str]) -> dict[str, bytes]:
    """What Typst makes the report of, or a part of it."""
    shown = {**value, "passages": list(_passages(passages))}
    return {
        typst.MAIN: _MAIN.encode(),
        "report.typ": (files("neaspec_cli.publish") / "templates" / "report.typ").read_bytes(),
        "report.json": json.dumps(shown, ensure_ascii=False).encode(),
        "provenance.json": json.dumps(
            dict(properties), ensure_ascii=False, indent=1, sort_keys=True
        ).encode(),
    }


def _divided(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """The passages in parts of which each can be made alone; a long one goes on in the next part."""
    part: list[Passage] = []
    room = float(MOST_ROWS)
    for passage in passages:
        rows: list[LaidRow] = []
        for row in passage.rows:
            if room < _weight(row) and (part or rows):
                yield [*part, replace(passage, rows=tuple(rows))] if rows else part
                passage = replace(passage, text="" if rows else passage.text)
                part, rows, room = [], [], float(MOST_ROWS)
            rows.append(row)
            room -= _weight(row)
        part.append(replace(passage, rows=tuple(rows)))
    yield part


def _in_parts(
    value: Value, parts: Sequence[Sequence[Passage]], properties: Mapping[str, str], made: datetime
) -> bytes:
    """Each part made by itself, after all were laid out once: where a part begins, and how many pages there are."""
    from neaspec_cli.publish.pdf_joining import joined

    firsts = [1]
    for part in parts:
        texts = _texts({**value, "first-page": firsts[-1], "pages": 0}, part, properties)
        firsts.append(firsts[-1] + int(typst.told_apart(texts, "pages")))

    def document(place: int) -> bytes:
        texts = _texts(
            {**value, "first-page": firsts[place], "pages": firsts[-1] - 1}, parts[place], properties
        )
        return typst.pdf_apart(texts, made)

    # The next part is made while one is joined to those before it; none is begun after something went wrong.
    maker = ThreadPoolExecutor(1)
    try:
        return joined(maker.map(document, range(len(parts))))
    finally:
        maker.shutdown(cancel_futures=True)


def told_by_code(laid: Laid) -> tuple[str, ...]:
    """Characters that no font of the package has and that the PDF therefore shows as `[U+F0A7]`."""
    return tuple(one for one in coverage.missing(_words(laid)) if _shown(one) == _code(one))


def _words(laid: Laid) -> str:
    """Everything in the cells."""
    rows = (row for passage in laid.passages for row in passage.rows)
    return "".join(line.words for row in rows for cell in row.cells for line in cell)


def _front(front: Front, rules: Rules, properties: Mapping[str, str]) -> dict[str, Any]:
    language, _, region = rules.language.partition("-")
    return {
        "name": f"{front.title}: {front.subject}",
        "author": front.owner or front.title,
        "keywords": [f"{key}={value}" for key, value in properties.items()],
        "title": _spoken(front.title),
        "subject": front.subject,
        "owner": _spoken(front.owner),
        "circulation": front.circulation,
        "mark": front.mark,
        "facts": front.facts,
        "foot": front.foot,
        "paper": "us-letter" if rules.paper == "Letter" else "a4",
        "language": language.lower(),
        "region": region.upper() if len(region) == 2 else None,
    }


def _passages(passages: Sequence[Passage]) -> Iterator[dict[str, Any]]:
    section = ""
    for passage in passages:
        begins = passage.section not in ("", section)
        section = passage.section or section
        yield {
            "section": _spoken(passage.section) if begins else None,
            "is_within": bool(passage.section),
            "name": _spoken(passage.name),
            "text": _spoken(passage.text),
            "rows": [_row(one) for one in passage.rows],
        }


def _row(row: LaidRow) -> dict[str, Any]:
    return {"may_part": row.may_part, "cells": [_cell(one) for one in row.cells]}


def _cell(cell: Cell) -> list[dict[str, Any]]:
    return [
        {"look": line.look, "label": line.label, "words": _spoken(line.words)} for line in cell if line.words
    ]


def _spoken(words: str) -> list[tuple[str, str]]:
    """What people wrote in stretches, each with its language."""
    return list(languages.runs(_legible(words), words))


def _legible(words: str) -> str:
    """The words with what cannot be printed written in another way: what others wrote is not ours to refuse."""
    for one in coverage.missing(words):
        words = words.replace(one, _shown(one))
    return _UNBROKEN.sub("\\g<0>\u200b", words)


def _shown(character: str) -> str:
    """The same in plain letters, as with the ligature of two f, or the code of the character."""
    plain = unicodedata.normalize("NFKC", character)
    return _code(character) if coverage.missing(plain) else plain


def _code(character: str) -> str:
    return f"[U+{ord(character):04X}]"
