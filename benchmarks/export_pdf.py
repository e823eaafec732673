"""How long the PDF of a plan of about 100 pages takes, against pandoc and Typst run bare on the same text.

    python benchmarks/export_pdf.py [--kind official|review|annotated] [--runs 3]

The text is a real plan, in the folder of test data that NEASPEC_TEST_DATA names or in `../shared/data`, repeated
until it fills the pages. Each run is a process of its own, since Typst remembers what it has laid out.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from neaspec_cli.adapters import pandoc
from neaspec_cli.adapters.parsed import ParsedTrees
from neaspec_cli.core.plan import PlanSettings
from neaspec_cli.publish.copy import Provenance, SectionTree, prepare
from neaspec_cli.publish.pdf import write_pdf

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("NEASPEC_TEST_DATA", REPOSITORY.parent / "shared" / "data"))
PLAN = DATA / "plans" / "uk-digital-strategy" / "2012-11-06" / "strategy"
TIMES = 4
ALLOWED = 1.5


def sections() -> list[str]:
    """The chapters, each repeated, without front matter, pictures and links."""
    read = [path.read_text(encoding="utf-8") for path in sorted(PLAN.glob("*.md"))]
    return [re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text.split("---\n", 2)[-1]) * TIMES for text in read]


def bare(texts: list[str]) -> None:
    """Pandoc to Typst with pandoc's own template, then Typst."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "plan.typ")
        command = [pandoc.executable(), "-f", pandoc.DIALECT, "-t", "typst", "-s", "-o", str(source)]
        subprocess.run(command, input="\n\n".join(texts).encode(), check=True)
        typst.compile(source)


def ours(texts: list[str], kind: str) -> None:
    """All that an export does, from the text of the sections to the bytes of the PDF."""
    with tempfile.TemporaryDirectory() as folder:
        read = ParsedTrees(Path(folder)).plain_each(texts)
    trees = [SectionTree(f"section-{number}", False, tree) for number, tree in enumerate(read)]
    provenance = Provenance("Plan", "0" * 40)
    write_pdf(prepare(kind, PlanSettings("Government Digital Strategy"), provenance, trees))  # type: ignore[arg-type]


def seconds(what: str) -> float:
    """Wall-clock time of the work in a fresh process, without the start of Python."""
    done = subprocess.run(
        [sys.executable, __file__, "--only", what], check=True, capture_output=True, text=True, cwd=REPOSITORY
    )
    return float(done.stdout)


def main() -> int:
    """Print the best times and their ratio; exit code 1 when it is above what is allowed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kind", default="official", choices=["official", "review", "annotated"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        texts = sections()
        start = time.perf_counter()
        if arguments.only == "bare":
            bare(texts)
        else:
            ours(texts, arguments.only)
        print(time.perf_counter() - start)
        return 0
    pairs = [(seconds("bare"), seconds(arguments.kind)) for _ in range(arguments.runs)]
    plain, made = (min(times) for times in zip(*pairs, strict=True))
    print(
        f"pandoc and Typst bare: {plain:.2f} s; {arguments.kind} copy: {made:.2f} s; ratio {made / plain:.2f}"
    )
    return int(made / plain > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
