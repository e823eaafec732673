"""Whether `neaspec diff --files` answers within ten seconds and 500 megabytes whatever it is given, in every output.

Each answer is a process of its own, as people start it. It may be the redline or a message that says what is too much
(exit 1); what is too slow, takes too much memory or ends in a fault of ours fails, and so does this script. Seconds are
those on the clock; those of the processor stand beside them, by which a run on a busy machine can be judged. Memory is
the largest process: neaspec or the pandoc that it started.

    python benchmarks/extremes.py [WORD ...]

runs the shapes and outputs whose names hold all the words, such as `paragraphs html`; without words all of them.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

NEASPEC = str(Path(sys.executable).with_name("neaspec"))
MOST_SECONDS = 10.0
MOST_MEGABYTES = 500.0
GRACE = 60
"""Seconds after which a run is ended, so that one that hangs fails as the others do."""
ANSWERS = (0, 1)
OUTPUTS: dict[str, list[str]] = {
    "screen": ["--in-place"],
    "sides": ["--side-by-side"],
    "stat": ["--stat"],
    "summary": ["--summary"],
    "json": ["--json"],
    "json-full": ["--json", "--full"],
    "html": ["-o", "redline.html"],
    "markdown": ["-o", "redline.md"],
    "json-file": ["-o", "redline.json"],
    "word": ["-o", "redline.docx"],
    "pdf": ["-o", "redline.pdf"],
}
Pair = tuple[str, str]


@dataclass(frozen=True)
class Run:
    """What one command came to."""

    code: int
    seconds: float
    of_the_processor: float
    megabytes: float
    said: str

    @property
    def is_within(self) -> bool:
        """Is it an answer or a message, in time and in memory?"""
        return self.code in ANSWERS and self.seconds <= MOST_SECONDS and self.megabytes <= MOST_MEGABYTES


def _words(count: int, seed: int = 1) -> list[str]:
    choose = random.Random(seed)
    return [f"w{choose.randrange(5_000)}" for _ in range(count)]


def _edited(words: list[str]) -> list[str]:
    """Each seventh word is another one."""
    return [f"x{place}" if place % 7 == 0 else word for place, word in enumerate(words)]


def _joined(words: list[str], between: str) -> Pair:
    return f"# T\n\n{between.join(words)}\n", f"# T\n\n{between.join(_edited(words))}\n"


def _in(before: str, after: str = "") -> Pair:
    """Something deep around one word that changed."""
    return f"# T\n\n{before}word{after}\n", f"# T\n\n{before}other{after}\n"


def _nested_list(levels: int) -> Pair:
    lines = [f"{'  ' * level}- item {level}" for level in range(levels)]
    return "# T\n\n" + "\n".join(lines) + "\n", "# T\n\n" + "\n".join(
        [*lines[:-1], lines[-1] + " more"]
    ) + "\n"


def _against_nothing(words: list[str]) -> Pair:
    return "", "# T\n\n" + "\n\n".join(words) + "\n"


def _table(rows: int) -> Pair:
    head = "# T\n\n| a | b |\n|---|---|\n"
    before = [f"| {one} | {other} |" for one, other in zip(_words(rows), _words(rows, 2), strict=True)]
    after = [f"| {row} | new |" if row % 7 == 0 else line for row, line in enumerate(before)]
    return head + "\n".join(before) + "\n", head + "\n".join(after) + "\n"


SHAPES: dict[str, Callable[[], Pair]] = {
    "paragraphs": lambda: _joined(_words(100_000), "\n\n"),
    "paragraphs-more": lambda: _joined(_words(300_000), "\n\n"),
    "paragraphs-of-nothing-alike": lambda: (
        "# T\n\n" + "\n\n".join(_words(100_000)) + "\n",
        "# T\n\n" + "\n\n".join(word.upper() for word in _words(100_000, 2)) + "\n",
    ),
    "paragraphs-in-reverse": lambda: (
        "# T\n\n" + "\n\n".join(f"u{place}" for place in range(100_000)) + "\n",
        "# T\n\n" + "\n\n".join(f"u{place}" for place in reversed(range(100_000))) + "\n",
    ),
    "headings": lambda: _joined([f"# {word}" for word in _words(20_000)], "\n\n"),
    "items": lambda: _joined([f"- {word}" for word in _words(100_000)], "\n"),
    "rows": lambda: _table(30_000),
    "notes": lambda: _joined([f"{word}^[{word}]" for word in _words(30_000)], "\n\n"),
    "one-paragraph": lambda: _joined(_words(200_000), " "),
    "one-paragraph-of-nothing-alike": lambda: (
        " ".join(_words(200_000)) + "\n",
        " ".join(word.upper() for word in _words(200_000, 2)) + "\n",
    ),
    "lines": lambda: _joined(_words(200_000), "\n"),
    "one-line": lambda: _joined(_words(180_000), " "),
    "one-word": lambda: ("a" * 1_000_000 + "\n", "a" * 500_000 + "b" + "a" * 500_000 + "\n"),
    "deep-lists": lambda: _nested_list(1_000),
    "deep-quotations": lambda: _in("> " * 10_000),
    "deep-brackets": lambda: _in("[" * 50_000, "]" * 50_000),
    "deep-emphasis": lambda: _in("*a **b " * 10_000, "** *" * 10_000),
    "deep-spans": lambda: _in("[" * 3_000, "]{.bracket}" * 3_000),
    "deep-divisions": lambda: _in("::: {.bracket}\n" * 3_000, "\n" + ":::\n" * 3_000),
    "open-brackets": lambda: _in("[a " * 100_000),
    "open-emphasis": lambda: _in("*a _b " * 50_000),
    "open-code": lambda: _in("`" + "a`` b` " * 30_000),
    "open-critic": lambda: _in("{++ {-- {~~ a ~> {>> " * 20_000),
    "closed-critic": lambda: _in("++} --} ~~} <<} " * 20_000),
    "all-critic": lambda: _in("{++ a ++}{-- b --}{~~ c~>d ~~}{>> e <<} " * 10_000),
    "open-tags": lambda: _in("<a <b>< " * 50_000),
    "open-templates": lambda: _in("{% {{ {:: " * 50_000),
    "empty-to-full": lambda: _against_nothing(_words(100_000)),
    "full-to-empty": lambda: _against_nothing(_words(100_000))[::-1],
    "empty": lambda: ("", ""),
}


def measured(arguments: list[str], folder: Path) -> Run:
    """One command in a process of its own, with what it cost."""
    with tempfile.TemporaryFile() as told:
        start = time.perf_counter()
        process = subprocess.Popen(
            [NEASPEC, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=told,
        )
        ending = threading.Timer(GRACE, process.kill)
        ending.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        ending.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        lines = told.read().decode(errors="replace").strip().splitlines()
    message = next((line for line in lines if line.startswith("Error: ")), "")
    of_the_processor = usage.ru_utime + usage.ru_stime
    return Run(process.returncode, seconds, of_the_processor, usage.ru_maxrss / 1024, message)


def runs(words: list[str]) -> Iterator[tuple[str, Run]]:
    """Each shape in each output, whose names hold all the words."""
    for shape, made in SHAPES.items():
        asked = [name for name in OUTPUTS if all(word in f"{shape} {name}" for word in words)]
        if not asked:
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for file, text in zip(("old.md", "new.md"), made(), strict=True):
                (folder / file).write_text(text, encoding="utf-8")
            for output in asked:
                command = ["diff", "--files", "old.md", "new.md", *OUTPUTS[output]]
                yield f"{shape} {output}", measured(command, folder)


def main() -> None:
    """Measure and report; end with 1 when something is beyond the bounds."""
    print(f"at most {MOST_SECONDS:.0f} s and {MOST_MEGABYTES:.0f} MB")
    failed = 0
    for name, run in runs(sys.argv[1:]):
        failed += not run.is_within
        print(
            f"{name:44} {run.seconds:6.2f} s {run.of_the_processor:6.2f} s of the processor {run.megabytes:5.0f} MB"
            f" {'' if run.is_within else f'FAILED ({run.code}) '}{run.said}",
            flush=True,
        )
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
