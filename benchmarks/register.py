"""How the register grows: time and peak memory of every step of a large review, each a process of its own.

    python -m benchmarks.register [SIZE…]

78,007 comments from 1,500 sources are the largest review known, that of a report of the Intergovernmental Panel on
Climate Change in three rounds. Ten times the comments may take twelve times as long, no process more than a gigabyte,
`status` three times what it takes before anybody answered, and writing the workbook three times what XlsxWriter takes
for the same cells. Seconds are those of the processor, so that what else the machine does counts little.
"""

from __future__ import annotations

import argparse
import io
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from benchmarks import reviews

SIZES = (780, 7_800, 78_007)
MOST_GROWTH, MOST_MEGABYTES, MOST_STATUS, MOST_WRITER = 12.0, 1_000, 3.0, 3.0
"""For ten times the comments; for one process; then two ratios."""
EMPTY, STATUS = "status, before anybody answered", "status"
OFTEN = 7
CELL = re.compile(rb'<c r="I(\d+)" s="(\d+)" t="s"><v>\d+</v></c>')
"""A cell in the column of dispositions."""
DECIDED = rb'<c r="I\1" s="\2" t="inlineStr"><is><t>noted</t></is></c>'
EVERY = 10
"""One row in so many is decided in the workbook."""


class Cost(NamedTuple):
    """Seconds of the processor and peak memory of a process, with those that it started."""

    seconds: float
    megabytes: float


def cost(words: Sequence[str], runs: int = 1) -> Cost:
    """The cost of a command whose answer goes nowhere; the middle one of several runs."""
    return statistics.median_low([_once(words) for _ in range(runs)])


def _once(words: Sequence[str]) -> Cost:
    nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(words[0], tuple(words), reviews.ENVIRONMENT, file_actions=nowhere)
    _, status, used = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{' '.join(words[:6])} ended with {status}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def consulted(size: int, folder: Path) -> dict[str, Cost]:
    """The steps in which it counts that all comments are from one source, the public."""
    plan = folder / "plan"
    subprocess.run([sys.executable, "-m", "benchmarks.reviews", str(size), str(folder), "public"], check=True)

    def command(*words: str) -> Cost:
        return cost([reviews.NEASPEC, *words, "-C", str(plan)])

    def imported(name: str) -> Cost:
        file = str(folder / "returned" / name)
        return command("feedback", "import", file, "--from", "PUBLIC", "--on", reviews.RECEIVED)

    found = {"public: feedback import of one list": imported("first.csv")}
    found["public: feedback import of a later list"] = imported("later.csv")
    found["public: feedback list --json"] = command("feedback", "list", "--json")
    found["public: feedback dispose of one"] = command("feedback", "dispose", "PUBLIC-100", "--as", "noted")
    found["public: feedback dispose of all"] = command(
        "feedback", "dispose", "--from", "PUBLIC", "--as", "noted"
    )
    found["public: feedback report, DOCX"] = command("feedback", "report", str(folder / "report.docx"))
    found["public: check"] = command("check")
    return found


def measured(size: int, folder: Path) -> tuple[dict[str, Cost], float]:
    """Every step with so many comments, and how many times as long as XlsxWriter the workbook takes to write."""
    plan, matrix, filled = folder / "plan", folder / "matrix.xlsx", folder / "filled.xlsx"
    # By another process: what a process starts with counts as much as its parent had.
    subprocess.run([sys.executable, "-m", "benchmarks.reviews", str(size), str(folder)], check=True)
    lists = [str(file) for file in sorted((folder / "returned").iterdir())]

    def command(*words: str) -> list[str]:
        return [reviews.NEASPEC, *words, "-C", str(plan)]

    found = {EMPTY: cost(command("status"), OFTEN)}
    found["feedback import, a file of each source"] = cost(
        command("feedback", "import", *lists, "--on", reviews.RECEIVED)
    )
    shutil.rmtree(plan / ".git/neaspec/cache", ignore_errors=True)
    found["status, what was kept deleted"] = cost(command("status"))
    found[STATUS] = cost(command("status"), OFTEN)
    for words in (["list"], ["list", "--json"], ["list", "--groups"], ["report", str(matrix)]):
        found[f"feedback {words[0]} {words[-1] if '--' in words[-1] else ''}".strip()] = cost(
            command("feedback", *words)
        )
    fill(matrix, filled)
    found["feedback update"] = cost(command("feedback", "update", str(filled), "--on", reviews.RECEIVED))
    ratio = subprocess.run(
        [sys.executable, "-m", "benchmarks.register", "--workbook", str(plan)],
        check=True,
        capture_output=True,
        text=True,
        env=reviews.ENVIRONMENT,
    )
    return found, float(ratio.stdout.split()[-1])


