"""The disposition of comments as PDF, made to the same standards as the copies of the plan."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from importlib.resources import files
from typing import Any

from neaspec_cli.adapters import typst
from neaspec_cli.core.plan import Rules
from neaspec_cli.core.register.layouts import Cell, Laid, LaidRow, capital
from neaspec_cli.errors import NeaspecError
from neaspec_cli.publish import coverage, languages
from neaspec_cli.publish.report_front import NONE, Front

_MAIN = '#import "report.typ": report\n#report(json("report.json"))\n'
MOST_NAMED = 5
"""Characters and comments that the message names."""
MOST_COMMENTS = 2_500
"""With more of them making the PDF takes more than a gigabyte of memory."""


class TooManyComments(NeaspecError):
    """More comments than one PDF is made of."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"A PDF holds at most {MOST_COMMENTS:,} comments, and these are {count:,}.",
            "Write .docx or .html, or several PDFs with --section, --kind or --from.",
        )


class UnprintableComment(NeaspecError):
    """Characters of comments that no font of the package can show."""

    def __init__(self, characters: tuple[str, ...], places: tuple[str, ...]) -> None:
        shown = [f"{one if one.isprintable() else '?'} (U+{ord(one):04X})" for one in characters[:MOST_NAMED]]
        more = f" and {len(characters) - MOST_NAMED} more" if len(characters) > MOST_NAMED else ""
        where = f" in {', '.join(places[:MOST_NAMED])}" if places else ""
        super().__init__(
            f"The PDF has no font for {', '.join(shown)}{more}{where}.",
            "Write the report as .docx or .html, which use the fonts of their reader.",
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
    value = {
        **_front(front, rules, properties),
        "is_upright": is_upright,
        "tally": [[total, capital("comment" if total == 1 else "comments")]]
        + [[number, capital(label)] for label, number in counts.items()],
        "columns": [{"title": one.title, "width": one.width, "weight": one.weight} for one in laid.columns],
        "passages": list(_passages(laid)),
        "none": NONE,
    }
    if total > MOST_COMMENTS:
        raise TooManyComments(total)
    refuse_unprintable(front, laid)
    texts = {
        typst.MAIN: _MAIN.encode(),
        "report.typ": (files("neaspec_cli.publish") / "templates" / "report.typ").read_bytes(),
        "report.json": json.dumps(value, ensure_ascii=False).encode(),
        "provenance.json": json.dumps(
            dict(properties), ensure_ascii=False, indent=1, sort_keys=True
        ).encode(),
    }
    return typst.pdf(texts, datetime(day.year, day.month, day.day, tzinfo=UTC))


def refuse_unprintable(front: Front, laid: Laid) -> None:
    """Stop before a character would be left blank; names the comments that hold it."""
    found: dict[str, None] = dict.fromkeys(coverage.missing(front.title + front.owner))
    places = []
    for passage in laid.passages:
        found |= dict.fromkeys(coverage.missing(passage.section + passage.text))
        for row in passage.rows:
            missing = coverage.missing(
                "".join(f"{line.label}{line.words}" for cell in row.cells for line in cell)
            )
            found |= dict.fromkeys(missing)
            if missing:
                places.append(_named(row))
    if found:
        raise UnprintableComment(tuple(found), tuple(places))


def _named(row: LaidRow) -> str:
    """A row as its first cell names it."""
    return " ".join(line.words for line in row.cells[0])


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


def _passages(laid: Laid) -> Iterator[dict[str, Any]]:
    section = ""
    for passage in laid.passages:
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
    return list(languages.runs(words, words))
