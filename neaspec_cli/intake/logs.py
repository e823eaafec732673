"""Logs of comments kept as text: tables in Markdown (OASIS), and records of `Name: value` lines (W3C)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from neaspec_cli.intake.grid import Grid, check_size
from neaspec_cli.intake.headings import recognise

ROW = re.compile(r"[ ]{0,3}\|.*\|[ ]*")
RULE = re.compile(r"[ ]{0,3}\|(?:[ ]*:?-+:?[ ]*\|)+[ ]*")
LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\([^()\s]*\)")
APART = re.compile(r"\n-{4,}[ ]*(?=\n|\Z)")
FIELD = re.compile(r"([A-Z][A-Za-z]{1,20}):[ ]+(.*)")
NUMBER = re.compile(r"Issue ([\w-]+)\.?")


def tables(text: str) -> list[Grid]:
    """The tables of comments in a text; none where it holds none."""
    found = [*_markdown_tables(text), *_records(text)]
    return [one for one in found if recognise(one, {}) is not None]


def _markdown_tables(text: str) -> Iterator[Grid]:
    lines = text.split("\n")
    end = 0
    for number, line in enumerate(lines):
        # What looks like another head within a table is a row of it.
        if number > end and RULE.fullmatch(line) and ROW.fullmatch(lines[number - 1]):
            end = next((n for n in range(number + 1, len(lines)) if not ROW.fullmatch(lines[n])), len(lines))
            rows = [lines[number - 1], *lines[number + 1 : end]]
            cells = {place: dict(_cells(row)) for place, row in enumerate(rows, 1)}
            check_size(len(cells), sum(map(len, cells.values())))
            yield Grid(f"The table on line {number}", cells, partial(_count_rows, tuple(rows)))


def _cells(row: str) -> Iterator[tuple[int, str]]:
    for column, cell in enumerate(re.split(r"(?<!\\)\|", row.strip()[1:-1]), 1):
        text = re.sub(r"<br ?/?>", "\n", cell.replace("\\|", "|")).strip()
        text = _without_links(text) if column == 1 else text
        if text:
            yield column, text


def _without_links(text: str) -> str:
    """A number that leads to a page is a number with the page behind it."""
    return LINK.sub(r"\1", text) if LINK.fullmatch(text) else text


def _count_rows(rows: tuple[str, ...], heading: int, quiet: frozenset[int]) -> int:
    """Rows with a letter or sign between their bars, in a column that is not quiet."""
    counted = 0
    for row in rows[heading:]:
        parts = row.strip().replace("\\|", "&")[1:-1].split("|")
        counted += any(part.strip() for column, part in enumerate(parts, 1) if column not in quiet)
    return counted


def _records(text: str) -> Iterator[Grid]:
    """Records set apart by lines of hyphens; a field that comes again goes on in its cell."""
    records = APART.split(f"\n{text}")
    read = [_record(one) for one in records]
    names = list(dict.fromkeys(name for one in read[1:] for name in one))
    if len(read) < 3 or not names:
        return
    columns = {name: column for column, name in enumerate(names, 1)}
    rows = {
        number: {columns[name]: value for name, value in one.items()}
        for number, one in enumerate(read[1:], 1)
        if one
    }
    head = {column: name for name, column in columns.items()}
    if {"Summary", "Comment"} <= columns.keys():
        head[columns["Comment"]] = "Said in"
    count = partial(_count_records, tuple(records[1:]))
    above = " ".join(records[0].split())
    yield Grid(
        "The log", rows, count, head=head, warnings=(f"Above the log stands: {above}",) if above else ()
    )


def _record(text: str) -> Mapping[str, str]:
    found: dict[str, list[str]] = {}
    last = ""
    for line in text.strip("\n").split("\n"):
        field, number = FIELD.fullmatch(line), NUMBER.fullmatch(line.strip())
        name, value = field.groups() if field else ("Issue number", number[1]) if number else (last, line)
        last = name or "Remark"
        value = value.strip()
        if value:
            found.setdefault(last, []).append(value)
    return {name: "\n".join(values) for name, values in found.items()}


def _count_records(records: tuple[str, ...], heading: int, quiet: frozenset[int]) -> int:
    return sum(bool(one.strip()) for one in records[heading:])