def fill(matrix: Path, filled: Path) -> None:
    """The workbook with a decision in every tenth row, as a spreadsheet program would save it."""
    with zipfile.ZipFile(matrix) as read, zipfile.ZipFile(filled, "w", zipfile.ZIP_DEFLATED) as written:
        for part in read.infolist():
            data = read.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                data = CELL.sub(_decided, data)
            written.writestr(part, data)


def _decided(cell: re.Match[bytes]) -> bytes:
    return cell[0] if int(cell[1]) % EVERY else cell.expand(DECIDED)


def workbook(plan: Path) -> float:
    """How many times as long as XlsxWriter bare writing the workbook of a plan takes."""
    from neaspec_cli.commands.feedback_report import report
    from neaspec_cli.intake.guard import open_package, roomy
    from neaspec_cli.intake.matrix import MOST_CELLS
    from neaspec_cli.intake.xlsx import sheets
    from neaspec_cli.publish import sheet

    write, took = sheet.write_report, [0.0]

    def timed(*given: object) -> bytes:
        start = time.process_time()
        data = write(*given)  # type: ignore[arg-type]
        took.append(time.process_time() - start)
        return data

    sheet.write_report = timed  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "matrix.xlsx")
        report(file, folder=plan)
        data = file.read_bytes()
    rows = sheets(open_package(data, roomy(data)).parts, MOST_CELLS)[0].rows
    return took[-1] / _bare([dict(row) for _, row in sorted(rows.items())])


def _bare(rows: Sequence[Mapping[int, str]]) -> float:
    """Seconds that XlsxWriter alone takes for these cells."""
    import xlsxwriter

    start = time.process_time()
    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, text in row.items():
            sheet.write_string(number, column - 1, text)
    book.close()
    return time.process_time() - start


def faults(costs: Mapping[int, Mapping[str, Cost]], writers: Mapping[int, float]) -> list[str]:
    """What is beyond what we allow ourselves."""
    found = []
    for (few, before), (many, after) in pairwise(costs.items()):
        allowed = MOST_GROWTH ** math.log10(many / few)
        for step, one in after.items():
            growth = one.seconds / before[step].seconds
            if growth > allowed:
                found.append(f"{step} grows {growth:.1f} times from {few:,} to {many:,} comments")
    for size, of_size in costs.items():
        found += [
            f"{step} takes {one.megabytes:.0f} MB at {size:,} comments"
            for step, one in of_size.items()
            if one.megabytes > MOST_MEGABYTES
        ]
        slower = of_size[STATUS].seconds / of_size[EMPTY].seconds
        if slower > MOST_STATUS:
            found.append(f"status takes {slower:.1f} times as long at {size:,} comments")
    return found + [
        f"the workbook takes {ratio:.1f} times XlsxWriter at {size:,} comments"
        for size, ratio in writers.items()
        if ratio > MOST_WRITER
    ]


def main() -> int:
    """Print a table; exit code 1 when something is beyond what we allow ourselves."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--workbook", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.workbook:
        print(workbook(asked.workbook))
        return 0
    costs: dict[int, dict[str, Cost]] = {}
    writers: dict[int, float] = {}
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            costs[size], writers[size] = measured(size, Path(folder))
        with tempfile.TemporaryDirectory() as folder:
            costs[size] |= consulted(size, Path(folder))
    print(f"| step | {' | '.join(f'{size:,}: s | MB' for size in costs)} |")
    print(f"|---|{'---|---|' * len(costs)}")
    for step in costs[asked.sizes[0]]:
        cells = [f"{one[step].seconds:.2f} | {one[step].megabytes:.0f}" for one in costs.values()]
        print(f"| {step} | {' | '.join(cells)} |")
    print("\nWriting the workbook, times XlsxWriter:", ", ".join(f"{one:.2f}" for one in writers.values()))
    found = faults(costs, writers)
    print("\n".join(found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
