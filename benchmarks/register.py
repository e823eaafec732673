"""How the register grows: time and peak memory of every step of a large review, each a process of its own.

    python -m benchmarks.register [SIZE…]

78,007 comments from 1,500 sources are the largest review known, that of a report of the Intergovernmental Panel on
Climate Change in three rounds. Ten times the comments may take twelve times as long, no process more than a gigabyte,
`status` three times what it takes before anybody answered, and the workbook three times what XlsxWriter takes for
the same cells.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import reviews

SIZES = (780, 7_800, 78_007)
MOST_GROWTH, MOST_MEGABYTES, MOST_STATUS, MOST_WRITER = 12.0, 1_000, 3.0, 3.0
"""Growth is for ten times the comments; the last two are ratios."""
EMPTY, STATUS, REPORT, BARE = "status, nobody answered", "status", "report, XLSX", "XlsxWriter bare"
QUICK_RUNS = 7
CELL = re.compile(rb'<c r="I(\d+)" s="(\d+)" t="s"><v>\d+</v></c>')
"""A cell in the column of dispositions."""
DECIDED = rb'<c r="I\1" s="\2" t="inlineStr"><is><t>noted</t></is></c>'
EVERY = 10
"""One row in so many is decided in the workbook."""


class Cost(NamedTuple):
    """Wall time and peak memory of a process."""

    seconds: float
    megabytes: float


def cost(words: Sequence[str], runs: int = 1) -> Cost:
    """The cost of a command whose answer goes nowhere; the middle one of several runs."""
    return statistics.median_low([_once(words) for _ in range(runs)])


def _once(words: Sequence[str]) -> Cost:
    start = time.perf_counter()
    nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(words[0], words, reviews.ENVIRONMENT, file_actions=nowhere)
    _, status, used = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{' '.join(words[:6])} ended with {status}")
    return Cost(time.perf_counter() - start, used.ru_maxrss / 1024)


def measured(size: int, folder: Path) -> dict[str, Cost]:
    """Every step with so many comments."""
    plan, matrix, filled = folder / "plan", folder / "matrix.xlsx", folder / "filled.xlsx"
    reviews.circulate(plan, reviews.sources_of(size))
    form = next((plan / "feedback/draft-1/sent").glob("comment-form*.xlsx"))
    lists = [str(file) for file in reviews.returned(folder / "returned", form, size)]

    def command(*words: str) -> list[str]:
        return [reviews.NEASPEC, *words, "-C", str(plan)]

    found = {EMPTY: cost(command("status"), QUICK_RUNS)}
    found[f"import of {len(lists):,} files"] = cost(command("feedback", "import", *lists, "--on", reviews.RECEIVED))
    shutil.rmtree(plan / ".git/neaspec/cache", ignore_errors=True)
    found["status, without its cache"] = cost(command("status"))
    found[STATUS] = cost(command("status"), QUICK_RUNS)
    found["list"] = cost(command("feedback", "list"))
    found["list --json"] = cost(command("feedback", "list", "--json"))
    found["list --groups"] = cost(command("feedback", "list", "--groups"))
    found[REPORT] = cost(command("feedback", "report", str(matrix)))
    found[BARE] = cost([sys.executable, "-m", "benchmarks.register", "--bare", str(matrix)])
    fill(matrix, filled)
    found["update"] = cost(command("feedback", "update", str(filled), "--on", reviews.RECEIVED))
    return found


def fill(matrix: Path, filled: Path) -> None:
    """The workbook with a decision in every tenth row, as a spreadsheet program would save it."""
    with zipfile.ZipFile(matrix) as read, zipfile.ZipFile(filled, "w", zipfile.ZIP_DEFLATED) as written:
        for part in read.infolist():
            data = read.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                data = CELL.sub(lambda cell: cell.expand(DECIDED) if int(cell[1]) % EVERY == 0 else cell[0], data)
            written.writestr(part, data)


def bare(matrix: Path) -> None:
    """Write the cells of a workbook with XlsxWriter alone, and print the seconds that this took."""
    import xlsxwriter

    from neaspec_cli.intake.guard import open_package, roomy
    from neaspec_cli.intake.matrix import MOST_CELLS
    from neaspec_cli.intake.xlsx import sheets

    data = matrix.read_bytes()
    rows = [sorted(row.items()) for _, row in sorted(sheets(open_package(data, roomy(data)).parts, MOST_CELLS)[0].rows.items())]
    start = time.perf_counter()
    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, text in row:
            sheet.write_string(number, column - 1, text)
    book.close()
    print(time.perf_counter() - start, file=sys.stderr)
