"""How long `neaspec status` takes on this repository, as a ratio to loading the libraries that show its answer.

The floor is `python -c "import typer, rich.console, rich.table"` in the same environment; both are run in turn, so that
what else the machine does falls on both alike. The ratio is of the medians.

    python benchmarks/status.py [RUNS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
FLOOR = [sys.executable, "-c", "import typer, rich.console, rich.table"]
STATUS = [str(Path(sys.executable).with_name("neaspec")), "status", "-C", str(REPOSITORY)]
LIMIT = 2.0


def seconds(command: list[str]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Measure in turn and report."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    pairs = [(seconds(FLOOR), seconds(STATUS)) for _ in range(runs + 2)][2:]
    floor, status = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(
        f"floor {floor * 1000:.0f} ms, status {status * 1000:.0f} ms, ratio {status / floor:.2f} (at most {LIMIT})"
    )


if __name__ == "__main__":
    main()
