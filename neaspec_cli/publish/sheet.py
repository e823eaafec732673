"""The disposition of comments as a workbook and as Markdown."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from neaspec_cli.core.comments import VERDICTS
from neaspec_cli.core.report import Report
from neaspec_cli.publish.workbook import Workbook

MOST_CELL = 32_000


def write_report(report: Report, on: datetime.date | None, properties: Mapping[str, str]) -> bytes:
    """A workbook with one row a comment, a filter on every column, and a drop-down list of dispositions."""
    book = Workbook(report.title, on, properties)
    sheet = book.sheet("Disposition of comments", [(title, width) for _, title, width in report.columns])
    for number, row in enumerate(report.rows, 1):
        for column, (name, _, _) in enumerate(report.columns):
            sheet.write_string(number, column, row[name][:MOST_CELL], book.open)
        book.fit(sheet, number, [(row[name], width) for name, _, width in report.columns])
    last = max(1, len(report.rows))
    names = [name for name, _, _ in report.columns]
    place = names.index("disposition")
    sheet.data_validation(
        1, place, last, place, {"validate": "list", "source": list(VERDICTS), "error_type": "warning"}
    )
    sheet.autofilter(0, 0, last, len(report.columns) - 1)
    return book.content()


def write_markdown_report(report: Report) -> bytes:
    """The same as a table in Markdown, with what people wrote made harmless to its signs."""
    lines = [f"# {_escaped(report.title)}", "", f"Circulation {report.circulation}", ""]
    titles = [title for _, title, _ in report.columns]
    lines += [f"| {' | '.join(titles)} |", f"|{'|'.join(' --- ' for _ in titles)}|"]
    for row in report.rows:
        lines.append(f"| {' | '.join(_escaped(row[name]) for name, _, _ in report.columns)} |")
    return ("\n".join(lines) + "\n").encode()


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    signs = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#~^$"})
    return "<br>".join(" ".join(line.split()) for line in text.translate(signs).split("\n"))
