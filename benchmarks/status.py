"""How long `neaspec status` takes on this repository, as a ratio to loading the libraries that show its answer.

The floor is `python -c "import typer, rich.console, rich.table"` in the same environment; both are run in turn, so that
what else the machine does falls on both alike. The ratio is of the medians.

Both start from compiled bytecode, as pip leaves it; a checkout run under PYTHONDONTWRITEBYTECODE would compile
itself anew each time, while the libraries would not. With --source it is measured so: the environment is kept as
it is.

    python benchmarks/status.py [RUNS] [--source]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
FLOOR = [sys.executable, "-c", "import typer, rich.console, rich.table"]
STATUS = [str(Path(sys.executable).with_name("neaspec")), "status", "-C", str(REPOSITORY)]
LIMIT = 2.0
WARM_UP = 2


def seconds(command: list[str], environment: Mapping[str, str]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def compiled(folder: str) -> dict[str, str]:
    """The environment in which Python keeps bytecode in a folder."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": folder}


def main() -> None:
    """Measure in turn and report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", nargs="?", type=int, default=20)
    parser.add_argument("--source", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ) if asked.source else compiled(folder)
        pairs = [
            (seconds(FLOOR, environment), seconds(STATUS, environment)) for _ in range(asked.runs + WARM_UP)
        ]
    floor, status = (statistics.median(column) for column in zip(*pairs[WARM_UP:], strict=True))
    print(
        f"floor {floor * 1000:.0f} ms, status {status * 1000:.0f} ms, ratio {status / floor:.2f} (at most {LIMIT})"
    )


if __name__ == "__main__":
    main()
