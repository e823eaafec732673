"""The comment form that goes out with a circulation, as a workbook."""

from __future__ import annotations

from neaspec_cli.core.register import form
from neaspec_cli.publish.copy import Copy
from neaspec_cli.publish.printed import printed_leaves
from neaspec_cli.publish.workbook import Workbook


def write_form(copy: Copy) -> bytes:
    """One row a block of the copy, with a drop-down list of kinds; what is not to be filled in is locked."""
    book = Workbook(copy.settings.title, copy.provenance.date, copy.provenance.properties())
    sheet = book.sheet(form.SHEET, [(one.title, one.width) for one in form.COLUMNS])
    rows = [("", form.GENERAL, "")]
    for leaf, printed in zip(copy.leaves, printed_leaves(copy), strict=True):
        rows.append((leaf.marker, leaf.label.text, printed.text))
    for number, (marker, label, text) in enumerate(rows, 1):
        contents = {form.LABEL: label, form.TEXT: text[: form.MOST_CELL], form.MARKER: marker}
        for column, one in enumerate(form.COLUMNS):
            style = book.open if one.is_open else book.locked
            sheet.write_string(number, column, contents.get(one, ""), style)
        book.fit(sheet, number, [(contents[one], one.width) for one in (form.LABEL, form.TEXT)])
    kind = form.COLUMNS.index(form.KIND)
    sheet.data_validation(1, kind, len(rows), kind, {"validate": "list", "source": list(form.KIND_CHOICES)})
    sheet.set_column(form.COLUMNS.index(form.MARKER), len(form.COLUMNS) - 1, None, None, {"hidden": True})
    sheet.autofilter(0, 0, len(rows), len(form.COLUMNS) - 1)
    sheet.protect(
        "", {"format_columns": True, "format_rows": True, "autofilter": True, "select_locked_cells": True}
    )
    guide = book.sheet("How to fill in", [(copy.settings.title, 100)])
    for number, line in enumerate(form.GUIDE, 1):
        guide.write_string(number, 0, line, book.locked)
    return book.content()
