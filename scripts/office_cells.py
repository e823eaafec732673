"""Fill in cells of workbooks in LibreOffice as colleagues would, each in a copy of its own.

Run by a Python that has LibreOffice's `uno` module, like office_edits.py:

    python3 scripts/office_cells.py SOURCE TARGET [SOURCE TARGET …] < edits.json

`edits.json` has for each target a list of `{"row": "JPN-001", "column": "Reason", "text": "Because"}`: the row that
begins with that cell and the column of that heading on the first sheet. All copies are open at the same time. The text
goes in as if it were typed, so that LibreOffice makes of it what it would make of it for a person.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from office_edits import running_office, value  # type: ignore[import-not-found]

FILTER = "Calc MS Excel 2007 XML"


def fill_in(document: Any, edits: list[dict[str, str]]) -> None:
    """Type each text into its cell."""
    sheet = document.Sheets.getByIndex(0)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress
    columns = {sheet.getCellByPosition(place, 0).String: place for place in range(last.EndColumn + 1)}
    rows = {sheet.getCellByPosition(0, place).String: place for place in range(last.EndRow + 1)}
    for edit in edits:
        sheet.getCellByPosition(columns[edit["column"]], rows[edit["row"]]).setFormula(edit["text"])


def main() -> None:
    """Open all copies, fill each in, then save them."""
    paths = [Path(name).resolve() for name in sys.argv[1:]]
    wanted = json.load(sys.stdin)
    with running_office() as (context, folder):
        desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        opened = []
        for number, (source, target) in enumerate(zip(paths[::2], paths[1::2], strict=True)):
            copied = Path(shutil.copy(source, folder / f"{number}.xlsx"))
            hidden = (value("Hidden", True),)
            opened.append((desktop.loadComponentFromURL(copied.as_uri(), "_blank", 0, hidden), target))
        for (document, _), edits in zip(opened, wanted, strict=True):
            fill_in(document, edits)
        for document, target in opened:
            document.storeToURL(target.as_uri(), (value("FilterName", FILTER),))
            document.close(True)


if __name__ == "__main__":
    main()
