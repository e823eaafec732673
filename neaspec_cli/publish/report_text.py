"""The disposition of comments as text: lists of values, Markdown and JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence

from neaspec_cli.core.register.formulas import guarded
from neaspec_cli.core.register.layouts import Cell, Laid, Line
from neaspec_cli.core.register.report import Report
from neaspec_cli.core.register.report_value import report_value

FIRST = ("place", "text")
MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the code page of the computer."""
_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#~^$"})


def write_csv(report: Report, layout: str) -> bytes:
    """One line a comment under the headings (RFC 4180), no cell of which a spreadsheet program runs."""
    names = [name for name, _, _ in report.columns]
    if layout == "by-paragraph":
        names = [*FIRST, *(name for name in names if name not in FIRST)]
    titles = {name: title for name, title, _ in report.columns}
    buffer = io.StringIO(newline="")
    lines = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    lines.writerow([titles[name] for name in names])
    lines.writerows([guarded(row[name]) for name in names] for row in report.rows)
    return (MARK + buffer.getvalue()).encode("utf-8", "replace")


def write_json(report: Report, layout: str) -> bytes:
    """The report as one value."""
    text = json.dumps(report_value(report, layout), ensure_ascii=False, indent=2, default=str)
    return f"{text}\n".encode("utf-8", "replace")


def write_markdown_table(report: Report) -> bytes:
    """A table with every column, what people wrote made harmless to the signs of Markdown."""
    titles = [title for _, title, _ in report.columns]
    rows = [[_escaped(row[name]) for name, _, _ in report.columns] for row in report.rows]
    return _file([*_head(report), *_table(titles, rows)])


def write_markdown_passages(report: Report, laid: Laid) -> bytes:
    """Each passage with its words as a quotation and the comments on it in a table."""
    lines = _head(report)
    section = ""
    for passage in laid.passages:
        if passage.section not in ("", section):
            section = passage.section
            lines += [f"## {_escaped(section)}", ""]
        lines += [f"{'###' if passage.section else '##'} {_escaped(passage.name)}", ""]
        lines += [f"> {_quoted(passage.text)}", ""] if passage.text else []
        rows = [[_cell(one) for one in row.cells] for row in passage.rows]
        lines += [*_table([one.title for one in laid.columns], rows), ""] if rows else []
    return _file(lines)


def _head(report: Report) -> list[str]:
    return [f"# {_escaped(report.title)}", "", f"Circulation {report.circulation}", ""]


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    made = [f"| {' | '.join(titles)} |", f"|{'|'.join(' --- ' for _ in titles)}|"]
    return made + [f"| {' | '.join(row)} |" for row in rows]


def _cell(cell: Cell) -> str:
    return "<br>".join(map(_line, cell))


def _line(line: Line) -> str:
    words = _escaped(line.words)
    if line.label:
        return f"*{line.label}:* {words}"
    return f"**{words}**" if line.look == "strong" and words else words


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return "<br>".join(" ".join(line.split()) for line in text.translate(_SIGNS).split("\n"))


def _quoted(text: str) -> str:
    """The same where a line begins with it, so that it begins no list."""
    return re.sub(r"^(\d*)([-+.)])", r"\1\\\2", _escaped(text))


def _file(lines: Sequence[str]) -> bytes:
    return ("\n".join(lines).rstrip("\n") + "\n").encode("utf-8", "replace")
